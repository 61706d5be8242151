"""The dialog for somebody else's model, as a person uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hand import PATIENCE, sweep
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.errors import Fault, StorageError
from core.runtime.foreign import Answers, Encodes, Reason
from gui import theme
from gui.app import make_application
from gui.tabs.latent.foreign_dialog import REASONS, ForeignDialog, foreign_sentence
from gui.widgets.pictures import Picture, to_bytes

Opener = Callable[..., ForeignDialog]


def write(path: Path, kind: str, wide: int, narrow: int, *, back: bool = False) -> Path:
    """Save a graph of one matrix product with the function `kind` behind it."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    given, gives = (wide, narrow) if back else (narrow, wide)
    rng = np.random.default_rng(0)
    matrix = numpy_helper.from_array(rng.standard_normal((given, gives)).astype(np.float32), "w")
    nodes = [helper.make_node("MatMul", ["in", "w"], ["p"]), helper.make_node(kind, ["p"], ["out"])]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", size])
        for name, size in (("in", given), ("out", gives))
    ]
    graph = helper.make_graph(nodes, "theirs", ends[:1], ends[1:], [matrix])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, path)
    return path


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opener]:
    """Opens the dialog on a decoder of 8 × 8 and waits until it has looked into the file."""
    app = make_application(["generatorium"])
    threads = set(threading.enumerate())
    theme.apply(app, theme.THEMES["light"], 1.0)
    dialogs: list[ForeignDialog] = []

    def open_it(kind: str = "Identity", path: Path | None = None) -> ForeignDialog:
        path = path or write(tmp_path / "their <b>model</b>.onnx".replace("/", "-"), kind, 64, 3)
        dialog = ForeignDialog(path, theme.THEMES["light"], 1.0)
        dialogs.append(dialog)
        with qtbot.waitSignal(dialog.found, timeout=PATIENCE):
            dialog.show()
        return dialog

    yield open_it
    for dialog in dialogs:
        if isValid(dialog):
            dialog.close()
    sweep()
    assert set(threading.enumerate()) <= threads


def previews(dialog: ForeignDialog) -> list[np.ndarray | None]:
    return [picture.shown_pixels() for picture in dialog.findChildren(Picture)]


def visible_problem(dialog: ForeignDialog) -> str:
    return dialog.problem.text() if dialog.problem.isVisible() else ""


def test_it_says_what_is_found_and_asks_what_is_not(opened: Opener) -> None:
    dialog = opened("Identity")
    assert not dialog.isModal()
    assert "3 numbers become a grey picture of 8 × 8" in dialog.told.text()
    assert dialog.range_question.isVisible()
    assert dialog.prior_question.isVisible()
    assert dialog.name.text() == "their-b-model-b"
    assert all(pixels.shape == (8, 8) for pixels in previews(dialog))
    assert visible_problem(dialog) == ""


@pytest.mark.parametrize(("kind", "values"), [("Sigmoid", "0 to 1"), ("Tanh", "−1 to 1")])
def test_a_range_that_the_values_tell_is_not_asked(
    kind: str, values: str, opened: Opener, qtbot: QtBot
) -> None:
    dialog = opened(kind)
    assert not dialog.range_question.isVisible()
    assert f"from {values}" in dialog.told.text()
    with qtbot.waitSignal(dialog.accepted_answers, timeout=PATIENCE) as answered:
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    low = 0.0 if kind == "Sigmoid" else -1.0
    assert answered.args == [Answers((low, 1.0), "normal", dialog.name.text())]


def test_the_pictures_follow_the_answers(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("Identity")
    raw = dialog.findings.raw
    for index, (low, high) in enumerate(((0, 1), (-1, 1), (0, 255))):
        dialog.ranges.button(index).click()
        for pixels, values in zip(previews(dialog), raw["normal"], strict=True):
            assert np.array_equal(pixels, to_bytes((values - low) / (high - low)))
    dialog.priors.button(1).click()
    dialog.ranges.button(1).click()
    assert np.array_equal(previews(dialog)[2], to_bytes((raw["uniform"][2] + 1) / 2))
    dialog.name.setText("Meine Übung!")
    with qtbot.waitSignal(dialog.accepted_answers, timeout=PATIENCE) as answered:
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert answered.args == [Answers((-1.0, 1.0), "uniform", "meine-ubung")]


def test_the_keyboard_reaches_everything(opened: Opener, qtbot: QtBot) -> None:
    dialog = opened("Identity")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE)
    assert QApplication.focusWidget() is dialog.ranges.checkedButton()
    seen = []
    for _ in range(6):
        seen.append(QApplication.focusWidget())
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    assert seen == [
        dialog.ranges.checkedButton(),
        dialog.priors.checkedButton(),
        dialog.name,
        dialog.encoder,
        dialog.close_button,
        dialog.open_button,
    ]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_encoder_is_added_and_taken_away(
    opened: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened("Sigmoid")
    dialog.name.setText("kept")
    path = write(tmp_path / "encoder.onnx", "Identity", 64, 3, back=True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(dialog.found, timeout=PATIENCE):
        dialog.encoder.click()
        assert not dialog.open_button.isEnabled()
    assert (dialog.findings.encoder, dialog.findings.encodes) == (path, Encodes.CODE)
    assert "encoder" in dialog.told.text()
    assert dialog.name.text() == "kept"
    with qtbot.waitSignal(dialog.found, timeout=PATIENCE):
        dialog.encoder.click()
    assert dialog.findings.encoder is None


def test_a_wrong_encoder_is_named_and_the_decoder_stands(
    opened: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened("Sigmoid")
    path = write(tmp_path / "wrong.onnx", "Identity", 81, 3, back=True)
    for chosen, words in ((path, "does not take the pictures"), (tmp_path / "no", "is not there")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, at=chosen: (str(at), ""))
        with qtbot.waitSignal(dialog.found, timeout=PATIENCE):
            dialog.encoder.click()
        assert chosen.name in visible_problem(dialog)
        assert words in visible_problem(dialog)
        assert dialog.open_button.isEnabled()
        assert dialog.findings.encoder is None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    dialog.encoder.click()
    assert dialog.open_button.isEnabled()


def test_a_file_that_is_no_model_leaves_a_sentence(opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "ten.onnx"
    write(path, "Identity", 10, 2)
    dialog = opened(path=path)
    assert "None of its outputs is a picture" in visible_problem(dialog)
    assert not dialog.open_button.isEnabled()
    assert not dialog.name.isVisible()
    assert not dialog.encoder.isVisible()
    (tmp_path / "text.onnx").write_text("no model")
    assert "cannot be read" in visible_problem(opened(path=tmp_path / "text.onnx"))


def test_what_fails_later_is_shown_too(opened: Opener) -> None:
    dialog = opened("Sigmoid")
    dialog.open_button.click()
    dialog.show_error(StorageError("theirs", Fault.DISK_FULL))
    assert "disk is full" in visible_problem(dialog)
    assert dialog.open_button.isEnabled()


def test_it_may_be_closed_while_it_reads(opened: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    path = write(tmp_path / "quick.onnx", "Sigmoid", 64, 3)
    dialog = ForeignDialog(path, theme.THEMES["dark"], 2.0)
    dialog.show()
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=PATIENCE)


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert foreign_sentence(ValueError("odd")).endswith("ValueError: odd")
