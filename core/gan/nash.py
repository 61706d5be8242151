"""The Nash test: freeze one player, let a copy of the other train alone, and see what it gains.

At a Nash equilibrium nobody gains anything by moving alone. The copies use the game's own
optimiser, rates and moments; J is measured before and after on the same large sample. With few
steps or a small rate a gain of 0 proves little: the test shows gains, not their absence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.gan.data import Data
from core.gan.game import Game
from core.gan.portrait import Portrait, Standing
from core.gan.states import Gains

SAMPLE = 4000  # reals and fakes on which J is measured
MOST_STEPS = 10_000


def nash_test(game: Game, data: Data, steps: int) -> Iterator[Gains | None]:
    """Train a copy of each player alone; yields None while at work, then the gains once.

    J_D here is without its gradient penalty, whose aim is not to win.
    """
    steps = min(max(steps, 1), MOST_STEPS)
    state = game.keep()
    reals = data.sample(np.random.default_rng(13), SAMPLE)
    gains = []
    for alone in (Game.teach_police, Game.teach_forger):
        copy = Game(game.settings, data)
        copy.restore(state)
        before = _standing(copy, data, reals)
        for _ in range(steps):
            alone(copy)
            yield None
        after = _standing(copy, data, reals)
        gains.append((before.j_d - after.j_d, before.j_g - after.j_g))
    yield Gains(gains[0][0], gains[1][1], steps)


def _standing(game: Game, data: Data, reals: np.ndarray) -> Standing:
    portrait = Portrait(game.settings, data, game.forger.flat, game.police.flat)
    return portrait.standing(reals, portrait.fakes(SAMPLE, seed=14))
