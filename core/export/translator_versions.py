"""Publish a translator that was trained further: the next version of its model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.attention.evaluate import PROTOCOL, evaluate
from core.attention.examples import EXAMPLES
from core.attention.importance import mean_surprise
from core.cards import OWN_DATA, DataUsed, TranslatorCard, TranslatorTraining
from core.data.pairs import PAIRS, Pair, Sentence, fingerprint
from core.export.folders import add_version, hashes, packages
from core.export.parity import check_parity
from core.export.translator import translator_difference, write_translator
from core.export.versions import both_terms
from core.networks.translator import Translator
from core.runtime.library import Entry, Library
from core.text.network import read_vocabulary


def publish_translator_version(
    network: Translator,
    base: Entry[TranslatorCard],
    training: TranslatorTraining,
    train: Sequence[Pair],
    held_out: Sequence[Sentence],
    library: Library[TranslatorCard],
    name: str,
    command: str = "",
) -> Entry[TranslatorCard]:
    """Export `network` as the next version of a model on the library's own shelf.

    It appears whole or not at all, and is current from then on. Its graphs are the base's where
    they hold; its metrics are those of `held_out`.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight is no number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    assert base.card is not None
    vocabulary = read_vocabulary(base)
    draft = _draft(base.card, training, train, held_out)
    draft = draft.model_copy(update={"name": name, "command": command})
    network = network.cpu().eval()

    def write(work: Path) -> TranslatorCard:
        model = write_translator(network, draft, vocabulary, work, like=base.folder)
        difference = translator_difference(model, network)
        check_parity(name, difference)
        metrics = evaluate(model, held_out)
        update = {
            "parity": difference,
            "metrics": metrics,
            "sample_nats": mean_surprise(model, EXAMPLES),
            "training": training.model_copy(update={"after": metrics}),
            "files": hashes(work),
        }
        return draft.model_copy(update=update)

    return add_version(library, name, write)


def pairs_fingerprint(pairs: Sequence[Pair]) -> str:
    """Tell pairs from others."""
    return fingerprint(tuple(pairs))[:16]


def _draft(
    card: TranslatorCard,
    training: TranslatorTraining,
    train: Sequence[Pair],
    held_out: Sequence[Sentence],
) -> TranslatorCard:
    """Fill in the card but for what is still to be measured."""
    known = PAIRS.get(training.data)
    licence, attribution = (known.licence, known.attribution) if known else (OWN_DATA, "")
    terms = card.licence
    return card.model_copy(
        update={
            "data": DataUsed(
                name=training.data if known else OWN_DATA,
                train_count=len(train),
                train_fingerprint=pairs_fingerprint(train),
                test_count=len(held_out),
                test_fingerprint=pairs_fingerprint(
                    [(each.source, " ".join(each.references)) for each in held_out]
                ),
            ),
            "seed": training.settings.get("seed", card.seed),
            "steps": training.steps,
            "metrics_protocol": f"{PROTOCOL}; {len(held_out)} held-out sentences",
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
