"""What is done to a run, kept beside it: a log of commands, and snapshots to go back to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from torch import nn

from core.cards import Logged
from core.training.checkpoints import Shelf, read_kept
from core.training.loops import Kept
from core.training.messages import Snapshot, Start, Value
from core.training.plan import start_from_json, start_to_json


@dataclass(frozen=True)
class Entered:
    """A command in the order given; `step` is the number of the step that comes next."""

    step: int
    command: str
    key: str = ""
    value: Value | None = None


class Watched(Protocol):
    """A run as far as a log is concerned."""

    @property
    def step(self) -> int:
        """Return the steps made."""

    @property
    def network(self) -> nn.Module:
        """Return what learns."""

    def set(self, key: str, value: Value) -> None:
        """Change a number from the next step on."""

    def keep(self) -> Kept:
        """Return the whole state."""

    def restore(self, kept: Kept) -> None:
        """Go back to a state."""


def continued(start: Start) -> tuple[Start, Kept | None]:
    """Return what is asked for; with a snapshot to resume, what made it, and its state.

    Raises
    ------
    DataError
        MISSING or UNREADABLE, of the snapshot.
    """
    if start.resume is None:
        return start, None
    kept = read_kept(start.resume)
    old = start_from_json(kept.rest["start"])
    return replace(old, into=start.into, folder=start.folder, name=start.name or old.name), kept


class Logbook:
    """The log of a run and its snapshots, in the folder that `start` names."""

    def __init__(self, run: Watched, start: Start, kept: Kept | None = None) -> None:
        """Begin; with `kept`, go on from the state of an earlier process."""
        self._watched, self.start = run, start
        folder = start.folder or Path(tempfile.mkdtemp(prefix="generatorium-run-"))
        self._shelf = Shelf(folder)
        self._journal: list[Entered] = []
        self._effective: tuple[int, ...] = ()  # which of them made the network what it is
        if kept:
            self._journal = [Entered(**entry) for entry in kept.rest["journal"]]
            self._restore(kept)

    @property
    def newest(self) -> Snapshot | None:
        """Return the snapshot taken last."""
        return self._shelf.newest

    def log(self, command: str, key: str = "", value: Value | None = None) -> None:
        """Enter a command that changes no number."""
        self._journal.append(Entered(self._watched.step + 1, command, key, value))

    def set(self, key: str, value: Value) -> None:
        """Change a number from the next step on; raises InputError."""
        self._watched.set(key, value)
        self._effective = (*self._effective, len(self._journal))
        self.log("set", key, value)

    def snapshot(self, *, automatic: bool) -> Snapshot | None:
        """Keep the state; None where a weight is no number.

        Raises
        ------
        StorageError
            DISK_FULL or READ_ONLY; earlier ones stay.
        """
        kept = self._watched.keep()
        if not all(bool(t.isfinite().all()) for t in kept.tensors.values()):
            return None
        kept.rest.update(
            start=start_to_json(self.start),
            journal=[asdict(entry) for entry in self._journal],
            effective=list(self._effective),
            weights=list(self._watched.network.state_dict()),
        )
        return self._shelf.add(kept, self._watched.step, automatic=automatic)

    def go_back(self, number: int) -> int:
        """Go back to a snapshot; return its step. Raises DataError."""
        kept = read_kept(self._shelf.find(number).path)
        self.log("go-back", "step", int(kept.rest["step"]))
        self._restore(kept)
        return self._watched.step

    def state(self, number: int | None = None) -> Kept:
        """Return a snapshot's state, or the present one; raises DataError without the snapshot."""
        if number is not None:
            return read_kept(self._shelf.find(number).path)
        kept = self._watched.keep()
        kept.rest["effective"] = list(self._effective)
        return kept

    def history(self, effective: Iterable[int]) -> tuple[Logged, ...]:
        """Return all that was done, as a card tells it: undone sets are marked as such."""
        done, history = set(effective), []
        for index, entry in enumerate(self._journal):
            undone = entry.command == "set" and index not in done
            fields = {**asdict(entry), "command": "undone" if undone else entry.command}
            history.append(Logged(**fields))
        return tuple(history)

    def _restore(self, kept: Kept) -> None:
        self._watched.restore(kept)
        self._effective = tuple(kept.rest["effective"])
