"""What comes of a training: a version in the tab, or one that is only offered; film and curves."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from core.cards import Metrics
from core.training.film import write_curves, write_film
from core.training.messages import Exported
from gui.numbers import number
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.training_film import compose
from gui.theme import Theme
from gui.widgets.train_panel import TrainPanel
from gui.words import error_sentence, metric_text
from gui.workers.latest import Line, Work
from gui.workers.run import Frame, Run

FILM_MS = 120  # a frame of the film


class Outcome(QObject):
    """Publishes, uses, offers and takes back versions; writes files."""

    brought = Signal()  # a version is shown in the tab
    settled = Signal()  # an export has ended, one way or the other

    def __init__(self, hub: LatentPresenter, panel: TrainPanel, run: Run) -> None:
        super().__init__(hub)
        self._hub, self._panel, self._run = hub, panel, run
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
        version, before = int(number_of), self._version_before(name)
        self._offered = (name, version, before) if before else None
        worse = exported.before is not None and _score(exported.after) > _score(exported.before)
        self._panel.tell(self._report(exported, name, version, worse=worse))
        self.settled.emit()
        if worse and before:
            self._panel.show_verdict(adopt=True)
            self._use(name, before, version)
        else:
            self._panel.show_verdict(undo=bool(before))
            self._bring(name, version)

    def _version_before(self, name: str) -> int:
        """Return the version of `name` that is shown; 0 where it is another model."""
        entry = self._hub.shown[0]
        stem, _, pinned = entry.name.partition("@")
        if stem != name:
            return 0
        return int(pinned) if pinned else self._hub.choices.current[stem]

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
        path = self._ask_file("training.gif", "GIF (*.gif)")
        if path is not None:
            self.save_film(path)

    def save_film(self, path: Path) -> None:
        """Write the film as an animated picture."""
        frames = tuple(self._run.frames)
        theme, prior = self._hub.context.theme, self._panel.numbers().get("beta") is not None
        caption = self.tr("step {step}")
        self._write(path, partial(_write_film, path, frames, theme, prior, caption))

    @Slot()
    def _on_curves(self) -> None:
        path = self._ask_file("training.csv", "CSV (*.csv)")
        if path is not None:
            self.save_curves(path)

    def save_curves(self, path: Path) -> None:
        """Write every step's loss with what else was measured at it."""
        rows = tuple(self._run.curve.rows())
        comma = self._hub.context.settings.text("language") == "de"
        self._write(path, partial(write_curves, path, rows, comma))

    def _write(self, path: Path, work: Work) -> None:
        """Have a file written; several may be on their way at once."""
        line = Line(self._hub.context.slow, self, must=True)
        line.answered.connect(self._on_written)
        line.failed.connect(self._on_problem)
        line.ask(path, work)

    def _ask_file(self, name: str, kinds: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self._hub.view, self.tr("Save"), name, kinds)
        return Path(path) if path else None

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        text = self.tr("{file} is written.").format(file=path.name)
        self._hub.context.notices.post(text, "good")


def _score(metrics: Metrics) -> float:
    """Return what is to be small."""
    return metrics.mse if metrics.neg_elbo is None else metrics.neg_elbo


def _write_film(
    path: Path, frames: tuple[Frame, ...], theme: Theme, prior: bool, caption: str
) -> None:
    pictures = [compose(frame.preview, frames[0].preview, theme, prior=prior) for frame in frames]
    write_film(path, pictures, [frame.step for frame in frames], FILM_MS, caption)
