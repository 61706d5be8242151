"""The plane of noise beside the data's: point at it, or drag a point, to see where G puts it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.gan.portrait import Warp
from gui.tabs.gan.figure import Portrayal, lines_of
from gui.theme import Theme, body_font, mix
from gui.widgets.plane_items import NumberAxis
from gui.widgets.plots import quiet_plot

MOST = 200  # samples that are drawn


class NoisePlane(QWidget):
    """A grid of z and some samples."""

    pointed = Signal(object)  # (share of the way across, up), or None when the pointer leaves

    placed = Signal(object)  # z (2,) where the point was dragged to

    def __init__(self, theme: Theme, scale: float, *, drags: bool = False) -> None:
        super().__init__()
        self._drags = drags
        left, bottom = NumberAxis("left"), NumberAxis("bottom")
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
        self._reach, self._shape, self._flat = 1.0, (0, 0.0), False
        self.setToolTip(
            self.tr("The noise z that the forger starts from. Drag the point.")
            if drags
            else self.tr(
                "The noise z that the forger starts from. Point at it: the grid bends once more "
                "from noise to data, and the dot shows G(z)."
            )
        )
        viewport = self._plot.viewport()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    def begin(self) -> None:
        """Forget what was shown."""
        self._shape = (0, 0.0)
        self._mark.setData([], [])

    def show_noise(self, game: Portrayal) -> None:
        """Draw the grid once for each kind of noise."""
        reach = float(np.abs(game.warp.noise[..., :2]).max())
        if self._shape != (game.noise.shape[1], reach):
            self._shape = (game.noise.shape[1], reach)
            self.show_grid(game.warp, game.noise)

    def show_grid(self, warp: Warp, samples: np.ndarray) -> None:
        """Draw the grid of noise, and some samples (N, ·), of which two dimensions are shown."""
        noise = warp.noise[..., :2]
        self._reach = reach = float(np.abs(noise).max())
        self._flat = noise.shape[-1] == 1
        self._box.setRange(
            xRange=(-reach * 1.1, reach * 1.1), yRange=(-reach * 1.1, reach * 1.1), padding=0
        )
        if self._flat:
            x = noise[:, 0]
            self._grid.setData(x, np.zeros_like(x))
            self._dots.setData(samples[:MOST, 0], np.zeros(len(samples[:MOST])))
            return
        gap = np.full((1, 2), np.nan, np.float32)
        flat = Warp(noise, noise, None)
        path = np.concatenate([part for line in lines_of(flat) for part in (line, gap)])
        self._grid.setData(path[:, 0], path[:, 1])
        self._dots.setData(pos=samples[:MOST, :2])

    def put(self, z: np.ndarray) -> None:
        """Show the point that is dragged."""
        self._mark.setData([float(z[0])], [0.0 if self._flat else float(z[1])])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer."""
        moves = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress)
        if event.type() in moves and isinstance(event, QMouseEvent):
            if self._drags and not event.buttons():
                return super().eventFilter(watched, event)
            at = self._box.mapSceneToView(event.position())
            z = np.clip([at.x(), at.y()], -self._reach, self._reach)
            if self._flat:
                z[1] = 0.0
            self.put(z)
            if self._drags:
                self.placed.emit(z)
                return True
            self.pointed.emit((z / self._reach + 1) / 2)
        elif event.type() == QEvent.Type.Leave and not self._drags:
            self._mark.setData([], [])
            self.pointed.emit(None)
        return super().eventFilter(watched, event)
