"""The trainings of the window: a run, one beside it, and what an earlier session left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject

from core.errors import CoreError
from core.latent.record import write_bytes
from core.training.messages import Start
from core.training.plan import start_from_json, start_to_json
from gui.workers.run import BUSY, Phase, Run

NOTE, LOCK = "run.json", "lock"


@dataclass(frozen=True)
class Left:
    """A training that was going on when the program ended: its newest state, and its start."""

    folder: Path
    snapshot: Path
    start: Start


class Desk(QObject):
    """Gives each run a folder under `root`, which is the program's alone while it is open.

    What a run has not kept when the program is closed, or killed, waits there for the next time,
    `keep` permitting.
    """

    def __init__(self, root: Path, *, keep: bool) -> None:
        super().__init__()
        self._root, self._keep = root, keep
        self._locks: dict[Path, QLockFile] = {}
        self.left: Left | None = None
        self.shown = False  # the training stands in the place of the figure
        self.run = Run(self._room("a"), self)
        # from the same seed with one setting changed
        self.beside = Run(self._room("b"), self, spares=False)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the run, and the one beside it where there is one."""
        return (self.run, self.beside) if self.beside.start is not None else (self.run,)

    def begin(self, start: Start, minutes: float | None = None, *, beside: Start | None) -> None:
        """Train; with `beside`, train another at the same time."""
        self.run.begin(start, minutes)
        self._note(self.run)
        if beside is not None:
            self.beside.begin(beside, minutes)
        else:
            self.beside.drop()

    def look_back(self) -> Left | None:
        """Find what an earlier session left, the newest; older ones are deleted."""
        if self.left is None and self._keep and self._root.is_dir():
            found = [left for folder in self._root.iterdir() if (left := self._taken(folder))]
            found.sort(key=lambda left: left.snapshot.stat().st_mtime)
            self.left = found.pop() if found else None
            for old in found:
                self._discard(old.folder)
        return self.left

    def go_on(self) -> None:
        """Go on with what was left."""
        left, self.left = self.left, None
        if left is not None:
            old = self.run.folder
            self.run.go_on_with(left.start, left.snapshot)
            self._discard(old)
            self._note(self.run)

    def forget(self) -> None:
        """Delete what was left."""
        left, self.left = self.left, None
        if left is not None:
            self._discard(left.folder)

    def close(self) -> None:
        """End the processes; keep what would be lost."""
        undone = self.run.phase in BUSY or (self.run.phase is Phase.FINISHED and not self.run.kept)
        self.run.close(keep=undone and self._keep)
        self.beside.close()
        for lock in self._locks.values():
            lock.unlock()

    def _room(self, letter: str) -> Path:
        """Name a folder of this program's own."""
        return self._root / f"{os.getpid()}-{time.time_ns():x}-{letter}"

    def _note(self, run: Run) -> None:
        """Write beside the snapshots what they are snapshots of, and that they are ours."""
        assert run.start is not None
        with contextlib.suppress(OSError, CoreError):  # then it is not offered next time
            note = json.dumps(start_to_json(run.start))
            write_bytes(run.folder / NOTE, note.encode())
            self._lock(run.folder)

    def _lock(self, folder: Path) -> bool:
        if folder in self._locks:
            return True
        lock = QLockFile(str(folder / LOCK))
        lock.setStaleLockTime(0)  # stale only when its program is gone
        if not lock.tryLock(0):
            return False
        self._locks[folder] = lock
        return True

    def _taken(self, folder: Path) -> Left | None:
        """Read what is left in `folder`, if no other program works there."""
        states = sorted(folder.glob("*.safetensors"))
        if folder in (self.run.folder, self.beside.folder) or not (folder / NOTE).is_file():
            return None
        if not self._lock(folder):
            return None
        try:
            start = start_from_json(json.loads((folder / NOTE).read_bytes()))
            return Left(folder, states[-1], start)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            self._discard(folder)
            return None

    def _discard(self, folder: Path) -> None:
        if folder in self._locks:
            self._locks.pop(folder).unlock()
        shutil.rmtree(folder, ignore_errors=True)
