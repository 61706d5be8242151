"""The time line: every picture of the run on a slider, and a way to go on from one of them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from gui.theme import Theme, body_font
from gui.widgets.steady import SteadyText


class TimeRow(QWidget):
    """A slider over the pictures, the step it shows, and "Go on from here"."""

    scrubbed = Signal(int)  # index of a picture; −1 for the newest
    goOnAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 0)
        self.slider.setToolTip(self.tr("Every picture of this run: drag to look back"))
        self.slider.setAccessibleName(self.tr("Time line"))
        font = body_font(scale)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._when = SteadyText(font, theme.muted, align=left)
        self._when.setFixedWidth(round(QFontMetricsF(font).horizontalAdvance("n") * 13))
        self._when.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._go_on = QPushButton(self.tr("Go on from here"))
        self._go_on.setToolTip(
            self.tr("Forgets what came later and goes on from this picture, with other knobs too")
        )
        self._go_on.setEnabled(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(self.slider, 1)
        line.addWidget(self._when, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._go_on)
        self.slider.valueChanged.connect(self._on_moved)
        self._go_on.clicked.connect(self.goOnAsked)

    def show_pictures(self, count: int, at: int, step: int, *, back: bool) -> None:
        """Put the slider on picture `at` of `count`; `back`: it is not the newest."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setValue(at)
        self._when.set_text(self.tr("step {n}").format(n=step))
        self._go_on.setEnabled(back)

    def _on_moved(self, value: int) -> None:
        self.scrubbed.emit(-1 if value == self.slider.maximum() else value)
