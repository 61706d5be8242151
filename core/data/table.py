"""The one way to data: full sets where they can be had, samples that are always there."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from core import paths
from core.data.avatars import TABLES, avatars
from core.data.entries import DATA, DataEntry, RemoteFile, entry_of
from core.data.find import DataState, found, state
from core.data.idx import read_idx
from core.data.shapes import shapes
from core.errors import DataError, Fault, InputError

__all__ = [
    "DATA",
    "SAMPLE_SIZE",
    "SPLITS",
    "Attribute",
    "DataEntry",
    "DataSet",
    "DataState",
    "RemoteFile",
    "Source",
    "entry_of",
    "fingerprint",
    "load",
    "sample",
    "state",
]

SAMPLE_SIZE = 2000
SPLITS = ("train", "test")
SEEDS = {"train": 0, "test": 1}  # of generated sets


class Source(StrEnum):
    """Where a data set's items come from."""

    DRAWN = "drawn"  # by a model itself, from its prior
    GENERATED = "generated"
    SAMPLE = "sample"
    FULL = "full"
    OWN = "own"


@dataclass(frozen=True, eq=False)
class Attribute:
    """What else is known of each item: `labels` (N,) int64, index into `values`."""

    labels: np.ndarray
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class DataSet:
    """Labelled images, in the order that never changes.

    Attributes
    ----------
    name, split, source : which items these are; split is "train" or "test".
    images : (N, H, W) uint8, 0 = background, 255 = ink; or in colour (N, H, W, 3) uint8 RGB.
    labels : (N,) int64, index into `classes`.
    classes : keys such as "circle", "ankle-boot", "7".
    factors : known factors of generated images, name -> (N,) float64; units as in `shapes`.
    attributes : known attributes beside the class, such as "glasses", by name.
    """

    name: str
    split: str
    source: Source
    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]
    factors: Mapping[str, np.ndarray] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.images)

    def floats(self) -> np.ndarray:
        """Return the images as (N, H, W[, 3]) float32 in [0, 1]."""
        return self.images.astype(np.float32) / np.float32(255)


def load(name: str, split: str = "test", *, size: int | None = None) -> DataSet:
    """Return the full set, or its first `size` items.

    Parameters
    ----------
    name : key in `DATA`.
    split : "train" or "test".
    size : how many items, from the start. Item i is the same whatever the size; a generated set may
        be larger than its usual size.

    Raises
    ------
    InputError
        MISSING for a name or split that doesn't exist, MISMATCH for a size that cannot be had.
    DataError
        MISSING if a file is in none of `core.paths.data_folders()`; CHECKSUM if it is only there
        damaged. Nothing is fetched here: that is `core.data.download.fetch`.
    """
    entry = entry_of(name)
    if split not in SPLITS:
        raise InputError(split, Fault.MISSING, f"one of {', '.join(SPLITS)}")
    whole = entry.train_size if split == "train" else entry.test_size
    wanted = whole if size is None else size
    if wanted < 1 or (wanted > whole and not entry.generated):
        raise InputError(name, Fault.MISMATCH, f"size {wanted}, there are {whole}")
    if name == "avatars":
        return _avatars(entry, split, wanted)
    if entry.generated:
        images, labels, factors = shapes(wanted, seed=SEEDS[split], moved=name == "shapes-moved")
        return DataSet(name, split, Source.GENERATED, images, labels, entry.classes, factors)
    images, labels = (read_idx(found(entry, file))[:wanted] for file in entry.of_split(split))
    return DataSet(name, split, Source.FULL, images, labels.astype(np.int64), entry.classes)


def _avatars(entry: DataEntry, split: str, count: int) -> DataSet:
    """Draw avatars: the class is the hair, all else an attribute."""
    images, drawn = avatars(count, seed=SEEDS[split])
    labels = drawn.pop("hair").astype(np.int64)
    known = {name: Attribute(drawn[name], tuple(TABLES[name])) for name in drawn}
    return DataSet(
        entry.name, split, Source.GENERATED, images, labels, entry.classes, attributes=known
    )


def sample(name: str) -> DataSet:
    """Return the 2,000 items that are there without a download: bundled or generated ones.

    The bundled digits are training images (`split` says so): take no test metrics from them.

    Raises
    ------
    InputError
        MISSING for a name that doesn't exist.
    DataError
        MISSING or CHECKSUM if the bundled file is gone or damaged.
    """
    entry = entry_of(name)
    if entry.sample is None:
        return load(name, "test", size=SAMPLE_SIZE)
    path = paths.shipped("resources", "data", entry.sample)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(name, Fault.MISSING, path=path) from None
    except OSError as error:
        raise DataError(name, Fault.UNREADABLE, str(error), path) from error
    if hashlib.sha256(content).hexdigest() != entry.sample_sha256:
        raise DataError(name, Fault.CHECKSUM, path=path)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        images, labels = arrays["images"], arrays["labels"].astype(np.int64)
    return DataSet(name, entry.sample_split, Source.SAMPLE, images, labels, entry.classes)


def fingerprint(data: DataSet) -> str:
    """Return 16 hexadecimal digits that change with any pixel or label."""
    digest = hashlib.sha256(repr(data.images.shape).encode())
    digest.update(np.ascontiguousarray(data.images).data)
    digest.update(np.ascontiguousarray(data.labels, dtype="<i8").data)
    return digest.hexdigest()[:16]
