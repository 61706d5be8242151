"""The losses of one or two runs as they come: every step of training, and held-out data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.training.curves import Points, smoothed, thinned
from gui.theme import Theme, body_font
from gui.widgets.loss_items import LossAxis, LossLegend, Run, StepAxis, value_range
from gui.widgets.plots import quiet_plot

WITH_SWITCH = 260  # pixels of width at a type of scale 1
SHORTEST = 20  # steps that the axis shows at least
GROWTH = 1.25  # the axis grows by so much when a curve reaches its end


class LossPlot(QWidget):
    """Curves of one run or two; what is under the pointer, or the newest, is told in figures.

    ← → (with Shift in tenths) look at a step, Home and End at the first and last, Escape at none.
    """

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._runs: list[Run] = []
        self._log, self._bare = False, False
        self._stale = False  # there is more than what is drawn
        self._seen: float | None = None  # the step under the pointer
        self._marked: int | None = None
        self._range = (0.0, 1.0)  # of the values, as drawn
        self._width = float(SHORTEST)
        self._legend = LossLegend(theme, scale)
        self._switch = QToolButton(text=self.tr("log"), checkable=True)
        self._switch.setAccessibleName(self.tr("logarithmic loss axis"))
        self._switch.setToolTip(
            self.tr("equal distances for equal factors: shows small gains late in a training")
        )
        self._switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._switch.toggled.connect(self.set_log)
        self._plot = quiet_plot(theme, scale, LossAxis("left"), StepAxis("bottom"))
        self._box = self._plot.getPlotItem().getViewBox()
        self._empty = QLabel(self.tr("no step yet"), self._plot, objectName="aside")
        self._hold_axes()
        self._plot.viewport().setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        self._marker, self._cursor = (
            pg.InfiniteLine(angle=90, pen=pg.mkPen(color, width=width))
            for color, width in ((theme.point, 2), (theme.muted, 1))
        )
        for line in (self._marker, self._cursor):
            line.hide()
            line.setZValue(5)
            self._box.addItem(line, ignoreBounds=True)
        self._lay_out()
        self.begin([""], "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._legend, 1)
        head.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._plot, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("loss curves"))
        self._plot.setToolTip(
            self.tr(
                "how wrong the network is, step by step: on what it trains on, and on held-out "
                "data that it never trains on. Faint: every step; strong: smoothed. "
                "← → look at a step."
            )
        )

    def _hold_axes(self) -> None:
        """Give the axes their size once: new numbers shall not move the plot."""
        metrics = QFontMetricsF(body_font(self._scale))
        left, bottom = (self._plot.getAxis(side) for side in ("left", "bottom"))
        left.setWidth(round(metrics.horizontalAdvance("00000") + metrics.height() + 10))
        bottom.setHeight(round(2 * metrics.height() + 8))
        for axis in (left, bottom):
            axis.setStyle(autoExpandTextSpace=False)

    # what is shown

    def begin(self, labels: Sequence[str], unit: str) -> None:
        """Start anew with one run, or two, under their names; `unit` names the axis of losses."""
        for run in self._runs:
            for item in run.items:
                self._box.removeItem(item)
        self._runs = [
            Run(self._theme, self._scale, name, second=i > 0) for i, name in enumerate(labels)
        ]
        for run in self._runs:
            for item in run.items:
                self._box.addItem(item, ignoreBounds=True)
        style = {"font-size": f"{10 * self._scale:g}pt", "color": self._theme.muted}
        self._plot.getAxis("left").setLabel(unit, **style)
        self._plot.getAxis("bottom").setLabel(self.tr("step"), **style)
        self._width, self._seen = float(SHORTEST), None
        self.mark(None)
        self._legend.begin([run.name for run in self._runs])
        self._redraw()

    def add(self, run: int, step: int, losses: Sequence[float], held_out: float | None) -> None:
        """Append the losses of the steps up to `step`, and the held-out loss at it, if measured.

        Values that are no finite numbers break the line. A step at or before one that is already
        there takes its place and that of what came after it.
        """
        mine = self._runs[run]
        mine.train.add(np.arange(step - len(losses) + 1, step + 1), losses)
        if held_out is not None:
            mine.held_out.add(np.array([step]), [held_out])
        self._redraw(run)

    def cut_after(self, run: int, step: int) -> None:
        """Forget what a run did after `step`: it went back."""
        for series in (self._runs[run].train, self._runs[run].held_out):
            series.cut_after(step)
        self._redraw(run)

    def mark(self, step: int | None) -> None:
        """Draw a line at the step that is being looked at elsewhere; None takes it away."""
        self._marked = step
        self._marker.setVisible(step is not None)
        if step is not None:
            self._marker.setPos(step)
        self._tell()

    def set_log(self, on: bool) -> None:
        """Draw logarithms of the losses, as far as they are positive, or the losses."""
        blocked = self._switch.blockSignals(True)
        self._switch.setChecked(on)
        self._switch.blockSignals(blocked)
        self._log = on
        self._plot.getAxis("left").set_log(on)
        self._range = (0.0, 0.0)
        self._redraw()

    def is_log(self) -> bool:
        """Say whether logarithms are drawn."""
        return self._log

    def series(self, run: int) -> tuple[Points, Points]:
        """Return steps and losses of training, and of held-out data, each at full resolution."""
        mine = self._runs[run]
        train, held_out = mine.train.points(), mine.held_out.points()
        return (train[0].copy(), train[1].copy()), (held_out[0].copy(), held_out[1].copy())

    def reading(self) -> str:
        """Return what is told in figures, as it is written."""
        return self._legend.text()

    # drawing

    def _redraw(self, only: int | None = None) -> None:
        """Draw one run or all, later where nobody sees it."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        for i, run in enumerate(self._runs):
            if only is None or i == only:
                self._draw(run)
        self._show_empty(not any(len(run.train) + len(run.held_out) for run in self._runs))
        end = max((run.last for run in self._runs), default=0)
        if end > self._width or end * GROWTH**3 < self._width:  # it also went far back
            self._width = max(end * GROWTH, float(SHORTEST))
        self._range = value_range([run.drawn for run in self._runs], self._range)
        self._box.setRange(xRange=(0, self._width), yRange=self._range, padding=0)
        self._tell()

    def _show_empty(self, empty: bool) -> None:
        """Say that there is nothing yet, instead of numbers at the axes."""
        if empty != self._bare:
            self._bare = empty
            self._empty.setVisible(empty)
            for side in ("bottom", "left"):
                self._plot.getAxis(side).setStyle(showValues=not empty)

    def _draw(self, run: Run) -> None:
        steps, losses = thinned(run.train.points())
        at, held_out = thinned(run.held_out.points(), 200)
        run.last = int(max(steps[-1:].max(initial=0), at[-1:].max(initial=0)))
        run.draw(steps, self._on_axis(losses), self._on_axis(smoothed(losses)), at,
                 self._on_axis(held_out))  # fmt: skip

    def _on_axis(self, values: np.ndarray) -> np.ndarray:
        if not self._log:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(values > 0, np.log10(values), np.nan)

    def _tell(self) -> None:
        """Write the figures at the pointer, else at the mark, else the newest."""
        at = self._seen if self._seen is not None else self._marked
        self._cursor.setVisible(self._seen is not None)
        if self._seen is not None:
            self._cursor.setPos(self._seen)
        asked = float("inf") if at is None else at
        self._legend.tell(
            [(run.train.at(asked), run.held_out.at(asked)) for run in self._runs],
        )

    # the hand

    def _look_at(self, step: float | None) -> None:
        found = [run.train.at(step) for run in self._runs] if step is not None else []
        steps = [one[0] for one in found if one is not None]
        self._seen = min(steps, key=lambda s: abs(s - (step or 0.0))) if steps else None
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer over the plot."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._look_at(self._box.mapSceneToView(event.position()).x())
        elif event.type() == QEvent.Type.Leave:
            self._look_at(None)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at another step."""
        last = max((run.last for run in self._runs), default=0)
        far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        by = max(1, round(last / (10 if far else 100)))
        here = last if self._seen is None else self._seen
        key = Qt.Key(event.key())
        to = {
            Qt.Key.Key_Left: here - by, Qt.Key.Key_Right: here + by,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }.get(key)  # fmt: skip
        if to is not None:
            self._look_at(to)
        elif key == Qt.Key.Key_Escape and self._seen is not None:
            self._look_at(None)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: object) -> None:
        """Catch up with what came while nobody saw it."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._redraw()

    def resizeEvent(self, event: object) -> None:
        """Keep the words of an empty plot in its middle; leave a narrow one to the figures."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._switch.setVisible(self.width() >= WITH_SWITCH * self._scale)
        self._place_empty()

    def _place_empty(self) -> None:
        self._empty.adjustSize()
        middle = QPointF(self._plot.rect().center()) - QPointF(self._empty.rect().center())
        self._empty.move(middle.toPoint())
