"""Says what longer contexts need: the text itself; fetches it, and shows how far that is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QProgressBar, QPushButton, QWidget


class OrdersBar(QWidget):
    """A sentence, a button and a bar; hidden while there is nothing to say."""

    asked = Signal()

    def __init__(self, *, stacked: bool) -> None:
        super().__init__()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.button = QPushButton()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        line = QBoxLayout(way, self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.label, 0 if stacked else 3)
        line.addWidget(self.progress, 0 if stacked else 1)
        line.addWidget(self.button)
        self.button.clicked.connect(self.asked)
        self.show_state("", "", None)

    def show_state(self, text: str, button: str, share: float | None) -> None:
        """Say `text`; offer a button that has a name, and show a share that there is."""
        if text != self.label.text():
            self.label.setText(text)
        if button != self.button.text():
            self.button.setText(button)
        self.button.setVisible(bool(button))
        self.progress.setVisible(share is not None)
        self.progress.setValue(0 if share is None else round(100 * share))
        self.setVisible(bool(text))
