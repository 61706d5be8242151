"""Orders of words, and what a typed sentence is written in."""

from __future__ import annotations

import pytest

from core.attention.examples import EXAMPLES
from core.attention.language import looks_german
from core.attention.order import sentence_of, turned, words_of
from core.data.pairs import load_pairs
from core.errors import DataError


@pytest.mark.parametrize("sentence", [english for english, _ in EXAMPLES])
def test_words_make_their_sentence_again(sentence: str) -> None:
    assert sentence_of(words_of(sentence)) == sentence


def test_what_closes_a_sentence_stays_at_its_end() -> None:
    assert turned(words_of("dog bites man")) == ["man", "bites", "dog"]
    assert sentence_of(turned(words_of("Well, the dog bites!"))) == "bites dog the, Well!"


def test_german_is_told_from_english() -> None:
    for english, german in EXAMPLES:
        assert not looks_german(english)
        assert looks_german(german)
    for short in ("", "Hund", "man", "Angela Merkel", "🐕"):
        assert not looks_german(short)


@pytest.mark.parametrize(
    "sentence",
    ["Der Hund beißt den Mann.", "Ich bin müde.", "Guten Morgen!", "Wo ist der Bahnhof?", "Müde."],
)
def test_short_german_is_told(sentence: str) -> None:
    assert looks_german(sentence)


@pytest.mark.parametrize(
    "sentence", ["dog bites man", "Nice hat!", "The war was over.", "I like Dürer.", "Die hard."]
)
def test_english_with_words_that_german_has_too_is_english(sentence: str) -> None:
    assert not looks_german(sentence)


def test_languages_of_held_out_sentences_are_told_apart() -> None:
    try:
        pairs = load_pairs("tatoeba-en-de")
    except DataError as error:
        pytest.skip(f"the pairs are not here: {error}")
    some = pairs.held_out[:500]
    missed = [each.references[0] for each in some if not looks_german(each.references[0])]
    false = [each.source for each in some if looks_german(each.source)]
    assert len(missed) <= 0.03 * len(some), missed
    assert len(false) <= 0.01 * len(some), false
