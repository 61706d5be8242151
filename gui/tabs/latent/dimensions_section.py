"""The controls of more than two dimensions."""

from __future__ import annotations

from PySide6.QtCore import Signal

from gui.numbers import subscript
from gui.tabs.latent.state import COMPONENTS
from gui.theme import Theme
from gui.widgets.section import Section, fill
from gui.widgets.slider_bank import SliderBank


class DimensionsSection(Section):
    """The plane's two dimensions, the grid, and all sliders."""

    axesChosen = Signal(object)  # dimensions, or COMPONENTS
    gridAsked = Signal(bool)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__("")
        self.header.setText(self.tr("More dimensions?"))
        self.grid = self.button(
            self.tr("Vary each dimension"),
            self.tr(
                "A row of pictures for each dimension, from −3 σ to 3 σ, all others as they are; "
                "the one that tells most comes first (Ctrl+T)"
            ),
            checkable=True,
        )
        self.column.addWidget(self.grid)
        self._axes: tuple[int, ...] = ()
        self.heading = self.label(self.tr("The plane shows"))
        self.column.addWidget(self.heading)
        self.plane = self.combo(
            self.tr("plane"),
            self.tr("The two directions in which the codes differ most, or two dimensions"),
        )
        self.column.addWidget(self.plane)
        self.first = self.combo(self.tr("horizontal"), self.tr("Dimension of the horizontal axis"))
        self.second = self.combo(self.tr("vertical"), self.tr("Dimension of the vertical axis"))
        self.row(self.first, self.second)
        self.bank = SliderBank(theme, scale)
        self.column.addWidget(self.bank)
        self.grid.clicked.connect(self.gridAsked)
        self.plane.activated.connect(self._on_plane)
        self.first.activated.connect(self._on_axes)
        self.second.activated.connect(self._on_axes)

    def show_axes(self, axes: tuple[int, ...], order: tuple[int, ...]) -> None:
        """Offer the dimensions in this order and choose `axes`."""
        rows: list[tuple[str, object]] = [
            (self.tr("their principal directions"), False), (self.tr("two dimensions"), True),
        ]  # fmt: skip
        for widget in (self.heading, self.plane, self.first, self.second):
            widget.setVisible(len(order) > 1)
        if len(order) < 2:
            return
        self._axes = axes
        fill(self.plane, rows, bool(axes))
        names: list[tuple[str, object]] = [(f"z{subscript(k + 1)}", k) for k in order]
        for combo, k in zip((self.first, self.second), axes or order[:2], strict=True):
            fill(combo, names, k)
            combo.setEnabled(bool(axes))

    def _on_plane(self, index: int) -> None:
        if self.plane.itemData(index):
            self.axesChosen.emit((self.first.currentData(), self.second.currentData()))
        else:
            self.axesChosen.emit(COMPONENTS)

    def _on_axes(self) -> None:
        """Take both dimensions; one that is chosen for both axes changes places."""
        first, second = self.first.currentData(), self.second.currentData()
        self.axesChosen.emit((first, second) if first != second else self._axes[::-1])
