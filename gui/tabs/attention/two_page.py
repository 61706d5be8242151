"""The page of two models on one sentence: what each translates, where it looks; heads ranked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.attention.importance import Importance
from gui.numbers import fixed
from gui.tabs.attention.lines import Lines
from gui.tabs.attention.state import Scene
from gui.tabs.attention.words import head_title, off_name, piece
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.section import fill

LOW = 19  # lines of text, under which the models stand side by side
TOLD = 160  # letters of a translation above its lines


class Ranking(QWidget):
    """Bars: by how much ln p of the reference falls when a head is switched off."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._rows: tuple[Importance, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        """Ask for three bars; more are shown where there is room."""
        high = self._metrics.height() + 4
        return QSize(round(30 * self._metrics.averageCharWidth()), round(3 * high))

    def show_ranking(self, rows: Sequence[Importance]) -> None:
        """Show heads, the one that matters most first."""
        self._rows = tuple(rows)
        self.update()

    def rows(self) -> tuple[Importance, ...]:
        """Return what is shown."""
        return self._rows

    def _text(self, row: Importance) -> str:
        return head_title(row.kind, row.layer, row.head)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as many bars as there is room for."""
        painter = QPainter(self)
        painter.setFont(self.font())
        high, unit, theme = (
            self._metrics.height() + 4, self._metrics.averageCharWidth(), self._theme,
        )  # fmt: skip
        most = max((abs(row.drop) for row in self._rows), default=1.0) or 1.0
        label = max((self._metrics.horizontalAdvance(self._text(r)) for r in self._rows), default=0)
        label = min(label + 12, 0.5 * self.width())
        room = max(20.0, self.width() - label - 9 * unit)
        for i, row in enumerate(self._rows[: max(1, int(self.height() // high))]):
            painter.setPen(QColor(theme.text))
            place = QRectF(0, i * high, label - 6, high)
            text = self._text(row)
            if self._metrics.horizontalAdvance(text) > label - 6:
                text = off_name(row.kind, row.layer, row.head)
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, label - 6)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
            )
            bar = QRectF(label, i * high + 3, room * abs(row.drop) / most, high - 6)
            painter.fillRect(bar, QColor(theme.data if row.drop > 0 else theme.generated))
            painter.setPen(QPen(QColor(theme.text)))
            painter.drawText(
                QRectF(bar.right() + 6, i * high, 9 * unit, high),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                fixed(row.drop),
            )


class TwoPage(QWidget):
    """The chosen model above, or left, and another one; under them the heads ranked."""

    otherChosen = Signal(str)
    rankAsked = Signal(str)  # the reference

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        font = body_font(scale, EMPHASIS if scale < 1.5 else 10)
        self.titles = (QLabel(), QLabel())
        self.lines = (Lines(theme, scale), Lines(theme, scale))
        self.other = QComboBox()
        self.other.setToolTip(self.tr("The model beside it"))
        self.other.setAccessibleName(self.tr("other model"))
        self.other.activated.connect(self._on_other)
        self.reference = QLineEdit()
        self.reference.setPlaceholderText(self.tr("a good German translation, to measure by"))
        self.reference.setToolTip(
            self.tr("How likely is this translation? Each head is switched off alone, and ranked.")
        )
        self.reference.setAccessibleName(self.tr("reference"))
        self.rank = QPushButton(self.tr("Which head matters most?"))
        self.rank.setToolTip(
            self.tr("By how much ln p of the reference falls when the head is switched off")
        )
        self.ranking = Ranking(theme, scale)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(8)
        column.addLayout(self._pair, 5)
        for i, (title, lines) in enumerate(zip(self.titles, self.lines, strict=True)):
            title.setFont(font)
            title.setWordWrap(True)
            head = QHBoxLayout()
            head.addWidget(title, 1)
            if i:
                head.addWidget(self.other)
            half = QVBoxLayout()
            half.addLayout(head)
            half.addWidget(lines, 1)
            self._pair.addLayout(half, 1)
        row = QHBoxLayout()
        row.addWidget(self.reference, 1)
        row.addWidget(self.rank)
        column.addLayout(row)
        column.addWidget(self.ranking, 2)
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.rank.clicked.connect(self._on_rank)
        self.reference.returnPressed.connect(self._on_rank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the models side by side where one below the other would have to be scrolled."""
        super().resizeEvent(event)
        low = self.height() < LOW * QFontMetricsF(self.titles[0].font()).height()
        way = QBoxLayout.Direction
        self._pair.setDirection(way.LeftToRight if low else way.TopToBottom)

    def show_others(self, rows: Sequence[tuple[str, str]], current: str) -> None:
        """Offer models (name, key) for the second half."""
        self.other.setVisible(bool(rows))
        fill(self.other, rows, current)

    def show_alone(self) -> None:
        """Say that there is no other model."""
        self.titles[1].setText(self.tr("No other model is installed: there is nothing beside it."))
        self.lines[1].show_weights(np.zeros((0, 0)), (), ())

    def show_scene(self, place: int, name: str, scene: Scene, kind: str, layer: int) -> None:
        """Show what a model translates, and one layer's attention, the mean over its heads."""
        text = scene.text if len(scene.text) <= TOLD else scene.text[: TOLD - 1] + "…"
        self.titles[place].setText(f"<b>{name}:</b> {escape(text)}")
        weights = scene.maps.of(kind)[min(layer, scene.card.layers - 1)].mean(0)
        asks, answers = scene.sides(kind)
        self.lines[place].show_weights(weights, [*map(piece, asks)], [*map(piece, answers)])

    def _on_other(self, index: int) -> None:
        self.otherChosen.emit(self.other.itemData(index))

    def _on_rank(self) -> None:
        self.rankAsked.emit(self.reference.text().strip())
