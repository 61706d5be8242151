"""Two rows of words and the lines between them: who asks whom, and how much it gets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gui.numbers import fixed
from gui.theme import BODY, EMPHASIS, TITLE, Theme, body_font, mix
from gui.widgets.heat import heat_color, ink_on
from gui.widgets.pointed import Pointed

LEAST = 0.02  # weights below it are not drawn as lines
MOST_LINES = 60  # drawn at once: the strongest
LARGEST_TYPE = 24.0  # points, times the scale
SMALLEST_TYPE = 6.0  # points, times the scale: for very long sentences


class Lines(Pointed[int]):
    """Words that answer above, words that ask below; a click on a word below keeps it.

    With a word kept, or under the pointer, only its lines are drawn, and the words above are
    tinted by what it looks at. What it looks back at in its own row, where that is shown too, is
    drawn as arcs below. With the keys: left and right choose the word.
    """

    asked = Signal(int)  # the word below that was clicked

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(-1)
        self._theme, self._scale = theme, scale
        self._weights = np.zeros((0, 0))
        self._above: tuple[str, ...] = ()
        self._below: tuple[str, ...] = ()
        self._names = "", "", ""
        self._own: np.ndarray | None = None
        self._begin = ""  # stands before the words below, where they look back at it
        self._begin_box = QRectF()
        self._arcs = 0.0  # pixels below the words for arcs
        self._chosen = -1
        self._boxes: tuple[list[QRectF], list[QRectF]] = ([], [])
        self._font = body_font(scale, TITLE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for two rows of words and as much between them."""
        large = self._scale >= 1.5
        high = QFontMetricsF(body_font(self._scale, BODY if large else EMPHASIS)).height()
        return QSize(round((12 if large else 20) * high), round((4.5 if large else 6) * high))

    def set_names(self, above: str, below: str, own: str = "") -> None:
        """Name both rows: who answers, who asks; and the arcs, where there are any."""
        named, self._names = any(self._names), (above, below, own)
        if any(self._names) != named:
            self._lay_out()
        self.update()

    def show_weights(
        self, weights: np.ndarray, below: Sequence[str], above: Sequence[str], chosen: int = -1,
        own: tuple[str, np.ndarray] | None = None,
    ) -> None:  # fmt: skip
        """Show weights (words that ask, words that answer); words without any have no lines.

        `own` is what stands before the words below, and how each of them looks back at it and at
        those before (T, T).
        """
        begin, self._own = own if own is not None else ("", None)
        changed = self._below != tuple(below) or self._above != tuple(above)
        changed, self._begin = changed or begin != self._begin, begin
        self._weights, self._below, self._above = weights, tuple(below), tuple(above)
        self._chosen = chosen
        if changed:
            self._at = -1
            self._lay_out()
        self.update()

    @property
    def asker(self) -> int:
        """Return the word below whose lines are drawn; −1 for all."""
        return self._at if self._at >= 0 else self._chosen

    def rect_of(self, index: int, *, above: bool) -> QRectF:
        """Return where a word is."""
        return self._boxes[0 if above else 1][index]

    def _lay_out(self) -> None:
        """Break each row into lines; the type is smaller where there would be too many."""
        most = LARGEST_TYPE if self._scale < 1.5 else float(TITLE)
        sizes = np.arange(most, SMALLEST_TYPE, -1.0)
        first = bisect_left(sizes, True, key=self._fits)  # what fits goes on fitting when smaller
        points = float(sizes[first]) if first < len(sizes) else SMALLEST_TYPE
        rows = self._rows_at(points)
        high = self._line_height()
        name = self._name_height()
        free = self.height() - 2 * name - sum(count for _, count in rows) * high
        one_line = self._begin and rows[1][1] == 1
        self._arcs = max(0.0, min(1.3 * high, 0.3 * free)) if one_line else 0.0
        for boxes, count in rows[1:]:
            for box in boxes:
                box.translate(0, self.height() - name - self._arcs - count * high)
        for box in rows[0][0]:
            box.translate(0, name)
        below = rows[1][0]
        self._begin_box = below.pop(0) if self._begin else QRectF()
        self._boxes = rows[0][0], below

    def _fits(self, points: float) -> bool:
        """Say whether the rows are short enough at a size of type."""
        lines = sum(count for _, count in self._rows_at(points))
        few = lines <= (2 if points > TITLE else 4 if points > BODY else lines)
        return few and lines * self._line_height() < 0.5 * self.height()

    def _rows_at(self, points: float) -> list[tuple[list[QRectF], int]]:
        """Break both rows at a size of type, which is the font's from here on."""
        self._font = body_font(self._scale, points)
        first = (self._begin,) if self._begin else ()
        return [self._broken(words) for words in (self._above, (*first, *self._below))]

    def _line_height(self) -> float:
        return QFontMetricsF(self._font).height() + 8

    def _name_height(self) -> float:
        return QFontMetricsF(body_font(self._scale)).height() + 6 if any(self._names) else 0.0

    def _broken(self, words: Sequence[str]) -> tuple[list[QRectF], int]:
        """Return the boxes of words from the top left on, and the number of lines."""
        metrics, high = QFontMetricsF(self._font), self._line_height()
        boxes: list[QRectF] = []
        x, line, room = 4.0, 0, self.width() - 8.0
        for word in words:
            width = metrics.horizontalAdvance(word.strip() or "␣") + 12
            gap = 0.0 if _is_piece(word) else 8.0
            if x + gap + width > room and x > 4:
                x, line, gap = 4.0, line + 1, 0.0
            boxes.append(QRectF(x + gap, line * high, width, high - 2))
            x += gap + width + 2
        spare = max(0.0, (room - x) / 2) if line == 0 else 0.0
        for box in boxes:
            box.translate(spare, 0)
        return boxes, line + 1

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the rows anew."""
        self._lay_out()

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, then words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        self._paint_lines(painter)
        self._paint_arcs(painter)
        self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.data), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(body_font(self._scale))
        painter.setPen(QColor(self._theme.muted))
        high = self._name_height()
        top = QRectF(4, 0, self.width() - 8, high)
        painter.drawText(top, 0x0080 | 0x0001, self._names[0])
        metrics = QFontMetricsF(painter.font())
        told = self.tr("the thicker the line, the larger the weight")
        if any(self._names) and metrics.horizontalAdvance(self._names[0] + told) < top.width() - 40:
            painter.drawText(top, 0x0080 | 0x0002, told)
        low = QRectF(4, self.height() - high, self.width() - 8, high)
        painter.drawText(low, 0x0080 | 0x0001, self._names[1])
        if self._own is not None:
            painter.drawText(low, 0x0080 | 0x0002, self._names[2])

    def _paint_lines(self, painter: QPainter) -> None:
        if not self._weights.size:
            return
        faint, theme = (0.7 if self.asker < 0 else 1.0), self._theme
        thick = 6 * self._scale**0.5
        for i, j in self.drawn():
            weight = float(self._weights[i, j])
            color = line_color(theme.background, theme.text, round(255 * weight), faint)
            painter.setPen(QPen(color, 0.8 + thick * weight))
            start, end = self._boxes[1][i], self._boxes[0][j]
            painter.drawLine(
                QPointF(start.center().x(), start.top()), QPointF(end.center().x(), end.bottom())
            )

    def looked_back(self) -> list[tuple[int, float]]:
        """Return what the asking word looks back at: (word below, weight); −1 is the beginning."""
        asker = self.asker
        if self._own is None or not 0 <= asker < len(self._own):
            return []
        row = self._own[asker, : asker + 1]
        return [(j - 1, float(weight)) for j, weight in enumerate(row) if weight >= LEAST]

    def _paint_arcs(self, painter: QPainter) -> None:
        if not self._arcs:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thick = 6 * self._scale**0.5
        for j, weight in self.looked_back():
            start = self._boxes[1][self.asker]
            end = self._begin_box if j < 0 else self._boxes[1][j]
            color = line_color(self._theme.background, self._theme.text, round(255 * weight), 1.0)
            painter.setPen(QPen(color, 0.8 + thick * weight))
            x, to, y = start.center().x(), end.center().x(), start.bottom()
            deep = min(1.0, 0.35 + abs(to - x) / max(1.0, 0.6 * self.width())) * self._arcs * 1.25
            arc = QPainterPath(QPointF(x, y))
            arc.cubicTo(QPointF(x, y + deep), QPointF(to, y + deep), QPointF(to, y))
            painter.drawPath(arc)

    def drawn(self) -> list[tuple[int, int]]:
        """Return which lines are drawn: (word below, word above), the weakest first."""
        weights = self._weights[: len(self._below)]
        if self.asker >= 0:
            only = np.zeros_like(weights)
            only[self.asker : self.asker + 1] = weights[self.asker : self.asker + 1]
            weights = only
        order = np.argsort(weights, axis=None)[-MOST_LINES:]
        pairs = np.stack(np.unravel_index(order, weights.shape), axis=1)
        return [(int(i), int(j)) for i, j in pairs if weights[i, j] >= LEAST]

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(self._font)
        asker, theme = self.asker, self._theme
        tints = self._weights[asker] if 0 <= asker < len(self._weights) else None
        small = QFontMetricsF(body_font(self._scale)).height()
        for j, (word, box) in enumerate(zip(self._above, self._boxes[0], strict=True)):
            weight = 0.0 if tints is None else float(tints[j])
            back = heat_color(weight, theme) if tints is not None else theme.panel
            self._paint_word(painter, word, box, back, theme.line)
            if tints is not None and weight >= 0.05 and len(self._above) <= 24:
                painter.setFont(body_font(self._scale))
                painter.setPen(QColor(theme.text))
                room = QRectF(box.left() - 20, box.bottom() + 1, box.width() + 40, small)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, fixed(weight))
                painter.setFont(self._font)
        back = dict(self.looked_back())
        if self._begin:
            tint = heat_color(back[-1], theme) if -1 in back else theme.background
            self._paint_word(painter, self._begin, self._begin_box, tint, theme.line)
        for i, (word, box) in enumerate(zip(self._below, self._boxes[1], strict=True)):
            tint = heat_color(back[i], theme) if i in back else theme.panel
            self._paint_word(painter, word, box, tint, theme.point if i == asker else theme.line)

    def _paint_word(self, painter: QPainter, word: str, box: QRectF, back: str, edge: str) -> None:
        painter.setBrush(QColor(back))
        painter.setPen(QPen(QColor(edge), 2.5 if edge == self._theme.point else 1))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(ink_on(back)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word.strip() or "␣")

    # the pointer

    def _part_at(self, at: QPointF) -> int:
        return next((i for i, box in enumerate(self._boxes[1]) if box.contains(at)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a word, or let it go."""
        index = self._part_at(event.position())
        self.asked.emit(-1 if index == self._chosen else index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the word before or after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._below:
            super().keyPressEvent(event)
            return
        now = self._chosen if self._chosen >= 0 else (-1 if step > 0 else len(self._below))
        self.asked.emit(max(0, min(len(self._below) - 1, now + step)))


@lru_cache(maxsize=2048)
def line_color(background: str, ink: str, level: int, faint: float) -> QColor:
    """Return the colour of a line of weight level / 255: opaque, which is painted faster.

    Weak lines are painted first, so that nothing has to shine through.
    """
    weight = level / 255
    color = mix(background, ink, 0.25 + 0.75 * weight)
    return QColor(mix(background, color, faint * min(1.0, (0.2 if faint < 1 else 0.4) + weight)))


def _is_piece(word: str) -> bool:
    """Say whether a token goes on with the word before it."""
    return bool(word) and not word.startswith((" ", "⟨"))
