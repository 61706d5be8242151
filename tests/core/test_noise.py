"""One draw of a posterior shows the noise that made it."""

from __future__ import annotations

import numpy as np
import pytest

from core.latent.noise import draw

MEAN = np.array([1.0, -2.0, 0.5], dtype=np.float32)
SIGMA = np.array([0.1, 2.0, 0.0], dtype=np.float32)


def test_the_code_is_the_mean_plus_scaled_noise() -> None:
    epsilon, z = draw(MEAN, SIGMA, 3)
    np.testing.assert_allclose(z, MEAN + SIGMA * epsilon)
    assert z.dtype == epsilon.dtype == np.float32
    assert z[2] == MEAN[2]  # no deviation, no noise


def test_a_seed_gives_the_same_noise_and_another_seed_another() -> None:
    assert np.array_equal(draw(MEAN, SIGMA, 3)[0], draw(MEAN, SIGMA, 3)[0])
    assert not np.array_equal(draw(MEAN, SIGMA, 3)[0], draw(MEAN, SIGMA, 4)[0])


def test_over_many_seeds_the_noise_is_standard_normal() -> None:
    noise = np.concatenate([draw(MEAN, SIGMA, seed)[0] for seed in range(2000)])
    assert noise.mean() == pytest.approx(0, abs=0.05)
    assert noise.std() == pytest.approx(1, abs=0.03)
