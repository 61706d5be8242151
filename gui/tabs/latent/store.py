"""The tab's state as a small JSON file: written whole, read with suspicion."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.errors import DataError, Fault
from core.latent.record import write_bytes
from gui.tabs.latent.state import State

FORMAT = 1
LARGEST = 4_000_000  # bytes: a path and a picture need less
_ADAPTER = TypeAdapter(State)


def dump(state: State) -> str:
    """Write `state` as JSON."""
    fields = json.loads(_ADAPTER.dump_json(state))
    return json.dumps({"generatorium": FORMAT, "tab": "latent", "state": fields}, indent=1)


def parse(text: str, path: Path) -> State:
    """Read what `dump` wrote; DataError UNREADABLE or MISMATCH for anything else."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    if not isinstance(whole, dict) or whole.get("generatorium") != FORMAT:
        raise DataError(path.name, Fault.MISMATCH, "no saved state of this program", path)
    try:
        state: State = _ADAPTER.validate_json(json.dumps(whole.get("state")))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(path.name, Fault.MISMATCH, f"{where}: {first['msg']}", path) from error
    if state.own is not None and len(state.own.pixels) != _product(state.own.shape):
        raise DataError(path.name, Fault.MISMATCH, f"own: {state.own.shape}", path)
    return state


def save(state: State, path: Path) -> None:
    """Write `state` to `path`; StorageError where that cannot be."""
    write_bytes(path, dump(state).encode())


def load(path: Path) -> State:
    """Read a state from `path`; DataError where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(path.name, Fault.REFUSED, f"more than {LARGEST} bytes", path)
        return parse(path.read_text(encoding="utf-8"), path)
    except FileNotFoundError as error:
        raise DataError(path.name, Fault.MISSING, "", path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error


def _product(shape: tuple[int, ...]) -> int:
    product = 1
    for size in shape:
        product *= size
    return product
