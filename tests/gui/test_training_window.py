"""Training from the window, with the real process: begin, look, keep, undo, and what goes wrong."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import resource
import signal
from pathlib import Path

import numpy as np
import pytest
from conftest import Opener, shut
from hand import Hand
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from core.cards import LatentCard, read_card
from core.data import drawings
from core.runtime.library import Library
from gui.workers.run import Phase, Run

SLOW = 300_000  # ms: a process that gives way to all others imports torch first
MODEL = "shapes-vae-2"


class Trainee:
    """The train panel of a window, and what its run says."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        hand.open_model(MODEL)
        self.panel = hand.view.panel.train
        self.panel.unfold()

    @property
    def run(self) -> Run:
        return self.hand.window.context.training.run

    @property
    def stage(self):
        return self.hand.view.training

    def until(self, met) -> None:
        self.hand.until(met, SLOW)

    def begin(self, *, epochs: int = 200, step: int = 3, **numbers: float) -> None:
        """Press Start and wait until some steps are made."""
        self.panel.amount.setValue(epochs)
        for key, value in numbers.items():
            getattr(self.panel, key).setValue(value)
        self.panel.start.click()
        self.until(lambda: self.run.progress is not None and self.run.progress.step >= step)

    def pause(self) -> None:
        self.panel.pause.click()
        assert self.run.phase is Phase.PAUSED
        self.until(lambda: self.run.rests)
        self.hand.settle()

    def keep(self) -> LatentCard:
        """Press Keep, wait for the verdict, and read the new version's card."""
        told = []
        self.run.exported.connect(told.append)
        self.panel.keep.click()
        assert not self.panel.keep.isEnabled()
        self.until(lambda: bool(told))
        self.run.exported.disconnect(told.append)
        self.until(lambda: self.panel.keep.isEnabled())
        return read_card(told[-1].folder)

    def cell(self, text: str) -> None:
        self.until(lambda: text in self.panel.told.text())


@pytest.fixture
def trainee(hand: Hand) -> Trainee:
    return Trainee(hand)


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    answer = staticmethod(lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)


# ---- begin, look, pause


def test_a_training_is_seen_while_it_runs(trainee: Trainee) -> None:
    assert trainee.panel.start.isEnabled()
    trainee.begin()
    assert trainee.hand.view.figure() is trainee.stage
    assert trainee.panel.stop.isEnabled()
    assert not trainee.panel.start.isEnabled()
    assert not trainee.panel.seed.isEnabled()  # settled by then
    assert trainee.panel.beta.isEnabled()
    trainee.until(lambda: len(trainee.run.frames) >= 2)
    trainee.pause()
    assert "step" in trainee.panel.progress.format()
    run, stage = trainee.run, trainee.stage
    assert list(stage.film.steps()) == [frame.step for frame in run.frames]
    steps, losses = stage.plot.series(0)[0]
    assert np.allclose(losses, list(run.curve.losses))
    assert steps[-1] == run.progress.step
    trainee.until(lambda: trainee.hand.view.caption().startswith(f"Step {run.progress.step}."))
    trainee.until(lambda: f"step {run.progress.step} of" in trainee.panel.progress.format())


def test_a_hidden_training_is_not_drawn_and_caught_up_with(trainee: Trainee) -> None:
    trainee.begin()
    trainee.until(trainee.panel.look.isEnabled)
    trainee.panel.look.click()
    assert trainee.hand.view.figure() is not trainee.stage
    plot, progress = trainee.stage.plot, trainee.panel.progress
    before, step = plot.reading(), trainee.run.progress.step
    trainee.until(lambda: progress.value() >= step + 5)
    assert plot.reading() == before
    trainee.pause()
    trainee.panel.look.click()
    assert plot.reading() != before
    assert plot.series(0)[0][0][-1] == trainee.run.progress.step
    assert trainee.hand.view.caption().startswith(f"Step {trainee.run.progress.step}.")


def test_a_pause_waits_and_a_step_is_one_step(trainee: Trainee) -> None:
    trainee.begin()
    trainee.pause()
    before = trainee.run.progress.step
    trainee.panel.step.click()
    trainee.until(lambda: trainee.run.rests)
    assert trainee.run.progress.step == before + 1
    trainee.panel.pause.click()
    trainee.until(lambda: trainee.run.progress.step > before + 2)


def test_a_frame_is_looked_at_and_gone_on_from_with_the_same_numbers(trainee: Trainee) -> None:
    trainee.begin()
    trainee.until(lambda: len(trainee.run.frames) >= 3)
    trainee.pause()
    run, film = trainee.run, trainee.stage.film
    first = list(run.curve.losses)
    frame = run.frames[1]
    film.choose(frame.step)
    film.scrubbed.emit(frame.step)
    assert trainee.hand.view.caption().startswith(f"Step {frame.step}.")
    with trainee.hand.qtbot.waitSignal(run.cut, timeout=SLOW):
        film.goOnAsked.emit(frame.step)
    assert run.phase is Phase.RUNNING
    trainee.until(lambda: len(run.curve.losses) >= frame.step + 3)
    again = list(run.curve.losses)
    count = min(len(first), len(again))
    assert count > frame.step
    assert again[:count] == first[:count]
    assert [step for step in film.steps() if step <= frame.step] == film.steps()[:2]


def test_film_and_curves_are_saved(
    trainee: Trainee, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainee.begin()
    trainee.until(lambda: len(trainee.run.frames) >= 3)
    trainee.pause()
    choosing(monkeypatch, tmp_path / "f.gif")
    trainee.panel.film.click()
    trainee.hand.until(lambda: (tmp_path / "f.gif").is_file())
    with Image.open(tmp_path / "f.gif") as film:
        assert film.n_frames == len(trainee.run.frames)
    choosing(monkeypatch, tmp_path / "c.csv")
    trainee.panel.curves.click()
    trainee.hand.until(lambda: (tmp_path / "c.csv").is_file())
    with (tmp_path / "c.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(row["loss"]) for row in rows] == list(trainee.run.curve.losses)
    assert any(row["held_out"] for row in rows)


def test_a_change_of_theme_keeps_the_run(trainee: Trainee) -> None:
    trainee.begin()
    hand, run = trainee.hand, trainee.run
    trainee.until(lambda: len(run.curve.measured) >= 2)
    frames = len(run.frames)
    hand.window.choose("theme", "dark")
    hand.settle()
    assert hand.window.context.training.run is run
    assert run.phase is Phase.RUNNING
    assert hand.view.figure() is hand.view.training
    assert len(hand.view.training.film.steps()) >= frames >= 1
    before = run.progress.step
    trainee.until(lambda: run.progress.step > before)
    assert hand.view.panel.train.stop.isEnabled()
    hand.view.panel.train.pause.click()
    trainee.until(lambda: run.rests)
    (steps, losses), (at, held_out) = hand.view.training.plot.series(0)
    assert list(losses) == list(run.curve.losses)  # those from before the change too
    assert list(steps) == list(range(1, len(losses) + 1))
    assert list(at) == [told.step for told in run.curve.measured]
    assert list(held_out) == [told.held_out for told in run.curve.measured]


# ---- from random weights


def test_with_and_without_kl_from_the_same_seed(trainee: Trainee) -> None:
    panel, run = trainee.panel, trainee.run
    trainee.hand.pick(panel.origin, "anew")
    panel.more.click()
    panel.beside.click()
    trainee.begin(epochs=3)
    beside = trainee.hand.window.context.training.beside
    trainee.until(lambda: run.phase is Phase.FINISHED and beside.phase is Phase.FINISHED)
    assert dict(run.start.changes)["beta"] == 1
    assert dict(beside.start.changes)["beta"] == 0
    start, end = run.frames[0].preview, run.live
    assert np.array_equal(start.codes, beside.frames[0].preview.codes)  # the same seed
    assert not np.allclose(end.codes, beside.live.codes)
    assert np.abs(end.codes).std() > 3 * np.abs(start.codes).std()  # it unfolds
    assert [plane.isVisible() for plane in trainee.stage.planes] == [True, True]


def test_beta_is_moved_while_it_trains_and_the_card_tells(trainee: Trainee) -> None:
    trainee.begin()
    trainee.panel.beta.setValue(3.0)
    trainee.until(lambda: trainee.run.progress.beta == 3.0)
    trainee.pause()
    card = trainee.keep()
    assert card.training is not None
    assert [(e.key, e.value) for e in card.training.history if e.command == "set"] == [("beta", 3)]


# ---- keep, compare, undo


def test_drawings_are_learnt_kept_and_undone(trainee: Trainee) -> None:
    rng = np.random.default_rng(0)
    for _ in range(30):
        drawings.add("mine", (rng.random((28, 28)) > 0.5).astype(np.uint8) * 255, "noise")
    hand, tab = trainee.hand, trainee.hand.tab
    tab.presenter.ready.emit()
    hand.pick(trainee.panel.data, "drawings:mine")
    trainee.begin(epochs=4, learning_rate=1e-3)
    trainee.until(lambda: trainee.run.phase is Phase.FINISHED)
    before = hand.view.stage.shown[0].model
    card = trainee.keep()
    assert card.training is not None
    assert card.training.base is not None
    assert card.training.base.name == MODEL
    assert card.training.after.neg_elbo < card.training.before.neg_elbo
    hand.until(lambda: hand.view.stage.shown[0].model is not before)
    assert hand.view.figure() is hand.view.stage
    trainee.cell("0.0001")  # the limit that the difference is held to
    trainee.cell("Version 2")
    assert Library().find(MODEL).version == 2
    trainee.panel.undo.click()
    hand.until(lambda: hand.view.stage.shown[0].model is before)
    assert Library().find(MODEL).version == 1
    assert len(Library().versions(MODEL)) == 2
    trainee.panel.adopt.click()
    hand.until(lambda: Library().find(MODEL).version == 2)
    hand.until(lambda: hand.view.stage.shown[0].model is not before)


def test_what_got_worse_is_offered_not_pushed(trainee: Trainee) -> None:
    before = trainee.hand.view.stage.shown[0].model
    trainee.begin(epochs=1, beta=50.0, step=1)
    trainee.until(lambda: trainee.run.phase is Phase.FINISHED)
    card = trainee.keep()
    assert card.training.after.neg_elbo > card.training.before.neg_elbo
    trainee.cell("worse")
    trainee.hand.until(lambda: Library().find(MODEL).version == 1)
    assert trainee.hand.view.stage.shown[0].model is before
    assert trainee.panel.adopt.isVisible()
    trainee.panel.adopt.click()
    trainee.hand.until(lambda: Library().find(MODEL).version == 2)
    trainee.hand.until(lambda: trainee.hand.view.stage.shown[0].model is not before)


def test_what_was_stopped_can_still_be_kept(trainee: Trainee) -> None:
    trainee.begin()
    trainee.panel.stop.click()
    assert trainee.run.phase is Phase.ENDED
    assert trainee.panel.start.isEnabled()
    card = trainee.keep()
    assert card.training.steps == trainee.run.frames[-1].step


def test_keeping_a_frame_of_what_was_stopped_leaves_film_and_panel_as_they_were(
    trainee: Trainee,
) -> None:
    trainee.begin()
    trainee.until(lambda: len(trainee.run.frames) >= 3)
    trainee.panel.stop.click()
    steps = [frame.step for frame in trainee.run.frames]
    trainee.stage.film.scrubbed.emit(steps[1])
    assert trainee.keep().training.steps == steps[1]
    trainee.until(lambda: trainee.run.phase is Phase.ENDED)
    assert trainee.panel.start.isEnabled()
    assert [frame.step for frame in trainee.run.frames] == steps


# ---- what goes wrong


def test_a_killed_process_is_told_and_gone_on_from(trainee: Trainee) -> None:
    trainee.begin()
    trainee.until(lambda: len(trainee.run.frames) >= 2)
    os.kill(trainee.run.process, signal.SIGKILL)
    trainee.until(lambda: trainee.run.phase is Phase.ENDED)
    assert any("exit code -9" in text for text in trainee.hand.notices)
    assert trainee.panel.start.isEnabled()
    last = trainee.run.frames[-1].step
    trainee.panel.pause.click()
    trainee.until(lambda: trainee.run.phase is Phase.RUNNING)
    trainee.until(lambda: trainee.run.progress.step > last)
    assert len(Library().versions(MODEL)) == 1


def test_the_process_of_the_next_start_may_be_killed_too(trainee: Trainee) -> None:
    trainee.begin()
    trainee.panel.stop.click()
    trainee.until(lambda: trainee.run.is_ready)
    spare = next(
        child for child in multiprocessing.active_children() if child.pid != trainee.run.process
    )
    os.kill(spare.pid, signal.SIGKILL)
    trainee.until(lambda: not trainee.run.is_ready)
    trainee.begin()
    assert trainee.run.phase is Phase.RUNNING


def test_a_learning_rate_that_explodes_is_told_and_gone_back_from(trainee: Trainee) -> None:
    trainee.begin(step=1)
    trainee.panel.learning_rate.setValue(10.0)
    trainee.panel.weight_decay.setValue(100.0)
    trainee.until(lambda: any("exploded" in text for text in trainee.hand.notices))
    assert trainee.run.phase is Phase.PAUSED
    assert trainee.run.frames
    assert all(np.isfinite(frame.preview.codes).all() for frame in trainee.run.frames)


def test_a_full_disk_leaves_the_version_that_was(trainee: Trainee) -> None:
    trainee.begin()
    trainee.pause()
    hand, run = trainee.hand, trainee.run
    shown = hand.view.stage.shown[0].model
    whole = resource.prlimit(run.process, resource.RLIMIT_FSIZE)
    resource.prlimit(run.process, resource.RLIMIT_FSIZE, (50_000, whole[1]))
    trainee.panel.keep.click()
    trainee.until(lambda: any("disk is full" in text for text in hand.notices))
    assert hand.view.stage.shown[0].model is shown
    assert len(Library().versions(MODEL)) == 1
    shelf = Library().shelf
    assert not [path for path in shelf.rglob("*") if path.is_file()] if shelf.is_dir() else True
    resource.prlimit(run.process, resource.RLIMIT_FSIZE, whole)
    assert trainee.keep().training is not None


def test_a_folder_that_vanishes_stops_nothing_and_its_absence_is_told(
    trainee: Trainee, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for i in range(12):
        Image.fromarray(rng.integers(0, 255, (28, 28), np.uint8)).save(folder / f"{i}.png")
    trainee.hand.tab.training.form.learn_from(str(folder))
    trainee.begin(epochs=10_000)  # of one step each: it does not end before the folder is gone
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    before = trainee.run.progress.step
    trainee.until(lambda: trainee.run.progress.step > before + 3)
    trainee.panel.stop.click()
    trainee.panel.start.click()
    trainee.until(lambda: any("pictures" in text for text in trainee.hand.notices))
    assert trainee.run.phase is Phase.READY
    assert trainee.panel.start.isEnabled()


def test_a_window_closed_in_mid_training_offers_to_go_on(
    open_window: Opener, own_home: Path
) -> None:
    first = Trainee(open_window())
    first.begin()
    first.until(lambda: len(first.run.frames) >= 2)
    shut(first.hand.window)
    note = next((own_home / "training").glob("*/run.json"))
    assert json.loads(note.read_text())["base"] == MODEL
    second = Trainee(open_window())
    assert second.panel.go_on.isVisible()
    assert MODEL in second.panel.left_text.text()
    second.panel.go_on.click()
    second.until(lambda: second.run.progress is not None)
    assert second.run.progress.step > 1  # not from the start
    second.panel.stop.click()
    shut(second.hand.window)
    assert not list((own_home / "training").glob("*/run.json"))  # stopped by hand: nothing to offer


def test_two_programs_train_on_one_folder(open_window: Opener) -> None:
    one, other = Trainee(open_window()), Trainee(open_window())
    assert not other.panel.go_on.isVisible()
    for each in (one, other):
        each.begin()
        each.pause()
    assert not other.panel.go_on.isVisible()
    versions = {one.keep().training.steps, other.keep().training.steps}
    assert len(Library().versions(MODEL)) == 3
    assert versions


def test_a_model_without_a_network_says_so(hand: Hand) -> None:
    hand.open_model("shapes-pca-2")
    panel = hand.view.panel.train
    panel.unfold()
    assert panel.isEnabled()  # a PCA is fitted anew
    assert not panel.beta.isVisibleTo(panel)
