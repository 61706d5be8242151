"""Training as generators that yield progress and return the trained network.

`Run` makes one step at a time and can be changed, kept and taken back between two of them; `train`
follows a recipe from beginning to end. Both go through `lightning-fabric`: the same steps on the
CPU, on a GPU, in bfloat16, and on several processes that share each batch.
"""

from __future__ import annotations

import itertools
import logging
import math
import os
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from core.cards import Kind
from core.errors import CoreError, Fault, InputError
from core.networks.autoencoder import (
    Autoencoder,
    bernoulli_cross_entropy,
    gaussian_cross_entropy,
    kl_to_prior,
    reparameterise,
    scale_codes,
    squared_error,
)
from core.networks.build import build_network
from core.networks.pca import PCA
from core.training.changes import set_live
from core.training.recipes import Recipe

if TYPE_CHECKING:
    from core.data.table import DataSet


FULL_SPECTRUM = 4096  # values a picture up to which PCA diagonalises the whole covariance
RISE = 0.05  # the share of a run in which the learning rate rises
EXPLODED = 50.0  # times the first loss
HELD_OUT_BATCH = 500
OPTIMISER = "optimiser."  # before the names of its tensors in a kept state


@dataclass(frozen=True)
class Progress:
    """Where a run stands: steps done and in all, the last epoch's mean loss, time left."""

    step: int
    steps: int
    epoch: int
    loss: float
    seconds_left: float


@dataclass(frozen=True)
class Step:
    """One step: its number from 1, its epoch from 1, the loss, its parts, what it was made with."""

    step: int
    epoch: int
    loss: float
    reconstruction: float
    kl: float | None
    learning_rate: float
    beta: float | None
    ends_epoch: bool


@dataclass(frozen=True)
class Kept:
    """The whole state of a run: tensors by name, and the rest as what JSON can hold."""

    tensors: dict[str, Tensor]
    rest: dict[str, Any]


class ExplodedError(CoreError):
    """The loss is no number any more, or far above where it began."""


class Objective(nn.Module):
    """A network with its loss as forward, so that Fabric can share it among processes."""

    def __init__(self, network: Autoencoder, deviation: float | None) -> None:
        super().__init__()
        self.network, self.deviation = network, deviation

    def forward(self, images: Tensor, bits: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return reconstruction loss and KL term of each picture; z = μ + σ · noise.

        Pictures come as uint8, the noise (B, d) as the bits of its float32: Fabric would round
        floating-point inputs to bfloat16, and the targets with them.
        """
        x, noise = images.flatten(1).float() / 255, bits.view(torch.float32)  # (B, values), (B, d)
        mean, log_variance = self.network.encode(x)  # (B, d)
        if log_variance is None:
            return squared_error(self.network.logits(mean).float(), x), None
        mean, log_variance = mean.float(), log_variance.float()
        logits = self.network.logits(reparameterise(mean, log_variance, noise)).float()
        divergence = kl_to_prior(mean, log_variance)
        if self.deviation is None:
            return bernoulli_cross_entropy(logits, x), divergence
        return gaussian_cross_entropy(logits, x, self.deviation), divergence


class Halved(Protocol):
    """A recipe, as far as precision goes."""

    @property
    def half(self) -> bool:
        """Whether to compute in bfloat16 where precision allows."""


def build(recipe: Recipe) -> Autoencoder | PCA:
    """Make the recipe's network with fresh weights from its seed."""
    torch.manual_seed(recipe.seed)
    return build_network(recipe.kind, recipe.layer_sizes, recipe.image_shape, recipe.channels)


def quieten_fabric() -> None:
    """Let `lightning-fabric` keep its remarks to itself."""
    for name in ("lightning_fabric", "lightning.fabric"):
        logging.getLogger(name).setLevel(logging.WARNING)


def open_fabric(recipe: Halved, device: str = "auto") -> Fabric:
    """Choose device, precision and processes: as many as `torchrun` has started, otherwise one."""
    cuda = torch.cuda.is_available() and device != "cpu"
    together = "LOCAL_WORLD_SIZE" in os.environ  # set by torchrun
    fabric = Fabric(
        accelerator="cuda" if cuda else "cpu",
        strategy="ddp" if together else "auto",
        devices=int(os.environ["LOCAL_WORLD_SIZE"]) if together else 1,
        num_nodes=_nodes() if together else 1,
        precision="bf16-mixed" if recipe.half else "32-true",
    )
    if together:
        fabric.launch()
    return fabric


def _nodes() -> int:
    return int(os.environ["WORLD_SIZE"]) // int(os.environ["LOCAL_WORLD_SIZE"])


def train(
    recipe: Recipe,
    data: DataSet,
    start: dict[str, Tensor] | None = None,
    fabric: Fabric | None = None,
) -> Generator[Progress, None, Autoencoder | PCA]:
    """Follow `recipe` on `data`, from the weights `start` where given; yields once an epoch.

    Raises
    ------
    InputError
        MISMATCH when the data do not fill one batch, or a batch cannot be shared evenly.
    CoreError
        MISMATCH when the loss stops being a number.
    """
    if recipe.kind is Kind.PCA:
        yield Progress(1, 1, 1, 0.0, 0.0)
        return fit_pca(recipe, data)
    run = Run(recipe, data, start, fabric)
    total, count, started = 0.0, 0, time.monotonic()
    for step in run:
        total, count = total + step.loss, count + 1
        if step.ends_epoch:
            left = (time.monotonic() - started) / step.step * (run.steps - step.step)
            yield Progress(step.step, run.steps, step.epoch, total / count, left)
            total, count = 0.0, 0
    network = run.network.cpu().eval()
    if recipe.unit_codes:
        scale_codes(network, 1 / _code_deviation(network, data))
    return network


@torch.no_grad()
def _code_deviation(network: Autoencoder, data: DataSet) -> float:
    """Return the root mean square of how far the codes of 1,000 pictures are from their mean."""
    codes, _ = network.encode(torch.from_numpy(data.images[:1000]).flatten(1).float() / 255)
    return float((codes - codes.mean(dim=0)).square().mean().sqrt())


def fit_pca(recipe: Recipe, data: DataSet) -> PCA:
    """Take mean and leading directions from scikit-learn."""
    from sklearn.decomposition import PCA as Fit

    network = build(recipe)
    assert isinstance(network, PCA)
    flat = data.floats().reshape(len(data.images), -1)
    solver = "covariance_eigh" if flat.shape[1] <= FULL_SPECTRUM else "randomized"
    fit = Fit(network.directions.shape[0], svd_solver=solver, random_state=0).fit(flat)
    network.set(fit.mean_, fit.components_)
    return network


class Run:
    """AdamW under a one-cycle learning rate, one step at a time: `for step in run`.

    Between two steps `set` changes a number, `keep` takes the whole state and `restore` goes back
    to it; what follows is exactly what followed the first time. Nothing but steps draws random
    numbers.

    Attributes
    ----------
    recipe : with the numbers as they are now.
    network : that learns.
    step : steps made.
    """

    def __init__(
        self,
        recipe: Recipe,
        data: DataSet,
        start: dict[str, Tensor] | None = None,
        fabric: Fabric | None = None,
    ) -> None:
        """Begin with fresh weights or with `start`; raises what `train` raises."""
        if len(data) < recipe.batch_size:
            detail = f"{recipe.batch_size}, there are {len(data)} items"
            raise InputError("batch_size", Fault.MISMATCH, detail)
        torch.set_num_threads(recipe.threads)
        self._fabric = fabric or open_fabric(recipe)
        self._share(recipe.batch_size)
        network = build(recipe)
        assert isinstance(network, Autoencoder)
        if start is not None:
            network.load_state_dict(start)
        self.network, self.recipe = network, recipe
        self._images = torch.from_numpy(data.images).to(self._fabric.device)
        freeze(network, recipe.frozen)
        optimiser = torch.optim.AdamW(
            network.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        objective = Objective(network, recipe.deviation)
        self._objective, self._optimiser = self._fabric.setup(objective, optimiser)
        self._raw = optimiser
        self._shuffle = torch.Generator().manual_seed(recipe.seed)
        self._unit = recipe.batch_size  # items that move the schedule on by one
        self.step, self._epoch, self._clock = 0, 0, 0.0
        self._order, self._used = torch.empty(0, dtype=torch.int64), 0
        self._first: float | None = None  # loss of the first step

    @property
    def device(self) -> torch.device:
        """Return where it computes."""
        return self._fabric.device

    @property
    def steps(self) -> int:
        """Return the steps in all, at the present batch size."""
        batch, whole = self.recipe.batch_size, len(self._images)
        begun = (len(self._order) - self._used) // batch if self._epoch else 0
        return self.step + begun + max(0, self.recipe.epochs - self._epoch) * (whole // batch)

    @property
    def epoch(self) -> int:
        """Return the epoch of the last step, from 1; 0 before the first."""
        return self._epoch

    def __iter__(self) -> Iterator[Step]:
        """Yield after each step, until all are made."""
        return self

    def __next__(self) -> Step:
        if self.step >= self.steps:
            raise StopIteration
        return self._make_step()

    def set(self, key: str, value: float | int | str) -> None:
        """Change a number from the next step on.

        Raises
        ------
        InputError
            REFUSED for what cannot be changed, MISMATCH for a value that is none or out of range.
        """
        fresh = set_live(self.recipe, key, value)
        if fresh.batch_size > len(self._images):
            raise InputError("batch_size", Fault.MISMATCH, f"there are {len(self._images)} items")
        self._share(fresh.batch_size)
        if key == "frozen":
            freeze(self.network, fresh.frozen)
        self.recipe = fresh

    @torch.no_grad()
    def held_out_loss(self, images: Tensor) -> float:
        """Mean loss of `images` (N, H, W[, 3]) uint8, always with the same noise."""
        recipe = self.recipe
        size = recipe.layer_sizes[-1]
        draw = torch.Generator().manual_seed(0)
        total = 0.0
        for part in torch.split(images, HELD_OUT_BATCH):
            noise = torch.randn(len(part), size, generator=draw).to(self.device)
            parts = self._objective.module(part.to(self.device), noise.view(torch.int32))
            reconstruction, divergence = parts
            loss = _weighed(reconstruction, divergence, recipe.beta)
            total += float(loss.sum())
        return total / len(images)

    def keep(self) -> Kept:
        """Return the whole state: weights, optimiser, random numbers, order of the data."""
        tensors = {key: value.detach().cpu() for key, value in self.network.state_dict().items()}
        for index, entry in self._raw.state_dict()["state"].items():
            for key, value in entry.items():
                tensors[f"{OPTIMISER}{index}.{key}"] = value.detach().cpu()
        tensors |= {
            "order": self._order,
            "random.order": self._shuffle.get_state(),
            "random.noise": torch.get_rng_state(),
        }
        if self.device.type == "cuda":
            tensors["random.cuda"] = torch.cuda.get_rng_state(self.device)
        recipe = self.recipe
        rest = {
            "step": self.step,
            "epoch": self._epoch,
            "clock": self._clock,
            "used": self._used,
            "first": self._first,
            "recipe": {key: getattr(recipe, key) for key in _LIVE_NUMBERS},
        }
        return Kept({key: value.clone() for key, value in tensors.items()}, rest)

    def restore(self, kept: Kept) -> None:
        """Go back to a state that `keep` gave."""
        tensors, rest = kept.tensors, kept.rest
        self.network.load_state_dict({key: tensors[key] for key in self.network.state_dict()})
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            if name.startswith(OPTIMISER):
                index, key = name.removeprefix(OPTIMISER).split(".")
                state.setdefault(int(index), {})[key] = value.clone()
        groups = self._raw.state_dict()["param_groups"]
        self._raw.load_state_dict({"state": state, "param_groups": groups})
        self._order = tensors["order"].clone()
        self._shuffle.set_state(tensors["random.order"])
        torch.set_rng_state(tensors["random.noise"])
        if self.device.type == "cuda" and "random.cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random.cuda"], self.device)
        self.step, self._epoch = rest["step"], rest["epoch"]
        self._clock, self._used, self._first = rest["clock"], rest["used"], rest["first"]
        self.recipe = replace(self.recipe, **rest["recipe"])
        freeze(self.network, self.recipe.frozen)

    def _share(self, batch: int) -> None:
        """Check that the processes can have equal parts of a batch: then means are means."""
        if batch % self._fabric.world_size:
            detail = f"{batch} items for {self._fabric.world_size} processes"
            raise InputError("batch_size", Fault.MISMATCH, detail)

    def _make_step(self) -> Step:
        recipe = self.recipe
        images, noise = self._next_batch()
        rate = self._schedule()
        beta = recipe.beta
        if beta is not None and recipe.kl_warm_up:
            beta *= min(1.0, (self.step + 1) / recipe.kl_warm_up)
        reconstruction, divergence = self._objective(images, noise)
        loss = _weighed(reconstruction, divergence, beta).mean()
        self._optimiser.zero_grad()
        if loss.requires_grad:  # not with everything frozen
            self._fabric.backward(loss)
            nn.utils.clip_grad_norm_(self.network.parameters(), recipe.largest_gradient)
            self._optimiser.step()
        numbers = [loss.detach(), reconstruction.detach().mean()]
        if divergence is not None:
            numbers.append(divergence.detach().mean())
        told = torch.stack(numbers)
        if self._fabric.world_size > 1:
            shared = self._fabric.all_reduce(told, reduce_op="mean")
            assert isinstance(shared, Tensor)
            told = shared
        value, parts = told[0].item(), [each.item() for each in told[1:]]
        self.step += 1
        self._clock += recipe.batch_size / self._unit
        self._check(value, parts, beta)
        kl = parts[1] if len(parts) > 1 else None
        ends = len(self._order) - self._used < recipe.batch_size
        return Step(self.step, self._epoch, value, parts[0], kl, rate, beta, ends)

    def _next_batch(self) -> tuple[Tensor, Tensor]:
        """Return this process's part of the next batch (b, H, W[, 3]), and its noise's bits."""
        batch = self.recipe.batch_size
        if len(self._order) - self._used < batch:
            self._order = torch.randperm(len(self._images), generator=self._shuffle)
            self._epoch, self._used = self._epoch + 1, 0
        part = batch // self._fabric.world_size
        mine = slice(part * self._fabric.global_rank, part * (self._fabric.global_rank + 1))
        chosen = self._order[self._used : self._used + batch][mine]
        self._used += batch
        images = self._images[chosen.to(self._images.device)]
        size = self.recipe.layer_sizes[-1] if self.recipe.kind is Kind.VAE else 0
        noise = torch.randn(batch, size, device=self.device)  # for all: as many as one would draw
        return images, noise[mine].view(torch.int32)

    def _schedule(self) -> float:
        """Set the optimiser's learning rate and momentum for the next step."""
        whole = self.recipe.epochs * (len(self._images) // self._unit)
        rate, momentum = one_cycle(self._clock, whole, self.recipe.learning_rate)
        for group in self._raw.param_groups:
            group["lr"], group["betas"] = rate, (momentum, group["betas"][1])
            group["weight_decay"] = self.recipe.weight_decay
        return rate

    def _check(self, loss: float, parts: list[float], beta: float | None) -> None:
        """Raise ExplodedError for a loss that is none; a large β is no reason."""
        plain = parts[0] + min(1.0, beta or 0.0) * (parts[1] if len(parts) > 1 else 0.0)
        if self._first is None and math.isfinite(plain):
            self._first = plain
        bound = EXPLODED * (1 + abs(self._first or 0.0))
        if not math.isfinite(loss) or plain > bound:
            detail = f"loss {loss:g} in epoch {self._epoch}, step {self.step}"
            raise ExplodedError(self.recipe.name, Fault.MISMATCH, detail)


class Fit:
    """A principal component analysis as a `Run` of one step: all is found at once, none is set."""

    steps = 1

    def __init__(
        self, recipe: Recipe, data: DataSet, start: dict[str, Tensor] | None = None
    ) -> None:
        """Begin with nothing found or with `start`; raises InputError for too few items."""
        if len(data) < recipe.layer_sizes[-1]:
            detail = f"{recipe.layer_sizes[-1]} directions of {len(data)} items"
            raise InputError(recipe.data, Fault.MISMATCH, detail)
        network = build(recipe)
        assert isinstance(network, PCA)
        if start is not None:
            network.load_state_dict(start)
        self.recipe, self.network, self.step = recipe, network, 0
        self.device = torch.device("cpu")
        self._data = data

    def __iter__(self) -> Iterator[Step]:
        """Yield once."""
        return self

    def __next__(self) -> Step:
        if self.step >= self.steps:
            raise StopIteration
        self.network, self.step = fit_pca(self.recipe, self._data), 1
        loss = self.held_out_loss(torch.from_numpy(self._data.images))
        return Step(1, 1, loss, loss, None, 0.0, None, ends_epoch=True)

    def set(self, key: str, value: float | int | str) -> None:
        """Refuse: raises InputError REFUSED."""
        raise InputError(key, Fault.REFUSED, f"{value}: nothing is set in a {self.recipe.kind}")

    @torch.no_grad()
    def held_out_loss(self, images: Tensor) -> float:
        """Mean squared error Σ (x − x̂)² of `images` (N, H, W[, 3]) uint8."""
        total = 0.0
        for part in torch.split(images, HELD_OUT_BATCH):
            x = part.flatten(1).float() / 255
            made = self.network.reconstruct(self.network.encode(x)[0])
            total += float((made - x).square().sum())
        return total / len(images)

    def keep(self) -> Kept:
        """Return the whole state."""
        tensors = {key: value.detach().clone() for key, value in self.network.state_dict().items()}
        recipe = {key: getattr(self.recipe, key) for key in _LIVE_NUMBERS}
        return Kept(tensors, {"step": self.step, "recipe": recipe})

    def restore(self, kept: Kept) -> None:
        """Go back to a state that `keep` gave."""
        self.network.load_state_dict(kept.tensors)
        self.step = kept.rest["step"]


_LIVE_NUMBERS = ("learning_rate", "beta", "batch_size", "weight_decay", "frozen", "epochs")


def _weighed(reconstruction: Tensor, divergence: Tensor | None, beta: float | None) -> Tensor:
    """Squared error, or −ELBO with its KL term weighted by β."""
    return reconstruction if divergence is None else reconstruction + (beta or 0.0) * divergence


def one_cycle(clock: float, whole: int, peak: float) -> tuple[float, float]:
    """Return learning rate and momentum after `clock` of `whole` steps.

    The rate rises from peak/25 within `RISE` of the run and falls to next to nothing; momentum does
    the opposite between 0.95 and 0.85 (Smith and Topin 2018, as `torch.optim.lr_scheduler.
    OneCycleLR` has it). A function of the step alone: there is no state to keep, and `peak` may
    change at any time.
    """
    clock = min(clock, max(whole - 1, 0))
    top, low = RISE * whole - 1, peak / 25
    if clock <= top and top > 0:
        return _cosine(low, peak, clock / top), _cosine(0.95, 0.85, clock / top)
    share = (clock - top) / (whole - 1 - top) if whole - 1 > top else 1.0
    return _cosine(peak, low / 1e4, share), _cosine(0.85, 0.95, share)


def _cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)


def freeze(network: nn.Module, what: str) -> None:
    """Let all of `network` learn but `what`: a part's name, or a number of layers from the input.

    Raises
    ------
    InputError
        MISSING when the network has no such part.
    """
    layers = list(dict.fromkeys(name.rpartition(".")[0] for name, _ in network.named_parameters()))
    if what.isdecimal():
        still = set(itertools.islice(layers, int(what)))
    else:
        still = {layer for layer in layers if what and f"{layer}.".startswith(f"{what}.")}
        if what and not still:
            raise InputError(what, Fault.MISSING, f"layers: {', '.join(layers)}")
    for name, weight in network.named_parameters():
        weight.requires_grad_(name.rpartition(".")[0] not in still)
