"""One file to give away: what was packed comes back, what is no such file is refused by name."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
from copied import Copied
from shelf import add_version

from core.cards import CARD_FILE, WEIGHTS_FILE, read_card
from core.errors import Fault, ModelError, StorageError
from core.latent.model import LatentModel
from core.runtime import share
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.runtime.share import pack, unpack

NAME = "shapes-pca-2"


@pytest.fixture
def packed(copied: Copied, tmp_path: Path) -> Path:
    path = tmp_path / "given.zip"
    pack(copied.entry(), path)
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, content: dict[str, bytes], **attributes: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            member = zipfile.ZipInfo(name)
            member.filename = name  # as it stands, with any backslash
            for key, value in attributes.items():
                setattr(member, key, value)
            archive.writestr(member, data)


def refused(path: Path, shelf: Path) -> ModelError:
    """Return why `path` is refused; nothing of it may be on the shelf."""
    around = sorted(shelf.parent.iterdir())
    with pytest.raises(ModelError) as caught:
        unpack(path, shelf)
    assert caught.value.subject == path.name
    assert not shelf.exists() or list(shelf.iterdir()) == []
    assert {*shelf.parent.iterdir()} - {*around} <= {shelf}
    return caught.value


# there and back


def test_what_was_packed_comes_back(packed: Path, copied: Copied, shelf: Path) -> None:
    (copied.folder / "notes.txt").write_text("not of the model")
    card = unpack(packed, shelf)
    assert card.name == f"{NAME}-2"  # the shipped one has its name
    entry = Library((shelf.parent / "none", shelf)).find(card.name)
    assert LatentModel.open(entry, best_device("cpu")).card == card
    here = {path.name: path.read_bytes() for path in entry.folder.iterdir()}
    there = {name: (copied.folder / name).read_bytes() for name in here}
    assert here.pop(CARD_FILE) != there.pop(CARD_FILE)
    assert here == there
    assert card == read_card(copied.folder).model_copy(update={"name": card.name})
    assert unpack(packed, shelf).name == f"{NAME}-3"


def test_the_same_model_gives_the_same_file(packed: Path, copied: Copied, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    again.write_text("what was there is replaced")
    pack(copied.entry(), again)
    assert again.read_bytes() == packed.read_bytes()
    assert sorted(members(again)) == sorted([CARD_FILE, *copied.entry().card.files])


def test_a_version_is_given_away_under_the_models_name(copied: Copied, tmp_path: Path) -> None:
    library = Library((copied.folder.parent, tmp_path / "own"))
    second = add_version(library, copied.folder, NAME, seed=5)
    pack(library.find(f"{NAME}@2"), tmp_path / "two.zip")
    card = unpack(tmp_path / "two.zip", tmp_path / "elsewhere")
    assert (card.name, card.seed) == (f"{NAME}-2", 5)
    assert second.card is not None
    assert card.files == second.card.files


def test_a_damaged_model_is_not_given_away(copied: Copied, tmp_path: Path) -> None:
    with (copied.folder / WEIGHTS_FILE).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError) as caught:
        pack(copied.entry(), tmp_path / "given.zip")
    assert (caught.value.fault, caught.value.file) == (Fault.CHECKSUM, WEIGHTS_FILE)
    assert not (tmp_path / "given.zip").exists()


def test_where_nothing_can_be_written(packed: Path, copied: Copied, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        pack(copied.entry(), tmp_path / "no folder" / "given.zip")
    assert caught.value.fault is Fault.READ_ONLY
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError):
        pack(copied.entry(), tmp_path / "folder")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        unpack(packed, tmp_path / "file")
    assert (caught.value.fault, caught.value.path) == (Fault.READ_ONLY, tmp_path / "file")
    assert [path.name for path in tmp_path.glob(".*")] == []


# what is no such file


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.UNREADABLE),
        (b"%PDF-1.7 and so on", Fault.UNREADABLE),
        (b"PK", Fault.UNREADABLE),
        (b"PK\5\6" + b"\xff" * 18, Fault.REFUSED),
        (b"PK\5\6" + b"\0" * 18, Fault.MISSING),  # a zip with nothing in it
        (b"PK\5\6" + b"\0" * 4 + b"\1\0\1\0" + b"\xff\0\0\0\0\0\0\0\0\0", Fault.UNREADABLE),
    ],
    ids=["empty", "pdf", "two-bytes", "huge-directory", "nothing-in-it", "directory-lies"],
)
def test_what_is_no_zip(tmp_path: Path, shelf: Path, content: bytes, fault: Fault) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(content)
    assert refused(path, shelf).fault is fault


def test_a_file_that_is_not_there(tmp_path: Path, shelf: Path) -> None:
    assert refused(tmp_path / "nothing.zip", shelf).fault is Fault.MISSING
    assert refused(tmp_path, shelf).fault is Fault.UNREADABLE


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.99])
def test_a_cut_file_is_truncated(packed: Path, shelf: Path, kept: float) -> None:
    whole = packed.read_bytes()
    packed.write_bytes(whole[: int(len(whole) * kept)])
    assert refused(packed, shelf).fault is Fault.TRUNCATED


def test_any_changed_byte_is_noticed(packed: Path, shelf: Path) -> None:
    """No damage passes: whatever is accepted is the model, byte for byte."""
    whole = packed.read_bytes()
    good = unpack(packed, shelf)
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        packed.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        with contextlib.suppress(ModelError):  # else it was a date, say
            assert unpack(packed, shelf).files == good.files


@pytest.mark.parametrize("file", [CARD_FILE, WEIGHTS_FILE, "decoder.onnx"])
def test_a_member_that_is_missing(packed: Path, shelf: Path, file: str) -> None:
    content = members(packed)
    del content[file]
    write(packed, content)
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.MISSING, file)


@pytest.mark.parametrize("junk", [b"{", b"[]", b'{"format": 1}', b"\xff" * 50, b"[" * 100_000])
def test_a_card_that_is_none(packed: Path, shelf: Path, junk: bytes) -> None:
    write(packed, {**members(packed), CARD_FILE: junk})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.UNREADABLE, CARD_FILE)


def test_weights_that_are_not_the_cards(packed: Path, shelf: Path) -> None:
    content = members(packed)
    write(packed, {**content, WEIGHTS_FILE: content[WEIGHTS_FILE][:-1] + b"\1"})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.CHECKSUM, WEIGHTS_FILE)


def test_a_bad_crc_is_a_wrong_checksum(packed: Path, shelf: Path) -> None:
    content = bytearray(packed.read_bytes())
    at = content.rindex(b"PK\1\2")  # the last member's entry in the directory
    content[at + 16] ^= 1
    packed.write_bytes(content)
    assert refused(packed, shelf).fault is Fault.CHECKSUM


def test_what_the_card_does_not_name_is_refused(packed: Path, shelf: Path) -> None:
    write(packed, {**members(packed), "setup.exe": b"MZ"})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.REFUSED, "setup.exe")


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/x",
        "a/x",
        "a/",
        "C:x",
        "C:\\x",
        "..\\x",
        "\\\\host\\x",
        "..",
        "x\0.onnx",
        "a:b",
    ],
)
def test_a_path_that_leaves_the_folder(packed: Path, shelf: Path, name: str) -> None:
    write(packed, {**members(packed), name: b""})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.FOREIGN_PATH, name)


@pytest.mark.parametrize(
    "name", ["con", "NUL.onnx", "com1", "x.", "x ", ".removed", "a*b", "a\nb", "x" * 200]
)
def test_a_name_that_is_no_file_everywhere(packed: Path, shelf: Path, name: str) -> None:
    write(packed, {**members(packed), name: b""})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.REFUSED, name)


@pytest.mark.parametrize("twin", [WEIGHTS_FILE, WEIGHTS_FILE.upper(), "Card.json"])
def test_a_name_twice_is_refused(packed: Path, shelf: Path, twin: str) -> None:
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(twin, b"another")
    assert refused(packed, shelf).fault is Fault.REFUSED


def test_a_symbolic_link_is_refused(packed: Path, shelf: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.FOREIGN_PATH, "link")


def test_an_encrypted_file_is_refused(packed: Path, shelf: Path) -> None:
    content = bytearray(packed.read_bytes())
    at = content.index(b"PK\1\2")
    content[at + 8] |= 1
    packed.write_bytes(content)
    error = refused(packed, shelf)
    assert (error.fault, error.detail) == (Fault.REFUSED, "encrypted")


def test_another_compression_is_refused(packed: Path, shelf: Path) -> None:
    write(packed, members(packed), compress_type=zipfile.ZIP_LZMA)
    assert refused(packed, shelf).fault is Fault.REFUSED


# what would fill the disk


def _claim(packed: Path, size: int) -> None:
    """Let the directory say that the last member has `size` bytes."""
    content = bytearray(packed.read_bytes())
    struct.pack_into("<I", content, content.rindex(b"PK\1\2") + 24, size)
    packed.write_bytes(content)


def test_more_than_two_gigabytes_are_refused_unread(
    packed: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("sizes come first")

    _claim(packed, 2**31)
    monkeypatch.setattr(zipfile.ZipFile, "open", read)
    assert refused(packed, shelf).fault is Fault.REFUSED


def test_a_member_gives_no_more_than_its_size(packed: Path, shelf: Path) -> None:
    _claim(packed, 10)
    assert refused(packed, shelf).fault in (Fault.CHECKSUM, Fault.UNREADABLE)


def test_a_card_of_a_megabyte_is_refused(packed: Path, shelf: Path) -> None:
    write(packed, {**members(packed), CARD_FILE: b" " * (share.LARGEST_CARD + 1)})
    error = refused(packed, shelf)
    assert (error.fault, error.file) == (Fault.REFUSED, CARD_FILE)


def test_ten_thousand_files_are_refused(tmp_path: Path, shelf: Path) -> None:
    path = tmp_path / "many.zip"
    write(path, {f"f{i}": b"" for i in range(10_000)})
    assert refused(path, shelf).fault is Fault.REFUSED


def test_zip64_is_refused(packed: Path, shelf: Path) -> None:
    content = packed.read_bytes()
    at = content.rindex(b"PK\5\6")
    packed.write_bytes(content[:at] + b"PK\6\7" + b"\0" * 16 + content[at:])
    assert refused(packed, shelf).fault is Fault.REFUSED


# what the graphs do


def _resealed(copied: Copied, path: Path, change: Callable[[Path], None]) -> None:
    """Pack the model after a change to its graph that its card vouches for."""
    change(copied.folder / "decoder.onnx")
    copied.seal()
    pack(copied.entry(), path)


def _far_weights(graph: Path) -> None:
    model = onnx.load(graph, load_external_data=False)
    for initializer in model.graph.initializer:
        for each in initializer.external_data:
            if each.key == "location":
                each.value = "../../secret"
    onnx.save_model(model, graph)


def _other_outputs(graph: Path) -> None:
    model = onnx.load(graph, load_external_data=False)
    del model.graph.output[:]
    model.graph.output.append(model.graph.input[0])
    onnx.save_model(model, graph)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_far_weights, Fault.FOREIGN_PATH),
        (_other_outputs, Fault.MISMATCH),
        (lambda graph: graph.write_bytes(b"no graph"), Fault.UNREADABLE),
    ],
    ids=["far-weights", "other-outputs", "no-graph"],
)
def test_a_graph_that_cannot_be_used_never_becomes_visible(
    copied: Copied, tmp_path: Path, shelf: Path, change: Callable[[Path], None], fault: Fault
) -> None:
    path = tmp_path / "given.zip"
    _resealed(copied, path, change)
    error = refused(path, shelf)
    assert (error.fault, error.file) == (fault, "decoder.onnx")


def test_a_card_with_a_name_that_is_a_device(packed: Path, shelf: Path) -> None:
    content = members(packed)
    card = json.loads(content[CARD_FILE])
    write(packed, {**content, CARD_FILE: json.dumps({**card, "name": "nul"}).encode()})
    assert unpack(packed, shelf).name == "model-nul"
    assert os.listdir(shelf) == ["model-nul"]


def test_a_damaged_entry_cannot_be_packed(copied: Copied, tmp_path: Path) -> None:
    entry = replace(copied.entry(), card=None)
    with pytest.raises(ModelError) as caught:
        pack(entry, tmp_path / "given.zip")
    assert (caught.value.fault, caught.value.file) == (Fault.MISSING, CARD_FILE)


def test_a_zip_with_something_before_it_is_the_same_model(packed: Path, shelf: Path) -> None:
    """Mail programs do that; the zip format allows it."""
    whole = io.BytesIO(b"From: me\r\n" + packed.read_bytes())
    packed.write_bytes(whole.getvalue())
    assert unpack(packed, shelf).name == f"{NAME}-2"
