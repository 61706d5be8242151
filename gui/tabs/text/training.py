"""Text training from the window: what the panel asks goes to the run, what it tells is shown."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from core.training.messages import Failed, Progress, TextPreview
from gui.numbers import number
from gui.tabs.text.presenter import TextPresenter
from gui.tabs.text.training_form import TrainingForm, is_live
from gui.tabs.text.training_outcome import Outcome
from gui.tabs.text.training_stage import TrainingStage
from gui.tabs.text.words import percent
from gui.widgets.train_panel import Shown, TrainPanel
from gui.words import clock, failure_sentence
from gui.workers.desk import Desk
from gui.workers.run import BUSY, Frame, Phase, Run

DRAW_MS = 100  # between two pictures of what runs


class Training(QObject):
    """Keeps panel and stage at the desk's run; the stage is made when it is first needed."""

    def __init__(self, hub: TextPresenter, panel: TrainPanel) -> None:
        super().__init__(hub)
        self._hub, self._panel = hub, panel
        self._desk: Desk = hub.context.writing
        self.stage: TrainingStage | None = None
        self.form = TrainingForm(hub, panel)
        self.outcome = Outcome(hub, panel, self._desk.run)
        self._looked_at: Frame | None = None  # of the film; None: what runs
        self._tick = QTimer(self, singleShot=True, interval=DRAW_MS)
        self._tick.timeout.connect(self._draw)
        QShortcut(QKeySequence("Ctrl+R"), hub.view).activated.connect(self.toggle)
        QShortcut(QKeySequence("Ctrl+L"), hub.view).activated.connect(panel.look.click)
        self._connect()
        if self.run.start is not None:
            self._restore()

    def _connect(self) -> None:
        panel, run = self._panel, self.run
        for signal, slot in (
            (panel.opened, self._on_opened),
            (panel.startAsked, self.start),
            (panel.pauseAsked, self.toggle),
            (panel.stepAsked, self.step),
            (panel.stopAsked, run.stop),
            (panel.keepAsked, self.keep),
            (panel.goOnAsked, self._on_go_on),
            (panel.forgetAsked, self._on_forget),
            (panel.shownAsked, self.show),
            (panel.changed, self._on_changed),
            (self._hub.ready, self._on_ready),
            (self._hub.view.panel.pageChosen, self._on_page),
            (self.outcome.settled, self._on_phase),
            (self.outcome.brought, self._on_brought),
            (run.changed, self._on_phase),
            (run.framed, self._on_framed),
            (run.cut, self._on_cut),
            (run.dropped, self._on_dropped),
            (run.failed, self._on_failed),
            (run.progressed, self._on_progress),
            (run.drawn, self._on_drawn),
        ):
            signal.connect(slot)

    @property
    def run(self) -> Run:
        """Return what is trained, or was trained last."""
        return self._desk.run

    def _made_stage(self) -> TrainingStage:
        if self.stage is None:
            context = self._hub.context
            self.stage = TrainingStage(context.theme, context.scale)
            self.stage.looked.connect(self._on_looked)
            self.stage.goOnAsked.connect(self._on_go_on_from)
            self._hub.view.add_page(self.stage)
        return self.stage

    def _begin_stage(self) -> None:
        self._looked_at = None
        self._made_stage().begin(self.tr("loss in nats a token"))

    def _restore(self) -> None:
        """Show a run that a window before this one began."""
        self._begin_stage()
        stage, curve = self._made_stage(), self.run.curve
        if curve.losses:
            stage.plot.add(0, curve.first + len(curve.losses) - 1, curve.losses, None)
            for told in curve.measured:
                stage.plot.add(0, told.step, (), told.held_out)
        if self.run.frames:
            self._show_before(self.run.frames[0])
        self._on_phase()
        if self._desk.shown:
            self.show(True)

    @Slot()
    def _on_ready(self) -> None:
        """Let the form fit the models that are shown, unless one is in training."""
        if self.run.phase not in BUSY and self._panel.header.isChecked():
            self.form.refresh()

    @Slot()
    def _on_brought(self) -> None:
        self.show(False)

    @Slot()
    def _on_opened(self) -> None:
        """Get the process ready, and offer what was left undone."""
        if self.run.phase is Phase.COLD:
            self.run.prepare()
        if self.run.phase not in BUSY:
            self.form.refresh()
        left = self._desk.look_back()
        if left is not None:
            text = self.tr("A training of “{name}” was not finished when the program was closed.")
            self._panel.show_left(text.format(name=left.start.name or left.start.base))

    @Slot()
    def start(self) -> None:
        """Begin a training, and show it."""
        self._start(paused=False)

    def _start(self, *, paused: bool) -> None:
        if not self._hub.pages or self.run.phase in BUSY:
            return
        if self.form.needs_paste():
            self.form.paste(self.step if paused else self.start)
            return
        self._panel.show_left("")
        self._panel.show_verdict()
        self._panel.tell("")
        start = replace(self.form.asked(), paused=paused)
        self._desk.begin(start, self.form.minutes, beside=None)
        self._begin_stage()
        self.show(True)

    @Slot()
    def toggle(self) -> None:
        """Pause, go on, or begin."""
        run = self.run
        if run.phase is Phase.RUNNING:
            run.pause()
        elif run.phase is Phase.PAUSED:
            run.resume()
        elif run.phase is Phase.ENDED and run.frames:
            run.go_on_from(run.frames[-1])
        else:
            self.start()

    @Slot()
    def step(self) -> None:
        """Make one step; begin with it where nothing was begun."""
        if self.run.phase not in BUSY:
            self._start(paused=True)
        if self.run.phase in BUSY:
            self.run.step()

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
            self.run.set(field, value)

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

    @Slot()
    def _on_go_on_from(self) -> None:
        """Go back to the frame that is looked at, and train on from there."""
        frame, self._looked_at = self._looked_at, None
        if frame is not None:
            self._made_stage().plot.mark(None)
            self.run.go_on_from(frame)

    @Slot(int)
    def _on_looked(self, index: int) -> None:
        """Look at a frame of the film; the last is what runs."""
        last = index >= len(self.run.frames) - 1
        self._looked_at = None if last else self.run.frames[index]
        self._made_stage().plot.mark(self._looked_at.step if self._looked_at else None)
        self._draw()

    @Slot()
    def _on_phase(self) -> None:
        run, panel = self.run, self._panel
        phase, busy, there = run.phase, run.phase in BUSY, bool(run.frames)
        panel.show_state(
            Shown(
                start=not busy,
                pause=phase in (Phase.RUNNING, Phase.PAUSED) or (phase is Phase.ENDED and there),
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
        self._describe()

    def _show_progress(self) -> None:
        run, told = self.run, self.run.progress
        if told is None or run.phase in (Phase.COLD, Phase.WARMING, Phase.READY):
            self._panel.show_progress(0, 1, "")
            return
        text = self.tr("step {step} of {steps}").format(step=told.step, steps=told.steps)
        if run.phase is Phase.RUNNING and told.seconds_left is not None:
            text += self.tr(" · {time} left").format(time=clock(told.seconds_left))
        self._panel.show_progress(told.step, told.steps, text)

    @Slot(object)
    def _on_progress(self, told: Progress) -> None:
        self._made_stage().plot.add(0, told.step, told.losses, told.held_out)
        self._soon()

    @Slot(object)
    def _on_drawn(self, _preview: TextPreview) -> None:
        self._soon()

    def _soon(self) -> None:
        if not self._tick.isActive():
            self._tick.start()

    @Slot()
    def _draw(self) -> None:
        """Show what runs, or the frame that is looked at; of what is hidden only the progress."""
        run = self.run
        if run.phase in (Phase.RUNNING, Phase.PAUSED):
            self._show_progress()
        if not self._desk.shown or self.stage is None:
            return
        preview = self._looked_at.preview if self._looked_at else run.live
        if isinstance(preview, TextPreview):
            self.stage.show_now(preview)
        frames = run.frames
        chosen = frames.index(self._looked_at) if self._looked_at in frames else None
        self.stage.show_frames(len(frames), chosen)
        self._describe()

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        if frame is self.run.frames[0]:
            self._show_before(frame)
            self._on_phase()

    def _show_before(self, frame: Frame) -> None:
        if isinstance(frame.preview, TextPreview):
            self._made_stage().show_before(frame.preview)

    @Slot(int)
    def _on_cut(self, step: int) -> None:
        self._made_stage().plot.cut_after(0, step)

    @Slot(object)
    def _on_dropped(self, _steps: tuple[int, ...]) -> None:
        if self._looked_at not in self.run.frames:
            self._looked_at = None

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self.outcome.fail()
        self._hub.context.notices.post(failure_sentence(failed), "bad")
        if self.run.started is None and self._desk.shown:
            self.show(False)  # there is nothing to see
        self._on_phase()

    def _describe(self) -> None:
        """Say in one line what is seen."""
        if not self._desk.shown:
            return
        run, told = self.run, self.run.progress
        if run.phase in (Phase.WARMING, Phase.STARTING) or told is None:
            ready = run.phase in (Phase.COLD, Phase.READY)
            text = "" if ready else self.tr("The training process reads weights and text …")
        else:
            text = self._story(run, told)
        self._hub.view.show_caption(text)

    def _story(self, run: Run, told: Progress) -> str:
        step = self._looked_at.step if self._looked_at else told.step
        text = self.tr("Step {step}.").format(step=step)
        measured = run.curve.measured
        seen = [each for each in measured if each.step <= step] or measured[:1]
        if seen:
            words = self.tr("Held-out loss {last} nats a token, at first {first}.")
            text += " " + words.format(
                last=number(seen[-1].held_out), first=number(measured[0].held_out)
            )
        started = run.started
        if started is not None and started.unknown > 0:
            words = self.tr("{share} of your text is unknown to its vocabulary.")
            text += " " + words.format(share=percent(started.unknown))
        if started is not None and started.skipped:
            words = self.tr("Of the file only the first {n} million characters are read.")
            text += " " + words.format(n=20)
        return text
