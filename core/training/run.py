"""One training run from the command line: recipe, data, progress bar, publication."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tqdm import tqdm

from core.cards import LatentCard
from core.data.table import load
from core.export.parity import read_weights
from core.export.publish import check_shelf, publish
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.library import Library
from core.training.changes import change, command_of, find_recipe
from core.training.loops import Progress, open_fabric, quieten_fabric, train
from core.training.recipes import Recipe

if TYPE_CHECKING:
    from torch import Tensor

LOG_SECONDS = 30.0  # between two lines of progress where stderr is no terminal


@dataclass(frozen=True)
class Trained:
    """What was published, and the mean loss of each epoch."""

    card: LatentCard
    losses: tuple[float, ...]


def train_and_publish(name: str, changes: Sequence[str], shelf: Path) -> Trained | None:
    """Train the recipe `name` with `changes` ("epochs=5") and publish the result on `shelf`.

    Under `torchrun` all processes share the work and the first one publishes; None in the others.

    Raises
    ------
    InputError
        An unknown recipe or field, or a value of the wrong type or out of range.
    DataError
        The full training set is not here.
    ModelError
        The model to start from is not here or damaged, or what was trained is no good.
    StorageError
        The shelf cannot be written.
    """
    recipe = change(find_recipe(name), changes)
    check_shelf(recipe.name, shelf)  # before the hours of training, not after
    data, held_out = load(recipe.data, "train"), load(recipe.data, "test")
    quieten_fabric()
    fabric = open_fabric(recipe)
    run = train(recipe, data, _start(recipe, shelf), fabric)
    network, losses = _with_bar(recipe, run, silent=fabric.global_rank > 0)
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    if fabric.global_rank > 0:
        return None
    command = command_of(name, changes)
    return Trained(publish(network, recipe, data, held_out, shelf, command), losses)


def _start(recipe: Recipe, shelf: Path) -> dict[str, Tensor] | None:
    """Read the weights that the recipe starts with, the shelf's own model first."""
    if not recipe.start_from:
        return None
    return read_weights(Library((shelf, *Library().folders)).find(recipe.start_from))


def _with_bar(
    recipe: Recipe, run: Generator[Progress, None, Autoencoder | PCA], *, silent: bool
) -> tuple[Autoencoder | PCA, tuple[float, ...]]:
    """Exhaust `run` with a bar on stderr: lively on a terminal, rare in a log file."""
    pause = 0.1 if sys.stderr.isatty() else LOG_SECONDS
    losses: list[float] = []
    with tqdm(desc=recipe.name, unit="step", mininterval=pause, disable=silent) as bar:
        while True:
            try:
                progress = next(run)
            except StopIteration as end:
                trained: Autoencoder | PCA = end.value
                return trained, tuple(losses)
            losses.append(progress.loss)
            bar.total = progress.steps
            bar.set_postfix(epoch=progress.epoch, loss=f"{progress.loss:.2f}", refresh=False)
            bar.update(progress.step - bar.n)
