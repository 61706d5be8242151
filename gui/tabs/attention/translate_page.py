"""The first page: two sentences and the lines between them; under them what may come next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.text.sampling import SoftmaxTable
from gui.tabs.attention.lines import Lines
from gui.tabs.text.bars import Bars
from gui.theme import EMPHASIS, Theme, body_font


class TranslatePage(QWidget):
    """Lines above, bars below."""

    tokenChosen = Signal(int)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.lines = Lines(theme, scale)
        self.bars = Bars(theme, scale)
        self.bars.setToolTip(
            self.tr("p(next piece | sentence, translation so far); a click writes it")
        )
        self.title = QLabel(self.tr("What comes next? Click on another word."))
        self.title.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self.title.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines, 3)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.title, 1)
        below.addWidget(self.bars, 3)
        column.addLayout(below, 1 if scale < 1.5 else 2)
        self.bars.chosen.connect(self.tokenChosen)

    def show_choice(
        self, table: SoftmaxTable, name: Callable[[int], str], said: str, token: int
    ) -> None:
        """Show the probabilities of one place; `said` and `token` are what was written there."""
        self.bars.show_table(table, name, token)
        following = self.tr("What comes next? Click on another word.")
        instead = self.tr("What instead of “{word}”? A click goes on from there.")
        self.title.setText(instead.format(word=said.strip()) if said else following)
