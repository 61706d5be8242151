"""A button that folds the panel beside a figure; by itself where there is no room for both."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWidget


class FoldButton(QToolButton):
    """Checked while the panel is to be seen; F9 toggles it.

    Parameters
    ----------
    view : what holds figure and panel; it calls `fit` when its size has changed.
    room : pixels that the figure needs beside the panel, at a type of scale 1.
    scale : the size of the type.
    """

    def __init__(self, view: QWidget, room: float, scale: float) -> None:
        super().__init__(view)
        self._room, self._narrow = room * scale**0.5, False
        self.setText(self.tr("Panel"))
        self.setToolTip(self.tr("Folds the panel away (F9)"))
        self.setCheckable(True)
        self.setChecked(True)
        QShortcut(QKeySequence("F9"), view, self.toggle)

    def fit(self, left: float) -> None:
        """Fold the panel when it has come to leave too few pixels to the figure, else unfold it."""
        narrow = left < self._room
        if narrow != self._narrow:
            self._narrow = narrow
            self.setChecked(not narrow)
