"""What comes of a training in the Text Generator."""

from __future__ import annotations

from core.cards import TextCard
from core.runtime.library import Library
from core.training.messages import Exported
from gui.numbers import number
from gui.tabs.sample_outcome import SampleOutcome
from gui.tabs.text.presenter import TextPresenter
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import Run


class Outcome(SampleOutcome):
    """Judges by the surprise at held-out text."""

    def __init__(self, hub: TextPresenter, panel: TrainPanel, run: Run) -> None:
        super().__init__(hub, panel, run, Library(of=TextCard))

    def _is_worse(self, exported: Exported) -> bool:
        return exported.after.nats_per_token > exported.before.nats_per_token

    def _measured(self, exported: Exported) -> str:
        text = self.tr("On held-out text: {before} → {after} bits a character.")
        before, after = exported.before.bits_per_char, exported.after.bits_per_char
        return text.format(before=number(before), after=number(after))

    def _take_back(self, _name: str, _version: int) -> None:
        self._hub.reopen()
