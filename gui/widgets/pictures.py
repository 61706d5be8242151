"""Pictures of a model, grey or in colour, in whole multiples of their pixels."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from gui.theme import Theme


def color_table(theme: Theme) -> np.ndarray:
    """Return 256 RGBA colours (256, 4) uint8 from paper to ink."""
    table = np.linspace(_rgba(theme.paper), _rgba(theme.ink), 256)
    return np.asarray(table.round().astype(np.uint8))


def difference_table(theme: Theme) -> np.ndarray:
    """Return 256 RGBA colours from "too little ink" over paper (128) to "too much"."""
    middle = _rgba(theme.background)
    less = np.linspace(_rgba(theme.data), middle, 128)
    more = np.linspace(middle, _rgba(theme.generated), 128)
    return np.asarray(np.concatenate([less, more]).round().astype(np.uint8))


def _rgba(color: str) -> np.ndarray:
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)] + [255], dtype=float)


def to_rgba(image: np.ndarray, theme: Theme) -> np.ndarray:
    """Turn grey (H, W) or colour (H, W, 3), uint8 or float in [0, 1], into RGBA uint8."""
    values = to_bytes(image)
    if values.ndim == 2:
        return np.asarray(color_table(theme)[values])
    return np.dstack([values, np.full(values.shape[:2], 255, np.uint8)])


def to_bytes(image: np.ndarray) -> np.ndarray:
    """Return uint8 values; floats are cut to [0, 1] first."""
    if image.dtype == np.uint8:
        return image
    return np.asarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def words_of(table: np.ndarray) -> np.ndarray:
    """Return the colours of a table (256, 4) as the words (256,) uint32 of an RGB32 image."""
    return np.array([QColor(*map(int, row)).rgba() for row in table], dtype=np.uint32)


def to_image(pixels: np.ndarray, words: np.ndarray) -> QImage:
    """Return uint8 grey values (H, W) in the colours `words`, or RGB (H, W, 3) as it is."""
    height, width = pixels.shape[:2]
    image = QImage(width, height, QImage.Format.Format_RGB32)  # the fastest to draw
    if pixels.ndim == 2:
        inside = np.frombuffer(image.bits(), np.uint32).reshape(height, width)
        inside[:] = words[pixels]
    else:
        bgra = np.frombuffer(image.bits(), np.uint8).reshape(height, width, 4)
        bgra[..., 2], bgra[..., 1], bgra[..., 0] = np.moveaxis(pixels, -1, 0)
        bgra[..., 3] = 255
    return image


def fitted(picture: QSize, room: QSize) -> QSize:
    """Return the largest whole multiple of `picture` in `room`; a share of it where none fits."""
    times = min(room.width() // picture.width(), room.height() // picture.height())
    if times >= 1:
        return picture * times
    return picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def in_middle(room: QRect, size: QSize) -> QRect:
    """Return a rectangle of `size` in the middle of `room`."""
    left = room.x() + (room.width() - size.width()) // 2
    return QRect(QPoint(left, room.y() + (room.height() - size.height()) // 2), size)


def shrunk(image: QImage, size: QSize) -> QImage:
    """Return `image` smoothly scaled where `size` is smaller than it, else as it is."""
    if size.width() >= image.width():
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def show_within(widget: QWidget, place: QRect) -> None:
    """Scroll the area around `widget`, if there is one, until `place` in it is seen."""
    up = widget.parentWidget()
    while up is not None:
        inner = up.widget() if isinstance(up, QScrollArea) else None
        if isinstance(up, QScrollArea) and inner is not None:
            at = widget.mapTo(inner, place.center())
            up.ensureVisible(at.x(), at.y(), place.width() // 2, place.height())
            return
        up = up.parentWidget()


class Picture(QWidget):
    """One picture at a whole multiple of its pixels, framed in the colour of what it is.

    Grey values go through the table of colours, RGB is drawn as it is; a picture larger than its
    room is scaled down smoothly.
    """

    FRAME = 3

    def __init__(
        self, theme: Theme, frame: str, side: int, *, table: np.ndarray | None = None
    ) -> None:
        super().__init__()
        self._frame, self._paper = QColor(frame), QColor(theme.paper)
        self._colors = words_of(color_table(theme) if table is None else table)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: QImage | None = None
        self._pixels: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_side(side)

    def set_side(self, side: int) -> None:
        """Take `side` pixels of room, frame not counted."""
        self._side = side
        self.setFixedSize(QSize(side + 2 * self.FRAME, side + 2 * self.FRAME))
        self.update()

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        """Show (H, W) or (H, W, 3), uint8 or float in [0, 1]; None shows an empty frame."""
        if pixels is None:
            self._image = self._pixels = None
        else:
            self._pixels = to_bytes(pixels)
            self._image = to_image(self._pixels, self._colors)
        self.update()

    def shown_pixels(self) -> np.ndarray | None:
        """Return what is shown, (H, W) or (H, W, 3) uint8."""
        return self._pixels

    def picture_rect(self) -> QRect:
        """Return where in the widget the picture is drawn."""
        edge = self.FRAME
        inside = self.rect().adjusted(edge, edge, -edge, -edge)
        if self._image is None:
            return inside
        return in_middle(inside, fitted(self._image.size(), inside.size()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the picture."""
        self._paint(QPainter(self))

    def _paint(self, painter: QPainter) -> None:
        edge = self.FRAME
        painter.fillRect(self.rect(), self._frame)
        painter.fillRect(self.rect().adjusted(edge, edge, -edge, -edge), self._paper)
        if self._image is not None:
            room = self.picture_rect()
            image = shrunk(self._image, room.size() * self.devicePixelRatioF())
            painter.drawImage(room, image)


def signed(difference: np.ndarray) -> np.ndarray:
    """Map differences in [−1, 1] to uint8 with 0 at 128, for `difference_table`.

    (H, W) or (H, W, 3) gives (H, W): of colour, the mean over the channels, so that "brighter in
    red, darker in blue" by the same amount reads as no difference.
    """
    if difference.ndim == 3:
        difference = difference.mean(axis=-1)
    return np.asarray((np.clip(difference, -1, 1) * 127 + 128).astype(np.uint8))


def png_of(image: QImage) -> bytes:
    """Return `image` as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())
