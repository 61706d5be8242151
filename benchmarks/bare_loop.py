"""A training process that only makes steps: no previews, no snapshots, nothing measured beside.

What a run from the command line does, entered like the window's (`core.training.job.Job`), so that
niceness and environment are the same.
"""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection

from core.training.course import Course
from core.training.messages import Progress, Resume, Start, Stop, Stopped
from core.training.pipes import NICENESS, Inbox, Outbox, Pace

TELL_SECONDS = 0.05


def main(connection: Connection) -> None:
    """Work until told to stop, or until the pipe closes."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    outbox, inbox = Outbox(connection), Inbox(connection)
    try:
        _work(inbox, outbox)
    except EOFError:
        os._exit(1)
    outbox.put(Stopped(0))
    outbox.close()
    os._exit(0)


def _work(inbox: Inbox, outbox: Outbox) -> None:
    course: Course | None = None
    running, told = False, Pace(TELL_SECONDS)
    while True:
        command = inbox.next(wait=not running)
        if isinstance(command, Stop):
            return
        if isinstance(command, Start):
            course = Course(command)
            outbox.put(course.started)
        elif command is not None:
            running = isinstance(command, Resume)  # otherwise it is a pause
        if command is None and course is not None:
            made = next(course.run)
            if told.due():
                parts = (("reconstruction", made.reconstruction),)
                outbox.put(
                    Progress(
                        made.step, course.run.steps, made.epoch, made.loss, None, parts, None,
                        made.learning_rate, made.beta,
                    )
                )  # fmt: skip
                told.done(time.monotonic())
