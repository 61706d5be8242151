"""A run is made again from its card or a snapshot: the same weights, bit by bit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from partner import small

from core.__main__ import main
from core.cards import read_card
from core.training.course import Course
from core.training.messages import DataSpec, Exported, Snapshot, Start

Capture = pytest.CaptureFixture[str]


def steps(course: Course, count: int) -> None:
    for _ in range(count):
        next(course.run)


def taken(course: Course) -> Snapshot:
    snapshot = course.snapshot(automatic=True)
    assert snapshot
    return snapshot


def eventful(start: Start) -> tuple[Course, Exported, Snapshot]:
    """Make a run in which all is done that a panel can do."""
    course = Course(start)
    steps(course, 3)
    course.set("learning_rate", 3e-3)
    course.set("beta", 2.0)
    steps(course, 4)
    first = taken(course)
    course.log("pause")
    course.set("beta", 9.0)  # undone below
    course.set("batch_size", 20)
    steps(course, 5)
    second = taken(course)
    course.go_back(first.number)
    course.log("resume")
    course.set("frozen", "encoder.0")
    steps(course, 2)
    course.go_back(second.number)  # the branch that was left, after all
    course.set("weight_decay", 0.5)
    steps(course, 3)
    course.set("batch_size", 60)
    steps(course, 4)
    return course, course.export(), taken(course)


def replayed(capsys: Capture, *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["train", "--replay", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_an_eventful_run_is_made_again(own_home: Path, tmp_path: Path, capsys: Capture) -> None:
    start = replace(small(tmp_path), into=None, folder=tmp_path / "run", name="eventful")
    course, exported, last = eventful(start)
    assert course.run.step == 19
    card = read_card(exported.folder)
    assert card.training
    said = [(entry.step, entry.command, entry.key) for entry in card.training.history]
    assert said == [
        (4, "set", "learning_rate"),
        (4, "set", "beta"),
        (8, "pause", ""),
        (8, "set", "beta"),
        (8, "set", "batch_size"),
        (13, "go-back", "step"),
        (8, "resume", ""),
        (8, "undone", "frozen"),
        (10, "go-back", "step"),
        (13, "set", "weight_decay"),
        (16, "set", "batch_size"),
    ]
    assert card.command == "python -m core train --replay eventful"
    code, answer = replayed(capsys, "eventful")
    assert (code, answer["identical"], answer["steps"]) == (0, True, 19)
    code, answer = replayed(capsys, str(last.path))  # all digits of the weights, not only half
    assert (code, answer["identical"], answer["difference"]) == (0, True, 0.0)


def test_a_run_from_scratch_is_made_again(tmp_path: Path, capsys: Capture) -> None:
    start = Start(
        recipe="shapes-ae-2",
        changes=(("epochs", 3), ("batch_size", 100), ("seed", 5)),
        data=DataSpec(named="shapes", size=300),
        into=tmp_path / "shelf",
        folder=tmp_path / "run",
        name="fresh",
    )
    course = Course(start)
    steps(course, 4)
    course.set("epochs", 5)
    assert [step.step for step in course.run][-1] == 15
    course.export()
    code, answer = replayed(capsys, "fresh", "--into", str(tmp_path / "shelf"))
    assert (code, answer["identical"]) == (0, True)
    folder = tmp_path / "shelf" / "fresh-replay"
    assert Path(answer["folder"]) == folder
    assert read_card(folder).metrics == read_card(tmp_path / "shelf" / "fresh").metrics


def test_a_resumed_run_is_as_reproducible(tmp_path: Path, capsys: Capture) -> None:
    start = replace(small(tmp_path), folder=tmp_path / "run")
    course = Course(start)
    steps(course, 3)
    course.set("learning_rate", 1e-3)
    steps(course, 3)
    kept = taken(course)
    other = Course(Start(resume=kept.path, into=tmp_path, folder=tmp_path / "run"))
    assert other.run.step == 6
    steps(other, 5)
    assert other.export().name == "shapes-vae-2@2"
    last = taken(other)  # whose base is the first version still
    assert last.path != kept.path
    assert replayed(capsys, str(last.path), "--into", str(tmp_path))[1]["identical"]


def test_other_data_are_noticed(own_home: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "own.npz"
    images = (np.random.default_rng(0).random((30, 28, 28)) * 255).astype(np.uint8)
    np.savez(path, images=images)
    start = replace(small(tmp_path), into=None, data=DataSpec(own=str(path)), name="mine")
    start = replace(start, changes=(("epochs", 2),))
    course = Course(start)
    list(course.run)
    course.export()
    assert replayed(capsys, "mine")[0] == 0
    np.savez(path, images=images[::-1])
    code, answer = replayed(capsys, "mine")
    assert (code, answer["fault"]) == (2, "checksum")
    path.unlink()
    assert replayed(capsys, "mine")[1]["fault"] == "missing"


def test_what_has_no_log_cannot_be_replayed(own_home: Path, capsys: Capture) -> None:
    code, answer = replayed(capsys, "shapes-vae-2")
    assert (code, answer["fault"]) == (2, "missing")
    assert replayed(capsys, "nobody")[1]["fault"] == "missing"
    assert replayed(capsys, "nobody", "--set", "epochs=3")[1]["fault"] == "refused"
