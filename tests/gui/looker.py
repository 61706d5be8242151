"""Hands for the Attention Viewer: they type, click words, bars, heads, and read what is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hand import PATIENCE, Hand
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.attention.model import TranslatorModel
from core.attention.opening import open_translator
from core.cards import TranslatorCard
from core.runtime.library import Library
from core.runtime.providers import best_device
from gui.tabs.attention.state import Scene
from gui.tabs.attention.tab import AttentionTab

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Looker:
    """Uses the Attention Viewer of a window, with the translators of a folder."""

    def __init__(self, hand: Hand, folder: Path | None = None) -> None:
        self.hand, self.window, self.qtbot = hand, hand.window, hand.qtbot
        if folder is not None:
            self.window.context.translators = Library((folder,), of=TranslatorCard)
        tab = self.window.tabs["attention"]
        assert isinstance(tab, AttentionTab)
        self.tab, self.view, self.presenter = tab, tab.view, tab.presenter

    def see(self) -> Looker:
        """Choose the tab; wait until what there is is shown."""
        self.window._book.setCurrentWidget(self.view)
        self.until(lambda: self.presenter.studio is not None)
        self.settle()
        return self

    # waiting and eyes

    def until(self, met) -> None:
        self.qtbot.waitUntil(met, timeout=2 * PATIENCE)

    def settle(self) -> None:
        self.until(self.presenter.is_settled)

    @property
    def scene(self) -> Scene:
        assert self.presenter.scene is not None
        return self.presenter.scene

    @property
    def written(self) -> list[int]:
        return self.scene.steps.tokens[1:].tolist()

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.window.context.notices.history]

    def alone(self, name: str = "tiny") -> TranslatorModel:
        """The model, opened beside the window."""
        entry = self.window.context.translators.find(name)
        return open_translator(entry, best_device("cpu"))

    # hands

    def key(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifier)
        self.settle()

    def read(self, text: str) -> None:
        self.view.sentence.setEditText(text)
        QTest.keyClick(self.view.sentence.lineEdit(), Qt.Key.Key_Return)
        self.settle()

    def turn(self, page: str) -> None:
        QTest.mouseClick(self.view.panel.page_button(page), LEFT, pos=QPoint(8, 8))
        assert self.presenter.state.page == page
        self.settle()

    def push(self, button: QAbstractButton) -> None:
        assert button.isEnabled(), button.text()
        QTest.mouseClick(button, LEFT, pos=QPoint(8, button.height() // 2))
        self.settle()

    def kind(self, text: str) -> None:
        self.push(next(b for b in self.view.findChildren(QAbstractButton) if b.text() == text))

    def pick(self, combo, value: object) -> None:
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
        self.settle()

    def click(self, widget: QWidget, at: QPointF, button=LEFT) -> None:
        QTest.mouseClick(widget, button, pos=at.toPoint())
        self.settle()

    def click_bar(self, index: int) -> int:
        """Click a bar; return its token."""
        bars = self.view.translate.bars
        token = bars.tokens()[index]
        self.click(bars, bars.rect_of(index).center())
        return token

    def click_head(self, layer: int, head: int, button=LEFT) -> None:
        heads = self.view.heads
        self.click(heads, heads.rect_of(layer, head).center(), button)

    def hover(self, widget: QWidget, at: QPointF) -> None:
        QTest.mouseMove(widget, QPoint(1, 1))
        QTest.mouseMove(widget, at.toPoint())

    def drag(self, widget: QWidget, path: list[QPointF]) -> None:
        """Press at the first pixel, move along the others, release at the last."""
        window = self.window.windowHandle()

        def place(at: QPointF) -> QPoint:
            return widget.mapTo(self.window, at.toPoint())

        QTest.mousePress(window, LEFT, Qt.KeyboardModifier.NoModifier, place(path[0]))
        for at in path[1:]:
            QTest.mouseMove(window, place(at))
        QTest.mouseRelease(window, LEFT, Qt.KeyboardModifier.NoModifier, place(path[-1]))
        self.settle()


def close(one: np.ndarray, other: np.ndarray) -> bool:
    """Say whether two arrays are the same but for rounding."""
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-5))
