"""A training that is seen by its curve and by what the network writes, at step 0 and now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut

from core.training.messages import Failed, TextPreview
from gui.tabs.panel_outcome import PanelOutcome
from gui.tabs.panel_training import PanelTraining
from gui.widgets.loss_plot import LossPlot
from gui.widgets.sample_stage import SampleStage
from gui.widgets.train_panel import TrainPanel
from gui.workers.desk import Desk
from gui.workers.run import BUSY, Frame


class SampleTraining(PanelTraining):
    """Keeps panel and stage at the desk's run; the stage is made when it is first needed.

    `hub` is the tab's presenter: it has `context`, `view`, `state.page` and `turn`. A subclass has
    the slot `start`, and overrides what raises NotImplementedError.
    """

    def __init__(self, hub: object, desk: Desk, panel: TrainPanel, outcome: PanelOutcome) -> None:
        self._hub = hub
        self.stage: SampleStage | None = None
        super().__init__(hub, hub.context, desk, panel, outcome)
        QShortcut(QKeySequence("Ctrl+R"), hub.view).activated.connect(self.toggle)
        QShortcut(QKeySequence("Ctrl+L"), hub.view).activated.connect(panel.look.click)
        hub.ready.connect(self._on_ready)
        hub.view.panel.pageChosen.connect(self._on_page)

    # what a tab says

    def _kinds(self) -> Sequence[str]:
        """Name the samples."""
        raise NotImplementedError

    def _unit(self) -> str:
        """Name the axis of losses."""
        raise NotImplementedError

    def _is_live(self, field: str) -> bool:
        """Say whether a number may change while it trains."""
        raise NotImplementedError

    def _is_there(self) -> bool:
        """Say whether there is anything to train."""
        raise NotImplementedError

    def _fill_form(self) -> None:
        """Let the form fit the model that is shown, unfolded and with something to train."""
        raise NotImplementedError

    def _leave(self) -> None:
        """Let the figure rest while the training stands in its place."""

    # the stage

    def _made_stage(self) -> SampleStage:
        if self.stage is None:
            context = self._hub.context
            self.stage = SampleStage(context.theme, context.scale, self._kinds())
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
        self._made_stage().begin(self._unit())

    @Slot()
    def _on_ready(self) -> None:
        """Let the form fit the models that are shown, unless one is in training."""
        if self.run.phase not in BUSY:
            self._refresh_form()

    def _refresh_form(self) -> None:
        if self._panel.header.isChecked() and self._is_there():
            self._fill_form()

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Show the training in the place of the figure."""
        self._desk.shown = on
        self._panel.look.setChecked(on)
        if on:
            self._leave()
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
        if self._is_live(field):
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
