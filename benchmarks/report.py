"""Numbers of a benchmark: percentiles, the budget they are held against, a table to read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Number = float | int | bool
Budget = Mapping[str, Number]


class AtLeast(float):
    """A limit from below."""


class BenchmarkFailed(Exception):
    """The measurement itself did not come about; what was measured would mean nothing."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of `values` do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def pace(told: Sequence[tuple[float, int]], begin: float, end: float) -> float | None:
    """Return the steps a second of who told, between `begin` and `end`, when which step was made.

    From the first to the last that was told in that time; None where these are not two.
    """
    inside = [(when, step) for when, step in told if begin <= when <= end]
    if len(inside) < 2:
        return None
    (first, from_step), (last, to_step) = inside[0], inside[-1]
    return (to_step - from_step) / (last - first)


def ms(seconds: float) -> float:
    """Return milliseconds, two digits of them."""
    return round(seconds * 1000, 2)


def judged(measured: Mapping[str, object], budget: Budget) -> dict[str, object]:
    """Return `measured` with `budget` and `within_budget`."""
    return {**measured, "budget": dict(budget), "within_budget": within(measured, budget)}


def within(measured: Mapping[str, object], budget: Budget) -> bool:
    """Say whether every number keeps its budget.

    Truths must be equal, numbers not larger, or not smaller where the limit is an `AtLeast`.
    """
    return all(_keeps(measured[key], limit) for key, limit in budget.items())


def table(result: Mapping[str, object]) -> str:
    """Return a line a value: name, value, budget; tables are left to --json."""
    budget = result["budget"]
    assert isinstance(budget, Mapping)
    rows = []
    plain = [key for key, value in result.items() if not isinstance(value, Mapping)]
    wide = max(20, *(len(key) + 2 for key in plain))
    for key, value in result.items():
        if isinstance(value, Mapping):
            continue
        if isinstance(value, list):
            value = " ".join(map(str, value))
        limit = budget.get(key)
        rows.append(f"{key:<{wide}}{value!s:>14}  {_judgement(value, limit)}".rstrip())
    for met in (True, False):
        of = [key for key, limit in budget.items() if _keeps(result[key], limit) is met]
        if of:
            rows.append(f"{'budget met by' if met else 'budget missed by':<{wide}}{', '.join(of)}")
    return "\n".join(rows)


def _keeps(value: object, limit: Number) -> bool:
    if isinstance(limit, bool):
        return value is limit
    if not isinstance(value, int | float):
        return False
    return value >= limit if isinstance(limit, AtLeast) else value <= limit


def _judgement(value: object, limit: Number | None) -> str:
    if limit is None:
        return ""
    least = isinstance(limit, AtLeast)
    said = f"= {limit}" if isinstance(limit, bool) else f"{'≥' if least else '≤'} {limit}"
    return f"{said}  {'ok' if _keeps(value, limit) else 'TOO LITTLE' if least else 'TOO MUCH'}"
