"""Reads IDX, the format of MNIST and its relatives, and says what is wrong with other files."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np

from core.errors import DataError, Fault

LIMIT = 256 * 1024 * 1024  # bytes; five times the largest file of the table
UNSIGNED_BYTE = 0x08
MAX_AXES = 4


def read_idx(path: Path) -> np.ndarray:
    """Read an IDX file of unsigned bytes, plain or gzipped.

    Parameters
    ----------
    path : the file.

    Returns
    -------
    uint8 array of the shape that the file claims: (N, 28, 28) for images, (N,) for labels.

    Raises
    ------
    DataError
        MISSING; UNREADABLE for another format, another number type, more bytes than claimed or a
        claim over `LIMIT` bytes (noticed before anything is allocated); TRUNCATED for fewer.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if not packed:
                return _parse(file, path)
            with gzip.GzipFile(fileobj=file) as unpacked:
                return _parse(unpacked, path)  # type: ignore[arg-type]  # a GzipFile reads like a file
    except FileNotFoundError:
        raise DataError(path.name, Fault.MISSING, path=path) from None
    except EOFError as error:
        raise DataError(path.name, Fault.TRUNCATED, str(error), path) from error
    except (OSError, zlib.error) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error


def _parse(file: BinaryIO, path: Path) -> np.ndarray:
    shape = _shape(file, path)
    claimed = math.prod(shape)
    if claimed > LIMIT:
        raise DataError(path.name, Fault.UNREADABLE, f"claims {shape}, over {LIMIT} bytes", path)
    content = file.read(claimed)
    if len(content) < claimed:
        raise DataError(path.name, Fault.TRUNCATED, f"{len(content)} of {claimed} bytes", path)
    if file.read(1):
        raise DataError(path.name, Fault.UNREADABLE, f"more than the {claimed} bytes claimed", path)
    return np.frombuffer(content, dtype=np.uint8).reshape(shape).copy()


def _shape(file: BinaryIO, path: Path) -> tuple[int, ...]:
    """Read the header: two zero bytes, number type, count of axes, then each axis's length."""
    magic = file.read(4)
    if magic[:2] != b"\0\0"[: len(magic)]:
        raise DataError(path.name, Fault.UNREADABLE, "no IDX file", path)
    if len(magic) < 4:
        raise DataError(path.name, Fault.TRUNCATED, "ends within its header", path)
    kind, axes = magic[2], magic[3]
    if kind != UNSIGNED_BYTE or not 1 <= axes <= MAX_AXES:
        raise DataError(path.name, Fault.UNREADABLE, f"type {kind:#04x}, {axes} axes", path)
    lengths = file.read(4 * axes)
    if len(lengths) < 4 * axes:
        raise DataError(path.name, Fault.TRUNCATED, "ends within its header", path)
    return struct.unpack(f">{axes}I", lengths)
