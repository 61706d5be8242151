"""The loss plot: every value is kept, what is drawn is where it belongs, what is told is true."""

from __future__ import annotations

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.loss_plot import LossPlot

LIGHT = THEMES["light"]
KEY = Qt.Key
RNG = np.random.default_rng(5)


def seen(widget: QWidget, room: QRect | None = None) -> np.ndarray:
    """The pixels (H, W, 3) of a shown widget."""
    image = widget.grab(room or widget.rect()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return values[..., 2::-1].copy()


def where(pixels: np.ndarray, name: str) -> np.ndarray:
    """Rows and columns (n, 2) of the pixels of a colour."""
    return np.argwhere((pixels == list(QColor(name).getRgb())[:3]).all(axis=2))


class BarePlot:
    """A loss plot of its own on the screen."""

    def __init__(self, qtbot: QtBot, labels: list[str], theme=LIGHT) -> None:
        self.plot = plot = LossPlot(theme, theme.scale)
        qtbot.addWidget(plot)
        plot.resize(round(500 * theme.scale), round(300 * theme.scale))
        plot.begin(labels, "loss in nats a picture")
        with qtbot.waitExposed(plot, timeout=PATIENCE):
            plot.show()
        self.view = plot.findChild(QGraphicsView)
        self.box = self.view.getPlotItem().getViewBox()

    def figure(self) -> np.ndarray:
        """The pixels inside the axes."""
        return seen(self.view, self.box.sceneBoundingRect().toAlignedRect())

    def column(self, step: float) -> float:
        return self.pixel(step, 0).x() - self.box.sceneBoundingRect().left()

    def row(self, value: float) -> float:
        return self.pixel(0, value).y() - self.box.sceneBoundingRect().top()

    def pixel(self, step: float, value: float) -> QPointF:
        return self.box.mapViewToScene(QPointF(step, value))

    def point_at(self, step: float) -> None:
        at = QPointF(self.pixel(step, 0).x(), 40)
        none = Qt.MouseButton.NoButton
        moved = QMouseEvent(
            QEvent.Type.MouseMove, at, self.view.viewport().mapToGlobal(at), none, none,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), moved)

    def reading(self) -> list[str]:
        return self.plot.reading().splitlines()


@pytest.fixture
def bare(qtbot: QtBot) -> BarePlot:
    return BarePlot(qtbot, [""])


@pytest.fixture
def two(qtbot: QtBot) -> BarePlot:
    return BarePlot(qtbot, ["with KL", "without KL"])


def test_what_nobody_sees_is_drawn_when_it_is_seen(bare: BarePlot) -> None:
    bare.plot.add(0, 10, list(range(10)), None)
    before = bare.plot.reading()
    bare.plot.hide()
    for step in range(20, 200, 10):
        bare.plot.add(0, step, list(range(10)), 7.25)
    assert bare.plot.reading() == before
    bare.plot.show()
    assert bare.plot.reading() != before
    assert "7.25" in bare.plot.reading()


def test_every_value_comes_back_at_full_resolution(two: BarePlot) -> None:
    losses = RNG.standard_normal((2, 30_000))
    for run in (0, 1):
        for i in range(0, 30_000, 300):
            held_out = float(i) if i % 3000 == 0 else None
            two.plot.add(run, i + 300, losses[run, i : i + 300], held_out)
    for run in (0, 1):
        (steps, values), (at, held_out) = two.plot.series(run)
        assert np.array_equal(steps, np.arange(1, 30_001))
        assert np.array_equal(values, losses[run])
        assert np.array_equal(at, np.arange(300, 30_001, 3000))
        assert np.array_equal(held_out, np.arange(0, 30_000, 3000))
    kept = two.plot.series(0)[0][1]
    two.plot.cut_after(0, 10)
    two.plot.add(0, 12, [7.0, 7.0], None)
    assert np.array_equal(kept, losses[0])  # a copy
    assert len(two.plot.series(0)[0][0]) == 12
    assert len(two.plot.series(0)[1][0]) == 0
    assert len(two.plot.series(1)[0][0]) == 30_000


def test_the_curve_is_where_its_values_are(bare: BarePlot) -> None:
    bare.plot.add(0, 1000, np.linspace(400, 100, 1000), None)
    pixels = bare.figure()
    drawn = where(pixels, LIGHT.data)
    for step in (100, 400, 900):
        rows = drawn[drawn[:, 1] == round(bare.column(step)), 0]
        assert len(rows)
        assert rows.mean() == pytest.approx(bare.row(400 - 0.3 * step), abs=4)


def test_held_out_points_are_where_they_were_measured(bare: BarePlot) -> None:
    bare.plot.add(0, 1000, np.full(1000, 100.0), None)
    empty = bare.figure()
    bare.plot.add(0, 1100, np.full(100, 100.0), 108.0)
    assert empty.shape == bare.figure().shape
    drawn = where(bare.figure(), LIGHT.data)
    near = drawn[np.abs(drawn[:, 0] - bare.row(108)) < 4]
    assert len(near) > 15
    assert near[:, 1].mean() == pytest.approx(bare.column(1100), abs=2)


def test_two_runs_differ_in_colour_and_are_named(two: BarePlot) -> None:
    two.plot.add(0, 500, np.full(500, 100.0), None)
    assert not len(where(two.figure(), LIGHT.text))
    two.plot.add(1, 500, np.full(500, 50.0), 55.0)
    pixels = two.figure()
    first, second = where(pixels, LIGHT.data), where(pixels, LIGHT.text)
    assert first[:, 0].mean() == pytest.approx(two.row(100), abs=2)
    assert np.median(second[:, 0]) > two.row(60)
    dashed = {column for row, column in second if abs(row - two.row(50)) < 3}
    gaps = np.diff(sorted(dashed))
    assert (gaps > 2).sum() > 5
    assert two.reading() == [
        "step 500", "with KL training 100 held out –", "without KL training 50.0 held out 55.0",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("log", [False, True])
def test_what_is_no_number_breaks_the_line_and_nothing_else(
    bare: BarePlot, bad: float, log: bool
) -> None:
    bare.plot.set_log(log)
    losses = np.linspace(100, 90, 200)
    losses[80:120] = bad
    bare.plot.add(0, 200, losses, bad)
    columns = where(bare.figure(), LIGHT.data)[:, 1]
    assert not ((columns > bare.column(83)) & (columns < bare.column(117))).any()
    assert ((columns > bare.column(20)) & (columns < bare.column(70))).any()
    assert ((columns > bare.column(130)) & (columns < bare.column(190))).any()
    bare.point_at(100)
    assert bare.reading()[1].strip() == "training – held out –"
    bare.plot.add(0, 210, [bad] * 10, bad)
    bare.plot.cut_after(0, 0)
    bare.plot.add(0, 10, [bad] * 10, bad)  # nothing but these
    bare.figure()


def test_the_view_grows_and_goes_back_with_the_run(bare: BarePlot) -> None:
    bare.plot.add(0, 100, np.linspace(500, 100, 100), None)
    (_, right), (low, high) = bare.box.viewRange()
    assert right > 100
    assert low < 100
    assert high > 480
    bare.plot.add(0, 101, [100.0], None)
    assert bare.box.viewRange()[0][1] == right  # not with every step
    bare.plot.add(0, 5000, np.full(4899, 30.0), None)
    assert bare.box.viewRange()[0][1] > 5000
    assert bare.box.viewRange()[1][0] < 30
    bare.plot.cut_after(0, 100)
    assert bare.box.viewRange()[0][1] < 200


def test_a_steep_start_does_not_hide_what_follows(bare: BarePlot) -> None:
    losses = np.r_[np.full(20, 5000.0), np.linspace(110, 90, 5000)]
    bare.plot.add(0, 5020, losses, None)
    assert bare.box.viewRange()[1][1] < 200


def test_an_explosion_is_seen(bare: BarePlot) -> None:
    bare.plot.add(0, 900, np.full(900, 100.0), None)
    bare.plot.add(0, 901, [4000.0], None)
    assert bare.box.viewRange()[1][1] > 4000


def test_on_a_logarithmic_axis_equal_factors_are_equal_distances(bare: BarePlot) -> None:
    losses = np.r_[np.full(300, 1000.0), np.full(300, 100.0), np.full(300, 10.0)]
    bare.plot.add(0, 900, losses, None)
    button = bare.plot.findChild(QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bare.plot.is_log()
    drawn = where(bare.figure(), LIGHT.data)
    rows = [
        np.median(drawn[np.abs(drawn[:, 1] - bare.column(step)) < 3, 0]) for step in (100, 450, 800)
    ]
    assert rows[1] - rows[0] == pytest.approx(rows[2] - rows[1], abs=2)
    assert rows[1] - rows[0] > 40
    bare.plot.set_log(False)
    assert not button.isChecked()


@pytest.mark.parametrize(("low", "high"), [(100, 140), (20, 900), (1e-3, 1e4)])
def test_a_logarithmic_axis_tells_the_losses(bare: BarePlot, low: float, high: float) -> None:
    bare.plot.set_log(True)
    bare.plot.add(0, 200, np.geomspace(high, low, 200), None)
    bottom, top = bare.box.viewRange()[1]
    assert 10**bottom == pytest.approx(low, rel=0.7)
    axis = bare.view.getPlotItem().getAxis("left")
    ((gap, ticks),) = axis.tickValues(bottom, top, 250)
    assert 2 <= len(ticks) <= 12
    assert all(bottom <= tick <= top for tick in ticks)
    told = [float(text) for text in axis.tickStrings(ticks, 1.0, gap)]
    assert told == pytest.approx([10**tick for tick in ticks], rel=0.01)


def test_values_that_have_no_logarithm_break_the_line(bare: BarePlot) -> None:
    bare.plot.set_log(True)
    bare.plot.add(0, 100, np.r_[np.full(50, 10.0), np.full(50, -1.0)], 0.0)
    assert where(bare.figure(), LIGHT.data)[:, 1].max() <= bare.column(52)


def test_a_mark_stands_at_its_step_and_its_figures_are_told(bare: BarePlot) -> None:
    bare.plot.add(0, 500, np.arange(1.0, 501), 7.0)
    assert bare.reading() == ["step 500", " training 500 held out 7.00"]
    bare.plot.mark(120)
    columns = where(bare.figure(), LIGHT.point)[:, 1]
    assert columns.mean() == pytest.approx(bare.column(120), abs=1.5)
    assert bare.reading()[0] == "step 120"
    bare.plot.mark(None)
    assert not len(where(bare.figure(), LIGHT.point))
    assert bare.reading()[0] == "step 500"


def test_the_figures_under_the_pointer_are_told(two: BarePlot) -> None:
    for run, factor in ((0, 1.0), (1, 2.0)):
        two.plot.add(run, 200, factor * np.arange(1.0, 201), 55.0 * factor)
        two.plot.add(run, 400, factor * np.arange(201.0, 401), 66.0 * factor)
    two.plot.mark(50)
    two.point_at(300)
    head, first, second = two.reading()
    step = int(head.removeprefix("step "))
    assert step == pytest.approx(300, abs=2)
    assert first == f"with KL training {step} held out 66.0"
    assert second == f"without KL training {2 * step} held out 132"
    two.point_at(120)
    assert two.reading()[1].endswith("held out 55.0")
    QApplication.sendEvent(two.view.viewport(), QEvent(QEvent.Type.Leave))
    assert two.reading()[0] == "step 50"


def test_steps_are_looked_at_by_keyboard(bare: BarePlot) -> None:
    bare.plot.add(0, 1000, np.full(1000, 3.0), None)
    told = []
    for key, shift in ((KEY.Key_Left, False), (KEY.Key_Left, True), (KEY.Key_Right, False),
                       (KEY.Key_Home, False), (KEY.Key_Left, False), (KEY.Key_End, False),
                       (KEY.Key_Escape, False)):  # fmt: skip
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(bare.plot, key, modifier)
        told.append(int(bare.reading()[0].removeprefix("step ")))
    assert told == [990, 890, 900, 1, 1, 1000, 1000]


def test_without_a_step_the_plot_says_so(bare: BarePlot) -> None:
    word = next(one for one in bare.view.findChildren(QLabel) if one.text() == "no step yet")
    assert word.isVisible()
    assert bare.view.rect().contains(word.geometry())
    bare.plot.add(0, 1, [5.0], None)
    assert not word.isVisible()
    bare.plot.begin(["a", "b"], "loss")
    assert word.isVisible()
    assert bare.reading() == ["", "a training – held out –", "b training – held out –"]
    assert not len(where(bare.figure(), LIGHT.data))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_legend_is_not_cut_off(qtbot: QtBot, theme) -> None:
    bare = BarePlot(qtbot, ["with KL, β = 1", "without KL"], theme)
    for run in (0, 1):
        bare.plot.add(run, 88_888, [123.4], 123.4)
    legend = next(
        w for w in bare.plot.findChildren(QWidget) if w.accessibleName() == bare.plot.reading()
    )
    pixels = seen(legend)
    ground = pixels[-1, -1]
    assert (pixels[:, -2:] == ground).all()
    assert (pixels[[0, -1]] == ground).all()
