"""What one picture of a game looks like: computed in a worker, drawn by the view."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from threadpoolctl import ThreadpoolController

from core.gan.data import Data
from core.gan.divergence import FAKES, REALS, Divergence, Floor, divergence, sampling_floor
from core.gan.modes import SAMPLES, Coverage, coverage
from core.gan.portrait import Field, Portrait, Standing, Warp
from core.gan.settings import Settings
from core.training.gan.messages import Weights

CLOUD = 400  # points of either colour; a scatter of more costs too much a frame
ARROWS = 60
FINE, COARSE = 60, 30  # cells of D's map, standing and playing
SIDE = 17  # lines of the warped grid


@dataclass(frozen=True, eq=False)
class Question:
    """A moment of a run: the games' settings and weights, the data, and how fine to draw."""

    step: int
    settings: tuple[Settings, ...]
    weights: tuple[Weights, ...]
    data: Data
    fine: bool


@dataclass(frozen=True, eq=False)
class Portrayal:
    """One game at that moment; `arrows` are starts and pulls (n, dim)."""

    field: Field
    warp: Warp
    noise: np.ndarray
    fakes: np.ndarray
    arrows: tuple[np.ndarray, np.ndarray]
    standing: Standing


@dataclass(frozen=True, eq=False)
class Figure:
    """All games, and reals to draw beside them."""

    step: int
    reals: np.ndarray
    games: tuple[Portrayal, ...]
    settings: tuple[Settings, ...]
    data: Data


@dataclass(frozen=True, eq=False)
class Measured:
    """How far fakes are from reals in each game, at one step."""

    step: int
    divergences: tuple[Divergence, ...]
    coverages: tuple[Coverage | None, ...]
    floor: Floor


class Painter:
    """Computes figures and measurements, on one BLAS thread while it does."""

    def __init__(self) -> None:
        self._controller: ThreadpoolController | None = None
        self._reals: tuple[Data, np.ndarray] | None = None
        self._floor: tuple[Data, Floor] | None = None

    def figure(self, question: Question) -> Figure:
        """Compute what the view draws, some milliseconds a game."""
        with self._one_thread():
            reals = self._sample(question.data)
            games = tuple(
                _portrayal(settings, weights, question, reals)
                for settings, weights in zip(question.settings, question.weights, strict=True)
            )
        return Figure(question.step, reals, games, question.settings, question.data)

    def measured(self, question: Question) -> Measured:
        """Measure by the protocols of `divergence` and `modes`."""
        data = question.data
        with self._one_thread():
            if self._floor is None or self._floor[0] is not data:
                self._floor = (data, sampling_floor(data))
            reals = data.sample(np.random.default_rng(5), REALS)
            apart, reached = [], []
            for settings, weights in zip(question.settings, question.weights, strict=True):
                portrait = Portrait(settings, data, weights.forger, weights.police)
                fakes = portrait.fakes(FAKES, seed=question.step)
                apart.append(divergence(reals, fakes, data))
                modes = data.modes
                reached.append(coverage(fakes[:SAMPLES], modes) if modes else None)
        return Measured(question.step, tuple(apart), tuple(reached), self._floor[1])

    def _one_thread(self) -> AbstractContextManager[object]:
        if self._controller is None:
            self._controller = ThreadpoolController()
        return self._controller.limit(limits=1, user_api="blas")

    def _sample(self, data: Data) -> np.ndarray:
        if self._reals is None or self._reals[0] is not data:
            self._reals = (data, data.sample(np.random.default_rng(3), 10 * CLOUD))
        return self._reals[1]


def _portrayal(
    settings: Settings, weights: Weights, question: Question, reals: np.ndarray
) -> Portrayal:
    portrait = Portrait(settings, question.data, weights.forger, weights.police)
    noise = portrait.noise(CLOUD)
    fakes = portrait.forge(noise)
    usable = ARROWS // settings.packing * settings.packing
    return Portrayal(
        portrait.field(FINE if question.fine else COARSE),
        portrait.warp(SIDE),
        noise,
        fakes,
        portrait.arrows(noise[:usable]),
        portrait.standing(reals[: len(fakes)], fakes),
    )


def lines_of(warp: Warp) -> Sequence[np.ndarray]:
    """Return the grid's lines, each (n, dim)."""
    points = warp.points
    if points.ndim == 2:
        return [points]
    return [*points, *points.swapaxes(0, 1)]
