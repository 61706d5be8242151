"""Draws the lecture's geometric symbols, exactly known in class, size, place and rotation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

SHAPES = ("circle", "square", "triangle", "star", "cross")
SIDE = 28  # pixels
BLOCK = 1000  # items drawn from one random stream; a part of the data's definition
SIZES = (4.0, 12.5)  # circumradius in pixels, centred set
MOVED_SIZES = (3.0, 8.0)
MOVED_OFFSET = 5.0  # pixels; 5 + 8 + a soft edge stays inside 14, whatever the size
MOVED_TURN = 36.0  # degrees; a star looks the same after 72, so all within ± 36 differ

Factors = dict[str, np.ndarray]


def shapes(count: int, *, seed: int, moved: bool = False) -> tuple[np.ndarray, np.ndarray, Factors]:
    """Draw `count` shapes, white on black with soft edges; in each 1,000 are 200 of each class.

    Item i depends on `seed`, `moved` and i alone, so a longer set starts with the shorter one.

    Parameters
    ----------
    count : how many, ≥ 0.
    seed : ≥ 0; one stream of items for each.
    moved : vary place and rotation too, with a smaller range of sizes.

    Returns
    -------
    images : (count, 28, 28) uint8, 0 = background, 255 = ink.
    labels : (count,) int64, index into `SHAPES`.
    factors : name -> (count,) float64. "size": circumradius in pixels. With `moved` also "x" and
        "y": offset from the middle in pixels, to the right and downwards; "rotation": degrees
        clockwise as seen, which a circle does not show.
    """
    images = np.empty((count, SIDE, SIDE), dtype=np.uint8)
    labels = np.empty(count, dtype=np.int64)
    names = ("size", "x", "y", "rotation") if moved else ("size",)
    factors = {name: np.empty(count) for name in names}
    for block, start in enumerate(range(0, count, BLOCK)):
        part = slice(start, min(start + BLOCK, count))
        drawn_labels, drawn = _draw_factors(seed, block, moved)
        kept = part.stop - part.start
        labels[part] = drawn_labels[:kept]
        for name in names:
            factors[name][part] = drawn[name][:kept]
        images[part] = render(labels[part], {name: factors[name][part] for name in names})
    return images, labels, factors


def _draw_factors(seed: int, block: int, moved: bool) -> tuple[np.ndarray, Factors]:
    random = np.random.default_rng(np.random.SeedSequence([seed, int(moved), block]))
    labels = random.permutation(np.arange(BLOCK, dtype=np.int64) % len(SHAPES))
    if not moved:
        return labels, {"size": random.uniform(*SIZES, BLOCK)}
    return labels, {
        "size": random.uniform(*MOVED_SIZES, BLOCK),
        "x": random.uniform(-MOVED_OFFSET, MOVED_OFFSET, BLOCK),
        "y": random.uniform(-MOVED_OFFSET, MOVED_OFFSET, BLOCK),
        "rotation": random.uniform(-MOVED_TURN, MOVED_TURN, BLOCK),
    }


def render(labels: np.ndarray, factors: Factors) -> np.ndarray:
    """Draw shapes of given classes and factors.

    Parameters
    ----------
    labels : (N,) integers, index into `SHAPES`.
    factors : as `shapes` returns them; what is not there is 0.

    Returns
    -------
    (N, 28, 28) uint8. A pixel's ink is 1/2 − its signed distance to the outline in pixels,
    clipped to 0 … 1, times 255.
    """
    images = np.zeros((len(labels), SIDE, SIDE), dtype=np.uint8)
    for label, name in enumerate(SHAPES):
        chosen = np.flatnonzero(labels == label)
        if not len(chosen):
            continue
        size = factors["size"][chosen][:, None, None]
        across, down = _own_coordinates(chosen, factors)  # (n or 1, 28, 28) each
        ink = np.clip(0.5 - OUTLINES[name](across, down, size), 0.0, 1.0)
        images[chosen] = np.rint(255 * ink).astype(np.uint8)
    return images


def _own_coordinates(chosen: np.ndarray, factors: Factors) -> tuple[np.ndarray, np.ndarray]:
    """Return each pixel's place as seen from the shape: from its middle, turned back."""
    zero = np.zeros(1)  # the same for all: their coordinates are worked out once
    x, y, turn = (
        (factors[name][chosen] if name in factors else zero)[:, None, None]
        for name in ("x", "y", "rotation")
    )
    line = np.arange(SIDE) - (SIDE - 1) / 2
    across, down = line[None, None, :] - x, line[None, :, None] - y
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return cos * across + sin * down, cos * down - sin * across


def _circle(across: np.ndarray, down: np.ndarray, size: np.ndarray) -> np.ndarray:
    distance: np.ndarray = np.hypot(across, down) - size
    return distance


def _cross(across: np.ndarray, down: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Two bars, each 0.6 · size wide, whose corners lie on the circle of radius `size`."""
    along = np.maximum(np.abs(across), np.abs(down))
    beside = np.minimum(np.abs(across), np.abs(down))
    width = 0.3
    distance: np.ndarray = np.maximum(along - size * np.sqrt(1 - width**2), beside - size * width)
    return distance


def _tipped(
    tips: int, inner: float, first: float
) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Make the outline with `tips` corners at radius 1, between them corners at `inner`.

    The symmetry folds every pixel into the wedge between one tip and the next inner corner, where
    the outline is one straight line. `first` is the angle of one tip, clockwise from the right.
    """
    wedge = np.pi / tips
    corner = np.array([inner * np.cos(wedge), inner * np.sin(wedge)])
    edge = corner - [1.0, 0.0]
    normal = np.array([edge[1], -edge[0]]) / np.hypot(*edge)  # points outwards

    def distance(across: np.ndarray, down: np.ndarray, size: np.ndarray) -> np.ndarray:
        radius = np.hypot(across, down)
        angle = np.abs((np.arctan2(down, across) - first + wedge) % (2 * wedge) - wedge)
        line = normal[0] * (radius * np.cos(angle) - size) + normal[1] * radius * np.sin(angle)
        bounded: np.ndarray = np.maximum(line, radius - size)  # no ink beyond the tips
        return bounded

    return distance


UP = -np.pi / 2
# signed distance to the outline in pixels, negative inside, for pixels in the shape's own frame
OUTLINES: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]] = {
    "circle": _circle,
    "square": _tipped(4, np.cos(np.pi / 4), np.pi / 4),
    "triangle": _tipped(3, np.cos(np.pi / 3), UP),
    "star": _tipped(5, 0.45, UP),
    "cross": _cross,
}
