"""Publish a trained network: write it beside its place, check it, then move it in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from core.cards import (
    OWN_DATA,
    DataUsed,
    Graph,
    Kind,
    LatentCard,
    Licence,
    Likelihood,
    Metrics,
    Training,
)
from core.cards import Tensor as Slot
from core.data.table import DATA, DataSet, fingerprint
from core.export.filling import fill
from core.export.folders import packages, put_on_shelf
from core.latent.evaluate import PROTOCOL
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.shelves import storing
from core.training.recipes import Recipe

LARGE_PICTURE = 4096  # values from which on principal directions are stored as float16 too


def publish(
    network: Autoencoder | PCA,
    recipe: Recipe,
    train: DataSet,
    test: DataSet,
    shelf: Path,
    command: str | None = None,
    training: Training | None = None,
) -> LatentCard:
    """Export `network`, measure it, and put it on `shelf` as a folder with the recipe's name.

    The folder appears whole or not at all; an earlier one of that name is replaced. `command` is
    what made it, if not the recipe as it stands in the table; `training` how, if it was watched.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight is no number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    exact = recipe.kind is Kind.PCA and recipe.layer_sizes[0] < LARGE_PICTURE
    dtype = torch.float32 if exact else torch.float16
    draft = _draft(recipe, train, test)
    if training and training.data == OWN_DATA:
        draft = _of_own_data(draft)

    def write(work: Path) -> LatentCard:
        filled = fill(network, draft, test, work, dtype)
        done = training and training.model_copy(update={"after": filled.metrics})
        said = {"command": command or filled.command, "training": done}
        return filled.model_copy(update=said)

    return put_on_shelf(recipe.name, shelf, write)


def check_shelf(name: str, shelf: Path) -> None:
    """Try to write where the model `name` shall go, leaving nothing there; raises StorageError."""
    place = next(folder for folder in (shelf, *shelf.absolute().parents) if folder.exists())
    with storing(name, shelf), tempfile.TemporaryFile(dir=place):
        pass


def describe_graphs(recipe: Recipe, picture: tuple[int, ...]) -> dict[str, Graph]:
    """Say what goes into the two graphs of a recipe's model and what comes out."""
    grey = len(picture) == 2
    ink = "grey values, 0 background, 1 ink" if grey else "red, green, blue from 0 to 1"
    image = Slot(name="image", shape=("batch", *picture), meaning=ink)
    codes = ("batch", recipe.layer_sizes[-1])
    encoded = [Slot(name="mean", shape=codes, meaning="μ of q(z|x), or the code itself")]
    decoded = [image]
    if recipe.kind is Kind.VAE:
        encoded.append(Slot(name="log_variance", shape=codes, meaning="log σ² of q(z|x)"))
    if recipe.likelihood is Likelihood.BERNOULLI:
        decoded.append(Slot(name="logits", shape=image.shape, meaning="log(p / (1 − p)) a pixel"))
    point = Slot(name="z", shape=codes, meaning="a point of the latent space")
    return {
        "encoder": Graph(file="encoder.onnx", inputs=(image,), outputs=tuple(encoded)),
        "decoder": Graph(file="decoder.onnx", inputs=(point,), outputs=tuple(decoded)),
    }


def _draft(recipe: Recipe, train: DataSet, test: DataSet) -> LatentCard:
    """Fill in the card but for what is still to be measured."""
    entry = DATA[recipe.data]
    return LatentCard(
        name=recipe.name,
        kind=recipe.kind,
        data=DataUsed(
            name=recipe.data,
            train_count=len(train.images),
            train_fingerprint=fingerprint(train),
            test_count=len(test.images),
            test_fingerprint=fingerprint(test),
        ),
        likelihood=recipe.likelihood,
        deviation=recipe.deviation,
        beta=recipe.beta,
        latent_size=recipe.layer_sizes[-1],
        image_shape=test.images.shape[1:],
        classes=test.classes,
        layer_sizes=recipe.layer_sizes,
        channels=recipe.channels,
        graphs=describe_graphs(recipe, test.images.shape[1:]),
        metrics=Metrics(neg_elbo=None, reconstruction=None, kl=None, mse=0.0, active_units=0),
        metrics_protocol=PROTOCOL,
        sample_mse=0.0,
        parity=0.0,
        parent=recipe.start_from,
        seed=recipe.seed,
        command=f"python -m core train {recipe.name}",
        versions=packages(),
        licence=Licence(model="MIT", data=entry.licence, attribution=entry.attribution),
        files=dict.fromkeys(("encoder.onnx", "decoder.onnx"), ""),  # filled in later
    )


def _of_own_data(draft: LatentCard) -> LatentCard:
    """Say that the pictures are the user's own."""
    assert draft.data is not None
    data = draft.data.model_copy(update={"name": OWN_DATA})
    licence = draft.licence.model_copy(update={"data": OWN_DATA, "attribution": ""})
    return draft.model_copy(update={"data": data, "licence": licence})
