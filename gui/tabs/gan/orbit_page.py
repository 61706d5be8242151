"""The Dirac GAN: vector field and trajectory of two parameters, with and without a penalty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.gan.dirac import Orbit, Turns, eigenvalues, trajectory, vector_field
from core.gan.losses import Loss
from gui.numbers import number
from gui.tabs.gan.sentences import LOSS_NAMES, say
from gui.theme import EMPHASIS, TITLE, Theme, body_font, mix
from gui.widgets.plane_items import NumberAxis
from gui.widgets.plots import quiet_plot
from gui.widgets.section import Row, fill
from gui.widgets.steady import SteadyText
from gui.widgets.transport import icon

REACH = 2.0
STEPS = 400
FRAME_MS, STRIDE = 30, 2  # a picture of the walk every so often, so many steps further
PENALTIES = (0.0, 0.1, 0.3, 1.0, 3.0)
NOISES = (0.0, 0.3, 0.7, 1.0)
RATES = (0.02, 0.1, 0.3)
LONGEST = 0.3  # an arrow of the field


class OrbitPage(QWidget):
    """Drag the point where the players begin; choose a loss and a regularisation."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._start = (1.0, 0.5)
        self.orbit = Orbit(loss=Loss.MINIMAX, turns=Turns.CONTINUOUS)
        self._path = np.zeros((1, 2))
        self._at = 0
        self._make_plot()
        self._text = SteadyText(
            body_font(scale, TITLE), theme.text, lines=2, align=Qt.AlignmentFlag.AlignLeft
        )
        about = QLabel(
            self.tr(
                "The smallest GAN there is: all data lie at 0, the forger puts its point at θ, the "
                "police is the line s(x) = ψ·x. They are even at (0, 0)."
            ),
            objectName="aside",
        )
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(8)
        column.addWidget(about)
        column.addLayout(self._make_choices())
        column.addWidget(self._plot, 1)
        column.addWidget(self._text)
        self._walking = QTimer(self, interval=FRAME_MS)
        self._walking.timeout.connect(self._on_frame)
        self._draw()

    def _make_plot(self) -> None:
        theme, scale = self._theme, self._scale
        left, bottom = NumberAxis("left"), NumberAxis("bottom")
        self._plot = quiet_plot(theme, scale, left, bottom)
        left.setWidth(round(64 * scale))  # its numbers and its name, side by side
        bottom.setLabel(self.tr("θ: where the forger puts its point"), color=theme.generated)
        left.setLabel(self.tr("ψ: the police’s slope"), color=theme.text)
        for axis in (left, bottom):
            axis.label.setFont(body_font(scale, EMPHASIS))
        self._box = self._plot.getPlotItem().getViewBox()
        self._box.setAspectLocked(True)
        self._box.setRange(xRange=(-REACH, REACH), yRange=(-REACH, REACH), padding=0.05)
        faint = mix(theme.background, theme.text, 0.45)
        self._field = pg.PlotCurveItem(pen=pg.mkPen(faint, width=1), connect="pairs")
        dashed = pg.mkPen(theme.muted, width=1.5, style=Qt.PenStyle.DashLine)
        self._bare = pg.PlotCurveItem(pen=dashed)
        self._curve = pg.PlotCurveItem(pen=pg.mkPen(theme.generated, width=2.5))
        self._dots = pg.ScatterPlotItem(size=14 * scale**0.5, pen=pg.mkPen(theme.text))
        self._walker = pg.ScatterPlotItem(size=12 * scale**0.5, brush=theme.generated)
        for item in (self._field, self._bare, self._curve, self._dots, self._walker):
            self._plot.addItem(item)
        self._plot.setToolTip(
            self.tr(
                "Press where the players begin. Arrows: where both want to go. Dashed: the same "
                "game without penalty and noise."
            )
        )
        self._plot.viewport().installEventFilter(self)

    def _make_choices(self) -> Row:
        row = Row(16, share=False)
        rows = (
            (self.tr("Loss"), "loss", [(say(LOSS_NAMES[x.value]), x) for x in Loss]),
            (self.tr("Penalty γ"), "penalty", [(number(x, 1), x) for x in PENALTIES]),
            (self.tr("Instance noise σ"), "instance_noise", [(number(x, 1), x) for x in NOISES]),
            (self.tr("Turns"), "turns", [
                (self.tr("flowing"), Turns.CONTINUOUS),
                (self.tr("both at once"), Turns.SIMULTANEOUS),
                (self.tr("one after the other"), Turns.ALTERNATING),
            ]),
            (self.tr("Rate"), "rate", [(number(x, 1), x) for x in RATES]),
        )  # fmt: skip
        side = self.fontMetrics().height()
        self._icons = {
            name: icon(name, self._theme.text, self._theme.muted, side)
            for name in ("play", "pause")
        }
        self.play = QToolButton(checkable=False)
        self.play.setIcon(self._icons["play"])
        self.play.setAccessibleName(self.tr("Walk"))
        self.play.setToolTip(self.tr("Lets both players walk along their trajectory"))
        self.play.clicked.connect(self._on_play)
        row.addWidget(self.play)
        self.combos: dict[str, QComboBox] = {}
        for name, field, choices in rows:
            combo = QComboBox()
            combo.setAccessibleName(name)
            combo.setToolTip(name)
            fill(combo, choices, getattr(self.orbit, field))
            combo.activated.connect(self._on_chosen)
            label = QLabel(name)
            label.setBuddy(combo)
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label)
            line.addWidget(combo, 1)
            row.addWidget(pair)
            self.combos[field] = combo
        return row

    def viewport(self) -> QWidget:
        """Return what the mouse reaches."""
        found: QWidget = self._plot.viewport()
        return found

    def sentence(self) -> str:
        """Return what is said about the trajectory."""
        return self._text.text()

    @Slot()
    def _on_chosen(self) -> None:
        chosen = {field: combo.currentData() for field, combo in self.combos.items()}
        self.orbit = replace(self.orbit, **chosen)
        self._draw()

    @Slot()
    def _on_play(self) -> None:
        if self._walking.isActive():
            self._stand()
            return
        self._at = 0
        self.play.setIcon(self._icons["pause"])
        self._walking.start()

    def _stand(self) -> None:
        self._walking.stop()
        self.play.setIcon(self._icons["play"])

    @Slot()
    def _on_frame(self) -> None:
        self._at += STRIDE
        if self._at >= len(self._path) or not self.isVisible():
            self._at = len(self._path) - 1
            self._stand()
        self._show_walk()

    def _show_walk(self) -> None:
        """Show the trajectory: all of it, or as far as they have walked."""
        walking = self._walking.isActive()
        shown = self._path[: self._at + 1] if walking else self._path
        self._curve.setData(shown[:, 0], shown[:, 1])
        self._walker.setData(pos=shown[-1:])

    def _draw(self) -> None:
        theta, psi, across, up = vector_field(self.orbit, REACH)
        starts = np.stack([theta, psi], -1).reshape(-1, 2)
        ways = np.stack([across, up], -1).reshape(-1, 2)
        longest = np.linalg.norm(ways, axis=1).max() or 1.0
        ways = ways / longest * LONGEST
        ends, turned = starts + ways, np.column_stack([-ways[:, 1], ways[:, 0]])
        heads = [ends - 0.3 * (ways + sign * 0.5 * turned) for sign in (1, -1)]
        pairs = np.stack([starts, ends, ends, heads[0], ends, heads[1]], 1).reshape(-1, 2)
        self._field.setData(pairs[:, 0], pairs[:, 1])
        self._path = trajectory(self.orbit, *self._start, STEPS)
        plain = replace(self.orbit, penalty=0.0, instance_noise=0.0)
        bare = trajectory(plain, *self._start, STEPS) if plain != self.orbit else np.empty((0, 2))
        self._bare.setData(bare[:, 0], bare[:, 1])
        theme = self._theme
        self._dots.setData(
            pos=np.array([self._start, (0.0, 0.0)]),
            brush=[pg.mkBrush(color) for color in (theme.point, theme.data)],
        )
        self._at = min(self._at, len(self._path) - 1)
        self._show_walk()
        self._text.set_text(self._sentence(self._path))

    def _sentence(self, path: np.ndarray) -> str:
        radius = np.hypot(path[:, 0], path[:, 1])
        third = max(1, len(radius) // 3)  # about a whole round
        began, end = float(radius[:third].max()), float(radius[-third:].max())
        values = eigenvalues(self.orbit)
        real, turn = float(values.real.max()), float(np.abs(values.imag).max())
        if end < 0.8 * began:
            text = self.tr("It spirals into the equilibrium (0, 0).")
        elif end > 1.1 * began:
            text = self.tr("It runs away from the equilibrium (0, 0), turn by turn.")
        else:
            text = self.tr("It turns around the equilibrium (0, 0) and never arrives.")
        flow = self.tr("Eigenvalues of the flow at (0, 0): {a} ± {b} i").format(
            a=number(real, 2), b=number(turn, 2)
        )
        return f"{text} {flow}"

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
