"""Send the police home: publish a run's forger from the training process."""

from __future__ import annotations

from core.cards import PlaneGanCard
from core.export.plane import publish_game
from core.paths import model_folders
from core.runtime.library import Library
from core.runtime.shelves import proper_name
from core.training.gan.messages import ExportGame, GameExported
from core.training.gan.run import Run


def export_game(run: Run, command: ExportGame) -> GameExported:
    """Publish a game's forger as it stands; raises what `publish_game` raises."""
    folders = (*model_folders()[:1], command.into) if command.into else model_folders()
    library = Library(folders, of=PlaneGanCard)
    entry = publish_game(
        run.game(command.side),
        run.data,
        library,
        proper_name(command.name),
        with_police=command.with_police,
    )
    assert entry.card is not None
    assert entry.card.parity is not None
    return GameExported(entry.address, entry.folder, entry.card.parity)
