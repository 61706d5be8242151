"""A chain of a user's own text: its counts, its pieces, its limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from itertools import pairwise

import numpy as np
import pytest

from core.cards import Unit
from core.errors import InputError
from core.text.counts import count
from core.text.learnt import Learnt, learn, own_model
from core.text.markov import Smoothing
from core.text.own import Part, open_text_file, read_parts, text_parts
from core.text.sampling import Settings
from core.text.tree import TextTree
from core.text.vocabulary import characters_of, words_of

TALE = (
    "Es war einmal ein König, der hatte 12 Töchter; jede war schön.\n"
    "»Ach«, sprach der König, »es war einmal!« – Und so war es.\n"
)


def done(work: Generator[float, None, Learnt]) -> tuple[list[float], Learnt]:
    """Return the shares that a work told, and its answer."""
    shares = []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def learnt(text: str, **options) -> Learnt:
    return done(learn(text_parts(text), len(text), **options))[1]


def test_words_are_counted_as_the_shared_vocabulary_of_words_counts_them() -> None:
    found, vocabulary = learnt(TALE), words_of(TALE)
    wanted = count(vocabulary.encode(TALE), len(vocabulary), 5)
    assert sorted(found.vocabulary.tokens) == sorted(vocabulary.tokens)
    assert [g.contexts for g in found.counts.growth()] == [g.contexts for g in wanted.growth()]
    assert [g.possible for g in found.counts.growth()] == [g.possible for g in wanted.growth()]
    words = [found.vocabulary.tokens[t] for t in found.vocabulary.encode(TALE)]
    pairs = Counter(pairwise(words))
    number = {word: n for n, word in enumerate(found.vocabulary.tokens)}
    for (first, second), times in pairs.items():
        assert found.counts.count((number[first], number[second])) == times


@pytest.mark.parametrize("size", [1, 7, 50])
def test_where_a_file_is_cut_into_parts_does_not_matter(size: int) -> None:
    ends = [*range(size, len(TALE), size), len(TALE)]
    parts = [Part(TALE[a:b], b) for a, b in zip([0, *ends], ends, strict=False)]
    shares, found = done(learn(parts, len(TALE)))
    whole = learnt(TALE)
    assert shares[-1] == 1.0
    assert found.tokens == whole.tokens
    assert found.vocabulary.tokens == whole.vocabulary.tokens
    for one, other in zip(found.counts.levels, whole.counts.levels, strict=True):
        assert np.array_equal(one.counts, other.counts)


def test_a_combining_mark_stays_in_its_word() -> None:
    text = "Ko\u0308nig und Ko\u0308nigin\n"
    assert learnt(text).vocabulary.tokens == words_of(text).tokens[:1] + tuple(
        dict.fromkeys(["Ko\u0308nig", " und", " Ko\u0308nigin", "\n"])
    )


def test_given_tokens_say_what_they_do_not_know() -> None:
    found = learnt("abжж", vocabulary=characters_of("ab"), unit=Unit.CHARACTERS)
    assert found.known == 0.5
    assert found.unit is Unit.CHARACTERS
    assert found.vocabulary.decode([0]) == "\ufffd"


def test_a_table_that_is_full_says_how_far_it_got() -> None:
    parts = [Part(f"wort{n} wort{n + 1} ", n + 1) for n in range(100)]
    shares, found = done(learn(parts, 100, most=60))
    assert not found.whole
    assert found.done == len(shares) < 100


@pytest.mark.parametrize("text", ["ja", "ja " * 400, "j" * 3000])
def test_one_word_is_a_text_too(text: str) -> None:
    tree = TextTree(own_model(learnt(text), 5, Smoothing.COUNTS), "ja")
    for _ in tree.run(Settings(), 3):
        pass
    assert tree.here.logits is not None


def test_nothing_is_no_text() -> None:
    with pytest.raises(InputError, match="empty"):
        learnt(" \n")


def test_order_five_copies_what_order_one_mixes() -> None:
    found = learnt(TALE * 3)
    tree = TextTree(own_model(found, 5, Smoothing.COUNTS), "Es war einmal ein König")
    for _ in tree.run(Settings(), 20):
        pass
    assert tree.text() in TALE * 4
    assert own_model(found, 1, Smoothing.COUNTS).card.order == 1


def test_a_file_of_another_encoding_is_learnt(tmp_path) -> None:
    path = tmp_path / "tale.txt"
    path.write_bytes((TALE * 20).encode("cp1252"))
    opened = open_text_file(path)
    found = done(learn(read_parts(opened), opened.bytes))[1]
    assert not opened.certain
    assert " König" in found.vocabulary.tokens
    assert found.whole


def test_a_chain_keeps_no_logits_and_makes_the_same_ones_again() -> None:
    for smoothing in Smoothing:
        model = own_model(learnt(TALE), 2, smoothing)
        tree = TextTree(model, "Es war einmal")
        for _ in tree.run(Settings(), 6):
            pass
        tokens = np.array([node.token for node in tree.path()])
        wanted = model.read(model.start(), tokens).logits
        for node, row in zip(tree.path(), wanted, strict=True):
            assert node.kept is None
            assert np.array_equal(node.logits, row)


def test_versions_say_where_they_part() -> None:
    tree = TextTree(own_model(learnt(TALE), 1, Smoothing.KNESER_NEY), "Es war")
    first = [tree.step(Settings()) for _ in range(5)]
    other = next(t for t in range(1, 20) if t != first[2].token)
    tree.branch(first[2], other)
    tree.step(Settings())
    versions, here = tree.versions()
    assert [v.end for v in versions] == [first[-1], tree.here]
    assert here == 1
    assert versions[1].fork == first[1].depth
    assert versions[1].beside == 0
    assert versions[0].text + "|" + versions[1].text == (
        tree.model.vocabulary.decode(n.token for n in tree.path(first[-1]))
        + "|"
        + tree.model.vocabulary.decode(n.token for n in tree.path()[-2:])
    )
    tree.go(first[3].number)
    assert tree.versions()[1] == 0
