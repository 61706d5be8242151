"""What the command line says: plain lines, and errors as English sentences."""

from __future__ import annotations

import sys
from typing import Any, TextIO

from core.errors import (
    CoreError,
    DataError,
    Fault,
    InputError,
    ModelError,
    PackageError,
    StorageError,
)

Answer = tuple[int, dict[str, Any]]

WORDS = {
    Fault.MISSING: "is missing",
    Fault.UNREADABLE: "cannot be read",
    Fault.TRUNCATED: "is cut off",
    Fault.CHECKSUM: "is damaged: its checksum is another",
    Fault.MISMATCH: "does not fit",
    Fault.FOREIGN_PATH: "points outside its folder",
    Fault.OFFLINE: "cannot be reached",
    Fault.REFUSED: "is refused",
    Fault.DISK_FULL: "does not fit on the disk",
    Fault.READ_ONLY: "cannot be written",
    Fault.NOT_INSTALLED: "is not installed",
}
SPECIAL_WORDS = {
    (DataError, Fault.MISSING): "the full set is not here",
    (DataError, Fault.OFFLINE): "cannot be fetched, for there is no way to",
    (InputError, Fault.MISSING): "is not known",
}
ADVICE = {
    (DataError, Fault.MISSING): "Fetch it: python -m core data fetch {subject}",
    (DataError, Fault.OFFLINE): "Is there a network? What is here works without it.",
    (DataError, Fault.CHECKSUM): "Fetch it again: python -m core data fetch {subject}",
    (PackageError, Fault.NOT_INSTALLED): "Training needs it: python -m pip install {subject}",
    (ModelError, Fault.CHECKSUM): "Train or copy it again.",
    (StorageError, Fault.READ_ONLY): "Choose another folder.",
}


def say(line: str = "", stream: TextIO | None = None) -> None:
    """Print one line at once."""
    out = stream or sys.stdout
    out.write(line + "\n")
    out.flush()


def sentence(error: CoreError) -> str:
    """Put an error into words, with what to do where that is known."""
    file = getattr(error, "file", "")
    if isinstance(error, ModelError) and error.fault is Fault.MISSING and not file:
        return f"There is no model {error.subject}. See: python -m core models"
    if isinstance(error, InputError) and error.detail == "data unknown":
        return f"{error.subject} cannot be measured: on which data it was trained is not known."
    key = (type(error), error.fault)
    what = f"{error.subject}/{file}" if file else error.subject
    said = SPECIAL_WORDS.get(key, WORDS[error.fault])
    head = f"{what} {said}" if key != (DataError, Fault.MISSING) else f"{what}: {said}"
    if key == (DataError, Fault.OFFLINE):
        head += f" {error.detail or 'the network'}."
    else:
        head += f" ({error.detail})." if error.detail else "."
    advice = ADVICE.get(key, "").format(subject=error.subject)
    return f"{head} {advice}".rstrip()


def exit_code(error: CoreError) -> int:
    """Return 1 for a model that is not in order, 2 for a call that could not be followed."""
    damaged = isinstance(error, ModelError) and (error.fault is not Fault.MISSING or error.file)
    return 1 if damaged else 2
