"""What comes of a training whose network writes, in the tab that shows what is current."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from core.runtime.library import Library
from gui.tabs.panel_outcome import PanelOutcome
from gui.widgets.train_panel import TrainPanel
from gui.workers.latest import Line
from gui.workers.run import Run


class SampleOutcome(PanelOutcome):
    """Lets the tab open what is current; what was written in it stays.

    `hub` is the tab's presenter: it has `context`, `view`, `studio` with its entries, and `reopen`.
    A subclass says what was measured.
    """

    def __init__(self, hub: object, panel: TrainPanel, run: Run, library: Library) -> None:
        self._hub = hub
        super().__init__(hub, hub.context, panel, run, library)
        self._writes = Line(hub.context.slow, self, must=True)
        self._writes.answered.connect(self._on_written)
        self._writes.failed.connect(self._on_problem)

    def _version_before(self, name: str) -> int:
        """Return the version that the run began with; 0 where that was another model."""
        base = self._run.start.base if self._run.start else ""
        entry = self._hub.studio.entries.get(name) if self._hub.studio else None
        stem, _, pinned = base.partition("@")
        if stem != name:
            return 0
        return int(pinned) if pinned else (entry.version if entry else 0)

    def _bring(self, _name: str, _version: int) -> None:
        self._hub.reopen()

    def _where(self, name: str, kinds: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self._hub.view, self.tr("Save"), name, kinds)
        return Path(path) if path else None

    def _write(self, path: Path, work: Callable[[], object]) -> None:
        self._writes.ask(path, work)

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        text = self.tr("{file} is written.").format(file=path.name)
        self._context.notices.post(text, "good")
