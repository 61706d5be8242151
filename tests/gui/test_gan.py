"""The GAN Playground through the window, with the real training process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hand import LEFT, PATIENCE
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from core.gan.losses import Loss
from core.training.gan.messages import GameStarted
from gui.main_window import MainWindow
from gui.tabs.gan.state import State, load
from gui.workers.games import Phase


class Player:
    """A person at the GAN Playground."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.tab, self.games = window.tabs["gan"], window.context.games

    @property
    def page(self):
        return self.tab.view

    @property
    def panel(self):
        return self.tab.view.panel

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.window.context.notices.history]

    def until(self, what: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(what()), timeout=2 * PATIENCE)

    def click(self, text: str, kind=QPushButton) -> None:
        found = [b for b in self.page.findChildren(kind) if b.text() == text]
        assert len(found) == 1, text
        found[0].click()

    def play(self) -> None:
        self.qtbot.mouseClick(self.page.transport._play, LEFT)

    def write(self, field: str, text: str) -> None:
        """Type into a knob and press Enter."""
        combo = self.panel.knobs[field]
        assert isinstance(combo, QComboBox)
        edit = combo.lineEdit()
        edit.selectAll()
        self.qtbot.keyClicks(edit, text)
        self.qtbot.keyClick(edit, Qt.Key.Key_Return)

    def choose(self, field: str, value: str) -> None:
        combo = self.panel.knobs[field]
        index = combo.findData(value)
        combo.setCurrentIndex(index)
        combo.activated.emit(index)

    def preset(self, name: str) -> None:
        index = self.page.presets.findData(name)
        self.page.presets.setCurrentIndex(index)
        self.page.presets.activated.emit(index)

    def plays(self, steps: int = 20) -> None:
        """Wait until so many more turns are made."""
        goal = self.games.step + steps
        self.until(lambda: self.games.step >= goal)


@pytest.fixture
def player(open_window, qtbot: QtBot) -> Player:
    """The tab, just opened, its trained networks shown."""
    return opened(open_window, qtbot)


def opened(open_window, qtbot: QtBot, **options: object) -> Player:
    hand = open_window(**options)
    assert hand.window.context.games.phase is Phase.COLD
    book = hand.window.findChild(QTabWidget)
    book.setCurrentIndex(1)
    person = Player(hand.window, qtbot)
    with qtbot.waitSignal(person.tab.presenter.figureShown, timeout=PATIENCE):
        pass
    person.until(lambda: person.games.pictures)
    return person


def test_it_opens_on_a_trained_ring(player: Player) -> None:
    figure = player.page._figure
    assert figure.step == 10_000
    with player.qtbot.waitSignal(player.tab.presenter.measuredShown, timeout=PATIENCE) as told:
        player.tab.presenter._show_picture(player.games.pictures[-1])
    assert told.args[0].coverages[0].covered == 8


def test_play_makes_steps_and_pause_stops_them(player: Player) -> None:
    player.play()
    player.plays(60)
    player.until(lambda: player.page._figure.step > 10_020)
    player.play()
    assert player.games.phase is Phase.WAITING
    player.write("g_rate", "0.0002")  # it is answered after all that was under way
    player.until(lambda: player.games.settings[0].g_rate == pytest.approx(0.0002))
    stands = player.games.step
    player.qtbot.mouseClick(player.page.transport._step, LEFT)
    player.until(lambda: player.games.step != stands)
    assert player.games.step == stands + 1


def test_a_step_is_one_turn_and_slow_motion_tells_of_it(player: Player) -> None:
    player.click("Slow motion", QCheckBox)
    player.qtbot.mouseClick(player.page.transport._step, LEFT)
    player.until(lambda: player.page.caption().startswith("1 of 2: the police"))
    player.until(lambda: player.games.step == 10_001)
    player.until(lambda: player.page.caption().startswith("2 of 2: the forger"))


def test_d_alone_leaves_the_forger_as_it_is(player: Player) -> None:
    before = player.games.pictures[-1].weights[0]
    player.click("D only")
    player.until(lambda: len(player.games.pictures) > 1)
    after = player.games.pictures[-1].weights[0]
    assert np.array_equal(before.forger, after.forger)
    assert not np.array_equal(before.police, after.police)


def test_a_live_knob_turns_while_it_plays(player: Player) -> None:
    player.play()
    player.plays(5)
    player.write("g_rate", "0.0002")
    player.until(lambda: player.games.settings[0].g_rate == pytest.approx(0.0002))
    assert player.games.step > 10_000
    player.plays(5)


def test_what_cannot_be_live_begins_again(player: Player) -> None:
    player.write("g_layers", "8-8")
    player.until(lambda: player.games.settings[0].g_layers == (8, 8) and player.games.pictures)
    assert player.games.step == 0


def test_of_two_starts_in_a_row_only_the_last_is_heard_of(player: Player) -> None:
    told: list[object] = []
    player.games.told.connect(told.append)
    player.write("g_layers", "8-8")
    player.write("d_layers", "4")
    assert not player.games.pictures
    player.until(lambda: player.games.pictures)
    (started,) = [each for each in told if isinstance(each, GameStarted)]
    assert (started.games[0].g_layers, started.games[0].d_layers) == ((8, 8), (4,))


def test_an_absurd_knob_is_limited_with_a_reason(player: Player) -> None:
    player.write("d_rate", "1000")
    player.until(lambda: any("too large" in text for text in player.notices))
    assert player.panel.knobs["d_rate"].currentText() == "1"
    player.write("d_rate", "fast")
    assert "no value" in player.page.caption()
    assert player.panel.knobs["d_rate"].currentText() == "1"


def test_scrubbing_back_shows_that_picture_and_goes_on_from_it(player: Player) -> None:
    player.play()
    player.until(lambda: player.page.time.maximum() > 12)
    player.page.time.setValue(5)
    picture = player.games.pictures[5]
    player.until(lambda: player.page._figure.step == picture.step)
    player.click("Go on from here")
    player.until(lambda: player.games.pictures[-1].number == picture.number)
    assert player.games.step == picture.step


def test_a_preset_plays_from_its_seed_two_games_side_by_side(player: Player) -> None:
    player.preset("cured-by-wgan-gp")
    player.until(lambda: len(player.games.settings) == 2 and player.games.step > 20)
    player.until(lambda: len(player.page._figure.games) == 2)
    assert [plane.isVisible() for plane in player.page.planes] == [True, True]
    assert player.games.settings[1].loss is Loss.WGAN_GP


def test_hinge_says_that_d_is_no_probability(player: Player) -> None:
    player.choose("loss", "hinge")
    player.until(lambda: player.games.settings[0].loss is Loss.HINGE)
    flip = next(b for b in player.page.findChildren(QCheckBox) if "means fake" in b.text())
    assert not flip.isEnabled()
    assert "no probability" in player.panel._formulas.text()


def test_the_other_convention_relabels_the_formulas(player: Player) -> None:
    assert "J_G = −E log(D(G(z)))" in player.panel._formulas.text()
    player.click("D = 1 means fake", QCheckBox)
    assert "J_G = −E log(1 − D(G(z)))" in player.panel._formulas.text()


def test_numbers_that_are_none_stop_it_and_the_last_good_picture_stays(player: Player) -> None:
    player.choose("loss", "least-squares")
    player.choose("optimiser", "sgd")
    player.write("d_rate", "1")
    player.write("g_rate", "1")
    player.play()
    player.until(lambda: player.games.phase is Phase.BROKEN)
    assert any("none any more" in text for text in player.notices)
    assert not player.page.transport.is_playing()
    player.until(lambda: np.isfinite(player.page._figure.games[0].fakes).all())


def test_the_nash_test_tells_both_gains(player: Player) -> None:
    player.click("Nash test")
    player.until(lambda: player.panel._gains.text().startswith("Nash test: alone"))


def test_a_table_with_semicolons_and_commas_becomes_the_data(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"name{i};{i / 10};{(i % 7) / 3}".replace(".", ",") for i in range(40)]
    table = tmp_path / "own.csv"
    table.write_text("wer;x;y\n" + "\n".join(rows) + "\nkaputt;;inf\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(table), "")))
    player.click("Open CSV …")
    player.until(lambda: player.games.data.points is not None and player.games.step > 5)
    assert len(player.games.data.points) == 40


def test_bad_tables_are_a_sentence(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "own.csv"
    table.write_text("just words\nand more\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(table), "")))
    player.click("Open CSV …")
    player.until(lambda: any("own.csv" in text for text in player.notices))
    assert player.games.data.name == "ring"


def test_closing_while_it_plays_ends_the_process(player: Player) -> None:
    player.play()
    player.plays(5)
    process = player.games.process
    assert process is not None
    player.window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_next_start_goes_on_where_it_was(player: Player, tmp_path: Path) -> None:
    player.preset("blobs")
    player.until(lambda: player.games.data.name == "blobs" and player.games.step > 30)
    path = tmp_path / "gan.json"
    path.write_text(player.tab.dump(), encoding="utf-8")
    state = load(path)
    assert isinstance(state, State)
    assert (state.preset, state.data) == ("blobs", "blobs")
    assert state.step > 0
    assert len(state.trained()[0].forger) == len(player.games.pictures[-1].weights[0].forger)


def test_another_theme_lets_the_run_go_on(player: Player) -> None:
    player.play()
    player.plays(5)
    player.window.choose("theme", "dark")
    fresh = Player(player.window, player.qtbot)
    assert fresh.games.is_playing
    fresh.plays(20)
    fresh.until(lambda: fresh.page._figure is not None)


def test_pointing_at_noise_marks_what_the_forger_makes_of_it(player: Player) -> None:
    player.page.noise.pointed.emit(np.array([0.5, 0.5]))
    warp = player.page._figure.games[0].warp
    middle = warp.points[warp.points.shape[0] // 2, warp.points.shape[0] // 2]
    x, y = player.page.planes[0]._mark.getData()
    assert (x[0], y[0]) == pytest.approx(tuple(middle), abs=1e-5)


def test_the_orbit_turns_until_a_penalty_lets_it_arrive(player: Player) -> None:
    player.click("Two-parameter orbit")
    orbit = player.page.orbit
    assert orbit.isVisible()
    assert not player.panel.isVisible()
    assert "never arrives" in orbit.sentence()
    combo = orbit.combos["penalty"]
    combo.setCurrentIndex(combo.findData(1.0))
    combo.activated.emit(combo.currentIndex())
    assert "spirals into the equilibrium" in orbit.sentence()
    assert len(orbit._bare.getData()[0]) > 100  # the same without a penalty, beside it
