"""What comes of a text training: a version in the tab, or one that is only offered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from core.cards import TextCard, TextMetrics
from core.runtime.library import Library
from core.training.film import write_curves
from core.training.messages import Exported
from gui.numbers import number
from gui.tabs.text.presenter import TextPresenter
from gui.widgets.train_panel import TrainPanel
from gui.words import error_sentence
from gui.workers.latest import Line
from gui.workers.run import Frame, Run


class Outcome(QObject):
    """Publishes, uses, offers and takes back versions; writes the curves."""

    brought = Signal()  # a version is in use in the tab
    settled = Signal()  # an export has ended, one way or the other

    def __init__(self, hub: TextPresenter, panel: TrainPanel, run: Run) -> None:
        super().__init__(hub)
        self._hub, self._panel, self._run = hub, panel, run
        self.exporting = False
        self._offered: tuple[str, int, int] | None = None  # name, its version, the one before
        self._versions = Line(hub.context.slow, self, must=True)
        self._versions.answered.connect(self._on_version)
        self._versions.failed.connect(self._on_problem)
        self._writes = Line(hub.context.slow, self, must=True)
        self._writes.answered.connect(self._on_written)
        self._writes.failed.connect(self._on_problem)
        panel.adoptAsked.connect(self.adopt)
        panel.undoAsked.connect(self.undo)
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
    def _on_exported(self, exported: Exported[TextMetrics]) -> None:
        """Use the new version, or only offer it where it is worse than the one before."""
        self.exporting = False
        name, _, said = exported.name.partition("@")
        version = int(said) if said else 1
        before = self._before(name)
        self._offered = (name, version, before) if before else None
        assert exported.before is not None
        worse = exported.after.nats_per_token > exported.before.nats_per_token
        self._panel.tell(self._report(exported, name, version, worse=worse and bool(before)))
        self.settled.emit()
        if worse and before:
            self._panel.show_verdict(adopt=True)
            self._use(name, before)
        else:
            self._panel.show_verdict(undo=bool(before))
            self._bring()

    def _before(self, name: str) -> int:
        """Return the version that the run began with; 0 where that was another model."""
        base = self._run.start.base if self._run.start else ""
        studio = self._hub.studio
        entry = studio.entries.get(name) if studio else None
        stem, _, pinned = base.partition("@")
        if stem != name:
            return 0
        return int(pinned) if pinned else (entry.version if entry else 0)

    def _report(
        self, exported: Exported[TextMetrics], name: str, version: int, *, worse: bool
    ) -> str:
        assert exported.before is not None
        head = (
            self.tr("Version {version} of {name} is worse: it is kept, and not used.")
            if worse
            else self.tr("Version {version} of {name} is in use.")
        )
        bits = self.tr("On held-out text: {before} → {after} bits a character.")
        parity = self.tr("ONNX Runtime and torch differ by {parity} at most (allowed: {limit}).")
        return " ".join([
            head.format(version=version, name=name),
            bits.format(
                before=number(exported.before.bits_per_char),
                after=number(exported.after.bits_per_char),
            ),
            parity.format(parity=number(exported.parity, 2), limit=number(1e-4, 2)),
        ])  # fmt: skip

    @Slot()
    def adopt(self) -> None:
        """Use the version that was only offered."""
        if self._offered is not None:
            name, version, _ = self._offered
            self._panel.show_verdict(undo=True)
            self._panel.tell(
                self.tr("Version {version} of {name} is in use.").format(version=version, name=name)
            )
            self._use(name, version)

    @Slot()
    def undo(self) -> None:
        """Go back to the version before."""
        if self._offered is not None:
            name, version, before = self._offered
            self._panel.show_verdict(adopt=True)
            text = self.tr("Version {before} is in use again; version {version} is still listed.")
            self._panel.tell(text.format(before=before, version=version))
            self._use(name, before)

    def _use(self, name: str, version: int) -> None:
        """Make `version` the current one."""
        self._versions.ask((name, version), partial(Library(of=TextCard).use, name, version))

    @Slot(object, object)
    def _on_version(self, _request: object, _entry: object) -> None:
        self._bring()

    def _bring(self) -> None:
        """Let the tab open what is current now; texts stay."""
        self._hub.reopen()
        self.brought.emit()

    @Slot(object, object)
    def _on_problem(self, _request: object, error: Exception) -> None:
        self._hub.context.notices.post(error_sentence(error), "bad")

    @Slot()
    def _on_curves(self) -> None:
        title = self.tr("Save")
        path, _ = QFileDialog.getSaveFileName(self._hub.view, title, "training.csv", "CSV (*.csv)")
        if path:
            comma = self._hub.context.settings.text("language") == "de"
            rows = tuple(self._run.curve.rows())
            self._writes.ask(Path(path), partial(write_curves, Path(path), rows, comma))

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        text = self.tr("{file} is written.").format(file=path.name)
        self._hub.context.notices.post(text, "good")
