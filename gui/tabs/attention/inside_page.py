"""The page of one head: its table of numbers, and its five steps to go through."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.attention.maps import Inside
from gui.tabs.attention.head_table import STAGES, HeadTable
from gui.theme import Theme
from gui.widgets.section import Row, fill

STEP_MS = 1200


class InsidePage(QWidget):
    """Shows one asking word; the steps light one after another."""

    askerChosen = Signal(int)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.table = HeadTable(theme, scale)
        self.asker = QComboBox()
        self.asker.setToolTip(self.tr("The word that asks"))
        self.asker.setAccessibleName(self.tr("word that asks"))
        self.asker.activated.connect(self.askerChosen)
        self.steps = QButtonGroup(self)
        self.play = QPushButton(self.tr("Step by step"))
        self.play.setToolTip(self.tr("Shows the five steps one after another"))
        self.play.clicked.connect(self._on_play)
        top = Row(6, share=False)
        top.addWidget(self.asker)
        top.addWidget(self.play)
        names = ("q · k", "÷ √d", self.tr("mask"), "softmax", "Σ")
        for number, name in enumerate(names, start=1):
            button = QPushButton(f"{number}  {name}", checkable=True)
            button.setToolTip(self.tr("Shows the numbers up to this step"))
            self.steps.addButton(button, number)
            top.addWidget(button)
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        self._beat = QTimer(self, interval=STEP_MS)
        self._beat.timeout.connect(self._on_beat)
        self.steps.idClicked.connect(self._on_step)
        self._show(STAGES)

    def show_head(
        self, inside: Inside, row: int, askers: tuple[str, ...], words: tuple[str, ...]
    ) -> None:
        """Show a head for the asker `row`."""
        fill(self.asker, [(text.strip(), i) for i, text in enumerate(askers)], row)
        self.table.show_head(inside, row, askers[row], words)

    def stage(self) -> int:
        """Return up to which step the numbers are shown."""
        return self.steps.checkedId()

    def _show(self, stage: int) -> None:
        self.steps.button(stage).setChecked(True)
        self.table.show_stage(stage)

    @Slot(int)
    def _on_step(self, stage: int) -> None:
        self._beat.stop()
        self._show(stage)

    @Slot()
    def _on_play(self) -> None:
        self._show(1)
        self._beat.start()

    @Slot()
    def _on_beat(self) -> None:
        if self.stage() >= STAGES or not self.isVisible():
            self._beat.stop()
        else:
            self._show(self.stage() + 1)
