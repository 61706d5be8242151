"""What a training looks like while it runs: curves, the plane unfolding, probes, the film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.latent.projection import Projection, by_components, by_dimensions
from core.training.messages import Preview
from gui.theme import Theme
from gui.widgets.codes_plane import CodesPlane
from gui.widgets.film_strip import FilmStrip
from gui.widgets.loss_plot import LossPlot
from gui.widgets.probe_rows import ProbeRows

LEAST = 480  # pixels for curves over pictures, at a type of scale 1
TILES = 2  # pictures of a frame of the film, across and down


class TrainingStage(QWidget):
    """One run, or two side by side; it shows and asks, no more."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.plot = LossPlot(theme, scale)
        self.planes = (CodesPlane(theme, scale), CodesPlane(theme, scale))
        self.rows = ProbeRows(theme, scale)
        self.film = FilmStrip(theme, scale)
        self._views: list[Projection | None] = [None, None]
        self._scale, self._runs, self._low = scale, 1, False
        grid = QGridLayout()
        grid.setSpacing(16)
        for i, plane in enumerate(self.planes):
            grid.addWidget(plane, 0, i, 2, 1)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(1, 1)
        self._grid = grid
        grid.addWidget(self.plot, 0, 2)
        grid.addWidget(self.rows, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 0)
        column.addLayout(grid, 1)
        column.addWidget(self.film)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.begin(("",), "", prior=True)

    def begin(self, titles: Sequence[str], unit: str, *, prior: bool) -> None:
        """Start anew with a run a title."""
        self.plot.begin(titles if len(titles) > 1 else [""], unit)
        self.film.clear()
        self._views = [None, None]
        self._runs = len(titles)
        self._share(low=self._is_low())
        for i, plane in enumerate(self.planes):
            plane.setVisible(i < len(titles))
            if i < len(titles):
                plane.begin(titles[i], prior=prior)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the figures out by the height there is."""
        super().resizeEvent(event)
        self.film.setMaximumHeight(max(self.film.minimumSizeHint().height(), self.height() // 5))
        self._share(low=self._is_low())

    def _is_low(self) -> bool:
        return self.height() - self.film.height() < LEAST * self._scale**0.75

    def _share(self, *, low: bool) -> None:
        """Curves over pictures, or in a low window beside them; beside two planes curves alone."""
        if self._low != low:
            self._low = low
            self._grid.removeWidget(self.plot)
            self._grid.removeWidget(self.rows)
            self._grid.addWidget(self.plot, 0, 2, 2 if low else 1, 1)
            self._grid.addWidget(self.rows, 0 if low else 1, 3 if low else 2, 2 if low else 1, 1)
        two = self._runs > 1
        self.rows.setVisible(not (low and two))
        stretches = (4, 4 if two else 0, 5, 4 if low and not two else 0)
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)

    def show_before(self, preview: Preview) -> None:
        """Keep what the network made of the probes at the start."""
        self.rows.show_inputs(preview.originals)
        self.rows.show_before(preview.reconstructions, _some(preview.decoded))

    def show_now(self, run: int, preview: Preview) -> None:
        """Show what the network of a run makes of them."""
        if self._views[run] is None:
            self._views[run] = view_of(preview.codes)
        view = self._views[run]
        assert view is not None
        self.planes[run].show_codes(view.to_plane(preview.codes), preview.labels)
        if run == 0:
            self.rows.show_now(preview.step, preview.reconstructions, _some(preview.decoded))


def view_of(codes: np.ndarray) -> Projection:
    """Return the plane that codes (m, d) are drawn in: their own, or what they vary most along."""
    good = codes[np.isfinite(codes).all(axis=1)]
    if codes.shape[1] > 2 and len(good) > 1:
        return by_components(good)
    return by_dimensions(codes.shape[1], 0, 1)


def thumbnail(preview: Preview) -> np.ndarray:
    """Return the first reconstructions as one picture, uint8."""
    pictures = preview.reconstructions
    count = min(TILES, int(len(pictures) ** 0.5)) or 1
    rows = [np.concatenate(list(pictures[i * count : (i + 1) * count]), 1) for i in range(count)]
    return np.concatenate(rows)


def _some(pictures: np.ndarray) -> np.ndarray | None:
    return pictures if len(pictures) else None
