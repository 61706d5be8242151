"""Chains of higher orders than those that are shipped: counted from the text, where it is here."""

from __future__ import annotations

from core.cards import TextCard
from core.data.texts import load_text
from core.text.counts import Counts, count
from core.text.markov import MarkovModel, Smoothing
from core.text.vocabulary import Vocabulary

HIGHEST = 5


def count_text_of(card: TextCard, vocabulary: Vocabulary, order: int = HIGHEST) -> Counts:
    """Count what a chain learnt from, for contexts of up to `order` tokens.

    Raises
    ------
    DataError
        MISSING when the text is not here, CHECKSUM when it is damaged.
    """
    tokens = vocabulary.encode(load_text(card.data.name).train)
    return count(tokens, len(vocabulary), order)


def chain_of(model: MarkovModel, counts: Counts, order: int, smoothing: Smoothing) -> MarkovModel:
    """Return a chain of another order; its card says so, and no longer what was measured."""
    card = model.card.model_copy(update={"order": order, "context": order})
    return MarkovModel(card, model.vocabulary, counts, order, smoothing)
