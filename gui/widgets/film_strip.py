"""The pictures a training gave on its way, in a row that can be scrubbed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.numbers import fixed
from gui.theme import Theme, body_font
from gui.widgets.film_brush import FRAME, Caption, FilmBrush
from gui.widgets.film_row import GAP, Film, Frame, Row
from gui.widgets.pictures import color_table, fitted, to_image, words_of

SEVERAL = 3  # wide pictures are drawn so small that so many fit, if whole pixels allow
CLICK = 120  # what a wheel reports for one click


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
        self._frames = Film()
        self._chosen: int | None = None  # a step
        self._turned = 0  # of the wheel, less than one click
        self._brush = FilmBrush(theme, scale)
        self.setMinimumSize(96, 28 + 2 * FRAME + self._brush.foot)
        self.setFont(body_font(scale))
        self._words = words_of(color_table(theme))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("film of the training"))
        self._renew()

    # what is shown

    def add(self, step: int, thumbnail: np.ndarray, can_go_on: bool) -> None:
        """Add the frame of `step`, (H, W) or (H, W, 3) uint8; one of that step is replaced."""
        self._frames.put(Frame(step, to_image(thumbnail, self._words), can_go_on))
        self._renew()

    def set_can_go_on(self, step: int, can_go_on: bool) -> None:
        """Say whether the state at `step` is kept; nothing happens without such a frame."""
        if self._frames.has(step):
            self._frames[self._frames.index_of(step)].can_go_on = can_go_on
            self._renew()

    def remove(self, steps: Iterable[int]) -> None:
        """Take frames away. Who looked at one of them looks at now, and is told."""
        gone = set(steps)
        self._keep(lambda step: step not in gone)

    def cut_after(self, step: int) -> None:
        """Take away what came after `step`: the training went back."""
        self._keep(lambda one: one <= step)

    def clear(self) -> None:
        """Take all frames away."""
        self._keep(lambda _: False)

    def _keep(self, wanted: Callable[[int], bool]) -> None:
        self._frames.keep(wanted)
        if self._chosen is not None and not self._frames.has(self._chosen):
            self._take(None)
        self._renew()

    def choose(self, step: int | None) -> None:
        """Look at the frame nearest before `step`, or at now; tells nobody."""
        if step is not None and self._frames:
            after = self._frames.index_of(step + 1)
            step = self._frames[max(0, after - 1)].step
        self._chosen = step if self._frames else None
        self._renew()

    def chosen(self) -> int | None:
        """Return the step looked at, None for now."""
        return self._chosen

    def steps(self) -> list[int]:
        """Return the steps of all frames."""
        return [frame.step for frame in self._frames]

    # where things are

    def sizeHint(self) -> QSize:
        """Ask for pictures of 56 pixels."""
        return QSize(480, round(56 * max(1.0, self._scale)) + 2 * FRAME + self._brush.foot)

    def row(self) -> Row:
        """Return where the frames are."""
        picture = self._frames[-1].image.size() if self._frames else QSize(28, 28)
        wide = max(picture.width(), self.width() // SEVERAL - 2 * FRAME - GAP)
        room = QSize(wide, self.height() - self._brush.foot - 2 * FRAME)
        cell = fitted(picture, room.expandedTo(QSize(8, 8))) + QSize(2 * FRAME, 2 * FRAME)
        top = max(0, (self.height() - self._brush.foot - cell.height()) // 2)
        return Row(len(self._frames), cell, self.width(), top)

    def cell(self, step: int) -> QRect:
        """Return where the frame of `step` is drawn when one looks at it, frame included."""
        row = self.row()
        return row.rect(row.place(min(self._frames.index_of(step), row.count - 1)))

    def _looked_at(self) -> int:
        return (
            len(self._frames) - 1 if self._chosen is None else self._frames.index_of(self._chosen)
        )

    # the hand

    def _take(self, index: int | None) -> None:
        """Look at a frame and say so; the last one is now."""
        step = None
        if index is not None and index < len(self._frames) - 1:
            step = self._frames[max(index, 0)].step
        if step != self._chosen:
            self._chosen = step
            self._renew()
            self.scrubbed.emit(step)

    def _go_on(self) -> None:
        if self._frames and (frame := self._frames[self._looked_at()]).can_go_on:
            self.goOnAsked.emit(frame.step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the frame under the pointer, and go along with it."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._frames:
            self._take(self.row().frame_at(event.position().x()))

    mouseMoveEvent = mousePressEvent

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to go on from the frame looked at."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_on()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrub: a click of the wheel is a frame."""
        turned = event.angleDelta()
        self._turned += turned.y() or turned.x()
        clicks = int(self._turned / CLICK)
        self._turned -= clicks * CLICK
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
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._frames:
            frame = self._frames[self.row().frame_at(event.pos().x())]
            QToolTip.showText(event.globalPos(), self.about(frame.step), self)
            return True
        return super().event(event)

    # the words

    def about(self, step: int) -> str:
        """Say what a frame is, and whether the training can go on from it."""
        at = self._frames.index_of(step)
        frame, name = self._frames[at], self._name(at)
        if frame is self._frames[-1]:
            name = self.tr("now, {step}").format(step=name)
        if frame.can_go_on:
            return self.tr("{frame}: double click or Enter to go on from here").format(frame=name)
        return self.tr(
            "{frame}: only this picture is kept, not the state of the network then; "
            "the training cannot go on from here. It can from frames with a notch."
        ).format(frame=name)

    def _name(self, index: int) -> str:
        return self.tr("step {step}").format(step=fixed(self._frames[index].step, 0))

    def _renew(self) -> None:
        """Draw anew, and tell it to who cannot see the strip."""
        text = self.tr("the network's pictures as it learned. Drag, wheel or ← → look at a frame.")
        self.setToolTip(text)
        if self._frames:
            text = self.about(self._frames[self._looked_at()].step)
        self.setAccessibleDescription(text)
        self.update()

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frames that have room, and what stands under them."""
        painter = QPainter(self)
        theme, here = self._theme, self._looked_at()
        if self._frames:
            row, ratio = self.row(), self.devicePixelRatioF()
            for place, index in enumerate(row.drawn(here)):
                tone = theme.text if self._chosen is None else theme.point
                mine = tone if index == here else None
                self._brush.draw_frame(painter, row.rect(place), self._frames[index], mine, ratio)
            self._brush.write(painter, row.rect(0).bottom() + 1, self.width(), self._captions(row))
        else:
            painter.setPen(QColor(theme.muted))
            words = self.tr("the film begins with the first step")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.data), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _captions(self, row: Row) -> Iterator[Caption]:
        """Say what stands under the frame looked at, the last and the first."""
        theme, here, last = self._theme, self._looked_at(), row.count - 1
        for index in dict.fromkeys((here, last, 0)):
            text, color = fixed(self._frames[index].step, 0), theme.muted
            if index == here and self._chosen is not None:
                text, color = self._name(index), theme.point
            elif index == last:
                text, color = self.tr("now"), theme.text
            x = row.rect(row.place(index)).center().x() + 0.5
            yield Caption(x, text, color, index == here)
