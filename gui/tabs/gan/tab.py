"""The GAN Playground as the window sees it; nothing is built before it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.runtime.providers import Device
from gui.context import AppContext
from gui.tabs.gan.presenter import GanPresenter
from gui.tabs.gan.state import State, dump
from gui.tabs.gan.view import GanView


class GanTab:
    """An empty page until it is shown; then view and presenter, going on from an earlier state."""

    def __init__(self, context: AppContext, state: object = None) -> None:
        self._context = context
        self._state = state if isinstance(state, State) else State()
        self._started = False
        self.presenter: GanPresenter | None = None
        self.page: GanView | None = None
        self._slots: list[Callable[[Device, float], None]] = []
        self.view = _Page(self._on_shown)

    def start(self) -> None:
        """Begin if it is seen; else when it is."""
        self._started = True
        if self.view.isVisible():
            self._on_shown()

    def _on_shown(self) -> None:
        if not self._started or self.presenter is not None:
            return
        context = self._context
        self.page = GanView(context)
        self.view.layout().addWidget(self.page)
        self.presenter = GanPresenter(context, self.page, self._state)
        for slot in self._slots:
            self.presenter.answered.connect(slot)
        self.presenter.start()

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""
        self._slots.append(slot)

    def state(self) -> State:
        """Return what a new tab needs to go on from here."""
        return self.presenter.state() if self.presenter else self._state

    def dump(self) -> str:
        """Return the state as text."""
        return dump(self.state())


class _Page(QWidget):
    def __init__(self, shown: Callable[[], None]) -> None:
        super().__init__()
        self._shown = shown
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Build what is inside when it is first seen."""
        super().showEvent(event)
        self._shown()
