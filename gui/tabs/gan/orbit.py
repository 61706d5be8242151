"""The Dirac GAN in a window of its own: vector field and trajectory of two parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.gan.dirac import Orbit, Turns, eigenvalues, trajectory, vector_field
from core.gan.losses import Loss
from gui.numbers import number
from gui.tabs.gan.sentences import LOSS_NAMES, say
from gui.theme import Theme, body_font, mix
from gui.widgets.plots import quiet_plot
from gui.widgets.section import fill
from gui.widgets.steady import SteadyText

REACH = 2.0
STEPS = 400
PENALTIES = (0.0, 0.1, 0.3, 1.0)
NOISES = (0.0, 0.3, 0.7, 1.0)


class OrbitWindow(QDialog):
    """Click where the players begin; choose a loss and a regularisation."""

    def __init__(self, theme: Theme, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Two-parameter orbit (Dirac GAN)"))
        self._start = (1.0, 0.5)
        self.orbit = Orbit(loss=Loss.MINIMAX, turns=Turns.CONTINUOUS)
        left, bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self._plot = quiet_plot(theme, scale, left, bottom)
        bottom.setLabel(self.tr("θ: where the forger puts its point"), color=theme.muted)
        left.setLabel(self.tr("ψ: the police’s slope"), color=theme.muted)
        for axis in (left, bottom):
            axis.label.setFont(body_font(scale))
        self._box = self._plot.getPlotItem().getViewBox()
        self._box.setRange(xRange=(-REACH, REACH), yRange=(-REACH, REACH), padding=0.05)
        faint = mix(theme.background, theme.text, 0.45)
        self._field = pg.PlotCurveItem(pen=pg.mkPen(faint, width=1), connect="pairs")
        self._path = pg.PlotCurveItem(pen=pg.mkPen(theme.generated, width=2))
        self._dots = pg.ScatterPlotItem(size=12 * scale**0.5, pen=pg.mkPen(theme.text))
        for item in (self._field, self._path, self._dots):
            self._plot.addItem(item)
        self._colors = (theme.point, theme.data)
        self._caption = SteadyText(body_font(scale), theme.text, lines=2)
        row = QHBoxLayout()
        rows = (
            (self.tr("Loss"), "loss", [(say(LOSS_NAMES[x.value]), x) for x in Loss]),
            (self.tr("Penalty γ"), "penalty", [(number(x), x) for x in PENALTIES]),
            (self.tr("Instance noise σ"), "instance_noise", [(number(x), x) for x in NOISES]),
            (self.tr("Turns"), "turns", [
                (self.tr("both at once"), Turns.SIMULTANEOUS),
                (self.tr("one after the other"), Turns.ALTERNATING),
                (self.tr("flowing"), Turns.CONTINUOUS),
            ]),
        )  # fmt: skip
        self._combos: dict[str, QComboBox] = {}
        for name, field, choices in rows:
            combo = QComboBox()
            combo.setAccessibleName(name)
            combo.setToolTip(name)
            fill(combo, choices, getattr(self.orbit, field))
            combo.activated.connect(self._on_chosen)
            label = QLabel(name)
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo)
            self._combos[field] = combo
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self._plot, 1)
        column.addWidget(self._caption)
        self._plot.setToolTip(self.tr("Click where the players begin"))
        self._plot.viewport().installEventFilter(self)
        self.resize(round(760 * scale**0.5), round(720 * scale**0.5))
        self._draw()

    def _on_chosen(self, _index: int) -> None:
        chosen = {field: combo.currentData() for field, combo in self._combos.items()}
        self.orbit = replace(self.orbit, **chosen)
        self._draw()

    def _draw(self) -> None:
        theta, psi, across, up = vector_field(self.orbit, REACH)
        starts = np.stack([theta, psi], -1).reshape(-1, 2)
        ways = np.stack([across, up], -1).reshape(-1, 2)
        longest = np.linalg.norm(ways, axis=1).max() or 1.0
        ends = starts + ways / longest * 0.35
        pairs = np.stack([starts, ends], 1).reshape(-1, 2)
        self._field.setData(pairs[:, 0], pairs[:, 1])
        path = trajectory(self.orbit, *self._start, STEPS)
        self._path.setData(path[:, 0], path[:, 1])
        self._dots.setData(
            pos=np.array([self._start, (0.0, 0.0)]), brush=[pg.mkBrush(c) for c in self._colors]
        )
        self._caption.set_text(self._sentence(path))

    def _sentence(self, path: np.ndarray) -> str:
        radius = np.hypot(path[:, 0], path[:, 1])
        third = max(1, len(radius) // 3)  # about a whole round
        began, end = float(radius[:third].max()), float(radius[-third:].max())
        real = float(eigenvalues(self.orbit).real.max())
        if end < 0.8 * began:
            text = self.tr("It spirals into the equilibrium (0, 0).")
        elif end > 1.1 * began:
            text = self.tr("It runs away from the equilibrium (0, 0), turn by turn.")
        else:
            text = self.tr("It turns around the equilibrium (0, 0) and never arrives.")
        return (
            text
            + " "
            + self.tr("Real part of the flow’s eigenvalues: {v}").format(v=number(real, 2))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin where one clicks or drags."""
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
        if isinstance(event, QMouseEvent) and event.type() in kinds and event.buttons():
            at = self._box.mapSceneToView(event.position())
            self._start = (
                float(np.clip(at.x(), -REACH, REACH)), float(np.clip(at.y(), -REACH, REACH)),
            )  # fmt: skip
            self._draw()
            return True
        return super().eventFilter(watched, event)
