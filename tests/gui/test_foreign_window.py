"""Somebody else's model, from the Open menu to the picker, and at the next start."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Opener, shut
from hand import Hand, sweep
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid
from test_foreign_dialog import write

from core.data.own import read_folder
from core.latent.chart import items
from core.latent.model import LatentModel
from core.paths import home
from core.runtime.library import Library
from core.runtime.providers import best_device
from gui.tabs.latent.foreign_dialog import ForeignDialog
from gui.widgets.pictures import Picture, to_bytes


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))


def dialogs(hand: Hand) -> list[ForeignDialog]:
    found = hand.window.findChildren(ForeignDialog)
    return [dialog for dialog in found if dialog.isVisible()]


def dialog_of(hand: Hand, path: Path, monkeypatch: pytest.MonkeyPatch) -> ForeignDialog:
    """Open `path` by the menu and wait until the dialog has looked into it."""
    choosing(monkeypatch, path)
    hand.file_menu("A model (ONNX)")
    dialog = dialogs(hand)[-1]
    hand.until(lambda: dialog.findings is not None or dialog.problem.isVisible())
    return dialog


def press_open(hand: Hand, dialog: ForeignDialog) -> None:
    hand.qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)


def picker_names(hand: Hand) -> list[str]:
    return [hand.view.picker.itemData(i) for i in range(hand.view.picker.count())]


def works(hand: Hand, name: str) -> None:
    """Drag: the picture is what the copy of the model draws there."""
    place = hand.empty_place()
    hand.click(place)
    hand.settle()
    copy = LatentModel.open(Library().find(name), best_device("cpu"))
    points = np.array(hand.tab.presenter.points(), np.float32)
    assert np.array_equal(hand.output(), to_bytes(copy.decode(points)[0]))


@pytest.mark.parametrize("latent", [1, 2, 3])
def test_a_decoder_is_copied_shown_and_there_again(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, latent: int
) -> None:
    hand = open_window()
    path = write(tmp_path / "their net.onnx", "Sigmoid", 64, latent)
    dialog = dialog_of(hand, path, monkeypatch)
    press_open(hand, dialog)
    hand.shows("their-net")
    sweep()
    assert not isValid(dialog)
    assert "their-net" in picker_names(hand)
    assert (home() / "models" / "their-net" / "card.json").is_file()
    chart = hand.chart()
    assert chart.drawn
    assert len(hand.pixels()) == len(chart.codes) == 2000
    drawn = to_bytes(hand.stage.shown[0].model.decode(chart.codes[:5]))
    assert np.array_equal(drawn, chart.data.images[:5])
    works(hand, "their-net")
    state = hand.state
    path.unlink()
    shut(hand.window)
    next_one = open_window()
    assert next_one.names == ("their-net",)
    assert next_one.state == state
    assert next_one.notices == []
    works(next_one, "their-net")


def test_a_pair_reads_pictures_too(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "pair.onnx", "Sigmoid", 64, 2)
    encoder = write(tmp_path / "encoder.onnx", "Tanh", 64, 2, back=True)
    dialog = dialog_of(hand, path, monkeypatch)
    choosing(monkeypatch, encoder)
    hand.qtbot.mouseClick(dialog.encoder, Qt.MouseButton.LeftButton)
    hand.until(lambda: dialog.findings.encoder is not None)
    press_open(hand, dialog)
    hand.shows("pair")
    works(hand, "pair")
    Image.fromarray(items("digits").images[0]).save(tmp_path / "seven.png")
    choosing(monkeypatch, tmp_path / "seven.png")
    hand.file_menu("A picture")
    hand.until(lambda: hand.state.own is not None)
    assert hand.state.own.shape == (8, 8)


def test_a_decoder_alone_says_that_it_reads_no_pictures(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for index in range(3):
        Image.fromarray(items("digits").images[index]).save(folder / f"{index}.png")
    hand.tab.opening.open_path(folder)
    hand.until(lambda: hand.state.data == str(folder))
    path = write(tmp_path / "alone.onnx", "Sigmoid", 64, 2)
    press_open(hand, dialog_of(hand, path, monkeypatch))
    hand.shows("alone")  # though one's own pictures were shown
    assert hand.state.data == ""
    assert hand.notice("has no encoder")
    before = hand.state
    choosing(monkeypatch, folder / "0.png")
    hand.file_menu("A picture")
    assert hand.notice("cannot read pictures")
    hand.tab.opening.open_path(folder)
    assert hand.notice("“alone” has no encoder")
    assert hand.state == before
    hand.open_model("fashion-vae-2")
    hand.tab.opening.open_path(folder)
    hand.until(lambda: hand.state.data == str(folder))
    expected = read_folder(folder, (28, 28)).data.images
    assert np.array_equal(hand.chart().data.images, expected)


def test_a_file_that_is_no_model_gets_a_sentence_and_changes_nothing(
    hand: Hand, tmp_path: Path
) -> None:
    before, names = hand.state, picker_names(hand)
    data = QMimeData()
    for content in (b"no graph at all", b""):
        (tmp_path / "theirs.onnx").write_bytes(content)
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "theirs.onnx"))])
        assert hand.drop(data)
        dialog = dialogs(hand)[-1]
        hand.until(dialog.problem.isVisible)
        assert "theirs.onnx" in dialog.problem.text()
        assert not dialog.open_button.isEnabled()
        hand.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        sweep()
    assert dialogs(hand) == []
    assert hand.state == before
    assert picker_names(hand) == names
    assert not (home() / "models").exists()
    at = hand.empty_place()
    hand.click(at)
    hand.settle()
    assert hand.plane().point() == pytest.approx(tuple(hand.code_at(at)))


def test_escape_closes_the_dialog_without_a_copy(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(hand, write(tmp_path / "a.onnx", "Sigmoid", 64, 2), monkeypatch)
    hand.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    sweep()
    assert not isValid(dialog)
    assert not (home() / "models").exists()


def test_the_dialog_goes_with_the_window(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(hand, write(tmp_path / "a.onnx", "Sigmoid", 64, 2), monkeypatch)
    hand.window.close()
    assert not isValid(dialog) or not dialog.isVisible()


def test_a_model_on_its_way_arrives_though_the_window_is_closed(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(hand, write(tmp_path / "a.onnx", "Sigmoid", 64, 2), monkeypatch)
    press_open(hand, dialog)
    shut(hand.window)
    assert (home() / "models" / "a" / "card.json").is_file()


def test_two_models_at_once_each_get_their_answers(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = dialog_of(hand, write(tmp_path / "one.onnx", "Sigmoid", 64, 2), monkeypatch)
    other = dialog_of(hand, write(tmp_path / "other.onnx", "Sigmoid", 81, 2), monkeypatch)
    press_open(hand, one)
    assert not one.open_button.isEnabled()  # twice would make two copies
    press_open(hand, other)
    hand.until(lambda: {"one", "other"} <= set(picker_names(hand)))
    library = Library()
    assert library.find("one").card.image_shape == (8, 8)
    assert library.find("other").card.image_shape == (9, 9)
    hand.until(lambda: hand.names in {("one",), ("other",)})
    hand.settle()


def test_the_same_file_twice_gets_two_names(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "twice.onnx", "Sigmoid", 64, 2)
    for name in ("twice", "twice-2"):
        press_open(hand, dialog_of(hand, path, monkeypatch))
        hand.shows(name)


def test_a_file_that_goes_while_it_is_asked_about_is_told(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "gone.onnx", "Sigmoid", 64, 2)
    dialog = dialog_of(hand, path, monkeypatch)
    path.unlink()
    press_open(hand, dialog)
    hand.until(dialog.problem.isVisible)
    assert "gone.onnx" in dialog.problem.text()
    assert dialog.open_button.isEnabled()
    assert hand.names == ("fashion-vae-2",)


def test_a_shelf_that_cannot_be_written_is_told(
    hand: Hand, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_home / "models").write_text("in the way", encoding="utf-8")
    dialog = dialog_of(hand, write(tmp_path / "a.onnx", "Sigmoid", 64, 2), monkeypatch)
    press_open(hand, dialog)
    hand.until(dialog.problem.isVisible)
    assert "cannot be written here" in dialog.problem.text()


def test_theirs_is_compared_with_none_and_its_copy_may_be_taken_away(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = open_window()
    press_open(hand, dialog_of(hand, write(tmp_path / "a.onnx", "Sigmoid", 64, 2), monkeypatch))
    hand.shows("a")
    for background in ("tiles", "thumbnails"):
        hand.tab.presenter.choose_background(background)
    hand.settle()
    assert all(p.shown_pixels() is not None for p in hand.stage.findChildren(Picture)[:1])
    shutil.rmtree(home() / "models" / "a")
    shut(hand.window)
    next_one = open_window()
    assert next_one.names == ("fashion-vae-2",)
    assert len(next_one.notices) == 1
    assert "“a”" in next_one.notices[0]
