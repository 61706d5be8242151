"""A shipped model and an empty shelf for versions of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.cards import read_card, write_card
from core.runtime.library import Entry, Library
from core.runtime.shelves import workplace


def add_version(library: Library, source: Path, name: str, seed: int = 0) -> Entry:
    """Publish a copy of the model in `source` as the next version of `name`."""
    with workplace(name, library.shelf) as scratch:
        work = scratch / "model"
        shutil.copytree(source, work)
        write_card(read_card(source).model_copy(update={"name": name, "seed": seed}), work)
        return library.add(work, name)
