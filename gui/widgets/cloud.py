"""Many points in one picture: drawn once a view, then copied however often the rest repaints."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QRegion, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.theme import MARKERS, Theme
from gui.widgets.pictures import in_middle, to_image

POINT_SIZE = 9.0
THUMBNAIL = 28
MARGIN = 32
DENSE = 50_000  # more points than these are drawn as a density image ...
FEW = 20_000  # ... unless no more than these are in view
CELL = 2  # pixels: the side of a density image's cell
KEPT = 6000  # scaled thumbnails, more than a view has room for
FAINT = 0.4  # opacity of a single point in a density image
ALONE = 0.25  # what is left of one point at its middle when it is spread over its neighbours


class Grid:
    """Finds the points (N, 2) in a rectangle without asking all of them."""

    SIDE = 256  # cells at most: two such numbers fit 16 bits, which sort fast

    def __init__(self, points: np.ndarray) -> None:
        self._side = int(np.clip(np.sqrt(len(points)) / 2, 1, self.SIDE))
        some = points[:: max(1, len(points) // 2000)]
        if len(some):  # cells where most points are; those beyond share the cells at the edges
            self._low, high = np.quantile(some, (0.01, 0.99), axis=0)
        else:
            self._low, high = np.zeros(2), np.ones(2)
        self._pitch = np.maximum(high - self._low, 1e-9) / self._side
        columns, rows = self._cells(points).T
        cells = rows * self._side + columns
        self._order = np.argsort(cells.astype(np.uint16), kind="stable")
        self._points = points[self._order]
        self._starts = np.zeros(self._side**2 + 1, dtype=np.int64)
        np.cumsum(np.bincount(cells, minlength=self._side**2), out=self._starts[1:])

    def _cells(self, points: np.ndarray) -> np.ndarray:
        """Return column and row (N, 2) of each point."""
        cells = (points - self._low) / self._pitch
        return np.asarray(np.clip(cells, 0, self._side - 1).astype(np.int64))

    def inside(self, area: QRectF) -> np.ndarray:
        """Return the indices of the points in `area`."""
        low, high = np.array([area.left(), area.top()]), np.array([area.right(), area.bottom()])
        (left, bottom), (right, top) = self._cells(np.stack([low, high]))
        rows = np.arange(bottom, top + 1) * self._side
        bounds = zip(self._starts[rows + left], self._starts[rows + right + 1], strict=True)
        slices = [slice(start, end) for start, end in bounds if end > start]
        if not slices:
            return np.empty(0, dtype=np.int64)
        points = np.concatenate([self._points[part] for part in slices])
        order = np.concatenate([self._order[part] for part in slices])
        x, y = points.T
        keep = (x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1])
        return np.asarray(order[keep])


def density_image(
    points: np.ndarray, colors: np.ndarray, area: QRectF, columns: int, rows: int
) -> QImage:
    """Return how densely `points` (N, 2) lie in `area`, each in its colour (N, 3); y grows down.

    A cell has the mean colour of its points, and an opacity that grows with the logarithm of their
    number, up to 1 in the fullest cell.
    """
    size = columns * rows
    x = (points[:, 0] - area.left()) * (columns / area.width())
    y = (points[:, 1] - area.top()) * (rows / area.height())
    cells = np.clip(y.astype(np.int64), 0, rows - 1) * columns
    cells += np.clip(x.astype(np.int64), 0, columns - 1)
    layers = np.empty((4, rows, columns), dtype=np.float32)
    for layer, weights in zip(layers, (*colors.T, None), strict=True):
        layer[:] = np.bincount(cells, weights, size).reshape(rows, columns)
    layers = _spread(layers)
    counts = layers[3]
    top = max(float(counts.max()), 8 * ALONE)
    filled = np.maximum(counts, 1e-6)
    more = np.log(np.maximum(filled / ALONE, 1)) / np.log(top / ALONE)
    opacity = FAINT * np.minimum(filled / ALONE, 1) + (1 - FAINT) * more
    layers[:3] *= opacity / filled  # premultiplied
    layers[3] = 255 * opacity
    pixels = np.ascontiguousarray(np.moveaxis(layers + 0.5, 0, 2).astype(np.uint8))
    image = QImage(
        pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888_Premultiplied
    )
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # its own pixels


def _spread(layers: np.ndarray) -> np.ndarray:
    """Smooth the last two axes with the weights 1 2 1."""
    for axis in (1, 2):
        along = np.moveaxis(layers, axis, 0)
        smooth = 0.5 * along
        smooth[1:] += 0.25 * along[:-1]
        smooth[:-1] += 0.25 * along[1:]
        layers = np.moveaxis(smooth, 0, axis)
    return layers


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

    def points(self) -> np.ndarray:
        """Return where the points are (N, 2), in flight too."""
        return self._points

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
    """Points coloured and shaped by class; where they are too many, how densely they lie.

    The density image is made for the view at which the hand rests (`settle`). Until then it moves
    and grows with the plane, and a coarser one of the whole cloud lies around it.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._stamps: dict[tuple[int, float], QPixmap] = {}
        self._fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
        self._grid: Grid | None = None
        self._colors = np.empty((0, 3), dtype=np.uint8)
        self._detail: tuple[QRectF, QImage] | None = None
        self._overview: tuple[QRectF, QImage] | None = None

    @property
    def dense(self) -> bool:
        """Say whether the cloud was last drawn as a density image."""
        return self._detail is not None

    def set_points(self, points: np.ndarray, labels: np.ndarray) -> None:
        """Show `points` (N, 2), each in the manner of its label (N,)."""
        self._grid = None
        super().set_points(points, labels)

    def refresh(self) -> None:
        """Draw anew at the next paint."""
        self._detail = self._overview = None
        super().refresh()

    def settle(self) -> None:
        """Take the present view for the one that stays: many points are drawn anew for it."""
        if self._detail is not None and self._detail[0] != self.viewRect():
            self._detail = None
            super().refresh()

    def within(self, area: QRectF) -> np.ndarray:
        """Return the indices of the shown points in `area` of the plane."""
        if self._grid is None:
            self._grid = Grid(self._points)
        found = self._grid.inside(area)
        return np.asarray(found[self._visible[self._labels[found]]])

    def _render(self, view: QTransform, width: int, height: int, ratio: float) -> QPixmap:
        if len(self._points) <= DENSE:
            return super()._render(view, width, height, ratio)
        seen = QRectF(self.viewRect())
        if self._detail is None:
            found = self.within(seen)
            if len(found) <= FEW:
                return super()._render(view, width, height, ratio)
            self._detail = seen, self._density(found, seen, view)
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._detail[0].contains(seen):
            self._draw_overview(painter, view, QRegion(0, 0, width, height))
        painter.setWorldTransform(view)
        painter.drawImage(*self._detail)
        painter.end()
        return picture

    def _draw_overview(self, painter: QPainter, view: QTransform, room: QRegion) -> None:
        """Draw the whole cloud where the detail does not reach."""
        assert self._detail is not None
        area, image = self._detail
        if self._overview is None:
            low, high = self._points.min(axis=0), self._points.max(axis=0)
            whole = QRectF(QPointF(*low), QPointF(*high))
            shown = np.flatnonzero(self.shown())
            colors = self._colors[self._labels[shown]]
            side = max(image.width(), image.height())
            self._overview = (
                whole, density_image(self._points[shown], colors, whole, side, side)
            )  # fmt: skip
        painter.setClipRegion(room.subtracted(QRegion(view.mapRect(area).toAlignedRect())))
        painter.setWorldTransform(view)
        painter.drawImage(*self._overview)
        painter.resetTransform()
        painter.setClipping(False)

    def _density(self, found: np.ndarray, seen: QRectF, view: QTransform) -> QImage:
        labels = self._labels[found]
        if len(self._colors) <= labels.max():
            names = (self._theme.class_color(label) for label in range(int(labels.max()) + 1))
            tones = [(tone.red(), tone.green(), tone.blue()) for tone in map(QColor, names)]
            self._colors = np.array(tones, dtype=np.uint8)
        columns = max(1, round(seen.width() * abs(view.m11()) / CELL))
        rows = max(1, round(seen.height() * abs(view.m22()) / CELL))
        return density_image(self._points[found], self._colors[labels], seen, columns, rows)

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
    """The data pictures at their codes, as many as find room, in the class colour.

    Grey pictures are ink of that colour, colour pictures are framed in it. Pictures of other sizes
    than the cell are scaled once and kept.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._places: dict[tuple[int, int], int] = {}
        self._images = np.empty((0, THUMBNAIL, THUMBNAIL), dtype=np.uint8)
        self._scaled: dict[tuple[int, str, float], QImage] = {}

    def item_at(self, at: QPointF) -> int:
        """Return the item whose picture lies under the pixel `at`, or −1."""
        return self._places.get((int(at.x() // THUMBNAIL), int(at.y() // THUMBNAIL)), -1)

    def set_images(self, images: np.ndarray) -> None:
        """Use `images` (N, H, W) or (N, H, W, 3) uint8, one a point."""
        self._images = images
        self._scaled.clear()
        self.refresh()

    def _draw(
        self, painter: QPainter, chosen: np.ndarray, x: np.ndarray, y: np.ndarray, ratio: float
    ) -> None:
        columns, rows = (np.floor(at / THUMBNAIL).astype(np.int32) for at in (x, y))
        first = _first_of_each(columns, rows)
        places = zip(columns[first].tolist(), rows[first].tolist(), strict=True)
        self._places = dict(zip(places, chosen[first].tolist(), strict=True))
        if len(self._scaled) > KEPT:
            self._scaled.clear()
        for (column, row), item in self._places.items():
            picture = self._stamp(item, ratio)
            painter.drawImage(column * THUMBNAIL, row * THUMBNAIL, picture)

    def _stamp(self, item: int, ratio: float) -> QImage:
        color = self._theme.class_color(int(self._labels[item]))
        image = self._images[item]
        if image.shape == (THUMBNAIL, THUMBNAIL):
            return tinted(image, color)
        key = (item, color, ratio)
        if key not in self._scaled:
            self._scaled[key] = self._fit(image, color, ratio)
        return self._scaled[key]

    @staticmethod
    def _fit(image: np.ndarray, color: str, ratio: float) -> QImage:
        """Return a picture of any size in a cell, its frame in `color` where it has colours."""
        whole = round(THUMBNAIL * ratio)
        stamp = QImage(whole, whole, QImage.Format.Format_ARGB32_Premultiplied)
        stamp.fill(Qt.GlobalColor.transparent)
        grey = image.ndim == 2
        source = tinted(image, color) if grey else to_image(image, np.empty(0, np.uint32))
        edge = 0 if grey else round(2 * ratio)
        source = source.scaled(
            whole - 2 * edge,
            whole - 2 * edge,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        room = in_middle(stamp.rect(), source.size())
        painter = QPainter(stamp)
        if not grey:
            painter.fillRect(room.adjusted(-edge, -edge, edge, edge), QColor(color))
        painter.drawImage(room.topLeft(), source)
        painter.end()
        stamp.setDevicePixelRatio(ratio)
        return stamp


def _first_of_each(columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the index of the first point in each cell that has any, in the cells' order."""
    if not len(columns):
        return np.empty(0, dtype=np.int64)
    cells = (rows - rows.min()) * (int(np.ptp(columns)) + 1) + (columns - columns.min())
    first = np.full(int(cells.max()) + 1, -1)
    first[cells[::-1]] = np.arange(len(cells))[::-1]
    return np.asarray(first[first >= 0])


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
