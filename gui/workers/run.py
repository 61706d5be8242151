"""One training as the window sees it: where it stands, its film, its curves."""

from __future__ import annotations

import shutil
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.training.messages import (
    Command,
    Export,
    Exported,
    Failed,
    Finished,
    GoBack,
    Message,
    Pause,
    Preview,
    Progress,
    Ready,
    Rested,
    Resume,
    Set,
    Snapshot,
    Start,
    Started,
    StepOnce,
    Stop,
    Stopped,
    TextPreview,
    Trouble,
    Value,
    WentBack,
)
from gui.workers.trainer import TrainerThread

MOST_FRAMES = 200
PACE_SECONDS = 2.0  # of training after which its pace is known


class Phase(StrEnum):
    """Where a training stands."""

    COLD = "cold"  # no process
    WARMING = "warming"  # the process imports
    READY = "ready"  # it waits for a start
    STARTING = "starting"  # it reads data and weights
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"  # all steps are made; the process waits
    ENDED = "ended"  # the process is gone; what it left can be gone on from


BUSY = (Phase.STARTING, Phase.RUNNING, Phase.PAUSED)


@dataclass(frozen=True, eq=False)
class Frame:
    """What the network made of the probes at a step, and the state that it had then."""

    preview: Preview | TextPreview
    snapshot: Snapshot
    process: int  # which of the run's processes took it

    @property
    def step(self) -> int:
        """Return the step."""
        return self.preview.step


class Curve:
    """The loss of every step, and what was told at some of them."""

    def __init__(self) -> None:
        self.losses = array("d")  # of step `first` and those after it
        self.first = 1
        self.told: list[Progress] = []
        self.measured: list[Progress] = []  # those of them with a held-out loss

    def add(self, told: Progress) -> None:
        """Take in what came with a message."""
        if not self.losses:
            self.first = told.step - len(told.losses) + 1
        self.losses.extend(told.losses)
        self.told.append(replace(told, losses=()))
        if told.held_out is not None:
            self.measured.append(self.told[-1])

    def cut_after(self, step: int) -> None:
        """Forget what came after `step`."""
        del self.losses[max(0, step + 1 - self.first) :]
        self.told = [told for told in self.told if told.step <= step]
        self.measured = [told for told in self.measured if told.step <= step]

    def parts(self) -> Iterator[tuple[int, Sequence[float], float | None]]:
        """Return the last step, the losses and the held-out loss of each stretch, in order."""
        done = 0
        for told in self.measured:
            count = max(done, told.step + 1 - self.first)
            yield told.step, self.losses[done:count], told.held_out
            done = count
        if done < len(self.losses):
            yield self.first + len(self.losses) - 1, self.losses[done:], None

    def rows(self) -> Iterator[tuple[int, float, float | None, float | None, float | None]]:
        """Return step, loss, held-out loss, learning rate and β; None where it was not told."""
        told = {each.step: (each.held_out, each.learning_rate, each.beta) for each in self.told}
        for step, loss in enumerate(self.losses, self.first):
            yield step, loss, *told.get(step, (None, None, None))


class Run(QObject):
    """Gives the commands that its phase allows, and keeps what the process tells.

    `folder` is its own: snapshots lie there until the next start or `close`. When its process has
    ended, the next one is started ahead, `spares` permitting.
    """

    changed = Signal()  # the phase
    progressed = Signal(object)  # Progress
    drawn = Signal(object)  # Preview or TextPreview
    framed = Signal(object)  # Frame, new on the film
    cut = Signal(int)  # what came after this step is gone
    dropped = Signal(object)  # steps whose frames are gone, to make room
    exported = Signal(object)  # Exported
    failed = Signal(object)  # Failed

    def __init__(self, folder: Path, parent: QObject | None = None, *, spares: bool = True) -> None:
        super().__init__(parent)
        self.folder = folder
        self._spares = spares
        self.phase = Phase.COLD
        self.start: Start | None = None
        self.started: Started | None = None
        self.live: Preview | TextPreview | None = None
        self.frames: list[Frame] = []
        self.curve = Curve()
        self.kept = False  # something of it was published
        self.rests = False  # it waits, and all that it did is told
        self._thread: TrainerThread | None = None
        self._leaving: list[TrainerThread] = []  # that end by themselves
        self._spare: TrainerThread | None = None  # whose process gets ready for the next start
        self._spare_is_ready = False
        self._process = 0
        self._snapshots: dict[int, Snapshot] = {}  # of this process, by step
        self._minutes: float | None = None
        self._clock: tuple[float, int] | None = None  # when, and at which step, its pace began
        self._paced = 0  # how often the epochs were fitted to the minutes
        self._waits = False  # it was started paused
        self._only_exports = False  # its process is there to publish, and ends when that is done
        self._back_to: int | None = None  # the step that was gone back to, until that is done

    @property
    def process(self) -> int | None:
        """Return the number of the process."""
        return None if self._thread is None else self._thread.process

    @property
    def alive(self) -> bool:
        """Say whether a process takes commands."""
        return self._thread is not None and self.phase is not Phase.ENDED

    @property
    def is_ready(self) -> bool:
        """Say whether a start would be answered at once."""
        return self._spare_is_ready or self.phase is Phase.READY

    @property
    def progress(self) -> Progress | None:
        """Return what was told last."""
        return self.curve.told[-1] if self.curve.told else None

    # commands

    def prepare(self) -> None:
        """Start the process ahead, so that a start is answered at once."""
        if self.alive:
            return
        self._let_go()
        ready, self._spare_is_ready = self._spare_is_ready, False
        self._thread, self._spare = self._spare or self._spawned(), None
        self._thread.told.disconnect(self._on_spare_told)
        self._thread.told.connect(self._on_told)
        self._process += 1
        self._snapshots = {}
        self.started = None
        self._enter(Phase.READY if ready else Phase.WARMING)

    def _spawned(self) -> TrainerThread:
        self.folder.mkdir(parents=True, exist_ok=True)
        thread = TrainerThread(self.folder)
        thread.told.connect(self._on_spare_told)
        thread.start()
        return thread

    def begin(self, start: Start, minutes: float | None = None) -> None:
        """Train as `start` says; for so many minutes, where they are given."""
        self.prepare()
        for path in self.folder.glob("*.safetensors"):
            path.unlink(missing_ok=True)
        self.clear()
        self._minutes, self._paced = minutes, 0
        self._launch(replace(start, folder=self.folder))

    def clear(self) -> None:
        """Forget what was trained."""
        self.start = self.started = None
        self.frames, self.curve, self._snapshots = [], Curve(), {}
        self.live, self._back_to, self.kept = None, None, False

    def go_on_with(self, start: Start, snapshot: Path) -> None:
        """Go on from a state that an earlier session left in the folder of `snapshot`."""
        if self.phase in BUSY:
            self.stop()
        self.folder = snapshot.parent
        self.prepare()
        self.clear()
        self._launch(replace(start, folder=self.folder, resume=snapshot))

    def go_on_from(self, frame: Frame, *, paused: bool = False) -> None:
        """Go back to a frame and train on from there; what came after it is forgotten."""
        assert self.start is not None
        self._minutes, self._back_to = None, frame.step
        if self.alive and frame.process == self._process:
            self._send(GoBack(frame.snapshot.number))
            if not paused:
                self.resume()
        else:
            self.prepare()
            self._launch(replace(self.start, resume=frame.snapshot.path, paused=paused))

    def pause(self) -> None:
        """Wait after this step."""
        self._send(Pause())
        self._enter(Phase.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        self._clock = None
        self._send(Resume())
        self._enter(Phase.RUNNING)

    def step(self) -> None:
        """Make one step."""
        self._send(StepOnce())
        self._enter(Phase.PAUSED)

    def set(self, field: str, value: Value) -> None:
        """Change a number while it runs."""
        if self.phase in BUSY:
            self._send(Set(field, value))

    def export(self, frame: Frame | None = None, name: str = "") -> None:
        """Publish the network as it is, or as it was in a frame."""
        if frame is None and not self.alive and self.frames:
            frame = self.frames[-1]
        if frame is None or (self.alive and frame.process == self._process):
            self._send(Export(frame.snapshot.number if frame else None, name))
        elif self.alive:
            self.go_on_from(frame, paused=True)
            self._send(Export(None, name))
        else:
            assert self.start is not None
            self.prepare()
            self._launch(replace(self.start, resume=frame.snapshot.path, paused=True))
            self._only_exports = True
            self._send(Export(None, name))

    def stop(self) -> None:
        """End the process: in a moment or by force; the run is free at once."""
        if self.alive:
            self._send(Stop())
            self._enter(Phase.ENDED)

    def drop(self) -> None:
        """End the process without waiting for it, and forget what was trained."""
        self.stop()
        self._let_go()
        self.clear()
        self._enter(Phase.COLD)

    def close(self, *, keep: bool = False) -> None:
        """End the process and wait for it; `keep` what it left for the next session."""
        self.stop()
        self._let_go()
        for thread in (*self._leaving, *([self._spare] if self._spare else [])):
            thread.end()
        self._leaving, self._spare, self._spare_is_ready = [], None, False
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _launch(self, start: Start) -> None:
        self._waits, self._only_exports = start.paused, False
        self.start = replace(start, resume=None, paused=False)
        self.started = self._clock = None
        self._send(start)
        self._enter(Phase.STARTING)

    def _send(self, command: Command) -> None:
        if not isinstance(command, Set | Export):
            self.rests = False
        if self._thread is not None:
            self._thread.send(command)

    def _enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.changed.emit()

    def _let_go(self) -> None:
        """Leave the thread of a process that is gone, or on its way, to itself."""
        if self._thread is not None:
            self._thread.told.disconnect(self._on_told)
            self._leave(self._thread)
            self._thread = None

    def _leave(self, thread: TrainerThread) -> None:
        """Hold a thread until it has ended: it must not be destroyed before."""
        self._leaving.append(thread)
        thread.finished.connect(self._on_left)
        self._on_left()  # it may have ended by now

    @Slot()
    def _on_left(self) -> None:
        self._leaving = [thread for thread in self._leaving if not thread.isFinished()]

    # what the process tells

    @Slot(object)
    def _on_spare_told(self, message: Message) -> None:
        if self.sender() is self._spare:
            self._spare_is_ready = isinstance(message, Ready)
            if self._spare is not None and not self._spare_is_ready:
                self._leave(self._spare)  # its process is gone; the next start spawns another
                self._spare = None

    @Slot(object)
    def _on_told(self, message: Message) -> None:
        if self.sender() is not self._thread:
            return  # a last word that was on its way
        stale = self._back_to is not None and isinstance(
            message, Progress | Preview | TextPreview | Snapshot
        )
        if not stale:
            getattr(self, f"_on_{type(message).__name__.lower()}")(message)

    def _on_ready(self, _: Ready) -> None:
        if self.phase is Phase.WARMING:
            self._enter(Phase.READY)

    def _on_started(self, message: Started) -> None:
        self.started = message
        self._go_back()
        if self.phase is Phase.STARTING:
            self._enter(Phase.PAUSED if self._waits else Phase.RUNNING)

    def _on_wentback(self, _: WentBack) -> None:
        self._go_back()

    def _go_back(self) -> None:
        """Forget what came after the step that was gone back to."""
        step, self._back_to = self._back_to, None
        if step is not None:
            self.curve.cut_after(step)
            self.frames = [frame for frame in self.frames if frame.step <= step]
            self.cut.emit(step)

    def _on_progress(self, message: Progress) -> None:
        self.curve.add(message)
        self._keep_to_minutes(message)
        self.progressed.emit(message)

    def _on_snapshot(self, message: Snapshot) -> None:
        self._snapshots[message.step] = message
        gone = [
            frame
            for frame in self.frames
            if frame.process == self._process and frame.snapshot.number in message.dropped
        ]
        self._drop(gone)

    def _on_preview(self, message: Preview) -> None:
        first = self.frames[0].preview if self.frames else None
        if isinstance(first, Preview) and np.array_equal(first.originals, message.originals):
            message = replace(message, originals=first.originals)  # they need not be kept again
        self._on_textpreview(message)

    def _on_textpreview(self, message: Preview | TextPreview) -> None:
        self.live = message
        snapshot = self._snapshots.get(message.step)
        known = self.frames and self.frames[-1].step >= message.step
        if snapshot is not None and not known:
            frame = Frame(message, snapshot, self._process)
            self.frames.append(frame)
            self.framed.emit(frame)
            if len(self.frames) > MOST_FRAMES:
                self._drop(self.frames[1:-1:2])
        self.drawn.emit(message)

    def _drop(self, gone: list[Frame]) -> None:
        if gone:
            self.frames = [frame for frame in self.frames if frame not in gone]
            self.dropped.emit(tuple(frame.step for frame in gone))

    def _on_exported(self, message: Exported) -> None:
        self.kept = True
        self.exported.emit(message)
        if self._only_exports:
            self.stop()

    def _on_failed(self, message: Failed) -> None:
        if not message.alive:
            self._end()
        elif message.fault is Trouble.EXPLODED:
            self._enter(Phase.PAUSED)
        elif self.phase is Phase.STARTING:
            self._back_to = None
            self._enter(Phase.READY)
        self.failed.emit(message)
        if self._only_exports:
            self.stop()

    def _on_rested(self, _: Rested) -> None:
        self.rests = self.phase is Phase.PAUSED

    def _on_finished(self, _: Finished) -> None:
        self._enter(Phase.FINISHED)

    def _on_stopped(self, _: Stopped) -> None:
        self._end()

    def _end(self) -> None:
        """Be free again; get the process of the next start ready."""
        self._enter(Phase.ENDED)
        if self._spares and self._spare is None:
            self._spare = self._spawned()

    def _keep_to_minutes(self, told: Progress) -> None:
        """Choose the number of epochs so that they end in time, early and again half-way."""
        if self._minutes is None or self.phase is not Phase.RUNNING:
            return
        now = time.monotonic()
        if self._clock is None:
            self._clock = now, told.step
            return
        passed, made = now - self._clock[0], told.step - self._clock[1]
        due = (PACE_SECONDS, 30 * self._minutes)[self._paced] if self._paced < 2 else None
        if due is not None and passed >= due and made and told.epoch:
            self._paced += 1
            left = max(0.0, 60 * self._minutes - passed)
            an_epoch = self._epoch_steps()
            if an_epoch:
                self.set("epochs", max(1, round((told.step + left * made / passed) / an_epoch)))

    def _epoch_steps(self) -> float:
        """Return the number of steps of an epoch."""
        if self.started is None:
            return 0.0
        return max(1.0, self.started.train_count // self.started.batch_size)
