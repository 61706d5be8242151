"""Long work in slices: it tells how far it is, can be stopped, and lets other questions through."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from gui.workers.latest import LatestWorker, Line

SECONDS = 0.15  # of a slice, if a step of the work does not take longer
NOTHING = object()
Steps = Generator[object, None, object]


@dataclass(eq=False)
class _Job:
    """What is worked on: made in the worker, for its first lines may take long too."""

    make: Callable[[], Steps]
    steps: Steps | None = None


@dataclass(frozen=True)
class _Slice:
    """What a slice led to: the last that was told, and the answer when there is one."""

    told: object
    ended: bool
    answer: object


class Slices(QObject):
    """Works on a generator; the newest it yields is told, what it returns is the answer.

    `progressed(what)`, `done(answer)` and `failed(error)` come from the newest work only; after
    `stop` nothing comes any more.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: LatestWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._line = Line(worker, self)
        self._line.answered.connect(self._on_slice)
        self._line.failed.connect(self._on_failed)
        self._job: _Job | None = None

    @property
    def is_running(self) -> bool:
        """Say whether there is work under way."""
        return self._job is not None

    def start(self, make: Callable[[], Steps]) -> None:
        """Work on what `make` gives; what was under way is left."""
        self._job = _Job(make)
        self._ask(self._job)

    def stop(self) -> None:
        """Leave the work where it is."""
        self._job = None
        self._line.forget()

    def _ask(self, job: _Job) -> None:
        self._line.ask(job, lambda: _slice(job))

    @Slot(object, object)
    def _on_slice(self, job: _Job, found: _Slice) -> None:
        if job is not self._job:
            return
        if found.told is not NOTHING:
            self.progressed.emit(found.told)
        if job is not self._job:  # stopped by who was told
            return
        if found.ended:
            self._job = None
            self.done.emit(found.answer)
        else:
            self._ask(job)

    @Slot(object, object)
    def _on_failed(self, job: _Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)


def _slice(job: _Job) -> _Slice:
    """Go on with the work for a while (the worker's part)."""
    end, told = time.perf_counter() + SECONDS, NOTHING
    if job.steps is None:
        job.steps = job.make()
    try:
        while told is NOTHING or time.perf_counter() < end:
            told = next(job.steps)
    except StopIteration as ended:
        return _Slice(told, True, ended.value)
    return _Slice(told, False, None)
