"""Text that changes with every frame: it paints itself and never asks for a new layout."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class SteadyText(QWidget):
    """Text in a room of fixed height; a QLabel would lay the whole window out anew.

    Several lines wrap, in smaller type where they would not fit; a single line is cut with "…".
    """

    def __init__(
        self, font: QFont, color: str, *, lines: int = 1, align: Qt.AlignmentFlag | None = None
    ) -> None:
        super().__init__()
        self._color, self._text, self._lines = QColor(color), "", lines
        wrap = Qt.TextFlag.TextWordWrap if lines > 1 else Qt.TextFlag.TextSingleLine
        self._flags = int(align or Qt.AlignmentFlag.AlignCenter) | int(wrap)
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

    def fitting_font(self) -> QFont:
        """Return the largest font, down to two thirds, in which the text fits."""
        font, room = QFont(self.font()), QRectF(self.rect())
        least = font.pointSizeF() * 2 / 3
        if QFontMetricsF(font).horizontalAdvance(self._text) < room.width():
            return font  # measuring lines takes longer
        while self._lines > 1 and font.pointSizeF() - 1 >= least:
            if (
                QFontMetricsF(font).boundingRect(room, self._flags, self._text).height()
                <= room.height()
            ):
                break
            font.setPointSizeF(font.pointSizeF() - 1)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the text."""
        painter = QPainter(self)
        painter.setPen(self._color)
        font = self.fitting_font()
        painter.setFont(font)
        text = self._text
        if self._lines == 1:
            text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self._flags, text)
