"""Training a text network from the window, with the real process: look, keep, undo, what fails."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from conftest import Opener
from hand import PATIENCE, Hand
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from core.cards import TextCard
from core.data.texts import excerpt
from core.runtime.library import Library
from gui.tabs.text.tab import TextTab
from gui.workers.run import Phase, Run

SLOW = 300_000  # ms: a process that gives way to all others imports torch first
RNN = "shakespeare-char-rnn"


class Trainee:
    """The Text Generator of a window, its train panel, and what its run says."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        tab = hand.window.tabs["text"]
        assert isinstance(tab, TextTab)
        self.tab, self.view, self.training = tab, tab.view, tab.training
        self.panel = tab.view.panel.train
        hand.window._book.setCurrentWidget(tab.view)
        hand.qtbot.waitUntil(lambda: bool(tab.presenter.pages), timeout=PATIENCE)
        self.panel.unfold()
        self.panel.origin.setCurrentIndex(self.panel.origin.findData(RNN))
        self.panel.origin.activated.emit(self.panel.origin.currentIndex())

    @property
    def run(self) -> Run:
        return self.hand.window.context.writing.run

    def until(self, met) -> None:
        self.hand.until(met, SLOW)

    def begin(self, *, epochs: int = 500, **numbers: float) -> None:
        """Press Start and wait until some steps are made."""
        self.panel.amount.setValue(epochs)
        self.panel.batch_size.setValue(8)
        for key, value in numbers.items():
            getattr(self.panel, key).setValue(value)
        self.panel.start.click()
        self.until(lambda: self.run.progress is not None and bool(self.run.frames))

    def versions(self) -> int:
        entry = self.tab.presenter.studio.entries[RNN]
        return entry.version

    def keep(self) -> str:
        told = []
        self.run.exported.connect(told.append)
        self.panel.keep.click()
        self.until(lambda: bool(told))
        self.run.exported.disconnect(told.append)
        self.hand.qtbot.waitUntil(self.tab.presenter.is_settled, timeout=PATIENCE)
        return self.panel.told.text()

    def notices(self) -> list[str]:
        return [notice.text for notice in self.hand.window.context.notices.history]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.txt"
    path.write_text(excerpt("shakespeare-char").upper() * 3, encoding="utf-8")
    return path


@pytest.fixture
def trainee(hand: Hand, own: Path) -> Trainee:
    trainee = Trainee(hand)
    trainee.training.form.learn_from(str(own))
    return trainee


def test_what_it_writes_is_seen_at_first_and_now(trainee: Trainee) -> None:
    assert not trainee.panel.frozen.isVisibleTo(trainee.panel)
    assert not trainee.panel.beta.isVisibleTo(trainee.panel)
    trainee.begin()
    stage = trainee.training.stage
    assert stage is not None
    assert trainee.view.figure() is stage
    first = trainee.run.frames[0].preview
    assert [view.sample for view in stage.samples[0]] == list(first.samples)
    trainee.until(lambda: len(trainee.run.frames) >= 3)
    trainee.panel.pause.click()
    trainee.until(lambda: trainee.run.rests)
    trainee.until(lambda: stage.samples[1][0].sample == trainee.run.live.samples[0])
    assert stage.samples[0][0].sample == first.samples[0] != stage.samples[1][0].sample
    assert stage.samples[0][0].toPlainText() == first.samples[0].beginning + first.samples[0].text
    steps, losses = stage.plot.series(0)[0]
    assert losses.tolist() == list(trainee.run.curve.losses)
    assert len(steps) == trainee.run.progress.step
    assert len(stage.plot.series(0)[1][0]) >= 1
    told = f"Step {trainee.run.progress.step}. Held-out loss"
    trainee.until(lambda: trainee.view.caption().startswith(told))

    trainee.until(lambda: stage.film.maximum() >= 2)
    stage.film.setValue(1)
    looked = trainee.run.frames[1]
    assert stage.samples[1][0].sample == looked.preview.samples[0]
    with trainee.hand.qtbot.waitSignal(trainee.run.cut, timeout=SLOW) as cut:
        stage.again.click()
    assert cut.args == [looked.step]
    trainee.until(lambda: len(trainee.run.curve.losses) > looked.step)
    trainee.panel.stop.click()
    assert trainee.run.phase is Phase.ENDED
    trainee.panel.look.click()
    assert trainee.view.figure() is not stage


def test_a_better_version_is_used_and_can_be_taken_back(trainee: Trainee) -> None:
    trainee.begin(epochs=4)
    trainee.until(lambda: trainee.run.phase is Phase.FINISHED)
    said = trainee.keep()
    assert said.startswith(f"Version 2 of {RNN} is in use. On held-out text: ")
    trainee.until(lambda: trainee.versions() == 2)
    assert trainee.view.figure() is not trainee.training.stage
    assert trainee.tab.presenter.state.corpus == "shakespeare-char"
    trainee.panel.undo.click()
    trainee.until(lambda: trainee.versions() == 1)
    trainee.panel.adopt.click()
    trainee.until(lambda: trainee.versions() == 2)
    assert [entry.version for entry in Library(of=TextCard).versions(RNN)] == [1, 2]


def test_a_worse_version_is_offered_and_not_pushed(trainee: Trainee) -> None:
    trainee.training.form.learn_from("named:shakespeare-char")
    path = Path(trainee.hand.window.context.writing.run.folder).parent / "scramble.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = excerpt("shakespeare-char")
    path.write_text(text[1800::-1] * 3 + text[:700], encoding="utf-8")  # learns it backwards
    trainee.training.form.learn_from(str(path))
    trainee.begin(epochs=30, learning_rate=0.003)
    trainee.until(lambda: trainee.run.phase is Phase.FINISHED)
    said = trainee.keep()
    assert said.startswith(f"Version 2 of {RNN} is worse: it is kept, and not used.")
    trainee.until(lambda: trainee.panel.adopt.isVisibleTo(trainee.panel))
    trainee.hand.qtbot.waitUntil(trainee.tab.presenter.is_settled, timeout=PATIENCE)
    trainee.until(lambda: Library(of=TextCard).find(RNN).version == 1)
    assert trainee.versions() == 1
    trainee.panel.adopt.click()
    trainee.until(lambda: trainee.versions() == 2)


def test_a_process_that_is_killed_is_said_and_gone_on_from(trainee: Trainee) -> None:
    trainee.begin()
    step = trainee.run.frames[-1].step
    assert trainee.run.process is not None
    os.kill(trainee.run.process, signal.SIGKILL)
    trainee.until(lambda: trainee.run.phase is Phase.ENDED)
    assert any("The training process is gone" in text for text in trainee.notices())
    trainee.panel.pause.click()  # goes on
    trainee.until(lambda: trainee.run.phase is Phase.RUNNING)
    trainee.until(lambda: trainee.run.progress is not None and trainee.run.progress.step > step)


def test_numbers_that_explode_are_said(trainee: Trainee) -> None:
    trainee.panel.amount.setValue(500)
    trainee.panel.learning_rate.setValue(10)
    trainee.panel.start.click()
    trainee.until(lambda: any("exploded" in text for text in trainee.notices()))
    assert trainee.run.phase is Phase.PAUSED
    assert trainee.panel.keep.isEnabled()


def test_what_is_no_text_is_said_and_nothing_changes(trainee: Trainee, tmp_path: Path) -> None:
    figure = trainee.view.figure()
    for content, said in (
        (b" ", "bad.txt is empty."), (bytes(range(256)) * 9, "bad.txt is no text."),
        (b"too short", "bad.txt is too short to learn from (9 < 400 tokens)."),
    ):  # fmt: skip
        path = tmp_path / "bad.txt"
        path.write_bytes(content)
        trainee.training.form.learn_from(str(path))
        trainee.panel.start.click()
        trainee.until(lambda said=said: any(text.startswith(said) for text in trainee.notices()))
        assert trainee.view.figure() is figure
        assert trainee.panel.start.isEnabled()


def test_a_text_is_chosen_in_the_list(
    trainee: Trainee, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = trainee.panel.data
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(own), "")))
    data.setCurrentIndex(data.findText("A text file …"))
    data.activated.emit(data.currentIndex())
    assert (data.currentText(), data.currentData()) == ("mine.txt", str(own))
    QGuiApplication.clipboard().setText("All that is gold does not glitter. " * 40)
    data.setCurrentIndex(data.findText("The text on the clipboard"))
    data.activated.emit(data.currentIndex())
    trainee.panel.start.click()
    trainee.until(lambda: trainee.run.live is not None)
    assert "gold" in Path(trainee.run.start.data.own).read_text(encoding="utf-8")
    QGuiApplication.clipboard().clear()


def test_a_chain_is_not_trained(open_window: Opener) -> None:
    hand = open_window()
    trainee = Trainee(hand)
    names = [trainee.panel.origin.itemText(i) for i in range(trainee.panel.origin.count())]
    assert sorted(names) == ["LSTM", "RNN", "Transformer"]
