"""The command line with somebody else's model in the user's folder: clear words, right codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import Call, call, shipped_names
from test_foreign import NORMAL, decoder, saved

from core.__main__ import main
from core.runtime.foreign import adopt, inspect

__all__ = ["call"]  # the fixture


@pytest.fixture
def theirs(tmp_path: Path, own_home: Path) -> Path:
    """The folder of an adopted generator called "theirs"."""
    shelf = own_home / "models"
    adopt(inspect(saved(decoder(["N", 1, 16, 12]), tmp_path)), NORMAL, shelf)
    return shelf / "theirs"


def test_models_lists_it_as_the_user_s_own(
    call: Call, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call("models")
    assert code == 0
    assert {row["name"] for row in answer["models"]} == {*shipped_names(), "theirs"}
    row = next(row for row in answer["models"] if row["name"] == "theirs")
    assert row == {"name": "theirs", "version": 1, "kind": "generator", "shipped": False}
    assert main(["models"]) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("theirs"))
    assert line.endswith("generator, 2 dimensions to 16 x 12  (your own)")


def test_evaluate_says_that_there_is_nothing_to_measure_it_on(
    call: Call, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call("evaluate", "theirs")
    assert (code, answer["fault"], answer["subject"]) == (2, "refused", "theirs")
    assert main(["evaluate", "theirs"]) == 2
    assert "theirs cannot be measured: on which data it was trained is not known" in (
        capsys.readouterr().err
    )


def test_verify_checks_what_can_be_checked(
    call: Call, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call("verify", "theirs")
    assert (code, answer["ok"]) == (0, True)
    assert answer["models"] == [{"name": "theirs", "ok": True, "parity": None, "mse": None}]
    assert main(["verify", "theirs", "shapes-pca-2"]) == 0
    said = capsys.readouterr().out
    assert "files and graphs as the card says" in said
    assert "2 of 2 models are in order" in said


@pytest.mark.parametrize(
    ("damage", "fault"), [("changed", "checksum"), ("gone", "missing"), ("card", "mismatch")]
)
def test_verify_finds_a_damaged_one(call: Call, theirs: Path, damage: str, fault: str) -> None:
    graph = theirs / "decoder.onnx"
    if damage == "changed":
        graph.write_bytes(graph.read_bytes()[:-1] + b"\0")
    elif damage == "gone":
        graph.unlink()
    else:
        card = json.loads((theirs / "card.json").read_text(encoding="utf-8"))
        card["latent_size"] = 3
        (theirs / "card.json").write_text(json.dumps(card), encoding="utf-8")
    code, answer = call("verify", "theirs")
    assert (code, answer["ok"]) == (1, False)
    assert answer["models"][0]["fault"] == fault
