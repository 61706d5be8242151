"""A small plot of a run with its newest figures below; pointed at, it says what was there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.numbers import number
from gui.theme import Theme, body_font
from gui.widgets.plane_items import NumberAxis
from gui.widgets.plots import quiet_plot

POINTS = 400  # of a curve that is drawn
SHOWN = 20_000  # turns that curves go back
DASH = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)  # the first game, the one beside it
FADED = 0.3  # opacity of what means nothing here
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
Parts = Sequence[tuple[str, str]]  # texts and their colours


class LogAxis(pg.AxisItem):
    """Powers of ten as they are."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Put ticks at whole powers, as many as find room."""
        every = max(1, round((high - low) / 4))
        first = int(np.ceil(low / every)) * every
        return [(float(every), [float(v) for v in range(first, int(np.floor(high)) + 1, every)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Write 10 to the value."""
        return ["10" + str(round(v)).translate(SUPERSCRIPTS) for v in values]


class Figures(QWidget):
    """Texts in colours side by side; of those that find no room the last are left out.

    It paints itself: a QLabel that changes would lay the whole window out anew.
    """

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._parts: tuple[tuple[str, str], ...] = ()
        self._metrics = QFontMetricsF(font)
        self.setFont(font)
        self.setFixedHeight(round(self._metrics.lineSpacing()) + 2)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what is written."""
        return "  ".join(text for text, _ in self._parts)

    def set_parts(self, parts: Parts) -> None:
        """Write texts, each in its colour."""
        fresh = tuple(parts)
        if fresh != self._parts:
            self._parts = fresh
            self.setAccessibleName(self.text())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write from left to right."""
        painter = QPainter(self)
        painter.setFont(self.font())
        gap, x = self._metrics.horizontalAdvance("n"), 0.0
        for text, color in self._parts:
            width = self._metrics.horizontalAdvance(text)
            if x and x + width > self.width():
                break
            painter.setPen(QColor(color))
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QPointF(x, self._metrics.ascent()), shown)
            x += width + gap


class Instrument(QWidget):
    """A plot under a title, with its newest figures written below."""

    def __init__(
        self,
        theme: Theme,
        scale: float,
        title: str,
        tip: str,
        unit: str,
        *,
        log: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._unit, self._log = theme, unit, log
        left = LogAxis("left") if log else NumberAxis("left")
        self._bottom = NumberAxis("bottom")
        self._plot = quiet_plot(theme, scale, left, self._bottom)
        self._plot.setMinimumHeight(round(60 * scale))
        self._font = body_font(scale)
        self.set_unit(unit)
        self._box = self._plot.getPlotItem().getViewBox()
        self._curves: dict[tuple[str, int], pg.PlotCurveItem] = {}
        self._names: dict[tuple[str, int], tuple[str, str]] = {}  # name, colour
        self._cursor = pg.InfiniteLine(pen=pg.mkPen(theme.point, width=2))
        self._cursor.hide()
        self._plot.addItem(self._cursor)
        self._title = QLabel(title, objectName="aside")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._figures = Figures(self._font)
        self._newest: tuple[tuple[str, str], ...] = ()
        self._pointed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._plot, 1)
        column.addWidget(self._figures)
        self.setToolTip(tip)
        self.setAccessibleName(title)
        viewport = self._plot.viewport()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    def set_unit(self, unit: str) -> None:
        """Name the axis below."""
        self._unit = unit
        self._bottom.setLabel(unit, color=self._theme.muted)
        self._bottom.label.setFont(self._font)

    def show_title(self, on: bool) -> None:
        """Leave the title out where it is written above already."""
        self._title.setVisible(on)

    def tell(self, parts: Parts) -> None:
        """Write the newest figures, each in its colour."""
        self._newest = tuple(parts)
        if not self._pointed:
            self._figures.set_parts(parts)

    def told(self) -> str:
        """Return the figures as they are written."""
        return self._figures.text()

    def fade(self, reason: str) -> None:
        """Grey everything and say why; "" brings it back."""
        self._plot.getPlotItem().setOpacity(FADED if reason else 1.0)
        if reason:
            self.tell(((reason, self._theme.muted),))

    def draw(
        self, key: str, side: int, color: str, x: np.ndarray, y: np.ndarray, name: str = ""
    ) -> None:
        """Draw a curve; the game beside dashed."""
        if (key, side) not in self._curves:
            curve = pg.PlotCurveItem(pen=pg.mkPen(color, width=1, style=DASH[side]))
            curve.setSegmentedLineMode("on")
            self._curves[key, side] = curve
            self._plot.addItem(curve)
        self._names[key, side] = (name, color)
        finite = np.isfinite(y)
        self._curves[key, side].setData(x[finite], y[finite])

    def clear(self) -> None:
        """Forget all curves."""
        for curve in self._curves.values():
            curve.setData([], [])
        self.mark(None)
        self.tell(())

    def add(self, item: pg.GraphicsObject) -> None:
        """Add something that is always there."""
        self._plot.addItem(item)

    def mark(self, x: float | None) -> None:
        """Mark where one looks back to."""
        self._cursor.setVisible(x is not None)
        if x is not None:
            self._cursor.setPos(x)

    def see(self, left: float, right: float, low: float, high: float, *, least: float = 0) -> None:
        """Show this part, at least `least` wide."""
        if not np.isfinite([left, right, low, high]).all():
            return
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        right = max(right, left + max(least, 1e-6))
        self._box.setRange(xRange=(left, right), yRange=(low, high), padding=0.02)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what was where one points."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._pointed = True
            self._figures.set_parts(self._at(self._box.mapSceneToView(event.position()).x()))
        elif event.type() == QEvent.Type.Leave:
            self._pointed = False
            self._figures.set_parts(self._newest)
        return super().eventFilter(watched, event)

    def _at(self, x: float) -> Parts:
        """Return the values of every named curve beside `x`."""
        parts: list[tuple[str, str]] = []
        for (key, side), curve in self._curves.items():
            xs, ys = curve.getData()
            name, color = self._names[key, side]
            if xs is None or not len(xs) or not name or not curve.isVisible():
                continue
            index = int(np.abs(xs - x).argmin())
            if not parts:
                parts.append((f"{self._unit} {number(float(xs[index]), 5)}:", self._theme.text))
            value = float(10 ** ys[index] if self._log else ys[index])
            parts.append((f"{name} {number(value, 2)}", color))
        return parts


def thin(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return places and values, at most `POINTS`: means of neighbours."""
    count = len(values)
    every = max(1, count // POINTS)
    usable = count // every * every
    if not usable:
        return np.arange(count), values
    means = values[:usable].reshape(-1, every).mean(axis=1) if every > 1 else values
    return np.arange(len(means)) * every, means


def span(*all_values: np.ndarray) -> tuple[float, float]:
    """Return the range of most values."""
    together = np.concatenate([v[np.isfinite(v)] for v in all_values] or [np.zeros(1)])
    if not len(together):
        return 0.0, 1.0
    low, high = np.percentile(together, [1, 99])
    return float(low), float(high)
