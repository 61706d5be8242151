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
from gui.tabs.text.orders_desk import OrdersDesk
from gui.tabs.text.own_desk import OwnDesk
from gui.tabs.text.reading_desk import ReadingDesk
from gui.tabs.text.state import Live, Page, Place, State
from gui.tabs.text.view import TextView
from gui.tabs.text.words import PROMPTS, UNITS, corpus_name, kind_name, percent, shown, word
from gui.words import error_sentence
from gui.workers.latest import Line

if TYPE_CHECKING:
    from core.text.counts import Counts
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
        self.orders = OrdersDesk(self)
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

    def _open(self, state: State, studio: Studio | None = None) -> None:
        """Open the corpus of `state`, or go on with a studio that is open."""
        self._busy = True
        self.orders.begin()
        own = (self.studio.own, self.studio.own_from) if self.studio is not None else None
        self._opens.ask(
            state, partial(_open, state, studio, own, self.context.settings.text("device"))
        )

    def reopen(self) -> None:
        """Open the models anew: a version has come; the texts stay."""
        self.pause()
        self._waiting.clear()
        self._open(self.whole_state())

    def pause(self) -> None:
        """Write no more for now."""
        self._stop()

    @Slot(object, object)
    def _on_opened(self, state: State, answer: tuple[Studio, list[str], Done]) -> None:
        studio, names, done = answer
        fresh = studio is not self.studio
        self.studio, self._busy = studio, False
        if fresh:
            self.past.clear()
            self.undone.clear()
        self.state = replace(self.state, corpus=studio.corpus, prompt=studio.prompt, written=())
        for error in studio.errors if fresh else ():
            self.context.notices.post(error_sentence(error), "bad")
        self.own.show()
        self.view.show_corpora([(name, corpus_name(name)) for name in names], studio.corpus)
        self.view.show_prompt(studio.prompt)
        self._show(done)
        if not self.pages:
            self.view.show_caption(self.tr("There is no model for text here."))
        self.ready.emit()
        self._next()

    @Slot(object, object)
    def _on_failed(self, _request: object, error: Exception) -> None:
        """Say what went wrong; what is shown stays."""
        self.tell_error(error)
        self._busy = False
        self._stop()
        self._waiting.clear()

    def tell_error(self, error: Exception) -> None:
        """Say what went wrong."""
        self.context.notices.post(error_sentence(error), "bad")

    # commands

    def _do(self, command: Command, *, undoable: bool = True) -> None:
        self._waiting.append((command, undoable))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting or self.studio is None:
            return
        command, undoable = self._waiting.popleft()
        self._busy = True
        self._commands.ask(None, partial(_carry_out, self.studio, command, undoable))

    @Slot(object, object)
    def _on_done(self, _request: object, done: Done) -> None:
        self._busy = False
        if done.before is not None:
            self.past[:] = [*self.past[-LIMIT:], done.before]
            self.undone.clear()
        self._show(done)
        self._next()
        self.wrote.emit()

    def is_settled(self) -> bool:
        """Say whether everything that was asked for is shown."""
        return not self._busy and not self._waiting

    def _show(self, done: Done) -> None:
        self.pages = done.pages
        names = [page.name for page in self.pages]
        if names and self.state.model not in names:
            self.state = replace(self.state, model=names[-1])
        self.view.show_pages(self.pages, self.state.settings, self.state.model)
        self.view.show_history(bool(self.past), bool(self.undone))
        self._show_versions()
        self.show_orders()
        if self.studio is not None:
            self.answered.emit(self.studio.device, done.seconds)
        self._show_page()
        self._copying.start()

    def show_orders(self) -> None:
        """Offer the orders that can be counted."""
        most = self.orders.most()
        self.state = replace(self.state, order=min(self.state.order, most))
        self.view.panel.show_orders(most)
        self.view.panel.show_chain(self.state.smoothing, self.state.order)
        self.orders.show()

    def step(self) -> None:
        """Let every model write one token."""
        if any(sum(node.written for node in page.nodes) >= MOST for page in self.pages):
            self._stop()
            text = self.tr("A text ends after {n} tokens; go back to the beginning or branch.")
            self.context.notices.post(text.format(n=MOST), "good")
            return
        settings = self.state.settings
        self._do(lambda studio: studio.step(settings))

    @Slot(bool)
    def _on_play(self, on: bool) -> None:
        if on:
            self._on_speed(self.view.transport.speed())
            self._beat.start()
        else:
            self._beat.stop()
            self._waiting.clear()

    @Slot(float)
    def _on_speed(self, speed: float) -> None:
        self._beat.setInterval(max(1, round(USUAL_MS / speed)))

    @Slot()
    def _on_beat(self) -> None:
        """Ask for the next token, when the last one is there."""
        if self.is_settled():
            self.step()

    def _stop(self) -> None:
        self._beat.stop()
        self.view.transport.set_playing(False)

    @Slot()
    def reset(self) -> None:
        """Go back to the prompt."""
        self._stop()
        self._do(lambda studio: studio.back_to_prompt())

    @Slot(str, int)
    def choose(self, name: str, token: int) -> None:
        """Write the token that was clicked."""
        self._stop()
        self._do(lambda studio: studio.choose(name, token))

    @Slot(str, int, int)
    def branch(self, name: str, node: int, token: int) -> None:
        """Put another token in the place of one that was written."""
        self._stop()
        self._do(lambda studio: studio.branch(name, node, token))

    @Slot(str)
    def give_prompt(self, prompt: str) -> None:
        """Begin anew with a prompt; one that is too long is cut at its beginning."""
        self._stop()
        if len(prompt) > LONGEST:
            text = self.tr("Of the prompt only the last {n} characters are read.")
            self.context.notices.post(text.format(n=LONGEST), "warn")
            prompt = prompt[-LONGEST:]
        self.state = replace(self.state, prompt=prompt)
        self._do(lambda studio: studio.begin(prompt))

    @Slot()
    def undo(self) -> None:
        """Take the last command back."""
        self._travel(self.past, self.undone)

    @Slot()
    def redo(self) -> None:
        """Carry it out again."""
        self._travel(self.undone, self.past)

    def _travel(self, source: list[Place], target: list[Place]) -> None:
        self._stop()
        if not source or not self.is_settled() or self.studio is None:
            return
        place = source.pop()
        target.append(self.studio.place())
        self.state = replace(self.state, prompt=place.prompt)
        self.view.show_prompt(place.prompt)
        self._do(lambda studio: studio.go(place), undoable=False)

    def take_own(self, learnt: Learnt | None) -> None:
        """Let a chain of the user's own text write too, from the same prompt; None: no more."""
        self._stop()
        self.past.clear()
        self.undone.clear()
        smoothing, order = self.state.smoothing, self.state.order
        self._do(lambda studio: studio.take_own(learnt, smoothing, order), undoable=False)

    @Slot(int)
    def _on_version(self, number: int) -> None:
        """Go to another version of the chosen model's text."""
        self._stop()
        name = self.state.model
        self._do(lambda studio: studio.go_to(name, number))

    # choices

    @Slot(str)
    def choose_corpus(self, corpus: str) -> None:
        """Open the models of another corpus."""
        if corpus == self.state.corpus:
            return
        self._stop()
        self._waiting.clear()
        self.view.show_caption(self.tr("The models are being loaded …"))
        self._open(replace(self.state, corpus=corpus, prompt=None, written=()))

    @Slot(str)
    def look_into(self, name: str) -> None:
        """Choose the model that softmax table and chain belong to."""
        self.state = replace(self.state, model=name)
        self.view.show_pages(self.pages, self.state.settings, name)
        self._show_versions()
        self._show_page()

    def _show_versions(self) -> None:
        page = self.page_of(self.state.model)
        if page is not None:
            self.view.show_versions(page)

    @Slot(object)
    def _on_settings(self, settings: object) -> None:
        """Redraw the bars; no model runs."""
        self.state = replace(self.state, settings=settings)  # type: ignore[arg-type]
        self._show_settings()
        self._show_page(models_too=False)

    def _show_settings(self) -> None:
        """Draw the bars that are seen; of the others only the chosen row's table is needed."""
        for row in self.view.rows:
            chosen = row.page is not None and row.page.name == self.state.model
            if self.state.page == "writing" or chosen:
                row.show_settings(self.state.settings)

    @Slot(str, int)
    def _on_chain(self, smoothing: str, order: int) -> None:
        """Let the chains count in another way; the texts are kept."""
        self._stop()
        self.state = replace(self.state, smoothing=smoothing, order=order)
        if self.studio is not None:
            self.past.clear()
            self.undone.clear()
            state = self.whole_state()
            self._do(lambda studio: _recount(studio, state), undoable=False)

    def take_counts(self, found: dict[str, Counts]) -> None:
        """Let the chains use tables that count further; the texts are kept."""
        if self.studio is not None:
            self._stop()
            state, least = self.whole_state(), self.studio.least_order()
            self._do(partial(_deepen, found=found, state=state, least=least), undoable=False)

    @Slot(str)
    def turn(self, page: str) -> None:
        """Show another page in the middle."""
        self.state = replace(self.state, page=page)
        self.view.turn(page)
        self._show_settings()
        self._show_page()

    # pages

    def page_of(self, name: str) -> Page | None:
        """Return the page of a model."""
        return next((page for page in self.pages if page.name == name), None)

    def _show_page(self, *, models_too: bool = True) -> None:
        page = self.page_of(self.state.model)
        row = self.view.row(self.state.model)
        if page is None or row is None or row.table is None or self.studio is None:
            return
        if self.state.page == "softmax":
            self.view.softmax.show_table(page, row.table, self.state.settings)
        elif self.state.page == "chain" and models_too:
            self.orders.show()
            self._show_chain(page)
        elif self.state.page == "memory" and models_too:
            self.memory.show()
        elif self.state.page == "own" and models_too:
            self.own.show()
        self.show_caption()

    def networks(self) -> dict[str, int]:
        """Return the bytes of each network's weights, by what it is called."""
        sizes = self.studio.sizes if self.studio is not None else {}
        return {kind_name(p.card): sizes[p.name] for p in self.pages if p.name in sizes}

    def _show_chain(self, page: Page) -> None:
        assert self.studio is not None
        if page.card.kind is not TextKind.MARKOV:
            chains = [p for p in self.pages if p.card.kind is TextKind.MARKOV]
            if not chains:
                return
            page = chains[0]
        self._chains.ask(page, partial(self.studio.open_chain, page))

    @Slot(object, object)
    def _on_chain_opened(self, _page: Page, opening: Opening) -> None:
        self.view.chain.show_chain(opening, self.networks())
        self.show_caption()

    @Slot()
    def _on_copying(self) -> None:
        from gui.tabs.text.studio import Copies

        self._finder = self._finder or Copies()
        texts = {page.name: page.text for page in self.pages}
        own = self.studio.own if self.studio is not None else None
        find = partial(self._finder.find, self.state.corpus, texts, own)
        self._copies.ask(self.pages, find)

    @Slot(object, object)
    def _on_copied(self, pages: tuple[Page, ...], runs: dict[str, object]) -> None:
        for page in pages:
            row, run = self.view.row(page.name), runs.get(page.name)
            if row is not None and row.page is page:
                span = (run.first, run.last) if run is not None else None  # type: ignore[attr-defined]
                row.mark_copied(run.words if run is not None else 0, span)  # type: ignore[attr-defined]

    # the line under the figure

    def show_caption(self) -> None:
        """Say in a sentence what is seen."""
        self.view.show_caption(self._caption())

    def _caption(self) -> str:
        page, row = self.page_of(self.state.model), self.view.row(self.state.model)
        if page is None or row is None or row.table is None:
            return ""
        if self.state.page == "memory":
            return self.memory.caption()
        if self.state.page == "chain":
            return self.view.chain.told
        if self.state.page == "reading":
            return self.view.reading.verdict
        if self.state.page == "own":
            return self._own_caption()
        name, best = kind_name(page.card), int(row.table.order[0])
        text = self.tr("{model}: most probable is “{token}” with {p}; tokens left in: {k} of {v}.")
        said = text.format(
            model=name, token=shown(page.model.vocabulary.tokens[best]),
            p=percent(float(row.table.final[best])), k=int(row.table.kept.sum()),
            v=len(row.table.kept),
        )  # fmt: skip
        return f"{said} {self._cut_sentence()}".strip()

    def _cut_sentence(self) -> str:
        """Say which part of the prompt no longer fits into a context."""
        for page in self.pages:
            if page.card.kind is TextKind.TRANSFORMER and page.visible is not None:
                lost = len(page.nodes) - page.visible
                if lost > 0:
                    text = self.tr("The {model} no longer sees the beginning ({unit}: {n}).")
                    unit = word(UNITS[page.card.unit])
                    return text.format(model=kind_name(page.card), n=lost, unit=unit)
        return ""

    def _own_caption(self) -> str:
        own = self.page_of("own")
        if own is None:
            return self.view.own.told
        text = self.tr("“{model}” writes beside the others now; its order is chosen in the panel.")
        return text.format(model=kind_name(own.card))

    # keeping

    def whole_state(self) -> State:
        """Return the state with what every model has written."""
        if not self.pages:
            return self.state
        written = tuple(
            (page.name, tuple(n.token for n in page.nodes if n.written and n.token is not None))
            for page in self.pages
        )
        return replace(self.state, written=written)

    def live(self) -> State | Live:  # type: ignore[override]
        """Return what a tab that is built anew goes on from."""
        self._stop()
        if self.studio is None:
            return Live(self.state, None, ([], []))
        return Live(self.whole_state(), self.studio, (self.past, self.undone))


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


def _deepen(studio: Studio, found: dict[str, Counts], state: State, least: int) -> None:
    """Take over tables that count further; texts are read again where a chain becomes another."""
    studio.take_counts(found)
    if state.order > least:
        _recount(studio, state)
