"""Walks begin and end where they should, and step evenly in between."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Fault, InputError
from core.latent.walks import at, resample, spherical, straight

A, B = np.array([1.0, 0.0, 0.0]), np.array([0.0, 3.0, 0.0])


@pytest.mark.parametrize("walk", [straight, spherical])
def test_both_ends_are_part_of_the_walk(walk: object) -> None:
    path = walk(A, B, 9)  # type: ignore[operator]
    assert path.shape == (9, 3)
    np.testing.assert_allclose(path[[0, -1]], [A, B], atol=1e-12)


def test_straight_goes_over_the_middle() -> None:
    np.testing.assert_allclose(straight(A, B, 3)[1], [0.5, 1.5, 0])


def test_around_the_sphere_the_norm_is_kept_and_the_angle_grows_evenly() -> None:
    path = spherical(A, B / 3, 7)
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), 1)
    angles = np.degrees(np.arctan2(path[:, 1], path[:, 0]))
    np.testing.assert_allclose(angles, np.arange(7) * 15, atol=1e-9)


def test_around_the_sphere_different_norms_change_evenly() -> None:
    np.testing.assert_allclose(np.linalg.norm(spherical(A, B, 5), axis=1), [1, 1.5, 2, 2.5, 3])


@pytest.mark.parametrize("b", [2 * A, -A, np.zeros(3)], ids=["parallel", "opposite", "zero"])
def test_where_there_is_no_one_way_to_turn_it_is_straight(b: np.ndarray) -> None:
    for start, end in ((A, b), (b, A)):
        np.testing.assert_allclose(spherical(start, end, 5), straight(start, end, 5), atol=1e-12)


def test_codes_of_float32_that_are_nearly_parallel_stay_finite() -> None:
    near = np.array([1.0, 1e-5, 0.0], dtype=np.float32)
    np.testing.assert_allclose(spherical(A, near, 3)[1], [1, 5e-6, 0], atol=1e-7)


def test_resampled_steps_are_equally_long() -> None:
    corner = np.array([[0.0, 0.0], [0.1, 0.0], [3.0, 0.0], [3.0, 0.0], [3.0, 3.0]])
    path = resample(corner, 5)
    np.testing.assert_allclose(path, [[0, 0], [1.5, 0], [3, 0], [3, 1.5], [3, 3]])


def test_a_path_that_does_not_move_gives_its_point() -> None:
    for path in (A[None], np.stack([A, A])):
        assert np.array_equal(resample(path, 4), np.tile(A, (4, 1)))
        assert np.array_equal(at(path, 0.3), A)


@pytest.mark.parametrize(("t", "place"), [(0, (0, 0)), (0.25, (1, 0)), (0.75, (2, 1)), (1, (2, 2))])
def test_a_part_of_the_way_is_counted_by_length(t: float, place: tuple[float, float]) -> None:
    path = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 0.5], [2.0, 2.0]])
    np.testing.assert_allclose(at(path, t), place)


def test_a_path_without_points_is_refused() -> None:
    for walk in (lambda path: resample(path, 3), lambda path: at(path, 0.5)):
        with pytest.raises(InputError) as caught:
            walk(np.zeros((0, 2)))
        assert caught.value.fault is Fault.MISMATCH
