"""Asks which columns of a table become the axes; for more than two columns of numbers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QWidget

from core.gan.tables import Column, Layout
from gui.widgets.section import fill

ALONE = -1  # no second column: data on a line


def usable(layout: Layout) -> tuple[Column, ...]:
    """Return the columns of numbers."""
    return tuple(column for column in layout.columns if column.is_numeric)


class ColumnsDialog(QDialog):
    """Two choices; without a second column the data lie on a line."""

    chosen = Signal(object)  # the places, one or two

    def __init__(self, name: str, layout: Layout, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Which columns?"))
        form = QFormLayout(self)
        about = QLabel(
            self.tr("{name} has {n} columns of numbers. Which two shall be forged?").format(
                name=name, n=len(usable(layout))
            )
        )
        about.setWordWrap(True)
        form.addRow(about)
        rows = [(self.title(column), column.place) for column in usable(layout)]
        self.across, self.up = QComboBox(), QComboBox()
        fill(self.across, rows, rows[0][1])
        fill(self.up, [*rows, (self.tr("none: a number line"), ALONE)], rows[1][1])
        form.addRow(self.tr("x₁, across"), self.across)
        form.addRow(self.tr("x₂, up"), self.up)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Forge these"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def _on_accepted(self) -> None:
        self.accept()
        self.chosen.emit(self.places())

    def title(self, column: Column) -> str:
        """Name a column, with some of what stands in it."""
        name = column.name or self.tr("column {n}").format(n=column.place + 1)
        return f"{name}: {', '.join(column.fields)} …"

    def places(self) -> tuple[int, ...]:
        """Return the columns that were chosen."""
        across, up = self.across.currentData(), self.up.currentData()
        return (across,) if up in (ALONE, across) else (across, up)
