"""Samplers against their definitions, and the tree of what was written."""

from __future__ import annotations

import numpy as np
import pytest

from core.cards import TextKind
from core.errors import Fault, InputError
from core.runtime.providers import best_device
from core.text.opening import open_text
from core.text.sampling import Settings, draw, softmax_table
from core.text.tree import TextTree
from tests.core.text_fixtures import publish_small

LOGITS = np.array([1.0, 3.0, -2.0, 3.0, 0.5, -np.inf], dtype=np.float32)


def test_the_table_is_the_softmax_step_by_step() -> None:
    table = softmax_table(LOGITS, Settings(temperature=0.5))
    np.testing.assert_allclose(table.scaled, LOGITS / 0.5)
    np.testing.assert_allclose(table.exponentials, np.exp(LOGITS.astype(float) / 0.5 - 6))
    expected = np.exp(2.0 * LOGITS.astype(float)) / np.exp(2.0 * LOGITS.astype(float)).sum()
    np.testing.assert_allclose(table.probabilities, expected)
    assert table.order.tolist() == [1, 3, 0, 4, 2, 5]
    assert [table.rank(token) for token in table.order] == [0, 1, 2, 3, 4, 5]
    assert table.kept.tolist() == [True] * 5 + [False]


@pytest.mark.parametrize("k", [1, 2, 3, 99])
def test_top_k_keeps_the_k_most_probable(k: int) -> None:
    table = softmax_table(LOGITS, Settings(top_k=k))
    assert np.flatnonzero(table.kept).tolist() == sorted([1, 3, 0, 4, 2][:k])
    kept = table.probabilities * table.kept
    np.testing.assert_allclose(table.final, kept / kept.sum())


@pytest.mark.parametrize("p", [0.01, 0.3, 0.5, 0.9, 0.99, 0.9999, 1.0])
def test_top_p_keeps_the_fewest_that_reach_p(p: float) -> None:
    table = softmax_table(LOGITS, Settings(top_p=p))
    kept = table.probabilities[table.order][table.kept[table.order]]
    assert kept.sum() >= p - 1e-12
    assert p == 1 or kept[:-1].sum() < p
    assert table.final.sum() == pytest.approx(1)


def test_top_p_counts_only_what_top_k_left() -> None:
    logits = np.log([0.4, 0.3, 0.2, 0.1])
    table = softmax_table(logits, Settings(top_k=2, top_p=0.5))
    assert table.kept.tolist() == [True, False, False, False]  # 4/7 of what is left


def test_greedy_takes_the_most_probable_and_of_equals_the_first() -> None:
    settings = Settings(greedy=True)
    table = softmax_table(LOGITS, settings)
    assert table.final.tolist() == [0, 1, 0, 0, 0, 0]
    assert {draw(table, settings, place) for place in range(20)} == {1}


def test_throws_follow_the_probabilities_and_their_seed() -> None:
    settings = Settings(temperature=1.3, top_k=4, seed=5)
    table = softmax_table(LOGITS, settings)
    drawn = [draw(table, settings, place) for place in range(4000)]
    share = np.bincount(drawn, minlength=6) / 4000
    assert np.abs(share - table.final).max() < 0.03
    assert drawn == [draw(table, settings, place) for place in range(4000)]
    other = Settings(temperature=1.3, top_k=4, seed=6)
    assert drawn != [draw(table, other, place) for place in range(4000)]
    assert set(drawn) == {0, 1, 3, 4}


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": 0.0}, {"temperature": float("nan")}, {"top_k": -1}, {"top_p": 0.0},
     {"top_p": 1.5}, {"seed": -1}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError) as refused:
        Settings(**wrong)
    assert refused.value.fault is Fault.MISMATCH


@pytest.fixture(scope="module", params=list(TextKind))
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    entry = publish_small(request.param, tmp_path_factory.mktemp("shelf"))
    return open_text(entry, best_device("cpu"))


SETTINGS = Settings(temperature=1.5, top_k=30, seed=4)


def test_the_same_seed_writes_the_same_text(model) -> None:
    texts = []
    for _ in range(2):
        tree = TextTree(model, "ROMEO:\n")
        assert len(list(tree.run(SETTINGS, 25))) == 25
        texts.append(tree.text())
    assert texts[0] == texts[1]
    assert texts[0].startswith("ROMEO:\n")
    assert len(texts[0]) == 32


def test_a_branch_goes_on_as_if_it_had_been_the_text(model) -> None:
    tree = TextTree(model, "ROMEO:\n")
    written = list(tree.run(SETTINGS, 12))
    first = tree.text()
    other = int(tree.model.vocabulary.encode("z")[0])
    node = tree.branch(written[4], other)
    assert node.parent is written[3]
    list(tree.run(SETTINGS, 5))
    branched = tree.text()
    assert branched[:12] == first[:11] + "z"
    again = TextTree(model, branched[:12])
    list(again.run(SETTINGS, 5))
    assert again.text() == branched
    np.testing.assert_allclose(again.here.logits, tree.here.logits, atol=1e-4)
    assert {tree.model.vocabulary.decode([n.token])[-1:] for n in written[3].children} >= {"z"}
    assert len(tree.ends()) == 2
    tree.go(written[-1].number)
    assert tree.text() == first


def test_what_was_written_can_be_taken_back_but_not_the_prompt(model) -> None:
    tree = TextTree(model, "King")
    list(tree.run(SETTINGS, 3))
    for _ in range(9):
        tree.undo()
    assert tree.text() == "King"
    again = tree.step(SETTINGS)
    assert len(tree.ends()) == 1  # along the branch there is
    assert again.written
    assert again.probability() == pytest.approx(
        np.exp(again.chosen_from - again.chosen_from.max())[again.token]
        / np.exp(again.chosen_from - again.chosen_from.max()).sum(),
        rel=1e-5,
    )


def test_a_branch_inside_the_prompt(model) -> None:
    tree = TextTree(model, "King")
    tree.branch(tree.path()[2], int(model.vocabulary.encode("t")[0]))
    assert tree.text() == "Kit"
    fresh = TextTree(model, "Kit")
    np.testing.assert_allclose(tree.here.logits, fresh.here.logits, atol=1e-5)
    with pytest.raises(InputError):
        tree.branch(tree.path()[0], 3)
    with pytest.raises(InputError):
        tree.go(99)


def test_an_empty_prompt_and_a_strange_one(model) -> None:
    tree = TextTree(model, "")
    assert (tree.opened, tree.text()) == (True, "")
    tree.step(SETTINGS)
    assert len(tree.text()) == 1
    assert TextTree(model, "中文").text() == "��"


def test_a_prompt_longer_than_the_context_leaves_a_window(model) -> None:
    tree = TextTree(model, "a" * 40)
    visible = {TextKind.MARKOV: 2, TextKind.TRANSFORMER: 16}.get(model.card.kind)
    assert tree.visible() == visible
