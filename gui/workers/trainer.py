"""The thread that owns one training process: hands commands over, passes messages on."""

from __future__ import annotations

import queue
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from core.training.job import CHILD, ENVIRONMENT, Job
from core.training.messages import Command, Failed, Message, Stop, Trouble

PUMP_SECONDS = 0.02  # between two looks at what is to be handed over


class TrainerThread(QThread):
    """Starts the process when it is started itself, and ends with it.

    `told(message)` arrives in the thread of the receiver; connect it to methods of QObjects only.
    The last message is `Stopped`, or a `Failed` that is not alive. What is sent before the process
    is ready waits for it.
    """

    told = Signal(object)

    def __init__(
        self,
        folder: Path | None,
        parent: QObject | None = None,
        entry: str = CHILD,
        environment: Mapping[str, str] = ENVIRONMENT,
    ) -> None:
        super().__init__(parent)
        self._folder, self._entry, self._environment = folder, entry, environment
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.process: int | None = None  # its number, for who watches it

    def send(self, command: Command) -> None:
        """Hand a command over; to a process that is gone it is lost."""
        self._commands.put(command)

    def end(self) -> None:
        """End the process, after two seconds by force, and wait for it."""
        self.send(Stop())
        self.wait()

    def run(self) -> None:
        """Pass commands and messages on until the process has ended (called by Qt)."""
        try:
            job = Job(self._folder, self._entry, self._environment)
        except OSError as error:  # no memory, no process, no folder
            self.told.emit(Failed(Trouble.DIED, "trainer", str(error)))
            return
        self.process = job.pid
        try:
            while not job.ended:
                for message in (*self._hand_over(job), *job.poll(PUMP_SECONDS)):
                    self.told.emit(message)
        finally:
            job.close()

    def _hand_over(self, job: Job) -> list[Message]:
        while not self._commands.empty():
            command = self._commands.get()
            if isinstance(command, Stop):
                return job.stop()
            job.send(command)
        return []
