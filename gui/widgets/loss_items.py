"""The parts of a loss plot: a run's curves, its axes, and the legend that tells the figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.training.curves import Series
from gui.numbers import fixed, number
from gui.theme import Theme, body_font, mix
from gui.widgets.plane_items import NumberAxis

SWATCH = 22  # pixels of line in the legend, times the type's scale
FAINT = 0.62  # how far the raw curve is mixed into the background
LINE, HELD_OUT = 2, 7  # pixels: the smoothed curve's width, a held-out point
LITTLE = 1e-3
Found = tuple[int, float] | None  # a step and the value there


class Run:
    """One run's values, and the items that draw them; a second run is dashed and hollow."""

    def __init__(self, theme: Theme, scale: float, name: str, *, second: bool) -> None:
        self.name, self.last = name, 0
        self.train, self.held_out = Series(), Series()
        self.drawn: tuple[np.ndarray, np.ndarray] = (np.empty(0), np.empty(0))
        train, held_out = colors(theme, second=second)
        style = Qt.PenStyle.DashLine if second else Qt.PenStyle.SolidLine
        faint = mix(train, theme.background, FAINT)
        self._raw = pg.PlotCurveItem(pen=pg.mkPen(faint, width=1), connect="finite")
        self._smooth = pg.PlotCurveItem(
            pen=pg.mkPen(train, width=round(LINE * scale**0.5), style=style), connect="finite"
        )
        self._smooth.setSegmentedLineMode("on" if not second else "auto")
        self._between = pg.PlotCurveItem(
            pen=pg.mkPen(held_out, width=1.5, style=style), connect="finite", antialias=True
        )
        self._points = pg.ScatterPlotItem(
            size=HELD_OUT * scale**0.5, symbol="d" if second else "o",
            pen=pg.mkPen(held_out, width=1.5),
            brush=pg.mkBrush(theme.background if second else held_out), antialias=True,
        )  # fmt: skip
        self.items = (self._raw, self._smooth, self._between, self._points)
        for depth, item in enumerate(self.items):
            item.setZValue(depth)

    def draw(
        self,
        steps: np.ndarray,
        losses: np.ndarray,
        smooth: np.ndarray,
        at: np.ndarray,
        held_out: np.ndarray,
    ) -> None:
        """Draw values as they stand on the axis, NaN where the line is broken."""
        self._raw.setData(steps, losses)
        every = max(1, len(steps) // 250)  # it is smooth: so many points do
        some = np.unique(np.r_[np.arange(0, len(steps), every), max(len(steps) - 1, 0)])
        some = some[: len(steps)]
        self._smooth.setData(steps[some], smooth[some])
        self._between.setData(at, held_out)
        whole = np.isfinite(held_out)
        self._points.setData(at[whole], held_out[whole])
        self.drawn = losses, held_out


def colors(theme: Theme, *, second: bool) -> tuple[str, str]:
    """Return the colours of training and of held-out data in the first run or the second."""
    return (theme.text, theme.text) if second else (theme.data, theme.data)


def value_range(
    drawn: Sequence[tuple[np.ndarray, np.ndarray]], before: tuple[float, float]
) -> tuple[float, float]:
    """Return the range of values to show; the one before while it is neither too small nor large.

    The uppermost hundredth of the training losses may be cut, and what was held out in the first
    half: a steep start leaves no room for what follows. The newest is always seen.
    """
    lows, highs = [], []
    for losses, held_out in drawn:
        train = losses[np.isfinite(losses)]
        if len(train):
            lows.append(train.min())
            highs += [np.quantile(train, 0.99), train[-1]]
        late = held_out[len(held_out) // 2 :]
        late = late[np.isfinite(late)]
        lows += held_out[np.isfinite(held_out)].tolist()
        highs += late.tolist()
    if not lows:
        return 0.0, 1.0
    low, high = float(min(lows)), float(max(highs))
    span = max(high - low, abs(high) * 1e-3, 1e-9)
    seen = before[1] - before[0]
    if before[0] <= low and high <= before[1] and span > 0.65 * seen:
        return before
    return low - 0.06 * span, high + 0.1 * span


class StepAxis(NumberAxis):
    """Steps are whole."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Leave out what lies between two steps."""
        spacing = super().tickSpacing(low, high, size)
        return [(gap, offset) for gap, offset in spacing if gap >= 1]


class LossAxis(NumberAxis):
    """Losses, or the losses whose logarithms are drawn."""

    _log = False

    def set_log(self, on: bool) -> None:
        """Take positions for logarithms."""
        self._log = on
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return where the ticks are: at round losses, however far these are apart."""
        if not self._log:
            return super().tickValues(low, high, size)
        if high - low < 1.2:  # less than about a decade: as on a plain axis
            coarse = super().tickValues(10**low, 10**high, size)[:1]
            return [(1.0, [math.log10(v) for v in values if v > 0]) for _, values in coarse]
        decades = range(math.floor(low), math.ceil(high) + 1)
        factors = (1, 2, 5) if high - low < 3 else (1,)
        every = max(1, round(len(decades) / 6))
        ticks = [d + math.log10(f) for d in decades[::every] for f in factors]
        return [(1.0, [tick for tick in ticks if low <= tick <= high])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write the losses."""
        if not self._log:
            return super().tickStrings(values, scale, spacing)
        return [number(10**value, 3) for value in values]


class LossLegend(QWidget):
    """A line for each run: how its curves are drawn, with the figures of one step."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._names: list[str] = []
        self._found: list[tuple[Found, Found]] = []
        self._font = body_font(scale)
        self._line = round(QFontMetricsF(self._font).height()) + 2
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def begin(self, names: Sequence[str]) -> None:
        """Show runs of these names."""
        self._names, self._found = list(names), [(None, None)] * len(names)
        self.updateGeometry()
        self.update()

    def tell(self, found: Sequence[tuple[Found, Found]]) -> None:
        """Write for each run the step and its training loss, and the same of held-out data."""
        if list(found) != self._found:
            self._found = list(found)
            self.setAccessibleName(self.text())
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height alone."""
        return QSize(0, self._line * (1 + max(1, len(self._names))))

    def text(self) -> str:
        """Return all that is written, line by line."""
        return "\n".join(
            [self._head(), *(" ".join(self._words(i)) for i in range(len(self._names)))]
        )

    def _head(self) -> str:
        steps = [train[0] for train, _ in self._found if train is not None]
        return self.tr("step {step}").format(step=fixed(max(steps), 0)) if steps else ""

    def _words(self, run: int) -> tuple[str, str, str]:
        train, held_out = self._found[run]
        return (
            self._names[run],
            self.tr("training {loss}").format(loss=_loss(train)),
            self.tr("held out {loss}").format(loss=_loss(held_out)),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write a line for each run under the step."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(
            0, 0, self.width(), self._line, Qt.AlignmentFlag.AlignVCenter, self._head()
        )
        metrics = QFontMetricsF(self._font)
        names = max((metrics.horizontalAdvance(name) for name in self._names), default=0.0)
        first = names + 8 * self._scale if names else 0.0
        swatch = SWATCH * self._scale
        room = swatch + metrics.horizontalAdvance(self.tr("training {loss}").format(loss="000,0"))
        for i in range(len(self._names)):
            top = (i + 1) * self._line
            middle = top + self._line / 2
            name, *texts = self._words(i)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QPointF(0, top + metrics.ascent()), name)
            tones = colors(self._theme, second=i > 0)
            for column, (tone, text) in enumerate(zip(tones, texts, strict=True)):
                x = first + column * (room + 9 * self._scale)
                self._swatch(painter, x, middle, tone, dashed=i > 0, points=column == 1)
                painter.setPen(QColor(self._theme.text))
                painter.drawText(QPointF(x + swatch, top + metrics.ascent()), text)

    def _swatch(
        self, painter: QPainter, x: float, y: float, color: str, *, dashed: bool, points: bool
    ) -> None:
        """Draw a piece of a curve, as it is drawn in the plot."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        end = x + (SWATCH - 5) * self._scale
        painter.setPen(QPen(QColor(color), round(LINE * self._scale**0.5), style))
        painter.drawLine(QPointF(x, y), QPointF(end, y))
        if points:
            radius = HELD_OUT * self._scale**0.5 / 2
            painter.setPen(QPen(QColor(color), 1.5))
            painter.setBrush(QColor(self._theme.background if dashed else color))
            painter.drawEllipse(QPointF((x + end) / 2, y), radius, radius)


def _loss(found: Found) -> str:
    """Write a loss; one that is almost nothing takes no more room than others."""
    if found is None:
        return "–"
    return f"< {number(LITTLE, 1)}" if 0 < found[1] < LITTLE else number(found[1])
