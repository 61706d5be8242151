"""What comes of a training in the Latent Explorer; its film as an animated picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from core.training.film import write_film
from core.training.messages import Exported
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.training_film import compose
from gui.tabs.panel_outcome import PanelOutcome
from gui.theme import Theme
from gui.widgets.train_panel import TrainPanel
from gui.words import headline, metric_text
from gui.workers.run import Frame, Run

FILM_MS = 120  # a frame of the film


class Outcome(PanelOutcome):
    """Shows versions in the place of the one before."""

    def __init__(self, hub: LatentPresenter, panel: TrainPanel, run: Run, keeping: Keeping) -> None:
        self._hub, self._keeping = hub, keeping
        super().__init__(hub, hub.context, panel, run, hub.context.latent.library)
        panel.filmAsked.connect(self._on_film)

    def _version_before(self, name: str) -> int:
        shown = self._hub.shown[0]
        return shown.version if shown.model.card.name == name else 0

    def _is_worse(self, exported: Exported) -> bool:
        return headline(exported.after)[1] > headline(exported.before)[1]

    def _measured(self, exported: Exported) -> str:
        after = metric_text(exported.after)
        if exported.before is None:
            return self.tr("On held-out pictures: {after}.").format(after=after)
        text = self.tr("On held-out pictures: {before} → {after}.")
        return text.format(before=metric_text(exported.before), after=after)

    def _bring(self, name: str, version: int) -> None:
        if any(entry.name.partition("@")[0] == name for entry in self._hub.shown):
            self._hub.adopt_version(name, version)
        else:
            self._hub.adopt(name)

    def _take_back(self, name: str, version: int) -> None:
        self._hub.adopt_version(name, version)

    def _where(self, name: str, kinds: str) -> Path | None:
        return self._keeping.where(name, kinds)

    def _write(self, path: Path, work: Callable[[], object]) -> None:
        self._keeping.write(path, work)

    @Slot()
    def _on_film(self) -> None:
        path = self._where("training.gif", "GIF (*.gif)")
        if path is not None:
            self.save_film(path)

    def save_film(self, path: Path) -> None:
        """Write the film as an animated picture."""
        frames = tuple(self._run.frames)
        theme, prior = self._context.theme, self._panel.numbers().get("beta") is not None
        caption = self.tr("step {step}")
        self._write(path, partial(_write_film, path, frames, theme, prior, caption))


def _write_film(
    path: Path, frames: tuple[Frame, ...], theme: Theme, prior: bool, caption: str
) -> None:
    pictures = [compose(frame.preview, frames[0].preview, theme, prior=prior) for frame in frames]
    write_film(path, pictures, [frame.step for frame in frames], FILM_MS, caption)
