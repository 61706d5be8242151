"""What the page on memory asks of the networks: gradients and probes, step by step."""

from __future__ import annotations

import re
from collections.abc import Generator

import numpy as np

from core.cards import TextCard, TextKind
from core.data.texts import excerpt
from core.errors import InputError
from core.runtime.library import Entry
from core.text.gradients import Gradients
from core.text.model import TextModel
from core.text.probes import PROBES, Accuracy, probe
from gui.tabs.text.state import Page

DISTANCES = (1, 2, 4, 8, 16, 32, 64, 128)
TRIES = 20
RECURRENT = (TextKind.RNN, TextKind.LSTM)
LANGUAGES = {"quote-de": "de", "quote-en": "en"}
Curves = dict[str, np.ndarray]
Probed = dict[str, list[Accuracy]]


def token_gradients(
    entries: dict[str, Entry[TextCard]], pages: tuple[Page, ...], most: int
) -> Generator[Curves, None, Curves]:
    """Compute ‖∂ log p(next) / ∂e_t‖ by distance 1, 2, … for every network, one after another."""
    found: Curves = {}
    for page in pages:
        if page.card.kind is TextKind.MARKOV:
            continue
        logits = page.here.logits
        assert logits is not None
        gradients = Gradients.open(entries[page.name])
        found[page.name] = gradients.by_token(_tokens(page, most), int(logits.argmax()))[::-1]
        yield dict(found)
    return found


def state_gradients(
    entries: dict[str, Entry[TextCard]], pages: tuple[Page, ...], most: int
) -> Generator[float, None, Curves]:
    """Compute ‖∂h_T / ∂h_t‖ by distance T - t from 1 on; yields the share that is done."""
    found: Curves = {}
    wanted = [page for page in pages if page.card.kind in RECURRENT]
    for number, page in enumerate(wanted):
        tokens = _tokens(page, most)
        walk = Gradients.open(entries[page.name]).by_state(tokens)
        while True:
            try:
                yield (number + 1 - next(walk) / len(tokens)) / len(wanted)
            except StopIteration as end:
                found[page.name] = end.value.hidden[:-1][::-1]
                break
    return found


def probes_for(corpus: str, models: dict[str, TextModel]) -> list[str]:
    """Return the kinds of probes that a corpus' signs and language allow."""
    cards = [model.card for model in models.values() if model.card.kind is not TextKind.MARKOV]
    if not cards:
        return []
    some = next(m for m in models.values() if m.card.kind is not TextKind.MARKOV)
    speakers = bool(re.search(r"^[A-Z][A-Za-z ]+:$", excerpt(corpus), re.MULTILINE))
    found = []
    for name, kind in PROBES.items():
        known = 0 not in some.vocabulary.encode(kind.opening + kind.closing)
        fits = LANGUAGES.get(name, cards[0].language) == cards[0].language
        if known and fits and (speakers or not kind.cue):
            found.insert(0 if kind.cue else len(found), name)
    return found


def probe_networks(
    corpus: str, models: dict[str, TextModel], kind: str
) -> Generator[tuple[float, Probed], None, Probed]:
    """Probe every network at every distance; yields the share that is done and what is known."""
    networks = {n: m for n, m in models.items() if m.card.kind is not TextKind.MARKOV}
    filler, found = excerpt(corpus), {name: list[Accuracy]() for name in networks}
    total = sum(DISTANCES) * len(networks)
    done = 0
    for distance in DISTANCES:  # all of them at one distance, so that they can be compared early
        for name, model in networks.items():
            try:
                found[name] += list(probe(model, PROBES[kind], filler, (distance,), TRIES))
            except InputError:  # the excerpt has no stretch so long without a sign
                continue
            done += distance
            yield done / total, {n: list(a) for n, a in found.items()}
    return found


def _tokens(page: Page, most: int) -> np.ndarray:
    return np.array([node.token for node in page.nodes][-most:], dtype=np.int64)
