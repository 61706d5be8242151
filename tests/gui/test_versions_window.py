"""Versions of a model in the window: listed, shown, compared, renamed, deleted, given away."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Opener, shut
from hand import PATIENCE, Hand
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QRadioButton

from core.cards import OWN_DATA, WEIGHTS_FILE, Base, LatentCard, Training, read_card, write_card
from core.errors import Fault, StorageError
from core.latent.model import LatentModel
from core.paths import shipped
from core.runtime import shelves
from core.runtime.library import Entry, Library
from core.runtime.providers import best_device
from core.runtime.share import pack
from gui.tabs.latent.state import State
from gui.tabs.latent.store import dump, load
from gui.widgets.pictures import to_bytes

NAME = "fashion-vae-2"
QUESTION = "Which version?"
CONTROL = Qt.KeyboardModifier.ControlModifier


def brighten(weights: Path, amount: float) -> None:
    """Add `amount` to the last biases of the decoder, in place."""
    content = bytearray(weights.read_bytes())
    length = struct.unpack("<Q", content[:8])[0]
    start, end = json.loads(content[8 : 8 + length])["decoder.6.bias"]["data_offsets"]
    part = slice(8 + length + start, 8 + length + end)
    content[part] = (np.frombuffer(content[part], np.float16) + np.float16(amount)).tobytes()
    weights.write_bytes(content)


def publish(name: str = NAME, seed: int = 7, source: str = NAME, **changes: Any) -> Entry:
    """Publish the shipped model `source`, drawing brighter, as the next version of `name`."""
    library = Library()
    with shelves.workplace(name, library.shelf) as scratch:
        work = scratch / "model"
        shutil.copytree(shipped("models_onnx", source), work)
        brighten(work / WEIGHTS_FILE, 0.25 * seed)
        card = read_card(work)
        assert isinstance(card, LatentCard)
        digest = hashlib.sha256((work / WEIGHTS_FILE).read_bytes()).hexdigest()
        assert card.metrics is not None
        training = Training(
            base=Base(name=source, data="fashion"),
            data="fashion",
            steps=120,
            before=card.metrics,
            after=card.metrics.model_copy(update={"neg_elbo": 200.5}),
        )
        fields = {
            "name": name,
            "seed": seed,
            "files": {**card.files, WEIGHTS_FILE: digest},
            "training": training,
        }
        write_card(card.model_copy(update=fields | changes), work)
        return library.add(work, name)


def drawn(address: str, point: np.ndarray) -> np.ndarray:
    """What this version draws at `point`, as grey bytes."""
    model = LatentModel.open(Library().find(address), best_device("cpu"))
    return to_bytes(model.decode(np.array([point], np.float32))[0])


@pytest.fixture
def two(open_window: Opener) -> Hand:
    """The window on the second version of its first model."""
    publish()
    hand = open_window()
    lists(hand, 2)
    return hand


def radios(hand: Hand) -> list[QRadioButton]:
    found = hand.view.panel.versions.findChildren(QRadioButton)
    return [button for button in found if button.isVisibleTo(hand.view.panel.versions)]


def titles(hand: Hand) -> list[str]:
    return [button.text() for button in radios(hand)]


def lists(hand: Hand, count: int, current: int | None = None) -> None:
    """Wait until so many versions are listed, and this one as the current one."""
    hand.until(lambda: len(radios(hand)) == count)
    if current is not None:
        hand.until(lambda: f"Version {current} (current)" in titles(hand))
    hand.settle()


def details(hand: Hand) -> list[str]:
    labels = hand.view.panel.versions.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def pick(hand: Hand, version: int) -> None:
    button = next(b for b in radios(hand) if b.text().split()[1] == str(version))
    hand.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def why_not(hand: Hand, text: str) -> str:
    """The hover text of a greyed button."""
    button = hand.control(QAbstractButton, text)
    assert not button.isEnabled()
    return button.toolTip()


def draws(hand: Hand, address: str, index: int = 0) -> bool:
    """Say whether the picture at the cursor is what this version draws."""
    expected = drawn(address, hand.plane(index).point())
    return bool(np.abs(hand.output(index).astype(int) - expected).max() <= 1)


def offered(hand: Hand) -> list[str]:
    return [hand.view.picker.itemData(i) for i in range(hand.view.picker.count())]


def saving(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(path), "")))


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


# the list


def test_one_version_is_folded_away_and_cannot_be_changed(hand: Hand) -> None:
    hand.until(lambda: hand.control(QAbstractButton, QUESTION).isVisible())
    assert not hand.control(QAbstractButton, QUESTION).isChecked()
    hand.unfold(QUESTION)
    assert titles(hand) == ["Version 1 (current)"]
    assert "came with the program\nFashion" in details(hand)[0]
    assert "stays as it is" in why_not(hand, "Delete")
    assert "stays as it is" in why_not(hand, "Rename …")
    assert "current version already" in why_not(hand, "Use")
    assert "choose another" in why_not(hand, "Compare")


def test_versions_are_listed_with_what_became_of_them(two: Hand) -> None:
    assert two.control(QAbstractButton, QUESTION).isChecked()
    assert titles(two) == ["Version 1", "Version 2 (current)"]
    assert radios(two)[1].isChecked()
    first, second = details(two)[:2]
    before = read_card(shipped("models_onnx", NAME)).metrics.neg_elbo
    assert first == f"came with the program\nFashion\n−ELBO: {before:.1f}"
    assert second == f"Fashion, 120 steps\n−ELBO: {before:.1f} → 200.5\nbetter than before"
    assert "Went on from “fashion-vae-2”, version 1." in radios(two)[1].toolTip()
    assert two.view.picker.currentText() == "Fashion · VAE · version 2"
    assert two.view.caption().startswith("VAE · version 2: ")
    assert draws(two, f"{NAME}@2")


def test_own_pictures_epochs_and_what_got_worse_are_said(open_window: Opener) -> None:
    card = read_card(shipped("models_onnx", NAME))
    worse = card.metrics.model_copy(update={"neg_elbo": 500.0})
    training = Training(
        base=Base(name=NAME, data="fashion"), data=OWN_DATA, steps=9, settings={"epochs": 3},
        before=card.metrics, after=worse,
    )  # fmt: skip
    own = card.data.model_copy(update={"name": OWN_DATA})
    publish(training=training, data=own)
    hand = open_window()
    lists(hand, 2)
    assert "own pictures, 3 epochs" in details(hand)[1]
    assert "→ 500.0\nnot better than before" in details(hand)[1]
    assert hand.view.picker.currentText() == "Fashion · VAE · version 2"  # with its base's pictures
    pick(hand, 1)
    hand.push("Compare")
    hand.shows(f"{NAME}@1", NAME)


def test_what_unfolded_by_itself_folds_itself_for_a_model_of_one_version(two: Hand) -> None:
    header = two.control(QAbstractButton, QUESTION)
    two.open_model("fashion-ae-2")
    two.until(lambda: not header.isChecked())
    two.open_model(NAME)
    two.until(header.isChecked)
    pick(two, 1)  # it is in use
    two.open_model("fashion-ae-2")
    two.until(lambda: titles(two) == ["Version 1 (current)"])
    assert header.isChecked()


def test_a_section_folded_by_hand_stays_folded(two: Hand) -> None:
    header = two.control(QAbstractButton, QUESTION)
    two.qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    with two.qtbot.waitSignal(two.tab.presenter.ready, timeout=PATIENCE):
        two.tab.presenter.show_again((NAME,))
    two.settle()
    assert not header.isChecked()


def test_a_damaged_version_is_named_and_can_only_be_deleted(open_window: Opener) -> None:
    publish()
    (publish(seed=9).folder / "card.json").write_bytes(b"{")
    hand = open_window()
    lists(hand, 3, current=2)
    assert details(hand)[2] == "It is damaged and cannot be used."
    pick(hand, 3)
    for text in ("Use", "Compare", "Rename …", "Save as one file …"):
        assert "damaged" in why_not(hand, text)
    hand.push("Delete")
    lists(hand, 2, current=2)


# going back


def test_going_back_keeps_cursor_item_and_old_picture_until_the_new_one_is_there(
    two: Hand,
) -> None:
    two.click(two.empty_place())
    two.settle()
    item, offset, before = two.state.item, two.state.offset, two.output().copy()
    pick(two, 1)
    two.push("Use")
    assert np.array_equal(two.output(), before)
    lists(two, 2, current=1)
    assert two.names == (NAME,)
    assert (two.state.item, two.state.offset) == (item, pytest.approx(offset))
    assert draws(two, f"{NAME}@1")
    assert not np.array_equal(two.output(), before)
    assert Library().find(NAME).version == 1
    assert two.view.picker.currentText() == "Fashion · VAE"
    two.key(Qt.Key.Key_Z, CONTROL)
    two.until(lambda: two.names == (f"{NAME}@2",))
    two.settle()
    assert np.array_equal(two.output(), before)
    assert two.view.picker.currentText() == "Fashion · VAE · version 2"
    assert Library().find(NAME).version == 1  # looking back is no going back
    two.key(Qt.Key.Key_Y, CONTROL)
    two.shows(NAME)
    assert draws(two, f"{NAME}@1")


def test_a_version_that_was_just_published_takes_the_place_of_the_old_one(hand: Hand) -> None:
    hand.click(hand.empty_place())
    hand.settle()
    start, item, before = hand.state.offset, hand.state.item, hand.output().copy()
    hand.tab.between.show_second(True)
    second = hand.state.second
    entry = publish()
    hand.tab.presenter.adopt_version(NAME, entry.version)
    assert np.array_equal(hand.output(), before)
    lists(hand, 2, current=2)
    assert draws(hand, f"{NAME}@2")
    assert (hand.state.item, hand.state.second) == (item, second)
    assert hand.state.offset == pytest.approx(start)
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.until(lambda: hand.names == (f"{NAME}@1",))
    hand.settle()
    assert np.array_equal(hand.output(), before)
    assert hand.state.second == second
    for _ in range(2):  # further back, too, it is the old version
        hand.key(Qt.Key.Key_Z, CONTROL)
        hand.until(lambda: hand.tab.presenter._wanted is None)
        assert hand.names == (f"{NAME}@1",)


def test_adopting_while_another_model_is_being_opened_does_not_come_in_between(
    hand: Hand,
) -> None:
    entry = publish()
    hand.tab.presenter.choose("fashion-ae-2")
    hand.tab.presenter.adopt_version(NAME, entry.version)
    hand.shows("fashion-ae-2")
    rows = range(hand.view.picker.count())
    assert "Fashion · VAE · version 2" in map(hand.view.picker.itemText, rows)
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.until(lambda: hand.names == (f"{NAME}@1",))


def test_in_a_comparison_only_the_one_model_changes(hand: Hand) -> None:
    hand.push("PCA | AE | VAE")
    kinds = ("fashion-pca-2", "fashion-ae-2", NAME)
    hand.shows(*kinds)
    entry = publish()
    with hand.qtbot.waitSignal(hand.tab.presenter.ready, timeout=PATIENCE):
        hand.tab.presenter.adopt_version(NAME, entry.version)
    hand.settle()
    assert (hand.names, hand.state.comparison) == (kinds, "kinds")
    assert draws(hand, f"{NAME}@2", 2)


# comparing


def test_two_versions_stand_side_by_side_under_one_cursor(two: Hand) -> None:
    pick(two, 1)
    two.push("Compare")
    two.shows(f"{NAME}@1", NAME)
    headings = [label.text() for label in two.stage.findChildren(QLabel)]
    assert {"VAE · version 1", "VAE · version 2"} <= set(headings)
    assert "VAE · version 1: " in two.view.caption()
    assert two.control(QAbstractButton, "Compare").isChecked()
    at = two.handle(0)
    two.drag(at, at + QPointF(20, -10), at + QPointF(45, -25))
    two.settle()
    assert draws(two, f"{NAME}@1", 0)
    assert draws(two, f"{NAME}@2", 1)
    two.push("Compare")
    two.shows(NAME)


def test_using_the_other_of_two_shown_changes_names_and_no_pictures(two: Hand) -> None:
    pick(two, 1)
    two.push("Compare")
    two.shows(f"{NAME}@1", NAME)
    pictures = [two.output(k).copy() for k in range(2)]
    two.push("Use")
    two.until(lambda: two.names == (NAME, f"{NAME}@2"))
    lists(two, 2, current=1)
    assert all(np.array_equal(two.output(k), pictures[k]) for k in range(2))


def test_no_more_than_four_side_by_side(open_window: Opener) -> None:
    for seed in range(1, 5):
        publish(seed=seed)
    hand = open_window()
    lists(hand, 5)
    for version in (1, 2, 3):
        pick(hand, version)
        hand.push("Compare")
        hand.until(lambda v=version: f"{NAME}@{v}" in hand.names)
    hand.shows(f"{NAME}@1", f"{NAME}@2", f"{NAME}@3", NAME)
    pick(hand, 4)
    assert "Four models" in why_not(hand, "Compare")


def test_what_learned_other_pictures_has_none_in_common(open_window: Opener) -> None:
    card = read_card(shipped("models_onnx", NAME))
    publish(data=card.data.model_copy(update={"name": "digits"}))
    hand = open_window()
    hand.open_model(NAME)
    lists(hand, 2)
    pick(hand, 1)
    assert "other pictures" in why_not(hand, "Compare")
    hand.push("Use")
    lists(hand, 2, current=1)


def test_a_state_with_an_address_is_there_again(open_window: Opener, two: Hand) -> None:
    pick(two, 1)
    two.push("Compare")
    two.shows(f"{NAME}@1", NAME)
    state = two.state
    shut(two.window)
    hand = open_window()
    assert (hand.state, hand.notices) == (state, [])
    assert draws(hand, f"{NAME}@1", 0)
    assert draws(hand, f"{NAME}@2", 1)


def test_an_address_that_is_gone_is_told_and_the_rest_goes_on(
    open_window: Opener, two: Hand
) -> None:
    pick(two, 1)
    two.push("Use")
    lists(two, 2, current=1)
    pick(two, 2)
    two.push("Compare")
    two.shows(NAME, f"{NAME}@2")
    shut(two.window)
    Library().delete(NAME, 2)
    hand = open_window()
    assert hand.names == (NAME,)
    assert len(hand.notices) == 1
    assert f"{NAME}@2" in hand.notices[0]


def test_a_saved_state_with_an_address(two: Hand, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    state = State(names=(f"{NAME}@1", f"{NAME}@2"), comparison="own", item=3)
    good.write_text(dump(state), encoding="utf-8")
    bad.write_text(dump(replace(state, names=(f"{NAME}@9",))), encoding="utf-8")
    assert load(good) == state
    two.drop(files(good))
    two.shows(f"{NAME}@1", NAME)  # which is what version 2 is called
    two.drop(files(bad))
    assert f"{NAME}@9" in two.notice("is not here")
    assert two.names == (f"{NAME}@1", NAME)


# names


def rename(hand: Hand, new: str) -> None:
    hand.push("Rename …")
    line = hand.view.panel.versions.name
    hand.until(line.isVisible)
    line.clear()
    hand.qtbot.keyClicks(line, new)
    hand.qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_version_gets_a_name_of_its_own(two: Hand) -> None:
    before = two.output().copy()
    rename(two, "boots")
    two.shows("boots")
    lists(two, 1)
    assert np.array_equal(two.output(), before)
    assert two.view.picker.currentText() == "Fashion · VAE · boots"
    assert {"boots", NAME} <= set(offered(two))
    assert [entry.version for entry in Library().versions(NAME)] == [1]
    assert not two.view.panel.versions.name.isVisible()
    two.tab.presenter.compare_models((NAME, "boots"))
    two.shows(NAME, "boots")
    headings = [label.text() for label in two.stage.findChildren(QLabel)]
    assert {f"VAE · {NAME}", "VAE · boots"} <= set(headings)


def test_a_model_of_ones_own_is_renamed_as_a_whole(open_window: Opener) -> None:
    publish("mine", seed=3)
    publish("mine", seed=4)
    hand = open_window()
    hand.open_model("mine")
    lists(hand, 2)
    pick(hand, 1)
    hand.push("Compare")
    hand.shows("mine@1", "mine")
    rename(hand, "yours")
    hand.shows("yours@1", "yours")
    assert "mine" not in offered(hand)
    assert [entry.version for entry in Library().versions("yours")] == [1, 2]
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.until(lambda: hand.names == ("yours",))


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("digits-vae-2", "Another model is called “digits-vae-2” already."),
        ("My Boots", "“My Boots” cannot be a name, but “my-boots” can."),
        ("../up", "“../up” cannot be a name, but “up” can."),
    ],
)
def test_a_name_that_cannot_be_is_told_under_the_line(two: Hand, new: str, says: str) -> None:
    state = two.state
    rename(two, new)
    two.until(lambda: says in details(two))
    assert (two.state, two.names) == (state, (NAME,))
    assert two.view.panel.versions.name.isVisible()
    two.qtbot.keyClick(two.view.panel.versions.name, Qt.Key.Key_Escape)
    assert not two.view.panel.versions.name.isVisible()
    assert says not in details(two)


# deleting


def test_what_is_deleted_is_brought_back(two: Hand) -> None:
    before = two.output().copy()
    two.push("Delete")
    lists(two, 1, current=1)
    assert two.names == (NAME,)
    assert draws(two, f"{NAME}@1")
    assert two.notice("Deleted: “fashion-vae-2”, version 2.")
    with pytest.raises(Exception, match="missing"):
        Library().find(f"{NAME}@2")
    two.push("Bring back version 2")
    lists(two, 2, current=2)
    assert np.array_equal(two.output(), before)
    assert not two.view.panel.versions.restore.isVisible()


def test_an_earlier_version_beside_the_current_one_is_deleted(open_window: Opener) -> None:
    publish()
    publish(seed=9)
    hand = open_window()
    lists(hand, 3)
    pick(hand, 2)
    hand.push("Compare")
    hand.shows(f"{NAME}@2", NAME)
    hand.push("Delete")
    hand.shows(NAME)
    lists(hand, 2, current=3)
    assert draws(hand, f"{NAME}@3")
    hand.key(Qt.Key.Key_Z, CONTROL)  # no state is left that shows it
    hand.settle()
    assert hand.names == (NAME,)
    assert not any("missing" in text or "not there" in text for text in hand.notices)


def test_the_last_version_of_ones_own_model_goes_and_comes_back(open_window: Opener) -> None:
    publish("mine")
    hand = open_window()
    hand.open_model("mine")
    hand.unfold(QUESTION)
    lists(hand, 1, current=1)
    hand.push("Delete")
    hand.until(lambda: hand.names == (NAME,) and "mine" not in offered(hand))
    hand.until(lambda: hand.view.panel.versions.restore.isVisible())
    hand.push("Bring back “mine”, version 1")
    hand.shows("mine")


def test_what_cannot_be_brought_back_is_told(two: Hand) -> None:
    two.push("Delete")
    lists(two, 1)
    for path in Library().shelf.glob(".gone-*"):
        shutil.rmtree(path)
    two.push("Bring back version 2")
    assert two.notice("cannot be brought back")
    assert two.names == (NAME,)


FULL = StorageError(NAME, Fault.DISK_FULL, "", path=Path("models"))


@pytest.mark.parametrize("action", ["use", "delete", "rename"])
def test_a_full_disk_is_told_and_changes_nothing(
    two: Hand, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    def fail(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(Library, action, fail)
    before, output = two.state, two.output().copy()
    if action == "rename":
        rename(two, "boots")
        two.until(lambda: "The disk is full: nothing was changed." in details(two))
    else:
        pick(two, 1 if action == "use" else 2)
        two.push(action.capitalize())
        assert two.notice("The disk is full")
    two.settle()
    assert two.state == before
    assert np.array_equal(two.output(), output)
    assert two.control(QAbstractButton, "Save as one file …").isEnabled()


def test_a_version_that_another_program_deleted(two: Hand) -> None:
    pick(two, 1)
    Library().delete(NAME, 2)
    pick(two, 2)
    two.push("Delete")
    assert two.notice(f"“{NAME}@2” is not here any more.")
    two.until(lambda: len(radios(two)) == 1)


# as one file


def test_a_version_goes_into_one_file_and_comes_back_from_it(
    two: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two.output().copy()
    saving(monkeypatch, tmp_path / "given.zip")
    two.push("Save as one file …")
    assert two.notice("Saved: given.zip")
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(tmp_path / "given.zip"), ""))
    )
    two.file_menu("A model as one file (ZIP)")
    two.shows(f"{NAME}-2")
    assert np.array_equal(two.output(), before)
    assert two.notice("given.zip holds a model: it is called “fashion-vae-2-2” here.")
    two.drop(files(tmp_path / "given.zip"))
    two.shows(f"{NAME}-3")
    assert two.view.picker.currentText() == "Fashion · VAE · fashion-vae-2-3"


def with_member(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def changed(path: Path) -> None:
    """Pack other bytes than the card says."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["decoder.onnx"] += b"x"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def without_card(path: Path) -> None:
    path.unlink()
    with_member(path, "readme.txt", b"hello")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_bytes(b"hello" * 99), "holds no model of this program"),
    "cut": (cut, "is cut off"),
    "changed": (changed, "“decoder.onnx” is not what was packed"),
    "outside": (partial(with_member, name="../up.txt", content=b"x"), "“../up.txt” points"),
    "program": (partial(with_member, name="run.py", content=b"x"), "holds what no model has"),
    "no card": (without_card, "“card.json” is missing in it"),
    "gone": (Path.unlink, "bad.zip is not there."),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_no_model_gets_a_sentence_and_changes_nothing(
    hand: Hand, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "bad.zip"
    pack(Library().find("shapes-pca-2"), path)
    spoil, says = DAMAGES[damage]
    spoil(path)
    before, rows, output = hand.state, offered(hand), hand.output().copy()
    hand.drop(files(path))
    told = hand.notice("bad.zip")
    assert says in told
    assert told.endswith("Everything else works as before.")
    assert (hand.state, offered(hand)) == (before, rows)
    assert np.array_equal(hand.output(), output)
    assert not list(tmp_path.rglob("up.txt"))
    assert [p for p in Library().shelf.glob("*") if p.is_dir()] == []


def test_a_full_disk_while_a_file_comes_in(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(Library().find("shapes-pca-2"), tmp_path / "given.zip")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("core.runtime.share._extract", full)
    hand.drop(files(tmp_path / "given.zip"))
    assert hand.notice("The disk is full: nothing was changed.")
    assert hand.names == (NAME,)


def test_a_file_that_cannot_be_written_is_told(
    two: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving(monkeypatch, tmp_path / "nowhere" / "given.zip")
    two.push("Save as one file …")
    assert two.notice("given.zip is not saved")
    (Library().find(f"{NAME}@2").folder / "decoder.onnx").write_bytes(b"")
    saving(monkeypatch, tmp_path / "given.zip")
    two.push("Save as one file …")
    assert two.notice("checksum").startswith(f"given.zip is not saved: {NAME}")
    assert not (tmp_path / "given.zip").exists()


# by keyboard


def test_versions_by_keyboard(two: Hand) -> None:
    section = two.view.panel.versions
    radios(two)[1].setFocus(Qt.FocusReason.TabFocusReason)
    two.qtbot.keyClick(radios(two)[1], Qt.Key.Key_Up)
    assert radios(two)[0].isChecked()
    two.qtbot.keyClick(section.use, Qt.Key.Key_Space)
    lists(two, 2, current=1)
    two.qtbot.keyClick(radios(two)[0], Qt.Key.Key_Down)
    two.qtbot.keyClick(radios(two)[1], Qt.Key.Key_F2)
    two.until(section.name.isVisible)
    assert section.name.hasFocus()
    two.qtbot.keyClicks(section.name, "ab")
    two.qtbot.keyClick(section.name, Qt.Key.Key_Home)
    two.qtbot.keyClick(section.name, Qt.Key.Key_Delete)  # a letter, no version
    assert section.name.text() == "b"
    assert len(radios(two)) == 2
    two.qtbot.keyClick(section.name, Qt.Key.Key_Escape)
    radios(two)[1].setFocus()
    two.qtbot.keyClick(radios(two)[1], Qt.Key.Key_Delete)
    lists(two, 1)


def test_every_control_has_a_hover_text(two: Hand) -> None:
    section = two.view.panel.versions
    for widget in (*section.findChildren(QAbstractButton), section.name):
        if widget is not section.header:
            assert widget.toolTip(), widget
    assert section.name.accessibleName()
    assert radios(two)[0].accessibleDescription()
