"""A chart: where a model puts the pictures of its data, ready to be drawn and asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.cards import ModelCard
from core.data.table import DataSet, load, sample
from core.errors import DataError
from core.latent.model import BATCH, LatentModel

NEIGHBOURS = 15
LOOKALIKES, COMPARED = 5, 2000


@dataclass(frozen=True)
class Chart:
    """The codes of a data set under a model.

    Attributes
    ----------
    codes : (N, d) float32, μ of each picture.
    sigma : (N, d) float32, σ of each picture, or None where the model has none.
    errors : (N,) float32, the mean squared error a pixel of each picture's reconstruction.
    """

    card: ModelCard
    data: DataSet
    codes: np.ndarray
    sigma: np.ndarray | None
    errors: np.ndarray

    @cached_property
    def centre(self) -> np.ndarray:
        """Mean of the codes (d,)."""
        return np.asarray(self.codes.mean(axis=0))

    @cached_property
    def spread(self) -> np.ndarray:
        """Standard deviation of the codes (d,), never 0."""
        return np.asarray(np.maximum(self.codes.std(axis=0), 1e-6))

    def share_within(self, radius: float) -> float:
        """Share of the codes no further than `radius` from the origin, the middle of the prior."""
        return float((np.linalg.norm(self.codes, axis=1) <= radius).mean())

    @property
    def explained(self) -> float:
        """Share of the pictures' variance that the reconstructions explain, at most 1."""
        images = self.data.floats()
        return float(1 - self.errors.mean() / images.var(axis=0).mean())

    def lookalikes(self, picture: np.ndarray) -> tuple[np.ndarray, float]:
        """Return the 5 data pictures nearest to `picture` by pixels, of at most 2,000.

        Also the squared distance of the furthest of them.
        """
        some = self.data.images[:COMPARED].astype(np.float32)
        some /= 255
        some -= np.clip(picture, 0, 1)
        np.square(some, out=some)
        squares = some.reshape(len(some), -1).sum(axis=1)
        nearest = np.argsort(squares)[:LOOKALIKES]
        return nearest, float(squares[nearest].max())

    @cached_property
    def unlike(self) -> float:
        """Squared distance beyond which a picture resembles none of the data.

        From 99 of 100 data pictures the 5th lookalike is nearer than this (100 were asked).
        """
        step = max(1, min(COMPARED, len(self.codes)) // 100)
        some = self.data.images[:COMPARED:step].astype(np.float32) / 255
        return float(np.quantile(self._furthest_lookalike(some, skip=1), 0.99))

    def share_unlike(self, pictures: np.ndarray) -> float:
        """Share of `pictures` (M, 28, 28) that resemble none of the data."""
        return float((self._furthest_lookalike(np.clip(pictures, 0, 1)) > self.unlike).mean())

    def _furthest_lookalike(self, pictures: np.ndarray, skip: int = 0) -> np.ndarray:
        """Squared distance (M,) of each picture's 5th lookalike, its `skip` nearest left out."""
        rows = pictures.reshape(len(pictures), -1)
        data = self.data.images[:COMPARED].reshape(-1, rows.shape[1]).astype(np.float32) / 255
        squares = np.square(rows).sum(axis=1)[:, None] + np.square(data).sum(axis=1)
        squares -= 2 * rows @ data.T
        nth = min(skip + LOOKALIKES, len(data)) - 1
        return np.asarray(np.partition(squares, nth, axis=1)[:, nth])

    @cached_property
    def typical_gap(self) -> float:
        """Median distance from a code to its 15th neighbour, over 300 codes."""
        some = self.codes[:: max(1, len(self.codes) // 300)]
        distances = np.linalg.norm(some[:, None] - self.codes[None], axis=2)
        nth = min(NEIGHBOURS, distances.shape[1] - 1)
        return float(np.median(np.partition(distances, nth, axis=1)[:, nth])) or 1e-6


def items(name: str, count: int | None = None) -> DataSet:
    """Return the pictures that the window shows: held-out ones where they can be had.

    Without `count` that is the sample that is always there; where it consists of training pictures
    (the digits) and the full test set is on this machine, the first 2,000 test pictures instead.
    """
    if count is not None:
        return load(name, "test", size=count)
    bundled = sample(name)
    if bundled.split == "test":
        return bundled
    try:
        return load(name, "test", size=len(bundled))
    except DataError:
        return bundled


def survey(model: LatentModel, data: DataSet) -> Chart:
    """Encode and reconstruct all pictures of `data`."""
    images = data.floats()
    posterior = model.encode(images)
    rebuilt = np.concatenate(
        [model.decode(posterior.mean[i : i + BATCH]) for i in range(0, len(images), BATCH)]
    )
    errors = np.square(images - rebuilt).mean(axis=tuple(range(1, images.ndim)))
    return Chart(model.card, data, posterior.mean, posterior.sigma, errors)
