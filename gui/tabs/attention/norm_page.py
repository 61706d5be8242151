"""What normalising does to training: two small translators, one without it, drawn as they learn."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.training.norm_messages import LAYERS, RATES, WITH, WITHOUT, PairCurves, StartPair
from gui.numbers import number
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.loss_items import LossAxis, StepAxis, colors, value_range
from gui.widgets.plots import quiet_plot
from gui.widgets.section import fill
from gui.widgets.steady import SteadyText
from gui.workers.run import Phase

SHORTEST = 20  # steps that the axes show at least


class NormPage(QWidget):
    """Asks for a pair of runs and shows its losses and gradients."""

    startAsked = Signal(object)  # StartPair
    pauseAsked = Signal()
    stopAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        font = body_font(scale, EMPHASIS if scale < 1.5 else 10)
        self.layers, self.rate = QComboBox(), QComboBox()
        fill(self.layers, [(self.tr("{n} layers").format(n=n), n) for n in LAYERS], 4)
        rows = [(self.tr("learning rate {rate}").format(rate=number(r, 1)), r) for r in RATES]
        fill(self.rate, rows, 2e-3)
        self.layers.setAccessibleName(self.tr("layers"))
        self.layers.setToolTip(self.tr("On each side; the more there are, the more it matters"))
        self.rate.setAccessibleName(self.tr("learning rate"))
        self.rate.setToolTip(self.tr("How far one step goes, the same for both"))
        self.start = QPushButton(self.tr("Train both"))
        self.start.setToolTip(
            self.tr("The same sentences, weights at the start, and steps; only the norm differs")
        )
        self.pause = QPushButton(self.tr("Pause"))
        self.stop = QPushButton(self.tr("Stop"))
        bar = QHBoxLayout()
        for widget in (self.layers, self.rate, self.start, self.pause, self.stop):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.addWidget(widget)
        bar.addStretch()
        tones = [colors(theme, second=run == WITHOUT)[0] for run in (WITH, WITHOUT)]
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._legend = [SteadyText(font, tone, align=left) for tone in tones]
        self.plots = [
            _Curves(theme, scale, name) for name in (self.tr("loss"), self.tr("gradient"))
        ]
        self.plots[0].setToolTip(
            self.tr("How wrong each network is, in nats a piece, step by step; logarithmic")
        )
        self.plots[1].setToolTip(
            self.tr("Its length, √Σ g² over all weights, before it is cut to 1; logarithmic")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        for text in self._legend:
            column.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(16)
        for plot in self.plots:
            row.addWidget(plot, 1)
        column.addLayout(row, 1)
        self.start.clicked.connect(self._on_start)
        self.pause.clicked.connect(self.pauseAsked)
        self.stop.clicked.connect(self.stopAsked)
        self.show_run(PairCurves.empty(), Phase.COLD)

    def show_run(self, curves: PairCurves, phase: Phase) -> None:
        """Show the curves so far, and what can be done now."""
        busy = phase in (Phase.RUNNING, Phase.PAUSED)
        self.start.setEnabled(phase is not Phase.STARTING)
        self.pause.setEnabled(busy)
        self.pause.setText(self.tr("Go on") if phase is Phase.PAUSED else self.tr("Pause"))
        self.stop.setEnabled(busy or phase is Phase.STARTING)
        for plot, values in zip(self.plots, (curves.losses, curves.gradients), strict=True):
            plot.show_values(values)
        names = (
            self.tr("━━  with Add & Norm, as in 2017"), self.tr("╍╍  Add alone, without Norm")
        )  # fmt: skip
        told = self.tr("{name}: loss {loss}, gradient {gradient}")
        for run, name in enumerate(names):
            here = name
            if curves.step:
                here = told.format(
                    name=name, loss=number(curves.losses[run][-1]),
                    gradient=number(curves.gradients[run][-1]),
                )  # fmt: skip
            self._legend[run].set_text(here)

    def legend(self) -> list[str]:
        """Return what is told of both runs."""
        return [text.text() for text in self._legend]

    @Slot()
    def _on_start(self) -> None:
        start = StartPair(layers=self.layers.currentData(), learning_rate=self.rate.currentData())
        self.startAsked.emit(start)


class _Curves(QWidget):
    """One quantity of both runs over the steps, on a logarithmic axis."""

    def __init__(self, theme: Theme, scale: float, name: str) -> None:
        super().__init__()
        self._axis = LossAxis("left")
        self._axis.set_log(True)
        self._plot = quiet_plot(theme, scale, self._axis, StepAxis("bottom"))
        self._box = self._plot.getPlotItem().getViewBox()
        metrics = QFontMetricsF(body_font(scale))
        for side, text in (("left", name), ("bottom", self.tr("step"))):
            axis = self._plot.getAxis(side)
            axis.setLabel(text, **{"font-size": f"{10 * scale:g}pt", "color": theme.muted})
            axis.setStyle(autoExpandTextSpace=False)
        self._plot.getAxis("left").setWidth(
            round(metrics.horizontalAdvance("000000") + metrics.height() + 10)
        )
        self._plot.getAxis("bottom").setHeight(round(2 * metrics.height() + 8))
        self._items = []
        for run in (WITH, WITHOUT):
            tone, _ = colors(theme, second=run == WITHOUT)
            style = Qt.PenStyle.DashLine if run == WITHOUT else Qt.PenStyle.SolidLine
            pen = pg.mkPen(tone, width=2 * scale**0.5, style=style)
            item = pg.PlotCurveItem(pen=pen, connect="finite")
            self._box.addItem(item, ignoreBounds=True)
            self._items.append(item)
        self._empty = QLabel(self.tr("no step yet"), self._plot, objectName="aside")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self.setAccessibleName(name)
        self._range = (0.0, 0.0)

    def show_values(self, values: tuple[list[float], list[float]]) -> None:
        """Draw the values of both runs; the line breaks where there is no number."""
        drawn = []
        for item, each in zip(self._items, values, strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                logs = np.log10(np.asarray(each, dtype=float))
            logs[~np.isfinite(logs)] = np.nan
            item.setData(np.arange(1, len(each) + 1), logs)
            drawn.append((logs, np.empty(0)))
        count = len(values[WITH])
        self._empty.setVisible(not count)
        for side in ("left", "bottom"):
            self._plot.getAxis(side).setStyle(showValues=bool(count))
        self._range = value_range(drawn, self._range)
        wide = max(SHORTEST, 1.25 ** np.ceil(np.log(max(count, 1)) / np.log(1.25)))
        self._box.setRange(xRange=(0, wide), yRange=self._range, padding=0)

    def resizeEvent(self, event: object) -> None:
        """Keep the words of an empty plot in its middle."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._empty.adjustSize()
        middle = self._plot.rect().center() - self._empty.rect().center()
        self._empty.move(middle)
