"""Memory measured: how much each earlier token counts for the next one, on a log axis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.tabs.text.path_view import PathView
from gui.tabs.text.words import percent
from gui.theme import Theme, body_font
from gui.widgets.plots import quiet_plot

LEAST = 1e-12
SYMBOLS = ("o", "s", "t1", "d")


class MemoryPage(QWidget):
    """‖∂ log p(next) / ∂e_t‖ of each network against the distance of token t."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        left, bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self.plot = quiet_plot(theme, scale, left, bottom)
        self.plot.setLogMode(y=True)
        size = {"color": theme.text, "font-size": f"{10 * scale:g}pt"}
        left.setLabel("‖∂ log p / ∂<i>e</i><sub>t</sub>‖", **size)
        bottom.setLabel(self.tr("distance in tokens (1 is the last)"), **size)
        left.setWidth(round(110 * max(1.0, scale * 0.9)))
        bottom.setHeight(round(48 * scale))
        self._legend = self.plot.addLegend(
            offset=(-16, 16), labelTextColor=theme.text, labelTextSize=f"{10 * scale:g}pt"
        )
        self.curves: dict[str, np.ndarray] = {}
        self.path = PathView(theme, scale)
        self.path_title = QLabel(objectName="figureTitle")
        right = QVBoxLayout()
        right.addWidget(self.path_title)
        right.addWidget(self.path.plot, 1)
        column = QHBoxLayout(self)
        column.setSpacing(16)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.plot, 3)
        column.addLayout(right, 2)
        self.setFont(body_font(scale))

    def show_curves(self, curves: Mapping[str, np.ndarray]) -> None:
        """Show norms by distance from 1 on, for each network."""
        self.curves = dict(curves)
        self.plot.clear()
        self._legend.clear()
        theme, longest, low, high = self._theme, 2, 0.0, 0.0
        colors = (theme.mu, theme.sigma, theme.data, theme.point)
        for place, (name, norms) in enumerate(curves.items()):
            seen = norms > LEAST
            distance = np.arange(1, len(norms) + 1)[seen]
            if not seen.any():
                continue
            color = colors[place % len(colors)]
            self.plot.plot(
                distance, norms[seen], name=name, pen=pg.mkPen(color, width=1),
                symbol=SYMBOLS[place % 4], symbolBrush=color, symbolPen=None,
                symbolSize=4 + 2 * self._scale,
            )  # fmt: skip
            longest = max(longest, int(distance[-1]))
            low = min(low, float(np.log10(norms[seen].min())))
            high = max(high, float(np.log10(norms[seen].max())))
        self.plot.setXRange(1, longest, padding=0.03)
        self.plot.setYRange(low, high, padding=0.05)

    def show_path(self, model: str, places: np.ndarray, share: np.ndarray) -> None:
        """Show where the state of a recurrent network has been, and how much the plane shows."""
        self.path_title.setText(self.tr("State path of the {model}").format(model=model))
        first, second = (percent(float(part)) for part in share)
        below = self.tr("first direction, {p} of the variance").format(p=first)
        beside = self.tr("second direction, {p} of the variance").format(p=second)
        self.path.show_path(places, below, beside)
