"""What lies on the latent plane: spots, letters, ellipses, walks, and axes with our numbers."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSceneResizeEvent,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui.numbers import fixed, number, superscript

PART = 24  # segments of a walk that are drawn at once


class Spot(QGraphicsItem):
    """A disc, ring or diamond of fixed pixel size."""

    def __init__(
        self,
        color: str,
        edge: str,
        radius: float,
        *,
        hollow: bool = False,
        halo: bool = False,
        diamond: bool = False,
    ) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # it moves, not changes
        self._color, self._edge, self._radius = QColor(color), QColor(edge), radius
        self._hollow, self._halo, self._diamond = hollow, halo, diamond

    def boundingRect(self) -> QRectF:
        """Return the square around it, halo included."""
        r = self._radius * (2 if self._halo else 1) + 3
        return QRectF(-r, -r, 2 * r, 2 * r)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw it with an edge that stands out on any background."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        r = self._radius
        if self._halo:
            glow = QColor(self._color)
            glow.setAlpha(60)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(QPointF(), 2 * r, 2 * r)
        if self._hollow:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._edge, 5))
            painter.drawEllipse(QPointF(), r, r)
            painter.setPen(QPen(self._color, 3))
        else:
            painter.setPen(QPen(self._edge, 2))
            painter.setBrush(QBrush(self._color))
        if self._diamond:
            corners = [QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]
            painter.drawPolygon(QPolygonF(corners))
        else:
            painter.drawEllipse(QPointF(), r, r)


class Letter(QGraphicsPathItem):
    """A word beside a spot, with an edge that keeps it readable on anything."""

    def __init__(self, text: str, font: QFont, color: str, edge: str, beside: Spot) -> None:
        super().__init__(beside)
        path = QPainterPath()
        path.addText(QPointF(), font, text)
        path.translate(-path.boundingRect().center())
        self.setPath(path)
        self._reach = 0.75 * beside.boundingRect().right() + path.boundingRect().height() / 2
        self.setBrush(QColor(color))
        self.setPen(QPen(QColor(edge), 5, j=Qt.PenJoinStyle.RoundJoin))

    def lean(self, away_from: QPointF, room: float) -> None:
        """Stand on the far side of the spot from `away_from`, in pixels from the spot.

        `room` is what lies above the spot; where it is too little, the letter stands below.
        """
        above = away_from.y() > 0 and room > 1.8 * self._reach
        x = -self._reach if away_from.x() > 0 else self._reach
        y = -self._reach if above else self._reach
        self.setPos(x, y)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the edge, and the letters over it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(self.path(), self.pen())
        painter.fillPath(self.path(), self.brush())


class EdgedText(QGraphicsSimpleTextItem):
    """A text with an edge that keeps it readable on points; of the same size at any zoom."""

    def __init__(self, text: str, font: QFont, color: str, edge: str) -> None:
        super().__init__(text)
        self.setFont(font)
        self.setBrush(QColor(color))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._edge = QPen(QColor(edge), 4, j=Qt.PenJoinStyle.RoundJoin)
        self._path = QPainterPath()
        self._path.addText(0, QFontMetricsF(font).ascent(), font, text)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the edge, and the text over it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(self._path, self._edge)
        super().paint(painter, option, widget)


class Walk(QGraphicsPathItem):
    """A curve through plane points, its line 2 pixels wide at any zoom, an arrow head at its end.

    The head stays `gap` pixels off the end, so that a spot there does not cover it.
    """

    def __init__(self, color: str, edge: str, size: float) -> None:
        super().__init__()
        pen = QPen(QColor(color), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        pen.setCosmetic(True)
        self.setPen(pen)
        self._casing = QPen(pen)
        self._casing.setColor(QColor(edge))
        self._casing.setWidthF(5)
        self._size = size
        self._head = QGraphicsPathItem(self)
        self._head.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._head.setBrush(QColor(color))
        self._head.setPen(QPen(QColor(edge), 1.5))
        self._points = np.empty((0, 2))
        self._parts: list[QPolygonF] = []
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # exposedRect

    def set_points(self, points: np.ndarray, gap: float | None = None) -> None:
        """Draw the line through `points` (m, 2); no head where `gap` is None."""
        self._points = np.asarray(points, dtype=float)
        self.setPath(_polyline(self._points))
        starts = range(0, max(1, len(self._points) - 1), PART)
        self._parts = [_polygon(self._points[i : i + PART + 1]) for i in starts]
        self.set_gap(gap)

    def set_gap(self, gap: float | None) -> None:
        """Set how many pixels before the end the head's tip is; None for no head."""
        steps = np.diff(self._points, axis=0)
        moving = np.flatnonzero(np.any(steps != 0, axis=1))
        self._head.setVisible(gap is not None and len(moving) > 0)
        if gap is None or not len(moving):
            return
        dx, dy = steps[moving[-1]]
        self._head.setPos(*map(float, self._points[-1]))
        self._head.setRotation(-math.degrees(math.atan2(dy, dx)))  # pixels count downwards
        long, wide = 13 * self._size, 5.5 * self._size
        corners = np.array([[-gap, 0], [-gap - long, wide], [-gap - long, -wide], [-gap, 0]])
        self._head.setPath(_polyline(corners))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the line on an edge that stands out: what is exposed of it, in short parts."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._casing.widthF() / max(abs(painter.worldTransform().m11()), 1e-9)
        exposed = option.exposedRect.adjusted(-edge, -edge, edge, edge)
        parts = [part for part in self._parts if _meet(part.boundingRect(), exposed)]
        for pen in (self._casing, self.pen()):
            painter.setPen(pen)
            for part in parts:
                painter.drawPolyline(part)


def _meet(one: QRectF, other: QRectF) -> bool:
    """Say whether two rectangles touch, flat ones too."""
    across = one.left() <= other.right() and other.left() <= one.right()
    return across and one.top() <= other.bottom() and other.top() <= one.bottom()


def _polygon(points: np.ndarray) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _polyline(points: np.ndarray) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(_polygon(points))
    return path


class NumberAxis(pg.AxisItem):
    """An axis whose numbers are written as everywhere else in the window, and a name that fits."""

    _names: tuple[str, ...] = ()

    def set_names(self, *names: str, **style: str) -> None:
        """Write the first of `names` that there is room for, the last one in any case."""
        self._names = names
        self.setLabel(names[0], **style)
        self.resizeEvent()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """Choose the name, and put it into the middle."""
        if self._names and self.label is not None:
            room = self.height() if self.orientation in ("left", "right") else self.width()
            for name in self._names:
                self.labelText = name
                self.label.setHtml(self.labelString())
                if self.label.boundingRect().width() <= room:
                    break
        super().resizeEvent(event)

    def logTickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write powers of ten as such where they are small or large."""
        return [_power(value + math.log10(scale)) for value in values]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks with as many decimals as their spacing needs."""
        if self.logMode:
            return self.logTickStrings(values, scale, spacing)
        places = max(0, math.ceil(-math.log10(spacing * scale)))
        return [fixed(value * scale, places) for value in values]


def _power(exponent: float) -> str:
    """Write 10 to an exponent."""
    whole = round(exponent)
    if abs(exponent - whole) > 1e-6:
        return number(10**exponent, 1)
    return number(10.0**whole, 1) if -3 <= whole <= 3 else "10" + superscript(whole)


class SmoothEllipse(QGraphicsEllipseItem):
    """An ellipse drawn with smooth edges."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


def ellipse(color: str, width: float) -> SmoothEllipse:
    """Return an ellipse in plane coordinates whose line is `width` pixels wide at any zoom."""
    item = SmoothEllipse()
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    item.setPen(pen)
    return item


def lay_ellipse(item: QGraphicsEllipseItem, mean: np.ndarray, spread: np.ndarray) -> None:
    """Make `item` one standard deviation around `mean`: `spread` is σ (2,) or a covariance (2, 2).

    The half axes of a covariance's ellipse are the roots of its eigenvalues.
    """
    spread = np.asarray(spread, dtype=float)
    angle, (a, b) = 0.0, spread if spread.ndim == 1 else (0.0, 0.0)
    if spread.ndim == 2:
        variances, directions = np.linalg.eigh(spread)
        b, a = np.sqrt(np.maximum(variances, 0))
        angle = math.degrees(math.atan2(directions[1, 1], directions[0, 1]))
    item.setRect(QRectF(-a, -b, 2 * a, 2 * b))
    item.setRotation(angle)
    item.setPos(*map(float, mean))
