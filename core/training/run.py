"""One training run from the command line: recipe, data, progress bar, publication."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from tqdm import tqdm

from core.cards import Kind, ModelCard
from core.data.table import load
from core.errors import Fault, InputError
from core.export.parity import read_weights
from core.export.publish import check_shelf, publish
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.library import Library
from core.training.loops import Progress, train
from core.training.recipes import RECIPES, Recipe

if TYPE_CHECKING:
    from torch import Tensor

# what --set may change, from where to where; what is not here makes a recipe what it is
RANGES: dict[str, tuple[float, float]] = {
    "batch_size": (1, 1_000_000),
    "beta": (0, 1000),
    "epochs": (1, 100_000),
    "kl_warm_up": (0, 1_000_000_000),
    "largest_gradient": (1e-8, 1e12),
    "learning_rate": (1e-8, 10),
    "seed": (0, 2**63 - 1),
    "threads": (1, 1024),
    "weight_decay": (0, 100),
}
LOG_SECONDS = 30.0  # between two lines of progress where stderr is no terminal


def train_and_publish(name: str, changes: Sequence[str], shelf: Path) -> ModelCard:
    """Train the recipe `name` with `changes` ("epochs=5") and publish the result on `shelf`.

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
    network = _with_bar(recipe, train(recipe, data, _start(recipe, shelf)))
    command = " ".join(["python -m core train", name, *(f"--set {one}" for one in sorted(changes))])
    return publish(network, recipe, data, held_out, shelf, command)


def find_recipe(name: str) -> Recipe:
    """Return the recipe `name`; InputError MISSING with the known names."""
    if name not in RECIPES:
        raise InputError(name, Fault.MISSING, f"known: {', '.join(RECIPES)}")
    return RECIPES[name]


def change(recipe: Recipe, changes: Sequence[str]) -> Recipe:
    """Apply "field=value" changes; numbers only, the recipe's identity stays.

    Raises
    ------
    InputError
        REFUSED for a field that cannot be changed, MISMATCH for a value that is none.
    """
    types = get_type_hints(Recipe)
    for text in changes:
        key, _, value = text.partition("=")
        if key not in RANGES or (key == "beta" and recipe.kind is not Kind.VAE):
            raise InputError(key, Fault.REFUSED, f"fields: {', '.join(RANGES)}")
        number = int if types[key] is int else float
        low, high = RANGES[key]
        try:
            change: dict[str, Any] = {key: number(value)}
        except ValueError as error:
            raise InputError(key, Fault.MISMATCH, f"{value!r} is no {number.__name__}") from error
        if not low <= change[key] <= high:
            raise InputError(key, Fault.MISMATCH, f"{value} is not in {low:g} … {high:g}")
        recipe = replace(recipe, **change)
    return recipe


def _start(recipe: Recipe, shelf: Path) -> dict[str, Tensor] | None:
    """Read the weights that the recipe starts with, the shelf's own model first."""
    if not recipe.start_from:
        return None
    return read_weights(Library((shelf, *Library().folders)).find(recipe.start_from))


def _with_bar(
    recipe: Recipe, run: Generator[Progress, None, Autoencoder | PCA]
) -> Autoencoder | PCA:
    """Exhaust `run` with a bar on stderr: lively on a terminal, rare in a log file."""
    pause = 0.1 if sys.stderr.isatty() else LOG_SECONDS
    with tqdm(desc=recipe.name, unit="step", mininterval=pause) as bar:
        while True:
            try:
                progress = next(run)
            except StopIteration as end:
                trained: Autoencoder | PCA = end.value
                return trained
            bar.total = progress.steps
            bar.set_postfix(epoch=progress.epoch, loss=f"{progress.loss:.2f}", refresh=False)
            bar.update(progress.step - bar.n)
