"""Training of the text networks: it learns, and goes on after a break as if there had been none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.__main__ import main
from core.cards import TextKind
from core.errors import Fault, InputError
from core.training.checkpoints import read_kept, write_kept
from core.training.text_loop import TextRun, schedule
from core.training.text_recipes import TEXT_RECIPES, TextRecipe, change_text
from tests.core.text_fixtures import RECIPES

TOKENS = np.tile(np.array([3, 1, 4, 1, 5, 9, 2, 6]), 200)
NETWORKS = (TextKind.RNN, TextKind.LSTM, TextKind.TRANSFORMER)


def recipe(kind: TextKind, steps: int = 12) -> TextRecipe:
    return replace(
        RECIPES[kind], steps=steps, context=16, batch_size=4, dropout=0.2, learning_rate=1e-2
    )


@pytest.mark.parametrize("kind", NETWORKS)
def test_a_run_that_is_resumed_goes_on_with_the_same_numbers(
    kind: TextKind, tmp_path: Path
) -> None:
    through = TextRun(recipe(kind, 40), TOKENS, 10)
    losses = [step.loss for step in through]
    first = TextRun(recipe(kind, 40), TOKENS, 10)
    begun = [next(first).loss for _ in range(27)]  # the streams begin anew at step 24
    write_kept(first.keep(), tmp_path / "kept")
    torch.manual_seed(99)
    second = TextRun(recipe(kind, 40), TOKENS, 10)
    second.restore(read_kept(tmp_path / "kept"))
    assert begun + [step.loss for step in second] == losses
    for a, b in zip(through.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(a, b)


@pytest.mark.parametrize("kind", NETWORKS)
def test_it_learns_what_comes_next(kind: TextKind) -> None:
    run = TextRun(replace(recipe(kind, 120), dropout=0.0), TOKENS, 10)
    before = run.held_out_loss(TOKENS[:200])
    losses = [step.loss for step in run]
    assert len(losses) == 120
    assert run.held_out_loss(TOKENS[:200]) < 0.6 < 1.5 < before


def test_the_learning_rate_rises_and_falls() -> None:
    rates = [schedule(step, 100) for step in range(100)]
    assert rates[0] == 0.25
    assert rates[3] == rates[4] == 1
    assert rates[5:] == sorted(rates[5:], reverse=True)
    assert rates[-1] < 1e-3


def test_a_text_that_is_too_short_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        TextRun(recipe(TextKind.RNN), TOKENS[:60], 10)
    assert refused.value.fault is Fault.MISMATCH


@pytest.mark.parametrize(
    ("change", "fault"),
    [("order=3", Fault.REFUSED), ("data=x", Fault.REFUSED), ("steps=x", Fault.MISMATCH),
     ("steps=0", Fault.MISMATCH), ("width=50", Fault.MISMATCH), ("dropout=nan", Fault.MISMATCH)],
)  # fmt: skip
def test_what_a_recipe_cannot_take(change: str, fault: Fault) -> None:
    with pytest.raises(InputError) as refused:
        change_text(TEXT_RECIPES["shakespeare-char-transformer"], [change])
    assert (refused.value.fault, refused.value.subject) == (fault, change.partition("=")[0])


def test_changes_are_taken() -> None:
    changed = change_text(TEXT_RECIPES["grimm-de-lstm"], ["steps=7", "dropout=0.1"])
    assert (changed.steps, changed.dropout, changed.name) == (7, 0.1, "grimm-de-lstm")


def test_there_is_nothing_to_resume(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "shakespeare-char-rnn", "--resume", "--json"]) == 2
    assert '"fault": "missing"' in capsys.readouterr().out
    assert main(["train", "shapes-pca-2", "--resume", "--json"]) == 2
    assert '"fault": "refused"' in capsys.readouterr().out
