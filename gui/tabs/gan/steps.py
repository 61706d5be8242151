"""One player at a time, and slow motion: beside the picture of the game."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from gui.widgets.section import Row


class Steps(QWidget):
    """D only, G only, slow motion."""

    policeStepped = Signal()
    forgerStepped = Signal()
    slowToggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        police = QPushButton(self.tr("D only"))
        police.setToolTip(self.tr("One update of the police alone"))
        forger = QPushButton(self.tr("G only"))
        forger.setToolTip(self.tr("One update of the forger alone"))
        self.slow = QCheckBox(self.tr("Slow motion"))
        self.slow.setToolTip(
            self.tr("Step and play stop at each update and tell what it saw and did")
        )
        row = Row(8, share=False)
        for widget in (police, forger, self.slow):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        police.clicked.connect(self.policeStepped)
        forger.clicked.connect(self.forgerStepped)
        self.slow.toggled.connect(self.slowToggled)
