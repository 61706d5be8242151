"""Finds the files of full sets on disk, and trusts only those with the right checksum."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from core import paths
from core.data.entries import DataEntry, RemoteFile, entry_of
from core.data.text_entries import TEXTS, TextEntry
from core.errors import DataError, Fault


@dataclass(frozen=True)
class DataState:
    """Where the full set is, as `state` found it.

    Attributes
    ----------
    name : key in `DATA`.
    generated : there is nothing to find or fetch.
    folder : where the full set lies; None if generated or not complete.
    missing : the files that are nowhere, or only damaged.
    """

    name: str
    generated: bool
    folder: Path | None
    missing: tuple[RemoteFile, ...]

    @property
    def bytes_to_fetch(self) -> int:
        """How much `core.data.download.fetch` would have to load."""
        return sum(file.bytes for file in self.missing)


def state(name: str) -> DataState:
    """Say where the full set lies and what is missing of it.

    Raises
    ------
    InputError
        MISSING for a name that doesn't exist.
    """
    entry = TEXTS.get(name) or entry_of(name)
    if isinstance(entry, TextEntry) and (packed := packed_text(entry)):
        return DataState(name, entry.generated, packed.parent, ())
    found = {file: locate(entry, file) for file in entry.files}
    missing = tuple(file for file, path in found.items() if path is None)
    complete = [path.parent for path in found.values() if path is not None and not missing]
    return DataState(name, entry.generated, complete[0] if complete else None, missing)


def locate(entry: DataEntry | TextEntry, file: RemoteFile) -> Path | None:
    """Return the first copy with the right checksum in `core.paths.data_folders()`, or None."""
    for path in _copies(entry, file):
        if sha256_of(path) == file.sha256:
            return path
    return None


def found(entry: DataEntry | TextEntry, file: RemoteFile) -> Path:
    """Return the same as `locate`, or raise DataError: MISSING, or CHECKSUM for a damaged copy."""
    path = locate(entry, file)
    if path is not None:
        return path
    damaged = next((copy for copy in _copies(entry, file) if copy.is_file()), None)
    fault = Fault.CHECKSUM if damaged else Fault.MISSING
    raise DataError(entry.name, fault, file.file_name, damaged)


def packed_text(entry: TextEntry) -> Path | None:
    """Return the first packed copy of a text with the right checksum, or None."""
    places = (folder / entry.folder / entry.packed for folder in paths.data_folders())
    return next((path for path in places if sha256_of(path) == entry.packed_sha256), None)


def _copies(entry: DataEntry | TextEntry, file: RemoteFile) -> list[Path]:
    return [folder / entry.folder / file.file_name for folder in paths.data_folders()]


def sha256_of(path: Path) -> str | None:
    """Hash a file, once as long as its size and time stay; None if it cannot be read."""
    try:
        facts = path.stat()
        return _sha256_at(path, facts.st_size, facts.st_mtime_ns)
    except OSError:
        return None


@functools.lru_cache(maxsize=64)
def _sha256_at(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
