"""The Attention Viewer's decisions: what is asked of the translators, and what is shown of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.attention.language import looks_german
from core.errors import CoreError
from core.text.sampling import Settings, softmax_table
from gui.context import AppContext
from gui.history import History
from gui.numbers import fixed, number
from gui.tabs.attention.asides import Asides
from gui.tabs.attention.norm_desk import NormDesk
from gui.tabs.attention.state import (
    KINDS,
    MEAN,
    MOST_TOKENS,
    PAGES,
    ROLLOUT,
    Live,
    Looked,
    Place,
    Scene,
    State,
)
from gui.tabs.attention.view import AttentionView
from gui.tabs.attention.words import (
    ANSWERS,
    ASKS,
    head_name,
    layer_name,
    model_name,
    off_name,
    piece,
    word,
)
from gui.words import error_sentence
from gui.workers.latest import Line

if TYPE_CHECKING:
    from core.cards import TranslatorCard
    from core.runtime.library import Library
    from gui.tabs.attention.studio import Studio

Work = Callable[["Studio"], Scene]
Command = Callable[[], Work | None]  # is asked for its work when its turn has come
SHORT = 60  # letters of what was cut that are told


class AttentionPresenter(QObject):
    """Holds the state; connects the view with the studio through the workers of the context."""

    answered = Signal(object, float)
    shown = Signal()  # what was asked for is shown
    ready = Signal()  # the models are open

    def __init__(
        self, context: AppContext, view: AttentionView, earlier: State | Live | None
    ) -> None:
        super().__init__(view)
        self.context, self.view = context, view
        live = earlier if isinstance(earlier, Live) else None
        self.state = live.state if live else earlier if isinstance(earlier, State) else State()
        self.studio = live.studio if live else None
        self._history = live.history if live else None
        self.scene: Scene | None = None
        self._next_of: tuple[Scene, int] | None = None  # the place whose choice the bars show
        self.looked = Looked()
        self.whole = ""  # the translation with everything on, where it is known
        self._whole_of: tuple[str, str] = ("", "")
        self._row = -1  # the asking word that was clicked
        self._reading = False  # a sentence that was typed
        self._inside_of: tuple[str, int, int] = ("", 0, 0)
        self._pending: dict[Line, object] = {}
        self._waiting: deque[Command] = deque()
        self._opens = self.line(context.slow, self._on_opened)
        self._scenes = self.line(context.quick, self._on_scene)
        self._looks = self.line(context.quick, self._on_looked)
        self.asides = Asides(self)
        self._norms = NormDesk(context, view.norm, self, view.show_caption)
        self._connect()

    def line(self, worker: object, on_answer: object) -> Line:
        """Return a line whose failures are told."""
        line = Line(worker, self)  # type: ignore[arg-type]
        line.answered.connect(on_answer)
        line.failed.connect(self._on_failed)
        return line

    def ask(self, line: Line, request: object, work: Callable[[], object]) -> None:
        """Ask, and remember that an answer is to come."""
        self._pending[line] = request
        line.ask(request, work)

    def is_answer(self, line: Line, request: object) -> bool:
        """Say whether this is the last thing that was asked; it is answered now."""
        if self._pending.get(line) is not request:
            return False
        self._pending.pop(line)
        return True

    def _connect(self) -> None:
        view = self.view
        for signal, slot in (
            (view.firstShown, self._on_first_shown),
            (view.modelChosen, self.choose_model),
            (view.sentenceGiven, self.read),
            (view.wordAsked, self.next_word),
            (view.endAsked, self.to_end),
            (view.backAsked, self.back),
            (view.againAsked, self.again),
            (view.undoAsked, self.undo),
            (view.redoAsked, self.redo),
            (view.translate.tokenChosen, self.choose),
            (view.translate.lines.asked, self._on_row),
            (view.matrix.rowChosen, self._on_row),
            (view.heads.chosen, self._on_head_clicked),
            (view.heads.switched, self.switch),
            (view.inside.askerChosen, self._on_row),
            (view.beam.tree.chosen, self.take),
            (view.order.shuffled, self.shuffle),
            (view.order.sentenceGiven, self.read),
            (view.map.trainingAsked, self._on_norm_asked),
            (view.panel.pageChosen, self.turn),
            (view.panel.kindChosen, self._on_kind),
            (view.panel.layerChosen, self._on_layer),
            (view.panel.headChosen, self._on_head),
            (view.panel.switchAsked, self._on_switch),
            (view.panel.positionsSet, self._on_positions),
            (view.panel.allOnAsked, self._on_all_on),
        ):
            signal.connect(slot)

    # loading

    @Slot()
    def _on_first_shown(self) -> None:
        self.view.turn(self.state.page)
        self.view.show_caption(self.tr("The models are being loaded …"))
        self._ask_to_open(self.studio)

    @Slot(object, object)
    def _on_opened(self, request: object, answer: tuple[Studio, str, Scene | None]) -> None:
        if not self.is_answer(self._opens, request):
            return
        self.studio, name, scene = answer
        self.state = replace(self.state, model=name)
        for error in self.studio.errors:
            self.context.notices.post(error_sentence(error), "bad")
        cards = self.studio.cards()
        self.view.show_models([(model_name(card), key) for key, card in cards.items()], name)
        self.view.show_examples(self.studio.examples())
        if scene is None:
            self.view.show_caption(
                self.tr(
                    "No translator is installed: the Attention Viewer has nothing to show yet. "
                    "“As a search to drag” needs none."
                )
            )
            self.view.show_sentence("")
            self.view.show_can(go_on=False, back=False)
            self.shown.emit()
            return
        self._show(scene)
        self._next()
        self.ready.emit()

    def reopen(self) -> None:
        """Open the models anew: a version has come; sentence and choices stay."""
        self._ask_to_open(None)

    def _ask_to_open(self, studio: Studio | None) -> None:
        device = self.context.settings.text("device")
        library = self.context.translators
        self.ask(self._opens, object(), partial(_open, self.state, studio, library, device))

    @Slot(object, object)
    def _on_failed(self, request: object, error: Exception) -> None:
        """Say what went wrong; what is shown stays."""
        line = self.sender()
        if isinstance(line, Line) and not self.is_answer(line, request):
            return
        self.context.notices.post(self._sentence_of(error), "bad")
        self._waiting.clear()
        self._reading = False
        if self.scene is None:
            self.view.show_caption(self.tr("There is no translation to look at."))
        elif self._history is not None:
            self._take_place(self._history.now)
            self.view.show_sentence(self.scene.steps.sentence.text)
            self.view.show_model(self.state.model)
            self._show_page()
        self.shown.emit()

    def _sentence_of(self, error: Exception) -> str:
        """Say what is wrong with a sentence, or with anything else."""
        if isinstance(error, CoreError) and error.subject == "sentence":
            return self.tr("There is no sentence. Type an English one and press Enter.")
        return error_sentence(error)

    def is_settled(self) -> bool:
        """Say whether everything that was asked for is shown."""
        return not self._pending and not self._waiting

    # scenes: commands wait in line, each goes on from what the one before it led to

    def _do(self, command: Command) -> None:
        self._waiting.append(command)
        self._next()

    def _next(self) -> None:
        while self.studio is not None and self._waiting and self._scenes not in self._pending:
            work = self._waiting.popleft()()
            if work is not None:
                self.ask(self._scenes, object(), partial(work, self.studio))

    @Slot(object, object)
    def _on_scene(self, request: object, scene: Scene) -> None:
        if self.is_answer(self._scenes, request):
            self._show(scene)
            if self._reading:
                self._reading = False
                self._say_how_it_was_read(scene)
            elif scene.too_long:
                text = self.tr("The translation does not end by itself; it stops at {n} pieces.")
                self.context.notices.post(text.format(n=len(scene.steps.tokens) - 1), "warn")
            self._next()

    def _say_how_it_was_read(self, scene: Scene) -> None:
        """Tell what was cut, what is unknown, and what is no English."""
        sentence, say = scene.steps.sentence, self.context.notices.post
        if sentence.cut:
            count, cut = len(sentence.cut.split()), sentence.cut
            short = cut if len(cut) <= SHORT else cut[: SHORT - 1] + "…"
            text = self.tr("Too long: the last {n} words are cut, from “{cut}” on.")
            if count == 1:
                text = self.tr("Too long: the last word, “{cut}”, is cut.")
            say(text.format(n=count, cut=short), "warn")
        if sentence.unknown:
            text = self.tr("The model does not know {signs}; it reads them as unknown.")
            say(text.format(signs=" ".join(sentence.unknown)), "warn")
        if looks_german(sentence.text):
            say(self.tr("This looks like German; the models have learnt to read English."), "warn")

    def _show(self, scene: Scene) -> None:
        """Show a translation on the page that is open."""
        before, self.scene = self.scene, scene
        self.looked = Looked()
        if before is None or len(before.maps.said) != len(scene.maps.said):
            self._row = -1
        written = tuple(int(n) for n in scene.steps.tokens[1:])[:MOST_TOKENS]
        self.state = replace(self.state, sentence=scene.steps.sentence.text, written=written)
        place = Place.of(self.state)
        if self._history is None:
            self._history = History(place)
        self._history.keep(place)
        if scene.steps.ended and not self.state.off and self.state.positions:
            self.whole, self._whole_of = scene.text, (self.state.model, self.state.sentence)
        elif self._whole_of != (self.state.model, self.state.sentence):
            self.whole = ""
        self.view.show_sentence(scene.steps.sentence.text)
        self.view.show_model(self.state.model)
        self.view.show_can(go_on=scene.can_go_on, back=bool(written))
        self._show_history()
        if self.studio is not None:
            self.answered.emit(self.studio.device, scene.milliseconds / 1e3)
        self._show_page()

    def _show_history(self) -> None:
        history = self._history
        if history is not None:
            self.view.show_history(history.can_undo, history.can_redo)

    @Slot(str)
    def read(self, text: str) -> None:
        """Begin with another sentence."""

        def begin() -> Work:
            self._reading = True
            return partial(_begun, replace(self.state, sentence=text, written=()))

        self._do(begin)
        self.asides.read(text)

    @Slot(str)
    def choose_model(self, name: str) -> None:
        """Translate with another model; heads that were off are on again."""

        def choose() -> Work | None:
            self.state = replace(self.state, model=name, off=(), layer=-1, head=MEAN)
            return self._translate_again()

        self._do(choose)

    def _translate_again(self) -> Work | None:
        """Translate with what is switched on now: to the end where it had ended, else as far."""
        state, scene = self.state, self.scene
        if scene is None:
            return None
        if scene.steps.ended:
            return partial(_translated, state)
        return partial(_begun, state)

    @Slot()
    def next_word(self) -> None:
        """Add the likeliest German word."""
        self._do(partial(self._go_on, to_end=False))

    @Slot()
    def to_end(self) -> None:
        """Translate the rest."""
        self._do(partial(self._go_on, to_end=True))

    def _go_on(self, *, to_end: bool) -> Work | None:
        scene, name = self.scene, self.state.model
        if scene is None or not scene.can_go_on:
            return None
        return lambda studio: studio.go_on(name, scene, to_end=to_end)

    @Slot(int)
    def choose(self, token: int) -> None:
        """Write the piece that was clicked, and go on from there."""

        def write() -> Work | None:
            scene, name = self.scene, self.state.model
            if scene is None:
                return None
            length = self._place + 1
            if length >= len(scene.steps.tokens) and not scene.can_go_on:
                return None
            return lambda studio: studio.choose(name, scene, length, token)

        self._do(write)

    @Slot(object)
    def take(self, tokens: list[int]) -> None:
        """Take a beginning over from the beam."""
        self._do(lambda: partial(_begun, replace(self.state, written=tuple(tokens))))

    @Slot()
    def back(self) -> None:
        """Take the last German word back, piece by piece up to its beginning."""

        def shorten() -> Work | None:
            scene, name = self.scene, self.state.model
            if scene is None or len(scene.steps.tokens) < 2:
                return None
            texts = ("⟨", *scene.maps.said)
            length = len(scene.steps.tokens) - 1
            while length > 1 and not texts[length].startswith((" ", "⟩")):
                length -= 1
            return lambda studio: studio.cut(name, scene, length)

        self._do(shorten)

    @Slot()
    def again(self) -> None:
        """Begin the translation anew."""
        self.take([])

    @Slot(str)
    def shuffle(self, text: str) -> None:
        """Read the words in another order, and translate them to the end."""
        self._do(lambda: partial(_translated, replace(self.state, sentence=text)))

    # the way back

    @Slot()
    def undo(self) -> None:
        """Take the last change of sentence, translation, heads or positions back."""
        if self._history is not None and self.is_settled():
            self._travel(self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Do it again."""
        if self._history is not None and self.is_settled():
            self._travel(self._history.redo())

    def _travel(self, place: Place | None) -> None:
        if place is not None:
            self._take_place(place)
            self._do(lambda: partial(_begun, place))

    def _take_place(self, place: Place) -> None:
        """Let the state be at a place of the history."""
        self.state = replace(
            self.state, model=place.model, sentence=place.sentence, written=place.written,
            off=place.off, positions=place.positions,
        )  # fmt: skip

    def go_to(self, state: State) -> None:
        """Take a saved state over: what it translates, and what it looks at."""

        def begin() -> Work:
            page = state.page if state.page in PAGES else self.state.page
            self.state = replace(state, page=page)
            self.view.turn(page)
            return partial(_begun, state)

        self._do(begin)

    def live(self) -> Live:
        """Return what a tab that is built anew goes on from."""
        return Live(self.state, self.studio, self._history)

    # what is on

    @Slot(int, int)
    def switch(self, layer: int, head: int) -> None:
        """Switch a head of the shown kind off, or on again."""
        one, off = (self.state.kind, layer, head), self.state.off
        off = tuple(each for each in off if each != one) if one in off else (*off, one)
        self._set_off(off)

    @Slot()
    def _on_switch(self) -> None:
        if self.scene is not None and self.head >= 0:
            self.switch(self.layer, self.head)

    @Slot()
    def _on_all_on(self) -> None:
        self._set_off(())

    def _set_off(self, off: tuple[tuple[str, int, int], ...]) -> None:
        self.state = replace(self.state, off=off)
        self._do(self._translate_again)

    @Slot(bool)
    def _on_positions(self, on: bool) -> None:
        self.state = replace(self.state, positions=on)
        self._do(self._translate_again)

    # what is looked at

    @Slot(str)
    def turn(self, page: str) -> None:
        """Show another page in the middle."""
        self.state = replace(self.state, page=page)
        self.view.turn(page)
        self._show_page()

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self.state = replace(self.state, kind=kind)
        self._row = -1
        self._show_page()

    @Slot(int)
    def _on_layer(self, layer: int) -> None:
        self.state = replace(self.state, layer=layer)
        self._show_page()

    @Slot(int)
    def _on_head(self, head: int) -> None:
        self.state = replace(self.state, head=head)
        self._show_page()

    @Slot(int, int)
    def _on_head_clicked(self, layer: int, head: int) -> None:
        self.state = replace(self.state, layer=layer, head=head)
        self._show_page()

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self._row = row
        self._show_page()

    @property
    def layer(self) -> int:
        """Return the layer that is shown; the last one where none was chosen."""
        assert self.scene is not None
        layers = self.scene.card.layers
        return self.state.layer if 0 <= self.state.layer < layers else layers - 1

    @property
    def head(self) -> int:
        """Return the head that is shown, MEAN or ROLLOUT."""
        assert self.scene is not None
        heads = self.scene.card.heads
        if self.state.head == MEAN and heads == 1:
            return 0
        if self.state.page == "inside" and not 0 <= self.state.head < heads:
            return 0  # there is nothing inside a mean
        return self.state.head if self.state.head < heads else MEAN

    def weights(self) -> np.ndarray:
        """Return the attention that is shown (words that ask, words that answer)."""
        return self.weights_of(self.state.kind)

    def weights_of(self, kind: str) -> np.ndarray:
        """Return one kind's attention in the layer and head that are shown."""
        scene = self.scene
        assert scene is not None
        if self.head == ROLLOUT:
            return scene.rolled[kind]
        layer = scene.maps.of(kind)[self.layer]
        return np.asarray(layer.mean(0) if self.head == MEAN else layer[self.head])

    def sides(self) -> tuple[list[str], list[str]]:
        """Return the words that ask and the words that answer."""
        assert self.scene is not None
        asks, answers = self.scene.sides(self.state.kind)
        return [*map(piece, asks)], [*map(piece, answers)]

    @property
    def row(self) -> int:
        """Return the word that asks: the one clicked, or the last one."""
        asked, _ = self.sides()
        return self._row if 0 <= self._row < len(asked) else len(asked) - 1

    def show_page(self, page: str) -> None:
        """Show a page anew, if it is the one that is open."""
        if self.state.page == page:
            self._show_page()

    def _show_page(self) -> None:
        scene = self.scene
        if scene is None:
            return
        card = scene.card
        self.view.show_kind(self.state.kind)
        self.view.panel.show_which(self.state.kind, card.layers, self.layer, card.heads, self.head)
        one = (self.state.kind, self.layer, self.head)
        self.view.panel.show_off(
            [off_name(*each) for each in self.state.off],
            positions=self.state.positions and card.positions, has_positions=card.positions,
            one=None if self.head < 0 else one in self.state.off,
        )  # fmt: skip
        getattr(self, f"_show_{self.state.page}")(scene)
        self._describe()
        self.shown.emit()

    def _show_translate(self, scene: Scene) -> None:
        asked, answered = self.sides()
        lines = self.view.translate.lines
        back = self.tr("arcs: it looks back at the German words before it")
        lines.set_names(word(ANSWERS[self.state.kind]), word(ASKS[self.state.kind]), back)
        chosen = -1 if scene.steps.ended and self._row < 0 else self.row
        lines.show_weights(self.weights(), asked, answered, chosen, self._own())
        place = self._place
        if self._next_of != (scene, place):  # another layer or head leaves the bars as they are
            self._next_of = scene, place
            self._show_choice(scene, place)

    def _show_choice(self, scene: Scene, place: int) -> None:
        """Show what may come at a place of the translation, or might have come."""
        tokens, said = scene.steps.tokens, scene.maps.said[place]
        token = int(tokens[place + 1]) if place + 1 < len(tokens) else -1
        table = softmax_table(scene.maps.logits[place], Settings())
        self.view.translate.show_choice(table, self.name_of, said and piece(said), token)

    @property
    def _place(self) -> int:
        """Return the place whose choice is shown: the one that was clicked, or the end."""
        assert self.scene is not None
        count = len(self.scene.maps.said)
        clicked = self._row if self.state.kind != "encoder" else -1
        return clicked if 0 <= clicked < count else count - 1

    def _own(self) -> tuple[str, np.ndarray] | None:
        """Return the masked self-attention beside what is shown: German looks back at German."""
        if self.state.kind != "cross" or self.scene is None:
            return None
        return piece(self.scene.maps.read[0]), self.weights_of("decoder")

    def _show_matrix(self, _scene: Scene) -> None:
        asked, answered = self.sides()
        self.view.matrix.set_axes(word(ASKS[self.state.kind]), word(ANSWERS[self.state.kind]))
        self.view.matrix.show_weights(self.weights(), asked, answered, self._row)

    def _show_heads(self, scene: Scene) -> None:
        off = frozenset((a, b) for kind, a, b in self.state.off if kind == self.state.kind)
        head = (self.layer, self.head) if self.head >= 0 else (-1, -1)
        weights = scene.maps.of(self.state.kind)
        self.view.heads.show_weights(weights, head, off, scene.bits(self.state.kind))

    def _show_inside(self, scene: Scene) -> None:
        if self.looked.inside is None or self._inside_of != self._head_key():
            self._look(scene)
            return
        asked, answered = self.sides()
        self.view.inside.show_head(self.looked.inside, self.row, tuple(asked), tuple(answered))

    def _show_retrieval(self, _scene: Scene) -> None:
        return

    def _show_beam(self, scene: Scene) -> None:
        if self.looked.found is None:
            self._look(scene)
        else:
            self.view.beam.show_search(self.looked.found, self.name_of)

    def _show_map(self, scene: Scene) -> None:
        if self.looked.parts is None:
            self._look(scene)
            return
        asked, answered = (tuple(map(piece, s)) for s in (scene.maps.read, scene.maps.source))
        self.view.map.show_parts(self.looked.parts, self.layer, asked, answered, scene.texts)

    def _show_two(self, scene: Scene) -> None:
        self.asides.show_two(scene)

    def _show_norm(self, _scene: Scene) -> None:
        self._norms.show()

    @Slot()
    def _on_norm_asked(self) -> None:
        self.turn("norm")

    def _show_order(self, scene: Scene) -> None:
        self.asides.show_order(scene)

    def _head_key(self) -> tuple[str, int, int]:
        return self.state.kind, self.layer, max(0, self.head)

    def _look(self, scene: Scene) -> None:
        """Have what the page needs beyond the scene computed."""
        if self.studio is not None:
            key = self._head_key()
            work = partial(self.studio.look, self.state.model, scene, self.state.page, key)
            self.ask(self._looks, (scene, key), work)

    @Slot(object, object)
    def _on_looked(self, request: tuple[Scene, tuple[str, int, int]], looked: Looked) -> None:
        if self.is_answer(self._looks, request) and request[0] is self.scene:
            self._inside_of = request[1]
            self.looked = looked
            self._show_page()

    def name_of(self, token: int) -> str:
        """Return the text of a piece."""
        return piece(self.scene.texts[token]) if self.scene is not None else ""

    # saying

    def _describe(self) -> None:
        """Say in one line what is seen."""
        scene = self.scene
        assert scene is not None
        if self.state.page in ("translate", "matrix", "inside"):
            self.view.show_caption(self._who_looks())
        elif self.state.page == "heads":
            self.view.show_caption(self._heads_sentence(scene))
        else:
            texts = {
                "retrieval": self.tr(
                    "attention(q, k, v) = Σ softmax(q · k / T) · v: drag q towards a key."
                ),
                "beam": self.tr("Beam 4: the four likeliest beginnings of each length go on."),
                "two": self.tr("The same sentence, two models of equal width, data and steps."),
                "order": self.tr("All words are read at once: only positions tell their order."),
                "map": self.tr("Every box shows its numbers for this sentence."),
                "norm": self._norms.sentence(),
            }
            self.view.show_caption(texts[self.state.page])

    def _heads_sentence(self, scene: Scene) -> str:
        """Say what the translation is with these heads, and which one is sharpest."""
        text = self.tr("“{text}”").format(text=scene.text) if scene.text else ""
        if self.state.off:
            told = self.tr("{text}   Heads off: {n}. With all heads: “{whole}”")
            known = self.tr("{text}   Heads off: {n}.")
            form = told if self.whole else known
            return form.format(text=text, n=len(self.state.off), whole=self.whole)
        bits = scene.bits(self.state.kind)
        layer, head = np.unravel_index(bits.argmin(), bits.shape)
        told = self.tr("{text}   Sharpest: {head} with {bits} bits a word, {mean} on average.")
        return told.format(
            text=text, head=f"{layer_name(int(layer))}, {head_name(int(head))}",
            bits=number(float(bits.min()), 2), mean=number(float(bits.mean()), 2),
        )  # fmt: skip

    def _who_looks(self) -> str:
        """Name the word that asks, and those that it looks at most."""
        scene = self.scene
        assert scene is not None
        if self.state.page == "translate" and scene.steps.ended and self._row < 0:
            told = self.tr("“{text}”   Point at a word below: where does it look?")
            return told.format(text=scene.text)
        asked, answered = self.sides()
        weights = self.weights()[self.row]
        best = np.argsort(-weights, kind="stable")[:3]
        quoted = self.tr("“{text}”")
        told = ", ".join(
            f"{quoted.format(text=answered[i].strip())} {fixed(float(weights[i]))}"
            for i in best
            if weights[i] >= 0.01
        )
        where = head_name(self.head)
        if self.head != ROLLOUT:
            where = f"{layer_name(self.layer)}, {where}"
        text = self.tr("{scene}   “{asker}” looks at {told} ({where}).")
        if self.state.kind != "encoder" and not scene.maps.said[self.row]:
            text = self.tr("{scene}   The next word looks at {told} ({where}).")
        head = (
            quoted.format(text=scene.text)
            if scene.text
            else self.tr("Space adds the first German word.")
        )
        return text.format(scene=head, asker=asked[self.row].strip(), told=told, where=where)


def _begun(state: State | Place, studio: Studio) -> Scene:
    """Translate the sentence of a state as far as it was written."""
    return studio.begin(
        state.model, state.sentence, state.off, state.written, positions=state.positions
    )


def _translated(state: State, studio: Studio) -> Scene:
    """Translate the sentence of a state to the end."""
    return studio.translate(state.model, state.sentence, state.off, positions=state.positions)


def _open(
    state: State, studio: Studio | None, library: Library[TranslatorCard], device: str
) -> tuple[Studio, str, Scene | None]:
    """Open the studio, and translate what was translated before; runs in the worker."""
    from gui.tabs.attention.studio import USUAL, Studio

    studio = studio or Studio(library, device)
    name = studio.first(state.model)
    if not name:
        return studio, "", None
    text = state.sentence or USUAL
    card = studio.model(name).card
    off = tuple(each for each in state.off if each[0] in KINDS)
    written = [token for token in state.written if token < card.vocabulary]
    if not state.sentence:
        return studio, name, studio.translate(name, text, off, positions=state.positions)
    return studio, name, studio.begin(name, text, off, written, positions=state.positions)
