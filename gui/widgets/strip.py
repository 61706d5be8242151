"""A strip of pictures on the way from a point A to a point B, and where on it one is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.pictures import (
    color_table,
    fitted,
    in_middle,
    shrunk,
    to_bytes,
    to_image,
    words_of,
)

FRAME, GAP, ROOM = 4, 6, 56  # pixels; the frame leaves one free, ROOM is for a picture
LEAST_PICTURE = 20  # pixels, of a picture that can still be told apart


class Strip(QWidget):
    """Pictures in a row: the first framed and lettered A, the last B, a marker under them."""

    chosen = Signal(float)  # t from 0 at A to 1 at B

    def __init__(self, theme: Theme, scale: float, count: int = 11) -> None:
        super().__init__()
        self._theme, self._count = theme, count
        self._font = body_font(scale, EMPHASIS, bold=True)
        self._head = round(QFontMetricsF(self._font).height()) + 2
        self._foot = round(14 * scale) + 4
        self._words = words_of(color_table(theme))
        self._images: list[QImage] = []
        self._position = 0.0
        self._ground: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("pictures from A to B"))
        self.setToolTip(
            self.tr(
                "the way from A to B in equal steps of t: z(t) = (1 − t)·A + t·B on a straight "
                "line. Click or drag to go there; ← → step."
            )
        )

    def show_pictures(self, pictures: Sequence[np.ndarray]) -> None:
        """Show pictures (H, W) or (H, W, 3), uint8 or float in [0, 1], from A to B."""
        self._images = [to_image(to_bytes(picture), self._words) for picture in pictures]
        self._ground = None
        if self._count != (count := max(2, len(self._images))):
            self._count = count
            self.updateGeometry()  # not with every move of B: it lays the whole window out anew
        self.update()

    def show_position(self, t: float) -> None:
        """Put the marker at `t` from 0 (A) to 1 (B)."""
        t = min(max(float(t), 0.0), 1.0)
        if t != self._position:
            self._position = t
            self.update(self._foot_rect())

    def position(self) -> float:
        """Return where the marker is."""
        return self._position

    def sizeHint(self) -> QSize:
        """Ask for pictures of 56 pixels."""
        width = self._count * (ROOM + 2 * FRAME + GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Ask for pictures that can still be told apart."""
        width = self._count * (LEAST_PICTURE + 2 * FRAME + 2)
        return QSize(width, self._head + self._foot + LEAST_PICTURE + 2 * FRAME)

    def heightForWidth(self, width: int) -> int:
        """Return the height of a strip so wide."""
        return self._head + self._side(width) + 2 * FRAME + self._foot

    def _side(self, width: int) -> int:
        gap = GAP if width > self._count * 40 else 2
        return max(8, width // self._count - 2 * FRAME - gap)

    def cell(self, index: int) -> QRect:
        """Return the pixels of a picture, frame included."""
        room = self.height() - self._head - self._foot - 2 * FRAME
        side = max(8, min(self._side(self.width()), room))
        if self._images:
            drawn = fitted(self._images[0].size(), QSize(side, side))
        else:
            drawn = QSize(side, side)
        outer = drawn + QSize(2 * FRAME, 2 * FRAME)
        pitch = min(self.width() / self._count, outer.width() + 4 * GAP)
        left = (self.width() - pitch * self._count) / 2
        column = QRect(round(left + index * pitch), self._head, round(pitch), 0)
        at = in_middle(column, QSize(outer.width(), 0)).topLeft()
        return QRect(at, outer)

    def _foot_rect(self) -> QRect:
        top = self.cell(0).bottom() + 1
        return QRect(0, top, self.width(), self._foot + 2)

    def _ends(self) -> tuple[float, float]:
        return (
            self.cell(0).center().x() + 0.5,
            self.cell(self._count - 1).center().x() + 0.5,
        )

    def _take(self, t: float) -> None:
        t = min(max(t, 0.0), 1.0)
        self.show_position(t)
        self.chosen.emit(t)

    def _take_at(self, x: float) -> None:
        first, last = self._ends()
        self._take((x - first) / max(1.0, last - first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to where one clicks."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._take_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._take_at(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with Left and Right; Home is A, End is B."""
        step = 1 / (self._count - 1)
        to = {
            Qt.Key.Key_Left: self._position - step,
            Qt.Key.Key_Right: self._position + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self._take(to)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the pictures anew."""
        super().resizeEvent(event)
        self._ground = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the pictures, draw the marker."""
        painter = QPainter(self)
        if self._ground is None or self._ground.devicePixelRatio() != self.devicePixelRatioF():
            self._ground = self._draw_pictures()
        painter.drawPixmap(0, 0, self._ground)
        if not self._images:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._ends()
        foot = self._foot_rect()
        x, top = first + (last - first) * self._position, foot.y() + 3
        line = foot.y() + self._foot - 6
        half = (line - top) * 0.6
        painter.fillRect(QRectF(first, line - 1, last - first, 2), QColor(self._theme.line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.point))
        painter.drawPolygon(
            QPolygonF([QPointF(x, top), QPointF(x + half, line + 1), QPointF(x - half, line + 1)])
        )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(self._theme.data), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _draw_pictures(self) -> QPixmap:
        ratio, theme = self.devicePixelRatioF(), self._theme
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.setFont(self._font)
        ends = {0: ("A", QColor(theme.point)), len(self._images) - 1: ("B", QColor(theme.text))}
        for i, image in enumerate(self._images):
            outer = self.cell(i)
            letter, color = ends.get(i, ("", QColor(theme.generated)))
            edge = FRAME if letter else FRAME - 1
            inner = outer.adjusted(FRAME, FRAME, -FRAME, -FRAME)
            painter.fillRect(inner.adjusted(-edge, -edge, edge, edge), color)
            painter.fillRect(inner.adjusted(-1, -1, 1, 1), QColor(theme.background))
            painter.drawImage(inner, shrunk(image, inner.size() * ratio))
            if letter:
                painter.setPen(color)
                room = QRect(outer.x() - 20, 0, outer.width() + 40, self._head)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, letter)
        painter.end()
        return ground
