"""A row of pictures for each latent dimension, walked from −3σ to 3σ: what does it change."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.numbers import fixed
from gui.theme import Theme, body_font
from gui.widgets.pictures import (
    Picture,
    color_table,
    fitted,
    in_middle,
    show_within,
    shrunk,
    to_bytes,
    to_image,
    words_of,
)

REACH = 3.0  # σ, of the outermost columns
GAP, LEAST, NARROWEST = 8, 56, 36  # pixels between pictures, of the lowest one, of a column
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TraversalGrid(QWidget):
    """Rows × columns of pictures in one image; the present value of each row is outlined."""

    chosen = Signal(int, int)  # row, column

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._pad = round(8 * scale)
        self._font, self._bold = body_font(scale), body_font(scale, bold=True)
        self._line = math.ceil(QFontMetricsF(self._bold).height())
        self._words = words_of(color_table(theme))
        self._labels: list[str] = []
        self._notes: list[list[str]] = []
        self._pictures = np.empty((0, 1, 28, 28), dtype=np.uint8)
        self._widths = (0, 0)
        self._mosaic = QImage()
        self._current = np.empty(0)
        self._ground: QPixmap | None = None
        self._cursor = (0, 0)
        self._over: tuple[int, int] | None = None
        self._lens = QFrame(self)
        self._lens.setObjectName("note")
        self._lens_picture = Picture(theme, theme.generated, round(112 * scale))
        self._lens_text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self._lens)
        inside.addWidget(self._lens_picture, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self._lens_text)
        self._lens.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lens.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("one row of pictures for each latent dimension"))

    # what is shown

    def show_rows(
        self,
        labels: Sequence[str],
        notes: Sequence[str],
        pictures: np.ndarray,
        current: Sequence[float] | np.ndarray,
    ) -> None:
        """Show a row of pictures for each label.

        Parameters
        ----------
        labels : names of the dimensions, "z₃".
        notes : what is known of each, lines divided by a line break: KL, the factor it follows.
        pictures : (rows, columns, H, W) or (rows, columns, H, W, 3), uint8 or float in [0, 1].
        current : (rows,) present values as column positions, NaN for none.
        """
        self._labels = list(labels)
        self._notes = [[line for line in note.split("\n") if line] for note in notes]
        self._widths = self._measure()
        self._pictures = to_bytes(pictures)
        rows, columns, height, width = self._pictures.shape[:4]
        tiles = np.moveaxis(self._pictures, 1, 2)  # rows, H, columns, W
        mosaic = tiles.reshape(rows * height, columns * width, *self._pictures.shape[4:])
        self._mosaic = to_image(mosaic, self._words)
        self._ground = None
        self._cursor = (
            min(self._cursor[0], max(0, rows - 1)),
            min(self._cursor[1], columns - 1),
        )
        self._current = np.asarray(current, dtype=float)
        self._look(None)
        self.setMinimumSize(self.minimumSizeHint())
        self.updateGeometry()
        self.update()

    def show_current(self, current: Sequence[float] | np.ndarray) -> None:
        """Outline other cells; the pictures stay."""
        before, self._current = self._current_cells(), np.asarray(current, dtype=float)
        for row, column in before ^ self._current_cells():
            self.update(self.cell(row, column).adjusted(-4, -4, 4, 4))

    def current_cells(self) -> set[tuple[int, int]]:
        """Return the outlined cells as (row, column)."""
        return self._current_cells()

    def _current_cells(self) -> set[tuple[int, int]]:
        last = self._pictures.shape[1] - 1
        return {
            (row, round(min(max(float(at), 0), last)))
            for row, at in enumerate(self._current)
            if math.isfinite(at) and row < len(self._labels)
        }

    # places

    def sizeHint(self) -> QSize:
        """Ask for pictures twice their size, or for 64 pixels."""
        rows, columns, height, width = self._pictures.shape[:4]
        times = max(1, round(64 / max(width, height)))
        pitch = max(times * height + GAP, self._least_row())
        label = self._label_width(stacked=pitch >= self._stack())
        return QSize(
            label + columns * (times * width + GAP) + 2 * self._pad,
            self._head() + rows * pitch + self._pad,
        )

    def minimumSizeHint(self) -> QSize:
        """Ask for rows that can be read; a scroll area does the rest."""
        rows, columns = self._pictures.shape[:2]
        width = self._label_width(stacked=False) + columns * NARROWEST + 2 * self._pad
        return QSize(width, self._head() + rows * self._least_row() + self._pad)

    def _head(self) -> int:
        return self._line + self._pad

    def _least_row(self) -> int:
        """Return the lowest row: a picture one can read, or the notes beside the label."""
        lines = max((len(note) for note in self._notes), default=1)
        return max(LEAST + GAP, max(1, lines) * self._line + 4)

    def _stack(self) -> int:
        """Return the height of a label with its notes under it."""
        return (1 + max((len(note) for note in self._notes), default=0)) * self._line + 4

    def _measure(self) -> tuple[int, int]:
        """Return the widths of the widest label and the widest note."""
        bold, plain = QFontMetricsF(self._bold), QFontMetricsF(self._font)
        label = max((bold.horizontalAdvance(text) for text in self._labels), default=0)
        lines = [line for note in self._notes for line in note]
        note = max((plain.horizontalAdvance(line) for line in lines), default=0)
        return math.ceil(label), math.ceil(note)

    def _label_width(self, *, stacked: bool) -> int:
        label, note = self._widths
        return (
            self._pad
            + (max(label, note) if stacked else label + (self._pad + note if note else 0))
            + self._pad
        )

    def _layout(self) -> tuple[bool, QRect, QSize, QSize]:
        """Return whether labels are stacked, the grid's room, the pitch and a picture's size."""
        rows, columns, height, width = self._pictures.shape[:4]
        rows = max(1, rows)
        low = max(self._least_row(), (self.height() - self._head() - self._pad) // rows)
        stacked = low >= self._stack()
        left = self._label_width(stacked=stacked)
        wide = (self.width() - left - self._pad) // columns
        room = QSize(max(8, wide - GAP if wide >= NARROWEST else wide - 2), max(8, low - GAP))
        picture = fitted(QSize(width, height), room)
        pitch_y = max(picture.height() + GAP, self._stack() if stacked else self._least_row())
        pitch = QSize(min(picture.width() + GAP, wide), min(pitch_y, low))
        spare_x = max(0, self.width() - left - self._pad - columns * pitch.width()) // 2
        spare_y = max(0, self.height() - self._head() - self._pad - rows * pitch.height()) // 2
        origin = QPoint(left + spare_x, self._head() + spare_y)
        grid = QRect(origin, QSize(columns * pitch.width(), rows * pitch.height()))
        return stacked, grid, pitch, picture

    def cell(self, row: int, column: int) -> QRect:
        """Return the pixels of a picture."""
        return self._cell(row, column, self._layout())

    @staticmethod
    def _cell(row: int, column: int, layout: tuple[bool, QRect, QSize, QSize]) -> QRect:
        _, grid, pitch, picture = layout
        corner = grid.topLeft() + QPoint(column * pitch.width(), row * pitch.height())
        return in_middle(QRect(corner, pitch), picture)

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Return row and column under a pixel."""
        if not self._labels:
            return None
        _, grid, pitch, _ = self._layout()
        if not grid.contains(at.toPoint()):
            return None
        away = at.toPoint() - grid.topLeft()
        return away.y() // pitch.height(), away.x() // pitch.width()

    # mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Enlarge what lies under the pointer."""
        self._look(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Enlarge nothing."""
        super().leaveEvent(event)
        self._look(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell."""
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._cursor = cell
            self.update()
            self.chosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, choose with Return."""
        row, column = self._cursor
        rows, columns = self._pictures.shape[:2]
        step = {
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is not None and rows:
            self._cursor = (
                min(max(row + step[0], 0), rows - 1),
                min(max(column + step[1], 0), columns - 1),
            )
            self._show_cursor()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and rows:
            self.chosen.emit(row, column)
        else:
            super().keyPressEvent(event)

    def _show_cursor(self) -> None:
        self.update()
        self._look(self._cursor)
        show_within(self, self.cell(*self._cursor))

    def _look(self, cell: tuple[int, int] | None) -> None:
        if cell == self._over:
            return
        self._over = cell
        if cell is None:
            self._lens.hide()
            return
        row, column = cell
        pixels = self._pictures[row, column]
        times = max(1, round(112 * self._scale / max(pixels.shape[:2])))
        self._lens_picture.set_side(min(max(pixels.shape[:2]) * times, round(224 * self._scale)))
        self._lens_picture.show_pixels(pixels)
        self._lens_text.setText(f"{self._labels[row]} = {self._sigma(column)}")
        self._lens.adjustSize()
        self._lens.move(self._lens_place(self.cell(row, column)))
        self._lens.show()
        self._lens.raise_()

    def _lens_place(self, cell: QRect) -> QPoint:
        """Return a place beside a cell that is seen whole."""
        seen = self.visibleRegion().boundingRect() or self.rect()
        seen = seen if seen.isValid() else self.rect()
        size = self._lens.size()
        x = cell.right() + 2 * GAP
        if x + size.width() > seen.right():
            x = cell.left() - 2 * GAP - size.width()
        y = cell.center().y() - size.height() // 2
        return QPoint(x, min(max(y, seen.top() + 2), seen.bottom() - size.height() - 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the grid anew."""
        super().resizeEvent(event)
        self._ground = None
        self._look(None)

    # paint

    def _sigma(self, column: int) -> str:
        """Write where a column lies."""
        columns = self._pictures.shape[1]
        value = REACH * (2 * column / (columns - 1) - 1) if columns > 1 else 0.0
        if abs(value) < 1e-9:
            return "0"
        return f"{fixed(value, 0 if abs(value - round(value)) < 1e-9 else 1)}σ"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the pictures, outline the present values."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            self._ground = self._draw_ground(ratio)
        source = QRectF(event.rect())
        painter.drawPixmap(
            source.topLeft(), self._ground, QRectF(source.topLeft() * ratio, source.size() * ratio)
        )
        layout = self._layout()
        painter.setPen(QPen(QColor(self._theme.point), 3))
        for row, column in self._current_cells():
            painter.drawRect(self._cell(row, column, layout).adjusted(-2, -2, 1, 1))
        if self.hasFocus() and self._labels:
            painter.setPen(QPen(QColor(self._theme.data), 2, Qt.PenStyle.DotLine))
            painter.drawRect(self._cell(*self._cursor, layout).adjusted(-3, -3, 3, 3))

    def _draw_ground(self, ratio: float) -> QPixmap:
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        if not self._labels:
            return ground
        painter = QPainter(ground)
        layout = self._layout()
        self._draw_cells(painter, layout, ratio)
        self._draw_heads(painter, layout)
        for row in range(len(self._labels)):
            self._draw_label(painter, row, layout)
        painter.end()
        return ground

    def _draw_cells(
        self, painter: QPainter, layout: tuple[bool, QRect, QSize, QSize], ratio: float
    ) -> None:
        rows, columns = self._pictures.shape[:2]
        picture = layout[3] * ratio
        size = QSize(columns * picture.width(), rows * picture.height())
        mosaic = shrunk(self._mosaic, size)  # whole pixels a picture: no seam bleeds
        wide, high = mosaic.width() // columns, mosaic.height() // rows
        for row in range(rows):
            for column in range(columns):
                source = QRect(column * wide, row * high, wide, high)
                painter.drawImage(self._cell(row, column, layout), mosaic, source)

    def _draw_heads(self, painter: QPainter, layout: tuple[bool, QRect, QSize, QSize]) -> None:
        _, grid, pitch, _ = layout
        columns = self._pictures.shape[1]
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        texts = [self._sigma(column) for column in range(columns)]
        metrics = QFontMetricsF(self._font)
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        every = 1 if widest + 6 < pitch.width() else max(1, (columns - 1) // 2)
        for column in range(0, columns, every):
            middle = grid.left() + (column + 0.5) * pitch.width()
            room = QRectF(middle - widest, grid.top() - self._head(), 2 * widest, self._line + 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, texts[column])

    def _draw_label(
        self, painter: QPainter, row: int, layout: tuple[bool, QRect, QSize, QSize]
    ) -> None:
        stacked, grid, pitch, _ = layout
        left = grid.left() - self._label_width(stacked=stacked) + self._pad
        top, notes = grid.top() + row * pitch.height(), self._notes[row]
        label, note = self._widths
        wide = grid.left() - left
        if stacked:
            block = (1 + len(notes)) * self._line
            y = top + (pitch.height() - block) / 2
            self._write(painter, QRectF(left, y, wide, self._line), self._bold, self._labels[row])
            x, y = left, y + self._line
        else:
            room = QRectF(left, top, wide, pitch.height())
            self._write(painter, room, self._bold, self._labels[row])
            x, y = left + label + self._pad, top + (pitch.height() - len(notes) * self._line) / 2
        for i, text in enumerate(notes):
            self._write(
                painter, QRectF(x, y + i * self._line, note + 2, self._line), self._font, text
            )

    def _write(self, painter: QPainter, room: QRectF, font: QFont, text: str) -> None:
        bold = font is self._bold
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text if bold else self._theme.muted))
        painter.drawText(room, LEFT, text)
