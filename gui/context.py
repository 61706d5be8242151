"""What every part of the window is handed: one object, made once in app.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.cards import TranslatorCard
from core.latent.explore import Workbench
from core.runtime.library import Library, Removed
from gui.notices import Notices
from gui.settings import Settings
from gui.theme import THEMES, Theme
from gui.workers.desk import Desk
from gui.workers.games import Games
from gui.workers.latest import LatestWorker
from gui.workers.norms import Norms


def _translators() -> Library[TranslatorCard]:
    return Library(of=TranslatorCard)


@dataclass
class AppContext:
    """Settings, notices, the open models of the Latent Explorer, and the two workers.

    `quick` answers what the hand waits for, `slow` loads, surveys and fills backgrounds.
    """

    settings: Settings
    notices: Notices
    latent: Workbench
    training: Desk
    writing: Desk  # the trainings of the Text Generator
    translating: Desk  # those of the Attention Viewer
    translators: Library[TranslatorCard] = field(default_factory=_translators)
    quick: LatestWorker = field(default_factory=LatestWorker)
    slow: LatestWorker = field(default_factory=LatestWorker)
    games: Games = field(default_factory=Games)
    norms: Norms = field(default_factory=Norms)
    session: Path | None = None  # where the tabs' states wait for the next start, if they shall
    told: set[str] = field(default_factory=set)  # the damaged models that were named already
    deleted: list[tuple[Removed, ...]] = field(default_factory=list)  # versions, to bring back
    retranslate: Callable[[], None] = lambda: None  # loads the language of the settings

    @property
    def theme(self) -> Theme:
        """Return the chosen theme."""
        return THEMES[self.settings.text("theme")]

    @property
    def scale(self) -> float:
        """Return the factor on all type: the theme's times the user's."""
        size = self.settings.get("type_size")
        return self.theme.scale * (size if isinstance(size, float) else 1.0)

    @property
    def motion(self) -> bool:
        """Say whether things may move by themselves."""
        return bool(self.settings.get("motion"))

    def close(self) -> None:
        """End the trainings and both workers."""
        self.training.close()
        self.writing.close()
        self.translating.close()
        self.games.close()
        self.norms.close()
        self.quick.end()
        self.slow.end()
