"""Pictures of a model: grey values as ink on paper, in whole multiples of their pixels."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme


def color_table(theme: Theme) -> np.ndarray:
    """Return 256 RGBA colours (256, 4) uint8 from paper to ink."""
    ends = [QColor(theme.paper).getRgb(), QColor(theme.ink).getRgb()]
    return np.linspace(ends[0], ends[1], 256).round().astype(np.uint8)


def difference_table(theme: Theme) -> np.ndarray:
    """Return 256 RGBA colours from "too little ink" over paper (128) to "too much"."""
    middle = QColor(theme.background).getRgb()
    less, more = QColor(theme.data).getRgb(), QColor(theme.generated).getRgb()
    return (
        np.concatenate([np.linspace(less, middle, 128), np.linspace(middle, more, 128)])
        .round()
        .astype(np.uint8)
    )


def to_rgba(image: np.ndarray, theme: Theme) -> np.ndarray:
    """Turn grey values (H, W), uint8 or float in [0, 1], into RGBA (H, W, 4) uint8."""
    return color_table(theme)[to_bytes(image)]


def to_bytes(image: np.ndarray) -> np.ndarray:
    """Return uint8 grey values; floats are cut to [0, 1] first."""
    if image.dtype == np.uint8:
        return image
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)


class Picture(QWidget):
    """One picture at a whole multiple of its pixels, framed in the colour of what it is."""

    FRAME = 3

    def __init__(
        self, theme: Theme, frame: str, side: int, *, table: np.ndarray | None = None
    ) -> None:
        super().__init__()
        self._frame, self._paper = QColor(frame), QColor(theme.paper)
        table = color_table(theme) if table is None else table
        self._colors = np.array([QColor(*map(int, row)).rgba() for row in table], dtype=np.uint32)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: QImage | None = None
        self._pixels: np.ndarray | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_side(side)

    def set_side(self, side: int) -> None:
        """Take `side` pixels of room, frame not counted."""
        self._side = side
        self.setFixedSize(QSize(side + 2 * self.FRAME, side + 2 * self.FRAME))

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        """Show grey values (H, W), uint8 or float in [0, 1]; None shows an empty frame."""
        if pixels is None:
            self._image = self._pixels = None
        else:
            self._pixels = to_bytes(pixels)
            height, width = self._pixels.shape
            image = QImage(width, height, QImage.Format.Format_RGB32)  # the fastest to draw
            inside = np.frombuffer(image.bits(), np.uint32).reshape(height, width)
            inside[:] = self._colors[self._pixels]
            self._image = image
        self.update()

    def shown_pixels(self) -> np.ndarray | None:
        """Return what is shown (H, W) uint8."""
        return self._pixels

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the picture, nearest neighbour."""
        painter = QPainter(self)
        edge = self.FRAME
        painter.fillRect(self.rect(), self._frame)
        painter.fillRect(self.rect().adjusted(edge, edge, -edge, -edge), self._paper)
        if self._image is not None:
            times = max(1, self._side // self._image.width())
            size = self._image.size() * times
            room = QRect(0, 0, size.width(), size.height())
            room.moveCenter(self.rect().center())
            painter.drawImage(room, self._image)


def signed(difference: np.ndarray) -> np.ndarray:
    """Map differences in [−1, 1] to uint8 with 0 at 128, for `difference_table`."""
    return (np.clip(difference, -1, 1) * 127 + 128).astype(np.uint8)
