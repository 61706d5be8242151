"""What the Save menu writes and copies: views, pictures, walks, codes, the state; and failures."""

from __future__ import annotations

import csv
import errno
import os
import stat
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from conftest import Opener, shut
from hand import Hand, decoded
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog

from gui.widgets.pictures import to_bytes

SVG = "{http://www.w3.org/2000/svg}"


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path, kind: str = "") -> None:
    """Let every file dialog answer `path`."""
    answer = staticmethod(lambda *_: (str(path), kind))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)


def saved(hand: Hand, path: Path) -> Path:
    """Wait until the window says that `path` is saved."""
    hand.notice(f"Saved: {path.name}")
    assert path.is_file()
    return path


@pytest.fixture
def walking(hand: Hand) -> Hand:
    """The window with B and the strip."""
    hand.tab.between.show_second(True)
    hand.settle()
    assert hand.view.strip.isVisible()
    return hand


# views


@pytest.mark.parametrize(
    ("text", "part"),
    [("Save the view", "stage"), ("Save the plane", "plane"), ("Save the strip", "strip")],
)
def test_a_view_is_saved_as_pixels_and_as_vectors(
    walking: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, part: str
) -> None:
    hand = walking
    widget = {"stage": hand.stage, "plane": hand.plane(), "strip": hand.view.strip}[part]
    choosing(monkeypatch, tmp_path / "v.png")
    hand.file_menu(text)
    with Image.open(saved(hand, tmp_path / "v.png")) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    assert pixels.shape[:2] == (widget.height(), widget.width())
    assert pixels.std() > 5
    choosing(monkeypatch, tmp_path / "v.svg")
    hand.file_menu(text)
    content = saved(hand, tmp_path / "v.svg").read_bytes()
    root = ElementTree.fromstring(content)
    assert root.get("viewBox") == f"0 0 {widget.width()} {widget.height()}"
    renderer = QSvgRenderer(content)
    assert renderer.isValid()
    image = QImage(widget.width(), widget.height(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    drawn = np.frombuffer(image.constBits(), np.uint8).reshape(*pixels.shape[:2], 4)
    difference = abs(drawn[..., 2::-1].astype(int) - pixels)
    assert difference.mean() < 12  # the same picture, but for the smoothing
    if part != "strip":
        words = "".join("".join(e.itertext()) for e in root.iter(f"{SVG}text"))
        assert "σ" in words
        assert sum(1 for _ in root.iter(f"{SVG}image")) < 20  # the points are no pixels
        paths = sum(1 for e in root.iter() if e.tag in (f"{SVG}path", f"{SVG}polyline"))
        assert paths > 50


def test_the_grid_is_the_view_where_it_is_shown(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.tab.dimensions.show_grid(True)
    hand.until(lambda: hand.tab.dimensions.laid is not None)
    for ending in ("png", "svg"):
        choosing(monkeypatch, tmp_path / f"grid.{ending}")
        hand.file_menu("Save the view")
        saved(hand, tmp_path / f"grid.{ending}")
    with Image.open(tmp_path / "grid.png") as image:
        assert image.size == (hand.view.grid.width(), hand.view.grid.height())
    assert QSvgRenderer(str(tmp_path / "grid.svg")).isValid()


def test_view_and_picture_are_copied(hand: Hand) -> None:
    clipboard = QGuiApplication.clipboard()
    hand.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.image().size() == hand.stage.size()
    hand.file_menu("Copy the drawn picture")
    image = clipboard.image()
    assert (image.width(), image.height()) == (28, 28)
    grey = [[image.pixelColor(x, y).red() for x in range(28)] for y in range(28)]
    assert np.array_equal(grey, hand.output())
    clipboard.clear()


def test_the_drawn_picture_is_saved_pixel_for_pixel(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.click(hand.empty_place())
    hand.settle()
    choosing(monkeypatch, tmp_path / "p.png")
    hand.file_menu("Save the drawn picture")
    with Image.open(saved(hand, tmp_path / "p.png")) as image:
        pixels = np.asarray(image)
    assert np.array_equal(pixels, decoded(hand.names[0], hand.plane().point()))


def test_the_walk_is_saved_as_an_animation_there_and_back(
    walking: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = walking
    choosing(monkeypatch, tmp_path / "w.gif")
    hand.file_menu("Save the walk as an animation")
    with Image.open(saved(hand, tmp_path / "w.gif")) as film:
        assert film.n_frames > 40
        first = np.asarray(film.convert("L"))
        film.seek(47)
        last = np.asarray(film.convert("L"))
    scale = first.shape[0] // 28
    assert scale * 28 >= 256
    walk = hand.tab.between.walk
    assert np.array_equal(first[::scale, ::scale], decoded(hand.names[0], walk[0]))
    assert abs(last[::scale, ::scale].astype(int) - decoded(hand.names[0], walk[-1])).max() <= 1


# numbers


@pytest.mark.parametrize(("lang", "separator", "comma"), [("en", ",", "."), ("de", ";", ",")])
def test_the_codes_are_a_table_as_people_there_read_it(
    open_window: Opener, tmp_path: Path, lang: str, separator: str, comma: str
) -> None:
    hand = open_window(lang=lang)
    hand.tab.keeping.save_codes(tmp_path / "c.csv")
    hand.until((tmp_path / "c.csv").is_file)
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=separator)
    assert header == ["item", "class", "z1", "z2", "sigma1", "sigma2", "mse"]
    chart = hand.chart()
    assert [row[1] for row in rows] == [chart.data.classes[k] for k in chart.data.labels]
    numbers = np.array([[v.replace(comma, ".") for v in row[2:4]] for row in rows], np.float32)
    assert np.array_equal(numbers, chart.codes)


def test_codes_and_pictures_are_arrays(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, tmp_path / "a.npz")
    hand.file_menu("Save codes and pictures")
    with np.load(saved(hand, tmp_path / "a.npz"), allow_pickle=False) as arrays:
        assert np.array_equal(arrays["codes"], hand.chart().codes)
        assert np.array_equal(arrays["images"], hand.chart().data.images)
        assert tuple(arrays["point"]) == pytest.approx(hand.plane().point())
        assert np.array_equal(to_bytes(arrays["picture"]), hand.output())


def test_a_table_of_a_model_with_attributes(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open_model("shapes-moved-vae-5")
    choosing(monkeypatch, tmp_path / "c.csv")
    hand.file_menu("Save the codes as a table")
    with saved(hand, tmp_path / "c.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    data = hand.chart().data
    assert float(first["size"]) == pytest.approx(data.factors["size"][0])
    assert float(first["z5"]) == pytest.approx(hand.chart().codes[0, 4], rel=1e-6)


# the state


def test_a_state_is_saved_and_opened(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open_model("digits-vae-2")
    hand.view.panel.set_class(3, False)
    hand.click(hand.empty_place())
    hand.settle()
    hand.tab.between.show_second(True)
    before, output = hand.state, hand.output().copy()
    choosing(monkeypatch, tmp_path / "s.json")
    hand.file_menu("Save this state")
    saved(hand, tmp_path / "s.json")
    hand.open_model("fashion-pca-2")
    hand.file_menu("A saved state")
    hand.shows("digits-vae-2")
    assert hand.state == before
    assert np.array_equal(hand.output(), output)
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.shows("fashion-pca-2")


def test_a_state_of_a_model_that_is_not_here_is_named(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.tab.keeping.save_state(tmp_path / "s.json")
    text = saved(hand, tmp_path / "s.json").read_text(encoding="utf-8")
    (tmp_path / "s.json").write_text(text.replace("fashion-vae-2", "nobody"), encoding="utf-8")
    before = hand.state
    choosing(monkeypatch, tmp_path / "s.json")
    hand.file_menu("A saved state")
    assert "s.json" in hand.notice("“nobody”")
    assert hand.state == before


# names


def test_a_name_without_an_ending_gets_one_and_overwrites_nothing(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fig v1.2.svg").write_text("mine", encoding="utf-8")
    choosing(monkeypatch, tmp_path / "fig v1.2", "SVG (*.svg)")
    hand.file_menu("Save the plane")
    saved(hand, tmp_path / "fig v1.2-2.svg")
    assert (tmp_path / "fig v1.2.svg").read_text(encoding="utf-8") == "mine"


# failures

SAVES = (
    "Save the view", "Save the drawn picture", "Save the walk as an animation",
    "Save the codes as a table", "Save codes and pictures", "Save this state",
)  # fmt: skip
ENDINGS = dict(zip(SAVES, ("svg", "png", "gif", "csv", "npz", "json"), strict=True))


def test_a_full_disk_is_said_and_what_was_there_stays(
    walking: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = walking

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for text, ending in ENDINGS.items():
            path = tmp_path / f"x.{ending}"
            path.write_bytes(b"before")
            choosing(monkeypatch, path)
            hand.file_menu(text)
            assert "the disk is full" in hand.notice(f"x.{ending} is not saved")
    assert sorted(p.name for p in tmp_path.glob("*x*")) == sorted(
        f"x.{e}" for e in ENDINGS.values()
    )
    assert {p.read_bytes() for p in tmp_path.glob("x.*")} == {b"before"}


def test_a_folder_that_is_not_there_is_said(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choosing(monkeypatch, tmp_path / "gone" / "x.png")
    hand.file_menu("Save the view")
    assert "cannot be written here" in hand.notice("x.png is not saved")
    assert not (tmp_path / "gone").exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="may write everywhere")
def test_a_folder_that_is_read_only_is_said(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(stat.S_IREAD | stat.S_IEXEC)
    choosing(monkeypatch, tmp_path / "locked" / "x.csv")
    hand.file_menu("Save the codes as a table")
    assert "cannot be written here" in hand.notice("x.csv is not saved")


def test_what_was_asked_for_is_saved_even_when_the_window_is_closed_at_once(
    hand: Hand, tmp_path: Path
) -> None:
    for index in range(5):
        hand.tab.keeping.save_codes(tmp_path / f"{index}.csv")
    shut(hand.window)
    assert len(list(tmp_path.glob("*.csv"))) == 5
