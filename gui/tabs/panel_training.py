"""A train panel at the runs of a desk: what it asks is given to them, what they tell is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from core.training.messages import Failed, Progress, Start
from gui.context import AppContext
from gui.tabs.panel_outcome import PanelOutcome
from gui.widgets.loss_plot import LossPlot
from gui.widgets.train_panel import Shown, TrainPanel
from gui.words import clock, failure_sentence
from gui.workers.desk import Desk
from gui.workers.run import BUSY, Frame, Phase, Run

DRAW_MS = 100  # between two pictures of what runs


class PanelTraining(QObject):
    """What training is like in every tab; a tab says what it trains and how that looks.

    A subclass has the slots `start` and `show`, and overrides what raises NotImplementedError.
    """

    def __init__(
        self, parent: QObject, context: AppContext, desk: Desk, panel: TrainPanel,
        outcome: PanelOutcome,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context, self._desk, self._panel, self.outcome = context, desk, panel, outcome
        self._looked_at: Frame | None = None  # of the film; None: what runs
        self._tick = QTimer(self, singleShot=True, interval=DRAW_MS)
        self._tick.timeout.connect(self._draw)
        for signal, slot in (
            (panel.opened, self._on_opened),
            (panel.startAsked, self.start),
            (panel.pauseAsked, self.toggle),
            (panel.stepAsked, self.step),
            (panel.stopAsked, self.stop),
            (panel.keepAsked, self.keep),
            (panel.goOnAsked, self._on_go_on),
            (panel.forgetAsked, self._on_forget),
            (panel.shownAsked, self.show),
            (panel.changed, self._on_changed),
            (outcome.settled, self._on_phase),
            (outcome.brought, self._on_brought),
            (desk.run.changed, self._on_phase),
            (desk.run.framed, self._on_framed),
            (desk.run.cut, self._on_cut),
            (desk.run.dropped, self._on_dropped),
            (desk.run.failed, self._on_failed),
            (desk.beside.failed, self._on_failed),
        ):
            signal.connect(slot)
        for one in (desk.run, desk.beside):
            one.progressed.connect(self._on_progress)
            one.drawn.connect(self._on_drawn)

    # what a tab says

    @property
    def plot(self) -> LossPlot:
        """Return where the losses are drawn."""
        raise NotImplementedError

    def _begin_stage(self) -> None:
        """Show an empty stage for what begins."""
        raise NotImplementedError

    def _show_now(self) -> None:
        """Draw what runs, or the frame that is looked at."""
        raise NotImplementedError

    def _refresh_form(self) -> None:
        """Let the form fit the model that is shown."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        """Write the line under the figure."""
        raise NotImplementedError

    def _story(self, run: Run, step: int) -> str:
        """Say what there is to say about what is seen, after its step."""
        raise NotImplementedError

    @Slot()
    def start(self, *, paused: bool = False) -> None:
        """Begin a training, and show it."""
        raise NotImplementedError

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Show the training in the place of the figure."""
        raise NotImplementedError

    @Slot(object)
    def _on_framed(self, frame: Frame) -> None:
        raise NotImplementedError

    # what the panel asks

    @property
    def run(self) -> Run:
        """Return what is trained, or was trained last."""
        return self._desk.run

    def _restore(self) -> None:
        """Show a run that a window before this one began."""
        if self.run.start is None:
            return
        self._begin_stage()
        for i, each in enumerate(self._desk.runs):
            for step, losses, held_out in each.curve.parts():
                self.plot.add(i, step, losses, held_out)
        for frame in self.run.frames:
            self._on_framed(frame)
        self._on_phase()
        self._draw()
        if self._desk.shown:
            self.show(True)

    @Slot()
    def _on_brought(self) -> None:
        self.show(False)

    @Slot()
    def _on_opened(self) -> None:
        """Get the process ready, and offer what was left undone."""
        if self.run.phase is Phase.COLD:
            self.run.prepare()
        if self.run.phase not in BUSY:
            self._refresh_form()
        left = self._desk.look_back()
        if left is not None:
            text = self.tr("A training of “{name}” was not finished when the program was closed.")
            start = left.start
            self._panel.show_left(text.format(name=start.name or start.base or start.recipe))

    def _begin(self, start: Start, minutes: float | None, beside: Start | None = None) -> None:
        self._looked_at = None
        self._panel.show_left("")
        self._panel.show_verdict()
        self._panel.tell("")
        self._desk.begin(start, minutes, beside=beside)
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
            self._go_on_from(self.run.frames[-1].step)
        else:
            self.start()

    @Slot()
    def step(self) -> None:
        """Make one step; begin with it where nothing was begun."""
        if self.run.phase not in BUSY:
            self.start(paused=True)
        if self.run.phase in BUSY:
            for each in self._desk.runs:
                each.step()

    @Slot()
    def stop(self) -> None:
        """End what runs; it can still be kept."""
        for each in self._desk.runs:
            each.stop()

    @Slot()
    def keep(self) -> None:
        """Publish what is looked at."""
        self.outcome.keep(self._looked_at)
        self._on_phase()

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

    def _go_on_from(self, step: int) -> None:
        """Go back to the frame of `step`, in all runs, and train on from there."""
        self._looked_at = None
        for each in self._desk.runs:
            frame = nearest(each, step)
            if frame is not None:
                each.go_on_from(frame)

    # what the runs tell

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
        if not busy:
            self._refresh_form()
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
        index = 0 if self.sender() is self.run else 1
        self.plot.add(index, told.step, told.losses, told.held_out)
        self._soon()

    @Slot(object)
    def _on_drawn(self, _preview: object) -> None:
        self._soon()

    def _soon(self) -> None:
        if not self._tick.isActive():
            self._tick.start()

    @Slot()
    def _draw(self) -> None:
        """Show what runs, or the frame that is looked at; of what is hidden only the progress."""
        if self.run.phase in (Phase.RUNNING, Phase.PAUSED):
            self._show_progress()
        if self._desk.shown:
            self._show_now()
            self._describe()

    @Slot(int)
    def _on_cut(self, step: int) -> None:
        self.plot.cut_after(0, step)

    @Slot(object)
    def _on_dropped(self, _steps: tuple[int, ...]) -> None:
        if self._looked_at not in self.run.frames:
            self._looked_at = None

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self.outcome.fail()
        self._context.notices.post(failure_sentence(failed), "bad")
        self._on_phase()

    def _describe(self) -> None:
        """Say in one line what is seen."""
        if not self._desk.shown:
            return
        run = self.run
        if run.phase in (Phase.WARMING, Phase.STARTING) or run.progress is None:
            ready = run.phase in (Phase.COLD, Phase.READY)
            self._say("" if ready else self.tr("The training process reads weights and data …"))
            return
        step = self._looked_at.step if self._looked_at else run.progress.step
        text = self.tr("Step {step}.").format(step=step)
        self._say(f"{text} {self._story(run, step)}".rstrip())


def measured_at(run: Run, step: int) -> tuple[float, float] | None:
    """Return the held-out loss at the beginning and at `step`; None where nothing was measured."""
    measured = run.curve.measured
    seen = [told for told in measured if told.step <= step] or measured[:1]
    if not seen:
        return None
    first, last = measured[0].held_out, seen[-1].held_out
    assert first is not None
    assert last is not None
    return first, last


def nearest(run: Run, step: int) -> Frame | None:
    """Return the frame nearest to `step`."""
    return min(run.frames, key=lambda frame: abs(frame.step - step), default=None)
