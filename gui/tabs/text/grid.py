"""A table of words and figures that paints itself: fast, in the theme's colours, cut nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import BODY, Theme, body_font, mix

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Grid(QWidget):
    """A row of headings and rows of cells: the first column to the left, figures to the right."""

    def __init__(self, theme: Theme, scale: float, points: float = BODY) -> None:
        super().__init__()
        self._theme = theme
        points = points if scale < 1.5 else BODY  # the projector's room is small
        self.setFont(body_font(scale, points))
        self._bold = body_font(scale, points, bold=True)
        self._metrics = QFontMetricsF(self._bold)
        self._heads: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._lit: frozenset[int] = frozenset()
        self._dim: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _high(self) -> float:
        return self._metrics.height() + 5

    def sizeHint(self) -> QSize:
        """Ask for what all rows need."""
        return QSize(300, round((len(self._rows) + 1) * self._high()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Ask for three lines."""
        return QSize(200, round(3 * self._high()))

    def show_rows(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        lit: Sequence[int] = (),
        dim: Sequence[int] = (),
    ) -> None:
        """Show rows under headings; those in `lit` stand out, those in `dim` step back."""
        if len(rows) != len(self._rows):
            self.updateGeometry()
        self._heads, self._rows = tuple(heads), tuple(tuple(row) for row in rows)
        self._lit, self._dim = frozenset(lit), frozenset(dim)
        self.update()

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the cells."""
        return self._rows

    def _widths(self) -> list[float]:
        """Return how wide the columns are; of figures the longest are measured only."""
        seen = self._rows[: max(1, int(self.height() // self._high()))]
        return [
            max(self._metrics.horizontalAdvance(text) for text in _longest(column)) + 24
            for column in zip(self._heads, *seen, strict=True)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint headings and rows."""
        if not self._heads:
            return
        painter, high = QPainter(self), self._high()
        widths = self._widths()
        factor = min(1.0, self.width() / sum(widths))
        for number, row in enumerate((self._heads, *self._rows)):
            top = number * high
            if number and top + high > self.height() + 4:
                break
            if number - 1 in self._lit:
                back = mix(self._theme.background, self._theme.point, 0.22)
                painter.fillRect(QRectF(0, top, factor * sum(widths), high), QColor(back))
            muted = number == 0 or number - 1 in self._dim
            painter.setPen(QColor(self._theme.muted if muted else self._theme.text))
            painter.setFont(self._bold if number == 0 else self.font())
            left = 0.0
            for column, (text, width) in enumerate(zip(row, widths, strict=True)):
                box = QRectF(left + 8, top, factor * width - 16, high)
                cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 2)
                painter.drawText(box, int(RIGHT if column else LEFT), cut)
                left += factor * width


def _longest(texts: Sequence[str]) -> list[str]:
    """Return the texts that may be the widest."""
    return [*sorted(texts, key=len)[-4:], texts[0]]
