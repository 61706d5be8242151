"""The one way to texts: read whole, checked, and cut into what is learnt from and what is not.

A text is found in the folders where the other data sets are found, as the packed file that this
project was trained on, or as the download, which is then cleaned to the same characters.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from core import paths
from core.data.find import packed_text, sha256_of
from core.data.text_entries import TEXTS, TextEntry, text_entry
from core.errors import DataError, Fault

__all__ = ["TEXTS", "Text", "TextEntry", "excerpt", "load_text", "shipped_vocabulary", "text_entry"]


@dataclass(frozen=True)
class Text:
    """A text in two parts: what is learnt from, and the tail that is kept for measuring."""

    entry: TextEntry
    train: str
    held_out: str


def load_text(name: str) -> Text:
    """Read a text from the first folder that has it whole.

    Raises
    ------
    InputError
        MISSING for a name that doesn't exist.
    DataError
        MISSING if it is in none of `core.paths.data_folders()`; CHECKSUM if it is only there
        damaged. Nothing is fetched here: that is `core.data.download.fetch`.
    """
    entry = text_entry(name)
    text = _packed(entry) or _fetched(entry)
    if text is None:
        names = [entry.packed, *(file.file_name for file in entry.files)]
        places = [f / entry.folder / name for f in paths.data_folders() for name in names]
        there = any(place.is_file() for place in places)
        raise DataError(name, Fault.CHECKSUM if there else Fault.MISSING, entry.packed)
    if hashlib.sha256(text.encode()).hexdigest() != entry.sha256:
        raise DataError(name, Fault.CHECKSUM, entry.packed)
    cut = round(len(text) * (1 - entry.held_out))
    return Text(entry, text[:cut], text[cut:])


def _packed(entry: TextEntry) -> str | None:
    path = packed_text(entry)
    return gzip.decompress(path.read_bytes()).decode() if path else None


def _fetched(entry: TextEntry) -> str | None:
    for folder in paths.data_folders():
        found = [folder / entry.folder / file.file_name for file in entry.files]
        wanted = [file.sha256 for file in entry.files]
        if found and [sha256_of(path) for path in found] == wanted:
            return entry.clean([path.read_text(encoding="utf-8") for path in found])
    return None


def shipped_vocabulary(name: str) -> str:
    """Return the JSON of the vocabulary that all models of a text share; raises DataError."""
    return _shipped(name, "json")


def excerpt(name: str) -> str:
    """Return the first 2,000 characters of the held-out tail, there without a download."""
    return _shipped(name, "txt")


def _shipped(name: str, ending: str) -> str:
    path = paths.shipped("resources", "text", f"{text_entry(name).name}.{ending}")
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(name, Fault.MISSING, path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(name, Fault.UNREADABLE, str(error), path) from error
