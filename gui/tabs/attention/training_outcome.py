"""What comes of a training in the Attention Viewer."""

from __future__ import annotations

from core.cards import TranslatorCard
from core.runtime.library import Library
from core.training.messages import Exported
from gui.numbers import fixed
from gui.tabs.attention.presenter import AttentionPresenter
from gui.tabs.sample_outcome import SampleOutcome
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import Run


class Outcome(SampleOutcome):
    """Judges by chrF on held-out sentences; BLEU of a few of them says too little."""

    def __init__(self, hub: AttentionPresenter, panel: TrainPanel, run: Run) -> None:
        super().__init__(hub, panel, run, Library(of=TranslatorCard))

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

    def _take_back(self, _name: str, _version: int) -> None:
        """Leave the tab as it is: it shows the version before."""
