"""The same training with no window: a plain process that takes in what its trainers tell.

Started by `benchmarks.interference`. The first line on stdin is the start of the training as JSON;
each further one names a trainer and how many seconds it shall work, and is answered with its steps
a second. One of them is the window's own training process, with nobody drawing what it tells; the
other is bare: it does nothing but make steps.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from types import TracebackType
from typing import Any

from benchmarks.report import BenchmarkFailed, pace
from core.paths import shipped
from core.training.job import CHILD, Job
from core.training.messages import Failed, Message, Pause, Progress, Resume, Start, Started
from core.training.plan import start_from_json, start_to_json

TRAINERS = {"alone": CHILD, "bare": "benchmarks.bare_loop"}
PATIENCE = 120.0  # seconds until a trainer that does not answer never will
WARM_UP = 0.5  # seconds that do not count
QUIET = 0.3  # seconds without a message: it waits


class Alone:
    """The process that has no window, asked from the one that has; a context manager."""

    def __init__(self, start: Start) -> None:
        self._start = start

    def __enter__(self) -> Alone:
        """Start it, and wait until its trainers are ready."""
        command = [sys.executable, "-m", "benchmarks.alone"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=shipped(), stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
        )
        self._ask(start_to_json(self._start))
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        """End it, and wait for its end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def steps_per_s(self, trainer: str, seconds: float) -> float:
        """Let a trainer work so long; everything else of this process waits meanwhile."""
        return float(self._ask([trainer, seconds])["steps_per_s"])

    def _ask(self, question: object) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # then it has no answer either
        answer = self._process.stdout.readline()
        if not answer:
            raise BenchmarkFailed("the training without a window does not work")
        told: dict[str, Any] = json.loads(answer)
        return told


def main() -> None:
    """Answer line by line until there is none."""
    start = replace(start_from_json(json.loads(sys.stdin.readline())), paused=True)
    trainers = {name: Job(entry=entry) for name, entry in TRAINERS.items()}
    try:
        for job in trainers.values():
            job.send(start)
        for job in trainers.values():
            _wait_for_start(job)
        print(json.dumps({}), flush=True)
        for line in sys.stdin:
            name, seconds = json.loads(line)
            print(json.dumps({"steps_per_s": _measure(trainers[name], seconds)}), flush=True)
    finally:
        for job in trainers.values():
            job.close()


def _wait_for_start(job: Job) -> None:
    deadline = time.monotonic() + PATIENCE
    while not any(isinstance(message, Started) for message in _told_by(job)):
        if time.monotonic() > deadline:
            raise BenchmarkFailed("the training does not begin")


def _measure(job: Job, seconds: float) -> float:
    """Return the steps a second of a trainer that works for `seconds`, longer where it is slow."""
    told: list[tuple[float, int]] = []
    begin = time.perf_counter()
    end, rate = begin + WARM_UP + seconds, None
    job.send(Resume())
    while time.perf_counter() < end or rate is None:
        for message in _told_by(job):
            if isinstance(message, Progress):
                told.append((time.perf_counter(), message.step))
        rate = pace(told, begin + WARM_UP, time.perf_counter())
        if rate is None and time.perf_counter() > end + PATIENCE:
            raise BenchmarkFailed("the training makes no steps")
    job.send(Pause())
    while job.poll(QUIET):
        pass
    return rate


def _told_by(job: Job) -> list[Message]:
    messages = job.poll(0.05)
    for message in messages:
        if isinstance(message, Failed):
            raise BenchmarkFailed(f"the training has ended: {message.fault} {message.detail}")
    return messages


if __name__ == "__main__":
    main()
