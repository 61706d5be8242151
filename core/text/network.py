"""The networks at work in ONNX Runtime: one step graph each, their state handed in and out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cards import TextCard, TextKind, TranslatorCard
from core.errors import Fault, InputError, ModelError
from core.runtime.library import Entry, check_files, open_graphs
from core.runtime.providers import Device
from core.runtime.session import ModelSession
from core.text.model import Reading
from core.text.vocabulary import VOCABULARY_FILE, Vocabulary

STEP = "next"  # the role of the one graph


@dataclass(frozen=True, eq=False)
class RecurrentState:
    """All that a recurrent network remembers: (S, C) float32; an LSTM's h of each layer, then c."""

    vectors: np.ndarray


class RecurrentModel:
    """A vanilla RNN or an LSTM, one token at a time."""

    def __init__(self, card: TextCard, vocabulary: Vocabulary, session: ModelSession) -> None:
        self.card, self.vocabulary, self.session = card, vocabulary, session
        assert card.width is not None
        assert card.layers is not None
        parts = card.layers * (2 if card.kind is TextKind.LSTM else 1)
        self._empty = np.zeros((parts, card.width), dtype=np.float32)

    def start(self) -> RecurrentState:
        """Return zeros."""
        return RecurrentState(self._empty)

    def read(self, state: RecurrentState, tokens: np.ndarray) -> Reading:
        """Read tokens (T,), at least one."""
        _check(tokens, self.card.vocabulary)
        vectors = state.vectors[:, None]  # (S, 1, C)
        logits = np.empty((len(tokens), self.card.vocabulary), dtype=np.float32)
        for place in range(len(tokens)):
            inputs = {"tokens": tokens[place : place + 1], "state": vectors}
            row, vectors = self.session.run(inputs, ("logits", "state_after"))
            logits[place] = row[0]
        return Reading(logits, RecurrentState(vectors[:, 0]))

    def path(self, state: RecurrentState, tokens: np.ndarray) -> np.ndarray:
        """Return the whole state (T, S, C) after each of tokens (T,)."""
        states = []
        for place in range(len(tokens)):
            state = self.read(state, tokens[place : place + 1]).state
            states.append(state.vectors)
        return np.stack(states) if states else np.empty((0, *self._empty.shape), np.float32)

    def visible(self, state: RecurrentState) -> None:
        """Return None: all that was read is in the state, ever more faintly."""


@dataclass(eq=False)
class _Buffer:
    """Cache rows that states share: each sees the first few, the longest may go on in place."""

    rows: np.ndarray  # (2 L, 1, H, context, D): keys and values of each layer in turn
    filled: int


@dataclass(frozen=True, eq=False)
class CacheState:
    """The tokens that a Transformer sees, and what it has computed of them."""

    tokens: np.ndarray  # (P,)
    buffer: _Buffer | None


class TransformerModel:
    """A Transformer with a key-value cache, as many tokens at a time as there are.

    When the context is full it forgets its first half and reads the second anew: what it says next
    is said after at least half a context.
    """

    def __init__(self, card: TextCard, vocabulary: Vocabulary, session: ModelSession) -> None:
        self.card, self.vocabulary, self.session = card, vocabulary, session
        assert card.width is not None
        assert card.layers is not None
        assert card.heads is not None
        assert card.context is not None
        size = card.width // card.heads
        self._shape = (2 * card.layers, 1, card.heads, card.context, size)
        self._names = cache_names(card.layers)
        self._context = card.context

    def start(self) -> CacheState:
        """Return an empty cache."""
        return CacheState(np.empty(0, dtype=np.int64), None)

    def read(self, state: CacheState, tokens: np.ndarray) -> Reading:
        """Read tokens (T,), at least one."""
        _check(tokens, self.card.vocabulary)
        parts, done = [], 0
        while done < len(tokens):
            again = 0
            if len(state.tokens) == self._context:
                again = self._context // 2
                kept = state.tokens[-again:]
                state = self.start()
            else:
                kept = state.tokens[:0]
            room = self._context - len(state.tokens) - again
            fresh = tokens[done : done + room]
            logits, state = self._go_on(state, np.concatenate([kept, fresh]))
            parts.append(logits[again:])
            done += len(fresh)
        return Reading(np.concatenate(parts), state)

    def visible(self, state: CacheState) -> int:
        """Return how many tokens are in the cache."""
        return len(state.tokens)

    def _go_on(self, state: CacheState, tokens: np.ndarray) -> tuple[np.ndarray, CacheState]:
        past, count = len(state.tokens), len(tokens)
        buffer = state.buffer
        if buffer is None or buffer.filled != past:  # another branch has gone on in it
            rows = np.zeros(self._shape, dtype=np.float32)
            if buffer is not None:
                rows[..., :past, :] = buffer.rows[..., :past, :]
            buffer = _Buffer(rows, past)
        inputs = {"tokens": tokens[None], "past": np.array([past])}
        inputs |= zip(self._names, buffer.rows, strict=True)
        logits, fresh = self.session.run(inputs, ("logits", "rows"))
        buffer.rows[..., past : past + count, :] = fresh
        buffer.filled = past + count
        return logits[0], CacheState(np.concatenate([state.tokens, tokens]), buffer)


NetworkModel = RecurrentModel | TransformerModel


def cache_names(layers: int) -> tuple[str, ...]:
    """Return what the inputs of a Transformer's graph are called that hold its cache."""
    return tuple(f"{what}_{layer}" for layer in range(layers) for what in ("keys", "values"))


def open_network(entry: Entry[TextCard], device: Device) -> NetworkModel:
    """Check an entry's files and open its graph and vocabulary.

    Raises
    ------
    ModelError
        As `core.runtime.library.open_model`; MISMATCH when the vocabulary has another size.
    """
    if entry.card is None:
        raise entry.error or ModelError(entry.name, Fault.MISSING)
    check_files(entry.card, entry.folder)
    vocabulary = read_vocabulary(entry)
    return network_of(entry.card, vocabulary, open_graphs(entry.card, entry.folder, device)[STEP])


def read_vocabulary(entry: Entry[TextCard] | Entry[TranslatorCard]) -> Vocabulary:
    """Read the vocabulary of a model; raises ModelError MISSING, UNREADABLE or MISMATCH."""
    assert entry.card is not None
    try:
        json = (entry.folder / VOCABULARY_FILE).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ModelError(entry.name, Fault.MISSING, file=VOCABULARY_FILE) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(entry.name, Fault.UNREADABLE, str(error), VOCABULARY_FILE) from error
    vocabulary = Vocabulary(json, entry.name)
    if len(vocabulary) != entry.card.vocabulary:
        detail = f"{len(vocabulary)} tokens, the card says {entry.card.vocabulary}"
        raise ModelError(entry.name, Fault.MISMATCH, detail, VOCABULARY_FILE)
    return vocabulary


def network_of(card: TextCard, vocabulary: Vocabulary, session: ModelSession) -> NetworkModel:
    """Put a network's parts together."""
    kind = TransformerModel if card.kind is TextKind.TRANSFORMER else RecurrentModel
    return kind(card, vocabulary, session)


def _check(tokens: np.ndarray, vocabulary: int) -> None:
    if not len(tokens):
        raise InputError("tokens", Fault.MISSING, "at least one")
    if tokens.min() < 0 or tokens.max() >= vocabulary:
        raise InputError("tokens", Fault.MISMATCH, f"not in 0 … {vocabulary - 1}")
