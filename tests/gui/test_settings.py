"""Language, theme, type size, motion: changed while it runs, and kept for the next start."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Opener, shut
from hand import PATIENCE, Hand, decoded
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

from gui.theme import THEMES


def tab_title(hand: Hand) -> str:
    return hand.window.findChild(QTabWidget).tabText(0)


def words(hand: Hand) -> list[str]:
    """Every text on the visible labels and buttons of the window."""
    kinds = (QLabel, QAbstractButton)
    widgets = [w for w in hand.window.findChildren(QWidget) if isinstance(w, kinds)]
    return [widget.text() for widget in widgets if widget.isVisible()]


def rebuild(hand: Hand, entry: str) -> None:
    """Choose an entry of the menu and wait until the window shows its models again."""
    with hand.qtbot.waitSignal(hand.window.rebuilt, timeout=PATIENCE):
        hand.menu(entry)
    hand.until(lambda: bool(hand.stage.shown))
    hand.settle()
    hand.after_deletions()


def ini(own_home: Path) -> str:
    path = own_home / "settings.ini"
    return path.read_text(encoding="utf-8") if path.exists() else ""


# while it runs


def test_the_language_changes_while_it_runs(hand: Hand) -> None:
    assert tab_title(hand) == "Latent Explorer"
    hand.click(hand.empty_place())
    hand.until(lambda: "the decoder draws" in hand.view.caption())
    rebuild(hand, "Deutsch")
    german = [tab_title(hand), *words(hand)]
    assert tab_title(hand) != "Latent Explorer"
    assert "Womit" in " ".join(german) or "Was" in " ".join(german)
    assert "What do I look at?" not in german
    hand.click(hand.empty_place())
    hand.until(lambda: "Decoder" in hand.view.caption())
    assert "the decoder draws" not in hand.view.caption()
    rebuild(hand, "English")
    assert tab_title(hand) == "Latent Explorer"
    assert "What do I look at?" in words(hand)


def test_classes_are_named_in_the_language(open_window: Opener) -> None:
    hand = open_window(lang="de")
    boxes = [b.text() for b in hand.view.panel.findChildren(QCheckBox) if b.isVisible()]
    assert "Hose" in boxes
    assert "trousers" not in boxes
    labels = hand.chart().data.labels
    item = next(i for i in (hand.far_item(nth=n) for n in range(2000)) if labels[i] == 1)
    hand.move(hand.place(hand.chart().codes[item]))
    hand.until(hand.stage.cards[0].isVisible)
    assert "Hose" in hand.card_words()


def test_numbers_have_the_comma_of_the_language(open_window: Opener) -> None:
    hand = open_window(lang="de")
    for symbol in "μσz":
        assert all("," in number and "." not in number for number in hand.numbers(symbol))
    hand.click(hand.empty_place())
    hand.settle()
    hand.until(lambda: " ms" in hand.status())
    said = re.findall(r"([\d,.]+) ms", hand.status())
    assert len(said) == 1
    assert "." not in said[0]
    rebuild(hand, "English")
    for symbol in "μσz":
        assert all("." in number and "," not in number for number in hand.numbers(symbol))


def test_a_rebuilt_tab_goes_on_where_it_was(hand: Hand) -> None:
    hand.open_model("fashion-ae-2")
    item = hand.far_item()
    at = hand.place(hand.chart().codes[item])
    hand.drag(at, at + QPointF(30, 20))
    hand.settle()
    hand.tick("bag")
    hand.radio("The pictures themselves")
    point, before = hand.plane().point(), hand.state
    for entry in ("Deutsch", "Dunkel", "English", "Light"):
        rebuild(hand, entry)
        assert hand.names == ("fashion-ae-2",)
        assert hand.state == before
        assert hand.plane().point() == pytest.approx(point)
        assert hand.output().tolist() == decoded("fashion-ae-2", hand.plane().point()).tolist()
        assert not hand.hint_is_seen()
    unticked = [
        b.text()
        for b in hand.view.panel.findChildren(QCheckBox)
        if b.isVisible() and not b.isChecked()
    ]
    assert unticked == ["bag"]


def test_a_rebuilt_comparison_goes_on_where_it_was(hand: Hand) -> None:
    hand.push("PCA | AE | VAE")
    hand.shows("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")
    at = hand.handle(1)
    hand.drag(at, at + QPointF(40, 20), plane=1)
    before = hand.state
    rebuild(hand, "Projector")
    assert hand.state == before
    hand.shows("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")


@pytest.mark.parametrize(("entry", "name"), [("Dark", "dark"), ("Projector", "projector")])
def test_the_theme_changes_while_it_runs(hand: Hand, entry: str, name: str) -> None:
    def ground(widget: QWidget) -> str:
        return widget.grab().toImage().pixelColor(3, widget.height() // 2).name().upper()

    assert ground(hand.stage) == THEMES["light"].background
    rebuild(hand, entry)
    assert ground(hand.stage) == THEMES[name].background
    assert hand.plane().backgroundBrush().color().name().upper() == THEMES[name].background
    corner = hand.plane().grab().toImage().pixelColor(1, 1).name().upper()
    assert corner == THEMES[name].background


def test_type_grows_and_shrinks_by_key(hand: Hand) -> None:
    def size() -> float:
        return hand.view.panel.findChild(QLabel).font().pointSizeF()

    normal = size()
    with hand.qtbot.waitSignal(hand.window.rebuilt, timeout=PATIENCE):
        hand.qtbot.keyClick(hand.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    larger = size()
    assert larger > normal
    for _ in range(2):
        with hand.qtbot.waitSignal(hand.window.rebuilt, timeout=PATIENCE):
            hand.qtbot.keyClick(hand.window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert size() < normal
    hand.until(lambda: bool(hand.stage.shown))
    hand.settle()


# what is kept


def test_settings_survive_a_restart(open_window: Opener) -> None:
    hand = open_window(lang=None, theme=None)
    english = tab_title(hand) == "Latent Explorer"
    rebuild(hand, "Dark" if english else "Dunkel")
    rebuild(hand, "Deutsch" if english else "English")
    settings = hand.window.context.settings
    chosen = {key: settings.get(key) for key in ("language", "theme")}
    motion = [a for a in hand.menu_actions() if a.isCheckable() and a.isChecked()][-1]
    motion.trigger()
    with hand.qtbot.waitSignal(hand.window.rebuilt, timeout=PATIENCE):
        hand.qtbot.keyClick(hand.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    size = settings.get("type_size")
    title, color = tab_title(hand), hand.plane().backgroundBrush().color()
    shut(hand.window)
    again = open_window(lang=None, theme=None)
    now = again.window.context.settings
    assert {key: now.get(key) for key in chosen} == chosen
    assert now.get("type_size") == size != 1.0
    assert now.get("motion") is False
    assert tab_title(again) == title
    assert again.plane().backgroundBrush().color() == color
    assert again.notices == []


def test_the_command_line_wins_and_is_not_written(open_window: Opener, own_home: Path) -> None:
    hand = open_window(lang="de", theme="projector")
    assert tab_title(hand) != "Latent Explorer"
    assert hand.plane().backgroundBrush().color().name().upper() == THEMES["projector"].background
    rebuild(hand, "Hell")
    shut(hand.window)
    assert "light" in ini(own_home)
    assert "projector" not in ini(own_home)
    assert "language" not in ini(own_home)
    again = open_window(lang="en", theme=None)
    assert tab_title(again) == "Latent Explorer"
    assert again.plane().backgroundBrush().color().name().upper() == THEMES["light"].background


# the rest of the menu and the keys


def test_a_key_folds_the_panel_away(hand: Hand) -> None:
    width = hand.plane().width()
    hand.key(Qt.Key.Key_F9)
    assert not hand.view.panel.isVisible()
    hand.until(lambda: hand.plane().width() > width)
    hand.key(Qt.Key.Key_F9)
    assert hand.view.panel.isVisible()


def test_f1_lists_the_keys_beside_the_window(hand: Hand) -> None:
    hand.key(Qt.Key.Key_F1)
    page = hand.window.findChild(QTextBrowser)
    assert page.isVisible()
    for key in ("Backspace", "Home", "F9", "Shift"):
        assert key in page.toPlainText()
    assert not page.window().isModal()
    hand.click(hand.empty_place())  # blocks nothing
    hand.settle()
    page.window().close()


def test_licences_name_the_data(hand: Hand) -> None:
    hand.menu("Licences")
    text = hand.window.findChild(QTextBrowser).toPlainText()
    for word in ("Zalando", "LeCun", "MIT", "ONNX Runtime", "LGPL"):
        assert word in text
    hand.window.findChild(QTextBrowser).window().close()


def test_the_report_goes_to_the_clipboard(hand: Hand) -> None:
    hand.window.context.notices.post("something to report")
    hand.menu("Copy report")
    text = QApplication.clipboard().text()
    for word in ("Python", "PySide6", "onnxruntime", "device: C", "something to report"):
        assert word in text
    QApplication.clipboard().clear()


# no traces


def test_five_rebuilds_leave_nothing_behind(hand: Hand) -> None:
    for entry in ("Deutsch", "English", "Dark", "Light"):
        rebuild(hand, entry)
    app = QApplication.instance()
    tops, all_of_them = len(app.topLevelWidgets()), len(app.allWidgets())
    shortcuts = len(hand.window.actions())
    for entry in ("Dark", "Light", "Deutsch", "English", "Projector", "Light"):
        rebuild(hand, entry)
    assert len(app.topLevelWidgets()) == tops
    assert len(app.allWidgets()) == all_of_them
    assert len(hand.window.actions()) == shortcuts


def test_after_rebuilds_one_move_still_has_one_answer(hand: Hand) -> None:
    for entry in ("Deutsch", "English", "Dark", "Projector", "Light"):
        rebuild(hand, entry)
    notices = len(hand.notices)
    hand.answered()  # what was asked when it was built
    answers: list[float] = []
    hand.tab.on_answer(lambda _device, seconds: answers.append(seconds))
    hand.key(Qt.Key.Key_Right)
    hand.settle()
    hand.answered()
    assert len(answers) == 1
    hand.window.context.notices.post("said once")
    said = [w for w in words(hand) if w == "said once"]
    assert (said, len(hand.notices)) == (["said once"], notices + 1)


def test_the_window_works_at_its_smallest(hand: Hand) -> None:
    hand.window.resize(hand.window.minimumSize())
    hand.settle()
    hand.click(hand.empty_place())
    hand.settle()
    assert hand.output().tolist() == decoded("fashion-vae-2", hand.plane().point()).tolist()
    assert hand.plane().mapTo(hand.window, QPoint()).x() >= 0
