"""A carpet of decoded pictures over a rectangle of the plane, a few rows at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.latent.model import LatentModel
from core.latent.projection import Projection

SIDE = 20


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane: x from `left` to `right`, y from `bottom` to `top`."""

    left: float
    right: float
    bottom: float
    top: float


def tile_rows(
    model: LatentModel,
    projection: Projection,
    code: np.ndarray,
    window: Window,
    first: int,
    count: int,
    side: int = SIDE,
) -> np.ndarray:
    """Return rows `first` … `first + count − 1` of tiles from the top, as one picture, float32.

    That is (count · H, side · W[, 3]) of pictures H × W. Each tile is what the decoder draws at the
    tile's own middle on the plane of `projection`; what the plane does not show is as in `code`
    (d,).
    """
    xs = window.left + (np.arange(side) + 0.5) / side * (window.right - window.left)
    rows = np.arange(first, first + count)
    ys = window.top - (rows + 0.5) / side * (window.top - window.bottom)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    pictures = model.decode(projection.lift(code, grid).astype(np.float32))
    height, width, *colours = pictures.shape[1:]
    tiles = pictures.reshape(count, side, height, width, *colours).swapaxes(1, 2)
    return np.asarray(tiles.reshape(count * height, side * width, *colours))
