"""The commands that keep a model's versions, and give one away or take one in as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.cards import LatentCard, ModelCard, PlaneGanCard, TextCard
from core.commands.models import row_of
from core.commands.words import Answer, say, sentence
from core.paths import home
from core.runtime.library import Entry, Library
from core.runtime.share import pack, unpack


def list_versions(options: argparse.Namespace) -> Answer:
    """List all versions of one model, the current one marked; 1 when one is damaged."""
    library = Library(of=ModelCard)
    entries = library.versions(options.model)
    current = next(e.version for e in library.entries() if e.name == options.model)
    rows = [_row(entry, current=entry.version == current) for entry in entries]
    code = 1 if any("error" in row for row in rows) else 0
    return code, {"model": options.model, "current": current, "versions": rows}


def use_version(options: argparse.Namespace) -> Answer:
    """Make one version the current one."""
    entry = Library(of=ModelCard).use(options.model, options.version)
    say(f"{entry.name}: version {entry.version} is the current one")
    return 0, {"name": entry.name, "version": entry.version, "folder": str(entry.folder)}


def delete_versions(options: argparse.Namespace) -> Answer:
    """Delete one version, or all that are the user's."""
    removed = Library(of=ModelCard).delete(options.model, options.version)
    numbers = [each.version for each in removed]
    say(f"{options.model}: deleted version {', '.join(map(str, numbers))}")
    return 0, {"name": options.model, "deleted": numbers}


def rename_model(options: argparse.Namespace) -> Answer:
    """Give the user's versions of a model another name."""
    numbers = [entry.version for entry in Library(of=ModelCard).rename(options.model, options.new)]
    say(f"{options.model} is now {options.new}")
    return 0, {"name": options.new, "versions": numbers}


def pack_model(options: argparse.Namespace) -> Answer:
    """Write one model to one file."""
    file = Path(options.file).absolute()
    pack(Library(of=ModelCard).find(options.model), file)
    size = file.stat().st_size
    say(f"{options.model} is in {file}, {size / 1e6:.1f} MB")
    return 0, {"name": options.model, "file": str(file), "bytes": size}


def unpack_model(options: argparse.Namespace) -> Answer:
    """Add the model in a file to the user's own."""
    shelf = home() / "models"
    card = unpack(Path(options.file), shelf)
    say(f"{card.name} is in {shelf / card.name}")
    return 0, {"name": card.name, "folder": str(shelf / card.name)}


def _row(entry: Entry[ModelCard], *, current: bool) -> dict[str, Any]:
    """Print and return one line of the list."""
    row = {"version": entry.version, "shipped": entry.shipped, "current": current}
    mark = "*" if current else " "
    if entry.card is None:
        assert entry.error is not None
        say(f"{mark} {entry.version:>3}  damaged: {sentence(entry.error)}")
        return {**row, "error": str(entry.error)}
    card = entry.card
    if isinstance(card, TextCard | PlaneGanCard):
        line, numbers = row_of(card)
        say(f"{mark} {entry.version:>3}  {line}")
        return {**row, **numbers}
    assert isinstance(card, LatentCard)
    training, mse = card.training, card.metrics.mse if card.metrics else None
    base = training.base if training else None
    told = [f"mse {mse:.2g}" if mse is not None else ""]
    if training:
        told.append(f"{training.steps} steps on {training.data}")
    if base:
        told.append(f"from {base.name}@{base.version}")
    told.append("shipped" if entry.shipped else "")
    say(f"{mark} {entry.version:>3}  {', '.join(filter(None, told))}".rstrip())
    made = training.model_dump(mode="json") if training else None
    return {**row, "mse": mse, "training": made}
