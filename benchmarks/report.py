"""Numbers of a benchmark: percentiles, the budget they are held against, a table to read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Number = float | int | bool
Budget = Mapping[str, Number]


class BenchmarkFailed(Exception):
    """The measurement itself did not come about; what was measured would mean nothing."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of `values` do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def judged(measured: Mapping[str, object], budget: Budget) -> dict[str, object]:
    """Return `measured` with `budget` and `within_budget`."""
    return {**measured, "budget": dict(budget), "within_budget": within(measured, budget)}


def within(measured: Mapping[str, object], budget: Budget) -> bool:
    """Say whether every number keeps its budget: truths must be equal, numbers not larger."""
    return all(_keeps(measured[key], limit) for key, limit in budget.items())


def table(result: Mapping[str, object]) -> str:
    """Return a line a value: name, value, budget; lists and tables are left to --json."""
    budget = result["budget"]
    assert isinstance(budget, Mapping)
    rows = []
    for key, value in result.items():
        if isinstance(value, Mapping):
            continue
        if isinstance(value, list):
            value = " ".join(map(str, value))
        limit = budget.get(key)
        rows.append(f"{key:<20}{value!s:>14}  {_judgement(value, limit)}".rstrip())
    for met in (True, False):
        of = [key for key, limit in budget.items() if _keeps(result[key], limit) is met]
        if of:
            rows.append(f"{'budget met by' if met else 'budget missed by':<20}{', '.join(of)}")
    return "\n".join(rows)


def _keeps(value: object, limit: Number) -> bool:
    if isinstance(limit, bool):
        return value is limit
    return isinstance(value, int | float) and value <= limit


def _judgement(value: object, limit: Number | None) -> str:
    if limit is None:
        return ""
    said = f"= {limit}" if isinstance(limit, bool) else f"≤ {limit}"
    return f"{said}  {'ok' if _keeps(value, limit) else 'TOO MUCH'}"
