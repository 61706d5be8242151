"""The Attention Viewer's decisions: what is asked of the translators, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.text.sampling import Settings, softmax_table
from gui.context import AppContext
from gui.numbers import fixed, number
from gui.tabs.attention.norm_desk import NormDesk
from gui.tabs.attention.state import KINDS, MEAN, MOST_TOKENS, ROLLOUT, Looked, Scene, State
from gui.tabs.attention.view import AttentionView
from gui.tabs.attention.words import (
    ANSWERS,
    ASKS,
    KIND_NAMES,
    head_name,
    layer_name,
    model_name,
    piece,
    word,
)
from gui.words import error_sentence
from gui.workers.latest import Line

if TYPE_CHECKING:
    from core.attention.clock import Times
    from core.attention.importance import Importance
    from gui.tabs.attention.studio import Studio

WORDS = (1, 2, 4, 8, 16, 32, 64, 96, 127)  # for which times are measured
Work = Callable[["Studio"], Scene]


class AttentionPresenter(QObject):
    """Holds the state; connects the view with the studio through the workers of the context."""

    answered = Signal(object, float)
    shown = Signal()  # what was asked for is shown
    ready = Signal()  # the models are open

    def __init__(self, context: AppContext, view: AttentionView, earlier: State | None) -> None:
        super().__init__(view)
        self.context, self.view = context, view
        self.state = earlier or State()
        self.studio: Studio | None = None
        self.scene: Scene | None = None
        self._next_of: Scene | None = None  # whose next pieces the bars show
        self.looked = Looked()
        self.other: tuple[str, Scene] | None = None
        self._busy = 0
        self._row = -1  # the asking word that was clicked
        self._opens = self._line(context.slow, self._on_opened)
        self._scenes = self._line(context.quick, self._on_scene)
        self._looks = self._line(context.quick, self._on_looked)
        self._others = self._line(context.slow, self._on_other)
        self._ranks = self._line(context.slow, self._on_ranked)
        self._orders = self._line(context.slow, self._on_order)
        self._times = self._line(context.slow, self._on_times)
        self._norms = NormDesk(context, view.norm, self, view.show_caption)
        self._connect()

    def _line(self, worker: object, on_answer: object) -> Line:
        line = Line(worker, self)  # type: ignore[arg-type]
        line.answered.connect(on_answer)
        line.failed.connect(self._on_failed)
        return line

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
            (view.translate.tokenChosen, self.choose),
            (view.translate.lines.asked, self._on_row),
            (view.matrix.rowChosen, self._on_row),
            (view.heads.chosen, self._on_head_clicked),
            (view.heads.switched, self.switch),
            (view.inside.askerChosen, self._on_row),
            (view.beam.tree.chosen, self.take),
            (view.two.otherChosen, self.compare),
            (view.two.rankAsked, self.rank),
            (view.order.shuffled, self._on_shuffled),
            (view.order.timesAsked, self.measure),
            (view.map.trainingAsked, self._on_norm_asked),
            (view.panel.pageChosen, self.turn),
            (view.panel.kindChosen, self._on_kind),
            (view.panel.layerChosen, self._on_layer),
            (view.panel.headChosen, self._on_head),
            (view.panel.positionsSet, self._on_positions),
            (view.panel.allOnAsked, self._on_all_on),
        ):
            signal.connect(slot)

    # loading

    @Slot()
    def _on_first_shown(self) -> None:
        self.view.turn(self.state.page)
        self.view.show_caption(self.tr("The models are being loaded …"))
        self.reopen()

    @Slot(object, object)
    def _on_opened(self, _request: object, answer: tuple[Studio, str, Scene | None]) -> None:
        self._busy -= 1
        studio, name, scene = answer
        self.studio = studio
        self.state = replace(self.state, model=name)
        cards = {key: entry.card for key, entry in studio.entries.items()}
        self.view.show_models([(model_name(c), k) for k, c in cards.items() if c], name)
        self.view.show_examples(studio.examples())
        if scene is None:
            self.view.show_caption(self.tr("There is no model for translating here."))
            self.view.show_can(go_on=False, back=False)
            self.shown.emit()
            return
        self._show(scene)
        self.ready.emit()

    def reopen(self) -> None:
        """Open the models anew: a version has come; sentence and choices stay."""
        self._busy += 1
        device = self.context.settings.text("device")
        self._opens.ask(None, partial(_open, self.state, device))

    @Slot(object, object)
    def _on_failed(self, _request: object, error: Exception) -> None:
        """Say what went wrong; what is shown stays."""
        self._busy = max(0, self._busy - 1)
        self.context.notices.post(error_sentence(error), "bad")
        if self.scene is not None:
            self.view.show_sentence(self.scene.steps.sentence.text)
        self.shown.emit()

    def is_settled(self) -> bool:
        """Say whether everything that was asked for is shown."""
        return self._busy == 0

    # scenes

    def _do(self, work: Work) -> None:
        if self.studio is not None:
            self._busy = 1  # one line: a newer question replaces an older one
            self._scenes.ask(None, partial(work, self.studio))

    @Slot(object, object)
    def _on_scene(self, _request: object, scene: Scene) -> None:
        self._busy = 0
        self._show(scene)

    def _show(self, scene: Scene) -> None:
        """Show a translation on the page that is open."""
        before, self.scene = self.scene, scene
        self.looked, self.other = Looked(), None
        if before is None or len(before.asked) != len(scene.asked):
            self._row = -1
        written = tuple(int(n) for n in scene.steps.tokens[1:])[:MOST_TOKENS]
        self.state = replace(self.state, sentence=scene.steps.sentence.text, written=written)
        self.view.show_sentence(scene.steps.sentence.text)
        self.view.show_can(go_on=not scene.steps.ended, back=bool(written))
        if self.studio is not None:
            self.answered.emit(self.studio.device, scene.milliseconds / 1e3)
        self._say_what_was_cut(scene)
        self._show_page()

    def _say_what_was_cut(self, scene: Scene) -> None:
        cut = scene.steps.sentence.cut
        if cut and scene.steps.step_ms and len(scene.asked) == 1:
            text = self.tr("The sentence is too long for the model; this was cut: “{cut}”")
            short = cut if len(cut) <= 60 else cut[:59] + "…"
            self.context.notices.post(text.format(cut=short), "warn")

    def _now(self) -> tuple[str, str, tuple[tuple[str, int, int], ...]]:
        return self.state.model, self.state.sentence, self.state.off

    @Slot(str)
    def read(self, text: str) -> None:
        """Begin with another sentence."""
        name, _, off = self._now()
        positions = self.state.positions
        self._do(lambda studio: studio.begin(name, text, off, (), positions=positions))

    @Slot(str)
    def choose_model(self, name: str) -> None:
        """Translate with another model; heads that were off are on again."""
        self.state = replace(self.state, model=name, off=(), layer=-1, head=MEAN)
        self._translate_again()

    def _translate_again(self) -> None:
        """Translate as far as before, with what is switched on now."""
        name, text, off = self._now()
        positions, begun = self.state.positions, bool(self.state.written)
        if not text:
            return
        if begun:
            self._do(lambda studio: studio.translate(name, text, off, positions=positions))
        else:
            self._do(lambda studio: studio.begin(name, text, off, (), positions=positions))

    @Slot()
    def next_word(self) -> None:
        """Add the likeliest German word."""
        self._go_on(to_end=False)

    @Slot()
    def to_end(self) -> None:
        """Translate the rest."""
        self._go_on(to_end=True)

    def _go_on(self, *, to_end: bool) -> None:
        scene, name = self.scene, self.state.model
        if scene is not None and not scene.steps.ended:
            self._do(lambda studio: studio.go_on(name, scene, to_end=to_end))

    @Slot(int)
    def choose(self, token: int) -> None:
        """Write the piece that was clicked, and go on from there."""
        scene, name = self.scene, self.state.model
        if scene is not None and not scene.steps.ended:
            self._do(lambda studio: studio.choose(name, scene, token))

    @Slot(object)
    def take(self, tokens: list[int]) -> None:
        """Take a beginning over from the beam."""
        name, text, off = self._now()
        positions = self.state.positions
        self._do(lambda studio: studio.begin(name, text, off, tokens, positions=positions))

    @Slot()
    def back(self) -> None:
        """Take the last German word back, piece by piece up to its beginning."""
        scene, name = self.scene, self.state.model
        if scene is None or len(scene.asked) < 2:
            return
        length = len(scene.asked) - 1
        while length > 1 and not scene.asked[length].startswith((" ", "⟩")):
            length -= 1
        self._do(lambda studio: studio.cut(name, scene, length))

    @Slot()
    def again(self) -> None:
        """Begin the translation anew."""
        self.read(self.state.sentence)

    # what is on

    @Slot(int, int)
    def switch(self, layer: int, head: int) -> None:
        """Switch a head of the shown kind off, or on again."""
        one, off = (self.state.kind, layer, head), self.state.off
        off = tuple(each for each in off if each != one) if one in off else (*off, one)
        self.state = replace(self.state, off=off)
        self._translate_again()

    @Slot()
    def _on_all_on(self) -> None:
        self.state = replace(self.state, off=())
        self._translate_again()

    @Slot(bool)
    def _on_positions(self, on: bool) -> None:
        self.state = replace(self.state, positions=on)
        self._translate_again()

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
        return self.state.head if self.state.head < heads else MEAN

    def weights(self) -> np.ndarray:
        """Return the attention that is shown (words that ask, words that answer)."""
        scene = self.scene
        assert scene is not None
        maps, kind = scene.maps, self.state.kind
        if self.head == ROLLOUT:
            from core.attention.maps import rollout

            encoder, decoder = rollout(maps)
            own = len(scene.asked)
            parts = {"encoder": encoder, "decoder": decoder[:, :own], "cross": decoder[:, own:]}
            return parts[kind]
        layer = maps.of(kind)[self.layer]
        return np.asarray(layer.mean(0) if self.head == MEAN else layer[self.head])

    def sides(self) -> tuple[list[str], list[str]]:
        """Return the words that ask and the words that answer."""
        scene = self.scene
        assert scene is not None
        english, german = [*map(piece, scene.answered)], [*map(piece, scene.asked)]
        kind = self.state.kind
        return (english if kind == "encoder" else german), (
            german if kind == "decoder" else english
        )

    @property
    def row(self) -> int:
        """Return the word that asks: the one clicked, or the last one."""
        asked, _ = self.sides()
        return self._row if 0 <= self._row < len(asked) else len(asked) - 1

    def _show_page(self) -> None:
        scene = self.scene
        if scene is None:
            return
        card = scene.card
        self.view.panel.show_which(self.state.kind, card.layers, self.layer, card.heads, self.head)
        off = [
            f"{word(KIND_NAMES[kind])} {layer + 1}.{head + 1}"
            for kind, layer, head in self.state.off
        ]
        self.view.panel.show_off(off, positions=self.state.positions)
        getattr(self, f"_show_{self.state.page}")(scene)
        self._describe()
        self.shown.emit()

    def _show_translate(self, scene: Scene) -> None:
        asked, answered = self.sides()
        lines = self.view.translate.lines
        lines.set_names(word(ANSWERS[self.state.kind]), word(ASKS[self.state.kind]))
        chosen = self._row if self._row >= 0 else -1
        lines.show_weights(self.weights(), asked, answered, chosen)
        if self._next_of is not scene:  # another layer or head leaves what comes next as it is
            self._next_of = scene
            table = None if scene.steps.ended else softmax_table(scene.steps.logits, Settings())
            self.view.translate.show_next(table, self._name)

    def _show_matrix(self, _scene: Scene) -> None:
        asked, answered = self.sides()
        self.view.matrix.set_axes(word(ASKS[self.state.kind]), word(ANSWERS[self.state.kind]))
        self.view.matrix.show_weights(self.weights(), asked, answered, self._row)

    def _show_heads(self, scene: Scene) -> None:
        off = frozenset((a, b) for kind, a, b in self.state.off if kind == self.state.kind)
        head = (self.layer, self.head) if self.head >= 0 else (-1, -1)
        self.view.heads.show_weights(scene.maps.of(self.state.kind), head, off)

    def _show_inside(self, scene: Scene) -> None:
        if self.looked.inside is None or self._asked_of != self._head_key():
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
            self.view.beam.show_search(self.looked.found, self._name)

    def _show_map(self, scene: Scene) -> None:
        if self.looked.parts is None:
            self._look(scene)
            return
        names = self.studio.model(self.state.model).vocabulary.tokens if self.studio else ()
        asked, answered = (tuple(map(piece, side)) for side in (scene.asked, scene.answered))
        self.view.map.show_parts(self.looked.parts, self.layer, asked, answered, names)

    def _show_two(self, scene: Scene) -> None:
        if self.studio is None:
            return
        cards = {key: entry.card for key, entry in self.studio.entries.items()}
        rest = [(model_name(c), k) for k, c in cards.items() if c and k != self.state.model]
        current = self.other[0] if self.other else (rest[0][1] if rest else "")
        self.view.two.show_others(rest, current)
        name = model_name(scene.card)
        self.view.two.show_scene(0, name, scene, self.state.kind, self.layer)
        if self.other is not None:
            card = self.other[1].card
            self.view.two.show_scene(
                1, model_name(card), self.other[1], self.state.kind, self.layer
            )
        elif rest:
            self.compare(current)

    def _show_norm(self, _scene: Scene) -> None:
        self._norms.show()

    @Slot()
    def _on_norm_asked(self) -> None:
        self.turn("norm")

    def _show_order(self, scene: Scene) -> None:
        self.view.order.show_positions(scene.card.width)
        text = scene.steps.sentence.text
        self.view.order.show_sentence(text.split())
        self._orders.ask(text, partial(_differences, self.studio, self.state.model, text))

    @property
    def _asked_of(self) -> tuple[object, ...]:
        return getattr(self, "_inside_of", ())

    def _head_key(self) -> tuple[str, int, int]:
        return self.state.kind, self.layer, max(0, self.head)

    def _look(self, scene: Scene) -> None:
        """Have what the page needs beyond the scene computed."""
        if self.studio is not None:
            key = self._head_key()
            work = partial(self.studio.look, self.state.model, scene, self.state.page, key)
            self._busy = 1
            self._looks.ask((scene, key), work)

    @Slot(object, object)
    def _on_looked(self, request: tuple[Scene, tuple[str, int, int]], looked: Looked) -> None:
        self._busy = 0
        scene, self._inside_of = request
        if scene is self.scene:
            self.looked = looked
            self._show_page()

    def _name(self, token: int) -> str:
        return piece(self.studio.piece(self.state.model, token)) if self.studio else ""

    # two models, order, times

    @Slot(str)
    def compare(self, name: str) -> None:
        """Translate with another model too."""
        if self.scene is None or self.studio is None:
            return
        _, text, _ = self._now()
        if not text:
            return
        work = partial(self.studio.translate, name, text, (), positions=True)
        self._others.ask((self.scene, name), work)

    @Slot(object, object)
    def _on_other(self, request: tuple[Scene, str], scene: Scene) -> None:
        if request[0] is self.scene:
            self.other = request[1], scene
            if self.state.page == "two":
                self._show_page()

    @Slot(str)
    def rank(self, reference: str) -> None:
        """Rank the heads by what is lost without each; without a reference by the translation."""
        if self.studio is None or self.scene is None:
            return
        reference = reference or self.scene.text
        if not reference:
            self.context.notices.post(self.tr("There is no translation to measure by yet."), "warn")
            return
        work = partial(self.studio.rank_heads, self.state.model, self.state.sentence, reference)
        self._ranks.ask(reference, work)

    @Slot(object, object)
    def _on_ranked(self, _reference: str, rows: tuple[Importance, ...]) -> None:
        self.view.two.ranking.show_ranking(rows)

    @Slot(str)
    def _on_shuffled(self, text: str) -> None:
        """Read the sentence in another order, and translate it to the end."""
        name, _, off = self._now()
        positions = self.state.positions
        self._do(lambda studio: studio.translate(name, text, off, positions=positions))

    @Slot(object, object)
    def _on_order(self, _text: str, found: tuple[float, float]) -> None:
        self.view.order.show_difference(*found)

    @Slot()
    def measure(self) -> None:
        """Measure the encoder and an LSTM on more and more words."""
        if self.studio is not None:
            self.view.order.measure.setEnabled(False)
            self._times.ask(None, partial(_measure, self.studio, self.state.model))

    @Slot(object, object)
    def _on_times(self, _request: object, times: list[Times]) -> None:
        self.view.order.measure.setEnabled(True)
        self.view.order.show_times(times)

    # saying

    def _describe(self) -> None:
        """Say in one line what is seen."""
        scene = self.scene
        assert scene is not None
        if self.state.page in ("translate", "matrix", "inside"):
            self.view.show_caption(self._who_looks())
        elif self.state.page == "heads":
            from core.attention.maps import head_entropy

            bits = head_entropy(scene.maps.of(self.state.kind))
            layer, head = np.unravel_index(bits.argmin(), bits.shape)
            text = self.tr(
                "{kind}. Sharpest: layer {layer}, head {head}, with {bits} bits a word; on average "
                "{mean} bits. The right button switches a head off."
            )
            self.view.show_caption(
                text.format(
                    kind=word(KIND_NAMES[self.state.kind]), layer=layer + 1, head=head + 1,
                    bits=number(float(bits.min()), 2), mean=number(float(bits.mean()), 2),
                )
            )  # fmt: skip
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

    def _who_looks(self) -> str:
        """Name the word that asks, and those that it looks at most."""
        scene = self.scene
        assert scene is not None
        asked, answered = self.sides()
        weights = self.weights()[self.row]
        best = np.argsort(-weights, kind="stable")[:3]
        told = ", ".join(
            f"“{answered[i].strip()}” {fixed(float(weights[i]))}"
            for i in best
            if weights[i] >= 0.01
        )
        where = head_name(self.head)
        if self.head != ROLLOUT:
            where = f"{layer_name(self.layer)}, {where}"
        text = self.tr("{scene}   “{asker}” looks at {told} ({where}).")
        head = (
            self.tr("“{text}”").format(text=scene.text)
            if scene.text
            else self.tr("Space adds the first German word.")
        )
        return text.format(scene=head, asker=asked[self.row].strip(), told=told, where=where)


def _open(state: State, device: str) -> tuple[Studio, str, Scene | None]:
    """Open the studio, and translate what was translated before; runs in the worker."""
    from gui.tabs.attention.studio import USUAL, Studio

    studio = Studio(device)
    names = list(studio.entries)
    if not names:
        return studio, "", None
    name = state.model if state.model in names else names[0]
    text = state.sentence or USUAL
    card = studio.model(name).card
    off = tuple(each for each in state.off if each[0] in KINDS)
    written = [token for token in state.written if token < card.vocabulary]
    if not state.sentence:
        return studio, name, studio.translate(name, text, off, positions=state.positions)
    return studio, name, studio.begin(name, text, off, written, positions=state.positions)


def _differences(studio: Studio, name: str, text: str) -> tuple[float, float]:
    """Return how far the encodings of `text` and of its words turned around differ, at most."""
    turned = " ".join(reversed(text.split()))
    found = []
    for positions in (False, True):
        pair = [studio.encoded(name, each, positions=positions) for each in (text, turned)]
        same = pair[0].shape == pair[1].shape
        found.append(float(np.abs(pair[0] - pair[1]).max()) if same else float("nan"))
    return found[0], found[1]


def _measure(studio: Studio, name: str) -> list[Times]:
    from core.attention.clock import equal_lstm, time_words

    model = studio.model(name)
    lstm = equal_lstm(model)
    return [time_words(model, lstm, words) for words in WORDS if words < model.card.context]
