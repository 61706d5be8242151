"""What comes of a training: a version that is used, or one that is only offered; its curves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal, Slot

from core.runtime.library import Library
from core.training.film import write_curves
from core.training.messages import Exported
from gui.context import AppContext
from gui.numbers import number
from gui.widgets.train_panel import TrainPanel
from gui.words import error_sentence
from gui.workers.latest import Line
from gui.workers.run import Frame, Run

PARITY = 1e-4  # that ONNX Runtime and torch may differ by at most


class PanelOutcome(QObject):
    """Publishes, uses, offers and takes back versions, in every tab.

    A subclass overrides what raises NotImplementedError.
    """

    brought = Signal()  # a version is shown in the tab
    settled = Signal()  # an export has ended, one way or the other

    def __init__(
        self, parent: QObject, context: AppContext, panel: TrainPanel, run: Run, library: Library
    ) -> None:
        super().__init__(parent)
        self._context, self._panel, self._run, self._library = context, panel, run, library
        self.exporting = False
        self._offered: tuple[str, int, int] | None = None  # name, its version, the one before
        self._versions = Line(context.slow, self, must=True)
        self._versions.answered.connect(self._on_version)
        self._versions.failed.connect(self._on_problem)
        panel.adoptAsked.connect(self.adopt)
        panel.undoAsked.connect(self.undo)
        panel.curvesAsked.connect(self._on_curves)
        run.exported.connect(self._on_exported)

    # what a tab says

    def _version_before(self, name: str) -> int:
        """Return the version of `name` that was shown; 0 where it was another model."""
        raise NotImplementedError

    def _is_worse(self, exported: Exported) -> bool:
        """Say whether it is worse than the one before on held-out data."""
        raise NotImplementedError

    def _measured(self, exported: Exported) -> str:
        """Say what was measured before and after."""
        raise NotImplementedError

    def _bring(self, name: str, version: int) -> None:
        """Show a version in the tab, in the place of the one before."""
        raise NotImplementedError

    def _take_back(self, name: str, version: int) -> None:
        """Go on showing the version before; the new one is listed."""
        raise NotImplementedError

    def _where(self, name: str, kinds: str) -> Path | None:
        """Ask for a file."""
        raise NotImplementedError

    def _write(self, path: Path, work: Callable[[], object]) -> None:
        """Write a file in the worker, and say so."""
        raise NotImplementedError

    # publishing

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
        name, _, said = exported.name.partition("@")
        version = int(said) if said else 1
        before = self._version_before(name)
        self._offered = (name, version, before) if before else None
        worse = bool(before) and exported.before is not None and self._is_worse(exported)
        self._panel.tell(self._report(exported, name, version, worse=worse))
        self.settled.emit()
        if worse:
            self._panel.show_verdict(adopt=True)
            self._use(name, before, version)
        else:
            self._panel.show_verdict(undo=bool(before))
            self._bring(name, version)
            self.brought.emit()

    def _report(self, exported: Exported, name: str, version: int, *, worse: bool) -> str:
        head = (
            self.tr("Version {version} of {name} is worse: it is kept, and not used.")
            if worse
            else self.tr("Version {version} of {name} is in use.")
        )
        parity = self.tr("ONNX Runtime and torch differ by {parity} at most (allowed: {limit}).")
        return " ".join([
            head.format(version=version, name=name),
            self._measured(exported),
            parity.format(parity=number(exported.parity, 2), limit=number(PARITY, 2)),
        ])  # fmt: skip

    @Slot()
    def adopt(self) -> None:
        """Use the version that was only offered."""
        if self._offered is not None:
            name, version, _ = self._offered
            self._panel.show_verdict(undo=True)
            text = self.tr("Version {version} of {name} is in use.")
            self._panel.tell(text.format(version=version, name=name))
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
        self._versions.ask((name, version, asked), partial(self._library.use, name, version))

    @Slot(object, object)
    def _on_version(self, request: tuple[str, int, int], _entry: object) -> None:
        name, version, asked = request
        if version == asked:
            self._bring(name, version)
            self.brought.emit()
        else:
            self._take_back(name, version)

    @Slot(object, object)
    def _on_problem(self, _request: object, error: Exception) -> None:
        self._context.notices.post(error_sentence(error), "bad")

    # files

    @Slot()
    def _on_curves(self) -> None:
        path = self._where("training.csv", "CSV (*.csv)")
        if path is not None:
            self.save_curves(path)

    def save_curves(self, path: Path) -> None:
        """Write every step's loss with what else was measured at it."""
        rows = tuple(self._run.curve.rows())
        comma = QLocale().decimalPoint() == ","
        self._write(path, partial(write_curves, path, rows, comma))
