"""Many points in a plane: their density is drawn, and each can still be picked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from bare_plane import CORNERS, NONE, PAPER, RIGHT, THEME, BarePlane, cast, distance
from hand import PATIENCE
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from pytestqt.qtbot import QtBot

from gui.app import make_application
from gui.widgets.latent_plane import Cast

Maker = Callable[[Cast], BarePlane]


@pytest.fixture
def bare(qtbot: QtBot) -> Maker:
    make_application(["generatorium"])
    return lambda shown: BarePlane(qtbot, shown)


def class_seen(bare: BarePlane, corner: np.ndarray) -> int:
    """Whose colour is seen at `corner`, −1 for the background's."""
    seen = bare.tint(*corner)
    colors = [THEME.class_color(label) for label in range(4)]
    return -1 if seen == PAPER else int(np.argmin([distance(seen, name) for name in colors]))


@pytest.mark.parametrize(("count", "dense"), [(50_000, False), (50_001, True)])
def test_above_50_000_points_their_density_is_drawn(bare: Maker, count: int, dense: bool) -> None:
    one = bare(cast(count))
    assert [class_seen(one, corner) for corner in CORNERS] == [0, 1, 2, 3]
    assert one.color(0, 0) == PAPER
    assert one.plane.cloud.dense is dense


def test_a_hidden_class_leaves_the_density_image(bare: Maker) -> None:
    one = bare(cast(60_000))
    before = one.shot()
    one.plane.set_visible_classes(np.array([True, False, True, True]))
    assert [class_seen(one, corner) for corner in CORNERS] == [0, -1, 2, 3]
    one.plane.set_visible_classes(np.ones(4, dtype=bool))
    assert one.changed(before) == 0


def test_no_class_shown_is_an_empty_plane(bare: Maker) -> None:
    one = bare(cast(60_000))
    one.plane.set_visible_classes(np.zeros(4, dtype=bool))
    assert [class_seen(one, corner) for corner in CORNERS] == [-1] * 4


def test_a_lone_point_among_many_can_be_seen(bare: Maker) -> None:
    shown = cast(60_000)
    shown.codes[0] = (0, 0)
    one = bare(shown)
    assert distance(one.color(0, 0), PAPER) > 30
    assert one.plane.cloud.dense


def test_a_close_look_shows_points_again(bare: Maker) -> None:
    one = bare(cast(60_000))
    with one.settles():
        one.plane.zoom(0.15, QPointF(2, 2))
    one.shot()
    assert not one.plane.cloud.dense
    with one.settles():
        one.plane.fit()
    one.shot()
    assert one.plane.cloud.dense


def test_what_comes_into_view_is_there_before_the_view_settles(bare: Maker) -> None:
    one = bare(cast(200_000))
    with one.settles():
        one.plane.zoom(0.4, QPointF(2, 2))
    one.shot()
    assert one.plane.cloud.dense
    with one.settles():
        one.plane.fit()
        seen_at_once = [class_seen(one, corner) for corner in CORNERS]
    assert seen_at_once == [class_seen(one, corner) for corner in CORNERS] == [0, 1, 2, 3]


def test_the_density_moves_with_the_plane_and_settles_there(bare: Maker) -> None:
    one = bare(cast(100_000))
    start = one.pixel(0, 0)
    with one.settles():
        one.drag([start - QPointF(10 * step, 0) for step in range(20)], RIGHT)
        moving = [class_seen(one, corner) for corner in CORNERS[1:3]]
    assert one.pixel(0, 0).x() == pytest.approx(start.x() - 190, abs=1)
    assert moving == [class_seen(one, corner) for corner in CORNERS[1:3]] == [1, 2]


def test_each_of_many_points_can_be_glanced_at_and_picked(bare: Maker) -> None:
    shown = cast(100_000)
    shown.codes[77], shown.codes[78] = (0.3, -0.4), (40, 40)
    one = bare(shown)
    at = one.pixel(0.3, -0.4)
    one.move(at + QPointF(3, 2), NONE)
    one.click(at + QPointF(-2, 3))
    assert (one.values("hovered"), one.values("picked")) == ([77, -1], [77])
    one.plane.set_visible_classes(np.array([True, False, True, True]))
    one.click(at)
    assert one.values("picked") == [77]  # 77 is of class 1
    one.plane.fit()
    one.click(one.pixel(40, 40))
    assert one.values("picked") == [77, 78]


def test_the_nearest_of_crowded_points_is_picked(bare: Maker) -> None:
    shown = cast(100_000)
    one = bare(shown)
    for corner in CORNERS + 0.1:
        at = one.pixel(*corner)
        one.click(at)
        away = np.linalg.norm(shown.codes - one.codes_of([at])[0], axis=1)
        assert away[one.values("picked")[-1]] == pytest.approx(away.min(), abs=1e-6)


def test_a_card_keeps_off_the_points(bare: Maker) -> None:
    shown = cast(80_000)
    one = bare(
        replace(shown, codes=np.where(shown.labels[:, None] == 1, shown.codes, 0 * shown.codes))
    )
    with one.settles():
        one.plane.zoom(1.2, QPointF(0, 0))
    size = QSize(150, 120)
    card = QRectF(QPointF(one.plane.free_corner(size)), QSizeF(size))
    places = [one.pixel(*code) for code in shown.codes[1::400]]
    assert not any(card.contains(at) for at in places)


@pytest.mark.parametrize(("count", "flies"), [(2_000, True), (50_001, False)])
def test_few_points_fly_and_many_jump(bare: Maker, count: int, flies: bool) -> None:
    shown = cast(count)
    one = bare(shown)
    with one.settles():
        one.plane.show_cast(replace(shown, codes=shown.codes[::-1] * 3), fly=True)
        at_once = one.plane.window()
    one.qtbot.waitUntil(lambda: one.plane.window().right > 6, timeout=PATIENCE)
    assert (at_once.right < 4) is flies


def test_the_pictures_themselves_are_not_a_density(bare: Maker) -> None:
    one = bare(cast(60_000))
    density = one.shot()
    one.plane.set_thumbnails(True)
    assert [class_seen(one, corner) for corner in CORNERS] == [0, 1, 2, 3]
    one.click(one.pixel(*CORNERS[2]))
    assert one.values("picked")[0] % 4 == 2
    one.plane.set_thumbnails(False)
    assert one.changed(density) < 2000  # but for the handle, which the press did not move


def test_axes_are_named_as_the_codes_ask(bare: Maker) -> None:
    one = bare(cast(100))
    assert one.plane.getAxis("bottom").labelText == "<i>z₁</i>"
    names = ("1st component", "2nd component")
    one.plane.show_cast(replace(cast(100), axis_names=names))
    assert (one.plane.getAxis("bottom").labelText, one.plane.getAxis("left").labelText) == names
