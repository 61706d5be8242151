"""A run's losses at full resolution, and as few points of them as a picture can show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

DRAWN = 1000  # points at most: more than a picture of usual width has columns
SPAN = 25  # the smoothed curve averages about one part in so many on either side
HUGE = 1e6  # times the middling loss; the smoothed curve takes more for that much
Points = tuple[np.ndarray, np.ndarray]  # steps (n,), values (n,)


class Series:
    """Values at rising steps, in arrays that grow by doubling."""

    def __init__(self) -> None:
        self._steps = np.empty(256, dtype=np.int64)
        self._values = np.empty(256, dtype=np.float64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, steps: np.ndarray, values: Sequence[float]) -> None:
        """Append values; what stood at the first of these steps or later is taken out first."""
        if not len(steps):
            return
        self.cut_after(int(steps[0]) - 1)
        end = self._count + len(steps)
        while end > len(self._steps):
            self._steps = np.concatenate([self._steps, np.empty_like(self._steps)])
            self._values = np.concatenate([self._values, np.empty_like(self._values)])
        self._steps[self._count : end] = steps
        self._values[self._count : end] = values
        self._count = end

    def cut_after(self, step: int) -> None:
        """Forget what came later than `step`."""
        self._count = int(np.searchsorted(self._steps[: self._count], step, side="right"))

    def points(self) -> Points:
        """Return all steps (n,) int64 and values (n,) float64; views, to be copied if kept."""
        return self._steps[: self._count], self._values[: self._count]

    def at(self, step: float) -> tuple[int, float] | None:
        """Return the step nearest to `step`, and its value; None where there is nothing."""
        steps, values = self.points()
        if not len(steps):
            return None
        after = min(int(np.searchsorted(steps, step)), len(steps) - 1)
        before = max(after - 1, 0)
        nearest = before if step - steps[before] < steps[after] - step else after
        return int(steps[nearest]), float(values[nearest])


def thinned(points: Points, most: int = DRAWN) -> Points:
    """Return at most `most` points: means of blocks of equal length, a power of two.

    So a block that is full stays as it is while the run goes on, until all double. A block with a
    value that is no finite number is NaN: the line is broken there.
    """
    steps, values = points
    size = 1
    while len(steps) > most * size:
        size *= 2
    values = np.where(np.isfinite(values), values, np.nan)
    if size == 1:
        return steps.astype(np.float64), values
    starts = np.arange(0, len(steps), size)
    counts = np.diff(starts, append=len(steps))
    means = (np.add.reduceat(each, starts) / counts for each in (steps, values))
    return next(means), next(means)


def smoothed(values: np.ndarray, span: int = SPAN) -> np.ndarray:
    """Return means over about 1/`span` of the values on either side, NaN where these are NaN.

    At the start the window is as short as what came before, so that a steep fall stays steep.
    """
    count = len(values)
    index = np.arange(count)
    left = np.minimum(index // 2, max(1, count // span))
    low, high = index - left, np.minimum(index + left, count - 1) + 1
    whole = np.isfinite(values)
    # in a running sum a huge number would swallow all that come after it
    base = float(np.median(values[whole])) if whole.any() else 0.0
    away = np.where(whole, values - base, 0.0)
    limit = HUGE * (1 + abs(base))
    sums = np.concatenate([[0.0], np.cumsum(np.clip(away, -limit, limit))])
    counts = np.concatenate([[0], np.cumsum(whole)])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums[high] - sums[low]) / (counts[high] - counts[low]) + base
    return np.where(whole, means, np.nan)
