"""The bank of sliders: every gesture moves the right dimension to the right value, and says so."""

from __future__ import annotations

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.slider_bank import SliderBank

LIGHT = THEMES["light"]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CENTRE = np.array([0.0, 1.0, -2.0, 0.0])
SPREAD = np.array([1.0, 2.0, 0.5, 1.0])
ORDER = [2, 0, 1, 3]


@pytest.fixture
def bank(qtbot: QtBot) -> SliderBank:
    """Four dimensions in another order, with their own centres and spreads."""
    one = SliderBank(LIGHT, 1.0)
    qtbot.addWidget(one)
    one.show_dimensions(4, ORDER, CENTRE, SPREAD, np.array([2.0, 0.5, 3.0, 0.0]))
    one.resize(one.sizeHint())
    with qtbot.waitExposed(one, timeout=PATIENCE):
        one.show()
    return one


def at(bank: SliderBank, dimension: int, offset: float) -> QPoint:
    """The pixel on the track of `dimension`, `offset` σ from its centre."""
    value = bank.values()
    value[dimension] = CENTRE[dimension] + offset * SPREAD[dimension]
    before = bank.values()
    bank.show_values(value)
    place = bank.handle_at(dimension).toPoint()
    bank.show_values(before)
    return place


def changes(bank: SliderBank) -> list[tuple[int, float]]:
    said: list[tuple[int, float]] = []
    bank.changed.connect(lambda k, value: said.append((k, value)))
    return said


def test_a_click_on_a_track_sets_that_dimension_in_its_own_units(bank: SliderBank) -> None:
    said = changes(bank)
    QTest.mouseClick(bank, LEFT, pos=at(bank, 1, 2.0))
    assert [k for k, _ in said] == [1]
    assert said[0][1] == pytest.approx(1.0 + 2.0 * 2.0, abs=0.15)
    assert bank.values()[[0, 2, 3]].tolist() == CENTRE[[0, 2, 3]].tolist()


def test_a_drag_follows_the_pointer_and_stops_at_the_end_of_the_track(
    bank: SliderBank, qtbot: QtBot
) -> None:
    said = changes(bank)
    QTest.mousePress(bank, LEFT, pos=bank.handle_at(2).toPoint())
    QTest.mouseMove(bank, at(bank, 2, 1.0))
    assert bank.values()[2] == pytest.approx(-2 + 0.5, abs=0.05)
    QTest.mouseMove(bank, QPoint(bank.width() + 300, 3))  # over other rows, out of the widget
    assert {k for k, _ in said} == {2}
    assert bank.values()[2] == pytest.approx(-2 + 4 * 0.5)
    with qtbot.waitSignal(bank.released, timeout=PATIENCE):
        QTest.mouseRelease(bank, LEFT, pos=QPoint(bank.width(), 3))


def test_taking_a_handle_off_its_middle_does_not_make_it_jump(bank: SliderBank) -> None:
    said = changes(bank)
    QTest.mousePress(bank, LEFT, pos=bank.handle_at(0).toPoint() + QPoint(3, 2))
    assert said == []
    QTest.mouseRelease(bank, LEFT, pos=bank.handle_at(0).toPoint() + QPoint(3, 2))


def test_a_click_on_a_name_chooses_and_moves_nothing(bank: SliderBank, qtbot: QtBot) -> None:
    said = changes(bank)
    with qtbot.waitSignal(bank.chosen, timeout=PATIENCE) as signal:
        QTest.mouseClick(bank, LEFT, pos=QPoint(8, bank.row_rect(1).center().y()))
    assert signal.args == [1]
    assert bank.dimension() == 1
    assert said == []


def test_a_double_click_puts_one_row_back_to_its_centre(bank: SliderBank, qtbot: QtBot) -> None:
    bank.show_values(CENTRE + 1)
    said = changes(bank)
    QTest.mouseDClick(bank, LEFT, pos=at(bank, 1, -1.0))
    assert said[-1] == (1, 1.0)
    assert bank.values()[0] == 1.0


def turn(bank: SliderBank, place: QPoint, notches: int) -> bool:
    where = QPointF(place)
    event = QWheelEvent(
        where, QPointF(bank.mapToGlobal(place)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(bank, event)
    return event.isAccepted()


def test_the_wheel_moves_a_tenth_of_sigma_on_the_track_and_scrolls_beside_it(
    bank: SliderBank,
) -> None:
    assert turn(bank, bank.handle_at(1).toPoint(), 3)
    assert bank.values()[1] == pytest.approx(1.0 + 0.3 * 2.0)
    before = bank.values()
    assert not turn(bank, QPoint(4, bank.row_rect(1).center().y()), 1)
    assert np.array_equal(bank.values(), before)


def test_the_keyboard_chooses_and_moves(bank: SliderBank, qtbot: QtBot) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(bank, Qt.Key.Key_Down)
    assert bank.dimension() == ORDER[1]
    QTest.keyClick(bank, Qt.Key.Key_Right)
    assert bank.values()[0] == pytest.approx(0.05)
    QTest.keyClick(bank, Qt.Key.Key_Left, shift)
    assert bank.values()[0] == pytest.approx(-0.45)
    with qtbot.waitSignal(bank.released, timeout=PATIENCE):
        QTest.keyClick(bank, Qt.Key.Key_Home)
    assert bank.values()[0] == 0
    QTest.keyClick(bank, Qt.Key.Key_Right)
    QTest.keyClick(bank, Qt.Key.Key_0)
    assert bank.values()[0] == 0
    QTest.keyClick(bank, Qt.Key.Key_Up)
    QTest.keyClick(bank, Qt.Key.Key_Up)
    assert bank.dimension() == ORDER[0]


def test_a_value_beyond_the_track_is_kept_pinned_to_the_edge_and_comes_back_step_by_step(
    bank: SliderBank,
) -> None:
    far = CENTRE.copy()
    far[2] = -2 + 9 * 0.5
    bank.show_values(far)
    assert bank.handle_at(2) == QPointF(at(bank, 2, 4.0))
    QTest.keyClick(bank, Qt.Key.Key_Right)
    assert bank.values()[2] == far[2]  # no further out
    QTest.keyClick(bank, Qt.Key.Key_Left)
    assert bank.values()[2] == pytest.approx(-2 + 8.95 * 0.5)


def test_a_value_beyond_the_track_is_drawn_as_an_arrow(bank: SliderBank) -> None:
    def column(value: float) -> int:
        """How many pixels of about the handle's colour stand above each other at its inner end."""
        values = CENTRE.copy()
        values[0] = value
        bank.show_values(values)
        image, place = bank.grab().toImage(), bank.handle_at(0).toPoint()
        x = place.x() - 4
        colors = [image.pixelColor(x, y) for y in range(place.y() - 9, place.y() + 10)]
        return sum(color.red() - color.green() > 70 for color in colors)

    assert column(4.7) > column(4.0) + 2  # the arrow's foot is higher than the disc there


def test_what_is_shown_from_outside_moves_the_handles_and_says_nothing(bank: SliderBank) -> None:
    said = changes(bank)
    before = bank.handle_at(3).x()
    bank.show_values(CENTRE + np.array([0, 0, 0, 1.5]))
    assert bank.handle_at(3).x() > before + 10
    assert said == []


def test_showing_one_other_value_repaints_one_row(bank: SliderBank, qtbot: QtBot) -> None:
    def pixels() -> np.ndarray:
        image = bank.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1).copy()

    before = pixels()
    values = CENTRE.copy()
    values[3] = 2.0
    bank.show_values(values)
    rows = np.flatnonzero((pixels() != before).any(axis=1))
    assert len(rows)
    assert rows.min() >= bank.row_rect(3).top()
    assert rows.max() <= bank.row_rect(3).bottom()


def test_hover_texts_name_the_dimension_and_its_kl(bank: SliderBank) -> None:
    y = bank.row_rect(2).center().y()
    tip = bank.tip_at(QPointF(bank.width() - 20, y))
    assert "z₃" in tip
    assert "3.00 nats" in tip
    assert "z₃ = −2.00" in bank.tip_at(QPointF(bank.width() / 2, y))
    assert "KL" in bank.tip_at(QPointF(bank.width() - 20, 4))


def test_without_kl_there_is_no_bar_and_the_track_is_longer(bank: SliderBank) -> None:
    def ends() -> float:
        return at(bank, 0, 4.0).x()

    with_bar = ends()
    bank.show_dimensions(4, ORDER, CENTRE, SPREAD, None)
    assert ends() > with_bar + 10
    bar = QColor(LIGHT.sigma).rgb()
    image = bank.grab().toImage()
    colors = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert bar not in colors


def test_in_a_scroll_area_the_keyboard_keeps_the_row_in_sight(qtbot: QtBot) -> None:
    area, one = QScrollArea(), SliderBank(LIGHT, 1.0)
    qtbot.addWidget(area)
    one.show_dimensions(32, range(32), np.zeros(32), np.ones(32), None)
    area.setWidgetResizable(True)
    area.setWidget(one)
    area.resize(360, 200)
    with qtbot.waitExposed(area, timeout=PATIENCE):
        area.show()
    assert one.height() >= one.row_rect(31).bottom()
    for _ in range(31):
        QTest.keyClick(one, Qt.Key.Key_Down)
    assert one.dimension() == 31
    assert one.visibleRegion().contains(one.row_rect(31).center())


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("kl", [None, np.linspace(0, 3, 64)])
def test_nothing_is_cut_off_at_the_smallest_width(qtbot: QtBot, theme, kl) -> None:
    one = SliderBank(theme, theme.scale)
    qtbot.addWidget(one)
    one.show_dimensions(64, range(64), np.zeros(64), np.ones(64), kl)
    one.show_values(np.full(64, -12.34))
    one.resize(one.minimumSizeHint())
    one.show()
    image = one.grab().toImage()
    background = image.pixel(0, 0)
    edges = [(x, y) for y in range(image.height()) for x in (0, image.width() - 1)]
    edges += [(x, image.height() - 1) for x in range(image.width())]
    assert {image.pixel(x, y) for x, y in edges} == {background}
