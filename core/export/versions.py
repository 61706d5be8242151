"""Publish what was trained further: the next version of its model, all earlier ones untouched."""

from __future__ import annotations

from pathlib import Path

from core.cards import (
    OWN_DATA,
    Base,
    DataUsed,
    LatentCard,
    TextCard,
    Training,
    TranslatorCard,
)
from core.data.table import DATA, DataSet, fingerprint
from core.export.filling import fill
from core.export.folders import add_version, packages
from core.latent.evaluate import PROTOCOL
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA
from core.runtime.library import Entry, Library


def publish_version(
    network: Autoencoder | PCA,
    base: Entry,
    training: Training,
    train: DataSet,
    held_out: DataSet,
    library: Library,
    name: str | None = None,
    command: str = "",
) -> Entry:
    """Export `network` as the next version of a model on the library's own shelf.

    It appears whole or not at all, and is current from then on.

    Parameters
    ----------
    network : built like `base`; its weights are rounded as those of `base` are stored.
    base : what it is: kind, sizes, likelihood and graphs come from here, for a network that was
        trained from fresh weights too (then `training.base` is None).
    training : how it came to be. `beta` and `seed` in its settings are the card's; its `after` is
        measured here.
    train, held_out : the pictures; the metrics are those of all of `held_out`.
    name : of the model, the base's without one.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight or a metric is no
        number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    name = name or base.name
    draft = _draft(base, training, train, held_out)
    draft = draft.model_copy(update={"name": name, "command": command})

    def write(work: Path) -> LatentCard:
        card = fill(network, draft, held_out, work, like=base.folder)
        done = training.model_copy(update={"after": card.metrics})
        return card.model_copy(update={"training": done})

    return add_version(library, name, write)


def lineage(base: Entry[LatentCard] | Entry[TextCard] | Entry[TranslatorCard]) -> Base:
    """Say of `base` what the card of a model keeps that was trained from it."""
    assert base.card is not None
    return Base(name=base.name, version=base.version, data=base.card.known_data)


def _draft(base: Entry, training: Training, train: DataSet, held_out: DataSet) -> LatentCard:
    """Fill in the card but for what is still to be measured."""
    assert base.card is not None
    known = DATA.get(training.data)
    full = known and (len(held_out), held_out.split) == (known.test_size, "test")
    part = PROTOCOL.replace("full test set", f"{len(held_out)} held-out pictures", 1)
    licence, attribution = (known.licence, known.attribution) if known else (OWN_DATA, "")
    terms = base.card.licence
    return base.card.model_copy(
        update={
            "data": DataUsed(
                name=training.data if known else OWN_DATA,
                train_count=len(train),
                train_fingerprint=fingerprint(train),
                test_count=len(held_out),
                test_fingerprint=fingerprint(held_out),
            ),
            "beta": training.settings.get("beta", base.card.beta),
            "seed": training.settings.get("seed", base.card.seed),
            "classes": held_out.classes,
            "metrics_protocol": PROTOCOL if full else part,
            "parent": training.base.name if training.base else None,
            "versions": packages(),
            "licence": terms.model_copy(
                update={
                    "data": both_terms(terms.data, licence),
                    "attribution": both_terms(terms.attribution, attribution),
                }
            ),
        }
    )


def both_terms(base: str, own: str) -> str:
    """Name the terms of the base's data and of those it was trained on further."""
    return "; ".join(dict.fromkeys(filter(None, (*base.split("; "), *own.split("; ")))))
