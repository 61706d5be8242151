"""A thread that works on the newest request of each line and drops what it overtakes."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

Work = Callable[[], object]


class Line(QObject):
    """One kind of question to a worker; a newer one replaces an unanswered earlier one.

    `answered(request, answer)` and `failed(request, error)` arrive in the thread of the receiver;
    connect them to methods of QObjects only. A question has exactly one of the two ends, or none
    when it was overtaken, forgotten, or its line is gone.
    """

    answered = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, worker: LatestWorker, parent: QObject, *, must: bool = False) -> None:
        super().__init__(parent)
        self._worker = worker
        self.must = must  # what it asks for is done even when the worker is told to end

    def ask(self, request: object, work: Work) -> None:
        """Have `work` done for `request`."""
        self._worker.put(self, request, work)

    def forget(self) -> None:
        """Take back what is not begun."""
        self._worker.drop(self)


class LatestWorker(QThread):
    """Works for any number of lines, one question at a time; lines take turns by age."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: OrderedDict[Line, tuple[object, Work]] = OrderedDict()
        self._changed = threading.Condition()
        self._ending = False

    def put(self, line: Line, request: object, work: Work) -> None:
        """Let `line` wait with its newest question."""
        with self._changed:
            self._waiting[line] = (request, work)
            self._changed.notify()
        if not self.isRunning() and not self._ending:
            self.start()

    def drop(self, line: Line) -> None:
        """Forget the question with which `line` waits."""
        with self._changed:
            self._waiting.pop(line, None)

    def end(self) -> None:
        """Finish the question in work and those that must be, drop the rest; wait for it."""
        with self._changed:
            self._ending = True
            for line in [line for line in self._waiting if not line.must]:
                del self._waiting[line]
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """Work until told to end (called by Qt in the new thread)."""
        while (job := self._next()) is not None:
            line, (request, work) = job
            try:
                answer, error = work(), None
            except Exception as problem:  # every failure travels to the one place that tells
                answer, error = None, problem
            with contextlib.suppress(RuntimeError):  # the line was deleted meanwhile
                if error is None:
                    line.answered.emit(request, answer)
                else:
                    line.failed.emit(request, error)

    def _next(self) -> tuple[Line, tuple[object, Work]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._ending or bool(self._waiting))
            return self._waiting.popitem(last=False) if self._waiting else None
