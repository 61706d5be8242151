"""Hands for the Text Generator: they type, click bars and tokens, and read what is written."""

from __future__ import annotations

from hand import PATIENCE, Hand
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gui.tabs.text.tab import TextTab

NETWORK, CHAIN = "shakespeare-char-transformer", "shakespeare-char-markov-2"


class Writer:
    """Uses the Text Generator of a window."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.window, self.qtbot = hand, hand.window, hand.qtbot
        tab = self.window.tabs["text"]
        assert isinstance(tab, TextTab)
        self.tab, self.view, self.presenter = tab, tab.view, tab.presenter

    def see(self) -> Writer:
        """Choose the tab; wait until its models are open."""
        self.window._book.setCurrentWidget(self.view)
        self.qtbot.waitUntil(lambda: bool(self.presenter.pages), timeout=PATIENCE)
        return self

    def settle(self) -> None:
        self.qtbot.waitUntil(self.presenter.is_settled, timeout=PATIENCE)

    def click(self, *, step: int) -> None:
        for _ in range(step):
            QTest.mouseClick(self.view.transport._step, Qt.MouseButton.LeftButton)
        self.settle()

    def prompt(self, text: str) -> None:
        self.view.prompt.setText(text)
        self.qtbot.keyClick(self.view.prompt, Qt.Key.Key_Return)
        self.settle()

    def text(self, name: str) -> str:
        row = self.view.row(name)
        assert row is not None
        return "".join(bit.text for bit in row.flow.bits())

    def texts(self) -> list[str]:
        return [self.text(page.name) for page in self.presenter.pages]

    def bars(self, name: str) -> list[tuple[str, float]]:
        row = self.view.row(name)
        assert row is not None
        return row.bars.shown()

    def click_bar(self, name: str, index: int) -> str:
        row = self.view.row(name)
        assert row is not None
        token = row.bars.shown()[index][0]
        place = row.bars.rect_of(index).center().toPoint()
        QTest.mouseClick(row.bars, Qt.MouseButton.LeftButton, pos=place)
        self.settle()
        return token

    def click_token(self, name: str, index: int) -> None:
        row = self.view.row(name)
        assert row is not None
        place = row.flow.rect_of(index).center() - QPointF(0, 2)
        QTest.mouseClick(row.flow, Qt.MouseButton.LeftButton, pos=place.toPoint())

    def button(self, text: str) -> QToolButton:
        return next(b for b in self.view.findChildren(QToolButton) if b.text() == text)
