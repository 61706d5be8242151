"""What publishing has in common for all models: a folder that appears whole, and its checksums."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from core.cards import CARD_FILE, ModelCard, read_card, write_card
from core.runtime.library import Entry, Library
from core.runtime.shelves import workplace

C = TypeVar("C", bound=ModelCard)


def put_on_shelf(name: str, shelf: Path, fill: Callable[[Path], C]) -> C:
    """Let `fill` write a model and return its card, then put it on `shelf` as the folder `name`.

    The folder appears whole or not at all; an earlier one of that name is replaced. Raises what
    `fill` raises, and StorageError when the shelf cannot be written.
    """
    with workplace(name, shelf) as scratch:
        work = scratch / name
        work.mkdir()
        card = fill(work)
        write_card(card, work)
        _move_in(work, shelf / name)
    return card


def add_version(library: Library[C], name: str, fill: Callable[[Path], C]) -> Entry[C]:
    """As `put_on_shelf`, but for the next version of `name` on the library's own shelf."""
    with workplace(name, library.shelf) as scratch:
        work = scratch / name
        work.mkdir()
        write_card(fill(work), work)
        read_card(work)  # raises what a reader of it would be told
        return library.add(work, name)


def hashes(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file in `folder` but the card."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != CARD_FILE
    }


def packages() -> dict[str, str]:
    """Return the versions of what made a model."""
    made_by = {name: version(name) for name in ("torch", "lightning-fabric", "onnx", "numpy")}
    return {"python": platform.python_version(), **made_by}


def _move_in(work: Path, place: Path) -> None:
    """Rename `work` to `place`; an old folder steps aside, and comes back if that fails."""
    if not place.exists():
        os.replace(work, place)
        return
    with tempfile.TemporaryDirectory(
        prefix=f".{place.name}-old-", dir=place.parent, ignore_cleanup_errors=True
    ) as aside:
        old = Path(aside) / place.name
        os.replace(place, old)
        try:
            os.replace(work, place)
        except OSError:
            os.replace(old, place)
            raise
