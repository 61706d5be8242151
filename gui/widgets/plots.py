"""A plot without menus, buttons and jumps, its axes in our colours and type."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt

from gui.theme import Theme, body_font


def quiet_plot(theme: Theme, scale: float, left: pg.AxisItem, bottom: pg.AxisItem) -> pg.PlotWidget:
    """Return a plot that nobody moves by hand and whose range is set by who shows something."""
    plot = pg.PlotWidget(background=theme.background, axisItems={"left": left, "bottom": bottom})
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMinimumSize(0, 0)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box = plot.getPlotItem().getViewBox()
    box.setMouseEnabled(False, False)
    box.disableAutoRange()
    for axis in (left, bottom):
        axis.setTickFont(body_font(scale))
        axis.setPen(theme.line)
        axis.setTextPen(theme.muted)
        axis.setStyle(tickLength=-5, hideOverlappingLabels=True)
        axis.enableAutoSIPrefix(False)
    return plot
