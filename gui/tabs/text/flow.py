"""A text token by token: tinted by probability, the window of the model underlined, to hover on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gui.theme import Theme, body_font, contrast, mix
from gui.widgets.pointed import Pointed

TAIL = 4000  # tokens that are laid out at most
HIGHEST = 5  # lines of a text that is shown from its beginning


@dataclass(frozen=True)
class Bit:
    """One token of the flow: its text, p (None in a prompt), and its marks."""

    text: str
    probability: float | None = None
    seen: bool = False  # the model sees it
    copied: bool = False
    unknown: bool = False


@lru_cache(maxsize=4096)
def tint(step: int, background: str, dark: bool) -> str:
    """Return cividis at step / 64, from the background up: dark to light, or light to dark."""
    share = step / 64
    red, green, blue = _map().map(share if dark else 1 - share, mode="byte")[:3]
    return mix(background, f"#{red:02X}{green:02X}{blue:02X}", min(1.0, 0.1 + 2 * share))


@lru_cache(maxsize=4096)
def ink(back: str) -> str:
    """Return black or white, whichever can be read on `back`."""
    return max(("#000000", "#FFFFFF"), key=lambda color: contrast(color, back))


@lru_cache(maxsize=1)
def _map() -> pg.ColorMap:
    return pg.colormap.get("cividis")


class TokenFlow(Pointed[int]):
    """The end of a text, as many lines as there is room for; the wheel goes back in it.

    With `whole` it is the beginning, as high as it needs, up to some lines; the wheel goes on.
    """

    clicked = Signal(int)

    def __init__(self, theme: Theme, scale: float, *, whole: bool = False) -> None:
        super().__init__(-1)
        self._theme, self._dark, self._whole = theme, theme.dark, whole
        self.setFont(body_font(scale, 15 if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._widths: dict[str, float] = {}
        self._bits: tuple[Bit, ...] = ()
        self._boxes: list[tuple[int, float, int, float]] = []  # token, x, line, width
        self._lines, self._back, self._pinned = 1, 0, -1
        self._state = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for two lines."""
        return QSize(160, round(2 * self._height()) + 4)

    def _height(self) -> float:
        return self._metrics.height() + 5

    def bits(self) -> tuple[Bit, ...]:
        """Return what is shown."""
        return self._bits

    def show_bits(self, bits: Sequence[Bit], *, state: bool, pinned: int = -1) -> None:
        """Show tokens; `state`: what the model sees is all of it, in a state."""
        if len(bits) != len(self._bits):
            self._back = 0
        self._bits, self._state, self._pinned = tuple(bits), state, pinned
        self._lay_out()
        self.update()

    def _width(self, text: str) -> float:
        if text not in self._widths:
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]

    def _lay_out(self) -> None:
        """Break lines between words, and wherever a word is longer than a line."""
        self._boxes = []
        x, line, word = 0.0, 0, 0  # the first box of the word that is being written
        room = self.width() - 4.0
        count = len(self._bits)
        for index in range(min(count, TAIL)) if self._whole else range(max(0, count - TAIL), count):
            text = self._bits[index].text
            if text.startswith(" "):
                word = len(self._boxes)
            seen = text.replace("\n", "↵")
            width = self._width(seen)
            if x + width > room and x > 0:
                line += 1
                moved = self._boxes[word:]
                if word and moved and moved[0][1] > 0 and x - moved[0][1] + width < room:
                    shift = moved[0][1]
                    self._boxes[word:] = [(i, a - shift, line, w) for i, a, _, w in moved]
                    x -= shift
                else:
                    x = 0.0
                word = word if moved and x > 0 else len(self._boxes)
            self._boxes.append((index, x, line, width))
            x += width
            if "\n" in text:
                x, line = 0.0, line + 1
            if text.endswith((" ", "\n")):
                word = len(self._boxes)
        self._lines = line + 1
        if self._whole:
            self._lines -= bool(line) and x == 0  # nothing follows the last line's end
            self.setFixedHeight(round(min(HIGHEST, self._lines) * self._height()) + 4)

    def _first_line(self) -> int:
        if self._whole:
            return self._back
        return max(0, self._lines - self._room() - self._back)

    def _room(self) -> int:
        return max(1, int(self.height() // self._height()))

    def rect_of(self, index: int) -> QRectF:
        """Return where a token is painted."""
        for found, x, line, width in self._boxes:
            if found == index:
                top = (line - self._first_line()) * self._height()
                return QRectF(x, top, width, self._height())
        return QRectF()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines that are seen."""
        painter = QPainter(self)
        first, high = self._first_line(), self._height()
        for index, x, line, width in self._boxes:
            top = (line - first) * high
            if 0 <= top and top + high <= self.height() + 4:
                self._paint(painter, index, QRectF(x, top, width, high))

    def _paint(self, painter: QPainter, index: int, box: QRectF) -> None:
        bit, theme = self._bits[index], self._theme
        color = theme.text
        if bit.probability is not None:
            back = tint(round(64 * bit.probability), theme.background, self._dark)
            painter.fillRect(box.adjusted(0, 0, 0, -5), QColor(back))
            color = ink(back)
        if bit.unknown:
            painter.fillRect(box.adjusted(0, 0, 0, -5), QColor(theme.bad))
            color = theme.background
        painter.setFont(self.font())
        painter.setPen(QColor(color))
        painter.drawText(
            QPointF(box.left(), box.top() + self._metrics.ascent()), bit.text.replace("\n", "↵")
        )
        if bit.seen:
            style = Qt.PenStyle.DotLine if self._state else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.data), 2, style))
            painter.drawLine(
                QPointF(box.left(), box.bottom() - 3), QPointF(box.right(), box.bottom() - 3)
            )
        if bit.copied:
            painter.setPen(QPen(QColor(theme.bad), 3))
            painter.drawLine(
                QPointF(box.left(), box.top() + 1), QPointF(box.right(), box.top() + 1)
            )
        if index in (self._at, self._pinned):
            painter.setPen(QPen(QColor(theme.point), 2))
            painter.drawRect(box.adjusted(0, 0, 0, -5))

    def _part_at(self, at: QPointF) -> int:
        line = int(at.y() // self._height()) + self._first_line()
        for index, x, row, width in self._boxes:
            if row == line and x <= at.x() < x + width:
                return index
        return -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which token was clicked."""
        self.clicked.emit(self._part_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go back in the text and forward again."""
        most = max(0, self._lines - self._room())
        if self._whole and not most:
            event.ignore()  # the page is to be scrolled
            return
        way = 1 if (event.angleDelta().y() > 0) != self._whole else -1
        self._back = max(0, min(most, self._back + way))
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the lines anew."""
        self._lay_out()
