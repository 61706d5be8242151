"""The page of word order: positions as colours and curves; what the encoder is without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.attention.clock import Times
from core.attention.order import Compared, sentence_of
from core.attention.positions import similarity, sinusoids
from core.cards import TranslatorCard
from gui.numbers import fixed
from gui.tabs.attention.tensor_view import TensorView
from gui.theme import BODY, EMPHASIS, Theme, body_font
from gui.widgets.matrix import Matrix
from gui.widgets.plane_items import NumberAxis
from gui.widgets.plots import quiet_plot
from gui.widgets.section import Row
from gui.widgets.word_row import WordRow

CLASSIC = "dog bites man"
PLACES = 32
TOLD = 90  # letters of a sentence in the table
CURVES = (0, 4, 8, 16)  # dimensions that are drawn as curves


class OrderPage(QWidget):
    """Heat map, curves and similarity of positions; words to shuffle; times."""

    shuffled = Signal(str)  # the sentence with its words in another order
    sentenceGiven = Signal(str)  # another sentence is to be read
    timesAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        large = scale >= 1.5
        font = body_font(scale, BODY if large else EMPHASIS)
        self.words = WordRow(theme, scale)
        self.words.setToolTip(
            self.tr("Drag the words into another order (keys: arrows, with Shift they move a word)")
        )
        self.words.arranged.connect(self._on_arranged)
        self.classic = QPushButton(self.tr("“{text}”").format(text=CLASSIC))
        self.classic.setToolTip(self.tr("Reads these three words; turned around they bite back"))
        self.classic.clicked.connect(self._on_classic)
        self.told = _Table()
        self.told.setFont(font)
        self.heat = TensorView(theme, scale)
        self.curves = self._plot(
            self.tr("place in the sentence"), self.tr("what is added"), 2 if large else 4
        )
        self.likeness = Matrix(theme, scale)
        self.likeness.set_axes(self.tr("place"), self.tr("likeness of places (cosine)"))
        self.clock = self._plot(self.tr("words"), self.tr("milliseconds"), 1 if large else 4)
        self._air = 0.9 if large else 0.35  # above the curves, for the legend
        self.measure = QPushButton(self.tr("Measure times"))
        self.measure.setToolTip(
            self.tr("All words at once in the encoder, one by one in an LSTM of as many weights")
        )
        self.measure.clicked.connect(self.timesAsked)
        self.leaves = QButtonGroup(self)
        leaves = Row(6)
        names = (self.tr("Two orders"), self.tr("What is added"), self.tr("Likeness and time"))
        for number, text in enumerate(names):
            button = QPushButton(text, checkable=True)
            self.leaves.addButton(button, number)
            leaves.addWidget(button)
        self.leaves.button(0).setChecked(True)
        self.leaves.idClicked.connect(self._turn)
        times = QVBoxLayout()
        times.addWidget(self.clock, 1)
        times.addWidget(self.measure)
        self.clock.hide()  # until something is measured
        self._least = round(170 * scale**0.5)
        self._parts = (
            _part(self._orders()),
            _part(_beside(self.heat, self.curves), self._least),
            _part(_beside(self.likeness, times), self._least),
        )
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 8, 0)
        whole.setSpacing(6)
        whole.addLayout(leaves)
        for part, stretch in zip(self._parts, (0, 1, 1), strict=True):
            whole.addWidget(part, stretch)
        whole.addStretch()
        self._low = False
        self._turn()
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self._width = 0

    def _orders(self) -> QVBoxLayout:
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.classic, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addLayout(top)
        column.addWidget(self.told)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one part after another where there is no room for all."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        others = self.words.height() + self.told.height() + 40
        low = self.height() < others + 2 * self._least
        if low != self._low:
            self._low = low
            self._turn()

    @Slot()
    def _turn(self) -> None:
        """Show all parts, or the chosen one."""
        for button in self.leaves.buttons():
            button.setVisible(self._low)
        for number, part in enumerate(self._parts):
            part.setVisible(not self._low or number == self.leaves.checkedId())

    def _plot(self, below: str, beside: str, columns: int) -> pg.PlotWidget:
        left, bottom = NumberAxis("left"), NumberAxis("bottom")
        plot = quiet_plot(self._theme, self._scale, left, bottom)
        plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        style = {"font-size": f"{10 * self._scale:g}pt", "color": self._theme.muted}
        left.setLabel(beside, **style)
        bottom.setLabel(below, **style)
        plot.addLegend(
            offset=(8, 1),
            colCount=columns,
            labelTextColor=self._theme.text,
            labelTextSize=f"{9 * self._scale:g}pt",
        )
        return plot

    def show_positions(self, width: int) -> None:
        """Show the sinusoids of `width` dimensions."""
        if width == self._width:
            return
        self._width = width
        places = sinusoids(PLACES, width)
        names = [str(p + 1) for p in range(PLACES)]
        self.heat.show_tensor(places, names, spreads=False)
        self.likeness.show_weights(np.clip(similarity(places), 0, 1), names, names)
        self.curves.clear()
        colors = (self._theme.data, self._theme.generated, self._theme.sigma, self._theme.point)
        for dimension, color in zip(CURVES, colors, strict=True):
            if dimension >= width:
                break
            self.curves.plot(
                np.arange(1, PLACES + 1), places[:, dimension], pen=pg.mkPen(color, width=2),
                name=self.tr("dimension {n}").format(n=dimension + 1),
            )  # fmt: skip
        self.curves.setXRange(1, PLACES, padding=0.02)
        self.curves.setYRange(-1.1, 1 + 2 * self._air, padding=0)

    def show_words(self, words: list[str]) -> None:
        """Offer the words of the sentence to be moved."""
        self.words.show_words(words)

    def show_compared(
        self, one: str, other: str, rows: Sequence[tuple[TranslatorCard, bool, Compared]]
    ) -> None:
        """Show what models make of two orders of the same words, with and without positions."""
        quoted, gaps = self.tr("“{text}”"), self.tr("largest difference in the encoder")
        sentences = [quoted.format(text=escape(_short(text))) for text in (one, other)]
        lines = [_line("th", ("", *sentences, gaps))]
        for card, on, found in rows:
            gap = "–" if found.gap is None else fixed(found.gap, 6)
            sides = [
                f"{escape(_short(text)) or '–'} <span style='color: {self._theme.muted}'>"
                f"(ln&nbsp;p&nbsp;{fixed(log_p, 4)})</span>"
                for text, log_p in zip(found.texts, found.log_p, strict=True)
            ]
            lines.append(_line("td", (f"<b>{self._name(card, on)}</b>", *sides, gap)))
        note = ""
        if all(card.positions for card, _, _ in rows):
            note = self.tr("A model that was trained without positions is not installed here.")
        self.told.show_html(
            f"<table cellpadding='3' width='100%'>{''.join(lines)}</table>"
            f"<span style='color: {self._theme.muted}'>{note}</span>"
        )
        self._fit()

    def _name(self, card: TranslatorCard, on: bool) -> str:
        if not card.positions:
            return self.tr("trained without")
        return self.tr("with positions") if on else self.tr("switched off")

    def show_times(self, times: list[Times]) -> None:
        """Show what encoder and LSTM took for numbers of words."""
        self.clock.clear()
        words = [each.words for each in times]
        rows = (
            (self.tr("encoder: all at once"), [t.encoder_ms for t in times], self._theme.data),
            (self.tr("LSTM: one by one"), [t.recurrent_ms for t in times], self._theme.generated),
        )
        for name, values, color in rows:
            self.clock.plot(
                words, values, name=name, pen=pg.mkPen(color, width=2), symbol="o",
                symbolBrush=color, symbolPen=None, symbolSize=4 + 3 * self._scale,
            )  # fmt: skip
        top = max(max(t.encoder_ms, t.recurrent_ms) for t in times)
        self.clock.setXRange(0, max(words), padding=0.03)
        self.clock.setYRange(0, (1 + 0.7 * self._air) * top, padding=0)
        self.clock.show()

    @Slot()
    def _on_arranged(self) -> None:
        self.shuffled.emit(sentence_of(self.words.words()))

    @Slot()
    def _on_classic(self) -> None:
        self.sentenceGiven.emit(CLASSIC)


def _part(layout: QLayout, least: int = 0) -> QWidget:
    part = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    part.setLayout(layout)
    part.setMinimumHeight(least)
    return part


def _beside(left: QWidget, right: QWidget | QLayout) -> QHBoxLayout:
    """Lay two out in equal widths."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(left, 1)
    if isinstance(right, QWidget):
        row.addWidget(right, 1)
    else:
        row.addLayout(right, 1)
    return row


class _Table(QLabel):
    """Rich text as high as it needs to be; a label would ask the page for its favourite height."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_html(self, html: str) -> None:
        """Show a text."""
        self.setText(html)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        document = QTextDocument()  # the label's own height for a width is that of an earlier one
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        document.setHtml(self.text())
        document.setTextWidth(self.width())
        self.setFixedHeight(max(1, round(document.size().height())))


def _short(text: str) -> str:
    return text if len(text) <= TOLD else text[: TOLD - 1] + "…"


def _line(kind: str, cells: Iterable[str]) -> str:
    """Return a line of a table in HTML."""
    return "<tr>" + "".join(f"<{kind} align='left'>{cell}</{kind}>" for cell in cells) + "</tr>"
