"""A plane through a latent space: what it shows, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.errors import Fault, InputError
from core.latent.projection import Projection, by_components, by_dimensions


def cloud(n: int = 400, d: int = 6) -> np.ndarray:
    random = np.random.default_rng(5)
    mixing = random.standard_normal((d, d)) * np.arange(1, d + 1)
    return (random.standard_normal((n, d)) @ mixing + 3).astype(np.float32)


@pytest.fixture(params=["dimensions", "components"])
def projection(request: pytest.FixtureRequest) -> Projection:
    return by_dimensions(6, 4, 1) if request.param == "dimensions" else by_components(cloud())


def test_two_dimensions_are_shown_as_they_are() -> None:
    assert np.array_equal(by_dimensions(6, 4, 1).to_plane(cloud()), cloud()[:, [4, 1]])


def test_a_lifted_code_is_shown_where_it_was_asked(projection: Projection) -> None:
    lifted = projection.lift(cloud()[7], np.array([1.5, -2.0]))
    np.testing.assert_allclose(projection.to_plane(lifted), [1.5, -2.0], atol=1e-5)


def test_lifting_leaves_alone_what_the_plane_does_not_show(projection: Projection) -> None:
    code = cloud()[7]
    moved = projection.lift(code, np.array([1.5, -2.0])) - code
    off_plane = moved - projection.axes.T @ (projection.axes @ moved)
    assert np.linalg.norm(moved) > 1
    np.testing.assert_allclose(off_plane, 0, atol=1e-5)


def test_lifting_to_two_dimensions_keeps_the_others_to_the_bit() -> None:
    code = cloud()[7]
    lifted = by_dimensions(6, 4, 1).lift(code, np.array([9.0, 9.0]))
    assert np.array_equal(lifted[[0, 2, 3, 5]], code[[0, 2, 3, 5]])


def test_components_are_those_of_scikit_learn() -> None:
    codes, theirs = cloud(), PCA(2).fit(cloud())
    ours = by_components(codes)
    np.testing.assert_allclose(ours.origin, theirs.mean_, rtol=1e-4)
    np.testing.assert_allclose(np.abs(np.sum(ours.axes * theirs.components_, axis=1)), 1, rtol=1e-4)
    assert ours.share == pytest.approx(theirs.explained_variance_ratio_.sum(), rel=1e-4)
    np.testing.assert_allclose(ours.axes @ ours.axes.T, np.eye(2), atol=1e-9)


def test_the_largest_entry_of_a_component_is_positive() -> None:
    for codes in (cloud(d=d) for d in range(2, 9)):
        axes = by_components(codes).axes
        assert (axes.max(axis=1) == np.abs(axes).max(axis=1)).all()


def test_the_ellipse_is_the_covariance_of_what_is_drawn(projection: Projection) -> None:
    sigma = np.array([0.5, 2.0, 1.0, 0.1, 3.0, 0.7])
    drawn = np.random.default_rng(0).standard_normal((200_000, 6)) * sigma
    seen = np.cov(projection.to_plane(drawn).T)
    np.testing.assert_allclose(projection.ellipse(sigma), seen, atol=0.08)


@pytest.mark.parametrize("how", ["dimensions", "components"])
def test_one_dimension_is_a_line(how: str) -> None:
    codes = cloud(d=1)
    line = by_dimensions(1, 0, 1) if how == "dimensions" else by_components(codes)
    shown = line.to_plane(codes)
    np.testing.assert_allclose(shown[:, 0] + line.origin[0], codes[:, 0], rtol=1e-5)
    assert not shown[:, 1].any()
    assert line.lift(codes[0], np.array([4.0, 99.0])) == pytest.approx(4 + line.origin[0])


def test_a_single_code_has_a_plane_too() -> None:
    only = by_components(cloud(1))
    assert np.isfinite(only.axes).all()
    np.testing.assert_allclose(only.to_plane(cloud(1)), 0, atol=1e-6)
    assert only.share == 1


@pytest.mark.parametrize(("d", "i", "j"), [(4, 2, 2), (4, 0, 4), (4, -1, 0), (1, 1, 0)])
def test_what_is_no_pair_of_dimensions_is_refused(d: int, i: int, j: int) -> None:
    with pytest.raises(InputError) as caught:
        by_dimensions(d, i, j)
    assert caught.value.fault is Fault.MISMATCH


def test_components_of_nothing_are_refused() -> None:
    with pytest.raises(InputError):
        by_components(np.zeros((0, 3)))
