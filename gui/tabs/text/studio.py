"""The open models of a corpus and the texts they write: lives in the worker, knows no Qt.

It is imported when the tab is first seen: what it needs takes time to load.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.cards import TextCard, TextKind, Unit
from core.data.texts import TEXTS, excerpt
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.providers import Device, best_device
from core.text.copied import CopyIndex, Run
from core.text.counts import Counts, Growth
from core.text.gradients import Gradients
from core.text.markov import MarkovModel, Smoothing
from core.text.model import TextModel
from core.text.network import RecurrentModel
from core.text.opening import open_text, shipped_index
from core.text.own import Opened, open_text_file, read_parts
from core.text.paths import Plane, state_plane
from core.text.reading import Surprise, read_text, sounds_like
from core.text.sampling import Settings
from core.text.tree import TextTree
from gui.tabs.text.state import Page, Place

ORDER = (TextKind.MARKOV, TextKind.RNN, TextKind.LSTM, TextKind.TRANSFORMER)


def corpora() -> list[tuple[str, list[Entry[TextCard]]]]:
    """Return every corpus with its models: the chains first, the Transformer last."""
    found: dict[str, list[Entry[TextCard]]] = {}
    for entry in Library(of=TextCard).entries():
        if entry.card is not None:
            found.setdefault(entry.card.known_data or entry.card.data.name, []).append(entry)
    for entries in found.values():
        entries.sort(key=_rank)
    order = [*TEXTS, *sorted(found.keys() - TEXTS.keys())]  # Shakespeare first
    return [(name, found[name]) for name in order if name in found]


def _rank(entry: Entry[TextCard]) -> tuple[int, int, str]:
    assert entry.card is not None
    return (entry.card.unit is not Unit.WORDS, ORDER.index(entry.card.kind), entry.name)


@lru_cache(maxsize=2)
def copy_index(corpus: str) -> CopyIndex:
    """Return the index of a corpus' pairs of words."""
    return shipped_index(corpus)


class Studio:
    """The models of one corpus, each with the tree of what it has written."""

    def __init__(self, corpus: str, device: str) -> None:
        """Open every model that can be opened; what cannot is in `errors`."""
        self.growth: dict[str, tuple[Growth, ...]] = {}
        self.corpus = corpus
        self.device: Device = best_device(device)
        self.models: dict[str, TextModel] = {}
        self.entries: dict[str, Entry[TextCard]] = {}
        self.errors: list[CoreError] = []
        self.trees: dict[str, TextTree] = {}
        self.prompt = ""
        self._whole: dict[str, Counts] = {}
        for entry in dict(corpora()).get(corpus, []):
            try:
                model = open_text(entry, self.device)
                if isinstance(model, MarkovModel):
                    self.growth[entry.name] = model.counts.growth()
                self.models[entry.name] = model
                self.entries[entry.name] = entry
            except CoreError as error:
                self.errors.append(error)

    def count(self, smoothing: str, order: int) -> None:
        """Let the chains count in another way; what was written has to be read again."""
        for name, model in self.models.items():
            if isinstance(model, MarkovModel):
                self.models[name] = MarkovModel(
                    model.card, model.vocabulary, self._counts(name, model), order,
                    Smoothing(smoothing),
                )  # fmt: skip

    def _counts(self, name: str, model: MarkovModel) -> Counts:
        """Return all the counts of a chain, as it was opened."""
        return self._whole.setdefault(name, model.counts)

    def begin(self, prompt: str, written: Iterable[tuple[str, tuple[int, ...]]] = ()) -> None:
        """Read a prompt with every model, then the tokens that were written after it."""
        self.prompt = prompt
        self.trees = {name: TextTree(model, prompt) for name, model in self.models.items()}
        for name, tokens in written:
            model = self.models.get(name)
            for token in tokens if model is not None else ():
                if 0 <= token < len(self.models[name].vocabulary):
                    self.trees[name].choose(token)

    def step(self, settings: Settings) -> None:
        """Let every model write one token."""
        for tree in self.trees.values():
            tree.step(settings)

    def choose(self, name: str, token: int) -> None:
        """Go on with a token that the user chose."""
        self.trees[name].choose(token)

    def branch(self, name: str, number: int, token: int) -> None:
        """Put another token in the place of a node."""
        tree = self.trees[name]
        here = tree.here
        try:
            tree.branch(tree.go(number), token)
        except CoreError:
            tree.here = here
            raise

    def back_to_prompt(self) -> None:
        """Go back to the end of the prompt with every model."""
        for tree in self.trees.values():
            while tree.here.written:
                tree.undo()

    def place(self) -> Place:
        """Return where every text ends."""
        return Place(self.prompt, tuple((t, t.here.number) for t in self.trees.values()))

    def go(self, place: Place) -> None:
        """Come back to a place."""
        self.prompt = place.prompt
        self.trees = dict(zip(self.models, (tree for tree, _ in place.ends), strict=True))
        for tree, number in place.ends:
            tree.go(number)

    def pages(self) -> tuple[Page, ...]:
        """Return what there is to show."""
        return tuple(
            Page(
                name, tree.model.card, tree.model, tree, tuple(tree.path()), tree.visible(),
                tree.opened, tree.text(),
            )
            for name, tree in self.trees.items()
        )  # fmt: skip


def copied(corpus: str, texts: dict[str, str]) -> dict[str, Run | None]:
    """Return the longest run that each text shares with the corpus."""
    index = copy_index(corpus)
    return {name: index.longest(text) for name, text in texts.items()}


def memory(
    entries: dict[str, Entry[TextCard]], pages: tuple[Page, ...], most: int
) -> Callable[[], dict[str, np.ndarray]]:
    """Return work that gives ‖∂ log p(next) / ∂e_t‖ by distance 1, 2, … for every network."""

    def work() -> dict[str, np.ndarray]:
        found = {}
        for page in pages:
            if page.card.kind is TextKind.MARKOV:
                continue
            tokens = np.array([node.token for node in page.nodes][-most:], dtype=np.int64)
            assert page.here.logits is not None
            gradients = Gradients.open(entries[page.name])
            found[page.name] = gradients.by_token(tokens, int(page.here.logits.argmax()))[::-1]
        return found

    return work


def state_path(corpus: str, page: Page) -> tuple[str, np.ndarray, np.ndarray]:
    """Return a recurrent network's name, its state's places (T, 2), the shares of variance.

    The plane is that of the corpus' held-out excerpt, so that the paths of texts compare.
    """
    assert isinstance(page.model, RecurrentModel)
    plane = _plane(page.model, corpus)
    tokens = np.array([node.token for node in page.nodes], dtype=np.int64)
    states = page.model.path(page.model.start(), tokens)
    return page.name, plane.place(states), plane.share


@lru_cache(maxsize=4)
def _plane(model: RecurrentModel, corpus: str) -> Plane:
    return state_plane(model, excerpt(corpus))


class Reader:
    """Reads a text with every model, and by one chain of each corpus; can be told to stop."""

    def __init__(self, studio: Studio, text: str) -> None:
        self._studio, self.text = studio, text
        self.stopped = False
        self.share = 0.0

    def work(self) -> tuple[dict[str, Surprise], tuple[tuple[str, float], ...]] | None:
        """Return the readings and what the text sounds like; None when it was stopped."""
        models = {name: _smoothed(model) for name, model in self._studio.models.items()}
        others = {
            corpus: chain
            for corpus, entries in corpora()
            if (chain := next((e for e in entries if _is_shared_chain(e)), None)) is not None
        }
        total, found, sounds = len(models) + len(others), {}, []
        for place, (name, model) in enumerate(models.items()):
            reading = self._follow(read_text(model, self.text), place, total)
            if reading is None:
                return None
            found[name] = reading
        for place, (corpus, entry) in enumerate(others.items(), len(models)):
            chain = open_text(entry, self._studio.device)
            reading = self._follow(read_text(chain, self.text), place, total)
            if reading is None:
                return None
            sounds.append((corpus, reading))
        return found, sounds_like(sounds)

    def _follow(
        self, reading: Generator[float, None, Surprise], place: int, total: int
    ) -> Surprise | None:
        while not self.stopped:
            try:
                self.share = (place + next(reading)) / total
            except StopIteration as end:
                found: Surprise = end.value
                return found
        return None


def _smoothed(model: TextModel) -> TextModel:
    """Return a chain that finds nothing impossible; other models as they are."""
    if not isinstance(model, MarkovModel):
        return model
    smoothing = Smoothing.KNESER_NEY
    return MarkovModel(model.card, model.vocabulary, model.counts, model.order, smoothing)


def _is_shared_chain(entry: Entry[TextCard]) -> bool:
    card = entry.card
    return card is not None and card.kind is TextKind.MARKOV and card.unit is not Unit.WORDS


def open_part(path: Path, most: int) -> tuple[Opened, str, bool]:
    """Read the first characters of a file: how it was decoded, the text, whether it goes on."""
    opened = open_text_file(path)
    text = ""
    for part in read_parts(opened):
        text += part.text
        if len(text) > most:
            return opened, text[:most], True
    return opened, text, False
