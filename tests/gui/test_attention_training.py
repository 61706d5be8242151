"""Training a translator from the window, with the real process: look, keep, undo, what fails."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from conftest import Opener
from hand import PATIENCE, Hand
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from core.attention.examples import EXAMPLES
from gui.numbers import number
from gui.tabs.attention.tab import AttentionTab
from gui.workers.run import Phase, Run
from tests.core.translator_fixtures import RECIPE, publish_small

SLOW = 300_000  # ms: a process that gives way to all others imports torch first


class Trainee:
    """The Attention Viewer of a window, its train panel, and what its run says."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        tab = hand.window.tabs["attention"]
        assert isinstance(tab, AttentionTab)
        self.tab, self.view, self.training = tab, tab.view, tab.training
        self.panel = tab.view.panel.train
        hand.window._book.setCurrentWidget(tab.view)
        hand.qtbot.waitUntil(lambda: tab.presenter.scene is not None, timeout=PATIENCE)
        self.panel.unfold()
        self.panel.origin.setCurrentIndex(self.panel.origin.findData(RECIPE.name))
        self.panel.origin.activated.emit(self.panel.origin.currentIndex())

    @property
    def run(self) -> Run:
        return self.hand.window.context.translating.run

    def until(self, met) -> None:
        self.hand.until(met, SLOW)

    def version(self) -> int:
        return self.tab.presenter.studio.entries[RECIPE.name].version

    def settle(self) -> None:
        self.hand.qtbot.waitUntil(self.tab.presenter.is_settled, timeout=PATIENCE)

    def notices(self) -> list[str]:
        return [notice.text for notice in self.hand.window.context.notices.history]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Few words, many pairs: a network without knowledge learns them in seconds."""
    path = tmp_path / "mine.tsv"
    lines = [f"The dog {n}.\tDer Hund {n}.\tCC-BY 2.0" for n in range(60)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small untrained translator, exported once."""
    shelf = tmp_path_factory.mktemp("shelf")
    publish_small(RECIPE, shelf)
    return shelf


@pytest.fixture
def trainee(shelf: Path, own_home: Path, open_window: Opener) -> Trainee:
    shutil.copytree(shelf, own_home / "models")
    return Trainee(open_window())


def choose(trainee: Trainee, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose a file of pairs in the dialog."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))
    data = trainee.panel.data
    data.setCurrentIndex(data.count() - 1)
    data.activated.emit(data.currentIndex())
    assert data.currentData() == str(path)


def test_it_learns_from_own_sentences_and_is_used_and_taken_back(
    trainee: Trainee, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = trainee.panel
    choose(trainee, own, monkeypatch)
    assert not panel.batch_size.isVisibleTo(panel)
    assert panel.learning_rate.isVisibleTo(panel)
    panel.amount.setValue(30)
    panel.learning_rate.setValue(5e-3)
    panel.start.click()
    trainee.until(lambda: trainee.run.progress is not None and bool(trainee.run.frames))
    stage = trainee.training.stage
    assert stage is not None
    assert trainee.view.figure() is stage
    first = trainee.run.frames[0].preview
    assert [view.sample for view in stage.samples[0]] == list(first.samples)
    source, target, _ = first.samples[0].beginning.split("\n")
    assert f"{source}\t{target}\tCC-BY 2.0" in own.read_text(encoding="utf-8").splitlines()
    assert first.samples[1].beginning.startswith(EXAMPLES[2][0])
    trainee.until(lambda: trainee.run.phase is Phase.FINISHED)
    trainee.until(lambda: stage.samples[1][0].sample == trainee.run.live.samples[0])
    assert stage.samples[1][0].sample != first.samples[0]
    assert stage.plot.series(0)[0][1].tolist() == list(trainee.run.curve.losses)
    assert trainee.view.caption().startswith(f"Step {trainee.run.progress.step}. Held-out loss ")
    assert panel.told.text() == "Pairs learnt: 54; sentences held out: 6."

    panel.keep.click()
    trainee.until(lambda: "chrF" in panel.told.text())
    trainee.until(lambda: trainee.version() == 2)
    trainee.settle()
    assert trainee.view.figure() is not stage
    assert "Version 2 of tiny is in use." in panel.told.text()
    panel.undo.click()
    trainee.until(lambda: trainee.version() == 1)
    panel.adopt.click()
    trainee.until(lambda: trainee.version() == 2)
    trainee.settle()


def test_a_file_that_cannot_be_learnt_from_changes_nothing(
    trainee: Trainee, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "one.tsv"
    bad.write_text("Only one column.\n" * 20, encoding="utf-8")
    trainee.panel.start.click()  # nothing was chosen, and the dialog is closed
    assert trainee.run.phase in (Phase.WARMING, Phase.READY)
    choose(trainee, bad, monkeypatch)
    figure = trainee.view.figure()
    trainee.panel.start.click()
    trainee.until(lambda: bool(trainee.notices()))
    assert "one.tsv has no line with two columns" in trainee.notices()[-1]
    assert trainee.view.figure() is figure
    assert trainee.version() == 1
    assert trainee.panel.start.isEnabled()


def test_two_small_runs_show_what_norm_does(
    trainee: Trainee, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, page = trainee.view, trainee.view.norm
    view.panel.page_button("map").click()
    trainee.hand.qtbot.waitUntil(trainee.tab.presenter.is_settled, timeout=PATIENCE)
    view.map.open_box("enc_attended")
    assert not view.map.training.isVisible()
    view.map.open_box("enc_normed")
    view.map.training.click()
    assert view.figure() is page
    assert view.panel.page_button("norm").isChecked()
    page.layers.setCurrentIndex(page.layers.findData(2))
    page.start.click()
    norms = trainee.hand.window.context.norms
    trainee.until(lambda: norms.curves.step >= 3)
    page.pause.click()
    trainee.until(lambda: page.pause.text() == "Go on")
    curves = norms.curves
    trainee.until(lambda: view.caption().startswith(f"Step {curves.step}: loss "))
    one, other = page.legend()
    assert number(curves.losses[0][-1]) in one
    assert number(curves.gradients[1][-1]) in other
    assert f"{number(curves.losses[0][-1])} with Norm" in view.caption()
    path = tmp_path / "norm.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(path), "")))
    trainee.hand.qtbot.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    trainee.until(path.exists)
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert head[2] == "loss_without"
    assert [float(row[2]) for row in rows] == pytest.approx(curves.losses[1][: len(rows)])
    page.pause.click()
    step = curves.step
    trainee.until(lambda: norms.curves.step > step)
    page.stop.click()
    assert norms.phase is Phase.ENDED
    assert page.start.isEnabled()
    page.start.click()  # with another process: the first one may not have ended yet
    trainee.until(lambda: norms.curves.step >= 1)
