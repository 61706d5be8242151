"""Measure a model on text: one protocol for all of them.

The tail of the text is read from its beginning, nothing before it; every token but the first is
scored by −ln p(token | what the model sees of those before it).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from core.cards import TextMetrics
from core.errors import Fault, InputError
from core.text.model import TextModel, log_softmax

PROTOCOL = (
    "the text's held-out tail read from its beginning; mean -ln p of every token but the first, "
    "each after at least half a context (all before it for a recurrent network and at the start)"
)
PART = 256  # tokens between two words of progress


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
    tokens = model.vocabulary.encode(text)
    if len(tokens) < 2:
        raise InputError("text", Fault.MISMATCH, f"{len(tokens)} tokens")
    nats = sum(float(part.sum()) for part in surprises(model, tokens))
    scored = len(text) - len(model.vocabulary.tokens[tokens[0]])
    return TextMetrics(
        bits_per_char=nats / math.log(2) / scored,
        nats_per_token=nats / (len(tokens) - 1),
        tokens=len(tokens),
        characters=len(text),
    )
