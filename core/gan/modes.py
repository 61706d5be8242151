"""How many heaps the fakes reach: modes covered and the share of good samples, as in PacGAN.

2,500 samples; a sample is good within 3 σ of a mode, and a mode is covered by one good sample (Lin
et al. 2018, table 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.gan.data import Modes

SAMPLES = 2500
DEVIATIONS = 3.0
FAIR_SHARE = 0.2  # of what a mode would get if all got the same: what counts as held, not grazed
PROTOCOL = "2500 samples; good within 3 deviations of a mode, a mode covered by one good sample"


@dataclass(frozen=True)
class Coverage:
    """What fakes reach.

    Attributes
    ----------
    covered, total : modes with a good sample, of all; good : share of good samples.
    held : modes with at least a fifth of their fair share of all samples: a stricter count, which a
        cloud that is only swept across a mode does not pass.
    near : modes that are the nearest one of at least a fifth of a fair share, however far.
    shares : (total,) share of all samples that are good for each mode.
    """

    covered: int
    total: int
    good: float
    held: int
    near: int
    shares: tuple[float, ...]


def coverage(fakes: np.ndarray, modes: Modes) -> Coverage:
    """Count the modes that fakes (N, dim) cover."""
    off = (fakes[:, None] - modes.centres[None]) / modes.deviations[None]  # (N, k, dim)
    distance = np.sqrt(np.square(off).sum(axis=2))
    distance[~np.isfinite(distance)] = np.inf
    nearest = distance.argmin(axis=1)
    good = distance.min(axis=1) <= DEVIATIONS
    counts = np.bincount(nearest[good], minlength=len(modes))
    close = np.bincount(nearest, minlength=len(modes))
    fair = FAIR_SHARE * len(fakes) / len(modes)
    return Coverage(
        int((counts > 0).sum()),
        len(modes),
        float(good.mean()),
        int((counts >= fair).sum()),
        int((close >= fair).sum()),
        tuple((counts / len(fakes)).tolist()),
    )
