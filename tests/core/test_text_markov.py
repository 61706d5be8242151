"""Markov chains: counts and probabilities against counting by hand, growth, neighbours."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from core.cards import TextKind
from core.errors import Fault, InputError, ModelError
from core.export.text import verify_text
from core.runtime.providers import best_device
from core.text.counts import Counting, Counts, count, count_parts
from core.text.markov import MarkovModel, Smoothing
from core.text.opening import open_text
from tests.core.text_fixtures import publish_small, small_vocabulary

TOKENS = np.random.default_rng(3).choice(6, 400, p=[0.4, 0.3, 0.1, 0.1, 0.05, 0.05])
RUNS = {k: Counter(tuple(TOKENS[i : i + k].tolist()) for i in range(401 - k)) for k in range(1, 6)}


def chain(order: int, smoothing: Smoothing, tokens: np.ndarray = TOKENS) -> MarkovModel:
    return MarkovModel(None, None, count(tokens, 6, order), order, smoothing)


def test_every_run_is_counted_as_often_as_it_occurs() -> None:
    counts = count(TOKENS, 6, 4)
    for k, runs in RUNS.items():
        assert {run: counts.count(run) for run in runs} == runs
        assert len(counts.levels[k - 1].last) == len(runs)
    assert counts.count((5, 5, 5, 5, 5)) == RUNS[5][(5, 5, 5, 5, 5)] == 0
    assert counts.tokens == 400


@pytest.mark.parametrize("parts", [(1, 2, 0, 5, 100, 3, 289), (400,), (2,) * 200])
def test_parts_count_like_the_whole(parts: tuple[int, ...]) -> None:
    ends = np.cumsum(parts)
    walk = count_parts(np.split(TOKENS, ends[:-1]), 6, 3)
    done = []
    while True:
        try:
            done.append(next(walk))
        except StopIteration as end:
            counts = end.value
            break
    assert done == ends.tolist()
    for level, whole in zip(counts.levels, count(TOKENS, 6, 3).levels, strict=True):
        for name in ("starts", "last", "counts"):
            np.testing.assert_array_equal(getattr(level, name), getattr(whole, name))


def test_growth_against_counting_by_hand() -> None:
    for row in count(TOKENS, 6, 4).growth():
        followers = Counter(run[:-1] for run in RUNS[row.order + 1])
        assert row.possible == 6 ** (row.order + 1)
        assert (row.contexts, row.runs) == (len(followers), len(RUNS[row.order + 1]))
        single = sum(n == 1 for n in followers.values()) / len(followers)
        assert row.single == pytest.approx(single)


def test_arrays_give_the_table_back_and_damaged_ones_are_refused() -> None:
    counts = count(TOKENS, 6, 3)
    arrays = counts.arrays()
    again = Counts.of_arrays(arrays)
    assert [again.count(run) for run in RUNS[4]] == list(RUNS[4].values())
    for key, value in (("last.2", arrays["last.2"][:-1]), ("fan.3", arrays["fan.3"][1:]),
                       ("last.1", arrays["last.1"] + 9), ("vocabulary", np.array([]))):  # fmt: skip
        with pytest.raises(InputError) as refused:
            Counts.of_arrays({**arrays, key: value})
        assert refused.value.fault is Fault.MISMATCH


def test_as_counted_p_is_the_lectures_fraction() -> None:
    model = chain(2, Smoothing.COUNTS)
    for (a, b), _ in RUNS[2].items():
        total = sum(n for run, n in RUNS[3].items() if run[:2] == (a, b))
        if not total:
            continue
        expected = [RUNS[3][(a, b, w)] / total for w in range(6)]
        np.testing.assert_allclose(model.probabilities((a, b)), expected)
        row = model.row((9, a, b))
        assert (row.context, row.total) == ((a, b), total)
        assert dict(zip(row.tokens.tolist(), row.counts.tolist(), strict=True)) == {
            w: RUNS[3][(a, b, w)] for w in range(6) if RUNS[3][(a, b, w)]
        }
        assert (np.diff(row.counts) <= 0).all()


def test_an_unseen_context_is_shortened_until_it_was_seen() -> None:
    tokens = np.array([0, 1, 2, 0, 1, 3])
    model = chain(2, Smoothing.COUNTS, tokens)
    assert model.row((2, 1)).context == (1,)
    assert model.row((5, 5)).context == ()
    np.testing.assert_allclose(model.probabilities((2, 1)), [0, 0, 0.5, 0.5, 0, 0])


@pytest.mark.parametrize("smoothing", [Smoothing.BACK_OFF, Smoothing.KNESER_NEY])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_smoothed_probabilities_are_positive_and_sum_to_one(
    smoothing: Smoothing, order: int
) -> None:
    model = chain(order, smoothing)
    for context in np.random.default_rng(0).integers(0, 6, (60, order)).tolist():
        for cut in range(order + 1):
            p = model.probabilities(tuple(context[cut:]))
            assert p.sum() == pytest.approx(1, abs=1e-12)
            assert (p > 0).all()


def test_kneser_ney_by_hand() -> None:
    """Bigrams 01 12 20 01 13 30 01; D of counts: n1 = 4, n2 = 0 of bigrams, so 1/2."""
    model = chain(1, Smoothing.KNESER_NEY, np.array([0, 1, 2, 0, 1, 3, 0, 1]))
    # after how many different tokens: 0 (2, 3), 1 (0), 2 (1), 3 (1): 5 bigrams, D = 3 / (3 + 2)
    below = np.array([2, 1, 1, 1, 0, 0])
    kept = np.maximum(below - 0.6, 0) / 5
    unigram = kept + (1 - kept.sum()) / 6
    expected = 0.5 * unigram  # after 1 came 2 and 3, once each: (1 - 1/2) / 2 is kept of each
    expected[[2, 3]] += 0.25
    np.testing.assert_allclose(model.probabilities((1,)), expected)


def test_back_off_by_hand() -> None:
    """After 1 came 2 and 3 once each; D = 1/2; the rest goes to the others by their frequency."""
    model = chain(1, Smoothing.BACK_OFF, np.array([0, 1, 2, 0, 1, 3, 0, 1]))
    found = model.probabilities((1,))
    np.testing.assert_allclose(found[[2, 3]], 0.25)
    shorter = model.probabilities(())
    others = [0, 1, 4, 5]
    np.testing.assert_allclose(found[others], 0.5 * shorter[others] / shorter[others].sum())


def test_neighbours_of_a_context() -> None:
    model = chain(2, Smoothing.COUNTS)
    later = model.next_contexts((0, 1), most=3)
    assert [n.context for n in later] == [(1, n.token) for n in later]
    assert [n.count for n in later] == [RUNS[3][(0, 1, n.token)] for n in later]
    earlier = model.earlier_contexts((0, 1), most=99)
    assert {n.context: n.count for n in earlier} == {
        run[:2]: times for run, times in RUNS[3].items() if run[1:] == (0, 1)
    }
    assert model.earlier_contexts((7, 7)) == ()


def test_reading_is_the_logarithm_of_the_probabilities(tmp_path: Path) -> None:
    model = open_text(publish_small(TextKind.MARKOV, tmp_path), best_device("cpu"))
    tokens = small_vocabulary().encode("to be")
    reading = model.read(model.start(), tokens)
    np.testing.assert_allclose(
        np.exp(reading.logits[-1]), model.probabilities(tuple(tokens[-2:])), rtol=1e-5
    )
    assert (model.visible(reading.state), reading.state.context) == (2, tuple(tokens[-2:].tolist()))


def test_a_published_chain_is_verified_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    entry = publish_small(TextKind.MARKOV, tmp_path)
    row = verify_text(entry)
    assert row["nats_per_token"] == pytest.approx(entry.card.sample_nats)
    (entry.folder / "counts.safetensors").write_bytes(b"nothing")
    with pytest.raises(ModelError) as refused:
        verify_text(entry)
    assert refused.value.fault is Fault.CHECKSUM


@pytest.mark.parametrize("order", [0, 5])
def test_orders_that_there_are_not_are_refused(order: int) -> None:
    with pytest.raises(InputError):
        MarkovModel(None, None, count(TOKENS, 6, 2), order)
    with pytest.raises(InputError):
        Counting(0, 1)
