"""One click each: settings that do what they claim in at least 9 of 10 seeds.

`python -m benchmarks toygan --seconds 0` plays every preset over ten seeds and holds its claims
against what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.gan.data import Data, data_of
from core.gan.divergence import FAKES, REALS, divergence
from core.gan.game import Game
from core.gan.history import History, row_of
from core.gan.losses import Loss
from core.gan.modes import SAMPLES, Coverage, coverage
from core.gan.nets import Output
from core.gan.optimisers import Optimiser
from core.gan.portrait import Portrait
from core.gan.settings import Noise, Settings
from core.gan.states import Evidence, Oscillating, state_of


@dataclass(frozen=True)
class Covers:
    """At the end at least `modes` modes are covered."""

    modes: int


@dataclass(frozen=True)
class Collapses:
    """At the end at most `modes` modes are covered, and fakes lie near no more than that."""

    modes: int


@dataclass(frozen=True)
class Reaches:
    """At the end JS is at most `js` bits."""

    js: float


@dataclass(frozen=True)
class Vanishes:
    """G's gradient norm (medians of 100 turns) falls to 1/`fall` of its highest or less."""

    fall: float


@dataclass(frozen=True)
class Stays:
    """G's gradient norm does not fall to 1/`fall` of its highest."""

    fall: float


@dataclass(frozen=True)
class Oscillates:
    """At the end the state rules say `Oscillating`."""


Claim = Covers | Collapses | Reaches | Vanishes | Stays | Oscillates


@dataclass(frozen=True)
class Preset:
    """A game, or two side by side, and what each comes to after `turns` turns."""

    name: str
    data: str
    games: tuple[Settings, ...]
    turns: int
    claims: tuple[Claim, ...]  # one a game


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a game came to: JS in bits, modes where there are some, everything it showed."""

    js: float
    coverage: Coverage | None
    history: History
    loss: Loss

    @property
    def fall(self) -> float:
        """Return how many times as short G's gradient is as at its highest."""
        norms = self.history.last("g_norm", History.WINDOW)
        return self.history.highest_g_norm / max(float(np.median(norms)), 1e-30)


def fulfilled(claim: Claim, outcome: Outcome) -> bool:
    """Say whether a game did what was claimed."""
    reached = outcome.coverage
    match claim:
        case Covers(modes):
            return reached is not None and reached.covered >= modes
        case Collapses(modes):
            return reached is not None and max(reached.covered, reached.near) <= modes
        case Reaches(js):
            return outcome.js <= js
        case Vanishes(fall):
            return outcome.fall >= fall
        case Stays(fall):
            return outcome.fall < fall
        case Oscillates():
            state = state_of(outcome.history, Evidence(outcome.loss))
            return isinstance(state, Oscillating)


def seeded(preset: Preset, seed: int) -> tuple[Settings, ...]:
    """Return the preset's games with another seed."""
    return tuple(replace(game, seed=seed) for game in preset.games)


def played(preset: Preset, seed: int) -> Iterator[tuple[Claim, Outcome]]:
    """Play each game of a preset to its end; by the protocols of `divergence` and `modes`."""
    game_data = data_of(preset.data)
    for settings, claim in zip(seeded(preset, seed), preset.claims, strict=True):
        game, history = Game(settings, game_data), History()
        for _ in range(preset.turns // 1000):
            history.add(np.array([row_of(game.turn()) for _ in range(1000)], np.float32))
        yield claim, outcome_of(game, game_data, history, seed)


def outcome_of(game: Game, data: Data, history: History, seed: int) -> Outcome:
    """Measure a game as it stands."""
    portrait = Portrait(game.settings, data, game.forger.flat, game.police.flat)
    reals = data.sample(np.random.default_rng((seed, 21)), REALS)
    js = divergence(reals, portrait.fakes(FAKES, seed=seed + 1), data).js
    modes = data.modes
    reached = coverage(portrait.fakes(SAMPLES, seed=seed + 2), modes) if modes else None
    return Outcome(js, reached, history, game.settings.loss)


# GAN Lab's own work: nets, batch, updates and optimiser as it ships them
GAN_LAB = Settings(
    loss=Loss.NON_SATURATING, optimiser=Optimiser.SGD, d_rate=0.1, g_rate=0.03, d_steps=2,
    g_steps=1, g_layers=(8, 8), d_layers=(8, 8), output=Output.TANH, batch=150, zoom=0.0,
)  # fmt: skip

# the police sees three times as large and learns ten times as fast as the forger
SHARP = Settings(
    g_rate=3e-4, d_rate=3e-3, d_steps=2, batch=128, penalty=0.01, zoom=3.0,
)  # fmt: skip
WIDE = Settings(g_layers=(64, 64), d_layers=(64, 64), batch=128, packing=2)
PATIENT = replace(WIDE, penalty=0.001, g_rate=5e-4, d_rate=2e-3)
# a police that is always ahead: the forger that has found one mode has no reason to leave it
TRAP = Settings(batch=128, zoom=3.0, d_steps=3, d_rate=3e-3, g_rate=3e-4)
# five steps of the forger to one of the police: it runs to wherever D is highest, all of it
GREEDY = Settings(
    g_rate=5e-4, d_rate=5e-4, batch=128, zoom=3.0, noise=Noise.UNIFORM, g_steps=5,
)  # fmt: skip
STRICT = Settings(d_steps=10, d_rate=3e-3, g_rate=1e-4, batch=128, zoom=3.0, loss=Loss.MINIMAX)

# a police that can only draw a straight line, a forger that can only shift and stretch, and hinge
# within its margins: the Dirac GAN in the plane. They go around each other once in 2π/rate turns
CHASE = Settings(
    loss=Loss.HINGE, optimiser=Optimiser.SGD, g_rate=0.05, d_rate=0.05, g_layers=(), d_layers=(),
    batch=128, zoom=0.0,
)  # fmt: skip


def _table(presets: Sequence[Preset]) -> dict[str, Preset]:
    return {preset.name: preset for preset in presets}


PRESETS = _table(
    (
        Preset("gaussians", "gaussians", (SHARP,), 6000, (Reaches(0.07),)),
        Preset("ellipse", "ellipse", (SHARP,), 8000, (Reaches(0.12),)),
        Preset("line", "line", (SHARP,), 4000, (Reaches(0.15),)),
        Preset(
            "blobs", "blobs", (replace(SHARP, zoom=1.0, d_steps=1, packing=2),), 6000,
            (Reaches(0.29),),
        ),
        Preset("ring", "ring", (WIDE,), 10_000, (Covers(8),)),
        Preset("grid", "grid", (PATIENT,), 20_000, (Covers(23),)),  # the median is 25
        Preset("collapse", "ring", (TRAP,), 3000, (Collapses(2),)),
        Preset(
            "cured-by-wgan-gp", "ring", (TRAP, replace(TRAP, loss=Loss.WGAN_GP)), 6000,
            (Collapses(2), Covers(8)),
        ),
        Preset(
            "cured-by-packing", "ring", (GREEDY, replace(GREEDY, packing=3)), 12_000,
            (Collapses(2), Covers(8)),
        ),
        Preset(
            "police-too-strong", "ring", (STRICT, replace(STRICT, loss=Loss.NON_SATURATING)), 1000,
            (Vanishes(100), Stays(100)),
        ),
        Preset("oscillates", "blobs", (CHASE,), 2000, (Oscillates(),)),
    )
)  # fmt: skip
