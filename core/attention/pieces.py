"""Sentences to the numbers of their pieces and back, for both languages alike.

A sentence is read with a space before it, so that its first word is the same as within.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from core.text.vocabulary import Token, Vocabulary, pieces_of

BEGIN, END = 1, 2  # the marks: what the decoder starts from, what ends a sentence on both sides
MARKS = ("\x02", "\x03")  # start and end of text, in Unicode
_GAP = re.compile(r"\s+")


def tidy(sentence: str) -> str:
    """Return a sentence as it is read: composed characters, one space, nothing invisible."""
    composed = unicodedata.normalize("NFC", _GAP.sub(" ", sentence))
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cs")).strip()


def learn_pieces(sentences: Iterable[str], size: int) -> Vocabulary:
    """Make the vocabulary of all sentences."""
    return pieces_of("\n".join(" " + tidy(sentence) for sentence in sentences), size, MARKS)


def encode(vocabulary: Vocabulary, sentence: str) -> np.ndarray:
    """Return the pieces (T,) int64 of a sentence and its end."""
    text = tidy(sentence)
    pieces = vocabulary.encode(" " + text) if text else np.empty(0, dtype=np.int64)
    return np.append(pieces, END)


def split(vocabulary: Vocabulary, sentence: str) -> tuple[Token, ...]:
    """Return the pieces with their places in the tidy sentence."""
    text = tidy(sentence)
    pieces = vocabulary.split(" " + text) if text else ()
    return tuple(Token(p.number, max(0, p.first - 1), p.last - 1) for p in pieces)


def decode(vocabulary: Vocabulary, numbers: Iterable[int]) -> str:
    """Return the sentence of pieces, up to its end."""
    kept = []
    for number in numbers:
        if number == END:
            break
        if number != BEGIN:
            kept.append(int(number))
    return vocabulary.decode(kept).strip()
