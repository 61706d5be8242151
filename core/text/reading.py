"""Read a pasted text as a model does: the surprise of every token, and what it sounds like."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable
from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError
from core.text.evaluate import surprises
from core.text.model import TextModel
from core.text.vocabulary import UNKNOWN, Token


@dataclass(frozen=True, eq=False)
class Surprise:
    """What a model made of a text.

    Attributes
    ----------
    tokens : with their places in the text.
    bits : (T,) −log₂ p of each; NaN of the first, which nothing foretells.
    bits_per_char : their sum over the characters after the first token.
    unknown : how many tokens the vocabulary does not know.
    """

    tokens: tuple[Token, ...]
    bits: np.ndarray
    bits_per_char: float
    unknown: int


def read_text(model: TextModel, text: str) -> Generator[float, None, Surprise]:
    """Read `text`; yields the share that is done, and can be left there.

    Raises
    ------
    InputError
        MISMATCH for a text of less than two tokens.
    """
    tokens = model.vocabulary.split(text)
    if len(tokens) < 2:
        raise InputError("text", Fault.MISMATCH, f"{len(tokens)} tokens")
    numbers = np.array([token.number for token in tokens])
    parts = [np.array([np.nan])]
    done = 1
    for part in surprises(model, numbers):
        parts.append(part / math.log(2))
        done += len(part)
        yield done / len(tokens)
    bits = np.concatenate(parts)
    length = max(1, len(text) - tokens[0].last)
    return Surprise(tokens, bits, float(np.nansum(bits)) / length, int((numbers == UNKNOWN).sum()))


def sounds_like(found: Iterable[tuple[str, Surprise]]) -> tuple[tuple[str, float], ...]:
    """Order names by bits per character, the least surprised first.

    An unknown token costs little and tells nothing: a reading with more than a tenth of them comes
    after all that know their characters.
    """
    rows = [(name, s.bits_per_char, s.unknown > 0.1 * len(s.tokens)) for name, s in found]
    return tuple((name, bits) for name, bits, _ in sorted(rows, key=lambda r: (r[2], r[1])))
