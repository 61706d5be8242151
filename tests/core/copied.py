"""A copy of a shipped model, to be damaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.cards import CARD_FILE
from core.runtime.library import Entry, Library


@dataclass(frozen=True)
class Copied:
    """A model of one's own to damage."""

    folder: Path

    def change_card(self, change: Callable[[dict[str, Any]], None]) -> None:
        path = self.folder / CARD_FILE
        card = json.loads(path.read_text(encoding="utf-8"))
        change(card)
        path.write_text(json.dumps(card), encoding="utf-8")

    def seal(self) -> None:
        """Put the present checksums into the card, so that the files themselves are looked at."""

        def change(card: dict[str, Any]) -> None:
            for name in card["files"]:
                content = (self.folder / name).read_bytes()
                card["files"][name] = hashlib.sha256(content).hexdigest()

        self.change_card(change)

    def entry(self) -> Entry:
        library = Library((self.folder.parent / "nothing-shipped", self.folder.parent))
        return library.find(self.folder.name)
