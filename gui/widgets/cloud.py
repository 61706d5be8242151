"""Many points in one picture: drawn once a view, then copied however often the rest repaints."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.theme import MARKERS, Theme

POINT_SIZE = 9.0
THUMBNAIL = 28
MARGIN = 32


class PointLayer(pg.GraphicsObject):
    """Points (N, 2) with labels (N,), stamped into a pixmap of the viewport's size.

    The pixmap is made when the view or the points change; a repaint that something else caused
    copies the exposed part of it. Subclasses say how the points near the view are drawn.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points = np.empty((0, 2))
        self._labels = np.empty(0, dtype=np.int64)
        self._visible = np.ones(len(MARKERS), dtype=bool)
        self._cache: QPixmap | None = None
        self._key: object = None

    def set_points(self, points: np.ndarray, labels: np.ndarray) -> None:
        """Show `points` (N, 2), each in the manner of its label (N,)."""
        self._points, self._labels = np.asarray(points, dtype=float), labels
        self.refresh()

    def set_visible_classes(self, visible: np.ndarray) -> None:
        """Show the classes marked True."""
        self._visible[: len(visible)] = visible
        self.refresh()

    def shown(self) -> np.ndarray:
        """Return which points are shown (N,) bool."""
        return self._visible[self._labels]

    def refresh(self) -> None:
        """Draw anew at the next paint."""
        self._key = None
        self.update()

    def boundingRect(self) -> QRectF:
        """Cover the view: the points are drawn wherever one looks."""
        return QRectF(self.viewRect()) if self.getViewBox() is not None else QRectF()

    def viewRangeChanged(self) -> None:
        """Qt must know that the covered area moved."""
        self.prepareGeometryChange()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Copy the cached picture, made anew where the view or the points changed."""
        device = widget or painter.device()
        ratio = device.devicePixelRatioF()
        view = painter.worldTransform()
        key = (view.m11(), view.m22(), view.dx(), view.dy(), device.width(), device.height(), ratio)
        if key != self._key or self._cache is None:
            self._cache = self._render(view, device.width(), device.height(), ratio)
            self._key = key
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._cache)

    def _render(self, view: QTransform, width: int, height: int, ratio: float) -> QPixmap:
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        x = self._points[:, 0] * view.m11() + view.dx()
        y = self._points[:, 1] * view.m22() + view.dy()
        near = (x > -MARGIN) & (x < width + MARGIN) & (y > -MARGIN) & (y < height + MARGIN)
        chosen = np.flatnonzero(near & self.shown()) if len(x) else np.empty(0, dtype=int)
        painter = QPainter(picture)
        self._draw(painter, chosen, x[chosen], y[chosen], ratio)
        painter.end()
        return picture

    @abstractmethod
    def _draw(
        self, painter: QPainter, chosen: np.ndarray, x: np.ndarray, y: np.ndarray, ratio: float
    ) -> None:
        """Draw the points with indices `chosen` at the pixels (x, y)."""


class Cloud(PointLayer):
    """Points coloured and shaped by class."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._stamps: dict[tuple[int, float], QPixmap] = {}
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)

    def _draw(
        self, painter: QPainter, chosen: np.ndarray, x: np.ndarray, y: np.ndarray, ratio: float
    ) -> None:
        labels = self._labels[chosen]
        for label in np.unique(labels):
            mine = labels == label
            key = (int(label), ratio)
            if key not in self._stamps:
                self._stamps[key] = marker(self._theme, int(label), POINT_SIZE, ratio)
            stamp = self._stamps[key]
            self._fragments.resize(int(mine.sum()))
            table = self._fragments.ndarray()
            table[:, 0], table[:, 1] = x[mine], y[mine]
            table[:, 2:4] = 0
            table[:, 4], table[:, 5] = stamp.width(), stamp.height()
            table[:, 6:8] = 1 / ratio
            table[:, 8], table[:, 9] = 0, 0.85
            painter.drawPixmapFragments(*self._fragments.drawargs(), stamp)


class Thumbnails(PointLayer):
    """The data pictures at their codes, as many as find room; ink in the class colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._places: dict[tuple[int, int], int] = {}
        self._images = np.empty((0, THUMBNAIL, THUMBNAIL), dtype=np.uint8)

    def item_at(self, at: QPointF) -> int:
        """Return the item whose picture lies under the pixel `at`, or −1."""
        return self._places.get((int(at.x() // THUMBNAIL), int(at.y() // THUMBNAIL)), -1)

    def set_images(self, images: np.ndarray) -> None:
        """Use `images` (N, 28, 28) uint8, one a point."""
        self._images = images
        self.refresh()

    def _draw(
        self, painter: QPainter, chosen: np.ndarray, x: np.ndarray, y: np.ndarray, ratio: float
    ) -> None:
        cells = np.stack([x // THUMBNAIL, y // THUMBNAIL], axis=1).astype(int)
        _, first = np.unique(cells, axis=0, return_index=True)
        self._places = {(int(cells[i, 0]), int(cells[i, 1])): int(chosen[i]) for i in first}
        for i in first:
            item = chosen[i]
            color = self._theme.class_color(int(self._labels[item]))
            picture = tinted(self._images[item], color)
            painter.drawImage(int(cells[i, 0]) * THUMBNAIL, int(cells[i, 1]) * THUMBNAIL, picture)


def tinted(image: np.ndarray, color: str) -> QImage:
    """Return `image` (H, W) uint8 as ink of one colour on nothing."""
    alpha = QImage(
        np.ascontiguousarray(image).data, image.shape[1], image.shape[0], image.shape[1],
        QImage.Format.Format_Alpha8,
    )  # fmt: skip
    picture = QImage(alpha.size(), QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(QColor(color))
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return picture


def marker(theme: Theme, label: int, size: float, ratio: float = 1.0) -> QPixmap:
    """Draw the marker of class `label`, `size` pixels wide."""
    side = round((size + 3) * ratio)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    painter.scale(size * ratio, size * ratio)
    painter.setPen(QPen(QColor(theme.background), 0.5 / size))
    painter.setBrush(QColor(theme.class_color(label)))
    painter.drawPath(Symbols[MARKERS[label % len(MARKERS)]])
    painter.end()
    return picture
