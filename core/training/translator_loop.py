"""Training of translators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor

from core.attention.pieces import BEGIN, END
from core.errors import Fault, InputError
from core.networks.translator import Translator, TranslatorSizes
from core.training.smoothed_loss import smoothed_loss
from core.training.token_run import TokenRun, adam_and_muon
from core.training.translator_recipes import TranslatorRecipe

NOTHING = -1  # in place of a token that pads: no loss
POOL = 100  # batches whose pairs are sorted by length together

TokenPair = tuple[np.ndarray, np.ndarray]  # pieces of both sides with their END


class TranslatorRun(TokenRun[TranslatorRecipe, Translator]):
    """A recipe at work on pairs; the loss of a step has smoothed labels."""

    def __init__(
        self,
        recipe: TranslatorRecipe,
        pairs: Sequence[TokenPair],
        vocabulary: int,
        fabric: Fabric | None = None,
        start: dict[str, Tensor] | None = None,
    ) -> None:
        """Begin; raises InputError MISSING without pairs."""
        if not pairs:
            raise InputError(recipe.data, Fault.MISSING, "pairs")
        torch.set_num_threads(recipe.threads)
        torch.manual_seed(recipe.seed)
        super().__init__(recipe, Translator(sizes_of(recipe, vocabulary)), fabric, start)
        self._pairs = pairs
        self._sizes = np.array([(len(a), len(b)) for a, b in pairs])
        self._epoch, self._first = 0, 0  # of the epoch that is planned, the first step
        self._planned = self._plan(0)

    @torch.no_grad()
    def held_out_loss(self, pairs: Sequence[TokenPair]) -> float:
        """Return the mean −ln p of a token of pairs that were not learnt from."""
        self.network.eval()
        total = count = 0.0
        ordered = sorted(pairs, key=lambda pair: (len(pair[0]), len(pair[1])))
        for first in range(0, len(ordered), 64):
            part = ordered[first : first + 64]
            tokens = sum(len(target) for _, target in part)
            total += float(self._loss(part, 0.0)) * tokens
            count += tokens
        return total / count

    @property
    def batches(self) -> int:
        """Return how many batches the first pass through the pairs has."""
        return len(self._plan(0))

    def _take_more(self, tensors: dict[str, Tensor]) -> None:
        self._epoch, self._first = 0, 0
        self._planned = self._plan(0)

    def _share(self) -> float:
        return schedule(self.step, self.recipe)

    def _step_loss(self) -> Tensor:
        return self._loss(self._batch(self.step), self.recipe.label_smoothing)

    def _made_optimisers(self) -> list[torch.optim.Optimizer]:
        """Let Muon turn the layers' matrices."""
        named = dict(self.network.named_parameters())
        inner = [w for name, w in named.items() if w.dim() == 2 and name != "embedding.weight"]
        plain = [w for w in named.values() if w.dim() != 2]
        groups = (([self.network.embedding.weight], self.recipe.weight_decay), (plain, 0.0))
        return adam_and_muon(groups, inner, self.recipe, 0.98)

    def _loss(self, pairs: Sequence[TokenPair], smoothing: float) -> Tensor:
        source, mask, read, wanted = map(self._fabric.to_device, padded(pairs))
        with self._fabric.autocast():
            x = self.network(source, mask, read).flatten(0, 1)
        there = wanted.flatten() != NOTHING
        matrix = self.network.embedding.weight
        return smoothed_loss(x[there], matrix, wanted.flatten()[there], smoothing)

    def _batch(self, step: int) -> list[TokenPair]:
        """Return the pairs of a step: of about one length, all of them once an epoch."""
        while step >= self._first + len(self._planned):
            self._first += len(self._planned)
            self._epoch += 1
            self._planned = self._plan(self._epoch)
        return [self._pairs[index] for index in self._planned[step - self._first]]

    def _plan(self, epoch: int) -> list[np.ndarray]:
        draw = np.random.default_rng((self.recipe.seed, epoch))
        order = draw.permutation(len(self._pairs))
        longest = self._sizes.max(axis=1)
        room = self.recipe.batch_tokens
        batches: list[np.ndarray] = []
        pool = max(1, round(POOL * room / longest.mean()))
        for first in range(0, len(order), pool):
            part = order[first : first + pool]
            part = part[np.lexsort((self._sizes[part, 1], self._sizes[part, 0], longest[part]))]
            begin = 0
            for end in range(1, len(part) + 1):
                full = end < len(part) and longest[part[end]] * (end + 1 - begin) > room
                if full or end == len(part):
                    batches.append(part[begin:end])
                    begin = end
        return [batches[index] for index in draw.permutation(len(batches))]


def sizes_of(recipe: TranslatorRecipe, vocabulary: int) -> TranslatorSizes:
    """Return the sizes of a recipe's network."""
    return TranslatorSizes(
        vocabulary, recipe.width, recipe.layers, recipe.heads, recipe.inner, recipe.positions,
        recipe.norm, recipe.dropout,
    )  # fmt: skip


def padded(pairs: Sequence[TokenPair]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return source (B, S), its mask (B, 1, 1, S), what the decoder reads and shall say (B, T)."""
    count = len(pairs)
    s, t = max(len(a) for a, _ in pairs), max(len(b) for _, b in pairs)
    source = np.full((count, s), END)
    mask = np.full((count, 1, 1, s), -np.inf, dtype=np.float32)
    read = np.full((count, t), END)
    wanted = np.full((count, t), NOTHING)
    for row, (a, b) in enumerate(pairs):
        source[row, : len(a)], mask[row, ..., : len(a)] = a, 0
        read[row, 0], read[row, 1 : len(b)] = BEGIN, b[:-1]
        wanted[row, : len(b)] = b
    return tuple(map(torch.from_numpy, (source, mask, read, wanted)))  # type: ignore[return-value]


def schedule(step: int, recipe: TranslatorRecipe) -> float:
    """Return the share of the highest learning rate: a rise, a plain, a straight fall to nothing.

    How long the plain is can be decided while one is on it.
    """
    fall = max(1.0, recipe.fall * recipe.steps)
    return min(1.0, (step + 1) / recipe.rise, (recipe.steps - step) / fall)
