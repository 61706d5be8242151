"""The GAN Playground as the window sees it: a view, its presenter, a state."""

from __future__ import annotations

from collections.abc import Callable

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.gan.presenter import GanPresenter
from gui.tabs.gan.state import State, dump
from gui.tabs.gan.view import GanView


class GanTab:
    """Makes view and presenter from the context, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self.view = GanView(context)
        earlier = state if isinstance(state, State) else State()
        self.presenter = GanPresenter(context, self.view, earlier)

    def start(self) -> None:
        """Show the trained networks, or go on from the earlier state."""
        self.presenter.start()

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self.presenter.answered.connect(slot)

    def state(self) -> State:
        """Return what a new tab needs to go on from here."""
        return self.presenter.state()

    def dump(self) -> str:
        """Return the state as text."""
        return dump(self.state())
