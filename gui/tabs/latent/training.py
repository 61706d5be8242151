"""Training from the window: what the panel asks is given to the runs, what they tell is shown."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from core.training.messages import Failed, Preview, Progress, Start
from gui.numbers import number
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.keys import PoliteKey
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.training_form import TrainingForm
from gui.tabs.latent.training_outcome import Outcome
from gui.tabs.latent.training_stage import TrainingStage, thumbnail
from gui.widgets.train_panel import Shown, TrainPanel
from gui.words import beta_text, clock, failure_sentence
from gui.workers.desk import Desk
from gui.workers.run import BUSY, Frame, Phase, Run

DRAW_MS = 100  # between two pictures of what runs


class Training(QObject):
    """Keeps panel and stage at the desk's runs."""

    def __init__(
        self, hub: LatentPresenter, panel: TrainPanel, stage: TrainingStage, keeping: Keeping
    ) -> None:
        super().__init__(hub)
        self._hub, self._panel, self._stage = hub, panel, stage
        self._desk: Desk = hub.context.training
        self.form = TrainingForm(hub, panel)
        self.outcome = Outcome(hub, panel, self._desk.run, keeping)
        self._looked_at: Frame | None = None  # of the film; None: what runs
        self._tick = QTimer(self, singleShot=True, interval=DRAW_MS)
        self._tick.timeout.connect(self._draw)
        PoliteKey("Ctrl+R", hub.view, self.toggle, users=())
        PoliteKey("Ctrl+L", hub.view, self._panel.look.click, users=())
        self._connect()
        self._restore()

    def _connect(self) -> None:
        panel, stage = self._panel, self._stage
        for signal, slot in (
            (panel.opened, self._on_opened),
            (panel.startAsked, self.start),
            (panel.pauseAsked, self.toggle),
            (panel.stepAsked, self.step),
            (panel.stopAsked, self._on_stop),
            (panel.keepAsked, self.keep),
            (panel.goOnAsked, self._on_go_on),
            (panel.forgetAsked, self._on_forget),
            (panel.shownAsked, self.show),
            (panel.changed, self._on_changed),
            (stage.film.scrubbed, self._on_scrubbed),
            (stage.film.goOnAsked, self._on_go_on_from),
            (self._hub.ready, self._on_ready),
            (self.outcome.settled, self._on_phase),
            (self.outcome.brought, self._on_brought),
        ):
            signal.connect(slot)
        run, beside = self._desk.run, self._desk.beside
        run.changed.connect(self._on_phase)
        run.framed.connect(self._on_framed)
        run.cut.connect(self._on_cut)
        run.dropped.connect(self._on_dropped)
        run.failed.connect(self._on_failed)
        beside.failed.connect(self._on_failed)
        for one in (run, beside):
            one.progressed.connect(self._on_progress)
            one.drawn.connect(self._on_drawn)

    def _restore(self) -> None:
        """Show a run that a window before this one began."""
        run = self._desk.run
        if run.start is None:
            return
        self._begin_stage()
        for i, each in enumerate(self._desk.runs):
            curve = each.curve
            for step, losses, held_out in curve.parts():
                self._stage.plot.add(i, step, losses, held_out)
        for frame in run.frames:
            self._on_framed(frame)
        self._on_phase()
        self._draw()
        if self._desk.shown:
            self.show(True)

    @property
    def run(self) -> Run:
        """Return what is trained, or was trained last."""
        return self._desk.run

    @Slot()
    def _on_ready(self) -> None:
        """Let the form fit the model that is shown, unless one is in training."""
        if self.run.phase not in BUSY:
            self.form.refresh()

    @Slot()
    def _on_brought(self) -> None:
        self.show(False)

    @Slot()
    def _on_opened(self) -> None:
        """Get the process ready, and offer what was left undone."""
        if self.run.phase is Phase.COLD:
            self.run.prepare()
        left = self._desk.look_back()
        if left is not None:
            text = self.tr("A training of “{name}” was not finished when the program was closed.")
            start = left.start
            self._panel.show_left(text.format(name=start.name or start.base or start.recipe))

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it."""
        if not self._hub.shown or self.run.phase in BUSY:
            return
        start = replace(self.form.asked(), paused=paused)
        self._looked_at = None
        self._panel.show_left("")
        self._panel.show_verdict()
        self._panel.tell("")
        self._desk.begin(start, self.form.minutes, beside=self.form.beside(start))
        self._begin_stage()
        self.show(True)

    @Slot()
    def toggle(self) -> None:
        """Pause, go on, or begin."""
        runs = self._desk.runs
        if self.run.phase is Phase.RUNNING:
            for each in runs:
                each.pause()
        elif self.run.phase is Phase.PAUSED:
            for each in runs:
                each.resume()
        elif self.run.phase is Phase.ENDED and self.run.frames:
            self._on_go_on_from(self.run.frames[-1].step)
        else:
            self.start()

    @Slot()
    def step(self) -> None:
        """Make one step; begin with it where nothing was begun."""
        if self.run.phase not in BUSY:
            self.start(paused=True)
        for each in self._desk.runs:
            each.step()

    @Slot()
    def _on_stop(self) -> None:
        for each in self._desk.runs:
            each.stop()

    @Slot()
    def keep(self) -> None:
        """Publish what is looked at."""
        self.outcome.keep(self._looked_at)
        self._on_phase()

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

    @Slot(str, object)
    def _on_changed(self, field: str, value: float | int | str) -> None:
        """Change a number of what runs; the run beside keeps its β."""
        for i, each in enumerate(self._desk.runs):
            if i == 0 or field != "beta":
                each.set(field, value)

    @Slot()
    def _on_go_on(self) -> None:
        self._panel.show_left("")
        self._desk.go_on()
        self._begin_stage()
        self.show(True)

    @Slot()
    def _on_forget(self) -> None:
        self._panel.show_left("")
        self._desk.forget()

    @Slot(int)
    def _on_go_on_from(self, step: int) -> None:
        """Go back to the frame of `step`, in both runs, and train on from there."""
        self._stage.film.choose(None)
        self._looked_at = None
        for each in self._desk.runs:
            frame = _nearest(each, step)
            if frame is not None:
                each.go_on_from(frame)

    @Slot()
    def _on_phase(self) -> None:
        run, panel = self.run, self._panel
        phase, busy = run.phase, run.phase in BUSY
        there = bool(run.frames)
        can_go_on = phase in (Phase.RUNNING, Phase.PAUSED) or (phase is Phase.ENDED and there)
        panel.show_state(
            Shown(
                start=not busy,
                pause=can_go_on,
                paused=phase in (Phase.PAUSED, Phase.ENDED),
                step=phase is not Phase.RUNNING and phase is not Phase.STARTING,
                stop=run.alive and phase not in (Phase.WARMING, Phase.READY),
                live=busy,
                keep=there and not self.outcome.exporting,
            )
        )
        if phase is Phase.STARTING or (phase is Phase.WARMING and run.start is not None):
            panel.show_busy(self.tr("getting ready …"))
        else:
            self._show_progress()
        if not busy and self._hub.shown:
            self.form.refresh()
        self._describe()

    def _show_progress(self) -> None:
        run = self.run
        told = run.progress
        if told is None or run.phase in (Phase.COLD, Phase.WARMING, Phase.READY):
            self._panel.show_progress(0, 1, "")
            return
        text = self.tr("step {step} of {steps}").format(step=told.step, steps=told.steps)
        if run.phase is Phase.RUNNING and told.seconds_left is not None:
            text += self.tr(" · {time} left").format(time=clock(told.seconds_left))
        self._panel.show_progress(told.step, told.steps, text)

    @Slot(object)
    def _on_progress(self, told: Progress) -> None:
        index = 0 if self.sender() is self.run else 1
        self._stage.plot.add(index, told.step, told.losses, told.held_out)
        if not self._tick.isActive():
            self._tick.start()

    @Slot(object)
    def _on_drawn(self, _preview: Preview) -> None:
        if not self._tick.isActive():
            self._tick.start()

    @Slot()
    def _draw(self) -> None:
        """Show what runs, or the frame that is looked at; of what is hidden only the progress."""
        if self.run.phase in (Phase.RUNNING, Phase.PAUSED):
            self._show_progress()
        if not self._desk.shown:
            return
        for i, each in enumerate(self._desk.runs):
            frame = None if self._looked_at is None else _nearest(each, self._looked_at.step)
            preview = each.live if frame is None else frame.preview
            if preview is not None:
                self._stage.show_now(i, preview)
        self._describe()

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        if frame is self.run.frames[0]:
            self._stage.show_before(frame.preview)
            self._on_phase()
        self._stage.film.add(frame.step, thumbnail(frame.preview), True)

    @Slot(int)
    def _on_cut(self, step: int) -> None:
        self._stage.film.cut_after(step)
        self._stage.plot.cut_after(0, step)

    @Slot(object)
    def _on_dropped(self, steps: tuple[int, ...]) -> None:
        self._stage.film.remove(steps)

    @Slot(object)
    def _on_scrubbed(self, step: int | None) -> None:
        """Look at a frame of the film; None is what runs."""
        self._looked_at = None if step is None else _nearest(self.run, step)
        self._stage.plot.mark(step)
        self._draw()

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self.outcome.fail()
        self._hub.context.notices.post(failure_sentence(failed), "bad")
        self._on_phase()

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

    def _describe(self) -> None:
        """Say in one line what is seen."""
        if not self._desk.shown:
            return
        run, told = self.run, self.run.progress
        if run.phase in (Phase.WARMING, Phase.STARTING) or told is None:
            ready = run.phase in (Phase.COLD, Phase.READY)
            text = "" if ready else self.tr("The training process reads weights and pictures …")
        else:
            text = self._story(run)
        self._hub.say(text)

    def _story(self, run: Run) -> str:
        measured = run.curve.measured
        step = self._looked_at.step if self._looked_at else run.curve.told[-1].step
        seen = [told for told in measured if told.step <= step] or measured[:1]
        text = self.tr("Step {step}.").format(step=step)
        if seen:
            first, last = measured[0].held_out, seen[-1].held_out
            assert first is not None
            assert last is not None
            words = self.tr("Held-out loss {last}, at first {first}.")
            text += " " + words.format(last=number(last), first=number(first))
        if run.started is not None and run.started.held_out_is_train:
            text += " " + self.tr("So few pictures: none are held out, it is measured on the same.")
        if self._looked_at is not None:
            text += " " + self.tr("Double-click a frame to go on from it.")
        return text


def _nearest(run: Run, step: int) -> Frame | None:
    """Return the frame nearest to `step`."""
    return min(run.frames, key=lambda frame: abs(frame.step - step), default=None)
