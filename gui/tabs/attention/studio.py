"""The open translators and what is asked of them: lives in the worker, knows no Qt.

It is imported when the tab is first seen: what it needs takes time to load.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from core.attention import maps, search, steps
from core.attention.examples import EXAMPLES
from core.attention.importance import Importance, head_importance
from core.attention.model import Switches, TranslatorModel
from core.attention.opening import open_translator
from core.attention.order import Compared, compare
from core.attention.pieces import END
from core.cards import TranslatorCard
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.providers import Device, best_device
from gui.tabs.attention.state import Head, Looked, Scene

LONGEST_WORD = 12  # pieces that are taken for one word at most
USUAL = EXAMPLES[0][0]


def _rank(entry: Entry[TranslatorCard]) -> tuple[bool, int, str]:
    """Put the one with most heads first, those without positions last."""
    assert entry.card is not None
    return (not entry.card.positions, -entry.card.heads, entry.name)


class Studio:
    """Opens models once, and translates with the one that is chosen."""

    def __init__(self, library: Library[TranslatorCard], device: str) -> None:
        self.device: Device = best_device(device)
        found = library.entries()
        sound = sorted((entry for entry in found if entry.card is not None), key=_rank)
        self.entries = {entry.name: entry for entry in sound}
        self.errors: list[CoreError] = []  # of models that cannot be opened
        self._models: dict[str, TranslatorModel] = {}
        self._texts: dict[str, tuple[str, ...]] = {}  # of every model's pieces

    def cards(self) -> dict[str, TranslatorCard]:
        """Return the card of each model, by name."""
        return {name: entry.card for name, entry in self.entries.items() if entry.card is not None}

    def first(self, wanted: str) -> str:
        """Return the first model that can be opened, `wanted` before all others; "" for none."""
        for name in sorted(self.entries, key=lambda name: name != wanted):
            try:
                self.model(name)
            except CoreError as error:
                self.errors.append(error)
            else:
                return name
        return ""

    def examples(self) -> list[str]:
        """Return sentences to begin with."""
        return [source for source, _ in EXAMPLES]

    def model(self, name: str) -> TranslatorModel:
        """Return a model, opened when it is first asked for; raises what opening raises."""
        if name not in self._models:
            model = open_translator(self.entries[name], self.device)
            self._texts[name] = maps.labels(model, np.arange(model.card.vocabulary))
            self._models[name] = model
        return self._models[name]

    def switches(self, name: str, off: Sequence[Head], *, positions: bool) -> Switches:
        """Return what is on; heads that the model does not have are left out."""
        card = self.model(name).card
        switches = Switches.all_on(card)
        for kind, layer, head in off:
            if layer < card.layers and head < card.heads:
                switches = switches.off(kind, layer, head)
        return switches if positions else switches.without_positions()

    # each returns a scene

    def begin(
        self, name: str, text: str, off: Sequence[Head], written: Sequence[int], *, positions: bool
    ) -> Scene:
        """Read a sentence, and write what was written before."""
        model, began = self.model(name), time.perf_counter()
        state = steps.start(model, text, self.switches(name, off, positions=positions))
        for token in written:
            if state.ended:
                break
            state = steps.choose(model, state, token)
        return self._scene(name, state, began)

    def translate(self, name: str, text: str, off: Sequence[Head], *, positions: bool) -> Scene:
        """Read a sentence and take the likeliest piece until the end."""
        model, began = self.model(name), time.perf_counter()
        state = steps.start(model, text, self.switches(name, off, positions=positions))
        longest = search.longest_for(model, state.source.tokens.shape[1])
        return self._scene(name, steps.finish(model, state, longest), began)

    def go_on(self, name: str, scene: Scene, *, to_end: bool = False) -> Scene:
        """Add the likeliest German word: pieces up to the next one that begins a word."""
        model, began = self.model(name), time.perf_counter()
        state = scene.steps
        if to_end:
            longest = search.longest_for(model, state.source.tokens.shape[1])
            return self._scene(name, steps.finish(model, state, longest), began)
        texts = model.vocabulary.tokens
        for count in range(LONGEST_WORD):
            token = int(np.argmax(state.logits))
            if state.ended or (count and (token == END or texts[token].startswith(" "))):
                break
            state = steps.choose(model, state, token)
        return self._scene(name, state, began)

    def choose(self, name: str, scene: Scene, length: int, token: int) -> Scene:
        """Add a piece after the first `length` tokens of the translation."""
        model, began = self.model(name), time.perf_counter()
        state = self._cut(model, scene.steps, length)
        return self._scene(name, steps.choose(model, state, token), began)

    def cut(self, name: str, scene: Scene, length: int) -> Scene:
        """Go back to the first `length` tokens of the translation."""
        model, began = self.model(name), time.perf_counter()
        return self._scene(name, self._cut(model, scene.steps, length), began)

    def _cut(self, model: TranslatorModel, state: steps.State, length: int) -> steps.State:
        if length >= len(state.tokens):
            return state
        tokens = state.tokens[1:length].tolist()
        state = steps.start_with(model, state.sentence, state.switches)
        for token in tokens:
            state = steps.choose(model, state, token)
        return state

    def _scene(self, name: str, state: steps.State, began: float) -> Scene:
        model = self.model(name)
        took = 1e3 * (time.perf_counter() - began)
        found, text = maps.maps(model, state), steps.text_of(model, state)
        longest = search.longest_for(model, state.source.tokens.shape[1])
        return Scene(model.card, state, found, text, took, longest, self._texts[name])

    # what single pages need

    def look(self, name: str, scene: Scene, page: str, head: Head) -> Looked:
        """Return what a page shows beyond the scene."""
        model = self.model(name)
        if page == "inside":
            return Looked(inside=maps.inside(model, scene.steps, *head))
        if page == "map":
            return Looked(parts=maps.parts(model, scene.steps))
        if page == "beam":
            tokens = scene.steps.source.tokens[0]
            return Looked(found=search.translate(model, tokens, scene.steps.switches))
        return Looked()

    def rank_heads(
        self, name: str, sentence: str, reference: str, off: Sequence[Head], *, positions: bool
    ) -> tuple[Importance, ...]:
        """Rank heads by what is lost without each, of those that are on."""
        switches = self.switches(name, off, positions=positions)
        rows = head_importance(self.model(name), sentence, reference, switches)
        return tuple(row for row in rows if (row.kind, row.layer, row.head) not in off)

    def orders(self, name: str, one: str, other: str) -> tuple[tuple[str, bool, Compared], ...]:
        """Compare two orders: with positions, with them switched off, trained without them."""
        cards = self.cards()
        with_them = next((n for n in (name, *cards) if cards[n].positions), None)
        without = next((n for n in (name, *cards) if not cards[n].positions), None)
        wanted = [(with_them, True), (with_them, False), (without, False)]
        return tuple(
            (n, on, compare(self.model(n), one, other, positions=on))
            for n, on in wanted
            if n is not None
        )
