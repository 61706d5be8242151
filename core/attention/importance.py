"""How likely a model finds a given translation, and how much each head has to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.attention.model import KINDS, Kind, Switches, TranslatorModel, begin, log_softmax
from core.attention.pieces import encode

ROWS = 32  # variants that are computed at once


@dataclass(frozen=True)
class Importance:
    """What a head does for the reference: by how much ln p of it falls without that head."""

    kind: Kind
    layer: int
    head: int
    drop: float


def log_likelihood(
    model: TranslatorModel, source: np.ndarray, target: np.ndarray, switches: Sequence[Switches]
) -> np.ndarray:
    """Return ln p (B, T) of target (T,), given source (S,), for each of B switches."""
    found = []
    for first in range(0, len(switches), ROWS):
        some = switches[first : first + ROWS]
        rows = len(some)
        read = model.encode(np.repeat(source[None], rows, axis=0), some)
        tokens = np.repeat(target[None, :-1], rows, axis=0)
        logits, _ = model.go_on(
            read, model.empty(rows), np.concatenate([begin(rows), tokens], axis=1)
        )
        found.append(log_softmax(logits)[:, np.arange(len(target)), target])
    return np.concatenate(found)


def head_importance(
    model: TranslatorModel, sentence: str, reference: str, switches: Switches | None = None
) -> tuple[Importance, ...]:
    """Rank all heads, the one that matters most first: each is switched off alone."""
    switches = switches or Switches.all_on(model.card)
    heads = [
        (kind, layer, head)
        for kind in KINDS
        for layer in range(model.card.layers)
        for head in range(model.card.heads)
    ]
    variants = [switches, *(switches.off(*head) for head in heads)]
    source, target = _encoded(model, sentence), _encoded(model, reference)
    sums = log_likelihood(model, source, target, variants).sum(-1)
    drops = (sums[0] - sums[1:]).tolist()
    ranked = [Importance(*head, drop) for head, drop in zip(heads, drops, strict=True)]
    return tuple(sorted(ranked, key=lambda each: -each.drop))


def mean_surprise(model: TranslatorModel, pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean −ln p of a piece of the second sentences, each given the first."""
    on = [Switches.all_on(model.card)]
    found = [
        log_likelihood(model, _encoded(model, source), _encoded(model, target), on)[0]
        for source, target in pairs
    ]
    return float(-np.concatenate(found).mean())


def _encoded(model: TranslatorModel, text: str) -> np.ndarray:
    """Return pieces and END of as much as the model is meant for."""
    tokens = encode(model.vocabulary, text)
    return np.append(tokens[:-1][: model.card.context - 1], tokens[-1])
