"""A translator that learns on: passes through sentence pairs."""

from __future__ import annotations

from collections.abc import Sequence

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


class TranslatorTuning(Tuning[TranslatorRecipe, Translator]):
    """A `TranslatorRun` counted in passes."""

    live = TRANSLATOR_LIVE

    def __init__(
        self,
        numbers: Numbers[TranslatorRecipe],
        pairs: Sequence[TokenPair],
        vocabulary: int,
        start: dict[str, Tensor],
        fabric: Fabric | None = None,
    ) -> None:
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
