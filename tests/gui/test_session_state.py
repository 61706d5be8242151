"""Where one was is there again at the next start; what cannot be there is told once."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Opener, shut
from hand import PATIENCE, Hand
from PIL import Image
from PySide6.QtCore import QPointF

from core.data import drawings
from core.errors import DataError
from core.latent.chart import items
from core.paths import shipped
from gui.tabs.latent.state import State
from gui.tabs.latent.store import dump, load

FRESH = "this is a fresh start"


def session(own_home: Path) -> Path:
    return own_home / "session" / "latent.json"


def again(open_window: Opener, hand: Hand, **options: Any) -> Hand:
    """Close the window and start the program again."""
    shut(hand.window)
    return open_window(**options)


def with_b(hand: Hand) -> None:
    hand.open_model("digits-vae-20")
    hand.tab.presenter.choose_axes((11, 3))
    hand.click(hand.empty_place())
    hand.tab.between.show_second(True)
    hand.view.panel.between.sphere.click()
    hand.tab.presenter.choose_background("tiles")


def with_path(hand: Hand) -> None:
    hand.tab.between.draw_path(True)
    start = hand.empty_place()
    hand.drag(start, *(start + QPointF(10 * k, 5 * k) for k in range(1, 8)))
    hand.tab.between.play(False)
    hand.tab.between.reset()
    assert len(hand.state.path) > 2


def with_drawing(hand: Hand) -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[5:20, 12:15] = 255
    hand.tab.presenter.read(pixels)
    hand.tab.presenter.commit()
    hand.until(lambda: hand.state.own is not None)
    hand.settle()
    hand.click(hand.empty_place())


def with_comparison(hand: Hand) -> None:
    hand.open_model("shapes-vae-2")
    hand.tab.presenter.compare("betas")
    hand.until(lambda: len(hand.names) == 3)
    hand.settle()
    hand.click(hand.empty_place(1), 1)


def with_classes(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.tab.presenter.colour_by("size")
    hand.view.panel.set_class(1, False)
    hand.tab.dimensions.show_grid(True)


@pytest.mark.parametrize("use", [with_b, with_path, with_drawing, with_comparison, with_classes])
def test_everything_chosen_is_there_again(open_window: Opener, use: Callable[[Hand], None]) -> None:
    hand = open_window()
    use(hand)
    hand.settle()
    state = hand.state
    pictures = [hand.output(k).copy() for k in range(len(hand.names))]
    points = [hand.plane(k).point() for k in range(len(hand.names))]
    next_one = again(open_window, hand)
    assert next_one.state == state
    assert next_one.notices == []
    for index, (picture, point) in enumerate(zip(pictures, points, strict=True)):
        assert np.array_equal(next_one.output(index), picture)
        assert next_one.plane(index).point() == pytest.approx(point, abs=1e-6)
    assert next_one.view.strip.isVisible() == (state.second is not None or bool(state.path))
    assert next_one.stage.chosen is not None
    if state.own is not None:
        assert np.array_equal(next_one.stage.chosen.pixels, state.own.array())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve pictures of one's own."""
    whole = tmp_path / "mine"
    whole.mkdir()
    for index in range(12):
        Image.fromarray(items("fashion").images[index]).save(whole / f"{index:02}.png")
    return whole


def test_one_s_own_pictures_are_there_again(open_window: Opener, folder: Path) -> None:
    hand = open_window()
    hand.tab.opening.open_path(folder)
    hand.until(lambda: hand.state.data == str(folder))
    hand.tab.presenter.choose_item(7)
    hand.settle()
    next_one = again(open_window, hand)
    assert (next_one.state.data, next_one.state.item) == (str(folder), 7)
    assert len(next_one.chart().data) == 12


def test_a_folder_that_is_gone_is_told_and_its_choices_with_it(
    open_window: Opener, folder: Path
) -> None:
    hand = open_window()
    hand.open_model("digits-vae-20")
    hand.tab.opening.open_path(folder)
    hand.until(lambda: hand.state.data == str(folder))
    hand.tab.presenter.choose_item(7)
    shutil.rmtree(folder)
    next_one = again(open_window, hand)
    assert next_one.names == ("digits-vae-20",)
    assert (next_one.state.data, next_one.state.hidden) == ("", frozenset())
    assert next_one.state.item == next_one.chart().telling
    assert next_one.state.axes == ()
    assert len(next_one.notices) == 1
    assert next_one.notices[0].startswith("mine is not there.")


def test_a_collection_that_is_gone_is_told(open_window: Opener) -> None:
    drawings.add("My drawings", items("fashion").images[0], "boot")
    hand = open_window()
    hand.tab.drawing.show_collection("My drawings")
    hand.until(lambda: hand.state.data != "")
    drawings.delete("My drawings")
    next_one = again(open_window, hand)
    assert next_one.state.data == ""
    assert len(next_one.notices) == 1
    assert "My drawings" in next_one.notices[0]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    for name in ("digits-vae-2", "fashion-pca-2", "fashion-ae-2", "fashion-vae-2"):
        shutil.copytree(shipped("models_onnx", name), folder / name)
    return folder


@pytest.mark.parametrize("damage", ["gone", "card", "decoder"])
def test_a_model_that_is_gone_or_damaged_is_told_and_another_begins(
    open_window: Opener, models: Path, damage: str
) -> None:
    hand = open_window(folders=(models,))
    hand.open_model("digits-vae-2")
    hand.tab.presenter.choose_item(9)
    if damage == "gone":
        shutil.rmtree(models / "digits-vae-2")
    else:
        name = {"card": "card.json", "decoder": "decoder.onnx"}[damage]
        (models / "digits-vae-2" / name).write_bytes(b"\0")
    next_one = again(open_window, hand, folders=(models,))
    assert next_one.names == ("fashion-vae-2",)
    assert next_one.state.item == next_one.chart().telling
    assert len(next_one.notices) == 1
    assert "digits-vae-2" in next_one.notices[0]


def test_a_comparison_goes_on_without_the_model_that_is_gone(
    open_window: Opener, models: Path
) -> None:
    hand = open_window(folders=(models,))
    hand.tab.presenter.compare("kinds")
    hand.until(lambda: len(hand.names) == 3)
    shutil.rmtree(models / "fashion-ae-2")
    next_one = again(open_window, hand, folders=(models,))
    assert next_one.names == ("fashion-pca-2", "fashion-vae-2")
    assert len(next_one.notices) == 1


# damaged and hostile


def good(**changes: Any) -> str:
    """A sound state of the first model with some fields changed."""
    whole = json.loads(dump(State(names=("fashion-vae-2",), item=3)))
    whole["state"].update(changes)
    return json.dumps(whole)


def picture(shape: list[int], size: int) -> dict[str, Any]:
    return {"pixels": base64.b64encode(bytes(size)).decode(), "shape": shape}


HOSTILE: dict[str, str | bytes] = {
    "empty": b"",
    "junk": bytes(range(256)) * 10,
    "cut": good()[:200],
    "deep": b'{"generatorium": 1, "tab": "latent", "state": ' + b"[" * 10**6,
    "deep and closed": '{"generatorium": 1, "tab": "latent", "state": '
    + "[" * 900
    + "]" * 900
    + "}",
    "huge": b" " * 9_000_000 + good().encode(),
    "a list": "[1, 2]",
    "a number": "1" * 5000,
    "another program": '{"format": 3}',
    "another tab": good().replace('"latent"', '"gan"'),
    "another format": good().replace('"generatorium": 1', '"generatorium": 2'),
    "no state": '{"generatorium": 1, "tab": "latent"}',
    "unknown field": good(mystery=1),
    "NaN": good(offset=[float("nan"), 0.0]),
    "infinite": good(second=[1.0, 1.0]).replace("[1.0, 1.0]", "[1e999, 0]"),
    "far": good(second=[1e300, -1e300]),
    "far offset": good(offset=[1e300, 0.0]),
    "types": good(item="three"),
    "names": good(names="fashion-vae-2"),
    "twice": good(names=["fashion-vae-2", "fashion-vae-2"]),
    "many names": good(names=[f"fashion-{k}" for k in range(1000)]),
    "negative": good(item=-1),
    "large": good(item=10**9),
    "larger": good(item=10**40),
    "same axes": good(axes=[0, 0]),
    "one axis": good(axes=[1]),
    "negative axes": good(axes=[0, -1]),
    "background": good(background="lava"),
    "comparison": good(comparison="apples"),
    "hidden": good(hidden=[-1]),
    "own of another size": good(own=picture([28, 28], 10)),
    "own of no size": good(own=picture([], 1)),
    "own of negative size": good(own=picture([-28, -28], 784)),
    "own without pixels": good(own=picture([0, 28], 0)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_no_use_can_have_written_is_refused(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "latent.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DataError):
        load(path)


def test_what_is_sound_is_read(tmp_path: Path) -> None:
    (tmp_path / "latent.json").write_text(good(item=4), encoding="utf-8")
    assert load(tmp_path / "latent.json") == State(names=("fashion-vae-2",), item=4)


IN_THE_WINDOW = ("deep", "huge", "own of another size")


@pytest.mark.parametrize("text", [HOSTILE[name] for name in IN_THE_WINDOW], ids=IN_THE_WINDOW)
def test_a_damaged_session_is_told_once_and_the_start_is_fresh(
    open_window: Opener, own_home: Path, text: str | bytes
) -> None:
    session(own_home).parent.mkdir(parents=True)
    session(own_home).write_bytes(text if isinstance(text, bytes) else text.encode())
    hand = open_window()
    assert len(hand.notices) == 1
    assert FRESH in hand.notices[0]
    assert hand.names == ("fashion-vae-2",)
    assert hand.state.item == hand.chart().telling
    shut(hand.window)
    assert json.loads(session(own_home).read_text(encoding="utf-8"))["generatorium"] == 1


UNFIT: dict[str, str] = {
    "axes of more dimensions": good(axes=[3, 99]),
    "item of more pictures": good(item=10**8),
    "point of more dimensions": good(offset=[1.0] * 20, second=[0.5] * 20),
    "path of several sizes": good(path=[[0.0, 0.0], [1.0], [1.0, 2.0, 3.0]]),
    "own of another model": good(own=picture([64, 64, 3], 12288)),
    "attribute of other data": good(colour_by="glasses"),
    "comparison of one": good(comparison="betas"),
    "models that do not go together": good(names=["fashion-vae-2", "digits-vae-20"]),
}


def is_sound(hand: Hand) -> None:
    """Drag the point; nothing unexpected may have happened."""
    at = hand.empty_place()
    hand.click(at)
    hand.settle()
    assert hand.plane().point() == pytest.approx(tuple(hand.code_at(at)))
    assert all("Unexpected" not in text for text in hand.notices)


def test_what_does_not_fit_the_model_is_left_out(hand: Hand, tmp_path: Path) -> None:
    for name, text in UNFIT.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        with hand.qtbot.waitSignal(hand.tab.presenter.ready, timeout=PATIENCE):
            hand.tab.opening.open_path(tmp_path / f"{name}.json")
        assert hand.names == ("fashion-vae-2",)
        is_sound(hand)


@pytest.mark.parametrize("name", ["axes of more dimensions", "own of another model"])
def test_what_does_not_fit_at_the_next_start_is_told_once(
    open_window: Opener, own_home: Path, name: str
) -> None:
    session(own_home).parent.mkdir(parents=True)
    session(own_home).write_text(UNFIT[name], encoding="utf-8")
    hand = open_window()
    assert [text for text in hand.notices if "left out" in text] == hand.notices
    assert len(hand.notices) == 1
    is_sound(hand)


def test_points_at_the_edge_of_what_is_sound_do_no_harm(
    open_window: Opener, own_home: Path
) -> None:
    session(own_home).parent.mkdir(parents=True)
    text = good(offset=[1e9, -1e9], second=[-1e9, 1e9], background="tiles")
    session(own_home).write_text(text, encoding="utf-8")
    hand = open_window()
    hand.tab.presenter.fit()
    hand.tab.presenter.go_home()
    hand.settle()
    assert all("Unexpected" not in text for text in hand.notices)


def test_a_folder_where_the_session_should_be_is_told(open_window: Opener, own_home: Path) -> None:
    session(own_home).mkdir(parents=True)
    hand = open_window()
    assert FRESH in hand.notices[0]


def test_the_last_of_two_windows_is_what_comes_back(open_window: Opener) -> None:
    one, other = open_window(), open_window()
    one.open_model("digits-vae-2")
    other.open_model("shapes-vae-2")
    shut(one.window)
    shut(other.window)
    assert open_window().names == ("shapes-vae-2",)


def test_a_session_that_cannot_be_written_ends_the_program_all_the_same(
    open_window: Opener, own_home: Path
) -> None:
    hand = open_window()
    (own_home / "session").write_text("in the way", encoding="utf-8")
    shut(hand.window)
    assert (own_home / "session").read_text(encoding="utf-8") == "in the way"
    (own_home / "session").unlink()
