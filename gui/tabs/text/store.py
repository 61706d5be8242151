"""The tab's state as a small JSON file, read with suspicion."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core.errors import DataError, Fault, InputError
from gui.tabs.text.state import ORDERS, PAGES, SMOOTHINGS, State

FORMAT = 1
LARGEST = 4_000_000  # bytes
_ADAPTER = TypeAdapter(State)


def dump(state: State) -> str:
    """Write `state` as JSON."""
    fields = json.loads(_ADAPTER.dump_json(state))
    return json.dumps({"generatorium": FORMAT, "tab": "text", "state": fields}, indent=1)


def parse(text: str, path: Path) -> State:
    """Read what `dump` wrote; DataError UNREADABLE or MISMATCH for anything else."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    mine = isinstance(whole, dict) and whole.get("generatorium") == FORMAT
    if not mine or whole.get("tab") != "text":
        raise DataError(path.name, Fault.MISMATCH, "no saved state of this program", path)
    try:
        state: State = _ADAPTER.validate_json(json.dumps(whole.get("state")))
    except (ValidationError, InputError) as error:
        raise DataError(path.name, Fault.MISMATCH, str(error).splitlines()[0], path) from error
    known = state.page in PAGES and state.smoothing in SMOOTHINGS and state.order in ORDERS
    if not known:
        raise DataError(path.name, Fault.MISMATCH, "page, smoothing or order", path)
    return state


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
