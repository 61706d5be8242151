"""The stages of the Latent Explorer: the lecture's figure of one model, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.cards import Kind
from core.latent.explore import Explorable, Point
from core.latent.tiles import Window
from gui.numbers import number
from gui.theme import Theme
from gui.widgets.diagram import CodeBox, NetworkBox
from gui.widgets.hover_card import HoverCard
from gui.widgets.latent_plane import Cast, LatentPlane
from gui.widgets.pictures import Picture, difference_table, signed
from gui.words import class_name, model_about, model_name

ERROR_FORMULA = "MSE(<i>x</i>, <i>x̂</i>)"
CENTRE = Qt.AlignmentFlag.AlignCenter


class Stage(QWidget):
    """What both stages have: planes that show models, one chosen item, one point a plane."""

    moved = Signal(int, object)  # plane, (x, y)
    released = Signal()
    picked = Signal(int)
    hovered = Signal(int)
    viewSettled = Signal(int, object)  # plane, Window
    explained = Signal(str)  # "encoder" or "decoder"

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.theme, self.scale = theme, scale
        self.planes: list[LatentPlane] = []
        self.cards: list[HoverCard] = []
        self.shown: tuple[Explorable, ...] = ()

    def add_plane(self) -> LatentPlane:
        """Make a plane whose signals carry its number."""
        plane = LatentPlane(self.theme, self.scale)
        plane.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        plane.setAccessibleName(self.tr("latent plane"))
        self.planes.append(plane)
        self.cards.append(HoverCard(self.theme, self.scale, plane))
        plane.moved.connect(self._on_moved)
        plane.released.connect(self.released)
        plane.picked.connect(self.picked)
        plane.hovered.connect(self.hovered)
        plane.viewSettled.connect(self._on_settled)
        return plane

    def show_models(self, shown: Sequence[Explorable], *, fly: bool) -> None:
        """Show the clouds of `shown`, one a plane."""
        self.shown = tuple(shown)
        for plane, entry in zip(self.planes, shown, strict=False):
            chart = entry.chart
            prior = entry.model.card.kind is Kind.VAE
            cast = Cast(chart.codes, chart.data.labels, chart.data.images, prior)
            plane.show_cast(cast, fly=fly)

    def show_item(self, index: int) -> None:
        """Mark the chosen item in every plane."""
        for plane, entry in zip(self.planes, self.shown, strict=False):
            sigma = entry.chart.sigma
            plane.show_anchor(entry.chart.codes[index], None if sigma is None else sigma[index])

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
                data = self.shown[i].chart.data
                name = class_name(data.classes[data.labels[index]])
                card.show_item(name, data.images[index], pictures[i])
                card.move(plane.free_corner(card.size()))

    def show_tiles(self, plane: int, carpet: np.ndarray | None, window: Window | None) -> None:
        """Lay decoded tiles under one plane."""
        self.planes[plane].show_tiles(carpet, window)

    def _on_moved(self, at: object) -> None:
        self.moved.emit(self.planes.index(self.sender()), at)

    def _on_settled(self, window: object) -> None:
        self.viewSettled.emit(self.planes.index(self.sender()), window)


class SingleStage(Stage):
    """input picture → encoder → plane → decoder → output picture."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(theme, scale)
        big = scale > 1.4
        self._item = 0
        self._input = Picture(theme, theme.data, 28 * (7 if big else 9))
        self._output = Picture(theme, theme.generated, 28 * (9 if big else 13))
        small = 28 * (4 if big else 5)
        self._rebuilt = Picture(theme, theme.generated, small)
        self._difference = Picture(theme, theme.line, small, table=difference_table(theme))
        self._encoder = NetworkBox(theme, scale, self.tr("Encoder"), 330 if big else 380)
        self._decoder = NetworkBox(theme, scale, self.tr("Decoder"), 330 if big else 380)
        self._mean = CodeBox(theme, scale, "μ", theme.mu)
        self._sigma = CodeBox(theme, scale, "σ", theme.sigma)
        self._code = CodeBox(theme, scale, "z", theme.point)
        self._input_name, self._input_class = _title(), _aside()
        self._output_name, self._output_error = _title(), _aside()
        self._formula = _aside()
        self._formula.setText(ERROR_FORMULA)
        self._explain()
        self._lay_out()
        self._encoder.clicked.connect(self._on_encoder)
        self._decoder.clicked.connect(self._on_decoder)

    def _explain(self) -> None:
        self._input_name.setText(self.tr("picture <i>x</i>"))
        self._output_name.setText(self.tr("drawn <i>x̂</i>"))
        tips = (
            (self._encoder, self.tr(
                "Encoder: gives q(z|x), the mean μ and spread σ of the code of picture x. The "
                "bars are its layers. Click for details."
            )),
            (self._decoder, self.tr(
                "Decoder: draws x̂ from the point z. The bars are its layers. Click for details."
            )),
            (self._mean, self.tr("μ: mean of q(z|x), where the encoder puts this picture")),
            (self._sigma, self.tr(
                "σ: standard deviation of q(z|x), how blurred the code is: z = μ + σ·ε, ε from "
                "N(0, 1)"
            )),
            (self._code, self.tr("z: the point you drag; the decoder draws what lies there")),
            (self._input, self.tr("x: a picture of the test data, grey values from 0 to 1")),
            (self._output, self.tr("x̂ = decoder(z)")),
            (self._rebuilt, self.tr("reconstruction: decoder(μ), what the model gives back of x")),
            (self._difference, self.tr("x̂ − x: orange is too much ink, blue too little")),
        )  # fmt: skip
        for widget, text in tips:
            widget.setToolTip(text)

    def _lay_out(self) -> None:
        plane = self.add_plane()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(14)
        row.addLayout(_column(self._input_name, self._input, self._input_class))
        row.addLayout(_centred(self._encoder, self._mean, self._sigma))
        row.addWidget(plane, 1)
        row.addLayout(_centred(self._decoder, self._code))
        pair = QGridLayout()
        pair.setHorizontalSpacing(8)
        for column, (picture, text) in enumerate(
            ((self._rebuilt, self.tr("at μ")), (self._difference, "<i>x̂</i> − <i>x</i>"))
        ):
            name = _aside()
            name.setText(text)
            pair.addWidget(picture, 0, column, CENTRE)
            pair.addWidget(name, 1, column, CENTRE)
        last = _column(self._output_name, self._output, self._formula, self._output_error)
        last.insertLayout(last.count() - 1, pair)
        row.addLayout(last)

    def show_models(self, shown: Sequence[Explorable], *, fly: bool) -> None:
        """Show one model; the boxes take its layer sizes."""
        super().show_models(shown, fly=fly)
        sizes = shown[0].model.card.layer_sizes
        self._encoder.show_sizes(sizes)
        self._decoder.show_sizes(tuple(reversed(sizes)))
        self._sigma.setVisible(shown[0].chart.sigma is not None)

    def show_item(self, index: int) -> None:
        """Show the chosen picture, its μ and σ."""
        super().show_item(index)
        self._item = index
        chart = self.shown[0].chart
        self._input.show_pixels(chart.data.images[index])
        label = class_name(chart.data.classes[chart.data.labels[index]])
        self._input_class.setText(label)
        self._mean.show_values(chart.codes[index])
        self._sigma.show_values(None if chart.sigma is None else chart.sigma[index])

    def show_reconstruction(self, picture: np.ndarray) -> None:
        """Show what the decoder draws at the item's μ."""
        self._rebuilt.show_pixels(picture)

    def show_points(self, points: Sequence[Point]) -> None:
        """Put the point and write z."""
        super().show_points(points)
        self._code.show_values(points[0])

    def show_pictures(self, pictures: Sequence[np.ndarray]) -> None:
        """Show x̂ and what it differs by from x."""
        picture = pictures[0]
        x = self.shown[0].chart.data.images[self._item] / np.float32(255)
        difference = np.clip(picture, 0, 1) - x
        self._output.show_pixels(picture)
        self._difference.show_pixels(signed(difference))
        self._output_error.setText(number(float(np.square(picture - x).mean())))

    def set_lit(self, *, encoder: bool = False, decoder: bool = False) -> None:
        """Light up the boxes that data flows through."""
        self._encoder.set_lit(encoder)
        self._decoder.set_lit(decoder)

    def output_pixels(self) -> list[np.ndarray | None]:
        """Return what the output pictures show."""
        return [self._output.shown_pixels()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arrows along which the data flows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.muted), 2))
        parts = (self._input, self._encoder, self.planes[0], self._decoder, self._output)
        middle = self.planes[0].geometry().center().y()
        for left, right in pairwise(parts):
            start, end = left.geometry().right() + 3, right.geometry().left() - 3
            head = min(6, (end - start) // 2)
            painter.drawLine(start, middle, end, middle)
            painter.drawPolyline(
                [
                    QPoint(end - head, middle - head),
                    QPoint(end, middle),
                    QPoint(end - head, middle + head),
                ]
            )

    def _on_encoder(self) -> None:
        self.explained.emit("encoder")

    def _on_decoder(self) -> None:
        self.explained.emit("decoder")


class CompareStage(Stage):
    """Two to four models side by side: one picture, one cursor."""

    def __init__(self, theme: Theme, scale: float, count: int) -> None:
        super().__init__(theme, scale)
        side = 28 * 7
        self._input = Picture(theme, theme.data, side)
        self._input.setToolTip(self.tr("x: the same picture of the test data for every model"))
        self._input_name, self._input_class = _title(), _aside()
        self._input_name.setText(self.tr("picture <i>x</i>"))
        self._names = [_title() for _ in range(count)]
        self._abouts = [_aside() for _ in range(count)]
        self._errors = [_aside() for _ in range(count)]
        self._outputs = [Picture(theme, theme.generated, side) for _ in range(count)]
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 8, 24, 8)
        grid.setSpacing(8)
        grid.setRowStretch(2, 1)
        grid.addLayout(_column(self._input_name, self._input, self._input_class), 2, 0)
        for i in range(count):
            grid.setColumnStretch(i + 1, 1)
            grid.addWidget(self._names[i], 0, i + 1, CENTRE)
            grid.addWidget(self._abouts[i], 1, i + 1)
            grid.addWidget(self.add_plane(), 2, i + 1)
            grid.addWidget(self._outputs[i], 3, i + 1, CENTRE)
            formula = _aside()
            formula.setText(ERROR_FORMULA)
            grid.addWidget(formula, 4, i + 1)
            grid.addWidget(self._errors[i], 5, i + 1)
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
            label.setText(number(float(np.square(picture - x).mean())))

    def show_reconstruction(self, picture: np.ndarray) -> None:
        """Nothing to show: each column has its own picture."""

    def set_lit(self, *, encoder: bool = False, decoder: bool = False) -> None:
        """No boxes here."""

    def output_pixels(self) -> list[np.ndarray | None]:
        """Return what the output pictures show."""
        return [output.shown_pixels() for output in self._outputs]


def _centred(box: QWidget, *below: QWidget) -> QVBoxLayout:
    """Put `box` exactly in the middle of a column, with `below` under it."""
    column, lower = QVBoxLayout(), QVBoxLayout()
    lower.setSpacing(8)
    for widget in below:
        lower.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    lower.addStretch()
    column.addStretch(1)
    column.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addLayout(lower, 1)
    return column


def _title() -> QLabel:
    label = QLabel(objectName="figureTitle")
    label.setAlignment(CENTRE)
    return label


def _aside() -> QLabel:
    """Return a quiet label whose changing text moves nothing else."""
    label = QLabel(" ", objectName="aside")
    label.setAlignment(CENTRE)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return label


def _column(*widgets: QWidget) -> QVBoxLayout:
    """Stack widgets in the middle of a column."""
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addStretch()
    for widget in widgets:
        if isinstance(widget, QLabel):
            column.addWidget(widget)
        else:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch()
    return column
