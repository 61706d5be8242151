"""The Latent Explorer with one model: what is shown, and what mouse and keys do to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Opener
from hand import RIGHT, SHIFT, Hand, codes, decoded, model
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel

from core.data.table import sample
from core.paths import shipped
from gui.widgets.diagram import NetworkBox
from gui.widgets.pictures import Picture, to_bytes


def as_written(value: float) -> str:
    """Two decimals with a real minus, written without the program."""
    text = f"{value:.2f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


# what is there at once


@pytest.mark.parametrize(
    ("there", "first"),
    [
        (("digits-ae-2", "digits-vae-2", "fashion-vae-2", "shapes-vae-2"), "fashion-vae-2"),
        (("digits-ae-2", "digits-vae-2", "shapes-vae-2"), "digits-vae-2"),
        (("digits-ae-2", "shapes-pca-2", "shapes-vae-2"), "shapes-vae-2"),
        (("digits-ae-2", "shapes-pca-2"), "digits-ae-2"),
    ],
)
def test_opens_on_the_first_trained_model_there_is(
    open_window: Opener, tmp_path: Path, there: tuple[str, ...], first: str
) -> None:
    for name in there:
        shutil.copytree(shipped("models_onnx", name), tmp_path / "models" / name)
    hand = open_window(folders=(tmp_path / "models",))
    assert hand.names == (first,)
    assert hand.view.picker.currentData() == first
    offered = [hand.view.picker.itemData(i) for i in range(hand.view.picker.count())]
    assert offered == sorted(there)


def test_opens_with_what_the_model_draws_at_the_mean_of_its_picture(hand: Hand) -> None:
    assert hand.names == ("fashion-vae-2",)
    picture = sample("fashion").images[hand.state.item]
    assert np.array_equal(hand.picture("x:"), picture)
    posterior = model("fashion-vae-2").encode(picture[None] / np.float32(255))
    assert np.allclose(hand.plane().point(), posterior.mean[0], atol=1e-4)
    expected = decoded("fashion-vae-2", posterior.mean[0]).astype(int)
    assert expected.max() > 100
    assert np.abs(hand.output() - expected).max() <= 1
    hand.until(lambda: np.array_equal(hand.picture("reconstruction"), hand.output()))


def test_boxes_say_mean_spread_and_point_of_the_picture(hand: Hand) -> None:
    picture = sample("fashion").images[hand.state.item]
    posterior = model("fashion-vae-2").encode(picture[None] / np.float32(255))
    assert hand.numbers("μ") == tuple(map(as_written, posterior.mean[0]))
    assert hand.numbers("σ") == tuple(map(as_written, posterior.sigma[0]))
    assert hand.numbers("z") == hand.numbers("μ")
    hand.click(hand.empty_place())
    assert hand.numbers("z") == tuple(map(as_written, hand.plane().point()))
    assert hand.numbers("z") != hand.numbers("μ")


def test_a_model_without_spread_shows_none(hand: Hand) -> None:
    boxes = [b for b in hand.stage.children() if getattr(b, "toolTip", str)().startswith("σ")]
    assert [box.isVisible() for box in boxes] == [True]
    hand.open_model("fashion-pca-2")
    assert [box.isVisible() for box in boxes] == [False]


def test_a_sentence_says_what_one_sees_and_follows_the_point(hand: Hand) -> None:
    before = hand.view.caption()
    assert len(before) > 20
    hand.click(hand.empty_place())
    hand.until(lambda: hand.view.caption() != before)
    assert "the decoder draws" in hand.view.caption()


def test_the_hint_goes_away_with_the_first_drag(hand: Hand) -> None:
    assert hand.hint_is_seen()
    at = hand.handle()
    hand.drag(at, at + QPointF(20, 5))
    assert not hand.hint_is_seen()


def test_the_figure_stands_still_when_the_hint_goes_away(hand: Hand) -> None:
    hand.after_deletions()
    before, view = hand.plane().geometry(), hand.plane().window()
    hand.key(Qt.Key.Key_Right)
    hand.after_deletions()
    assert not hand.hint_is_seen()
    assert hand.plane().geometry() == before
    assert hand.plane().window() == view


# dragging


def test_the_picture_follows_the_handle_to_its_last_position(hand: Hand) -> None:
    before, at = hand.output().copy(), hand.handle()
    path = [at + QPointF(4 * t, 50 * np.sin(t / 8)) for t in range(1, 30)]
    hand.drag(at, *path)
    hand.settle()
    assert (hand.handle() - path[-1]).manhattanLength() < 3  # whole pixels
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", hand.plane().point()))
    assert not np.array_equal(hand.output(), before)


def test_of_many_moves_at_once_the_newest_wins(hand: Hand) -> None:
    at = hand.handle()
    path = [at + QPointF(t / 2, 80 * np.sin(t / 40)) for t in range(1, 401)]
    hand.drag_at_once(at, path)
    assert (hand.handle() - path[-1]).manhattanLength() < 0.01
    hand.settle()
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", hand.plane().point()))


def test_a_press_on_the_empty_plane_puts_the_point_there(hand: Hand) -> None:
    place, item = hand.empty_place(), hand.state.item
    hand.click(place)
    hand.settle()
    assert (hand.handle() - place).manhattanLength() < 1
    assert hand.state.item == item
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", hand.code_at(place)))


def test_the_point_keeps_the_distance_at_which_it_was_grabbed(hand: Hand) -> None:
    hand.click(hand.empty_place())
    start = hand.handle()
    hand.drag(start + QPointF(7, 6), start + QPointF(-33, 26))
    assert (hand.handle() - start - QPointF(-40, 20)).manhattanLength() < 1


def test_a_press_on_a_data_point_chooses_its_picture(hand: Hand) -> None:
    item = hand.far_item()
    hand.click(hand.place(codes("fashion-vae-2")[item]))
    hand.settle()
    assert hand.state.item == item
    assert np.array_equal(hand.picture("x:"), sample("fashion").images[item])
    assert np.allclose(hand.plane().point(), codes("fashion-vae-2")[item], atol=1e-5)
    assert hand.spots_at(hand.chart().codes[item]) == 2  # handle and anchor


def test_the_handle_is_grabbed_though_a_data_point_lies_under_it(hand: Hand) -> None:
    item, other = hand.state.item, hand.far_item()
    under = hand.place(hand.chart().codes[other])
    hand.drag_at_once(hand.handle(), [under])
    hand.drag_at_once(hand.handle(), [under + QPointF(40, 0)])
    assert hand.state.item == item
    assert (hand.handle() - under - QPointF(40, 0)).manhattanLength() < 1


def test_a_data_point_dragged_away_leaves_its_reconstruction_behind(hand: Hand) -> None:
    item = hand.far_item(nth=3)
    start = hand.place(hand.chart().codes[item])
    hand.drag(start, *[start + QPointF(-4 * t, 3 * t) for t in range(1, 20)])
    hand.settle()
    assert hand.state.item == item
    home, away = hand.chart().codes[item], hand.plane().point()
    assert np.abs(home - away).max() > 0.2
    hand.until(
        lambda: np.array_equal(hand.picture("reconstruction"), decoded("fashion-vae-2", home))
    )
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", away))
    assert hand.spots_at(home) == 1  # the anchor stays


def test_the_difference_is_signed_and_grey_where_there_is_none(hand: Hand) -> None:
    at = hand.handle()
    hand.drag(at, at + QPointF(90, 60))
    hand.settle()
    drawn = model("fashion-vae-2").decode(np.array([hand.plane().point()], dtype=np.float32))[0]
    gap = drawn - sample("fashion").images[hand.state.item] / np.float32(255)
    shown = hand.picture("x̂ − x").astype(int) - 128
    assert np.abs(shown - 127 * gap).max() <= 1.5
    assert shown.min() < -20
    assert shown.max() > 20


@pytest.mark.parametrize("way", ["key", "button"])
def test_the_point_goes_back_to_the_mean(hand: Hand, way: str) -> None:
    home, before = hand.plane().point(), hand.output().copy()
    at = hand.handle()
    hand.drag(at, at + QPointF(80, 40))
    hand.settle()
    assert not np.array_equal(hand.output(), before)
    if way == "key":
        hand.key(Qt.Key.Key_Backspace)
    else:
        hand.push("Back to its code")
    hand.until(lambda: np.array_equal(hand.output(), before))
    assert hand.plane().point() == pytest.approx(home)


# keys


@pytest.mark.parametrize(
    ("key", "direction"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, 1)),
        (Qt.Key.Key_Down, (0, -1)),
    ],
)
def test_arrow_keys_nudge_and_with_shift_ten_times_as_far(
    hand: Hand, key: Qt.Key, direction: tuple[int, int]
) -> None:
    start = np.array(hand.plane().point())
    hand.key(key)
    small = np.array(hand.plane().point()) - start
    assert np.array_equal(np.sign(small), direction)
    hand.settle()
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", hand.plane().point()))
    middle = np.array(hand.plane().point())
    hand.key(key, SHIFT)
    assert np.array(hand.plane().point()) - middle == pytest.approx(10 * small)


def test_page_keys_step_through_the_pictures_of_the_classes_shown(hand: Hand) -> None:
    labels = sample("fashion").labels
    hidden = int(labels[(hand.state.item + 1) % len(labels)])
    if hidden == labels[hand.state.item]:
        expected = hand.state.item + 1
    else:
        boxes = hand.view.panel
        boxes.set_class(hidden, False)
        later = np.flatnonzero(labels[hand.state.item + 1 :] != hidden)
        expected = hand.state.item + 1 + int(later[0])
    start = hand.state.item
    hand.key(Qt.Key.Key_PageDown)
    hand.settle()
    assert hand.state.item == expected
    assert np.array_equal(hand.picture("x:"), sample("fashion").images[expected])
    hand.key(Qt.Key.Key_PageUp)
    assert hand.state.item == start


# looking around


def test_the_wheel_zooms_about_the_pointer(hand: Hand) -> None:
    at = hand.handle() + QPointF(120, -70)
    under, before = hand.code_at(at), hand.plane().window()
    hand.wheel(at, 3)
    closer = hand.plane().window()
    assert closer.right - closer.left < 0.8 * (before.right - before.left)
    assert hand.code_at(at) == pytest.approx(under, abs=1e-6)
    hand.wheel(at, -3)
    again = hand.plane().window()
    assert again.right - again.left == pytest.approx(before.right - before.left)
    assert hand.code_at(at) == pytest.approx(under, abs=1e-6)


@pytest.mark.parametrize(
    ("button", "modifier"), [(RIGHT, Qt.NoModifier), (Qt.MouseButton.LeftButton, SHIFT)]
)
def test_the_plane_is_moved_by_right_drag_or_shift_drag(
    hand: Hand, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    point, start = hand.plane().point(), hand.empty_place()
    under = hand.code_at(start)
    end = start + QPointF(-60, 35)
    hand.drag(start, start + QPointF(-20, 10), end, button=button, modifier=modifier)
    assert hand.code_at(end) == pytest.approx(under, abs=1e-6)
    assert hand.plane().point() == point
    hand.move(end + QPointF(30, 30))  # let go: the plane stays
    assert hand.code_at(end) == pytest.approx(under, abs=1e-6)


@pytest.mark.parametrize("way", ["key", "button"])
def test_home_shows_every_code(hand: Hand, way: str) -> None:
    hand.wheel(hand.handle(), 12)

    def seen() -> bool:
        left, right, top, bottom = hand.room()
        x, y = hand.pixels().T
        inside = (x > left - 12) & (x < right + 12) & (y > top - 12) & (y < bottom + 12)
        return bool(inside.all())

    assert not seen()
    if way == "key":
        hand.key(Qt.Key.Key_Home)
    else:
        hand.push("Show all")
    assert seen()


def test_what_is_in_view_stays_in_view_when_the_window_shrinks(hand: Hand) -> None:
    left, right, top, bottom = hand.room()
    corners = [hand.code_at(QPointF(x, y)) for x in (left, right) for y in (top, bottom)]
    hand.window.resize(1300, 760)
    hand.until(lambda: hand.room() != (left, right, top, bottom))
    hand.plane().grab()  # the axes take their final place with the first paint
    left, right, top, bottom = hand.room()
    for corner in corners:
        at = hand.place(corner)
        assert left - 14 <= at.x() <= right + 14
        assert top - 14 <= at.y() <= bottom + 14


# pointing


def test_pointing_at_an_item_shows_its_card_and_leaving_hides_it(hand: Hand) -> None:
    item, chosen = hand.far_item(), hand.state.item
    card = hand.stage.cards[0]
    assert not card.isVisible()
    hand.move(hand.empty_place())
    hand.move(hand.place(hand.chart().codes[item]))
    hand.until(card.isVisible)
    names = {"t-shirt": "T-shirt", "trouser": "trousers", "ankle-boot": "ankle boot"}
    key = sample("fashion").classes[sample("fashion").labels[item]]
    assert names.get(key, key) in hand.card_words()
    assert hand.spots_at(hand.chart().codes[item]) == 1
    hand.move(hand.empty_place())
    assert not card.isVisible()
    assert hand.spots_at(hand.chart().codes[item]) == 0
    hand.move(hand.place(hand.chart().codes[item]))
    hand.until(card.isVisible)
    hand.leave()
    hand.until(lambda: not card.isVisible())
    assert hand.state.item == chosen


def test_an_answer_that_comes_late_does_not_bring_the_card_back(hand: Hand) -> None:
    over, beside = hand.place(hand.chart().codes[hand.far_item()]), hand.empty_place()
    for _ in range(30):
        hand.glide(over)
        hand.glide(beside)
        hand.key(Qt.Key.Key_Right)  # its answer comes after that of the glance
        hand.settle()
        assert not hand.stage.cards[0].isVisible()


def test_the_card_shows_the_picture_and_what_is_given_back(hand: Hand) -> None:
    item = hand.far_item(nth=1)
    hand.move(hand.place(hand.chart().codes[item]))
    hand.until(hand.stage.cards[0].isVisible)
    data, rebuilt = (p.shown_pixels() for p in hand.stage.cards[0].findChildren(Picture))
    assert np.array_equal(data, sample("fashion").images[item])
    code = hand.chart().codes[[item]]
    assert np.array_equal(rebuilt, to_bytes(model("fashion-vae-2").decode(code)[0]))


def test_clicking_a_box_explains_what_is_inside(hand: Hand) -> None:
    encoder, decoder = hand.stage.findChildren(NetworkBox)
    sizes = " → ".join(map(str, model("fashion-vae-2").card.layer_sizes))
    backwards = " → ".join(map(str, reversed(model("fashion-vae-2").card.layer_sizes)))

    def explained(text: str) -> bool:
        labels = hand.view.panel.findChildren(QLabel)
        return any(text in label.text() and label.isVisible() for label in labels)

    assert not explained(sizes)
    hand.qtbot.mouseClick(encoder, Qt.MouseButton.LeftButton)
    assert explained(sizes)
    hand.qtbot.keyClick(decoder, Qt.Key.Key_Return)
    assert explained(backwards)


# undo


def test_undo_and_redo_by_key_go_through_moves_and_choices(hand: Hand) -> None:
    home, ctrl = hand.plane().point(), Qt.KeyboardModifier.ControlModifier
    hand.click(hand.empty_place())
    hand.settle()
    away = hand.plane().point()
    hand.open_model("digits-vae-2")
    hand.key(Qt.Key.Key_Z, ctrl)
    hand.shows("fashion-vae-2")
    assert hand.plane().point() == pytest.approx(away)
    hand.key(Qt.Key.Key_Z, ctrl)
    hand.until(lambda: hand.plane().point() == pytest.approx(home))
    hand.settle()
    assert np.array_equal(hand.output(), decoded("fashion-vae-2", home))
    hand.key(Qt.Key.Key_Y, ctrl)
    hand.until(lambda: hand.plane().point() == pytest.approx(away))
    hand.key(Qt.Key.Key_Y, ctrl)
    hand.shows("digits-vae-2")


def test_one_drag_is_one_step_to_take_back(hand: Hand) -> None:
    home, at = hand.plane().point(), hand.handle()
    hand.drag(at, *[at + QPointF(3 * t, t) for t in range(1, 20)])
    hand.settle()
    hand.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.until(lambda: hand.plane().point() == pytest.approx(home))


def test_undo_at_the_beginning_and_redo_at_the_end_do_nothing(hand: Hand) -> None:
    state, ctrl = hand.state, Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y):
        hand.key(key, ctrl)
        hand.after_deletions()
        hand.settle()
    assert hand.state == state


def test_what_is_moved_while_models_load_is_not_lost(hand: Hand) -> None:
    hand.push("PCA | AE | VAE")
    hand.key(Qt.Key.Key_Right, SHIFT)
    moved = hand.state.offset
    assert moved != (0.0, 0.0)
    hand.shows("fashion-pca-2", "fashion-ae-2", "fashion-vae-2")
    assert hand.state.offset == pytest.approx(moved)
