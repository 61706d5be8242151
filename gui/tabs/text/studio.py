"""The open models of a corpus and the texts they write: lives in the worker, knows no Qt.

It is imported when the tab is first seen: what it needs takes time to load.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.cards import WEIGHTS_FILE, TextCard, TextKind, Unit
from core.data.texts import TEXTS, excerpt
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.providers import Device, best_device
from core.text.copied import CopyIndex, Run
from core.text.counts import Counts, Growth
from core.text.learnt import OWN, Learnt, own_model
from core.text.markov import MarkovModel, Neighbour, Row, Smoothing
from core.text.model import TextModel
from core.text.network import RecurrentModel
from core.text.opening import open_text, shipped_index
from core.text.own import Opened, open_text_file, read_parts
from core.text.paths import Plane, state_plane
from core.text.reading import Surprise, read_text, sounds_like
from core.text.sampling import Settings
from core.text.tree import TextTree
from gui.tabs.text.state import Page, Place

T = TypeVar("T")
NEIGHBOURS = 6  # contexts before and after
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


@dataclass(frozen=True, eq=False)
class Opening:
    """A chain opened at the end of a text: the row it looks up, and the contexts around it."""

    page: Page
    model: MarkovModel
    asked: tuple[int, ...]
    row: Row
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    growth: tuple[Growth, ...]


class Studio:
    """The models of one corpus, each with the tree of what it has written."""

    def __init__(self, corpus: str, device: str) -> None:
        """Open every model that can be opened; what cannot is in `errors`."""
        self.growth: dict[str, tuple[Growth, ...]] = {}
        self.sizes: dict[str, int] = {}  # bytes of the networks' weights
        self.corpus = corpus
        self.device: Device = best_device(device)
        self.models: dict[str, TextModel] = {}
        self.entries: dict[str, Entry[TextCard]] = {}
        self.errors: list[CoreError] = []
        self.trees: dict[str, TextTree] = {}
        self.prompt = ""
        self.own: Learnt | None = None
        self.own_from: tuple[Opened | None, float] = (None, 0.0)  # its file, seconds it took
        self._whole: dict[str, Counts] = {}
        for entry in dict(corpora()).get(corpus, []):
            try:
                model = open_text(entry, self.device)
                if isinstance(model, MarkovModel):
                    self.growth[entry.name] = model.counts.growth()
                    self._whole[entry.name] = model.counts
                else:
                    self.sizes[entry.name] = (entry.folder / WEIGHTS_FILE).stat().st_size
                self.models[entry.name] = model
                self.entries[entry.name] = entry
            except CoreError as error:
                self.errors.append(error)

    def most_order(self) -> int:
        """Return the longest contexts that any chain has counted."""
        return max((counts.order for counts in self._whole.values()), default=2)

    def count(self, smoothing: str, order: int) -> None:
        """Let the chains count in another way; what was written has to be read again."""
        how = Smoothing(smoothing)
        for name, counts in self._whole.items():
            most = min(order, counts.order)
            if name == OWN and self.own is not None:
                self.models[name] = own_model(self.own, most, how)
                continue
            old = self.models[name]
            self.models[name] = MarkovModel(old.card, old.vocabulary, counts, most, how)

    def take_own(self, learnt: Learnt | None, smoothing: str, order: int) -> None:
        """Let a chain of the user's own text write too, after the other chains; None: no more."""
        self.own = learnt
        for table in (self._whole, self.growth, self.models, self.trees):
            table.pop(OWN, None)
        if learnt is None:
            return
        self._whole[OWN] = learnt.counts
        self.growth[OWN] = learnt.counts.growth()
        model = own_model(learnt, min(order, learnt.counts.order), Smoothing(smoothing))
        chains = sum(m.card.kind is TextKind.MARKOV for m in self.models.values())
        self.models = _at(chains, self.models, model)
        self.trees = _at(chains, self.trees, TextTree(model, self.prompt))

    def shared_vocabulary(self) -> tuple[TextModel, Unit] | None:
        """Return a model with the vocabulary that the networks share, and what its tokens are."""
        for name, model in self.models.items():
            if name != OWN and model.card.unit is not Unit.WORDS:
                return model, model.card.unit
        return None

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

    def go_to(self, name: str, number: int) -> None:
        """Go to a node of one model's text: to another version."""
        self.trees[name].go(number)

    def back_to_prompt(self) -> None:
        """Go back to the end of the prompt with every model."""
        for tree in self.trees.values():
            while tree.here.written:
                tree.undo()

    def place(self) -> Place:
        """Return where every text ends."""
        return Place(self.prompt, tuple((n, t, t.here.number) for n, t in self.trees.items()))

    def go(self, place: Place) -> None:
        """Come back to a place."""
        self.prompt = place.prompt
        self.trees = {name: tree for name, tree, _ in place.ends}
        for _, tree, number in place.ends:
            tree.go(number)

    def pages(self) -> tuple[Page, ...]:
        """Return what there is to show."""
        return tuple(_page(name, tree) for name, tree in self.trees.items())

    def open_chain(self, page: Page) -> Opening:
        """Return what a chain looks up at the end of its text."""
        model = page.model
        assert isinstance(model, MarkovModel)
        asked = tuple(n.token for n in page.nodes[-model.order :] if n.token is not None)
        row = model.row(asked)
        return Opening(
            page, model, asked, row, model.earlier_contexts(row.context, NEIGHBOURS),
            model.next_contexts(row.context, NEIGHBOURS), self.growth.get(page.name, ()),
        )  # fmt: skip


def _page(name: str, tree: TextTree) -> Page:
    versions, version = tree.versions()
    return Page(
        name, tree.model.card, tree.model, tree, tuple(tree.path()), tree.visible(), tree.opened,
        tree.text(), versions, version,
    )  # fmt: skip


def _at(place: int, table: dict[str, T], fresh: T) -> dict[str, T]:
    """Return a table with what is the user's own at a place."""
    rows = list(table.items())
    return dict([*rows[:place], (OWN, fresh), *rows[place:]])


class Copies:
    """Finds what texts have copied: from the corpus, and what the own chain has from its text."""

    def __init__(self) -> None:
        self._own: tuple[Learnt, CopyIndex] | None = None

    def find(
        self, corpus: str, texts: dict[str, str], learnt: Learnt | None
    ) -> dict[str, Run | None]:
        """Return the longest run that each text shares with what its model has learnt from."""
        if learnt is not None and (self._own is None or self._own[0] is not learnt):
            self._own = learnt, CopyIndex.of(learnt.text)
        found = {}
        for name, text in texts.items():
            own = name == OWN and self._own is not None
            index = self._own[1] if own and self._own else copy_index(corpus)
            found[name] = index.longest(text)
        return found


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


Readings = tuple[dict[str, Surprise], tuple[tuple[str, float], ...]]


def read_by_all(studio: Studio, text: str) -> Generator[float, None, Readings]:
    """Read a text with every model, and by one chain of each corpus; yields the share done."""
    models = {name: _smoothed(model) for name, model in studio.models.items()}
    others = {
        corpus: chain
        for corpus, entries in corpora()
        if (chain := next((e for e in entries if _is_shared_chain(e)), None)) is not None
    }
    total, found, sounds = len(models) + len(others), {}, []
    for place, (name, model) in enumerate(models.items()):
        found[name] = yield from _follow(read_text(model, text), place, total)
    for place, (corpus, entry) in enumerate(others.items(), len(models)):
        chain = open_text(entry, studio.device)
        sounds.append((corpus, (yield from _follow(read_text(chain, text), place, total))))
    return found, sounds_like(sounds)


def _follow(
    reading: Generator[float, None, Surprise], place: int, total: int
) -> Generator[float, None, Surprise]:
    while True:
        try:
            yield (place + next(reading)) / total
        except StopIteration as end:
            found: Surprise = end.value
            return found


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
