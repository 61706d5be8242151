"""A text of one's own, pasted or from a file: a Markov chain of it writes beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.text.growth import GrowthTable
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.section import fill
from gui.widgets.steady import SteadyText

if TYPE_CHECKING:
    from core.text.counts import Growth

WORDS, SHARED = "words", "shared"


class OwnPage(QWidget):
    """Asks for a text and shows the table that was made of it.

    `networks` is a free place under the table, for what learns from the same text.
    """

    learnAsked = Signal(str)
    stopAsked = Signal()
    openAsked = Signal()
    forgetAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.told = self.tr("Paste a text or open a file: a chain of it will write too.")
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(self.tr("Paste or type a text"))
        self.edit.setTabChangesFocus(True)
        self.edit.setMaximumHeight(round(5.5 * body_font(scale).pointSizeF() * 1.9))
        self.learn = QPushButton(self.tr("Learn"))
        self.learn.setToolTip(self.tr("Counts what follows what in this text"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("Stops counting"))
        self.open = QPushButton(self.tr("Open a file …"))
        self.open.setToolTip(self.tr("A text file of any encoding; says which it assumed"))
        self.forget = QPushButton(self.tr("Forget"))
        self.forget.setToolTip(self.tr("Takes the chain of your text away again"))
        self.unit = QComboBox()
        self.unit.setAccessibleName(self.tr("What a token is"))
        self.unit.setToolTip(self.tr(
            "Words, as in the lecture, or the tokens that the networks of this corpus share"
        ))  # fmt: skip
        fill(
            self.unit,
            ((self.tr("by its words"), WORDS), (self.tr("by the networks' tokens"), SHARED)),
            WORDS,
        )
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.title = QLabel(self.tr("How the table grows with its order"))
        self.title.setObjectName("figureTitle")
        left = Qt.AlignmentFlag.AlignLeft
        self.about = SteadyText(body_font(scale), theme.text, align=left, lines=3)
        self.growth = GrowthTable(theme, scale, EMPHASIS)
        self.networks = QVBoxLayout()
        buttons = QHBoxLayout()
        for widget in (self.learn, self.stop, self.open, self.unit, self.forget):
            buttons.addWidget(widget)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.edit)
        column.addLayout(buttons)
        column.addWidget(self.progress)
        column.addWidget(self.about)
        column.addWidget(self.title)
        column.addWidget(self.growth, 1)
        column.addLayout(self.networks)
        self.learn.clicked.connect(self._on_learn)
        self.stop.clicked.connect(self.stopAsked)
        self.open.clicked.connect(self.openAsked)
        self.forget.clicked.connect(self.forgetAsked)
        self.show_progress(None)
        self.show_learnt("", 0, (), 0, {})

    def show_progress(self, share: float | None) -> None:
        """Show how much is counted; None: nobody counts."""
        self.stop.setEnabled(share is not None)
        self.learn.setEnabled(share is None)
        self.open.setEnabled(share is None)
        self.progress.setVisible(share is not None)
        self.progress.setValue(0 if share is None else round(100 * share))

    def show_learnt(
        self,
        about: str,
        vocabulary: int,
        growth: Sequence[Growth],
        order: int,
        networks: Mapping[str, int],
    ) -> None:
        """Show what was counted; without growth nothing is."""
        self.about.set_text(f"{about} {self.growth.of_networks(networks)}" if growth else "")
        self.forget.setEnabled(bool(growth))
        for widget in (self.title, self.growth):
            widget.setVisible(bool(growth))
        if growth:
            self.growth.show_growth(vocabulary, growth, order)

    def _on_learn(self) -> None:
        self.learnAsked.emit(self.edit.toPlainText())
