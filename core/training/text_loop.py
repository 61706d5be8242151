"""Training of the networks that continue text: one step at a time, kept and gone on with later.

The data of a step, and what dropout leaves out, follow from the seed and the step's number alone;
so a run that is resumed goes on exactly as it would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.nn import functional

from core.cards import TextKind
from core.errors import Fault, InputError
from core.networks.recurrent import Recurrent
from core.networks.text import TextNetwork, build_text_network
from core.training.loops import OPTIMISER, ExplodedError, Kept, open_fabric
from core.training.text_recipes import TextRecipe

RISE = 0.04  # the share of a run in which the learning rate rises
MEASURED = 64  # windows of held-out text for a look in between


@dataclass(frozen=True)
class TextStep:
    """One step: its number from 1, its mean −ln p a token, and the learning rate."""

    step: int
    loss: float
    learning_rate: float


class TextRun:
    """A recipe at work on a text: `for step in run`; `keep` and `restore` between two steps.

    A Transformer learns from windows at random places. A recurrent network reads the text in
    parallel streams and carries its state from window to window (truncated back-propagation).
    """

    def __init__(
        self,
        recipe: TextRecipe,
        tokens: np.ndarray,
        vocabulary: int,
        fabric: Fabric | None = None,
        start: dict[str, Tensor] | None = None,
    ) -> None:
        """Begin; raises InputError MISMATCH when the text is shorter than one batch needs."""
        if len(tokens) < self._least(recipe):
            detail = f"{len(tokens)} tokens, {self._least(recipe)} are needed"
            raise InputError(recipe.data, Fault.MISMATCH, detail)
        torch.set_num_threads(recipe.threads)
        torch.manual_seed(recipe.seed)
        self.recipe, self.step = recipe, 0
        self._fabric = fabric or open_fabric(recipe)
        network = build_text_network(
            recipe.kind, vocabulary, recipe.width, recipe.layers, recipe.heads, recipe.context,
            recipe.dropout,
        )  # fmt: skip
        if start is not None:
            network.load_state_dict(start)
        self.network: TextNetwork = network.to(self._fabric.device)
        self._tokens = torch.from_numpy(tokens)
        self._optimisers = _optimisers(self.network, recipe)
        self._state: Tensor | None = None

    @staticmethod
    def _least(recipe: TextRecipe) -> int:
        streams = 1 if recipe.kind is TextKind.TRANSFORMER else recipe.batch_size
        return streams * (recipe.context + 1)

    def __iter__(self) -> Iterator[TextStep]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> TextStep:
        if self.step >= self.recipe.steps:
            raise StopIteration
        self.network.train()
        torch.manual_seed(self.recipe.seed * 1_000_003 + self.step + 1)
        rate = self._set_rate()
        loss = self._loss(*self._batch(self.step))
        for optimiser in self._optimisers:
            optimiser.zero_grad()
        self._fabric.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.largest_gradient)
        for optimiser in self._optimisers:
            optimiser.step()
        self.step += 1
        value = loss.item()
        if not math.isfinite(value):
            detail = f"loss {value:g} in step {self.step}"
            raise ExplodedError(self.recipe.name, Fault.MISMATCH, detail)
        return TextStep(self.step, value, rate)

    def change(self, recipe: TextRecipe) -> None:
        """Go on with another rate, decay, batch size or number of steps; sizes stay."""
        if recipe.batch_size != self.recipe.batch_size:
            self._state = None  # the streams lie elsewhere now
        for optimiser in self._optimisers:
            optimiser.param_groups[0]["weight_decay"] = recipe.weight_decay
        self.recipe = recipe

    @torch.no_grad()
    def held_out_loss(self, tokens: np.ndarray) -> float:
        """Return the mean −ln p of windows all over `tokens`, each read from an empty state."""
        self.network.eval()
        length = min(self.recipe.context, len(tokens) - 1)
        whole = (len(tokens) - 1) // length
        count = min(MEASURED, whole)
        rows = (np.arange(count) * whole // count)[:, None] * length + np.arange(length + 1)
        windows = torch.from_numpy(tokens[rows])
        total = 0.0
        for part in torch.split(windows, 8):
            part = self._fabric.to_device(part)
            total += float(self._mean_loss(part, None)) * len(part)
        return total / count

    def keep(self) -> Kept:
        """Return the whole state: weights, optimisers, the state that is carried on."""
        tensors = {key: value.detach().cpu() for key, value in self.network.state_dict().items()}
        for number, optimiser in enumerate(self._optimisers):
            for index, entry in optimiser.state_dict()["state"].items():
                for key, value in entry.items():
                    tensors[f"{OPTIMISER}{number}.{index}.{key}"] = value.detach().cpu()
        if self._state is not None:
            tensors["state"] = self._state.cpu()
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
        self._state = tensors.get("state")
        self.step = int(kept.rest["step"])

    def _loss(self, windows: Tensor, first: bool) -> Tensor:
        if first:
            self._state = None
        return self._mean_loss(self._fabric.to_device(windows), self._state)

    def _mean_loss(self, windows: Tensor, state: Tensor | None) -> Tensor:
        """Return the mean −ln p of windows (B, T + 1) but their first token, in float32."""
        read, wanted = windows[:, :-1], windows[:, 1:]
        with self._fabric.autocast():
            if isinstance(self.network, Recurrent):
                empty = self.network.empty(len(read))
                logits, state = self.network(read, empty if state is None else state.to(empty))
                if self.network.training:
                    self._state = state.detach()
            else:
                logits = self.network(read)
        return functional.cross_entropy(logits.float().flatten(0, 1), wanted.flatten())

    def _batch(self, step: int) -> tuple[Tensor, bool]:
        """Return the windows (B, T + 1) of a step, and whether streams begin anew."""
        batch, length = self.recipe.batch_size, self.recipe.context
        if self.recipe.kind is TextKind.TRANSFORMER:
            draw = np.random.default_rng((self.recipe.seed, step))
            places = draw.integers(0, len(self._tokens) - length, size=batch)
            return self._windows(places), False
        stream = len(self._tokens) // batch
        per_epoch = (stream - 1) // length
        epoch, index = divmod(step, per_epoch)
        draw = np.random.default_rng((self.recipe.seed, epoch))
        shift = int(draw.integers(0, (stream - 1) % length + 1)) + index * length
        return self._windows(np.arange(batch) * stream + shift), index == 0

    def _windows(self, places: np.ndarray) -> Tensor:
        rows = places[:, None] + np.arange(self.recipe.context + 1)
        return self._tokens[torch.from_numpy(rows)]

    def _set_rate(self) -> float:
        rate = self.recipe.learning_rate * schedule(self.step, self.recipe.steps)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
        return rate


def schedule(step: int, steps: int) -> float:
    """Return the share of the highest learning rate: a straight rise, then a cosine to nothing."""
    rise = max(1, round(RISE * steps))
    if step < rise:
        return (step + 1) / rise
    return (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise))) / 2


def _optimisers(network: TextNetwork, recipe: TextRecipe) -> list[torch.optim.Optimizer]:
    """Let Muon (Jordan 2024) turn a Transformer's matrices, AdamW all the rest."""
    named = dict(network.named_parameters())
    inner = [
        weight
        for name, weight in named.items()
        if recipe.kind is TextKind.TRANSFORMER and weight.dim() == 2 and name.startswith("blocks.")
    ]
    taken = {id(weight) for weight in inner}
    decayed = [w for w in named.values() if w.dim() == 2 and id(w) not in taken]
    plain = [w for w in named.values() if w.dim() != 2]
    groups = [
        {"params": decayed, "weight_decay": recipe.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    rate = recipe.learning_rate
    found: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, rate, betas=(0.9, 0.99))]
    if inner:
        found.append(
            torch.optim.Muon(
                inner, rate, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw"
            )
        )
    return found
