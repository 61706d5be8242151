"""The GAN Playground's view: presets, transport, planes, instruments, time line, panel, caption."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.gan.history import History
from core.gan.losses import Loss
from core.gan.presets import PRESETS
from core.gan.settings import Settings
from gui.numbers import number
from gui.tabs.gan.diagram import GameDiagram
from gui.tabs.gan.figure import Figure, Measured
from gui.tabs.gan.instruments import Instrument, span, thin
from gui.tabs.gan.items import Dots
from gui.tabs.gan.noise_plane import NoisePlane
from gui.tabs.gan.panel import Panel
from gui.tabs.gan.plane import FAKE, REAL, GamePlane
from gui.tabs.gan.sentences import PRESET_NAMES, d_text, say
from gui.theme import TITLE, Theme, body_font
from gui.widgets.section import fill
from gui.widgets.steady import SteadyText
from gui.widgets.transport import Transport

ROOM = 860  # pixels the figure needs beside the panel, at a type of scale 1
MANY = 1.4  # from this type size on one instrument is shown at a time
REPLAY_MS, FRAME_MS = 900, 25
LATER_MS = 100  # in play, what need not follow every picture waits so long
SLOWEST = 0.002  # of what the machine can, at the left end of the speed


class GanView(QWidget):
    """Everything that is seen; it shows and asks, no more."""

    presetChosen = Signal(str)
    scrubbed = Signal(int)  # index of a picture; −1 for the newest
    goOnAsked = Signal()

    def __init__(self, theme: Theme, scale: float, *, motion: bool) -> None:
        super().__init__()
        self._theme, self._scale, self._motion = theme, scale, motion
        self._figure: Figure | None = None
        self._narrow = False
        self.flipped = False
        self.panel = Panel(theme, scale)
        self.transport = Transport(theme, scale, SLOWEST, 1.0)
        self.planes = (GamePlane(theme, scale), GamePlane(theme, scale))
        self.planes[1].hide()
        self.noise = NoisePlane(theme, scale)
        self.diagram = GameDiagram(theme, scale)
        self._make_instruments()
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._caption = SteadyText(body_font(scale, TITLE), theme.text, lines=2, align=left)
        self._make_row()
        self._make_time_line()
        self._lay_out()
        self._replay = QTimer(self, interval=FRAME_MS)
        self._replay.timeout.connect(self._on_replay)
        self._share = 1.0
        self._place = (0, 0, 0)  # pictures there are, the one that is shown, its step
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._on_later)
        self.noise.pointed.connect(self._on_pointed)
        QShortcut(QKeySequence("F9"), self, self._fold.toggle)
        space = QShortcut(QKeySequence("Space"), self, self.transport.toggle)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # building

    def _make_row(self) -> None:
        self.presets = QComboBox()
        self.presets.setToolTip(self.tr("Games that do what they say, one click each"))
        self.presets.setAccessibleName(self.tr("Preset"))
        rows = [(say(PRESET_NAMES[name]), name) for name in PRESETS]
        fill(self.presets, rows, "ring")
        if self._scale >= MANY:
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.presets.setSizeAdjustPolicy(policy)
            self.presets.setMinimumContentsLength(12)
        self._fold = QToolButton(text=self.tr("Panel"), checkable=True, checked=True)
        self._fold.setToolTip(self.tr("Folds the panel away (F9)"))
        self.presets.activated.connect(self._on_preset)
        self._fold.toggled.connect(self.panel.setVisible)

    def _make_instruments(self) -> None:
        theme, scale = self._theme, self._scale
        steps = self.tr("step")
        self.losses = Instrument(
            theme, scale, self.tr("Losses J_D, J_G and their sum"),
            self.tr("Both players’ losses on a batch. Under minimax J_G + J_D = 0."), steps,
        )  # fmt: skip
        self.logs = Instrument(
            theme, scale, self.tr("D(x) and D(G(z)) on their logarithms"),
            self.tr(
                "Dots: the mean of D on real points and on fakes. Curves: −log D, which a "
                "non-saturating forger descends, and log(1 − D), which is flat where D is small: "
                "there the minimax forger learns nothing."
            ), "D",
        )  # fmt: skip
        self.norms = Instrument(
            theme, scale, self.tr("Gradient norms of G and D"),
            self.tr("Length of each player’s gradient, on a logarithmic axis"), steps, log=True,
        )  # fmt: skip
        self.distance = Instrument(
            theme, scale, self.tr("JS and KL in bits"),
            self.tr(
                "How far fakes are from reals, on 30 × 30 cells. The grey line is the sampling "
                "floor: what two samples of the same data differ by."
            ), steps,
        )  # fmt: skip
        self.instruments = (self.losses, self.logs, self.norms, self.distance)
        places = np.linspace(0.004, 0.996, 120)
        curves = (("down", theme.generated, -np.log(places)),
                  ("up", theme.data, np.log(1 - places)))  # fmt: skip
        for key, color, values in curves:
            self.logs.draw(key, 0, color, places, values)
        self.logs.see(0, 1, -4, 4)
        self._dots = Dots(size=9 * scale**0.5, pen=pg.mkPen(theme.background))
        colors = [pg.mkBrush(color) for color in (theme.data, theme.generated)]
        self._dots.setData([0, 0], [0, 0], brush=colors)
        self._dots.hide()
        self.logs.add(self._dots)
        self._floor = pg.InfiniteLine(angle=0, pen=pg.mkPen(theme.muted, width=2))
        self._floor.hide()
        self.distance.add(self._floor)
        self._which = QComboBox()
        self._which.setToolTip(self.tr("Which instrument to look at"))
        self._which.setAccessibleName(self.tr("Instrument"))
        self._choosable = (self.noise, *self.instruments)
        self.noise.setAccessibleName(self.tr("Noise plane"))
        names = [(each.accessibleName(), i) for i, each in enumerate(self._choosable)]
        fill(self._which, names, 1)
        self._which.activated.connect(self._on_which)

    def _make_time_line(self) -> None:
        self.time = QSlider(Qt.Orientation.Horizontal)
        self.time.setRange(0, 0)
        self.time.setToolTip(self.tr("Every picture of this run: drag to look back"))
        self.time.setAccessibleName(self.tr("Time line"))
        font = body_font(self._scale)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._when = SteadyText(font, self._theme.muted, align=left)
        self._when.setFixedWidth(round(QFontMetricsF(font).horizontalAdvance("n") * 13))
        self._when.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._go_on = QPushButton(self.tr("Go on from here"))
        self._go_on.setToolTip(
            self.tr("Forgets what came later and goes on from this picture, with other knobs too")
        )
        self._go_on.setEnabled(False)
        self.time.valueChanged.connect(self._on_time)
        self._go_on.clicked.connect(self.goOnAsked)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 16, 0)
        for widget in (self.presets, self.transport):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self._fold)
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.diagram)
        side.addWidget(self.noise, 3)
        side.addWidget(self._which)
        self._pairs: list[tuple[QWidget, tuple[Instrument, ...]]] = []
        for pair in (self.instruments[:2], self.instruments[2:]):
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(12)
            for one in pair:
                line.addWidget(one, 1)
            side.addWidget(holder, 2)
            self._pairs.append((holder, pair))
        self._side = QWidget()
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        figure = QHBoxLayout()
        figure.setContentsMargins(24, 8, 16, 0)
        figure.setSpacing(16)
        figure.addWidget(self.planes[0], 6)
        figure.addWidget(self.planes[1], 6)
        figure.addWidget(self._side, 5 if self._scale < MANY else 4)
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(self.time, 1)
        line.addWidget(self._when, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._go_on)
        below = QHBoxLayout()
        below.setContentsMargins(24, 4, 24, 8)
        below.addWidget(self._caption)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addLayout(top)
        left.addLayout(figure, 1)
        left.addLayout(line)
        left.addLayout(below)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)
        self._show_instruments()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the panel where both have no room; leave the plane its height."""
        super().resizeEvent(event)
        narrow = self.width() - self.panel.width() < ROOM * self._scale**0.5
        if narrow != self._narrow:
            self._narrow = narrow
            self._fold.setChecked(not narrow)
        self._show_instruments()
        lines = 2 * QFontMetricsF(body_font(self._scale, TITLE)).lineSpacing()
        self._caption.setFixedHeight(round(min(lines, 0.09 * self.height())) + 2)

    def _show_instruments(self) -> None:
        """Show all where there is room, else the chosen one."""
        wide = self._scale < MANY
        many = wide and not self.planes[1].isVisibleTo(self)
        chosen = self._which.currentData()
        self._which.setVisible(not many)
        self.diagram.setVisible(wide)
        for i, one in enumerate(self._choosable):
            one.setVisible(many or i == chosen or (wide and i == 0))
        for instrument in self.instruments:
            instrument.show_title(many)
        for holder, pair in self._pairs:
            holder.setVisible(many or any(self._choosable[chosen] is one for one in pair))

    # what is shown

    def begin(self, settings: tuple[Settings, ...], titles: tuple[str, ...]) -> None:
        """Forget a run that ended and make room for the games of the next."""
        self.planes[1].setVisible(len(settings) > 1)
        for plane, title in zip(self.planes, (*titles, ""), strict=False):
            plane.begin()
            plane.set_title(title)
        for instrument in (self.losses, self.norms, self.distance):
            instrument.clear()
            instrument.tell("")
        self._floor.hide()
        self._show_instruments()

    def show_titles(self, titles: tuple[str, ...]) -> None:
        """Write above each plane what tells it from the other."""
        for plane, title in zip(self.planes, (*titles, ""), strict=False):
            plane.set_title(title)

    def show_figure(self, figure: Figure) -> None:
        """Draw a moment."""
        self._figure = figure
        self.noise.show_noise(figure.games[0])
        for side, plane in enumerate(self.planes[: len(figure.games)]):
            plane.flipped = self.flipped and figure.settings[side].loss.is_probability
            plane.show_game(figure, side)
        self._show_later()

    def _show_later(self) -> None:
        """Show at once, or with the next pictures, what need not follow every one of them."""
        if not self.transport.is_playing():
            self._on_later()
        elif not self._later.isActive():
            self._later.start()

    @Slot()
    def _on_later(self) -> None:
        self._later.stop()
        count, at, step = self._place
        with QSignalBlocker(self.time):
            self.time.setRange(0, max(0, count - 1))
            self.time.setValue(at)
        self._when.set_text(self.tr("step {n}").format(n=step))
        if self._figure is not None:
            self._show_logs(self._figure)

    def _show_logs(self, figure: Figure) -> None:
        loss = figure.settings[0].loss
        if not loss.is_probability:
            self._dots.hide()
            self.logs.tell(self.tr("no probability: the raw score has no logarithm"))
            self.logs.setEnabled(False)
            return
        self.logs.setEnabled(True)
        standing = figure.games[0].standing
        real, fake = (float(np.clip(v, 0.004, 0.996)) for v in (standing.d_real, standing.d_fake))
        down = loss is Loss.NON_SATURATING
        value = -np.log(fake) if down else np.log(1 - fake)
        spots = np.array([(real, -np.log(real)), (fake, value)])
        if self.flipped:
            spots[:, 0] = 1 - spots[:, 0]
        self._dots.move(spots)
        self._dots.show()
        self.logs.tell(
            self.tr("D(x) = {a}   D(G(z)) = {b}").format(
                a=d_text(standing.d_real, loss, flipped=self.flipped),
                b=d_text(standing.d_fake, loss, flipped=self.flipped),
            )
        )

    def set_flipped(self, on: bool) -> None:
        """Relabel to the other convention: D = 1 means fake."""
        self.flipped = on
        places = np.linspace(0.004, 0.996, 120)
        shown = 1 - places if on else places
        self.logs.draw("down", 0, self._theme.generated, shown, -np.log(places))
        self.logs.draw("up", 0, self._theme.data, shown, np.log(1 - places))
        if self._figure is not None:
            self.show_figure(self._figure)

    def show_history(self, histories: tuple[History, ...]) -> None:
        """Draw losses and norms."""
        theme = self._theme
        police, both, norms = REAL[theme.dark], [], []
        for side, history in enumerate(histories):
            if not len(history):
                continue
            first = history.step - len(history) + 1
            rows = {name: history.last(name) for name in ("j_d", "j_g", "d_norm", "g_norm")}
            first = history.step - len(rows["j_d"]) + 1
            lines = (("j_d", police, rows["j_d"]), ("j_g", theme.generated, rows["j_g"]),
                     ("sum", theme.muted, rows["j_d"] + rows["j_g"]))  # fmt: skip
            for key, color, values in lines:
                at, means = thin(values)
                self.losses.draw(key, side, color, first + at, means)
                both.append(means)
            for key, color in (("d_norm", police), ("g_norm", theme.generated)):
                with np.errstate(divide="ignore", invalid="ignore"):
                    at, means = thin(np.log10(rows[key]))
                self.norms.draw(key, side, color, first + at, means)
                norms.append(means)
            left, right = first, history.step
            self.losses.see(left, right, *span(*both))
            low, high = span(*norms)
            self.norms.see(left, right, np.floor(low), np.ceil(high))
            if side == 0:
                self._tell_history(rows)

    def _tell_history(self, rows: dict[str, np.ndarray]) -> None:
        last = {name: float(values[-1]) for name, values in rows.items()}
        self.losses.tell(
            self.tr("J_D {a}   J_G {b}   sum {c}").format(
                a=number(last["j_d"]), b=number(last["j_g"]), c=number(last["j_d"] + last["j_g"])
            )
        )
        self.norms.tell(
            self.tr("|∇G| {a}   |∇D| {b}").format(
                a=number(last["g_norm"], 2), b=number(last["d_norm"], 2)
            )
        )

    def show_measured(self, measured: tuple[Measured, ...]) -> None:
        """Draw JS and KL, and say how many modes are reached."""
        theme, newest = self._theme, measured[-1]
        steps = np.array([each.step for each in measured], float)
        tops = []
        for side in range(len(newest.divergences)):
            for key, color in (("js", theme.text), ("kl", theme.muted)):
                values = np.array([getattr(each.divergences[side], key) for each in measured])
                self.distance.draw(key, side, color, steps, values)
                tops.append(values)
        self._floor.setPos(newest.floor.js)
        self._floor.show()
        self.distance.see(steps[0], steps[-1], 0.0, max(span(*tops)[1], 3 * newest.floor.js))
        text = self.tr("JS {a}   floor {b}").format(
            a=number(newest.divergences[0].js, 2), b=number(newest.floor.js, 2)
        )
        reached = newest.coverages[0]
        if reached is not None:
            text += "   " + self.tr("{n} of {k} modes, {g} % good").format(
                n=reached.covered, k=reached.total, g=round(100 * reached.good)
            )
        self.distance.tell(text)

    def show_pictures(self, count: int, at: int, step: int, *, back: bool) -> None:
        """Put the time line on picture `at` of `count`; `back`: it is not the newest."""
        self._place = (count, at, step)
        self._go_on.setEnabled(back)
        self._show_later()

    def show_caption(self, text: str) -> None:
        """Write the line under the figure."""
        self._caption.set_text(text)

    def caption(self) -> str:
        """Return what the line under the figure says."""
        return self._caption.text()

    def show_preset(self, name: str) -> None:
        """Choose a preset in the picker; none where knobs were turned."""
        with QSignalBlocker(self.presets):
            self.presets.setCurrentIndex(self.presets.findData(name))

    def fake_color(self) -> str:
        """Return the police's colour for fakes."""
        return FAKE[self._theme.dark]

    # the hand

    def _on_preset(self, index: int) -> None:
        self.presetChosen.emit(self.presets.itemData(index))

    def _on_time(self, value: int) -> None:
        self.scrubbed.emit(-1 if value == self.time.maximum() else value)

    def _on_which(self, _index: int) -> None:
        self._show_instruments()

    @Slot(object)
    def _on_pointed(self, share: np.ndarray | None) -> None:
        """Mark G(z), and let the grid bend once more from noise to data."""
        plane = self.planes[0]
        if share is None or self._figure is None:
            plane.mark(None)
            self._replay.stop()
            plane.bend(1.0)
            self._share = 1.0
            self._inside = False
            return
        points = self._figure.games[0].warp.points
        index = share * (points.shape[0] - 1)
        plane.mark(_between(points, index))
        if not getattr(self, "_inside", False) and self._motion:
            self._share = 0.0
            self._replay.start()
        self._inside = True

    @Slot()
    def _on_replay(self) -> None:
        self._share = min(1.0, self._share + FRAME_MS / REPLAY_MS)
        eased = self._share * self._share * (3 - 2 * self._share)
        self.planes[0].bend(eased)
        if self._share >= 1.0:
            self._replay.stop()


def _between(points: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return the point of a grid (n, n, dim) or line (n, dim) at fractional (across, up)."""
    most = points.shape[0] - 2
    x = min(int(index[0]), most)
    if points.ndim == 2:
        share = index[0] - x
        line: np.ndarray = (1 - share) * points[x] + share * points[x + 1]
        return line
    y = min(int(index[1]), most)
    dx, dy = index[0] - x, index[1] - y
    found: np.ndarray = (1 - dy) * ((1 - dx) * points[y, x] + dx * points[y, x + 1]) + dy * (
        (1 - dx) * points[y + 1, x] + dx * points[y + 1, x + 1]
    )
    return found
