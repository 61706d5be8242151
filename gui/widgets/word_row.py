"""Words as cards in rows; one drags them into another order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import EMPHASIS, Theme, body_font


class WordRow(QWidget):
    """Shows words; `arranged` tells that they stand in another order.

    With the keys: left and right choose a word, Shift with them moves it.
    """

    arranged = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._words: list[str] = []
        self._boxes: list[QRectF] = []
        self._held, self._grip, self._at = -1, QPointF(), QPointF()
        self._moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._chosen = 0

    def minimumSizeHint(self) -> QSize:
        """Ask for a line of words; more make it higher."""
        return QSize(200, round(self._high()))

    def _high(self) -> float:
        return self._metrics.height() + 14

    def show_words(self, words: Sequence[str]) -> None:
        """Show words in their order."""
        self._words, self._held = list(words), -1
        self._chosen = min(self._chosen, max(0, len(words) - 1))
        self._lay_out()

    def words(self) -> list[str]:
        """Return the words as they stand."""
        return list(self._words)

    def rect_of(self, index: int) -> QRectF:
        """Return where a word is."""
        return self._boxes[index]

    def move(self, index: int, to: int) -> None:  # type: ignore[override]
        """Put a word at another place."""
        if 0 <= to < len(self._words) and index != to:
            self._words.insert(to, self._words.pop(index))
            self._chosen = to
            self._lay_out()

    def _lay_out(self) -> None:
        self._boxes = []
        x, y = 0.0, 2.0
        for word in self._words:
            width = self._metrics.horizontalAdvance(word) + 16
            if x + width > self.width() and x > 0:
                x, y = 0.0, y + self._high()
            self._boxes.append(QRectF(x, y, width, self._high() - 6))
            x += width + 6
        high = round(y + self._high())
        if high != self.height():
            self.setFixedHeight(high)
        self.setAccessibleName(" ".join(self._words))
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the lines anew."""
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the held one under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for index, (word, box) in enumerate(zip(self._words, self._boxes, strict=True)):
            if index != self._held:
                self._paint_word(painter, word, box, index == self._chosen and self.hasFocus())
        if 0 <= self._held < len(self._words):
            box = QRectF(self._boxes[self._held])
            box.moveTopLeft(self._at - self._grip)
            self._paint_word(painter, self._words[self._held], box, True)

    def _paint_word(self, painter: QPainter, word: str, box: QRectF, lit: bool) -> None:
        painter.setBrush(QColor(self._theme.panel))
        painter.setPen(
            QPen(QColor(self._theme.point if lit else self._theme.line), 2 if lit else 1)
        )
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    # the hand and the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a word."""
        at = event.position()
        self._held = next((i for i, box in enumerate(self._boxes) if box.contains(at)), -1)
        self._moved, self._at = False, at
        if self._held >= 0:
            self._chosen = self._held
            self._grip = at - self._boxes[self._held].topLeft()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it; the others make room."""
        if self._held < 0:
            return
        self._at = event.position()
        over = next((i for i, box in enumerate(self._boxes) if box.contains(self._at)), -1)
        if over >= 0 and over != self._held:
            self.move(self._held, over)
            self._held, self._moved = over, True
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = -1
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()
        if self._moved:
            self._moved = False
            self.arranged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose or move a word."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._words:
            super().keyPressEvent(event)
            return
        to = max(0, min(len(self._words) - 1, self._chosen + step))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if to != self._chosen:
                self.move(self._chosen, to)
                self.arranged.emit()
        else:
            self._chosen = to
            self.update()
