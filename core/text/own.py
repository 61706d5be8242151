"""A user's own text: from a file of any encoding, or pasted; read in parts, counted as it comes."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from charset_normalizer import from_bytes

from core.errors import DataError, Fault, InputError
from core.text.counts import Counting, Counts
from core.text.vocabulary import Vocabulary

PART = 1 << 20  # bytes read at a time
LOOKED_AT = 1 << 18  # bytes at the beginning by which the encoding is told
BINARY = 0.02  # share of control characters from which on it is no text
WESTERN = "cp1252"
IN_USE = (
    WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "cp850", "mac_roman", "utf_16", "utf_32",
)  # fmt: skip
_PLAIN = "\t\n\r\f"


@dataclass(frozen=True)
class Opened:
    """A text file: where it is, its bytes, and the encoding that was assumed."""

    path: Path
    bytes: int
    encoding: str
    certain: bool  # False where it was guessed from the bytes


@dataclass(frozen=True)
class Part:
    """The next part of a text, and how many bytes of the file are done."""

    text: str
    done: int


def open_text_file(path: Path) -> Opened:
    """Look at a file and tell its encoding.

    Raises
    ------
    DataError
        MISSING, UNREADABLE; MISMATCH with the detail "empty" or "binary".
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
    except FileNotFoundError as error:
        raise DataError(path.name, Fault.MISSING, path=path) from error
    except OSError as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    if not head.strip():
        raise DataError(path.name, Fault.MISMATCH, "empty", path)
    encoding, certain = _encoding_of(head, whole=size <= LOOKED_AT)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head) if encoding else ""
    odd = sum(c < " " and c not in _PLAIN for c in text)
    if not encoding or odd > BINARY * len(text):
        raise DataError(path.name, Fault.MISMATCH, "binary", path)
    return Opened(path, size, encoding, certain)


def read_parts(opened: Opened) -> Iterator[Part]:
    """Read a file part by part; lines end in a line feed, what cannot be decoded becomes U+FFFD.

    Raises
    ------
    DataError
        UNREADABLE when it cannot be read any more.
    """
    decoder = codecs.getincrementaldecoder(opened.encoding)(errors="replace")
    done, rest = 0, ""
    try:
        with opened.path.open("rb") as file:
            while block := file.read(PART):
                done += len(block)
                text = rest + decoder.decode(block)
                rest = text[-1:] if text.endswith("\r") else ""
                yield Part(_plain(text[: len(text) - len(rest)]), done)
        last = rest + decoder.decode(b"", final=True)
        if last:
            yield Part(_plain(last), done)
    except OSError as error:
        name = opened.path.name
        raise DataError(name, Fault.UNREADABLE, str(error), opened.path) from error


def text_parts(text: str) -> Iterator[Part]:
    """Hand a pasted text out part by part, as `read_parts` does a file; `done` in characters.

    Raises
    ------
    InputError
        MISMATCH with the detail "empty" when there is nothing in it.
    """
    if not text.strip():
        raise InputError("text", Fault.MISMATCH, "empty")
    for first in range(0, len(text), PART):
        part = text[first : first + PART]
        yield Part(_plain(part), min(first + PART, len(text)))


def count_file(
    opened: Opened, vocabulary: Vocabulary, order: int
) -> Generator[float, None, Counts]:
    """Count a file's runs of tokens; yields the share that is done, and can be left there."""
    counting = Counting(len(vocabulary), order)
    for part in read_parts(opened):
        counting.add(vocabulary.encode(part.text))
        yield part.done / opened.bytes
    return counting.finish()


def count_text(text: str, vocabulary: Vocabulary, order: int) -> Counts:
    """Count a pasted text; raises InputError MISMATCH when there is nothing in it."""
    if not text.strip():
        raise InputError("text", Fault.MISMATCH, "empty")
    counting = Counting(len(vocabulary), order)
    counting.add(vocabulary.encode(_plain(text)))
    return counting.finish()


def known_share(tokens: np.ndarray) -> float:
    """Return the share of tokens that the vocabulary knows."""
    return float((tokens != 0).mean()) if len(tokens) else 1.0


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _encoding_of(head: bytes, *, whole: bool) -> tuple[str, bool]:
    """Return an encoding and whether it is certain; "" where it is no text."""
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )  # fmt: skip
    for mark, encoding in marks:
        if head.startswith(mark):
            return encoding, True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return _likely(head), False
    return ("", False) if b"\0" in head else ("utf-8", True)


def _likely(head: bytes) -> str:
    """Return the most likely encoding, first among those in use; "" where it is no text."""
    best = from_bytes(head, cp_isolation=list(IN_USE)).best() or from_bytes(head).best()
    if best is None:
        return ""
    same = head.decode(WESTERN, "replace") == str(best)
    return WESTERN if same else best.encoding
