"""How a version of a text network is measured: soon, and as the slow way has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.cards import TextCard, TextKind
from core.data.texts import excerpt
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.text.evaluate import BEFORE, STREAMS, evaluate, evaluate_soon, evaluate_steps
from core.text.opening import open_text
from core.training.messages import DataSpec, Start
from core.training.text_course import TextCourse
from tests.core.text_fixtures import publish_small

RECURRENT = ("shakespeare-char-rnn", "shakespeare-char-lstm")


@pytest.mark.parametrize("name", RECURRENT)
def test_parts_side_by_side_measure_what_one_after_the_other_does(name: str) -> None:
    model = open_text(Library(of=TextCard).find(name), best_device("cpu"))
    text = (excerpt("shakespeare-char") * 2)[: STREAMS * BEFORE + 1203]
    slow, soon = evaluate(model, text), evaluate_soon(model, text)
    assert soon.nats_per_token == pytest.approx(slow.nats_per_token, rel=1e-4)
    assert soon.bits_per_char == pytest.approx(slow.bits_per_char, rel=1e-4)
    assert (soon.tokens, soon.characters) == (slow.tokens, slow.characters)


@pytest.mark.parametrize("kind", [TextKind.RNN, TextKind.TRANSFORMER, TextKind.MARKOV])
def test_a_short_text_is_measured_the_same_way(kind: TextKind, tmp_path: Path) -> None:
    model = open_text(publish_small(kind, tmp_path), best_device("cpu"))
    text = excerpt("shakespeare-char")[:300]
    assert evaluate_soon(model, text) == evaluate(model, text)


def test_it_can_be_measured_bit_by_bit() -> None:
    model = open_text(Library(of=TextCard).find(RECURRENT[0]), best_device("cpu"))
    text = excerpt("shakespeare-char") * 2
    assert sum(1 for _ in evaluate_steps(model, text)) > 100


def test_the_base_is_measured_while_samples_are_written(tmp_path: Path, own_home: Path) -> None:
    own = tmp_path / "mine.txt"
    own.write_text(excerpt("shakespeare-char") * 12, encoding="utf-8")
    base = open_text(Library(of=TextCard).find(RECURRENT[0]), best_device("cpu"))
    start = Start(base=RECURRENT[0], data=DataSpec(own=str(own)), into=own_home / "models")
    course = TextCourse(start)
    next(iter(course.run))
    for _ in range(40):
        course.preview()
    exported = course.export()
    judged = course.material.held_out[:10_000]
    assert exported.before.nats_per_token == pytest.approx(
        evaluate(base, judged).nats_per_token, rel=1e-4
    )
