"""What is computed beside the translation: another model, heads ranked, orders of words, times."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.numbers import fixed
from gui.tabs.attention.state import Head, Scene
from gui.tabs.attention.words import head_title, model_name

if TYPE_CHECKING:
    from core.attention.clock import Times
    from core.attention.importance import Importance
    from core.attention.order import Compared
    from gui.tabs.attention.presenter import AttentionPresenter
    from gui.tabs.attention.studio import Studio

WORDS = (1, 2, 4, 8, 16, 32, 64, 96, 127)  # for which times are measured


class Asides(QObject):
    """Asks for it when its page is open, and hands it to the page."""

    def __init__(self, hub: AttentionPresenter) -> None:
        super().__init__(hub)
        self._hub = hub
        self.other: tuple[Scene, str, Scene] | None = None  # beside which, the name, its scene
        self.ranked: tuple[Importance, ...] = ()
        self.compared: tuple[tuple[str, bool, Compared], ...] = ()
        self.times: tuple[Times, ...] = ()
        self._ranked_of: object = None
        self._base = ""  # the sentence in the order in which it was typed
        slow = hub.context.slow
        self._others = hub.line(slow, self._on_other)
        self._ranks = hub.line(slow, self._on_ranked)
        self._orders = hub.line(slow, self._on_order)
        self._times = hub.line(slow, self._on_times)
        view = hub.view
        view.two.otherChosen.connect(self.compare)
        view.two.rankAsked.connect(self.rank)
        view.order.timesAsked.connect(self.measure)

    # two models

    def show_two(self, scene: Scene) -> None:
        """Show the chosen model and another one on the same sentence."""
        hub = self._hub
        if hub.studio is None:
            return
        cards = hub.studio.cards()
        rest = [(model_name(c), key) for key, c in cards.items() if key != hub.state.model]
        wanted = self.other[1] if self.other else ""
        current = wanted if wanted in [key for _, key in rest] else (rest[0][1] if rest else "")
        page = hub.view.two
        page.show_others(rest, current)
        page.show_scene(0, model_name(scene.card), scene, hub.state.kind, hub.layer)
        if self._ranked_of != self._what():
            self.ranked = ()
            page.ranking.show_ranking(())
        if not rest:
            page.show_alone()
        elif self.other is not None and self.other[0] is scene and self.other[1] == current:
            other = self.other[2]
            page.show_scene(1, model_name(other.card), other, hub.state.kind, hub.layer)
        else:
            self.compare(current)

    @Slot(str)
    def compare(self, name: str) -> None:
        """Translate with another model too."""
        hub = self._hub
        if hub.scene is not None and hub.studio is not None:
            text = hub.scene.steps.sentence.text
            work = partial(hub.studio.translate, name, text, (), positions=True)
            hub.ask(self._others, (hub.scene, name), work)

    @Slot(object, object)
    def _on_other(self, request: tuple[Scene, str], scene: Scene) -> None:
        if self._hub.is_answer(self._others, request) and request[0] is self._hub.scene:
            self.other = (*request, scene)
            self._hub.show_page("two")

    # heads ranked

    def _what(self) -> tuple[str, str, tuple[Head, ...]]:
        state = self._hub.state
        return state.model, state.sentence, state.off

    @Slot(str)
    def rank(self, reference: str) -> None:
        """Rank the heads by what is lost without each; without a reference by the translation."""
        hub = self._hub
        if hub.studio is None or hub.scene is None:
            return
        reference = reference or hub.scene.text
        if not reference:
            text = self.tr("There is no translation to measure by yet.")
            hub.context.notices.post(text, "warn")
            return
        state = hub.state
        work = partial(
            hub.studio.rank_heads, state.model, state.sentence, reference, state.off,
            positions=state.positions,
        )  # fmt: skip
        hub.ask(self._ranks, (self._what(), reference), work)

    @Slot(object, object)
    def _on_ranked(self, request: tuple[object, str], rows: tuple[Importance, ...]) -> None:
        if not self._hub.is_answer(self._ranks, request):
            return
        self._ranked_of, reference = request
        self.ranked = rows
        self._hub.view.two.ranking.show_ranking(rows)
        best = rows[0]
        told = self.tr("{head} matters most: without it ln p of “{text}” falls by {drop}.")
        self._hub.view.show_caption(
            told.format(
                head=head_title(best.kind, best.layer, best.head), text=reference,
                drop=fixed(best.drop),
            )
        )  # fmt: skip

    # the order of words

    def read(self, _text: str) -> None:
        """Take a sentence that is typed as the order to compare with."""
        self._base = ""

    def show_order(self, scene: Scene) -> None:
        """Show positions, the words to drag, and both orders."""
        from core.attention.order import sentence_of, turned, words_of

        hub = self._hub
        text = scene.steps.sentence.text
        words = words_of(text)
        if sorted(words) != sorted(words_of(self._base)):
            self._base = sentence_of(words)
        now = sentence_of(words)
        other = now if now != self._base else sentence_of(turned(words))
        page = hub.view.order
        page.show_positions(scene.card.width)
        page.show_words(words)
        request = (self._base, other)
        if hub.studio is not None:
            work = partial(hub.studio.orders, hub.state.model, *request)
            hub.ask(self._orders, request, work)

    @Slot(object, object)
    def _on_order(
        self, request: tuple[str, str], rows: tuple[tuple[str, bool, Compared], ...]
    ) -> None:
        if self._hub.is_answer(self._orders, request) and self._hub.studio is not None:
            self.compared = rows
            cards = self._hub.studio.cards()
            self._hub.view.order.show_compared(
                *request, [(cards[name], on, found) for name, on, found in rows]
            )

    @Slot()
    def measure(self) -> None:
        """Measure the encoder and an LSTM on more and more words."""
        hub = self._hub
        if hub.studio is not None and hub.state.model:
            hub.view.order.measure.setEnabled(False)
            hub.ask(self._times, object(), partial(_measure, hub.studio, hub.state.model))

    @Slot(object, object)
    def _on_times(self, request: object, times: tuple[Times, ...]) -> None:
        if self._hub.is_answer(self._times, request):
            self.times = times
            self._hub.view.order.show_times(times)


def _measure(studio: Studio, name: str) -> tuple[Times, ...]:
    from core.attention.clock import equal_lstm, time_words

    model = studio.model(name)
    lstm = equal_lstm(model)
    return tuple(time_words(model, lstm, words) for words in WORDS if words < model.card.context)
