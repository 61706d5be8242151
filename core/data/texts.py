"""The table of texts: where each comes from, how it is read, which part of it is never trained on.

A text is found in the folders where the other data sets are found, as the packed file that this
project was trained on, or as the download, which is then cleaned to the same characters.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core import paths
from core.cards import Unit
from core.data.entries import RemoteFile
from core.data.find import sha256_of
from core.errors import DataError, Fault, InputError

FOLDER = "text"


@dataclass(frozen=True)
class TextEntry:
    """What is known about a text before it is read.

    Attributes
    ----------
    name : key in `TEXTS`, with the language where there could be another.
    language : "en" or "de".
    unit : what its models read: characters or pieces.
    pieces : how many pieces its vocabulary has.
    sha256 : of the text in UTF-8, as `load_text` gives it.
    characters : its length; the last `held_out` of it is never trained on.
    packed, packed_sha256 : the file beside a checkout.
    files : what `core.data.download` fetches.
    clean : makes the text from the fetched files.
    """

    name: str
    language: str
    unit: Unit
    sha256: str
    characters: int
    licence: str
    attribution: str
    homepage: str
    packed: str
    packed_sha256: str
    pieces: int = 0
    files: tuple[RemoteFile, ...] = ()
    clean: Callable[[list[str]], str] = "".join
    held_out: float = 0.1
    folder: str = FOLDER
    generated: bool = False

    @property
    def stem(self) -> str:
        """Return the name of the text itself, whatever its tokens are."""
        return self.name.removesuffix("-char")


@dataclass(frozen=True)
class Text:
    """A text in two parts: what is learnt from, and the tail that is kept for measuring."""

    entry: TextEntry
    train: str
    held_out: str


_ENTRIES = (
    TextEntry(
        name="shakespeare-char",
        language="en",
        unit=Unit.CHARACTERS,
        sha256="86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
        characters=1_115_394,
        licence="public domain",
        attribution="William Shakespeare, as collected by Andrej Karpathy",
        homepage="https://github.com/karpathy/char-rnn",
        packed="en_tinyshakespeare.txt.gz",
        packed_sha256="13125fe8f49092165d7d489e3944db52d1ba546e64a60080cc9523bcd0c5e46a",
        files=(
            RemoteFile(
                "https://raw.githubusercontent.com/karpathy/char-rnn/"
                "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt",
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                1_115_394,
            ),
        ),
    ),
    TextEntry(
        name="grimm-de",
        language="de",
        unit=Unit.PIECES,
        pieces=2500,
        sha256="d498cc7709b103d9587fe9415dc288b07c7f35b67bfed9ac57499e1bd2ba5789",
        characters=1_376_456,
        licence="public domain",
        attribution="Brüder Grimm: Kinder- und Hausmärchen, 7. Auflage 1857",
        homepage="https://github.com/GuenterPartosch/Counting_texts",
        packed="de_grimm_1857.txt.gz",
        packed_sha256="4ffa9780223b71b804181a982451d8a28e7dc2a3f589711bbdb328adbbe7e518",
    ),
)
TEXTS: dict[str, TextEntry] = {entry.name: entry for entry in _ENTRIES}


def text_entry(name: str) -> TextEntry:
    """Return the table's row, or raise InputError (MISSING)."""
    if name not in TEXTS:
        raise InputError(name, Fault.MISSING, f"one of {', '.join(TEXTS)}")
    return TEXTS[name]


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
        there = any(_packed_path(folder, entry).is_file() for folder in paths.data_folders())
        raise DataError(name, Fault.CHECKSUM if there else Fault.MISSING, entry.packed)
    if hashlib.sha256(text.encode()).hexdigest() != entry.sha256:
        raise DataError(name, Fault.CHECKSUM, entry.packed)
    cut = round(len(text) * (1 - entry.held_out))
    return Text(entry, text[:cut], text[cut:])


def _packed(entry: TextEntry) -> str | None:
    for folder in paths.data_folders():
        path = _packed_path(folder, entry)
        if sha256_of(path) == entry.packed_sha256:
            return gzip.decompress(path.read_bytes()).decode()
    return None


def _packed_path(folder: Path, entry: TextEntry) -> Path:
    return folder / entry.folder / entry.packed


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
