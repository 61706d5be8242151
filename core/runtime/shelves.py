"""How the versions of a model lie on a shelf, and how a finished folder gets there.

Version 1 of a model is the folder `<name>`; what was published on top of it lies beside it as
`<name>@2`, `<name>@3`, …: whole folders of their own, each moved in by one rename and never written
again. The rename is what takes a number: where somebody else was faster it fails, and the next
number is tried. Nothing has to be written after it, for the newest version is the current one.
Going back writes `<name>@current.json`: "version 2, while 4 is the newest". What is published later
is newer than that, and so current.

Nothing here relies on moving or overwriting a file that a session may have mapped (Windows refuses
both): a folder that cannot be moved away is marked as removed, and swept when nobody holds it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from core.errors import StorageError, writing_fault

FIRST = 1  # the version that lies in the folder without a number
STALE_SECONDS = 3600.0
REMOVED = ".removed"  # a file in a folder that could not be moved away
_ADDRESS = re.compile(r"([a-z0-9][a-z0-9.-]*)@([1-9]\d{0,8})")
_NOT_A_FILE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # no file names under Windows
_WORK, _GONE = ".work-", ".gone-"
_SWEPT = (_WORK, _GONE, ".foreign-")
_TRIES = 5  # a virus scanner holds a new file for a moment


@dataclass(frozen=True)
class Choice:
    """Which version was chosen, None for the newest; what is newer than `newest` came after it."""

    version: int | None
    newest: int


# names


def proper_name(text: str) -> str:
    """Turn any text into a name that a card may have: a to z, figures, dots and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9.]+", "-", plain)
    name = re.sub(r"\.{2,}", ".", name)[:56].strip(".-")
    return f"model-{name}".rstrip("-") if not name or reserved(name) else name


def reserved(name: str) -> bool:
    """Say whether Windows takes `name` for a device."""
    return _NOT_A_FILE.match(name.lower()) is not None


def free_name(name: str, folders: Iterable[Path]) -> str:
    """Return `name`, with a number where any of the folders has a model of that name."""
    taken = {split(path.name)[0] for folder in folders for path in _paths(folder)}
    candidates = (name, *(f"{name}-{i}" for i in range(2, 1_000_000)))
    return next(candidate for candidate in candidates if candidate not in taken)


def folder_name(name: str, version: int) -> str:
    """Return the name of the folder that holds this version."""
    return name if version == FIRST else f"{name}@{version}"


def split(folder: str) -> tuple[str, int]:
    """Return the model's name and the version that a folder's name says."""
    match = _ADDRESS.fullmatch(folder)
    if match is None or int(match[2]) == FIRST:
        return folder, FIRST
    return match[1], int(match[2])


def model_folders(folder: Path) -> list[Path]:
    """List what may be models; a folder that is missing or closed to us holds none."""
    return [
        path
        for path in _paths(folder)
        if not path.name.startswith(".") and path.is_dir() and not (path / REMOVED).exists()
    ]


def _paths(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


# publishing


@contextmanager
def workplace(subject: str, shelf: Path) -> Iterator[Path]:
    """Lend a hidden folder on `shelf` to put a model together in, and sweep what others left.

    Raises
    ------
    StorageError
        READ_ONLY or DISK_FULL, for every OSError within.
    """
    with storing(subject, shelf):
        shelf.mkdir(parents=True, exist_ok=True)
        sweep(shelf)
        with tempfile.TemporaryDirectory(
            prefix=_WORK, dir=shelf, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)


@contextmanager
def storing(subject: str, path: Path) -> Iterator[None]:
    """Turn an OSError into the StorageError that it means."""
    try:
        yield
    except OSError as error:
        fault = writing_fault(error)
        raise StorageError(subject, fault, str(error), path=path) from error


def next_version(name: str, folders: Iterable[Path]) -> int:
    """Return the number after all that there are, or ever were as far as is known."""
    folders = tuple(folders)
    numbers = [v for folder in folders for v in _numbers(name, folder)]
    choices = [choice.newest for folder in folders if (choice := read_choice(name, folder))]
    return max((*numbers, *choices, FIRST - 1)) + 1


def _numbers(name: str, folder: Path) -> list[int]:
    """Return the numbers taken in `folder`, those of removed versions too."""
    found = (split(path.name) for path in _paths(folder) if path.is_dir())
    return [version for other, version in found if other == name]


def move_in(work: Path, name: str, shelf: Path, folders: Iterable[Path]) -> int:
    """Rename the finished `work` to the next version of `name` on `shelf`; return its number.

    folders: all folders whose models have a part in the numbers. Nothing that is there is touched.
    """
    _flush(work)
    version = next_version(name, (shelf, *folders))
    while not take_place(work, shelf / folder_name(name, version)):
        version += 1
    return version


def take_place(work: Path, place: Path) -> bool:
    """Rename `work` to `place`; False where something is there already, which stays."""
    for attempt in range(_TRIES):
        if os.path.lexists(place):
            return False
        try:
            os.rename(work, place)
        except OSError as error:
            held = isinstance(error, PermissionError) and attempt < _TRIES - 1
            if not held and not os.path.lexists(place):
                raise
            time.sleep(0.05 * attempt)
        else:
            return True
    return False


def _flush(folder: Path) -> None:
    """Have the disk hold the files before the folder gets its name."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def sweep(shelf: Path, age: float = STALE_SECONDS) -> None:
    """Delete what killed programs and removed models left, where it is older than `age` seconds.

    What cannot be deleted, because a program still reads it, stays for the next time.
    """
    for path in _paths(shelf):
        passing = path.name.startswith(_SWEPT)
        if path.is_symlink() or not (passing or (path / REMOVED).exists()) or _younger(path, age):
            continue
        if path.is_dir() and not passing:
            try:
                path = path.rename(_hidden(path))  # whole or not at all
            except OSError:
                continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _younger(folder: Path, age: float) -> bool:
    """Say whether anything in `folder`, two levels deep, was written within `age` seconds."""
    try:
        times = [path.stat().st_mtime for path in (folder, *folder.glob("*"), *folder.glob("*/*"))]
    except OSError:
        return True  # somebody is at work in it
    return max(times) > time.time() - age


# choosing and removing


def _choice_file(name: str, shelf: Path) -> Path:
    return shelf / f"{name}@current.json"


def read_choice(name: str, shelf: Path) -> Choice | None:
    """Return what was chosen on `shelf`; None where nothing was, or nobody can read it."""
    try:
        said = json.loads(_choice_file(name, shelf).read_bytes())
        version, newest = said["version"], said["newest"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(newest, int) or not isinstance(version, int | None):
        return None
    return Choice(version, newest)


def write_choice(name: str, choice: Choice, shelf: Path) -> None:
    """Note the choice, whole or not at all."""
    shelf.mkdir(parents=True, exist_ok=True)
    content = json.dumps({"version": choice.version, "newest": choice.newest})
    handle, scratch = tempfile.mkstemp(prefix=_WORK, dir=shelf)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
        _replace(Path(scratch), _choice_file(name, shelf))
    except OSError:
        Path(scratch).unlink(missing_ok=True)
        raise


def forget_choice(name: str, shelf: Path) -> None:
    """Remove the note of a model that is no more."""
    _choice_file(name, shelf).unlink(missing_ok=True)


def _replace(source: Path, target: Path) -> None:
    """Replace `target`, waiting for readers under Windows, where they are in the way."""
    for attempt in range(_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.02 * (attempt + 1))
        else:
            return


def remove(folder: Path) -> Path:
    """Take a model off its shelf; return where it lies until it is swept."""
    place = _hidden(folder)
    try:
        os.rename(folder, place)
    except OSError:
        if not folder.exists():
            raise
        (folder / REMOVED).touch()  # mapped by a session under Windows
        return folder
    os.utime(place)  # its hour begins
    return place


def bring_back(where: Path, place: Path) -> bool:
    """Undo `remove`; False where something else has taken the place or it was swept."""
    if where == place:
        (place / REMOVED).unlink(missing_ok=True)
        return place.is_dir()
    return where.is_dir() and take_place(where, place)


def _hidden(folder: Path) -> Path:
    """Return a name that nothing has, beside `folder`, for what is on its way out."""
    return folder.with_name(f"{_GONE}{folder.name}-{uuid4().hex[:8]}")
