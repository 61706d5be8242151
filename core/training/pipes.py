"""The training process's end of the pipe: a thread that listens, a thread that sends; no torch.

Losses always arrive, all of them; of the previews that wait to be sent only the newest does, and
the one that a run begins with. When the pipe closes, the process ends, whatever it is busy with.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any

from core.errors import CoreError
from core.training.messages import Failed, Preview, TextPreview, Trouble

NICENESS = 10  # of a training process, below the window
SHARE = 20.0  # what a `Pace` rules may take 1/20 of the time
GRACE_SECONDS = 2.0  # to end after the pipe has closed


class Inbox:
    """Commands as they come; None when the other side is gone."""

    def __init__(self, connection: Connection) -> None:
        self._queue: SimpleQueue[Any] = SimpleQueue()
        self._connection = connection
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self, *, wait: bool, seconds: float | None = None) -> Any:
        """Return the next command, None without one: at once, or after `seconds` of waiting.

        Raises EOFError at the end.
        """
        if not wait and self._queue.empty():
            return None
        try:
            command = self._queue.get(timeout=seconds)
        except Empty:
            return None
        if command is None:
            raise EOFError
        return command

    def _listen(self) -> None:
        try:
            while True:
                self._queue.put(self._connection.recv())
        except (EOFError, OSError):
            self._queue.put(None)
            time.sleep(GRACE_SECONDS)
            os._exit(1)  # busy with something long, for nobody


class Outbox:
    """Messages in order; one of a `fleeting` kind that waits gives way to a newer one."""

    def __init__(self, connection: Connection, *fleeting: type) -> None:
        self._connection, self._fleeting = connection, fleeting or (Preview, TextPreview)
        self._waiting: deque[tuple[object, bool]] = deque()  # messages; whether they may go
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, message: object, *, stays: bool = False) -> None:
        """Send as soon as the pipe takes it; what `stays` gives way to nothing."""
        with self._changed:
            fleeting = isinstance(message, self._fleeting)
            if fleeting:
                self._waiting = deque(each for each in self._waiting if not each[1])
            self._waiting.append((message, fleeting and not stays))
            self._changed.notify()

    def close(self) -> None:
        """Send what waits, but not for ever."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(GRACE_SECONDS)

    def _send(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    if self._closed:
                        return
                    self._changed.wait()
                message, _ = self._waiting.popleft()
            try:
                self._connection.send(message)
            except OSError:  # the inbox notices too
                return


class Pace:
    """Says when something is due again: at least so many seconds apart, and never too dear."""

    def __init__(self, seconds: float) -> None:
        self._least, self._due = seconds, 0.0

    def due(self) -> bool:
        """Say whether it is time."""
        return time.monotonic() >= self._due

    def now(self) -> None:
        """Make it due."""
        self._due = 0.0

    def done(self, began: float) -> None:
        """Set the next time, after work that began at `began` on the monotonic clock."""
        ended = time.monotonic()
        self._due = ended + max(self._least, SHARE * (ended - began))


def serve(connection: Connection, work: Callable[[Inbox, Outbox], None], *fleeting: type) -> None:
    """Let `work` follow the pipe's commands until it returns; the process ends with it.

    Messages of `fleeting` kinds give way to newer ones, see `Outbox`. What `work` raises is told.
    """
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    outbox = Outbox(connection, *fleeting)
    inbox = Inbox(connection)
    try:
        work(inbox, outbox)
    except Exception as error:
        outbox.put(Failed(Trouble.CRASHED, "", f"{type(error).__name__}: {error}"))
        outbox.close()
        os._exit(1)
    outbox.close()
    os._exit(0)  # at once: tearing torch down takes a second, and there is nothing to save


def refused(error: CoreError) -> Failed:
    """Tell of a command that cannot be followed; the process lives on."""
    kind = type(error).__name__
    return Failed(error.fault, error.subject, error.detail, kind=kind, alive=True)
