"""Points from a CSV: which columns there are, and two of them (or one), scaled to the unit square.

Comma, semicolon or tab; decimal comma beside a semicolon or tab; with or without a header. A file
of any length is read in pieces; of more than `MOST_ROWS` rows evenly spaced ones are taken. Rows
with a gap, a text or an infinity in a chosen column are left out and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.pictures import check_file, faults_of
from core.errors import DataError, Fault, InputError

MOST_ROWS = 100_000
PIECE = 1_000_000  # bytes
HEAD = 65_536  # bytes that decide what the columns are
MARGIN = 0.05  # of the unit square, left free on each side


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, its name ("" without a header), a few of its fields.

    is_numeric : whether most fields at the file's beginning are numbers.
    """

    place: int
    name: str
    fields: tuple[str, ...]
    is_numeric: bool


@dataclass(frozen=True)
class Layout:
    """How a file is written, told from its beginning."""

    separator: str
    decimal_comma: bool
    header: bool
    encoding: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Scaling:
    """How a column became an axis: shown = (value − offset) · factor; it ran from low to high."""

    low: float
    high: float
    offset: float
    factor: float


@dataclass(frozen=True, eq=False)
class Table:
    """What was read: points (N, 1 or 2) float32 in the unit square, and how they came about.

    rows : of the file, without header and blank lines; `taken` of them are points. Of those looked
        at, `left_out` were no numbers, the first of them as `first_fault` says: "row 3: 'x'".
    """

    points: np.ndarray
    columns: tuple[Column, ...]
    scaling: tuple[Scaling, ...]
    rows: int
    taken: int
    left_out: int = 0
    first_fault: str = ""


def layout_of(path: Path) -> Layout:
    """Say which columns a file has; raises DataError MISSING, UNREADABLE."""
    check_file(path)
    with faults_of(path), path.open("rb") as file:
        head = file.read(HEAD)
    if b"\0" in head:
        raise DataError(path.name, Fault.UNREADABLE, "no text", path)
    text, encoding = _decoded(head)
    lines = [line for line in text.replace('"', "").splitlines() if line.strip()]
    if len(head) == HEAD and len(lines) > 1:
        lines = lines[:-1]  # cut off
    if not lines:
        raise DataError(path.name, Fault.MISSING, "no rows", path)
    separator = next((mark for mark in ";\t" if mark in lines[0]), ",")
    comma = separator != "," and any("," in line for line in lines[1:] or lines)
    rows = [_fields(line, separator) for line in lines]
    header = all(_number(field, comma) is None for field in rows[0]) and len(rows) > 1
    body = rows[1:] if header else rows
    columns = []
    for place in range(len(rows[0])):
        fields = [row[place] if place < len(row) else "" for row in body]
        numbers = [_finite(field, comma) is not None for field in fields]
        numeric = 2 * sum(numbers) > len(numbers)
        name = rows[0][place] if header else ""
        columns.append(Column(place, name, tuple(fields[:3]), numeric))
    return Layout(separator, comma, header, encoding, tuple(columns))


def read_table(path: Path, places: tuple[int, ...], layout: Layout | None = None) -> Table:
    """Read the columns at `places`, one or two, as points.

    Raises
    ------
    InputError
        MISSING for a column that is not there, MISMATCH for none or more than two.
    DataError
        MISSING without the file or with fewer than two rows of numbers (the detail names the first
        field that is none), MISMATCH for a column that is the same in every row.
    """
    layout = layout or layout_of(path)
    if len(places) not in (1, 2):
        raise InputError("columns", Fault.MISMATCH, f"{len(places)} columns, one or two wanted")
    for place in places:
        if not 0 <= place < len(layout.columns):
            raise InputError(f"column {place}", Fault.MISSING)
    parts, rows, asked, fault = [], 0, 0, ""
    step = _step(path)
    with faults_of(path):
        for first, lines in _pieces(path, layout):
            skip = -rows % step
            rows += len(lines)
            taken = [(first + number, lines[number]) for number in range(skip, len(lines), step)]
            asked += len(taken)
            values, found = _values(taken, places, layout)
            parts.append(values)
            fault = fault or found
    values = np.concatenate(parts) if parts else np.empty((0, len(places)))
    if len(values) < 2:
        said = "; ".join(part for part in (f"{len(values)} rows of numbers", fault) if part)
        raise DataError(path.name, Fault.MISSING, said, path)
    scaling = tuple(
        _scaling(column, place, path) for column, place in zip(values.T, places, strict=True)
    )
    offset, factor = (np.array([getattr(s, key) for s in scaling]) for key in ("offset", "factor"))
    points = ((values - offset) * factor).astype(np.float32)
    chosen = tuple(layout.columns[place] for place in places)
    return Table(points, chosen, scaling, rows, len(values), asked - len(values), fault)


def _step(path: Path) -> int:
    """Return how many rows there are to one that is taken, judged by the length of the first."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
    rows = max(size / max(len(head), 1) * max(head.count(b"\n"), 1), 1)
    return max(1, math.ceil(rows / MOST_ROWS))


def _pieces(path: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield lines that are not blank, some megabytes at a time, with the number of the first."""
    rest, first, header = b"", 1, layout.header
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            whole, newline, rest = (rest + piece).rpartition(b"\n")
            if not newline:
                rest, whole = rest or whole, b""
            found, header = _lines(whole, layout, header)
            yield first + (layout.header and first == 1), found
            first += whole.count(b"\n") + 1 if newline else 0
        found, _ = _lines(rest, layout, header)
        yield first + (layout.header and first == 1), found


def _lines(content: bytes, layout: Layout, header: bool) -> tuple[list[str], bool]:
    text = content.decode(layout.encoding, errors="replace").replace('"', "")
    lines = [line for line in text.splitlines() if line.strip("\ufeff \t")]
    if header and lines:
        return lines[1:], False
    return lines, header


def _values(
    lines: list[tuple[int, str]], places: tuple[int, ...], layout: Layout
) -> tuple[np.ndarray, str]:
    """Return the rows of numbers (n, columns) float64, and the first field that is none."""
    found, fault = [], ""
    for number, line in lines:
        fields = _fields(line, layout.separator)
        chosen = [fields[place] if place < len(fields) else "" for place in places]
        values = [_finite(field, layout.decimal_comma) for field in chosen]
        if None not in values:
            found.append(values)
        elif not fault:
            fault = f"row {number}: {chosen[values.index(None)]!r}"
    return np.array(found, np.float64).reshape(-1, len(places)), fault


def _scaling(values: np.ndarray, place: int, path: Path) -> Scaling:
    low, high = float(values.min()), float(values.max())
    width = high - low
    if not 0 < width < math.inf:
        raise DataError(path.name, Fault.MISMATCH, f"column {place + 1}: {low:g} … {high:g}", path)
    factor = (1 - 2 * MARGIN) / width
    return Scaling(low, high, low - MARGIN / factor, factor)


def _decoded(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:  # cut off within a character
            return content[: error.start].decode("utf-8-sig"), "utf-8-sig"
        return content.decode("latin-1"), "latin-1"


def _fields(line: str, separator: str) -> list[str]:
    return [field.strip(" \ufeff") for field in line.split(separator)]


def _finite(field: str, comma: bool) -> float | None:
    value = _number(field, comma)
    return value if value is not None and math.isfinite(value) else None


def _number(field: str, comma: bool) -> float | None:
    try:
        return float(field.replace(",", ".") if comma else field)
    except ValueError:
        return None
