"""The lecture's search in a table of keys and values, in the plane: q and the keys are dragged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.attention.retrieval import Lookup
from gui.numbers import fixed
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.heat import heat_color

REACH = 2.2  # of the plane, at both sides of zero
STEP = 0.1  # of an arrow key
GRAB = 2.0  # times the radius of a point, within which it is taken


class RetrievalPlane(QWidget):
    """Keys as arrows with their words, the query as the point to drag.

    With the keys: the arrows move what is chosen, page down and up choose q or a key.
    """

    moved = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.setFont(body_font(scale, EMPHASIS))
        self.query = np.array([1.0, 0.6])
        self.keys = np.zeros((0, 2))
        self._words: tuple[str, ...] = ()
        self._weights = np.zeros(0)
        self._held = -2  # −1: the query; i: a key
        self._chosen = -1  # what the keys move
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            self.tr(
                "Drag q, the question, or a key: similarity is the dot product q · k. Arrow keys "
                "move it, page down chooses the next"
            )
        )

    def minimumSizeHint(self) -> QSize:
        """Ask for a square in which arrows can be told apart."""
        side = round(9 * QFontMetricsF(self.font()).height())
        return QSize(side, side)

    def show_keys(self, words: Sequence[str], keys: np.ndarray) -> None:
        """Show keys (N, 2) under their words."""
        self._words, self.keys = tuple(words), keys.copy()
        self._weights = np.zeros(len(keys))
        self.update()

    def show_weights(self, weights: np.ndarray) -> None:
        """Draw each key as strongly as it is weighted."""
        self._weights = weights
        self.update()

    def pixel_of(self, at: np.ndarray) -> QPointF:
        """Return where a vector ends in the widget."""
        side = min(self.width(), self.height()) / 2
        middle = QPointF(self.width() / 2, self.height() / 2)
        return middle + QPointF(at[0] / REACH * side, -at[1] / REACH * side)

    def _vector_at(self, pixel: QPointF) -> np.ndarray:
        side = min(self.width(), self.height()) / 2
        away = pixel - QPointF(self.width() / 2, self.height() / 2)
        return np.clip([away.x() / side * REACH, -away.y() / side * REACH], -REACH, REACH)

    def _radius(self) -> float:
        return 7 * self._scale**0.5

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, the projection of q on each key, keys and q."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        theme, zero = self._theme, self.pixel_of(np.zeros(2))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, zero.y()), QPointF(self.width(), zero.y()))
        painter.drawLine(QPointF(zero.x(), 0), QPointF(zero.x(), self.height()))
        for key, word, weight in zip(self.keys, self._words, self._weights, strict=True):
            self._paint_key(painter, key, word, float(weight))
        tip = self.pixel_of(self.query)
        painter.setPen(QPen(QColor(theme.data), 4 * self._scale**0.5))
        painter.drawLine(zero, tip)
        painter.setPen(QPen(QColor(theme.background), 2))
        painter.setBrush(QColor(theme.point))
        painter.drawEllipse(tip, self._radius(), self._radius())
        painter.setPen(QColor(theme.data))
        painter.drawText(tip + QPointF(self._radius() + 4, -4), "q")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.data), 1.5, Qt.PenStyle.DotLine))
            at = tip if self._chosen == -1 else self.pixel_of(self.keys[self._chosen])
            painter.drawEllipse(at, 2 * self._radius(), 2 * self._radius())

    def _paint_key(self, painter: QPainter, key: np.ndarray, word: str, weight: float) -> None:
        theme, zero, tip = self._theme, self.pixel_of(np.zeros(2)), self.pixel_of(key)
        size = float(key @ key)
        if size > 1e-9:  # the foot of q on the key's direction
            foot = self.pixel_of(key * (float(self.query @ key) / size))
            painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
            painter.drawLine(self.pixel_of(self.query), foot)
        color = mix(theme.background, theme.bad, 0.35 + 0.65 * weight)
        painter.setPen(QPen(QColor(color), (1.5 + 5 * weight) * self._scale**0.5))
        painter.drawLine(zero, tip)
        painter.setPen(QPen(QColor(theme.background), 1))
        painter.setBrush(QColor(color))
        painter.drawEllipse(tip, self._radius() * 0.8, self._radius() * 0.8)
        painter.setPen(QColor(theme.text))
        painter.drawText(self._label(tip, key, word), Qt.AlignmentFlag.AlignCenter, word)

    def _label(self, tip: QPointF, key: np.ndarray, word: str) -> QRectF:
        """Return the room of a key's word: away from zero, within the widget."""
        metrics = QFontMetricsF(self.font())
        wide, high, away = metrics.horizontalAdvance(word) + 4, metrics.height(), self._radius() + 2
        steep = abs(key[1]) > abs(key[0])
        room = QRectF(0, 0, wide, high)
        room.moveCenter(tip)
        if steep:
            room.translate(0, (-1 if key[1] > 0 else 1) * (away + high / 2))
        else:
            room.translate((1 if key[0] > 0 else -1) * (away + wide / 2), 0)
            if room.left() < 0 or room.right() > self.width():  # below or above it, then
                room.moveCenter(tip + QPointF(0, (1 if key[1] < 0.6 else -1) * (away + high / 2)))
        room.moveLeft(min(max(0.0, room.left()), self.width() - wide))
        room.moveTop(min(max(0.0, room.top()), self.height() - high))
        return room

    # the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearest point; q comes first."""
        tips = [self.pixel_of(self.query), *map(self.pixel_of, self.keys)]
        away = [(tip - event.position()).manhattanLength() for tip in tips]
        nearest = int(np.argmin([away[0] * 0.8, *away[1:]]))
        self._held = nearest - 1 if away[nearest] < GRAB * 4 * self._radius() else -1
        self._chosen = self._held
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        if self._held == -2:
            return
        at = self._vector_at(event.position())
        self._put(self._held, at)

    def _put(self, index: int, at: np.ndarray) -> None:
        """Put q (−1) or a key somewhere."""
        if index == -1:
            self.query = at
        else:
            self.keys[index] = at
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move what is chosen, or choose another point."""
        moves = {
            Qt.Key.Key_Left: (-STEP, 0.0), Qt.Key.Key_Right: (STEP, 0.0),
            Qt.Key.Key_Up: (0.0, STEP), Qt.Key.Key_Down: (0.0, -STEP),
        }  # fmt: skip
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if key in moves:
            now = self.query if self._chosen == -1 else self.keys[self._chosen]
            self._put(self._chosen, np.clip(now + moves[key], -REACH, REACH))
        elif key in turns:
            self._chosen = (self._chosen + 1 + turns[key]) % (len(self.keys) + 1) - 1
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = -2
        self.setCursor(Qt.CursorShape.OpenHandCursor)


class LookupTable(QWidget):
    """A row a key: its word, q · k, the weight as a bar, its value; the sum below."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._words: tuple[str, ...] = ()
        self._values = np.zeros(0)
        self._lookup: Lookup | None = None
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for all rows."""
        wide = 34 * self._metrics.averageCharWidth()
        return QSize(round(wide), round(self._high() * (len(self._words) + 3)))

    def _high(self) -> float:
        return self._metrics.height() + 10

    def show_lookup(
        self, words: Sequence[str], values: np.ndarray, unit: str, lookup: Lookup
    ) -> None:
        """Show a search; `values` (N,) are single numbers here, in `unit`."""
        self._words, self._values, self._unit, self._lookup = tuple(words), values, unit, lookup
        self.setAccessibleName(self.reading())
        self.update()

    def reading(self) -> str:
        """Return the result in words."""
        if self._lookup is None:
            return ""
        return f"Σ = {fixed(float(self._lookup.found[0]), 1)} {self._unit}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows and the sum."""
        if self._lookup is None:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        unit, high, theme = self._metrics.averageCharWidth(), self._high(), self._theme
        titles = (self.tr("key"), "q · k", self.tr("weight"), "", self.tr("value"))
        first = max(8 * unit, self._metrics.horizontalAdvance(titles[0])) + unit
        wide = self.width()
        edges = [0.0, first, first + 8 * unit, wide - 18 * unit, wide - 9 * unit]
        painter.setPen(QColor(theme.muted))
        for left, title in zip(edges, titles, strict=True):
            painter.drawText(QRectF(left, 0, 14 * unit, high), 0x0080 | 0x0001, title)
        found = self._lookup
        for i, word in enumerate(self._words):
            top = (i + 1) * high
            weight = float(found.weights[i])
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(0, top, edges[1], high), 0x0080 | 0x0001, word)
            self._number(painter, edges[1], top, 7 * unit, fixed(float(found.products[i])))
            bar = QRectF(edges[2], top + 4, edges[3] - edges[2] - 8, high - 8)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawRect(bar)
            bar.setWidth(bar.width() * weight)
            painter.fillRect(bar, QColor(heat_color(max(0.3, weight), theme)))
            painter.setPen(QColor(theme.text))
            self._number(painter, edges[3], top, 6 * unit, fixed(weight))
            text = f"{fixed(float(self._values[i]), 1)} {self._unit}"
            self._number(painter, edges[4], top, 9 * unit, text)
        painter.setPen(QColor(theme.point))
        room = QRectF(0, (len(self._words) + 1.3) * high, self.width(), high)
        painter.drawText(room, 0x0080 | 0x0002, f"Σ {self.tr('weight')} · v  {self.reading()[1:]}")

    def _number(self, painter: QPainter, left: float, top: float, width: float, text: str) -> None:
        painter.drawText(QRectF(left, top, width, self._high()), 0x0080 | 0x0002, text)
