"""The order of words: a sentence with its words moved, and what a model makes of both orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.attention.model import Switches, TranslatorModel
from core.attention.search import longest_for
from core.attention.steps import finish, start, text_of

_CLOSING = ".,;:!?…"  # stands after a word, without a space


@dataclass(frozen=True)
class Compared:
    """Two orders of the same words: both translations, and how far they are apart.

    Attributes
    ----------
    texts, log_p : of both, taken piece by piece, the likeliest each time.
    gap : between the encodings of the same piece in both, the largest difference of a number; None
        where they are not the same pieces.
    """

    texts: tuple[str, str]
    log_p: tuple[float, float]
    gap: float | None


def words_of(sentence: str) -> list[str]:
    """Return words and what closes them, each by itself."""
    found = []
    for chunk in sentence.split():
        stem = chunk.rstrip(_CLOSING)
        found += [part for part in (stem, chunk[len(stem) :]) if part]
    return found


def sentence_of(words: Sequence[str]) -> str:
    """Put words and what closes them together again."""
    return "".join(("" if _closes(word) else " ") + word for word in words).strip()


def turned(words: Sequence[str]) -> list[str]:
    """Return words from the last to the first; what closes the sentence stays at its end."""
    last = len(words) - 1 if words and _closes(words[-1]) else len(words)
    return [*reversed(words[:last]), *words[last:]]


def compare(model: TranslatorModel, one: str, other: str, *, positions: bool) -> Compared:
    """Translate both orders, with or without positions."""
    switches = Switches.all_on(model.card)
    switches = switches if positions else switches.without_positions()
    texts, sums, sides = [], [], []
    for sentence in (one, other):
        state = start(model, sentence, switches)
        state = finish(model, state, longest_for(model, state.source.tokens.shape[1]))
        texts.append(text_of(model, state))
        sums.append(float(state.log_p.sum()))
        sides.append(_by_piece(model, state.source.tokens[0], switches))
    (a, x), (b, y) = sides
    gap = float(np.abs(x - y).max()) if np.array_equal(a, b) else None
    return Compared((texts[0], texts[1]), (sums[0], sums[1]), gap)


def _by_piece(
    model: TranslatorModel, tokens: np.ndarray, switches: Switches
) -> tuple[np.ndarray, np.ndarray]:
    """Return pieces (S,) and encodings (S, C), sorted by pieces: the order of words is gone."""
    (found,) = model.inside_encoder(tokens[None], [switches], ("encoded",))
    order = np.argsort(tokens, kind="stable")
    return tokens[order], found[0][order]


def _closes(word: str) -> bool:
    return all(c in _CLOSING for c in word)
