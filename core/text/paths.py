"""A recurrent network's state as a path through its space: the two directions it moves most in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError
from core.text.network import RecurrentModel


@dataclass(frozen=True, eq=False)
class Plane:
    """The first two principal directions of a network's states on some text.

    Attributes
    ----------
    centre : (D,) mean state; D = S · C, all vectors of the state end to end.
    directions : (2, D), of length one; each points to where its largest weight is positive.
    share : (2,) of the variance.
    """

    centre: np.ndarray
    directions: np.ndarray
    share: np.ndarray

    def place(self, states: np.ndarray) -> np.ndarray:
        """Return the places (T, 2) of states (T, S, C)."""
        return np.asarray((states.reshape(len(states), -1) - self.centre) @ self.directions.T)


def state_plane(model: RecurrentModel, text: str, most: int = 1000) -> Plane:
    """Fit the plane to the states on the first `most` tokens of `text`, so that paths compare.

    Raises
    ------
    InputError
        MISMATCH for a text of less than three tokens.
    """
    tokens = model.vocabulary.encode(text)[:most]
    if len(tokens) < 3:
        raise InputError("text", Fault.MISMATCH, f"{len(tokens)} tokens")
    states = model.path(model.start(), tokens).reshape(len(tokens), -1).astype(np.float64)
    centre = states.mean(axis=0)
    _, sizes, directions = np.linalg.svd(states - centre, full_matrices=False)
    two = directions[:2]
    signs = np.sign(two[np.arange(2), np.abs(two).argmax(axis=1)])
    variance = np.square(sizes)
    return Plane(centre, two * signs[:, None], variance[:2] / variance.sum())
