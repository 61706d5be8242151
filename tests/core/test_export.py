"""Publishing: whole or not at all, the same in ONNX Runtime as in torch, weights stored once."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from safetensors.numpy import load_file

from core.cards import CARD_FILE, WEIGHTS_FILE, LatentCard, read_card
from core.data.table import DataSet
from core.errors import Fault, ModelError, StorageError
from core.export.parity import max_difference, rebuild
from core.export.publish import publish
from core.export.verify import verify
from core.latent.evaluate import evaluate
from core.latent.model import LatentModel
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.training.loops import build, train
from core.training.recipes import Recipe

Tiny = tuple[Recipe, DataSet, DataSet]


def trained(recipe: Recipe, data: DataSet) -> Autoencoder | PCA:
    run = train(recipe, data)
    while True:
        try:
            next(run)
        except StopIteration as end:
            network: Autoencoder | PCA = end.value
            return network


@pytest.fixture(scope="module")
def published(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LatentCard]:
    """A shelf with one model that this very test session trained."""
    recipe, data, held_out = tiny
    shelf = tmp_path_factory.mktemp("shelf")
    return shelf, publish(trained(recipe, data), recipe, data, held_out, shelf)


def test_the_folder_is_whole_and_alone(published: tuple[Path, LatentCard]) -> None:
    shelf, card = published
    folder = shelf / "shapes-vae-2"
    assert os.listdir(shelf) == [folder.name]
    assert {path.name for path in folder.iterdir()} == {*card.files, CARD_FILE}
    assert read_card(folder) == card


def test_onnx_runtime_computes_what_torch_does(published: tuple[Path, LatentCard]) -> None:
    shelf, card = published
    entry = Library((shelf,)).find(card.name)
    model = LatentModel.open(entry, best_device("cpu"))
    images = np.random.default_rng(0).random((70, 28, 28), dtype=np.float32)
    assert card.parity <= 1e-4
    assert max_difference(model, rebuild(entry), images) <= 1e-4


def test_the_card_tells_what_was_measured(published: tuple[Path, LatentCard], tiny: Tiny) -> None:
    shelf, card = published
    entry = Library((shelf,)).find(card.name)
    model = LatentModel.open(entry, best_device("cpu"))
    again = evaluate(model, tiny[2].floats())
    assert again.neg_elbo == pytest.approx(card.metrics.neg_elbo, rel=1e-5)
    assert (card.data.train_count, card.data.test_count) == (300, 300)
    assert verify(entry)["ok"]


def test_there_is_one_copy_of_the_weights(published: tuple[Path, LatentCard]) -> None:
    folder = published[0] / "shapes-vae-2"
    stored = load_file(folder / WEIGHTS_FILE)
    seen = set()
    for file in ("encoder.onnx", "decoder.onnx"):
        graph = onnx.load(folder / file, load_external_data=False).graph
        for initializer in graph.initializer:
            name = initializer.name.removeprefix("network.").removesuffix(".stored")
            if name in stored:
                seen.add(name)
                places = {e.key: e.value for e in initializer.external_data}
                assert places["location"] == WEIGHTS_FILE
                assert int(places["length"]) == stored[name].nbytes
    assert seen == set(stored)
    assert (folder / "encoder.onnx").stat().st_size < 40_000


def test_publishing_again_replaces(tiny: Tiny, tmp_path: Path) -> None:
    recipe, data, held_out = tiny
    for seed in (0, 1):
        publish(
            build(replace(recipe, seed=seed)), replace(recipe, seed=seed), data, held_out, tmp_path
        )
    assert os.listdir(tmp_path) == [recipe.name]
    assert read_card(tmp_path / recipe.name).seed == 1
    assert verify(Library((tmp_path,)).find(recipe.name))["ok"]


def test_the_same_weights_give_the_same_files(
    published: tuple[Path, LatentCard], tiny: Tiny, tmp_path: Path
) -> None:
    recipe, data, held_out = tiny
    again = publish(trained(recipe, data), recipe, data, held_out, tmp_path)
    assert again.files == published[1].files
    assert again.metrics == published[1].metrics


def test_weights_that_are_no_numbers_leave_the_old_version(tiny: Tiny, tmp_path: Path) -> None:
    recipe, data, held_out = tiny
    publish(build(recipe), recipe, data, held_out, tmp_path)
    folder = tmp_path / recipe.name
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    broken = build(recipe)
    with torch.no_grad():
        next(iter(broken.parameters())).fill_(float("nan"))
    with pytest.raises(ModelError) as caught:
        publish(broken, recipe, data, held_out, tmp_path)
    assert caught.value.fault is Fault.MISMATCH
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert os.listdir(tmp_path) == [recipe.name]


def test_a_shelf_that_cannot_be_written_is_said(tiny: Tiny, tmp_path: Path) -> None:
    recipe, data, held_out = tiny
    shelf = tmp_path / "shelf"
    shelf.write_text("a file, no folder")
    with pytest.raises(StorageError) as caught:
        publish(build(recipe), recipe, data, held_out, shelf)
    assert (caught.value.fault, caught.value.path) == (Fault.READ_ONLY, shelf)


def test_weights_of_another_network_do_not_pass(
    published: tuple[Path, LatentCard], tmp_path: Path
) -> None:
    shelf, card = published
    entry = Library((shelf,)).find(card.name)
    other = replace(entry, card=card.model_copy(update={"layer_sizes": (784, 32, 2)}))
    with pytest.raises(ModelError) as caught:
        verify(other)
    assert (caught.value.fault, caught.value.file) == (Fault.MISMATCH, WEIGHTS_FILE)


def test_a_metric_that_the_model_does_not_reach_does_not_pass(
    published: tuple[Path, LatentCard],
) -> None:
    shelf, card = published
    entry = Library((shelf,)).find(card.name)
    boasting = replace(entry, card=card.model_copy(update={"sample_mse": card.sample_mse / 2}))
    with pytest.raises(ModelError) as caught:
        verify(boasting)
    assert caught.value.fault is Fault.MISMATCH
    assert "mse" in caught.value.detail
