"""The process of the two small runs: takes commands from the pipe, makes steps, tells of them."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from typing import Any

from core.errors import CoreError
from core.training.loops import quieten_fabric
from core.training.messages import Finished, Pause, Ready, Resume, Stop, Stopped
from core.training.norm_messages import PairSteps, StartPair
from core.training.norm_pair import NormPair
from core.training.pipes import Inbox, Outbox, refused, serve

TELL_SECONDS = 0.05


def main(connection: Connection) -> None:
    """Work until told to stop, or until the pipe closes."""
    quieten_fabric()
    serve(connection, _work)


def _work(inbox: Inbox, outbox: Outbox) -> None:
    outbox.put(Ready("cpu", ""))
    Worker(inbox, outbox).work()


class Worker:
    """Drives a pair of runs by the commands of the inbox."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        self._inbox, self._outbox = inbox, outbox
        self._pair: NormPair | None = None
        self._running = False
        self._made: list[PairSteps] = []
        self._told = 0.0

    def work(self) -> None:
        """Follow commands and make steps until `Stop` or the end of the pipe."""
        try:
            while True:
                command = self._inbox.next(wait=not self._running)
                if isinstance(command, Stop):
                    break
                if command is not None:
                    self._follow(command)
                elif self._running:
                    self._step()
        except EOFError:
            return
        self._outbox.put(Stopped(self._pair.step if self._pair else 0))

    def _follow(self, command: Any) -> None:
        if isinstance(command, StartPair):
            self._running, self._made = False, []
            try:
                self._pair = NormPair(command)
            except CoreError as error:
                self._outbox.put(refused(error))
                return
            self._outbox.put(self._pair.started)
            self._running = True
        elif isinstance(command, Pause):
            self._running = False
            self._tell()
        elif isinstance(command, Resume):
            self._running = self._pair is not None

    def _step(self) -> None:
        assert self._pair
        made = next(self._pair, None)
        if made is None:
            self._running = False
            self._tell()
            self._outbox.put(Finished(self._pair.step))
            return
        self._made.append(made)
        if time.monotonic() - self._told > TELL_SECONDS:
            self._tell()

    def _tell(self) -> None:
        """Tell the steps that were not told yet, in one message."""
        made, self._made = self._made, []
        self._told = time.monotonic()
        if made:
            losses = tuple(tuple(each.losses[run][0] for each in made) for run in (0, 1))
            gradients = tuple(tuple(each.gradients[run][0] for each in made) for run in (0, 1))
            self._outbox.put(PairSteps(made[-1].step, losses, gradients))  # type: ignore[arg-type]
