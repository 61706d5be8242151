"""Weights from 0 to 1 as colours: cividis from the background up, the same in every view."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QImage

from gui.theme import Theme, contrast, mix

LEVELS = 256


@lru_cache(maxsize=8)
def heat_table(background: str, dark: bool) -> np.ndarray:
    """Return (256, 4) uint8, blue, green, red, alpha: the colour of weight i / 255."""
    shares = np.linspace(0, 1, LEVELS)
    colors = pg.colormap.get("cividis").map(shares if dark else 1 - shares, mode="byte")[:, :3]
    base = np.array([int(background[i : i + 2], 16) for i in (1, 3, 5)])
    strength = np.minimum(1.0, 0.1 + 2 * shares)[:, None]
    strength[0] = 0
    mixed = np.round(base + (colors - base) * strength)
    table = np.full((LEVELS, 4), 255, dtype=np.uint8)
    table[:, :3] = mixed[:, ::-1]
    return table


def heat_color(weight: float, theme: Theme) -> str:
    """Return the colour of one weight as "#RRGGBB"."""
    level = min(LEVELS - 1, max(0, round(weight * (LEVELS - 1))))
    blue, green, red = heat_table(theme.background, theme.dark)[level, :3]
    return f"#{red:02X}{green:02X}{blue:02X}"


def heat_image(weights: np.ndarray, theme: Theme) -> QImage:
    """Return weights (rows, columns) as a picture, one pixel each."""
    return heat_images(weights[None], theme)[0]


def heat_images(weights: np.ndarray, theme: Theme) -> list[QImage]:
    """Return weights (n, rows, columns) as so many pictures: faster than one after the other."""
    pixels = heat_table(theme.background, theme.dark)[_level(weights)]
    _, rows, columns = weights.shape
    return [
        QImage(one.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
        for one in np.ascontiguousarray(pixels)  # a copy owns its pixels
    ]


@lru_cache(maxsize=4096)
def ink_on(color: str) -> str:
    """Return black or white, whichever can be read on `color`."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, color))


@lru_cache(maxsize=32)
def signed_table(background: str, low: str, high: str) -> np.ndarray:
    """Return (256, 4) uint8 as above, for −1 … 1: `low` below zero, the background at zero."""
    table = np.full((LEVELS, 4), 255, dtype=np.uint8)
    for i, value in enumerate(np.linspace(-1, 1, LEVELS)):
        color = mix(background, high if value > 0 else low, abs(float(value)))
        table[i, :3] = [int(color[k : k + 2], 16) for k in (5, 3, 1)]
    return table


def signed_image(values: np.ndarray, background: str, low: str, high: str) -> QImage:
    """Return values (rows, columns) between −1 and 1 as a picture, one pixel each."""
    pixels = np.ascontiguousarray(signed_table(background, low, high)[_level((values + 1) / 2)])
    rows, columns = values.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def _level(weights: np.ndarray) -> np.ndarray:
    return np.clip(np.round(np.nan_to_num(weights) * (LEVELS - 1)), 0, LEVELS - 1).astype(np.uint8)
