"""IDX files, whole and broken."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from core.data.idx import read_idx
from core.errors import DataError, Fault

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)
WHOLE = b"\0\0\x08\x03" + struct.pack(">3I", 5, 28, 28) + IMAGES.tobytes()
PACKED = gzip.compress(WHOLE, mtime=0)


@pytest.mark.parametrize("content", [WHOLE, PACKED], ids=["plain", "gzipped"])
def test_a_whole_file(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "images"
    path.write_bytes(content)
    assert np.array_equal(read_idx(path), IMAGES)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.TRUNCATED),
        (WHOLE[:3], Fault.TRUNCATED),
        (WHOLE[:10], Fault.TRUNCATED),
        (WHOLE[:-1], Fault.TRUNCATED),
        (PACKED[:9], Fault.TRUNCATED),
        (PACKED[:-400], Fault.TRUNCATED),
        (gzip.compress(WHOLE[:-1], mtime=0), Fault.TRUNCATED),
        (WHOLE + b"\0", Fault.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + WHOLE, Fault.UNREADABLE),
        (b"PK\x03\x04" + WHOLE, Fault.UNREADABLE),
        (b"\x1f\x8bnot gzip at all", Fault.UNREADABLE),
        (PACKED[:200] + bytes(50) + PACKED[250:], Fault.UNREADABLE),
        (b"\0\0\x0d\x03" + WHOLE[4:], Fault.UNREADABLE),  # floats
        (b"\0\0\x08\x00" + WHOLE[4:], Fault.UNREADABLE),  # no axis
        (b"\0\0\x08\xff" + WHOLE[4:], Fault.UNREADABLE),  # 255 axes
        (b"\0\0\x08\x03" + b"\xff" * 12 + WHOLE[16:], Fault.UNREADABLE),  # claims 8e28 bytes
    ],
)
def test_a_broken_or_foreign_file(content: bytes, fault: Fault, tmp_path: Path) -> None:
    path = tmp_path / "images"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_idx(path)
    assert (caught.value.fault, caught.value.path) == (fault, path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_idx(tmp_path / "images")
    assert caught.value.fault is Fault.MISSING


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_idx(tmp_path)
    assert caught.value.fault is Fault.UNREADABLE
