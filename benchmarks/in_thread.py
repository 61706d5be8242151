"""The window with its training process in a thread of its own: what the design decided against.

The same panel, the same loop, the same messages through a pipe; only that both ends of it are in
one process. Started by `benchmarks.interference`.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.hand import drag, point_of
from benchmarks.trainee import Trainee
from benchmarks.window import choose, open_window
from core.training.job import Job
from core.training.messages import Ready
from core.training.pipes import Inbox, Outbox
from gui.workers import trainer


class ThreadAsProcess(threading.Thread):
    """A thread that a `Job` takes for its process."""

    exitcode, pid = 0, None

    def kill(self) -> None:
        """Leave it: a thread cannot be killed."""

    def close(self) -> None:
        """Do nothing: there is nothing to give back."""


class ThreadJob(Job):
    """A job whose process is a thread."""

    def __init__(self, folder: Path | None = None, *_: object) -> None:
        """Start the thread."""
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="generatorium-run-"))
        self._connection, self._theirs = multiprocessing.Pipe()
        self._process = ThreadAsProcess(target=_work, args=(self._theirs,), daemon=True)
        self._ended, self._last_good = False, None
        self._process.start()

    def close(self) -> None:
        """End the thread; the pipe stays: at its end the listening thread would end the process."""
        if self._process.is_alive():
            self.stop()
        self._ended = True


def _work(connection: Connection) -> None:
    """Do what `core.training.child.main` does, but for what concerns the whole process."""
    from core.training import child

    outbox, inbox = Outbox(connection), Inbox(connection)
    child._warm_up()
    outbox.put(Ready("", ""))
    child.Worker(inbox, outbox).work()
    outbox.close()


def main(model: str, moves: int, hz: int) -> None:
    """Print what came of the drag as JSON."""
    trainer.Job = ThreadJob  # type: ignore[misc]
    with open_window() as guide:
        choose(guide, model)
        trainee = Trainee(guide)
        trainee.prepare()
        trainee.start()
        trainee.until(trainee.panel.look.isEnabled, "there is no first frame")
        trainee.pause()
        with trainee.working(shown=False):
            done = drag(guide, point_of(guide), moves, hz)
        rate = trainee.pace(done.begin, done.end) or 0.0
        told = {"seconds": done.seconds, "steps_per_s": rate}
        print(json.dumps({**told, "torch_imported": "torch" in sys.modules}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
