"""The reparameterisation trick by hand: one draw of a posterior, and the noise that made it."""

from __future__ import annotations

import numpy as np


def draw(mean: np.ndarray, sigma: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ε ~ N(0, 1) (d,) and z = μ + σ · ε (d,), float32, the same for the same seed.

    μ is `mean` (d,), σ is `sigma` (d,); Kingma & Welling 2014, eq. 10.
    """
    epsilon = np.random.default_rng(seed).standard_normal(mean.shape).astype(np.float32)
    return epsilon, np.asarray(mean + sigma * epsilon, dtype=np.float32)
