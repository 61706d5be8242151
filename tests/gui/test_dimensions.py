"""More than two dimensions: sliders, the choice of the plane, and the grid that varies each."""

from __future__ import annotations

import numpy as np
import pytest
from hand import Hand, codes, decoded, model
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core.latent.chart import items
from gui.tabs.latent.dimensions_section import DimensionsSection
from gui.tabs.latent.state import COMPONENTS
from gui.theme import THEMES
from gui.widgets.pictures import Picture

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
QUESTION = "More dimensions?"


def section(hand: Hand) -> DimensionsSection:
    return hand.view.panel.dimensions


def code(hand: Hand) -> np.ndarray:
    """The code of the point, all of its numbers."""
    return section(hand).bank.values()


def by_kl(name: str) -> list[int]:
    """The dimensions of a VAE by the mean of KL(q ‖ N(0, 1)), computed without the program."""
    posterior = model(name).encode(items(model(name).card.data.name).floats())
    mean, sigma = posterior.mean.astype(float), posterior.sigma.astype(float)
    kl = (0.5 * (mean**2 + sigma**2 - 1) - np.log(sigma)).mean(axis=0)
    return [int(k) for k in np.argsort(-kl)]


def rows(hand: Hand) -> list[int]:
    """The dimensions of the sliders from the top down."""
    bank = section(hand).bank
    count = len(bank.values())
    return sorted(range(count), key=lambda k: bank.handle_at(k).y())


def put_slider(hand: Hand, dimension: int, pixels: float) -> None:
    """Drag the handle of a slider by so many pixels."""
    bank = section(hand).bank
    at = bank.handle_at(dimension)
    end = QPointF(at.x() + pixels, at.y())
    QTest.mousePress(bank, LEFT, Qt.NoModifier, at.toPoint())
    QTest.mouseMove(bank, ((at + end) / 2).toPoint())
    QTest.mouseMove(bank, end.toPoint())
    QTest.mouseRelease(bank, LEFT, Qt.NoModifier, end.toPoint())


def grid_shown(hand: Hand, around: np.ndarray) -> None:
    """Wait until the grid is there, with `around` as what is not varied."""
    laid = hand.tab.dimensions
    hand.until(lambda: laid.laid is not None and np.allclose(laid.laid.code, around, atol=1e-5))
    hand.after_deletions()


def cell_picture(hand: Hand, row: int, column: int) -> np.ndarray:
    """What is enlarged when the pointer is over a cell."""
    grid = hand.view.grid
    QTest.mouseMove(grid, grid.cell(row, column).center())
    (lens,) = grid.findChildren(Picture)
    assert lens.isVisible()
    pixels = lens.shown_pixels()
    assert pixels is not None
    return pixels


def close(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one.astype(int) - other).max() <= 1)


# sliders


@pytest.mark.parametrize(
    ("name", "size"),
    [("fashion-vae-2", 2), ("shapes-moved-vae-5", 5), ("shapes-moved-vae-10", 10),
     ("digits-vae-20", 20)],
)  # fmt: skip
def test_a_slider_for_each_dimension_moves_the_point(hand: Hand, name: str, size: int) -> None:
    hand.open_model(name)
    hand.unfold(QUESTION)
    assert rows(hand) == by_kl(name)
    assert len(rows(hand)) == size
    start, first = code(hand), rows(hand)[0]
    assert start == pytest.approx(codes(name)[hand.state.item], abs=1e-5)
    before = hand.output().copy()
    put_slider(hand, first, 40 if start[first] < 0 else -40)
    hand.settle()
    expected = start.copy()
    expected[first] = code(hand)[first]
    assert abs(expected[first] - start[first]) > 0.5
    assert code(hand) == pytest.approx(expected, abs=1e-6)
    assert close(hand.output(), decoded(name, expected))
    assert not close(hand.output(), before)


def test_one_drag_of_a_slider_is_one_step_to_take_back(hand: Hand) -> None:
    hand.open_model("digits-vae-20")
    hand.unfold(QUESTION)
    start = code(hand)
    put_slider(hand, 3, 40)
    assert not np.allclose(code(hand), start)
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.until(lambda: np.allclose(code(hand), start))
    hand.key(Qt.Key.Key_Y, CTRL)
    hand.until(lambda: not np.allclose(code(hand), start))


@pytest.mark.parametrize("name", ["fashion-vae-2", "fashion-pca-2"])
def test_a_step_of_a_slider_is_in_sigma_of_the_prior_or_of_the_codes(hand: Hand, name: str) -> None:
    hand.open_model(name)
    hand.unfold(QUESTION)
    prior = "vae" in name
    centre = np.zeros(2) if prior else codes(name).mean(axis=0)
    sigma = np.ones(2) if prior else codes(name).std(axis=0)
    bank = section(hand).bank
    k = bank.dimension()
    hand.qtbot.keyClick(bank, Qt.Key.Key_Home)
    assert code(hand)[k] == pytest.approx(centre[k], abs=1e-4)
    for _ in range(2):
        hand.qtbot.keyClick(bank, Qt.Key.Key_Right, SHIFT)
    assert code(hand)[k] == pytest.approx(centre[k] + sigma[k], rel=1e-4)
    assert hand.plane().point()[k] == pytest.approx(centre[k] + sigma[k], rel=1e-4)


def test_dragging_in_the_plane_moves_the_sliders(hand: Hand) -> None:
    hand.open_model("fashion-vae-2")
    at = hand.handle()
    hand.drag(at, at + QPointF(30, -20), at + QPointF(60, -40))
    assert code(hand) == pytest.approx(hand.plane().point(), abs=1e-5)


# the plane


def test_two_dimensions_are_the_plane_and_a_drag_changes_no_other(hand: Hand) -> None:
    name = "digits-vae-20"
    hand.open_model(name)
    hand.unfold(QUESTION)
    part = section(hand)
    assert not part.first.isEnabled()
    hand.pick(part.plane, True)
    hand.pick(part.first, 11)
    hand.pick(part.second, 4)
    assert hand.state.axes == (11, 4)
    hand.settle()
    cast = hand.plane().cast
    assert cast.codes == pytest.approx(codes(name)[:, [11, 4]], abs=1e-5)
    assert cast.axis_names == ("z₁₂", "z₅")
    start = code(hand)
    assert hand.plane().point() == pytest.approx(start[[11, 4]], abs=1e-6)
    at = hand.handle()
    hand.drag(at, at + QPointF(40, 30), at + QPointF(80, -60))
    hand.settle()
    moved = code(hand)
    assert moved[[11, 4]] == pytest.approx(hand.plane().point(), abs=1e-6)
    assert np.abs(moved - start)[[11, 4]].max() > 0.3
    assert np.delete(moved, [11, 4]) == pytest.approx(np.delete(start, [11, 4]), abs=1e-9)
    assert close(hand.output(), decoded(name, moved))


def test_the_principal_directions_are_the_plane(hand: Hand) -> None:
    name = "digits-vae-20"
    hand.open_model(name)
    assert hand.state.axes == COMPONENTS
    points = codes(name).astype(float)
    _, _, directions = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    expected = points @ directions[:2].T
    for k in range(2):  # the sign is free
        column = hand.plane().cast.codes[:, k]
        assert abs(np.corrcoef(column, expected[:, k])[0, 1]) == pytest.approx(1, abs=1e-4)
        assert column.std() == pytest.approx(expected[:, k].std(), rel=1e-4)
    start, at = code(hand), hand.handle()
    hand.drag(at, at + QPointF(40, 30), at + QPointF(80, -60))
    way = code(hand) - start
    assert np.linalg.norm(way) > 0.3
    assert way - (way @ directions[:2].T) @ directions[:2] == pytest.approx(0, abs=1e-4)


def test_the_dimension_of_the_other_axis_changes_places_with_it(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION)
    part = section(hand)
    hand.pick(part.plane, True)
    first, second = hand.state.axes
    hand.pick(part.first, second)
    assert hand.state.axes == (second, first)
    assert (part.first.currentData(), part.second.currentData()) == (second, first)


def test_a_click_on_the_name_of_a_slider_makes_it_the_horizontal_axis(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION)
    bank = section(hand).bank
    for k in (3, 1):
        QTest.mouseClick(bank, LEFT, Qt.NoModifier, QPointF(6, bank.handle_at(k).y()).toPoint())
        assert hand.state.axes[0] == k
    assert hand.state.axes == (1, 3)
    assert hand.plane().cast.codes == pytest.approx(
        codes("shapes-moved-vae-5")[:, [1, 3]], abs=1e-5
    )


def test_the_choice_of_the_plane_is_taken_back_and_done_again(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION)
    hand.pick(section(hand).plane, True)
    axes = hand.state.axes
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.until(lambda: hand.state.axes == COMPONENTS)
    hand.settle()
    assert section(hand).plane.currentData() is False
    hand.key(Qt.Key.Key_Y, CTRL)
    hand.until(lambda: hand.state.axes == axes)
    hand.settle()
    assert hand.plane().cast.codes == pytest.approx(
        codes("shapes-moved-vae-5")[:, list(axes)], abs=1e-5
    )


def test_one_dimension_offers_no_choice_of_a_plane(hand: Hand) -> None:
    part = DimensionsSection(THEMES["light"], 1.0)
    hand.qtbot.addWidget(part)
    part.unfold()
    part.show_axes((), (0,))
    assert not part.plane.isVisibleTo(part)
    part.show_axes((), (0, 1))
    assert part.plane.isVisibleTo(part)


# the grid


def test_the_grid_varies_each_dimension_by_kl_from_minus_to_plus_three(hand: Hand) -> None:
    name = "shapes-moved-vae-10"
    hand.open_model(name)
    hand.unfold(QUESTION)
    start, order = code(hand), by_kl(name)
    hand.push("Vary each dimension")
    grid_shown(hand, start)
    assert hand.view.grid.isVisible()
    assert not hand.plane().isVisible()
    for row, column in ((0, 0), (0, 10), (1, 3), (9, 5)):
        expected = start.copy()
        expected[order[row]] = np.linspace(-3, 3, 11)[column]
        assert close(cell_picture(hand, row, column), decoded(name, expected)), (row, column)
    assert not close(cell_picture(hand, 0, 0), cell_picture(hand, 0, 10))
    hand.push("Vary each dimension")
    assert hand.plane().isVisible()


def test_a_click_on_a_cell_moves_the_point_and_the_grid_follows(hand: Hand) -> None:
    name = "shapes-moved-vae-5"
    hand.open_model(name)
    start, order = code(hand), by_kl(name)
    hand.key(Qt.Key.Key_T, CTRL)
    grid_shown(hand, start)
    grid = hand.view.grid
    QTest.mouseClick(grid, LEFT, Qt.NoModifier, grid.cell(1, 9).center())
    expected = start.copy()
    expected[order[1]] = 2.4
    assert code(hand) == pytest.approx(expected, abs=1e-5)
    assert (1, 9) in grid.current_cells()
    grid_shown(hand, expected)
    around = expected.copy()
    around[order[0]] = -3
    assert close(cell_picture(hand, 0, 0), decoded(name, around))
    hand.window.activateWindow()
    QTest.keyClick(grid, Qt.Key.Key_Z, CTRL)
    hand.until(lambda: np.allclose(code(hand), start, atol=1e-6))
    grid_shown(hand, start)
    assert grid.isVisible()


def test_the_grid_shows_the_newest_point_when_one_goes_back_at_once(hand: Hand) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION)
    bank = section(hand).bank
    hand.qtbot.keyClick(bank, Qt.Key.Key_Home)
    hand.key(Qt.Key.Key_T, CTRL)
    grid_shown(hand, code(hand))
    hand.qtbot.keyClick(bank, Qt.Key.Key_Right, SHIFT)
    hand.qtbot.keyClick(bank, Qt.Key.Key_Home)
    hand.answered()  # both, if there are two
    assert np.allclose(hand.tab.dimensions.laid.code, code(hand), atol=1e-5)


def test_the_grid_gives_way_to_a_comparison_and_comes_back_with_undo(hand: Hand) -> None:
    hand.open_model("fashion-vae-2")
    hand.key(Qt.Key.Key_T, CTRL)
    hand.until(lambda: hand.view.grid.isVisible())
    hand.push("PCA | AE | VAE")
    hand.shows("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")
    assert all(plane.isVisible() for plane in hand.stage.planes)
    assert not section(hand).isVisible()
    hand.key(Qt.Key.Key_T, CTRL)
    assert all(plane.isVisible() for plane in hand.stage.planes)
    hand.key(Qt.Key.Key_Z, CTRL)
    hand.shows("fashion-vae-2")
    assert hand.view.grid.isVisible()
    assert section(hand).isVisible()


def test_another_model_shows_its_figure_and_its_own_sliders(hand: Hand) -> None:
    hand.open_model("digits-vae-20")
    hand.key(Qt.Key.Key_T, CTRL)
    grid_shown(hand, code(hand))
    hand.open_model("shapes-moved-vae-5")
    assert hand.plane().isVisible()
    assert rows(hand) == by_kl("shapes-moved-vae-5")
    hand.key(Qt.Key.Key_T, CTRL)
    grid_shown(hand, code(hand))
    order, start = by_kl("shapes-moved-vae-5"), code(hand)
    start[order[0]] = 3
    assert close(cell_picture(hand, 0, 10), decoded("shapes-moved-vae-5", start))


@pytest.mark.parametrize(("key", "value"), [("language", "de"), ("theme", "projector")])
def test_plane_and_grid_outlive_another_language_or_theme(hand: Hand, key: str, value: str) -> None:
    hand.open_model("shapes-moved-vae-5")
    hand.unfold(QUESTION)
    hand.pick(section(hand).plane, True)
    put_slider(hand, 2, 30)
    axes, point = hand.state.axes, code(hand)
    hand.key(Qt.Key.Key_T, CTRL)
    hand.window.choose(key, value)
    hand.shows("shapes-moved-vae-5")
    assert hand.state.axes == axes
    grid_shown(hand, point)
    assert hand.view.grid.isVisible()
    assert code(hand) == pytest.approx(point, abs=1e-6)


def test_ctrl_t_works_beside_a_line_that_is_typed_in(hand: Hand) -> None:
    hand.unfold("My own picture?")
    line = hand.view.panel.drawing.findChild(QLineEdit)
    line.setFocus()
    hand.qtbot.keyClick(line, Qt.Key.Key_T)
    assert line.text() == "t"
    assert not hand.view.grid.isVisible()
