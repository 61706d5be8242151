"""What the window and the process of the two small runs say to each other; no torch, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

CHILD = "core.training.norm_child"  # the process, by name
LAYERS = (2, 4, 6)  # on each side
RATES = (5e-4, 2e-3, 1e-2)
STEPS = 200
BROKEN = 2.0  # times the first loss: the run is unstable
WITH, WITHOUT = 0, 1  # places of the runs in every tuple


@dataclass(frozen=True)
class StartPair:
    """Train two translators that differ in nothing but the normalisation of Add & Norm."""

    layers: int = 4
    learning_rate: float = 2e-3
    steps: int = STEPS
    seed: int = 0


@dataclass(frozen=True)
class PairStarted:
    """What is trained: pairs of sentences, tokens of the vocabulary, weights of each network."""

    start: StartPair
    pairs: int
    vocabulary: int
    weights: tuple[int, int]


@dataclass(frozen=True)
class PairSteps:
    """Steps of both runs up to `step`; NaN of a run whose numbers are none any more.

    Attributes
    ----------
    losses, gradients : for each run one number a step; the gradient's length is that before it is
        cut to 1, as both runs do.
    """

    step: int
    losses: tuple[tuple[float, ...], tuple[float, ...]]
    gradients: tuple[tuple[float, ...], tuple[float, ...]]


@dataclass
class PairCurves:
    """All that the two runs told, and what follows from it."""

    losses: tuple[list[float], list[float]]
    gradients: tuple[list[float], list[float]]

    @staticmethod
    def empty() -> PairCurves:
        """Return curves before the first step."""
        return PairCurves(([], []), ([], []))

    def add(self, told: PairSteps) -> None:
        """Take steps in."""
        for run in (WITH, WITHOUT):
            self.losses[run].extend(told.losses[run])
            self.gradients[run].extend(told.gradients[run])

    @property
    def step(self) -> int:
        """Return the steps made."""
        return len(self.losses[WITH])

    def broken_at(self, run: int) -> int | None:
        """Return the step at which a run's loss was no number, or far above its first one."""
        losses = self.losses[run]
        for step, loss in enumerate(losses, 1):
            if not math.isfinite(loss) or loss > BROKEN * losses[0]:
                return step
        return None

    def reached_at(self, run: int, loss: float) -> int | None:
        """Return the first step at which a run's loss was as low; None if it never was."""
        return next((n for n, each in enumerate(self.losses[run], 1) if each <= loss), None)

    def largest_gradient(self, run: int) -> float:
        """Return the longest gradient so far that was a number; NaN without one."""
        known = [each for each in self.gradients[run] if math.isfinite(each)]
        return max(known, default=math.nan)
