"""Training of the networks that continue text."""

from __future__ import annotations

import math

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor
from torch.nn import functional

from core.cards import TextKind
from core.errors import Fault, InputError
from core.networks.recurrent import Recurrent
from core.networks.text import TextNetwork, build_text_network
from core.training.text_recipes import TextRecipe
from core.training.token_run import TokenRun, adam_and_muon

RISE = 0.04  # the share of a run in which the learning rate rises
MEASURED = 64  # windows of held-out text for a look in between


class TextRun(TokenRun[TextRecipe, TextNetwork]):
    """A recipe at work on a text.

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
        network = build_text_network(
            recipe.kind, vocabulary, recipe.width, recipe.layers, recipe.heads, recipe.context,
            recipe.dropout,
        )  # fmt: skip
        self._tokens = torch.from_numpy(tokens)
        self._state: Tensor | None = None
        super().__init__(recipe, network, fabric, start)

    @staticmethod
    def _least(recipe: TextRecipe) -> int:
        streams = 1 if recipe.kind is TextKind.TRANSFORMER else recipe.batch_size
        return streams * (recipe.context + 1)

    def change(self, recipe: TextRecipe) -> None:
        """Go on with another rate, decay, batch size or number of steps; sizes stay."""
        if recipe.batch_size != self.recipe.batch_size:
            self._state = None  # the streams lie elsewhere now
        super().change(recipe)

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

    def _more(self) -> dict[str, Tensor]:
        return {} if self._state is None else {"state": self._state.cpu()}

    def _take_more(self, tensors: dict[str, Tensor]) -> None:
        self._state = tensors.get("state")

    def _share(self) -> float:
        return schedule(self.step, self.recipe.steps)

    def _step_loss(self) -> Tensor:
        return self._loss(*self._batch(self.step))

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

    def _made_optimisers(self) -> list[torch.optim.Optimizer]:
        """Let Muon turn a Transformer's matrices."""
        named = dict(self.network.named_parameters())
        turned = self.recipe.kind is TextKind.TRANSFORMER
        inner = [
            weight
            for name, weight in named.items()
            if turned and weight.dim() == 2 and name.startswith("blocks.")
        ]
        taken = {id(weight) for weight in inner}
        decayed = [w for w in named.values() if w.dim() == 2 and id(w) not in taken]
        plain = [w for w in named.values() if w.dim() != 2]
        groups = ((decayed, self.recipe.weight_decay), (plain, 0.0))
        return adam_and_muon(groups, inner, self.recipe, 0.99)


def schedule(step: int, steps: int) -> float:
    """Return the share of the highest learning rate: a straight rise, then a cosine to nothing."""
    rise = max(1, round(RISE * steps))
    if step < rise:
        return (step + 1) / rise
    return (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise))) / 2
