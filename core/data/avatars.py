"""Draws avatars in the style Open Peeps, every attribute known, and keeps what was drawn.

The figures are Pablo Stanley's (CC0 1.0), put together by DiceBear and rendered by resvg.
"""

from __future__ import annotations

import functools
import importlib.resources
import io
import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from core import paths
from core.errors import DataError, Fault

SIDE = 64  # pixels
BLOCK = 1000  # items drawn from one random stream, and kept in one file
CHUNK = 50  # items handed to a process at once
NONE = "none"
LOOK = 1  # raise it when the tables below change: what was kept before is no longer this data

# attribute -> value -> (DiceBear's name of the part or colour, how often it is drawn)
_Table = dict[str, tuple[str, float]]
HAIR: _Table = {
    "afro": ("afro", 1), "bangs": ("bangs", 1), "bow": ("bun", 1), "long-hair": ("long", 1),
    "mohawk": ("mohawk", 1), "bald": ("noHair1", 1), "quiff": ("pomp", 1),
    "beanie": ("hatBeanie", 1), "hijab": ("hijab", 1), "turban": ("turban", 1),
}  # fmt: skip
TABLES: dict[str, _Table] = {
    "hair": HAIR,
    "glasses": {NONE: ("", 2), "glasses": ("glasses", 1), "sunglasses": ("sunglasses", 1)},
    "beard": {NONE: ("", 3), "full-beard": ("full", 1), "moustache": ("moustache1", 1)},
    "expression": {
        "smile": ("smile", 1), "laugh": ("smileBig", 1), "solemn": ("solemn", 1),
        "angry": ("rage", 1),
    },
    "skin": {
        "light": ("#ffdbb4", 1), "fair": ("#edb98a", 1), "medium": ("#d08b5b", 1),
        "brown": ("#ae5d29", 1), "dark": ("#694d3d", 1),
    },
    "clothing": {
        "blue": ("#8fa7df", 1), "green": ("#78e185", 1), "amber": ("#ffcf77", 1),
        "pink": ("#e279c7", 1), "red": ("#e78276", 1), "teal": ("#9ddadb", 1),
    },
    "hair-colour": {
        "black": ("#2c1b18", 1), "blond": ("#d6b370", 1), "chestnut": ("#a55728", 1),
        "grey": ("#e8e1e1", 1),
    },
}  # fmt: skip
CLASSES = tuple(HAIR)

Attributes = dict[str, np.ndarray]
Spec = tuple[str, ...]  # DiceBear's names, in the order of TABLES


def avatars(
    count: int, *, seed: int, progress: Callable[[int, int], None] | None = None
) -> tuple[np.ndarray, Attributes]:
    """Return `count` avatars, drawing those that are not kept in the data cache yet.

    Item i depends on `seed` and i alone. Drawing takes about 2 ms an item; it is done in other
    processes, so that a window's threads go on.

    Parameters
    ----------
    count : how many, ≥ 0.
    seed : ≥ 0; one stream of items for each.
    progress : called with the items there are and `count`, after each block.

    Returns
    -------
    images : (count, 64, 64, 3) uint8 RGB on white.
    attributes : name -> (count,) int64, index into that table of `TABLES`.

    Raises
    ------
    DataError
        UNREADABLE when the figures cannot be drawn.
    """
    images = np.empty((count, SIDE, SIDE, 3), dtype=np.uint8)
    drawn: list[Attributes] = []
    pool: ProcessPoolExecutor | None = None
    try:
        for block, start in enumerate(range(0, count, BLOCK)):
            attributes = _draw_attributes(seed, block)
            wanted = min(BLOCK, count - start)
            kept = _kept(seed, block)
            if kept is None:
                pool = pool or _pool()
                kept = _render_all(pool, attributes, BLOCK)
                _keep(kept, seed, block)
            images[start : start + wanted] = kept[:wanted]
            drawn.append({name: column[:wanted] for name, column in attributes.items()})
            if progress is not None:
                progress(start + wanted, count)
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
    empty = np.empty(0, dtype=np.int64)
    return images, {
        name: np.concatenate([empty, *(part[name] for part in drawn)]) for name in TABLES
    }


def _draw_attributes(seed: int, block: int) -> Attributes:
    random = np.random.default_rng(np.random.SeedSequence([seed, LOOK, block]))
    found = {}
    for name, table in TABLES.items():
        weights = np.array([weight for _, weight in table.values()])
        found[name] = random.choice(len(table), BLOCK, p=weights / weights.sum())
    return found


def _render_all(pool: ProcessPoolExecutor, attributes: Attributes, count: int) -> np.ndarray:
    """Render the first `count` items of a block in several processes, (count, 64, 64, 3)."""
    columns = [
        [list(table.values())[i][0] for i in attributes[name]] for name, table in TABLES.items()
    ]
    specs = list(zip(*columns, strict=True))[:count]
    chunks = [specs[i : i + CHUNK] for i in range(0, count, CHUNK)]
    try:
        return np.concatenate(list(pool.map(render, chunks)))
    except Exception as error:  # a process that was killed, a package that draws no more
        raise DataError("avatars", Fault.UNREADABLE, str(error)) from error


def _pool() -> ProcessPoolExecutor:
    workers = min(4, os.cpu_count() or 1)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def render(specs: list[Spec]) -> np.ndarray:
    """Draw avatars from DiceBear's names of their parts, in the order of `TABLES`.

    Returns (N, 64, 64, 3) uint8.
    """
    import resvg_py
    from dicebear import Avatar
    from PIL import Image

    style = _style()
    pictures = np.empty((len(specs), SIDE, SIDE, 3), dtype=np.uint8)
    for i, spec in enumerate(specs):
        svg = Avatar(style, _options(dict(zip(TABLES, spec, strict=True)))).to_string()
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=SIDE, height=SIDE, background="#ffffff", skip_system_fonts=True
        )
        pictures[i] = np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGB"))
    return pictures


@functools.cache
def _style() -> Any:
    from dicebear import Style

    definition = importlib.resources.files("dicebear_styles").joinpath("open-peeps.json")
    return Style(json.loads(definition.read_text(encoding="utf-8")))


def _options(parts: Mapping[str, str]) -> dict[str, Any]:
    options: dict[str, Any] = {
        "seed": "avatar",
        "headVariant": [parts["hair"]],
        "expressionVariant": [parts["expression"]],
        "maskProbability": 0,
        "skinColor": [parts["skin"]],
        "clothingColor": [parts["clothing"]],
        "headContrastColor": [parts["hair-colour"]],
    }
    for option, part in (("accessories", parts["glasses"]), ("facialHair", parts["beard"])):
        options[f"{option}Probability"] = 100 if part else 0
        if part:
            options[f"{option}Variant"] = [part]
    return options


def _file(seed: int, block: int) -> Path:
    return paths.data_cache() / "avatars" / f"look-{LOOK}-seed-{seed}-{block:03}.npz"


def _kept(seed: int, block: int) -> np.ndarray | None:
    """Return a block drawn earlier, in any of the data folders; None where there is none."""
    name = _file(seed, block).name
    for folder in paths.data_folders():
        try:
            with np.load(folder / "avatars" / name, allow_pickle=False) as arrays:
                images: np.ndarray = arrays["images"]
        except (OSError, ValueError, KeyError, EOFError):  # damaged: draw it again
            continue
        except Exception:  # zipfile.BadZipFile and zlib.error share no base of their own
            continue
        if images.shape == (BLOCK, SIDE, SIDE, 3) and images.dtype == np.uint8:
            return images
    return None


def _keep(images: np.ndarray, seed: int, block: int) -> None:
    """Write a block, whole or not at all; where that cannot be, it is drawn again next time."""
    place = _file(seed, block)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            np.savez_compressed(file, images=images)
        os.replace(file.name, place)
    except OSError:
        return
