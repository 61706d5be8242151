"""All words at once: what the encoder takes for n words, beside an LSTM that goes one by one.

The LSTM has as many layers and weights as the encoder, at random: what it takes does not depend on
their values. Both run on one processor core or more as the libraries see fit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.attention.model import Switches, TranslatorModel
from core.attention.pieces import END

ROUNDS = 5  # of which the median counts


@dataclass(frozen=True)
class Times:
    """Milliseconds for so many words: the encoder, all at once; the LSTM, one by one."""

    words: int
    encoder_ms: float
    recurrent_ms: float


class Lstm:
    """The layers of an LSTM in NumPy: x_t and h → gates → c, h, for one word after another."""

    def __init__(self, layers: int, width: int, seed: int = 0) -> None:
        draw = np.random.default_rng(seed)
        size = (layers, 4 * width, 2 * width)
        self._gates = (draw.standard_normal(size) / math.sqrt(2 * width)).astype(np.float32)
        self.width = width

    def read(self, x: np.ndarray) -> np.ndarray:
        """Return the last layer's h (T, C) at each of x (T, C)."""
        h = np.zeros((len(self._gates), self.width), dtype=np.float32)
        c, out = h.copy(), np.empty_like(x)
        for place, row in enumerate(x):
            for layer, gates in enumerate(self._gates):
                i, f, o, g = np.split(gates @ np.concatenate([row, h[layer]]), 4)
                c[layer] = _sigmoid(f) * c[layer] + _sigmoid(i) * np.tanh(g)
                row = h[layer] = _sigmoid(o) * np.tanh(c[layer])
            out[place] = row
        return out


def equal_lstm(model: TranslatorModel) -> Lstm:
    """Return an LSTM with as many layers and weights as the encoder."""
    card = model.card
    layer = 4 * card.width**2 + 2 * card.width * card.inner
    return Lstm(card.layers, round(math.sqrt(layer / 8)))


def time_words(model: TranslatorModel, lstm: Lstm, words: int, rounds: int = ROUNDS) -> Times:
    """Measure both on `words` words."""
    draw = np.random.default_rng(words)
    tokens = draw.integers(END + 1, model.card.vocabulary, size=(1, words))
    x = draw.standard_normal((words, lstm.width)).astype(np.float32)
    on = [Switches.all_on(model.card)]
    encoder = _median_ms(lambda: model.inside_encoder(tokens, on, ("encoded",)), rounds)
    return Times(words, encoder, _median_ms(lambda: lstm.read(x), rounds))


def _median_ms(work: Callable[[], object], rounds: int) -> float:
    work()  # the first call of a shape is slower
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append(1e3 * (time.perf_counter() - began))
    return float(np.median(found))


def _sigmoid(x: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-x))
    return found
