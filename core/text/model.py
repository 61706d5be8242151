"""What every model of the Text Generator can do: read tokens, and say what comes next.

A model reads on from a state, and gives a new one; states never change. So a branch of a text keeps
the state it left from, and nothing has to be copied or undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from core.cards import TextCard
from core.text.vocabulary import Vocabulary

State = Any  # each model's own: whoever holds one only hands it back


@dataclass(frozen=True, eq=False)
class Reading:
    """What a model thinks while it reads T tokens.

    Attributes
    ----------
    logits : (T, V) float32, of the token after each of them.
    state : after the last one.
    """

    logits: np.ndarray
    state: State


class TextModel(Protocol):
    """A model that continues text."""

    card: TextCard
    vocabulary: Vocabulary

    def start(self) -> State:
        """Return the state before any token."""
        ...

    def read(self, state: State, tokens: np.ndarray) -> Reading:
        """Read tokens (T,), at least one, on from `state`."""
        ...

    def visible(self, state: State) -> int | None:
        """Return how many of the last tokens count for the next one; None: all, in a state."""
        ...


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return ln softmax over the last axis, in float64."""
    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    total: np.ndarray = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return total
