"""Snapshots of a run as files: safetensors with the rest as JSON in its header; never pickle."""

from __future__ import annotations

import json
import os
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save

from core.errors import DataError, Fault, StorageError, writing_fault
from core.training.loops import Kept
from core.training.messages import Snapshot

BUDGET = 500_000_000  # bytes of one run's snapshots
_REST = "run"


def write_kept(kept: Kept, path: Path) -> None:
    """Write a state whole or not at all; raises StorageError."""
    work = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work.write_bytes(save(kept.tensors, {_REST: json.dumps(kept.rest)}))
        os.replace(work, path)
    except OSError as error:
        _unlink(work)
        raise storage_error(path, error) from error


def read_kept(path: Path) -> Kept:
    """Read a state; raises DataError MISSING or UNREADABLE."""
    try:
        with safe_open(path, "pt") as file:
            rest = json.loads((file.metadata() or {})[_REST])
            return Kept({key: file.get_tensor(key) for key in file.keys()}, rest)
    except FileNotFoundError as error:
        raise DataError(path.name, Fault.MISSING, path=path) from error
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error


def storage_error(path: Path, error: OSError) -> StorageError:
    """Say what the system said in our words."""
    fault = writing_fault(error)
    return StorageError(path.name, fault, str(error), path=path)


class Shelf:
    """The snapshots of one run in their folder, numbered from 0, thinned out to a budget.

    Number 0 and those taken by hand stay; of the automatic ones, those go first that lie closest to
    their neighbours, never the newest.
    """

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        self._folder, self._budget = folder, budget
        self._kept: dict[int, Snapshot] = {}
        self._bytes: dict[int, int] = {}
        there = [int(path.stem) for path in folder.glob("*.safetensors") if path.stem.isdecimal()]
        self._next = max(there, default=-1) + 1  # those of a run that this one resumes

    @property
    def newest(self) -> Snapshot | None:
        """Return the snapshot taken last."""
        return self._kept[max(self._kept)] if self._kept else None

    def add(self, kept: Kept, step: int, *, automatic: bool) -> Snapshot:
        """Write a snapshot; raises StorageError and keeps what there was."""
        number = self._next
        path = self._folder / f"{number:05d}.safetensors"
        write_kept(kept, path)
        self._next += 1
        self._kept[number] = Snapshot(number, step, path, automatic)
        self._bytes[number] = path.stat().st_size
        return Snapshot(number, step, path, automatic, self._thin())

    def find(self, number: int) -> Snapshot:
        """Return a snapshot; raises DataError MISSING."""
        if number not in self._kept:
            raise DataError(f"snapshot {number}", Fault.MISSING)
        return self._kept[number]

    def _thin(self) -> tuple[int, ...]:
        dropped = []
        while sum(self._bytes.values()) > self._budget:
            numbers = sorted(self._kept)
            loose = [
                (self._kept[after].step - self._kept[before].step, number)
                for before, number, after in zip(numbers, numbers[1:], numbers[2:], strict=False)
                if self._kept[number].automatic
            ]
            if not loose:
                break
            _, number = min(loose)
            _unlink(self._kept.pop(number).path)
            del self._bytes[number]
            dropped.append(number)
        return tuple(dropped)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # somebody has it open; it goes with the folder
        return
