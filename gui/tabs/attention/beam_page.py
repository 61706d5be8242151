"""The page of the beam: the tree, what the node under the pointer means, what was found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.attention.search import Found
from gui.numbers import fixed
from gui.tabs.attention.beam_tree import BeamTree
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.steady import SteadyText

TOLD = 50  # letters of a translation


class BeamPage(QWidget):
    """The tree scrolls; under it one line."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.tree = BeamTree(theme, scale)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        font = body_font(scale, EMPHASIS if scale < 1.5 else 10)
        self.line = SteadyText(font, theme.text, lines=2, align=left)
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addWidget(self.line)
        self._summary = ""
        self.tree.hovered.connect(self._on_hovered)

    def show_search(self, found: Found, name: Callable[[int], str]) -> None:
        """Show what a search looked at and what it found."""
        self.tree.show_search(found, name)
        told = [f"{_short(each.text)} ({fixed(each.score)})" for each in found.translations[:3]]
        self._summary = self.tr("ln p, made fair for length: {found}").format(
            found="   ·   ".join(told)
        )
        self.line.set_text(self._summary)

    @Slot(int)
    def _on_hovered(self, _index: int) -> None:
        self.line.set_text(self.tree.reading() or self._summary)


def _short(text: str) -> str:
    return text if len(text) <= TOLD else text[: TOLD - 1] + "…"
