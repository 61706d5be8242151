"""Make a run again from what its card or a snapshot tells, and compare the weights."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from core.cards import (
    WEIGHTS_FILE,
    LatentCard,
    Logged,
    ModelCard,
    TextCard,
    TextMetrics,
    TranslatorCard,
    TranslatorMetrics,
)
from core.errors import Fault, ModelError
from core.training.checkpoints import read_kept
from core.training.course import check_data, follow
from core.training.messages import Exported, Start
from core.training.opening import open_course
from core.training.plan import library_of, start_from_json, start_of


@dataclass(frozen=True)
class Replayed:
    """What came of it: `difference` is the largest between two weights, 0 where all are equal."""

    name: str
    steps: int
    difference: float
    exported: Exported | Exported[TextMetrics] | Exported[TranslatorMetrics] | None

    @property
    def identical(self) -> bool:
        """Say whether every weight is the same."""
        return self.difference == 0


@dataclass(frozen=True)
class _Told:
    """A run as it was, and the weights that it came to, as they were stored."""

    name: str
    start: Start
    history: tuple[Logged, ...]
    steps: int
    weights: dict[str, Tensor]
    data: str = ""  # fingerprint
    base_weights: object = None  # sha256


def replay(what: str, into: Path | None = None, publish: bool = False) -> Replayed:
    """Repeat the run that made `what`, the name of a model or the path of a snapshot.

    `into` is a folder to look for the model in, and to publish in with `publish`.

    Raises
    ------
    ModelError
        MISSING for a model that was not trained by hand, or its base; CHECKSUM for another base.
    DataError
        The data are not here, or (CHECKSUM) others than they were.
    """
    told = _of_snapshot(Path(what)) if Path(what).is_file() else _of_model(what, into)
    with tempfile.TemporaryDirectory(prefix="generatorium-replay-") as folder:
        course = open_course(replace(told.start, into=into, folder=Path(folder)))
        base = course.plan.base
        if told.base_weights and base and base.card:
            found = base.card.files[WEIGHTS_FILE]
            if found != told.base_weights:
                raise ModelError(base.name, Fault.CHECKSUM, f"{found[:12]}", WEIGHTS_FILE)
        if told.data:
            check_data(course.fingerprint, told.data, told.name)
        follow(course, told.history, told.steps)
        weights = course.run.network.state_dict()
        difference = max(_differences(weights, told.weights))
        exported = course.export(name=f"{told.name}-replay") if publish else None
    return Replayed(told.name, told.steps, difference, exported)


def _differences(weights: dict[str, Tensor], stored: dict[str, Tensor]) -> Iterator[float]:
    for key, value in stored.items():
        made = weights[key].detach().cpu().to(value.dtype)
        yield float((made.double() - value.double()).abs().max())


def _of_model(name: str, into: Path | None) -> _Told:
    entry = library_of(into, ModelCard).find(name)
    card = entry.card
    assert isinstance(card, LatentCard | TextCard | TranslatorCard)
    if card.training is None or card.data is None:
        raise ModelError(name, Fault.MISSING, "a log of its training")
    return _Told(
        card.name,
        start_of(card.training, name),
        card.training.history,
        card.training.steps,
        load_file(entry.folder / WEIGHTS_FILE),
        card.data.train_fingerprint,
        card.training.settings.get("base_weights"),
    )


def _of_snapshot(path: Path) -> _Told:
    kept = read_kept(path)
    done = set(kept.rest["effective"])
    history = tuple(
        Logged(**entry) for index, entry in enumerate(kept.rest["journal"]) if index in done
    )
    weights = {key: kept.tensors[key] for key in kept.rest["weights"]}
    start = start_from_json(kept.rest["start"])
    return _Told(path.stem, start, history, int(kept.rest["step"]), weights)
