"""A tab's state as a small JSON file: written for the next start, read with suspicion."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.errors import CoreError, DataError, Fault, StorageError

FORMAT = 1
LARGEST = 8_000_000  # bytes

State = TypeVar("State")


class SavedState(Generic[State]):
    """Writes and reads the states of one tab.

    Parameters
    ----------
    tab : its key, written into the file.
    kind : the dataclass of the state.
    wrong : names the first field whose value no use of the program can give; "" where all are
        sound. It may raise ValueError or a CoreError instead.
    largest : bytes that are read at most.
    """

    def __init__(
        self,
        tab: str,
        kind: type[State],
        wrong: Callable[[State], str],
        largest: int = LARGEST,
    ) -> None:
        self._tab, self._wrong, self._largest = tab, wrong, largest
        self._adapter = TypeAdapter(kind)

    def dump(self, state: State) -> str:
        """Write `state` as JSON; StorageError where it holds what is no text."""
        try:
            fields = json.loads(self._adapter.dump_json(state))
        except ValueError as error:  # a file's name in unknown characters
            raise StorageError("state", Fault.READ_ONLY, str(error)) from error
        return json.dumps({"generatorium": FORMAT, "tab": self._tab, "state": fields}, indent=1)

    def load(self, path: Path) -> State:
        """Read a state; DataError where it is none, MISSING where there is no file."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise DataError(path.name, Fault.UNREADABLE, "not a regular file", path)
            if status.st_size > self._largest:
                raise DataError(path.name, Fault.REFUSED, f"more than {self._largest} bytes", path)
            return self.parse(path.read_text(encoding="utf-8"), path)
        except FileNotFoundError as error:
            raise DataError(path.name, Fault.MISSING, "", path) from error
        except (OSError, ValueError) as error:
            raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error

    def parse(self, text: str, path: Path) -> State:
        """Read what `dump` wrote; DataError UNREADABLE or MISMATCH for anything else."""
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
        mine = isinstance(whole, dict) and whole.get("generatorium") == FORMAT
        if not mine or whole.get("tab") != self._tab:
            raise DataError(path.name, Fault.MISMATCH, "no saved state of this program", path)
        try:
            state = self._adapter.validate_json(json.dumps(whole.get("state")))
            wrong = self._wrong(state)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise DataError(path.name, Fault.MISMATCH, f"{where}: {first['msg']}", path) from error
        except (CoreError, ValueError, RecursionError) as error:
            raise DataError(path.name, Fault.MISMATCH, str(error)[:200], path) from error
        if wrong:
            raise DataError(path.name, Fault.MISMATCH, wrong, path)
        return state
