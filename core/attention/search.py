"""Search for a translation: greedy or with a beam, every branch kept, also those that were cut.

A beam keeps the `width` likeliest beginnings at each step. A translation that has ended is scored
by ln p / ((5 + T) / 6)^α (Wu et al. 2016), so that short ones are not preferred; the search ends
when `width` of them have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from core.attention.model import Source, Switches, TranslatorModel, begin, log_softmax
from core.attention.pieces import END, decode

ALPHA = 1.0  # how far length is made up for
ROOT = 0  # the first node of every tree: BEGIN


class Fate(StrEnum):
    """What became of a branch."""

    KEPT = "kept"  # it went on
    ENDED = "ended"  # a whole translation
    CUT = "cut"  # `width` others were likelier
    LATE = "late"  # still going on when the search had ended


@dataclass
class Node:
    """A beginning: its last piece, the node before, ln p of it all, its rank among its step's."""

    parent: int
    token: int
    log_p: float
    own_log_p: float  # of the last piece alone
    step: int
    rank: int
    fate: Fate
    score: float | None = None  # of a translation that has ended


@dataclass(frozen=True)
class Translation:
    """A whole translation: its pieces without BEGIN and END, ln p, the score it was chosen by."""

    tokens: tuple[int, ...]
    text: str
    log_p: float
    score: float
    ended: bool  # False: stopped at the longest length


@dataclass(frozen=True, eq=False)
class Found:
    """What a search came to: translations, the best first, and the tree of all that it saw."""

    translations: tuple[Translation, ...]
    tree: tuple[Node, ...]

    @property
    def best(self) -> Translation:
        """Return the one that was chosen."""
        return self.translations[0]


@dataclass
class _Beam:
    """The search for one sentence."""

    live: list[int] = field(default_factory=lambda: [ROOT])  # nodes that go on
    tree: list[Node] = field(default_factory=lambda: [Node(-1, -1, 0.0, 0.0, 0, 0, Fate.KEPT)])
    ended: list[int] = field(default_factory=list)


def translate(
    model: TranslatorModel,
    tokens: np.ndarray,
    switches: Switches | None = None,
    width: int = 4,
    alpha: float = ALPHA,
) -> Found:
    """Translate one sentence (S,) with its END; width 1 is greedy."""
    return translate_all(model, tokens[None], switches, width, alpha)[0]


def translate_all(
    model: TranslatorModel,
    tokens: np.ndarray,
    switches: Switches | None = None,
    width: int = 4,
    alpha: float = ALPHA,
) -> list[Found]:
    """Translate sentences (B, S) of one length at once, each as if it were alone."""
    source = model.encode(tokens, [switches or Switches.all_on(model.card)])
    beams = [_Beam() for _ in tokens]
    longest = longest_for(model, tokens.shape[1])
    owners = list(range(len(beams)))  # whose each row is
    rows, past, read = source, model.empty(len(owners)), begin(len(owners))
    for step in range(1, longest + 1):
        logits, past = model.go_on(rows, past, read)
        log_p = log_softmax(logits[:, -1])
        parents, owners, next_tokens = _advance(beams, owners, log_p, step, width, alpha)
        if not parents:
            break
        past = past[:, :, parents]
        rows, read = _rows(source, rows, owners), np.array(next_tokens)[:, None]
    return [_found(model, beam, width, alpha) for beam in beams]


def longest_for(model: TranslatorModel, words: int) -> int:
    """Return how many pieces a translation of so many may have."""
    return min(model.card.context, 2 * words + 10)


def _rows(source: Source, before: Source, owners: list[int]) -> Source:
    """Return the sentence of each row; the same as before where nothing has changed."""
    chosen = np.array(owners)
    same = len(before.tokens) == len(chosen) and np.array_equal(
        before.tokens, source.tokens[chosen]
    )
    return before if same else source.rows(chosen)


def _advance(
    beams: list[_Beam], owners: list[int], log_p: np.ndarray, step: int, width: int, alpha: float
) -> tuple[list[int], list[int], list[int]]:
    """Let every sentence choose its next beginnings among the rows (N, V) that are its.

    Returns of each new row: which row it goes on from, whose it is, and its token.
    """
    parents: list[int] = []
    next_owners: list[int] = []
    next_tokens: list[int] = []
    first = 0
    while first < len(owners):
        owner, last = owners[first], first
        while last < len(owners) and owners[last] == owner:
            last += 1
        beam = beams[owner]
        for row, token in _choose(beam, log_p[first:last], step, width, alpha):
            parents.append(first + row)
            next_owners.append(owner)
            next_tokens.append(token)
        first = last
    return parents, next_owners, next_tokens


def _choose(
    beam: _Beam, log_p: np.ndarray, step: int, width: int, alpha: float
) -> list[tuple[int, int]]:
    """Rank what may come next; return row and token of what goes on, nothing when it is over."""
    so_far = np.array([beam.tree[node].log_p for node in beam.live])
    total = (log_p + so_far[:, None]).ravel()
    several = min(2 * width, len(total))
    likeliest = np.argpartition(-total, several - 1)[:several]
    likeliest = likeliest[np.lexsort((likeliest, -total[likeliest]))]
    live: list[int] = []
    going: list[tuple[int, int]] = []
    for rank, place in enumerate(likeliest):
        row, token = divmod(int(place), log_p.shape[1])
        node = Node(
            beam.live[row], token, float(total[place]), float(log_p[row, token]), step, rank,
            Fate.CUT,
        )  # fmt: skip
        if token == END and rank < width:
            node.fate, node.score = Fate.ENDED, score(node.log_p, step, alpha)
            beam.ended.append(len(beam.tree))
        elif token != END and len(live) < width:
            node.fate = Fate.KEPT
            live.append(len(beam.tree))
            going.append((row, token))
        beam.tree.append(node)
    beam.live = live
    if len(beam.ended) >= width:
        for index in live:
            beam.tree[index].fate = Fate.LATE
        return []
    return going


def score(log_p: float, length: int, alpha: float) -> float:
    """Return what whole translations are compared by; `length` counts END."""
    return float(log_p / ((5 + length) / 6) ** alpha)


def _found(model: TranslatorModel, beam: _Beam, width: int, alpha: float) -> Found:
    leaves = beam.ended or beam.live  # at the longest length nothing may have ended
    translations = []
    for leaf in leaves:
        node = beam.tree[leaf]
        tokens = path(beam.tree, leaf)
        ended = node.score is not None
        value = node.score if node.score is not None else score(node.log_p, node.step, alpha)
        tokens = tokens[:-1] if ended else tokens
        text = decode(model.vocabulary, tokens)
        translations.append(Translation(tuple(tokens), text, node.log_p, value, ended))
    translations.sort(key=lambda each: -each.score)
    return Found(tuple(translations[:width]), tuple(beam.tree))


def path(tree: Sequence[Node], leaf: int) -> list[int]:
    """Return the pieces from the root to a node."""
    tokens: list[int] = []
    while leaf != ROOT:
        tokens.append(tree[leaf].token)
        leaf = tree[leaf].parent
    return tokens[::-1]
