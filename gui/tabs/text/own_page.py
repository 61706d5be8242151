"""A text of one's own, pasted or from a file: a Markov chain of it writes beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
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

from gui.tabs.text.growth import GrowthView, is_low
from gui.theme import Theme, body_font
from gui.widgets.section import fill

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
        self._scale = scale
        self.told = self.tr("Paste a text or open a file: a chain of it will write too.")
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(self.tr("Paste or type a text"))
        self.edit.setTabChangesFocus(True)
        self._high = round(5.5 * body_font(scale).pointSizeF() * 1.9)
        self.edit.setMaximumHeight(self._high)
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
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.view = GrowthView(theme, scale)
        self.growth = self.view.table
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
        column.addWidget(self.view, 1)
        column.addLayout(self.networks)
        column.addStretch()
        self.learn.clicked.connect(self._on_learn)
        self.stop.clicked.connect(self.stopAsked)
        self.open.clicked.connect(self.openAsked)
        self.forget.clicked.connect(self.forgetAsked)
        self.show_progress(None)
        self.show_learnt("", 0, (), 0, {})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out by the height there is: the table of growth is to be seen whole."""
        super().resizeEvent(event)
        low = is_low(self.height() - self._high // 2, self._scale)
        self.view.share(low=low)
        self.edit.setMaximumHeight(round(0.4 * self._high) if low else self._high)

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
        self.about.setText(about if growth else "")
        self.about.setVisible(bool(growth))
        self.view.show_remark(self.growth.of_networks(networks))
        self.forget.setEnabled(bool(growth))
        self.view.setVisible(bool(growth))
        if growth:
            self.growth.show_growth(vocabulary, growth, order)

    def _on_learn(self) -> None:
        self.learnAsked.emit(self.edit.toPlainText())
