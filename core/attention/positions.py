"""Sinusoidal positions, added to a word so that its place can be told (Vaswani 2017, 3.5)."""

from __future__ import annotations

import numpy as np


def sinusoids(count: int, width: int) -> np.ndarray:
    """Return (count, width): sin(p / 10000^(2i/width)) and, beside it, the cosine."""
    place = np.arange(count)[:, None]
    rate = 10000.0 ** (-np.arange(0, width, 2) / width)
    found = np.empty((count, width))
    found[:, 0::2], found[:, 1::2] = np.sin(place * rate), np.cos(place * rate)
    return found


def similarity(positions: np.ndarray) -> np.ndarray:
    """Return the cosine (P, P) of each two of positions (P, C)."""
    unit = positions / np.linalg.norm(positions, axis=1, keepdims=True)
    return np.asarray(unit @ unit.T)
