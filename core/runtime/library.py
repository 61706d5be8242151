"""The library: which models there are, in which versions, which are sound, how to open one."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, cast, overload

from typing_extensions import TypeVar

from core.cards import CARD_FILE, LatentCard, ModelCard, read_card, write_card
from core.errors import CoreError, Fault, InputError, ModelError
from core.paths import model_folders
from core.runtime import shelves
from core.runtime.providers import Device
from core.runtime.session import ModelSession

C = TypeVar("C", bound=ModelCard, default=LatentCard)
_OTHER_TAB = Fault.REFUSED  # of a sound model whose card is of another class


@dataclass(frozen=True)
class Entry(Generic[C]):
    """A folder that holds a model or should: its card, or why there is none.

    version: 1 for the folder that has the model's name alone, as every shipped model.
    """

    name: str
    folder: Path
    card: C | None
    error: CoreError | None
    shipped: bool
    version: int = shelves.FIRST

    @property
    def address(self) -> str:
        """Return what `Library.find` takes for this very version: "name@3"."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True)
class Removed:
    """A version that was deleted: where it lies, for an hour at least, and where it was."""

    name: str
    version: int
    where: Path
    place: Path


Versions = dict[int, tuple[Path, bool]]  # by number: the folder, and whether it is shipped


class Library(Generic[C]):
    """All models of the given folders (the first is the shipped one), ordered by name.

    A model has one version or several, of which one is current: the newest, or the one that was
    gone back to. Nothing is remembered between calls, so that several programs may work on the same
    folders. `shelf`, the last folder, is where choices are noted and new versions go.

    `of` is the card of one tab's models, or `ModelCard` for all: models with another one are not
    listed, and `find` refuses them.
    """

    @overload
    def __init__(self: Library[LatentCard], folders: Iterable[Path] | None = None) -> None: ...

    @overload
    def __init__(self, folders: Iterable[Path] | None = None, *, of: type[C]) -> None: ...

    def __init__(
        self, folders: Iterable[Path] | None = None, *, of: type[ModelCard] = LatentCard
    ) -> None:
        self.folders = tuple(folders or model_folders())
        self.shelf = self.folders[-1]
        self._of = cast("type[C]", of)

    def entries(self) -> list[Entry[C]]:
        """Return the current version of every model.

        A damaged card gives an entry with its error, no exception, and only where no version of
        that model has a sound one.
        """
        places = self._places()
        found = (self._current(name, places[name]) for name in sorted(places))
        return [entry for entry in found if entry is not None and _is_ours(entry)]

    def shipped(self) -> list[Entry[C]]:
        """Return every shipped model as it was shipped, damaged ones too."""
        places = self._places()
        own = ((name, places[name].get(shelves.FIRST)) for name in sorted(places))
        found = (
            self._read(name, shelves.FIRST, place[0], shipped=True)
            for name, place in own
            if place and place[1]
        )
        return [entry for entry in found if _is_ours(entry)]

    def find(self, name: str) -> Entry[C]:
        """Return the current version of the model `name`; "name@2" is that version of it.

        Raises
        ------
        ModelError
            MISSING when there is none; the entry's own error when it is damaged; REFUSED when it is
        another tab's.
        """
        stem, at, number = name.partition("@")
        there = self._places().get(stem, {})
        if not at:
            entry = self._current(stem, there)
        elif number.isdecimal() and int(number) in there:
            entry = self._entry(stem, int(number), there)
        else:
            entry = None
        if entry is None:
            raise ModelError(name, Fault.MISSING)
        if entry.error:
            raise entry.error
        return entry

    def versions(self, name: str) -> list[Entry[C]]:
        """Return all versions of the model `name`, oldest first, damaged ones too.

        Raises
        ------
        ModelError
            MISSING when there is none.
        """
        there = self._places().get(name, {})
        found = [self._entry(name, version, there) for version in sorted(there)]
        if not found:
            raise ModelError(name, Fault.MISSING)
        return found

    def use(self, name: str, version: int) -> Entry[C]:
        """Make `version` the current one until a newer one is published.

        Raises
        ------
        ModelError
            MISSING when there is no such version; its own error when it is damaged.
        StorageError
            READ_ONLY or DISK_FULL when the choice cannot be noted.
        """
        entry = self.find(f"{name}@{version}")
        self._choose(name, version)
        return entry

    def add(self, work: Path, name: str) -> Entry[C]:
        """Move the finished folder `work` in as the next version of the model `name`.

        `work` lies in a `shelves.workplace` on this library's shelf, and its card has that name.

        Raises
        ------
        StorageError
            READ_ONLY or DISK_FULL when it cannot be moved.
        """
        with shelves.storing(name, self.shelf):
            version = shelves.move_in(work, name, self.shelf, self.folders)
        return self._read(
            name, version, self.shelf / shelves.folder_name(name, version), shipped=False
        )

    def delete(self, name: str, version: int | None = None) -> tuple[Removed, ...]:
        """Take a version off the shelf, or all that are not shipped; `restore` brings them back.

        What was removed is deleted for good by the first change to the shelf an hour later.

        Raises
        ------
        ModelError
            MISSING when there is no such model or version.
        InputError
            REFUSED when it is a shipped one.
        StorageError
            READ_ONLY when it cannot be removed.
        """
        removed = []
        doomed = self._own(name, version)
        kept = shelves.Choice(self._chosen(name), self._newest(name))
        for number, folder in doomed.items():
            with shelves.storing(name, folder):
                removed.append(Removed(name, number, shelves.remove(folder), folder))
        self._note(name, kept)
        return tuple(removed)

    def restore(self, removed: Iterable[Removed]) -> bool:
        """Bring back what `delete` removed; False where something is no longer to be had."""
        done = []
        for each in removed:
            with shelves.storing(each.name, each.place):
                done.append(shelves.bring_back(each.where, each.place))
        return all(done)

    def rename(self, name: str, new: str, version: int | None = None) -> list[Entry[C]]:
        """Give the versions that are not shipped, or one of them, a name of their own.

        They are copied with a new card, then removed under the old name: a program that has one
        open goes on with it. Numbers stay; a single version becomes version 1 of the new name.

        Raises
        ------
        ModelError
            MISSING when there is no such model or version; its own error when one is damaged.
        InputError
            REFUSED for a shipped version or when the new name is taken, MISMATCH when it is no
            proper name.
        StorageError
            READ_ONLY or DISK_FULL when it cannot be written; the old ones are still there then.
        """
        own = self._own(name, version)
        if shelves.proper_name(new) != new:
            raise InputError(new, Fault.MISMATCH, f"proper: {shelves.proper_name(new)}")
        if shelves.free_name(new, self.folders) != new:
            raise InputError(new, Fault.REFUSED, "taken")
        for number in own:
            self.find(f"{name}@{number}")  # a damaged one keeps its name
        numbers = {number: shelves.FIRST if version else number for number in own}
        with shelves.workplace(new, self.shelf) as scratch:
            for number, folder in own.items():
                work = scratch / str(number)
                shutil.copytree(folder, work)
                write_card(read_card(folder).model_copy(update={"name": new}), work)
            for number, after in numbers.items():
                place = self.shelf / shelves.folder_name(new, after)
                if not shelves.take_place(scratch / str(number), place):
                    raise InputError(new, Fault.REFUSED, "taken")
        chosen = self._chosen(name)
        if chosen in own and version is None:
            self._choose(new, chosen)
        self.delete(name, version)
        return self.versions(new)

    def _places(self) -> dict[str, Versions]:
        """Look through the folders: all versions of all names; an earlier folder's first."""
        places: dict[str, Versions] = {}
        for folder in self.folders:
            for path in shelves.model_folders(folder):
                name, version = shelves.split(path.name)
                there = places.setdefault(name, {})
                there.setdefault(version, (path, folder == self.folders[0]))
        return places

    def _current(self, name: str, there: Versions) -> Entry[C] | None:
        """Return the chosen version, else the newest whose card is sound, else the newest."""
        order = sorted(there, reverse=True)
        choice = shelves.read_choice(name, self.shelf)
        if choice and choice.version in there and order[0] <= choice.newest:
            order.insert(0, choice.version)
        damaged = []
        for version in order:
            entry = self._entry(name, version, there)
            if entry.card:
                return entry
            if entry.folder.is_dir():  # else it went while we looked
                damaged.append(entry)
        return damaged[0] if damaged else None

    def _entry(self, name: str, version: int, there: Versions) -> Entry[C]:
        path, shipped = there[version]
        return self._read(name, version, path, shipped=shipped)

    def _read(self, name: str, version: int, path: Path, *, shipped: bool) -> Entry[C]:
        try:
            card = read_card(path)
            if card.name != name:
                raise ModelError(path.name, Fault.MISMATCH, card.name, CARD_FILE)
            if not isinstance(card, self._of):
                raise ModelError(name, _OTHER_TAB, card.kind)
        except CoreError as error:
            return Entry(name, path, None, error, shipped, version)
        return Entry(name, path, card, None, shipped, version)

    def _own(self, name: str, version: int | None) -> dict[int, Path]:
        """Return the folders of the versions of `name` that are the user's, or of one of them."""
        there = self._places().get(name, {})
        if not there or (version is not None and version not in there):
            raise ModelError(name if version is None else f"{name}@{version}", Fault.MISSING)
        wanted = there if version is None else {version: there[version]}
        own = {number: path for number, (path, shipped) in wanted.items() if not shipped}
        if not own:
            raise InputError(name, Fault.REFUSED, "shipped")
        return own

    def _newest(self, name: str) -> int:
        return shelves.next_version(name, self.folders) - 1

    def _chosen(self, name: str) -> int | None:
        """Return the version that was gone back to, if nothing newer has come."""
        choice = shelves.read_choice(name, self.shelf)
        there = self._places().get(name, {})
        valid = choice is not None and there and max(there) <= choice.newest
        return choice.version if choice is not None and valid else None

    def _choose(self, name: str, version: int | None) -> None:
        self._note(name, shelves.Choice(version, self._newest(name)))

    def _note(self, name: str, choice: shelves.Choice) -> None:
        """Note a choice, or that there is nothing left to choose from."""
        with shelves.storing(name, self.shelf):
            if name in self._places():
                shelves.write_choice(name, choice, self.shelf)
            else:
                shelves.forget_choice(name, self.shelf)


def _is_ours(entry: Entry[C]) -> bool:
    return entry.error is None or entry.error.fault is not _OTHER_TAB


def open_model(entry: Entry[C], device: Device) -> dict[str, ModelSession]:
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
