"""What comes of a training: a version in the tab, or one that is only offered; film and curves."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from core.training.film import write_curves, write_film
from core.training.messages import Exported
from gui.numbers import number
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.training_film import compose
from gui.theme import Theme
from gui.widgets.train_panel import TrainPanel
from gui.words import error_sentence, headline, metric_text
from gui.workers.latest import Line
from gui.workers.run import Frame, Run

FILM_MS = 120  # a frame of the film


class Outcome(QObject):
    """Publishes, uses, offers and takes back versions; writes files."""

    brought = Signal()  # a version is shown in the tab
    settled = Signal()  # an export has ended, one way or the other

    def __init__(self, hub: LatentPresenter, panel: TrainPanel, run: Run, keeping: Keeping) -> None:
        super().__init__(hub)
        self._hub, self._panel, self._run, self._keeping = hub, panel, run, keeping
        self.exporting = False
        self._offered: tuple[str, int, int] | None = None  # name, its version, the one before
        self._versions = Line(hub.context.slow, self, must=True)
        self._versions.answered.connect(self._on_version)
        self._versions.failed.connect(self._on_problem)
        panel.adoptAsked.connect(self.adopt)
        panel.undoAsked.connect(self.undo)
        panel.filmAsked.connect(self._on_film)
        panel.curvesAsked.connect(self._on_curves)
        run.exported.connect(self._on_exported)

    def keep(self, frame: Frame | None) -> None:
        """Publish a frame of the film, or the network as it is."""
        self.exporting = True
        self._panel.show_verdict()
        self._panel.tell(self.tr("Exporting to ONNX, comparing with torch, measuring …"))
        self._run.export(frame)

    def fail(self) -> None:
        """Let go of an export that did not come about."""
        self.exporting = False
        self._panel.tell("")

    @Slot(object)
    def _on_exported(self, exported: Exported) -> None:
        """Use the new version, or only offer it where it is worse than the one before."""
        self.exporting = False
        name, _, number_of = exported.name.partition("@")
        version, shown = int(number_of), self._hub.shown[0]
        before = shown.version if shown.model.card.name == name else 0  # of another model
        self._offered = (name, version, before) if before else None
        old = exported.before
        worse = old is not None and headline(exported.after)[1] > headline(old)[1]
        self._panel.tell(self._report(exported, name, version, worse=worse))
        self.settled.emit()
        if worse and before:
            self._panel.show_verdict(adopt=True)
            self._use(name, before, version)
        else:
            self._panel.show_verdict(undo=bool(before))
            self._bring(name, version)

    def _report(self, exported: Exported, name: str, version: int, *, worse: bool) -> str:
        parts = []
        if exported.before is not None:
            text = self.tr("On held-out pictures: {before} → {after}.")
            parts.append(
                text.format(before=metric_text(exported.before), after=metric_text(exported.after))
            )
        else:
            text = self.tr("On held-out pictures: {after}.")
            parts.append(text.format(after=metric_text(exported.after)))
        parts.append(
            self.tr("ONNX Runtime and torch differ by {parity} at most (allowed: {limit}).").format(
                parity=number(exported.parity, 2), limit=number(1e-4, 2)
            )
        )
        head = (
            self.tr("Version {version} of {name} is worse: it is kept, and not used.")
            if worse
            else self.tr("Version {version} of {name} is in use.")
        )
        return " ".join([head.format(version=version, name=name), *parts])

    @Slot()
    def adopt(self) -> None:
        """Use the version that was only offered."""
        if self._offered is not None:
            name, version, _ = self._offered
            self._panel.show_verdict(undo=True)
            self._use(name, version, version)

    @Slot()
    def undo(self) -> None:
        """Go back to the version before."""
        if self._offered is not None:
            name, version, before = self._offered
            self._panel.show_verdict(adopt=True)
            text = self.tr("Version {before} is in use again; version {version} is still listed.")
            self._panel.tell(text.format(before=before, version=version))
            self._use(name, before, before)

    def _use(self, name: str, version: int, asked: int) -> None:
        """Make `version` the current one; show it where it is not the one that is shown."""
        library = self._hub.context.latent.library
        self._versions.ask((name, version, asked), partial(library.use, name, version))

    @Slot(object, object)
    def _on_version(self, request: tuple[str, int, int], _entry: object) -> None:
        name, version, asked = request
        if version == asked:
            self._bring(name, version)
        else:
            self._hub.adopt_version(name, version)  # as before; the new one is listed

    def _bring(self, name: str, version: int) -> None:
        """Show a version in the tab, in the place of the one before."""
        shown = any(entry.name.partition("@")[0] == name for entry in self._hub.shown)
        if shown:
            self._hub.adopt_version(name, version)
        else:
            self._hub.adopt(name)
        self.brought.emit()

    @Slot(object, object)
    def _on_problem(self, _request: object, error: Exception) -> None:
        self._hub.context.notices.post(error_sentence(error), "bad")

    @Slot()
    def _on_film(self) -> None:
        path = self._keeping.where("training.gif", "GIF (*.gif)")
        if path is not None:
            self.save_film(path)

    def save_film(self, path: Path) -> None:
        """Write the film as an animated picture."""
        frames = tuple(self._run.frames)
        theme, prior = self._hub.context.theme, self._panel.numbers().get("beta") is not None
        caption = self.tr("step {step}")
        self._keeping.write(path, partial(_write_film, path, frames, theme, prior, caption))

    @Slot()
    def _on_curves(self) -> None:
        path = self._keeping.where("training.csv", "CSV (*.csv)")
        if path is not None:
            self.save_curves(path)

    def save_curves(self, path: Path) -> None:
        """Write every step's loss with what else was measured at it."""
        rows = tuple(self._run.curve.rows())
        comma = QLocale().decimalPoint() == ","
        self._keeping.write(path, partial(write_curves, path, rows, comma))


def _write_film(
    path: Path, frames: tuple[Frame, ...], theme: Theme, prior: bool, caption: str
) -> None:
    pictures = [compose(frame.preview, frames[0].preview, theme, prior=prior) for frame in frames]
    write_film(path, pictures, [frame.step for frame in frames], FILM_MS, caption)
