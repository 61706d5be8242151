"""A group of controls under a question that folds away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)


class Section(QWidget):
    """A question to click on, and under it what answers it."""

    def __init__(self, question: str, *, unfolded: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.header = QToolButton(text=question, checkable=True, objectName="fold")
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.header.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 8)
        self.column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.header)
        whole.addWidget(self.body)
        self.header.toggled.connect(self._on_toggled)
        self.header.setChecked(unfolded)
        self._on_toggled(unfolded)

    def unfold(self) -> None:
        """Show what is inside."""
        self.header.setChecked(True)

    def _on_toggled(self, on: bool) -> None:
        self.body.setVisible(on)
        self.header.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    # building

    def row(self, *widgets: QWidget) -> QLayout:
        """Put `widgets` side by side."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in widgets:
            row.addWidget(widget, 1)
        self.column.addLayout(row)
        return row

    def button(self, text: str, tip: str, *, checkable: bool = False) -> QPushButton:
        """Make a button that leaves the keys to the plane; Tab still comes to it."""
        button = QPushButton(text, checkable=checkable)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def combo(self, name: str, tip: str) -> QComboBox:
        """Make a choice that never asks for more width than there is."""
        combo = QComboBox()
        combo.setToolTip(tip)
        combo.setAccessibleName(name)
        combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return combo

    def label(self, text: str = "", *, name: str = "") -> QLabel:
        """Make a text that wraps."""
        label = QLabel(text, objectName=name)
        label.setWordWrap(True)
        return label


def fill(combo: QComboBox, rows: Sequence[tuple[str, object]], current: object) -> None:
    """Offer (text, value) and choose `current`, without a signal."""
    with QSignalBlocker(combo):
        combo.clear()
        for text, value in rows:
            combo.addItem(text, value)
        index = next((i for i, (_, value) in enumerate(rows) if value == current), -1)
        combo.setCurrentIndex(index)
