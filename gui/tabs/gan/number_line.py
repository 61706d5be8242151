"""The lecture's number line: real and fake points on it, D's curve above, noise below."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from gui.tabs.gan.figure import Portrayal
from gui.theme import Theme, body_font, mix

# heights in the plot, where D runs from 0 to 1
REAL_ROW, FAKE_ROW, ARROW_ROW, NOISE_ROW = -0.1, -0.2, -0.27, -0.42
BOTTOM = -0.48
HEAD_ON_LINE = 0.04  # half the height of an arrow's head before it is shortened
ON_LINE = 200  # points of either colour


class NumberLine:
    """What is drawn for data on a line, besides points and arrows."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._curve = pg.PlotCurveItem(pen=pg.mkPen(theme.text, width=2.5 * scale**0.5))
        faint = pg.mkPen(mix(theme.background, theme.muted, 0.6), width=1)
        self._levels = [pg.InfiniteLine(y, angle=0, pen=faint) for y in (0.0, 0.5, 1.0)]
        axis = pg.mkPen(theme.muted, width=1)
        self._rows = [
            pg.InfiniteLine(y, angle=0, pen=axis) for y in (REAL_ROW, FAKE_ROW, NOISE_ROW)
        ]
        thread = pg.mkPen(mix(theme.background, theme.generated, 0.6), width=1)
        self._threads = pg.PlotCurveItem(pen=thread, connect="pairs")
        self._names = []
        for name, y, color in (
            ("x", REAL_ROW, theme.data), ("G(z)", FAKE_ROW, theme.generated),
            ("z", NOISE_ROW, theme.point),
        ):  # fmt: skip
            label = pg.TextItem(name, color=color, anchor=(0, 0.5), fill=theme.background)
            label.setFont(body_font(scale))
            label.setPos(0.0, y)
            self._names.append(label)
        self.items = (
            *self._levels, *self._rows, self._threads, self._curve, *self._names,
        )  # fmt: skip
        self._has_threads = False

    def show_line(
        self,
        places: np.ndarray,
        values: np.ndarray,
        game: Portrayal,
        extent: tuple[float, float],
    ) -> None:
        """Draw D's `values` at `places`; threads from z to G(z) where the noise is a line, too."""
        self._curve.setData(places, values)
        for label in self._names:
            label.setPos(extent[0], label.pos().y())
        self._has_threads = game.warp.points.ndim == 2
        if not self._has_threads:
            return
        noise, points = game.warp.noise[:, 0], game.warp.points[:, 0]
        middle, half = sum(extent) / 2, (extent[1] - extent[0]) / 2
        at = middle + 0.9 * half * noise / max(float(np.abs(noise).max()), 1e-9)
        x = np.stack([at, points], axis=1).ravel()
        self._threads.setData(x, np.tile([NOISE_ROW, FAKE_ROW], len(at)))

    def set_visible(self, on: bool, *, field: bool, grid: bool) -> None:
        """Show it for data on a line, by the layers that are on."""
        threads = on and grid and self._has_threads
        self._curve.setVisible(on and field)
        for item in (*self._levels, *self._rows[:2], *self._names[:2]):
            item.setVisible(on)
        for item in (self._threads, self._rows[2], self._names[2]):
            item.setVisible(threads)
