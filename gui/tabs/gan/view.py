"""The GAN Playground's view: the game, the forgers alone, the two parameters; one at a time."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.gan.game import Batch
from core.gan.history import History
from core.gan.presets import PRESETS
from core.gan.settings import Settings
from gui.context import AppContext
from gui.tabs.gan.alone_page import AlonePage
from gui.tabs.gan.diagram import GameDiagram
from gui.tabs.gan.figure import Figure, Measured
from gui.tabs.gan.meters import Meters
from gui.tabs.gan.noise_plane import NoisePlane
from gui.tabs.gan.orbit_page import OrbitPage
from gui.tabs.gan.panel import Panel
from gui.tabs.gan.plane import GamePlane
from gui.tabs.gan.sentences import PRESET_NAMES, say
from gui.tabs.gan.steps import Steps
from gui.tabs.gan.time_row import TimeRow
from gui.theme import TITLE, body_font
from gui.widgets.fold_button import FoldButton
from gui.widgets.section import Row, fill
from gui.widgets.steady import SteadyText
from gui.widgets.transport import Transport

ROOM = 860  # pixels the figure needs beside the panel, at a type of scale 1
HIGH = 700  # pixels of height from which all instruments find room, at a type of scale 1
MANY = 1.4  # from this type size on one instrument is shown at a time
REPLAY_MS, FRAME_MS = 900, 25
LATER_MS = 100  # in play, what need not follow every picture waits so long
SLOWEST = 0.002  # of what the machine can, at the left end of the speed
GAME, ALONE, ORBIT = range(3)


class GanView(QWidget):
    """Everything that is seen; it shows and asks, no more."""

    presetChosen = Signal(str)
    scrubbed = Signal(int)  # index of a picture; −1 for the newest
    goOnAsked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        theme, scale = context.theme, context.scale
        self._context, self._theme, self._scale = context, theme, scale
        self._motion = context.motion
        self._figure: Figure | None = None
        self.flipped = False
        self.panel = Panel(theme, scale)
        self.transport = Transport(theme, scale, SLOWEST, 1.0)
        self.planes = (GamePlane(theme, scale), GamePlane(theme, scale))
        self.planes[1].hide()
        self.noise = NoisePlane(theme, scale)
        self.diagram = GameDiagram(theme, scale)
        self.steps = Steps()
        self.meters = Meters(theme, scale)
        self.time_row = TimeRow(theme, scale)
        self.time = self.time_row.slider
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._caption = SteadyText(body_font(scale, TITLE), theme.text, lines=2, align=left)
        self.alone: AlonePage | None = None  # built when they are first seen
        self.orbit: OrbitPage | None = None
        self._make_row()
        self._make_picker()
        self._lay_out()
        self._replay = QTimer(self, interval=FRAME_MS)
        self._replay.timeout.connect(self._on_replay)
        self._share = 1.0
        self._inside = False
        self._place = (0, 0, 0, False)  # what the time line shall show
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._on_later)
        self.noise.pointed.connect(self._on_pointed)
        self.time_row.scrubbed.connect(self.scrubbed)
        self.time_row.goOnAsked.connect(self.goOnAsked)
        space = QShortcut(QKeySequence("Space"), self, self.transport.toggle)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # building

    def _make_row(self) -> None:
        self.pages = QComboBox()
        self.pages.setAccessibleName(self.tr("What is shown"))
        self.pages.setToolTip(
            self.tr("The game, the forgers that were kept, or the smallest GAN there is")
        )
        rows = [
            (self.tr("The game"), GAME),
            (self.tr("Forgers alone"), ALONE),
            (self.tr("Two parameters"), ORBIT),
        ]
        fill(self.pages, rows, GAME)
        self.presets = QComboBox()
        self.presets.setToolTip(self.tr("Games that do what they say"))
        self.presets.setAccessibleName(self.tr("Preset"))
        self.presets.setPlaceholderText(self.tr("Own settings"))
        fill(self.presets, [(say(PRESET_NAMES[name]), name) for name in PRESETS], "ring")
        if self._scale >= MANY:
            policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.presets.setSizeAdjustPolicy(policy)
            self.presets.setMinimumContentsLength(8)
        self.presets.activated.connect(self._on_preset)
        self.pages.activated.connect(self.show_page)
        self._fold = FoldButton(self, ROOM, self._scale)
        self._fold.toggled.connect(self._on_fold)

    def _make_picker(self) -> None:
        """Make the choice of an instrument, for where there is no room for all."""
        self.which = QComboBox()
        self.which.setToolTip(self.tr("Which instrument to look at"))
        self.which.setAccessibleName(self.tr("Instrument"))
        self.noise.setAccessibleName(self.tr("Noise plane"))
        choosable = (self.noise, *self.meters.all)
        names = [(each.accessibleName(), i) for i, each in enumerate(choosable)]
        fill(self.which, names, 1)
        self.which.activated.connect(self._show_instruments)

    def _lay_out(self) -> None:
        choices = Row(12, share=False)
        for widget in (self.pages, self.presets, self.transport):
            choices.addWidget(widget)
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 16, 0)
        top.setSpacing(12)
        top.addLayout(choices, 1)
        top.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.diagram)
        side.addWidget(self.steps)
        side.addWidget(self.noise, 3)
        side.addWidget(self.which)
        side.addWidget(self.meters, 4)
        self._side = QWidget()
        self._side.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        figure = QHBoxLayout()
        figure.setContentsMargins(24, 8, 16, 0)
        figure.setSpacing(16)
        figure.addWidget(self.planes[0], 6)
        figure.addWidget(self.planes[1], 6)
        figure.addWidget(self._side, 5 if self._scale < MANY else 4)
        below = QHBoxLayout()
        below.setContentsMargins(24, 4, 24, 8)
        below.addWidget(self._caption)
        game = QWidget()
        column = QVBoxLayout(game)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(figure, 1)
        column.addWidget(self.time_row)
        column.addLayout(below)
        self._book = QStackedWidget()
        self._book.addWidget(game)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(4)
        left.addLayout(top)
        left.addWidget(self._book, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)
        self._show_instruments()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the panel where both have no room; leave the plane its height."""
        super().resizeEvent(event)
        self._fold.fit(self.width() - self.panel.width())
        self._show_instruments()
        lines = 2 * QFontMetricsF(body_font(self._scale, TITLE)).lineSpacing()
        self._caption.setFixedHeight(round(min(lines, 0.09 * self.height())) + 2)

    def _show_instruments(self) -> None:
        """Show all where there is room, else the chosen one."""
        wide = self._scale < MANY
        many = wide and self.height() > HIGH * self._scale and not self._has_two()
        chosen = self.which.currentData()
        self.which.setVisible(not many)
        self.diagram.setVisible(wide)
        self.noise.setVisible(many or wide or chosen == 0)
        self.meters.choose(None if many else chosen - 1)

    def _has_two(self) -> bool:
        return self.planes[1].isVisibleTo(self._book.widget(GAME))

    # which page

    @Slot(int)
    def show_page(self, page: int) -> None:
        """Turn to the game, to the forgers alone or to the two parameters."""
        with QSignalBlocker(self.pages):
            self.pages.setCurrentIndex(page)
        if page == ALONE and self.alone is None:
            self.alone = AlonePage(self._context)
            self._book.addWidget(self.alone)
        if page == ORBIT and self.orbit is None:
            self.orbit = OrbitPage(self._theme, self._scale)
            self._book.addWidget(self.orbit)
        there = (self._book.widget(GAME), self.alone, self.orbit)[page]
        assert there is not None
        self._book.setCurrentWidget(there)
        for widget in (self.presets, self.transport, self._fold):
            widget.setVisible(page == GAME)
        self._on_fold()
        if page == ALONE and self.alone is not None:
            self.alone.look_again()

    def show_forger(self, address: str) -> None:
        """Turn to a forger that was kept."""
        self.show_page(ALONE)
        assert self.alone is not None
        self.alone.look_again(address)

    @Slot()
    def _on_fold(self) -> None:
        self.panel.setVisible(self._fold.isChecked() and self.pages.currentIndex() == GAME)

    # what is shown

    def begin(self, settings: tuple[Settings, ...], titles: tuple[str, ...]) -> None:
        """Forget a run that ended and make room for the games of the next."""
        self.planes[1].setVisible(len(settings) > 1)
        for plane, title in zip(self.planes, (*titles, ""), strict=False):
            plane.begin()
            plane.set_title(title)
        self.meters.clear()
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
        """Show at once, or in play with the next pictures, what need not follow each of them."""
        if not self.transport.is_playing():
            self._on_later()
        elif not self._later.isActive():
            self._later.start()

    @Slot()
    def _on_later(self) -> None:
        self._later.stop()
        count, at, step, back = self._place
        self.time_row.show_pictures(count, at, step, back=back)
        self.meters.mark(step if back else None)
        if self._figure is not None:
            self.meters.show_figure(self._figure)

    def show_batches(self, batches: tuple[Batch, ...]) -> None:
        """Show what an update of each game in slow motion saw."""
        for plane, batch in zip(self.planes, batches, strict=False):
            plane.show_batch(batch)

    def set_flipped(self, on: bool) -> None:
        """Relabel to the other convention: D = 1 means fake."""
        self.flipped = on
        self.meters.set_flipped(on)
        if self._figure is not None:
            self.show_figure(self._figure)

    def show_losses(self, histories: tuple[History, ...]) -> None:
        """Draw the losses."""
        self.meters.show_losses(histories)

    def show_norms(self, histories: tuple[History, ...]) -> None:
        """Draw the gradients' norms."""
        self.meters.show_norms(histories)

    def show_measured(self, measured: tuple[Measured, ...]) -> None:
        """Draw JS and KL, and write below each plane how many modes are reached."""
        self.meters.show_measured(measured)
        self.show_facts(measured[-1])

    def show_facts(self, measured: Measured) -> None:
        """Write below each plane how far its forger is."""
        for side in range(len(measured.divergences)):
            self.planes[side].tell(*self.meters.facts(measured, side))

    def show_pictures(self, count: int, at: int, step: int, *, back: bool) -> None:
        """Put the time line on picture `at` of `count`; `back`: it is not the newest."""
        self._place = (count, at, step, back)
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

    # the hand

    def _on_preset(self, index: int) -> None:
        self.presetChosen.emit(self.presets.itemData(index))

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
        plane.mark(_between(points, index, self._figure.games[0].warp.noise.shape[-1]))
        if not self._inside and self._motion:
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


def _between(points: np.ndarray, index: np.ndarray, noise: int) -> np.ndarray:
    """Return the point of a grid (n, n, dim), or line (n, dim) of 1-D noise, at (across, up)."""
    most = points.shape[0] - 2
    x = min(int(index[0]), most)
    if noise == 1:
        share = index[0] - x
        line: np.ndarray = (1 - share) * points[x] + share * points[x + 1]
        return line
    y = min(int(index[1]), most)
    dx, dy = index[0] - x, index[1] - y
    found: np.ndarray = (1 - dy) * ((1 - dx) * points[y, x] + dx * points[y, x + 1]) + dy * (
        (1 - dx) * points[y + 1, x] + dx * points[y + 1, x + 1]
    )
    return found
