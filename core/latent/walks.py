"""Walks through the latent space: straight, along a sphere, or wherever a hand has drawn."""

from __future__ import annotations

import numpy as np

from core.errors import Fault, InputError

PARALLEL = 1e-6  # sine below which two directions count as the same or as opposite


def straight(a: np.ndarray, b: np.ndarray, n: int) -> np.ndarray:
    """Return `n` codes (n, d) in equal steps on the line from `a` (d,) to `b` (d,), both there."""
    return np.linspace(a, b, n, dtype=np.float64)


def spherical(a: np.ndarray, b: np.ndarray, n: int) -> np.ndarray:
    """Return `n` codes (n, d) from `a` (d,) to `b` (d,) around the origin, both there.

    The direction turns in equal angles, sin((1 − t)θ)/sin θ · â + sin(tθ)/sin θ · b̂ (slerp,
    Shoemake 1985), while the norm goes evenly from ‖a‖ to ‖b‖: codes of a normal prior stay as far
    from the origin as such codes are (White 2016). Straight where there is no one way to turn: with
    parallel or opposite directions, or from or to the origin.
    """
    lengths = np.linalg.norm(a), np.linalg.norm(b)
    if not all(lengths):
        return straight(a, b, n)
    start, end = a / lengths[0], b / lengths[1]
    cosine = float(start @ end)
    sine = float(np.linalg.norm(end - cosine * start))
    if sine < PARALLEL:
        return straight(a, b, n)
    angle = np.arctan2(sine, cosine)  # arccos is inexact for small angles
    t = np.linspace(0, 1, n)[:, None]
    directions = (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / np.sin(angle)
    return np.asarray(((1 - t) * lengths[0] + t * lengths[1]) * directions)


def resample(path: np.ndarray, n: int) -> np.ndarray:
    """Return `n` codes (n, d) in equal steps along `path` (m, d), its ends among them.

    A path that stays where it is gives the same code n times. Raises InputError (MISMATCH) for a
    path without a point.
    """
    return _along(path, np.linspace(0, 1, n))


def at(path: np.ndarray, t: float) -> np.ndarray:
    """Return the code (d,) at the part `t`, 0 … 1, of the length of `path` (m, d).

    Raises InputError (MISMATCH) for a path without a point.
    """
    return np.asarray(_along(path, np.array([t]))[0])


def _along(path: np.ndarray, parts: np.ndarray) -> np.ndarray:
    if not len(path):
        raise InputError("path", Fault.MISMATCH, "no points")
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    moved = np.concatenate([[True], steps > 0])  # a hand that rests adds no length
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    places, points = walked[moved], path[moved]
    return np.column_stack([np.interp(parts * walked[-1], places, column) for column in points.T])
