"""Points from a CSV: which columns there are, and two of them (or one), scaled to the unit square.

Comma, semicolon or tab; decimal comma beside a semicolon or tab; with or without a header. A file
of any length is read in pieces; of more than `MOST_ROWS` rows evenly spaced ones are taken.
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
PIECE = 8_000_000  # bytes
HEAD = 65_536  # bytes that decide what the columns are
MARGIN = 0.05  # of the unit square, left free on each side


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, its name ("" without a header), a few of its fields.

    is_numeric : whether the fields at the file's beginning are all numbers.
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

    rows : of the file, without header and blank lines; `taken` of them are points.
    """

    points: np.ndarray
    columns: tuple[Column, ...]
    scaling: tuple[Scaling, ...]
    rows: int
    taken: int


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
        numeric = all(_number(field, comma) is not None for field in fields)
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
        MISSING without the file or with fewer than two rows, UNREADABLE for a field that is empty
        or no number (the detail names row and field), MISMATCH for an infinite one and for a column
        that is the same in every row.
    """
    layout = layout or layout_of(path)
    if len(places) not in (1, 2):
        raise InputError("columns", Fault.MISMATCH, f"{len(places)} columns, one or two wanted")
    for place in places:
        if not 0 <= place < len(layout.columns):
            raise InputError(f"column {place}", Fault.MISSING)
    parts, rows = [], 0
    step = _step(path)
    with faults_of(path):
        for first, lines in _pieces(path, layout):
            skip = -rows % step
            rows += len(lines)
            taken = [(first + number, lines[number]) for number in range(skip, len(lines), step)]
            parts.append(_values(taken, places, layout, path))
    values = np.concatenate(parts) if parts else np.empty((0, len(places)))
    if len(values) < 2:
        raise DataError(path.name, Fault.MISSING, f"{len(values)} rows, at least 2", path)
    scaling = tuple(
        _scaling(column, place, path) for column, place in zip(values.T, places, strict=True)
    )
    offset, factor = (np.array([getattr(s, key) for s in scaling]) for key in ("offset", "factor"))
    points = ((values - offset) * factor).astype(np.float32)
    chosen = tuple(layout.columns[place] for place in places)
    return Table(points, chosen, scaling, rows, len(values))


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
    lines: list[tuple[int, str]], places: tuple[int, ...], layout: Layout, path: Path
) -> np.ndarray:
    """Return (n, columns) float64; names the first field that is no number."""
    found = np.empty((len(lines), len(places)))
    for index, (number, line) in enumerate(lines):
        fields = _fields(line, layout.separator)
        for axis, place in enumerate(places):
            field = fields[place] if place < len(fields) else ""
            value = _number(field, layout.decimal_comma)
            if value is None:
                detail = f"row {number}: {field!r}"
                raise DataError(path.name, Fault.UNREADABLE, detail, path)
            if not math.isfinite(value):
                raise DataError(path.name, Fault.MISMATCH, f"row {number}: {field!r}", path)
            found[index, axis] = value
    return found


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


def _number(field: str, comma: bool) -> float | None:
    try:
        return float(field.replace(",", ".") if comma else field)
    except ValueError:
        return None
