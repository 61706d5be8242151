"""What the hand asks: which pictures belong to these points; frozen requests and answers."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.cards import Kind
from core.data.drawings import collections, load_collection
from core.data.own import Found, Skipped, read_own
from core.data.table import DataSet
from core.errors import DataError, Fault, InputError
from core.latent.chart import Chart, items, survey, survey_drawn
from core.latent.model import LatentModel
from core.runtime.library import Entry, Library
from core.runtime.providers import Device, best_device

Point = tuple[float, ...]
PRIOR_SAMPLES = 300
DRAWINGS = "drawings:"  # before the name of a collection, where a path could stand


@dataclass(frozen=True)
class Explorable:
    """A model that is open, and the chart of its data.

    name: what it was asked for by, "x" for the current version or "x@2" for that very one;
    `version` is the number either way.
    """

    name: str
    version: int
    model: LatentModel
    chart: Chart
    unlike: float | None = None  # share of pictures drawn from the prior that resemble no data

    @property
    def has_prior(self) -> bool:
        """Say whether its codes are meant to lie under a prior."""
        return self.model.card.kind in (Kind.VAE, Kind.GENERATOR)


@dataclass(frozen=True)
class Draw:
    """Decode one point a model."""

    models: tuple[LatentModel, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Drawn:
    """The pictures (H, W[, 3]) float32 of a `Draw`, in its order, and the seconds it took."""

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
    """Share of 300 pictures decoded from the prior that resemble none of the data.

    Small where the latent space is complete, as the lecture says; None without a prior, and where
    the data are drawn from it themselves.
    """
    if chart.sigma is None or chart.drawn:
        return None
    return chart.share_unlike(model.decode(model.draw_codes(PRIOR_SAMPLES)))


class Workbench:
    """Models that are open and the pictures they share, each opened once.

    A model goes by its name, which is that of its current version until `renew` is called, or by
    the address of one version, "x@2". What both mean is opened once, too.

    `asked` is the device asked for ("auto", "cpu", "cuda"); `device` what it came to, None before
    the first model. `points` is the number of pictures, None for the sample that is always there.
    """

    def __init__(self, library: Library, asked: str = "auto", points: int | None = None) -> None:
        self.library, self._asked, self._points = library, asked, points
        self.device: Device | None = None
        self._found: dict[str, Entry] = {}  # by what was asked
        self._models: dict[Path, LatentModel] = {}  # by its folder
        self._open: dict[tuple[str, str], Explorable] = {}
        self._pictures: dict[tuple[str, tuple[int, ...]], Found] = {}

    def open(self, name: str, own: str = "") -> Explorable:
        """Open the model `name`, or the version "name@2", and chart its data, or the user's `own`.

        `own` is a path (a folder, arrays, a picture) or `DRAWINGS` and the name of a collection. A
        model that has no encoder, or whose data nobody knows, is charted by what it draws.

        Raises
        ------
        ModelError, DataError
            The model or the data cannot be had.
        InputError
            REFUSED for own pictures where there is no encoder to read them.
        """
        entry = self._find(name)
        model = self._model(entry)
        known = self._open.get((name, own))
        if known is None or known.model is not model:
            known = self._open[name, own] = self._explore(name, entry.version, model, own)
        return known

    def renew(self, name: str) -> None:
        """Look again which version of the model `name` is current, and which others there are.

        Models that are the same as before stay open.
        """
        found = tuple(self._found.items())  # at once: another thread may be finding some
        self._found = {key: entry for key, entry in found if key.partition("@")[0] != name}

    def skipped(self, own: str) -> tuple[Skipped, ...]:
        """Return what was left out of the user's `own` pictures when they were read."""
        pictures = tuple(self._pictures.items())  # at once: another thread may be opening some
        return next((found.skipped for (name, _), found in pictures if name == own), ())

    def own_data(self) -> tuple[str, ...]:
        """Return the user's own pictures to choose from: collections, and what is open."""
        opened = (own for _, own in tuple(self._open) if own)
        return tuple(dict.fromkeys((*(f"{DRAWINGS}{name}" for name in collections()), *opened)))

    def forget(self, own: str) -> None:
        """Read the user's `own` pictures again when they are asked for next."""
        self._open = {key: entry for key, entry in self._open.items() if key[1] != own}
        self._pictures = {key: found for key, found in self._pictures.items() if key[0] != own}

    def _find(self, name: str) -> Entry:
        found = self._found  # where another thread renews meanwhile, this one is no longer asked
        if name not in found:
            found[name] = self.library.find(name)
        return found[name]

    def _model(self, entry: Entry) -> LatentModel:
        known = self._models.get(entry.folder)
        if known is None or known.card != entry.card:
            if self.device is None:
                self.device = best_device(self._asked)
            known = self._models[entry.folder] = LatentModel.open(entry, self.device)
        return known

    def _explore(self, name: str, version: int, model: LatentModel, own: str) -> Explorable:
        for (_, pictures), entry in tuple(self._open.items()):
            if entry.model is model and pictures == own:  # under its other name
                return replace(entry, name=name, version=version)
        chart = self._survey(model, own)
        _ = chart.telling  # here, not when the window needs it
        return Explorable(name, version, model, chart, _unlike_from_prior(model, chart))

    def _survey(self, model: LatentModel, own: str) -> Chart:
        if own and not model.has_encoder:
            raise InputError(model.card.name, Fault.REFUSED, "no encoder")
        if own:
            return survey(model, self._own(own, model.card.image_shape).data)
        data = model.card.known_data if model.has_encoder else None
        return survey(model, self._shared(data)) if data else survey_drawn(model)

    def _shared(self, name: str) -> DataSet:
        key = name, ()
        if key not in self._pictures:
            self._pictures[key] = Found(items(name, self._points))
        return self._pictures[key].data

    def _own(self, own: str, shape: tuple[int, ...]) -> Found:
        key = own, shape
        if key not in self._pictures:
            self._pictures[key] = _read_own(own, shape)
        return self._pictures[key]


def _read_own(own: str, shape: tuple[int, ...]) -> Found:
    if not own.startswith(DRAWINGS):
        return read_own(Path(own), shape)
    data = load_collection(own.removeprefix(DRAWINGS))
    if not len(data):
        raise DataError(data.name, Fault.MISSING, "no drawings")
    if data.images.shape[1:] != shape:
        detail = f"drawings {data.images.shape[1:]}, the model's pictures {shape}"
        raise InputError(data.name, Fault.MISMATCH, detail)
    return Found(data)
