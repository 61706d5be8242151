"""Files of a training: its previews as a film (GIF), its curves as a table (CSV). No torch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.errors import Fault, InputError
from core.latent.record import Cell, write_codes_csv, write_gif

LEAST = 392  # pixels: what a frame's longer side is enlarged to, by a whole factor
COLUMNS = ("step", "loss", "held_out", "learning_rate", "beta")
_PAPER, _INK, _RAIL, _DONE = 255, 24, 216, 96  # greys of the caption


def write_film(
    path: Path,
    frames: Sequence[np.ndarray],
    steps: Sequence[int],
    milliseconds: float,
    caption: str = "step {step}",
) -> None:
    """Write previews as an endless film, each over a bar with its step and how far that is.

    Parameters
    ----------
    frames : pictures of one shape (H, W) or (H, W, 3) uint8; enlarged by a whole factor.
    steps : of each frame.
    milliseconds : how long a frame is shown.
    caption : what stands under a frame, "{step}" is its step.

    Raises
    ------
    InputError
        MISMATCH without frames, for frames of several shapes or none of the above, for another
        number of steps.
    StorageError
        DISK_FULL, READ_ONLY. A file of that name from before is then as it was.
    """
    shapes = {(frame.shape, frame.dtype.name) for frame in frames}
    if len(shapes) != 1 or len(frames) != len(steps):
        raise InputError("gif", Fault.MISMATCH, f"{len(frames)} frames, {len(steps)} steps")
    ((shape, kind),) = shapes
    if (
        kind != "uint8"
        or 0 in shape
        or not (len(shape) == 2 or (len(shape) == 3 and shape[2] == 3))
    ):
        raise InputError("gif", Fault.MISMATCH, f"{kind} {shape}")
    times = max(1, math.ceil(LEAST / max(shape[:2])))
    last = max(1, *steps)
    composed = [
        _over_bar(frame.repeat(times, axis=0).repeat(times, axis=1), caption.format(step=step),
                  step / last)
        for frame, step in zip(frames, steps, strict=True)
    ]  # fmt: skip
    write_gif(path, np.stack(composed), milliseconds / 1000)


def write_curves(path: Path, rows: Iterable[Iterable[Cell]], decimal_comma: bool = False) -> None:
    """Write rows of `COLUMNS`; None is an empty field. As `write_codes_csv`."""
    write_codes_csv(path, COLUMNS, rows, decimal_comma)


def _over_bar(picture: np.ndarray, text: str, share: float) -> np.ndarray:
    """Return `picture` over a bar: the text, and a rail filled as far as `share`."""
    width = picture.shape[1]
    size = int(np.clip(width / 16, 12, 28))
    bar = Image.new("L", (width, round(2.2 * size)), _PAPER)
    pen = ImageDraw.Draw(bar)
    pen.rectangle((0, 0, width, 3), fill=_RAIL)
    pen.rectangle((0, 0, round(share * (width - 1)), 3), fill=_DONE)
    font = ImageFont.load_default(size)
    pen.text((size // 2, 4 + (bar.height - 4) / 2), text, fill=_INK, font=font, anchor="lm")
    below = np.asarray(bar)
    if picture.ndim == 3:
        below = below[..., None].repeat(3, axis=2)
    return np.concatenate([picture, below])
