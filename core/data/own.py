"""Makes a data set of what the user has: a folder of pictures, an NPZ, a CSV or one picture."""

from __future__ import annotations

import io
import math
import os
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image

from core.data.pictures import (
    byte_range,
    check_file,
    check_shape,
    faults_of,
    fitted,
    is_ink_on_paper,
    read_picture,
    shrunk,
    small_picture,
    to_bytes,
)
from core.data.table import DataSet, Source
from core.errors import DataError, Fault

LIMIT = 100_000  # pictures of a folder
MAX_TEXT = 500_000_000  # bytes of a CSV
MAX_BYTES = 2_000_000_000  # of arrays, as declared and as returned
VOTERS = 101  # pictures asked whether a set is ink on paper

IMAGE_KEYS = ("images", "x", "data", "x_train")
LABEL_KEYS = ("labels", "y", "y_train")
LABEL_NAMES = ("label", "labels", "class", "target")  # of a column

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Skipped:
    """A file or folder that is not in the set, and why."""

    path: Path
    fault: Fault
    detail: str


@dataclass(frozen=True, eq=False)
class Rows:
    """What a file of arrays holds: `values` (N, …), `labels` (N,) or None, perhaps class names.

    `lines` (N,) are the rows' places in a text file, from 1.
    """

    values: np.ndarray
    labels: np.ndarray | None = None
    classes: tuple[str, ...] | None = None
    lines: tuple[int, ...] = ()

    def where(self, index: int) -> str:
        """Name a picture as its file would."""
        return f"row {self.lines[index]}" if self.lines else f"picture {index + 1}"


@dataclass(frozen=True, eq=False)
class Found:
    """The set that was read, and what was left out of it."""

    data: DataSet
    skipped: tuple[Skipped, ...] = ()


def read_own(
    path: Path,
    shape: tuple[int, ...],
    *,
    ink_on_paper: bool | None = None,
    progress: Progress | None = None,
) -> Found:
    """Read a folder, an .npz, a .csv or any other file as a picture: a set of one.

    Parameters and errors are those of `read_folder`, `read_arrays` and `read_picture`.
    """
    if path.is_dir():
        return read_folder(path, shape, ink_on_paper=ink_on_paper, progress=progress)
    if path.suffix.lower() in (".npz", ".csv"):
        return read_arrays(path, shape, ink_on_paper=ink_on_paper)
    image = read_picture(path, shape, ink_on_paper=ink_on_paper)
    return Found(_data_set(path.stem, image[None], np.zeros(1, dtype=np.int64), (path.stem,)))


def _data_set(
    name: str, images: np.ndarray, labels: np.ndarray, classes: tuple[str, ...]
) -> DataSet:
    return DataSet(name, "own", Source.OWN, images, labels, classes)


# ---- folders


def read_folder(
    folder: Path,
    shape: tuple[int, ...],
    limit: int = LIMIT,
    progress: Progress | None = None,
    *,
    ink_on_paper: bool | None = None,
) -> Found:
    """Read the pictures of a folder and of its subfolders, whose names are the classes.

    Pictures beside class folders are of the class ""; without class folders there is one class,
    named after the folder. The order is that of the names, capitals or not, and never changes.
    Hidden files are passed over.

    Parameters
    ----------
    folder : one level of subfolders is read.
    shape : (H, W) or (H, W, 3).
    limit : the most files read; of more, as many are taken evenly from the whole list.
    progress : called with files done and files in all; what it raises ends the reading.
    ink_on_paper : as in `read_picture`, but asked once: most of `VOTERS` pictures decide for all.

    Raises
    ------
    InputError
        MISMATCH for a shape that is none.
    DataError
        MISSING without one usable picture or without the folder, UNREADABLE if it cannot be listed.
    """
    check_shape(shape)
    name = folder.name or folder.resolve().name
    files, skipped = _listed(folder)
    room = max(1, min(limit, MAX_BYTES // math.prod(shape)))
    if len(files) > room:
        skipped.append(Skipped(folder, Fault.REFUSED, f"{room} of {len(files)} files"))
        files = [files[index] for index in _spread(len(files), room)]
    if ink_on_paper is None and len(shape) == 2:
        ink_on_paper = _majority(is_ink_on_paper(image) for image in _some(files, shape))
    images = np.empty((len(files), *shape), dtype=np.uint8)
    groups: list[str] = []
    for done, (group, path) in enumerate(files):
        if progress:
            progress(done, len(files))
        try:
            images[len(groups)] = read_picture(path, shape, ink_on_paper=ink_on_paper)
            groups.append(group)
        except DataError as error:
            skipped.append(Skipped(path, error.fault, error.detail))
    if progress:
        progress(len(files), len(files))
    if not groups:
        raise DataError(name, Fault.MISSING, f"0 of {len(files)} files are pictures", folder)
    if not any(groups):
        groups = [name] * len(groups)
    labels, classes = _numbered(groups)
    return Found(_data_set(name, images[: len(groups)], labels, classes), tuple(skipped))


def _listed(folder: Path) -> tuple[list[tuple[str, Path]], list[Skipped]]:
    """Return (class, file) in order, and subfolders that are not read."""
    files: list[tuple[str, Path]] = []
    skipped: list[Skipped] = []
    with faults_of(folder):
        top = _entries(folder)
    for path in top:
        if not path.is_dir():
            files.append(("", path))
            continue
        try:
            with faults_of(path):
                inner = _entries(path)
        except DataError as error:
            skipped.append(Skipped(path, error.fault, error.detail))
            continue
        for entry in inner:
            if entry.is_dir():
                skipped.append(Skipped(entry, Fault.REFUSED, "a folder in a class folder"))
            else:
                files.append((path.name, entry))
    return sorted(files, key=lambda file: _order(file[0])), skipped


def _entries(folder: Path) -> list[Path]:
    names = [name for name in os.listdir(folder) if not name.startswith(".")]
    return [folder / name for name in sorted(names, key=_order)]


def _order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _spread(count: int, wanted: int) -> list[int]:
    """Return at most `wanted` indices, evenly from 0 … count - 1."""
    wanted = min(count, wanted)
    return [number * count // wanted for number in range(wanted)]


def _some(files: list[tuple[str, Path]], shape: tuple[int, ...]) -> Iterable[Image.Image]:
    for index in _spread(len(files), VOTERS):
        try:
            yield small_picture(files[index][1], shape)
        except DataError:
            continue  # reported when it is read for the set


def _majority(votes: Iterable[bool]) -> bool:
    counted = list(votes)
    return 2 * sum(counted) > len(counted)


# ---- arrays


def read_arrays(path: Path, shape: tuple[int, ...], *, ink_on_paper: bool | None = None) -> Found:
    """Read an .npz or a .csv of pictures.

    Parameters
    ----------
    path : .npz with `IMAGE_KEYS` (or one array only) and perhaps `LABEL_KEYS` and "classes"; or
        .csv with a picture a row. Images are (N, H, W), (N, H, W, C), (N, C, H, W) or flat
        (N, H·W), (N, H·W·3); numbers of any kind within one of `core.data.pictures.RANGES`. A CSV
        may have a header, and a first or last column of labels: by its name (`LABEL_NAMES`), by
        its text, or because the row is one longer than a picture. Its separator is a comma, a
        semicolon or a tab; with the latter two a comma is a decimal comma.
    shape : (H, W) or (H, W, 3); images of other sizes are fitted as `read_picture` does.
    ink_on_paper : as in `read_folder`.

    Returns
    -------
    A set with nothing skipped. Without labels it has one class, named after the file.

    Raises
    ------
    InputError
        MISMATCH for a shape that is none.
    DataError
        MISSING (no file, no images in it), TRUNCATED, UNREADABLE (no such file format, text where
        a number should be, NaN), REFUSED (pickled objects, more than `MAX_BYTES`), MISMATCH (ranks,
        lengths, ranges). `detail` names the row of a CSV, or the picture of an NPZ, from 1.
    """
    check_shape(shape)
    check_file(path)
    if path.suffix.lower() == ".csv":
        rows = _rows_of_csv(path, shape)
    else:
        rows = _rows_of_npz(path)
    images = _as_pictures(rows, shape, path)
    labels, classes = _labelled(rows, path)
    limits = _limits(rows, path)
    if len(images) * math.prod(shape) > MAX_BYTES:
        raise DataError(path.name, Fault.REFUSED, f"{len(images)} × {shape}", path)
    if ink_on_paper is None and len(shape) == 2:
        some = (_image(images[index], limits, shape) for index in _spread(len(images), VOTERS))
        ink_on_paper = _majority(is_ink_on_paper(image) for image in some)
    pixels = np.empty((len(images), *shape), dtype=np.uint8)
    for index, image in enumerate(images):
        small = _image(image, limits, shape)
        pixels[index] = fitted(small, shape, ink_on_paper=ink_on_paper)
    return Found(_data_set(path.stem, pixels, labels, classes))


def _image(values: np.ndarray, limits: tuple[float, float], shape: tuple[int, ...]) -> Image.Image:
    return shrunk(Image.fromarray(to_bytes(values, limits)), shape)


def _layout(length: int, shape: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the (h, w) or (h, w, 3) that a flat picture of `length` numbers must have, or None."""
    height, width = shape[:2]
    side, colour_side = math.isqrt(length), math.isqrt(length // 3)
    for guess in (
        (height, width),
        (height, width, 3),
        (side, side),
        (colour_side, colour_side, 3),
    ):
        if math.prod(guess) == length and length > 1:
            return guess
    return None


def _as_pictures(rows: Rows, shape: tuple[int, ...], path: Path) -> np.ndarray:
    """Return a view (N, h, w), (N, h, w, 3) or (N, h, w, 4)."""
    images = rows.values
    if images.ndim and not len(images):
        raise DataError(path.name, Fault.MISSING, f"images {images.shape}", path)
    if images.ndim == 2 and (layout := _layout(images.shape[1], shape)):
        return images.reshape(len(images), *layout)
    if images.ndim == 4 and images.shape[3] not in (1, 3, 4) and images.shape[1] in (1, 3, 4):
        images = np.moveaxis(images, 1, 3)
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.size and (images.ndim == 3 or (images.ndim == 4 and images.shape[3] in (3, 4))):
        return images
    raise DataError(path.name, Fault.MISMATCH, f"images {rows.values.shape}", path)


def _limits(rows: Rows, path: Path) -> tuple[float, float]:
    """Return which values are 0 and 255."""
    if rows.values.dtype.kind not in "buif":
        raise DataError(path.name, Fault.MISMATCH, f"images {rows.values.dtype}", path)
    low, high = float(rows.values.min()), float(rows.values.max())  # NaN if there is one
    if not np.isfinite([low, high]).all():
        bad = next(row for row, values in enumerate(rows.values) if not np.isfinite(values).all())
        raise DataError(path.name, Fault.UNREADABLE, f"{rows.where(bad)}: NaN or infinite", path)
    limits = byte_range(low, high)
    if limits is None:
        raise DataError(path.name, Fault.MISMATCH, f"values from {low:g} to {high:g}", path)
    return limits


def _labelled(rows: Rows, path: Path) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return labels (N,) int64 and the classes that they count."""
    count, raw = len(rows.values), rows.labels
    if raw is None:
        return np.zeros(count, dtype=np.int64), (path.stem,)
    if raw.size != count or raw.shape[:1] != (count,):
        raise DataError(path.name, Fault.MISMATCH, f"labels {raw.shape}, {count} images", path)
    raw = raw.ravel()
    if raw.dtype.kind in "US":
        return _numbered(raw.astype(str).tolist())
    if raw.dtype.kind == "f" and not (np.isfinite(raw) & (raw == np.floor(raw))).all():
        raise DataError(path.name, Fault.MISMATCH, "labels that are not whole numbers", path)
    if rows.classes is None:
        values, labels = np.unique(raw.astype(np.int64), return_inverse=True)
        return labels.astype(np.int64), tuple(str(value) for value in values)
    if raw.min() < 0 or raw.max() >= len(rows.classes):
        detail = f"labels {raw.min()} … {raw.max()}, {len(rows.classes)} classes"
        raise DataError(path.name, Fault.MISMATCH, detail, path)
    return raw.astype(np.int64), rows.classes


def _numbered(names: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return each name's index among the sorted names, and those."""
    classes = sorted(set(names), key=_order)
    index = {name: number for number, name in enumerate(classes)}
    return np.array([index[name] for name in names], dtype=np.int64), tuple(classes)


# ---- NPZ


def _rows_of_npz(path: Path) -> Rows:
    arrays = read_npz(path, (*IMAGE_KEYS, *LABEL_KEYS, "classes"))
    keys = [key for key in IMAGE_KEYS if key in arrays]
    if not keys and len(arrays) != 1:
        raise DataError(path.name, Fault.MISSING, f"no {', '.join(IMAGE_KEYS)}", path)
    values = arrays[keys[0] if keys else next(iter(arrays))]
    labels = next((arrays[key] for key in LABEL_KEYS if key in arrays), None)
    classes = arrays.get("classes")
    if classes is not None and classes.ndim != 1:
        raise DataError(path.name, Fault.MISMATCH, f"classes {classes.shape}", path)
    names = None if classes is None else tuple(classes.astype(str).tolist())
    return Rows(values, labels, names)


def read_npz(path: Path, keys: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Read the arrays with these names, capitals or not; if the file has one array only, that.

    What the zip and the arrays declare is checked before anything is unpacked, and no object is
    ever unpickled.

    Raises
    ------
    DataError
        MISSING, TRUNCATED, UNREADABLE, or REFUSED for objects and for more than `MAX_BYTES`.
    """
    check_file(path)
    with faults_of(path):
        _check_end(path)
        with zipfile.ZipFile(path) as archive:
            members = {
                info.filename.removesuffix(".npy").lower(): info
                for info in archive.infolist()
                if info.filename.endswith(".npy")
            }
            chosen = members if len(members) == 1 else {k: members[k] for k in keys if k in members}
            declared = sum(info.file_size for info in chosen.values())
            if declared > MAX_BYTES:
                detail = f"{declared} bytes unpacked, at most {MAX_BYTES}"
                raise DataError(path.name, Fault.REFUSED, detail, path)
            arrays = {}
            for key, info in chosen.items():
                with archive.open(info) as file:
                    arrays[key] = _read_npy(file, info, path)
            return arrays


def _check_end(path: Path) -> None:
    """Tell a zip that was cut off from a file that is none."""
    with path.open("rb") as file:
        begins = file.read(4) == b"PK\x03\x04"
    if begins and not zipfile.is_zipfile(path):
        raise DataError(path.name, Fault.TRUNCATED, "no end of the zip", path)


def _read_npy(file: IO[bytes], info: zipfile.ZipInfo, path: Path) -> np.ndarray:
    version = np.lib.format.read_magic(file)
    headers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    if version not in headers:  # (3, 0) is for fields with names beyond ASCII
        raise DataError(path.name, Fault.REFUSED, f"{info.filename}: version {version}", path)
    shape, by_columns, dtype = headers[version](file)
    if dtype.kind not in "buifUS":
        raise DataError(path.name, Fault.REFUSED, f"{info.filename}: {dtype}", path)
    size, there = math.prod(shape) * dtype.itemsize, info.file_size - file.tell()
    if size != there:
        detail = f"{info.filename}: {shape} {dtype} in {there} bytes"
        raise DataError(path.name, Fault.UNREADABLE, detail, path)
    content = file.read(size)
    if len(content) < size:
        raise DataError(path.name, Fault.TRUNCATED, info.filename, path)
    array = np.frombuffer(content, dtype) if size else np.empty(0, dtype)
    return array.reshape(shape, order="F" if by_columns else "C")


# ---- CSV


def _rows_of_csv(path: Path, shape: tuple[int, ...]) -> Rows:
    lines = _lines(path)
    separator = next((mark for mark in ";\t" if mark in lines[0][1]), ",")
    header = _fields(lines[0][1], separator)
    if _is_header(header):
        lines = lines[1:]
    else:
        header = []
    if not lines:
        raise DataError(path.name, Fault.MISSING, "no rows below the header", path)
    column = _label_column(lines, separator, header, shape, path)
    labels = None if column is None else _labels_of(lines, separator, column)
    values = _numbers(lines, separator, column, path)
    return Rows(values, labels, lines=tuple(number for number, _ in lines))


def _lines(path: Path) -> list[tuple[int, str]]:
    """Return the lines that are not blank, numbered from 1, without quotation marks."""
    size = path.stat().st_size
    if size > MAX_TEXT:
        raise DataError(path.name, Fault.REFUSED, f"{size} bytes, at most {MAX_TEXT}", path)
    with faults_of(path):
        content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    numbered = enumerate(io.StringIO(text.replace('"', ""), newline=None), 1)
    lines = [(number, line.strip("\r\n ")) for number, line in numbered if line.strip()]
    if not lines:
        raise DataError(path.name, Fault.MISSING, "no rows", path)
    return lines


def _fields(line: str, separator: str) -> list[str]:
    return [field.strip() for field in line.split(separator)]


def _is_header(fields: list[str]) -> bool:
    """Tell names from numbers; columns that are only counted, 0, 1, 2 …, are named too."""
    if fields[0].casefold() in LABEL_NAMES or fields[-1].casefold() in LABEL_NAMES:
        return True
    for part in (fields, fields[1:], fields[:-1]):
        counted = range(len(part))
        if len(part) > 2 and part in ([str(n) for n in counted], [str(n + 1) for n in counted]):
            return True
    return 2 * sum(not _is_number(field) for field in fields) > len(fields)


def _is_number(field: str) -> bool:
    try:
        float(field.replace(",", "."))
    except ValueError:
        return False
    return True


def _label_column(
    lines: list[tuple[int, str]],
    separator: str,
    header: list[str],
    shape: tuple[int, ...],
    path: Path,
) -> int | None:
    """Return 0 or -1, the column that holds the labels, or None."""
    first = _fields(lines[0][1], separator)
    width, wanted = len(first), math.prod(shape[:2])
    if _layout(width - 1, shape):
        for column in (0, -1):
            named = header and header[column].casefold() in LABEL_NAMES
            if named or not _is_number(first[column]):
                return column
    if width - 1 == wanted or (_layout(width, shape) is None and _layout(width - 1, shape)):
        constant = [len(set(_labels_of(lines, separator, column))) == 1 for column in (0, -1)]
        return -1 if constant == [True, False] else 0
    if _layout(width, shape) is None:
        raise DataError(path.name, Fault.MISMATCH, f"row {lines[0][0]}: {width} fields", path)
    return None


def _labels_of(lines: list[tuple[int, str]], separator: str, column: int) -> np.ndarray:
    """Return (N,) float64 if they are all whole numbers, else their text."""
    if column == 0:
        texts = [line.partition(separator)[0].strip() for _, line in lines]
    else:
        texts = [line.rpartition(separator)[2].strip() for _, line in lines]
    if all(_is_number(text) for text in texts):
        numbers = np.array([float(text.replace(",", ".")) for text in texts])
        if (np.isfinite(numbers) & (numbers == np.floor(numbers))).all():
            return numbers
    return np.array(texts)


def _numbers(
    lines: list[tuple[int, str]], separator: str, column: int | None, path: Path
) -> np.ndarray:
    """Return the pixels (N, L) float32; a field that is none is named in the DataError."""
    width = lines[0][1].count(separator)

    def pixels(number: int, line: str) -> str:
        if line.count(separator) != width:
            detail = f"row {number}: {line.count(separator) + 1} fields, {width + 1} in the first"
            raise DataError(path.name, Fault.MISMATCH, detail, path)
        if column is not None:
            line = line.partition(separator)[2] if column == 0 else line.rpartition(separator)[0]
        return line if separator == "," else line.replace(",", ".")

    try:
        values: np.ndarray = np.loadtxt(
            (pixels(number, line) for number, line in lines),
            delimiter=separator,
            dtype=np.float32,
            comments=None,
            ndmin=2,
        )
    except ValueError as error:
        for number, line in lines:
            for field in _fields(pixels(number, line), separator):
                if not _is_number(field):
                    detail = f"row {number}: {field!r}"
                    raise DataError(path.name, Fault.UNREADABLE, detail, path) from error
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    return values
