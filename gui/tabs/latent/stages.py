"""What both stages of the Latent Explorer have: planes, one chosen item, one point a plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.data.table import Attribute
from core.latent.explore import Explorable, Point
from core.latent.projection import Projection
from gui.numbers import number
from gui.tabs.latent.state import Home
from gui.theme import Theme, body_font
from gui.widgets.canvas import Canvas
from gui.widgets.hover_card import HoverCard
from gui.widgets.latent_plane import Cast, LatentPlane
from gui.widgets.pictures import Picture
from gui.widgets.steady import SteadyText

CENTRE = Qt.AlignmentFlag.AlignCenter
SMALLEST = 196  # pixels, of a main picture


@dataclass(frozen=True, eq=False)
class Scene:
    """One model as a plane shows it: the projection, what its axes are, what colours the points."""

    entry: Explorable
    projection: Projection
    axis_names: tuple[str, str]
    indices: tuple[str, str]  # of the two coordinates
    colours: Attribute


@dataclass(frozen=True, eq=False)
class Chosen:
    """The chosen picture (H, W[, 3]) uint8, its name, and where each model puts it."""

    pixels: np.ndarray
    name: str
    homes: tuple[Home, ...]


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
        self.scenes: tuple[Scene, ...] = ()
        self.chosen: Chosen | None = None
        self.input = Picture(theme, theme.data, SMALLEST)
        self.canvas = Canvas(theme, SMALLEST)
        self.canvas.hide()
        self._input_name, self._input_class = title_label(), aside_label()
        self._input_name.setText(self.tr("picture <i>x</i>"))

    @property
    def shown(self) -> tuple[Explorable, ...]:
        """Return the models."""
        return tuple(scene.entry for scene in self.scenes)

    def input_column(self, *below: QWidget) -> QVBoxLayout:
        """Return the column of the chosen picture, its name and class, with `below` under them."""
        return column_of(self._input_name, self.input, self.canvas, self._input_class, *below)

    def show_canvas(self, on: bool) -> None:
        """Put the canvas in the place of the chosen picture, or take it away."""
        self.canvas.setVisible(on)
        self.input.setVisible(not on)

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

    def show_models(self, scenes: Sequence[Scene], *, fly: bool) -> None:
        """Show the clouds of `scenes`, one a plane."""
        before, self.scenes = self.scenes, tuple(scenes)
        for i, (plane, scene) in enumerate(zip(self.planes, scenes, strict=False)):
            if i < len(before) and _same_cloud(before[i], scene):
                continue  # keeps its zoom
            chart = scene.entry.chart
            cast = Cast(
                scene.projection.to_plane(chart.codes).astype(np.float32),
                scene.colours.labels,
                chart.data.images,
                scene.entry.has_prior,
                scene.axis_names,
            )
            plane.show_cast(cast, fly=fly)

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the chosen picture and its name, and mark it in every plane."""
        self.chosen = chosen
        self.input.show_pixels(chosen.pixels)
        self._input_class.setText(chosen.name)
        for plane, scene, home in zip(self.planes, self.scenes, chosen.homes, strict=False):
            at = scene.projection.to_plane(home.mean)
            plane.show_anchor(
                at, None if home.sigma is None else scene.projection.ellipse(home.sigma)
            )
            plane.ensure_visible(at)

    def chosen_pixels(self) -> np.ndarray:
        """Return the chosen picture (H, W[, 3]) as float32 in [0, 1]."""
        assert self.chosen is not None
        return self.chosen.pixels / np.float32(255)

    def show_points(self, points: Sequence[Point], walker: Point | None = None) -> None:
        """Put each plane's point at a code, and on the first where a walk has come to, if any."""
        at = None if walker is None else self.scenes[0].projection.to_plane(np.asarray(walker))
        self.planes[0].show_walker(at)
        for plane, scene, point in zip(self.planes, self.scenes, points, strict=False):
            x, y = scene.projection.to_plane(np.asarray(point))
            plane.show_point(float(x), float(y))

    def show_glance(self, index: int, pictures: Sequence[np.ndarray] = (), name: str = "") -> None:
        """Mark the item under the pointer everywhere, with its reconstruction once it is there."""
        for i, (plane, card) in enumerate(zip(self.planes, self.cards, strict=True)):
            plane.show_glance(index if i < len(self.scenes) else -1)
            if index < 0 or i >= len(self.scenes):
                card.hide()
            elif pictures:
                image = self.shown[i].chart.data.images[index]
                card.show_item(name, image, pictures[i])
                card.move(plane.free_corner(card.size()))

    def _on_moved(self, at: object) -> None:
        self.moved.emit(self.planes.index(self.sender()), at)

    def _on_settled(self, window: object) -> None:
        self.viewSettled.emit(self.planes.index(self.sender()), window)


def _same_cloud(before: Scene, now: Scene) -> bool:
    return (
        before.entry is now.entry
        and before.projection is now.projection
        and before.colours is now.colours
    )


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
    """Write the mean squared error between two pictures (H, W[, 3]) in [0, 1]."""
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
