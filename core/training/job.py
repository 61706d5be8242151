"""The window's end of the pipe to the training process; needs neither torch nor Qt.

A `Job` belongs to one thread: make it, ask it and end it there.
"""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.errors import Fault
from core.training.messages import (
    Failed,
    Snapshot,
    Start,
    Stop,
    Stopped,
    Trouble,
)

CHILD = "core.training.child"
STOP_SECONDS = 2.0
# glibc otherwise gives large tensors back to the system after every step
ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": "8589934592",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
}
_ENVIRONMENT_LOCK = threading.Lock()


class Job:
    """One training process: commands to it, messages from it, and its end, which comes once.

    The last message of a process is `Stopped`, or a `Failed` that is not alive.

    Parameters
    ----------
    folder : where snapshots go, kept after the end; None for a temporary one, gone with `close`.
    entry : the module whose `main` the process runs; it says what commands and messages there are.
    environment : variables that the process is started with.
    """

    def __init__(
        self,
        folder: Path | None = None,
        entry: str = CHILD,
        environment: Mapping[str, str] = ENVIRONMENT,
    ) -> None:
        """Start the process; it says `Ready` when all is imported."""
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="generatorium-run-"))
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_enter, args=(entry, theirs), name="trainer"
        )  # no daemon: it may need processes of its own, to draw avatars
        with _environment(environment):
            self._process.start()
        theirs.close()
        atexit.register(self.close)  # else the interpreter would wait for it
        self._ended = False
        self._last_good: Snapshot | None = None

    @property
    def pid(self) -> int | None:
        """Return the number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """Return what it ended with; None while it runs."""
        return self._process.exitcode

    @property
    def ended(self) -> bool:
        """Say whether the last message has been handed out."""
        return self._ended

    @property
    def last_good(self) -> Snapshot | None:
        """Return the snapshot taken last; its file outlives the process, until `close`."""
        return self._last_good

    def send(self, command: object) -> None:
        """Hand over a command; to a process that is gone it is lost, and `poll` says so."""
        if isinstance(command, Start) and command.folder is None:
            command = replace(command, folder=self.folder)
        try:
            self._connection.send(command)
        except OSError:
            return

    def poll(self, timeout: float = 0.0) -> list[Any]:
        """Return the messages that have come; with none, wait up to `timeout` seconds for one."""
        messages: list[Any] = []
        while not self._ended and self._has_more(0.0 if messages else timeout):
            try:
                message = self._connection.recv()
            except Exception:  # cut off in the middle of a message, or at its end
                messages.append(self._died())
                break
            if isinstance(message, Snapshot):
                self._last_good = message
            if isinstance(message, Stopped) or (isinstance(message, Failed) and not message.alive):
                self._ended = True
                if isinstance(message, Failed) and message.last_good is None:
                    message = replace(message, last_good=self._last_good)
            messages.append(message)
        return messages

    def stop(self, timeout: float = STOP_SECONDS) -> list[Any]:
        """End the process, kill it after `timeout` seconds; return what it said meanwhile."""
        self.send(Stop())
        deadline = time.monotonic() + timeout
        messages: list[Any] = []
        while not self._ended and (left := deadline - time.monotonic()) > 0:
            messages += self.poll(left)
        self._process.join(max(0.0, deadline - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        while not self._ended:
            messages += self.poll(0.1)
        return messages

    def close(self) -> None:
        """End the process if it runs, and delete what was temporary."""
        atexit.unregister(self.close)
        if self._process.is_alive():
            self.stop()
        self._ended = True
        self._process.join()
        self._connection.close()
        with suppress(ValueError):  # another thread has just seen it end
            self._process.close()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _has_more(self, timeout: float) -> bool:
        try:
            return self._connection.poll(timeout)
        except OSError:
            return True  # then receiving says what is wrong

    def _died(self) -> Failed:
        self._ended = True
        self._process.join(STOP_SECONDS)
        if self._process.is_alive():  # it closed the pipe but did not end
            self._process.kill()
            self._process.join()
        detail = f"exit code {self._process.exitcode}"
        return Failed(Trouble.DIED, "trainer", detail, self._last_good)


def _enter(entry: str, connection: Connection) -> None:
    """Run in the child: import the module that does the work, and say what is missing."""
    try:
        module = importlib.import_module(entry)
    except ImportError as error:
        name = (error.name or str(error)).partition(".")[0]
        connection.send(Failed(Fault.NOT_INSTALLED, name, str(error), kind="PackageError"))
        connection.close()
        raise SystemExit(1) from error
    module.main(connection)


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Have these variables in the environment while a process is started, which inherits them."""
    with _ENVIRONMENT_LOCK:
        before = {key: os.environ.get(key) for key in changes}
        os.environ.update(changes)
        try:
            yield
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value
