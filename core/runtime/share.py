"""A model as one file to give to somebody: a zip with card, graphs and weights.

What comes in is somebody else's: names and sizes are checked in the zip's directory before anything
is read, each file against its checksum in the card, and the graphs are opened once, in a hidden
folder, before the model is there. Nothing is executed and nothing leaves that folder.
"""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from core.cards import CARD_FILE, ModelCard, read_card, write_card
from core.errors import Fault, ModelError
from core.paths import model_folders
from core.runtime.library import C, Entry, check_files, open_graphs
from core.runtime.providers import best_device
from core.runtime.shelves import free_name, proper_name, reserved, storing, take_place, workplace

LARGEST = 2**31  # bytes, all files of a model together
LARGEST_CARD = 2**20
MOST_FILES = 64
_END, _END_LENGTH, _COMMENT = b"PK\x05\x06", 22, 2**16 - 1
_ZIP64 = b"PK\x06\x07"
_DIRECTORY_LARGEST = 2**20
_NEVER = re.compile(r'[\x00-\x1f<>:"|?*/\\]|^[. ]|[. ]$')  # in no name of ours; some leave a folder
_LEAVING = re.compile(r"[/\\:\x00]|^\.+$")
_CHUNK = 2**20
_YEAR = (1980, 1, 1, 0, 0, 0)  # the same model gives the same file


def pack(entry: Entry[C], path: Path) -> None:
    """Write the model of `entry`, found sound, to the file `path`, whole or not at all.

    Raises
    ------
    ModelError
        As `check_files` does, when the model is damaged.
    StorageError
        READ_ONLY or DISK_FULL when the file cannot be written.
    """
    card = entry.card
    if card is None:
        raise entry.error or ModelError(entry.name, Fault.MISSING, file=CARD_FILE)
    check_files(card, entry.folder)
    with (
        storing(entry.name, path),
        tempfile.TemporaryDirectory(
            prefix=f".{path.name}-", dir=path.parent, ignore_cleanup_errors=True
        ) as scratch,
    ):
        file = Path(scratch) / "model.zip"
        with zipfile.ZipFile(file, "w", allowZip64=False) as archive:
            for name in (CARD_FILE, *sorted(card.files)):
                member = zipfile.ZipInfo(name, _YEAR)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(member, (entry.folder / name).read_bytes())
        file.replace(path)


def unpack(path: Path, shelf: Path) -> ModelCard:
    """Put the model in the file `path` on `shelf`, under a name that no other model has.

    Raises
    ------
    ModelError
        Named by the file, `file` being the member at fault. MISSING without the file, its card or a
        file that the card names; UNREADABLE when it is no zip, or the card or a graph cannot be
        read; TRUNCATED when it is cut off; CHECKSUM when a member is damaged or not what the card
        says; FOREIGN_PATH when a member or a graph's weights would lie outside the model's folder;
        MISMATCH when a graph is not what the card says; REFUSED when it is encrypted, too large or
        holds what no model has.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    try:
        with path.open("rb") as file:
            return _unpack(file, path.name, shelf)
    except OSError as error:
        fault = Fault.MISSING if isinstance(error, FileNotFoundError) else Fault.UNREADABLE
        raise ModelError(path.name, fault, str(error)) from error
    except ModelError as error:
        raise ModelError(path.name, error.fault, error.detail, error.file) from error


def _unpack(file: IO[bytes], subject: str, shelf: Path) -> ModelCard:
    _check_directory(file, subject)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, struct.error) as error:
        raise ModelError(subject, Fault.UNREADABLE, str(error)) from error
    with archive, workplace(subject, shelf) as scratch:
        members = archive.infolist()
        _check_members(members, subject)
        work = scratch / "model"
        work.mkdir()
        for member in members:
            _extract(archive, member, work, subject)
        return _shelve(work, shelf)


def _shelve(work: Path, shelf: Path) -> ModelCard:
    """Check what was extracted, and give it a name and its place."""
    card = read_card(work)
    present = {path.name for path in work.iterdir()}
    for name in sorted(present - {CARD_FILE} - set(card.files)):
        raise ModelError(work.name, Fault.REFUSED, "not in the card", name)
    check_files(card, work)
    open_graphs(card, work, best_device("cpu"))
    while True:
        name = free_name(proper_name(card.name), (shelf, *model_folders()))
        named = card.model_copy(update={"name": name})
        write_card(named, work)
        if take_place(work, shelf / name):
            return named


def _check_directory(file: IO[bytes], subject: str) -> None:
    """Look at the zip's directory before it is read: how long it is, how many files it names."""
    size = file.seek(0, 2)
    start = max(0, size - _END_LENGTH - _COMMENT)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    head = file.read(4)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        cut = head[:2] == b"PK" and size > 4
        raise ModelError(subject, Fault.TRUNCATED if cut else Fault.UNREADABLE, "no zip directory")
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if _ZIP64 in tail[max(0, at - 20) : at]:
        raise ModelError(subject, Fault.REFUSED, "zip64")
    if size > LARGEST or count > MOST_FILES or length > _DIRECTORY_LARGEST:
        raise ModelError(subject, Fault.REFUSED, f"{count} files, {size / 2**30:.1f} GB")


def _check_members(members: Iterable[zipfile.ZipInfo], subject: str) -> None:
    """Refuse names, kinds and sizes that no model of ours has."""
    total, seen = 0, set()
    for member in members:
        name = member.orig_filename
        linked = stat.S_ISLNK(member.external_attr >> 16)
        if _LEAVING.search(name) or linked or member.filename != name:
            raise ModelError(subject, Fault.FOREIGN_PATH, file=name)
        if _NEVER.search(name) or reserved(name) or len(name) > 128 or name.casefold() in seen:
            raise ModelError(subject, Fault.REFUSED, "name", name)
        if member.flag_bits & 0x1:
            raise ModelError(subject, Fault.REFUSED, "encrypted", name)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(subject, Fault.REFUSED, f"compression {member.compress_type}", name)
        total += member.file_size
        if total > LARGEST or (name == CARD_FILE and member.file_size > LARGEST_CARD):
            raise ModelError(subject, Fault.REFUSED, f"{total / 2**30:.1f} GB", name)
        seen.add(name.casefold())
    if CARD_FILE not in seen:
        raise ModelError(subject, Fault.MISSING, file=CARD_FILE)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, work: Path, subject: str) -> None:
    """Write one member, no more of it than its size says."""
    try:
        with archive.open(member) as source, (work / member.filename).open("xb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except EOFError as error:
        raise ModelError(subject, Fault.TRUNCATED, str(error), member.filename) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        fault = Fault.CHECKSUM if "CRC" in str(error) else Fault.UNREADABLE
        raise ModelError(subject, fault, str(error), member.filename) from error
    size = (work / member.filename).stat().st_size
    if size != member.file_size:
        raise ModelError(subject, Fault.TRUNCATED, f"{size} bytes", member.filename)
