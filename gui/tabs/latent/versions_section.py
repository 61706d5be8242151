"""The controls of a model's versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QPushButton, QRadioButton

from gui.widgets.section import Section

LONGEST = 64  # letters of a name
ACTIONS = ("use", "compare", "rename", "delete", "pack")


@dataclass(frozen=True)
class Row:
    """One version as the list shows it."""

    version: int
    title: str
    text: str
    tip: str


class VersionsSection(Section):
    """A list to choose from, and what can be done with the chosen version."""

    chosen = Signal(int)  # version
    useAsked = Signal()
    compareAsked = Signal(bool)
    renameAsked = Signal(str)
    deleteAsked = Signal()
    packAsked = Signal()
    restoreAsked = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.header.setText(self.tr("Which version?"))
        self._group = QButtonGroup(self)
        self._rows: list[tuple[QRadioButton, QLabel]] = []
        self._versions: list[int] = []
        self._list = self.column
        self.tips = {
            "use": self.tr("Lets the model be this version from now on; the others stay"),
            "compare": self.tr("Shows this version beside what is shown, up to four, one cursor"),
            "rename": self.tr("Gives this version a name of its own (F2)"),
            "delete": self.tr("Deletes this version; it can be brought back for an hour"),
            "pack": self.tr("Writes this version to one ZIP file, to give to somebody"),
        }
        self.use = self.button(self.tr("Use"), "")
        self.compare = self.button(self.tr("Compare"), "", checkable=True)
        self.rename = self.button(self.tr("Rename …"), "", checkable=True)
        self.delete = self.button(self.tr("Delete"), "")
        self.pack = self.button(self.tr("Save as one file …"), "")
        self.row(self.use, self.compare)
        self.row(self.rename, self.delete)
        self.name = QLineEdit(maxLength=LONGEST)
        self.name.setPlaceholderText(self.tr("new name, Enter"))
        self.name.setToolTip(self.tr("a to z, figures, dots and hyphens; Enter renames, Esc not"))
        self.name.setAccessibleName(self.tr("new name"))
        self.name.hide()
        self.column.addWidget(self.name)
        self.trouble = self.label(name="hint")
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.pack)
        self.restore = self.button(
            "", self.tr("Puts back what was deleted last, as long as it is still there")
        )
        self.restore.hide()
        self.column.addWidget(self.restore)
        self._connect()

    def _connect(self) -> None:
        self._group.idClicked.connect(self._on_chosen)
        self.use.clicked.connect(self.useAsked)
        self.compare.clicked.connect(self.compareAsked)
        self.rename.clicked.connect(self.ask_name)
        self.name.returnPressed.connect(self._on_name)
        self.delete.clicked.connect(self.deleteAsked)
        self.pack.clicked.connect(self.packAsked)
        self.restore.clicked.connect(self.restoreAsked)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot in (("F2", self.rename.click), ("Delete", self.delete.click)):
            QShortcut(QKeySequence(keys), self.body, slot, context=within)
        escape = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Esc"), self.name, self.drop_name, context=escape)

    # what it shows

    def show_versions(self, rows: Sequence[Row], chosen: int) -> None:
        """Fill the list and choose one of it, without a signal."""
        while len(self._rows) < len(rows):
            self._add_row()
        self._versions = [row.version for row in rows]
        for index, (button, label) in enumerate(self._rows):
            for widget in (button, label):
                widget.setVisible(index < len(rows))
            if index < len(rows):
                row = rows[index]
                button.setText(row.title)
                button.setToolTip(row.tip)
                button.setAccessibleDescription(row.text)
                label.setText(row.text)
                label.setToolTip(row.tip)
        if chosen in self._versions:
            self._group.button(self._versions.index(chosen)).setChecked(True)

    def _add_row(self) -> None:
        index = len(self._rows)
        button, label = QRadioButton(), self.label(name="hint")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        label.setContentsMargins(button.fontMetrics().height(), 0, 0, 0)
        self._group.addButton(button, index)
        self._list.insertWidget(2 * index, button)
        self._list.insertWidget(2 * index + 1, label)
        self._rows.append((button, label))

    def show_actions(self, reasons: Mapping[str, str], *, compared: bool) -> None:
        """Grey the actions that have a reason not to be possible, and say it on them."""
        for key in ACTIONS:
            button: QPushButton = getattr(self, key)
            reason = reasons.get(key, "")
            button.setEnabled(not reason)
            button.setToolTip(f"{self.tips[key]}\n{reason}" if reason else self.tips[key])
            button.setAccessibleDescription(reason)
        self.compare.setChecked(compared)
        if not self.rename.isEnabled():
            self.drop_name()

    def show_restore(self, what: str) -> None:
        """Offer to bring something back; "" for nothing."""
        text = self.tr("Bring back {what}").format(what=what)
        self.restore.setText(text)
        self.restore.setVisible(bool(what))

    # a new name

    def ask_name(self, on: bool = True) -> None:
        """Bring the line for a new name, or put it away."""
        self.rename.setChecked(on)
        self.name.setVisible(on)
        self.show_trouble("")
        if on:
            self.name.setFocus()
            self.name.selectAll()

    def drop_name(self) -> None:
        """Put the line away."""
        self.ask_name(False)

    def show_trouble(self, text: str) -> None:
        """Say under the line why the name cannot be."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    # what it asks

    def _on_chosen(self, index: int) -> None:
        self.chosen.emit(self._versions[index])

    def _on_name(self) -> None:
        self.renameAsked.emit(self.name.text().strip())
