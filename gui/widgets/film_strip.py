"""The pictures a training gave on its way, in a row that can be scrubbed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.numbers import fixed
from gui.theme import Theme, body_font
from gui.widgets.film_row import GAP, Row
from gui.widgets.pictures import color_table, fitted, shrunk, to_image, words_of

FRAME = 4  # pixels around a picture
SEVERAL = 3  # wide pictures are drawn so small that so many fit, if whole pixels allow
NOTCH = 5  # pixels, half the width of the notch under a frame
NOTCH_TURN = 120  # what a wheel reports for one click


@dataclass
class Frame:
    """A step, its picture, and whether the training's state of then is kept."""

    step: int
    image: QImage
    can_go_on: bool


class FilmStrip(QWidget):
    """Frames by step; the last is "now". As many are drawn as find room, each can be reached.

    Drag or wheel: scrub. ← → Home End: frame by frame, to the ends. Double click or Enter: go on
    from the frame, where the state of then is kept; such frames have a notch.
    """

    scrubbed = Signal(object)  # the step looked at; None: now
    goOnAsked = Signal(int)  # step

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._frames: list[Frame] = []
        self._chosen: int | None = None  # a step
        self._turned = 0  # of the wheel, less than one click
        self._font, self._bold = body_font(scale), body_font(scale, bold=True)
        self._line = round(QFontMetricsF(self._bold).height())
        self._foot = round(NOTCH * scale) + 2 + self._line
        self._words = words_of(color_table(theme))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("film of the training"))
        self._tell()

    # what is shown

    def add(self, step: int, thumbnail: np.ndarray, can_go_on: bool) -> None:
        """Add the frame of `step`, (H, W) or (H, W, 3) uint8; one of that step is replaced."""
        frame = Frame(step, to_image(np.ascontiguousarray(thumbnail), self._words), can_go_on)
        at = self._index(step)
        there = at < len(self._frames) and self._frames[at].step == step
        self._frames[at : at + there] = [frame]
        self.update()

    def set_can_go_on(self, step: int, can_go_on: bool) -> None:
        """Say whether the state at `step` is kept; nothing happens without such a frame."""
        for frame in self._frames:
            if frame.step == step:
                frame.can_go_on = can_go_on
        self.update()

    def remove(self, steps: Iterable[int]) -> None:
        """Take frames away. Who looked at one of them looks at now, and is told."""
        gone = set(steps)
        self._keep([frame for frame in self._frames if frame.step not in gone])

    def cut_after(self, step: int) -> None:
        """Take away what came after `step`: the training went back."""
        self._keep([frame for frame in self._frames if frame.step <= step])

    def clear(self) -> None:
        """Take all frames away."""
        self._keep([])

    def _keep(self, frames: list[Frame]) -> None:
        self._frames = frames
        if self._chosen is not None and self._chosen not in self.steps():
            self._take(None)
        self.update()

    def choose(self, step: int | None) -> None:
        """Look at the frame nearest before `step`, or at now; tells nobody."""
        if step is not None and self._frames:
            after = self._index(step + 1)
            step = self._frames[max(0, after - 1)].step
        self._chosen = step if self._frames else None
        self._tell()
        self.update()

    def chosen(self) -> int | None:
        """Return the step looked at, None for now."""
        return self._chosen

    def steps(self) -> list[int]:
        """Return the steps of all frames."""
        return [frame.step for frame in self._frames]

    # where things are

    def sizeHint(self) -> QSize:
        """Ask for pictures of 56 pixels."""
        return QSize(480, round(56 * max(1.0, self._scale)) + 2 * FRAME + self._foot)

    def minimumSizeHint(self) -> QSize:
        """Ask for two pictures of 28 pixels."""
        return QSize(96, 28 + 2 * FRAME + self._foot)

    def row(self) -> Row:
        """Return where the frames are."""
        picture = self._frames[-1].image.size() if self._frames else QSize(28, 28)
        wide = max(picture.width(), self.width() // SEVERAL - 2 * FRAME - GAP)
        room = QSize(wide, self.height() - self._foot - 2 * FRAME)
        cell = fitted(picture, room.expandedTo(QSize(8, 8))) + QSize(2 * FRAME, 2 * FRAME)
        top = max(0, (self.height() - self._foot - cell.height()) // 2)
        return Row(len(self._frames), cell, self.width(), top)

    def cell(self, step: int) -> QRect:
        """Return where the frame of `step` is drawn when one looks at it, frame included."""
        row = self.row()
        return row.rect(row.place(min(self._index(step), row.count - 1)))

    def _index(self, step: int) -> int:
        return bisect_left(self._frames, step, key=lambda frame: frame.step)

    def _looked_at(self) -> int:
        return len(self._frames) - 1 if self._chosen is None else self._index(self._chosen)

    # the hand

    def _take(self, index: int | None) -> None:
        """Look at a frame and say so; the last one is now."""
        if index is not None:
            index = min(max(index, 0), len(self._frames) - 1)
        step = None if index is None or index == len(self._frames) - 1 else self._frames[index].step
        if step != self._chosen:
            self._chosen = step
            self._tell()
            self.update()
            self.scrubbed.emit(step)

    def _go_on(self) -> None:
        if self._frames and (frame := self._frames[self._looked_at()]).can_go_on:
            self.goOnAsked.emit(frame.step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the frame under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self._frames:
            self._take(self.row().frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along with the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._frames:
            self._take(self.row().frame_at(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to go on from the frame looked at."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_on()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrub: a click of the wheel is a frame."""
        turned = event.angleDelta()
        self._turned += turned.y() or turned.x()
        clicks = int(self._turned / NOTCH_TURN)
        self._turned -= clicks * NOTCH_TURN
        if clicks and self._frames:
            self._take(self._looked_at() - clicks)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from frame to frame; Enter asks to go on from it."""
        here = self._looked_at()
        key = Qt.Key(event.key())
        to = {
            Qt.Key.Key_Left: here - 1, Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._frames) - 1,
        }.get(key)  # fmt: skip
        if to is not None and self._frames:
            self._take(to)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell about the frame under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._frames:
            frame = self._frames[self.row().frame_at(event.pos().x())]
            QToolTip.showText(event.globalPos(), self.about(frame.step), self)
            return True
        return super().event(event)

    # the words

    def about(self, step: int) -> str:
        """Say what a frame is, and whether the training can go on from it."""
        frame = self._frames[self._index(step)]
        name = self.tr("step {step}").format(step=fixed(step, 0))
        if frame is self._frames[-1]:
            name = self.tr("now, step {step}").format(step=fixed(step, 0))
        if frame.can_go_on:
            return self.tr("{frame}: double click or Enter to go on from here").format(frame=name)
        return self.tr(
            "{frame}: only this picture is kept, not the state of the network then; "
            "the training cannot go on from here. It can from frames with a notch."
        ).format(frame=name)

    def _tell(self) -> None:
        """Tell it to who cannot see the strip."""
        text = self.tr("the network's pictures as it learned. Drag, wheel or ← → look at a frame.")
        self.setToolTip(text)
        self.setAccessibleDescription(
            self.about(self._frames[self._looked_at()].step) if self._frames else text
        )

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frames that have room, and what stands under them."""
        painter = QPainter(self)
        theme, row = self._theme, self.row()
        if not self._frames:
            painter.setPen(QColor(theme.muted))
            painter.setFont(self._font)
            words = self.tr("the film begins with the first step")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        here = self._looked_at()
        for place, index in enumerate(row.drawn(here) if self._frames else ()):
            self._draw_frame(painter, row.rect(place), self._frames[index], index == here)
        if self._frames:
            self._draw_foot(painter, row, here)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.data), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _draw_frame(self, painter: QPainter, outer: QRect, frame: Frame, looked_at: bool) -> None:
        theme = self._theme
        inner = outer.adjusted(FRAME, FRAME, -FRAME, -FRAME)
        edge, tone = (1, theme.line)
        if looked_at:
            edge, tone = FRAME, theme.text if self._chosen is None else theme.point
        painter.fillRect(inner.adjusted(-edge, -edge, edge, edge), QColor(tone))
        if looked_at:
            painter.fillRect(inner.adjusted(-1, -1, 1, 1), QColor(theme.background))
        painter.drawImage(inner, shrunk(frame.image, inner.size() * self.devicePixelRatioF()))
        if frame.can_go_on:
            half, x, y = NOTCH * self._scale, outer.center().x() + 0.5, outer.bottom() + 1.0
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone if looked_at else theme.muted))
            corners = [QPointF(x, y), QPointF(x + half, y + half), QPointF(x - half, y + half)]
            painter.drawPolygon(QPolygonF(corners))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_foot(self, painter: QPainter, row: Row, here: int) -> None:
        """Write the steps of the first, the last and the frame looked at, as far as they fit."""
        theme, last = self._theme, row.count - 1
        taken: list[QRectF] = []
        top = row.rect(0).bottom() + 2 + round(NOTCH * self._scale)
        for index in dict.fromkeys((here, last, 0)):
            looked_at = index == here and self._chosen is not None
            text = fixed(self._frames[index].step, 0)
            if index == last and not looked_at:
                text = self.tr("now")
            elif index == here or row.count == 1:
                text = self.tr("step {step}").format(step=text)
            font = self._bold if index == here else self._font
            wide = QFontMetricsF(font).horizontalAdvance(text) + 2
            middle = row.rect(row.place(index)).center().x() + 0.5
            left = min(max(middle - wide / 2, 0.0), self.width() - wide)
            room = QRectF(left, top, wide, self._line)
            if any(room.adjusted(-8, 0, 8, 0).intersects(other) for other in taken):
                continue
            taken.append(room)
            painter.setFont(font)
            painter.setPen(
                QColor(theme.point if looked_at else theme.text if index == here else theme.muted)
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
