"""Drawing: strokes land where the pointer is, as wide as said, and can be taken back."""

from __future__ import annotations

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.canvas import Canvas

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
LIGHT = THEMES["light"]


@pytest.fixture
def ink(qtbot: QtBot) -> Canvas:
    return shown(qtbot, Canvas(LIGHT, 280))


@pytest.fixture
def colors(qtbot: QtBot) -> Canvas:
    return shown(qtbot, Canvas(LIGHT, 256, (64, 64, 3)))


def shown(qtbot: QtBot, canvas: Canvas) -> Canvas:
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas, timeout=PATIENCE):
        canvas.show()
    return canvas


def at(canvas: Canvas, x: float, y: float) -> QPoint:
    """The widget's pixel at picture coordinates."""
    room, shape = canvas.picture_rect(), canvas.pixels().shape
    return QPoint(
        round(room.x() + x * room.width() / shape[1]),
        round(room.y() + y * room.height() / shape[0]),
    )


def stroke(canvas: Canvas, *path: tuple[float, float], button=LEFT) -> None:
    QTest.mousePress(canvas, button, pos=at(canvas, *path[0]))
    for place in path[1:]:
        QTest.mouseMove(canvas, at(canvas, *place))
    QTest.mouseRelease(canvas, button, pos=at(canvas, *path[-1]))


def test_a_fast_stroke_has_no_holes(ink: Canvas) -> None:
    stroke(ink, (4, 14.5), (24, 14.5))
    pixels = ink.pixels()
    assert pixels.dtype == np.uint8
    assert (pixels[14, 4:24] == 255).all()
    assert (pixels[:12] == 0).all()
    assert (pixels[17:] == 0).all()


@pytest.mark.parametrize("width", [1.0, 2.0, 4.0, 6.5])
def test_a_stroke_is_as_wide_as_said_in_picture_pixels(ink: Canvas, width: float) -> None:
    ink.set_width(width)
    stroke(ink, (4, 14), (24, 14))
    across = ink.pixels()[:, 14].sum() / 255
    assert across == pytest.approx(width, abs=0.3)


def test_the_edge_of_the_brush_is_soft(ink: Canvas) -> None:
    ink.set_width(6)
    stroke(ink, (14, 14))
    values = ink.pixels()
    assert ((values > 20) & (values < 235)).sum() >= 8


def test_a_stroke_that_crosses_itself_is_not_darker_at_its_edge(ink: Canvas) -> None:
    stroke(ink, (4, 14), (24, 14))
    once = ink.pixels()
    ink.clear()
    stroke(ink, (4, 14), (24, 14), (4, 14), (24, 14))
    assert np.array_equal(ink.pixels(), once)


@pytest.mark.parametrize("how", ["right button", "eraser", "key"])
def test_erasing_takes_ink_away_where_it_passes(ink: Canvas, how: str) -> None:
    stroke(ink, (4, 8.5), (24, 8.5))
    stroke(ink, (4, 20.5), (24, 20.5))
    ink.set_width(5)
    if how == "eraser":
        ink.set_tool("eraser")
    elif how == "key":
        QTest.keyClick(ink, Qt.Key.Key_E)
        assert ink.tool() == "eraser"
    stroke(ink, (4, 8.5), (24, 8.5), button=RIGHT if how == "right button" else LEFT)
    assert (ink.pixels()[5:12, 5:23] == 0).all()
    assert (ink.pixels()[20, 5:23] == 255).all()


def test_each_move_that_changes_pixels_says_so_and_the_end_once(ink: Canvas) -> None:
    said: list[str] = []
    ink.changed.connect(lambda: said.append("changed"))
    ink.stroke_finished.connect(lambda: said.append("finished"))
    stroke(ink, (4, 4), (10, 4), (16, 4))
    assert said == ["changed"] * 3 + ["finished"]
    said.clear()
    stroke(ink, (4, 24), (10, 24), button=RIGHT)  # nothing to erase
    assert said == []


def test_moving_without_a_button_draws_nothing(ink: Canvas) -> None:
    QTest.mouseMove(ink, at(ink, 4, 4))
    QTest.mouseMove(ink, at(ink, 20, 20))
    assert not ink.pixels().any()


def test_strokes_are_taken_back_one_by_one(ink: Canvas, qtbot: QtBot) -> None:
    stroke(ink, (4, 4), (20, 4))
    first = ink.pixels()
    stroke(ink, (4, 20), (20, 20))
    with qtbot.waitSignals([ink.changed, ink.stroke_finished], timeout=PATIENCE):
        assert ink.undo_stroke()
    assert np.array_equal(ink.pixels(), first)
    assert ink.undo_stroke()
    assert not ink.pixels().any()
    assert not ink.undo_stroke()


def test_delete_empties_and_can_be_taken_back(ink: Canvas) -> None:
    stroke(ink, (4, 4), (20, 4))
    drawn = ink.pixels()
    QTest.keyClick(ink, Qt.Key.Key_Delete)
    assert not ink.pixels().any()
    ink.undo_stroke()
    assert np.array_equal(ink.pixels(), drawn)


def test_brackets_change_the_width_within_limits(ink: Canvas) -> None:
    ink.set_width(1)
    said: list[float] = []
    ink.widthChanged.connect(said.append)
    QTest.keyClick(ink, Qt.Key.Key_BracketRight)
    for _ in range(3):
        QTest.keyClick(ink, Qt.Key.Key_BracketLeft)
    assert said == [1.5, 1.0, 0.5, 0.5]
    ink.set_width(1000)
    assert ink.brush_width() == 14


def test_colours_are_drawn_in_the_chosen_one_and_erased_to_paper(colors: Canvas) -> None:
    assert (colors.pixels() == 255).all()
    colors.set_color((200, 30, 60))
    colors.set_width(6)
    stroke(colors, (10, 32), (50, 32))
    assert colors.pixels()[32, 30].tolist() == [200, 30, 60]
    colors.set_width(14)
    stroke(colors, (10, 32), (50, 32), button=RIGHT)
    assert (colors.pixels() == 255).all()


def test_what_was_set_is_drawn_on_and_the_givers_array_stays(ink: Canvas) -> None:
    given = np.full((28, 28), 90, np.uint8)
    ink.set_pixels(given)
    handed_out = ink.shown_pixels()
    assert handed_out is not None
    stroke(ink, (4, 14), (20, 14))
    assert (given == 90).all()
    assert (handed_out == 90).all()
    assert ink.pixels()[14, 10] == 255
    assert ink.pixels()[2, 2] == 90


def test_a_stroke_may_leave_the_picture_and_come_back(ink: Canvas) -> None:
    stroke(ink, (14, 14.5), (60, 14.5), (60, 20.5), (14, 20.5))
    pixels = ink.pixels()
    assert (pixels[14, 14:] == 255).all()
    assert (pixels[20, 14:] == 255).all()


def pen(
    canvas: Canvas, kind: QEvent.Type, x: float, y: float, pressure: float, tip: object
) -> None:
    device = QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, tip, QInputDevice.Capability.Pressure, 1, 1
    )
    place = QPointF(at(canvas, x, y))
    up = kind == QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind, device, place, QPointF(canvas.mapToGlobal(place)), pressure, 0, 0, 0, 0, 0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT,
        Qt.MouseButton.NoButton if up else LEFT,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted()


def pen_stroke(canvas: Canvas, pressure: float, tip: object) -> None:
    pen(canvas, QEvent.Type.TabletPress, 4, 14, pressure, tip)
    pen(canvas, QEvent.Type.TabletMove, 24, 14, pressure, tip)
    pen(canvas, QEvent.Type.TabletRelease, 24, 14, 0, tip)


def test_a_pen_draws_wider_when_pressed_harder_and_erases_with_its_other_end(ink: Canvas) -> None:
    ink.set_width(6)
    tip, end = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
    pen_stroke(ink, 0.2, tip)
    light = ink.pixels()[:, 14].sum() / 255
    ink.clear()
    pen_stroke(ink, 1.0, tip)
    assert ink.pixels()[:, 14].sum() / 255 > light + 2
    pen_stroke(ink, 1.0, end)
    assert ink.pixels()[13:15, 6:22].max() == 0


def test_the_brush_is_outlined_under_the_pointer_and_not_elsewhere(ink: Canvas) -> None:
    ink.set_width(8)
    before = ink.grab().toImage()
    QTest.mouseMove(ink, at(ink, 14, 14))
    outlined = ink.grab().toImage()
    edge, middle = at(ink, 18, 14), at(ink, 14, 14)
    assert outlined.pixel(edge + QPoint(1, 0)) != before.pixel(edge + QPoint(1, 0))
    assert outlined.pixel(middle) == before.pixel(middle)
    QApplication.sendEvent(ink, QEvent(QEvent.Type.Leave))
    assert ink.grab().toImage() == before
