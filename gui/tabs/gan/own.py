"""Points of the user's own: drawn with the mouse, or read from the columns of a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from core.gan.tables import Layout, Table, layout_of, read_table
from gui.context import AppContext
from gui.tabs.gan.columns_dialog import ColumnsDialog, usable
from gui.tabs.gan.sentences import table_fault, table_sentence
from gui.tabs.gan.view import GanView
from gui.workers.latest import Line

BRUSH, A_DAB = 0.012, 4  # deviation and number of the points that a drawing hand leaves


class OwnPoints(QObject):
    """Gathers points in the unit square, by hand or from a file."""

    began = Signal()  # drawing: the game shall stand
    chosen = Signal(object)  # (n, 1 or 2) float32

    def __init__(self, context: AppContext, view: GanView) -> None:
        super().__init__(view)
        self._context, self._view = context, view
        self._dabs: list[np.ndarray] = []
        self.is_drawing = False
        self.is_reading = False  # which may take seconds
        self._looking = Line(context.slow, self)
        self._reading = Line(context.slow, self)
        self._looking.answered.connect(self._on_layout)
        self._looking.failed.connect(self._on_fault)
        self._reading.answered.connect(self._on_read)
        self._reading.failed.connect(self._on_fault)
        view.panel.drawToggled.connect(self.draw)
        view.panel.csvAsked.connect(self._on_csv)
        view.planes[0].drawn.connect(self._on_drawn)

    def forget(self) -> None:
        """Let go of what is being drawn: another game begins."""
        if self.is_drawing:
            self.is_drawing = False
            self._view.planes[0].set_drawing(False)
            self._view.panel.show_drawing(False)

    @Slot(bool)
    def draw(self, on: bool) -> None:
        """Draw in an empty square; letting the button go offers the points."""
        self.is_drawing = on
        self._view.planes[0].set_drawing(on)
        self._view.panel.show_drawing(on)
        if on:
            self._dabs = []
            self.began.emit()
            self._view.show_caption(self.tr("Draw with the mouse, then click “Forge these”."))
        else:
            empty = np.empty((0, 2), np.float32)
            self.chosen.emit(np.concatenate(self._dabs) if self._dabs else empty)

    @Slot(object)
    def _on_drawn(self, points: np.ndarray) -> None:
        if self.is_drawing:
            rng = np.random.default_rng(len(self._dabs))
            spread = rng.normal(0, BRUSH, (A_DAB, 2))
            self._dabs.append(np.clip(points + spread, 0.0, 1.0).astype(np.float32))
            self._view.planes[0].show_drawn(np.concatenate(self._dabs))

    @Slot()
    def _on_csv(self) -> None:
        title = self.tr("Open a table")
        name, _ = QFileDialog.getOpenFileName(self._view, title, "", "CSV (*.csv *.txt *.tsv)")
        if name:
            path = Path(name)
            self._looking.ask(path, lambda: layout_of(path))

    @Slot(object, object)
    def _on_layout(self, path: Path, layout: Layout) -> None:
        """Take the columns of numbers, or ask which where there are more than two."""
        numbers = usable(layout)
        if not numbers:
            text = self.tr("{name} has no column of numbers: {columns}.").format(
                name=path.name,
                columns=", ".join(each.name or each.fields[0] for each in layout.columns[:5]),
            )
            self._context.notices.post(text, "bad")
        elif len(numbers) <= 2:
            self._read(path, tuple(each.place for each in numbers), layout)
        else:
            dialog = ColumnsDialog(path.name, layout, self._view)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.chosen.connect(partial(self._read, path, layout=layout))
            dialog.open()

    def _read(self, path: Path, places: tuple[int, ...], layout: Layout) -> None:
        self.is_reading = True
        self._view.show_caption(self.tr("Reading {name} …").format(name=path.name))
        self._reading.ask(path, lambda: read_table(path, places, layout))

    @Slot(object, object)
    def _on_read(self, path: Path, table: Table) -> None:
        self.is_reading = False
        self.forget()
        self.chosen.emit(table.points)
        self._context.notices.post(table_sentence(path.name, table), "good")

    @Slot(object, object)
    def _on_fault(self, _request: object, error: Exception) -> None:
        self.is_reading = False
        text = table_fault(error)
        self._context.notices.post(text, "bad")
        self._view.show_caption(text)
