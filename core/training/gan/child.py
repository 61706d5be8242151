"""The GAN's training process: takes commands from the pipe, plays turns, tells how it goes.

The main thread of three plays; see `core.training.pipes` for the other two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from core.errors import CoreError, Fault, InputError, PackageError
from core.gan.nash import nash_test
from core.gan.states import Gains
from core.training.gan.messages import (
    ExportGame,
    GoTo,
    MakeStep,
    NashResult,
    Picture,
    Reached,
    SetKnob,
    SetPace,
    StartGame,
    TestNash,
    Watched,
    WentTo,
    Who,
)
from core.training.gan.run import Run
from core.training.gan.telling import PICTURE_SECONDS, Teller
from core.training.messages import Pause, Ready, Resume, Stop, Stopped
from core.training.pipes import Inbox, Outbox, refused, serve

LAG_SECONDS = 0.1  # that a pace makes up for after a stall


def main(connection: Connection) -> None:
    """Work until told to stop, or until the pipe closes."""
    np.seterr(all="ignore")  # what is no number is looked for, and told as such
    serve(connection, _work, Picture)


def _work(inbox: Inbox, outbox: Outbox) -> None:
    outbox.put(Ready("cpu", ""))
    Worker(inbox, outbox).work()


class Worker:
    """Drives a run by the commands of the inbox."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        self._inbox, self._outbox = inbox, outbox
        self._run: Run | None = None
        self._teller: Teller | None = None
        self._running = False
        self._stop_at: int | None = None
        self._pace: float | None = None
        self._due = 0.0
        self._ended = False
        self._waiting: list[Any] = []  # came while something longer was at work
        self._done: dict[type, Callable[..., None]] = {
            StartGame: self._start,
            Pause: self._pause,
            Resume: self._resume,
            MakeStep: self._make_step,
            SetKnob: self._set_knob,
            SetPace: self._set_pace,
            GoTo: self._go_to,
            TestNash: self._test_nash,
            ExportGame: self._export,
        }

    def work(self) -> None:
        """Follow commands and play turns until `Stop` or the end of the pipe."""
        try:
            while not self._ended:
                command = self._next()
                if isinstance(command, Stop):
                    break
                if command is not None:
                    self._follow(command)
                elif self._running and time.monotonic() >= self._due:
                    self._turn()
        except EOFError:
            return
        if self._teller:
            self._teller.flush()
        self._outbox.put(Stopped(self._run.step if self._run else 0))

    def _next(self) -> Any:
        """Return the next command; None when it is time for a turn."""
        if self._waiting:
            return self._waiting.pop(0)
        if not self._running:
            return self._inbox.next(wait=True)
        left = self._due - time.monotonic() if self._pace else 0.0
        if left <= 0:
            return self._inbox.next(wait=False)
        assert self._teller
        if left > PICTURE_SECONDS:
            self._teller.rest()
        else:
            self._teller.tell_if_due()
        return self._inbox.next(wait=True, seconds=left)

    def _follow(self, command: Any) -> None:
        try:
            if self._run is None and not isinstance(command, StartGame):
                raise InputError(type(command).__name__, Fault.REFUSED, "before StartGame")
            self._done[type(command)](command)
        except CoreError as error:
            self._outbox.put(refused(error))

    # ---- commands

    def _start(self, start: StartGame) -> None:
        self._running = False
        run = Run(start)
        self._run, self._teller = run, Teller(run, self._outbox)
        self._pace, self._stop_at = start.pace, start.stop_at
        self._outbox.put(run.started)
        self._teller.show()
        self._running = not start.paused

    def _pause(self, _: Pause) -> None:
        assert self._teller
        self._running = False
        self._teller.rest()

    def _resume(self, _: Resume) -> None:
        assert self._run
        self._running = self._run.is_sound
        self._due = 0.0
        if self._stop_at is not None and self._stop_at <= self._run.step:
            self._stop_at = None

    def _make_step(self, command: MakeStep) -> None:
        assert self._run
        assert self._teller
        self._running = False
        self._teller.flush()
        if not self._run.is_sound:
            return
        rows, batches = self._run.make_step(command.who)
        if command.who is Who.BOTH:
            self._teller.add(rows)
        if command.slow:
            self._outbox.put(Watched(self._run.step, batches))
        self._check()
        self._teller.rest(pinned=command.who is not Who.BOTH)

    def _set_knob(self, command: SetKnob) -> None:
        assert self._run
        for made in self._run.set(command):
            self._outbox.put(made)

    def _set_pace(self, command: SetPace) -> None:
        self._pace, self._stop_at, self._due = command.pace, command.stop_at, 0.0

    def _go_to(self, command: GoTo) -> None:
        assert self._run
        assert self._teller
        self._running = False
        self._teller.flush()
        line, games = self._run.line, self._run.games
        for mark in line.go_to(command.number, games):
            if mark is not None:
                self._run.is_sound = True
                self._teller.begin()
                settings = tuple(game.settings for game in games)
                self._outbox.put(WentTo(mark.number, mark.step, settings))

    def _test_nash(self, command: TestNash) -> None:
        """Run the test on the side; it gives way to `Pause`, `Stop` and another test."""
        assert self._run
        game = self._run.game(command.side)
        work: Iterator[Gains | None] = nash_test(game, self._run.data, command.steps)
        for gains in work:
            if gains is not None:
                self._outbox.put(NashResult(command.side, self._run.step, gains))
            other = self._inbox.next(wait=False)
            if other is not None:
                self._waiting.append(other)
                if isinstance(other, Pause | Stop | TestNash | StartGame):
                    return

    def _export(self, command: ExportGame) -> None:
        try:
            from core.training.gan.exporting import export_game  # torch: only when asked for
        except ModuleNotFoundError as error:
            raise PackageError(error.name or "torch", Fault.NOT_INSTALLED) from error
        assert self._run
        self._outbox.put(export_game(self._run, command))

    # ---- turns

    def _turn(self) -> None:
        run, teller = self._run, self._teller
        assert run
        assert teller
        if self._pace:
            now = time.monotonic()
            self._due = max(self._due, now - LAG_SECONDS) + 1 / self._pace
        teller.add(run.turn())
        if not self._check():
            return
        if self._stop_at is not None and run.step >= self._stop_at:
            self._running, self._stop_at = False, None
            teller.rest()
            self._outbox.put(Reached(run.step))
        else:
            teller.tell_if_due()

    def _check(self) -> bool:
        """Stop where a number is none any more."""
        assert self._run
        assert self._teller
        broken = self._run.broken()
        if broken is None:
            return True
        self._running = False
        self._teller.flush()
        self._outbox.put(broken)
        return False
