"""The GAN Playground's run as the window sees it: its process, its pictures, what it showed."""

from __future__ import annotations

import gc
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from core.gan.history import History
from core.gan.settings import Settings
from core.training.gan.messages import (
    DataChoice,
    Exploded,
    GameStarted,
    KnobSet,
    MakeStep,
    Picture,
    Reached,
    StartGame,
    Turned,
    WentTo,
)
from core.training.gan.opening import CHILD, SURROUNDINGS
from core.training.messages import Failed, Pause, Ready, Resume, Stopped
from gui.workers.trainer import TrainerThread

MOST_PICTURES = 6000  # of the time line; then every second one of the older half goes


class Phase(StrEnum):
    """Where a run stands."""

    COLD = "cold"  # no process
    WARMING = "warming"  # it was started and says nothing yet
    WAITING = "waiting"
    PLAYING = "playing"
    BROKEN = "broken"  # a number is none any more


class Games(QObject):
    """Starts the process when it is first needed; it lives on when the window is built anew.

    `told(message)` comes after what it says has been taken in.
    """

    told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._thread: TrainerThread | None = None
        self._closed = False
        self._asked = 0  # starts that are not answered yet
        self._phase = Phase.COLD
        self.settings: tuple[Settings, ...] = ()
        self.data = DataChoice("ring")
        self.pictures: list[Picture] = []
        self.histories: tuple[History, ...] = ()
        self.step = 0

    @property
    def process(self) -> int | None:
        """Return the number of the process, for who watches it."""
        return self._thread.process if self._thread else None

    @property
    def phase(self) -> Phase:
        """Return where the run stands."""
        return self._phase

    @phase.setter
    def phase(self, phase: Phase) -> None:
        """Enter a phase; while turns are made what is old is not looked through for garbage.

        That holds up the window for 40 ms and more, every few minutes.
        """
        if (phase is Phase.PLAYING) != self.is_playing:
            (gc.unfreeze if self.is_playing else gc.freeze)()
        self._phase = phase

    @property
    def is_playing(self) -> bool:
        """Say whether turns are made."""
        return self.phase is Phase.PLAYING

    def start(self, start: StartGame) -> None:
        """Begin a run; what was under way ends."""
        self.data = start.data
        self.settings = start.games
        self._asked += 1
        self._forget(start.step)
        self.phase = Phase.WARMING if self._thread is None else Phase.WAITING
        if not start.paused:
            self.phase = Phase.PLAYING
        self.send(start)

    def play(self, on: bool) -> None:
        """Go on, or wait."""
        if self.phase is Phase.BROKEN:
            return
        self.phase = Phase.PLAYING if on else Phase.WAITING
        self.send(Resume() if on else Pause())

    def send(self, command: object) -> None:
        """Hand a command over, to a new process where there is none; after `close` to nobody."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = TrainerThread(None, self, CHILD, SURROUNDINGS)
            self._thread.told.connect(self._on_told)
            self._thread.start()
        if isinstance(command, MakeStep) and self.phase is not Phase.BROKEN:
            self.phase = Phase.WAITING
        self._thread.send(command)  # type: ignore[arg-type]

    def close(self) -> None:
        """End the process, after two seconds by force; there will be no other."""
        self._closed = True
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.told.disconnect(self._on_told)
            thread.end()
            thread.deleteLater()
        self.phase = Phase.COLD

    def _forget(self, step: int) -> None:
        self.pictures = []
        self.histories = tuple(History() for _ in self.settings)
        for history in self.histories:
            history.clear(step)
        self.step = step

    @Slot(object)
    def _on_told(self, message: object) -> None:
        if isinstance(message, GameStarted):
            self._asked -= 1
            if self._asked:
                return  # another start has been asked for since
            self.settings = message.games
            self._forget(message.step)
        elif self._asked and not isinstance(message, Ready | Failed | Stopped):
            return  # of a run that has ended
        self._take(message)
        self.told.emit(message)

    def _take(self, message: object) -> None:
        match message:
            case Picture():
                self.pictures.append(message)
                self.step = message.step
                if len(self.pictures) > MOST_PICTURES:
                    half = MOST_PICTURES // 2
                    self.pictures = self.pictures[:half:2] + self.pictures[half:]
            case Turned():
                for history, rows in zip(self.histories, message.rows, strict=True):
                    history.add(rows)
            case WentTo():
                self.phase = Phase.WAITING
                self.settings, self.step = message.games, message.step
                kept = [each for each in self.pictures if each.number <= message.number]
                self.pictures = kept
                for history in self.histories:
                    history.cut(message.step)
            case KnobSet():
                games = list(self.settings)
                fresh = {message.field: message.value}
                games[message.side] = _with(games[message.side], fresh)
                self.settings = tuple(games)
            case Exploded():
                self.phase = Phase.BROKEN
            case Reached():
                self.phase = Phase.WAITING
            case Failed():
                self._failed(message)
            case Stopped():
                self._gone()

    def _failed(self, message: Failed) -> None:
        if not message.alive:
            self._gone()
        elif self._asked:
            self._asked -= 1
            self.phase = Phase.WAITING

    def _gone(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        self.phase, self._asked = Phase.COLD, 0


def _with(settings: Settings, fresh: dict[str, object]) -> Settings:
    return replace(settings, **fresh)  # type: ignore[arg-type]
