"""Training in the Text Generator: the curve, and samples at step 0 and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot

from gui.numbers import number
from gui.tabs.panel_training import measured_at
from gui.tabs.sample_training import SampleTraining
from gui.tabs.text.presenter import TextPresenter
from gui.tabs.text.training_form import TrainingForm, is_live
from gui.tabs.text.training_outcome import Outcome
from gui.tabs.text.words import percent
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import BUSY, Run


class Training(SampleTraining):
    """Trains the networks of a corpus on."""

    def __init__(self, hub: TextPresenter, panel: TrainPanel) -> None:
        desk = hub.context.writing
        self.form = TrainingForm(hub, panel)
        super().__init__(hub, desk, panel, Outcome(hub, panel, desk.run))
        self._restore()

    def _kinds(self) -> Sequence[str]:
        return (
            self.tr("It goes on with a beginning from the text that it learns now"),
            self.tr("It goes on with a beginning from the text that it comes from"),
        )

    def _unit(self) -> str:
        return self.tr("loss in nats a token")

    def _is_live(self, field: str) -> bool:
        return is_live(field)

    def _is_there(self) -> bool:
        return bool(self._hub.pages)

    def _fill_form(self) -> None:
        self.form.refresh()

    def _leave(self) -> None:
        self._hub.pause()

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it."""
        if not self._hub.pages or self.run.phase in BUSY:
            return
        if self.form.needs_paste():
            self.form.paste(self.step if paused else self.start)
        else:
            self._begin(replace(self.form.asked(), paused=paused), self._panel.minutes())

    def _story(self, run: Run, step: int) -> str:
        parts = []
        losses = measured_at(run, step)
        if losses is not None:
            first, last = map(number, losses)
            words = self.tr("Held-out loss {last} nats a token, at first {first}.")
            parts.append(words.format(last=last, first=first))
        started = run.started
        if started is not None and started.unknown > 0:
            words = self.tr("{share} of your text is unknown to its vocabulary.")
            parts.append(words.format(share=percent(started.unknown)))
        if started is not None and started.skipped:
            words = self.tr("Of the file only the first {n} million characters are read.")
            parts.append(words.format(n=20))
        return " ".join(parts)
