"""The commands `data list` and `data fetch`."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.words import Answer, say
from core.data.download import fetch
from core.data.table import DATA, entry_of, state
from core.data.text_entries import TEXTS


def list_data(_: argparse.Namespace) -> Answer:
    """List the data sets, and where the full ones are."""
    rows = []
    for name, entry in DATA.items():
        found = state(name)
        place = "generated" if entry.generated else str(found.folder or "only the bundled sample")
        missing = found.bytes_to_fetch
        size = f", {missing / 1e6:.1f} MB to fetch" if missing else ""
        say(f"{name:<14} {entry.train_size:>6} + {entry.test_size:<6} {place}{size}")
        rows.append(
            {
                "name": name,
                "generated": entry.generated,
                "folder": str(found.folder) if found.folder else None,
                "bytes_to_fetch": missing,
                "licence": entry.licence,
                "attribution": entry.attribution,
            }
        )
    for name, text in TEXTS.items():
        found = state(name)
        place = str(found.folder or "not here")
        missing = found.bytes_to_fetch
        size = f", {missing / 1e6:.1f} MB to fetch" if missing else ""
        say(f"{name:<17} {text.characters:>7} characters {place}{size}")
        rows.append(
            {
                "name": name,
                "generated": False,
                "folder": str(found.folder) if found.folder else None,
                "bytes_to_fetch": missing,
                "licence": text.licence,
                "attribution": text.attribution,
            }
        )
    return 0, {"data": rows}


def fetch_data(options: argparse.Namespace) -> Answer:
    """Download full sets with a progress bar; what is there already is checked and kept."""
    full = [name for name, entry in DATA.items() if not entry.generated]
    names = options.names or [*full, *(name for name, text in TEXTS.items() if text.files)]
    for name in names:
        _ = TEXTS.get(name) or entry_of(name)
    fetched = {}
    for name in names:
        files = _fetch_with_bar(name, options.base_url)
        fetched[name] = [str(path) for path in files]
        place = f"{len(files)} files in {files[0].parent}" if files else _nothing(name)
        say(f"{name}: {place}")
    return 0, {"fetched": fetched}


def _nothing(name: str) -> str:
    """Say why there is nothing to fetch."""
    return f"has no address; {TEXTS[name].homepage}" if name in TEXTS else "generated"


def _fetch_with_bar(name: str, base_url: str | None) -> list[Path]:
    """Fetch one set; the bar is for a terminal only, and counts one file after the other."""
    from tqdm import tqdm  # only a download needs it

    with tqdm(unit="B", unit_scale=True, desc=name, disable=None, leave=False) as bar:

        def advance(file: str, done: int, total: int) -> None:
            bar.desc, bar.total = f"{name} {file}", total
            bar.update(done - bar.n)

        return fetch(name, advance, base_url=base_url)
