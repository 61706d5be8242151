"""The library: sound and damaged models side by side, and what opening a damaged one says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from copied import Copied
from onnx import TensorProto, helper

from core.cards import CARD_FILE, WEIGHTS_FILE, ModelCard
from core.errors import Fault, ModelError
from core.latent.model import LatentModel
from core.runtime.library import Library
from core.runtime.providers import best_device


def opening(copied: Copied) -> ModelError:
    """Open what was damaged; return the error that this must give."""
    with pytest.raises(ModelError) as caught:
        LatentModel.open(copied.entry(), best_device("cpu"))
    assert caught.value.subject == "shapes-pca-2"
    return caught.value


def test_an_untouched_copy_opens(copied: Copied) -> None:
    model = LatentModel.open(copied.entry(), best_device("cpu"))
    assert model.decode(np.zeros((3, 2), np.float32)).shape == (3, 28, 28)


# what lies in the folders


def test_a_damaged_model_is_listed_beside_sound_ones(copied: Copied) -> None:
    broken = copied.folder.with_name("broken")
    shutil.copytree(copied.folder, broken)
    (broken / CARD_FILE).write_bytes(b"\0junk")
    copied.folder.with_name("empty").mkdir()
    copied.folder.with_name("notes.txt").write_text("no model")
    copied.folder.with_name(".half-written").mkdir()
    shutil.copytree(copied.folder, copied.folder.with_name("renamed"))

    entries = {entry.name: entry for entry in Library((copied.folder.parent,)).entries()}

    assert sorted(entries) == ["broken", "empty", "renamed", "shapes-pca-2"]
    assert entries["shapes-pca-2"].card
    assert entries["shapes-pca-2"].error is None
    faults = {name: entry.error.fault for name, entry in entries.items() if entry.error}
    assert faults == {
        "broken": Fault.UNREADABLE,
        "empty": Fault.MISSING,
        "renamed": Fault.MISMATCH,
    }


def test_a_damaged_entry_says_why_when_it_is_asked_for(copied: Copied) -> None:
    (copied.folder / CARD_FILE).write_bytes(b"{")
    library = Library((copied.folder.parent,))
    with pytest.raises(ModelError) as caught:
        library.find("shapes-pca-2")
    assert caught.value.fault is Fault.UNREADABLE


def test_folders_that_are_none_hold_nothing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    assert Library((tmp_path / "absent", file, dangling)).entries() == []


def test_an_unknown_name_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        Library((tmp_path,)).find("nobody")
    assert (caught.value.subject, caught.value.fault) == ("nobody", Fault.MISSING)


def test_a_shipped_model_comes_before_the_users_of_that_name(
    copied: Copied, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(copied.folder.parent, own)
    first, *others = Library((copied.folder.parent, own)).entries()
    assert (first.folder, first.shipped, others) == (copied.folder, True, [])
    assert not Library((tmp_path / "none", own)).entries()[0].shipped


# files


def test_a_changed_file_is_a_wrong_checksum(copied: Copied) -> None:
    with (copied.folder / "decoder.onnx").open("ab") as file:
        file.write(b"\0")
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.CHECKSUM, "decoder.onnx")


@pytest.mark.parametrize("file", ["encoder.onnx", WEIGHTS_FILE])
def test_a_file_that_is_gone_is_missing(copied: Copied, file: str) -> None:
    (copied.folder / file).unlink()
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.MISSING, file)


def test_weights_that_no_checksum_names_are_missed_all_the_same(copied: Copied) -> None:
    (copied.folder / WEIGHTS_FILE).unlink()
    copied.change_card(lambda card: card["files"].pop(WEIGHTS_FILE))
    assert opening(copied).fault is Fault.MISSING


@pytest.mark.parametrize("kept", [0, 1, 100, 3000])
def test_a_cut_graph_is_unreadable(copied: Copied, kept: int) -> None:
    path = copied.folder / "decoder.onnx"
    path.write_bytes(path.read_bytes()[:kept])
    copied.seal()
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.UNREADABLE, "decoder.onnx")


def test_cut_weights_are_unreadable(copied: Copied) -> None:
    path = copied.folder / WEIGHTS_FILE
    path.write_bytes(path.read_bytes()[:1000])
    copied.seal()
    assert opening(copied).fault is Fault.UNREADABLE


@pytest.mark.parametrize(
    "content",
    [np.random.default_rng(0).bytes(5000), b"\x89PNG\r\n\x1a\n", "Über\n".encode() * 50],
    ids=["random", "picture", "text"],
)
def test_what_is_no_graph_is_unreadable(copied: Copied, content: bytes) -> None:
    (copied.folder / "encoder.onnx").write_bytes(content)
    copied.seal()
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.UNREADABLE, "encoder.onnx")


# card and graph


def test_a_graph_of_something_else_does_not_fit(copied: Copied) -> None:
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["batch", 2]) for n in "xy"]
    node = helper.make_node("Neg", ["x"], ["y"])
    graph = helper.make_graph([node], "foreign", ends[:1], ends[1:])
    foreign = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.save(foreign, copied.folder / "decoder.onnx")
    copied.seal()
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.MISMATCH, "decoder.onnx")


def _three_codes(card: dict[str, Any]) -> None:
    card["latent_size"] = 3
    card["graphs"]["encoder"]["outputs"][0]["shape"][1] = 3
    card["graphs"]["decoder"]["inputs"][0]["shape"][1] = 3


def _whole_numbers(card: dict[str, Any]) -> None:
    card["graphs"]["encoder"]["inputs"][0]["dtype"] = "int64"


def _another_name(card: dict[str, Any]) -> None:
    card["graphs"]["encoder"]["outputs"][0]["name"] = "mu"


def _codes_unlike_the_latent_size(card: dict[str, Any]) -> None:
    card["latent_size"] = 5


def _no_decoder(card: dict[str, Any]) -> None:
    del card["graphs"]["decoder"]


def _another_kind(card: dict[str, Any]) -> None:
    card["kind"] = "vae"


def _exchanged(card: dict[str, Any]) -> None:
    encoder, decoder = card["graphs"]["encoder"], card["graphs"]["decoder"]
    encoder["file"], decoder["file"] = decoder["file"], encoder["file"]


@pytest.mark.parametrize(
    ("change", "file"),
    [
        (_three_codes, "encoder.onnx"),
        (_whole_numbers, "encoder.onnx"),
        (_exchanged, "decoder.onnx"),
        (_another_name, "encoder.onnx"),
        (_codes_unlike_the_latent_size, CARD_FILE),
        (_no_decoder, CARD_FILE),
        (_another_kind, CARD_FILE),
    ],
)
def test_a_card_that_does_not_fit_its_graphs(copied: Copied, change: Any, file: str) -> None:
    copied.change_card(change)
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.MISMATCH, file)


# external data


def point_elsewhere(copied: Copied, location: str) -> None:
    """Make the decoder's weights lie at `location`."""
    path = copied.folder / "decoder.onnx"
    graph = onnx.load(path, load_external_data=False)
    entries = [e for i in graph.graph.initializer for e in i.external_data if e.key == "location"]
    assert entries
    for entry in entries:
        entry.value = location
    path.write_bytes(graph.SerializeToString())
    copied.seal()


@pytest.mark.parametrize("form", ["up", "absolute", "link", "linked folder"])
def test_weights_outside_the_folder_are_refused(copied: Copied, form: str) -> None:
    secret = copied.folder.parent / "secret.bin"
    shutil.copy(copied.folder / WEIGHTS_FILE, secret)
    location = {
        "up": "../secret.bin",
        "absolute": str(secret),
        "link": "link.bin",
        "linked folder": "link/secret.bin",
    }[form]
    if form == "link":
        (copied.folder / "link.bin").symlink_to(secret)
    if form == "linked folder":
        (copied.folder / "link").symlink_to(secret.parent)
    point_elsewhere(copied, location)
    error = opening(copied)
    assert (error.fault, error.file) == (Fault.FOREIGN_PATH, "decoder.onnx")


def test_weights_that_are_a_link_to_the_outside_are_refused(copied: Copied) -> None:
    outside = copied.folder.parent / "outside"
    (copied.folder / WEIGHTS_FILE).rename(outside)
    (copied.folder / WEIGHTS_FILE).symlink_to(outside)
    assert opening(copied).fault is Fault.FOREIGN_PATH


def test_a_sound_model_of_another_tab_is_neither_listed_nor_opened(copied: Copied) -> None:
    class OtherCard(ModelCard):
        """What the models of no tab have."""

    library = Library((copied.folder.parent,), of=OtherCard)
    assert library.entries() == []
    assert library.shipped() == []
    with pytest.raises(ModelError) as caught:
        library.find("shapes-pca-2")
    assert caught.value.fault is Fault.REFUSED
    everything = Library((copied.folder.parent,), of=ModelCard)
    assert [entry.name for entry in everything.entries()] == ["shapes-pca-2"]
