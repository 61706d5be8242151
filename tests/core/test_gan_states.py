"""The state rules on histories made up to be what they should say."""

from __future__ import annotations

import numpy as np
import pytest

from core.gan.history import COLUMNS, MOST, RECENT, History
from core.gan.losses import Loss
from core.gan.modes import Coverage
from core.gan.states import (
    Broken,
    Collapsed,
    Converging,
    Evidence,
    Gains,
    Learning,
    NearEquilibrium,
    Oscillating,
    PoliceTooStrong,
    rhythm,
    state_of,
)


def history(count: int, **columns: object) -> History:
    """A calm history but for the columns given: numbers or (count,) arrays."""
    calm = {"j_d": 1.4, "j_g": 0.7, "d_norm": 0.1, "g_norm": 0.1, "d_real": 0.7, "d_fake": 0.3}
    rows = np.empty((count, len(COLUMNS)), np.float32)
    for place, name in enumerate(COLUMNS):
        rows[:, place] = columns.get(name, calm[name])
    made = History()
    for part in np.array_split(rows, max(1, count // 70)):
        made.add(part)
    return made


def reached(near: int, total: int = 8) -> Coverage:
    return Coverage(near, total, 0.9, near, near, (0.0,) * total)


def plain(**more: object) -> Evidence:
    return Evidence(Loss.MINIMAX, **more)  # type: ignore[arg-type]


def test_nothing_yet_and_nothing_special() -> None:
    assert state_of(History(), plain()) == Learning(None, None)
    found = state_of(history(600), plain())
    assert isinstance(found, Learning)
    assert found.d_real == pytest.approx(0.7)


@pytest.mark.parametrize("column", ["j_d", "j_g", "d_real", "d_fake"])
def test_broken(column: str) -> None:
    values = np.ones(50)
    values[-1] = np.nan
    assert state_of(history(50, **{column: values}), plain()) == Broken(50)


def test_police_too_strong_needs_a_sure_police_and_a_gradient_that_fell() -> None:
    fallen = np.where(np.arange(1000) < 300, 1.0, 0.001)
    sure = {"d_real": 0.99, "d_fake": 0.01}
    found = state_of(history(1000, g_norm=fallen, **sure), plain())
    assert isinstance(found, PoliceTooStrong)
    assert found.fall == pytest.approx(1000, rel=0.01)
    for other in (
        history(1000, g_norm=np.maximum(fallen, 0.02), **sure),  # by 50 only
        history(1000, g_norm=fallen, d_real=0.99, d_fake=0.06),
        history(1000, g_norm=fallen, d_real=0.94, d_fake=0.01),
        history(1000, g_norm=0.001, **sure),  # never was any longer
    ):
        assert not isinstance(state_of(other, plain()), PoliceTooStrong)
    raw = Evidence(Loss.WGAN_GP)
    assert not isinstance(state_of(history(1000, g_norm=fallen, **sure), raw), PoliceTooStrong)


def test_collapsed_needs_three_measurements_in_a_row() -> None:
    few = (reached(2), reached(4), reached(2))
    assert state_of(history(600), plain(coverages=few)) == Collapsed(2, 8)
    for others in (few[:2], (*few, reached(5)), (reached(1, 2),) * 3):
        assert not isinstance(state_of(history(600), plain(coverages=others)), Collapsed)


@pytest.mark.parametrize("period", [8, 40, 150, 300])
def test_oscillating_tells_the_period(period: int) -> None:
    rng = np.random.default_rng(0)
    time = np.arange(2000)
    swing = 0.5 + 0.2 * np.sin(2 * np.pi * time / period) + 0.02 * rng.standard_normal(2000)
    found = state_of(history(2000, d_fake=swing), plain())
    assert isinstance(found, Oscillating)
    assert found.period == pytest.approx(period, rel=0.05, abs=1)
    assert found.swing == pytest.approx(0.2 / np.sqrt(2), rel=0.1)


def test_noise_drift_and_tiny_waves_do_not_oscillate() -> None:
    rng = np.random.default_rng(0)
    time = np.arange(2000)
    walk = 0.5 + 0.002 * np.cumsum(rng.standard_normal(2000))
    calm = 0.3 + 0.01 * np.sin(time / 5)
    noisy = 0.5 + 0.2 * rng.standard_normal(2000)
    for signal in (noisy, walk, calm, np.linspace(0.2, 0.8, 2000)):
        assert not isinstance(state_of(history(2000, d_fake=signal), plain()), Oscillating)
    loud = history(2000, d_fake=0.05 * np.sin(time / 5))
    assert isinstance(state_of(loud, plain()), Oscillating)
    assert not isinstance(state_of(loud, Evidence(Loss.HINGE)), Oscillating)  # raw scores
    assert rhythm(np.zeros(100)) is None


def test_near_equilibrium_needs_half_all_modes_and_no_gains() -> None:
    half = history(600, d_real=0.51, d_fake=0.49)
    small, large = Gains(0.01, 0.0, 100), Gains(0.01, 0.2, 100)
    found = state_of(half, plain(coverages=(reached(8),), gains=small))
    assert isinstance(found, NearEquilibrium)
    assert found.gains is small
    assert isinstance(state_of(half, plain()), NearEquilibrium)
    for evidence in (
        plain(gains=large),
        plain(coverages=(reached(7),)),
        Evidence(Loss.WGAN_GP),
    ):
        assert not isinstance(state_of(half, evidence), NearEquilibrium)
    assert isinstance(state_of(history(600, d_real=0.56, d_fake=0.5), plain()), Learning)


def test_converging_is_a_js_that_falls() -> None:
    falling = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]
    assert state_of(history(600), plain(js=falling)) == Converging(0.75, 0.35)
    assert isinstance(state_of(history(600), plain(js=falling[::-1])), Learning)
    assert isinstance(state_of(history(600), plain(js=falling[1:])), Learning)


def test_the_history_keeps_the_newest_turns_and_forgets_on_demand() -> None:
    made = history(3 * RECENT, j_d=np.arange(3 * RECENT))
    assert made.step == 3 * RECENT
    assert made.last("j_d", 3).tolist() == [3 * RECENT - 3, 3 * RECENT - 2, 3 * RECENT - 1]
    assert len(made.last("j_d")) == RECENT
    made.clear(40)
    assert (len(made), made.step, made.highest_g_norm) == (0, 40, 0)


def test_the_history_goes_back_to_a_turn_and_keeps_what_came_before() -> None:
    made = history(1000, j_d=np.arange(1000), g_norm=np.repeat([1.0, 9.0], 500))
    assert made.highest_g_norm == 9.0
    made.cut(480)
    assert (made.step, len(made), made.highest_g_norm) == (480, 480, 1.0)
    assert made.last("j_d", 2).tolist() == [478, 479]
    made.cut(5000)  # never been there
    assert (made.step, len(made), made.highest_g_norm) == (5000, 0, 0.0)


def test_the_history_stays_within_its_memory() -> None:
    made = History()
    for _ in range(3):
        made.add(np.zeros((MOST // 2, len(COLUMNS)), np.float32))
    made.add(np.ones((10, len(COLUMNS)), np.float32))
    assert len(made) <= MOST
    assert made.last("j_d", 11).tolist() == [0.0] + [1.0] * 10
