"""The page of the two small runs at their process: what it asks and shows, and the sentence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from core.training.messages import Failed
from core.training.norm_messages import WITH, WITHOUT, PairCurves
from gui.context import AppContext
from gui.numbers import number
from gui.tabs.attention.norm_page import NormPage
from gui.words import failure_sentence
from gui.workers.run import Phase

DRAW_MS = 100  # between two pictures of what runs


class NormDesk(QObject):
    """Connects them; `say` is called with another sentence when there is one."""

    def __init__(
        self, context: AppContext, page: NormPage, parent: QObject, say: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._context, self._norms, self._page, self._say = context, context.norms, page, say
        self._tick = QTimer(self, singleShot=True, interval=DRAW_MS)
        self._tick.timeout.connect(self._draw)
        page.startAsked.connect(self._norms.begin)
        page.pauseAsked.connect(self._norms.toggle)
        page.stopAsked.connect(self._norms.stop)
        self._norms.told.connect(self._soon)
        self._norms.failed.connect(self._on_failed)

    @Slot()
    def _soon(self) -> None:
        if not self._tick.isActive():
            self._tick.start()

    @Slot()
    def _draw(self) -> None:
        if self._page.isVisible():
            self.show()
            self._say(self.sentence())

    def show(self) -> None:
        """Show what there is."""
        self._page.show_run(self._norms.curves, self._norms.phase)

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self._context.notices.post(failure_sentence(failed), "bad")

    def sentence(self) -> str:
        """Say what the runs have shown so far."""
        curves, phase = self._norms.curves, self._norms.phase
        if phase is Phase.STARTING:
            return self.tr("The training process is getting ready …")
        if not curves.step:
            return self.tr(
                "Two small translators learn the same 2,016 sentences, one without Norm: "
                "press “Train both”."
            )
        parts = [
            self.tr("Step {step}: loss {one} with Norm, {other} without.").format(
                step=curves.step, one=number(curves.losses[WITH][-1]),
                other=number(curves.losses[WITHOUT][-1]),
            ),
            " ".join(filter(None, (self._broken(curves, run) for run in (WITH, WITHOUT))))
            or self._pace(curves),
            self.tr("Longest gradient: {one} and {other}.").format(
                one=number(curves.largest_gradient(WITH)),
                other=number(curves.largest_gradient(WITHOUT)),
            ),
        ]  # fmt: skip
        return " ".join(filter(None, parts))

    def _broken(self, curves: PairCurves, run: int) -> str:
        """Say at which step a run became unstable, if it did."""
        step = curves.broken_at(run)
        if step is None:
            return ""
        if run == WITH:
            text = self.tr("The one with Norm broke at step {step}.")
        else:
            text = self.tr("The one without broke at step {step}: its loss had doubled.")
        return text.format(step=step)

    def _pace(self, curves: PairCurves) -> str:
        """Compare how many steps both needed for what the slower one has reached."""
        lows = [min(curves.losses[run], default=0.0) for run in (WITH, WITHOUT)]
        fast = WITH if lows[WITH] <= lows[WITHOUT] else WITHOUT
        slow = WITHOUT if fast == WITH else WITH
        needed = curves.reached_at(slow, lows[slow])
        first = curves.reached_at(fast, lows[slow])
        if needed is None or first is None or first >= needed:
            return ""
        if fast == WITH:
            text = self.tr("Steps to reach {loss}: {first} with Norm, {needed} without.")
        else:
            text = self.tr("Steps to reach {loss}: {first} without Norm, {needed} with it.")
        return text.format(loss=number(lows[slow]), first=first, needed=needed)
