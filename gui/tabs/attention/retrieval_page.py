"""The lecture's analogy: ask for a place, and get the temperatures of those that are like it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from core.attention.retrieval import Lookup, look_up
from gui.numbers import number
from gui.tabs.attention.retrieval_plane import LookupTable, RetrievalPlane
from gui.tabs.attention.tables import Table, retrieval_table
from gui.theme import Theme

START = np.array([[1.6, 0.35], [1.15, 1.15], [-0.4, 1.5], [-1.5, -0.35]])
VALUES = np.array([[19.0], [21.0], [28.0], [35.0]])  # to look up: one number each
SHARPEST, WIDEST, STEPS = 0.02, 10.0, 60  # softmax temperatures of the slider


class RetrievalPage(QWidget):
    """Plane on the left, table on the right."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.plane = RetrievalPlane(theme, scale)
        self.table = LookupTable(theme, scale)
        self.temperature = QSlider(Qt.Orientation.Horizontal)
        self.temperature.setRange(0, STEPS)
        self.temperature.setValue(_position(1.0))
        self.temperature.setToolTip(
            self.tr("Softmax temperature: small finds the nearest key alone, large all alike")
        )
        self.temperature.setAccessibleName(self.tr("softmax temperature"))
        self._name = QLabel()
        self._name.setBuddy(self.temperature)
        self._words = [self.tr("Berlin"), self.tr("Vienna"), self.tr("Rome"), self.tr("Cairo")]
        self.plane.show_keys(self._words, START)
        right = QVBoxLayout()
        right.addWidget(self.table, 1)
        right.addWidget(self._name)
        right.addWidget(self.temperature)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.plane, 1)
        row.addLayout(right, 1)
        self.plane.moved.connect(self._on_changed)
        self.temperature.valueChanged.connect(self._on_changed)
        self._on_changed()

    def lookup(self) -> Lookup:
        """Return the search as it stands."""
        return look_up(self.plane.query, self.plane.keys, VALUES, self._temperature())

    def table_of(self) -> Table:
        """Return the search as a table."""
        plane = self.plane
        return retrieval_table(self._words, plane.keys, plane.query, VALUES, self.lookup())

    def _temperature(self) -> float:
        return float(SHARPEST * (WIDEST / SHARPEST) ** (self.temperature.value() / STEPS))

    @Slot()
    def _on_changed(self) -> None:
        found = self.lookup()
        self._name.setText(
            self.tr("softmax temperature T = {t}").format(t=number(self._temperature(), 2))
        )
        self.plane.show_weights(found.weights)
        self.table.show_lookup(self._words, VALUES[:, 0], "°C", found)


def _position(temperature: float) -> int:
    return round(STEPS * np.log(temperature / SHARPEST) / np.log(WIDEST / SHARPEST))
