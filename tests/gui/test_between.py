"""The way from A to B: the second point, the strip, motion, a path by hand, directions."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Opener
from hand import Hand, codes, decoded, model
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from core.data.table import sample
from core.latent.chart import items
from core.latent.directions import Group
from gui.tabs.latent.between_section import BetweenSection
from gui.widgets.plane_items import Walk
from gui.widgets.strip import Strip

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
QUESTION, SECOND, PATH = "What lies between?", "Second point B", "Draw a path"
FASHION = "fashion-vae-2"


@pytest.fixture
def walk(hand: Hand) -> Hand:
    """The window with a second point B, everything drawn."""
    hand.unfold(QUESTION)
    hand.push(SECOND)
    hand.after_deletions()
    hand.settle()
    return hand


def section(hand: Hand) -> BetweenSection:
    return hand.view.panel.between


def pictures(name: str, way: np.ndarray) -> list[np.ndarray]:
    return list(model(name).decode(way.astype(np.float32)))


def seen(widget: QWidget) -> np.ndarray:
    image = widget.grab().toImage()
    image = image.convertToFormat(image.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8)
    return values.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def strip_shows(hand: Hand, expected: list[np.ndarray]) -> bool:
    """Does the strip look like one of the `expected` pictures?"""
    strip = hand.view.strip
    twin = Strip(hand.window.context.theme, hand.window.context.scale)
    hand.qtbot.addWidget(twin)
    twin.resize(strip.size())
    twin.show_pictures(expected)
    twin.show_position(strip.position())
    return bool(np.abs(seen(strip) - seen(twin)).max() <= 4)


def ends(hand: Hand) -> tuple[np.ndarray, np.ndarray]:
    """A and B of a model of two dimensions, as the plane shows them."""
    second = hand.plane().second()
    assert second is not None
    return np.array(hand.plane().point()), np.array(second)


def go_along(hand: Hand, t: float) -> None:
    """Click on the strip at the part `t` of the way; its ends have keys."""
    strip = hand.view.strip
    if t in (0.0, 1.0):
        hand.qtbot.keyClick(strip, Qt.Key.Key_End if t else Qt.Key.Key_Home)
        return
    first, last = strip.cell(0).center(), strip.cell(10).center()
    at = QPointF(first.x() + t * (last.x() - first.x()), first.y())
    QTest.mouseClick(strip, LEFT, NONE, at.toPoint())


def transport(hand: Hand, name: str) -> None:
    """Click the button of the transport bar that is called so."""
    buttons = hand.view.transport.findChildren(QToolButton)
    (button,) = [b for b in buttons if b.accessibleName() == name]
    hand.qtbot.mouseClick(button, LEFT)


def close(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one.astype(int) - other).max() <= 1)


# the second point


def test_a_second_point_comes_with_a_strip_of_what_lies_between(walk: Hand) -> None:
    a, b = ends(walk)
    assert np.linalg.norm(b - a) > 1
    assert walk.spots_at(b) == 1
    assert any(np.allclose(b, code, atol=1e-5) for code in codes(FASHION))
    assert walk.view.strip.isVisible()
    assert walk.view.transport.isVisible()
    walk.until(lambda: strip_shows(walk, pictures(FASHION, np.linspace(a, b, 11))))
    assert not strip_shows(walk, pictures(FASHION, np.linspace(b, a, 11)))
    walk.push(SECOND)
    assert walk.plane().second() is None
    assert not walk.view.strip.isVisible()
    assert not walk.view.transport.isVisible()


def test_along_the_sphere_the_distance_from_the_origin_goes_evenly(walk: Hand) -> None:
    a, b = ends(walk)
    walk.tick("Along the sphere")
    lengths = np.linspace(np.linalg.norm(a), np.linalg.norm(b), 11)
    angles = np.linspace(0, np.arccos(a @ b / lengths[0] / lengths[-1]), 11)
    across = b / lengths[-1] - np.cos(angles[-1]) * a / lengths[0]
    across /= np.linalg.norm(across)
    way = np.cos(angles)[:, None] * a / lengths[0] + np.sin(angles)[:, None] * across
    way *= lengths[:, None]
    assert np.abs(way - np.linspace(a, b, 11)).max() > 0.1
    walk.until(lambda: strip_shows(walk, pictures(FASHION, way)))
    for _ in range(5):
        transport(walk, "Step")
    walk.settle()
    assert close(walk.output(), decoded(FASHION, way[5]))  # as in the strip


@pytest.mark.parametrize("which", ["A", "B"])
def test_dragging_either_end_updates_the_strip(walk: Hand, which: str) -> None:
    a, b = ends(walk)
    at = walk.place(a if which == "A" else b)
    walk.drag(at, at + QPointF(-20, 25), at + QPointF(-40, 50))
    new_a, new_b = ends(walk)
    assert np.allclose(new_a, a, atol=1e-6) == (which == "B")
    assert np.allclose(new_b, b, atol=1e-6) == (which == "A")
    walk.until(lambda: strip_shows(walk, pictures(FASHION, np.linspace(new_a, new_b, 11))))
    walk.settle()
    assert close(walk.output(), decoded(FASHION, new_a))
    walk.key(Qt.Key.Key_Z, CTRL)
    walk.until(lambda: walk.plane().second() is not None and np.allclose(ends(walk), (a, b)))
    walk.key(Qt.Key.Key_Z, CTRL)
    walk.until(lambda: walk.plane().second() is None)
    walk.key(Qt.Key.Key_Y, CTRL)
    walk.until(lambda: walk.plane().second() is not None)
    assert ends(walk)[1] == pytest.approx(b)


def test_what_is_looked_at_goes_along_when_b_is_dragged(walk: Hand) -> None:
    go_along(walk, 0.5)
    at = walk.place(ends(walk)[1])
    walk.drag(at, at + QPointF(-20, 25), at + QPointF(-40, 50))
    walk.settle()
    a, b = ends(walk)
    assert walk.view.strip.position() == pytest.approx(0.5, abs=0.01)
    middle = a + (b - a) * walk.view.strip.position()
    assert walk.spots_at(middle) == 1
    assert close(walk.output(), decoded(FASHION, middle))


# the strip


@pytest.mark.parametrize("t", [0.3, 1.0])
def test_a_click_on_the_strip_looks_there(walk: Hand, t: float) -> None:
    a, b = ends(walk)
    go_along(walk, t)
    walk.settle()
    part = walk.view.strip.position()
    assert part == pytest.approx(t, abs=0.01)
    there = a + part * (b - a)
    assert walk.spots_at(there) == 1 + (t == 1.0)
    assert close(walk.output(), decoded(FASHION, there))
    assert not close(walk.output(), decoded(FASHION, a))
    assert ends(walk)[0] == pytest.approx(a)
    transport(walk, "Reset")
    walk.settle()
    assert walk.view.strip.position() == 0
    assert close(walk.output(), decoded(FASHION, a))


def test_the_sliders_follow_the_walk_and_take_over_from_it(walk: Hand) -> None:
    a, b = ends(walk)
    go_along(walk, 1.0)
    bank = walk.view.panel.dimensions.bank
    assert bank.values() == pytest.approx(b, abs=1e-5)
    walk.unfold("More dimensions?")
    walk.qtbot.keyClick(bank, Qt.Key.Key_Right)
    walk.settle()
    assert walk.plane().point() != pytest.approx(a)
    assert walk.view.strip.position() == 0
    assert close(walk.output(), decoded(FASHION, walk.plane().point()))


# motion


def test_play_walks_to_and_fro_until_it_is_paused(walk: Hand) -> None:
    walk.view.transport.set_speed(10.0)
    strip = walk.view.strip
    transport(walk, "Play")
    for met in (0.8, 0.2, 0.8):  # there, back and there again
        walk.until(
            lambda met=met: (strip.position() > met) if met > 0.5 else strip.position() < met
        )
    assert walk.view.transport.is_playing()
    transport(walk, "Pause")
    stands = strip.position()
    walk.qtbot.wait(100)
    assert strip.position() == stands
    walk.settle()
    a, b = ends(walk)
    assert close(walk.output(), decoded(FASHION, a + stands * (b - a)))


def test_steps_are_tenths_and_begin_again_after_b(walk: Hand) -> None:
    for k in range(1, 11):
        transport(walk, "Step")
        assert walk.view.strip.position() == pytest.approx(k / 10)
    transport(walk, "Step")
    assert walk.view.strip.position() == 0


def test_space_plays_and_pauses_where_there_is_a_walk(walk: Hand) -> None:
    bar = walk.view.transport
    walk.key(Qt.Key.Key_Space)
    assert bar.is_playing()
    walk.until(lambda: walk.view.strip.position() > 0)
    walk.key(Qt.Key.Key_Space)
    assert not bar.is_playing()
    walk.push(SECOND)
    walk.key(Qt.Key.Key_Space)
    assert not bar.is_playing()


def test_space_after_a_choice_in_the_picker_still_plays(hand: Hand) -> None:
    hand.open_model("digits-vae-2")
    hand.unfold(QUESTION)
    hand.push(SECOND)
    hand.qtbot.keyClick(hand.window.focusWidget(), Qt.Key.Key_Space)
    assert hand.view.transport.is_playing()


def test_space_is_left_to_what_one_types_in_and_to_buttons(walk: Hand) -> None:
    walk.unfold("My own picture?")
    line = walk.view.panel.drawing.class_name
    assert isinstance(line, QLineEdit)
    line.setFocus()
    walk.qtbot.keyClicks(line, "a b")
    assert line.text() == "a b"
    button = walk.control(QPushButton, SECOND)
    button.setFocus()
    walk.qtbot.keyClick(button, Qt.Key.Key_Space)
    assert walk.plane().second() is None
    assert not walk.view.transport.is_playing()


def test_dragging_a_stops_the_walk(walk: Hand) -> None:
    transport(walk, "Play")
    walk.until(lambda: walk.view.strip.position() > 0.02)
    at = walk.handle()
    walk.drag(at, at + QPointF(30, 0))
    assert not walk.view.transport.is_playing()
    walk.settle()
    assert close(walk.output(), decoded(FASHION, walk.plane().point()))


# a path by hand


def draw_path(hand: Hand) -> np.ndarray:
    """Draw a path over the plane; where it went, on the plane."""
    left, _, top, bottom = hand.room()
    path = [
        QPointF(left + 60 + 8.0 * k, (top + bottom) / 2 + 60 * np.sin(k / 6)).toPoint()
        for k in range(30)
    ]
    drawn = [QPointF(at) for at in path]
    ends = np.array([hand.code_at(at) for at in (drawn[0], drawn[-1])])  # the strip takes room
    hand.push(PATH)
    hand.drag(*drawn)
    return ends


def test_a_path_is_drawn_and_replayed(hand: Hand) -> None:
    hand.unfold(QUESTION)
    point = hand.plane().point()
    first, last = draw_path(hand)
    assert hand.view.transport.is_playing()
    assert hand.plane().point() == point
    hand.until(lambda: hand.view.strip.position() > 0)
    hand.key(Qt.Key.Key_Space)
    for t, there in ((0.0, first), (1.0, last)):
        go_along(hand, t)
        hand.settle()
        assert hand.tab.presenter.points()[0] == pytest.approx(there, abs=1e-4)
        assert close(hand.output(), decoded(FASHION, there))
    assert hand.control(QPushButton, PATH).isChecked()
    hand.push(PATH)
    hand.settle()
    assert not hand.view.strip.isVisible()
    assert close(hand.output(), decoded(FASHION, point))
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.until(lambda: hand.view.strip.isVisible())
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.until(lambda: not hand.view.strip.isVisible())
    assert not hand.control(QPushButton, PATH).isChecked()


@pytest.mark.parametrize("begun", [False, True])
def test_escape_leaves_the_drawing_of_a_path(hand: Hand, begun: bool) -> None:
    hand.unfold(QUESTION)
    hand.push(PATH)
    assert hand.control(QPushButton, PATH).isChecked()
    at = hand.handle()
    if begun:
        hand.press(at + QPointF(80, 0))
        hand.move(at + QPointF(120, 0))
    hand.key(Qt.Key.Key_Escape)
    if begun:
        hand.move(at + QPointF(150, 0))
        hand.release(at + QPointF(150, 0))
    assert not hand.control(QPushButton, PATH).isChecked()
    assert hand.state.path == ()
    before = hand.plane().point()
    hand.drag(at, at + QPointF(30, 10))
    assert hand.state.path == ()
    assert hand.plane().point() != before


def test_the_path_button_says_that_one_is_about_to_draw(hand: Hand) -> None:
    hand.unfold(QUESTION)
    hand.push(PATH)
    hand.radio("Points on decoded tiles")  # another choice meanwhile
    assert hand.control(QPushButton, PATH).isChecked()
    hand.push(SECOND)
    assert not hand.control(QPushButton, PATH).isChecked()
    at = hand.handle()
    hand.drag(at, at + QPointF(30, 10))
    assert hand.state.path == ()


def test_a_walk_goes_along_when_the_plane_shows_other_dimensions(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION, "More dimensions?")
    draw_path(hand)
    hand.until(lambda: hand.view.strip.position() > 0)
    hand.key(Qt.Key.Key_Space)
    go_along(hand, 0.5)
    there = np.array(hand.tab.presenter.points()[0])
    hand.pick(hand.view.panel.dimensions.plane, True)
    hand.pick(hand.view.panel.dimensions.first, 4)
    hand.settle()
    assert hand.tab.presenter.points()[0] == pytest.approx(there)
    axes = list(hand.state.axes)
    assert hand.spots_at(there[axes]) == 1
    (line,) = [w for w in hand.plane().scene().items() if isinstance(w, Walk) and w.isVisible()]
    start = line.path().elementAt(0)
    assert (start.x, start.y) == pytest.approx(np.array(hand.state.path[0])[axes], abs=1e-4)


# directions


def go(hand: Hand, a: Group, b: Group) -> None:
    part = section(hand)
    hand.pick(part.origin, a)
    hand.pick(part.target, b)
    hand.push("Go that way from the point")


@pytest.mark.parametrize("name", [FASHION, "fashion-vae-20"])
def test_b_is_a_plus_the_difference_of_two_means(hand: Hand, name: str) -> None:
    hand.open_model(name)
    hand.unfold(QUESTION)
    start = np.array(hand.tab.presenter.codes()[0])
    go(hand, Group("class", "sneaker"), Group("class", "ankle-boot"))
    data = sample("fashion")
    of = {key: data.labels == data.classes.index(key) for key in ("sneaker", "ankle-boot")}
    mean = {key: codes(name)[mask].mean(axis=0) for key, mask in of.items()}
    expected = start + mean["ankle-boot"] - mean["sneaker"]
    assert hand.state.second == pytest.approx(expected, abs=1e-4)
    go_along(hand, 1.0)
    hand.settle()
    assert close(hand.output(), decoded(name, expected))


def test_the_sentence_says_which_direction_it_is_and_stays(hand: Hand) -> None:
    hand.unfold(QUESTION)
    go(hand, Group("class", "sneaker"), Group("class", "ankle-boot"))
    count = int((sample("fashion").labels == sample("fashion").classes.index("sneaker")).sum())
    hand.settle()
    hand.described()
    assert "“ankle boot”" in hand.view.caption()
    assert f"“sneaker” (pictures: {count})" in hand.view.caption()


def test_from_small_to_large_there_is_more_and_more_ink(hand: Hand) -> None:
    name = "shapes-moved-vae-10"
    hand.open_model(name)
    hand.unfold(QUESTION)
    data = items(model(name).card.data.name)
    small = int(np.argsort(data.factors["size"])[len(data) // 6])
    hand.tab.presenter.choose_item(small)
    hand.settle()
    go(hand, Group("size", "low"), Group("size", "high"))
    ink = []
    for t in (0.0, 0.3, 0.6, 1.0):
        go_along(hand, t)
        hand.settle()
        ink.append(int(hand.output().astype(int).sum()))
    assert ink == sorted(ink)
    assert ink[-1] > 1.3 * ink[0]


def test_from_a_group_to_itself_there_is_no_direction(hand: Hand) -> None:
    hand.unfold(QUESTION)
    part, same = section(hand), Group("class", "bag")
    assert part.go.isEnabled()
    hand.pick(part.origin, same)
    hand.pick(part.target, same)
    assert not part.go.isEnabled()
    hand.pick(part.target, Group("class", "coat"))
    assert part.go.isEnabled()


# other models, other words


def test_in_a_comparison_nothing_of_it_can_be_asked_for(walk: Hand) -> None:
    walk.key(Qt.Key.Key_Space)
    walk.push("PCA | AE | VAE")
    walk.shows("fashion-pca-2", "fashion-ae-2", FASHION)
    assert not walk.view.strip.isVisible()
    assert not walk.view.transport.isVisible()
    assert not walk.view.transport.is_playing()
    for text in (SECOND, PATH, "Go that way from the point"):
        assert not walk.control(QPushButton, text).isEnabled()
    assert all(plane.second() is None for plane in walk.stage.planes)
    walk.key(Qt.Key.Key_Space)
    assert not walk.view.transport.is_playing()
    walk.key(Qt.Key.Key_Z, CTRL)
    walk.shows(FASHION)
    assert walk.plane().second() is not None
    assert walk.view.strip.isVisible()


def test_another_model_begins_without_b(walk: Hand) -> None:
    walk.open_model("digits-vae-20")
    assert walk.plane().second() is None
    assert not walk.view.strip.isVisible()
    walk.push(SECOND)
    walk.after_deletions()
    a, b = np.array(walk.tab.presenter.codes()[0]), np.array(walk.state.second)
    assert b.shape == (20,)
    walk.until(lambda: strip_shows(walk, pictures("digits-vae-20", np.linspace(a, b, 11))))


@pytest.mark.parametrize(("key", "value"), [("language", "de"), ("theme", "dark")])
def test_b_and_its_strip_outlive_another_language_or_theme(
    walk: Hand, key: str, value: str
) -> None:
    walk.key(Qt.Key.Key_Space)
    a, b = ends(walk)
    walk.window.choose(key, value)
    walk.shows(FASHION)
    walk.after_deletions()
    assert ends(walk)[1] == pytest.approx(b)
    walk.until(lambda: strip_shows(walk, pictures(FASHION, np.linspace(a, b, 11))))
    assert not walk.view.transport.is_playing()
    walk.key(Qt.Key.Key_Space)
    assert walk.view.transport.is_playing()


def test_nothing_can_be_asked_for_before_a_model_is_there(open_window: Opener) -> None:
    panel = open_window(wait=False).view.panel
    for part in (panel.between, panel.drawing, panel.dimensions):
        assert not part.isEnabled()
