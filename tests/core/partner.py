"""The window's side of a training, for tests: waits for messages, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from core.training.job import Job
from core.training.messages import DataSpec, Failed, Message, Start, Value

PATIENCE = 300.0  # seconds: a training process gives way to all others, and imports torch first
M = TypeVar("M")


@dataclass
class Partner:
    """A job with all that it has said.

    Messages are taken one by one: what came together with another one is not passed over.
    """

    job: Job
    heard: list[Message] = field(default_factory=list)
    taken: int = 0

    def wait(self, kind: type[M], when: Callable[[M], bool] = lambda _: True) -> M:
        """Return the next message of `kind`; any other end of the run is an error."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for message in self.heard[self.taken :]:
                self.taken += 1
                if isinstance(message, kind) and when(message):
                    return message
                if isinstance(message, Failed) and kind is not Failed:
                    raise AssertionError(message)
            self.heard += self.job.poll(0.1)
        raise AssertionError(f"no {kind.__name__} in {PATIENCE} s")

    def forget(self) -> None:
        """Begin a new list of what was heard."""
        self.heard, self.taken = self.heard[self.taken :], 0

    def all(self, kind: type[M]) -> list[M]:
        """Return what was heard of a kind."""
        return [message for message in self.heard if isinstance(message, kind)]


def small(into: Path, *changes: tuple[str, Value], paused: bool = False, size: int = 300) -> Start:
    """Return a start from a shipped model on a few shapes: milliseconds a step."""
    few = (("batch_size", 50), ("epochs", 4))
    return Start(
        base="shapes-vae-2",
        changes=(*few, *changes),
        data=DataSpec(named="shapes", size=size),
        into=into,
        paused=paused,
    )
