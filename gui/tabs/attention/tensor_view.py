"""One tensor as colours: a row a word, a column a dimension; means and spreads beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from gui.numbers import fixed
from gui.theme import Theme, body_font
from gui.widgets.heat import signed_image
from gui.widgets.pointed import Pointed

LETTERS = 10  # of a word


class TensorView(Pointed[tuple[int, int]]):
    """Values (words, dimensions): blue above zero, orange below; the value under the pointer."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__((-1, -1))
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._values = np.zeros((0, 0))
        self._words: tuple[str, ...] = ()
        self._summary = ""  # shape and range
        self._image: QImage | None = None
        self._spreads = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for rows that can be told apart: where they are low, not each has its word."""
        unit = self._metrics.averageCharWidth()
        return QSize(round(30 * unit), round(4 * self._metrics.height()))

    def show_tensor(
        self, values: np.ndarray, words: Sequence[str], *, spreads: bool = True
    ) -> None:
        """Show values (words, dimensions); `spreads`: mean and standard deviation a word."""
        self._values, self._words, self._spreads = values, tuple(words), spreads
        reach = float(np.abs(values).max()) + 1e-9 if values.size else 1.0
        theme = self._theme
        self._image = (
            signed_image(values / reach, theme.background, theme.generated, theme.data)
            if values.size
            else None
        )
        self._summary = self._summarise()
        self._at = (-1, -1)
        self.setAccessibleName(self.reading())
        self.update()

    def shown(self) -> tuple[np.ndarray, tuple[str, ...]]:
        """Return the values that are shown, and their words."""
        return self._values, self._words

    def reading(self) -> str:
        """Return the value under the pointer, or the shape and the range."""
        if not self._values.size:
            return ""
        row, column = self._at
        if row >= 0:
            value = fixed(float(self._values[row, column]), 3)
            return f"{self._words[row].strip()}, {column + 1}: {value}"
        return self._summary

    def _summarise(self) -> str:
        if not self._values.size:
            return ""
        rows, columns = self._values.shape
        low, high = fixed(float(self._values.min())), fixed(float(self._values.max()))
        return self.tr("{rows} × {columns} numbers, {low} … {high}").format(
            rows=rows, columns=columns, low=low, high=high
        )

    def spreads(self) -> list[tuple[float, float]]:
        """Return mean and standard deviation of each word's numbers."""
        return [(float(row.mean()), float(row.std())) for row in self._values]

    def _grid(self) -> QRectF:
        unit, high = self._metrics.averageCharWidth(), self._metrics.height()
        right = 19 * unit if self._spreads else unit
        left = unit + max(map(self._metrics.horizontalAdvance, self._labels()), default=0)
        rows = max(1, len(self._words))
        below = 4 if self._heads() else 1.4 * high
        tall = min(self.height() - 1.2 * high - below, rows * 1.6 * high)
        return QRectF(left, 1.2 * high, max(20.0, self.width() - left - right), tall)

    def _labels(self) -> list[str]:
        return [word.strip()[:LETTERS] for word in self._words]

    def _heads(self) -> bool:
        """Say whether there is room for shape and range above the cells; else they stand below."""
        unit = self._metrics.averageCharWidth()
        room = self.width() - (20 * unit if self._spreads else unit)
        return self._metrics.horizontalAdvance(self._summary) <= room

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells, words, means and spreads."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        grid, theme, high = self._grid(), self._theme, self._metrics.height()
        painter.drawImage(grid, self._image)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(grid)
        cell = grid.height() / len(self._words)
        every = max(1, round(np.ceil(high / cell)))
        unit = self._metrics.averageCharWidth()
        painter.setPen(QColor(theme.muted))
        if self._spreads:
            head = QRectF(grid.right() + unit, 0, 18 * unit, high)
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self.tr("mean"))
            painter.drawText(
                head.translated(9 * unit, 0), Qt.AlignmentFlag.AlignLeft, self.tr("spread")
            )
        labels, found = self._labels(), self.spreads() if self._spreads else []
        for i in range(0, len(self._words), every):
            middle = grid.top() + (i + 0.5) * cell
            painter.setPen(QColor(theme.point if i == self._at[0] else theme.text))
            room = QRectF(0, middle - high / 2, grid.left() - 6, high)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, labels[i])
            if found:
                side = QRectF(grid.right() + unit, middle - high / 2, 7 * unit, high)
                painter.drawText(side, right, fixed(found[i][0]))
                painter.drawText(side.translated(9 * unit, 0), right, fixed(found[i][1]))
        self._paint_reading(painter, grid)

    def _paint_reading(self, painter: QPainter, grid: QRectF) -> None:
        """Write shape and range, or the value under the pointer, and what the colours mean."""
        theme, high, reading = self._theme, self._metrics.height(), self.reading()
        wide = self._metrics.horizontalAdvance
        end = self.width() - (19.0 * self._metrics.averageCharWidth() if self._spreads else 0.0)
        left = max(0.0, min(grid.left(), end - wide(reading)))
        top = 0.0 if self._heads() else grid.bottom() + 4
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(left, top, self.width(), 1.3 * high), 0x0001, reading)
        left += wide(reading) + 1.5 * high
        for color, text in ((theme.data, "■ > 0"), (theme.generated, "■ < 0")):
            if left + wide(text) <= end:
                painter.setPen(QColor(color))
                painter.drawText(QRectF(left, top, wide(text) + 2, 1.3 * high), 0x0001, text)
            left += wide(text) + high

    def _part_at(self, at: QPointF) -> tuple[int, int]:
        grid = self._grid()
        if not grid.contains(at) or not self._values.size:
            return -1, -1
        rows, columns = self._values.shape
        row = int((at.y() - grid.top()) / grid.height() * rows)
        column = int((at.x() - grid.left()) / grid.width() * columns)
        return min(rows - 1, row), min(columns - 1, column)
