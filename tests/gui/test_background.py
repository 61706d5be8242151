"""What lies under the points: tiles that fill in and follow the view, pictures, classes."""

from __future__ import annotations

import numpy as np
import pytest
from hand import Hand, decoded, model
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QGraphicsSimpleTextItem

from core.data.table import sample
from core.latent.tiles import SIDE, Window
from gui.theme import THEMES

TILES = "Points on decoded tiles"
PICTURES = "The pictures themselves"
LABELS = sample("fashion").labels


def seen(hand: Hand) -> QImage:
    return hand.plane().grab().toImage()


def seen_array(hand: Hand) -> np.ndarray:
    image = seen(hand).convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return pixels[:, : image.width(), :3].astype(int)


def laid(hand: Hand, plane: int = 0) -> bool:
    return hand.tab.presenter.rows_laid(plane) == SIDE


def hide_all(hand: Hand) -> None:
    """Hide every class, so that the tiles lie bare."""
    for box in hand.view.panel.findChildren(QCheckBox):
        if box.isVisible() and box.isChecked():
            hand.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def tile_middles(window: Window) -> list[tuple[float, float]]:
    xs = window.left + (np.arange(SIDE) + 0.5) / SIDE * (window.right - window.left)
    ys = window.bottom + (np.arange(SIDE) + 0.5) / SIDE * (window.top - window.bottom)
    return [(float(x), float(y)) for x in xs for y in ys]


def tile_as_seen(hand: Hand, middle: tuple[float, float]) -> np.ndarray:
    """The grey values (28, 28) of the tile around `middle`, 0 to 1, from the screen."""
    window = hand.plane().window()
    half = (window.right - window.left) / SIDE / 2
    low = hand.place((middle[0] - half, middle[1] + half))
    high = hand.place((middle[0] + half, middle[1] - half))
    area = QRect(low.toPoint(), high.toPoint())
    grey = seen_array(hand)[area.top() : area.bottom() + 1, area.left() : area.right() + 1].mean(2)
    rows = np.linspace(0, grey.shape[0] - 1, 28).round().astype(int)
    columns = np.linspace(0, grey.shape[1] - 1, 28).round().astype(int)
    return grey[np.ix_(rows, columns)]


def bare_tile(hand: Hand) -> tuple[float, float]:
    """The middle of a tile in view with a picture on it, away from handle, rings and axes."""
    window = hand.plane().window()
    left, right, top, bottom = hand.room()
    name, at = hand.names[0], hand.handle()
    for middle in tile_middles(window):
        place = hand.place(middle)
        clear = left + 40 < place.x() < right - 40 and top + 40 < place.y() < bottom - 40
        if clear and (place - at).manhattanLength() > 120:
            picture = decoded(name, middle)
            if picture.std() > 70:
                return middle
    raise AssertionError("no tile with a picture")


@pytest.mark.parametrize("name", ["fashion-pca-2", "fashion-vae-2"])
def test_a_tile_shows_what_the_decoder_draws_at_its_middle(hand: Hand, name: str) -> None:
    hand.open_model(name)
    hand.radio(TILES)
    hand.until(lambda: laid(hand))
    hide_all(hand)
    middle = bare_tile(hand)
    shown = tile_as_seen(hand, middle).ravel()
    expected = decoded(name, middle).astype(float).ravel()
    likeness = np.corrcoef(-shown, expected)[0, 1]  # ink is dark on light paper
    assert likeness > 0.8
    others = [m for m in tile_middles(hand.plane().window()) if m != middle][:: SIDE + 3]
    assert all(
        np.corrcoef(-shown, decoded(name, m).astype(float).ravel())[0, 1] < likeness for m in others
    )


def test_tiles_fill_in_from_the_top_to_twenty_rows(hand: Hand) -> None:
    rows = []
    hand.radio(TILES)
    hand.until(lambda: rows.append(hand.tab.presenter.rows_laid(0)) or rows[-1] == SIDE)
    assert rows == sorted(rows)
    assert any(0 < count < SIDE for count in rows)


def test_tiles_follow_the_view(hand: Hand) -> None:
    hand.radio(TILES)
    hand.until(lambda: laid(hand))
    for _ in range(5):  # each zoom overtakes the carpet of the one before
        hand.wheel(hand.handle() + QPointF(60, 20), 1)
    assert not laid(hand)
    hand.until(lambda: laid(hand))
    hide_all(hand)
    middle = bare_tile(hand)
    shown = tile_as_seen(hand, middle).ravel()
    expected = decoded(hand.names[0], middle).astype(float).ravel()
    assert np.corrcoef(-shown, expected)[0, 1] > 0.8


def test_points_alone_take_the_tiles_away(hand: Hand) -> None:
    hand.leave()
    bare = seen(hand)
    hand.radio(TILES)
    hand.until(lambda: laid(hand))
    assert seen(hand) != bare
    hand.radio("Points")
    assert seen(hand) == bare


def test_another_model_gets_tiles_of_its_own(hand: Hand) -> None:
    hand.radio(TILES)
    hand.until(lambda: laid(hand))
    hand.open_model("fashion-ae-2")
    hand.until(lambda: laid(hand))
    hide_all(hand)
    middle = bare_tile(hand)
    shown = tile_as_seen(hand, middle).ravel()
    expected = decoded("fashion-ae-2", middle).astype(float).ravel()
    assert np.corrcoef(-shown, expected)[0, 1] > 0.8


def test_thumbnails_show_the_pictures_in_the_colour_of_their_class(hand: Hand) -> None:
    points = seen_array(hand)
    hand.radio(PICTURES)
    pictures = seen_array(hand)
    assert np.abs(pictures - points).max() > 60
    item = hand.far_item()
    ink = QColor(THEMES["light"].class_color(int(LABELS[item]))).getRgb()[:3]
    at = hand.place(hand.chart().codes[item])
    x, y = int(at.x()), int(at.y())
    around = pictures[y - 28 : y + 29, x - 28 : x + 29].reshape(-1, 3)
    assert np.abs(around - ink).sum(axis=1).min() < 40


def test_classes_that_are_off_are_not_drawn_and_cannot_be_picked(hand: Hand) -> None:
    item, chosen = hand.far_item(), hand.state.item
    label = int(LABELS[item])
    at = hand.place(hand.chart().codes[item])
    area = (slice(int(at.y()) - 4, int(at.y()) + 5), slice(int(at.x()) - 4, int(at.x()) + 5))
    ground = QColor(THEMES["light"].background).getRgb()[:3]
    assert np.abs(seen_array(hand)[area] - ground).max() > 60
    boxes = [b for b in hand.view.panel.findChildren(QCheckBox) if b.isVisible()]
    assert len(boxes) == 10
    hand.tick(boxes[label].text())
    assert np.abs(seen_array(hand)[area] - ground).max() < 40  # at most a ring's line
    hand.click(at)
    assert hand.state.item == chosen  # the point moved there, no picture was chosen
    assert (hand.handle() - at).manhattanLength() < 2
    hand.tick(boxes[label].text())
    hand.drag(at, hand.empty_place())
    hand.click(at)
    assert hand.state.item == item


def test_classes_that_are_off_have_no_card(hand: Hand) -> None:
    item = hand.far_item()
    at = hand.place(hand.chart().codes[item])
    boxes = [b for b in hand.view.panel.findChildren(QCheckBox) if b.isVisible()]
    hand.tick(boxes[int(LABELS[item])].text())
    hand.move(at)
    hand.key(Qt.Key.Key_Right)
    hand.settle()
    assert not hand.stage.cards[0].isVisible()


def test_the_legend_names_the_classes_of_the_data(hand: Hand) -> None:
    hand.open_model("digits-vae-2")
    boxes = [b.text() for b in hand.view.panel.findChildren(QCheckBox) if b.isVisible()]
    assert boxes == list("0123456789")
    hand.open_model("shapes-vae-2")
    boxes = [b.text() for b in hand.view.panel.findChildren(QCheckBox) if b.isVisible()]
    assert boxes == list(model("shapes-vae-2").card.classes)


def test_rings_of_the_prior_only_where_there_is_a_prior(hand: Hand) -> None:
    def names() -> list[str]:
        items = hand.plane().scene().items()
        texts = [i for i in items if isinstance(i, QGraphicsSimpleTextItem) and i.isVisible()]
        return sorted(t.text() for t in texts)

    assert names() == ["1 σ", "2 σ", "3 σ"]
    hand.open_model("fashion-ae-2")
    assert names() == []
