"""The latent plane: a cloud of codes, and one point that is dragged."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QWidget,
)

from core.latent.tiles import Window
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.cloud import DENSE, Cloud, Thumbnails
from gui.widgets.pictures import to_rgba
from gui.widgets.plane_items import (
    EdgedText,
    Letter,
    NumberAxis,
    Spot,
    Walk,
    ellipse,
    lay_ellipse,
)

GRAB, PICK = 22, 8  # pixels: how near the handle, how near a data point
STROKE = 4  # pixels: between two points of a drawn path at least
FLIGHT_MS = 300
TILE_OPACITY = 0.38  # points must read on the tiles
NUDGE = 0.01  # of the view's width
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """What a plane shows of one model: codes (N, 2), labels (N,), pictures, prior or none.

    Codes of more than two dimensions come projected, and `axis_names` say on what.
    """

    codes: np.ndarray
    labels: np.ndarray
    images: np.ndarray
    prior: bool
    axis_names: tuple[str, str] = ("z₁", "z₂")


class LatentPlane(pg.PlotWidget):
    """Shows codes and the dragged point; says what the hand does.

    Left button: drag the point (anywhere puts it there); on a data point: choose it. Right or
    middle button, or Shift: move the plane. Wheel: zoom. Arrow keys: nudge; Home: show all.

    With a second point B (`show_second`) the left button grabs the nearer of the two, and Ctrl
    with an arrow key nudges B. While drawing (`set_drawing`) the left button draws a path; Escape
    drops it.
    """

    moved = Signal(object)  # (x, y)
    released = Signal()
    picked = Signal(int)
    stepped = Signal(int)  # +1: the next data picture, −1: the one before
    hovered = Signal(int)  # −1: nothing
    viewSettled = Signal(object)  # Window
    secondMoved = Signal(object)  # (x, y) of B
    secondReleased = Signal()
    pathDrawn = Signal(object)  # (m, 2) float, on the plane

    def __init__(self, theme: Theme, scale: float, parent: QWidget | None = None) -> None:
        axes = {side: NumberAxis(side) for side in ("left", "bottom")}
        super().__init__(parent, background=theme.background, axisItems=axes)
        self._theme, self._scale = theme, scale
        self._box = self.getPlotItem().getViewBox()
        self._cast: Cast | None = None
        self._drawing = False
        self._stroke: list[tuple[float, float]] = []  # the path under the hand, on the plane
        self._drag_offset: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._hover = -1
        self._walk_end = QPointF()
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
        for side in ("bottom", "left"):
            axis = self.getAxis(side)
            axis.setTickFont(font)
            axis.setPen(self._theme.line)
            axis.setTextPen(self._theme.muted)
            axis.setStyle(tickLength=-5, hideOverlappingLabels=True)
            axis.enableAutoSIPrefix(False)  # else "× 0.001" comes with a close look
        self._name_axes(Cast.axis_names)

    def _name_axes(self, names: tuple[str, str]) -> None:
        """Write the names at the axes: a symbol in italics, words upright, as far as they fit."""
        metrics = QFontMetricsF(body_font(self._scale, EMPHASIS))
        rooms = self._box.width(), self._box.height()
        for side, name, room in zip(("bottom", "left"), names, rooms, strict=True):
            short = name.split(" (")[0]  # what stands in brackets goes first
            if 0 < room < metrics.horizontalAdvance(name):
                name = metrics.elidedText(short, Qt.TextElideMode.ElideRight, room)
            text = name if name != short or " " in name else f"<i>{name}</i>"
            axis = self.getAxis(side)
            if axis.labelText != text:
                style = {"font-size": f"{12 * self._scale:g}pt", "color": self._theme.text}
                axis.setLabel(text, **style)
                axis.resizeEvent()  # else the new text begins where the old one did

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
            font = body_font(self._scale)
            name = EdgedText(f"{radius} σ", font, theme.muted, theme.background)
            name.setPos(0, radius)
            self._ring_names.append(name)
        self._posterior = ellipse(theme.sigma, 2.5)
        self._anchor = Spot(theme.data, theme.background, 8 * self._size, hollow=True)
        self._glance = Spot(theme.text, theme.background, 6 * self._size, hollow=True)
        self._walker = Spot(theme.generated, theme.background, 9 * self._size, halo=True)
        self._handle = Spot(theme.point, theme.background, 9 * self._size, halo=True)
        self._second = Spot(theme.point, theme.background, 11 * self._size, diamond=True)
        self._held = self._handle
        font = body_font(self._scale, EMPHASIS, bold=True)
        self._letters = [
            Letter(text, font, theme.text, theme.background, beside)
            for text, beside in (("A", self._handle), ("B", self._second))
        ]
        self._walk = Walk(theme.point, theme.background, self._size)
        self._pencil = Walk(theme.point, theme.background, self._size)
        layers = (
            self._tiles, self._thumbnails, self.cloud, *self._rings, *self._ring_names,
            self._posterior, self._walk, self._pencil, self._anchor, self._glance, self._second,
            self._handle, self._walker,
        )  # fmt: skip
        for depth, item in enumerate(layers):
            item.setZValue(depth)
            self._box.addItem(item, ignoreBounds=True)
        for item in (
            self._anchor, self._glance, self._handle, self._posterior, *self._ring_names,
            self._second, *self._letters, self._walk, self._pencil, self._walker,
        ):  # fmt: skip
            item.hide()

    @property
    def _size(self) -> float:
        return max(1.0, self._scale**0.5)

    # what it shows

    @property
    def cast(self) -> Cast | None:
        """Return what is shown, if anything is."""
        return self._cast

    def show_cast(self, cast: Cast, *, fly: bool = False) -> None:
        """Show a model's codes; with `fly` each point flies there from where it was.

        More than 50,000 points don't fly: their picture takes too long to be made many times.
        """
        before = self._cast
        self._cast = cast
        self._name_axes(cast.axis_names)
        self._glance_at(-1)
        self._thumbnails.set_images(cast.images)
        for item in self._rings:
            item.setVisible(cast.prior)
        self._on_range_changed()
        target = self._most(cast)
        few = len(cast.codes) <= DENSE
        if fly and few and before is not None and len(before.codes) == len(cast.codes):
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
        self._lean_letters()

    def show_hint(self, text: str) -> None:
        """Write `text` beside the handle; an empty one takes the hint away."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text) and not self._second.isVisible())
        self._place_hint()

    def _place_hint(self) -> None:
        self._hint.setWordWrap(False)
        self._hint.adjustSize()
        if self._hint.width() > self.width() - 16:
            self._hint.setWordWrap(True)
            self._hint.resize(self.width() - 16, self._hint.heightForWidth(self.width() - 16))
        at = self._at(self._handle).toPoint() + QPoint(24, -self._hint.height() // 2)
        room = self.width() - self._hint.width() - 8
        y = at.y() + (64 if at.x() > room else 0)
        if y > self.height() - self._hint.height():
            y = at.y() - 64
        self._hint.move(max(8, min(at.x(), room)), y)

    def point(self) -> tuple[float, float]:
        """Return where the handle is."""
        return self._handle.pos().x(), self._handle.pos().y()

    def show_anchor(self, mean: np.ndarray, sigma: np.ndarray | None) -> None:
        """Mark the chosen data point, with the ellipse of its spread where the model has one.

        `sigma` is σ (2,) along the axes or a covariance (2, 2); the ellipse is one σ away.
        """
        self._anchor.setPos(*map(float, mean))
        self._anchor.show()
        self._posterior.setVisible(sigma is not None)
        if sigma is not None:
            lay_ellipse(self._posterior, mean, sigma)

    def show_second(self, at: Sequence[float] | np.ndarray | None) -> None:
        """Put a second point B at `at` (2,), and letters beside both; None takes B away."""
        for item in (self._second, *self._letters):
            item.setVisible(at is not None)
        self._hint.setVisible(bool(self._hint.text()) and at is None)
        if at is not None:
            self._second.setPos(*map(float, at))
        elif self._held is self._second:
            self._drag_offset = None
        self._lean_letters()
        self._mind_the_gap()

    def _lean_letters(self) -> None:
        """Keep A and B out of the way between them."""
        if self._second.isVisible():
            a, b = self._at(self._handle), self._at(self._second)
            for letter, at, other in zip(self._letters, (a, b), (b, a), strict=True):
                letter.lean(other - at, at.y())

    def second(self) -> tuple[float, float] | None:
        """Return where B is, if there is one."""
        at = self._second.pos()
        return (at.x(), at.y()) if self._second.isVisible() else None

    def show_walker(self, at: np.ndarray | None) -> None:
        """Mark how far a walk has come, at `at` (2,); None takes the mark away."""
        self._walker.setVisible(at is not None)
        if at is not None:
            self._walker.setPos(*map(float, at))

    def show_walk(self, points: np.ndarray | None) -> None:
        """Draw the way through `points` (m, 2) with an arrow head at its end; None removes it."""
        self._walk.setVisible(points is not None and len(points) > 0)
        if points is not None and len(points):
            self._walk_end = QPointF(*map(float, points[-1]))
            self._walk.set_points(points)
            self._mind_the_gap()

    def _mind_the_gap(self) -> None:
        """Keep the arrow head of a walk that ends in B before B."""
        if self._walk.isVisible():
            away = self._box.mapViewToScene(self._walk_end) - self._at(self._second)
            met = self._second.isVisible() and away.manhattanLength() < GRAB
            self._walk.set_gap(13 * self._size if met else 0.0)

    def set_drawing(self, on: bool) -> None:
        """Let the left button draw a path (`pathDrawn`) instead of moving points."""
        self._drawing = on
        self._drop_stroke()
        self._glance_at(-1)
        if on:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport().unsetCursor()

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
        """Lay the decoded `carpet` (H, W) or (H, W, 3) over `window`; None takes it away."""
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
        area = self._box.mapSceneToView(card).boundingRect()
        spots = (self._handle, self._anchor, self._glance, self._second)
        marks = sum(spot.isVisible() and area.contains(spot.pos()) for spot in spots)
        return float(len(self.cloud.within(area)) + 1000 * marks)

    # what the hand does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a point, choose a data point, begin a path, or take hold of the plane."""
        self.setFocus()
        self._glance_at(-1)
        at = event.position()
        if self._stroke:
            return  # another button while a path is drawn
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.button() != Qt.MouseButton.LeftButton or shift:
            self._pan_from = at
            return
        if self._drawing:
            self._draw_to(at)
            return
        near = self._grabbed(at)
        self._held = near or self._handle
        self._drag_offset = self._at(near) - at if near else QPointF()
        if near is None and (index := self._nearest(at)) >= 0:
            self.picked.emit(index)
            self._drag_offset = self._at(self._handle) - at
            return
        self._drag_to(at)

    def _grabbed(self, at: QPointF) -> Spot | None:
        """Return the nearer of the points A and B under the pixel `at`, if any."""
        away = {
            spot: (self._at(spot) - at).manhattanLength()
            for spot in (self._handle, self._second)
            if spot.isVisible()
        }
        spot = min(away, key=lambda spot: away[spot], default=None)
        return spot if spot and away[spot] < GRAB * self._size * 1.4 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, draw, pan, or glance at the data point under the pointer."""
        at = event.position()
        if self._pan_from is not None:
            shift = self._box.mapSceneToView(self._pan_from) - self._box.mapSceneToView(at)
            self._box.translateBy(x=shift.x(), y=shift.y())
            self._asked = self._box.viewRect()
            self._pan_from = at
        elif self._stroke:
            self._draw_to(at)
        elif self._drag_offset is not None:
            self._drag_to(at)
        elif not self._drawing:
            self._glance_at(self._nearest(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._stroke:
            if event.button() == Qt.MouseButton.LeftButton:
                self._end_stroke()
            return
        let_go = self._drag_offset is not None
        self._drag_offset = self._pan_from = None
        if let_go:
            (self.secondReleased if self._held is self._second else self.released).emit()

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
            self._nudge(*_STEPS[key], event.modifiers())
        elif key == Qt.Key.Key_Escape and self._stroke:
            self._drop_stroke()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom(0.8 if key == Qt.Key.Key_Plus else 1.25)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.stepped.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _nudge(self, dx: int, dy: int, modifiers: Qt.KeyboardModifier) -> None:
        """Move A, or with Ctrl B, a little; with Shift ten times as far."""
        far = 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
        step = far * NUDGE * self._box.viewRect().width()
        if not modifiers & Qt.KeyboardModifier.ControlModifier:
            x, y = self.point()
            self._move(x + dx * step, y + dy * step)
            self.released.emit()
        elif (at := self.second()) is not None:
            self._move_second(at[0] + dx * step, at[1] + dy * step)
            self.secondReleased.emit()

    def _draw_to(self, at: QPointF) -> None:
        """Add the pixel `at` to the path, unless it is too near the last one."""
        if self._stroke:
            away = at - self._box.mapViewToScene(QPointF(*self._stroke[-1]))
            if math.hypot(away.x(), away.y()) < STROKE:
                return
        here = self._box.mapSceneToView(at)
        self._stroke.append((here.x(), here.y()))
        self._pencil.set_points(np.array(self._stroke))
        self._pencil.show()

    def _end_stroke(self) -> None:
        points = np.array(self._stroke)
        self._drop_stroke()
        if len(points) > 1:
            self.pathDrawn.emit(points)

    def _drop_stroke(self) -> None:
        self._stroke = []
        self._pencil.hide()

    def _on_resized(self) -> None:
        """Keep in view what was asked for when the plane's size changes."""
        if self._cast is not None:
            self._name_axes(self._cast.axis_names)
            self._box.setRange(self._asked, padding=0)

    def _at(self, spot: Spot) -> QPointF:
        """Return the pixel at which `spot` is."""
        return self._box.mapViewToScene(spot.pos())

    def _drag_to(self, at: QPointF) -> None:
        offset = self._drag_offset or QPointF()
        view = self._box.mapSceneToView(at + offset)
        if self._held is self._second:
            self._move_second(view.x(), view.y())
        else:
            self._move(view.x(), view.y())

    def _move(self, x: float, y: float) -> None:
        self.show_point(x, y)
        self.moved.emit((x, y))

    def _move_second(self, x: float, y: float) -> None:
        self.show_second((x, y))
        self.secondMoved.emit((x, y))

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
        here, reach = self._box.mapSceneToView(at), PICK * self._size
        across, up = (reach * side for side in self._box.viewPixelSize())
        found = self.cloud.within(
            QRectF(here.x() - across, here.y() - up, 2 * across, 2 * up)
        )  # fmt: skip
        dx, dy = ((self._cast.codes[found] - (here.x(), here.y())) / (across, up)).T
        squares = dx * dx + dy * dy
        nearest = int(squares.argmin()) if len(found) else -1
        return int(found[nearest]) if nearest >= 0 and squares[nearest] <= 1 else -1

    def _on_range_changed(self) -> None:
        spacing = 1 / max(self._box.viewPixelSize()[1], 1e-9)
        for name in self._ring_names:
            readable = spacing > name.boundingRect().height()
            name.setVisible(self._cast is not None and self._cast.prior and readable)
        if self._hint.isVisible():
            self._place_hint()
        self._lean_letters()
        self._settle.start()

    def _on_settled(self) -> None:
        self.cloud.settle()
        self.viewSettled.emit(self.window())


def _around(low: np.ndarray, high: np.ndarray, prior: bool) -> QRectF:
    """Return the rectangle with some air, and with the prior's rings unless they would be tiny."""
    if prior and max(abs(low).max(), abs(high).max()) < 12:
        low, high = np.minimum(low, -3.1), np.maximum(high, 3.1)
    air = 0.04 * max(*(high - low), 1e-3)
    return QRectF(QPointF(*map(float, low - air)), QPointF(*map(float, high + air)))
