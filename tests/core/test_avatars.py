"""Avatars: what is drawn is what the attributes say, the same every time, and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data import avatars as drawing
from core.data.avatars import CLASSES, TABLES, avatars
from core.data.table import load
from core.paths import data_cache


def specs(**parts: str) -> tuple[str, ...]:
    """DiceBear's names of a bald, smiling avatar in blue, with other parts where given."""
    usual = {"hair": "bald", "glasses": "none", "beard": "none", "expression": "smile"}
    usual |= {"skin": "fair", "clothing": "blue", "hair-colour": "black"}
    return tuple(TABLES[name][value][0] for name, value in (usual | parts).items())


def test_each_attribute_changes_the_picture_where_it_belongs() -> None:
    plain, glasses, beard, red, dark = drawing.render(
        [
            specs(), specs(glasses="sunglasses"), specs(beard="full-beard"),
            specs(clothing="red"), specs(skin="dark"),
        ]
    )  # fmt: skip
    assert plain.shape == (64, 64, 3)
    assert tuple(plain[0, 0]) == (255, 255, 255)

    def middle_of_change(other: np.ndarray) -> float:
        rows = np.flatnonzero((plain != other).any(axis=(1, 2)))
        assert len(rows)
        return float(rows.mean())

    assert middle_of_change(glasses) < middle_of_change(beard) < middle_of_change(red)
    colours = {tuple(c) for c in red.reshape(-1, 3)}
    assert (231, 130, 118) in colours  # DiceBear's #e78276
    assert dark.mean() < plain.mean()


@pytest.mark.usefixtures("with_avatars")
def test_items_stay_the_same_whatever_the_size() -> None:
    few, more = load("avatars", "test", size=30), load("avatars", "test", size=1100)
    assert np.array_equal(few.images, more.images[:30])
    assert np.array_equal(few.labels, more.labels[:30])
    assert few.classes == CLASSES
    assert set(few.attributes) == set(TABLES) - {"hair"}
    glasses = more.attributes["glasses"]
    assert set(glasses.labels) == {0, 1, 2}
    assert glasses.values == ("none", "glasses", "sunglasses")
    eyes = more.images[:, 20:36, 30:60].mean(axis=(1, 2, 3))  # where sunglasses darken the face
    assert eyes[glasses.labels == 2].mean() < eyes[glasses.labels == 0].mean()


def test_what_was_drawn_is_kept_and_a_damaged_file_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "BLOCK", 40)
    first, _ = avatars(40, seed=5)
    (kept,) = (data_cache() / "avatars").glob("*.npz")
    monkeypatch.setattr(drawing, "_pool", lambda: pytest.fail("drawn again"))
    assert np.array_equal(avatars(40, seed=5)[0], first)
    kept.write_bytes(kept.read_bytes()[:500])
    monkeypatch.undo()
    monkeypatch.setattr(drawing, "BLOCK", 40)
    assert np.array_equal(avatars(40, seed=5)[0], first)


def test_a_cache_that_cannot_be_written_is_no_error(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_home.mkdir()
    (own_home / "data").write_text("a file where the folder should be")
    monkeypatch.setattr(drawing, "BLOCK", 20)
    images, attributes = avatars(3, seed=0)
    assert images.shape == (3, 64, 64, 3)
    assert all(len(column) == 3 for column in attributes.values())
