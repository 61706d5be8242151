"""The tab's state as a small JSON file: written whole, read with suspicion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from core.latent.record import write_bytes
from core.runtime.foreign import LARGEST_LATENT
from gui.tabs.latent.choices import MOST
from gui.tabs.latent.state import Own, State
from gui.tabs.saved import SavedState

LARGEST = 8_000_000  # bytes: a path and a picture need less
BACKGROUNDS = ("points", "tiles", "thumbnails")
COMPARISONS = ("", "kinds", "betas", "own")
FAR = 1e9  # where no point ever is
MANY = 10**9


def dump(state: State) -> str:
    """Write `state` as JSON, without its path where that alone makes it too large to be read."""
    text = SAVED.dump(state)
    return SAVED.dump(replace(state, path=())) if len(text) > LARGEST and state.path else text


def _wrong(state: State) -> str:
    """Name the first field whose value no use of the program can give; "" where all are sound."""
    points = (state.offset, *state.path, *([state.second] if state.second is not None else ()))
    sound = {
        "names": len(state.names) <= MOST and len(set(state.names)) == len(state.names),
        "comparison": state.comparison in COMPARISONS,
        "item": 0 <= state.item < MANY,
        "own": state.own is None or _is_picture(state.own),
        "axes": _are_axes(state.axes),
        "background": state.background in BACKGROUNDS,
        "hidden": all(0 <= index < MANY for index in state.hidden),
        "offset, second, path": all(abs(x) <= FAR for x in chain.from_iterable(points)),
    }
    return next((name for name, fine in sound.items() if not fine), "")


def _is_picture(own: Own) -> bool:
    colour = own.shape[2:] in ((), (3,))
    sized = len(own.shape) >= 2 and min(own.shape) > 0
    return colour and sized and math.prod(own.shape) == len(own.pixels)


def _are_axes(axes: Sequence[int]) -> bool:
    return not axes or (
        len(axes) == 2 and axes[0] != axes[1] and all(0 <= i < LARGEST_LATENT for i in axes)
    )


def save(state: State, path: Path) -> None:
    """Write `state` to `path`; StorageError where that cannot be."""
    write_bytes(path, dump(state).encode())


SAVED = SavedState("latent", State, _wrong, LARGEST)
parse, load = SAVED.parse, SAVED.load
