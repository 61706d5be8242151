"""Training as generators that yield progress and return the trained network."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

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
from core.training.recipes import Recipe

if TYPE_CHECKING:
    from core.data.table import DataSet


FULL_SPECTRUM = 4096  # values a picture up to which PCA diagonalises the whole covariance


@dataclass(frozen=True)
class Progress:
    """Where a run stands: steps done and in all, the last epoch's mean loss, time left."""

    step: int
    steps: int
    epoch: int
    loss: float
    seconds_left: float


def build(recipe: Recipe) -> Autoencoder | PCA:
    """Make the recipe's network with fresh weights from its seed."""
    torch.manual_seed(recipe.seed)
    return build_network(recipe.kind, recipe.layer_sizes, recipe.image_shape, recipe.channels)


def train(
    recipe: Recipe, data: DataSet, start: dict[str, Tensor] | None = None
) -> Generator[Progress, None, Autoencoder | PCA]:
    """Follow `recipe` on `data`, from the weights `start` where given.

    Raises
    ------
    InputError
        MISMATCH when the data do not fill one batch.
    CoreError
        MISMATCH when the loss stops being a number.
    """
    if len(data) < recipe.batch_size and recipe.kind is not Kind.PCA:
        detail = f"{recipe.batch_size}, there are {len(data)} items"
        raise InputError("batch_size", Fault.MISMATCH, detail)
    torch.set_num_threads(recipe.threads)
    network = build(recipe)
    if start is not None:
        network.load_state_dict(start)
    if isinstance(network, PCA):
        _fit_pca(network, data)
        yield Progress(1, 1, 1, 0.0, 0.0)
        return network
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    yield from _descend(recipe, network, torch.from_numpy(data.images).to(device))
    network.cpu().eval()
    if recipe.unit_codes:
        scale_codes(network, 1 / _code_deviation(network, data))
    return network


@torch.no_grad()
def _code_deviation(network: Autoencoder, data: DataSet) -> float:
    """Return the root mean square of how far the codes of 1,000 pictures are from their mean."""
    codes, _ = network.encode(torch.from_numpy(data.images[:1000]).flatten(1).float() / 255)
    return float((codes - codes.mean(dim=0)).square().mean().sqrt())


def _fit_pca(network: PCA, data: DataSet) -> None:
    """Take mean and leading directions from scikit-learn."""
    from sklearn.decomposition import PCA as Fit

    flat = data.floats().reshape(len(data.images), -1)
    solver = "covariance_eigh" if flat.shape[1] <= FULL_SPECTRUM else "randomized"
    fit = Fit(network.directions.shape[0], svd_solver=solver, random_state=0).fit(flat)
    network.set(fit.mean_, fit.components_)


def _descend(
    recipe: Recipe, network: Autoencoder, images: Tensor
) -> Generator[Progress, None, None]:
    """Minimise the recipe's loss by AdamW under a one-cycle learning rate; yields once an epoch."""
    per_epoch = len(images) // recipe.batch_size
    steps = recipe.epochs * per_epoch
    optimiser = torch.optim.AdamW(
        network.parameters(), recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.learning_rate, total_steps=steps, pct_start=0.05
    )
    shuffle = torch.Generator().manual_seed(recipe.seed)
    started, step = time.monotonic(), 0
    for epoch in range(1, recipe.epochs + 1):
        total = 0.0
        order = torch.randperm(len(images), generator=shuffle)[: per_epoch * recipe.batch_size]
        for batch in order.view(per_epoch, recipe.batch_size):
            x = images[batch].flatten(1).float() / 255
            with torch.autocast(images.device.type, torch.bfloat16, enabled=recipe.half):
                loss = loss_of(recipe, network, x, step).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.largest_gradient)
            optimiser.step()
            schedule.step()
            step += 1
            total += loss.item()
        mean = total / per_epoch
        if not mean < float("inf"):
            raise CoreError(recipe.name, Fault.MISMATCH, f"loss {mean} in epoch {epoch}")
        left = (time.monotonic() - started) / step * (steps - step)
        yield Progress(step, steps, epoch, mean, left)


def loss_of(recipe: Recipe, network: Autoencoder, x: Tensor, step: int) -> Tensor:
    """Return the loss of each picture: squared error, or −ELBO with its KL term weighted by β."""
    mean, log_variance = network.encode(x)  # (B, d)
    if log_variance is None or recipe.beta is None:
        return squared_error(network.logits(mean).float(), x)
    mean, log_variance = mean.float(), log_variance.float()
    z = reparameterise(mean, log_variance, torch.randn_like(mean))
    warm = min(1.0, (step + 1) / recipe.kl_warm_up) if recipe.kl_warm_up else 1.0
    divergence = kl_to_prior(mean, log_variance)
    logits = network.logits(z).float()
    if recipe.deviation is None:
        return bernoulli_cross_entropy(logits, x) + recipe.beta * warm * divergence
    nats = gaussian_cross_entropy(logits, x, recipe.deviation)
    return nats + recipe.beta * warm * divergence
