"""The state of a recurrent network as a path through its space, in two principal directions."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from gui.theme import Theme
from gui.widgets.plots import quiet_plot


class PathView:
    """A plot of the places that a state has been at; the last one has the colour of the point."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._theme, self._scale = theme, scale
        self._left, self._bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self.plot = quiet_plot(theme, scale, self._left, self._bottom)
        self._left.setWidth(round(64 * max(1.0, scale * 0.9)))
        self._bottom.setHeight(round(48 * scale))
        self.places = np.empty((0, 2))

    def show_path(self, places: np.ndarray, below: str, beside: str) -> None:
        """Show places (T, 2) in the order of the tokens, under the names of the axes."""
        self.places = places
        size = {"color": self._theme.text, "font-size": f"{10 * self._scale:g}pt"}
        self._bottom.setLabel(below, **size)
        self._left.setLabel(beside, **size)
        for axis in (self._bottom, self._left):
            axis.resizeEvent()  # puts the new label into the middle
        self.plot.clear()
        small = 3 + 2 * self._scale
        self.plot.plot(
            places[:, 0], places[:, 1], pen=pg.mkPen(self._theme.muted, width=1), symbol="o",
            symbolBrush=self._theme.generated, symbolPen=None, symbolSize=small,
        )  # fmt: skip
        self.plot.plot(
            places[-1:, 0], places[-1:, 1], pen=None, symbol="o", symbolBrush=self._theme.point,
            symbolPen=None, symbolSize=2.5 * small,
        )  # fmt: skip
        low, high = places.min(axis=0), places.max(axis=0)
        self.plot.setXRange(float(low[0]), float(high[0]), padding=0.08)
        self.plot.setYRange(float(low[1]), float(high[1]), padding=0.08)
