"""Two to four models side by side: one picture, one cursor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from gui.tabs.latent.stages import (
    CENTRE,
    SMALLEST,
    Scene,
    Stage,
    aside_label,
    error_label,
    error_text,
    title_label,
)
from gui.theme import Theme
from gui.widgets.pictures import Picture
from gui.words import model_about, version_names

PICTURE_SHARE = 0.42  # of the height that the pictures under the planes get


class CompareStage(Stage):
    """Two to four models side by side: one picture, one cursor."""

    def __init__(self, theme: Theme, scale: float, count: int) -> None:
        super().__init__(theme, scale)
        self.input.setToolTip(self.tr("x: the same picture of the test data for every model"))
        note = aside_label()
        note.setWordWrap(True)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        note.setText(self.tr("Same distance from the code, in σ of each cloud."))
        self._names = [title_label() for _ in range(count)]
        self._abouts = [aside_label() for _ in range(count)]
        self._errors = [error_label(theme, scale) for _ in range(count)]
        self._outputs = [Picture(theme, theme.generated, SMALLEST) for _ in range(count)]
        self._note = note
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 4, 24, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setRowStretch(2, 1)
        grid.addLayout(self.input_column(note), 2, 0)
        for i in range(count):
            grid.setColumnStretch(i + 1, 1)
            grid.addWidget(self._names[i], 0, i + 1, CENTRE)
            self._abouts[i].setWordWrap(True)
            self._abouts[i].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            grid.addWidget(self._abouts[i], 1, i + 1)
            grid.addWidget(self.add_plane(), 2, i + 1)
            grid.addWidget(self._outputs[i], 3, i + 1, CENTRE)
            grid.addWidget(self._errors[i], 4, i + 1)
            self._outputs[i].setToolTip(self.tr("x̂ = decoder(z) of this model"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the planes half of the height or more; where it is low, words and pictures go."""
        super().resizeEvent(event)
        line = self.fontMetrics().lineSpacing()
        tight = self.height() < 12 * line + 2 * SMALLEST
        for label in (*self._abouts, self._note):
            label.setVisible(not tight)
        left = self.height() - (3 if tight else 5) * line - 40
        wide = self.width() // (len(self.planes) + 1) - 40
        times = min(SMALLEST // 28, max(3, int(min(PICTURE_SHARE * left, wide)) // 28))
        for picture in (self.input, self.canvas, *self._outputs):
            picture.set_side(28 * times)

    def show_models(self, scenes: Sequence[Scene], *, fly: bool) -> None:
        """Show the models under their names."""
        super().show_models(scenes, fly=fly)
        cards = [entry.model.card for entry in self.shown]
        names = version_names([(entry.model.card, entry.version) for entry in self.shown])
        for label, name in zip(self._names, names, strict=True):
            label.setText(name)
        for label, card in zip(self._abouts, cards, strict=True):
            label.setText(model_about(card))

    def show_pictures(self, pictures: Sequence[np.ndarray]) -> None:
        """Show what each decoder draws at the shared cursor."""
        x = self.chosen_pixels()
        for output, label, picture in zip(self._outputs, self._errors, pictures, strict=True):
            output.show_pixels(picture)
            label.set_text(error_text(picture, x))

    def show_reconstruction(self, picture: np.ndarray) -> None:
        """Nothing to show: each column has its own picture."""

    def set_lit(self, *, encoder: bool = False, decoder: bool = False) -> None:
        """No boxes here."""

    def output_pixels(self) -> list[np.ndarray | None]:
        """Return what the output pictures show."""
        return [output.shown_pixels() for output in self._outputs]
