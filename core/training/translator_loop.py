"""Training of translators: one step at a time, kept and gone on with later.

The pairs of a step, and what dropout leaves out, follow from the seed and the step's number alone;
so a run that is resumed goes on exactly as it would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from core.attention.pieces import BEGIN, END
from core.errors import Fault, InputError
from core.networks.translator import Translator, TranslatorSizes
from core.training.loops import OPTIMISER, ExplodedError, Kept, open_fabric
from core.training.smoothed_loss import smoothed_loss
from core.training.translator_recipes import TranslatorRecipe

NOTHING = -1  # in place of a token that pads: no loss
POOL = 100  # batches whose pairs are sorted by length together

TokenPair = tuple[np.ndarray, np.ndarray]  # pieces of both sides with their END


@dataclass(frozen=True)
class TranslatorStep:
    """One step: its number from 1, its mean −ln p a token (smoothed labels), the learning rate."""

    step: int
    loss: float
    learning_rate: float
    gradient: float  # its length before it is cut


class TranslatorRun:
    """A recipe at work on pairs: `for step in run`; `keep` and `restore` between two steps."""

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
        self.recipe, self.step = recipe, 0
        self._fabric = fabric or open_fabric(recipe)
        network = Translator(sizes_of(recipe, vocabulary))
        if start is not None:
            network.load_state_dict(start)
        self.network = network.to(self._fabric.device)
        self._pairs = pairs
        self._sizes = np.array([(len(a), len(b)) for a, b in pairs])
        self._optimisers = _optimisers(self.network, recipe)
        self._epoch, self._first = 0, 0  # of the epoch that is planned, the first step
        self._planned = self._plan(0)

    def __iter__(self) -> Iterator[TranslatorStep]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> TranslatorStep:
        if self.step >= self.recipe.steps:
            raise StopIteration
        self.network.train()
        torch.manual_seed(self.recipe.seed * 1_000_003 + self.step + 1)
        rate = self._set_rate()
        loss = self._loss(self._batch(self.step), self.recipe.label_smoothing)
        for optimiser in self._optimisers:
            optimiser.zero_grad()
        self._fabric.backward(loss)
        largest = self.recipe.largest_gradient
        gradient = nn.utils.clip_grad_norm_(self.network.parameters(), largest)
        for optimiser in self._optimisers:
            optimiser.step()
        self.step += 1
        value = loss.item()
        if not math.isfinite(value):
            detail = f"loss {value:g} in step {self.step}"
            raise ExplodedError(self.recipe.name, Fault.MISMATCH, detail)
        return TranslatorStep(self.step, value, rate, float(gradient))

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

    def keep(self) -> Kept:
        """Return the whole state: weights and optimisers."""
        tensors = {key: value.detach().cpu() for key, value in self.network.state_dict().items()}
        for number, optimiser in enumerate(self._optimisers):
            for index, entry in optimiser.state_dict()["state"].items():
                for key, value in entry.items():
                    tensors[f"{OPTIMISER}{number}.{index}.{key}"] = value.detach().cpu()
        rest = {"step": self.step, "recipe": asdict(self.recipe)}
        return Kept({key: value.clone() for key, value in tensors.items()}, rest)

    def restore(self, kept: Kept) -> None:
        """Go back to a state that `keep` gave."""
        tensors = kept.tensors
        self.network.load_state_dict({key: tensors[key] for key in self.network.state_dict()})
        for number, optimiser in enumerate(self._optimisers):
            state: dict[int, dict[str, Tensor]] = {}
            for name, value in tensors.items():
                if name.startswith(f"{OPTIMISER}{number}."):
                    _, _, index, key = name.split(".", 3)
                    state.setdefault(int(index), {})[key] = value.clone()
            groups = optimiser.state_dict()["param_groups"]
            optimiser.load_state_dict({"state": state, "param_groups": groups})
        self.step = int(kept.rest["step"])
        self._epoch, self._first = 0, 0
        self._planned = self._plan(0)

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

    def _set_rate(self) -> float:
        rate = self.recipe.learning_rate * schedule(self.step, self.recipe)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
        return rate


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


def _optimisers(network: Translator, recipe: TranslatorRecipe) -> list[torch.optim.Optimizer]:
    """Let Muon (Jordan 2024) turn the layers' matrices, AdamW all the rest."""
    named = dict(network.named_parameters())
    inner = [w for name, w in named.items() if w.dim() == 2 and name != "embedding.weight"]
    plain = [w for w in named.values() if w.dim() != 2]
    groups = [
        {"params": [network.embedding.weight], "weight_decay": recipe.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    rate, decay = recipe.learning_rate, recipe.weight_decay
    return [
        torch.optim.AdamW(groups, rate, betas=(0.9, 0.98)),
        torch.optim.Muon(inner, rate, weight_decay=decay, adjust_lr_fn="match_rms_adamw"),
    ]
