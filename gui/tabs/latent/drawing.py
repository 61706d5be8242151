"""A picture of one's own: drawn on the canvas, noise drawn anew, drawings collected and kept."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from core.data import drawings
from core.errors import CoreError
from core.latent import noise
from core.latent.explore import DRAWINGS
from gui.tabs.latent.drawing_section import DrawingSection
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.sentences import resample_sentence
from gui.widgets.canvas import Canvas

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


class Drawing(QObject):
    """Lets the canvas of the stage feed the models, and keeps what was drawn."""

    def __init__(self, hub: LatentPresenter, section: DrawingSection) -> None:
        super().__init__(hub)
        self._hub, self._section = hub, section
        self._on = False
        self._seed = 0
        self._dialog: QColorDialog | None = None
        section.drawAsked.connect(self.draw)
        section.resampleAsked.connect(self.resample)
        section.keepAsked.connect(self.keep)
        section.collectionAsked.connect(self.show_collection)
        section.eraser.clicked.connect(self._on_eraser)
        section.clear.clicked.connect(self._on_clear)
        section.brush.valueChanged.connect(self._on_width)
        section.colour.clicked.connect(self._on_colour)
        hub.ready.connect(self.refresh)
        hub.view.stageChanged.connect(self._connect_stage)
        self._connect_stage()
        section.show_tools(False, coloured=False)

    @property
    def canvas(self) -> Canvas:
        """Return the canvas of the stage."""
        return self._hub.view.stage.canvas

    @Slot()
    def _connect_stage(self) -> None:
        self.canvas.changed.connect(self._on_drawn)
        self.canvas.stroke_finished.connect(self._hub.commit)
        self.canvas.toolChanged.connect(self._on_tool)
        self.canvas.widthChanged.connect(self._on_canvas_width)
        self._on_width(self._section.brush.value())

    @property
    def _shape(self) -> tuple[int, ...]:
        shape: tuple[int, ...] = self._hub.card.image_shape
        return shape

    @Slot()
    def refresh(self) -> None:
        """Follow the models that are shown and the picture that is chosen."""
        hub = self._hub
        encodes = all(entry.model.has_encoder for entry in hub.shown)
        self._section.setVisible(encodes)
        sampled = len(hub.shown) == 1 and hub.homes[0].sigma is not None
        self._section.resample.setVisible(sampled)
        self._offer_collections()
        self._show_canvas(self._on and encodes)

    def _show_canvas(self, on: bool) -> None:
        coloured = len(self._shape) == 3
        if on:
            self.canvas.set_paper(WHITE)
            self.canvas.set_color(BLACK)
            own = self._hub.state.own
            shown = own.array() if own is not None else None
            if shown is None:
                self.canvas.set_shape(self._shape)
            elif not np.array_equal(shown, self.canvas.pixels()):
                self.canvas.set_pixels(shown)
        self._hub.view.stage.show_canvas(on)
        self._section.show_tools(on, coloured=coloured)

    @Slot(bool)
    def draw(self, on: bool) -> None:
        """Bring the canvas, empty or with one's own picture on it; or put it away."""
        if not self._hub.shown:
            return
        self._on = on
        self._show_canvas(on)
        if on:
            self.canvas.setFocus()

    @Slot()
    def _on_drawn(self) -> None:
        self._hub.read(self.canvas.pixels())

    @Slot()
    def _on_eraser(self) -> None:
        self.canvas.set_tool("eraser" if self._section.eraser.isChecked() else "brush")

    @Slot(str)
    def _on_tool(self, tool: str) -> None:
        self._section.eraser.setChecked(tool == "eraser")

    @Slot()
    def _on_clear(self) -> None:
        self.canvas.clear()
        self._hub.read(self.canvas.pixels())

    @Slot(int)
    def _on_width(self, tenths: int) -> None:
        self.canvas.set_width(tenths / 10)

    @Slot(float)
    def _on_canvas_width(self, width: float) -> None:
        with QSignalBlocker(self._section.brush):
            self._section.brush.setValue(round(10 * width))

    @Slot()
    def _on_colour(self) -> None:
        self._dialog = QColorDialog(self._section)
        self._dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        self._dialog.currentColorChanged.connect(self._on_colour_chosen)
        self._dialog.show()

    @Slot(QColor)
    def _on_colour_chosen(self, colour: QColor) -> None:
        self.canvas.set_color((colour.red(), colour.green(), colour.blue()))

    # noise

    @Slot()
    def resample(self) -> None:
        """Draw z = μ + σ·ε of the chosen picture, ε anew each time."""
        home = self._hub.homes[0] if len(self._hub.shown) == 1 else None
        if home is None or home.sigma is None:
            return
        self._seed += 1
        epsilon, code = noise.draw(home.mean, home.sigma, self._seed)
        self._hub.place(code.astype(float))
        self._hub.commit()
        self._hub.view.show_caption(resample_sentence(epsilon))

    # keeping

    @Slot(str, str)
    def keep(self, collection: str, class_name: str) -> None:
        """Add one's own picture to a collection."""
        own = self._hub.state.own
        if own is None:
            self._hub.context.notices.post(self.tr("There is no picture of your own to keep yet."))
            return
        try:
            kept = drawings.add(collection or self.tr("My drawings"), own.array(), class_name)
        except CoreError as error:
            self._hub.tell([error])
            return
        self._hub.context.latent.forget(f"{DRAWINGS}{kept.name}")
        text = self.tr("Kept in “{name}”: {count} pictures.").format(
            name=kept.name, count=len(kept)
        )
        self._hub.context.notices.post(text, "good")
        self._offer_collections(kept.name)
        if self._on:
            self.canvas.clear()

    @Slot(str)
    def show_collection(self, name: str) -> None:
        """Show a collection as the data of the plane."""
        self._hub.choose_data(f"{DRAWINGS}{name}")

    def _offer_collections(self, current: str = "") -> None:
        names = drawings.collections()
        chosen = current or self._section.collection.currentText().strip()
        self._section.show_collections(names, chosen or (names or (self.tr("My drawings"),))[0])
