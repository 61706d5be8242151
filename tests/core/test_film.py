"""A training's film and curves are written whole, and its curves are thinned without a lie."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import Fault, InputError, StorageError
from core.training.curves import DRAWN, Series, smoothed, thinned
from core.training.film import LEAST, write_curves, write_film

RNG = np.random.default_rng(4)


def frames_of(path: Path, mode: str = "RGB") -> list[np.ndarray]:
    with Image.open(path) as image:
        found = []
        for i in range(image.n_frames):
            image.seek(i)
            found.append(np.array(image.convert(mode)))
        return found


# the film


@pytest.mark.parametrize("shape", [(28, 28), (28, 280)])
def test_a_film_shows_each_grey_picture_at_a_whole_multiple(tmp_path: Path, shape) -> None:
    pictures = RNG.integers(0, 256, (3, *shape), dtype=np.uint8)
    write_film(tmp_path / "film.gif", list(pictures), [0, 50, 100], 120)
    shown = frames_of(tmp_path / "film.gif", "L")
    times = shown[0].shape[1] // shape[1]
    assert max(shape) * times >= LEAST
    for picture, frame in zip(pictures, shown, strict=True):
        part = frame[: shape[0] * times]
        assert np.array_equal(part, picture.repeat(times, axis=0).repeat(times, axis=1))


def test_under_each_picture_stands_its_step_and_how_far_that_is(tmp_path: Path) -> None:
    picture = np.full((28, 28), 128, np.uint8)
    write_film(tmp_path / "film.gif", [picture] * 3, [0, 50, 100], 100)
    bars = [frame[28 * 14 :].astype(int) for frame in frames_of(tmp_path / "film.gif", "L")]
    filled = [(bar[1] < 128).mean() for bar in bars]
    assert filled == pytest.approx([0, 0.5, 1], abs=0.01)
    words = [bar[6:] < 128 for bar in bars]
    assert all(word.any() for word in words)
    assert not np.array_equal(words[0], words[1])
    assert not np.array_equal(words[1], words[2])


def test_a_caption_may_be_in_another_language(tmp_path: Path) -> None:
    picture = np.zeros((28, 28), np.uint8)
    for name, caption in (("en", "step {step}"), ("de", "Schritt {step}")):
        write_film(tmp_path / f"{name}.gif", [picture], [7], 100, caption)
    one, other = (frames_of(tmp_path / f"{name}.gif")[0] for name in ("en", "de"))
    assert one.shape == other.shape
    assert not np.array_equal(one, other)


def test_a_frame_in_colour_keeps_its_colours_and_lasts_as_asked(tmp_path: Path) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:32], picture[32:] = (250, 10, 10), (10, 10, 250)
    write_film(tmp_path / "film.gif", [picture, picture[::-1]], [1, 2], 250)
    first, second = frames_of(tmp_path / "film.gif")
    assert first[5, 5] == pytest.approx((250, 10, 10), abs=3)
    assert second[5, 5] == pytest.approx((10, 10, 250), abs=3)
    with Image.open(tmp_path / "film.gif") as image:
        assert image.info["duration"] == 250
        assert image.info["loop"] == 0


@pytest.mark.parametrize(
    ("frames", "steps"),
    [
        ([], []),
        ([np.zeros((28, 28), np.uint8)], [1, 2]),
        ([np.zeros((28, 28), np.uint8), np.zeros((28, 29), np.uint8)], [1, 2]),
        ([np.zeros((28, 28), np.float32)], [1]),
        ([np.zeros((28, 28, 4), np.uint8)], [1]),
        ([np.zeros((0, 28), np.uint8)], [1]),
    ],
)
def test_what_is_no_film_is_refused(tmp_path: Path, frames, steps) -> None:
    with pytest.raises(InputError) as refused:
        write_film(tmp_path / "film.gif", frames, steps, 100)
    assert refused.value.fault is Fault.MISMATCH
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_film_from_before(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "film.gif"
    path.write_bytes(b"before")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as refused:
        write_film(path, [np.zeros((28, 28), np.uint8)], [1], 100)
    assert refused.value.fault is Fault.DISK_FULL
    assert [one.name for one in tmp_path.iterdir()] == ["film.gif"]
    assert path.read_bytes() == b"before"


# the curves as a table


def test_curves_read_back_and_what_was_not_measured_is_empty(tmp_path: Path) -> None:
    rows = [(1, 541.25, None, 1e-3, None), (2, 1 / 3, 0.5, 5e-4, 0.25)]
    write_curves(tmp_path / "curves.csv", rows)
    with (tmp_path / "curves.csv").open(newline="", encoding="utf-8") as file:
        header, first, second = csv.reader(file)
    assert header == ["step", "loss", "held_out", "learning_rate", "beta"]
    assert first == ["1", "541.25", "", "0.001", ""]
    assert [float(cell) for cell in second] == [2, 1 / 3, 0.5, 5e-4, 0.25]


# the curves as they are drawn


def grown(values: np.ndarray, portion: int) -> Series:
    series = Series()
    for i in range(0, len(values), portion):
        part = values[i : i + portion]
        series.add(np.arange(i + 1, i + 1 + len(part)), part)
    return series


def test_every_value_is_kept_however_they_came() -> None:
    values = RNG.standard_normal(5000)
    steps, kept = grown(values, 7).points()
    assert np.array_equal(steps, np.arange(1, 5001))
    assert np.array_equal(kept, values)


def test_a_run_that_went_back_writes_over_what_came_after() -> None:
    series = grown(np.arange(100.0), 10)
    series.add(np.arange(51, 56), np.full(5, -1.0))
    steps, values = series.points()
    assert steps[-1] == 55
    assert values[49] == 49
    assert (values[50:] == -1).all()
    series.cut_after(20)
    assert list(series.points()[0]) == list(range(1, 21))
    series.cut_after(0)
    assert len(series) == 0
    assert series.at(5) is None


def test_the_value_asked_for_is_that_of_the_nearest_step() -> None:
    series = Series()
    series.add(np.array([10, 20, 40]), [1.0, 2.0, 4.0])
    asked = (-5, 12, 16, 31, float("inf"))
    assert [series.at(step) for step in asked] == [
        (10, 1.0), (10, 1.0), (20, 2.0), (40, 4.0), (40, 4.0),
    ]  # fmt: skip


def test_a_long_curve_is_drawn_by_few_points_with_the_same_mean() -> None:
    values = RNG.standard_normal(65_536) + 5
    steps, means = thinned((np.arange(1, 65_537), values))
    assert DRAWN / 2 <= len(steps) <= DRAWN
    assert means.mean() == pytest.approx(values.mean())
    size = 65_536 // len(steps)
    assert means[3] == pytest.approx(values[3 * size : 4 * size].mean())
    assert steps[3] == pytest.approx(3 * size + (size + 1) / 2)


def test_full_blocks_stay_as_they_are_while_the_run_goes_on() -> None:
    values = RNG.standard_normal(7000)
    one, other = (thinned((np.arange(1, n + 1), values[:n]))[1] for n in (5000, 7000))
    assert np.array_equal(one[:-1], other[: len(one) - 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_breaks_the_curve_only_where_it_is(bad: float) -> None:
    values = np.full(10_000, 3.0)
    values[5000] = bad
    _, means = thinned((np.arange(1, 10_001), values))
    assert np.isnan(means).sum() == 1
    assert (means[~np.isnan(means)] == 3).all()
    smooth = smoothed(means)
    assert np.array_equal(np.isnan(smooth), np.isnan(means))
    assert smooth[~np.isnan(smooth)] == pytest.approx(3)


def test_smoothing_takes_the_noise_and_leaves_a_steep_start() -> None:
    steps = np.arange(1000)
    clean = 100 + 400 * np.exp(-steps / 30)
    smooth = smoothed(clean + RNG.standard_normal(1000) * 5)
    assert smooth[0] > 480
    assert np.abs(smooth - clean)[300:950].max() < 3
    assert np.abs(smoothed(clean) - clean)[:40].max() < 12
    assert smoothed(np.empty(0)).size == 0
    assert np.isnan(smoothed(np.full(3, np.nan))).all()


def test_a_huge_value_does_not_swallow_the_others() -> None:
    values = 2 + np.sin(np.arange(500.0))
    usual = smoothed(values)[200:]
    values[100] = 1e20
    assert smoothed(values)[200:] == pytest.approx(usual, abs=1e-6)
