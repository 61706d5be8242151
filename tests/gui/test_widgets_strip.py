"""The strip from A to B and the grid of traversals: what one clicks is what is chosen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.pictures import Picture, to_rgba
from gui.widgets.strip import FRAME, Strip
from gui.widgets.traversal_grid import LEAST, TraversalGrid

LIGHT = THEMES["light"]
LEFT = Qt.MouseButton.LeftButton
RNG = np.random.default_rng(2)


def seen(widget: QWidget, room: QRect | None = None) -> np.ndarray:
    """The pixels (H, W, 3) of a shown widget."""
    image = widget.grab(room or widget.rect()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 2::-1].copy()


def color(name: str) -> list[int]:
    return list(QColor(name).getRgb())[:3]


# strip


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    one = Strip(LIGHT, 1.0)
    qtbot.addWidget(one)
    one.resize(1000, one.heightForWidth(1000))
    one.show_pictures([np.full((28, 28), 20 * i, np.uint8) for i in range(11)])
    with qtbot.waitExposed(one, timeout=PATIENCE):
        one.show()
    return one


def test_ends_are_framed_as_the_points_and_what_lies_between_as_generated(strip: Strip) -> None:
    frames = []
    for i in (0, 1, 5, 9, 10):
        cell = strip.cell(i)
        frames.append(seen(strip)[cell.center().y(), cell.left() + 1].tolist())
    generated = color(LIGHT.generated)
    assert frames == [color(LIGHT.point), *[generated] * 3, color(LIGHT.text)]


def test_each_picture_of_a_strip_is_drawn_at_a_whole_multiple(strip: Strip) -> None:
    for i in range(11):
        inner = strip.cell(i).adjusted(FRAME, FRAME, -FRAME, -FRAME)
        assert inner.width() % 28 == 0
        drawn = seen(strip, inner)
        grey = to_rgba(np.array([[20 * i]], np.uint8), LIGHT)[0, 0, :3]
        assert (drawn == grey).all()


@pytest.mark.parametrize("width", [320, 500, 1400])
def test_a_strip_of_colour_stays_inside_any_width(qtbot: QtBot, width: int) -> None:
    one = Strip(LIGHT, 1.0)
    qtbot.addWidget(one)
    one.show_pictures(RNG.uniform(0, 1, (11, 64, 64, 3)))
    one.resize(width, one.heightForWidth(width))
    one.show()
    cells = [one.cell(i) for i in range(11)]
    assert all(one.rect().contains(cell) for cell in cells)
    assert not any(a.intersects(b) for a, b in pairwise(cells))


def test_a_click_on_a_picture_says_its_t(strip: Strip, qtbot: QtBot) -> None:
    for i in (0, 3, 10):
        with qtbot.waitSignal(strip.chosen, timeout=PATIENCE) as signal:
            QTest.mouseClick(strip, LEFT, pos=strip.cell(i).center())
        assert signal.args[0] == pytest.approx(i / 10, abs=0.005)
        assert strip.position() == pytest.approx(i / 10, abs=0.005)


def test_a_drag_along_the_strip_ends_at_b(strip: Strip) -> None:
    said: list[float] = []
    strip.chosen.connect(said.append)
    QTest.mousePress(strip, LEFT, pos=strip.cell(2).center())
    for i in (4, 6):
        QTest.mouseMove(strip, strip.cell(i).center())
    QTest.mouseMove(strip, QPoint(strip.width() + 50, 5))
    assert said == pytest.approx([0.2, 0.4, 0.6, 1.0], abs=0.005)


def test_a_strip_is_walked_by_keyboard(strip: Strip) -> None:
    said: list[float] = []
    strip.chosen.connect(said.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End,
                Qt.Key.Key_Right, Qt.Key.Key_Home):  # fmt: skip
        QTest.keyClick(strip, key)
    assert said == pytest.approx([0.1, 0.2, 0.1, 1.0, 1.0, 0.0])


def test_the_marker_stands_under_its_place(strip: Strip) -> None:
    said: list[float] = []
    strip.chosen.connect(said.append)
    for i in (0, 4, 10):
        strip.show_position(i / 10)
        below = seen(strip)[strip.cell(0).bottom() + 2 :]
        columns = np.flatnonzero((below == color(LIGHT.point)).all(axis=2).any(axis=0))
        assert columns.mean() == pytest.approx(strip.cell(i).center().x() + 0.5, abs=1)
    assert said == []


# grid


def grid_of(qtbot: QtBot, pictures: np.ndarray, size: tuple[int, int] = (1000, 700), notes="KL 1"):
    one = TraversalGrid(LIGHT, 1.0)
    qtbot.addWidget(one)
    rows = len(pictures)
    current = np.arange(rows, dtype=float) + 0.3
    current[1] = np.nan
    one.show_rows([f"z{i}" for i in range(rows)], [notes] * rows, pictures, current)
    one.resize(*size)
    with qtbot.waitExposed(one, timeout=PATIENCE):
        one.show()
    return one


@pytest.mark.parametrize("shape", [(28, 28), (64, 64, 3), (20, 30, 3)])
def test_each_cell_shows_its_own_picture(qtbot: QtBot, shape: tuple[int, ...]) -> None:
    pictures = RNG.integers(0, 256, (4, 11, *shape), dtype=np.uint8)
    one = grid_of(qtbot, pictures)
    one.show_current([np.nan] * 4)
    for row, column in ((0, 0), (1, 7), (3, 10), (2, 0)):
        cell = one.cell(row, column)
        times = cell.width() // shape[1]
        assert (cell.height(), cell.width()) == (times * shape[0], times * shape[1])
        values = to_rgba(pictures[row, column], LIGHT)[..., :3]
        assert np.array_equal(seen(one, cell), np.kron(values, np.ones((times, times, 1), int)))


def test_shrunk_cells_do_not_bleed_into_each_other(qtbot: QtBot) -> None:
    pictures = np.zeros((3, 11, 64, 64, 3), np.uint8)
    pictures[1, 5] = 255
    one = grid_of(qtbot, pictures, (560, 300))
    one.show_current([np.nan] * 3)
    assert one.cell(1, 5).width() < 64
    assert (seen(one, one.cell(1, 5)) >= 254).all()
    assert (seen(one, one.cell(1, 6)) == 0).all()
    assert (seen(one, one.cell(0, 5)) == 0).all()


def test_a_click_chooses_the_cell_and_the_keyboard_walks_on(qtbot: QtBot) -> None:
    one = grid_of(qtbot, np.zeros((4, 11, 28, 28), np.uint8))
    said: list[tuple[int, int]] = []
    one.chosen.connect(lambda row, column: said.append((row, column)))
    QTest.mouseClick(one, LEFT, pos=one.cell(2, 9).center())
    QTest.keyClick(one, Qt.Key.Key_Right)
    QTest.keyClick(one, Qt.Key.Key_Right)  # there is no further column
    QTest.keyClick(one, Qt.Key.Key_Up)
    QTest.keyClick(one, Qt.Key.Key_Return)
    assert said == [(2, 9), (1, 10)]
    QTest.mouseClick(one, LEFT, pos=QPoint(3, one.cell(2, 9).center().y()))  # on a label
    assert len(said) == 2


def test_the_cell_nearest_to_the_present_value_is_outlined(qtbot: QtBot) -> None:
    one = grid_of(qtbot, np.full((4, 11, 28, 28), 0, np.uint8))

    def outlined(row: int) -> list[int]:
        pixels = seen(one)
        cells = [one.cell(row, column) for column in range(11)]
        point = color(LIGHT.point)
        return [
            i for i, c in enumerate(cells) if pixels[c.center().y(), c.left() - 2].tolist() == point
        ]

    assert [outlined(row) for row in range(4)] == [[0], [], [2], [3]]
    one.show_current([4.6, 2.2, -8.0, 99.0])
    assert [outlined(row) for row in range(4)] == [[5], [2], [0], [10]]


def test_hovering_enlarges_the_picture_and_leaving_takes_it_away(qtbot: QtBot) -> None:
    pictures = RNG.integers(0, 256, (4, 11, 28, 28), dtype=np.uint8)
    one = grid_of(qtbot, pictures)
    lens = one.findChild(Picture)
    assert not lens.isVisible()
    for cell in ((2, 10), (0, 0)):
        QTest.mouseMove(one, one.cell(*cell).center())
        assert lens.isVisible()
        shown = lens.shown_pixels()
        assert shown is not None
        assert np.array_equal(shown, pictures[cell])
        assert one.rect().contains(lens.parentWidget().geometry())
        assert lens.picture_rect().width() >= 3 * 28
    assert lens.parentWidget().findChild(QLabel).text() == "z0 = −3σ"
    QTest.mouseMove(one, QPoint(2, 2))
    assert not lens.isVisible()


def test_rows_stay_high_enough_and_a_scroll_area_scrolls(qtbot: QtBot) -> None:
    area, one = QScrollArea(), TraversalGrid(LIGHT, 1.0)
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(one)
    pictures = np.zeros((20, 11, 28, 28), np.uint8)
    one.show_rows(["z"] * 20, ["KL 1 nats\nsize 0.9"] * 20, pictures, [5.0] * 20)
    area.resize(1000, 300)
    with qtbot.waitExposed(area, timeout=PATIENCE):
        area.show()
    assert one.cell(0, 0).height() >= LEAST
    assert area.verticalScrollBar().maximum() > 0
    for _ in range(19):
        QTest.keyClick(one, Qt.Key.Key_Down)
    assert one.visibleRegion().contains(one.cell(19, 0).center())


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("size", [(1, 1), (1500, 1100)])
def test_labels_and_heads_are_not_cut_off(qtbot: QtBot, theme, size: tuple[int, int]) -> None:
    one = TraversalGrid(theme, theme.scale)
    qtbot.addWidget(one)
    notes = ["KL 12.34 nats\nrotation 0.97"] * 6
    one.show_rows(["z₁₂"] * 6, notes, np.full((6, 11, 28, 28), 99, np.uint8), [np.nan] * 6)
    one.resize(max(size[0], one.minimumWidth()), max(size[1], one.minimumHeight()))
    one.show()
    pixels = seen(one)
    ground = pixels[0, 0]
    left = one.cell(0, 0).left()
    labels = pixels[one.cell(0, 0).top() :]
    assert (labels[:, [0, 1, left - 2]] == ground).all()  # they end before the pictures begin
    assert (pixels[[0, -1]] == ground).all()
    written = (pixels[:, : left - 2] != ground).any(axis=(1, 2))
    between = [one.cell(i, 0).center().y() for i in range(6)]
    pitch = between[1] - between[0]
    assert not written[[at + pitch // 2 for at in between[:-1]]].any()  # rows do not touch
