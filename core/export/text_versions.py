"""Publish a text network that was trained further: the next version of its model."""

from __future__ import annotations

from pathlib import Path

from core.cards import OWN_DATA, DataUsed, TextCard, TextTraining
from core.data.texts import TEXTS, excerpt
from core.export.folders import add_version, hashes, packages
from core.export.parity import check_parity
from core.export.text import text_difference, text_fingerprint, write_text_network
from core.export.versions import both_terms
from core.networks.text import TextNetwork
from core.runtime.library import Entry, Library
from core.text.evaluate import PROTOCOL, evaluate
from core.text.network import read_vocabulary
from core.text.vocabulary import Vocabulary


def publish_text_version(
    network: TextNetwork,
    base: Entry[TextCard],
    training: TextTraining,
    train: str,
    held_out: str,
    library: Library[TextCard],
    name: str,
    command: str = "",
) -> Entry[TextCard]:
    """Export `network` as the next version of a model on the library's own shelf.

    It appears whole or not at all, and is current from then on. Its graph is the base's where that
    holds; its metrics are those of `held_out`.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight is no number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    assert base.card is not None
    vocabulary = read_vocabulary(base)
    draft = _draft(base.card, training, vocabulary, train, held_out)
    draft = draft.model_copy(update={"name": name, "command": command})
    network = network.cpu().eval()

    def write(work: Path) -> TextCard:
        model = write_text_network(network, draft, vocabulary, work, like=base.folder)
        difference = text_difference(model, network, vocabulary.encode(held_out[:4000]))
        check_parity(name, difference)
        metrics = evaluate(model, held_out)
        known = draft.known_data
        update = {
            "parity": difference,
            "metrics": metrics,
            "sample_nats": evaluate(model, excerpt(known)).nats_per_token if known else 0.0,
            "training": training.model_copy(update={"after": metrics}),
            "files": hashes(work),
        }
        return draft.model_copy(update=update)

    return add_version(library, name, write)


def _draft(
    card: TextCard, training: TextTraining, vocabulary: Vocabulary, train: str, held_out: str
) -> TextCard:
    """Fill in the card but for what is still to be measured."""
    known = TEXTS.get(training.data)
    licence, attribution = (known.licence, known.attribution) if known else (OWN_DATA, "")
    terms, settings = card.licence, training.settings
    return card.model_copy(
        update={
            "data": DataUsed(
                name=training.data if known else OWN_DATA,
                train_count=len(vocabulary.encode(train)),
                train_fingerprint=text_fingerprint(train),
                test_count=len(vocabulary.encode(held_out)),
                test_fingerprint=text_fingerprint(held_out),
            ),
            "seed": settings.get("seed", card.seed),
            "steps": training.steps,
            "metrics_protocol": f"{PROTOCOL}; of the tail its first {len(held_out)} characters",
            "parent": training.base.name if training.base else None,
            "versions": packages(),
            "training": training,
            "licence": terms.model_copy(
                update={
                    "data": both_terms(terms.data, licence),
                    "attribution": both_terms(terms.attribution, attribution),
                }
            ),
        }
    )
