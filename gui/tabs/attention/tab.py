"""The Attention Viewer as the window sees it: a view, its presenter, a state."""

from __future__ import annotations

from collections.abc import Callable

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.attention.keeping import Keeping
from gui.tabs.attention.presenter import AttentionPresenter
from gui.tabs.attention.state import SAVED, Live, State
from gui.tabs.attention.training import Training
from gui.tabs.attention.view import AttentionView


class AttentionTab:
    """Makes view and presenter from the context, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self.view = AttentionView(context.theme, context.scale)
        earlier = state if isinstance(state, State | Live) else None
        self.presenter = AttentionPresenter(context, self.view, earlier)
        self.training = Training(self.presenter, self.view.panel.train)
        self.keeping = Keeping(self.presenter)

    def start(self) -> None:
        """Wait until the tab is seen: only then its models are loaded."""

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self.presenter.answered.connect(slot)

    def dump(self) -> str:
        """Return the state as text."""
        return SAVED.dump(self.presenter.state)

    def state(self) -> Live:
        """Return what a new tab needs to go on from here."""
        return self.presenter.live()
