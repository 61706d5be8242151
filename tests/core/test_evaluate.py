"""Metrics against computations that share no code with them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA
from torch.distributions import Independent, Normal, kl_divergence
from torch.nn import functional

from core.data.table import load
from core.export.parity import rebuild
from core.latent.evaluate import cross_entropy, evaluate, kl_to_prior, mean_squared_error
from core.latent.model import LatentModel, Posterior
from core.networks.autoencoder import Autoencoder
from core.runtime.library import Library
from core.runtime.providers import best_device


def opened(name: str) -> LatentModel:
    return LatentModel.open(Library().find(name), best_device("cpu"))


def test_the_divergence_is_that_of_two_normal_distributions() -> None:
    random = np.random.default_rng(0)
    mean, log_variance = random.normal(0, 3, (50, 2)), random.normal(0, 2, (50, 2))
    found = kl_to_prior(Posterior(mean, log_variance))
    posterior = Normal(torch.from_numpy(mean), torch.from_numpy(np.exp(log_variance / 2)))
    expected = kl_divergence(posterior, Normal(torch.tensor(0.0), torch.tensor(1.0)))
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-9)


def test_the_cross_entropy_is_that_of_torch_far_out_too() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 40, (20, 28, 28)).astype(np.float32)
    images = random.random((20, 28, 28))
    expected = functional.binary_cross_entropy_with_logits(
        torch.from_numpy(logits).double(), torch.from_numpy(images), reduction="none"
    ).sum(dim=(1, 2))
    np.testing.assert_allclose(cross_entropy(logits, images), expected.numpy(), rtol=1e-9)


def test_pca_rebuilds_as_well_as_scikit_learn_does() -> None:
    train = load("shapes", "train").floats().reshape(-1, 784)
    images = load("shapes", "test", size=1000).floats()
    fit = PCA(2, svd_solver="randomized", random_state=0).fit(train)
    flat = images.reshape(-1, 784)
    expected = np.square(fit.inverse_transform(fit.transform(flat)) - flat).mean()
    assert mean_squared_error(opened("shapes-pca-2"), images) == pytest.approx(expected, rel=1e-3)


def test_what_a_kind_has_not_is_none() -> None:
    metrics = evaluate(opened("shapes-pca-2"), load("shapes", "test", size=100).floats())
    assert (metrics.neg_elbo, metrics.reconstruction, metrics.kl) == (None, None, None)
    assert metrics.active_units == 2


def test_the_negative_elbo_is_that_of_the_source_network() -> None:
    images = load("shapes", "test", size=700).floats()
    metrics = evaluate(opened("shapes-vae-2"), images)

    network = rebuild(Library().find("shapes-vae-2"))
    assert isinstance(network, Autoencoder)
    x = torch.from_numpy(images).flatten(1)
    noise = torch.from_numpy(np.random.default_rng(0).standard_normal((700, 2)))
    with torch.no_grad():
        mean, log_variance = network.encode(x)
        assert log_variance is not None
        scale = log_variance.double().mul(0.5).exp()
        z = mean + scale * noise
        pixels = torch.distributions.Bernoulli(
            logits=network.logits(z.float()).double(), validate_args=False
        )
        reconstruction = -pixels.log_prob(x.double()).sum(dim=1).mean().item()
        posterior = Independent(Normal(mean.double(), scale), 1)
        prior = Independent(Normal(torch.zeros(2).double(), torch.ones(2).double()), 1)
        kl = kl_divergence(posterior, prior).mean().item()
        mse = (torch.sigmoid(network.logits(mean)) - x).square().mean().item()

    assert metrics.reconstruction == pytest.approx(reconstruction, rel=1e-4)
    assert metrics.kl == pytest.approx(kl, rel=1e-4)
    assert metrics.neg_elbo == pytest.approx(reconstruction + kl, rel=1e-4)
    assert metrics.mse == pytest.approx(mse, rel=1e-3)


def test_a_code_that_never_moves_is_not_active() -> None:
    images = np.repeat(load("shapes", "test", size=1).floats(), 50, axis=0)
    assert evaluate(opened("shapes-pca-2"), images).active_units == 0
