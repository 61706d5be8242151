"""Training in the Attention Viewer: the curve, and translations at step 0 and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot

from core.training.messages import Started
from gui.numbers import number
from gui.tabs.attention.presenter import AttentionPresenter
from gui.tabs.attention.training_form import TrainingForm, is_live
from gui.tabs.attention.training_outcome import Outcome
from gui.tabs.panel_training import measured_at
from gui.tabs.sample_training import SampleTraining
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import BUSY, Frame, Run


class Training(SampleTraining):
    """Trains the translators on."""

    def __init__(self, hub: AttentionPresenter, panel: TrainPanel) -> None:
        desk = hub.context.translating
        self.form = TrainingForm(hub, panel)
        super().__init__(hub, desk, panel, Outcome(hub, panel, desk.run))
        self._restore()

    def _kinds(self) -> Sequence[str]:
        return (
            self.tr("A sentence of yours that it does not learn, your German, and its German"),
            self.tr("A sentence of the program's, its German, and the network's"),
        )

    def _unit(self) -> str:
        return self.tr("loss in nats a piece")

    def _is_live(self, field: str) -> bool:
        return is_live(field)

    def _is_there(self) -> bool:
        studio = self._hub.studio
        return studio is not None and bool(studio.entries)

    def _fill_form(self) -> None:
        self.form.refresh()

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it; without a file, ask for one."""
        if not self._is_there() or self.run.phase in BUSY:
            return
        if self.form.has_file() or self.form.choose_file():
            self._begin(replace(self.form.asked(), paused=paused), self._panel.minutes())

    def _story(self, run: Run, step: int) -> str:
        losses = measured_at(run, step)
        if losses is None:
            return ""
        first, last = map(number, losses)
        words = self.tr("Held-out loss {last} nats a piece, at first {first}.")
        return words.format(last=last, first=first)

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        """With the first frame, say in the panel what was read."""
        super()._on_framed(frame)
        started = self.run.started
        if frame is self.run.frames[0] and started is not None and not self.outcome.exporting:
            self._panel.tell(self._what_was_read(started))

    def _what_was_read(self, started: Started) -> str:
        words = self.tr("Pairs learnt: {train}; sentences held out: {held}.")
        parts = [words.format(train=started.train_count, held=started.held_out_count)]
        for count, text in (
            (started.bare, self.tr("Lines without two columns, left out: {n}.")),
            (started.long, self.tr("Pairs too long for the model: {n}.")),
        ):
            if count:
                parts.append(text.format(n=count))
        if started.skipped:
            parts.append(self.tr("The rest of the file is not read: it is too large."))
        return " ".join(parts)
