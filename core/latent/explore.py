"""What the hand asks: which pictures belong to these points; frozen requests and answers."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from core.data.table import DataSet
from core.latent.chart import Chart, items, survey
from core.latent.model import LatentModel
from core.runtime.library import Library
from core.runtime.providers import Device, best_device

Point = tuple[float, ...]
PRIOR_SAMPLES = 300


@dataclass(frozen=True)
class Explorable:
    """A model that is open, and the chart of its data."""

    model: LatentModel
    chart: Chart
    unlike: float | None = None  # share of pictures drawn from the prior that resemble no data

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self.model.card.name


@dataclass(frozen=True)
class Draw:
    """Decode one point a model."""

    models: tuple[LatentModel, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Drawn:
    """The pictures (H, W) float32 of a `Draw`, in its order, and the seconds it took."""

    points: tuple[Point, ...]
    pictures: tuple[np.ndarray, ...]
    seconds: float


def draw(request: Draw) -> Drawn:
    """Decode each point by its model."""
    start = time.perf_counter()
    pictures = tuple(
        model.decode(np.array([point], dtype=np.float32))[0]
        for model, point in zip(request.models, request.points, strict=True)
    )
    return Drawn(request.points, pictures, time.perf_counter() - start)


def _unlike_from_prior(model: LatentModel, chart: Chart) -> float | None:
    """Share of 300 pictures decoded from N(0, 1) that resemble none of the data.

    Small where the latent space is complete, as the lecture says; None without a prior.
    """
    if chart.sigma is None:
        return None
    points = np.random.default_rng(0).standard_normal((PRIOR_SAMPLES, chart.codes.shape[1]))
    return chart.share_unlike(model.decode(points))


class Workbench:
    """Models that are open and the pictures they share, each opened once.

    `asked` is the device asked for ("auto", "cpu", "cuda"); `device` what it came to, None before
    the first model. `points` is the number of pictures, None for the sample that is always there.
    """

    def __init__(self, library: Library, asked: str = "auto", points: int | None = None) -> None:
        self.library, self._asked, self._points = library, asked, points
        self.device: Device | None = None
        self._open: dict[str, Explorable] = {}
        self._pictures: dict[str, DataSet] = {}

    def open(self, name: str) -> Explorable:
        """Open the model `name` and chart its data; raises ModelError or DataError."""
        if name not in self._open:
            if self.device is None:
                self.device = best_device(self._asked)
            model = LatentModel.open(self.library.find(name), self.device)
            chart = survey(model, self._data(model.card.data.name))
            self._open[name] = Explorable(model, chart, _unlike_from_prior(model, chart))
        return self._open[name]

    def _data(self, name: str) -> DataSet:
        if name not in self._pictures:
            self._pictures[name] = items(name, self._points)
        return self._pictures[name]
