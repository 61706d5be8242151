"""A and B, the way between them, drawn paths and tilted ellipses, on a plane by itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from bare_plane import PAPER, RIGHT, THEME, BarePlane, cast
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from core.latent.tiles import Window
from gui.app import make_application

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def one(qtbot: QtBot) -> BarePlane:
    """A plane of 200 points at the corners, A in the middle."""
    make_application(["generatorium"])
    bare = BarePlane(qtbot, cast(200))
    bare.plane.show_point(0, 0)
    return bare


# B


def test_b_can_be_dragged_and_a_stays(one: BarePlane) -> None:
    one.plane.show_second((1, 0))
    start, end = one.pixel(1, 0), one.pixel(0.5, 1)
    one.drag([start + QPointF(4, 3), start + QPointF(20, 20), end + QPointF(4, 3)])
    names = [name for name, _ in one.said]
    assert names == ["secondMoved", "secondMoved", "secondMoved", "secondReleased"]
    assert one.values("secondMoved")[0] == pytest.approx((1, 0))  # no jump where it is grabbed
    assert one.values("secondMoved")[-1] == pytest.approx((0.5, 1))
    assert one.plane.second() == pytest.approx((0.5, 1))
    assert one.plane.point() == (0, 0)


def test_the_nearer_of_a_and_b_is_grabbed(one: BarePlane) -> None:
    middle = one.pixel(0, 0)
    near = one.codes_of([middle + QPointF(24, 0)])[0]
    one.plane.show_second(near)
    one.drag([middle + QPointF(9, 0), middle + QPointF(9, -100)])
    assert (len(one.values("moved")), one.values("secondMoved")) == (2, [])
    one.plane.show_point(0, 0)
    one.drag([middle + QPointF(15, 0), middle + QPointF(15, 100)])
    assert (len(one.values("moved")), len(one.values("secondMoved"))) == (2, 2)


def test_elsewhere_the_hand_still_moves_a(one: BarePlane) -> None:
    one.plane.show_second((1, 0))
    one.click(one.pixel(-1, 0.5))
    assert [name for name, _ in one.said] == ["moved", "released"]
    assert one.plane.point() == pytest.approx((-1, 0.5))


def test_b_is_seen_with_letters_and_goes_without_a_trace(one: BarePlane) -> None:
    before = one.shot()
    one.plane.show_second((1, 0))
    assert one.paint_is_near(THEME.point, 1, 0)
    assert one.changed(before) > 300
    one.plane.show_second(None)
    assert one.plane.second() is None
    assert one.changed(before) == 0
    one.click(one.pixel(1, 0))
    assert one.values("secondMoved") == []


def test_b_taken_away_in_mid_drag_is_let_go(one: BarePlane) -> None:
    one.plane.show_second((1, 0))
    one.press(one.pixel(1, 0))
    one.plane.show_second(None)
    one.move(one.pixel(0.5, 1))
    one.release(one.pixel(0.5, 1))
    assert one.plane.point() == (0, 0)
    assert one.values("secondReleased") == []


def test_arrow_keys_nudge_a_and_with_control_b(one: BarePlane) -> None:
    one.plane.show_second((1, 0))
    one.qtbot.keyClick(one.plane, Qt.Key.Key_Up, CONTROL)
    assert one.plane.point() == (0, 0)
    assert one.plane.second()[1] > 0
    assert [name for name, _ in one.said] == ["secondMoved", "secondReleased"]
    one.qtbot.keyClick(one.plane, Qt.Key.Key_Up)
    assert one.plane.point()[1] == pytest.approx(one.plane.second()[1])


# the way from A to B


def test_a_walk_is_drawn_with_a_head_before_b_at_any_zoom(one: BarePlane) -> None:
    before = one.shot()
    one.plane.show_second((1.2, 0))
    turn = np.linspace(np.pi, 0, 50)
    curve = np.stack([0.6 + 0.6 * np.cos(turn), np.sin(turn)], axis=1)
    one.plane.show_walk(curve)
    for factor in (1, 0.5):
        one.plane.zoom(factor, QPointF(0.6, 0.5))
        assert one.paint_is_near(THEME.point, 0.6, 1)
        assert one.color(0.6, 0.8) == PAPER
        wide = one.shot()
        above = (one.pixel(1.2, 0) - QPointF(0, 21)).toPoint()  # where the head is
        widths = [wide.pixelColor(above.x() + x, above.y()).name() for x in range(-12, 13)]
        assert sum(name.upper() == THEME.point for name in widths) >= 4
    one.plane.zoom(2, QPointF(0.6, 0.5))
    one.plane.show_walk(None)
    one.plane.show_second(None)
    assert one.changed(before) == 0


@pytest.mark.parametrize("points", [[(1, 1)], [(1, 1), (1, 1)]])
def test_a_walk_on_the_spot_is_nothing_to_see(one: BarePlane, points: list) -> None:
    before = one.shot()
    one.plane.show_walk(np.array(points, dtype=float))
    assert one.changed(before) < 60


# a path drawn by hand


def path(one: BarePlane) -> list[QPointF]:
    """A curve of pixels, one apart, over the handle and a crowd of data points."""
    start = one.pixel(-2, -2)
    return [start + QPointF(t, -t + 30 * np.sin(t / 30)) for t in range(0, 300)]


def test_a_drawn_path_comes_out_in_plane_coordinates(one: BarePlane) -> None:
    one.plane.set_drawing(True)
    pixels = path(one)
    one.drag(pixels)
    assert [name for name, _ in one.said] == ["pathDrawn"]  # nothing moved, nothing picked
    (drawn,) = one.values("pathDrawn")
    codes = one.codes_of(pixels)
    assert drawn.dtype == float
    assert drawn[0] == pytest.approx(codes[0])
    assert drawn[-1] == pytest.approx(codes[-1], abs=0.1)
    gaps = [np.hypot(*(one.pixel(*b) - one.pixel(*a)).toTuple()) for a, b in pairwise(drawn)]
    assert 4 <= min(gaps)
    assert max(gaps) < 8
    nearest = [np.linalg.norm(codes - point, axis=1).min() for point in drawn]
    assert max(nearest) < 1e-6


def test_the_path_is_seen_while_it_is_drawn_and_gone_afterwards(one: BarePlane) -> None:
    before = one.shot()
    one.plane.set_drawing(True)
    pixels = path(one)
    one.press(pixels[0])
    for at in pixels[1:]:
        one.move(at)
    (middle,) = one.codes_of([pixels[150]])
    assert one.paint_is_near(THEME.point, *middle)
    one.release(pixels[-1])
    assert one.changed(before) == 0


def test_escape_drops_the_path(one: BarePlane) -> None:
    before = one.shot()
    one.plane.set_drawing(True)
    pixels = path(one)
    one.press(pixels[0])
    for at in pixels[1:100]:
        one.move(at)
    one.qtbot.keyClick(one.plane, Qt.Key.Key_Escape)
    assert one.changed(before) == 0
    one.move(pixels[120])
    one.release(pixels[120])
    assert one.said == []
    one.drag(pixels)  # and one may begin again
    assert len(one.values("pathDrawn")) == 1


def test_a_mere_click_is_no_path(one: BarePlane) -> None:
    one.plane.set_drawing(True)
    one.click(one.pixel(-2, -2))
    assert one.said == []


def test_only_the_left_button_draws(one: BarePlane) -> None:
    one.plane.set_drawing(True)
    seen = one.plane.window()
    one.drag(path(one), RIGHT)
    assert one.said == []
    assert one.plane.window() != seen  # it moved the plane


def test_after_drawing_the_hand_moves_the_point_again(one: BarePlane) -> None:
    pad = one.plane.viewport()
    one.plane.set_drawing(True)
    assert pad.cursor().shape() == Qt.CursorShape.CrossCursor
    one.plane.set_drawing(False)
    assert pad.cursor().shape() == Qt.CursorShape.ArrowCursor
    one.click(one.pixel(1, 0))
    assert [name for name, _ in one.said] == ["moved", "released"]


# what is shown


def test_a_covariance_is_an_ellipse_along_its_axes(one: BarePlane) -> None:
    angle = np.radians(30)
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    covariance = 1.2**2 * np.outer(along, along) + 0.4**2 * np.outer(across, across)
    mean = np.array([0.2, 0.1])
    one.plane.show_anchor(mean, covariance)
    for end in (1.2 * along, -1.2 * along, 0.4 * across, -0.4 * across):
        assert one.paint_is_near(THEME.sigma, *(mean + end))
        assert not one.paint_is_near(THEME.sigma, *(mean + 0.8 * end))
    one.plane.show_anchor(mean, np.array([0.5, 0.9]))
    for end in ((0.5, 0), (-0.5, 0), (0, 0.9), (0, -0.9)):
        assert one.paint_is_near(THEME.sigma, *(mean + end))
    one.plane.show_anchor(mean, None)
    assert not one.paint_is_near(THEME.sigma, 0.7, 0.1)


def test_a_degenerate_covariance_does_no_harm(one: BarePlane) -> None:
    one.plane.show_anchor(np.zeros(2), np.array([[1.0, 1.0], [1.0, 1.0]]))
    assert one.paint_is_near(THEME.sigma, 0.7, 0.7)


def test_tiles_may_be_grey_or_coloured(one: BarePlane) -> None:
    window = Window(-1, 1, -1, 1)
    carpet = np.zeros((40, 40), dtype=np.float32)
    carpet[:20] = 1  # ink above
    one.plane.show_tiles(carpet, window)
    assert one.color(0.5, 0.5).lightness() < one.color(0.5, -0.5).lightness()
    colored = np.zeros((64, 64, 3), dtype=np.float32)
    colored[:32, :, 0], colored[32:, :, 2] = 1, 1  # red above blue
    one.plane.show_tiles(colored, window)
    above, below = one.color(0.5, 0.5), one.color(0.5, -0.5)
    assert above.red() > above.blue()
    assert below.blue() > below.red()
