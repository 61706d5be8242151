"""Attention as a search in a table: similarity of a question with keys, softmax, weighted sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Lookup:
    """A search: q · kᵢ, the softmax of q · kᵢ / T, and Σ weightᵢ · vᵢ (Vaswani et al. 2017, (1)).

    Attributes
    ----------
    products, weights : (N,).
    found : (D,), the weighted sum of the values (N, D).
    """

    products: np.ndarray
    weights: np.ndarray
    found: np.ndarray


def look_up(
    query: np.ndarray, keys: np.ndarray, values: np.ndarray, temperature: float = 1.0
) -> Lookup:
    """Search `keys` (N, 2) for `query` (2,); `temperature` > 0, small: the nearest alone."""
    products = keys @ query
    scores = products / temperature
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return Lookup(products, weights, weights @ values)
