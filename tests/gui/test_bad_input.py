"""What is damaged, missing or refused gets a sentence, and everything else goes on."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import Opener
from hand import LEFT, Hand, decoded
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton

from core.paths import shipped
from core.runtime.providers import best_device

SETTINGS = "settings.ini"


def works(hand: Hand) -> None:
    """Drag the point: the picture is what the shown model draws there."""
    hand.after_deletions()
    place = hand.empty_place()
    hand.click(place)
    hand.settle()
    assert hand.plane().point() == pytest.approx(tuple(hand.code_at(place)))
    assert np.array_equal(hand.output(), decoded(hand.names[0], hand.plane().point()))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with some of the shipped models, to be damaged."""
    folder = tmp_path / "models"
    for name in ("digits-vae-2", "fashion-pca-2", "fashion-vae-2", "shapes-pca-2"):
        shutil.copytree(shipped("models_onnx", name), folder / name)
    return folder


@pytest.fixture
def bundle(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's files as a bundle unpacks them, with those models, to be damaged."""
    root = tmp_path / "bundle" / "inside"
    shutil.copytree(shipped("resources"), root / "resources")
    shutil.move(models, root / "models_onnx")
    monkeypatch.setattr(sys, "_MEIPASS", str(root), raising=False)
    return root


# settings


def test_settings_of_binary_junk_give_the_defaults_and_a_notice(
    open_window: Opener, own_home: Path
) -> None:
    own_home.mkdir()
    (own_home / SETTINGS).write_bytes(bytes(range(256)) * 20)
    hand = open_window(theme=None)
    settings = hand.window.context.settings
    assert [settings.get(k) for k in ("theme", "device", "type_size", "motion")] == [
        "light", "auto", 1.0, True,
    ]  # fmt: skip
    assert any(SETTINGS in notice for notice in hand.notices)
    assert SETTINGS in hand.status()
    works(hand)


@pytest.mark.parametrize(
    ("key", "value", "default"),
    [
        ("theme", "neon", "light"),
        ("device", "abacus", "auto"),
        ("type_size", "abc", 1.0),
        ("type_size", "1000", 1.0),
        ("type_size", "nan", 1.0),
        ("motion", "perhaps", True),
    ],
)
def test_a_bad_setting_gives_its_default_and_a_notice(
    open_window: Opener, own_home: Path, key: str, value: str, default: object
) -> None:
    own_home.mkdir()
    (own_home / SETTINGS).write_text(f"[General]\n{key}={value}\n", encoding="utf-8")
    hand = open_window(theme=None, wait=False)
    assert hand.window.context.settings.get(key) == default
    assert len(hand.notices) == 1
    assert key in hand.notices[0]
    assert key in hand.status()


def test_an_unknown_language_gives_one_that_there_is(open_window: Opener, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / SETTINGS).write_text("[General]\nlanguage=tlh\n", encoding="utf-8")
    hand = open_window(lang=None, wait=False)
    assert hand.window.context.settings.get("language") in ("en", "de")
    assert "language" in hand.notices[0]


def test_good_settings_beside_a_bad_one_are_kept(open_window: Opener, own_home: Path) -> None:
    own_home.mkdir()
    text = "[General]\ntheme=dark\ntype_size=abc\nmotion=false\n"
    (own_home / SETTINGS).write_text(text, encoding="utf-8")
    hand = open_window(theme=None, wait=False)
    settings = hand.window.context.settings
    assert (settings.get("theme"), settings.get("motion")) == ("dark", False)


def test_a_home_that_cannot_be_written_is_said_and_nothing_else_fails(
    open_window: Opener, own_home: Path
) -> None:
    own_home.write_text("a file, where a folder should be", encoding="utf-8")
    hand = open_window()
    assert any(str(own_home) in notice for notice in hand.notices)
    works(hand)
    hand.menu("Dark")
    hand.until(lambda: bool(hand.stage.shown))
    hand.settle()
    assert hand.window.context.settings.get("theme") == "dark"
    assert "this session" in hand.notices[-1]
    works(hand)
    assert own_home.read_text(encoding="utf-8").startswith("a file")


# models


def press_everything(hand: Hand) -> None:
    """Use mouse, keys and every control, whatever is shown."""
    pad = hand.plane()
    middle = QPointF(pad.viewport().rect().center())
    hand.drag(middle, middle + QPointF(30, 20))
    hand.move(middle + QPointF(50, 0))
    hand.wheel(middle, 2)
    for key in (Qt.Key_Left, Qt.Key_Home, Qt.Key_Plus, Qt.Key_PageDown, Qt.Key_PageUp,
                Qt.Key_Backspace):  # fmt: skip
        hand.key(key)
    for button in hand.view.findChildren(QAbstractButton):
        menu = getattr(button, "menu", lambda: None)()  # a menu waits for a choice
        if button.isVisible() and button.isEnabled() and menu is None:
            hand.qtbot.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))
    for box in hand.stage.children():
        if hasattr(box, "clicked"):
            hand.qtbot.mouseClick(box, LEFT)


@pytest.mark.parametrize("there", [True, False])
def test_without_any_model_the_window_opens_and_says_so(
    open_window: Opener, tmp_path: Path, there: bool
) -> None:
    if there:
        (tmp_path / "none").mkdir()
    hand = open_window(folders=(tmp_path / "none",), wait=False)
    hand.window.start()
    assert "models_onnx" in hand.view.caption()
    press_everything(hand)
    hand.menu("Deutsch")
    assert "models_onnx" in hand.view.caption()
    press_everything(hand)


@pytest.mark.parametrize("damage", ["cut graph", "no weights", "no card", "bad card", "no JSON"])
def test_a_damaged_model_is_named_and_the_others_work(
    open_window: Opener, models: Path, damage: str
) -> None:
    folder = models / "fashion-vae-2"
    card = folder / "card.json"
    if damage == "cut graph":
        graph = folder / "decoder.onnx"
        graph.write_bytes(graph.read_bytes()[: graph.stat().st_size // 2])
    elif damage == "no weights":
        (folder / "weights.safetensors").unlink()
    elif damage == "no card":
        card.unlink()
    elif damage == "bad card":
        card.write_text('{"format": 1}', encoding="utf-8")
    else:
        card.write_bytes(b"\xff\x00 no JSON")
    hand = open_window(folders=(models,))
    assert hand.names == ("digits-vae-2",)
    assert any("fashion-vae-2" in notice for notice in hand.notices)
    assert "fashion-vae-2" in hand.status()
    works(hand)
    hand.open_model("fashion-pca-2")
    works(hand)


def test_a_model_that_fails_when_chosen_leaves_the_shown_one(
    open_window: Opener, models: Path
) -> None:
    graph = models / "digits-vae-2" / "encoder.onnx"
    graph.write_bytes(b"no graph at all")
    hand = open_window(folders=(models,))
    assert hand.notices == []
    before, state = hand.output().copy(), hand.state
    hand.choose("digits-vae-2")
    hand.until(lambda: bool(hand.notices))
    assert "digits-vae-2" in hand.notices[-1]
    assert hand.names == ("fashion-vae-2",)
    assert hand.view.picker.currentData() == "fashion-vae-2"
    assert hand.state == state
    assert np.array_equal(hand.output(), before)
    works(hand)
    hand.open_model("shapes-pca-2")
    works(hand)


def test_a_comparison_goes_on_without_its_damaged_model(open_window: Opener, models: Path) -> None:
    shutil.copytree(shipped("models_onnx", "fashion-ae-2"), models / "fashion-ae-2")
    (models / "fashion-ae-2" / "decoder.onnx").write_bytes(b"")
    hand = open_window(folders=(models,))
    hand.push("PCA | AE | VAE")
    hand.shows("fashion-pca-2", "fashion-vae-2")
    assert "fashion-ae-2" in hand.notices[-1]


def test_models_of_which_none_opens_end_in_a_sentence(open_window: Opener, models: Path) -> None:
    for folder in models.iterdir():
        (folder / "decoder.onnx").write_bytes(b"")
    hand = open_window(folders=(models,), wait=False)
    hand.window.start()
    hand.until(lambda: "models_onnx" in hand.view.caption())
    for name in ("digits-vae-2", "fashion-pca-2", "fashion-vae-2", "shapes-pca-2"):
        assert any(name in notice for notice in hand.notices)
    press_everything(hand)


# data


def test_a_damaged_sample_is_named_and_other_data_open(open_window: Opener, bundle: Path) -> None:
    (bundle / "resources" / "data" / "fashion-sample.npz").write_bytes(b"not the sample")
    hand = open_window()
    assert hand.names == ("digits-vae-2",)
    assert any("fashion" in notice for notice in hand.notices)
    works(hand)
    hand.choose("fashion-pca-2")
    hand.until(lambda: hand.view.picker.currentData() == "digits-vae-2")
    assert hand.names == ("digits-vae-2",)
    hand.open_model("shapes-pca-2")
    works(hand)


def test_a_missing_sample_is_named_and_other_data_open(open_window: Opener, bundle: Path) -> None:
    (bundle / "resources" / "data" / "digits-sample.npz").unlink()
    hand = open_window()
    assert hand.names == ("fashion-vae-2",)
    hand.choose("digits-vae-2")
    hand.until(lambda: bool(hand.notices))
    assert "digits" in hand.notices[-1]
    works(hand)


def test_a_bundle_works_like_a_checkout(open_window: Opener, bundle: Path) -> None:
    hand = open_window(lang="de", theme="dark")
    assert hand.notices == []
    assert [entry.folder.parent for entry in hand.window.context.latent.library.entries()] == [
        bundle / "models_onnx"
    ] * 4
    hand.open_model("digits-vae-2")
    works(hand)


# devices


def test_cuda_where_there_is_none_is_answered_by_the_cpu_and_why(open_window: Opener) -> None:
    hand = open_window(device="cuda")
    got = best_device("cuda")
    if got.got == "cuda":
        hand.until(lambda: hand.status().startswith("CUDA"))
    else:
        hand.until(lambda: hand.status().startswith("CPU · "))
        assert got.detail.splitlines()[0] in hand.status()
        reasons = ("no NVIDIA GPU", "library missing", "has no CUDA")
        assert any(reason in hand.status() for reason in reasons)
    works(hand)


def test_cpu_as_chosen(open_window: Opener) -> None:
    hand = open_window(device="cpu")
    hand.until(lambda: hand.status().startswith("CPU · as chosen"))
