"""A picture one draws oneself: a soft brush, an eraser, and the way back."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
)

from gui.theme import Theme
from gui.widgets.pictures import Picture

Tool = Literal["brush", "eraser"]
NARROWEST = 0.5  # picture pixels
STEPS_BACK = 50


class Canvas(Picture):
    """A picture (28, 28) of ink or (64, 64, 3) of colours that the pointer draws on.

    The left button uses the tool, the right one erases; a pen's pressure narrows the brush, its
    other end erases. A stroke covers each pixel once, however often it crosses it.
    """

    changed = Signal()
    stroke_finished = Signal()
    toolChanged = Signal(str)  # by keyboard
    widthChanged = Signal(float)  # by keyboard

    def __init__(
        self,
        theme: Theme,
        side: int,
        shape: tuple[int, ...] = (28, 28),
        paper: tuple[int, int, int] = (255, 255, 255),
    ) -> None:
        super().__init__(theme, theme.data, side)
        self._theme = theme
        self._tool: Tool = "brush"
        self._width = 2.5
        self._color = (0, 0, 0)
        self._blank = paper  # what the eraser leaves in a colour picture
        self._work = np.zeros(shape, dtype=np.uint8)
        self._back: list[np.ndarray] = []
        self._base: np.ndarray | None = None  # the picture before the stroke, while there is one
        self._cover = np.zeros(shape[:2], dtype=np.float32)
        self._erasing = False
        self._last = (QPointF(), 0.0)
        self._hover: QPointF | None = None
        self._box: QRect | None = None
        self.set_shape(shape)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("drawing area"))
        self.setToolTip(
            self.tr(
                "Draw with the left button, erase with the right. E: eraser, [ and ]: width of the "
                "brush, Delete: empty the picture"
            )
        )

    # what it draws with

    def set_shape(self, shape: tuple[int, ...]) -> None:
        """Start an empty picture of another shape, (H, W) or (H, W, 3)."""
        self.set_pixels(self._empty(shape))

    def set_tool(self, tool: Tool) -> None:
        """Draw with "brush" or "eraser"."""
        self._tool = tool
        self.update()

    def tool(self) -> Tool:
        """Return what the left button does."""
        return self._tool

    def set_width(self, width: float) -> None:
        """Draw `width` picture pixels wide."""
        self._width = min(max(float(width), NARROWEST), min(self._work.shape[:2]) / 2)
        self.update()

    def brush_width(self) -> float:
        """Return the width of the brush in picture pixels."""
        return self._width

    def set_color(self, color: tuple[int, int, int]) -> None:
        """Draw in this RGB; a picture of ink has no colour."""
        self._color = color

    def set_paper(self, color: tuple[int, int, int]) -> None:
        """Erase to this RGB; a picture of ink is erased to no ink."""
        self._blank = color

    def show_frame(self, box: QRect | None) -> None:
        """Dash a frame around these pixels of the picture: what is drawn shall fill it."""
        self._box = box
        self.update()

    def frame(self) -> QRect | None:
        """Return the pixels of the picture that are framed."""
        return self._box

    # the picture

    def set_pixels(self, pixels: np.ndarray) -> None:
        """Draw on a copy of `pixels`, (H, W) or (H, W, 3) uint8; earlier strokes are forgotten."""
        self._work = np.array(pixels, dtype=np.uint8)
        self._cover = np.zeros(self._work.shape[:2], dtype=np.float32)
        self._base = None
        self._back.clear()
        self.show_pixels(self._work)

    def pixels(self) -> np.ndarray:
        """Return a copy of the picture, uint8."""
        return self._work.copy()

    def clear(self) -> None:
        """Empty the picture; `undo_stroke` brings it back."""
        self._base = None
        self._replace(self._empty(self._work.shape), remember=True)

    def undo_stroke(self) -> bool:
        """Take the last stroke back; say whether there was one."""
        if self._base is not None or not self._back:
            return False
        self._replace(self._back.pop(), remember=False)
        return True

    def can_undo(self) -> bool:
        """Say whether there is a stroke to take back."""
        return bool(self._back)

    def _empty(self, shape: tuple[int, ...]) -> np.ndarray:
        blank = np.zeros(shape, dtype=np.uint8)
        if len(shape) == 3:
            blank[:] = self._blank
        return blank

    def _replace(self, pixels: np.ndarray, *, remember: bool) -> None:
        if np.array_equal(pixels, self._work):
            return
        if remember:
            self._remember(self._work)
        self._work = pixels
        self.show_pixels(pixels)
        self.changed.emit()
        self.stroke_finished.emit()

    def _remember(self, pixels: np.ndarray) -> None:
        self._back.append(pixels.copy())
        del self._back[:-STEPS_BACK]

    # a stroke

    def _begin(self, at: QPointF, width: float, *, erase: bool) -> None:
        self._base, self._erasing = self._work.copy(), erase
        self._cover[:] = 0
        self._last = (at, width)
        self._extend(at, width)

    def _extend(self, at: QPointF, width: float) -> None:
        """Lay the brush from where it was to the widget's pixel `at`."""
        base = self._base
        if base is None:
            return
        (before, width_before), self._last = self._last, (at, width)
        start, end = self._in_picture(before), self._in_picture(at)
        reach = max(width, width_before) / 2 + 1
        height, wide = self._work.shape[:2]
        left, right = _span(start[0], end[0], reach, wide)
        top, bottom = _span(start[1], end[1], reach, height)
        if left >= right or top >= bottom:
            return
        y, x = np.mgrid[top:bottom, left:right] + 0.5
        along = (end[0] - start[0], end[1] - start[1])
        length = along[0] ** 2 + along[1] ** 2
        share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(length, 1e-9)
        share = np.clip(share, 0, 1)
        away = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
        radius = (width_before + share * (width - width_before)) / 2
        soft = np.maximum(1.0, 0.6 * radius)  # pixels over which the edge fades
        covered = np.clip((radius + soft / 2 - away) / soft, 0, 1) * np.minimum(1, 2 * radius)
        part = np.s_[top:bottom, left:right]
        cover = self._cover[part]
        np.maximum(cover, covered, out=cover)
        self._lay(base, cover, part)

    def _lay(self, base: np.ndarray, cover: np.ndarray, part: tuple[slice, slice]) -> None:
        colored = base.ndim == 3
        target = np.array(
            (self._blank if self._erasing else self._color)
            if colored
            else (0 if self._erasing else 255),
            dtype=np.float32,
        )
        share = cover[..., None] if colored else cover
        drawn = (base[part] * (1 - share) + target * share + 0.5).astype(np.uint8)
        if not np.array_equal(drawn, self._work[part]):
            work = self._work.copy()  # whoever was given the last one keeps it
            work[part] = drawn
            self._work = work
            self.show_pixels(work)
            self.changed.emit()

    def _finish(self) -> None:
        base, self._base = self._base, None
        if base is not None and not np.array_equal(base, self._work):
            self._remember(base)
            self.stroke_finished.emit()

    def _in_picture(self, at: QPointF) -> tuple[float, float]:
        """Return a widget's pixel in pixels of the picture."""
        room = self.picture_rect()
        height, width = self._work.shape[:2]
        return (
            (at.x() - room.x()) * width / room.width(),
            (at.y() - room.y()) * height / room.height(),
        )

    def _point_at(self, at: QPointF | None) -> None:
        self._hover = at
        self.update()

    # mouse, pen, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if self._base is not None:
            return
        right = event.button() == Qt.MouseButton.RightButton
        if right or event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), self._width, erase=right or self._tool == "eraser")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        self._point_at(event.position())
        if event.buttons():
            self._extend(event.position(), self._width)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if not event.buttons():
            self._finish()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen: the harder, the wider."""
        width = self._width * (0.3 + 0.7 * event.pressure())
        kind = event.type()
        self._point_at(event.position())
        if kind == QEvent.Type.TabletPress:
            turned = event.pointerType() == QPointingDevice.PointerType.Eraser
            second = event.button() == Qt.MouseButton.RightButton
            erase = turned or second or self._tool == "eraser"
            self._begin(event.position(), width, erase=erase)
        elif kind == QEvent.Type.TabletMove and event.buttons():
            self._extend(event.position(), width)
        elif kind == QEvent.Type.TabletRelease:
            self._finish()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the outline of the brush away."""
        super().leaveEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """E: eraser; [ and ]: width; Delete: empty."""
        if event.key() == Qt.Key.Key_E:
            self.set_tool("brush" if self._tool == "eraser" else "eraser")
            self.toolChanged.emit(self._tool)
        elif event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            wider = event.key() == Qt.Key.Key_BracketRight
            self.set_width(self._width + (0.5 if wider else -0.5))
            self.widthChanged.emit(self._width)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture and the outline of the brush."""
        painter = QPainter(self)
        self._paint(painter)
        if self._box is not None:
            room = self.picture_rect()
            pitch = room.width() / self._work.shape[1]
            corner = QPointF(room.topLeft()) + QPointF(self._box.topLeft()) * pitch
            painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DashLine))
            painter.drawRect(QRectF(corner, QSizeF(self._box.size()) * pitch))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.background), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        if self._hover is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._width / 2 * self.picture_rect().width() / self._work.shape[1]
        erasing = self._tool == "eraser"
        for color, width in ((Qt.GlobalColor.black, 3.0), (Qt.GlobalColor.white, 1.4)):
            style = Qt.PenStyle.DashLine if erasing and width < 2 else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(color), width, style))
            painter.drawEllipse(self._hover, radius, radius)


def _span(one: float, other: float, reach: float, size: int) -> tuple[int, int]:
    """Return the pixels, first and one past the last, within `reach` of a segment."""
    low, high = min(one, other) - reach, max(one, other) + reach
    return max(0, int(np.floor(low))), min(size, int(np.ceil(high)))
