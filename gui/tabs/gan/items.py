"""What the plane of a game is painted with, thirty times a second: D's map, G's grid, points.

What is large is painted upright, in whole pixels and without blending: Qt hands everything else to
threads of its own and waits for them, which on a machine that trains takes many milliseconds.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLine, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygon, QTransform

FAINT, DENSE = 12, 150  # opacity of a cell with no density, and what the densest has more, of 255
EDGE = 60  # what its edges have more
LEVELS = 24  # of opacity: cells of one level share pen and brush
UNKNOWN = 28  # opacity where no density is known
REACH = 16_000  # pixels beyond which the painter's arithmetic ends


class FieldItem(pg.GraphicsObject):
    """A map of numbers from 0 to 1 in as many colours as `table` (n, 3) has rows."""

    def __init__(self, table: np.ndarray) -> None:
        super().__init__()
        red, green, blue = table.astype(np.uint32).T
        self._colors = 0xFF000000 | red << 16 | green << 8 | blue
        self._pixels = np.zeros((1, 1), np.uint32)
        self._box = QRectF()

    def show_values(self, values: np.ndarray, box: QRectF) -> None:
        """Draw values (rows, columns), row 0 lowest."""
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
        top = len(self._colors) - 1
        places = np.clip(np.nan_to_num(values) * top, 0, top).astype(np.intp)
        self._pixels = np.ascontiguousarray(self._colors[places][::-1])
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the extent."""
        return self._box

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw every number as a rectangle of its colour."""
        rows, columns = self._pixels.shape
        kind = QImage.Format.Format_RGB32
        image = QImage(self._pixels.data, columns, rows, 4 * columns, kind)
        room = painter.transform().mapRect(self._box).toRect()
        painter.resetTransform()
        painter.drawImage(room, image)


class WarpItem(pg.GraphicsObject):
    """The noise grid where G puts it: the denser, the less one sees through it."""

    def __init__(self, color: str) -> None:
        super().__init__()
        self._color = QColor(color)
        self._points = np.empty((0, 2))
        self._groups: list[tuple[int, list[int]]] = []
        self._sheet = QImage()
        self._box = QRectF()

    def show_grid(self, points: np.ndarray, density: np.ndarray | None, box: QRectF) -> None:
        """Draw a grid (n, n, 2), or a line (n, 2), with densities of the same shape."""
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
        self._points = np.nan_to_num(points, posinf=1e6, neginf=-1e6)
        self._groups = [] if points.ndim == 2 else _groups(density, points.shape[0] - 1)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the extent: what lies outside is not seen."""
        return self._box

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the cells, each as opaque as it is dense, the densest in front."""
        way = painter.transform()
        room = way.mapRect(self._box).toAlignedRect() & painter.viewport()
        if room.isEmpty() or not len(self._points):
            return
        painter.resetTransform()
        pixels = _pixels(self._points.reshape(-1, 2), way, room.topLeft())
        sheet = self._clean_sheet(room.size(), painter.device().devicePixelRatio())
        brush = QPainter(sheet)
        brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        if self._points.ndim == 2:
            brush.setPen(QPen(self._color, 2))
            brush.drawPolyline(QPolygon(pixels))
        else:
            self._draw_cells(brush, pixels)
        brush.end()
        painter.drawImage(room.topLeft(), sheet)

    def _draw_cells(self, brush: QPainter, pixels: list[QPoint]) -> None:
        side, color = self._points.shape[0], QColor(self._color)
        edges: list[tuple[int, list[QLine]]] = []
        brush.setPen(Qt.PenStyle.NoPen)
        for alpha, cells in self._groups:
            color.setAlpha(alpha)
            brush.setBrush(color)
            lines = []
            for cell in cells:
                at = cell + cell // (side - 1)  # of its corner: a row has one corner more
                a, b, c, d = pixels[at], pixels[at + 1], pixels[at + side + 1], pixels[at + side]
                brush.drawPolygon(QPolygon([a, b, c, d]))
                lines += [QLine(a, b), QLine(a, d)]
            edges.append((alpha + EDGE, lines))
        rim = pixels[-side:], pixels[side - 1 :: side]
        edges[0][1].extend(QLine(a, b) for line in rim for a, b in pairwise(line))
        for alpha, lines in edges:
            color.setAlpha(alpha)
            brush.setPen(QPen(color, 1))
            brush.drawLines(lines)

    def _clean_sheet(self, size: QSize, ratio: float) -> QImage:
        """Return what the grid is painted on, empty."""
        wanted = size * ratio
        if self._sheet.size() != wanted or self._sheet.devicePixelRatio() != ratio:
            self._sheet = QImage(wanted, QImage.Format.Format_ARGB32_Premultiplied)
            self._sheet.setDevicePixelRatio(ratio)
        self._sheet.fill(0)
        return self._sheet


class Dots(pg.ScatterPlotItem):
    """Points that are all alike and often move."""

    def move(self, points: np.ndarray) -> None:
        """Show points (n, 2)."""
        if len(points) != len(self.data):
            self.setData(pos=points)
            return
        self.data["x"], self.data["y"] = points[:, 0], points[:, 1]
        self.prepareGeometryChange()
        self.bounds = [None, None]
        self.update()


def _pixels(points: np.ndarray, way: QTransform, corner: QPoint) -> list[QPoint]:
    """Return where points (n, 2) are painted, from `corner` on."""
    turn = np.array([[way.m11(), way.m12()], [way.m21(), way.m22()]])
    places = points @ turn + (way.dx() - corner.x(), way.dy() - corner.y())
    return [QPoint(x, y) for x, y in np.clip(places, -REACH, REACH).round().astype(int).tolist()]


def _groups(density: np.ndarray | None, side: int) -> list[tuple[int, list[int]]]:
    """Return the cells (by number, row by row) of each opacity."""
    if density is None:
        return [(UNKNOWN, list(range(side * side)))]
    cells = (density[:-1, :-1] + density[1:, :-1] + density[:-1, 1:] + density[1:, 1:]) / 4
    cells = np.nan_to_num(cells, posinf=0.0).ravel()
    top = max(float(np.percentile(cells, 92)), 1e-12)
    levels = np.round(LEVELS * np.sqrt(np.clip(cells / top, 0, 1))).astype(int)
    order = np.argsort(levels, kind="stable")
    starts = np.flatnonzero(np.diff(levels[order], prepend=-1))
    found = []
    for cells_of in np.split(order, starts[1:]):
        alpha = FAINT + DENSE * int(levels[cells_of[0]]) // LEVELS
        found.append((alpha, cells_of.tolist()))
    return found
