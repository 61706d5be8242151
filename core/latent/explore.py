"""What the hand asks: which pictures belong to these points; frozen requests and answers."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from core.latent.chart import Chart, survey
from core.latent.chart import items as pictures_of
from core.latent.model import LatentModel
from core.runtime.library import Library
from core.runtime.providers import Device

Point = tuple[float, ...]


@dataclass(frozen=True)
class Explorable:
    """A model that is open, and the chart of its data."""

    model: LatentModel
    chart: Chart

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


def open_explorable(library: Library, name: str, device: Device, points: int | None) -> Explorable:
    """Open the model `name` and chart its data; raises ModelError or DataError."""
    model = LatentModel.open(library.find(name), device)
    return Explorable(model, survey(model, pictures_of(model.card.data.name, points)))
