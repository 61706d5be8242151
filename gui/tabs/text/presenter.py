"""The Text Generator's decisions: what is asked of the models, in which order, and what it shows.

Every change of a text is a command; commands wait in line and are carried out one after another in
the worker, where the models and their trees live. Sliders need no command: the logits are here.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.cards import TextKind
from gui.context import AppContext
from gui.tabs.text.memory_desk import MemoryDesk
from gui.tabs.text.own_desk import OwnDesk
from gui.tabs.text.reading_desk import ReadingDesk
from gui.tabs.text.state import Live, Page, Place, State
from gui.tabs.text.view import TextView
from gui.tabs.text.words import PROMPTS, UNITS, corpus_name, kind_name, percent, shown, word
from gui.words import error_sentence
from gui.workers.latest import Line

if TYPE_CHECKING:
    from core.text.learnt import Learnt
    from core.text.own import Opened
    from gui.tabs.text.studio import Copies, Opening, Studio

USUAL_MS = 100  # between two tokens at speed 1
MOST = 2000  # tokens that are written to one text
LIMIT = 500  # places that undo knows
LONGEST = 4000  # characters of a prompt
COPY_MS = 150
Command = Callable[["Studio"], None]
Own = tuple["Learnt | None", tuple["Opened | None", float]]


@dataclass(frozen=True, eq=False)
class Done:
    """What a command led to."""

    pages: tuple[Page, ...]
    before: Place | None  # where undo comes back to
    seconds: float


class TextPresenter(QObject):
    """Holds the state; connects the view with the studio through the workers of the context."""

    ready = Signal()
    answered = Signal(object, float)
    wrote = Signal()  # a command is carried out and shown

    def __init__(self, context: AppContext, view: TextView, earlier: State | Live | None) -> None:
        super().__init__(view)
        self.context, self.view = context, view
        live = earlier if isinstance(earlier, Live) else None
        self.state = live.state if live else earlier if isinstance(earlier, State) else State()
        self.studio: Studio | None = live.studio if live else None  # type: ignore[assignment]
        self.past, self.undone = live.history if live else ([], [])
        self.pages: tuple[Page, ...] = ()
        self._waiting: deque[tuple[Command, bool]] = deque()
        self._busy = False
        self._finder: Copies | None = None
        self._opens = self._line(context.slow, self._on_opened)
        self._commands = self._line(context.quick, self._on_done)
        self._copies = self._line(context.slow, self._on_copied)
        self._chains = self._line(context.quick, self._on_chain_opened)
        self.memory, self.reading, self.own = MemoryDesk(self), ReadingDesk(self), OwnDesk(self)
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)
        self._copying = QTimer(self, singleShot=True, interval=COPY_MS)
        self._copying.timeout.connect(self._on_copying)
        self._connect()

    def _line(self, worker: object, on_answer: object) -> Line:
        line = Line(worker, self)  # type: ignore[arg-type]
        line.answered.connect(on_answer)
        line.failed.connect(self._on_failed)
        return line

    def _connect(self) -> None:
        view = self.view
        view.firstShown.connect(self._on_first_shown)
        view.corpusChosen.connect(self.choose_corpus)
        view.promptGiven.connect(self.give_prompt)
        view.modelChosen.connect(self.look_into)
        view.tokenChosen.connect(self.choose)
        view.branched.connect(self.branch)
        view.undoAsked.connect(self.undo)
        view.redoAsked.connect(self.redo)
        view.transport.stepped.connect(self.step)
        view.transport.playToggled.connect(self._on_play)
        view.transport.wasReset.connect(self.reset)
        view.transport.speedChanged.connect(self._on_speed)
        view.panel.settingsChanged.connect(self._on_settings)
        view.panel.pageChosen.connect(self.turn)
        view.panel.chainChanged.connect(self._on_chain)
        view.branches.chosen.connect(self._on_version)

    # loading

    @Slot()
    def _on_first_shown(self) -> None:
        self.view.panel.show_settings(self.state.settings)
        self.view.panel.show_chain(self.state.smoothing, self.state.order)
        self.view.turn(self.state.page)
        self.view.show_caption(self.tr("The models are being loaded …"))
        self._open(self.state, self.studio)

    def _open(
    state: State, studio: Studio | None, own: Own | None, device: str
) -> tuple[Studio, list[str], Done]:
    """Open a corpus (the worker's part); the user's own words go along."""
    from core.cards import Unit
    from gui.tabs.text.studio import Studio, corpora

    begun = time.perf_counter()
    names = [name for name, _ in corpora()]
    if studio is None:
        corpus = state.corpus if state.corpus in names else (names[0] if names else "")
        studio = Studio(corpus, device)
        studio.count(state.smoothing, state.order)
        prompt = state.prompt if state.prompt is not None else PROMPTS.get(corpus, "")
        studio.begin(prompt, state.written)
        if own is not None and own[0] is not None and own[0].unit is Unit.WORDS:
            studio.own_from = own[1]
            studio.take_own(own[0], state.smoothing, state.order)
    return studio, names, Done(studio.pages(), None, time.perf_counter() - begun)


def _carry_out(studio: Studio, command: Command, undoable: bool) -> Done:
    """Carry out a command (the worker's part)."""
    before = studio.place() if undoable else None
    begun = time.perf_counter()
    command(studio)
    return Done(studio.pages(), before, time.perf_counter() - begun)


def _recount(studio: Studio, state: State) -> None:
    """Read all texts again with chains that count in another way."""
    studio.count(state.smoothing, state.order)
    studio.begin(state.prompt or "", state.written)
