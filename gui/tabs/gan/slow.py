"""Slow motion: a turn's updates one after the other, each with its sentence and its picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.gan.game import Batch
from core.training.gan.messages import Watched
from gui.tabs.gan.sentences import update_sentence
from gui.tabs.gan.view import SLOWEST, GanView

QUICK_MS, SLOW_MS = 1500, 5000  # that an update stays, by the speed


class SlowMotion(QObject):
    """Shows what each update of a turn saw; `goes_on` says whether more turns shall follow."""

    turnWanted = Signal()
    finished = Signal()  # a single turn has been shown

    def __init__(self, view: GanView) -> None:
        super().__init__(view)
        self._view = view
        self._waiting: list[tuple[Batch, ...]] = []  # updates, in each one batch a game
        self._count = 0  # of the turn's updates
        self.goes_on = False
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._on_update)

    @property
    def is_on(self) -> bool:
        """Say whether an update is being shown."""
        return self.timer.isActive()

    def end(self) -> None:
        """Show no more of them."""
        self.timer.stop()
        self._waiting, self.goes_on = [], False
        self._view.diagram.light("")

    def show_turn(self, watched: Watched) -> None:
        """Show the updates of a turn, the longer the slower the game plays."""
        self._waiting = list(zip(*watched.batches, strict=False))
        self._count = len(self._waiting)
        self._on_update()
        share = math.log(self._view.transport.speed() / SLOWEST) / math.log(1 / SLOWEST)
        self.timer.start(round(SLOW_MS + share * (QUICK_MS - SLOW_MS)))

    @Slot()
    def _on_update(self) -> None:
        if not self._waiting:
            self.timer.stop()
            self._view.diagram.light("")
            (self.turnWanted if self.goes_on else self.finished).emit()
            return
        batches = self._waiting.pop(0)
        self._view.diagram.light(batches[0].player.value)
        self._view.show_batches(batches)
        index = self._count - len(self._waiting) - 1
        self._view.show_caption(update_sentence(batches[0], index, self._count))
