"""Two to four models side by side: one picture, one cursor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from core.latent.explore import Explorable
from gui.tabs.latent.stages import (
    CENTRE,
    Stage,
    aside_label,
    column_of,
    error_label,
    error_text,
    title_label,
)
from gui.theme import Theme
from gui.widgets.pictures import Picture
from gui.words import class_name, model_about, model_name


class CompareStage(Stage):
    """Two to four models side by side: one picture, one cursor."""

    def __init__(self, theme: Theme, scale: float, count: int) -> None:
        super().__init__(theme, scale)
        side = 28 * 7
        self._input = Picture(theme, theme.data, side)
        self._input.setToolTip(self.tr("x: the same picture of the test data for every model"))
        self._input_name, self._input_class = title_label(), aside_label()
        self._input_name.setText(self.tr("picture <i>x</i>"))
        note = aside_label()
        note.setWordWrap(True)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        note.setText(self.tr("Same distance from the code, in σ of each cloud."))
        self._names = [title_label() for _ in range(count)]
        self._abouts = [aside_label() for _ in range(count)]
        self._errors = [error_label(theme, scale) for _ in range(count)]
        self._outputs = [Picture(theme, theme.generated, side) for _ in range(count)]
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 8, 24, 8)
        grid.setSpacing(8)
        grid.setRowStretch(2, 1)
        grid.addLayout(column_of(self._input_name, self._input, self._input_class, note), 2, 0)
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

    def show_models(self, shown: Sequence[Explorable], *, fly: bool) -> None:
        """Show the models under their names."""
        super().show_models(shown, fly=fly)
        several = len({entry.model.card.beta for entry in shown} - {None}) > 1
        for name, about, entry in zip(self._names, self._abouts, shown, strict=True):
            name.setText(model_name(entry.model.card, say_beta=several))
            about.setText(model_about(entry.model.card))

    def show_item(self, index: int) -> None:
        """Show the one picture that all models got."""
        super().show_item(index)
        data = self.shown[0].chart.data
        self._input.show_pixels(data.images[index])
        self._input_class.setText(class_name(data.classes[data.labels[index]]))
        self._item = index

    def show_pictures(self, pictures: Sequence[np.ndarray]) -> None:
        """Show what each decoder draws at the shared cursor."""
        x = self.shown[0].chart.data.images[self._item] / np.float32(255)
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
