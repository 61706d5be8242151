"""Points from a table: two columns of numbers, German or English, what is no number left out."""

from __future__ import annotations

import csv
import math
from itertools import islice
from pathlib import Path

import numpy as np

from core.errors import DataError, Fault

LARGEST = 200_000_000  # bytes
MOST_ROWS = 200_000  # that are read; of more the first


def read_points(path: Path) -> np.ndarray:
    """Return the first two columns of numbers (n, 2).

    Raises
    ------
    DataError
        UNREADABLE, MISSING with fewer than two rows of numbers, MISMATCH with one column.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(path.name, Fault.MISMATCH, "larger than 200 MB", path)
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            head = file.read(4096)
            file.seek(0)
            separator = _separator(head)
            comma = separator != ","
            rows = [
                [_number(cell, comma=comma) for cell in row]
                for row in islice(csv.reader(file, delimiter=separator), MOST_ROWS)
            ]
    except (OSError, csv.Error) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    width = max((len(row) for row in rows), default=0)
    counts = [sum(len(row) > i and row[i] is not None for row in rows) for i in range(width)]
    usable = [i for i, count in enumerate(counts) if count >= 2]
    if len(usable) < 2:
        raise DataError(path.name, Fault.MISMATCH, "no two columns of numbers", path)
    a, b = usable[:2]
    points = [
        (row[a], row[b])
        for row in rows
        if len(row) > max(a, b) and row[a] is not None and row[b] is not None
    ]
    if len(points) < 2:
        raise DataError(path.name, Fault.MISSING, "fewer than two rows of numbers", path)
    return np.array(points, np.float64)


def _separator(head: str) -> str:
    return max(";\t,", key=head.count) if any(c in head for c in ";\t,") else ","


def _number(cell: str, *, comma: bool) -> float | None:
    text = cell.strip().replace(",", ".") if comma else cell.strip()
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e30 else None
