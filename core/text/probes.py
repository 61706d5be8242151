"""Probes: whether a model still knows, d tokens later, that a quotation or a bracket is open.

A probe is a text in which something opens, then d tokens of filler, then the place where it may be
closed, and a twin in which nothing was opened. The model is right where it gives the closing more
probability in the probe than in its twin. A speaker's name is closed by being called again.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError
from core.text.model import TextModel, log_softmax


@dataclass(frozen=True)
class Probe:
    """What opens and closes, as text, and what leads to the closing where something has to."""

    opening: str
    closing: str
    cue: str = ""


@dataclass(frozen=True)
class Accuracy:
    """How often a model was right at a distance, out of how many tries; mean log-odds in nats."""

    distance: int
    right: int
    tries: int
    log_odds: float


LEAST = 1e-12  # what a probability counts at least

PROBES = {
    "quote-de": Probe("»", "«"),
    "quote-en": Probe("'", "'"),
    "bracket": Probe("(", ")"),
    "speaker": Probe("\n\nGREMIO:\n", "GREMIO:", "\n\n"),
}


def probe(
    model: TextModel, kind: Probe, filler: str, distances: Sequence[int], tries: int = 20
) -> Generator[Accuracy, None, None]:
    """Yield the accuracy at each distance; the fillers are stretches of `filler`, evenly spread.

    Raises
    ------
    InputError
        MISMATCH when the vocabulary has no token for the closing, or `filler` is too short or
        opens or closes something itself everywhere.
    """
    tokens = model.vocabulary.encode(filler)
    opening, cue = model.vocabulary.encode(kind.opening), model.vocabulary.encode(kind.cue)
    for distance in distances:
        pieces = _stretches(model, tokens, kind, distance, tries)
        if not pieces:
            raise InputError("filler", Fault.MISMATCH, f"no stretch of {distance} tokens")
        odds = []
        for lead, piece in pieces:
            opened = _closes(model, np.concatenate([lead, opening, piece, cue]), kind.closing)
            plain = _closes(model, np.concatenate([lead, piece, cue]), kind.closing)
            odds.append(opened - plain)
        right = int(sum(o > 0 for o in odds))
        yield Accuracy(distance, right, len(odds), float(np.mean(odds)))


def _closes(model: TextModel, tokens: np.ndarray, closing: str) -> float:
    """Return ln p(closing | tokens): of all tokens that begin with a sign, of a name as it is."""
    reading = model.read(model.start(), tokens)
    if len(closing) == 1:
        chances = np.exp(log_softmax(reading.logits[-1])[_closing_tokens(model, closing)])
        return float(np.log(chances.sum() + LEAST))
    total, logits, state = 0.0, reading.logits[-1], reading.state
    for token in model.vocabulary.encode(closing):
        total += float(np.log(np.exp(log_softmax(logits)[token]) + LEAST))
        reading = model.read(state, np.array([token]))
        logits, state = reading.logits[-1], reading.state
    return total


def _closing_tokens(model: TextModel, closing: str) -> np.ndarray:
    """Return the tokens that begin with the closing sign, a space before it or not."""
    found = [n for n, t in enumerate(model.vocabulary.tokens) if t.strip().startswith(closing)]
    if not found:
        raise InputError("closing", Fault.MISMATCH, closing)
    return np.array(found)


def _stretches(
    model: TextModel, tokens: np.ndarray, kind: Probe, distance: int, tries: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return pairs of a lead and `distance` tokens after it that neither open nor close."""
    texts = enumerate(model.vocabulary.tokens)
    signs = [n for n, t in texts if kind.opening in t or kind.closing in t]
    clean = ~np.isin(tokens, signs)
    ends = np.cumsum(clean)
    lead = 8
    places = np.arange(lead, len(tokens) - distance)
    before: np.ndarray = ends[places - 1] - np.where(places > lead, ends[places - lead - 1], 0)
    inside: np.ndarray = ends[places + distance - 1] - ends[places - 1]
    good = places[(before >= lead) & (inside == distance)]
    chosen = good[np.arange(min(tries, len(good))) * len(good) // max(1, min(tries, len(good)))]
    return [(tokens[p - lead : p], tokens[p : p + distance]) for p in chosen]
