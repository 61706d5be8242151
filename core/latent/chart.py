"""A chart: where a model puts the pictures of its data, ready to be drawn and asked about."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from core.cards import LatentCard
from core.data.table import DataSet, Source, load, sample
from core.errors import DataError
from core.latent.evaluate import kl_to_prior
from core.latent.model import LatentModel, Posterior

NEIGHBOURS = 15
GAP_PAIRS = 3_000_000  # distances worth measuring for the usual gap
LOOKALIKES, COMPARED = 5, 2000
LARGE, BLOCKS = 1024, 32  # values of a picture that is compared as it is; blocks a side otherwise
PART, PART_VALUES = 500, 2**20  # pictures in hand as float32 at a time, and values
DRAWN, FEWEST_DRAWN, DRAWN_BYTES = 2000, 32, 2**26  # pictures that a model draws for its chart
_REDUCED: WeakKeyDictionary[DataSet, np.ndarray] = WeakKeyDictionary()  # for all models at once


@dataclass(frozen=True)
class Chart:
    """The codes of a data set under a model.

    Attributes
    ----------
    data : the pictures; drawn by the model itself (`drawn`) where it knows no data or no encoder.
    codes : (N, d) float32, μ of each picture.
    sigma : (N, d) float32, σ of each picture, or None where the model has none.
    errors : (N,) float32, the mean squared error a value of each reconstruction.
    """

    card: LatentCard
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

    @cached_property
    def kl(self) -> np.ndarray | None:
        """KL(q(z|x) ‖ N(0, 1)) of each dimension (d,) in nats, the mean over the pictures."""
        if self.sigma is None:
            return None
        posterior = Posterior(self.codes, 2 * np.log(self.sigma))
        return np.asarray(kl_to_prior(posterior).mean(axis=0, dtype=np.float64))

    @cached_property
    def contrast(self) -> np.ndarray:
        """Variance of the values of each picture (N,)."""
        axes = tuple(range(1, self.data.images.ndim))
        parts = [_floats(part).var(axis=axes) for part in _parts(self.data.images)]
        return np.concatenate(parts)

    @cached_property
    def telling(self) -> int:
        """A picture to begin with: given back well for its contrast, and about 1 σ out."""
        away = np.linalg.norm((self.codes - self.centre) / self.spread, axis=1)
        unexplained = self.errors / np.maximum(self.contrast, 1e-9)
        good = unexplained <= np.quantile(unexplained, 0.05)
        usual = min(1.0, float(np.median(away)))
        return int(np.where(good, abs(away - usual), np.inf).argmin())

    def share_within(self, radius: float) -> float:
        """Share of the codes no further than `radius` from the origin, the middle of the prior."""
        return float((np.linalg.norm(self.codes, axis=1) <= radius).mean())

    @property
    def drawn(self) -> bool:
        """Say whether the pictures are the model's own, drawn from its prior."""
        return self.data.source is Source.DRAWN

    @property
    def explained(self) -> float:
        """Share of the pictures' variance that the reconstructions explain, at most 1."""
        images = self.data.images
        total = np.zeros(images.shape[1:])
        squares = np.zeros(images.shape[1:])
        for part in _parts(images):
            values = _floats(part)
            total += values.sum(axis=0, dtype=np.float64)
            squares += np.square(values).sum(axis=0, dtype=np.float64)
        variance = float((squares / len(images) - np.square(total / len(images))).mean())
        return 1 - float(self.errors.mean()) / max(variance, 1e-9)

    @property
    def _compared(self) -> np.ndarray:
        """At most 2,000 data pictures as uint8, large ones reduced: what others are held to."""
        images = self.data.images[:COMPARED]
        if images[0].size <= LARGE:
            return images
        if self.data not in _REDUCED:
            parts = (_reduced(_floats(part)) * 255 + 0.5 for part in _parts(images))
            _REDUCED[self.data] = np.concatenate([part.astype(np.uint8) for part in parts])
        return _REDUCED[self.data]

    def lookalikes(self, picture: np.ndarray) -> tuple[np.ndarray, float]:
        """Return the 5 data pictures nearest to `picture` by pixels, of at most 2,000.

        Also the squared distance of the furthest of them. Pictures of more than 1,024 values are
        compared by the means of blocks, at most 32 × 32 of them a channel.
        """
        wanted = _reduced(np.clip(picture, 0, 1)[None])[0]
        squares = np.concatenate([_squares(part, wanted) for part in _parts(self._compared)])
        nearest = np.argsort(squares)[:LOOKALIKES]
        return nearest, float(squares[nearest].max())

    @cached_property
    def unlike(self) -> float:
        """Squared distance beyond which a picture resembles none of the data.

        From 99 of 100 data pictures the 5th lookalike is nearer than this (100 were asked).
        """
        step = max(1, min(COMPARED, len(self.codes)) // 100)
        some = _floats(self._compared[::step])
        return float(np.quantile(self._furthest_lookalike(some, skip=1), 0.99))

    def share_unlike(self, pictures: np.ndarray) -> float:
        """Share of `pictures` (M, H, W[, 3]) that resemble none of the data."""
        parts = [_reduced(np.clip(part, 0, 1)) for part in _parts(pictures)]
        furthest = self._furthest_lookalike(np.concatenate(parts))
        return float((furthest > self.unlike).mean())

    def _furthest_lookalike(self, pictures: np.ndarray, skip: int = 0) -> np.ndarray:
        """Squared distance (M,) of each reduced picture's 5th lookalike, `skip` nearest left out.

        |a − b|² = |a|² + |b|² − 2ab, for all pairs at once.
        """
        rows = pictures.reshape(len(pictures), -1)
        squares = np.empty((len(rows), len(self._compared)), np.float32)
        done = 0
        for part in _parts(self._compared):
            data = _floats(part).reshape(len(part), -1)
            columns = squares[:, done : done + len(part)]
            np.add(np.square(rows).sum(axis=1)[:, None], np.square(data).sum(axis=1), out=columns)
            columns -= 2 * rows @ data.T
            done += len(part)
        nth = min(skip + LOOKALIKES, done) - 1
        return np.asarray(np.partition(squares, nth, axis=1)[:, nth])

    @cached_property
    def typical_gap(self) -> float:
        """Median distance from a code to its 15th neighbour, over 300 codes, fewer of many."""
        every = self.codes.astype(np.float64)
        asked = min(300, max(30, GAP_PAIRS // len(every)))
        some = every[:: max(1, len(every) // asked)]
        squares = np.square(some).sum(axis=1)[:, None] + np.square(every).sum(axis=1)
        squares -= 2 * some @ every.T  # not a difference (300, N, d): d may be 4,096
        distances = np.sqrt(np.maximum(squares, 0))
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
    means, log_variances, errors = [], [], []
    for part in _parts(data.images, model.batch):
        images = _floats(part)
        posterior = model.encode(images)
        images -= model.decode(posterior.mean)
        errors.append(np.square(images).mean(axis=tuple(range(1, images.ndim))))
        means.append(posterior.mean)
        log_variances.append(posterior.log_variance)
    known = [each for each in log_variances if each is not None]
    whole = Posterior(np.concatenate(means), np.concatenate(known) if known else None)
    return Chart(model.card, data, whole.mean, whole.sigma, np.concatenate(errors))


def survey_drawn(model: LatentModel) -> Chart:
    """Chart a model by pictures that it draws from its own prior, at most 2,000 and 64 MB of them.

    With an encoder they are encoded and decoded as data are. Without one each picture's code is the
    point that it was drawn from, and no reconstruction can be wrong.
    """
    card = model.card
    count = min(DRAWN, max(FEWEST_DRAWN, DRAWN_BYTES // math.prod(card.image_shape)))
    codes = model.draw_codes(count)
    images = np.empty((count, *card.image_shape), np.uint8)
    for i in range(0, count, model.batch):
        pictures = np.nan_to_num(model.decode(codes[i : i + model.batch]))
        images[i : i + model.batch] = np.clip(pictures, 0, 1) * 255 + 0.5
    labels = np.zeros(count, np.int64)
    data = DataSet(card.name, "drawn", Source.DRAWN, images, labels, ("drawn",))
    if model.has_encoder:
        return survey(model, data)
    return Chart(card, data, codes, None, np.zeros(count, np.float32))


def _parts(images: np.ndarray, count: int = PART) -> Iterator[np.ndarray]:
    """Yield `images` a few at a time, so that they are never all there as float32."""
    step = max(1, min(count, PART_VALUES // max(1, images[0].size))) if len(images) else 1
    return (images[i : i + step] for i in range(0, len(images), step))


def _floats(images: np.ndarray) -> np.ndarray:
    """Return uint8 pictures as float32 in [0, 1]."""
    values = images.astype(np.float32)
    values /= 255
    return values


def _squares(part: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """Squared distance (N,) of uint8 pictures from one picture."""
    values = _floats(part)
    values -= picture
    np.square(values, out=values)
    return np.asarray(values.reshape(len(values), -1).sum(axis=1))


def _reduced(pictures: np.ndarray) -> np.ndarray:
    """Average large pictures (N, H, W[, 3]) over blocks: at most 32 × 32 remain a channel."""
    if pictures[0].size <= LARGE:
        return pictures
    for axis in (1, 2):
        side = pictures.shape[axis]
        starts = np.arange(0, side, -(-side // BLOCKS))
        lengths = np.diff(starts, append=side).astype(np.float32)
        sums = np.add.reduceat(pictures, starts, axis=axis)
        pictures = sums / lengths.reshape(-1, *[1] * (pictures.ndim - 1 - axis))
    return pictures
