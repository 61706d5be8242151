"""Reads any picture file into the pixels that a model takes: upright, fitted, ink on 0."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageOps

from core.errors import CoreError, DataError, Fault, InputError

MAX_PIXELS = 89_000_000  # width · height; Pillow's own warning begins just above
DRAFT = 3  # a JPEG is decoded at no less than so many times the size wanted

# Raster formats only: Pillow would hand EPS to Ghostscript and WMF to Windows.
FORMATS = (
    *("AVIF", "BMP", "CUR", "DCX", "DDS", "DIB", "FITS", "GIF", "ICNS", "ICO", "IM", "JPEG"),
    *("JPEG2000", "MSP", "PCX", "PNG", "PPM", "PSD", "QOI", "SGI", "SPIDER", "SUN", "TGA"),
    *("TIFF", "WEBP", "XBM", "XPM"),
)

# What 0 and 255 may be called: the first range that holds all values is the one meant.
RANGES = ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0), (0.0, 65535.0))
SLACK = 1e-3  # of a range's width, for rounded floats

_ALPHA = ("LA", "La", "PA", "RGBA", "RGBa")
_KEYED = ("1", "L", "P", "RGB")  # modes in which one colour can be declared transparent


def read_picture(
    source: Path | bytes, shape: tuple[int, ...], *, ink_on_paper: bool | None = None
) -> np.ndarray:
    """Read a picture of any format and mode; of an animated one its first frame.

    It is turned as its EXIF entry says, resized with its aspect ratio kept and filled up to
    `shape` on two sides. 16-bit, integer and float pixels are scaled by the first of `RANGES` that
    holds them, else by their smallest and largest value.

    Parameters
    ----------
    source : a file, or its content.
    shape : (H, W) for grey or (H, W, 3) for colour.
    ink_on_paper : for grey, whether dark means ink; None asks `is_ink_on_paper`.

    Returns
    -------
    uint8 of `shape`. Grey: 0 = background, 255 = ink; transparent and filled-up places are 0.
    Colour: RGB; transparent and filled-up places are white.

    Raises
    ------
    InputError
        MISMATCH for a shape that is none of the two.
    DataError
        MISSING (no such file), UNREADABLE (no picture, a folder, NaN), TRUNCATED (ends early, or
        empty), REFUSED (more than `MAX_PIXELS`; nothing is decoded then).
    """
    return fitted(small_picture(source, shape), shape, ink_on_paper=ink_on_paper)


def small_picture(source: Path | bytes, shape: tuple[int, ...]) -> Image.Image:
    """Read a picture as L, LA, RGB or RGBA, upright, as large as fits into `shape`.

    Raises what `read_picture` raises.
    """
    check_shape(shape)
    path = source if isinstance(source, Path) else None
    with faults_of(path), _opened(source) as file, _identified(file) as image:
        _check_size(image, path)
        image.draft(None, (DRAFT * max(shape[:2]),) * 2)
        image.load()
        return shrunk(plain(ImageOps.exif_transpose(image)), shape)


def check_shape(shape: tuple[int, ...]) -> None:
    """Raise InputError (MISMATCH) unless `shape` is (H, W) or (H, W, 3), all at least 1."""
    if len(shape) not in (2, 3) or shape[2:] not in ((), (3,)) or min(shape) < 1:
        raise InputError("picture", Fault.MISMATCH, f"shape {shape}")


def check_file(path: Path) -> None:
    """Raise DataError unless `path` is a file with content: MISSING, UNREADABLE, TRUNCATED."""
    with faults_of(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            detail = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise DataError(path.name, Fault.UNREADABLE, detail, path)
        if status.st_size == 0:
            raise DataError(path.name, Fault.TRUNCATED, "0 bytes", path)


@contextmanager
def faults_of(path: Path | None) -> Iterator[None]:
    """Turn whatever a decoder raises into a DataError about `path`.

    Decoders raise nearly everything on damaged bytes (struct.error, IndexError, zlib.error, …), so
    everything is caught; errors of this project pass.
    """
    try:
        yield
    except CoreError:
        raise
    except Exception as error:
        name = path.name if path else "picture"
        detail = str(error) or type(error).__name__
        raise DataError(name, _fault_of(error), detail, path) from error


def _fault_of(error: Exception) -> Fault:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Fault.MISSING
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
    if isinstance(error, bombs):
        return Fault.REFUSED
    cut = isinstance(error, EOFError) or "truncat" in str(error).lower()
    return Fault.TRUNCATED if cut else Fault.UNREADABLE


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, Path):
        check_file(source)
        return source.open("rb")
    if not source:
        raise DataError("picture", Fault.TRUNCATED, "0 bytes")
    return io.BytesIO(source)


def _identified(file: BinaryIO) -> Image.Image:
    Image.init()
    return Image.open(file, formats=[name for name in FORMATS if name in Image.OPEN])


def _check_size(image: Image.Image, path: Path | None) -> None:
    name, size = path.name if path else "picture", f"{image.width} × {image.height}"
    if image.width * image.height > MAX_PIXELS:
        raise DataError(name, Fault.REFUSED, f"{size} pixels, at most {MAX_PIXELS}", path)
    if image.width < 1 or image.height < 1:
        raise DataError(name, Fault.UNREADABLE, f"{size} pixels", path)


def plain(image: Image.Image) -> Image.Image:
    """Return a picture of any of Pillow's modes as L, LA, RGB or RGBA.

    Raises ValueError for pixels that are NaN or infinite.
    """
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return Image.fromarray(_scaled(np.asarray(image)))
    grey = image.mode in ("1", "L", "LA", "La")
    keyed = image.mode in _KEYED and image.has_transparency_data
    if image.mode in _ALPHA or keyed:
        return image.convert("LA" if grey else "RGBA")
    return image.convert("L" if grey else "RGB")


def _scaled(values: np.ndarray) -> np.ndarray:
    low, high = float(values.min()), float(values.max())
    if not np.isfinite([low, high]).all():
        raise ValueError(f"pixels from {low} to {high}")
    return to_bytes(values, byte_range(low, high) or (low, high))


def byte_range(low: float, high: float) -> tuple[float, float] | None:
    """Return the first of `RANGES` that holds `low` … `high`, or None."""
    for zero, one in RANGES:
        slack = SLACK * (one - zero)
        if low >= zero - slack and high <= one + slack:
            return zero, one
    return None


def to_bytes(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    """Map numbers of any shape to uint8: the two limits become 0 and 255, beyond is clipped."""
    zero, one = limits
    if values.dtype == np.uint8 and limits == (0.0, 255.0):
        return values
    scaled = (values.astype(np.float64) - zero) * (255 / (one - zero) if one > zero else 0.0)
    return np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)


def shrunk(image: Image.Image, shape: tuple[int, ...]) -> Image.Image:
    """Resize an L, LA, RGB or RGBA picture to the largest that fits, its aspect ratio kept."""
    height, width = shape[:2]
    scale = min(width / image.width, height / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def is_ink_on_paper(image: Image.Image) -> bool:
    """Tell a dark drawing on white paper from white on black, for a picture in L, LA, RGB or RGBA.

    It is one if the median of its border is brighter than the middle between its darkest and its
    brightest grey; if the border is transparent, when what is visible is dark; if all is one grey,
    when that is a bright one.
    """
    grey, cover = _grey_and_cover(image)
    visible = grey[cover > 127]
    if not visible.size:
        return False
    if np.median(_border(cover)) < 128:
        return bool(visible.mean() < 127.5)
    low, high = int(visible.min()), int(visible.max())
    middle = (low + high) / 2 if high > low else 127.5
    return bool(np.median(_border(grey)) > middle)


def fitted(
    image: Image.Image, shape: tuple[int, ...], *, ink_on_paper: bool | None = None
) -> np.ndarray:
    """Lay an L, LA, RGB or RGBA picture that is no larger than `shape` into its middle.

    Returns uint8 of `shape`; background, ink and `ink_on_paper` are as in `read_picture`.
    """
    if len(shape) == 3:
        paper = Image.new("RGBA", image.size, "white")
        pixels = np.asarray(Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB"))
        return _in_the_middle(pixels, shape, background=255)
    grey, cover = _grey_and_cover(image)
    inverted = is_ink_on_paper(image) if ink_on_paper is None else ink_on_paper
    ink = (255 - grey if inverted else grey) * (cover / 255)
    return _in_the_middle(np.rint(ink).astype(np.uint8), shape, background=0)


def _grey_and_cover(image: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """Return grey and opacity, (h, w) uint8 each."""
    both = np.asarray(image.convert("LA"))
    return both[..., 0], both[..., 1]


def _border(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def _in_the_middle(pixels: np.ndarray, shape: tuple[int, ...], background: int) -> np.ndarray:
    canvas = np.full(shape, background, dtype=np.uint8)
    top, left = (shape[0] - pixels.shape[0]) // 2, (shape[1] - pixels.shape[1]) // 2
    canvas[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return canvas
