"""A drawn widget of parts, one of which may be under the pointer."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

Part = TypeVar("Part")


class Pointed(QWidget, Generic[Part]):
    """Knows the part under the pointer, `nowhere` outside all; subclasses say what is where."""

    hovered = Signal(object)  # a part, or nowhere

    def __init__(self, nowhere: Part) -> None:
        super().__init__()
        self._nowhere = self._at = nowhere
        self.setMouseTracking(True)

    def _part_at(self, at: QPointF) -> Part:
        """Return the part at a place of the widget, in pixels."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which part is under the pointer."""
        self._look(self._part_at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Tell that none is."""
        self._look(self._nowhere)

    def _look(self, part: Part) -> None:
        if part != self._at:
            self._at = part
            self.update()
            self.hovered.emit(part)
