"""The plane of noise beside the data's: point at it to see where G puts it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.tabs.gan.figure import Portrayal, lines_of
from gui.theme import Theme, body_font, mix
from gui.widgets.plots import quiet_plot


class NoisePlane(QWidget):
    """A grid of z and some samples."""

    pointed = Signal(object)  # (share of the way across, up), or None when the pointer leaves

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        left, bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self._plot = quiet_plot(theme, scale, left, bottom)
        for axis, name in ((left, "z₂"), (bottom, "z₁")):
            axis.setLabel(name, color=theme.muted)
            axis.label.setFont(body_font(scale))
        self._box = self._plot.getPlotItem().getViewBox()
        self._box.setAspectLocked(True)
        line = mix(theme.background, theme.generated, 0.5)
        self._grid = pg.PlotCurveItem(pen=pg.mkPen(line, width=1), connect="finite")
        self._dots = pg.ScatterPlotItem(size=3 * scale**0.5, pen=None, brush=theme.generated)
        self._mark = pg.ScatterPlotItem(
            size=12 * scale**0.5, pen=pg.mkPen(theme.text, width=2), brush=theme.point
        )
        for item in (self._grid, self._dots, self._mark):
            self._plot.addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._reach, self._shape = 1.0, (0, 0.0)
        self.setToolTip(
            self.tr(
                "The noise z that the forger starts from. Point at it: the grid bends once more "
                "from noise to data, and the dot shows G(z)."
            )
        )
        viewport = self._plot.viewport()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    def show_noise(self, game: Portrayal) -> None:
        """Draw the grid once for each kind of noise."""
        noise = game.warp.noise[..., :2]
        reach = float(np.abs(noise).max())
        if self._shape == (game.noise.shape[1], reach):
            return
        self._shape, self._reach = (game.noise.shape[1], reach), reach
        self._box.setRange(
            xRange=(-reach * 1.1, reach * 1.1), yRange=(-reach * 1.1, reach * 1.1), padding=0
        )
        if noise.shape[-1] == 1:
            x = noise[:, 0]
            self._grid.setData(x, np.zeros_like(x))
            self._dots.setData(game.noise[:200, 0], np.zeros(min(200, len(game.noise))))
            return
        gap = np.full((1, 2), np.nan, np.float32)
        flat = type(game.warp)(noise, noise, None)
        path = np.concatenate([part for line in lines_of(flat) for part in (line, gap)])
        self._grid.setData(path[:, 0], path[:, 1])
        self._dots.setData(pos=game.noise[:200, :2])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = self._box.mapSceneToView(event.position())
            z = np.clip([at.x(), at.y()], -self._reach, self._reach)
            if self._shape[0] == 1:
                z[1] = 0.0
            self._mark.setData([z[0]], [z[1]])
            self.pointed.emit((z / self._reach + 1) / 2)
        elif event.type() == QEvent.Type.Leave:
            self._mark.setData([], [])
            self.pointed.emit(None)
        return super().eventFilter(watched, event)
