"""A training in the real window: its panel pressed as a person does, its steps counted."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed, pace
from benchmarks.window import idle, until_painted
from core.training.messages import Failed, Progress, Start
from gui.tabs.latent.training import Training
from gui.tabs.latent.training_stage import TrainingStage
from gui.tour_guide import Guide
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import Phase, Run

PATIENCE = 120.0  # seconds until a process that does not answer never will
DRAWING = 600.0  # seconds that the data may take, where they must be drawn first
WARM_UP = 0.5  # seconds after going on that do not count
QUIET = 0.3  # seconds without a message: it waits


class Trainee(QObject):
    """The train panel of a window, and when its run told of which step."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._guide = guide
        self._told: list[tuple[float, int]] = []
        self._failed: Failed | None = None
        self.run.progressed.connect(self._on_progressed)
        self.run.failed.connect(self._on_failed)

    @property
    def run(self) -> Run:
        """Return what is trained."""
        return self._guide.window.context.training.run

    @property
    def panel(self) -> TrainPanel:
        """Return the panel with the buttons."""
        return self._guide.latent.view.panel.train

    @property
    def stage(self) -> TrainingStage:
        """Return the training in the place of the figure."""
        return self._guide.latent.view.training

    @property
    def _training(self) -> Training:
        return self._guide.latent.training

    def start_asked(self) -> Start:
        """Return the start that the form describes."""
        return self._training.form.asked()

    def prepare(self, **numbers: float) -> None:
        """Unfold the panel, wait until its process is ready, choose a length that never ends."""
        self._told.clear()
        if self.panel.header.isChecked():
            self.panel.header.click()
        self.panel.header.click()
        self.until(lambda: self.run.phase is Phase.READY, "the training process is not ready")
        self.panel.amount.setValue(self.panel.amount.maximum())
        for key, value in numbers.items():
            getattr(self.panel, key).setValue(value)
        self._guide.rest(0.1)
        self._bring_into_sight(self.panel.stop)

    def start(self) -> float:
        """Press Start; return the seconds until the panel shows that a step was made."""
        progress = self.panel.progress
        return until_painted(
            self._guide, progress, self.panel.start.click, patience=DRAWING,
            met=lambda: bool(self._told) and 0 < progress.value() < progress.maximum(),
        )  # fmt: skip

    def step(self) -> None:
        """Press Step: begin, make one step and wait."""
        self.panel.step.click()
        self.until(lambda: bool(self._told), "no step is made", DRAWING)
        self.until(self.panel.keep.isEnabled, "there is no first frame")
        self.pause()

    def stop(self) -> tuple[float, float]:
        """Press Stop; return the seconds until Start can be pressed, and until no process is."""
        process = self.run.process
        assert process is not None
        start, stop = self.panel.start, self.panel.stop
        self._bring_into_sight(stop)
        begin = time.perf_counter()
        free = until_painted(self._guide, start, stop.click, met=start.isEnabled)
        self.until(lambda: has_ended(process), "the training process does not end")
        return free, time.perf_counter() - begin

    def pause(self) -> None:
        """Press Pause, and wait until nothing more is told."""
        if self.run.phase is Phase.RUNNING:
            self.panel.pause.click()
        self._check(self.run.phase is Phase.PAUSED, "the training does not pause")
        count = -1
        while count != len(self._told):
            count = len(self._told)
            idle(QUIET)

    @contextmanager
    def working(self, *, shown: bool) -> Iterator[None]:
        """Go on, with the training shown or the figure, and pause afterwards."""
        self.show(shown)
        self.panel.pause.click()
        self._check(self.run.phase is Phase.RUNNING, "the training does not go on")
        idle(WARM_UP)
        try:
            yield
        finally:
            self.pause()

    def show(self, on: bool) -> None:
        """Press the button that shows the training in the place of the figure, or hides it."""
        self.until(self.panel.look.isEnabled, "there is no training to be shown")
        if self.panel.look.isChecked() is not on:
            self.panel.look.click()
        self._check(self.stage.isVisible() is on, "the wrong one is shown")
        self._guide.rest(0.1)

    def steps_per_s(self, seconds: float) -> float:
        """Let the window wait so long, longer where the training is slow; return its pace."""
        begin = time.perf_counter()
        idle(seconds)
        while (rate := self.pace(begin, time.perf_counter())) is None:
            self._check(time.perf_counter() < begin + PATIENCE, "the training makes no steps")
            idle(0.1)
        return rate

    def pace(self, begin: float, end: float) -> float | None:
        """Return the steps a second told between two times; None where nothing was."""
        return pace(self._told, begin, end)

    def until(self, met: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Let the program run until `met`, or until the training has failed."""
        self._guide.until(lambda: met() or self._failed is not None, what, patience)
        self._check(self._failed is None, f"the training has failed: {self._failed}")

    def _bring_into_sight(self, widget: QWidget) -> None:
        self._guide.latent.view.panel.ensureWidgetVisible(widget)
        self._guide.rest(0.1)

    def _check(self, holds: bool, what: str) -> None:
        if not holds:
            raise BenchmarkFailed(what)

    @Slot(object)
    def _on_progressed(self, told: Progress) -> None:
        self._told.append((time.perf_counter(), told.step))

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self._failed = failed


def has_ended(process: int) -> bool:
    """Say whether there is no process of this number any more, or only its exit code."""
    if sys.platform == "win32":
        return _has_ended_on_windows(process)
    told = Path(f"/proc/{process}/stat")
    if told.parent.parent.joinpath("self").exists():
        try:
            return told.read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True
    try:
        os.kill(process, 0)
    except OSError:
        return True
    return False


def _has_ended_on_windows(process: int) -> bool:
    synchronise = 0x00100000
    handle = ctypes.windll.kernel32.OpenProcess(synchronise, False, process)
    if not handle:
        return True
    ended = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == 0
    ctypes.windll.kernel32.CloseHandle(handle)
    return ended
