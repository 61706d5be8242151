"""Files of what the user keeps: codes as CSV and NPZ, pictures as PNG, walks as GIF."""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from core.errors import Fault, InputError, StorageError, writing_fault

Cell = str | int | float | np.number | None


def write_codes_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Iterable[Cell]], decimal_comma: bool = False
) -> None:
    """Write a header and rows; numbers with as many digits as it takes to read them back exactly.

    Fields are separated by "," and decimals by "."; with `decimal_comma` by ";" and ",", as
    German spreadsheets read it. None is an empty field. Raises StorageError as below.
    """
    # Excel takes UTF-8 for the old Windows alphabet unless the file begins with this mark
    encoding = "utf-8-sig" if decimal_comma else "utf-8"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if decimal_comma else ",")
    writer.writerow(columns)
    writer.writerows([_written(cell, decimal_comma) for cell in row] for row in rows)
    with _appearing(path) as file:
        file.write(text.getvalue().encode(encoding))


def write_npz(path: Path, /, **arrays: np.ndarray) -> None:
    """Write `arrays` by name, compressed, for `numpy.load`. Raises StorageError as below."""
    with _appearing(path) as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with _appearing(path) as file:
        file.write(content)


def write_png(path: Path, picture: np.ndarray) -> None:
    """Write `picture` (H, W) or (H, W, 3), uint8 or floats in [0, 1].

    Raises
    ------
    InputError
        MISMATCH when it is no such picture.
    StorageError
        DISK_FULL, READ_ONLY. A file of that name from before is then as it was.
    """
    image = _image(picture)
    with _appearing(path) as file:
        image.save(file, "PNG")


def write_gif(path: Path, frames: np.ndarray, seconds: float = 0.1, scale: int = 1) -> None:
    """Write `frames` (N, H, W) or (N, H, W, 3), uint8 or floats in [0, 1], as an endless loop.

    Frames that follow an equal one are not stored again: that one is shown for longer. Grey values
    are exact; of colours a frame keeps the 256 that fit it best.

    Parameters
    ----------
    seconds : how long each frame is shown; GIF counts in 1/100, and 2/100 is the shortest that
        viewers respect.
    scale : each pixel becomes a square of `scale` × `scale`.

    Raises
    ------
    InputError
        MISMATCH without frames, when they are no such pictures, or for a scale below 1.
    StorageError
        As `write_png`.
    """
    if not len(frames) or scale < 1:
        raise InputError("gif", Fault.MISMATCH, f"frames {frames.shape}, scale {scale}")
    first, *rest = (_image(frame, scale) for frame in frames)
    duration = 10 * max(2, round(100 * seconds))  # milliseconds
    with _appearing(path) as file:
        first.save(file, "GIF", save_all=True, append_images=rest, duration=duration, loop=0)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to that becomes `path` when it is whole, or leaves nothing."""
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        fault = writing_fault(error)
        raise StorageError(path.name, fault, str(error), path) from error
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    try:
        draft.unlink()
    except OSError:  # moved into place, or never made
        return


def _written(cell: Cell, decimal_comma: bool) -> str:
    if cell is None:
        return ""
    text = str(cell)  # the shortest digits that give the same number, of float32 too
    if decimal_comma and isinstance(cell, float | np.floating):
        return text.replace(".", ",")
    return text


def _image(picture: np.ndarray, scale: int = 1) -> Image.Image:
    floats = picture.dtype.kind == "f"
    grey, colour = picture.ndim == 2, picture.ndim == 3 and picture.shape[2] == 3
    if not (grey or colour) or not picture.size or not (floats or picture.dtype == np.uint8):
        raise InputError("picture", Fault.MISMATCH, f"{picture.dtype} {picture.shape}")
    if floats:
        inked = np.nan_to_num(np.clip(picture, 0, 1))
        picture = np.rint(255 * inked).astype(np.uint8)
    return Image.fromarray(picture.repeat(scale, axis=0).repeat(scale, axis=1))
