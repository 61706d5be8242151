"""What lies around a point of the plane, and what the decoder draws there, as typed values.

Rules. A point is *outside* when it is more than 3 standard deviations of the cloud from its middle,
in a *gap* when its 15th neighbour is more than three times as far away as usual, *within* a class
when at least four fifths of the 15 neighbours share it, and *between* two classes otherwise. What
the picture resembles is asked of the 5 nearest by pixels of at most 2,000 data pictures, whatever
the plane says; it resembles *nothing* when the 5th of them is further away than it is from 99 of
100 data pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.latent.chart import NEIGHBOURS, Chart

GAP_FACTOR = 3.0
SHARE_WITHIN = 0.8
OUTSIDE_SIGMA = 3.0


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
    `resembles_share` the part of `resembles` among the lookalikes; `resembles` is None where the
    picture is like no data.
    """

    place: Place
    classes: tuple[str, ...]
    share: float
    resembles: str | None
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
    lookalikes, furthest = chart.lookalikes(picture)
    alike, alike_share = _ranked(chart, lookalikes)
    resembles = alike[0] if furthest <= chart.unlike else None
    return Surroundings(place, ranked[:2], share, resembles, alike_share)


def _ranked(chart: Chart, which: np.ndarray) -> tuple[tuple[str, ...], float]:
    counts = np.bincount(chart.data.labels[which], minlength=len(chart.data.classes))
    order = np.argsort(-counts, kind="stable")
    names = tuple(chart.data.classes[i] for i in order if counts[i])
    return names, float(counts.max() / len(which))
