"""One run with all that surrounds it: its data, log, snapshots, previews and what it publishes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from core.cards import OWN_DATA, Kind, LatentCard, Logged, Metrics, Training
from core.data.table import DataSet, fingerprint
from core.errors import DataError, Fault
from core.export.parity import read_weights
from core.export.publish import publish
from core.export.versions import lineage, publish_version
from core.latent.evaluate import evaluate
from core.latent.model import LatentModel
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.library import Entry
from core.runtime.providers import best_device
from core.training import material as materials
from core.training.logbook import Logbook, continued
from core.training.loops import Fit, Kept, Run, Step, build, open_fabric
from core.training.material import Material
from core.training.messages import Exported, Preview, Start, Started
from core.training.plan import library_of, plan, settings_of
from core.training.recipes import Recipe

if TYPE_CHECKING:
    from core.training.opening import AnyCourse

PROBES = 8  # pictures that are drawn again and again
CODES = 300  # points of the plane that are
MEASURED = 1000  # held-out items behind the curve
JUDGED = 10_000 * 28 * 28  # values of the held-out items that a version is measured on, at most


class Course(Logbook):
    """A run made from a `Start`, with snapshots, previews and a log of what was done to it.

    Attributes
    ----------
    part : what Progress calls the first part of the loss.
    keep_seconds : between two automatic snapshots at least: what a film is made of.

    Raises
    ------
    CoreError
        What cannot be followed: see `plan`, `core.training.material.read` and `Run`.
    """

    part = "reconstruction"
    keep_seconds = 1.0

    def __init__(self, start: Start) -> None:
        """Read base and data, build the network, go to the snapshot where one is given."""
        start, kept = continued(start)
        self.library = library_of(start.into, LatentCard)
        self.plan = plan(start, self.library)
        base = self.plan.base
        start = replace(start, base=base.address) if base else start  # newer ones may come
        recipe = self.plan.recipe
        self.material = materials.read(self.plan.data, recipe.image_shape)
        recipe = replace(recipe, batch_size=min(recipe.batch_size, len(self.material.train)))
        weights = read_weights(base) if base else None
        train = self.material.train
        self.run: Run | Fit
        if recipe.kind is Kind.PCA:
            self.run = Fit(recipe, train, weights)
        else:
            self.run = Run(recipe, train, weights, open_fabric(recipe, start.device))
        super().__init__(self.run, start, kept)
        self._probes = _Probes(self)
        self._before: Metrics | None = None
        held_out = torch.from_numpy(self.material.held_out.images)
        self._measured = held_out[_spread(len(held_out), MEASURED)]
        self._judges = _thinned(self.material.held_out, JUDGED)

    @property
    def started(self) -> Started:
        """Say what is being trained."""
        material, recipe = self.material, self.run.recipe
        return Started(
            recipe.name,
            str(self.run.device),
            self.run.steps,
            len(material.train),
            len(material.held_out),
            material.same,
            recipe.batch_size,
            material.skipped,
        )

    @property
    def fingerprint(self) -> str:
        """Tell the training items from others."""
        return fingerprint(self.material.train)

    def held_out_loss(self) -> float:
        """Return the loss of held-out items, at most `MEASURED` of them."""
        return self.run.held_out_loss(self._measured)

    def preview(self) -> Preview:
        """Draw the probes."""
        return self._probes.draw()

    def export(self, number: int | None = None, name: str = "") -> Exported:
        """Publish the network as it is or as it was in a snapshot.

        Raises
        ------
        ModelError, StorageError
            As `publish_version`; DataError without the snapshot.
        """
        kept = self.state(number)
        recipe = replace(self.run.recipe, **kept.rest["recipe"])
        network = build_of(recipe, kept)
        training = self._training(recipe, int(kept.rest["step"]), kept.rest["effective"])
        material, template = self.material, self.plan.template
        name = name or recipe.name
        command = f"python -m core train --replay {name}"
        with torch.random.fork_rng():  # exporting draws examples
            if template is None:
                where = self.library.shelf
                made = replace(recipe, called=name)
                card = publish(
                    network, made, material.train, self._judges, where, command, training
                )
                entry = self.library.find(card.name)
            else:
                entry = publish_version(
                    network, template, training, material.train, self._judges,
                    self.library, name, command,
                )  # fmt: skip
        done = entry.card
        assert done is not None
        assert done.metrics is not None
        assert done.parity is not None
        return Exported(entry.address, entry.folder, done.parity, training.before, done.metrics)

    def _training(self, recipe: Recipe, step: int, effective: Iterable[int]) -> Training:
        """Tell the card how it came about: all that was done, undone sets marked as such."""
        start, base = self.start, self.plan.base
        return Training(
            base=lineage(base) if base else None,
            data=OWN_DATA if self.plan.data.own else self.plan.data.named,
            steps=step,
            settings=settings_of(replace(start, data=self.plan.data), recipe, base),
            before=self._measure(base) if base else None,
            history=self.history(effective),
        )

    def _measure(self, base: Entry) -> Metrics:
        if self._before is None:
            model = LatentModel.open(base, best_device("cpu"))
            self._before = evaluate(model, self._judges.floats())
        return self._before


def build_of(recipe: Recipe, kept: Kept) -> Autoencoder | PCA:
    """Build the recipe's network with the weights of a kept state."""
    with torch.random.fork_rng():  # its fresh weights are drawn, and not used
        network = build(recipe)
    network.load_state_dict({key: kept.tensors[key] for key in network.state_dict()})
    return network.eval()


def follow(course: AnyCourse, history: Iterable[Logged], steps: int) -> Step | None:
    """Make `steps` steps, with the changes of `history` before the steps they stood before."""
    changes = [entry for entry in history if entry.command == "set"]
    last = None
    while True:
        while changes and changes[0].step <= course.run.step + 1:
            entry = changes.pop(0)
            assert entry.value is not None
            course.set(entry.key, entry.value)
        if course.run.step >= steps:
            return last
        last = next(course.run)


def check_data(found: str, expected: str, name: str) -> None:
    """Raise DataError CHECKSUM when the data are not those that a card tells of."""
    if found != expected:
        raise DataError(name, Fault.CHECKSUM, f"{found} instead of {expected}")


class _Probes:
    """The same inputs, drawn as the network stands."""

    def __init__(self, course: Course) -> None:
        material, recipe = course.material, course.run.recipe
        self._run, self._classes = course.run, material.held_out.classes
        self._originals, _ = _some(material, PROBES)
        points, self._labels = _some(material, CODES)
        self._points = torch.from_numpy(points)
        size = recipe.layer_sizes[-1] if recipe.kind is Kind.VAE else 0
        draw = torch.Generator().manual_seed(0)
        self._prior = torch.randn(PROBES if size else 0, max(size, 1), generator=draw)

    @torch.no_grad()
    def draw(self) -> Preview:
        """Return pictures and codes."""
        run = self._run
        codes, _ = run.network.encode(_floats(torch.from_numpy(self._originals), run))
        points, _ = run.network.encode(_floats(self._points, run))
        shape = self._originals.shape[1:]
        decoded = np.empty((0, *shape), dtype=np.uint8)
        if len(self._prior):
            decoded = _pictures(run, self._prior.to(run.device), shape)
        return Preview(
            run.step,
            self._originals,
            _pictures(run, codes, shape),
            decoded,
            points.float().cpu().numpy(),
            self._labels,
            self._classes,
        )


def _floats(images: Tensor, run: Run | Fit) -> Tensor:
    return images.to(run.device).flatten(1).float() / 255


def _pictures(run: Run | Fit, codes: Tensor, shape: tuple[int, ...]) -> np.ndarray:
    network = run.network
    if isinstance(network, PCA):
        drawn = network.reconstruct(codes).clamp(0, 1)
    else:
        drawn = torch.sigmoid(network.logits(codes))
    pixels = drawn.mul(255).round().to(torch.uint8)
    return pixels.cpu().numpy().reshape(len(codes), *shape)


def _some(material: Material, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures and labels: held-out ones, and where they are few training ones too."""
    held_out, train = material.held_out, material.train
    first = _spread(len(held_out), wanted)
    more = _spread(0 if material.same else len(train), wanted - len(first))
    return (
        np.concatenate([held_out.images[first], train.images[more]]),
        np.concatenate([held_out.labels[first], train.labels[more]]),
    )


def _thinned(data: DataSet, values: int) -> DataSet:
    """Return so many items, evenly chosen, that they have at most `values` values."""
    size = data.images[0].size if len(data) else 1
    if len(data) * size <= values:
        return data
    chosen = _spread(len(data), max(1, values // size))
    images, labels = data.images[chosen], data.labels[chosen]
    return replace(data, images=images, labels=labels, factors={}, attributes={})


def _spread(count: int, wanted: int) -> np.ndarray:
    """Return at most `wanted` indices, evenly from 0 … count - 1."""
    wanted = min(count, wanted)
    return np.arange(wanted) * count // max(wanted, 1)
