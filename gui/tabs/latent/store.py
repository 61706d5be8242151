"""The tab's state as a small JSON file: written whole, read with suspicion."""

from __future__ import annotations

import json
import math
import stat
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.errors import DataError, Fault, StorageError
from core.latent.record import write_bytes
from core.runtime.foreign import LARGEST_LATENT
from gui.tabs.latent.choices import MOST
from gui.tabs.latent.state import Own, State

FORMAT = 1
LARGEST = 8_000_000  # bytes: a path and a picture need less
BACKGROUNDS = ("points", "tiles", "thumbnails")
COMPARISONS = ("", "kinds", "betas", "own")
FAR = 1e9  # where no point ever is
MANY = 10**9
_ADAPTER = TypeAdapter(State)


def dump(state: State) -> str:
    """Write `state` as JSON, without its path where that alone makes it too large to be read."""
    text = _dump(state)
    return _dump(replace(state, path=())) if len(text) > LARGEST and state.path else text


def _dump(state: State) -> str:
    try:
        fields = json.loads(_ADAPTER.dump_json(state))
    except ValueError as error:  # a file's name that is no text
        raise StorageError("state", Fault.READ_ONLY, str(error)) from error
    return json.dumps({"generatorium": FORMAT, "tab": "latent", "state": fields}, indent=1)


def parse(text: str, path: Path) -> State:
    """Read what `dump` wrote; DataError UNREADABLE or MISMATCH for anything else."""
    try:
        whole = json.loads(text)
        mine = isinstance(whole, dict) and whole.get("generatorium") == FORMAT
        fields = json.dumps(whole.get("state")) if mine and whole.get("tab") == "latent" else ""
    except (ValueError, RecursionError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    if not fields:
        raise DataError(path.name, Fault.MISMATCH, "no saved state of this program", path)
    try:
        state: State = _ADAPTER.validate_json(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(path.name, Fault.MISMATCH, f"{where}: {first['msg']}", path) from error
    wrong = _wrong(state)
    if wrong:
        raise DataError(path.name, Fault.MISMATCH, wrong, path)
    return state


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


def load(path: Path) -> State:
    """Read a state from `path`; DataError where it is none, MISSING where there is no file."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DataError(path.name, Fault.UNREADABLE, "not a regular file", path)
        if status.st_size > LARGEST:
            raise DataError(path.name, Fault.REFUSED, f"more than {LARGEST} bytes", path)
        return parse(path.read_text(encoding="utf-8"), path)
    except FileNotFoundError as error:
        raise DataError(path.name, Fault.MISSING, "", path) from error
    except (OSError, ValueError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
