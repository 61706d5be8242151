"""Training in the Text Generator: the curve, and samples at step 0 and now."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut

from core.training.messages import Failed, TextPreview
from gui.numbers import number
from gui.tabs.panel_training import PanelTraining, measured_at
from gui.tabs.text.presenter import TextPresenter
from gui.tabs.text.training_form import TrainingForm, is_live
from gui.tabs.text.training_outcome import Outcome
from gui.tabs.text.training_stage import TrainingStage
from gui.tabs.text.words import percent
from gui.widgets.loss_plot import LossPlot
from gui.widgets.train_panel import TrainPanel
from gui.workers.run import BUSY, Frame, Run


class Training(PanelTraining):
    """Keeps panel and stage at the desk's run; the stage is made when it is first needed."""

    def __init__(self, hub: TextPresenter, panel: TrainPanel) -> None:
        desk = hub.context.writing
        self._hub = hub
        self.stage: TrainingStage | None = None
        self.form = TrainingForm(hub, panel)
        super().__init__(hub, hub.context, desk, panel, Outcome(hub, panel, desk.run))
        QShortcut(QKeySequence("Ctrl+R"), hub.view).activated.connect(self.toggle)
        QShortcut(QKeySequence("Ctrl+L"), hub.view).activated.connect(panel.look.click)
        hub.ready.connect(self._on_ready)
        hub.view.panel.pageChosen.connect(self._on_page)
        self._restore()

    def _made_stage(self) -> TrainingStage:
        if self.stage is None:
            context = self._hub.context
            self.stage = TrainingStage(context.theme, context.scale)
            self.stage.looked.connect(self._on_looked)
            self.stage.goOnAsked.connect(self._on_go_on_from)
            self._hub.view.add_page(self.stage)
        return self.stage

    @property
    def plot(self) -> LossPlot:
        """Return where the losses are drawn."""
        return self._made_stage().plot

    def _begin_stage(self) -> None:
        self._looked_at = None
        self._made_stage().begin(self.tr("loss in nats a token"))

    @Slot()
    def _on_ready(self) -> None:
        """Let the form fit the models that are shown, unless one is in training."""
        if self.run.phase not in BUSY:
            self._refresh_form()

    def _refresh_form(self) -> None:
        if self._panel.header.isChecked() and self._hub.pages:
            self.form.refresh()

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it."""
        if not self._hub.pages or self.run.phase in BUSY:
            return
        if self.form.needs_paste():
            self.form.paste(self.step if paused else self.start)
        else:
            self._begin(replace(self.form.asked(), paused=paused), self.form.minutes)

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Show the training in the place of the figure."""
        self._desk.shown = on
        self._panel.look.setChecked(on)
        if on:
            self._hub.pause()
            self._hub.view.show_page(self._made_stage())
            self._draw()
        else:
            self._hub.turn(self._hub.state.page)

    @Slot()
    def _on_page(self) -> None:
        self._desk.shown = False
        self._panel.look.setChecked(False)

    @Slot(str, object)
    def _on_changed(self, field: str, value: float | int | str) -> None:
        if is_live(field):
            super()._on_changed(field, value)

    @Slot()
    def _on_go_on_from(self) -> None:
        """Go back to the frame that is looked at, and train on from there."""
        if self._looked_at is not None:
            self.plot.mark(None)
            self._go_on_from(self._looked_at.step)

    @Slot(int)
    def _on_looked(self, index: int) -> None:
        """Look at a frame of the film; the last is what runs."""
        last = index >= len(self.run.frames) - 1
        self._looked_at = None if last else self.run.frames[index]
        self.plot.mark(self._looked_at.step if self._looked_at else None)
        self._draw()

    def _show_now(self) -> None:
        stage, frames = self._made_stage(), self.run.frames
        preview = self._looked_at.preview if self._looked_at else self.run.live
        if isinstance(preview, TextPreview):
            stage.show_now(preview)
        chosen = frames.index(self._looked_at) if self._looked_at in frames else None
        stage.show_frames(len(frames), chosen)

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        if frame is self.run.frames[0] and isinstance(frame.preview, TextPreview):
            self._made_stage().show_before(frame.preview)
            self._on_phase()

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        if self.run.started is None and self._desk.shown:
            self.show(False)  # there is nothing to see
        super()._on_failed(failed)

    def _say(self, text: str) -> None:
        self._hub.view.show_caption(text)

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
