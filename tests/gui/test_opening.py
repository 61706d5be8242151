"""What the user opens, drops or pastes: pictures, folders, arrays, and what is none of these."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from conftest import Opener
from hand import Hand, model
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from core.data.own import read_folder
from core.data.pictures import read_picture
from core.latent.chart import items
from gui.widgets.pictures import to_bytes

SHAPE = (28, 28)


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let every file dialog answer `path`."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(path)))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A boot, as a file of another size."""
    boot = items("fashion").images[0]
    path = tmp_path / "boot.png"
    Image.fromarray(boot).resize((90, 90)).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of ten pictures, and three files that are none."""
    whole = tmp_path / "mine"
    images = items("fashion").images
    for index in range(20):
        kind = whole / ("left" if index < 10 else "right")
        kind.mkdir(parents=True, exist_ok=True)
        Image.fromarray(images[index]).save(kind / f"{index:02}.png")
    (whole / "left" / "broken.png").write_bytes(b"no picture")
    (whole / "left" / "empty.png").write_bytes(b"")
    (whole / "notes.txt").write_text("hello", encoding="utf-8")
    return whole


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def shows_own(hand: Hand, pixels: np.ndarray) -> None:
    """Wait until `pixels` are the input, marked at their code, decoded, and to come back to."""
    hand.until(lambda: hand.state.own is not None)
    hand.settle()
    assert np.array_equal(hand.picture("x:"), pixels)
    code = model(hand.names[0]).encode(pixels[None] / np.float32(255)).mean
    assert hand.plane().point() == pytest.approx(tuple(code[0]), abs=1e-4)
    expected = to_bytes(model(hand.names[0]).decode(code)[0])
    assert abs(hand.output().astype(int) - expected).max() <= 1


# pictures


def test_a_picture_is_opened_and_can_be_taken_back(
    hand: Hand, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hand.state
    choosing(monkeypatch, picture)
    hand.file_menu("A picture")
    shows_own(hand, read_picture(picture, SHAPE))
    hand.until(lambda: "own picture" in hand.view.caption())
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: hand.state == before)
    hand.settle()
    hand.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    shows_own(hand, read_picture(picture, SHAPE))


def test_a_picture_is_dropped_as_a_file_and_as_an_image(hand: Hand, picture: Path) -> None:
    assert hand.drop(files(picture))
    shows_own(hand, read_picture(picture, SHAPE))
    image, data = QImage(40, 40, QImage.Format.Format_RGB32), QMimeData()
    image.fill(Qt.GlobalColor.white)
    for x in range(10, 20):
        image.setPixelColor(x, 15, Qt.GlobalColor.black)
    data.setImageData(image)
    own = hand.state.own
    assert hand.drop(data)
    hand.until(lambda: hand.state.own != own)
    shows_own(hand, hand.state.own.array())
    assert not hand.state.own.array()[:5].any()
    text = QMimeData()
    text.setText("hello")
    assert not hand.drop(text)


def test_an_image_and_a_file_are_pasted_and_text_is_not(hand: Hand, picture: Path) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("no image")
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert hand.notice("no image on the clipboard")
    clipboard.setImage(QImage(str(picture)))
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shows_own(hand, read_picture(picture, SHAPE))
    hand.key(Qt.Key.Key_Backspace)
    hand.tab.presenter.choose_item(3)
    data = files(picture)
    clipboard.setMimeData(data)
    hand.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shows_own(hand, read_picture(picture, SHAPE))
    clipboard.clear()


def tells(hand: Hand, *parts: str) -> bool:
    return bool(hand.notices) and all(part in hand.notices[-1] for part in parts)


BAD = (
    ("nothing.png", b"", "is empty or cut off"),
    ("text.png", b"hello world", "cannot be read"),
    ("state.json", b'{"a": 1}', "is no saved state"),
    ("deep.json", b"[" * 10**6, "is no saved state"),
    ("table.csv", b"a;b\nhello;7\n", "table.csv"),
    ("arrays.npz", b"PK no archive", "arrays.npz cannot be read"),
    ("gone.png", None, "is not there"),
)


def test_what_cannot_be_opened_gets_a_sentence_and_changes_nothing(
    hand: Hand, tmp_path: Path
) -> None:
    before, output = hand.state, hand.output().copy()
    for name, content, says in BAD:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        hand.drop(files(path))
        hand.until(partial(tells, hand, name, says))
        assert hand.state == before
        assert np.array_equal(hand.output(), output)
    at = hand.empty_place()
    hand.click(at)
    hand.settle()
    assert not np.array_equal(hand.output(), output)


def test_a_huge_picture_is_refused(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    Image.new("1", (20_000, 20_000)).save(path)
    hand.drop(files(path))
    assert "too large" in hand.notice("huge.png")
    assert hand.state.own is None


# one's own data


def test_a_folder_becomes_the_points_and_what_is_left_out_is_named_once(
    hand: Hand, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, folder)
    hand.file_menu("A folder of pictures")
    hand.until(lambda: hand.state.data == str(folder))
    hand.settle()
    assert hand.chart().data.classes == ("left", "right")
    assert len(hand.pixels()) == 20
    told = hand.notice("left out")
    assert told.startswith("3 of 23 files were left out: ")
    assert {"broken.png", "empty.png", "notes.txt"} <= {
        word.strip(",") for word in told.split()
    }  # fmt: skip
    hand.open_model("digits-vae-2")
    assert hand.state.data == str(folder)
    hand.window.context.notices.post("something else")  # the same twice in a row is shown once
    hand.tab.presenter.choose_data("")
    hand.until(lambda: hand.state.data == "")
    hand.tab.presenter.choose_data(str(folder))
    hand.until(lambda: hand.state.data == str(folder))
    assert sum("left out" in text for text in hand.notices) == 1


def test_a_folder_is_read_again_when_it_is_opened_again(hand: Hand, folder: Path) -> None:
    hand.drop(files(folder))
    hand.until(lambda: hand.state.data == str(folder))
    (folder / "left" / "empty.png").unlink()
    Image.fromarray(items("fashion").images[50]).save(folder / "left" / "new.png")
    hand.drop(files(folder))
    hand.until(lambda: len(hand.chart().data) == 21)
    assert hand.notice("2 of 23 files")
    expected = read_folder(folder, SHAPE).data.images
    assert np.array_equal(hand.chart().data.images, expected)


def test_of_many_files_left_out_three_are_named(hand: Hand, folder: Path) -> None:
    for index in range(5):
        (folder / "right" / f"bad{index}.png").write_bytes(b"")
    hand.drop(files(folder))
    told = hand.notice("left out")
    assert told.startswith("8 of 28 files")
    assert told.count(".png") + told.count(".txt") == 3
    assert told.endswith("…")


@pytest.mark.parametrize("name", ["fashion-vae-2", "digits-vae-20"])
def test_a_folder_of_one_picture_is_a_plane_of_one_point(
    hand: Hand, tmp_path: Path, name: str
) -> None:
    single = tmp_path / "single"
    single.mkdir()
    Image.fromarray(items("fashion").images[0]).save(single / "one.png")
    hand.open_model(name)
    hand.drop(files(single))
    hand.until(lambda: hand.state.data == str(single))
    hand.settle()
    assert len(hand.chart().codes) == 1
    start = hand.handle()
    hand.drag(start, start + QPoint(20, 10), start + QPoint(40, 10))
    hand.settle()
    hand.tab.between.show_second(True)
    hand.tab.dimensions.show_grid(True)
    hand.settle()


def test_an_empty_folder_gets_a_sentence(hand: Hand, tmp_path: Path) -> None:
    before = hand.state
    (tmp_path / "empty").mkdir()
    hand.drop(files(tmp_path / "empty"))
    assert hand.notice("empty").startswith("empty holds no picture that can be used here")
    assert hand.state == before


def test_arrays_become_the_points(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = items("digits").images[:30]
    np.savez(tmp_path / "mine.npz", images=images, labels=np.arange(30) % 3)
    choosing(monkeypatch, tmp_path / "mine.npz")
    hand.file_menu("Arrays (NPZ, CSV)")
    hand.until(lambda: hand.state.data.endswith("mine.npz"))
    assert np.array_equal(hand.chart().data.images, images)
    rows = ["kind;" + ";".join(f"p{i}" for i in range(784))]
    rows += [
        f"{'ab'[k % 2]};" + ";".join(f"{v / 255:.4f}".replace(".", ",") for v in image.ravel())
        for k, image in enumerate(images)
    ]
    (tmp_path / "mine.csv").write_text("\n".join(rows), encoding="utf-8")
    choosing(monkeypatch, tmp_path / "mine.csv")
    hand.file_menu("Arrays (NPZ, CSV)")
    hand.until(lambda: hand.state.data.endswith("mine.csv"))
    hand.settle()
    assert hand.chart().data.classes == ("a", "b")
    assert abs(hand.chart().data.images.astype(int) - images).max() <= 1


def test_one_s_own_pictures_stay_in_a_comparison(hand: Hand, folder: Path) -> None:
    hand.drop(files(folder))
    hand.until(lambda: hand.state.data == str(folder))
    hand.tab.presenter.compare("kinds")
    hand.shows("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")
    assert all(len(hand.chart(k).codes) == 20 for k in range(3))


def test_a_window_without_models_takes_nothing(
    open_window: Opener, tmp_path: Path, picture: Path, folder: Path
) -> None:
    hand = open_window(folders=(tmp_path / "none",), wait=False)
    hand.window.start()
    for path in (picture, folder):
        hand.drop(files(path))
    assert hand.state.own is None
