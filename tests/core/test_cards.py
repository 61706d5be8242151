"""Cards: what is written comes back; what is no card is refused by its fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from copied import Copied

from core.cards import CARD_FILE, LatentCard, read_card, write_card
from core.errors import Fault, ModelError
from core.paths import shipped


def test_a_written_card_comes_back(tmp_path: Path) -> None:
    card = read_card(shipped("models_onnx", "shapes-pca-2"))
    write_card(card, tmp_path)
    assert read_card(tmp_path) == card


@pytest.mark.parametrize(
    "folder", sorted(shipped("models_onnx").glob("[!.]*/")), ids=lambda f: f.name
)
def test_shipped_folders_hold_what_their_cards_say(folder: Path) -> None:
    card = read_card(folder)
    assert card.name == folder.name
    assert {*card.files, CARD_FILE} == {path.name for path in folder.iterdir()}
    assert card.command == f"python -m core train {card.name}"


def test_a_card_cannot_be_changed(copied: Copied) -> None:
    card: Any = read_card(copied.folder)
    with pytest.raises(ValueError, match="frozen"):
        card.latent_size = 3


def _without_seed(card: dict[str, Any]) -> None:
    del card["seed"]


def _with_a_new_field(card: dict[str, Any]) -> None:
    card["mood"] = "sunny"


def _of_the_future(card: dict[str, Any]) -> None:
    card["format"] = 2


def _of_no_known_kind(card: dict[str, Any]) -> None:
    card["kind"] = "gan"


def _without_a_checksum(card: dict[str, Any]) -> None:
    del card["files"]["encoder.onnx"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (_without_seed, "seed"),
        (_with_a_new_field, "mood"),
        (_of_the_future, "format"),
        (_of_no_known_kind, "kind"),
        (_without_a_checksum, "encoder"),
    ],
)
def test_a_card_with_other_fields_is_unreadable(copied: Copied, change: Any, field: str) -> None:
    copied.change_card(change)
    with pytest.raises(ModelError) as caught:
        read_card(copied.folder)
    assert caught.value.fault is Fault.UNREADABLE
    assert caught.value.file == CARD_FILE
    assert field in caught.value.detail


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "..", "sub/x.onnx", "..\\x", "C:x.onnx", "", "a\0b"]
)
def test_a_file_name_cannot_leave_the_folder(copied: Copied, name: str) -> None:
    copied.change_card(lambda card: card["files"].update({name: "0" * 64}))
    with pytest.raises(ModelError) as caught:
        read_card(copied.folder)
    assert caught.value.fault is Fault.UNREADABLE
    assert "leaves the folder" in caught.value.detail


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"not json", bytes(range(256)), json.dumps({}).encode()],
    ids=["empty", "cut", "list", "null", "words", "binary", "no fields"],
)
def test_what_is_no_card_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / CARD_FILE).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_card(tmp_path)
    assert caught.value.fault is Fault.UNREADABLE


def test_a_folder_in_the_place_of_a_card_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / CARD_FILE).mkdir()
    with pytest.raises(ModelError) as caught:
        read_card(tmp_path)
    assert caught.value.fault is Fault.UNREADABLE


def test_no_card_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        read_card(tmp_path)
    assert (caught.value.fault, caught.value.file) == (Fault.MISSING, CARD_FILE)


def test_the_fields_of_a_card_are_all_there() -> None:
    wanted = {"kind", "data", "likelihood", "graphs", "metrics", "licence", "seed", "command"}
    assert wanted <= set(LatentCard.model_fields)
