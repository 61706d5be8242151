"""The film strip, the probe rows and the plane of codes: what is shown, and what the hand does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.codes_plane import CodesPlane
from gui.widgets.film_brush import FRAME
from gui.widgets.film_strip import FilmStrip
from gui.widgets.pictures import to_rgba
from gui.widgets.probe_rows import ProbeRows

LIGHT = THEMES["light"]
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
RNG = np.random.default_rng(2)


def seen(widget: QWidget, room: QRect | None = None) -> np.ndarray:
    """The pixels (H, W, 3) of a shown widget."""
    image = widget.grab(room or widget.rect()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 2::-1].copy()


def color(name: str) -> list[int]:
    return list(QColor(name).getRgb())[:3]


def has(pixels: np.ndarray, name: str) -> bool:
    return bool((pixels == color(name)).all(axis=2).any())


def blown_up(picture: np.ndarray, room: QRect) -> np.ndarray:
    """What a picture must look like in `room`: a whole multiple of its pixels."""
    times = room.width() // picture.shape[1]
    assert (room.height(), room.width()) == (times * picture.shape[0], times * picture.shape[1])
    return to_rgba(picture, LIGHT)[..., :3].repeat(times, axis=0).repeat(times, axis=1)


def on_screen(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget, timeout=PATIENCE):
        widget.show()


# film strip


def strip_of(qtbot: QtBot, count: int, shape=(28, 28), width: int = 900) -> FilmStrip:
    """Frames at steps 0, 10, 20, …; every tenth can be gone on from."""
    one = FilmStrip(LIGHT, 1.0)
    on_screen(qtbot, one, width, 120)
    for i in range(count):
        one.add(10 * i, thumbnail(i, shape), i % 10 == 0)
    return one


def thumbnail(i: int, shape=(28, 28)) -> np.ndarray:
    return np.full(shape, (37 * i) % 256, np.uint8)


def said_by(strip: FilmStrip) -> list[object]:
    said: list[object] = []
    strip.scrubbed.connect(said.append)
    strip.goOnAsked.connect(lambda step: said.append(("go on", step)))
    return said


def inside(strip: FilmStrip, step: int) -> QRect:
    return strip.cell(step).adjusted(FRAME, FRAME, -FRAME, -FRAME)


@pytest.mark.parametrize("shape", [(28, 28), (64, 64, 3), (28, 140)])
def test_a_frame_is_drawn_at_a_whole_multiple(qtbot: QtBot, shape: tuple[int, ...]) -> None:
    strip = strip_of(qtbot, 0)
    pictures = RNG.integers(0, 256, (3, *shape), dtype=np.uint8)
    for i, picture in enumerate(pictures):
        strip.add(i, picture, False)
    for i, picture in enumerate(pictures):
        room = inside(strip, i)
        assert np.array_equal(seen(strip, room), blown_up(picture, room))


def test_several_wide_frames_fit_rather_than_one_large(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 10, (28, 140))
    assert strip.row().places >= 3
    assert inside(strip, 0).width() == 280


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 10, 300])
def test_frames_stay_inside_and_apart(qtbot: QtBot, count: int) -> None:
    strip = strip_of(qtbot, count)
    row = strip.row()
    cells = [row.rect(place) for place in range(row.places)]
    assert all(strip.rect().contains(cell) for cell in cells)
    assert not any(a.intersects(b) for a, b in pairwise(cells))
    drawn = row.drawn(count - 1)
    assert drawn == sorted(set(drawn))
    assert (drawn[0], drawn[-1]) == (0 if count > 1 else count - 1, count - 1)
    gaps = np.diff(drawn)
    assert count < 2 or gaps.max() - gaps.min() <= 1  # evenly chosen


def test_each_of_many_frames_can_be_scrubbed_to_and_is_shown(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 200)
    said = said_by(strip)
    QTest.mousePress(strip, LEFT, pos=strip.cell(0).center())
    for x in range(strip.cell(0).center().x(), strip.width()):
        QTest.mouseMove(strip, QPoint(x, 40))
    QTest.mouseRelease(strip, LEFT)
    assert said == [*range(0, 1990, 10), None]
    for step in (10, 370, 1000, 1980):
        strip.choose(step)
        assert (
            seen(strip, inside(strip, step)) == to_rgba(thumbnail(step // 10), LIGHT)[0, 0, :3]
        ).all()


def test_the_frame_looked_at_is_framed_with_its_step_under_it(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 200)
    assert not has(seen(strip), LIGHT.point)
    now = strip.cell(1990)
    assert seen(strip)[now.center().y(), now.left() + 1].tolist() == color(LIGHT.text)
    strip.choose(500)
    pixels, cell = seen(strip), strip.cell(500)
    assert pixels[cell.center().y(), cell.left() + 1].tolist() == color(LIGHT.point)
    assert pixels[now.center().y(), now.left() + 1].tolist() != color(LIGHT.text)
    under = pixels[cell.bottom() + 8 :]
    columns = np.flatnonzero((under == color(LIGHT.point)).all(axis=2).any(axis=0))
    assert (columns[0] + columns[-1]) / 2 == pytest.approx(cell.center().x(), abs=3)


def test_keys_and_wheel_walk_from_frame_to_frame(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 50)
    said = said_by(strip)
    for key in (KEY.Key_Left, KEY.Key_Left, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right,
                KEY.Key_Home, KEY.Key_Left, KEY.Key_Right, KEY.Key_End):  # fmt: skip
        QTest.keyClick(strip, key)
    assert said == [480, 470, 480, None, 0, 10, None]
    said.clear()
    for turned in (120, 60, 60, -120, -1200):
        wheel = QWheelEvent(
            QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(strip, wheel)
    assert said == [480, 470, 480, None]


def test_one_goes_on_only_from_a_frame_whose_state_is_kept(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 21)
    said = said_by(strip)
    strip.choose(100)
    QTest.keyClick(strip, KEY.Key_Return)
    strip.choose(110)
    QTest.keyClick(strip, KEY.Key_Return)
    assert said == [("go on", 100)]
    strip.set_can_go_on(110, True)
    QTest.keyClick(strip, KEY.Key_Enter)
    said.clear()
    at = strip.cell(0).center()
    QTest.mouseClick(strip, LEFT, pos=at)
    QTest.mouseDClick(strip, LEFT, pos=at)
    assert said == [0, ("go on", 0)]
    strip.choose(None)
    QTest.keyClick(strip, KEY.Key_Return)  # now, step 200
    assert said[-1] == ("go on", 200)


def test_a_frame_whose_state_is_kept_has_a_notch(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 5)

    def notched(step: int) -> bool:
        cell = strip.cell(step)
        return has(seen(strip, QRect(cell.center().x() - 3, cell.bottom() + 2, 7, 4)), LIGHT.muted)

    assert [notched(step) for step in (0, 10, 20, 30)] == [True, False, False, False]
    strip.set_can_go_on(0, False)
    strip.set_can_go_on(20, True)
    assert [notched(step) for step in (0, 10, 20, 30)] == [False, False, True, False]


def test_the_hover_text_says_whether_one_can_go_on(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 6)
    for step, words in ((0, "double click"), (20, "cannot go on"), (50, "now")):
        at = strip.cell(step).center()
        QApplication.sendEvent(
            strip, QHelpEvent(QHelpEvent.Type.ToolTip, at, strip.mapToGlobal(at))
        )
        assert words in QToolTip.text()
        assert f"step {step}:" in QToolTip.text()
    QToolTip.hideText()


def test_who_looks_at_a_frame_that_goes_away_is_told(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 30)
    said = said_by(strip)
    strip.choose(120)
    strip.remove([10, 20])
    strip.cut_after(200)
    assert (said, strip.chosen()) == ([], 120)
    assert strip.steps() == [0, *range(30, 201, 10)]
    strip.remove([120])
    assert (said, strip.chosen()) == ([None], None)
    strip.choose(100)
    strip.cut_after(50)
    strip.choose(40)
    strip.clear()
    assert said == [None] * 3
    assert strip.steps() == []
    assert not has(seen(strip), LIGHT.point)


def test_who_looks_at_a_frame_keeps_it_while_others_come(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 5)
    said = said_by(strip)
    strip.choose(20)
    strip.add(50, thumbnail(9), False)
    strip.add(20, thumbnail(100), False)  # in its place
    assert strip.steps() == [0, 10, 20, 30, 40, 50]
    assert strip.chosen() == 20
    assert (seen(strip, inside(strip, 20)) == to_rgba(thumbnail(100), LIGHT)[0, 0, :3]).all()
    strip.choose(47)  # there is none: the one before
    assert strip.chosen() == 40
    assert said == []


def test_an_empty_strip_says_so_and_bears_every_key(qtbot: QtBot) -> None:
    strip = strip_of(qtbot, 0)
    said = said_by(strip)
    for key in (KEY.Key_Left, KEY.Key_Home, KEY.Key_End, KEY.Key_Return):
        QTest.keyClick(strip, key)
    QTest.mouseClick(strip, LEFT, pos=QPoint(50, 50))
    QTest.mouseDClick(strip, LEFT, pos=QPoint(50, 50))
    strip.choose(5)
    assert said == []
    assert strip.chosen() is None
    assert has(seen(strip), LIGHT.muted)


# probe rows


def rows_of(qtbot: QtBot, count: int = 8, shape=(28, 28), size=(480, 340), drawn=True) -> ProbeRows:
    one = ProbeRows(LIGHT, 1.0)
    on_screen(qtbot, one, *size)
    one.show_inputs(np.full((count, *shape), 100, np.uint8))
    prior = np.full((count, *shape), 40, np.uint8) if drawn else None
    one.show_before(np.full((count, *shape), 200, np.uint8), prior)
    one.show_now(1200, np.full((count, *shape), 151, np.uint8), prior)
    return one


@pytest.mark.parametrize("shape", [(28, 28), (64, 64, 3), (20, 30, 3)])
def test_each_row_shows_its_own_pictures(qtbot: QtBot, shape: tuple[int, ...]) -> None:
    rows = rows_of(qtbot, 6, shape, (900, 700))
    pictures = RNG.integers(0, 256, (5, 6, *shape), dtype=np.uint8)
    rows.show_inputs(pictures[0])
    rows.show_before(pictures[1], pictures[3])
    rows.show_now(7, pictures[2], pictures[4])
    for row in range(5):
        for column in (0, rows.columns() - 1):
            room = rows.cell(row, column)
            assert rows.rect().contains(room)
            assert np.array_equal(seen(rows, room), blown_up(pictures[row, column], room))


def test_what_was_before_stays_while_now_changes(qtbot: QtBot) -> None:
    rows = rows_of(qtbot)
    kept = [seen(rows, rows.cell(row, 0)) for row in (0, 1, 3)]
    now = seen(rows, rows.cell(2, 0))
    rows.show_now(1300, np.full((8, 28, 28), 3, np.uint8), np.full((8, 28, 28), 9, np.uint8))
    assert all(
        np.array_equal(a, seen(rows, rows.cell(row, 0)))
        for a, row in zip(kept, (0, 1, 3), strict=True)
    )
    assert not np.array_equal(now, seen(rows, rows.cell(2, 0)))


def test_rows_are_named_and_measured(qtbot: QtBot) -> None:
    rows = rows_of(qtbot)
    assert rows.names() == [
        "data", "before MSE 0.154", "step 1200 MSE 0.0400", "before drawn", "step 1200 drawn",
    ]  # fmt: skip
    rows.show_now(1300, np.full((8, 28, 28), 100, np.uint8), None, live=True)
    assert rows.names()[2] == "now MSE 0"
    assert rows.accessibleDescription().startswith("data; before MSE 0.154; now MSE 0")


def test_without_a_prior_there_are_three_rows(qtbot: QtBot) -> None:
    rows = rows_of(qtbot, drawn=False)
    assert rows.names() == ["data", "before MSE 0.154", "step 1200 MSE 0.0400"]


def test_rows_are_framed_in_the_colour_of_what_they_are(qtbot: QtBot) -> None:
    rows = rows_of(qtbot)
    pixels = seen(rows)
    edges = [pixels[cell.center().y(), cell.left() - 1].tolist()
             for cell in (rows.cell(row, 0) for row in range(3))]  # fmt: skip
    assert edges == [color(name) for name in (LIGHT.data, LIGHT.muted, LIGHT.generated)]


def test_new_inputs_drop_what_was_made_of_others(qtbot: QtBot) -> None:
    rows = rows_of(qtbot)
    rows.show_inputs(np.zeros((4, 64, 64, 3), np.uint8))
    assert rows.names() == ["data", "before", "now"]
    assert not has(seen(rows, rows.cell(1, 0).adjusted(-2, -2, 2, 2)), LIGHT.muted)


def test_pictures_are_as_large_as_some_of_them_fit(qtbot: QtBot) -> None:
    rows = rows_of(qtbot, 16, size=(480, 340))
    assert rows.cell(0, 0).width() == 56
    assert rows.columns() == 5
    rows.resize(1600, 340)
    assert rows.columns() == 16


def test_before_the_first_step_the_rows_say_so(qtbot: QtBot) -> None:
    rows = ProbeRows(LIGHT, 1.0)
    on_screen(qtbot, rows, 480, 340)
    words = seen(rows)
    assert has(words, LIGHT.muted)
    assert not has(words, LIGHT.data)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_labels_end_before_the_pictures(qtbot: QtBot, theme) -> None:
    rows = ProbeRows(theme, theme.scale)
    on_screen(qtbot, rows, round(480 * theme.scale), round(340 * theme.scale))
    pictures = np.zeros((8, 28, 28), np.uint8)
    rows.show_inputs(pictures)
    rows.show_before(pictures + 9, pictures)
    rows.show_now(88888, pictures + 1, pictures)
    pixels = seen(rows)
    left = rows.cell(0, 0).left()
    assert (pixels[:, left - 6 : left - 2] == pixels[0, 0]).all()


# plane of codes


def plane_of(qtbot: QtBot, prior: bool = True, reach: float | None = None) -> CodesPlane:
    one = CodesPlane(LIGHT, 1.0)
    on_screen(qtbot, one, 340, 360)
    one.begin("with KL, β = 1", prior=prior, reach=reach)
    return one


def blobs(radius: float) -> tuple[np.ndarray, np.ndarray]:
    labels = np.arange(300) % 10
    angle = labels * 0.2 * np.pi
    codes = radius * np.stack([np.cos(angle), np.sin(angle)], 1)
    return codes + 0.02 * RNG.standard_normal((300, 2)), labels


def grown(plane: CodesPlane, qtbot: QtBot) -> None:
    """Wait until the view shows as far as it will."""
    qtbot.waitUntil(lambda: plane.seen_reach() == pytest.approx(plane.reach()), timeout=PATIENCE)


def test_codes_are_drawn_in_the_colours_of_their_classes(qtbot: QtBot) -> None:
    plane = plane_of(qtbot, prior=False)
    ground = seen(plane)
    codes, labels = blobs(1.5)
    plane.show_codes(codes[labels == 1], labels[labels == 1])
    new = (seen(plane) != ground).any(axis=2)
    assert 20 < new.sum() < 800
    one = np.argwhere(new).mean(axis=0)
    plane.show_codes(codes[labels == 6], labels[labels == 6])  # on the other side
    other = np.argwhere((seen(plane) != ground).any(axis=2)).mean(axis=0)
    assert np.hypot(*(one - other)) > 60
    plane.show_codes(codes[:0], labels[:0])
    assert np.array_equal(seen(plane), ground)


def test_the_prior_is_drawn_where_there_is_one(qtbot: QtBot) -> None:
    plane = plane_of(qtbot, prior=False)
    without = seen(plane)
    plane.begin("with KL, β = 1", prior=True)
    assert (seen(plane) != without).any(axis=2).sum() > 300


def test_the_view_grows_and_never_shrinks(qtbot: QtBot) -> None:
    plane = plane_of(qtbot)
    small = plane.reach()
    plane.show_codes(*blobs(1))
    assert plane.reach() == small
    plane.show_codes(*blobs(9))
    assert plane.reach() > 9
    far = plane.reach()
    grown(plane, qtbot)
    plane.show_codes(*blobs(1))
    assert plane.reach() == far
    plane.begin("without KL", reach=5)
    assert plane.reach() == plane.seen_reach() == 5


def test_the_view_of_two_planes_can_be_held_alike(qtbot: QtBot) -> None:
    one, other = plane_of(qtbot), plane_of(qtbot)
    one.show_codes(*blobs(7))
    other.see(one.reach())
    assert other.reach() == one.reach()
    grown(other, qtbot)
    other.see(2)
    assert other.reach() == one.reach()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_codes_that_are_no_numbers_are_left_out(qtbot: QtBot, bad: float) -> None:
    plane = plane_of(qtbot)
    codes, labels = blobs(1)
    plane.show_codes(codes, labels)
    before, reach = seen(plane), plane.reach()
    plane.show_codes(np.concatenate([codes, [[bad, 0], [0, bad]]]), np.append(labels, [3, 4]))
    assert np.array_equal(seen(plane), before)
    assert plane.reach() == reach
    plane.show_codes(np.full((5, 2), bad), np.zeros(5, int))


def test_a_few_stray_codes_do_not_squeeze_the_rest(qtbot: QtBot) -> None:
    plane = plane_of(qtbot)
    codes, labels = blobs(1)
    codes[:3] = 1e6
    plane.show_codes(codes, labels)
    assert plane.reach() < 4


def test_more_classes_than_colours_begin_anew(qtbot: QtBot) -> None:
    plane = plane_of(qtbot)
    codes, labels = blobs(1)
    plane.show_codes(codes, labels)
    ten = seen(plane)
    plane.show_codes(codes, labels + 10)
    assert np.array_equal(seen(plane), ten)


def test_a_plane_is_named_by_its_title(qtbot: QtBot) -> None:
    assert plane_of(qtbot).accessibleName() == "codes of held-out pictures: with KL, β = 1"
