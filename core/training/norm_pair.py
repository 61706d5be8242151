"""Two small translators side by side, with the normalisation of Add & Norm and without it.

Both read the same sentences in the same order, begin with the same weights and make the same
steps; what differs is `TranslatorSizes.norm`: "post", as in 2017, or "none".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from core.attention.phrases import phrases
from core.attention.pieces import encode, learn_pieces
from core.training.loops import ExplodedError
from core.training.norm_messages import PairStarted, PairSteps, StartPair
from core.training.translator_loop import TranslatorRun
from core.training.translator_recipes import TranslatorRecipe

PIECES = 200
RECIPE = TranslatorRecipe(
    "add-and-norm", data="phrases", heads=4, width=64, inner=256, dropout=0.0, batch_tokens=256,
    rise=1, fall=0.0, label_smoothing=0.0, half=False,
)  # fmt: skip


class NormPair:
    """Makes a step of both at a time: `for step in pair`."""

    def __init__(self, start: StartPair) -> None:
        """Build both networks from one seed."""
        pairs = phrases()
        vocabulary = learn_pieces((text for pair in pairs for text in pair), PIECES)
        tokens = [(encode(vocabulary, a), encode(vocabulary, b)) for a, b in pairs]
        recipe = replace(
            RECIPE, layers=start.layers, learning_rate=start.learning_rate, steps=start.steps,
            seed=start.seed,
        )  # fmt: skip
        self.runs = tuple(
            TranslatorRun(replace(recipe, norm=norm), tokens, len(vocabulary))
            for norm in ("post", "none")
        )
        self._broken = [False, False]
        one, two = (sum(w.numel() for w in run.network.parameters()) for run in self.runs)
        self.started = PairStarted(start, len(pairs), len(vocabulary), (one, two))
        self._steps, self.step = start.steps, 0

    def __iter__(self) -> Iterator[PairSteps]:
        """Yield after each step, until all are made or both runs are broken."""
        return self

    def __next__(self) -> PairSteps:
        if self.step >= self._steps or all(self._broken):
            raise StopIteration
        self.step += 1
        (a, x), (b, y) = (self._made(0), self._made(1))
        return PairSteps(self.step, ((a,), (b,)), ((x,), (y,)))

    def _made(self, number: int) -> tuple[float, float]:
        """Make a step of one run; return its loss and its gradient's length."""
        if self._broken[number]:
            return math.nan, math.nan
        try:
            made = next(self.runs[number])
        except ExplodedError:
            self._broken[number] = True
            return math.nan, math.nan
        return made.loss, made.gradient
