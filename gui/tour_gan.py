"""The tour's fourth part: forger and police play, collapse, are cured, and are tested."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtWidgets import QComboBox

from core.gan.dirac import eigenvalues
from core.gan.history import History
from core.training.gan.messages import NashResult
from gui.tabs.gan.figure import Figure, Measured
from gui.tabs.gan.presenter import GanPresenter
from gui.tabs.gan.tab import GanTab
from gui.tabs.gan.view import ORBIT, GanView
from gui.tour_guide import Guide, Step, StepFailed
from gui.workers.games import Games

PATIENT = 240.0  # seconds until a game has come to something, on a slow machine
RING, FEW = 8, 2  # modes of the ring, and those of a forger that has collapsed
NEAR_RING = 0.4  # bits of JS: the forger still draws lines between the modes
CURED = 0.6
NEAR_LINE = 0.06
VANISHED = 100.0  # how many times as short as it was a gradient is that is gone
SURE = 0.05  # D(G(z)) of a police that is too strong
NORMS, LOGS = 3, 2  # instruments, counted with the noise plane
STRONG = 1.0  # γ of the penalty that cures the two parameters


class Table(QObject):
    """Sits at the GAN Playground and notes what it tells."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(guide.window)
        self.guide = guide
        guide.show("gan")
        tab = guide.window.tabs["gan"]
        assert isinstance(tab, GanTab)
        guide.until(lambda: tab.presenter is not None, "the tab is not built")
        assert tab.page is not None
        assert tab.presenter is not None
        self.page: GanView = tab.page
        self.presenter: GanPresenter = tab.presenter
        self.games: Games = guide.window.context.games
        self.measured: list[Measured] = []
        self.shown = -1  # step of the figure that is drawn
        self.nash: NashResult | None = None
        self.presenter.measuredShown.connect(self._on_measured)
        self.presenter.figureShown.connect(self._on_figure)
        self.games.told.connect(self._on_told)

    @Slot(object)
    def _on_measured(self, measured: Measured) -> None:
        self.measured.append(measured)

    @Slot(object)
    def _on_figure(self, figure: Figure) -> None:
        self.shown = figure.step

    @Slot(object)
    def _on_told(self, message: object) -> None:
        if isinstance(message, NashResult):
            self.nash = message

    def leave(self) -> None:
        """Listen no more."""
        self.presenter.measuredShown.disconnect(self._on_measured)
        self.presenter.figureShown.disconnect(self._on_figure)
        self.games.told.disconnect(self._on_told)
        self.deleteLater()

    def choose(self, combo: QComboBox, value: object) -> None:
        """Choose as a hand does."""
        index = combo.findData(value)
        self.guide.check(index >= 0, f"there is no {value} to choose")
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def play_preset(self, name: str) -> None:
        """Choose a preset, which begins to play."""
        self.measured.clear()
        self.choose(self.page.presets, name)
        self.guide.until(lambda: bool(self.games.pictures), f"{name} does not begin", PATIENT)

    def until(self, met: Callable[[], bool], what: str) -> None:
        """Wait until the game has come to something; say how it stands where it does not."""
        try:
            self.guide.until(met, what, PATIENT)
        except StepFailed as failure:
            told = f"{what}, at step {self.games.step}: {self.page.caption()}"
            raise StepFailed(told) from failure

    def until_measured(self, met: Callable[[Measured], bool], what: str) -> None:
        """Wait until a measurement is as it should be."""
        self.until(lambda: bool(self.measured) and met(self.measured[-1]), what)

    def pause(self) -> None:
        """Stop where it stands, and let the last picture be drawn."""
        if self.page.transport.is_playing():
            self.page.transport.toggle()
        self.guide.rest(0.4)

    def until_it_stands(self, met: Callable[[Measured], bool], what: str) -> None:
        """Play until a measurement is as it should be, also that of the picture that stays."""
        while True:
            self.until_measured(met, what)
            self.pause()
            last = self.games.pictures[-1].step
            self.until_measured(lambda m, last=last: m.step >= last, "the last is not measured")
            if met(self.measured[-1]):
                return
            self.page.transport.toggle()


def _modes(measured: Measured, side: int = 0) -> tuple[int, int]:
    """Return how many modes a game covers, and how many its fakes are near to."""
    reached = measured.coverages[side]
    return (reached.covered, reached.near) if reached else (0, 0)


def _at_the_table(act: Callable[[Table], None]) -> Callable[[Guide], None]:
    def step(guide: Guide) -> None:
        table = Table(guide)
        try:
            act(table)
        finally:
            table.leave()

    return step


def open_tab(table: Table) -> None:
    """Open the tab: trained networks are there at once, all eight modes of the ring."""
    table.until(lambda: bool(table.games.pictures), "there is no picture")
    table.until_measured(lambda m: _modes(m)[0] == RING, "not all modes are covered")
    told = table.page.planes[0].told()
    table.guide.check(str(RING) in told, f"the plane does not say so: {told}")
    table.guide.rest(0.3)


def play_the_ring(table: Table) -> None:
    """Play from random weights until the forger covers all eight modes."""
    table.play_preset("ring")
    table.until_it_stands(
        lambda m: _modes(m)[0] == RING and m.divergences[0].js < NEAR_RING,
        "the forger does not find all modes",
    )


def is_it_an_equilibrium(table: Table) -> None:
    """Freeze one player, train a copy of the other: what each would still gain."""
    panel = table.page.panel
    panel.test.unfold()
    panel.nash.click()
    table.until(lambda: table.nash is not None, "the Nash test does not end")
    assert table.nash is not None
    gains = table.nash.gains
    table.guide.check(bool(np.isfinite([gains.police, gains.forger]).all()), "gains are no numbers")
    table.guide.check(gains.police > 0, f"a police that trains alone loses {-gains.police:.3f}")
    panel.ensureWidgetVisible(panel.test)
    table.guide.rest(0.2)


def scrub_back(table: Table) -> None:
    """Drag the time line back: every picture is there, to be looked at or gone on from."""
    pictures, slider = table.games.pictures, table.page.time
    table.guide.check(len(pictures) > 10, f"only {len(pictures)} pictures were kept")
    early = len(pictures) // 12
    step = pictures[early].step
    slider.setValue(early)
    table.until(lambda: table.shown == step, "the early picture is not shown")
    table.guide.check(table.games.step > step, "there was nothing to go back from")
    table.guide.rest(0.3)


def collapse(table: Table) -> None:
    """Let a police that is always ahead trap the forger on one mode of eight."""
    table.play_preset("collapse")
    table.until(
        lambda: sum(1 <= _modes(m)[1] <= FEW for m in table.measured[-3:]) == 3,
        "the forger does not collapse",
    )
    table.guide.rest(0.5)  # until the sentence says so
    table.pause()


def cure(table: Table) -> None:
    """Play the same with WGAN-GP beside it: that one covers all eight."""
    table.play_preset("cured-by-wgan-gp")
    table.until_it_stands(_is_cured, "WGAN-GP does not cure it")


def _is_cured(measured: Measured) -> bool:
    if len(measured.coverages) < 2:
        return False
    (_, near), (covered, _) = _modes(measured, 0), _modes(measured, 1)
    return 1 <= near <= FEW and covered == RING and measured.divergences[1].js < CURED


def _fall(history: History) -> float:
    norms = history.last("g_norm", History.WINDOW)
    return history.highest_g_norm / max(float(np.median(norms)), 1e-30) if len(norms) else 0.0


def vanish(table: Table) -> None:
    """Let the police be too strong: of the two losses only minimax has no gradient left."""
    table.play_preset("police-too-strong")
    table.choose(table.page.which, NORMS)
    table.until(
        lambda: len(table.games.histories) == 2 and _fall(table.games.histories[0]) >= VANISHED,
        "the gradient does not vanish",
    )
    table.guide.check(_fall(table.games.histories[1]) < VANISHED, "both gradients have vanished")
    table.guide.rest(0.5)
    table.pause()


def on_the_log_curves(table: Table) -> None:
    """Why: D(G(z)) stands where log(1 − D) is flat."""
    table.choose(table.page.which, LOGS)
    fakes = table.games.histories[0].last("d_fake", History.WINDOW)
    table.guide.check(float(fakes.mean()) < SURE, f"D(G(z)) is {fakes.mean():.2f}")
    table.guide.rest(0.3)


def lecture_line(table: Table) -> None:
    """Play on the lecture's number line, D above it, until the fakes are among the reals."""
    table.play_preset("ring")
    table.measured.clear()
    table.choose(table.page.panel.data, "number-line")
    table.until_it_stands(
        lambda m: m.step > 0 and m.divergences[0].js < NEAR_LINE,
        "the forger does not come to the real points",
    )


def two_parameters(table: Table) -> None:
    """Let the smallest GAN turn around its equilibrium, and arrive with a gradient penalty."""
    table.choose(table.page.pages, ORBIT)
    orbit = table.page.orbit
    assert orbit is not None
    before = orbit.sentence()
    real = eigenvalues(orbit.orbit).real.max()
    table.guide.check(abs(float(real)) < 1e-6, f"without a penalty it does not turn: {real:.3f}")
    table.choose(orbit.combos["penalty"], STRONG)
    real = eigenvalues(orbit.orbit).real.max()
    table.guide.check(float(real) < 0, f"the penalty does not attract: {real:.3f}")
    table.guide.check(orbit.sentence() != before, "the sentence says the same as before")
    pad = orbit.viewport()
    table.guide.mouse(
        pad, QEvent.Type.MouseButtonPress, QPointF(0.75 * pad.width(), 0.25 * pad.height()),
        Qt.MouseButton.LeftButton,
    )  # fmt: skip
    table.guide.rest(0.3)


GAN_STEPS = (
    Step("forger-and-police", _at_the_table(open_tab)),
    Step("ring-eight-of-eight", _at_the_table(play_the_ring)),
    Step("nash-test", _at_the_table(is_it_an_equilibrium)),
    Step("time-line-back", _at_the_table(scrub_back)),
    Step("collapse", _at_the_table(collapse)),
    Step("cured-by-wgan-gp", _at_the_table(cure)),
    Step("vanishing-gradient", _at_the_table(vanish)),
    Step("on-the-log-curves", _at_the_table(on_the_log_curves)),
    Step("lecture-number-line", _at_the_table(lecture_line)),
    Step("two-parameters", _at_the_table(two_parameters)),
)
