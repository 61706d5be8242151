"""The Text Generator as the window sees it: a view, its presenter, a state."""

from __future__ import annotations

from collections.abc import Callable

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.text.presenter import TextPresenter
from gui.tabs.text.state import Live, State
from gui.tabs.text.store import dump
from gui.tabs.text.training import Training
from gui.tabs.text.view import TextView


class TextTab:
    """Makes view and presenter from the context, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self.view = TextView(context.theme, context.scale)
        earlier = state if isinstance(state, State | Live) else None
        self.presenter = TextPresenter(context, self.view, earlier)
        self.training = Training(self.presenter, self.view.panel.train)

    def start(self) -> None:
        """Wait until the tab is seen: only then its models are loaded."""

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self.presenter.answered.connect(slot)

    def dump(self) -> str:
        """Return the state as text."""
        return dump(self.presenter.whole_state())

    def state(self) -> Live:
        """Return what a new tab needs to go on from here."""
        return self.presenter.live()
