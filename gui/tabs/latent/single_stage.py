"""The lecture's figure of one model: picture, encoder, plane, decoder, picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.latent.explore import Point
from gui.tabs.latent.stages import (
    CENTRE,
    SMALLEST,
    Chosen,
    Scene,
    Stage,
    aside_label,
    column_of,
    error_label,
    error_text,
    title_label,
)
from gui.theme import Theme
from gui.widgets.diagram import CodeBox, NetworkBox
from gui.widgets.pictures import Picture, difference_table, signed

SPACING = 14
PLANE_SHARE = 0.85  # of the stage's height that the plane gets in width before pictures grow
LEAST_SHARE = 0.5  # below it the networks give way
LARGEST = 11  # pixels for one of a picture of 28 × 28
TALLEST = 380  # pixels, of a network
LOWEST = 110  # pixels, of a network, times the scale where numbers stand under it


class SingleStage(Stage):
    """input picture → encoder → plane → decoder → output picture."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(theme, scale)
        self._output = Picture(theme, theme.generated, SMALLEST)
        self._rebuilt = Picture(theme, theme.generated, SMALLEST // 2)
        self._difference = Picture(theme, theme.line, SMALLEST // 2, table=difference_table(theme))
        self._encoder = NetworkBox(theme, scale, self.tr("Encoder"))
        self._decoder = NetworkBox(theme, scale, self.tr("Decoder"))
        self._mean = CodeBox(theme, scale, "μ", theme.mu)
        self._sigma = CodeBox(theme, scale, "σ", theme.sigma)
        self._code = CodeBox(theme, scale, "z", theme.point)
        self._noise = CodeBox(theme, scale, "ε", theme.epsilon)
        self._output_name, self._output_error = title_label(), error_label(theme, scale)
        font = QFontMetricsF(self._output_error.font())
        self._output_error.setMinimumWidth(round(font.horizontalAdvance("MSE 0.00000")))
        self._variational, self._encodes, self._plain = True, True, False
        self._explain()
        self._lay_out()
        self._encoder.clicked.connect(self._on_encoder)
        self._decoder.clicked.connect(self._on_decoder)

    def _explain(self) -> None:
        self._output_name.setText(self.tr("drawn <i>x̂</i>"))
        tips = (
            (self._decoder, self.tr(
                "Decoder: draws x̂ from the point z. The bars are its layers. Click for details."
            )),
            (self._sigma, self.tr(
                "σ: standard deviation of q(z|x), how blurred the code is: z = μ + σ·ε, ε from "
                "N(0, 1)"
            )),
            (self._code, self.tr("z: the point you drag; the decoder draws what lies there")),
            (self._noise, self.tr(
                "ε = (z − μ) / σ: the noise that would have put z here; z = μ + σ·ε"
            )),
            (self.input, self.tr("x: the chosen picture, values from 0 to 1")),
            (self._output, self.tr("x̂ = decoder(z)")),
            (self._rebuilt, self.tr(
                "reconstruction D(E(x)): what the decoder draws at the code of x itself"
            )),
            (self._difference, self.tr("x̂ − x: orange is too much ink, blue too little")),
        )  # fmt: skip
        for widget, text in tips:
            widget.setToolTip(text)

    def _lay_out(self) -> None:
        plane = self.add_plane()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, 8, SPACING, 8)
        row.setSpacing(SPACING)
        row.addLayout(self.input_column())
        row.addLayout(_centred(self._encoder, self._mean, self._sigma))
        row.addWidget(plane, 1)
        row.addLayout(_centred(self._decoder, self._code, self._noise))
        pair = QGridLayout()
        self._pair: list[QWidget] = []
        pair.setHorizontalSpacing(8)
        for column, (picture, text) in enumerate(
            (
                (self._rebuilt, "<i>D</i>(<i>E</i>(<i>x</i>))"),
                (self._difference, "<i>x̂</i> − <i>x</i>"),
            )
        ):
            name = aside_label()
            name.setText(text)
            self._pair += [picture, name]
            pair.addWidget(picture, 0, column, CENTRE)
            pair.addWidget(name, 1, column, CENTRE)
        last = column_of(self._output_name, self._output, self._output_error)
        last.insertLayout(last.count() - 1, pair)
        row.addLayout(last)

    def show_models(self, scenes: Sequence[Scene], *, fly: bool) -> None:
        """Show one model; the boxes take its layer sizes."""
        super().show_models(scenes, fly=fly)
        scene, card = scenes[0], scenes[0].entry.model.card
        sizes = card.layer_sizes or (math.prod(card.image_shape), card.latent_size)
        self._variational = scene.entry.chart.sigma is not None
        self._encoder.show_sizes(sizes, "μ σ" if self._variational else "")
        self._decoder.show_sizes(tuple(reversed(sizes)))
        self._encodes = scene.entry.model.has_encoder
        self._plain = _is_plain(scene)
        for box in (self._mean, self._sigma, self._code, self._noise):
            box.set_names(scene.indices)
        self._name_code(self._variational)
        self._share_room()

    def _name_code(self, variational: bool) -> None:
        """Call what leaves the encoder by its name: only a VAE has μ and σ."""
        self._mean.set_symbol("μ" if variational else "z")
        if variational:
            self._mean.setToolTip(self.tr("μ: mean of q(z|x), where the encoder puts this picture"))
            self._encoder.setToolTip(
                self.tr(
                    "Encoder: gives q(z|x), the mean μ and spread σ of the code of picture x. "
                    "The bars are its layers. Click for details."
                )
            )
        else:
            self._mean.setToolTip(
                self.tr("z = encoder(x): the code, where the encoder puts this picture")
            )
            self._encoder.setToolTip(
                self.tr(
                    "Encoder: gives the code z of picture x. The bars are its layers. Click for "
                    "details."
                )
            )

    def show_chosen(self, chosen: Chosen) -> None:
        """Show the chosen picture, and its μ and σ as far as the plane shows them."""
        super().show_chosen(chosen)
        projection, home = self.scenes[0].projection, chosen.homes[0]
        self._mean.show_values(projection.to_plane(home.mean))
        spread = None if home.sigma is None else np.sqrt(np.diag(projection.ellipse(home.sigma)))
        self._sigma.show_values(spread)

    def show_reconstruction(self, picture: np.ndarray) -> None:
        """Show what the decoder draws at the item's μ."""
        self._rebuilt.show_pixels(picture)

    def show_points(self, points: Sequence[Point], walker: Point | None = None) -> None:
        """Put the point and write z, that of the walk where there is one."""
        super().show_points(points, walker)
        projection, point = self.scenes[0].projection, np.asarray(walker or points[0])
        self._code.show_values(projection.to_plane(point))
        home = self.chosen.homes[0] if self.chosen else None
        if home is not None and home.sigma is not None:
            self._noise.show_values(projection.axes @ ((point - home.mean) / home.sigma))

    def show_pictures(self, pictures: Sequence[np.ndarray]) -> None:
        """Show x̂ and what it differs by from x."""
        picture, x = pictures[0], self.chosen_pixels()
        difference = np.clip(picture, 0, 1) - x
        self._output.show_pixels(picture)
        self._difference.show_pixels(signed(difference))
        self._output_error.set_text(error_text(picture, x))

    def set_lit(self, *, encoder: bool = False, decoder: bool = False) -> None:
        """Light up the boxes that data flows through."""
        self._encoder.set_lit(encoder)
        self._decoder.set_lit(decoder)

    def output_pixels(self) -> list[np.ndarray | None]:
        """Return what the output pictures show."""
        return [self._output.shown_pixels()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the plane its share first, then the pictures; networks go when it is tight."""
        height = self.height() - 2 * SPACING
        codes = self._show_codes(height)
        for widget in self._pair:
            widget.setVisible(height >= SMALLEST + 6 * self._output_error.height() + 90)
        networks = self._encoder.width() + self._decoder.width()
        room = self.width() - networks - 6 * SPACING - 4 * Picture.FRAME
        smallest = SMALLEST + 28 * _smaller(SMALLEST // 28)
        tight = room - smallest < LEAST_SHARE * height
        for box in (self._encoder, self._decoder):
            box.setVisible(not tight and (box is self._decoder or self._encodes))
            box.setFixedHeight(round(max(LOWEST, min(TALLEST, height - 2 * codes))))
        left = room + (networks if tight else 0) - PLANE_SHARE * height
        low = height - 4 * self._output_error.height() - 8 * Picture.FRAME
        times = next((n for n in range(LARGEST, 4, -1) if _fits(n, left, low)), 4)
        self._output.set_side(self._whole(28 * times))
        self.input.set_side(self._whole(28 * _smaller(times)))
        self.canvas.set_side(self._whole(28 * _smaller(times)))
        for picture in (self._rebuilt, self._difference):
            picture.set_side(self._whole(28 * _smallest(times)))

    def _whole(self, side: int) -> int:
        """Return the whole multiple of the model's pictures nearest to `side` pixels."""
        unit = self.scenes[0].entry.model.card.image_shape[1] if self.scenes else 28
        return side if unit > side else unit * round(side / unit)

    def _show_codes(self, height: float) -> float:
        """Show as many boxes of numbers as find room; return their height under a network."""
        one = self._mean.height() + SPACING
        rows = next((n for n in (2, 1) if height >= 2 * n * one + LOWEST * self.scale), 0)
        self._mean.setVisible(rows > 0 and self._encodes)
        self._code.setVisible(rows > 0)
        self._sigma.setVisible(rows > 1 and self._variational)
        self._noise.setVisible(rows > 1 and self._variational and self._plain)
        return rows * one

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arrows along which the data flows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.muted), 2))
        parts = (self.input, self._encoder, self.planes[0], self._decoder, self._output)
        middle = self.planes[0].geometry().center().y()
        for left, right in pairwise(part for part in parts if part.isVisible()):
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


def _is_plain(scene: Scene) -> bool:
    """Say whether the plane's axes are dimensions of the latent space themselves."""
    return bool((scene.projection.axes != 0).sum() <= 2)


def _smaller(times: int) -> int:
    """Return the magnification of the input beside an output magnified `times`."""
    return max(4, round(0.7 * times))


def _smallest(times: int) -> int:
    """Return the magnification of the two pictures under an output magnified `times`."""
    return max(3, times // 2 - 1)


def _fits(times: int, width: float, height: float) -> bool:
    """Say whether pictures magnified `times` leave the plane its share of `width`, in `height`.

    Down to 7 times (196 pixels) only the height counts: the plane gives way.
    """
    wide_enough = times <= 7 or 28 * (times + _smaller(times)) <= width
    return wide_enough and 28 * (times + _smallest(times)) <= height


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
