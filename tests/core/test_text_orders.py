"""What `evaluate` says of chains of higher orders, and of what a model knows at a distance."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.__main__ import main
from core.cards import TextKind
from core.runtime.providers import best_device
from core.text.chains import chain_of
from core.text.counts import Counts, count
from core.text.evaluate import evaluate
from core.text.markov import MarkovModel, Smoothing
from core.text.opening import open_text
from tests.core.text_fixtures import publish_small, small_text


def answer_of(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_chain_of_another_order_is_counted_from_the_same_text(tmp_path: Path) -> None:
    model = open_text(publish_small(TextKind.MARKOV, tmp_path), best_device("cpu"))
    assert isinstance(model, MarkovModel)
    text = small_text()
    counts = count(model.vocabulary.encode(text.train), len(model.vocabulary), 5)
    for smoothing in (Smoothing.KNESER_NEY, Smoothing.BACK_OFF):
        same = evaluate(chain_of(model, counts, 2, Smoothing.KNESER_NEY), text.held_out)
        assert same == evaluate(model, text.held_out)
        bits = [
            evaluate(chain_of(model, counts, order, smoothing), text.held_out).bits_per_char
            for order in (1, 2, 5)
        ]
        assert np.isfinite(bits).all()
        assert bits[1] < bits[0]
    assert chain_of(model, counts, 4, Smoothing.COUNTS).card.context == 4


def test_counts_beyond_a_byte_come_back_from_a_file() -> None:
    tokens = np.tile(np.array([1, 2, 1, 3]), 300)
    before = count(tokens, 5, 2)
    arrays = before.arrays()
    assert arrays["counts.1"].dtype == np.uint8
    after = Counts.of_arrays(arrays)
    assert after.count((1,)) == 600
    for one, other in zip(before.levels, after.levels, strict=True):
        assert np.array_equal(one.counts, other.counts)


def test_a_chain_of_order_two_forgets_what_opened_three_tokens_ago(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, answer = answer_of(capsys, "evaluate", "shakespeare-char-markov-2", "--probes")
    assert code == 0
    rows = answer["probes"]["quote-en"]
    assert [row["distance"] for row in rows][:4] == [1, 2, 5, 10]
    for row in rows[1:]:
        assert (row["right"], row["log_odds"]) == (0, 0.0)
    assert rows[0]["log_odds"] != 0


@pytest.mark.parametrize("model", ["shakespeare-char-rnn", "shapes-pca-2"])
def test_only_a_chain_has_orders(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = answer_of(capsys, "evaluate", model, "--orders")
    assert code == 2
    assert answer["fault"] in ("refused", "missing")  # the full text may not be here
