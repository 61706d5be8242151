"""Orders of words, and what a typed sentence is written in."""

from __future__ import annotations

import pytest

from core.attention.examples import EXAMPLES
from core.attention.language import looks_german
from core.attention.order import sentence_of, turned, words_of


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
