"""A small card over the plane: the picture under the pointer, its class, its reconstruction."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from gui.theme import Theme
from gui.widgets.pictures import Picture


class HoverCard(QFrame):
    """Floats over its parent; who shows it says where. Compact: the reconstruction alone."""

    def __init__(
        self, theme: Theme, scale: float, parent: QWidget, *, compact: bool = False
    ) -> None:
        super().__init__(parent, objectName="note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        side = self._side = 28 * (4 if scale > 1.4 else 3)
        self._name = QLabel(objectName="figureTitle")
        self._data = Picture(theme, theme.data, side)
        self._rebuilt = Picture(theme, theme.generated, side)
        layout = QGridLayout(self)
        layout.addWidget(self._name, 0, 0, 1, 2)
        shown = slice(1, 2) if compact else slice(0, 2)
        for column, (text, picture) in enumerate(
            (
                (self.tr("data <i>x</i>"), self._data),
                (self.tr("given back <i>x̂</i>"), self._rebuilt),
            )[shown]
        ):
            layout.addWidget(picture, 1, column, Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(
                QLabel(text, objectName="aside"), 2, column, Qt.AlignmentFlag.AlignHCenter
            )
        self.hide()

    def show_item(self, name: str, data: np.ndarray, rebuilt: np.ndarray) -> None:
        """Show an item: its class, the picture (H, W[, 3]), the reconstruction of that shape."""
        self._name.setText(name)
        for picture, pixels in ((self._data, data), (self._rebuilt, rebuilt)):
            longest = max(pixels.shape[:2])
            times = round(self._side / longest)
            picture.set_side(longest * times if times else self._side)
            picture.show_pixels(pixels)
        self.adjustSize()
        self.show()
        self.raise_()
