"""The plagiarism meter: which runs of words of a text stand in another text word for word.

Of the other text only hashes are kept, 48 bits of each pair of neighbouring words, in its order. A
run is copied if all its pairs follow one another there: what was copied is always found, and a pair
is taken for another's with a probability of pairs / 2⁴⁸, less than one in a million.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError

WORD = re.compile(r"\w+")
BYTES = 6  # of each hash
_MASK = np.uint64((1 << 8 * BYTES) - 1)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Run:
    """Words that stand in the other text one after the other, and where they stand in this one.

    words : how many; first, last : characters first … last - 1.
    """

    words: int
    first: int
    last: int


class CopyIndex:
    """What is kept of a text to recognise its words."""

    def __init__(self, pairs: np.ndarray) -> None:
        """Take hashes (N,) uint64 of neighbouring words, in the text's order."""
        self.pairs = pairs
        self._order = np.argsort(pairs, kind="stable")
        self._sorted = pairs[self._order]

    @staticmethod
    def of(text: str) -> CopyIndex:
        """Index a text."""
        return CopyIndex(_pairs([match.group() for match in WORD.finditer(text)]))

    def array(self) -> np.ndarray:
        """Return all of it as (N, 6) uint8, for a file."""
        return self.pairs.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :BYTES].copy()

    @staticmethod
    def of_array(array: np.ndarray) -> CopyIndex:
        """Read what `array` gave; raises InputError MISMATCH."""
        if array.ndim != 2 or array.shape[1] != BYTES or array.dtype != np.uint8:
            raise InputError("index", Fault.MISMATCH, f"{array.dtype} {array.shape}")
        whole = np.zeros((len(array), 8), dtype=np.uint8)
        whole[:, :BYTES] = array
        return CopyIndex(whole.reshape(-1).view("<u8").astype(np.uint64))

    def runs(self, text: str) -> tuple[Run, ...]:
        """Return the copied runs of two words and more that no longer one contains, in order."""
        matches = list(WORD.finditer(text))
        found: list[tuple[int, int]] = []  # first and last word
        places, lengths = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        for word, pair in enumerate(_pairs([match.group() for match in matches]), 1):
            low, high = np.searchsorted(self._sorted, [pair, pair + np.uint64(1)])
            here = self._order[low:high]  # rising: the sort is stable
            fresh = np.ones(len(here), dtype=np.int64)
            if len(places) and len(here):
                at = np.minimum(np.searchsorted(places, here - 1), len(places) - 1)
                goes_on = places[at] == here - 1
                fresh[goes_on] += lengths[at[goes_on]]
            places, lengths = here, fresh
            if len(here):
                first = word - int(fresh.max())
                if found and found[-1][0] == first:
                    found[-1] = (first, word)
                else:
                    found.append((first, word))
        return tuple(
            Run(last - first + 1, matches[first].start(), matches[last].end())
            for first, last in found
        )

    def longest(self, text: str) -> Run | None:
        """Return the longest copied run, the first of several; None without one."""
        return max(self.runs(text), key=lambda run: run.words, default=None)


def _pairs(words: list[str]) -> np.ndarray:
    """Return the hashes (N - 1,) of neighbouring words; upper and lower case are the same."""
    if len(words) < 2:
        return np.empty(0, dtype=np.uint64)
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(word.casefold(), len(known)) for word in words])
    hashes = np.array([_hash(word) for word in known], dtype=np.uint64)[numbers]
    with np.errstate(over="ignore"):
        mixed = hashes[:-1] * _ODD + hashes[1:]
        for shift, factor in zip((np.uint64(30), np.uint64(27)), _MIX, strict=True):
            mixed = (mixed ^ (mixed >> shift)) * factor
        mixed ^= mixed >> np.uint64(31)
    found: np.ndarray = mixed & _MASK
    return found


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
