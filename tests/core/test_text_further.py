"""A text network that learns on: from the user's own text, through the training process."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from partner import Partner
from safetensors.torch import load_file

from core.cards import OWN_DATA, TextCard
from core.data.texts import excerpt
from core.errors import CoreError, DataError, Fault, InputError
from core.export.text import verify_text
from core.runtime.library import Library
from core.text.pasted import keep_pasted
from core.text.vocabulary import Vocabulary
from core.training.job import Job
from core.training.messages import (
    DataSpec,
    Export,
    Exported,
    Failed,
    Finished,
    GoBack,
    Progress,
    Resume,
    Start,
    Started,
    TextPreview,
    Trouble,
    Value,
    WentBack,
)
from core.training.replay import replay
from core.training.text_course import TextCourse
from core.training.text_material import read_text_material

RNN, TRANSFORMER = "shakespeare-char-rnn", "shakespeare-char-transformer"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A text of the user's own: 6,000 characters that shout."""
    path = tmp_path / "mine.txt"
    path.write_text(excerpt("shakespeare-char").upper() * 3, encoding="utf-8")
    return path


def start(own: Path, into: Path, *changes: tuple[str, Value], base: str = RNN) -> Start:
    few = (("epochs", 2), ("batch_size", 8), ("context", 64))
    return Start(base=base, changes=(*few, *changes), data=DataSpec(own=str(own)), into=into)


@pytest.fixture(scope="module")
def spare() -> Iterator[Job]:
    job = Job()
    yield job
    job.close()


def test_a_run_from_start_to_a_version(spare: Job, own: Path, tmp_path: Path) -> None:
    partner, shelf = Partner(spare), tmp_path / "shelf"
    spare.send(start(own, shelf))
    started = partner.wait(Started)
    windows = round(len(own.read_text()) * 0.9) // 64
    assert (started.name, started.train_count) == (RNN, windows)
    assert started.unknown == 0
    finished = partner.wait(Finished)
    told, previews = partner.all(Progress), partner.all(TextPreview)
    assert finished.step == started.steps == 2 * (windows // 8)
    assert sum(len(each.losses) for each in told) == finished.step
    assert told[0].held_out is not None
    assert told[0].parts == (("nats", pytest.approx(told[0].loss)),)
    assert (previews[0].step, previews[-1].step) == (0, finished.step)
    mine, before = previews[0].samples
    held_out = own.read_text()[round(len(own.read_text()) * 0.9) :]
    assert mine.beginning in held_out
    assert before.beginning in excerpt("shakespeare-char")
    assert len(mine.text) == len(before.text) == 140
    assert previews[0].samples != previews[-1].samples

    spare.send(Export())
    done = partner.wait(Exported)
    assert done.parity <= 1e-4
    assert done.before.tokens == done.after.tokens
    assert done.after.nats_per_token < done.before.nats_per_token
    entry = Library((tmp_path / "none", shelf), of=TextCard).find(done.name)
    card = entry.card
    assert card is not None
    assert card.training is not None
    assert card.training.base is not None
    assert (card.data.name, card.known_data) == (OWN_DATA, "shakespeare-char")
    assert (card.parent, card.training.base.data) == (RNN, "shakespeare-char")
    assert (card.training.before, card.training.after) == (done.before, done.after)
    assert verify_text(entry)["parity"] <= 1e-4

    first = [loss for each in told for loss in each.losses]
    partner.forget()
    spare.send(GoBack(0))
    assert partner.wait(WentBack).step == 0
    spare.send(Resume())
    partner.wait(Finished)
    assert [loss for each in partner.all(Progress) for loss in each.losses] == first


def test_what_cannot_be_learnt_from_is_said(spare: Job, tmp_path: Path) -> None:
    texts = {
        "empty": b" \n ", "binary": bytes(range(256)) * 20, "short": b"To be, or not to be",
        "unknown": "Жили-были дед да баба. ".encode() * 50,
    }  # fmt: skip
    partner = Partner(spare)
    for kind, content in texts.items():
        path = tmp_path / f"{kind}.txt"
        path.write_bytes(content)
        spare.send(start(path, tmp_path))
        failed = partner.wait(Failed)
        assert failed.detail.partition(":")[0] == kind
        assert (failed.fault, failed.kind) == (Fault.MISMATCH, "DataError")
        assert (failed.subject, failed.alive) == (path.name, True)
    spare.send(start(tmp_path / "nowhere.txt", tmp_path))
    assert partner.wait(Failed).fault is Fault.MISSING
    spare.send(Start(base="shakespeare-char-markov-2", into=tmp_path))
    assert partner.wait(Failed).fault is Fault.REFUSED


def test_numbers_that_explode_stop_the_run(spare: Job, own: Path, tmp_path: Path) -> None:
    partner = Partner(spare)
    spare.send(start(own, tmp_path, ("learning_rate", 10.0), ("largest_gradient", 1e12)))
    failed = partner.wait(Failed)
    assert (failed.fault, failed.alive) == (Trouble.EXPLODED, True)
    assert failed.last_good is not None
    kept = load_file(failed.last_good.path)
    assert all(bool(tensor.isfinite().all()) for tensor in kept.values())


def test_a_process_that_is_killed_leaves_its_last_state(own: Path, tmp_path: Path) -> None:
    job = Job(tmp_path / "run")
    try:
        partner = Partner(job)
        job.send(start(own, tmp_path, ("epochs", 1000)))
        partner.wait(Progress, lambda told: told.step > 3)
        assert job.pid is not None
        os.kill(job.pid, signal.SIGKILL)
        failed = partner.wait(Failed)
        assert (failed.fault, failed.alive) == (Trouble.DIED, False)
        assert failed.last_good is not None
    finally:
        job.close()
    begun = TextCourse(start(own, tmp_path, ("epochs", 1000)))
    again = TextCourse(Start(base=RNN, into=tmp_path, resume=failed.last_good.path))
    while begun.run.step < again.run.step:
        next(begun.run)
    assert next(begun.run).loss == next(again.run).loss


@pytest.mark.parametrize("base", [RNN, TRANSFORMER])
def test_numbers_change_on_the_way_and_a_card_repeats_it(
    base: str, own: Path, tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    course = TextCourse(start(own, shelf, base=base))
    next(course.run)
    steps = course.run.steps
    course.set("learning_rate", 1e-4)
    course.set("batch_size", 4)
    assert course.run.steps > steps
    assert next(course.run).learning_rate <= 1e-4
    course.set("epochs", 1)
    for key, value, fault in (
        ("dropout", 0.1, Fault.REFUSED), ("epochs", 0, Fault.MISMATCH),
        ("learning_rate", "x", Fault.MISMATCH),
    ):  # fmt: skip
        with pytest.raises(InputError) as refused:
            course.set(key, value)
        assert (refused.value.subject, refused.value.fault) == (key, fault)
    made = course.export(name="mine")
    done = replay("mine", shelf)
    assert (done.steps, done.identical) == (2, True)
    assert made.name == "mine@1"


def test_a_version_can_be_trained_further_again(own: Path, tmp_path: Path) -> None:
    first = TextCourse(start(own, tmp_path))
    for _ in first.run:
        pass
    name = first.export(name="mine").name
    second = TextCourse(start(own, tmp_path, base=name))
    assert second.plan.corpus == "shakespeare-char"
    assert math.isclose(second.held_out_loss(), first.held_out_loss(), rel_tol=1e-3)
    entry = Library((tmp_path / "none", tmp_path), of=TextCard).find(second.export().name)
    assert entry.card
    assert entry.card.training
    assert entry.card.training.base
    assert (entry.version, entry.card.training.base.version) == (2, 1)


def test_samples_are_drawn_and_leave_the_run_as_it_was(own: Path, tmp_path: Path) -> None:
    one, other = (TextCourse(start(own, tmp_path, base=TRANSFORMER)) for _ in range(2))
    assert one.preview() == one.preview() == other.preview()
    assert one.run.network.training == other.run.network.training
    losses = [next(one.run).loss, (one.preview(), next(one.run).loss)[1]]
    assert losses == [next(other.run).loss, next(other.run).loss]
    assert torch.equal(
        next(iter(one.run.network.parameters())), next(iter(other.run.network.parameters()))
    )


def test_a_long_text_is_cut_and_says_so(
    own: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    course = TextCourse(start(own, tmp_path))
    vocabulary: Vocabulary = course.vocabulary
    assert read_text_material(DataSpec(own=str(own)), vocabulary).beyond == 0
    monkeypatch.setattr("core.training.text_material.MOST", 2_000)
    monkeypatch.setattr("core.text.own.PART", 1_000)
    material = read_text_material(DataSpec(own=str(own)), vocabulary)
    assert len(material.train) + len(material.held_out) == 2_000
    assert material.beyond == own.stat().st_size - 2_000
    assert np.array_equal(vocabulary.encode(material.train), material.train_tokens)


def test_a_pasted_text_is_kept_under_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENERATORIUM_HOME", str(tmp_path))
    path = keep_pasted("Wer reitet so spät?")
    assert path == keep_pasted("Wer reitet so spät?")
    assert path != keep_pasted("Wer reitet so früh?")
    assert path.read_text(encoding="utf-8") == "Wer reitet so spät?"
    with pytest.raises(InputError):
        keep_pasted(" \n")


def test_a_snapshot_that_is_gone_is_an_error(own: Path, tmp_path: Path) -> None:
    with pytest.raises(CoreError) as gone:
        TextCourse(Start(base=RNN, into=tmp_path, resume=own.with_name("x.safetensors")))
    assert isinstance(gone.value, DataError)
