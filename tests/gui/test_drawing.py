"""A picture of one's own, drawn on the canvas: read, drawn anew with noise, collected."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hand import Hand, decoded, model
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtWidgets import QPushButton

from core.data.drawings import add, collections
from core.data.table import sample
from core.latent.chart import items
from core.paths import shipped
from gui.tabs.latent.drawing import ink_of
from gui.tabs.latent.drawing_section import DrawingSection
from gui.widgets.canvas import Canvas

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
QUESTION, COLOURED = "My own picture?", "avatars-vae-32"


@pytest.fixture
def artist(hand: Hand) -> Hand:
    """The window on digits, with an empty canvas."""
    hand.open_model("digits-vae-2")
    hand.unfold(QUESTION)
    hand.push("Draw")
    empty(hand)
    return hand


def section(hand: Hand) -> DrawingSection:
    return hand.view.panel.drawing


def canvas(hand: Hand) -> Canvas:
    return hand.stage.canvas


def read(hand: Hand) -> None:
    """Wait until the models have read what is on the canvas, and it is a step to come back to."""
    hub = hand.tab.presenter

    def is_read() -> bool:
        own = hub.state.own
        return own is not None and np.array_equal(own.array(), canvas(hand).pixels())

    hand.until(is_read)
    hand.settle()
    hand.after_deletions()


def empty(hand: Hand) -> None:
    hand.until(lambda: not canvas(hand).pixels().any())
    read(hand)


def line(hand: Hand, *corners: tuple[float, float], button=LEFT) -> None:
    """Draw a line through these corners, in parts of the canvas."""
    room = canvas(hand).picture_rect()
    places = []
    for (x, y), (u, v) in pairwise(corners):
        for t in np.linspace(0, 1, 12):
            at = QPointF(x + t * (u - x), y + t * (v - y))
            places.append(
                QPointF(room.x() + at.x() * room.width(), room.y() + at.y() * room.height())
            )
    hand.stroke(canvas(hand), *places, button=button)


def one(hand: Hand) -> np.ndarray:
    """Draw a 1; its pixels."""
    line(hand, (0.5, 0.25), (0.45, 0.75))
    read(hand)
    return canvas(hand).pixels()


def encoded(name: str, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    posterior = model(name).encode(pixels[None] / np.float32(255))
    return posterior.mean[0], posterior.sigma[0]


def close(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.abs(one.astype(int) - other).max() <= 1)


def written(values: np.ndarray) -> tuple[str, ...]:
    texts = (f"{value:.2f}" for value in values)
    return tuple(t.lstrip("-") if float(t) == 0 else t.replace("-", "−") for t in texts)


# drawing


def test_draw_turns_the_picture_into_an_empty_canvas_and_all_follows(hand: Hand) -> None:
    hand.open_model("digits-vae-2")
    hand.unfold(QUESTION)
    before = hand.numbers("μ")
    assert hand.picture("x:").any()
    hand.push("Draw")
    empty(hand)
    assert canvas(hand).isVisible()
    assert not hand.stage.input.isVisible()
    blank = np.zeros((28, 28), np.uint8)
    assert hand.numbers("μ") == written(encoded("digits-vae-2", blank)[0])
    assert hand.numbers("μ") != before


def test_a_stroke_is_read_and_given_back_at_once(artist: Hand) -> None:
    pixels = one(artist)
    assert pixels.max() == 255
    mean, sigma = encoded("digits-vae-2", pixels)
    assert artist.numbers("μ") == written(mean)
    assert artist.numbers("σ") == written(sigma)
    assert artist.numbers("z") == written(mean)
    assert artist.spots_at(mean) == 2  # the anchor and the point
    assert close(artist.output(), decoded("digits-vae-2", mean))
    artist.until(lambda: close(artist.picture("reconstruction"), decoded("digits-vae-2", mean)))
    artist.until(lambda: "Your own picture" in artist.view.caption())


def test_everything_follows_while_the_hand_still_draws(artist: Hand) -> None:
    pad, before = canvas(artist), artist.numbers("μ")
    middle = QPointF(pad.rect().center())
    artist.qtbot.mousePress(pad, LEFT, pos=middle.toPoint())
    artist.qtbot.mouseMove(pad, (middle + QPointF(0, 40)).toPoint())
    read(artist)
    assert artist.numbers("μ") == written(encoded("digits-vae-2", pad.pixels())[0])
    assert artist.numbers("μ") != before
    artist.qtbot.mouseRelease(pad, LEFT, pos=(middle + QPointF(0, 40)).toPoint())


@pytest.mark.parametrize("way", ["tool", "right button", "key"])
def test_the_eraser_takes_ink_away(artist: Hand, way: str) -> None:
    before = one(artist)
    button = RIGHT if way == "right button" else LEFT
    if way == "tool":
        artist.push("Eraser")
    elif way == "key":
        artist.qtbot.keyClick(canvas(artist), Qt.Key.Key_E)
        assert section(artist).eraser.isChecked()
    line(artist, (0.2, 0.5), (0.8, 0.5), button=button)
    read(artist)
    after = canvas(artist).pixels()
    assert after.astype(int).sum() < 0.9 * before.astype(int).sum()
    assert (after <= before).all()
    assert artist.numbers("μ") == written(encoded("digits-vae-2", after)[0])


def test_a_wider_brush_draws_wider(artist: Hand) -> None:
    thin = (one(artist) > 127).sum()
    artist.push("Empty")
    empty(artist)
    section(artist).brush.setFocus()
    for _ in range(2):
        artist.qtbot.keyClick(section(artist).brush, Qt.Key.Key_PageUp)
    assert (one(artist) > 127).sum() > 1.4 * thin


@pytest.mark.parametrize("way", ["button", "key"])
def test_empty_leaves_no_ink(artist: Hand, way: str) -> None:
    one(artist)
    if way == "button":
        artist.push("Empty")
    else:
        artist.qtbot.keyClick(canvas(artist), Qt.Key.Key_Delete)
    empty(artist)
    blank = np.zeros((28, 28), np.uint8)
    assert artist.numbers("μ") == written(encoded("digits-vae-2", blank)[0])


def test_each_stroke_is_a_step_to_take_back_and_to_do_again(artist: Hand) -> None:
    first = one(artist)
    line(artist, (0.3, 0.75), (0.7, 0.75))
    read(artist)
    both = canvas(artist).pixels()
    assert not np.array_equal(first, both)

    def undo(key: Qt.Key, expected: np.ndarray) -> None:
        artist.key(key, CTRL)
        artist.until(lambda: np.array_equal(canvas(artist).pixels(), expected))
        artist.until(lambda: artist.numbers("μ") == written(encoded("digits-vae-2", expected)[0]))
        artist.settle()

    undo(Qt.Key.Key_Z, first)
    undo(Qt.Key.Key_Z, np.zeros_like(first))
    item = artist.chart().data.images[artist.state.item]
    undo(Qt.Key.Key_Z, item)  # as it was before Draw
    undo(Qt.Key.Key_Y, np.zeros_like(first))
    undo(Qt.Key.Key_Y, first)
    undo(Qt.Key.Key_Y, both)


def test_a_data_picture_that_is_chosen_comes_onto_the_canvas(artist: Hand) -> None:
    one(artist)
    artist.key(Qt.Key.Key_PageDown)
    artist.settle()
    picture = artist.chart().data.images[artist.state.item]
    assert np.array_equal(canvas(artist).pixels(), picture)
    line(artist, (0.1, 0.1), (0.9, 0.9))
    read(artist)
    drawn = canvas(artist).pixels()
    assert (drawn >= picture).all()
    assert not np.array_equal(drawn, picture)
    assert artist.numbers("μ") == written(encoded("digits-vae-2", drawn)[0])


def test_what_was_drawn_stays_when_the_canvas_is_put_away(artist: Hand) -> None:
    pixels = one(artist)
    artist.push("Draw")
    assert not canvas(artist).isVisible()
    assert np.array_equal(artist.picture("x:"), pixels)
    artist.push("Draw")
    assert np.array_equal(canvas(artist).pixels(), pixels)


def test_ctrl_d_brings_the_canvas_with_its_tools_and_puts_it_away(hand: Hand) -> None:
    assert not section(hand).eraser.isVisible()
    hand.key(Qt.Key.Key_D, CTRL)
    assert canvas(hand).isVisible()
    assert section(hand).eraser.isVisible()
    hand.qtbot.keyClick(canvas(hand), Qt.Key.Key_D, CTRL)
    assert not canvas(hand).isVisible()


def test_the_canvas_takes_the_place_of_the_grid(hand: Hand) -> None:
    hand.key(Qt.Key.Key_T, CTRL)
    hand.until(lambda: hand.view.grid.isVisible())
    hand.qtbot.keyClick(hand.view.grid, Qt.Key.Key_D, CTRL)
    assert not hand.view.grid.isVisible()
    assert canvas(hand).isVisible()


def test_a_dashed_frame_shows_where_the_data_have_ink(artist: Hand) -> None:
    mean = items("digits").floats().mean(axis=0)
    rows, columns = np.nonzero(mean > 0.03)
    frame = canvas(artist).frame()
    assert frame == QRect(columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert 14 <= frame.width() <= 24


def test_pictures_inked_everywhere_or_nowhere_or_in_colour_have_no_frame() -> None:
    assert ink_of(np.full((3, 28, 28), 200, np.uint8)) is None
    assert ink_of(np.zeros((3, 28, 28), np.uint8)) is None
    assert ink_of(np.full((3, 64, 64, 3), 200, np.uint8)) is None
    low = np.zeros((2, 28, 28), np.uint8)
    low[:, 4:10, 6:20] = 100
    assert ink_of(low) == QRect(6, 4, 14, 6)


# comparing, other models, other words


def test_all_models_of_a_comparison_read_the_canvas(artist: Hand) -> None:
    names = ("digits-pca-2", "digits-ae-2", "digits-vae-2")
    artist.push("PCA | AE | VAE")
    artist.shows(*names)
    artist.after_deletions()
    assert canvas(artist).isVisible()
    assert not section(artist).resample.isVisible()
    line(artist, (0.5, 0.25), (0.45, 0.75))
    read(artist)
    pixels = canvas(artist).pixels()
    for i, name in enumerate(names):
        mean = model(name).encode(pixels[None] / np.float32(255)).mean[0]
        assert close(artist.output(i), decoded(name, mean)), name
        assert artist.spots_at(mean, i) == 2, name
    artist.key(Qt.Key.Key_R)
    assert close(artist.output(2), decoded(names[2], encoded(names[2], pixels)[0]))


def test_the_next_model_reads_what_was_drawn(artist: Hand) -> None:
    pixels = one(artist)
    artist.open_model("digits-vae-20")
    assert np.array_equal(canvas(artist).pixels(), pixels)
    mean, _ = encoded("digits-vae-20", pixels)
    assert artist.tab.presenter.codes()[0] == pytest.approx(mean, abs=1e-4)
    assert close(artist.output(), decoded("digits-vae-20", mean))


def test_what_is_drawn_while_a_model_loads_is_not_lost(artist: Hand) -> None:
    artist.choose("digits-vae-20")
    line(artist, (0.5, 0.25), (0.45, 0.75))
    drawn = canvas(artist).pixels()
    artist.shows("digits-vae-20")
    read(artist)
    assert np.array_equal(canvas(artist).pixels(), drawn)
    assert artist.tab.presenter.codes()[0] == pytest.approx(
        encoded("digits-vae-20", drawn)[0], abs=1e-4
    )


@pytest.mark.skipif(not shipped("models_onnx", COLOURED).is_dir(), reason="no model of avatars")
@pytest.mark.usefixtures("with_avatars")
def test_pictures_of_another_shape_begin_with_one_of_their_own(artist: Hand) -> None:
    one(artist)
    artist.open_model(COLOURED)
    assert canvas(artist).pixels().shape == (64, 64, 3)
    assert np.array_equal(canvas(artist).pixels(), artist.chart().data.images[artist.state.item])
    assert section(artist).colour.isVisible()
    artist.push("Empty")
    artist.until(lambda: (canvas(artist).pixels() == 255).all())
    line(artist, (0.3, 0.5), (0.7, 0.5))
    read(artist)
    pixels = canvas(artist).pixels()
    assert pixels.min() == 0
    mean = model(COLOURED).encode(pixels[None] / np.float32(255)).mean[0]
    assert close(artist.output(), decoded(COLOURED, mean))


@pytest.mark.parametrize(("key", "value"), [("language", "de"), ("theme", "dark")])
def test_the_drawing_outlives_another_language_or_theme(artist: Hand, key: str, value: str) -> None:
    pixels = one(artist)
    artist.window.choose(key, value)
    artist.shows("digits-vae-2")
    assert np.array_equal(artist.stage.input.shown_pixels(), pixels)
    assert close(artist.output(), decoded("digits-vae-2", encoded("digits-vae-2", pixels)[0]))


# resampling


@pytest.mark.parametrize("way", ["button", "key"])
def test_resample_draws_z_from_the_posterior(artist: Hand, way: str) -> None:
    mean, sigma = encoded("digits-vae-2", one(artist))
    drawn = []
    for _ in range(2):
        if way == "button":
            artist.push("Resample")
        else:
            artist.key(Qt.Key.Key_R)
        artist.settle()
        z = np.array(artist.plane().point())
        epsilon = (z - mean) / sigma
        assert artist.numbers("ε") == written(epsilon)
        assert close(artist.output(), decoded("digits-vae-2", z))
        drawn.append(epsilon)
    assert 0.01 < np.abs(np.array(drawn)).max() < 5
    assert not np.allclose(*drawn)
    assert artist.spots_at(mean) == 1  # μ stays
    artist.key(Qt.Key.Key_Z, CTRL)
    artist.until(lambda: np.allclose(artist.plane().point(), mean + sigma * drawn[0], atol=1e-4))


def test_the_sentence_says_which_noise_was_drawn_and_stays(artist: Hand) -> None:
    mean, sigma = encoded("digits-vae-2", one(artist))
    artist.push("Resample")
    artist.settle()
    artist.described()
    epsilon = (np.array(artist.plane().point()) - mean) / sigma
    assert f"ε = ({';  '.join(written(epsilon))})" in artist.view.caption()


def test_a_model_without_spread_has_nothing_to_resample(hand: Hand) -> None:
    hand.unfold(QUESTION)
    hand.open_model("fashion-ae-2")
    assert not section(hand).resample.isVisible()
    before = hand.plane().point()
    hand.key(Qt.Key.Key_R)
    assert hand.plane().point() == before


def test_r_is_left_to_what_one_types_in(artist: Hand) -> None:
    before = artist.plane().point()
    name = section(artist).class_name
    name.setFocus()
    artist.qtbot.keyClicks(name, "rr")
    assert name.text() == "rr"
    assert artist.plane().point() == before


# keeping


def keep(hand: Hand, class_name: str) -> np.ndarray:
    """Draw a line, keep it under a class; its pixels."""
    line(hand, (0.5, 0.25), (0.3 + 0.1 * len(collections()), 0.75))
    read(hand)
    pixels = canvas(hand).pixels()
    section(hand).class_name.setText("")
    hand.qtbot.keyClicks(section(hand).class_name, class_name)
    hand.push("Keep")
    return pixels


def test_nothing_can_be_kept_before_something_is_drawn(hand: Hand) -> None:
    hand.unfold(QUESTION)
    assert not hand.control(QPushButton, "Keep").isEnabled()
    assert not hand.control(QPushButton, "Show as points").isEnabled()
    hand.push("Draw")
    empty(hand)
    assert not hand.control(QPushButton, "Keep").isEnabled()
    hand.qtbot.keyClicks(section(hand).class_name, "cat")
    hand.qtbot.keyClick(section(hand).class_name, Qt.Key.Key_Return)
    assert collections() == ()
    one(hand)
    assert hand.control(QPushButton, "Keep").isEnabled()


def test_drawings_are_kept_by_class_and_shown_as_points(artist: Hand) -> None:
    kept = [keep(artist, "one")]
    empty(artist)
    line(artist, (0.3, 0.3), (0.7, 0.3), (0.4, 0.75))
    read(artist)
    kept.append(canvas(artist).pixels())
    section(artist).class_name.setText("")
    artist.qtbot.keyClicks(section(artist).class_name, "seven")
    artist.qtbot.keyClick(section(artist).class_name, Qt.Key.Key_Return)
    assert "pictures there: 2" in artist.notices[-1]
    empty(artist)
    artist.push("Show as points")
    artist.until(lambda: len(artist.plane().cast.codes) == 2)
    artist.settle()
    expected = model("digits-vae-2").encode(np.stack(kept) / np.float32(255)).mean
    assert artist.plane().cast.codes == pytest.approx(expected, abs=1e-4)
    assert artist.chart().data.classes == ("one", "seven")
    # one more comes among them
    keep(artist, "one")
    artist.until(lambda: len(artist.plane().cast.codes) == 3)
    empty(artist)


def test_a_single_drawing_can_be_shown_and_explored(artist: Hand) -> None:
    pixels = keep(artist, "one")
    artist.push("Show as points")
    artist.until(lambda: len(artist.plane().cast.codes) == 1)
    artist.settle()
    mean, _ = encoded("digits-vae-2", pixels)
    assert artist.plane().point() == pytest.approx(mean, abs=1e-4)
    at = artist.handle()
    artist.drag(at, at + QPointF(20, 10), at + QPointF(40, 30))
    artist.settle()
    point = artist.plane().point()
    assert np.abs(point - mean).max() > 0.05
    assert close(artist.output(), decoded("digits-vae-2", point))
    artist.key(Qt.Key.Key_Z, CTRL)
    artist.until(lambda: np.allclose(artist.plane().point(), mean, atol=1e-4))
    artist.key(Qt.Key.Key_Z, CTRL)
    artist.until(lambda: len(artist.plane().cast.codes) == len(items("digits")))


@pytest.mark.parametrize("name", ["a/b", "x" * 41, "con"])
def test_a_name_that_cannot_be_one_is_refused_with_a_sentence(artist: Hand, name: str) -> None:
    one(artist)
    section(artist).collection.setEditText(name)
    assert not artist.control(QPushButton, "Show as points").isEnabled()
    artist.push("Keep")
    assert collections() == ()
    assert len(artist.notices) == 1
    assert artist.window.context.notices.history[-1].level == "bad"
    assert canvas(artist).pixels().any()


def test_a_collection_of_other_pictures_is_left_alone(artist: Hand) -> None:
    add("avatars", np.zeros((64, 64, 3), np.uint8), "me")
    one(artist)
    section(artist).collection.setEditText("avatars")
    artist.push("Keep")
    assert len(artist.notices) == 1
    assert artist.window.context.notices.history[-1].level == "bad"
    assert canvas(artist).pixels().any()


def test_the_sample_is_not_what_is_drawn_on(artist: Hand) -> None:
    before = sample("digits").images.copy()
    artist.key(Qt.Key.Key_PageDown)
    artist.settle()
    line(artist, (0.1, 0.1), (0.9, 0.9))
    read(artist)
    assert np.array_equal(sample("digits").images, before)
