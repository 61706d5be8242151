"""Several models side by side under one cursor, and the β slider."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hand import PATIENCE, Hand, codes, decoded, model
from PySide6.QtCore import QAbstractAnimation, QPointF, Qt, QVariantAnimation
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from core.data.table import sample

KINDS = ("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")
BETAS = ("shapes-vae-2-beta0", "shapes-vae-2", "shapes-vae-2-beta4")
STOPS = (
    "shapes-vae-2-beta0",
    "shapes-vae-2-beta0.25",
    "shapes-vae-2",
    "shapes-vae-2-beta4",
)


@pytest.fixture
def kinds(hand: Hand) -> Hand:
    """PCA, autoencoder and VAE on Fashion-MNIST."""
    hand.push("PCA | AE | VAE")
    hand.shows(*KINDS)
    return hand


@pytest.fixture
def shapes(hand: Hand) -> Hand:
    """The VAE on shapes at β = 1."""
    hand.open_model("shapes-vae-2")
    return hand


def offsets(hand: Hand) -> list[np.ndarray]:
    """Where each plane's point is, away from the chosen item, in its cloud's own spread."""
    found = []
    for i, name in enumerate(hand.names):
        cloud = codes(name)
        found.append((hand.plane(i).point() - cloud[hand.state.item]) / cloud.std(axis=0))
    return found


def beta_slider(hand: Hand, steps: int) -> None:
    """Press the arrow key on the slider."""
    slider = hand.slider()
    key = Qt.Key.Key_Right if steps > 0 else Qt.Key.Key_Left
    for _ in range(abs(steps)):
        hand.qtbot.keyClick(slider, key)


# side by side


def test_kinds_stand_side_by_side_with_one_picture(kinds: Hand) -> None:
    assert len(kinds.stage.planes) == 3
    assert all(plane.isVisible() for plane in kinds.stage.planes)
    assert np.array_equal(kinds.picture("x:"), sample("fashion").images[kinds.state.item])
    for i, name in enumerate(KINDS):
        assert np.array_equal(kinds.output(i), decoded(name, kinds.plane(i).point()))
        assert kinds.plane(i).point() == pytest.approx(codes(name)[kinds.state.item], abs=1e-4)


def test_betas_stand_side_by_side(shapes: Hand) -> None:
    shapes.push("β = 0 | 1 | 4")
    shapes.shows(*BETAS)
    for i, name in enumerate(BETAS):
        assert np.array_equal(shapes.output(i), decoded(name, shapes.plane(i).point()))


def test_one_cursor_serves_all_planes_in_units_of_their_spread(kinds: Hand) -> None:
    for plane in range(3):
        at = kinds.handle(plane)
        kinds.drag(at, at + QPointF(20, -10), at + QPointF(45, -25), plane=plane)
        kinds.settle()
        first, *others = offsets(kinds)
        assert np.abs(first).max() > 0.1
        for other in others:
            assert other == pytest.approx(first, abs=1e-3)
        for i, name in enumerate(KINDS):
            assert np.array_equal(kinds.output(i), decoded(name, kinds.plane(i).point()))


def test_many_moves_at_once_end_at_the_last_in_every_plane(kinds: Hand) -> None:
    at = kinds.handle(1)
    path = [at + QPointF(t / 4, -t / 8) for t in range(1, 201)]
    last = kinds.code_at(path[-1], 1)
    kinds.drag_at_once(at, path, 1)
    kinds.settle()
    assert kinds.plane(1).point() == pytest.approx(last, abs=1e-6)
    for i, name in enumerate(KINDS):
        assert np.array_equal(kinds.output(i), decoded(name, kinds.plane(i).point()))


def test_an_item_picked_in_one_plane_is_marked_in_all(kinds: Hand) -> None:
    item = kinds.far_item(1)
    kinds.click(kinds.place(kinds.chart(1).codes[item], 1), 1)
    kinds.settle()
    assert kinds.state.item == item
    assert np.array_equal(kinds.picture("x:"), sample("fashion").images[item])
    for i, name in enumerate(KINDS):
        assert kinds.plane(i).point() == pytest.approx(codes(name)[item], abs=1e-4)
        assert kinds.spots_at(kinds.chart(i).codes[item], i) == 2


def test_pointing_at_an_item_shows_its_card_in_every_plane(kinds: Hand) -> None:
    item = kinds.far_item(2)
    kinds.move(kinds.place(kinds.chart(2).codes[item], 2), 2)
    kinds.until(lambda: all(card.isVisible() for card in kinds.stage.cards))
    for i in range(3):
        assert kinds.spots_at(kinds.chart(i).codes[item], i) == 1
        assert kinds.card_words(i)[0] == kinds.card_words(0)[0]  # the class
        assert kinds.card_words(i)[-1] == "given back <i>x̂</i>"
    assert "data <i>x</i>" in kinds.card_words(0)
    kinds.leave()
    kinds.until(lambda: not any(card.isVisible() for card in kinds.stage.cards))


def test_the_same_button_goes_back_to_one_model(kinds: Hand) -> None:
    button, item = kinds.control(QPushButton, "PCA | AE | VAE"), kinds.state.item
    assert button.isChecked()
    kinds.push("PCA | AE | VAE")
    kinds.shows("fashion-vae-2")
    assert not button.isChecked()
    assert len(kinds.stage.planes) == 1
    assert kinds.state.item == item
    assert np.array_equal(kinds.output(), decoded("fashion-vae-2", kinds.plane().point()))


def test_from_one_comparison_to_the_other(shapes: Hand) -> None:
    shapes.push("PCA | AE | VAE")
    shapes.shows("shapes-pca-2", "shapes-ae-2", "shapes-vae-2")
    shapes.push("β = 0 | 1 | 4")
    shapes.shows(*BETAS)
    pressed = [b.text() for b in shapes.view.panel.findChildren(QPushButton) if b.isChecked()]
    assert pressed == ["β = 0 | 1 | 4"]


def test_the_cursor_stays_where_it_is_when_models_join(hand: Hand) -> None:
    at = hand.handle()
    hand.drag(at, at + QPointF(50, -30))
    before = offsets(hand)[0]
    hand.push("PCA | AE | VAE")
    hand.shows(*KINDS)
    for offset in offsets(hand):
        assert offset == pytest.approx(before, abs=1e-3)


def test_errors_under_the_pictures_are_the_mean_squared_differences(kinds: Hand) -> None:
    item = kinds.state.item
    x = sample("fashion").images[item] / np.float32(255)
    texts = [w.text() for w in kinds.stage.findChildren(QWidget) if hasattr(w, "text")]
    said = [float(n) for text in texts for n in re.findall(r"\d\.\d+$", text)]
    drawn = [model(name).decode(codes(name)[[item]])[0] for name in KINDS]
    assert said == pytest.approx([float(np.square(d - x).mean()) for d in drawn], rel=0.006)


# a choice of one's own


def members(hand: Hand) -> dict[str, QCheckBox]:
    """The boxes under More, by what they say."""
    names = ("PCA", "Autoencoder", "VAE")
    boxes = hand.view.panel.findChildren(QCheckBox)
    return {b.text(): b for b in boxes if b.isVisible() and b.text().startswith(names)}


def test_more_offers_the_models_of_the_same_data(shapes: Hand) -> None:
    assert members(shapes) == {}
    shapes.more()
    assert sorted(members(shapes)) == [
        "Autoencoder", "PCA", "VAE", "VAE β = 0", "VAE β = 0.25", "VAE β = 4",
    ]  # fmt: skip
    assert [text for text, box in members(shapes).items() if box.isChecked()] == ["VAE"]


def test_two_to_four_models_of_ones_own_and_no_fifth(shapes: Hand) -> None:
    shapes.more()
    shapes.tick("VAE β = 0.25")
    shapes.shows("shapes-vae-2", "shapes-vae-2-beta0.25")
    shapes.tick("PCA")
    shapes.shows("shapes-pca-2", "shapes-vae-2", "shapes-vae-2-beta0.25")
    shapes.tick("VAE β = 4")
    four = ("shapes-pca-2", "shapes-vae-2", "shapes-vae-2-beta0.25", "shapes-vae-2-beta4")
    shapes.shows(*four)
    for i, name in enumerate(four):
        assert np.array_equal(shapes.output(i), decoded(name, shapes.plane(i).point()))
    others = {text for text, box in members(shapes).items() if not box.isEnabled()}
    assert others == {"Autoencoder", "VAE β = 0"}
    shapes.tick("Autoencoder")
    assert not members(shapes)["Autoencoder"].isChecked()
    assert shapes.names == four
    shapes.tick("PCA")
    shapes.shows(*four[1:])
    assert all(box.isEnabled() for box in members(shapes).values())


def test_the_last_of_ones_own_models_stands_alone(shapes: Hand) -> None:
    shapes.more()
    shapes.tick("PCA")
    shapes.shows("shapes-pca-2", "shapes-vae-2")
    shapes.tick("VAE")
    shapes.shows("shapes-pca-2")
    assert [text for text, box in members(shapes).items() if box.isChecked()] == ["PCA"]


# the β slider


def test_the_slider_is_there_only_where_there_are_several_betas(hand: Hand) -> None:
    assert not hand.slider().isVisible()
    hand.open_model("shapes-vae-2")
    assert hand.slider().isVisible()
    assert (hand.slider().minimum(), hand.slider().maximum()) == (0, 3)
    hand.open_model("shapes-pca-2")
    assert not hand.slider().isVisible()


def test_the_slider_waits_while_models_are_compared(shapes: Hand) -> None:
    shapes.push("β = 0 | 1 | 4")
    shapes.until(lambda: len(shapes.state.names) == 3)
    assert shapes.slider().isVisible()
    assert not shapes.slider().isEnabled()


def test_every_stop_opens_its_network_and_keeps_the_picture(shapes: Hand) -> None:
    item = shapes.far_item()
    shapes.click(shapes.place(shapes.chart().codes[item]))
    shapes.settle()
    assert shapes.slider().value() == 2
    for steps, name in ((-1, STOPS[1]), (-1, STOPS[0]), (3, STOPS[3]), (-1, STOPS[2])):
        beta_slider(shapes, steps)
        shapes.shows(name)
        assert shapes.slider().value() == STOPS.index(name)
        assert shapes.view.picker.currentData() == name
        assert shapes.state.item == item
        assert shapes.plane().point() == pytest.approx(codes(name)[item], abs=1e-4)
        assert np.array_equal(shapes.output(), decoded(name, shapes.plane().point()))


def test_points_fly_and_land_where_they_are_without_motion(shapes: Hand) -> None:
    def flight() -> QVariantAnimation:
        return shapes.plane().findChild(QVariantAnimation)

    stopped, running = QAbstractAnimation.State.Stopped, QAbstractAnimation.State.Running
    shapes.menu("Motion")
    with shapes.qtbot.waitSignal(shapes.tab.presenter.ready, timeout=PATIENCE):
        beta_slider(shapes, -1)
    assert flight().state() == stopped
    shapes.shows(STOPS[1])
    placed = shapes.plane().cloud.points()
    beta_slider(shapes, 1)
    shapes.shows(STOPS[2])
    shapes.menu("Motion")
    with shapes.qtbot.waitSignal(shapes.tab.presenter.ready, timeout=PATIENCE):
        beta_slider(shapes, -1)
    assert flight().state() == running
    assert not np.allclose(shapes.plane().cloud.points(), placed)
    shapes.until(lambda: flight().state() == stopped)
    shapes.shows(STOPS[1])
    assert np.allclose(shapes.plane().cloud.points(), placed)


def test_the_slider_never_jumps_back_to_a_stop_already_passed(shapes: Hand) -> None:
    values: list[int] = []
    shapes.tab.presenter.ready.connect(lambda: values.append(shapes.slider().value()))
    beta_slider(shapes, -2)
    shapes.shows(STOPS[0])
    assert set(values) == {0}


def test_points_in_flight_are_overtaken_by_the_next_stop(shapes: Hand) -> None:
    shapes.open_model(STOPS[0])
    there = shapes.plane().cloud.points()
    shapes.open_model(STOPS[3])
    for steps in (-3, 3, -3):
        beta_slider(shapes, steps)
    shapes.shows(STOPS[0])
    flight = shapes.plane().findChild(QVariantAnimation)
    shapes.until(lambda: flight.state() == QAbstractAnimation.State.Stopped)
    assert np.allclose(shapes.plane().cloud.points(), there)
