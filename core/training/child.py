"""The training process: takes commands from the pipe, makes steps, tells how it goes.

The main thread of three trains; see `core.training.pipes` for the other two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection

import torch

from core.errors import CoreError, Fault, InputError
from core.training.changes import find_recipe
from core.training.loops import ExplodedError, Objective, Step, build, quieten_fabric
from core.training.messages import (
    Command,
    Export,
    Failed,
    Finished,
    GoBack,
    Pause,
    Progress,
    Ready,
    Rested,
    Resume,
    Set,
    Snapshot,
    Start,
    StepOnce,
    Stop,
    Stopped,
    TakeSnapshot,
    Trouble,
    WentBack,
)
from core.training.opening import AnyCourse, open_course
from core.training.pipes import Inbox, Outbox, Pace, serve

TELL_SECONDS = 0.05  # between two messages of progress
LOOK_SECONDS = 0.5  # between two previews at least
MEASURE_SECONDS = 1.0  # between two looks at the held-out data at least


def main(connection: Connection) -> None:
    """Work until told to stop, or until the pipe closes."""
    quieten_fabric()
    serve(connection, _work)


def _work(inbox: Inbox, outbox: Outbox) -> None:
    _warm_up()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    outbox.put(Ready(device, str(torch.__version__)))  # a plain str: the window has no torch
    Worker(inbox, outbox).work()


def _warm_up() -> None:
    """Make a step with a small network, so that what torch does once is done."""
    recipe = replace(find_recipe("shapes-vae-2"), layer_sizes=(784, 8, 2))
    network = build(recipe)
    images = torch.zeros(2, 28, 28, dtype=torch.uint8)
    loss, divergence = Objective(network, None)(images, torch.zeros(2, 2, dtype=torch.int32))  # type: ignore[arg-type]
    (loss + divergence).sum().backward()
    torch.optim.AdamW(network.parameters()).step()


class Worker:
    """Drives a course by the commands of the inbox."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        self._inbox, self._outbox = inbox, outbox
        self._course: AnyCourse | None = None
        self._running = self._once = False
        self._teller: Teller | None = None
        self._look, self._keep = Pace(LOOK_SECONDS), Pace(0.0)
        self._full = False  # a snapshot could not be written; said once
        self._done: dict[type, Callable[..., None]] = {
            Start: self._start,
            Pause: self._pause,
            Resume: self._resume,
            StepOnce: self._step_once,
            Set: self._set,
            TakeSnapshot: self._take_snapshot,
            GoBack: self._go_back,
            Export: self._export,
        }

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
        if self._teller:
            self._teller.flush()
        if self._course and self._running:
            self._snapshot()
        self._outbox.put(Stopped(self._course.run.step if self._course else 0))

    def _follow(self, command: Command) -> None:
        try:
            if self._course is None and not isinstance(command, Start):
                raise InputError(type(command).__name__, Fault.REFUSED, "before Start")
            self._done[type(command)](command)
        except CoreError as error:
            self._failed(error)

    # ---- commands

    def _start(self, start: Start) -> None:
        self._running, self._course = False, None
        course = open_course(start)
        self._keep = Pace(course.keep_seconds)
        self._course, self._teller = course, Teller(course, self._outbox)
        self._full = False
        self._outbox.put(course.started)
        self._snapshot()
        self._show(stays=True)  # what all that follows is compared with
        self._running = not start.paused

    def _pause(self, _: Pause) -> None:
        self._enter("pause")
        self._running = False
        self._rest()

    def _resume(self, _: Resume) -> None:
        self._enter("resume")
        self._go(once=False)

    def _step_once(self, _: StepOnce) -> None:
        self._go(once=True)

    def _go(self, *, once: bool) -> None:
        assert self._teller
        if not self._running:
            self._teller.begin()
        self._running, self._once = True, once

    def _set(self, command: Set) -> None:
        assert self._course
        self._course.set(command.field, command.value)

    def _take_snapshot(self, _: TakeSnapshot) -> None:
        self._snapshot(automatic=False)

    def _go_back(self, command: GoBack) -> None:
        assert self._course
        assert self._teller
        step = self._course.go_back(command.number)
        self._teller.begin()
        self._outbox.put(WentBack(command.number, step))
        self._show()

    def _export(self, command: Export) -> None:
        assert self._course
        self._outbox.put(self._course.export(command.snapshot, command.name))

    def _enter(self, command: str) -> None:
        assert self._course
        self._course.log(command)

    # ---- steps

    def _step(self) -> None:
        course, teller = self._course, self._teller
        assert course
        assert teller
        try:
            made = next(course.run)
        except StopIteration:
            self._finish()
            return
        except ExplodedError as error:
            self._running = False
            teller.flush()
            self._failed(error, Trouble.EXPLODED)
            return
        teller.add(made)
        if self._once:
            self._running = self._once = False
            self._rest()
        elif made.step >= course.run.steps:
            self._finish()
        elif self._keep.due():
            self._snapshot()
            self._show()
        elif self._look.due():
            self._show()

    def _finish(self) -> None:
        assert self._course
        self._running = False
        self._snapshot()
        self._rest()
        self._outbox.put(Finished(self._course.run.step))

    def _rest(self) -> None:
        """Say all there is to say before waiting."""
        assert self._teller
        assert self._course
        self._teller.flush()
        self._show()
        self._outbox.put(Rested(self._course.run.step))

    def _show(self, *, stays: bool = False) -> None:
        assert self._course
        began = time.monotonic()
        self._outbox.put(self._course.preview(), stays=stays)
        self._look.done(began)

    def _snapshot(self, *, automatic: bool = True) -> None:
        """Keep the state; a disk that is full stops no training."""
        assert self._course
        began = time.monotonic()
        try:
            taken = self._course.snapshot(automatic=automatic)
        except CoreError as error:
            if not (automatic and self._full):
                self._failed(error)
            self._full = True
        else:
            if taken is None and not automatic:
                detail = "a weight is no number"
                self._failed(InputError(self._course.run.recipe.name, Fault.MISMATCH, detail))
            if taken is not None:
                self._full = False
                self._outbox.put(taken)
        self._keep.done(began)

    def _failed(self, error: CoreError, fault: Fault | Trouble | None = None) -> None:
        newest: Snapshot | None = self._course.newest if self._course else None
        kind = "" if fault else type(error).__name__
        said = fault or error.fault
        self._outbox.put(Failed(said, error.subject, error.detail, newest, kind, alive=True))


class Teller:
    """Gathers losses and tells them some twenty times a second."""

    def __init__(self, course: AnyCourse, outbox: Outbox) -> None:
        self._course, self._outbox = course, outbox
        self._told, self._measure = Pace(TELL_SECONDS), Pace(MEASURE_SECONDS)
        self._losses: list[float] = []
        self._parts: list[tuple[float, float | None]] = []
        self._last: Step | None = None
        self.begin()

    def begin(self) -> None:
        """Measure the pace from here."""
        self._since, self._from = time.monotonic(), self._course.run.step
        self._told.now()

    def add(self, step: Step) -> None:
        """Take a step in, and tell if it is time."""
        self._losses.append(step.loss)
        self._parts.append((step.reconstruction, step.kl))
        self._last = step
        if self._told.due():
            self.flush()

    def flush(self) -> None:
        """Tell what has not been told."""
        last, run = self._last, self._course.run
        if last is None or not self._losses:
            return
        began = time.monotonic()
        held_out = None
        if self._measure.due():
            held_out = self._course.held_out_loss()
            self._measure.done(began)
        count = len(self._losses)
        parts = [(self._course.part, sum(each for each, _ in self._parts) / count)]
        if last.kl is not None:
            parts.append(("kl", sum(kl or 0.0 for _, kl in self._parts) / count))
        done = last.step - self._from
        pace = (time.monotonic() - self._since) / done if done else None
        self._outbox.put(
            Progress(
                last.step,
                run.steps,
                last.epoch,
                sum(self._losses) / count,
                held_out,
                tuple(parts),
                pace and pace * (run.steps - last.step),
                last.learning_rate,
                last.beta,
                tuple(self._losses),
            )
        )
        self._losses, self._parts = [], []
        self._told.done(time.monotonic())
