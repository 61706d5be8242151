"""Closing the window at any moment ends cleanly."""

from __future__ import annotations

import pytest
from conftest import Opener, shut
from hand import Hand
from PySide6.QtCore import QCoreApplication, QPointF


def test_closing_before_anything_is_asked(open_window: Opener) -> None:
    hand = open_window(wait=False)
    shut(hand.window)


def test_closing_while_the_first_model_loads(open_window: Opener) -> None:
    hand = open_window(wait=False)
    hand.window.start()
    assert hand.window.context.slow.isRunning()
    shut(hand.window)


def test_closing_while_a_comparison_loads(hand: Hand) -> None:
    hand.push("PCA | AE | VAE")
    shut(hand.window)


def test_closing_while_tiles_fill_in(hand: Hand) -> None:
    hand.radio("Points on decoded tiles")
    hand.until(lambda: hand.tab.presenter.rows_laid(0) > 0)
    shut(hand.window)


def test_closing_in_the_middle_of_a_drag(hand: Hand) -> None:
    at = hand.handle()
    hand.press(at + QPointF(5, 5))
    hand.drag_at_once(at + QPointF(5, 5), [at + QPointF(t, 5) for t in range(6, 200)])
    shut(hand.window)


def test_closing_in_the_middle_of_a_rebuild(hand: Hand) -> None:
    hand.menu("Dark")
    shut(hand.window)


def test_a_rebuild_while_models_load_still_shows_them(open_window: Opener) -> None:
    hand = open_window(wait=False)
    hand.window.start()
    hand.menu("Dark")
    hand.menu("Deutsch")
    hand.until(lambda: hand.names == ("fashion-vae-2",))
    hand.settle()


@pytest.mark.parametrize("moment", ["loading", "shown"])
def test_a_model_chosen_last_wins(open_window: Opener, moment: str) -> None:
    hand = open_window()
    if moment == "shown":
        hand.open_model("digits-ae-2")
    for name in ("digits-vae-2", "shapes-pca-2", "fashion-ae-2"):
        hand.choose(name)
    hand.shows("fashion-ae-2")
    QCoreApplication.processEvents()
    assert hand.view.picker.currentData() == "fashion-ae-2"
