"""A thread that always works on the newest request of each channel and drops what it overtakes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal


@dataclass(frozen=True)
class Job:
    """A function without arguments, the channel where newer ones replace it, what it is for."""

    channel: str
    work: Callable[[], object]
    request: object


class LatestWorker(QThread):
    """Runs jobs one at a time; within a channel the newest wins, channels take turns by age.

    `answered(request, answer)` and `failed(request, error)` arrive in the thread of the receiver;
    connect them to methods of QObjects only.
    """

    answered = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: OrderedDict[str, Job] = OrderedDict()
        self._changed = threading.Condition()
        self._ending = False

    def ask(self, channel: str, request: object, work: Callable[[], object]) -> None:
        """Ask for `work`; an unanswered earlier request of this channel is forgotten."""
        with self._changed:
            self._waiting[channel] = Job(channel, work, request)
            self._changed.notify()
        if not self.isRunning() and not self._ending:
            self.start()

    def forget(self, channel: str) -> None:
        """Drop what waits in `channel`."""
        with self._changed:
            self._waiting.pop(channel, None)

    def end(self) -> None:
        """Finish the running job, drop the rest, and wait for the thread."""
        with self._changed:
            self._ending = True
            self._waiting.clear()
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """Work until told to end (called by Qt in the new thread)."""
        while (job := self._next()) is not None:
            try:
                answer = job.work()
            except Exception as error:
                self.failed.emit(job.request, error)
            else:
                self.answered.emit(job.request, answer)

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._ending or bool(self._waiting))
            return None if self._ending else self._waiting.popitem(last=False)[1]
