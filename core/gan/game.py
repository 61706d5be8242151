"""The game itself: police and forger take turns; one turn is d_steps and g_steps of gradient steps.

Everything is on one thread and repeatable: the same settings, data and seed give the same numbers,
and a kept state goes on exactly as the first time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from core.gan.data import Data
from core.gan.losses import RULES, Loss, mean, sigmoid
from core.gan.nets import Network, initial
from core.gan.optimisers import Optimiser, Stepper
from core.gan.settings import Noise, Settings

POOL = 65_536  # reals drawn once; batches are drawn from them
CRITIC_PENALTY = 10.0  # WGAN-GP's λ where the settings say 0: without any it is no WGAN


class Player(StrEnum):
    """Who learns."""

    POLICE = "police"  # D
    FORGER = "forger"  # G


@dataclass(frozen=True)
class Turn:
    """What a turn showed; all of it before the weights it concerns were changed for the last time.

    Attributes
    ----------
    j_d, j_g : both losses on one batch (J_D without its penalty): under minimax their sum is 0.
    d_norm, g_norm : lengths of the players' gradients; NaN for who did not learn.
    d_real, d_fake : mean of D(x) and D(G(z)); of the raw score where D is no probability.
    """

    j_d: float
    j_g: float
    d_norm: float
    g_norm: float
    d_real: float
    d_fake: float

    @property
    def is_finite(self) -> bool:
        """Say whether all that should be numbers are."""
        return math.isfinite(self.j_d + self.j_g + self.d_real + self.d_fake) and not (
            math.isinf(self.d_norm) or math.isinf(self.g_norm)
        )


@dataclass(frozen=True, eq=False)
class Batch:
    """What one player saw in an update, in the data's coordinates, for slow motion.

    Attributes
    ----------
    reals, fakes : (n, dim); noise (n, noise_size); reals is empty for the forger.
    real_scores, fake_scores : (packs, 1) raw; `arrows` (n, dim): −∂J_G/∂fake · n, forger only.
    """

    player: Player
    reals: np.ndarray
    noise: np.ndarray
    fakes: np.ndarray
    real_scores: np.ndarray
    fake_scores: np.ndarray
    arrows: np.ndarray | None
    loss: float
    norm: float


@dataclass(frozen=True, eq=False)
class State:
    """All it takes to go on exactly: weights, moments, random numbers, counters."""

    settings: Settings
    arrays: dict[str, np.ndarray]
    rest: dict[str, Any]


class Game:
    """Two networks, their optimisers and the pool of reals."""

    def __init__(self, settings: Settings, data: Data) -> None:
        self.settings = settings
        self.dim = data.dim
        self.frame = data.frame.zoomed(settings.zoom)
        init, pool, self._draw = (
            np.random.default_rng((settings.seed, stream)) for stream in range(3)
        )
        self._pool = self.frame.into(data.sample(pool, POOL))
        g_shape, d_shape = settings.generator(self.dim), settings.discriminator(self.dim)
        self.forger = Network(g_shape, initial(g_shape, init))
        self.police = Network(d_shape, initial(d_shape, init))
        self._g_stepper, self._d_stepper = Stepper(g_shape.trained), Stepper(d_shape.trained)
        self.step = 0
        self._last = Turn(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)
        self._real_scores = np.zeros((1, 1), np.float32)
        self.watched: Callable[[Batch], None] | None = None  # is told what every update saw

    # ---- turns

    def turn(self) -> Turn:
        """Let both players learn and return what showed; a turn is a step of the game."""
        seen = Turn(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)
        for _ in range(self.settings.d_steps):
            seen = self.teach_police()
        g_norm = math.nan
        for _ in range(self.settings.g_steps):
            after = self.teach_forger()
            g_norm = after.g_norm
            if not self.settings.d_steps:
                seen = after
        self.step += 1
        self._last = replace(seen, g_norm=g_norm)
        return self._last

    def teach_police(self) -> Turn:
        """Make one update of D."""
        settings, rules = self.settings, RULES[self.settings.loss]
        reals, noise = self._reals(), self._noise()
        fakes = self.forger.forward(noise)
        packed_reals, packed_fakes = self._packed(reals), self._packed(fakes)
        count = len(packed_reals)
        seen = np.concatenate([self._blurred(packed_reals), self._blurred(packed_fakes)])
        scores = self.police.forward(seen)
        real, fake = scores[:count], scores[count:]
        j_d, by_real, by_fake = rules.police(real, fake)
        j_g, _ = rules.forger(real, fake)
        delta = np.concatenate([by_real, by_fake])
        delta *= np.float32(1 / count)
        self.police.backward(delta)
        self._penalise(seen, count)
        norm = _length(self.police.gradient)
        turn = Turn(j_d, j_g, norm, math.nan, *self._means(real, fake))
        if self.watched:
            self._watch(Player.POLICE, reals, noise, fakes, real, fake, None, j_d, norm)
        self._real_scores = real
        self._move(self.police, self._d_stepper, settings.d_rate)
        self.police.normalise(iterate=True)
        return turn

    def teach_forger(self) -> Turn:
        """Make one update of G; the reals' share of J_G and J_D is that of D's last batch."""
        rules = RULES[self.settings.loss]
        noise = self._noise()
        fakes = self.forger.forward(noise)
        scores = self.police.forward(self._blurred(self._packed(fakes)))
        real = self._real_scores
        j_g, by_fake = rules.forger(real, scores)
        delta = by_fake * np.float32(1 / len(scores))
        back = self.police.backward(delta, weights=False, inputs=True)
        assert back is not None
        back = back.reshape(len(fakes), self.dim)
        self.forger.backward(back)
        norm = _length(self.forger.gradient)
        j_d, _, _ = rules.police(real, scores)
        turn = Turn(j_d, j_g, math.nan, norm, *self._means(real, scores))
        if self.watched:
            arrows = -back * np.float32(len(scores))
            none = np.empty((0, self.dim), np.float32)
            self._watch(Player.FORGER, none, noise, fakes, real[:0], scores, arrows, j_g, norm)
        self._move(self.forger, self._g_stepper, self.settings.g_rate)
        return turn

    def set(self, settings: Settings) -> None:
        """Go on under other settings; those that need a restart must be the same."""
        if settings.optimiser is not self.settings.optimiser:
            self._g_stepper.reset()
            self._d_stepper.reset()
        self.settings = settings

    # ---- states

    def keep(self) -> State:
        """Return a copy of all that a game is."""
        arrays = {"g": self.forger.flat.copy(), "d": self.police.flat.copy()}
        made = {}
        for name, stepper in (("g", self._g_stepper), ("d", self._d_stepper)):
            arrays[f"{name}_first"] = stepper.first.copy()
            arrays[f"{name}_second"] = stepper.second.copy()
            made[name] = stepper.made
        arrays["real_scores"] = self._real_scores.copy()
        rest = {"step": self.step, "made": made, "draw": self._draw.bit_generator.state}
        return State(self.settings, arrays, rest)

    def restore(self, state: State) -> None:
        """Stand again where `state` was kept; the settings stay as they are now."""
        self.load(state.arrays["g"], state.arrays["d"], state.rest["step"])
        for name, stepper in (("g", self._g_stepper), ("d", self._d_stepper)):
            stepper.first[:] = state.arrays[f"{name}_first"]
            stepper.second[:] = state.arrays[f"{name}_second"]
            stepper.made = state.rest["made"][name]
        self._real_scores = state.arrays["real_scores"].copy()
        self._draw.bit_generator.state = state.rest["draw"]

    def load(self, forger: np.ndarray, police: np.ndarray, step: int) -> None:
        """Go on from weights alone: optimisers forget, the random numbers go on."""
        self.forger.load(forger)
        self.police.load(police)
        self._g_stepper.reset()
        self._d_stepper.reset()
        self.step = step

    # ---- parts

    def _reals(self) -> np.ndarray:
        count = self.settings.batch * self.settings.packing
        found: np.ndarray = self._pool.take(self._draw.integers(0, POOL, count), axis=0)
        return found

    def _noise(self) -> np.ndarray:
        settings = self.settings
        return draw_noise(self._draw, settings, settings.batch * settings.packing)

    def _packed(self, points: np.ndarray) -> np.ndarray:
        packing = self.settings.packing
        return points if packing == 1 else points.reshape(-1, packing * self.dim)

    def _blurred(self, points: np.ndarray) -> np.ndarray:
        if not self.settings.instance_noise:
            return points
        spread = np.float32(self.settings.instance_noise / self.frame.scale)
        blur = self._draw.standard_normal(points.shape, np.float32)
        found: np.ndarray = points + spread * blur
        return found

    def _penalise(self, seen: np.ndarray, count: int) -> None:
        """Add the gradient penalty's gradient to D's: on reals, or between reals and fakes."""
        weight = self.settings.penalty
        if self.settings.loss is Loss.WGAN_GP:
            share = self._draw.random((count, 1), np.float32)
            between = share * seen[:count] + (1 - share) * seen[count:]
            self.police.penalise(between, weight or CRITIC_PENALTY, 1.0)
        elif weight:
            self.police.penalise(seen[:count], weight, None)

    def _means(self, real: np.ndarray, fake: np.ndarray) -> tuple[float, float]:
        if self.settings.loss.is_probability:
            return mean(sigmoid(real)), mean(sigmoid(fake))
        return mean(real), mean(fake)

    def _move(self, network: Network, stepper: Stepper, rate: float) -> None:
        settings = self.settings
        if settings.optimiser is Optimiser.SGD:
            stepper.sgd(network.trained, network.gradient, rate, settings.momentum)
        else:
            stepper.adam(network.trained, network.gradient, rate, settings.beta1, settings.beta2)

    def _watch(
        self,
        player: Player,
        reals: np.ndarray,
        noise: np.ndarray,
        fakes: np.ndarray,
        real: np.ndarray,
        fake: np.ndarray,
        arrows: np.ndarray | None,
        loss: float,
        norm: float,
    ) -> None:
        assert self.watched
        scale = np.float32(1 / self.frame.scale)
        moved = None if arrows is None else arrows * scale
        out = self.frame.out
        self.watched(
            Batch(
                player, out(reals), noise, out(fakes), real.copy(), fake.copy(), moved, loss, norm
            )
        )


def draw_noise(rng: np.random.Generator, settings: Settings, count: int) -> np.ndarray:
    """Draw z (count, noise_size) float32."""
    shape = (count, settings.noise_size)
    if settings.noise is Noise.GAUSSIAN:
        return rng.standard_normal(shape, np.float32)
    found: np.ndarray = rng.random(shape, np.float32)
    found *= 2
    found -= 1
    return found


def _length(vector: np.ndarray) -> float:
    return math.sqrt(float(vector @ vector))
