"""A carpet of decoded pictures over a rectangle of the plane, a few rows at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.latent.model import LatentModel

SIDE = 20


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane: x from `left` to `right`, y from `bottom` to `top`."""

    left: float
    right: float
    bottom: float
    top: float


def tile_rows(
    model: LatentModel, window: Window, first: int, count: int, side: int = SIDE
) -> np.ndarray:
    """Return rows `first` … `first + count − 1` of tiles from the top, (count·28, side·28) float32.

    Each tile is what the decoder draws at the tile's own middle.
    """
    xs = window.left + (np.arange(side) + 0.5) / side * (window.right - window.left)
    rows = np.arange(first, first + count)
    ys = window.top - (rows + 0.5) / side * (window.top - window.bottom)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    pictures = model.decode(grid.astype(np.float32))
    height, width = pictures.shape[1:]
    tiles = pictures.reshape(count, side, height, width).transpose(0, 2, 1, 3)
    return np.asarray(tiles.reshape(count * height, side * width))
