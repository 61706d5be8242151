"""Traversals: what happens to the picture when one latent dimension at a time is varied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.latent.model import BATCH, LatentModel


@dataclass(frozen=True, eq=False)
class Traversal:
    """Which dimensions of a code to vary, and how far.

    Attributes
    ----------
    code : (d,), what the other dimensions are kept at.
    dimensions : one a row, in the order of the rows.
    steps : how many pictures a row.
    reach : how far to either side of the centre, in units of the spread.
    """

    code: np.ndarray
    dimensions: tuple[int, ...]
    steps: int = 11
    reach: float = 3.0


def ranked(kl_per_dimension: np.ndarray) -> tuple[int, ...]:
    """Return the dimensions, those that tell most first, by their mean KL (d,) in nats."""
    return tuple(int(i) for i in np.argsort(-kl_per_dimension, kind="stable"))


def codes(request: Traversal, spread: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Return the codes (rows, steps, d): in row r, dimension r of the request alone varies.

    It goes from centre − reach · spread to centre + reach · spread, evenly; `spread` (d,) and
    `centre` (d,) are 1 and 0 for a normal prior, else the cloud's.
    """
    rows = list(request.dimensions)
    offsets = np.linspace(-request.reach, request.reach, request.steps)
    grid = np.tile(
        np.asarray(request.code, dtype=np.float32), (len(rows), request.steps, 1)
    )  # (rows, steps, d)
    values = centre[rows, None] + offsets * spread[rows, None]  # (rows, steps)
    grid[np.arange(len(rows)), :, rows] = values
    return grid


def traverse(
    model: LatentModel, request: Traversal, spread: np.ndarray, centre: np.ndarray
) -> np.ndarray:
    """Return the pictures (rows, steps, H, W[, 3]) float32 of the request's `codes`."""
    grid = codes(request, spread, centre)
    flat = grid.reshape(-1, grid.shape[-1])
    parts = [model.decode(flat[i : i + BATCH]) for i in range(0, max(len(flat), 1), BATCH)]
    pictures = np.concatenate(parts)
    return pictures.reshape(*grid.shape[:2], *pictures.shape[1:])
