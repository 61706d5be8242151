"""A matrix of weights as coloured cells: words at both sides, the value under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gui.numbers import fixed, number
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.heat import heat_color, heat_image, ink_on
from gui.widgets.pointed import Pointed

LEAST_CELL = 4.0  # pixels
MOST_CELL = 72.0
WORD = 14  # letters of a label at most


class Matrix(Pointed[tuple[int, int]]):
    """Rows ask, columns answer; a click keeps a row, up and down choose another one.

    Labels are left out, evenly, where there is no room for all of them.
    """

    rowChosen = Signal(int)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__((-1, -1))
        self._theme, self._scale = theme, scale
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._weights = np.zeros((0, 0))
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._asks, self._answers = "", ""
        self._image: QImage | None = None
        self._chosen = -1
        self._grid = QRectF()
        self._cell = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for room for a small sentence."""
        side = round(12 * self._metrics.height())
        return QSize(side, side)

    def set_axes(self, asks: str, answers: str) -> None:
        """Name the rows (who asks) and the columns (who answers)."""
        if (asks, answers) != (self._asks, self._answers):
            self._asks, self._answers = asks, answers
            self.update()

    def show_weights(
        self, weights: np.ndarray, rows: Sequence[str], columns: Sequence[str], chosen: int = -1
    ) -> None:
        """Show weights (rows, columns) from 0 to 1, one label a row and a column."""
        changed = self._rows != tuple(rows) or self._columns != tuple(columns)
        self._weights, self._rows, self._columns = weights, tuple(rows), tuple(columns)
        self._image = heat_image(weights, self._theme) if weights.size else None
        self._chosen = chosen
        if changed:
            self._at = (-1, -1)
            self._lay_out()
        self.setAccessibleName(self.reading())
        self.update()

    def weights(self) -> np.ndarray:
        """Return what is shown."""
        return self._weights

    def choose_row(self, row: int) -> None:
        """Mark a row; −1 marks none."""
        self._chosen = row
        self.update()

    def reading(self) -> str:
        """Return the cell under the pointer in words, "" without one."""
        row, column = self._at
        if row < 0:
            return ""
        value = number(float(self._weights[row, column]), 3)
        return f"{self._rows[row].strip()} → {self._columns[column].strip()}: {value}"

    def rect_of(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        corner = self._grid.topLeft() + QPointF(column * self._cell, row * self._cell)
        return QRectF(corner.x(), corner.y(), self._cell, self._cell)

    def _lay_out(self) -> None:
        """Find the largest square cells for which labels and axes have room."""
        high = self._metrics.height()
        left = self._label_width(self._rows) + high + 10
        top = self._label_width(self._columns) * 0.75 + high + 12
        width, height = self.width() - left - high, self.height() - top - 1.6 * high
        count = max(1, len(self._columns)), max(1, len(self._rows))
        cell = min(width / count[0], height / count[1], MOST_CELL * self._scale**0.5)
        self._cell = max(LEAST_CELL, cell)
        self._grid = QRectF(left, top, self._cell * count[0], self._cell * count[1])
        self.update()

    def _label_width(self, words: Sequence[str]) -> float:
        return max((self._metrics.horizontalAdvance(word[:WORD]) for word in words), default=40.0)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Find the size of a cell anew."""
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint cells, labels and what is under the pointer."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.drawImage(self._grid, self._image)
        self._paint_lines(painter)
        self._paint_values(painter)
        self._paint_labels(painter)
        self._paint_marks(painter)

    def _paint_lines(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawRect(self._grid)
        if self._cell < 14:
            return
        for i in range(1, len(self._columns)):
            x = self._grid.left() + i * self._cell
            painter.drawLine(QPointF(x, self._grid.top()), QPointF(x, self._grid.bottom()))
        for i in range(1, len(self._rows)):
            y = self._grid.top() + i * self._cell
            painter.drawLine(QPointF(self._grid.left(), y), QPointF(self._grid.right(), y))

    def _paint_values(self, painter: QPainter) -> None:
        """Write the values where the cells are large enough to read them."""
        if self._metrics.horizontalAdvance(fixed(0.888)) + 6 > self._cell:
            return
        for row, column in np.argwhere(self._weights >= 0.005):
            value = float(self._weights[row, column])
            painter.setPen(QColor(ink_on(heat_color(value, self._theme))))
            box = self.rect_of(int(row), int(column))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, fixed(value))

    def _paint_labels(self, painter: QPainter) -> None:
        high, theme = self._metrics.height(), self._theme
        every = max(1, round(np.ceil(high / self._cell)))
        row_at, column_at = self._at
        for i, word in enumerate(self._rows):
            if i % every and i not in (row_at, self._chosen):
                continue
            lit = i in (row_at, self._chosen)
            painter.setPen(QColor(theme.point if lit else theme.text))
            middle = self._grid.top() + (i + 0.5) * self._cell
            room = QRectF(high + 4, middle - high / 2, self._grid.left() - high - 10, high)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, word[:WORD])
        for i, word in enumerate(self._columns):
            if i % every and i != column_at:
                continue
            painter.setPen(QColor(theme.point if i == column_at else theme.text))
            painter.save()
            painter.translate(self._grid.left() + (i + 0.5) * self._cell, self._grid.top() - 6)
            painter.rotate(-48)
            painter.drawText(QPointF(0, high / 4), word[:WORD])
            painter.restore()
        self._paint_axes(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        high = self._metrics.height()
        painter.setFont(body_font(self._scale, EMPHASIS if self._scale < 1.5 else 10))
        painter.setPen(QColor(self._theme.muted))
        left = min(
            self._grid.left(), self.width() - painter.fontMetrics().horizontalAdvance(self._answers)
        )
        top = QRectF(max(0, left), 0, self.width(), high + 6)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, self._answers)
        painter.save()
        painter.translate(high / 2, self._grid.center().y())
        painter.rotate(-90)
        painter.drawText(
            QRectF(-self.height() / 2, -high / 2 - 3, self.height(), high + 6),
            Qt.AlignmentFlag.AlignCenter, self._asks,
        )  # fmt: skip
        painter.restore()

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if 0 <= self._chosen < len(self._rows):
            painter.setPen(QPen(QColor(self._theme.point), 2.5))
            row = self.rect_of(self._chosen, 0)
            painter.drawRect(QRectF(row.left(), row.top(), self._grid.width(), self._cell))
        if self._at[0] >= 0:
            painter.setFont(body_font(self._scale, EMPHASIS if self._scale < 1.5 else 10))
            painter.setPen(QPen(QColor(self._theme.text), 2))
            painter.drawRect(self.rect_of(*self._at))
            high = self._metrics.height()
            painter.drawText(
                QRectF(self._grid.left(), self.height() - 1.5 * high, self.width(), 1.4 * high),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self.reading(),
            )

    # the pointer

    def _part_at(self, at: QPointF) -> tuple[int, int]:
        if not self._grid.contains(at) or not self._weights.size:
            return -1, -1
        away = at - self._grid.topLeft()
        rows, columns = self._weights.shape
        return min(rows - 1, int(away.y() / self._cell)), min(
            columns - 1, int(away.x() / self._cell)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the row that is clicked."""
        row, _ = self._part_at(event.position())
        if row >= 0:
            self.rowChosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the row above or below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self._rows:
            super().keyPressEvent(event)
            return
        now = self._chosen if self._chosen >= 0 else (-1 if step > 0 else len(self._rows))
        self.rowChosen.emit(max(0, min(len(self._rows) - 1, now + step)))
