"""The transport bar: what is pressed is said once, what is set from outside is not said."""

from __future__ import annotations

import pytest
from hand import PATIENCE
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.steady import SteadyText
from gui.widgets.transport import Transport

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot: QtBot) -> Transport:
    one = Transport(THEMES["light"], 1.0)
    qtbot.addWidget(one)
    with qtbot.waitExposed(one, timeout=PATIENCE):
        one.show()
    return one


def press(bar: Transport, name: str) -> None:
    found = [b for b in bar.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert len(found) == 1, name
    QTest.mouseClick(found[0], LEFT)


def record(bar: Transport) -> list[object]:
    said: list[object] = []
    bar.playToggled.connect(said.append)
    bar.stepped.connect(lambda: said.append("step"))
    bar.wasReset.connect(lambda: said.append("reset"))
    bar.speedChanged.connect(lambda speed: said.append(round(speed, 3)))
    return said


def test_play_becomes_pause_and_back(bar: Transport) -> None:
    said = record(bar)
    press(bar, "Play")
    assert bar.is_playing()
    press(bar, "Pause")
    assert not bar.is_playing()
    bar.toggle()
    assert said == [True, False, True]


def test_a_step_while_it_plays_makes_it_stand_first(bar: Transport) -> None:
    bar.set_playing(True)
    said = record(bar)
    press(bar, "Step")
    press(bar, "Step")
    press(bar, "Reset")
    assert said == [False, "step", "step", "reset"]


def test_what_is_set_from_outside_is_shown_and_not_said(bar: Transport) -> None:
    said = record(bar)
    bar.set_playing(True)
    press_names = [b.accessibleName() for b in bar.findChildren(QAbstractButton)]
    assert "Pause" in press_names
    bar.set_speed(10)
    assert bar.speed() == pytest.approx(10)
    assert bar.findChild(SteadyText).text() == "10×"
    assert said == []


def test_the_slider_speeds_up_by_keyboard_and_says_the_factor(bar: Transport) -> None:
    said = record(bar)
    slider = bar.findChild(QSlider)
    assert bar.speed() == pytest.approx(1)
    QTest.keyClick(slider, Qt.Key.Key_End)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert said == [10.0, 0.1]
    assert bar.findChild(SteadyText).text() == "0.10×"


def test_every_part_says_what_it_is(bar: Transport) -> None:
    parts = [*bar.findChildren(QAbstractButton), bar.findChild(QSlider)]
    assert all(part.accessibleName() and part.toolTip() for part in parts)
    assert all(part.focusPolicy() & Qt.FocusPolicy.TabFocus for part in parts)


def test_the_icons_of_the_buttons_differ(bar: Transport) -> None:
    bar.set_playing(False)
    buttons = bar.findChildren(QAbstractButton)
    pictures = [b.icon().pixmap(24, 24).toImage() for b in buttons]
    bar.set_playing(True)
    pictures.append(buttons[0].icon().pixmap(24, 24).toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[:i])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("speed", [0.1, 0.25, 3.3, 10])
def test_the_factor_is_not_cut_off(qtbot: QtBot, theme, speed: float) -> None:
    one = Transport(theme, theme.scale)
    qtbot.addWidget(one)
    one.set_speed(speed)
    one.show()
    factor = one.findChild(SteadyText)
    assert factor.fontMetrics().horizontalAdvance(factor.text()) <= factor.width()
