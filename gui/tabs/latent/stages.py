"""What both stages of the Latent Explorer have: planes, one chosen item, one point a plane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.cards import Kind
from core.latent.explore import Explorable, Point
from gui.numbers import number
from gui.theme import Theme, body_font
from gui.widgets.hover_card import HoverCard
from gui.widgets.latent_plane import Cast, LatentPlane
from gui.widgets.pictures import Picture
from gui.widgets.steady import SteadyText
from gui.words import class_name

CENTRE = Qt.AlignmentFlag.AlignCenter
SMALLEST = 196  # pixels, of a main picture


class Stage(QWidget):
    """What both stages have: planes that show models, one chosen item, one point a plane."""

    moved = Signal(int, object)  # plane, (x, y)
    released = Signal()
    picked = Signal(int)
    stepped = Signal(int)
    hovered = Signal(int)
    viewSettled = Signal(int, object)  # plane, Window
    explained = Signal(str)  # "encoder" or "decoder"

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.theme, self.scale = theme, scale
        self.planes: list[LatentPlane] = []
        self.cards: list[HoverCard] = []
        self.shown: tuple[Explorable, ...] = ()
        self.item = 0
        self.input = Picture(theme, theme.data, SMALLEST)
        self._input_name, self._input_class = title_label(), aside_label()
        self._input_name.setText(self.tr("picture <i>x</i>"))

    def input_column(self, *below: QWidget) -> QVBoxLayout:
        """Return the column of the chosen picture, its name and class, with `below` under them."""
        return column_of(self._input_name, self.input, self._input_class, *below)

    def add_plane(self) -> LatentPlane:
        """Make a plane whose signals carry its number."""
        plane = LatentPlane(self.theme, self.scale)
        plane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        plane.setAccessibleName(self.tr("latent plane"))
        self.planes.append(plane)
        first = len(self.planes) == 1  # the picture itself is shown once
        self.cards.append(HoverCard(self.theme, self.scale, plane, compact=not first))
        plane.moved.connect(self._on_moved)
        plane.released.connect(self.released)
        plane.picked.connect(self.picked)
        plane.stepped.connect(self.stepped)
        plane.hovered.connect(self.hovered)
        plane.viewSettled.connect(self._on_settled)
        return plane

    def show_models(self, shown: Sequence[Explorable], *, fly: bool) -> None:
        """Show the clouds of `shown`, one a plane."""
        before, self.shown = self.shown, tuple(shown)
        for i, (plane, entry) in enumerate(zip(self.planes, shown, strict=False)):
            if i < len(before) and before[i] is entry:
                continue  # keeps its zoom
            chart = entry.chart
            prior = entry.model.card.kind is Kind.VAE
            cast = Cast(chart.codes, chart.data.labels, chart.data.images, prior)
            plane.show_cast(cast, fly=fly)

    def show_item(self, index: int) -> None:
        """Show the chosen picture and its class, and mark it in every plane."""
        self.item = index
        self.input.show_pixels(self.shown[0].chart.data.images[index])
        self._input_class.setText(self.class_of(index))
        for plane, entry in zip(self.planes, self.shown, strict=False):
            sigma = entry.chart.sigma
            plane.show_anchor(entry.chart.codes[index], None if sigma is None else sigma[index])
            plane.ensure_visible(entry.chart.codes[index])

    def class_of(self, index: int) -> str:
        """Name the class of the picture `index`."""
        data = self.shown[0].chart.data
        return class_name(data.classes[data.labels[index]])

    def chosen_pixels(self) -> np.ndarray:
        """Return the chosen picture (H, W) as float32 in [0, 1]."""
        return self.shown[0].chart.data.images[self.item] / np.float32(255)

    def show_points(self, points: Sequence[Point]) -> None:
        """Put each plane's point."""
        for plane, (x, y) in zip(self.planes, points, strict=False):
            plane.show_point(x, y)

    def show_glance(self, index: int, pictures: Sequence[np.ndarray] = ()) -> None:
        """Mark the item under the pointer everywhere, with its reconstruction once it is there."""
        for i, (plane, card) in enumerate(zip(self.planes, self.cards, strict=True)):
            plane.show_glance(index if i < len(self.shown) else -1)
            if index < 0 or i >= len(self.shown):
                card.hide()
            elif pictures:
                image = self.shown[i].chart.data.images[index]
                card.show_item(self.class_of(index), image, pictures[i])
                card.move(plane.free_corner(card.size()))

    def _on_moved(self, at: object) -> None:
        self.moved.emit(self.planes.index(self.sender()), at)

    def _on_settled(self, window: object) -> None:
        self.viewSettled.emit(self.planes.index(self.sender()), window)


def error_label(theme: Theme, scale: float) -> SteadyText:
    """Return a place for `error_text`, with its formula as hover text."""
    label = SteadyText(body_font(scale), theme.muted)
    label.setToolTip(
        QCoreApplication.translate(
            "Stage", "mean squared error: the mean of (x − x̂)² over all pixels, without unit"
        )
    )
    return label


def error_text(picture: np.ndarray, x: np.ndarray) -> str:
    """Write the mean squared error between two pictures (H, W) in [0, 1]."""
    return f"MSE {number(float(np.square(picture - x).mean()))}"


def title_label() -> QLabel:
    """Return a centred heading."""
    label = QLabel(objectName="figureTitle")
    label.setAlignment(CENTRE)
    return label


def aside_label() -> QLabel:
    """Return a quiet label whose changing text moves nothing else."""
    label = QLabel(" ", objectName="aside")
    label.setAlignment(CENTRE)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return label


def column_of(*widgets: QWidget) -> QVBoxLayout:
    """Stack widgets in the middle of a column."""
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addStretch()
    for widget in widgets:
        if isinstance(widget, (QLabel, SteadyText)):
            column.addWidget(widget)
        else:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch()
    return column
