"""What lies around a point of the plane, and what the decoder draws there, as typed values.

Rules. A point is *outside* when it is more than 3 standard deviations of the cloud from its middle,
in a *gap* when its 15th neighbour is more than three times as far away as usual, *within* a class
when at least four fifths of the 15 neighbours share it, and *between* two classes otherwise. What
the picture resembles is asked of the 5 nearest by pixels of at most 2,000 data pictures, whatever
the plane says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.latent.chart import NEIGHBOURS, Chart

GAP_FACTOR = 3.0
SHARE_WITHIN = 0.8
OUTSIDE_SIGMA = 3.0
LOOKALIKES, COMPARED = 5, 2000


class Place(StrEnum):
    """Where a point lies with respect to the encoded data."""

    WITHIN = "within"
    BETWEEN = "between"
    GAP = "gap"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Surroundings:
    """The place of a point, the classes around it and the class that its picture resembles.

    `classes` begins with the more frequent; `share` is its part of the 15 neighbours, and
    `resembles_share` the part of `resembles` among the lookalikes.
    """

    place: Place
    classes: tuple[str, ...]
    share: float
    resembles: str
    resembles_share: float


def look_around(chart: Chart, point: np.ndarray, picture: np.ndarray) -> Surroundings:
    """Describe `point` (d,) of the plane and the `picture` (28, 28) decoded there."""
    distances = np.linalg.norm(chart.codes - point, axis=1)
    count = min(NEIGHBOURS, len(distances))
    nearest = np.argpartition(distances, count - 1)[:count]
    ranked, share = _ranked(chart, nearest)
    away = np.linalg.norm((point - chart.centre) / chart.spread)
    place = Place.WITHIN if share >= SHARE_WITHIN else Place.BETWEEN
    if distances[nearest].max() > GAP_FACTOR * chart.typical_gap:
        place = Place.OUTSIDE if away > OUTSIDE_SIGMA else Place.GAP
    alike, alike_share = _ranked(chart, _lookalikes(chart, picture))
    return Surroundings(place, ranked[:2], share, alike[0], alike_share)


def _lookalikes(chart: Chart, picture: np.ndarray) -> np.ndarray:
    """Return the 5 of the first 2,000 data pictures that are nearest to `picture` by pixels."""
    some = chart.data.images[:COMPARED].astype(np.float32)
    some /= 255
    some -= np.clip(picture, 0, 1)
    np.square(some, out=some)
    count = min(LOOKALIKES, len(some))
    return np.argpartition(some.sum(axis=(1, 2)), count - 1)[:count]


def _ranked(chart: Chart, which: np.ndarray) -> tuple[tuple[str, ...], float]:
    counts = np.bincount(chart.data.labels[which], minlength=len(chart.data.classes))
    order = np.argsort(-counts, kind="stable")
    names = tuple(chart.data.classes[i] for i in order if counts[i])
    return names, float(counts.max() / len(which))
