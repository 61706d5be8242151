"""Measure a model on text: one protocol for all of them.

The tail of the text is read from its beginning, nothing before it; every token but the first is
scored by −ln p(token | what the model sees of those before it).
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator

import numpy as np

from core.cards import TextMetrics
from core.errors import Fault, InputError
from core.text.model import TextModel, log_softmax
from core.text.network import RecurrentModel

PROTOCOL = (
    "the text's held-out tail read from its beginning; mean -ln p of every token but the first, "
    "each after at least half a context (all before it for a recurrent network and at the start)"
)
PART = 256  # tokens between two words of progress
STREAMS = 8  # parts of a text that a recurrent network reads at once
BEFORE = 256  # tokens that it has read when a part begins


def surprises(model: TextModel, tokens: np.ndarray) -> Iterator[np.ndarray]:
    """Yield −ln p of the second, third, … of tokens (T,), a few at a time."""
    state = model.start()
    for first in range(0, len(tokens) - 1, PART):
        read = tokens[first : min(first + PART, len(tokens) - 1)]
        wanted = tokens[first + 1 : first + 1 + len(read)]
        reading = model.read(state, read)
        state = reading.state
        yield -log_softmax(reading.logits)[np.arange(len(read)), wanted]


def evaluate(model: TextModel, text: str) -> TextMetrics:
    """Measure `model` on `text`; raises InputError MISMATCH for a text of less than two tokens."""
    tokens = _tokens(model, text)
    nats = sum(float(part.sum()) for part in surprises(model, tokens))
    return _metrics(model, text, tokens, nats)


def evaluate_soon(model: TextModel, text: str) -> TextMetrics:
    """Do as `evaluate` does, but let a recurrent network read eight parts of a long text at once.

    Each after the 256 tokens before it, where `evaluate` lets it read all of them: of what is
    further away next to nothing is left in its state, and it takes a quarter of the time.
    """
    steps = evaluate_steps(model, text)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: TextMetrics = end.value
            return found


def evaluate_steps(model: TextModel, text: str) -> Generator[None, None, TextMetrics]:
    """Do the same step by step, each of some milliseconds; can be left where it is."""
    tokens = _tokens(model, text)
    at_once = isinstance(model, RecurrentModel) and len(tokens) >= STREAMS * BEFORE
    parts = _surprises_at_once(model, tokens) if at_once else surprises(model, tokens)
    nats = 0.0
    for part in parts:
        nats += float(part.sum())
        yield
    return _metrics(model, text, tokens, nats)


def _surprises_at_once(model: TextModel, tokens: np.ndarray) -> Iterator[np.ndarray]:
    """Yield −ln p of the tokens after the first, eight from all over the text at a time."""
    assert isinstance(model, RecurrentModel)
    wanted = len(tokens) - 1
    length = -(-wanted // STREAMS)
    first = length * np.arange(STREAMS)  # the first token that each part reads to score the next
    begin = np.maximum(0, first - BEFORE)
    places = begin[:, None] + np.arange(length + BEFORE)  # (B, T)
    last = np.minimum(first + length, wanted)
    read = tokens[np.minimum(places, wanted)]
    rows = np.arange(STREAMS)
    for place, logits in zip(places.T, model.side_by_side(read), strict=True):
        scored = (place >= first) & (place < last)
        if scored.any():
            after = tokens[np.minimum(place + 1, wanted)]
            yield -log_softmax(logits[scored])[rows[: int(scored.sum())], after[scored]]


def _tokens(model: TextModel, text: str) -> np.ndarray:
    tokens = model.vocabulary.encode(text)
    if len(tokens) < 2:
        raise InputError("text", Fault.MISMATCH, f"{len(tokens)} tokens")
    return tokens


def _metrics(model: TextModel, text: str, tokens: np.ndarray, nats: float) -> TextMetrics:
    scored = len(text) - len(model.vocabulary.tokens[tokens[0]])
    return TextMetrics(
        bits_per_char=nats / math.log(2) / scored,
        nats_per_token=nats / (len(tokens) - 1),
        tokens=len(tokens),
        characters=len(text),
    )
