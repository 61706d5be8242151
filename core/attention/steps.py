"""Translate one word at a time: a state says what may come next, choosing gives another state.

States never change, so one may go back to any of them and choose another word.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from core.attention.model import Source, Switches, TranslatorModel, begin, log_softmax
from core.attention.pieces import BEGIN, END, decode, encode, split, tidy
from core.errors import Fault, InputError
from core.text.vocabulary import UNKNOWN, Token


@dataclass(frozen=True)
class Sentence:
    """What was typed as the model reads it.

    Attributes
    ----------
    text : with single spaces, up to where it was cut.
    pieces : with their places in `text`; the END that the model reads after them is not here.
    cut : what did not fit into the model's context, "" mostly.
    unknown : characters that the vocabulary does not have.
    """

    text: str
    pieces: tuple[Token, ...]
    cut: str
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What may come next: a piece, its text, its probability."""

    token: int
    text: str
    probability: float

    @property
    def ends(self) -> bool:
        """Say whether the translation ends with it."""
        return self.token == END


@dataclass(frozen=True, eq=False)
class State:
    """A sentence and the translation so far.

    Attributes
    ----------
    tokens : (T,) int64, BEGIN and the pieces chosen; the last may be END.
    log_p : ln p of each chosen piece (T - 1,).
    past : the cache (L, 2, 1, H, T, D) of all tokens but END.
    logits : (V,), of the piece after the last one; before END once that is chosen.
    encode_ms, step_ms : what encoder and last decoder step took.
    """

    sentence: Sentence
    source: Source
    switches: Switches
    tokens: np.ndarray
    log_p: np.ndarray
    past: np.ndarray
    logits: np.ndarray
    encode_ms: float
    step_ms: float

    @property
    def ended(self) -> bool:
        """Say whether END was chosen."""
        return bool(self.tokens[-1] == END)


def read(model: TranslatorModel, text: str) -> Sentence:
    """Cut a typed text into pieces; raises InputError MISSING when nothing is left of it."""
    clean = tidy(text)
    pieces = split(model.vocabulary, clean)
    if not pieces:
        raise InputError("sentence", Fault.MISSING, "empty")
    room = model.card.context - 1
    kept = pieces[:room]
    end = kept[-1].last if len(pieces) > room else len(clean)
    unknown = {clean[p.first : p.last].strip() for p in kept if p.number == UNKNOWN}
    return Sentence(clean[:end], kept, clean[end:].strip(), tuple(sorted(unknown)))


def start(model: TranslatorModel, text: str, switches: Switches | None = None) -> State:
    """Read a sentence; raises InputError MISSING when it is empty."""
    return start_with(model, read(model, text), switches)


def start_with(
    model: TranslatorModel, sentence: Sentence, switches: Switches | None = None
) -> State:
    """Encode a sentence and look at what may come first."""
    switches = switches or Switches.all_on(model.card)
    began = time.perf_counter()
    source = model.encode(encode(model.vocabulary, sentence.text)[None], [switches])
    encoded = time.perf_counter()
    logits, past = model.go_on(source, model.empty(1), begin(1))
    done = time.perf_counter()
    times = (1e3 * (encoded - began), 1e3 * (done - encoded))
    none = np.empty(0, dtype=np.float64)
    first = np.array([BEGIN])
    return State(sentence, source, switches, first, none, past, logits[0, -1], *times)


def choices(model: TranslatorModel, state: State, count: int) -> tuple[Choice, ...]:
    """Return the likeliest next pieces, the likeliest first."""
    p = probabilities(state)
    order = np.lexsort((np.arange(len(p)), -p))[:count]
    tokens = model.vocabulary.tokens
    return tuple(Choice(int(i), "" if i == END else tokens[i], float(p[i])) for i in order)


def probabilities(state: State) -> np.ndarray:
    """Return p (V,) of every piece to be the next one."""
    found: np.ndarray = np.exp(log_softmax(state.logits.astype(np.float64)))
    return found


def choose(model: TranslatorModel, state: State, token: int) -> State:
    """Go on with any piece; raises InputError REFUSED after the end or when it is full."""
    if state.ended or len(state.tokens) >= model.card.context:
        raise InputError("translation", Fault.REFUSED, "ended")
    if not 0 <= token < model.card.vocabulary:
        raise InputError("piece", Fault.MISMATCH, str(token))
    tokens = np.append(state.tokens, token)
    log_p = np.append(state.log_p, log_softmax(state.logits.astype(np.float64))[token])
    if token == END:  # nobody asks what comes after it
        return replace(state, tokens=tokens, log_p=log_p)
    began = time.perf_counter()
    logits, past = model.go_on(state.source, state.past, np.array([[token]]))
    took = 1e3 * (time.perf_counter() - began)
    return replace(state, tokens=tokens, log_p=log_p, past=past, logits=logits[0, -1], step_ms=took)


def finish(model: TranslatorModel, state: State, longest: int | None = None) -> State:
    """Choose the likeliest piece until the end (greedy)."""
    longest = longest or model.card.context
    while not state.ended and len(state.tokens) < longest:
        state = choose(model, state, int(np.argmax(state.logits)))
    return state


def force(
    model: TranslatorModel, text: str, translation: str, switches: Switches | None = None
) -> State:
    """Return the state after a given translation, with its END."""
    state = start(model, text, switches)
    for token in encode(model.vocabulary, translation)[: model.card.context - 1]:
        state = choose(model, state, int(token))
    return state


def text_of(model: TranslatorModel, state: State) -> str:
    """Return the translation so far."""
    return decode(model.vocabulary, state.tokens[1:])
