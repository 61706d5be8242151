"""A pasted text as a file of the user's own, so that it can be learnt from again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from core import paths
from core.errors import Fault, InputError
from core.runtime.shelves import storing


def keep_pasted(text: str) -> Path:
    """Write a text to a file named by its content; return its path.

    Raises
    ------
    InputError
        MISMATCH with the detail "empty" when there is nothing in it.
    StorageError
        READ_ONLY or DISK_FULL when it cannot be written.
    """
    if not text.strip():
        raise InputError("text", Fault.MISMATCH, "empty")
    content = text.encode("utf-8", "replace")
    folder = paths.home() / "texts"
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.txt"
    with storing(path.name, path):
        folder.mkdir(parents=True, exist_ok=True)
        work = path.with_suffix(".tmp")
        work.write_bytes(content)
        os.replace(work, path)
    return path
