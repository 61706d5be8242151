"""Chains of higher orders than those that are shipped: counted from the text, where it is here."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from core.cards import TextCard
from core.data.texts import load_text
from core.text.counts import Counting, Counts, count
from core.text.markov import MarkovModel, Smoothing
from core.text.vocabulary import Vocabulary

HIGHEST = 5
PART = 1 << 17  # characters between two words of progress


def count_text_of(card: TextCard, vocabulary: Vocabulary, order: int = HIGHEST) -> Counts:
    """Count what a chain learnt from, for contexts of up to `order` tokens.

    Raises
    ------
    DataError
        MISSING when the text is not here, CHECKSUM when it is damaged.
    """
    tokens = vocabulary.encode(load_text(card.data.name).train)
    return count(tokens, len(vocabulary), order)


def count_steps(
    models: Mapping[str, MarkovModel], order: int = HIGHEST
) -> Generator[float, None, dict[str, Counts]]:
    """Count what several chains learnt from; yields the share done, and can be left there.

    Raises
    ------
    DataError
        As `count_text_of` does.
    """
    found = {}
    for place, (name, model) in enumerate(models.items()):
        text, done = load_text(model.card.data.name).train, 0
        counting = Counting(len(model.vocabulary), order)
        for part in _parts(text):
            counting.add(model.vocabulary.encode(part))
            done += len(part)
            yield (place + done / len(text)) / len(models)
        found[name] = counting.finish()
    return found


def _parts(text: str) -> Iterator[str]:
    """Cut a text after ends of lines, which no token goes beyond."""
    first = 0
    while first < len(text):
        last = text.find("\n", first + PART) + 1 or len(text)
        yield text[first:last]
        first = last


def chain_of(model: MarkovModel, counts: Counts, order: int, smoothing: Smoothing) -> MarkovModel:
    """Return a chain of another order; its card says so, and no longer what was measured."""
    card = model.card.model_copy(update={"order": order, "context": order})
    return MarkovModel(card, model.vocabulary, counts, order, smoothing)
