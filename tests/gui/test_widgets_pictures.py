"""Pictures in grey and in colour, of any size, are drawn true to their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.cloud import THUMBNAIL, Thumbnails
from gui.widgets.hover_card import HoverCard
from gui.widgets.pictures import Picture, signed, to_bytes, to_rgba

LIGHT = THEMES["light"]
RNG = np.random.default_rng(5)


def seen(widget: QWidget) -> np.ndarray:
    """The pixels (H, W, 3) of a shown widget."""
    return rgb(widget.grab().toImage())


def rgb(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 2::-1].copy()


def inside(pixels: np.ndarray, room: QRect) -> np.ndarray:
    return pixels[room.top() : room.bottom() + 1, room.left() : room.right() + 1]


def picture(qtbot: QtBot, side: int, pixels: np.ndarray, theme=LIGHT) -> Picture:
    one = Picture(theme, theme.generated, side)
    qtbot.addWidget(one)
    one.show_pixels(pixels)
    one.show()
    return one


@pytest.mark.parametrize("shape", [(28, 28), (64, 64), (40, 30), (30, 40)])
def test_colours_are_drawn_as_they_are_at_a_whole_multiple(
    qtbot: QtBot, shape: tuple[int, int]
) -> None:
    values = RNG.integers(0, 256, (*shape, 3), dtype=np.uint8)
    one = picture(qtbot, 130, values)
    times = 130 // max(shape)
    room = one.picture_rect()
    assert (room.height(), room.width()) == (times * shape[0], times * shape[1])
    large = np.kron(values, np.ones((times, times, 1), np.uint8))
    assert np.array_equal(inside(seen(one), room), large)
    shown = one.shown_pixels()
    assert shown is not None
    assert np.array_equal(shown, values)


def test_colours_given_as_floats_are_cut_and_rounded(qtbot: QtBot) -> None:
    values = RNG.uniform(-0.5, 1.5, (28, 28, 3)).astype(np.float32)
    one = picture(qtbot, 28, values)
    assert np.array_equal(inside(seen(one), one.picture_rect()), to_bytes(values))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_grey_values_go_from_paper_to_ink(qtbot: QtBot, theme) -> None:
    values = np.arange(28 * 28, dtype=np.int64).reshape(28, 28) % 256
    one = picture(qtbot, 28, values.astype(np.uint8), theme)
    drawn = inside(seen(one), one.picture_rect())
    assert np.array_equal(drawn, to_rgba(values.astype(np.uint8), theme)[..., :3])
    paper = [int(theme.paper[i : i + 2], 16) for i in (1, 3, 5)]
    assert drawn[0, 0].tolist() == paper


def test_a_picture_larger_than_its_room_is_shrunk_smoothly(qtbot: QtBot) -> None:
    checks = (np.indices((200, 100)).sum(axis=0) % 2 * 255).astype(np.uint8)
    one = picture(qtbot, 50, np.repeat(checks[..., None], 3, axis=2))
    room = one.picture_rect()
    assert (room.width(), room.height()) == (25, 50)
    assert one.rect().contains(room)
    drawn = inside(seen(one), room).astype(int)
    assert np.abs(drawn - 127).max() < 40  # nearest neighbour would leave black and white


def test_room_may_change_while_a_picture_is_shown(qtbot: QtBot) -> None:
    one = picture(qtbot, 64, np.zeros((64, 64, 3), np.uint8))
    one.set_side(200)
    assert one.picture_rect().width() == 192
    assert one.width() == 200 + 2 * Picture.FRAME


def test_grey_may_follow_colour_and_nothing_may_follow_both(qtbot: QtBot) -> None:
    one = picture(qtbot, 64, np.zeros((64, 64, 3), np.uint8))
    one.show_pixels(np.full((28, 28), 255, np.uint8))
    ink = [int(LIGHT.ink[i : i + 2], 16) for i in (1, 3, 5)]
    assert inside(seen(one), one.picture_rect())[5, 5].tolist() == ink
    one.show_pixels(None)
    assert one.shown_pixels() is None
    paper = [int(LIGHT.paper[i : i + 2], 16) for i in (1, 3, 5)]
    assert seen(one)[40, 40].tolist() == paper


def test_colours_as_rgba_are_opaque_and_unchanged() -> None:
    values = RNG.integers(0, 256, (8, 9, 3), dtype=np.uint8)
    rgba = to_rgba(values, LIGHT)
    assert np.array_equal(rgba[..., :3], values)
    assert (rgba[..., 3] == 255).all()


def test_a_difference_in_colour_is_the_mean_over_the_channels() -> None:
    difference = np.zeros((2, 2, 3))
    difference[0, 0] = (0.6, 0, 0)
    difference[1, 1] = (-0.3, -0.3, -0.3)
    assert np.array_equal(signed(difference), signed(difference.mean(axis=-1)))
    assert signed(difference)[0, 0] > 128 > signed(difference)[1, 1]


# the cards and thumbnails that show them


def test_a_hover_card_shows_colour_at_a_whole_multiple(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    card = HoverCard(THEMES["projector"], 2.0, host)
    host.show()
    values = RNG.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    card.show_item("x", values, values)
    for one in card.findChildren(Picture):
        assert one.picture_rect().width() == 128
        assert one.width() == 128 + 2 * Picture.FRAME


@pytest.mark.parametrize("shape", [(64, 64, 3), (28, 28, 3), (30, 60, 3)])
def test_colour_thumbnails_fill_their_cell_in_the_frame_of_their_class(
    qtbot: QtBot, shape: tuple[int, ...]
) -> None:
    drawn = thumbnail(np.full((1, *shape), (10, 200, 30), np.uint8), label=3)
    middle = drawn[THUMBNAIL // 2, THUMBNAIL // 2]
    assert middle.tolist() == [10, 200, 30]
    frame = [int(LIGHT.class_color(3)[i : i + 2], 16) for i in (1, 3, 5)]
    assert drawn[THUMBNAIL // 2, 0].tolist() == frame
    assert (drawn[:, THUMBNAIL:] == 0).all()  # nothing lies outside the cell


@pytest.mark.parametrize("side", [28, 16, 64])
def test_grey_thumbnails_of_any_size_are_ink_of_their_class(qtbot: QtBot, side: int) -> None:
    drawn = thumbnail(np.full((1, side, side), 255, np.uint8), label=1)
    ink = [int(LIGHT.class_color(1)[i : i + 2], 16) for i in (1, 3, 5)]
    assert (drawn[2:26, 2:26] == ink).all()


def thumbnail(images: np.ndarray, label: int) -> np.ndarray:
    """What the layer draws for one point in its first cell, on black."""
    layer = Thumbnails(LIGHT)
    layer.set_points(np.zeros((1, 2)), np.array([label]))
    layer.set_images(images)
    ground = QImage(2 * THUMBNAIL, THUMBNAIL, QImage.Format.Format_RGB32)
    ground.fill(0)
    painter = QPainter(ground)
    layer._draw(painter, np.array([0]), np.array([5.0]), np.array([5.0]), 1.0)
    painter.end()
    assert layer.item_at(QPointF(20, 20)) == 0
    return rgb(ground)
