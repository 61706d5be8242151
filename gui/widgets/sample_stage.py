"""What a training looks like whose network writes: its curve, what it writes, at first and now."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.training.messages import Sample, TextPreview
from gui.theme import EMPHASIS, Theme, body_font
from gui.widgets.loss_plot import LossPlot
from gui.widgets.steady import SteadyText

LEAST = 520  # pixels for a curve over samples, at a type of scale 1


class SampleView(QTextEdit):
    """A sample: its beginning plain, what the network wrote in the colour of what is generated."""

    def __init__(self, theme: Theme, scale: float, name: str) -> None:
        super().__init__(readOnly=True)
        self._theme = theme
        self.sample: Sample | None = None
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setMinimumHeight(round(40 * scale))

    def show_sample(self, sample: Sample | None) -> None:
        """Show a sample, or nothing."""
        if sample == self.sample:
            return
        self.sample = sample
        if sample is None:
            self.clear()
            return
        theme = self._theme
        begun, written = (escape(part).replace("\n", "<br>") for part in
                          (sample.beginning, sample.text))  # fmt: skip
        self.setHtml(
            f'<span style="color:{theme.muted}">{begun}</span>'
            f'<span style="color:{theme.generated}">{written}</span>'
        )


class SampleStage(QWidget):
    """One run; it shows and asks, no more."""

    looked = Signal(int)  # index of a frame
    goOnAsked = Signal()  # from the frame that is looked at

    def __init__(self, theme: Theme, scale: float, kinds: Sequence[str]) -> None:
        """Make room for samples of two kinds, named."""
        super().__init__()
        self._scale = scale
        self.plot = LossPlot(theme, scale)
        font = body_font(scale, EMPHASIS if scale < 1.5 else 10, bold=True)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._heads = [SteadyText(font, theme.text, align=left) for _ in range(2)]
        self._names = [QLabel(kind, objectName="aside") for kind in kinds]
        self.samples = [
            [SampleView(theme, scale, kind) for kind in kinds] for _ in range(2)
        ]  # at first, now; of the user's data, of the old ones
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._low: bool | None = None
        self.film = QSlider(Qt.Orientation.Horizontal)
        self.film.setToolTip(self.tr("Looks at what it wrote at an earlier step"))
        self.film.setAccessibleName(self.tr("film of the samples"))
        self.film.valueChanged.connect(self.looked)
        self.again = QPushButton(self.tr("Go on from here"))
        self.again.setToolTip(
            self.tr("Goes back to the step that is looked at, and learns on from there")
        )
        self.again.clicked.connect(self.goOnAsked)
        bar = QHBoxLayout()
        bar.addWidget(self.film, 1)
        bar.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(self._grid, 1)
        column.addLayout(bar)
        self._share(low=False)
        self.begin("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the figures out by the height there is."""
        super().resizeEvent(event)
        self._share(low=self.height() < LEAST * self._scale**0.75)

    def _share(self, *, low: bool) -> None:
        """Put the curve above what it writes, or beside it where the window is low.

        Then there is room for what it writes of the new text alone.
        """
        if low == self._low:
            return
        self._low = low
        grid, (first, now), (then, here) = self._grid, self.samples, self._heads
        for widget in (self.plot, *first, *now, then, here, *self._names):
            grid.removeWidget(widget)
        for widget in (first[1], now[1], *self._names):
            widget.setHidden(low)
        if low:
            grid.addWidget(self.plot, 0, 0, 4, 1)
            for row, widget in enumerate((then, first[0], here, now[0])):
                grid.addWidget(widget, row, 1)
        else:
            grid.addWidget(self.plot, 0, 0, 1, 2)
            for column, (head, views) in enumerate(((then, first), (here, now))):
                grid.addWidget(head, 1, column)
                for row, view in enumerate(views):
                    grid.addWidget(view, 3 + 2 * row, column)
            for row, name in enumerate(self._names):
                grid.addWidget(name, 2 + 2 * row, 0, 1, 2)
        for row, stretch in enumerate((0, 1, 0, 1, 0, 0) if low else (7, 0, 0, 4, 0, 4)):
            grid.setRowStretch(row, stretch)
        for column, stretch in enumerate((2, 3) if low else (1, 1)):
            grid.setColumnStretch(column, stretch)

    def begin(self, unit: str) -> None:
        """Start anew."""
        self.plot.begin([""], unit)
        for views in self.samples:
            for view in views:
                view.show_sample(None)
        self.show_frames(0, None)
        self.show_heads(0)

    def show_heads(self, step: int) -> None:
        """Name the columns: step 0, and the step that is looked at."""
        self._heads[0].set_text(self.tr("At step 0"))
        self._heads[1].set_text(self.tr("At step {step}").format(step=step))

    def show_before(self, preview: TextPreview) -> None:
        """Keep what the network wrote at the start."""
        self._show(0, preview)

    def show_now(self, preview: TextPreview) -> None:
        """Show what it writes now, or at the frame that is looked at."""
        self._show(1, preview)
        self.show_heads(preview.step)

    def show_frames(self, count: int, chosen: int | None) -> None:
        """Let the slider choose among the frames; None is the newest, as it runs."""
        with QSignalBlocker(self.film):
            self.film.setRange(0, max(0, count - 1))
            self.film.setValue(count - 1 if chosen is None else chosen)
        self.film.setEnabled(count > 1)
        self.again.setEnabled(chosen is not None)

    def _show(self, column: int, preview: TextPreview) -> None:
        for view, sample in zip(self.samples[column], preview.samples, strict=True):
            view.show_sample(sample)
