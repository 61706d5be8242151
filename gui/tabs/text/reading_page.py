"""Reading: a pasted text, the surprise of each token under each model, what it sounds like."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.text.flow import Bit, TokenFlow
from gui.theme import Theme, body_font


class ReadingPage(QWidget):
    """Asks for a text and shows how each model read it."""

    readAsked = Signal(str)
    stopAsked = Signal()
    openAsked = Signal()
    hovered = Signal(str, object)  # title of a reading, Bit or None

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.edit = QPlainTextEdit()
        self.edit.setPlaceholderText(self.tr("Paste or type a text"))
        self.edit.setTabChangesFocus(True)
        self.edit.setMaximumHeight(round(5.5 * body_font(scale).pointSizeF() * 1.9))
        self.read = QPushButton(self.tr("Read"))
        self.read.setToolTip(self.tr("Let every model read the text"))
        self.open = QPushButton(self.tr("Open a file …"))
        self.open.setToolTip(self.tr("A text file of any encoding; says which it assumed"))
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setToolTip(self.tr("Stops reading"))
        self.stop.setEnabled(False)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.verdict = self.tr("Paste a text and let every model read it.")
        buttons = QHBoxLayout()
        for widget in (self.read, self.stop, self.open):
            buttons.addWidget(widget)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch()
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.edit)
        column.addLayout(buttons)
        column.addWidget(scroll, 1)
        self.flows: list[TokenFlow] = []
        self.titles: list[QLabel] = []
        self.show_progress(None)
        self.read.clicked.connect(self._on_read)
        self.stop.clicked.connect(self.stopAsked)
        self.open.clicked.connect(self.openAsked)

    def show_progress(self, share: float | None) -> None:
        """Show how much is read; None: nobody reads."""
        self.stop.setEnabled(share is not None)
        self.read.setEnabled(share is None)
        self.progress.setVisible(share is not None)
        self.progress.setValue(0 if share is None else round(100 * share))

    def show_readings(self, rows: Sequence[tuple[str, Sequence[Bit]]], verdict: str) -> None:
        """Show the text as each model read it, under a title."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.flows, self.titles = [], []
        for title, bits in rows:
            label = QLabel(title, objectName="figureTitle")
            label.setWordWrap(True)
            flow = TokenFlow(self._theme, self._scale)
            flow.show_bits(bits, state=False)
            flow.setToolTip(self.tr("Tinted: the probability; dark is what was expected"))
            flow.hovered.connect(partial(self._on_hovered, title, flow))
            self.titles.append(label)
            self.flows.append(flow)
            self._rows.addWidget(label)
            self._rows.addWidget(flow, 1)
        self.verdict = verdict

    def _on_hovered(self, title: str, flow: TokenFlow, index: int) -> None:
        self.hovered.emit(title, flow.bits()[index] if index >= 0 else None)

    def _on_read(self) -> None:
        self.readAsked.emit(self.edit.toPlainText())
