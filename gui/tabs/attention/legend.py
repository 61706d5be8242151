"""What the colours of weights mean, and who is who, beside a figure or below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from gui.numbers import fixed
from gui.tabs.attention.words import ANSWERS, ASKS, word
from gui.theme import Theme, body_font
from gui.widgets.heat import heat_color

CELLS = 11  # of the scale: 0, 0.1 … 1
ANY = 10_000  # pixels


class WithLegend(QWidget):
    """A figure of weights and its legend: at its right where it is wider than `aspect`.

    `text` has {asks} and {answers}.
    """

    def __init__(
        self, figure: QWidget, text: str, theme: Theme, scale: float, aspect: float
    ) -> None:
        super().__init__()
        self._text, self._aspect = text, aspect
        self._wide = round(24 * QFontMetricsF(body_font(scale)).averageCharWidth())
        self._scale = _Scale(theme, scale)
        self._told = QLabel(objectName="hint")
        self._told.setFont(body_font(scale))
        self._told.setWordWrap(True)
        self._legend = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._legend.setSpacing(12)
        self._legend.addWidget(self._scale)
        self._legend.addWidget(self._told, 1)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(figure, 1)
        self._whole.addLayout(self._legend)

    def show_kind(self, kind: str) -> None:
        """Say who asks and who answers."""
        self._told.setText(self._text.format(asks=word(ASKS[kind]), answers=word(ANSWERS[kind])))

    def told(self) -> str:
        """Return what is said."""
        return self._told.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the legend where there is room for it."""
        super().resizeEvent(event)
        beside = self.width() > self._aspect * self.height()
        way, side = QBoxLayout.Direction, Qt.AlignmentFlag
        self._whole.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._legend.setDirection(way.TopToBottom if beside else way.LeftToRight)
        self._told.setAlignment(side.AlignLeft | (side.AlignTop if beside else side.AlignVCenter))
        self._told.setMinimumWidth(self._wide if beside else 0)
        self._told.setMaximumWidth(self._wide if beside else ANY)


class _Scale(QWidget):
    """The colours from 0 to 1."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for a line of cells and their numbers."""
        high = self._metrics.height()
        return QSize(round(20 * self._metrics.averageCharWidth()), round(2.1 * high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells, 0 and 1."""
        painter = QPainter(self)
        painter.setFont(self.font())
        high = self._metrics.height()
        cell = (self.width() - 2) / CELLS
        for n in range(CELLS):
            color = QColor(heat_color(n / (CELLS - 1), self._theme))
            painter.fillRect(QRectF(1 + n * cell, 1, cell + 1, high - 2), color)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, high - 1))
        painter.setPen(QColor(self._theme.muted))
        below = QRectF(0, high, self.width(), 1.1 * high)
        for side, text in (
            (Qt.AlignmentFlag.AlignLeft, "0"),
            (Qt.AlignmentFlag.AlignHCenter, self.tr("weight")),
            (Qt.AlignmentFlag.AlignRight, fixed(1.0, 0)),
        ):
            painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, text)
