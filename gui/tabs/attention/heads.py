"""All heads of all layers as small matrices: a row a layer, a column a head; a click looks."""

from __future__ import annotations

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
)
from PySide6.QtWidgets import QSizePolicy

from gui.numbers import fixed
from gui.theme import Theme, body_font
from gui.widgets.heat import heat_images
from gui.widgets.pointed import Pointed

GAP = 6.0
FLATTEST = 0.5  # height of a thumbnail, in its width


class Heads(Pointed[tuple[int, int]]):
    """Shows weights (layers, heads, rows, columns); the left button chooses, the right switches."""

    chosen = Signal(int, int)  # layer, head
    switched = Signal(int, int)  # a head is to be switched off, or on again

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__((-1, -1))
        self._theme, self._scale = theme, scale
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._images: list[list[QImage]] = []
        self._shape = (0, 0, 1, 1)
        self._bits: np.ndarray | None = None
        self._off: frozenset[tuple[int, int]] = frozenset()
        self._chosen = (-1, -1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            self.tr(
                "Left button: look at this head. Right button, or Delete: switch it off, or on "
                "again. Below it: the mean entropy of its rows, 0 bits where it looks at one word"
            )
        )

    def minimumSizeHint(self) -> QSize:
        """Ask for thumbnails that can be told apart."""
        layers, heads = max(1, self._shape[0]), max(1, self._shape[1])
        side = round(36 + self._below())
        label = self._label()
        return QSize(round(label + heads * side), round(label + layers * side))

    def show_weights(
        self,
        weights: np.ndarray,
        chosen: tuple[int, int] = (-1, -1),
        off: frozenset[tuple[int, int]] = frozenset(),
        bits: np.ndarray | None = None,
    ) -> None:
        """Show all heads; those in `off` are crossed out; `bits` (layers, heads) stand below."""
        self._bits = bits
        layers, heads = weights.shape[:2]
        images = heat_images(weights.reshape(-1, *weights.shape[2:]), self._theme)
        self._images = [images[n * heads : (n + 1) * heads] for n in range(layers)]
        if weights.shape != self._shape:
            self._shape = weights.shape
            self._at = (-1, -1)
            self.updateGeometry()
        self._chosen, self._off = chosen, off
        self.update()

    def choose(self, layer: int, head: int) -> None:
        """Mark a head."""
        self._chosen = layer, head
        self.update()

    def shown(self) -> int:
        """Return how many thumbnails there are."""
        return sum(map(len, self._images))

    def rect_of(self, layer: int, head: int) -> QRectF:
        """Return where a head's thumbnail is."""
        return self._box(self._cells(), layer, head)

    def _box(self, cells: tuple[float, float, float, float], layer: int, head: int) -> QRectF:
        left, top, wide, high = cells
        below = self._below()
        return QRectF(left + head * wide, top + layer * high, wide - GAP, high - GAP - below)

    def _below(self) -> float:
        """Return the room for the bits below a thumbnail."""
        return 0.0 if self._bits is None else self._metrics.height() + 2

    def _label(self) -> float:
        return self._metrics.height() + 8

    def _cells(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of a thumbnail with its gap."""
        layers, heads, rows, columns = self._shape
        label, text = self._label(), self._below()
        left = self._metrics.horizontalAdvance(self.tr("layer {n}").format(n=8)) + 12
        wide = (self.width() - left) / max(1, heads)
        high = (self.height() - label) / max(1, layers) - text
        ratio = rows / max(1, columns)  # square cells, unless a thumbnail were a mere line
        ratio = min(1 / FLATTEST, max(FLATTEST, ratio))
        wide, high = min(wide, (high - GAP) / ratio + GAP), min(high, (wide - GAP) * ratio + GAP)
        high += text
        return left, label, wide, high

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the thumbnails and their numbers."""
        painter = QPainter(self)
        painter.setFont(self.font())
        left, top, wide, high = cells = self._cells()
        painter.setPen(QColor(self._theme.muted))
        for h in range(self._shape[1]):
            text = self.tr("head {n}").format(n=h + 1)
            if self._metrics.horizontalAdvance(text) > wide - GAP:
                text = str(h + 1)
            room = QRectF(left + h * wide, 0, wide - GAP, top)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        for layer, images in enumerate(self._images):
            painter.setPen(QColor(self._theme.muted))
            room = QRectF(0, top + layer * high, left - 8, high - GAP)
            text = self.tr("layer {n}").format(n=layer + 1)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            for head, image in enumerate(images):
                box = self._box(cells, layer, head)
                self._paint_head(painter, (layer, head), box, image)

    def _paint_head(
        self, painter: QPainter, key: tuple[int, int], box: QRectF, image: QImage
    ) -> None:
        theme = self._theme
        off = key in self._off
        if self._bits is not None:
            painter.setPen(QColor(theme.muted))
            self._paint_bits(painter, box, float(self._bits[key]))
        painter.setOpacity(0.25 if off else 1.0)
        painter.drawImage(box, image)
        painter.setOpacity(1.0)
        marked = key == self._chosen
        color = theme.point if marked else theme.text if key == self._at else theme.line
        painter.setPen(QPen(QColor(color), 3 if marked else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if off:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.bad), 2.5))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())

    def _paint_bits(self, painter: QPainter, box: QRectF, bits: float) -> None:
        """Write the entropy, with its unit where there is room for it."""
        text = self.tr("{n} bits").format(n=fixed(bits, 1))
        if self._metrics.horizontalAdvance(text) > box.width():
            text = fixed(bits, 1)
        room = QRectF(box.left() - GAP, box.bottom(), box.width() + 2 * GAP, self._below())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    # the pointer and the keys

    def _part_at(self, at: QPointF) -> tuple[int, int]:
        cells = self._cells()
        for layer in range(self._shape[0]):
            for head in range(self._shape[1]):
                if self._box(cells, layer, head).contains(at):
                    return layer, head
        return -1, -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a head, or switch it."""
        layer, head = self._part_at(event.position())
        if layer >= 0:
            right = event.button() == Qt.MouseButton.RightButton
            (self.switched if right else self.chosen).emit(layer, head)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a head with the arrows, switch it with Delete."""
        moves = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        layer, head = self._chosen
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Delete and head >= 0:
            self.switched.emit(layer, head)
        elif key in moves:
            down, right = moves[key] if head >= 0 else (0, 0)
            self.chosen.emit(
                max(0, min(self._shape[0] - 1, layer + down)),
                max(0, min(self._shape[1] - 1, head + right)),
            )
        else:
            super().keyPressEvent(event)
