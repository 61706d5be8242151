"""Inside one head: q · k → ÷ √d → mask → softmax → Σ weight · v, with the numbers of one word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.attention.maps import Inside
from gui.numbers import fixed
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.heat import heat_color, signed_image

STAGES = 5  # products, scores, mask, weights, sum
DIM = 0.35
LETTERS = 12  # of a word
OTHERS = 3.3  # rows beside those of the words: query, titles, sum


class HeadTable(QWidget):
    """A row for each word that answers; columns appear one after another.

    Vectors are strips, a cell a dimension: q blue, k red, v green, what is negative grey.
    """

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._inside: Inside | None = None
        self._row, self._asker = 0, ""
        self._words: tuple[str, ...] = ()
        self._stage = STAGES
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setToolTip(
            self.tr(
                "A strip is a vector, a cell a dimension: q blue, k red, v green; what is negative "
                "is grey"
            )
        )

    def sizeHint(self) -> QSize:
        """Ask for all rows."""
        high = self._least_high() * (len(self._words) + OTHERS)
        return QSize(round(60 * self._metrics.averageCharWidth()), round(high))

    def minimumSizeHint(self) -> QSize:
        """Ask for all rows: the page scrolls."""
        return QSize(round(40 * self._metrics.averageCharWidth()), self.sizeHint().height())

    def show_head(self, inside: Inside, row: int, asker: str, words: Sequence[str]) -> None:
        """Show the numbers of the word `asker`, row `row`, against the words that answer."""
        grown = len(words) != len(self._words)
        self._inside, self._row, self._asker, self._words = inside, row, asker, tuple(words)
        if grown:
            self.updateGeometry()
        self.setAccessibleName(self.reading())
        self.update()

    def show_stage(self, stage: int) -> None:
        """Show the first columns, up to `stage` of `STAGES`; the rest is dimmed."""
        self._stage = stage
        self.update()

    def rows(self) -> list[tuple[str, float, float, float]]:
        """Return of each word that answers: its text, q · k, q · k / √d, weight."""
        found = self._inside
        if found is None:
            return []
        columns = (found.products[self._row], found.scores[self._row], found.weights[self._row])
        return [
            (word, float(a), float(b), float(c))
            for word, a, b, c in zip(self._words, *columns, strict=True)
        ]

    def reading(self) -> str:
        """Return the table in words."""
        lines = [f"{word.strip()}: {fixed(b)} → {fixed(c)}" for word, _, b, c in self.rows()]
        return f"{self._asker.strip()}; " + "; ".join(lines)

    def _least_high(self) -> float:
        return self._metrics.height() + 2

    def _high(self) -> float:
        """Return the height of a row: a high page is shared among them."""
        least = self._least_high()
        return min(2 * least, max(least, self.height() / (len(self._words) + OTHERS)))

    def _columns(self) -> list[tuple[float, float]]:
        """Return left edge and width: word, k, q·k, ÷√d, mask, weight, v."""
        unit = self._metrics.averageCharWidth()
        number = self._metrics.horizontalAdvance("−88.88") + 2 * unit
        word = LETTERS * unit + 8
        narrow = 2.4 * number + 1.2 * unit
        room = max(12 * unit, self.width() - word - narrow - 2 * unit)
        widths = [word, 0.3 * room, number, number, 0.4 * number, 0.38 * room, 0.32 * room]
        lefts = np.concatenate([[0.0], np.cumsum(widths)[:-1]])
        return [(float(a), float(b)) for a, b in zip(lefts, widths, strict=True)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the head line, the rows and the sum."""
        found = self._inside
        if found is None or self._row >= len(found.queries):
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        columns = self._columns()
        high = self._high()
        self._paint_query(painter, found, columns, high)
        self._paint_titles(painter, columns, high)
        reach = _reach(found.keys), _reach(found.values)
        for j, word in enumerate(self._words):
            self._paint_row(painter, found, j, word, (2.1 + j) * high, reach)
        self._paint_sum(painter, found, columns, (2.2 + len(self._words)) * high)

    def _paint_query(
        self, painter: QPainter, found: Inside, columns: list[tuple[float, float]], high: float
    ) -> None:
        painter.setPen(QColor(self._theme.point))
        room = QRectF(0, 0, columns[0][1], high)
        self._write(painter, room, f"q: {self._asker.strip()}", left=True)
        query = found.queries[self._row]
        self._strip(painter, columns[1], 0, query, self._theme.data, _reach(found.queries))

    def _paint_titles(
        self, painter: QPainter, columns: list[tuple[float, float]], high: float
    ) -> None:
        size = len(self._inside.queries[0]) if self._inside else 0
        titles = ("", "k", "q · k", f"÷ √{size}", "", self.tr("softmax: weight"), "v")
        stages = (0, 0, 1, 2, 3, 4, 5)
        for (left, width), title, stage in zip(columns, titles, stages, strict=True):
            painter.setOpacity(1.0 if stage <= self._stage else DIM)
            own = {"k": self._theme.bad, "v": self._theme.good}  # as their strips
            painter.setPen(QColor(own.get(title, self._theme.muted)))
            if self._metrics.horizontalAdvance(title) > width:
                title = title.rpartition(" ")[2]
            painter.drawText(QRectF(left, high, width, high), Qt.AlignmentFlag.AlignCenter, title)
        painter.setOpacity(1.0)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(0, round(2.03 * high), self.width(), round(2.03 * high))

    def _paint_row(
        self, painter: QPainter, found: Inside, j: int, word: str, top: float,
        reach: tuple[float, float],
    ) -> None:  # fmt: skip
        columns, high, theme = self._columns(), self._high(), self._theme
        painter.setPen(QColor(theme.text))
        self._write(painter, QRectF(0, top, columns[0][1], high), word.strip()[:LETTERS], left=True)
        self._strip(painter, columns[1], top, found.keys[j], theme.bad, reach[0])
        masked = not np.isfinite(found.scores[self._row, j])
        values = (found.products[self._row, j], found.scores[self._row, j])
        for stage, ((left, width), value) in enumerate(
            zip(columns[2:4], values, strict=True), start=1
        ):
            painter.setOpacity(1.0 if stage <= self._stage else DIM / 3)
            painter.setPen(QColor(theme.text))
            text = "−∞" if masked and stage == 2 else fixed(float(value))
            self._write(painter, QRectF(left, top, width - 8, high), text)
        if masked:
            painter.setOpacity(1.0 if self._stage >= 3 else DIM / 3)
            painter.setPen(QColor(theme.bad))
            self._write(painter, QRectF(columns[4][0], top, columns[4][1], high), "✕")
        weight = float(found.weights[self._row, j])
        self._paint_weight(painter, columns[5], top, weight)
        painter.setOpacity((0.12 + 0.88 * min(1.0, 2 * weight)) if self._stage >= 5 else DIM / 3)
        self._strip(painter, columns[6], top, found.values[j], theme.good, reach[1])
        painter.setOpacity(1.0)

    def _paint_weight(
        self, painter: QPainter, column: tuple[float, float], top: float, weight: float
    ) -> None:
        painter.setOpacity(1.0 if self._stage >= 4 else DIM / 3)
        figures = self._metrics.horizontalAdvance("0.00") + 10
        bar = QRectF(column[0] + 6, top + 4, column[1] - figures - 12, self._high() - 8)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        bar.setWidth(bar.width() * weight)
        painter.fillRect(bar, QColor(heat_color(max(0.3, weight), self._theme)))
        painter.setPen(QColor(self._theme.text))
        self._write(
            painter,
            QRectF(column[0] + column[1] - figures, top, figures - 4, self._high()),
            fixed(weight),
        )

    def _paint_sum(
        self, painter: QPainter, found: Inside, columns: list[tuple[float, float]], top: float
    ) -> None:
        painter.setOpacity(1.0 if self._stage >= 5 else DIM)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(0, round(top - 2), self.width(), round(top - 2))
        painter.setPen(QColor(self._theme.text))
        room = QRectF(0, top, columns[6][0] - 10, self._high())
        self._write(painter, room, self.tr("what the head passes on: Σ weight · v ="))
        self._strip(
            painter, columns[6], top, found.output[self._row], self._theme.good,
            _reach(found.values),
        )  # fmt: skip
        painter.setOpacity(1.0)

    def _strip(
        self, painter: QPainter, column: tuple[float, float], top: float, vector: np.ndarray,
        color: str, reach: float,
    ) -> None:  # fmt: skip
        theme = self._theme
        low = mix(theme.background, theme.text, 0.6)
        picture = signed_image((vector / reach)[None], theme.background, low, color)
        box = QRectF(column[0] + 4, top + 4, column[1] - 8, self._high() - 8)
        painter.drawImage(box, picture)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _write(self, painter: QPainter, room: QRectF, text: str, *, left: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)


def _reach(vectors: np.ndarray) -> float:
    return float(np.abs(vectors).max()) + 1e-9
