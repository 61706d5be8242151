"""Numbers as people read them: three significant digits, a real minus, the language's comma."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale


def number(value: float | None, digits: int = 3) -> str:
    """Write `value` with `digits` significant digits; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0 or abs(value) < 10**-9:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return _localised(f"{value:.{min(places, 6)}f}")


def fixed(value: float, places: int = 2) -> str:
    """Write `value` with a fixed number of decimals, so that a changing number does not dance."""
    text = f"{value:.{places}f}"
    return _localised(text.replace("-", "") if float(text) == 0 else text)


def subscript(number: int) -> str:
    """Write a whole number as an index."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def superscript(number: int) -> str:
    """Write a whole number as an exponent."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _localised(text: str) -> str:
    return text.replace("-", "−").replace(".", QLocale().decimalPoint())
