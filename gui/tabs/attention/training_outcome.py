"""What comes of a training in the Attention Viewer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from core.cards import TranslatorCard
from core.runtime.library import Library
from core.training.messages import Exported
from gui.numbers import fixed
from gui.tabs.attention.presenter import AttentionPresenter
from gui.tabs.panel_outcome import PanelOutcome
from gui.widgets.train_panel import TrainPanel
from gui.workers.latest import Line
from gui.workers.run import Run


class Outcome(PanelOutcome):
    """Lets the tab open what is current; its sentence stays."""

    def __init__(self, hub: AttentionPresenter, panel: TrainPanel, run: Run) -> None:
        self._hub = hub
        super().__init__(hub, hub.context, panel, run, Library(of=TranslatorCard))
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

    def _is_worse(self, exported: Exported) -> bool:
        return exported.after.chrf < exported.before.chrf

    def _measured(self, exported: Exported) -> str:
        text = self.tr(
            "Held-out sentences: {n}. BLEU {bleu} → {more_bleu}, chrF {chrf} → {more_chrf}."
        )
        before, after = exported.before, exported.after
        return text.format(
            n=after.sentences, bleu=fixed(before.bleu, 1), more_bleu=fixed(after.bleu, 1),
            chrf=fixed(before.chrf, 1), more_chrf=fixed(after.chrf, 1),
        )  # fmt: skip

    def _bring(self, _name: str, _version: int) -> None:
        self._hub.reopen()

    def _take_back(self, _name: str, _version: int) -> None:
        """Leave the tab as it is: it shows the version before."""

    def _where(self, name: str, kinds: str) -> Path | None:
        path, _ = QFileDialog.getSaveFileName(self._hub.view, self.tr("Save"), name, kinds)
        return Path(path) if path else None

    def _write(self, path: Path, work: Callable[[], object]) -> None:
        self._writes.ask(path, work)

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        text = self.tr("{file} is written.").format(file=path.name)
        self._context.notices.post(text, "good")
