"""Small plots of a run: losses, D on the curves of the losses, gradient norms, JS and KL."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.theme import Theme, body_font
from gui.widgets.plots import quiet_plot
from gui.widgets.steady import SteadyText

POINTS = 400  # of a curve that is drawn
DASH = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)  # the first game, the one beside it


class LogAxis(pg.AxisItem):
    """Powers of ten as they are."""

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Write 10 to the value where it is whole."""
        high = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
        return ["10" + str(int(v)).translate(high) if v == int(v) else "" for v in values]


class Instrument(QWidget):
    """A plot under a title, with its newest figures written beside the title."""

    def __init__(
        self,
        theme: Theme,
        scale: float,
        title: str,
        tip: str,
        unit: str = "",
        *,
        log: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        left, bottom = LogAxis("left") if log else pg.AxisItem("left"), pg.AxisItem("bottom")
        self._plot = quiet_plot(theme, scale, left, bottom)
        self._plot.setMinimumHeight(round(60 * scale))
        if unit:
            bottom.setLabel(unit, color=theme.muted)
            bottom.label.setFont(body_font(scale))
        self._box = self._plot.getPlotItem().getViewBox()
        self._curves: dict[tuple[str, int], pg.PlotCurveItem] = {}
        self._title = QLabel(title, objectName="aside")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        left_side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._figures = SteadyText(body_font(scale), theme.text, align=left_side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._plot, 1)
        column.addWidget(self._figures)
        self.setToolTip(tip)
        self.setAccessibleName(title)

    def show_title(self, on: bool) -> None:
        """Leave the title out where it is written above already."""
        self._title.setVisible(on)

    def tell(self, text: str) -> None:
        """Write the newest figures."""
        self._figures.set_text(text)

    def draw(self, key: str, side: int, color: str, x: np.ndarray, y: np.ndarray) -> None:
        """Draw a curve; the game beside dashed."""
        if (key, side) not in self._curves:
            curve = pg.PlotCurveItem(pen=pg.mkPen(color, width=1, style=DASH[side]))
            curve.setSegmentedLineMode("on")
            self._curves[key, side] = curve
            self._plot.addItem(curve)
        finite = np.isfinite(y)
        self._curves[key, side].setData(x[finite], y[finite])

    def clear(self) -> None:
        """Forget all curves."""
        for curve in self._curves.values():
            curve.setData([], [])

    def add(self, item: pg.GraphicsObject) -> None:
        """Add something that is always there."""
        self._plot.addItem(item)

    def see(self, left: float, right: float, low: float, high: float) -> None:
        """Show this part."""
        if not np.isfinite([left, right, low, high]).all():
            return
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        self._box.setRange(xRange=(left, max(right, left + 1e-6)), yRange=(low, high), padding=0.02)


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
