"""Training in the Latent Explorer: codes, pictures and the film, of one run or two."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot

from core.training.messages import Start
from gui.numbers import number
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.keys import PoliteKey
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.training_form import TrainingForm
from gui.tabs.latent.training_outcome import Outcome
from gui.tabs.latent.training_stage import TrainingStage, thumbnail
from gui.tabs.panel_training import PanelTraining, measured_at, nearest
from gui.widgets.loss_plot import LossPlot
from gui.widgets.train_panel import TrainPanel
from gui.words import beta_text
from gui.workers.run import BUSY, Frame, Run


class Training(PanelTraining):
    """Keeps panel and stage at the desk's runs."""

    def __init__(
        self, hub: LatentPresenter, panel: TrainPanel, stage: TrainingStage, keeping: Keeping
    ) -> None:
        desk = hub.context.training
        self._hub, self._stage = hub, stage
        self.form = TrainingForm(hub, panel)
        outcome = Outcome(hub, panel, desk.run, keeping)
        super().__init__(hub, hub.context, desk, panel, outcome)
        PoliteKey("Ctrl+R", hub.view, self.toggle, users=())
        PoliteKey("Ctrl+L", hub.view, panel.look.click, users=())
        stage.film.scrubbed.connect(self._on_scrubbed)
        stage.film.goOnAsked.connect(self._on_go_on_from)
        hub.ready.connect(self._on_ready)
        self._restore()

    @property
    def plot(self) -> LossPlot:
        """Return where the losses are drawn."""
        return self._stage.plot

    @Slot()
    def _on_ready(self) -> None:
        """Let the form fit the model that is shown, unless one is in training."""
        if self.run.phase not in BUSY:
            self._refresh_form()

    def _refresh_form(self) -> None:
        if self._hub.shown:
            self.form.refresh()

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it."""
        if self._hub.shown and self.run.phase not in BUSY:
            start = replace(self.form.asked(), paused=paused)
            self._begin(start, self._panel.minutes(), self.form.beside(start))

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Show the training in the place of the figure."""
        self._desk.shown = on
        self._panel.look.setChecked(on)
        self._hub.view.show_training(on)
        if on:
            self._draw()
        elif self._hub.shown:
            self._hub.describe()

    @Slot(int)
    def _on_go_on_from(self, step: int) -> None:
        self._stage.film.choose(None)
        self._go_on_from(step)

    def _go_on_from(self, step: int) -> None:
        self._stage.film.choose(None)
        super()._go_on_from(step)

    def _show_now(self) -> None:
        for i, each in enumerate(self._desk.runs):
            frame = None if self._looked_at is None else nearest(each, self._looked_at.step)
            preview = each.live if frame is None else frame.preview
            if preview is not None:
                self._stage.show_now(i, preview)

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        if frame is self.run.frames[0]:
            self._stage.show_before(frame.preview)
            self._on_phase()
        self._stage.film.add(frame.step, thumbnail(frame.preview), True)

    @Slot(int)
    def _on_cut(self, step: int) -> None:
        self._stage.film.cut_after(step)
        super()._on_cut(step)

    @Slot(object)
    def _on_dropped(self, steps: tuple[int, ...]) -> None:
        self._stage.film.remove(steps)
        super()._on_dropped(steps)

    @Slot(object)
    def _on_scrubbed(self, step: int | None) -> None:
        """Look at a frame of the film; None is what runs."""
        self._looked_at = None if step is None else nearest(self.run, step)
        self._stage.plot.mark(step)
        self._draw()

    def _begin_stage(self) -> None:
        titles = [self._title(each.start) for each in self._desk.runs if each.start]
        beta = dict(self.run.start.changes).get("beta") if self.run.start else None
        unit = self.tr("loss in nats a picture") if beta is not None else self.tr("squared error")
        self._stage.begin(titles, unit, prior=beta is not None)

    def _title(self, start: Start) -> str:
        beta = dict(start.changes).get("beta")
        if beta is None:
            return self.tr("codes of pictures")
        text = self.tr("without KL: β = 0") if beta == 0 else self.tr("with KL: β = {beta}")
        return text.format(beta=beta_text(float(beta)))

    def _say(self, text: str) -> None:
        self._hub.say(text)

    def _story(self, run: Run, step: int) -> str:
        parts = []
        losses = measured_at(run, step)
        if losses is not None:
            first, last = map(number, losses)
            words = self.tr("Held-out loss {last}, at first {first}.")
            parts.append(words.format(last=last, first=first))
        if run.started is not None and run.started.held_out_is_train:
            parts.append(self.tr("So few pictures: none are held out, it is measured on the same."))
        if self._looked_at is not None:
            parts.append(self.tr("Double-click a frame to go on from it."))
        return " ".join(parts)
