"""A picture of one's own: drawn on the canvas, noise drawn anew, drawings collected and kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QRect, QSignalBlocker, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from core.data import drawings
from core.data.table import DataSet
from core.errors import CoreError
from core.latent import noise
from core.latent.explore import DRAWINGS
from gui.tabs.latent.drawing_section import DrawingSection
from gui.tabs.latent.keys import PoliteKey, leave_choice
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.sentences import resample_sentence
from gui.tabs.latent.stages import Chosen
from gui.tabs.latent.state import Own
from gui.widgets.canvas import Canvas

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
INKED = 0.03  # mean ink of the data from which on a pixel counts as one that is drawn on


class Drawing(QObject):
    """Lets the canvas of the stage feed the models, and keeps what was drawn."""

    def __init__(self, hub: LatentPresenter, section: DrawingSection) -> None:
        super().__init__(hub)
        self._hub, self._section = hub, section
        self._on = False
        self._seed = 0
        self._colour = BLACK
        self._followed: Chosen | None = None  # what was chosen last, perhaps put onto the canvas
        self._ink: tuple[DataSet | None, QRect | None] = (None, None)
        self._dialog: QColorDialog | None = None
        PoliteKey("Ctrl+D", hub.view, self._on_key, users=())
        PoliteKey("R", hub.view, self.resample)
        section.setEnabled(False)
        section.drawAsked.connect(self.draw)
        section.resampleAsked.connect(self.resample)
        section.keepAsked.connect(self.keep)
        section.collectionAsked.connect(self.show_collection)
        section.eraser.clicked.connect(self._on_eraser)
        section.clear.clicked.connect(self._on_clear)
        section.brush.valueChanged.connect(self._on_width)
        section.colour.clicked.connect(self._on_colour)
        hub.ready.connect(self.refresh)
        hub.pointMoved.connect(self._follow)
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
        self._on_eraser()

    @property
    def _shape(self) -> tuple[int, ...]:
        shape: tuple[int, ...] = self._hub.card.image_shape
        return shape

    @Slot()
    def refresh(self) -> None:
        """Follow the models that are shown and the picture that is chosen."""
        hub = self._hub
        self._section.setVisible(self.possible)
        self._section.setEnabled(self.possible)
        sampled = len(hub.shown) == 1 and hub.homes[0].sigma is not None
        self._section.resample.setVisible(sampled)
        self._offer_collections()
        self._show_canvas(self._on and self.possible)
        self._show_keep()

    @property
    def possible(self) -> bool:
        """Say whether all models that are shown can read a picture."""
        shown = self._hub.shown
        return bool(shown) and all(entry.model.has_encoder for entry in shown)

    def _show_canvas(self, on: bool) -> None:
        """Put the chosen picture, a person's own or not, onto the canvas."""
        stage, coloured = self._hub.view.stage, len(self._shape) == 3
        if on and stage.chosen is not None:
            self.canvas.set_paper(WHITE)
            self.canvas.set_color(self._colour)
            self._followed = stage.chosen
            if not np.array_equal(stage.chosen.pixels, self.canvas.pixels()):
                self.canvas.set_pixels(stage.chosen.pixels)
            self.canvas.show_frame(self._inked())
        stage.show_canvas(on)
        self._section.show_tools(on, coloured=coloured)

    def _inked(self) -> QRect | None:
        """Return where the pictures of grey data have ink, None where that is everywhere."""
        data = self._hub.shown[0].chart.data
        if self._ink[0] is not data:
            self._ink = data, None if self._hub.state.data else ink_of(data.images)
        return self._ink[1]

    @Slot()
    def _follow(self) -> None:
        """Let a data picture that is chosen come onto the canvas, and Keep know of one's own."""
        chosen, own = self._hub.view.stage.chosen, self._hub.state.own
        if chosen is self._followed:
            return
        self._followed = chosen
        self._show_keep()
        if self._on and own is None and self.possible and chosen is not None:
            self.canvas.set_pixels(chosen.pixels)

    def _show_keep(self) -> None:
        """Let a picture of one's own be kept where something is on it."""
        own = self._hub.state.own
        self._section.keep.setEnabled(own is not None and bool(np.ptp(own.array())))

    @Slot()
    def _on_key(self) -> None:
        """Bring the canvas with its tools, or put it away."""
        if self.possible:
            self._section.unfold()
            self.draw(not self._on)

    @Slot(bool)
    def draw(self, on: bool) -> None:
        """Bring the canvas, empty or with one's own picture on it; or put it away."""
        if not self.possible:
            return
        if on:
            self._hub.update(traversal=False)  # else there would be no canvas to be seen
        self._on = on
        self._show_canvas(on)
        if on:
            self.canvas.setFocus()
            if self._hub.state.own is None:
                self.canvas.clear()

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
        self._colour = colour.red(), colour.green(), colour.blue()
        self.canvas.set_color(self._colour)

    # noise

    @Slot()
    def resample(self) -> None:
        """Draw z = μ + σ·ε of the chosen picture, ε anew each time."""
        home = self._hub.homes[0] if len(self._hub.shown) == 1 else None
        if home is None or home.sigma is None:
            return
        leave_choice(self._hub.view.stage.planes[0])
        self._seed += 1
        epsilon, code = noise.draw(home.mean, home.sigma, self._seed)
        self._hub.place(code.astype(float))
        self._hub.commit()
        self._hub.say(resample_sentence(epsilon))

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
        data = f"{DRAWINGS}{kept.name}"
        self._hub.context.latent.forget(data)
        text = self.tr("Kept in “{name}”; pictures there: {count}.").format(
            name=kept.name, count=len(kept)
        )
        self._hub.context.notices.post(text, "good")
        self._offer_collections(kept.name)
        if self._hub.state.data == data:  # its points are shown: with the new one
            blank = Own.of(np.full_like(own.array(), 255 if len(own.shape) == 3 else 0))
            self._hub.go_to(replace(self._hub.state, own=blank if self._on else own))
        elif self._on:
            self.canvas.clear()

    @Slot(str)
    def show_collection(self, name: str) -> None:
        """Show a collection as the data of the plane."""
        self._hub.choose_data(f"{DRAWINGS}{name}")

    def _offer_collections(self, current: str = "") -> None:
        names = drawings.collections()
        chosen = current or self._section.collection.currentText().strip()
        self._section.show_collections(names, chosen or (names or (self.tr("My drawings"),))[0])


def ink_of(images: np.ndarray) -> QRect | None:
    """Return the pixels that `images` (N, H, W) draw on, None where these are all, or coloured."""
    if images.ndim != 3:
        return None
    rows, columns = (
        np.flatnonzero((images.mean(axis=0) > 255 * INKED).any(axis=k)) for k in (1, 0)
    )
    if not len(rows):
        return None
    box = QRect(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
    return box if box.size().toTuple() != images.shape[:0:-1] else None
