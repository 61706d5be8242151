"""Tabs are built when they are opened, and stay where they were."""

from __future__ import annotations

from hand import PATIENCE
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from gui.main_window import TABS

KEYS = [row.key for row in TABS]


def test_a_tab_is_built_when_it_is_turned_to(open_window, qtbot: QtBot) -> None:
    window = open_window().window
    assert list(window.tabs) == KEYS[:1]
    titles = [window.findChild(QTabWidget).tabText(i) for i in range(len(TABS))]
    book = window.findChild(QTabWidget)
    book.setCurrentIndex(KEYS.index("text"))
    assert list(window.tabs) == [KEYS[0], "text"]
    assert book.currentWidget() is window.tabs["text"].view
    assert window.tabs["text"].view.isVisible()
    assert [book.tabText(i) for i in range(len(TABS))] == titles


def test_what_was_opened_is_there_after_a_change_of_theme(open_window, qtbot: QtBot) -> None:
    window = open_window().window
    index = KEYS.index("text")
    window.findChild(QTabWidget).setCurrentIndex(index)
    with qtbot.waitSignal(window.rebuilt, timeout=PATIENCE):
        window.choose("theme", "dark")
    book = window._book
    assert set(window.tabs) == {KEYS[0], "text"}
    assert book.currentIndex() == index
    assert book.currentWidget() is window.tabs["text"].view
