"""The Latent Explorer as the window sees it: a view, its presenter, a state."""

from __future__ import annotations

from collections.abc import Callable

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.latent.between import Between
from gui.tabs.latent.dimensions import Dimensions
from gui.tabs.latent.drawing import Drawing
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.opening import Opening
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.state import State
from gui.tabs.latent.store import dump
from gui.tabs.latent.training import Training
from gui.tabs.latent.versions import Versions
from gui.tabs.latent.view import LatentView


class LatentTab:
    """Makes view and presenter from the context, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self.view = LatentView(context.theme, context.scale)
        earlier = state if isinstance(state, State) else None
        hub = self.presenter = LatentPresenter(context, self.view, earlier)
        view, panel = self.view, self.view.panel
        self.dimensions = Dimensions(hub, panel.dimensions, view.grid)
        self.between = Between(hub, panel.between, view.strip, view.transport)
        self.drawing = Drawing(hub, panel.drawing)
        self.opening = Opening(hub, view.open_menu)
        self.keeping = Keeping(hub, self.between, view.save_menu)
        self.training = Training(hub, panel.train, view.training, self.keeping)
        self.versions = Versions(hub, panel.versions, self.keeping)
        panel.drawing.openAsked.connect(self.opening.ask_picture)
        panel.drawing.pasteAsked.connect(self.opening.paste)
        view.pasteAsked.connect(self.opening.paste)

    def start(self) -> None:
        """Load the first model."""
        self.presenter.start()

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self.presenter.answered.connect(slot)

    def dump(self) -> str:
        """Return the state as text."""
        return dump(self.presenter.state)

    def state(self) -> State:
        """Return what a new tab needs to go on from here."""
        return self.presenter.state
