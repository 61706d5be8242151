"""A user's own sentence pairs: a file with a tab between two columns, read in parts and bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.attention.pieces import encode, tidy
from core.data.pairs import Pair
from core.errors import DataError, Fault
from core.text.own import WESTERN, open_text_file, read_parts
from core.text.vocabulary import UNKNOWN, Vocabulary

LEAST = 10  # pairs that there must be
MOST_PAIRS = 100_000
MOST_BYTES = 64_000_000  # that are read of a file
LONGEST_LINE = 20_000  # characters; what is longer is no pair of sentences
STRANGE = 0.5  # the share of unknown pieces from which on there is nothing to learn


@dataclass(frozen=True)
class OwnPairs:
    """What was read, each pair once.

    Attributes
    ----------
    pairs : the first two columns, tidy; further ones, as in Tatoeba's files, are left out.
    encoding : what was assumed of the file.
    bare : lines without two filled columns; long : pairs with too many pieces for the model.
    beyond : bytes of the file that were not read.
    """

    pairs: tuple[Pair, ...]
    encoding: str
    bare: int
    long: int
    beyond: int


def read_own_pairs(path: Path, vocabulary: Vocabulary, context: int) -> OwnPairs:
    """Read a file of pairs for a model that reads `context` pieces of a sentence.

    Raises
    ------
    DataError
        MISSING or UNREADABLE; MISMATCH with the detail "empty", "binary", "columns: …" where no
        line has two, "pairs: …" where too few are left, "unknown: …", with numbers.
    """
    opened = open_text_file(path)
    if not opened.certain and not opened.encoding.startswith("utf"):
        opened = replace(opened, encoding=WESTERN)  # what English and German were written in
    found: dict[Pair, None] = {}  # in order, each once
    bare = done = 0
    rest = ""
    for part in read_parts(opened):
        done = part.done
        lines = (rest + part.text).split("\n")
        rest = lines.pop()[-LONGEST_LINE - 1 :]
        bare += _take(lines, found)
        if done >= MOST_BYTES or len(found) >= MOST_PAIRS:
            break
    else:
        bare += _take([rest], found)
    if bare and not found:
        raise DataError(path.name, Fault.MISMATCH, f"columns: {bare}", path)
    kept, unknown = [], []
    for pair in list(found)[:MOST_PAIRS]:
        tokens = [encode(vocabulary, text) for text in pair]
        if max(map(len, tokens)) <= context:
            kept.append(pair)
            unknown.extend(tokens)
    long = min(len(found), MOST_PAIRS) - len(kept)
    if len(kept) < LEAST:
        raise DataError(path.name, Fault.MISMATCH, f"pairs: {len(kept)} < {LEAST}", path)
    strange = float((np.concatenate(unknown) == UNKNOWN).mean())
    if strange > STRANGE:
        raise DataError(path.name, Fault.MISMATCH, f"unknown: {100 * strange:.0f} %", path)
    return OwnPairs(tuple(kept), opened.encoding, bare, long, max(0, opened.bytes - done))


def _take(lines: list[str], found: dict[Pair, None]) -> int:
    """Add the pairs of lines; return how many lines have none."""
    bare = 0
    for line in lines:
        columns = line.split("\t") if len(line) <= LONGEST_LINE else []
        pair = (tidy(columns[0]), tidy(columns[1])) if len(columns) > 1 else ("", "")
        if all(pair):
            found[pair] = None
        elif line.strip():
            bare += 1
    return bare
