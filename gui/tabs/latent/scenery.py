"""Makes of models and the state what planes show: projections, axis names, colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.cards import LatentCard
from core.data.table import Attribute, DataSet
from core.latent.explore import Explorable
from core.latent.projection import Projection, by_components, by_dimensions
from gui.numbers import fixed, subscript
from gui.tabs.latent.stages import Scene
from gui.tabs.latent.state import COMPONENTS, State

THIRDS = ("low", "middle", "high")


class Scenery:
    """Remembers planes and colours, so that what did not change is not drawn anew."""

    def __init__(self) -> None:
        self._planes: dict[tuple[str, tuple[int, ...]], tuple[Explorable, Projection]] = {}
        self._colours: tuple[DataSet | None, str, Attribute | None] = (None, "", None)

    def scenes(self, shown: Sequence[Explorable], state: State) -> list[Scene]:
        """Return what each plane shows of `shown`."""
        found = []
        for entry in shown:
            plane = self._plane(entry, state.axes)
            names, indices = _names(plane, state.axes)
            found.append(Scene(entry, plane, names, indices, self._colour(entry, state.colour_by)))
        return found

    def _plane(self, entry: Explorable, axes: tuple[int, ...]) -> Projection:
        key = entry.name, axes
        known = self._planes.get(key)
        if known is None or known[0] is not entry:
            self._planes[key] = entry, plane_of(entry, axes)
        return self._planes[key][1]

    def _colour(self, entry: Explorable, key: str) -> Attribute:
        data, before, found = self._colours
        if found is None or data is not entry.chart.data or before != key:
            found = colours_of(entry.chart.data, key)
            self._colours = entry.chart.data, key, found
        return found


def plane_of(entry: Explorable, axes: tuple[int, ...]) -> Projection:
    """Return the plane of two dimensions, or of the codes' principal directions.

    Under a prior it goes through the prior's middle, so that the rings are its own.
    """
    codes = entry.chart.codes
    if axes:
        return by_dimensions(codes.shape[1], axes[0], axes[1])
    plane = by_components(codes)
    return replace(plane, origin=np.zeros(codes.shape[1])) if entry.has_prior else plane


def default_axes(card: LatentCard) -> tuple[int, ...]:
    """Return the plane to begin with: two dimensions are it, more are seen from their best side."""
    return (0, 1) if card.latent_size <= 2 else COMPONENTS


def colours_of(data: DataSet, key: str) -> Attribute:
    """Return what colours the points: the class, an attribute, or the thirds of a factor."""
    if key in data.attributes:
        return data.attributes[key]
    if key in data.factors:
        values = data.factors[key]
        return Attribute(np.digitize(values, np.quantile(values, (1 / 3, 2 / 3))), THIRDS)
    return Attribute(data.labels, data.classes)


def _names(plane: Projection, axes: tuple[int, ...]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Name the two axes, and number their coordinates."""
    if axes:
        numbers = subscript(axes[0] + 1), subscript(axes[1] + 1)
        return (f"z{numbers[0]}", f"z{numbers[1]}"), numbers
    share = fixed(100 * (plane.share or 0), 0)
    first = QCoreApplication.translate(
        "Scenery", "1st principal direction (both: {share} % of the variance)"
    )
    second = QCoreApplication.translate("Scenery", "2nd principal direction")
    return (first.format(share=share), second), ("′₁", "′₂")
