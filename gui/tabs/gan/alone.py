"""A published forger at work: its cloud, its grid, and what its police says, for the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.gan.data import DATA, Cloud, Data
from core.gan.losses import sigmoid
from core.gan.portrait import GAUSSIAN_REACH, PARTNERS, Field, Standing, Warp
from core.gan.sampler import Sampler
from core.gan.settings import Settings
from gui.tabs.gan.figure import CLOUD, FINE, SIDE, Figure, Portrayal

EMPTY = (np.empty((0, 2), np.float32), np.empty((0, 2), np.float32))


@dataclass(frozen=True)
class Look:
    """What to look at: so many fakes of a seed, and the two dimensions of the noise that move."""

    count: int = CLOUD
    seed: int = 0
    axes: tuple[int, int] = (0, 1)


class Alone:
    """One forger from the shelf, opened."""

    def __init__(self, sampler: Sampler, address: str) -> None:
        self.sampler, self.address, self.card = sampler, address, sampler.card

    @cached_property
    def data(self) -> Data:
        """Return what it was trained on; of points of the user's own only where they lay."""
        known = DATA.get(self.card.data)
        if known is not None:
            return known
        corners = np.array(self.card.extent, np.float32)
        return Cloud(corners, self.card.extent, self.card.data)

    @property
    def has_reals(self) -> bool:
        """Say whether real points can be drawn beside the fakes."""
        return self.card.data in DATA

    @property
    def has_map(self) -> bool:
        """Say whether D can be drawn: it was kept, and its partners are there under packing."""
        return self.sampler.has_police and (self.card.packing == 1 or self.has_reals)

    def figure(self, look: Look) -> tuple[Figure, np.ndarray]:
        """Return what is drawn, and the noise (count, size) of its fakes."""
        rng = np.random.default_rng((look.seed, 31))
        noise = self.sampler.noise(look.count, rng)
        fakes = self.sampler.forge(noise)
        reals = self.data.sample(np.random.default_rng(3), max(CLOUD, look.count))
        standing = Standing(np.nan, np.nan, np.nan, np.nan, self.card.probability)
        game = Portrayal(self._field(), self._warp(look), noise, fakes, EMPTY, standing)
        return Figure(self.card.steps, reals, (game,), (Settings(),), self.data), noise

    def judged(self, points: np.ndarray) -> np.ndarray | None:
        """Return D(x), or the raw score where it is no probability, (N,); None without a map."""
        if not self.has_map:
            return None
        scores = self._scores(np.asarray(points, np.float32))
        return sigmoid(scores) if self.card.probability else scores

    def _scores(self, points: np.ndarray) -> np.ndarray:
        packing, dim = self.card.packing, self.card.dim
        if packing == 1:
            return self.sampler.score(points)
        beside = self.data.sample(np.random.default_rng(12), PARTNERS * (packing - 1))
        packs = beside.reshape(PARTNERS, (packing - 1) * dim)
        count = len(points)
        packed = np.concatenate(
            [
                np.broadcast_to(points[:, None], (count, PARTNERS, dim)),
                np.broadcast_to(packs[None], (count, *packs.shape)),
            ],
            axis=2,
        )
        flat = np.ascontiguousarray(packed.reshape(count * PARTNERS, -1), np.float32)
        found: np.ndarray = self.sampler.score(flat).reshape(count, PARTNERS).mean(axis=1)
        return found

    def _field(self) -> Field:
        dim = self.card.dim
        shape = (FINE, FINE) if dim == 2 else (1, FINE)
        if not self.has_map:
            return Field(np.full(shape, np.nan, np.float32), None)
        low, high = self.card.extent
        axes = [
            np.linspace(a, b, FINE, endpoint=False) + (b - a) / FINE / 2
            for a, b in zip(low, high, strict=True)
        ]
        points = np.stack(np.meshgrid(*axes), -1).reshape(-1, dim).astype(np.float32)
        scores = self._scores(points).reshape(shape)
        return Field(scores, sigmoid(scores) if self.card.probability else None)

    def _warp(self, look: Look) -> Warp:
        size = self.card.noise_size
        reach = GAUSSIAN_REACH if self.card.noise == "gaussian" else 1.0
        axis = np.linspace(-reach, reach, SIDE, dtype=np.float32)
        moved = list(look.axes[: min(size, 2)])
        shape = (SIDE,) * len(moved)
        grid = axis[:, None] if len(moved) == 1 else np.stack(np.meshgrid(axis, axis), -1)
        noise = np.zeros((SIDE ** len(moved), size), np.float32)
        noise[:, moved] = grid.reshape(-1, len(moved))
        points = self.sampler.forge(noise).reshape(*shape, -1)
        shown = noise[:, moved].reshape(*shape, len(moved))
        return Warp(shown, points, None)
