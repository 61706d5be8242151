"""The same inputs as always: what the network made of them before, and what it makes now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.numbers import fixed, number
from gui.theme import Theme, body_font
from gui.widgets.pictures import color_table, fitted, shrunk, to_image, words_of

FRAME, GAP, APART = 2, 4, 12  # pixels: around a picture, between two, between the two groups
SOME = 5  # pictures of a row that are always shown; more where that does not make them smaller
LEAST = 28  # pixels, of the lowest row
INPUTS, BEFORE, NOW, DRAWN = 0, 1, 2, 2  # rows from the top; DRAWN is added to the two before it
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Row:
    """A row: its name, a note such as its error, its colour, what it is, and its pictures."""

    name: str
    note: str
    color: str
    about: str
    images: tuple[QImage, ...]


@dataclass(frozen=True)
class Layout:
    """Where pictures of one size are: `columns` of them in rows `pitch` apart."""

    picture: QSize
    columns: int
    pitch: int
    left: int
    apart: int  # between the third row and the fourth

    def cell(self, row: int, column: int) -> QRect:
        """Return the pixels of a picture, frame not counted."""
        top = row * self.pitch + (self.pitch - self.picture.height()) // 2
        across = self.left + FRAME + column * (self.picture.width() + 2 * FRAME + GAP)
        down = top + (self.apart if row > NOW else 0)
        return QRect(QPoint(across, down), self.picture)


class ProbeRows(QWidget):
    """Rows of pictures: inputs, given back before and now, and drawn from the prior, if it has one.

    All in whole multiples of their pixels, the largest at which SOME of each row fit.
    """

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._font, self._bold = body_font(scale), body_font(scale, bold=True)
        metrics = QFontMetricsF(self._bold)
        self._line = round(metrics.height())
        longest = self._step_text(10000), self._error_text("0.000000")
        self._left = round(max(metrics.horizontalAdvance(text) for text in longest) + 8)
        self._words = words_of(color_table(theme))
        self._inputs = np.empty((0, 28, 28), np.uint8)
        self._rows: dict[int, Row] = {}
        self._ground: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("before and after"))
        self.setToolTip(self.tr("the same pictures as always, so that one sees what was learned"))
        self.show_inputs(self._inputs)

    # what is shown

    def show_inputs(self, pictures: np.ndarray) -> None:
        """Show the inputs, (n, H, W) or (n, H, W, 3) uint8; what was made of others is dropped."""
        self._inputs = pictures
        about = self.tr("held-out data: pictures that the network never trains on")
        self._rows = {INPUTS: self._row(self.tr("data"), "", self._theme.data, about, pictures)}
        self.show_before(pictures[:0], None)
        self.show_now(0, pictures[:0], None, live=True)

    def show_before(self, pictures: np.ndarray, drawn: np.ndarray | None) -> None:
        """Keep what the network made of them before the first step, and what it drew, if it can."""
        self._put(BEFORE, self.tr("before"), self._theme.muted, pictures, drawn)

    def show_now(
        self, step: int, pictures: np.ndarray, drawn: np.ndarray | None, *, live: bool = False
    ) -> None:
        """Show what it made of them at `step`; `live` calls that "now"."""
        name = self.tr("now") if live else self._step_text(step)
        self._put(NOW, name, self._theme.generated, pictures, drawn)

    def names(self) -> list[str]:
        """Return the names and notes of the rows, as they are written."""
        return [f"{row.name} {row.note}".strip() for row in self._shown()]

    def _put(
        self, at: int, name: str, color: str, pictures: np.ndarray, drawn: np.ndarray | None
    ) -> None:
        """Put a row of what is given back and, DRAWN rows below, one of what is drawn."""
        given_back = self.tr(
            "what the network gives back for the pictures above, from z = μ. "
            "MSE: mean of the squared differences of pixels, these from 0 to 1"
        )
        prior = self.tr("drawn from the prior N(0, 1), from the same points as always")
        drawn = self._inputs[:0] if drawn is None else drawn
        self._rows[at] = self._row(name, self._error(pictures), color, given_back, pictures)
        self._rows[at + DRAWN] = self._row(name, self.tr("drawn"), color, prior, drawn)
        self.setAccessibleDescription("; ".join(self.names()))
        self._ground = None
        self.update()

    def _row(self, name: str, note: str, color: str, about: str, pictures: np.ndarray) -> Row:
        images = tuple(to_image(picture, self._words) for picture in pictures)
        return Row(name, note, color, about, images)

    def _shown(self) -> list[Row]:
        """Return the rows from the top; those of the prior only where there is one."""
        rows = [self._rows[i] for i in sorted(self._rows)]
        return rows if any(row.images for row in rows[NOW + 1 :]) else rows[: NOW + 1]

    def _error(self, pictures: np.ndarray) -> str:
        if pictures.shape != self._inputs.shape or not len(pictures):
            return ""
        difference = (pictures.astype(np.float32) - self._inputs) / 255
        return self._error_text(number(float(np.mean(difference**2))))

    def _error_text(self, error: str) -> str:
        return self.tr("MSE {error}").format(error=error)

    def _step_text(self, step: int) -> str:
        return self.tr("step {step}").format(step=fixed(step, 0))

    # where things are

    def sizeHint(self) -> QSize:
        """Ask for pictures of 56 pixels."""
        side = 56 + 2 * FRAME + GAP
        return QSize(self._left + SOME * side, len(self._shown()) * side + APART)

    def minimumSizeHint(self) -> QSize:
        """Ask for rows that can be told apart."""
        side = LEAST + 2 * FRAME + GAP
        rows = len(self._shown()) * max(side, 2 * self._line)
        return QSize(self._left + SOME * side, rows + APART)

    def cell(self, row: int, column: int) -> QRect:
        """Return the pixels of a picture, frame not counted."""
        return self._layout().cell(row, column)

    def columns(self) -> int:
        """Return how many pictures of a row are shown."""
        return self._layout().columns

    def _layout(self) -> Layout:
        rows = self._shown()
        images = [image for row in rows for image in row.images]
        size = images[0].size() if images else QSize(28, 28)
        count = max(1, *(len(row.images) for row in rows))
        apart = APART if len(rows) > NOW + 1 else 0
        wide, high = self.width() - self._left, (self.height() - apart) // len(rows)
        around = 2 * FRAME + GAP
        room = QSize(wide // min(SOME, count) - around, high - around).expandedTo(QSize(4, 4))
        drawn = fitted(size, room)
        columns = min(count, max(1, (wide + GAP) // (drawn.width() + around)))
        pitch = max(drawn.height() + around, min(2 * self._line, high))
        return Layout(drawn, columns, pitch, self._left, apart)

    def event(self, event: QEvent) -> bool:
        """Tell about the row under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            layout = self._layout()
            for i, row in enumerate(self._shown()):
                middle = layout.cell(i, 0).center().y()
                if abs(event.pos().y() - middle) <= layout.pitch // 2:
                    QToolTip.showText(event.globalPos(), row.about, self)
                    return True
        return super().event(event)

    # painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew."""
        super().resizeEvent(event)
        self._ground = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Copy the picture of all rows, made anew where something changed."""
        painter = QPainter(self)
        if self._ground is None or self._ground.devicePixelRatio() != self.devicePixelRatioF():
            self._ground = self._draw()
        painter.drawPixmap(0, 0, self._ground)

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        ground = QPixmap(self.size() * ratio)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        if len(self._inputs):
            layout = self._layout()
            for i, row in enumerate(self._shown()):
                self._draw_row(painter, i, row, layout)
        else:
            painter.setFont(self._font)
            painter.setPen(QColor(self._theme.muted))
            words = self.tr("the pictures come with the first step")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return ground

    def _draw_row(self, painter: QPainter, at: int, row: Row, layout: Layout) -> None:
        tone, ratio = QColor(row.color), self.devicePixelRatioF()
        for column, image in enumerate(row.images[: layout.columns]):
            room = layout.cell(at, column)
            painter.fillRect(room.adjusted(-FRAME, -FRAME, FRAME, FRAME), tone)
            painter.drawImage(room, shrunk(image, room.size() * ratio))
        texts = [(self._bold, tone, row.name)]
        apart = layout.cell(1, 0).top() - layout.cell(0, 0).top()
        if row.note and apart >= 2 * self._line:
            texts.append((self._font, QColor(self._theme.text), row.note))
        top = layout.cell(at, 0).center().y() - len(texts) * self._line // 2
        for i, (font, color, text) in enumerate(texts):
            painter.setFont(font)
            painter.setPen(color)
            room = QRect(0, top + i * self._line, self._left, self._line)
            painter.drawText(room, LEFT, text)
