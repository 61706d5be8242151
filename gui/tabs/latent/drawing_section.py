"""The controls of a picture of one’s own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSlider

from gui.widgets.section import Section, fill

FIRST_WIDTH = 2.4  # pixels of a picture of 28


class DrawingSection(Section):
    """Canvas on or off, its tools, opening and pasting, resampling, keeping."""

    drawAsked = Signal(bool)
    openAsked = Signal()
    pasteAsked = Signal()
    resampleAsked = Signal()
    keepAsked = Signal(str, str)  # collection, class
    collectionAsked = Signal(str)

    def __init__(self) -> None:
        super().__init__("")
        self.header.setText(self.tr("My own picture?"))
        self.draw = self.button(
            self.tr("Draw"),
            self.tr("Turns the picture on the left into a canvas; all follows the brush (Ctrl+D)"),
            checkable=True,
        )
        self.open = self.button(
            self.tr("Open …"), self.tr("Opens an image file; or drop one here (Ctrl+O)")
        )
        self.paste = self.button(
            self.tr("Paste"), self.tr("Takes the image from the clipboard (Ctrl+V)")
        )
        self.row(self.draw, self.open, self.paste)
        self.eraser = self.button(
            self.tr("Eraser"), self.tr("The left button erases (E)"), checkable=True
        )
        self.clear = self.button(self.tr("Empty"), self.tr("Empties the canvas (Delete)"))
        self.colour = self.button(self.tr("Colour …"), self.tr("The colour of the brush"))
        self.row(self.eraser, self.clear, self.colour)
        self.width_name = self.label(self.tr("Width of the brush"))
        self.brush = QSlider(Qt.Orientation.Horizontal)
        self.brush.setRange(5, 80)  # tenths of a pixel
        self.brush.setValue(round(10 * FIRST_WIDTH))
        self.brush.setToolTip(self.tr("Width of brush and eraser, in pixels of the picture ([ ])"))
        self.brush.setAccessibleName(self.tr("Width of the brush"))
        self.column.addWidget(self.width_name)
        self.column.addWidget(self.brush)
        self.resample = self.button(
            self.tr("Resample"),
            self.tr("Draws ε from N(0, 1) anew: z = μ + σ·ε (R)"),
        )
        self.column.addWidget(self.resample)
        self.class_name = QLineEdit(maxLength=40)
        self.class_name.setPlaceholderText(self.tr("its class, such as “cat”"))
        self.class_name.setAccessibleName(self.tr("class of the drawing"))
        self.keep = self.button(
            self.tr("Keep"), self.tr("Adds the picture to the collection, under this class")
        )
        self.column.addWidget(self.class_name)
        self.collection = self.combo(
            self.tr("collection"), self.tr("The collection that kept pictures go to")
        )
        self.collection.setEditable(True)
        self.look = self.button(
            self.tr("Show as points"),
            self.tr("Shows the kept pictures as points in the plane"),
        )
        self.column.addWidget(self.collection)
        self.row(self.keep, self.look)
        self.draw.clicked.connect(self.drawAsked)
        self.open.clicked.connect(self.openAsked)
        self.paste.clicked.connect(self.pasteAsked)
        self.resample.clicked.connect(self.resampleAsked)
        self.keep.clicked.connect(self._on_keep)
        self.class_name.returnPressed.connect(self.keep.click)
        self._names: tuple[str, ...] = ()
        self.collection.editTextChanged.connect(self._on_collection)
        self.look.clicked.connect(self._on_look)
        self._tools = (self.eraser, self.clear, self.colour, self.width_name, self.brush)

    def show_tools(self, on: bool, *, coloured: bool) -> None:
        """Show what only a canvas needs."""
        self.draw.setChecked(on)
        for tool in self._tools:
            tool.setVisible(on)
        self.colour.setVisible(on and coloured)

    def show_collections(self, names: tuple[str, ...], current: str) -> None:
        """Offer the collections there are."""
        with QSignalBlocker(self.collection):
            fill(self.collection, [(name, name) for name in names], current)
            self.collection.setEditText(current)
        self._names = names
        self._on_collection(current)

    @Slot(str)
    def _on_collection(self, name: str) -> None:
        """Only what there is can be shown."""
        self.look.setEnabled(name.strip() in self._names)

    def _on_keep(self) -> None:
        self.keepAsked.emit(self.collection.currentText().strip(), self.class_name.text().strip())

    def _on_look(self) -> None:
        self.collectionAsked.emit(self.collection.currentText().strip())
