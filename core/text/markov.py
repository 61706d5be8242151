"""The Markov chain: p(w | the n tokens before it), from counts alone.

Three ways to fill what was never seen: not at all (the longest context that was seen, as counted),
back-off (Katz 1987, with absolute discounting), interpolated Kneser-Ney (Kneser and Ney 1995; Chen
and Goodman 1999). The last two give every token a probability, and sum to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.cards import TextCard
from core.errors import Fault, InputError
from core.text.counts import Counts
from core.text.model import Reading
from core.text.vocabulary import Vocabulary


class Smoothing(StrEnum):
    """What becomes of tokens that were never seen after a context."""

    COUNTS = "counts"
    BACK_OFF = "back-off"
    KNESER_NEY = "kneser-ney"


@dataclass(frozen=True)
class MarkovState:
    """The last tokens: at most as many as the chain's order."""

    context: tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """The row of the table for a context: p(w | context) = counts / total.

    Attributes
    ----------
    context : the tokens it was found by: the longest end of what was asked for that was seen.
    total : how often it is followed by anything.
    tokens, counts : what follows it, the most frequent first.
    """

    context: tuple[int, ...]
    total: int
    tokens: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class Neighbour:
    """A context beside another: by which token one gets from one to the other, and how often."""

    context: tuple[int, ...]
    token: int
    count: int


class MarkovModel:
    """A chain of some order over a table that counts at least so far."""

    def __init__(
        self,
        card: TextCard,
        vocabulary: Vocabulary,
        counts: Counts,
        order: int,
        smoothing: Smoothing = Smoothing.COUNTS,
    ) -> None:
        """Take over what is given; raises InputError MISMATCH for an order that was not counted."""
        if order < 1:
            raise InputError("order", Fault.MISMATCH, str(order))
        self.card, self.vocabulary, self.smoothing = card, vocabulary, smoothing
        self.counts = counts.cut(order)
        self.order = order
        self._suffixes = suffixes(self.counts)
        self._kneser_ney = smoothing is Smoothing.KNESER_NEY
        self._used = [
            self._numbers(length).astype(np.float64) for length in range(self.counts.order + 1)
        ]
        self._discounts = [_discount(numbers) for numbers in self._used]

    def start(self) -> MarkovState:
        """Return the state before any token."""
        return MarkovState(())

    def read(self, state: MarkovState, tokens: np.ndarray) -> Reading:
        """Read tokens (T,), at least one; impossible ones get a logit of -inf."""
        if not len(tokens):
            raise InputError("tokens", Fault.MISSING, "at least one")
        context, rows = state.context, []
        for token in tokens.tolist():
            context = (*context, token)[-self.order :]
            rows.append(self.logits(context))
        return Reading(np.stack(rows), MarkovState(context))

    def logits(self, context: tuple[int, ...]) -> np.ndarray:
        """Return log p(w | context) of every token w (V,) float32; -inf of impossible ones."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.probabilities(context)), dtype=np.float32)

    def visible(self, state: MarkovState) -> int:
        """Return how many tokens count for the next one."""
        return len(state.context)

    def probabilities(self, context: tuple[int, ...]) -> np.ndarray:
        """Return p(w | context) for every token w (V,) float64."""
        context = context[-self.order :]
        if self.smoothing is Smoothing.COUNTS:
            row, found = self.row(context), np.zeros(self.counts.vocabulary)
            found[row.tokens] = row.counts / row.total
            return found
        return self._smoothed(context)

    def row(self, context: tuple[int, ...]) -> Row:
        """Return the row of the longest end of `context` that was seen with a follower."""
        context = context[-self.order :]
        for first in range(len(context) + 1):
            found = self.counts.followers(context[first:])
            if found.total:
                order = np.argsort(-found.counts, kind="stable")
                return Row(context[first:], found.total, found.tokens[order], found.counts[order])
        raise InputError("counts", Fault.MISSING, "an empty table")

    def next_contexts(self, context: tuple[int, ...], most: int = 12) -> tuple[Neighbour, ...]:
        """Return the contexts that follow `context`, the most frequent first."""
        row = self.row(context)
        pairs = zip(row.tokens[:most].tolist(), row.counts[:most].tolist(), strict=True)
        return tuple(
            Neighbour((*row.context, token)[-self.order :], token, count) for token, count in pairs
        )

    def earlier_contexts(self, context: tuple[int, ...], most: int = 12) -> tuple[Neighbour, ...]:
        """Return the contexts of the same length that lead to `context`, most frequent first."""
        context = context[-self.order :]
        number = self.counts.find(context)
        if number is None or not context or len(context) > self.counts.order:
            return ()
        runs = np.flatnonzero(self._suffixes[len(context)] == number)
        counts = self.counts.levels[len(context)].counts[runs]
        chosen = runs[np.argsort(-counts, kind="stable")[:most]]
        found = (self._run(int(run), len(context) + 1) for run in chosen)
        return tuple(Neighbour(run[:-1], run[-1], self.counts.count(run)) for run in found)

    def _run(self, number: int, length: int) -> tuple[int, ...]:
        """Return the tokens of a run by its number."""
        tokens: list[int] = []
        for level in reversed(self.counts.levels[:length]):
            tokens.append(int(level.last[number]))
            number = int(np.searchsorted(level.starts, number, side="right")) - 1
        return tuple(reversed(tokens))

    def _numbers(self, length: int) -> np.ndarray:
        """Return what stands for the count of each run after contexts of a length.

        Where Kneser-Ney looks at shorter contexts: after how many different tokens a run was seen.
        """
        level = self.counts.levels[length]
        if not self._kneser_ney or length == self.counts.order:
            return level.counts
        return np.bincount(self._suffixes[length + 1], minlength=len(level.last))

    def _smoothed(self, context: tuple[int, ...]) -> np.ndarray:
        """Return p(w | context), from the shortest context to the longest."""
        found = np.full(self.counts.vocabulary, 1 / self.counts.vocabulary)
        for length in range(len(context) + 1):
            number = self.counts.find(context[len(context) - length :])
            level = self.counts.levels[length]
            if number is None or number >= len(level.starts) - 1:
                break
            part = slice(int(level.starts[number]), int(level.starts[number + 1]))
            counts, tokens = self._used[length][part], level.last[part]
            total = counts.sum()
            if total:
                kept = np.maximum(counts - self._discounts[length], 0.0) / total
                found = self._add(found, tokens, kept)
        return found

    def _add(self, shorter: np.ndarray, tokens: np.ndarray, kept: np.ndarray) -> np.ndarray:
        """Give tokens what was kept, and the rest by what the shorter context says."""
        rest = 1.0 - kept.sum()
        if self._kneser_ney:
            mixed: np.ndarray = shorter * rest
            mixed[tokens] += kept
            return mixed
        unseen = 1.0 - shorter[tokens].sum()
        if unseen < 1e-12:  # nothing is left to give it to
            alone: np.ndarray = np.zeros_like(shorter)
            alone[tokens] = kept / kept.sum()
            return alone
        found: np.ndarray = shorter * (rest / unseen)
        found[tokens] = kept
        return found


def suffixes(counts: Counts) -> list[np.ndarray]:
    """Return for the runs of 1, 2, … tokens the number of the run without its first token."""
    found = [np.zeros(len(counts.levels[0].last), dtype=np.int64)]
    for level, shorter in zip(counts.levels[1:], counts.levels, strict=False):
        keys = shorter.contexts * counts.vocabulary + shorter.last
        wanted = found[-1][level.contexts] * counts.vocabulary + level.last
        found.append(np.searchsorted(keys, wanted))
    return found


def _discount(counts: np.ndarray) -> float:
    """Return n₁ / (n₁ + 2 n₂) of how many runs were seen once and twice (Ney et al. 1994)."""
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    return once / (once + 2 * twice) if once and twice else 0.5
