"""The Latent Explorer as the window sees it: a view, its presenter, a state."""

from __future__ import annotations

from collections.abc import Callable

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.latent.presenter import LatentPresenter, State
from gui.tabs.latent.view import LatentView


class LatentTab:
    """Makes view and presenter from the context, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self.view = LatentView(context.theme, context.scale)
        earlier = state if isinstance(state, State) else None
        self.presenter = LatentPresenter(context, self.view, earlier)

    def start(self) -> None:
        """Load the first model."""
        self.presenter.start()

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self.presenter.answered.connect(slot)

    def state(self) -> State:
        """Return what a new tab needs to go on from here."""
        return self.presenter.state
