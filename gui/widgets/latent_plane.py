"""The latent plane: a cloud of codes, and one point that is dragged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSimpleTextItem,
    QLabel,
    QWidget,
)

from core.latent.tiles import Window
from gui.theme import Theme, body_font, mix
from gui.widgets.cloud import Cloud, Thumbnails
from gui.widgets.pictures import to_rgba
from gui.widgets.plane_items import NumberAxis, Spot, ellipse

GRAB, PICK = 22, 8  # pixels: how near the handle, how near a data point
FLIGHT_MS = 300
TILE_OPACITY = 0.38  # points must read on the tiles
NUDGE = 0.01  # of the view's width
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """What a plane shows of one model: codes (N, 2), labels (N,), pictures, prior or none."""

    codes: np.ndarray
    labels: np.ndarray
    images: np.ndarray
    prior: bool


class LatentPlane(pg.PlotWidget):
    """Shows codes and the dragged point; says what the hand does.

    Left button: drag the point (anywhere puts it there); on a data point: choose it. Right or
    middle button, or Shift: move the plane. Wheel: zoom. Arrow keys: nudge; Home: show all.
    """

    moved = Signal(object)  # (x, y)
    released = Signal()
    picked = Signal(int)
    stepped = Signal(int)  # +1: the next data picture, −1: the one before
    hovered = Signal(int)  # −1: nothing
    viewSettled = Signal(object)  # Window

    def __init__(self, theme: Theme, scale: float, parent: QWidget | None = None) -> None:
        axes = {side: NumberAxis(side) for side in ("left", "bottom")}
        super().__init__(parent, background=theme.background, axisItems=axes)
        self._theme, self._scale = theme, scale
        self._box = self.getPlotItem().getViewBox()
        self._cast: Cast | None = None
        self._drag_offset: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._hover = -1
        self._asked = QRectF(-3, -3, 6, 6)  # the rectangle that shall be in view
        self._flight = QVariantAnimation(self, duration=FLIGHT_MS)
        self._settle = QTimer(self, singleShot=True, interval=60)
        self._hint = QLabel("", self, objectName="note")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.hide()
        self._dress()
        self._furnish()
        self._settle.timeout.connect(self._on_settled)
        self._box.sigRangeChanged.connect(self._on_range_changed)
        self._box.sigResized.connect(self._on_resized)
        self._flight.valueChanged.connect(self._on_flight_step)

    # what it looks like

    def _dress(self) -> None:
        """Set axes, type and behaviour of the plot itself."""
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setAspectLocked(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setMouseEnabled(False, False)
        self._box.disableAutoRange()
        font = body_font(self._scale)
        for side, name in (("bottom", "z₁"), ("left", "z₂")):
            axis = self.getAxis(side)
            axis.setTickFont(font)
            axis.setPen(self._theme.line)
            axis.setTextPen(self._theme.muted)
            axis.setStyle(tickLength=-5, hideOverlappingLabels=True)
            axis.setLabel(
                f"<i>{name}</i>",
                **{"font-size": f"{12 * self._scale:g}pt", "color": self._theme.text},
            )

    def _furnish(self) -> None:
        """Make the items, from the background up."""
        theme = self._theme
        self._tiles = pg.ImageItem(axisOrder="row-major")
        self._tiles.setOpacity(TILE_OPACITY)
        self.cloud, self._thumbnails = Cloud(theme), Thumbnails(theme)
        self._thumbnails.hide()
        self._rings = [ellipse(mix(theme.muted, theme.background, 0.3), 1.5) for _ in range(3)]
        self._ring_names = []
        for radius, ring in enumerate(self._rings, 1):
            ring.setRect(-radius, -radius, 2 * radius, 2 * radius)
            name = QGraphicsSimpleTextItem(f"{radius} σ")
            name.setFont(body_font(self._scale))
            name.setBrush(QColor(theme.muted))
            name.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            name.setPos(0, radius)
            self._ring_names.append(name)
        self._posterior = ellipse(theme.sigma, 2.5)
        self._anchor = Spot(theme.data, theme.background, 8 * self._size, hollow=True)
        self._glance = Spot(theme.text, theme.background, 6 * self._size, hollow=True)
        self._handle = Spot(theme.point, theme.background, 9 * self._size, halo=True)
        layers = (
            self._tiles, self._thumbnails, self.cloud, *self._rings, *self._ring_names,
            self._posterior, self._anchor, self._glance, self._handle,
        )  # fmt: skip
        for depth, item in enumerate(layers):
            item.setZValue(depth)
            self._box.addItem(item, ignoreBounds=True)
        for item in (self._anchor, self._glance, self._handle, self._posterior, *self._ring_names):
            item.hide()

    @property
    def _size(self) -> float:
        return max(1.0, self._scale**0.5)

    # what it shows

    def show_cast(self, cast: Cast, *, fly: bool = False) -> None:
        """Show a model's codes; with `fly` each point flies there from where it was."""
        before = self._cast
        self._cast = cast
        self._glance_at(-1)
        self._thumbnails.set_images(cast.images)
        for item in self._rings:
            item.setVisible(cast.prior)
        self._on_range_changed()
        target = self._most(cast)
        if fly and before is not None and len(before.codes) == len(cast.codes):
            self._start_flight(before.codes, target)
            return
        self._flight.stop()
        self._place_points(cast.codes)
        self._ask_view(target)

    def _start_flight(self, origin: np.ndarray, target: QRectF) -> None:
        self._flight.stop()
        self._from = (origin, self._box.viewRect(), target)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._flight.start()

    def _on_flight_step(self, share: float) -> None:
        origin, seen, target = self._from
        if self._cast is None:
            return
        self._place_points(origin + (self._cast.codes - origin) * share)
        corners = [
            a + (b - a) * share for a, b in zip(seen.getRect(), target.getRect(), strict=True)
        ]
        self._ask_view(QRectF(*corners))

    def _place_points(self, codes: np.ndarray) -> None:
        assert self._cast is not None
        self.cloud.set_points(codes, self._cast.labels)
        self._thumbnails.set_points(codes, self._cast.labels)

    def fit(self) -> None:
        """Show all codes, and the prior's rings where there is one."""
        if self._cast is not None:
            self._ask_view(self._whole(self._cast))

    def _ask_view(self, rectangle: QRectF) -> None:
        self._asked = rectangle
        self._box.setRange(rectangle, padding=0)

    @staticmethod
    def _whole(cast: Cast) -> QRectF:
        return _around(cast.codes.min(axis=0), cast.codes.max(axis=0), cast.prior)

    @staticmethod
    def _most(cast: Cast) -> QRectF:
        """Return the rectangle of the middle 99 %: a few far codes shall not squeeze all others."""
        low, high = np.quantile(cast.codes, (0.005, 0.995), axis=0)
        return _around(low, high, cast.prior)

    def window(self) -> Window:
        """Return the smallest square around the visible rectangle: tiles on it are square too."""
        seen = self._box.viewRect()
        half, middle = max(seen.width(), seen.height()) / 2, seen.center()
        return Window(middle.x() - half, middle.x() + half, middle.y() - half, middle.y() + half)

    def show_point(self, x: float, y: float) -> None:
        """Put the handle at (x, y)."""
        self._handle.setPos(x, y)
        self._handle.show()

    def show_hint(self, text: str) -> None:
        """Write `text` beside the handle; an empty one takes the hint away."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._hint.adjustSize()
        self._place_hint()

    def _place_hint(self) -> None:
        at = self._handle_at().toPoint() + QPoint(24, -self._hint.height() // 2)
        room = self.width() - self._hint.width() - 8
        self._hint.move(max(8, min(at.x(), room)), at.y() + (64 if at.x() > room else 0))

    def point(self) -> tuple[float, float]:
        """Return where the handle is."""
        return self._handle.pos().x(), self._handle.pos().y()

    def show_anchor(self, mean: np.ndarray, sigma: np.ndarray | None) -> None:
        """Mark the chosen data point, with the ellipse of its σ where the model has one."""
        x, y = map(float, mean)
        self._anchor.setPos(x, y)
        self._anchor.show()
        self._posterior.setVisible(sigma is not None)
        if sigma is not None:
            sx, sy = map(float, sigma)
            self._posterior.setRect(x - sx, y - sy, 2 * sx, 2 * sy)

    def show_glance(self, index: int) -> None:
        """Mark the data point `index` as looked at; −1 for none."""
        self._glance.setVisible(index >= 0 and self._cast is not None)
        if index >= 0 and self._cast is not None:
            self._glance.setPos(*map(float, self._cast.codes[index]))

    def set_visible_classes(self, visible: np.ndarray) -> None:
        """Show the classes marked True."""
        self.cloud.set_visible_classes(visible)
        self._thumbnails.set_visible_classes(visible)

    def set_thumbnails(self, on: bool) -> None:
        """Draw the data pictures instead of points."""
        self._thumbnails.setVisible(on)
        self.cloud.setVisible(not on)

    def ensure_visible(self, code: np.ndarray) -> None:
        """Move the view to `code` (2,) where that has been left out of sight."""
        seen, at = self._box.viewRect(), QPointF(*map(float, code))
        if not seen.contains(at):
            seen.moveCenter(at)
            self._ask_view(seen)

    def show_tiles(self, carpet: np.ndarray | None, window: Window | None = None) -> None:
        """Lay the decoded `carpet` (H, W) over `window`; None takes it away."""
        self._tiles.setVisible(carpet is not None)
        if carpet is None or window is None:
            return
        self._tiles.setImage(to_rgba(carpet, self._theme), autoLevels=False, levels=None)
        # the first row of the carpet is the top one, and y grows upwards here
        height = window.top - window.bottom
        self._tiles.setRect(window.left, window.top, window.right - window.left, -height)

    def pixel_of(self, code: np.ndarray) -> QPointF:
        """Return the pixel of this widget at which `code` (2,) lies."""
        return self._box.mapViewToScene(QPointF(*map(float, code)))

    def free_corner(self, size: QSize) -> QPoint:
        """Return the corner where a card of `size` hides fewest points, and no handle."""
        room = self._box.mapRectToScene(self._box.boundingRect()).toRect().adjusted(8, 8, -8, -8)
        right, bottom = room.right() - size.width(), room.bottom() - size.height()
        corners = [QPoint(x, y) for y in (room.top(), bottom) for x in (right, room.left())]
        return min(corners, key=lambda corner: self._hidden_by(QRect(corner, size)))

    def _hidden_by(self, card: QRect) -> float:
        assert self._cast is not None
        area = self._box.mapSceneToView(card)
        low = area.boundingRect()
        x, y = self._cast.codes.T
        inside = (x > low.left()) & (x < low.right()) & (y > low.top()) & (y < low.bottom())
        marks = sum(low.contains(item.pos()) for item in (self._handle, self._anchor, self._glance))
        return float((inside & self.cloud.shown()).sum() + 1000 * marks)

    # what the hand does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the point, choose a data point, or take hold of the plane."""
        self.setFocus()
        self._glance_at(-1)
        at = event.position()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() != Qt.MouseButton.LeftButton or shift:
            self._pan_from = at
            return
        away = self._handle_at() - at
        near = abs(away.x()) + abs(away.y()) < GRAB * self._size * 1.4
        near = near and self._handle.isVisible()
        self._drag_offset = away if near else QPointF()
        if not near and (index := self._nearest(at)) >= 0:
            self.picked.emit(index)
            self._drag_offset = self._handle_at() - at
            return
        self._drag_to(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, pan, or glance at the data point under the pointer."""
        at = event.position()
        if self._pan_from is not None:
            shift = self._box.mapSceneToView(self._pan_from) - self._box.mapSceneToView(at)
            self._box.translateBy(x=shift.x(), y=shift.y())
            self._asked = self._box.viewRect()
            self._pan_from = at
        elif self._drag_offset is not None:
            self._drag_to(at)
        else:
            self._glance_at(self._nearest(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._drag_offset is not None:
            self.released.emit()
        self._drag_offset = self._pan_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat the second press of a double click as a press."""
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Look at nothing when the pointer leaves."""
        self._glance_at(-1)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        factor = 0.999 ** event.angleDelta().y()
        self.zoom(factor, self._box.mapSceneToView(event.position()))
        event.accept()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Scale the visible rectangle by `factor`, about the point `about` or the middle."""
        self._box.scaleBy((factor, factor), center=about)
        self._asked = self._box.viewRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge with the arrows, + − zoom, Home shows all, Page keys step through the data."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step = far * NUDGE * self._box.viewRect().width()
            (x, y), (dx, dy) = self.point(), _STEPS[key]
            self._move(x + dx * step, y + dy * step)
            self.released.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(0.8 if key == Qt.Key.Key_Plus else 1.25)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _on_resized(self) -> None:
        """Keep in view what was asked for when the plane's size changes."""
        if self._cast is not None:
            self._box.setRange(self._asked, padding=0)

    def _handle_at(self) -> QPointF:
        return self._box.mapViewToScene(self._handle.pos())

    def _drag_to(self, at: QPointF) -> None:
        offset = self._drag_offset or QPointF()
        view = self._box.mapSceneToView(at + offset)
        self._move(view.x(), view.y())

    def _move(self, x: float, y: float) -> None:
        self.show_point(x, y)
        self.moved.emit((x, y))

    def _glance_at(self, index: int) -> None:
        if index != self._hover:
            self._hover = index
            self.show_glance(index)
            self.hovered.emit(index)

    def _nearest(self, at: QPointF) -> int:
        """Return the shown data point under the pixel `at`, or −1."""
        if self._cast is None:
            return -1
        if self._thumbnails.isVisible():
            return self._thumbnails.item_at(at)
        here = self._box.mapSceneToView(at)
        pixel_x, pixel_y = self._box.viewPixelSize()
        dx = (self._cast.codes[:, 0] - here.x()) / pixel_x
        dy = (self._cast.codes[:, 1] - here.y()) / pixel_y
        squares = np.where(self.cloud.shown(), dx * dx + dy * dy, np.inf)
        nearest = int(squares.argmin())
        return nearest if squares[nearest] <= (PICK * self._size) ** 2 else -1

    def _on_range_changed(self) -> None:
        spacing = 1 / max(self._box.viewPixelSize()[1], 1e-9)
        for name in self._ring_names:
            readable = spacing > name.boundingRect().height()
            name.setVisible(self._cast is not None and self._cast.prior and readable)
        if self._hint.isVisible():
            self._place_hint()
        self._settle.start()

    def _on_settled(self) -> None:
        self.viewSettled.emit(self.window())


def _around(low: np.ndarray, high: np.ndarray, prior: bool) -> QRectF:
    """Return the rectangle with some air, and with the prior's rings unless they would be tiny."""
    if prior and max(abs(low).max(), abs(high).max()) < 12:
        low, high = np.minimum(low, -3.1), np.maximum(high, 3.1)
    air = 0.04 * max(*(high - low), 1e-3)
    return QRectF(QPointF(*map(float, low - air)), QPointF(*map(float, high + air)))
