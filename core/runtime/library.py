"""The library: which models there are, which of them are sound, and how to open one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.cards import CARD_FILE, ModelCard, read_card
from core.errors import CoreError, Fault, ModelError
from core.paths import model_folders
from core.runtime.providers import Device
from core.runtime.session import ModelSession


@dataclass(frozen=True)
class Entry:
    """A folder that holds a model or should: its card, or why there is none."""

    name: str
    folder: Path
    card: ModelCard | None
    error: CoreError | None
    shipped: bool


class Library:
    """All models of the given folders (the first is the shipped one), ordered by name."""

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        self.folders = tuple(folders or model_folders())

    def entries(self) -> list[Entry]:
        """Look through the folders; a damaged card gives an entry with its error, no exception."""
        found: dict[str, Entry] = {}
        for folder in self.folders:
            for path in _model_folders(folder):
                found.setdefault(path.name, self._entry(path, shipped=folder == self.folders[0]))
        return [found[name] for name in sorted(found)]

    def find(self, name: str) -> Entry:
        """Return the entry called `name`.

        Raises
        ------
        ModelError
            MISSING when there is none; the entry's own error when it is damaged.
        """
        for entry in self.entries():
            if entry.name == name:
                if entry.error:
                    raise entry.error
                return entry
        raise ModelError(name, Fault.MISSING)

    @staticmethod
    def _entry(path: Path, *, shipped: bool) -> Entry:
        try:
            card = read_card(path)
            if card.name != path.name:
                raise ModelError(path.name, Fault.MISMATCH, card.name, CARD_FILE)
        except CoreError as error:
            return Entry(path.name, path, None, error, shipped)
        return Entry(path.name, path, card, None, shipped)


def open_model(entry: Entry, device: Device) -> dict[str, ModelSession]:
    """Check the entry's files and open its graphs, by their role in the card.

    Raises
    ------
    ModelError
        MISSING, CHECKSUM, UNREADABLE, MISMATCH or FOREIGN_PATH, with the file at fault.
    """
    if entry.card is None:
        raise entry.error or ModelError(entry.name, Fault.MISSING, file=CARD_FILE)
    check_files(entry.card, entry.folder)
    return open_graphs(entry.card, entry.folder, device)


def open_graphs(card: ModelCard, folder: Path, device: Device) -> dict[str, ModelSession]:
    """Open every graph of `card` in `folder`, files unchecked."""
    return {
        role: ModelSession(folder / graph.file, graph, device)
        for role, graph in card.graphs.items()
    }


def check_files(card: ModelCard, folder: Path) -> None:
    """Compare the sha256 of every file with the card; raises ModelError MISSING or CHECKSUM."""
    for name, expected in card.files.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except FileNotFoundError as error:
            raise ModelError(card.name, Fault.MISSING, file=name) from error
        except OSError as error:
            raise ModelError(card.name, Fault.UNREADABLE, str(error), name) from error
        if found != expected:
            detail = f"{found[:12]} instead of {expected[:12]}"
            raise ModelError(card.name, Fault.CHECKSUM, detail, name)


def _model_folders(folder: Path) -> list[Path]:
    """List what may be models; a folder that is missing or closed to us holds none."""
    try:
        return [p for p in sorted(folder.iterdir()) if p.is_dir() and not p.name.startswith(".")]
    except OSError:
        return []
