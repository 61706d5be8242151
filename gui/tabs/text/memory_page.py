"""Memory measured: how much what is far counts, by token, by state, and in a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.numbers import fixed
from gui.tabs.text.path_view import PathView
from gui.theme import Theme, body_font
from gui.widgets.plots import quiet_plot
from gui.widgets.section import fill

if TYPE_CHECKING:
    from core.text.probes import Accuracy

LEAST = 1e-12
SYMBOLS = ("o", "s", "t1", "d")
TOKEN, STATE, PROBE = MODES = ("token", "state", "probe")


class MemoryPage(QWidget):
    """Curves against distance on the left, the path of a recurrent network's state on the right."""

    modeChosen = Signal(str)
    probeAsked = Signal(str)
    stopAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.mode = TOKEN
        self._left, self._bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self.plot = quiet_plot(theme, scale, self._left, self._bottom)
        self._left.setWidth(round(110 * max(1.0, scale * 0.9)))
        self._bottom.setHeight(round(48 * scale))
        self._legend = self.plot.addLegend(
            offset=(-16, 16), labelTextColor=theme.text, labelTextSize=f"{10 * scale:g}pt"
        )
        self.curves: dict[str, np.ndarray] = {}
        self.probed: dict[str, list[Accuracy]] = {}
        self.path = PathView(theme, scale)
        self.path_title = QLabel(objectName="figureTitle")
        self._build()
        self.setFont(body_font(scale))
        self.show_progress(None)
        self.show_mode(TOKEN)

    def _build(self) -> None:
        texts = {
            TOKEN: (self.tr("By token"), self.tr(
                "‖∂ log p(next) / ∂e_t‖: how much the vector of token t moves what comes next"
            )),
            STATE: (self.tr("By state"), self.tr(
                "‖∂h_T / ∂h_t‖ of the recurrent networks: the vanishing gradient"
            )),
            PROBE: (self.tr("Open and close"), self.tr(
                "Does a model still know, d tokens later, that something was opened or who spoke?"
            )),
        }  # fmt: skip
        self.modes = QButtonGroup(self)
        head = QHBoxLayout()
        for number, mode in enumerate(MODES):
            button = QToolButton(text=texts[mode][0], checkable=True)
            button.setToolTip(texts[mode][1])
            self.modes.addButton(button, number)
            head.addWidget(button)
        head.addStretch()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What is opened"))
        self.kind.setToolTip(self.tr("What is opened, and has to be closed d tokens later"))
        self.probe = QPushButton(self.tr("Probe"))
        self.probe.setToolTip(self.tr("Tests every network at distances from 1 to 128"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("Stops measuring"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        tools = QHBoxLayout()
        for widget in (self.kind, self.probe, self.stop):
            tools.addWidget(widget)
        tools.addWidget(self.progress, 1)
        tools.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.path_title)
        right.addWidget(self.path.plot, 1)
        plots = QHBoxLayout()
        plots.setSpacing(16)
        plots.addWidget(self.plot, 3)
        plots.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(head)
        column.addLayout(tools)
        column.addLayout(plots, 1)
        self.modes.idToggled.connect(self._on_mode)
        self.probe.clicked.connect(self._on_probe)
        self.stop.clicked.connect(self.stopAsked)

    def show_mode(self, mode: str) -> None:
        """Choose what is drawn; tells nobody."""
        self.mode = mode
        blocked = self.modes.blockSignals(True)
        self.modes.button(MODES.index(mode)).setChecked(True)
        self.modes.blockSignals(blocked)
        for widget in (self.kind, self.probe):
            widget.setVisible(mode == PROBE)
        self.plot.setLogMode(x=mode == PROBE, y=mode != PROBE)
        named = {
            TOKEN: "‖∂ log p / ∂<i>e</i><sub>t</sub>‖",
            STATE: "‖∂<i>h</i><sub>T</sub> / ∂<i>h</i><sub>t</sub>‖",
            PROBE: self.tr("share that is right"),
        }
        below = {
            TOKEN: self.tr("distance in tokens (1 is the last)"),
            STATE: self.tr("distance T − t in tokens"),
            PROBE: self.tr("distance in tokens"),
        }
        size = {"color": self._theme.text, "font-size": f"{10 * self._scale:g}pt"}
        self._left.setLabel(named[mode], **size)
        self._bottom.setLabel(below[mode], **size)
        for axis in (self._left, self._bottom):
            axis.resizeEvent()  # puts the new label into the middle
        ticks = [(np.log10(d), str(d)) for d in (1, 2, 4, 8, 16, 32, 64, 128)]
        self._bottom.setTicks([ticks] if mode == PROBE else None)
        self.curves, self.probed = {}, {}
        self.plot.clear()
        self._legend.clear()

    def show_kinds(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer probes (key, name)."""
        if [self.kind.itemData(i) for i in range(self.kind.count())] != [key for key, _ in rows]:
            fill(self.kind, [(name, key) for key, name in rows], rows[0][0] if rows else None)
        self.probe.setEnabled(bool(rows))

    def show_progress(self, share: float | None) -> None:
        """Show how much is measured; None: nothing is being measured."""
        for widget in (self.progress, self.stop):
            widget.setVisible(share is not None)
        self.progress.setValue(0 if share is None else round(100 * share))

    def show_curves(self, curves: Mapping[str, np.ndarray]) -> None:
        """Show norms by distance from 1 on, for each network."""
        self.curves = dict(curves)
        self.plot.clear()
        self._legend.clear()
        self._legend.setOffset((-16, 16))
        longest, low, high = 2, 0.0, 0.0
        for place, (name, norms) in enumerate(curves.items()):
            seen = norms > LEAST
            distance = np.arange(1, len(norms) + 1)[seen]
            if not seen.any():
                continue
            self._draw(place, name, distance, norms[seen])
            longest = max(longest, int(distance[-1]))
            low = min(low, float(np.log10(norms[seen].min())))
            high = max(high, float(np.log10(norms[seen].max())))
        self.plot.setXRange(1, longest, padding=0.03)
        self.plot.setYRange(low, high, padding=0.05)

    def show_probed(self, probed: Mapping[str, list[Accuracy]]) -> None:
        """Show which share of the tries was right at each distance; half is guessing."""
        self.probed = {name: list(rows) for name, rows in probed.items()}
        self.plot.clear()
        self._legend.clear()
        line = pg.mkPen(self._theme.muted, width=1, dash=[4, 4])
        self.plot.plot([1, 128], [0.5, 0.5], pen=line, name=self.tr("guessing"))
        for place, (name, rows) in enumerate(probed.items()):
            distance = np.array([row.distance for row in rows])
            self._draw(place, name, distance, np.array([row.right / row.tries for row in rows]))
        self._legend.setOffset((16, -16))  # below: good models run along the top
        self.plot.setXRange(0, np.log10(128), padding=0.03)
        self.plot.setYRange(0, 1, padding=0.05)

    def _draw(self, place: int, name: str, distance: np.ndarray, values: np.ndarray) -> None:
        theme = self._theme
        color = (theme.mu, theme.sigma, theme.data, theme.point)[place % 4]
        self.plot.plot(
            distance, values, name=name, pen=pg.mkPen(color, width=1), symbol=SYMBOLS[place % 4],
            symbolBrush=color, symbolPen=None, symbolSize=4 + 2 * self._scale,
        )  # fmt: skip

    def show_path(self, model: str, places: np.ndarray, share: np.ndarray) -> None:
        """Show where the state of a recurrent network has been, and how much the plane shows."""
        self.path_title.setText(self.tr("State path of the {model}").format(model=model))
        first, second = (fixed(100 * float(part), 0) + " %" for part in share)
        below = self.tr("1st direction ({p})").format(p=first)
        beside = self.tr("2nd direction ({p})").format(p=second)
        self.path.plot.setToolTip(
            self.tr("The two directions in which its state moves most, with their variance")
        )
        self.path.show_path(places, below, beside)

    def _on_mode(self, number: int, on: bool) -> None:
        if on:
            self.show_mode(MODES[number])
            self.modeChosen.emit(MODES[number])

    def _on_probe(self) -> None:
        if self.kind.currentData():
            self.probeAsked.emit(self.kind.currentData())
