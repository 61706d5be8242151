"""One slider per latent dimension, all painted by a single widget: cheap with 64 of them too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.numbers import fixed, number, subscript
from gui.theme import Theme, body_font, mix
from gui.widgets.pictures import show_within

REACH = 4.0  # σ on either side of the centre
MARKS = range(-3, 4)
KEY_STEP, WHEEL_STEP, LEAP = 0.05, 0.1, 10  # σ, σ, times with Shift
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE, CENTRE = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignCenter
MOVERS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_0)


class SliderBank(QWidget):
    """A row for each latent dimension: name, track from −4σ to 4σ, value, and its KL as a bar.

    σ is the spread given for that dimension, 1 for a prior N(0, 1). Up and Down choose a row, Left
    and Right move it; the wheel moves a row while the pointer is on its track, else it scrolls.
    """

    changed = Signal(int, float)  # dimension, value
    released = Signal()
    chosen = Signal(int)  # dimension

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self._font, self._italic = body_font(scale), body_font(scale)
        self._italic.setItalic(True)
        metrics = QFontMetricsF(self._font)
        self._line = metrics.height()
        self._radius = round(self._line * 0.36)
        self._pad = round(self._line * 0.4)
        self._row = round(self._line + 8 * scale)
        self._head = round(self._line + 10 * scale)
        self._value_width = round(metrics.horizontalAdvance("−00.00"))
        self._z_width = self._name_width = QFontMetricsF(self._italic).horizontalAdvance("z")
        self._bar_width = round(max(metrics.horizontalAdvance("KL"), 2.0 * self._line))
        self._order: list[int] = []
        self._centre = self._spread = self._values = np.empty(0)
        self._kl: np.ndarray | None = None
        self._current = 0
        self._held: int | None = None  # row in the hand
        self._pressed = False
        self._grip = 0.0  # pixels between pointer and handle
        self._ground: QPixmap | None = None
        self._stamps: dict[int, QPixmap] = {}
        self._char_widths: dict[str, float] = {}
        self.setFont(self._font)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("latent dimensions"))

    # what is shown

    def show_dimensions(
        self,
        count: int,
        order: Sequence[int],
        centre: np.ndarray,
        spread: np.ndarray,
        kl: np.ndarray | None,
    ) -> None:
        """Make a row for the first `count` dimensions of `order`, all at their centres.

        Parameters
        ----------
        count : how many rows.
        order : dimensions from the top row down, at least `count`.
        centre : (d,), where Home leads; the prior's mean, or that of the codes.
        spread : (d,), one σ; that of the prior, or of the codes.
        kl : (d,) nats, or None for models without.
        """
        self._order = [int(k) for k in order][:count]
        self._centre = np.array(centre, dtype=float)
        self._spread = np.maximum(np.array(spread, dtype=float), 1e-9)
        self._kl = None if kl is None else np.array(kl, dtype=float)
        self._values = self._centre.copy()
        self._current, self._held, self._ground = 0, None, None
        widest = max((subscript(k + 1) for k in self._order), key=len, default="₁")
        self._name_width = self._z_width + QFontMetricsF(self._font).horizontalAdvance(widest)
        self._describe()
        self.updateGeometry()
        self.update()

    def show_values(self, values: np.ndarray) -> None:
        """Put the handles at `values` (d,); repaints the rows that changed, and no more."""
        before, self._values = self._values, np.array(values, dtype=float)
        moved = [i for i, k in enumerate(self._order) if before[k] != self._values[k]]
        for i in moved if len(moved) < 4 else ():
            self.update(self._row_rect(i))
        if len(moved) >= 4:
            self.update()

    def values(self) -> np.ndarray:
        """Return what is shown (d,)."""
        return self._values.copy()

    def dimension(self) -> int:
        """Return the dimension of the chosen row, −1 where there are none."""
        return self._order[self._current] if self._order else -1

    def choose(self, dimension: int) -> None:
        """Make the row of `dimension` the chosen one."""
        if dimension in self._order:
            self._select(self._order.index(dimension))

    # places

    def sizeHint(self) -> QSize:
        """Ask for all rows, and a track one can aim at."""
        return QSize(self._track_left() + round(12 * self._line) + self._right(), self._height())

    def minimumSizeHint(self) -> QSize:
        """Ask for all rows, and the shortest track that carries its labels."""
        return QSize(self._track_left() + round(5 * self._line) + self._right(), self._height())

    def handle_at(self, dimension: int) -> QPointF:
        """Return the pixel where the handle of `dimension` is drawn."""
        row = self._order.index(dimension)
        return QPointF(self._x(row), self._middle(row))

    def track(self) -> tuple[int, int]:
        """Return the pixels at which the tracks begin and end, at −4σ and 4σ."""
        return self._track()

    def row_rect(self, dimension: int) -> QRect:
        """Return the pixels of the row of `dimension`."""
        return self._row_rect(self._order.index(dimension))

    def _height(self) -> int:
        return self._head + self._row * len(self._order) + self._pad

    def _track_left(self) -> int:
        return round(self._pad + self._name_width + self._pad + self._radius)

    def _right(self) -> int:
        """Return the room right of the track: value and bar."""
        bar = 0 if self._kl is None else self._pad + self._bar_width
        return self._radius + self._pad // 2 + self._value_width + bar + self._pad

    def _track(self) -> tuple[int, int]:
        left = self._track_left()
        return left, max(left + 8, self.width() - self._right())

    def _row_rect(self, row: int) -> QRect:
        return QRect(0, self._head + row * self._row, self.width(), self._row)

    def _middle(self, row: int) -> int:
        return self._head + row * self._row + self._row // 2

    def _row_at(self, y: float) -> int:
        row = int((y - self._head) // self._row)
        return row if 0 <= row < len(self._order) else -1

    def _offset(self, row: int) -> float:
        """Return the value of a row in σ from its centre."""
        k = self._order[row]
        return float((self._values[k] - self._centre[k]) / self._spread[k])

    def _x_of(self, offset: float) -> float:
        left, right = self._track()
        return left + (right - left) * (min(max(offset / REACH, -1), 1) + 1) / 2

    def _x(self, row: int) -> float:
        return self._x_of(self._offset(row))

    def _on_track(self, x: float) -> bool:
        left, right = self._track()
        return left - self._radius - 2 <= x <= right + self._radius + 2

    # moving

    def _put(self, row: int, offset: float) -> None:
        """Move a row to `offset` σ from its centre; not past the track, or past where it was."""
        k = self._order[row]
        limit = max(REACH, abs(self._offset(row)))
        offset = round(min(max(offset, -limit), limit), 9)
        value = float(self._centre[k] + offset * self._spread[k])
        if value == self._values[k]:
            return
        self._values[k] = value
        self.update(self._row_rect(row))
        self._describe()
        self.changed.emit(k, value)

    def _drag(self, x: float) -> None:
        left, right = self._track()
        offset = (2 * (x - self._grip - left) / (right - left) - 1) * REACH
        if self._held is not None:
            self._put(self._held, min(max(offset, -REACH), REACH))

    def _select(self, row: int) -> None:
        if row == self._current:
            return
        for one in (self._current, row):
            self.update(self._row_rect(one))
        self._current = row
        self._describe()
        show_within(self, self._row_rect(row))

    def _describe(self) -> None:
        if self._order:
            k = self.dimension()
            self.setAccessibleDescription(f"z{subscript(k + 1)} = {fixed(self._values[k])}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle, jump along a track, or choose a name."""
        row, x = self._row_at(event.position().y()), event.position().x()
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        self._select(row)
        if x < self._track()[0] - self._radius - 2:
            self.chosen.emit(self._order[row])
        elif self._on_track(x):
            self._held, self._pressed = row, True
            away = x - self._x(row)
            self._grip = away if abs(away) <= self._radius + 2 else 0.0
            if not self._grip:
                self._drag(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        if self._held is not None:
            self._drag(event.position().x())
            return
        name = self._row_at(event.position().y()) >= 0 and not self._on_track(event.position().x())
        name = name and event.position().x() < self._track()[0]
        self.setCursor(Qt.CursorShape.PointingHandCursor if name else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed:
            self._held, self._pressed = None, False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put one row back to its centre."""
        row = self._row_at(event.position().y())
        if row >= 0 and self._on_track(event.position().x()):
            self._held, self._pressed = None, True
            self._put(row, 0.0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the row under the pointer by 0.1σ a notch; beside the tracks, scroll."""
        row = self._row_at(event.position().y())
        notches = event.angleDelta().y() / 120
        if row < 0 or not notches or not self._on_track(event.position().x()):
            event.ignore()
            return
        self._select(row)
        self._put(row, self._offset(row) + WHEEL_STEP * notches)
        self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a row with Up and Down, move it with Left and Right, Home and 0."""
        key, row = event.key(), self._current
        if not self._order:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            down = 1 if key == Qt.Key.Key_Down else -1
            self._select(min(max(row + down, 0), len(self._order) - 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = KEY_STEP if key == Qt.Key.Key_Right else -KEY_STEP
            leap = LEAP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._put(row, self._offset(row) + step * leap)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_0):
            self._put(row, 0.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.dimension())
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Say that a move by keyboard is over."""
        if event.key() in MOVERS and self._order:
            if not event.isAutoRepeat():
                self.released.emit()
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    # words

    def event(self, event: QEvent) -> bool:
        """Say what lies under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPointF) -> str:
        """Return the hover text at a pixel."""
        row, right = self._row_at(at.y()), self._track()[1]
        over_bar = self._kl is not None and at.x() > right + self._right() - self._bar_width - (
            2 * self._pad
        )
        if row < 0:
            if over_bar:
                return self.tr(
                    "KL: how much the encoder says about a picture in this dimension, in nats; "
                    "0 means that the dimension is not used"
                )
            return self.tr("σ: one standard deviation of the dimension, from its centre")
        k = self._order[row]
        name = f"z{subscript(k + 1)}"
        if over_bar and self._kl is not None:
            return self.tr(
                "KL(q({name}|x) ‖ p({name})) = {kl} nats, the mean over the test data: how much "
                "the encoder says about a picture in this dimension"
            ).format(name=name, kl=number(float(self._kl[k])))
        return self.tr(
            "{name} = {value}, {offset}σ from its centre. Drag, turn the wheel or press ← →; "
            "double-click or Home puts it back; a click on the name chooses the dimension."
        ).format(name=name, value=fixed(self._values[k]), offset=fixed(self._offset(row)))

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what stands still, then draw handles and values of the exposed rows."""
        painter = QPainter(self)
        exposed = event.rect()
        first = max(0, (exposed.top() - self._head) // self._row)
        last = min(len(self._order), (exposed.bottom() - self._head) // self._row + 1)
        current = self._row_rect(self._current)
        focused = self.hasFocus() and bool(self._order)
        if focused:
            painter.fillRect(current, QColor(mix(self._theme.panel, self._theme.text, 0.09)))
        painter.drawPixmap(0, 0, self._standing())
        self._draw_handles(painter, range(first, last))
        self._write_values(painter, range(first, last))
        if focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(self._theme.data), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(current.adjusted(1, 1, -2, -2))

    def _draw_handles(self, painter: QPainter, rows: range) -> None:
        if not rows:
            return
        left, right = self._track()
        kept = self._order[rows.start : rows.stop]
        offsets = (self._values[kept] - self._centre[kept]) / self._spread[kept]
        xs = (np.clip(offsets / REACH, -1, 1) + 1) * ((right - left) / 2) + left
        middle, thick = (left + right) / 2, max(3, self._radius // 2)
        color, half = QColor(self._theme.point), self._stamp_side() / 2
        stamps = self._handles()
        kinds = np.where(np.abs(offsets) > REACH + 1e-6, np.sign(offsets), 0)
        for row, x, kind in zip(rows, xs.tolist(), kinds.tolist(), strict=True):
            y = self._middle(row)
            bar = QRectF(min(x, middle), y - thick / 2, abs(x - middle), thick)
            painter.fillRect(bar, color)
            painter.drawPixmap(QPointF(x - half, y - half), stamps[int(kind)])

    def _stamp_side(self) -> int:
        return 4 * self._radius

    def _handles(self) -> dict[int, QPixmap]:
        """Return the handle, and the arrows for what lies beyond the track: drawn once."""
        ratio = self.devicePixelRatioF()
        if not self._stamps or self._stamps[0].devicePixelRatio() != ratio:
            for side in (-1, 0, 1):
                stamp = QPixmap(QSize(self._stamp_side(), self._stamp_side()) * ratio)
                stamp.setDevicePixelRatio(ratio)
                stamp.fill(Qt.GlobalColor.transparent)
                painter = QPainter(stamp)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(self._stamp_side() / 2, self._stamp_side() / 2)
                painter.setPen(QPen(QColor(self._theme.background), 2))
                painter.setBrush(QColor(self._theme.point))
                r = self._radius
                if side:
                    ends = ((1.2 * side, 0), (-0.9 * side, -1.3), (-0.9 * side, 1.3))
                    painter.drawPolygon(QPolygonF([QPointF(r * x, r * y) for x, y in ends]))
                else:
                    painter.drawEllipse(QPointF(), r, r)
                painter.end()
                self._stamps[side] = stamp
        return self._stamps

    def _write_values(self, painter: QPainter, rows: range) -> None:
        """Write the values, right-aligned by the widths of their signs: no layout of text."""
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        metrics, widths = QFontMetricsF(self._font), self._char_widths
        right = self._track()[1] + self._radius + self._pad // 2 + self._value_width
        base = self._head + (self._row + metrics.ascent() - metrics.descent()) / 2
        for row in rows:
            text = fixed(float(self._values[self._order[row]]))
            wide = 0.0
            for char in text:
                if char not in widths:
                    widths[char] = metrics.horizontalAdvance(char)
                wide += widths[char]
            painter.drawText(QPointF(right - wide, base + row * self._row), text)

    def _standing(self) -> QPixmap:
        """Return names, tracks, marks and bars: drawn once a size."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._ground is None or self._ground.size() != size:
            self._ground = QPixmap(size)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._ground)
            self._draw_head(painter)
            for row in range(len(self._order)):
                self._draw_row(painter, row)
            painter.end()
        return self._ground

    def _draw_head(self, painter: QPainter) -> None:
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        left, right = self._track()
        texts = {mark: f"{fixed(mark, 0)}σ" if mark else "0" for mark in MARKS}
        width = QFontMetricsF(self._font).horizontalAdvance("−3σ")
        apart = (right - left) / (2 * REACH)
        every = 1 if apart > width * 1.25 else 3
        for mark, text in texts.items():
            if mark % every == 0:
                room = QRectF(self._x_of(mark) - width, 0, 2 * width, self._head)
                painter.drawText(room, CENTRE, text)
        if self._kl is not None:
            room = QRectF(self._bar(0).x(), 0, self._bar_width + self._pad, self._head)
            painter.drawText(room, LEFT | MIDDLE, "KL")

    def _bar(self, row: int) -> QRectF:
        """Return the room of a row's KL."""
        place = self._row_rect(row)
        return QRectF(
            self.width() - self._pad - self._bar_width, place.y(), self._bar_width, place.height()
        )

    def _draw_row(self, painter: QPainter, row: int) -> None:
        theme, k, place = self._theme, self._order[row], self._row_rect(row)
        painter.setPen(QColor(theme.text))
        painter.setFont(self._italic)
        name = QRectF(self._pad, place.y(), self._track_left(), place.height())
        painter.drawText(name, LEFT | MIDDLE, "z")
        painter.setFont(self._font)
        painter.drawText(name.translated(self._z_width, 0), LEFT | MIDDLE, subscript(k + 1))
        left, right = self._track()
        y = self._middle(row)
        painter.fillRect(QRectF(left, y - 1.5, right - left, 3), QColor(theme.line))
        for mark in MARKS:
            half = self._row * (0.3 if mark == 0 else 0.16)
            color = QColor(theme.muted if mark == 0 else mix(theme.line, theme.muted, 0.5))
            painter.fillRect(QRectF(round(self._x_of(mark)) - 1, y - half, 2, 2 * half), color)
        if self._kl is not None:
            most = max(float(np.nanmax(self._kl)), 1e-9)
            share = min(max(float(self._kl[k]) / most, 0), 1)
            room, thick = self._bar(row), self._line * 0.44
            ground = QRectF(room.x(), y - thick / 2, room.width(), thick)
            painter.fillRect(ground, QColor(mix(theme.panel, theme.line, 0.55)))
            ground.setWidth(max(1.0, room.width() * share))
            painter.fillRect(ground, QColor(theme.sigma))
