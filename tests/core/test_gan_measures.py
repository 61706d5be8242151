"""The instruments on distributions and games whose answers are known."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from core.errors import DataError, InputError
from core.gan.data import DATA, Mixture, data_of, drawn
from core.gan.divergence import (
    FAKES,
    REALS,
    divergence,
    histogram,
    js_bits,
    kl_bits,
    sampling_floor,
)
from core.gan.modes import coverage


def gaussian(mean: float, deviation: float = 1.0) -> Mixture:
    return Mixture("one", np.array([[mean]]), np.array([[deviation]]), ((-8.0,), (8.0,)))


def known_js(shift: float) -> float:
    """JS of N(0, 1) and N(shift, 1) in bits, by a fine sum over the line."""
    x = np.linspace(-12, 12 + shift, 200_001)
    p, q = np.exp(-0.5 * x**2), np.exp(-0.5 * (x - shift) ** 2)
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(sum(0.5 * np.nansum(r * np.log2(r / middle)) for r in (p, q)))


@pytest.mark.parametrize("shift", [0.5, 1.0, 2.0, 4.0])
def test_js_of_two_gaussians(shift: float) -> None:
    rng = np.random.default_rng(0)
    reals = gaussian(0).sample(rng, REALS)
    fakes = gaussian(shift).sample(rng, FAKES)
    found = divergence(reals, fakes, gaussian(0)).js
    assert found == pytest.approx(known_js(shift), abs=0.02)


def test_kl_of_two_gaussians_is_half_the_squared_distance() -> None:
    rng = np.random.default_rng(0)
    reals, fakes = (gaussian(mean).sample(rng, 200_000) for mean in (0, 1))
    assert divergence(reals, fakes, gaussian(0)).kl == pytest.approx(0.5 * log2(np.e), abs=0.03)


def test_js_is_one_bit_for_clouds_that_do_not_meet_and_zero_for_the_same() -> None:
    ring = DATA["ring"]
    points = ring.sample(np.random.default_rng(0), 1000)
    assert divergence(points, points, ring).js == 0
    assert divergence(points, points + 50, ring).js == 1
    apart = divergence(points, np.full_like(points, np.nan), ring)
    assert (apart.js, apart.fakes_outside, apart.reals_outside) == (1, 1, 0)
    assert js_bits(np.array([1, 0, 3]), np.array([2, 0, 6])) == 0
    assert kl_bits(np.array([5, 5]), np.array([5, 5])) == 0


def test_the_histogram_counts_every_point_once() -> None:
    points = np.array([[0, 0], [0.999, 0.999], [1.0, 0.5], [-0.1, 0.5], [0.5, 0.01]])
    counts = histogram(points, ((0.0, 0.0), (1.0, 1.0)), cells=10)
    assert counts.sum() == 5
    assert counts[-1] == 2
    assert counts[[0, 5, 99]].tolist() == [1, 1, 1]


def test_the_sampling_floor_is_where_real_samples_lie() -> None:
    gaussians = DATA["gaussians"]
    floor = sampling_floor(gaussians)
    rng = np.random.default_rng(9)
    fresh = divergence(gaussians.sample(rng, REALS), gaussians.sample(rng, FAKES), gaussians)
    assert 0.005 < floor.js < 0.036
    assert fresh.js == pytest.approx(floor.js, abs=6 * floor.js_deviation)


def test_modes_of_a_mixture() -> None:
    ring = DATA["ring"]
    assert isinstance(ring, Mixture)
    rng = np.random.default_rng(0)
    whole = coverage(ring.sample(rng, 2500), ring.modes)
    assert (whole.covered, whole.held, whole.near, whole.total) == (8, 8, 8, 8)
    assert whole.good == pytest.approx(1 - np.exp(-4.5), abs=0.01)  # within 3 σ in the plane
    two = Mixture("two", ring.centres[:2], ring.deviations[:2], ring.extent)
    half = coverage(two.sample(rng, 2500), ring.modes)
    assert (half.covered, half.held, half.near) == (2, 2, 2)
    assert sum(half.shares) == pytest.approx(half.good)
    nothing = coverage(np.full((2500, 2), np.nan), ring.modes)
    assert (nothing.covered, nothing.good) == (0, 0)
    grazed = np.concatenate([two.sample(rng, 2400), ring.centres[[4] * 100]])
    assert coverage(grazed, ring.modes).held == 3
    grazed[-99:] = two.sample(rng, 99)
    once = coverage(grazed, ring.modes)
    assert (once.covered, once.held) == (3, 2)


@pytest.mark.parametrize("name", DATA)
def test_every_density_sums_to_one_and_is_that_of_the_samples(name: str) -> None:
    data = data_of(name)
    low, high = (np.array(side) for side in data.extent)
    cells = 20
    fine = 4000 if data.dim == 1 else 400 if data.modes else 160  # a curve's takes long
    axes = [a + (b - a) * (np.arange(fine) + 0.5) / fine for a, b in zip(low, high, strict=True)]
    points = np.stack(np.meshgrid(*axes), -1).reshape(-1, data.dim)
    density = data.density(points)
    assert density is not None
    area = float(((high - low) / fine).prod())
    counts = histogram(data.sample(np.random.default_rng(0), 50_000), data.extent, cells)
    inside = 1 - counts[-1] / counts.sum()
    assert density.sum() * area == pytest.approx(inside, abs=0.01)
    place = ((points - low) / (high - low) * cells).astype(int) @ cells ** np.arange(data.dim)
    wanted = np.bincount(place, weights=density, minlength=cells**data.dim) * area
    assert js_bits(counts[:-1] + 1e-9, wanted + 1e-12) < 0.01


def test_gan_labs_and_pacgans_densities_are_as_they_are_defined() -> None:
    rng = np.random.default_rng(0)
    line = data_of("line").sample(rng, 20_000)
    assert line.mean(axis=0) == pytest.approx([0.8 - 0.375, 0.75], abs=0.005)
    assert line.min(axis=0) == pytest.approx([0.05, 0.6], abs=0.05)
    ring, grid, gaussians = (data_of(name).modes for name in ("ring", "grid", "gaussians"))
    assert ring
    assert grid
    assert gaussians
    assert np.allclose(np.hypot(*ring.centres.T), 1)
    assert ring.deviations.max() == 0.01
    assert (len(grid), np.abs(grid.centres).max(), grid.deviations.max()) == (25, 4, 0.05)
    assert gaussians.deviations.tolist() == [[0.1, 0.1], [0.05, 0.2]]


def test_points_drawn_by_hand_are_checked() -> None:
    good = drawn(np.array([[0.1, 0.2], [0.3, 0.4]]))
    assert good.sample(np.random.default_rng(0), 10).shape == (10, 2)
    for points in ([], [[1, 2]], [[1, 2], [1, 2]], [[1, 2], [np.inf, 0]], [[1, 2, 3]] * 2):
        with pytest.raises(InputError):
            drawn(np.array(points, dtype=np.float32))
    with pytest.raises((InputError, DataError)):
        data_of("nowhere")
