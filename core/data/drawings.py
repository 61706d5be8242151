"""Keeps the drawings that the user collects on a canvas, one file for each collection."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import paths
from core.data.own import read_npz
from core.data.table import DataSet, Source
from core.errors import DataError, Fault, InputError, StorageError, writing_fault

MAX_NAME = 40  # characters of a collection's or a class's name
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)  # no file names on Windows


@dataclass(frozen=True, eq=False)
class Collection:
    """Drawings in the order in which they were made.

    Attributes
    ----------
    name : letters, digits, spaces, - and _; the file is called so.
    images : (N, H, W) or (N, H, W, 3) uint8, as in `DataSet`; N may be 0.
    labels : (N,) int64, index into `classes`.
    classes : in the order in which they first came up; only those in use.
    """

    name: str
    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.images)


def collections() -> tuple[str, ...]:
    """Return the names of all collections, sorted; those with a damaged file too."""
    found = [path.stem for path in _folder().glob("*.npz")]
    return tuple(sorted((name for name in found if _is_name(name)), key=_order))


def load_collection(name: str) -> DataSet:
    """Return a collection as a data set of split "own"; it may be empty.

    Raises what `open_collection` raises.
    """
    kept = open_collection(name)
    return DataSet(name, "own", Source.OWN, kept.images, kept.labels, kept.classes)


def open_collection(name: str) -> Collection:
    """Read a collection.

    Raises
    ------
    InputError
        REFUSED for a name that cannot be one.
    DataError
        MISSING if there is none; UNREADABLE, TRUNCATED, REFUSED, MISMATCH if its file is damaged.
    """
    path = _file(name)
    arrays = read_npz(path, ("images", "labels", "classes"))
    try:
        images, labels, classes = arrays["images"], arrays["labels"], arrays["classes"]
    except KeyError as error:
        raise DataError(name, Fault.UNREADABLE, f"no {error}", path) from error
    if not _fit(images, labels, classes):
        detail = f"images {images.shape} {images.dtype}, labels {labels.shape}"
        raise DataError(name, Fault.MISMATCH, detail, path)
    return Collection(name, images, labels.astype(np.int64), tuple(classes.tolist()))


def add(name: str, picture: np.ndarray, class_name: str) -> Collection:
    """Append a drawing; the collection is made if there is none.

    Parameters
    ----------
    name : the collection's.
    picture : (H, W) or (H, W, 3) uint8, the same shape as the others'.
    class_name : at most `MAX_NAME` printable characters, or "".

    Raises
    ------
    InputError
        MISMATCH for another shape or dtype, REFUSED for a name that cannot be one.
    DataError
        If the collection's file is damaged; it is left as it is.
    StorageError
        READ_ONLY or DISK_FULL; the collection stays as it was.
    """
    if picture.dtype != np.uint8 or not picture.size or not _is_shape(picture.shape):
        raise InputError(name, Fault.MISMATCH, f"picture {picture.shape} {picture.dtype}")
    if len(class_name) > MAX_NAME or not class_name.isprintable():
        raise InputError(class_name, Fault.REFUSED, f"at most {MAX_NAME} printable characters")
    fresh = Collection(name, np.empty((0, *picture.shape), np.uint8), np.empty(0, np.int64), ())
    before = open_collection(name) if _file(name).exists() else fresh
    if not len(before):
        before = fresh
    if before.images.shape[1:] != picture.shape:
        detail = f"picture {picture.shape}, the others {before.images.shape[1:]}"
        raise InputError(name, Fault.MISMATCH, detail)
    classes = before.classes
    if class_name not in classes:
        classes = (*classes, class_name)
    images = np.concatenate([before.images, picture[None]])
    labels = np.append(before.labels, classes.index(class_name)).astype(np.int64)
    return _keep(Collection(name, images, labels, classes))


def remove(name: str, index: int) -> Collection:
    """Take out one drawing; a class without drawings goes with it, an empty collection stays.

    Raises what `add` raises; InputError (MISMATCH) for an index that is not 0 … N - 1.
    """
    before = open_collection(name)
    if not 0 <= index < len(before):
        raise InputError(name, Fault.MISMATCH, f"index {index}, there are {len(before)}")
    images, kept = np.delete(before.images, index, axis=0), np.delete(before.labels, index)
    used, labels = np.unique(kept, return_inverse=True)
    classes = tuple(before.classes[label] for label in used)
    return _keep(Collection(name, images, labels.astype(np.int64), classes))


def rename(name: str, new: str) -> None:
    """Give a collection another name.

    Raises
    ------
    InputError
        REFUSED if `new` cannot be a name or is taken.
    DataError
        MISSING if there is no such collection.
    StorageError
        READ_ONLY or DISK_FULL.
    """
    old_path, new_path = _existing(name), _file(new)
    if new_path.exists() and not new_path.samefile(old_path):
        raise InputError(new, Fault.REFUSED, "taken")
    try:
        os.replace(old_path, new_path)
    except OSError as error:
        raise _storage_error(name, new_path, error) from error


def delete(name: str) -> None:
    """Delete a collection, damaged or not; raises what `rename` raises."""
    path = _existing(name)
    try:
        path.unlink()
    except OSError as error:
        raise _storage_error(name, path, error) from error


def _folder() -> Path:
    return paths.home() / "drawings"


def _order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _is_name(name: str) -> bool:
    return (
        bool(re.fullmatch(rf"[\w \-]{{1,{MAX_NAME}}}", name))
        and name == name.strip()
        and name == unicodedata.normalize("NFC", name)
        and not _DEVICES.fullmatch(name)
    )


def _file(name: str) -> Path:
    if not _is_name(name):
        raise InputError(name, Fault.REFUSED, f"1 … {MAX_NAME} letters, digits, spaces, - and _")
    return _folder() / f"{name}.npz"


def _existing(name: str) -> Path:
    path = _file(name)
    if not path.is_file():
        raise DataError(name, Fault.MISSING, path=path)
    return path


def _is_shape(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)


def _fit(images: np.ndarray, labels: np.ndarray, classes: np.ndarray) -> bool:
    """Tell whether three arrays from a file are a collection."""
    if labels.dtype.kind not in "iu" or labels.shape != images.shape[:1] or classes.ndim != 1:
        return False
    if images.dtype != np.uint8 or not _is_shape(images.shape[1:]) or classes.dtype.kind != "U":
        return False
    return not labels.size or (labels.min() >= 0 and labels.max() < len(classes))


def _keep(collection: Collection) -> Collection:
    """Write a collection whole, or leave the old file as it is."""
    path = _file(collection.name)
    work: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            work = Path(file.name)
            np.savez_compressed(
                file,
                images=collection.images,
                labels=collection.labels,
                classes=np.array(collection.classes, dtype=np.str_),
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(work, path)
    except OSError as error:
        raise _storage_error(collection.name, path, error) from error
    finally:
        if work:
            work.unlink(missing_ok=True)
    return collection


def _storage_error(name: str, path: Path, error: OSError) -> StorageError:
    fault = writing_fault(error)
    return StorageError(name, fault, str(error), path=path)
