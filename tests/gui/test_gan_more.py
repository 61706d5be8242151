"""The GAN Playground further: forgers alone, tables, drawing, looking back, slow motion, faults."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from hand import LEFT
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from test_gan import Player, opened

from core.cards import PlaneGanCard
from core.errors import CoreError
from core.gan.losses import Loss
from core.gan.sampler import Sampler
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.training.gan.messages import Turned, WentTo
from gui.tabs.gan.columns_dialog import ALONE as NO_SECOND
from gui.tabs.gan.columns_dialog import ColumnsDialog
from gui.tabs.gan.state import State, dump, parse
from gui.tabs.gan.view import ALONE
from gui.workers.games import Phase

EXPORT_MS = 300_000  # torch is imported for it, by a process that gives way to all others


@pytest.fixture
def player(open_window, qtbot: QtBot) -> Player:
    """The tab, just opened, its trained networks shown."""
    return opened(open_window, qtbot)


def pad(plane):
    return plane._plot.viewport()


def pixel(plane, x: float, y: float) -> QPoint:
    """Where (x, y) is drawn, in pixels."""
    return plane._box.mapViewToScene(QPointF(x, y)).toPoint()


def move(widget, at: QPoint, qtbot: QtBot) -> None:
    qtbot.mouseMove(widget, at + QPoint(3, 3))
    qtbot.mouseMove(widget, at)


# the forger alone


def sent_home(player: Player, *, with_police: bool = False) -> object:
    """Send the police home and wait for the forger's own page."""
    if with_police:
        player.click("Keep D too", QCheckBox)
    player.click("Send the police home")

    def is_there() -> bool:
        return player.page.alone is not None and player.page.alone._alone is not None

    player.qtbot.waitUntil(is_there, timeout=EXPORT_MS)
    alone = player.page.alone
    player.until(lambda: alone.plane._shown is not None and "works alone" in alone.text.text())
    return alone


def test_the_police_goes_home_and_the_forger_makes_points_of_noise(player: Player) -> None:
    page = sent_home(player, with_police=True)
    assert page.isVisible()
    (entry,) = Library(of=PlaneGanCard).entries()
    assert entry.card.modes_covered == 8
    spot = pixel(page.noise, 1.0, -0.5)
    player.qtbot.mousePress(pad(page.noise), LEFT, pos=spot)
    player.qtbot.mouseRelease(pad(page.noise), LEFT, pos=spot)
    player.until(lambda: abs(page._z[0] - 1.0) < 0.05 and "D(x) = " in page.text.text())
    z = np.array([page._z], np.float32)
    wanted = Sampler.open(entry, best_device("cpu")).forge(z)[0]

    def marked() -> bool:
        x, y = page.plane._mark.getData()
        return len(x) == 1 and np.allclose([x[0], y[0]], wanted, atol=1e-4)

    player.until(marked)


def test_without_its_police_there_is_no_map_and_other_noise_gives_other_fakes(
    player: Player,
) -> None:
    page = sent_home(player)
    assert not page.boxes["field"].isEnabled()
    assert "D(x) = " not in page.text.text()
    before = page.plane._shown.fakes
    assert len(before) == 400
    page.fresh.click()
    player.until(lambda: not np.array_equal(page.plane._shown.fakes, before))
    page.count.setCurrentIndex(page.count.findData(5000))
    page.count.activated.emit(page.count.currentIndex())
    player.until(lambda: len(page.plane._shown.fakes) == 5000)


def test_a_kept_forger_can_be_deleted_and_brought_back(player: Player) -> None:
    page = sent_home(player)
    page.delete.click()
    player.until(lambda: "No forger" in page.text.text())
    assert page.shelf.count() == 0
    assert Library(of=PlaneGanCard).entries() == []
    page.restore.click()
    player.until(lambda: page.shelf.count() == 1 and page._alone is not None)


def test_kept_forgers_are_there_next_time_and_a_damaged_one_is_a_sentence(
    player: Player, open_window, qtbot: QtBot
) -> None:
    sent_home(player)
    folder = Library(of=PlaneGanCard).entries()[0].folder
    player.window.close()
    (folder / "forger.onnx").write_bytes(b"nothing")
    later = opened(open_window, qtbot)
    later.page.show_page(ALONE)
    page = later.page.alone
    later.until(lambda: page.shelf.count() == 1)
    later.until(lambda: "checksum" in page.text.text())
    (folder / "card.json").write_text("{", encoding="utf-8")
    page.look_again()
    later.until(lambda: "(damaged)" in page.shelf.itemText(0))


# points of one's own


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))


def table(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("second", ["height", ""])
def test_of_several_columns_two_are_chosen_or_one(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    rows = "".join(f"n{i},{i},{i * i},{50 - i}\n" for i in range(40))
    choose_file(monkeypatch, table(tmp_path, "name,width,length,height\n" + rows))
    player.click("Open CSV …")
    player.until(lambda: player.window.findChild(ColumnsDialog))
    dialog = player.window.findChild(ColumnsDialog)
    titles = [dialog.up.itemText(i).split(":")[0] for i in range(dialog.up.count())]
    assert titles == ["width", "length", "height", "none"]
    dialog.up.setCurrentIndex(titles.index(second) if second else dialog.up.findData(NO_SECOND))
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Forge these").click()
    player.until(lambda: player.games.data.points is not None and player.games.step > 5)
    points = player.games.data.points
    assert points.shape == (40, 2 if second else 1)
    assert points[0, 0] == pytest.approx(0.05, abs=1e-3)
    if second:
        assert points[0, 1] == pytest.approx(0.95, abs=1e-3)
    said = player.notices[-1]
    assert "scaled to the unit square: width from 0 … 39" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\nx,y\nu,v\n", "no column of numbers"),
        ("a,b\n1,2\n", "too few rows"),
        ("a,b\n1,5\n2,5\n3,5\n", "the same everywhere"),
        ("a,b\n1,\n2,\n3,\n,4\n,5\n,6\n", "no column of numbers"),
        ("", "is empty"),
    ],
)
def test_a_table_that_cannot_be_forged_says_why_and_the_data_stay(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    choose_file(monkeypatch, table(tmp_path, text))
    player.click("Open CSV …")
    player.until(lambda: any(said in text for text in player.notices))
    assert player.games.data.name == "ring"


def test_gaps_and_infinities_are_left_out_and_counted(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{i},{i * i}\n" for i in range(30))
    choose_file(monkeypatch, table(tmp_path, f"a,b\n{rows}1,\n2,inf\nx,3\n"))
    player.click("Open CSV …")
    player.until(lambda: player.games.data.points is not None)
    assert len(player.games.data.points) == 30
    assert "left out for want of numbers: 3, the first: row 32: ''" in player.notices[-1]


def stroke(player: Player) -> None:
    plane = player.page.planes[0]
    path = [pixel(plane, 0.2 + 0.01 * t, 0.3 + 0.005 * t) for t in range(40)]
    player.qtbot.mousePress(pad(plane), LEFT, pos=path[0])
    for at in path:
        player.qtbot.mouseMove(pad(plane), at)
    player.qtbot.mouseRelease(pad(plane), LEFT, pos=path[-1])


def test_points_drawn_with_the_mouse_are_forged(player: Player) -> None:
    player.click("Draw my own")
    stroke(player)
    player.click("Forge these")
    player.until(lambda: player.games.data.points is not None and player.games.step > 3)
    points = player.games.data.points
    assert points.min() >= 0
    assert points.max() <= 1
    assert np.abs(points.mean(axis=0) - [0.4, 0.4]).max() < 0.05


def test_drawing_nothing_leaves_the_game_as_it_was(player: Player) -> None:
    player.click("Draw my own")
    player.click("Forge these")
    assert "too little" in player.page.caption()
    assert player.games.data.name == "ring"
    player.until(lambda: player.page.planes[0]._image.isVisible())


# the time line


def test_going_back_keeps_the_curves_up_to_there(player: Player) -> None:
    player.preset("ring")
    player.until(lambda: player.page.time.maximum() > 12 and player.games.step > 60)
    player.page.time.setValue(8)
    picture = player.games.pictures[8]
    player.until(lambda: player.page._figure.step == picture.step)
    assert f"Looking back at step {picture.step}" in player.page.caption()
    assert player.page.meters.losses._cursor.value() == picture.step
    player.click("Go on from here")
    player.until(lambda: player.games.pictures[-1].number == picture.number)
    assert player.games.histories[0].step == picture.step
    assert len(player.games.histories[0]) == picture.step
    player.tab.presenter._on_tell()
    steps, _ = player.page.meters.losses._curves["j_d", 0].getData()
    assert steps[-1] <= picture.step
    assert not player.page.meters.losses._cursor.isVisible()


def test_another_knob_while_looking_back_goes_on_from_there(player: Player) -> None:
    player.preset("ring")
    player.until(lambda: player.page.time.maximum() > 12)
    player.page.time.setValue(4)
    picture = player.games.pictures[4]
    player.write("g_rate", "0.01")
    player.until(lambda: player.games.settings[0].g_rate == pytest.approx(0.01))
    assert player.games.step == picture.step
    assert player.panel.knobs["g_rate"].currentText() == "0.01"


def test_play_goes_on_from_where_one_looks_back_to(player: Player) -> None:
    player.preset("ring")
    player.until(lambda: player.page.time.maximum() > 12)
    player.page.time.setValue(4)
    step = player.games.pictures[4].step
    player.play()
    player.until(lambda: player.games.is_playing and player.games.step > step + 3)
    assert player.page.transport.is_playing()
    assert player.games.pictures[4].step == step
    assert len(player.games.histories[0]) == player.games.histories[0].step


def test_after_an_explosion_play_goes_on_from_the_last_good_picture(player: Player) -> None:
    player.choose("loss", "least-squares")
    player.choose("optimiser", "sgd")
    player.write("d_rate", "1")
    player.write("g_rate", "1")
    player.play()
    player.until(lambda: player.games.phase is Phase.BROKEN)
    good = player.games.pictures[player.page.time.value()].number
    told: list[object] = []
    player.games.told.connect(told.append)
    player.play()  # at these rates it may break again before one looks
    player.until(lambda: any(isinstance(each, Turned) for each in told))
    went = [each.number for each in told if isinstance(each, WentTo)]
    assert went == [good]


# slow motion, presets, knobs


def test_slow_motion_plays_on_until_pause(player: Player) -> None:
    presenter = player.tab.presenter
    player.page.steps.slow.setChecked(True)
    player.play()
    captions = set()

    def seen() -> bool:
        captions.add(player.page.caption()[:18])
        if presenter._slow.timer.interval() != 300:  # setting it starts it anew
            presenter._slow.timer.setInterval(300)
        return player.games.step >= 10_003

    player.until(seen)
    assert {"1 of 2: the police", "2 of 2: the forger"} <= captions
    player.play()
    assert not presenter._slow.is_on
    assert not player.page.transport.is_playing()


def test_a_preset_has_a_button(player: Player) -> None:
    player.click("Police too strong")
    player.until(lambda: player.games.settings[0].loss is Loss.MINIMAX and player.games.step > 3)
    assert len(player.page._figure.games) == 2


def test_each_optimiser_shows_its_own_knobs(player: Player) -> None:
    hidden = {name: player.panel.knobs[name].isHidden() for name in ("momentum", "beta1", "beta2")}
    assert hidden == {"momentum": True, "beta1": False, "beta2": False}
    player.choose("optimiser", "sgd")
    assert not player.panel.knobs["momentum"].isHidden()
    player.write("momentum", "3")
    player.until(lambda: any("Momentum: 3 is too large" in text for text in player.notices))
    player.until(lambda: player.games.settings[0].momentum == pytest.approx(0.99))


def test_another_activation_starts_from_the_same_seed(player: Player) -> None:
    player.choose("activation", "tanh")
    player.until(lambda: player.games.settings[0].activation == "tanh" and player.games.pictures)
    assert player.games.step == 0
    assert player.games.settings[0].seed == 0


# instruments


def test_what_needs_a_probability_is_greyed_where_d_is_none(player: Player) -> None:
    logs = player.page.meters.logs
    assert logs.told().startswith("D(x) = ")
    player.choose("loss", "wgan-gp")
    player.until(lambda: player.games.settings[0].loss is Loss.WGAN_GP)
    player.click("D only")  # a picture under the new loss
    player.until(lambda: "no probability" in logs.told())
    assert logs._plot.getPlotItem().opacity() < 0.5
    player.choose("loss", "minimax")
    player.click("D only")
    player.until(lambda: logs.told().startswith("D(x) = "))
    assert logs._plot.getPlotItem().opacity() == 1.0


def test_both_games_have_their_dots_unless_one_has_no_probability(player: Player) -> None:
    def counts() -> list[int]:
        """Count the dots that are seen, for each game."""
        meters = player.page.meters
        return [len(d.getData()[0]) if d.isVisible() else 0 for d in meters._dots]

    player.click("Police too strong")
    player.until(lambda: counts() == [2, 2])
    player.click("Cured by WGAN-GP")
    player.until(lambda: player.page._figure.settings[1].loss is Loss.WGAN_GP)
    player.until(lambda: counts() == [2, 0])


def test_the_convention_turns_axes_and_dots_round(player: Player) -> None:
    meters = player.page.meters
    before = meters._dots[0].getData()[0].copy()
    player.click("D = 1 means fake", QCheckBox)
    assert meters.logs._bottom.labelText == "D (1: fake)"
    assert meters._dots[0].getData()[0] == pytest.approx(1 - before)
    names = [name for name, _ in meters.logs._names.values()]
    assert names == ["−log(1 − D)", "log D"]


def test_pointing_at_a_curve_tells_its_values(player: Player) -> None:
    player.play()
    player.plays(60)
    player.play()
    losses = player.page.meters.losses
    player.until(lambda: losses.told().startswith("J_D"))
    viewport = losses._plot.viewport()

    def tells_a_step_within() -> bool:
        """Point at the middle, and read which step is told."""
        move(viewport, viewport.rect().center(), player.qtbot)
        steps, _ = losses._curves["j_d", 0].getData()
        assert losses.told().startswith("step ")
        told = losses.told().split(":")[0].removeprefix("step ")
        return steps[0] < float(told) < steps[-1]

    player.until(tells_a_step_within)  # the curve is drawn some time after its numbers came
    assert "J_D + J_G" in losses.told()


def test_pointing_at_the_plane_tells_d_and_the_wheel_zooms(player: Player) -> None:
    plane = player.page.planes[0]
    at = pixel(plane, -1.2, 0.9)
    move(pad(plane), at, player.qtbot)
    grid = plane._shown.field.values
    row, column = (int((v + 1.5) / 3.0 * len(grid)) for v in (0.9, -1.2))
    there = grid[row - 1 : row + 2, column - 1 : column + 2]
    assert "D(x) = " in plane.told()
    assert there.min() - 0.01 <= float(plane.told().split("= ")[-1]) <= there.max() + 0.01
    wide = plane._box.viewRange()[0]
    where = QPointF(at)
    QApplication.sendEvent(
        pad(plane),
        QWheelEvent(
            where, QPointF(pad(plane).mapToGlobal(at)), QPoint(), QPoint(0, 240),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    near = plane._box.viewRange()[0]
    assert near[1] - near[0] < 0.9 * (wide[1] - wide[0])
    player.qtbot.mouseDClick(pad(plane), LEFT, pos=at)
    assert plane._box.viewRange()[0] == pytest.approx(wide)


def test_data_on_a_line_have_d_above_them_and_the_noise_below(player: Player) -> None:
    player.write("noise_size", "1")
    player.panel.dataChosen.emit("number-line")
    plane = player.page.planes[0]
    player.until(lambda: plane._shown is not None and plane._shown.fakes.shape[1] == 1)
    assert player.games.settings[0].noise_size == 1
    assert [plane._image.isVisible(), plane._line._curve.isVisible()] == [False, True]
    x, y = plane._line._threads.getData()
    assert len(x) == 2 * len(plane._shown.warp.noise)
    assert x[1::2] == pytest.approx(plane._shown.warp.points[:, 0])
    assert set(np.sign(y)) == {-1.0}


# what goes wrong


def test_a_killed_process_is_told_and_play_goes_on_from_the_last_picture(player: Player) -> None:
    player.play()
    player.plays(40)
    os.kill(player.games.process, signal.SIGKILL)
    player.until(lambda: player.games.phase is Phase.COLD)
    player.until(lambda: any("is gone" in text for text in player.notices))
    assert not player.page.transport.is_playing()
    stood = player.games.pictures[-1].step
    player.play()
    player.until(lambda: player.games.step > stood + 5)
    history = player.games.histories[0]
    assert history.step - len(history) == stood


def damaged(change: str) -> str:
    whole = json.loads(dump(State()))
    state = whole["state"]
    match change:
        case "no json":
            return "{"
        case "other tab":
            whole["tab"] = "latent"
        case "unknown preset":
            state["preset"] = "nothing"
        case "absurd rate":
            state["games"][0]["g_rate"] = 1e9
        case "too many games":
            state["games"] = state["games"] * 3
        case "weights of another net":
            state["weights"] = [["AAAA", "AAAA"]]
        case "weights that are none":
            state["weights"] = [["?", "!"]]
        case "points that are the same":
            state["points"] = [[0.5, 0.5], [0.5, 0.5]]
        case "unknown layer":
            state["layers"] = ["sky"]
    return json.dumps(whole)


@pytest.mark.parametrize(
    "change",
    ["no json", "other tab", "unknown preset", "absurd rate", "too many games",
     "weights of another net", "weights that are none", "points that are the same",
     "unknown layer"],
)  # fmt: skip
def test_a_damaged_state_is_refused(change: str) -> None:
    with pytest.raises(CoreError):
        parse(damaged(change), Path("gan.json"))


def test_a_damaged_state_file_is_told_and_the_tab_starts_afresh(
    open_window, qtbot: QtBot, own_home: Path
) -> None:
    path = own_home / "session" / "gan.json"
    path.parent.mkdir(parents=True)
    path.write_text(damaged("absurd rate"), encoding="utf-8")
    player = opened(open_window, qtbot)
    assert any("cannot be read" in text for text in player.notices)
    assert player.page._figure.step == 10_000
    assert player.games.settings[0].g_rate < 1
