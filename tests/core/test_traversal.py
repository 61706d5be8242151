"""Traversals vary one dimension a row, with a shipped model."""

from __future__ import annotations

import numpy as np
import pytest

from core.latent.explore import Explorable, Workbench
from core.latent.model import BATCH
from core.latent.traversal import Traversal, codes, ranked, traverse
from core.runtime.library import Library

ONE, ZERO = np.ones(2), np.zeros(2)


@pytest.fixture(scope="module")
def shapes() -> Explorable:
    return Workbench(Library(), "cpu").open("shapes-vae-2")


def test_dimensions_that_tell_most_come_first() -> None:
    assert ranked(np.array([0.1, 2.0, 0.0, 2.0, 5.0])) == (4, 1, 3, 0, 2)


def test_a_row_varies_its_dimension_alone() -> None:
    code = np.array([10.0, 20.0, 30.0])
    grid = codes(Traversal(code, (2, 0), steps=5), np.array([1, 1, 2]), np.array([0, 0, 1]))
    assert grid.shape == (2, 5, 3)
    np.testing.assert_allclose(grid[0, :, 2], [-5, -2, 1, 4, 7])  # 1 ± 3 · 2
    np.testing.assert_allclose(grid[1, :, 0], [-3, -1.5, 0, 1.5, 3])
    assert (grid[0, :, :2] == code[:2]).all()
    assert (grid[1, :, 1:] == code[1:]).all()


def test_each_picture_is_what_the_decoder_draws_there(shapes: Explorable) -> None:
    request = Traversal(np.array([0.4, -0.7]), (1, 0), steps=7, reach=2.0)
    pictures = traverse(shapes.model, request, ONE, ZERO)
    assert pictures.shape == (2, 7, 28, 28)
    assert pictures.dtype == np.float32
    for row, column, point in ((0, 0, (0.4, -2.0)), (0, 6, (0.4, 2.0)), (1, 3, (0.0, -0.7))):
        alone = shapes.model.decode(np.array([point], dtype=np.float32))[0]
        np.testing.assert_allclose(pictures[row, column], alone, atol=1e-5)


def test_more_pictures_than_a_batch_come_in_order(shapes: Explorable) -> None:
    request = Traversal(ZERO, (0, 1), steps=BATCH - 1)
    pictures = traverse(shapes.model, request, ONE, ZERO)
    assert pictures.shape[:2] == (2, BATCH - 1)
    last = shapes.model.decode(np.array([[0.0, 3.0]]))[0]
    np.testing.assert_allclose(pictures[1, -1], last, atol=1e-5)
