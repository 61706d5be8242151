"""The metrics of a latent-variable model on held-out data, computed through ONNX Runtime."""

from __future__ import annotations

import numpy as np

from core.cards import Metrics
from core.data.table import SAMPLE_SIZE
from core.latent.model import BATCH, LatentModel, Posterior

PROTOCOL = (
    "full test set; neg_elbo = reconstruction + kl in nats a picture, Bernoulli cross-entropy on "
    "grey values (no normalised density) or Gaussian density on colour values in [0, 1] with the "
    "card's deviation, one sample of z a picture, numpy default_rng(0); mse a value at z = mu; "
    "active_units: variance of mu over the test set > 0.01"
)
SAMPLE_VALUES = SAMPLE_SIZE * 28 * 28  # that a model is measured on where it has to be quick


def evaluate(model: LatentModel, images: np.ndarray) -> Metrics:
    """Measure `model` on `images` (N, H, W[, 3]) in [0, 1] by the protocol above."""
    posterior = model.encode(images)
    reconstruction, kl = _elbo_terms(model, images, posterior)
    known = reconstruction is not None and kl is not None
    return Metrics(
        neg_elbo=reconstruction + kl if known else None,  # type: ignore[operator]
        reconstruction=reconstruction,
        kl=kl,
        mse=mean_squared_error(model, images, posterior),
        active_units=int((posterior.mean.var(axis=0) > 0.01).sum()),
    )


def sample_mean_squared_error(model: LatentModel, images: np.ndarray) -> float:
    """Return the mean squared error of the first `images` that have `SAMPLE_VALUES` values."""
    return mean_squared_error(model, images[: max(1, SAMPLE_VALUES // images[0].size)])


def mean_squared_error(
    model: LatentModel, images: np.ndarray, posterior: Posterior | None = None
) -> float:
    """Mean over pictures and pixels of (x − x̂)², x̂ decoded at z = μ."""
    codes = (posterior or model.encode(images)).mean
    total = sum(
        float(np.square(images[i : i + BATCH] - model.decode(codes[i : i + BATCH])).sum())
        for i in range(0, len(images), BATCH)
    )
    return total / images.size


def kl_to_prior(posterior: Posterior) -> np.ndarray:
    """KL(q(z|x) ‖ N(0, 1)) of each picture and dimension (N, d), in nats."""
    assert posterior.log_variance is not None
    variance = np.exp(posterior.log_variance)
    terms = np.square(posterior.mean) + variance - 1 - posterior.log_variance
    return np.asarray(0.5 * terms)


def cross_entropy(logits: np.ndarray, images: np.ndarray) -> np.ndarray:
    """−Σ x log p + (1 − x) log(1 − p) of each picture (N,), in nats, from log(p / (1 − p))."""
    wide = logits.astype(np.float64)
    terms = np.maximum(wide, 0) - wide * images + np.log1p(np.exp(-np.abs(wide)))
    return np.asarray(terms.reshape(len(images), -1).sum(axis=1))


def gaussian(pictures: np.ndarray, images: np.ndarray, deviation: float) -> np.ndarray:
    """−log N(x; x̂, s²) of each picture (N,), in nats of density on values in [0, 1]."""
    squares = np.square(images - pictures, dtype=np.float64).reshape(len(images), -1).sum(axis=1)
    values = images[0].size
    nats = squares / (2 * deviation**2) + values * np.log(deviation * np.sqrt(2 * np.pi))
    return np.asarray(nats)


def _scores(model: LatentModel, codes: np.ndarray, images: np.ndarray) -> np.ndarray:
    """Score `images` given their `codes` by the card's likelihood: −log p(x|z) of each (N,)."""
    deviation = model.card.deviation
    if deviation is None:
        return cross_entropy(model.logits(codes), images)
    return gaussian(model.decode(codes), images, deviation)


def _elbo_terms(
    model: LatentModel, images: np.ndarray, posterior: Posterior
) -> tuple[float | None, float | None]:
    """Return mean reconstruction and KL terms, or None where the kind has none."""
    sigma = posterior.sigma
    if sigma is None:
        return None, None
    noise = np.random.default_rng(0).standard_normal(posterior.mean.shape)
    codes = (posterior.mean + sigma * noise).astype(np.float32)
    parts = [
        _scores(model, codes[i : i + BATCH], images[i : i + BATCH])
        for i in range(0, len(images), BATCH)
    ]
    return float(np.concatenate(parts).mean()), float(kl_to_prior(posterior).sum(axis=1).mean())
