"""Hands and eyes of the tour: they wait, move the mouse, and check."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from gui.main_window import MainWindow
from gui.tabs.latent.tab import LatentTab

PATIENCE = 60.0  # seconds until a step that does not come about has failed


class StepFailed(Exception):
    """A step did not do what it should."""


class StepSkipped(Exception):
    """A step has nothing to work on here: what it needs is not installed."""


@dataclass(frozen=True)
class Step:
    """One step: the name of its picture, and what is done."""

    name: str
    act: Callable[[Guide], None]


class Guide:
    """Hands and eyes of the tour: waits, mouse, checks."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    @property
    def latent(self) -> LatentTab:
        """Return the Latent Explorer."""
        tab = self.window.tabs["latent"]
        assert isinstance(tab, LatentTab)
        return tab

    def show(self, key: str) -> None:
        """Turn to a tab."""
        book = self.window.findChild(QTabWidget)
        assert isinstance(book, QTabWidget)
        book.setCurrentWidget(self.window.tabs[key].view)

    def rest(self, seconds: float) -> None:
        """Let the program run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as exec() would
            time.sleep(0.002)

    def until(self, met: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Let the program run until `met`; StepFailed after `patience` seconds."""
        end = time.monotonic() + patience
        while not met():
            if time.monotonic() > end:
                raise StepFailed(what)
            self.rest(0.005)

    def check(self, holds: bool, what: str) -> None:
        """Fail the step where something does not hold."""
        if not holds:
            raise StepFailed(what)

    def mouse(
        self, widget: QWidget, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton
    ) -> None:
        """Send one mouse event, as a hand would cause it."""
        held = button if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(
            kind, at, QPointF(widget.mapToGlobal(at)), pressed, held, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(widget, event)

    def drag(self, path: list[QPointF], plane: int = 0) -> None:
        """Press at the first pixel of a plane, move along, release at the last."""
        self.stroke(self.latent.view.stage.planes[plane].viewport(), path)

    def stroke(self, pad: QWidget, path: list[QPointF]) -> None:
        """Press at the first pixel of any widget, move along, release at the last."""
        left = Qt.MouseButton.LeftButton
        self.mouse(pad, QEvent.Type.MouseButtonPress, path[0], left)
        for at in path[1:]:
            self.mouse(pad, QEvent.Type.MouseMove, at, left)
            self.rest(0.01)
        self.mouse(pad, QEvent.Type.MouseButtonRelease, path[-1], left)

    def pixel(self, code: np.ndarray | tuple[float, ...], plane: int = 0) -> QPointF:
        """Return where a point of a plane is on it, in pixels."""
        return self.latent.view.stage.planes[plane].pixel_of(np.asarray(code))

    def choose(self, name: str, patience: float = PATIENCE) -> None:
        """Choose a model in the picker and wait until it is shown."""
        view, presenter = self.latent.view, self.latent.presenter
        index = view.picker.findData(name)
        self.check(index >= 0, f"the picker has no {name}")
        view.picker.setCurrentIndex(index)
        view.picker.activated.emit(index)
        self.until(lambda: presenter.state.names == (name,), f"{name} is not shown", patience)
        self.settle()

    def settle(self) -> None:
        """Wait until the shown pictures belong to the points that are asked for."""
        self.rest(0.05)
        self.until(self.latent.presenter.is_settled, "the picture does not follow")
        self.rest(0.45)
