"""Text that changes with every frame: it paints itself and never asks for a new layout."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class SteadyText(QWidget):
    """Text in a room of fixed height; a QLabel would lay the whole window out anew."""

    def __init__(
        self, font: QFont, color: str, *, lines: int = 1, align: Qt.AlignmentFlag | None = None
    ) -> None:
        super().__init__()
        self._color, self._text = QColor(color), ""
        self._align = align or Qt.AlignmentFlag.AlignCenter
        self._flags = int(self._align) | (int(Qt.TextFlag.TextWordWrap) if lines > 1 else 0)
        self.setFont(font)
        self._height = round(lines * QFontMetricsF(font).lineSpacing()) + 2
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the height alone."""
        return QSize(0, self._height)

    def text(self) -> str:
        """Return what is written."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write `text`."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the text."""
        painter = QPainter(self)
        painter.setPen(self._color)
        painter.drawText(self.rect(), self._flags, self._text)
