"""A number that somebody typed, held against what is possible."""

from __future__ import annotations

from core.errors import Fault, InputError


def checked_number(
    key: str, value: float | int | str, kind: type[int] | type[float], within: tuple[float, float]
) -> float | int:
    """Return `value` as a number of `kind`; InputError MISMATCH if it is none, or not `within`."""
    low, high = within
    try:
        number = kind(value)
    except (ValueError, OverflowError) as error:
        raise InputError(key, Fault.MISMATCH, f"{value!r} is no {kind.__name__}") from error
    if not low <= number <= high:
        raise InputError(key, Fault.MISMATCH, f"{value} is not in {low:g} … {high:g}")
    return number
