"""What the trainings on tokens share: one step at a time, the whole state kept and gone on with.

The data of a step, and what dropout leaves out, follow from the seed and the step's number alone;
so a run that is resumed goes on exactly as it would have.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from core.errors import Fault
from core.training.loops import OPTIMISER, ExplodedError, Kept, open_fabric
from core.training.text_recipes import TextRecipe
from core.training.translator_recipes import TranslatorRecipe

R = TypeVar("R", TextRecipe, TranslatorRecipe)
N = TypeVar("N", bound=nn.Module)


@dataclass(frozen=True)
class TokenStep:
    """One step: its number from 1, its mean loss a token, the learning rate.

    `gradient` is the gradient's length before it is cut.
    """

    step: int
    loss: float
    learning_rate: float
    gradient: float


class TokenRun(Generic[R, N]):
    """A recipe at work: `for step in run`; `keep` and `restore` between two steps.

    A subclass says what the loss of a step is, how the learning rate goes, and what else it keeps.
    """

    def __init__(
        self,
        recipe: R,
        network: N,
        fabric: Fabric | None = None,
        start: dict[str, Tensor] | None = None,
    ) -> None:
        self.recipe: R = recipe
        self.step = 0
        self._fabric = fabric or open_fabric(recipe)
        if start is not None:
            network.load_state_dict(start)
        self.network: N = network.to(self._fabric.device)
        self._optimisers = self._made_optimisers()

    def _made_optimisers(self) -> Sequence[torch.optim.Optimizer]:
        raise NotImplementedError

    def _share(self) -> float:
        """Return the share of the highest learning rate that the next step takes."""
        raise NotImplementedError

    def _step_loss(self) -> Tensor:
        """Return the loss of the next step."""
        raise NotImplementedError

    def _more(self) -> dict[str, Tensor]:
        """Return what is kept beside weights and optimisers."""
        return {}

    def _take_more(self, tensors: dict[str, Tensor]) -> None:
        """Take it back from all that was kept; `step` is the kept one by then."""

    def change(self, recipe: R) -> None:
        """Go on with another rate, decay or number of steps; sizes stay."""
        for optimiser in self._optimisers:
            optimiser.param_groups[0]["weight_decay"] = recipe.weight_decay
        self.recipe = recipe

    def __iter__(self) -> Iterator[TokenStep]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> TokenStep:
        if self.step >= self.recipe.steps:
            raise StopIteration
        self.network.train()
        torch.manual_seed(self.recipe.seed * 1_000_003 + self.step + 1)
        rate = self._set_rate()
        loss = self._step_loss()
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
        return TokenStep(self.step, value, rate, float(gradient))

    def keep(self) -> Kept:
        """Return the whole state: weights, optimisers, and what the subclass carries on."""
        tensors = {key: value.detach().cpu() for key, value in self.network.state_dict().items()}
        for number, optimiser in enumerate(self._optimisers):
            for index, entry in optimiser.state_dict()["state"].items():
                for key, value in entry.items():
                    tensors[f"{OPTIMISER}{number}.{index}.{key}"] = value.detach().cpu()
        tensors |= self._more()
        rest: dict[str, Any] = {"step": self.step, "recipe": asdict(self.recipe)}
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
        self._take_more(tensors)

    def _set_rate(self) -> float:
        rate = self.recipe.learning_rate * self._share()
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
        return rate


def adam_and_muon(
    groups: Sequence[tuple[Sequence[Tensor], float]],
    matrices: Sequence[Tensor],
    recipe: TextRecipe | TranslatorRecipe,
    beta: float,
) -> list[torch.optim.Optimizer]:
    """Let Muon (Jordan 2024) turn `matrices`, and AdamW (parameters, weight decay) all the rest.

    `beta` is AdamW's β₂.
    """
    rows = [{"params": params, "weight_decay": decay} for params, decay in groups]
    rate = recipe.learning_rate
    found: list[torch.optim.Optimizer] = [torch.optim.AdamW(rows, rate, betas=(0.9, beta))]
    if matrices:
        found.append(
            torch.optim.Muon(
                matrices, rate, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw"
            )
        )
    return found
