"""A translator that learns on: passes through sentence pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lightning_fabric import Fabric
from torch import Tensor

from core.networks.translator import Translator
from core.training.loops import open_fabric
from core.training.messages import Value
from core.training.text_changes import Numbers
from core.training.translator_changes import TRANSLATOR_LIVE, set_live_pairs_number
from core.training.translator_loop import TokenPair, TranslatorRun
from core.training.translator_recipes import TranslatorRecipe
from core.training.tuning import Tuning

LEAST = 8  # steps of a pass, where there are pairs enough for it
SMALLEST = 64  # pieces in a batch


class TranslatorTuning(Tuning[TranslatorRecipe, Translator]):
    """A `TranslatorRun` counted in passes; of few pairs a batch takes fewer."""

    live = TRANSLATOR_LIVE

    def __init__(
        self,
        numbers: Numbers[TranslatorRecipe],
        pairs: Sequence[TokenPair],
        vocabulary: int,
        start: dict[str, Tensor],
        fabric: Fabric | None = None,
    ) -> None:
        pieces = sum(max(len(a), len(b)) for a, b in pairs)
        few = max(SMALLEST, min(numbers.recipe.batch_tokens, pieces // LEAST))
        numbers = replace(numbers, recipe=replace(numbers.recipe, batch_tokens=few))
        fabric = fabric or open_fabric(numbers.recipe)
        self._pairs_run = TranslatorRun(numbers.recipe, pairs, vocabulary, fabric, start)
        self._batches = self._pairs_run.batches
        super().__init__(numbers, fabric.device, self._pairs_run)
        self._use(numbers)

    def held_out_loss(self, pairs: Sequence[TokenPair]) -> float:
        """Return the mean −ln p of a piece of pairs that were not learnt from."""
        return self._pairs_run.held_out_loss(pairs)

    def _changed(self, key: str, value: Value) -> Numbers[TranslatorRecipe]:
        return set_live_pairs_number(self.numbers, key, value)

    def _pass(self, _numbers: Numbers[TranslatorRecipe]) -> int:
        return self._batches
