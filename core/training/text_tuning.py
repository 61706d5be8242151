"""A text network that learns on: passes through a text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from lightning_fabric import Fabric
from torch import Tensor

from core.networks.text import TextNetwork
from core.training.loops import open_fabric
from core.training.messages import Value
from core.training.text_changes import TEXT_LIVE, Numbers, set_live_number
from core.training.text_loop import TextRun
from core.training.text_recipes import TextRecipe
from core.training.tuning import Tuning

SHORTEST = 16  # tokens of a training window, however short the text is


class TextTuning(Tuning[TextRecipe, TextNetwork]):
    """A `TextRun` counted in passes.

    A text that is shorter than a batch makes the batch smaller, and the windows shorter.
    """

    live = TEXT_LIVE

    def __init__(
        self,
        numbers: Numbers[TextRecipe],
        tokens: np.ndarray,
        vocabulary: int,
        start: dict[str, Tensor],
        fabric: Fabric | None = None,
    ) -> None:
        recipe = numbers.recipe
        window = min(recipe.context, max(SHORTEST, len(tokens) // 8))
        self._tokens = len(tokens)
        recipe = replace(recipe, context=window)
        numbers = self._fitted(replace(numbers, recipe=recipe))
        fabric = fabric or open_fabric(recipe)
        self._text_run = TextRun(numbers.recipe, tokens, vocabulary, fabric, start)
        super().__init__(numbers, fabric.device, self._text_run)

    @property
    def windows(self) -> int:
        """Return how many windows a pass through the text has."""
        return max(1, self._tokens // self.numbers.recipe.context)

    def held_out_loss(self, tokens: np.ndarray) -> float:
        """Return the mean −ln p of windows all over `tokens`."""
        return self._text_run.held_out_loss(tokens)

    def _fitted(self, numbers: Numbers[TextRecipe]) -> Numbers[TextRecipe]:
        """Return batches that the text can fill, and the steps that the passes make."""
        recipe = numbers.recipe
        streams = self._tokens // (recipe.context + 1)
        recipe = replace(recipe, batch_size=max(1, min(recipe.batch_size, streams)))
        return super()._fitted(replace(numbers, recipe=recipe))

    def _changed(self, key: str, value: Value) -> Numbers[TextRecipe]:
        return set_live_number(self.numbers, key, value)

    def _pass(self, numbers: Numbers[TextRecipe]) -> int:
        recipe = numbers.recipe
        return max(1, self._tokens // recipe.context // recipe.batch_size)
