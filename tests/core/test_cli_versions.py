"""Versions and files of models on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import add_version
from test_cli import Call, call

from core.__main__ import main
from core.cards import CARD_FILE, Base, Training, read_card, write_card
from core.paths import shipped
from core.runtime.library import Library

NAME = "shapes-pca-2"

__all__ = ["call"]  # the fixture


@pytest.fixture
def two() -> Library:
    """Two versions of one's own on top of a shipped model."""
    library = Library()
    for seed in (1, 2):
        add_version(library, shipped("models_onnx", NAME), NAME, seed)
    return library


def test_versions_lists_them_all(call: Call, two: Library) -> None:
    entry = two.find(f"{NAME}@3")
    training = Training(base=Base(name=NAME, version=2), data="own", steps=120)
    write_card(read_card(entry.folder).model_copy(update={"training": training}), entry.folder)
    code, answer = call("versions", NAME)
    assert (code, answer["current"]) == (0, 3)
    rows = answer["versions"]
    assert [row["version"] for row in rows] == [1, 2, 3]
    assert [row["shipped"] for row in rows] == [True, False, False]
    assert [row["current"] for row in rows] == [False, False, True]
    assert rows[2]["training"]["base"] == {"name": NAME, "version": 2, "data": None}
    assert rows[0]["training"] is None


def test_versions_says_which_is_damaged(
    call: Call, two: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    (two.find(NAME).folder / CARD_FILE).write_bytes(b"\0")
    code, answer = call("versions", NAME)
    assert (code, answer["current"]) == (1, 2)
    assert "unreadable" in answer["versions"][2]["error"]
    assert main(["versions", NAME]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("    1  mse")
    assert lines[1].startswith("*   2  mse")
    assert "damaged" in lines[2]


def test_use_goes_back(call: Call, two: Library) -> None:
    assert call("use", NAME, "2")[1]["version"] == 2
    assert two.find(NAME).version == 2
    rows = {row["name"]: row for row in call("models")[1]["models"]}
    assert (rows[NAME]["version"], rows[NAME]["shipped"]) == (2, False)
    assert call("use", NAME, "1")[0] == 0
    assert two.find(NAME).shipped


def test_delete_one_then_all(call: Call, two: Library) -> None:
    assert call("delete", NAME, "3") == (0, {"name": NAME, "deleted": [3]})
    assert two.find(NAME).version == 2
    assert call("delete", NAME)[1]["deleted"] == [2]
    assert two.find(NAME).shipped


def test_rename(call: Call, two: Library) -> None:
    assert call("rename", NAME, "ours") == (0, {"name": "ours", "versions": [2, 3]})
    assert two.find("ours").version == 3
    assert two.find(NAME).shipped


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (("versions", "nobody"), "missing"),
        (("use", NAME, "9"), "missing"),
        (("delete", "nobody"), "missing"),
        (("delete", NAME, "9"), "missing"),
        (("delete", NAME), "refused"),
        (("rename", NAME, "ours"), "refused"),
        (("pack", "nobody", "x.zip"), "missing"),
        (("unpack", "nothing.zip"), "missing"),
        (("pack", NAME, "no-folder/x.zip"), "read-only"),
    ],
)
def test_a_call_that_cannot_be_followed(
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    fault: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, answer = call(*command)
    assert (code, answer["fault"]) == (2, fault)


def test_a_version_travels_as_a_file(call: Call, two: Library, tmp_path: Path) -> None:
    file = tmp_path / "given.zip"
    code, answer = call("pack", f"{NAME}@2", str(file))
    assert (code, answer["bytes"]) == (0, file.stat().st_size)
    code, answer = call("unpack", str(file))
    assert (code, answer["name"]) == (0, f"{NAME}-2")
    assert two.find(answer["name"]).card.seed == 1
    assert call("verify", answer["name"], f"{NAME}@2", NAME)[0] == 0


def test_a_bad_file_is_not_in_order(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "given.zip"
    file.write_bytes(b"PK\3\4 and no more")
    code, answer = call("unpack", str(file))
    assert (code, answer["fault"], answer["subject"]) == (1, "truncated", "given.zip")


def test_verify_without_names_is_about_what_was_shipped(call: Call, two: Library) -> None:
    (two.find(NAME).folder / "decoder.onnx").write_bytes(b"")
    entries = Library().shipped()
    assert NAME in [entry.name for entry in entries]
    assert all(entry.shipped and entry.version == 1 for entry in entries)


@pytest.mark.parametrize("command", ["versions", "use", "delete", "rename", "pack", "unpack"])
def test_help_is_there(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: python -m core {command}" in capsys.readouterr().out
