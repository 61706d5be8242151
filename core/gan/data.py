"""What the forger imitates: densities on the line and in the plane, with what is known of them.

Line, gaussians, ellipse and blobs are GAN Lab's, ring and grid PacGAN's (Lin et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import Protocol

import numpy as np

from core.errors import Fault, InputError

Extent = tuple[tuple[float, ...], tuple[float, ...]]
UNIT: Extent = ((0.0, 0.0), (1.0, 1.0))
CURVE_POINTS = 1000  # of which a curve's density is the mean
FRAME_POINTS = 20_000


@dataclass(frozen=True)
class Frame:
    """How data become what the networks see: (x − centre)/scale, the same scale on every axis."""

    centre: tuple[float, ...]
    scale: float

    @classmethod
    def of(cls, points: np.ndarray) -> Frame:
        """Centre `points` (N, dim) and give them a mean deviation of 1."""
        scale = float(np.sqrt(points.var(axis=0).mean()))
        return cls(tuple(float(round(c, 6)) for c in points.mean(axis=0)), round(scale, 6) or 1.0)

    def zoomed(self, zoom: float) -> Frame:
        """Return a frame in which the data deviate by `zoom`; 0 leaves points as they are."""
        if not zoom:
            return Frame((0.0,) * len(self.centre), 1.0)
        return Frame(self.centre, self.scale / zoom)

    def into(self, x: np.ndarray) -> np.ndarray:
        """Return data (N, dim) as the networks see them, float32."""
        found: np.ndarray = (np.asarray(x, np.float64) - self.centre) / self.scale
        return found.astype(np.float32)

    def out(self, x: np.ndarray) -> np.ndarray:
        """Return what a network made as data, float32."""
        centre = np.array(self.centre, np.float32)
        found: np.ndarray = x * np.float32(self.scale) + centre
        return found


@dataclass(frozen=True)
class Modes:
    """Where the heaps are: `centres` (k, dim) and their deviations (k, dim)."""

    centres: np.ndarray
    deviations: np.ndarray

    def __len__(self) -> int:
        return len(self.centres)


class Data(Protocol):
    """What all data can do; `extent` is ((low …), (high …)): what is drawn and measured."""

    @property
    def name(self) -> str:
        """Return the key in `DATA`, or "own"."""

    @property
    def extent(self) -> Extent:
        """Return the low and the high corner."""

    @property
    def dim(self) -> int:
        """Count the dimensions, 1 or 2."""

    @property
    def frame(self) -> Frame:
        """Return how the networks see the data."""

    @property
    def modes(self) -> Modes | None:
        """Return the heaps where there are some."""

    def sample(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Draw (count, dim) float32."""

    def density(self, x: np.ndarray) -> np.ndarray | None:
        """Return p(x) (N,) a unit of area; None where nobody knows it."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """Equally heavy Gaussians with axes along the coordinates."""

    name: str
    centres: np.ndarray  # (k, dim)
    deviations: np.ndarray  # (k, dim)
    extent: Extent = UNIT

    @property
    def dim(self) -> int:
        """Count the dimensions."""
        return int(self.centres.shape[1])

    @cached_property
    def frame(self) -> Frame:
        """Return how the networks see the data."""
        return Frame.of(self.sample(np.random.default_rng(0), FRAME_POINTS))

    @property
    def modes(self) -> Modes:
        """Return the Gaussians."""
        return Modes(self.centres, self.deviations)

    def sample(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Draw (count, dim) float32."""
        which = rng.integers(0, len(self.centres), count)
        spread = rng.standard_normal((count, self.dim)) * self.deviations[which]
        found: np.ndarray = (self.centres[which] + spread).astype(np.float32)
        return found

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return p(x) (N,)."""
        total = np.zeros(len(x))
        for centre, deviation in zip(self.centres, self.deviations, strict=True):
            total += _normal((x - centre) / deviation) / deviation.prod()
        found: np.ndarray = total / len(self.centres)
        return found


@dataclass(frozen=True, eq=False)
class Curve:
    """A curve run through at even speed (its parameter u even in [0, 1]) with round noise."""

    name: str
    path: Callable[[np.ndarray], np.ndarray]  # u (n,) → (n, 2)
    deviation: float
    extent: Extent = UNIT
    dim: int = 2
    modes: Modes | None = None

    @cached_property
    def frame(self) -> Frame:
        """Return how the networks see the data."""
        return Frame.of(self.sample(np.random.default_rng(0), FRAME_POINTS))

    def sample(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Draw (count, 2) float32."""
        points = self.path(rng.random(count))
        found: np.ndarray = points + self.deviation * rng.standard_normal((count, 2))
        return found.astype(np.float32)

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return p(x) (N,): the mean of Gaussians along the curve, far closer than their σ."""
        points = self.path((np.arange(CURVE_POINTS) + 0.5) / CURVE_POINTS)
        total = np.zeros(len(x))
        for point in points:
            total += _normal((x - point) / self.deviation)
        found: np.ndarray = total / (CURVE_POINTS * self.deviation**2)
        return found


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points of the user's own, drawn or read; a sample is drawn from them with replacement."""

    points: np.ndarray  # (N, dim) float32
    extent: Extent = UNIT
    name: str = "own"
    modes: Modes | None = None

    @property
    def dim(self) -> int:
        """Count the dimensions."""
        return int(self.points.shape[1])

    @cached_property
    def frame(self) -> Frame:
        """Return how the networks see the data."""
        return Frame.of(self.points)

    def sample(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """Draw (count, dim) float32."""
        found: np.ndarray = self.points[rng.integers(0, len(self.points), count)]
        return found

    def density(self, x: np.ndarray) -> None:
        """Nobody knows it."""
        return


def drawn(points: np.ndarray, extent: Extent = UNIT) -> Cloud:
    """Make data of points (N, dim) that were drawn by hand.

    Raises
    ------
    InputError
        MISSING with fewer than two points, MISMATCH for another shape, for what is no number and
        for points that are all the same.
    """
    array = np.asarray(points, np.float32)
    if array.ndim != 2 or array.shape[1] not in (1, 2):
        raise InputError("points", Fault.MISMATCH, f"shape {array.shape}")
    if len(array) < 2:
        raise InputError("points", Fault.MISSING, f"{len(array)} points, at least 2")
    if not np.isfinite(array).all():
        raise InputError("points", Fault.MISMATCH, "no number")
    if (array == array[0]).all():
        raise InputError("points", Fault.MISMATCH, "all the same")
    return Cloud(array, extent)


def _normal(z: np.ndarray) -> np.ndarray:
    """Return the standard normal density of z (N, dim)."""
    found: np.ndarray = np.exp(-0.5 * (z * z).sum(axis=1)) / (2 * pi) ** (z.shape[1] / 2)
    return found


def _line(u: np.ndarray) -> np.ndarray:
    return np.stack([0.8 - 0.75 * u, 0.6 + 0.3 * u], axis=1)


def _ellipse(u: np.ndarray) -> np.ndarray:
    angle = 2 * pi * u
    return np.stack([0.5 + 0.3 * np.cos(angle), 0.45 + 0.25 * np.sin(angle)], axis=1)


def _moons(u: np.ndarray) -> np.ndarray:
    """Two half circles, one into the other's mouth; half of u each."""
    angle, below = pi * (2 * u % 1), u >= 0.5
    x = np.where(below, 1 - np.cos(angle), np.cos(angle))
    y = np.where(below, 0.5 - np.sin(angle), np.sin(angle))
    return np.stack([0.5 + 0.26 * (x - 0.5), 0.5 + 0.26 * (y - 0.25)], axis=1)


def _spiral(u: np.ndarray) -> np.ndarray:
    """Two turns; √u, so that points lie about as close outside as inside."""
    turned = np.sqrt(u)
    angle = 4 * pi * turned
    return np.stack(
        [0.5 + 0.4 * turned * np.cos(angle), 0.5 + 0.4 * turned * np.sin(angle)], axis=1
    )


def _mixture(
    name: str,
    centres: object,
    deviations: object,
    extent: Extent = UNIT,
) -> Mixture:
    middle = np.array(centres, dtype=np.float64)
    return Mixture(name, middle, np.broadcast_to(np.array(deviations), middle.shape), extent)


_EIGHTHS = 2 * pi * np.arange(8) / 8
_STEPS = 2.0 * np.arange(-2, 3)

DATA: dict[str, Data] = {
    each.name: each
    for each in (
        Curve("line", _line, 0.01),
        _mixture("gaussians", [(0.3, 0.7), (0.7, 0.4)], [(0.1, 0.1), (0.05, 0.2)]),
        Curve("ellipse", _ellipse, 0.025),
        _mixture("blobs", [(0.35, 0.75), (0.75, 0.6), (0.45, 0.35)], 0.025),
        _mixture(
            "ring",
            np.stack([np.cos(_EIGHTHS), np.sin(_EIGHTHS)], axis=1),
            0.01,
            ((-1.5, -1.5), (1.5, 1.5)),
        ),
        _mixture("grid", [(x, y) for x in _STEPS for y in _STEPS], 0.05, ((-5, -5), (5, 5))),
        Curve("moons", _moons, 0.02),
        Curve("spiral", _spiral, 0.012),
        _mixture("number-line", [(-1.0,), (1.5,)], [(0.3,), (0.5,)], ((-3.5,), (3.5,))),
    )
}


def data_of(name: str) -> Data:
    """Return the data of this name; InputError MISSING with the known names."""
    if name not in DATA:
        raise InputError(name, Fault.MISSING, f"known: {', '.join(DATA)}")
    return DATA[name]
