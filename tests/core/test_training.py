"""Training: it learns, it repeats itself, and it says no to what cannot work."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA as Reference

from core.cards import Kind
from core.data.table import DATA, DataSet
from core.errors import CoreError, Fault, InputError
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.training.loops import Progress, train
from core.training.recipes import RECIPES, Recipe

Tiny = tuple[Recipe, DataSet, DataSet]


def follow(
    run: Generator[Progress, None, Autoencoder | PCA],
) -> tuple[list[Progress], Autoencoder | PCA]:
    told = []
    while True:
        try:
            told.append(next(run))
        except StopIteration as end:
            return told, end.value


def weights(network: Autoencoder | PCA) -> torch.Tensor:
    return torch.cat([value.flatten() for value in network.state_dict().values()])


@pytest.mark.parametrize("kind", [Kind.AE, Kind.VAE])
def test_the_loss_falls_and_the_steps_are_counted(tiny: Tiny, kind: Kind) -> None:
    recipe = replace(tiny[0], kind=kind, beta=1.0 if kind is Kind.VAE else None, epochs=8)
    told, network = follow(train(recipe, tiny[1]))
    assert [progress.epoch for progress in told] == [*range(1, 9)]
    assert [progress.step for progress in told] == [6 * n for n in range(1, 9)]
    assert {progress.steps for progress in told} == {48}
    assert told[-1].loss < 0.85 * told[0].loss
    assert told[-1].seconds_left == 0
    assert not network.training


def test_a_seed_gives_the_same_weights_twice(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    first, second = (weights(follow(train(recipe, data))[1]) for _ in range(2))
    other = weights(follow(train(replace(recipe, seed=1), data))[1])
    assert torch.equal(first, second)
    assert not torch.allclose(first, other)


def test_it_goes_on_from_the_weights_it_is_given(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    _, network = follow(train(recipe, data))
    start = {key: value.clone() for key, value in network.state_dict().items()}
    slow = replace(recipe, seed=1, learning_rate=1e-8)
    _, moved = follow(train(slow, data, start))
    assert torch.allclose(weights(moved), weights(network), atol=1e-5)


def test_pca_has_the_directions_of_scikit_learn(tiny: Tiny) -> None:
    data = tiny[1]
    _, network = follow(train(RECIPES["shapes-pca-2"], data))
    assert isinstance(network, PCA)
    reference = Reference(2, svd_solver="full").fit(data.floats().reshape(len(data), -1))
    products = network.directions.numpy() @ reference.components_.T
    np.testing.assert_allclose(np.abs(products), np.eye(2), atol=1e-3)  # signs are free
    np.testing.assert_allclose(network.mean.numpy(), reference.mean_, atol=1e-5)


def test_beta_weighs_the_divergence(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    spread = []
    for beta in (0.0, 10.0):
        _, network = follow(train(replace(recipe, beta=beta, epochs=10), data))
        with torch.no_grad():
            spread.append(network.encode(torch.from_numpy(data.floats()).flatten(1))[0].std())
    assert spread[0] > 2 * spread[1]


def test_data_that_fill_no_batch_are_refused(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    with pytest.raises(InputError) as caught:
        next(train(replace(recipe, batch_size=301), data))
    assert (caught.value.subject, caught.value.fault) == ("batch_size", Fault.MISMATCH)


def test_a_loss_that_is_no_number_ends_the_run(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    with pytest.raises(CoreError) as caught:
        follow(train(replace(recipe, learning_rate=1e30), data))
    assert caught.value.fault is Fault.MISMATCH
    assert "epoch" in caught.value.detail


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_are_named_by_what_they_are(name: str) -> None:
    recipe = RECIPES[name]
    assert recipe.name == name
    assert recipe.layer_sizes[0] == math.prod(DATA[recipe.data].image_shape)
    assert list(recipe.layer_sizes) == sorted(recipe.layer_sizes, reverse=True)
    before = list(RECIPES)[: list(RECIPES).index(name)]
    assert recipe.start_from is None or recipe.start_from in before


def test_unit_codes_change_the_codes_and_not_the_pictures(tiny: Tiny) -> None:
    recipe, data, _ = tiny
    plain = replace(recipe, kind=Kind.AE, beta=None, epochs=3)
    x = torch.from_numpy(data.images).flatten(1).float() / 255
    networks = [follow(train(replace(plain, unit_codes=unit), data))[1] for unit in (False, True)]
    with torch.no_grad():
        codes = [network.encode(x)[0] for network in networks]
        drawn = [n.logits(z) for n, z in zip(networks, codes, strict=True)]
    spread = [float((z - z.mean(dim=0)).square().mean().sqrt()) for z in codes]
    assert spread[1] == pytest.approx(1, rel=0.05)
    assert abs(spread[0] - 1) > 0.1
    assert torch.allclose(*drawn, atol=1e-3)
