"""The two small runs with and without normalisation, as the window sees them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from core.training.messages import Failed, Finished, Pause, Resume, Stop, Stopped
from core.training.norm_messages import CHILD, PairCurves, PairStarted, PairSteps, StartPair
from gui.workers.run import Phase
from gui.workers.trainer import TrainerThread


class Norms(QObject):
    """Starts the process when it is first needed; its curves live on when the window is built anew.

    `told` comes after what was told has been taken in.
    """

    told = Signal()
    failed = Signal(object)  # Failed

    def __init__(self) -> None:
        super().__init__()
        self._thread: TrainerThread | None = None
        self._leaving: list[TrainerThread] = []  # that end by themselves
        self._closed = False
        self._asked = 0  # starts that are not answered yet
        self.phase = Phase.COLD
        self.start = StartPair()
        self.started: PairStarted | None = None
        self.curves = PairCurves.empty()

    def begin(self, start: StartPair) -> None:
        """Train both anew."""
        if self._closed:
            return
        self.start, self.started, self.curves = start, None, PairCurves.empty()
        self.phase = Phase.STARTING
        self._asked += 1
        if self._thread is None:
            self._thread = TrainerThread(None, self, CHILD)
            self._thread.told.connect(self._on_told)
            self._thread.start()
        self._send(start)
        self.told.emit()

    def toggle(self) -> None:
        """Wait, or go on."""
        if self.phase in (Phase.RUNNING, Phase.PAUSED):
            running = self.phase is Phase.RUNNING
            self.phase = Phase.PAUSED if running else Phase.RUNNING
            self._send(Pause() if running else Resume())
            self.told.emit()

    def stop(self) -> None:
        """End what runs at once; its curves stay, its process ends by itself."""
        if self._thread is not None:
            self._send(Stop())
            self._leave()
            self.told.emit()

    def close(self) -> None:
        """End the process, after two seconds by force; there will be no other."""
        self._closed = True
        if self._thread is not None:
            self._leave()
        for thread in self._leaving:
            thread.end()
        self._leaving.clear()

    def _leave(self) -> None:
        """Let go of the process, which ends; another start gets another one."""
        thread, self._thread = self._thread, None
        assert thread is not None
        self._asked, self.phase = 0, Phase.ENDED
        self._leaving = [each for each in self._leaving if not each.isFinished()]
        self._leaving.append(thread)

    def _send(self, command: object) -> None:
        if self._thread is not None:
            self._thread.send(command)  # type: ignore[arg-type]

    @Slot(object)
    def _on_told(self, message: object) -> None:
        if self.sender() is not self._thread:
            return  # it was let go of
        if isinstance(message, PairStarted):
            self._asked -= 1
            if not self._asked:
                self.started, self.phase = message, Phase.RUNNING
        elif self._asked and not isinstance(message, Stopped | Failed):
            return  # of the run before
        elif isinstance(message, PairSteps):
            self.curves.add(message)
        elif isinstance(message, Finished):
            self.phase = Phase.FINISHED
        elif isinstance(message, Stopped | Failed):
            if isinstance(message, Failed):
                self.failed.emit(message)
            self._leave()
        self.told.emit()
