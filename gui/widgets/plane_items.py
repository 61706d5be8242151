"""What lies on the latent plane: spots of fixed size, smooth ellipses, axes with our numbers."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui.numbers import fixed


class Spot(QGraphicsItem):
    """A disc or ring of fixed pixel size."""

    def __init__(
        self, color: str, edge: str, radius: float, *, hollow: bool = False, halo: bool = False
    ) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # it moves, not changes
        self._color, self._edge, self._radius = QColor(color), QColor(edge), radius
        self._hollow, self._halo = hollow, halo

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
        painter.drawEllipse(QPointF(), r, r)


class NumberAxis(pg.AxisItem):
    """An axis whose numbers are written as everywhere else in the window."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the ticks with as many decimals as their spacing needs."""
        places = max(0, math.ceil(-math.log10(spacing * scale)))
        return [fixed(value * scale, places) for value in values]


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
