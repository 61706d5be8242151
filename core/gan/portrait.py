"""Draws any moment of a game from its weights: fakes, D's map, G's warped grid, the fakes' arrows.

A `Portrait` is what the window makes of a picture's few kilobytes; everything in the data's own
coordinates, milliseconds a call, no torch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.gan.data import Data
from core.gan.game import draw_noise
from core.gan.losses import RULES, mean, sigmoid
from core.gan.nets import Network
from core.gan.settings import Noise, Settings

PARTNERS = 8  # reals beside which D judges a point, under packing
GAUSSIAN_REACH = 2.5  # of the noise plane that is drawn
STEP = 1e-2  # of z, for the area that G makes of a small square


@dataclass(frozen=True, eq=False)
class Field:
    """D over the extent: `scores` (rows, columns) raw, row 0 lowest; `values` 0 … 1 or None."""

    scores: np.ndarray
    values: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Warp:
    """What G makes of a grid of noise.

    Attributes
    ----------
    noise, points : (n, n, ·) grid of z and where it goes; (n, ·) for one-dimensional noise.
    density : (n, n) or (n,): p(z)/|det ∂G/∂z|, the density G puts there, where both have two
        dimensions (or one); with 1-D noise in the plane a unit of length; else None.
    """

    noise: np.ndarray
    points: np.ndarray
    density: np.ndarray | None


@dataclass(frozen=True)
class Standing:
    """Both losses and D's means on one sample: under minimax j_g + j_d is 0."""

    j_d: float
    j_g: float
    d_real: float
    d_fake: float
    is_probability: bool


class Portrait:
    """Forger and police as they were, without gradients by their weights."""

    def __init__(
        self, settings: Settings, data: Data, forger: np.ndarray, police: np.ndarray
    ) -> None:
        self.settings, self.data = settings, data
        self.frame = data.frame.zoomed(settings.zoom)
        self._forger = Network(settings.generator(data.dim), forger)
        self._police = Network(settings.discriminator(data.dim), police)
        self._partners: np.ndarray | None = None

    def show(self, forger: np.ndarray, police: np.ndarray) -> None:
        """Show other weights of the same game."""
        self._forger.load(forger)
        self._police.load(police)

    # ---- the forger

    def noise(self, count: int, seed: int = 0) -> np.ndarray:
        """Draw z (count, noise_size), the same for the same seed."""
        return draw_noise(np.random.default_rng((seed, 11)), self.settings, count)

    def forge(self, noise: np.ndarray) -> np.ndarray:
        """Return G(z) (N, dim)."""
        return self.frame.out(self._forger.forward(np.asarray(noise, np.float32)))

    def fakes(self, count: int, seed: int = 0) -> np.ndarray:
        """Draw fakes (count, dim)."""
        return self.forge(self.noise(count, seed))

    def warp(self, side: int = 20) -> Warp:
        """Send a grid of noise through G; of more than two dimensions the first two, others 0."""
        reach = GAUSSIAN_REACH if self.settings.noise is Noise.GAUSSIAN else 1.0
        axis = np.linspace(-reach, reach, side, dtype=np.float32)
        size = self.settings.noise_size
        shown = min(size, 2)
        grid = axis[:, None] if shown == 1 else np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
        noise = np.zeros((len(grid), size), np.float32)
        noise[:, :shown] = grid
        shape = (side,) * shown
        points = self.forge(noise).reshape(*shape, -1)
        density = None
        if size <= 2:
            density = self._density(noise)
        return Warp(
            noise.reshape(*shape, size),
            points,
            None if density is None else density.reshape(shape),
        )

    def _density(self, noise: np.ndarray) -> np.ndarray | None:
        """Return p(z)/|det J| by finite differences; None where G maps to fewer dimensions."""
        size, dim = self.settings.noise_size, self.data.dim
        if size > dim:
            return None
        slopes = []
        for axis in range(size):
            move = np.zeros(size, np.float32)
            move[axis] = STEP / 2
            slopes.append((self.forge(noise + move) - self.forge(noise - move)) / STEP)
        if size == 2:
            area = np.abs(slopes[0][:, 0] * slopes[1][:, 1] - slopes[0][:, 1] * slopes[1][:, 0])
        else:
            area = np.sqrt(np.square(slopes[0]).sum(axis=1))
        if self.settings.noise is Noise.GAUSSIAN:
            prior = np.exp(-0.5 * np.square(noise).sum(axis=1)) / (2 * np.pi) ** (size / 2)
        else:
            prior = np.full(len(noise), 0.5**size)
        found: np.ndarray = prior / np.maximum(area, 1e-9)
        return found

    # ---- the police

    def score(self, points: np.ndarray) -> np.ndarray:
        """Return D's raw score (N,) of points (N, dim); under packing the mean over real partners.

        Under packing a point is judged beside m − 1 reals, `PARTNERS` times, the same ones for all.
        """
        x = self.frame.into(points)
        packing = self.settings.packing
        if packing == 1:
            return self._police.forward(x)[:, 0].copy()
        packs, count = self._packs(), len(x)
        beside = np.broadcast_to(packs[None], (count, *packs.shape))
        first = np.broadcast_to(x[:, None], (count, PARTNERS, x.shape[1]))
        packed = np.concatenate([first, beside], axis=2).reshape(count * PARTNERS, -1)
        found: np.ndarray = self._police.forward(packed).reshape(count, PARTNERS).mean(axis=1)
        return found

    def judge(self, points: np.ndarray) -> np.ndarray | None:
        """Return D(x), the probability that x is real (N,); None where D is no probability.

        Under packing the mean is taken of the scores, before σ.
        """
        return sigmoid(self.score(points)) if self.settings.loss.is_probability else None

    def field(self, side: int = 30) -> Field:
        """Return D in the middle of the cells of the extent; (1, side) for data on a line."""
        low, high = self.data.extent
        axes = [
            np.linspace(a, b, side, endpoint=False) + (b - a) / side / 2
            for a, b in zip(low, high, strict=True)
        ]
        points = np.stack(np.meshgrid(*axes), -1).reshape(-1, self.data.dim)
        scores = self.score(points).reshape(-1, side)
        values = sigmoid(scores) if self.settings.loss.is_probability else None
        return Field(scores, values)

    def arrows(self, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return fakes (N, dim) and the pull each feels, −∂J_G/∂x · N (N, dim).

        Under packing each fake is judged beside other fakes of the sample, as in training; N must
        be a multiple of m then, or the rest is left out.
        """
        packing, dim = self.settings.packing, self.data.dim
        usable = len(noise) // packing * packing
        inside = self._forger.forward(np.asarray(noise[:usable], np.float32))
        scores = self._police.forward(inside.reshape(-1, packing * dim))
        _, by_fake = RULES[self.settings.loss].forger(scores, scores)
        back = self._police.backward(by_fake, weights=False, inputs=True)
        assert back is not None
        pull = -back.reshape(usable, dim) / np.float32(self.frame.scale)
        return self.frame.out(inside), pull

    def standing(self, reals: np.ndarray, fakes: np.ndarray) -> Standing:
        """Measure both losses (J_D without its penalty) on samples (N, dim)."""
        real, fake = self._batch_scores(reals), self._batch_scores(fakes)
        rules, probability = RULES[self.settings.loss], self.settings.loss.is_probability
        j_d, _, _ = rules.police(real, fake)
        j_g, _ = rules.forger(real, fake)
        means = [mean(sigmoid(s) if probability else s) for s in (real, fake)]
        return Standing(j_d, j_g, means[0], means[1], probability)

    def _batch_scores(self, points: np.ndarray) -> np.ndarray:
        packing = self.settings.packing
        x = self.frame.into(points[: len(points) // packing * packing])
        return self._police.forward(x.reshape(-1, packing * self.data.dim))

    def _packs(self) -> np.ndarray:
        """Return (PARTNERS, (m − 1)·dim): the reals beside which points are judged."""
        if self._partners is None:
            rng, m = np.random.default_rng(12), self.settings.packing
            reals = self.frame.into(self.data.sample(rng, PARTNERS * (m - 1)))
            self._partners = reals.reshape(PARTNERS, -1)
        return self._partners
