"""A text network that learns on: passes through a text, numbers that may change on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from lightning_fabric import Fabric
from torch import Tensor, device

from core.errors import Fault
from core.networks.text import TextNetwork
from core.training.loops import ExplodedError, Kept, Step, open_fabric
from core.training.messages import Value
from core.training.text_changes import Numbers, set_live_number
from core.training.text_loop import TextRun
from core.training.text_recipes import TextRecipe

EXPLODED = 10.0  # times the first loss
SHORTEST = 16  # tokens of a training window, however short the text is


class Tuning:
    """A `TextRun` counted in passes through the text, as `core.training.loops.Run` counts epochs.

    A text that is shorter than a batch makes the batch smaller, and the windows shorter.
    """

    def __init__(
        self,
        numbers: Numbers,
        tokens: np.ndarray,
        vocabulary: int,
        start: dict[str, Tensor],
        fabric: Fabric | None = None,
    ) -> None:
        recipe = numbers.recipe
        window = min(recipe.context, max(SHORTEST, len(tokens) // 8))
        self._tokens = len(tokens)
        recipe = replace(recipe, context=window)
        self.numbers = self._fitted(replace(numbers, recipe=recipe))
        fabric = fabric or open_fabric(recipe)
        self._device = fabric.device
        self._run = TextRun(self.numbers.recipe, tokens, vocabulary, fabric, start)
        self._first: float | None = None

    @property
    def recipe(self) -> TextRecipe:
        """Return the recipe with the numbers as they are now."""
        return self.numbers.recipe

    @property
    def network(self) -> TextNetwork:
        """Return what learns."""
        return self._run.network

    @property
    def device(self) -> device:
        """Return where it computes."""
        return self._device

    @property
    def step(self) -> int:
        """Return the steps made."""
        return self._run.step

    @property
    def steps(self) -> int:
        """Return the steps in all."""
        return self.numbers.recipe.steps

    @property
    def windows(self) -> int:
        """Return how many windows a pass through the text has."""
        return max(1, self._tokens // self.numbers.recipe.context)

    def __iter__(self) -> Iterator[Step]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> Step:
        made = next(self._run)
        self._first = self._first or made.loss
        if made.loss > EXPLODED * self._first:
            name = self.numbers.recipe.name
            raise ExplodedError(name, Fault.MISMATCH, f"loss {made.loss:g} in step {made.step}")
        epoch, rest = divmod(made.step - 1, self._pass(self.numbers))
        ends = rest + 1 == self._pass(self.numbers)
        rate = made.learning_rate
        return Step(made.step, epoch + 1, made.loss, made.loss, None, rate, None, ends)

    def set(self, key: str, value: Value) -> None:
        """Change a number from the next step on; raises what `set_live_number` raises."""
        self._use(set_live_number(self.numbers, key, value))

    def held_out_loss(self, tokens: np.ndarray) -> float:
        """Return the mean −ln p of windows all over `tokens`."""
        return self._run.held_out_loss(tokens)

    def keep(self) -> Kept:
        """Return the whole state."""
        kept = self._run.keep()
        recipe = self.numbers.recipe
        numbers = {
            "learning_rate": recipe.learning_rate,
            "batch_size": recipe.batch_size,
            "weight_decay": recipe.weight_decay,
        }
        kept.rest["recipe"] = numbers
        kept.rest.update(epochs=self.numbers.epochs, first=self._first)
        return kept

    def restore(self, kept: Kept) -> None:
        """Go back to a state that `keep` gave."""
        recipe = replace(self.numbers.recipe, **kept.rest["recipe"])
        self._use(Numbers(recipe, int(kept.rest["epochs"])))
        self._first = kept.rest["first"]
        self._run.restore(kept)

    def _use(self, numbers: Numbers) -> None:
        self.numbers = self._fitted(numbers)
        self._run.change(self.numbers.recipe)

    def _fitted(self, numbers: Numbers) -> Numbers:
        """Return batches that the text can fill, and the steps that the passes make."""
        recipe = numbers.recipe
        streams = self._tokens // (recipe.context + 1)
        recipe = replace(recipe, batch_size=max(1, min(recipe.batch_size, streams)))
        numbers = replace(numbers, recipe=recipe)
        return replace(numbers, recipe=replace(recipe, steps=numbers.epochs * self._pass(numbers)))

    def _pass(self, numbers: Numbers) -> int:
        """Return the steps of a pass through the text."""
        recipe = numbers.recipe
        return max(1, self._tokens // recipe.context // recipe.batch_size)
