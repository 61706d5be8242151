"""How often what follows what: the counts behind a Markov chain, for every length of context.

A run of k tokens is told by the number of the run of its first k - 1 and its last token. In that
order all runs of one length form a sorted list, in which what follows a context stands together.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.errors import Fault, InputError

PART = 2_000_000  # tokens counted at a time
MANY = 255  # in a file, a count that stands in a list of its own: nearly all are smaller
DENSE = 1 << 23  # keys up to which a table of all of them is faster than sorting


@dataclass(frozen=True, eq=False)
class Level:
    """All runs of k tokens, sorted by context (the number of the run of k - 1) and last token.

    Attributes
    ----------
    starts : (contexts + 1,) int64; the runs with context c are starts[c] … starts[c + 1] - 1.
    last : (runs,) the last token of each run.
    counts : (runs,) how often it occurs.
    """

    starts: np.ndarray
    last: np.ndarray
    counts: np.ndarray

    @cached_property
    def contexts(self) -> np.ndarray:
        """Return the number of each run's context (runs,)."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


@dataclass(frozen=True)
class Followers:
    """What follows a context: the tokens, rising, and how often each does."""

    tokens: np.ndarray
    counts: np.ndarray

    @property
    def total(self) -> int:
        """Return how often the context is followed by anything."""
        return int(self.counts.sum())


@dataclass(frozen=True)
class Growth:
    """How the table of order n grows; `memory` is in bytes as it is kept here."""

    order: int
    possible: int  # |V|^(n + 1)
    contexts: int
    runs: int
    single: float  # share of contexts with one follower only
    memory: int


class Counts:
    """The runs of 1 … order + 1 tokens of a text, with how often they occur."""

    def __init__(self, vocabulary: int, levels: Iterable[Level]) -> None:
        """Take over the levels of runs of one token, of two, and so on."""
        self.vocabulary, self.levels = vocabulary, tuple(levels)

    @property
    def order(self) -> int:
        """Return the length of the longest contexts."""
        return len(self.levels) - 1

    @property
    def tokens(self) -> int:
        """Return how many tokens were counted."""
        return int(self.levels[0].counts.sum())

    def find(self, run: Iterable[int]) -> int | None:
        """Return the number of a run of tokens (of the empty one 0), None where there is none."""
        number = 0
        for level, token in zip(self.levels, run, strict=False):
            if number >= len(level.starts) - 1:
                return None
            first, end = int(level.starts[number]), int(level.starts[number + 1])
            place = first + int(np.searchsorted(level.last[first:end], token))
            if place == end or level.last[place] != token:
                return None
            number = place
        return number

    def count(self, run: tuple[int, ...]) -> int:
        """Return how often a run occurs; raises InputError for one longer than order + 1."""
        self._check(len(run) - 1)
        number = self.find(run)
        if number is None:
            return 0
        return int(self.levels[len(run) - 1].counts[number]) if run else self.tokens

    def followers(self, context: tuple[int, ...]) -> Followers:
        """Return what follows `context`; raises InputError for one longer than the order."""
        self._check(len(context))
        number, level = self.find(context), self.levels[len(context)]
        if number is None or number >= len(level.starts) - 1:
            return Followers(level.last[:0].astype(np.int64), level.counts[:0].astype(np.int64))
        part = slice(int(level.starts[number]), int(level.starts[number + 1]))
        return Followers(level.last[part].astype(np.int64), level.counts[part].astype(np.int64))

    def growth(self) -> tuple[Growth, ...]:
        """Return how the table grows with the order, from 1 on."""
        rows = []
        for order in range(1, self.order + 1):
            kept = self.levels[: order + 1]
            fan = np.diff(kept[-1].starts)
            memory = sum(a.nbytes for v in kept for a in (v.starts, v.last, v.counts))
            rows.append(
                Growth(
                    order=order,
                    possible=self.vocabulary ** (order + 1),
                    contexts=int((fan > 0).sum()),
                    runs=len(kept[-1].last),
                    single=float((fan == 1).sum() / max(1, (fan > 0).sum())),
                    memory=memory,
                )
            )
        return tuple(rows)

    def cut(self, order: int) -> Counts:
        """Return the table of a lower order."""
        self._check(order)
        return Counts(self.vocabulary, self.levels[: order + 1])

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all of it as small arrays by name, for a file."""
        found = {"vocabulary": np.array([self.vocabulary], dtype=np.int64)}
        for k, level in enumerate(self.levels, 1):
            found[f"fan.{k}"] = _small(np.diff(level.starts))
            found[f"last.{k}"] = _small(level.last)
            many = level.counts >= MANY
            found[f"counts.{k}"] = np.minimum(level.counts, MANY).astype(np.uint8)
            found[f"more.{k}"] = _small(level.counts[many])
        return found

    @staticmethod
    def of_arrays(arrays: Mapping[str, np.ndarray]) -> Counts:
        """Read what `arrays` gave; raises InputError MISMATCH where it does not fit together."""
        try:
            vocabulary, levels, contexts, k = int(arrays["vocabulary"][0]), [], 1, 1
            while f"last.{k}" in arrays:
                fan, last, counts = (arrays[f"{n}.{k}"] for n in ("fan", "last", "counts"))
                if f"more.{k}" in arrays:
                    counts = counts.astype(np.int32)
                    counts[counts == MANY] = arrays[f"more.{k}"]
                starts = np.concatenate([[0], np.cumsum(fan, dtype=np.int64)])
                fits = len(fan) == contexts and starts[-1] == len(last) == len(counts)
                if not fits or (len(last) and int(last.max()) >= vocabulary):
                    raise InputError("counts", Fault.MISMATCH, f"runs of {k}")
                levels.append(Level(starts, last.astype(np.int32), counts.astype(np.int32)))
                contexts, k = len(last), k + 1
            if not levels:
                raise KeyError("last.1")
        except (KeyError, IndexError, ValueError) as error:
            raise InputError("counts", Fault.MISMATCH, str(error)) from error
        return Counts(vocabulary, levels)

    def _check(self, order: int) -> None:
        if order > self.order:
            raise InputError("order", Fault.MISMATCH, f"{order}, counted up to {self.order}")


def count(tokens: np.ndarray, vocabulary: int, order: int) -> Counts:
    """Count all runs of 1 … order + 1 of tokens (N,)."""
    counting = Counting(vocabulary, order)
    for first in range(0, len(tokens), PART):
        counting.add(tokens[first : first + PART])
    return counting.finish()


def count_parts(
    parts: Iterable[np.ndarray], vocabulary: int, order: int
) -> Generator[int, None, Counts]:
    """Count a text that comes in parts; yields how many tokens are done, and can be left there."""
    counting, done = Counting(vocabulary, order), 0
    for part in parts:
        counting.add(part)
        done += len(part)
        yield done
    return counting.finish()


class Counting:
    """Counts part by part: runs are numbered as they first appear, and sorted at the end.

    Memory grows with the different runs that there are, not with the length of the text.
    """

    def __init__(self, vocabulary: int, order: int) -> None:
        if order < 0 or vocabulary < 1:
            raise InputError("order", Fault.MISMATCH, f"{order}, {vocabulary} tokens")
        self._vocabulary, self._order = vocabulary, order
        self._tables = [_Table() for _ in range(order + 1)]
        self._tail = np.empty(0, dtype=np.int64)  # the last tokens, whose runs go on

    @property
    def runs(self) -> int:
        """Return how many different runs of all lengths there are so far."""
        return sum(len(table.counts) for table in self._tables)

    def add(self, tokens: np.ndarray) -> None:
        """Count the next tokens (N,)."""
        tail = self._tail
        tokens = np.concatenate([tail, np.asarray(tokens, dtype=np.int64)])
        numbers = np.zeros(len(tokens), dtype=np.int64)  # of the runs of k - 1 from each place
        for k, table in enumerate(self._tables, 1):
            if len(tokens) < k:
                break
            keys = numbers[: len(tokens) - k + 1] * self._vocabulary + tokens[k - 1 :]
            old = max(0, len(tail) - k + 1)  # runs that lie wholly in the tail are counted
            numbers = table.add(keys, old)
        self._tail = tokens[max(0, len(tokens) - self._order) :] if self._order else tail

    def finish(self) -> Counts:
        """Return the counts of all that was added."""
        levels, renamed = [], np.zeros(1, dtype=np.int64)
        for table in self._tables:
            context, last = np.divmod(table.keys, self._vocabulary)
            keys = renamed[context] * self._vocabulary + last
            order = np.argsort(keys, kind="stable")
            context, last = np.divmod(keys[order], self._vocabulary)
            starts = np.searchsorted(context, np.arange(len(renamed) + 1))
            numbers = table.numbers[order]
            levels.append(
                Level(starts, last.astype(np.int32), table.counts[numbers].astype(np.int32))
            )
            renamed = np.empty(len(numbers), dtype=np.int64)
            renamed[numbers] = np.arange(len(numbers))
        return Counts(self._vocabulary, levels)


class _Table:
    """The runs of one length so far: sorted keys with their numbers, counts by number."""

    def __init__(self) -> None:
        self.keys = np.empty(0, dtype=np.int64)
        self.numbers = np.empty(0, dtype=np.int64)
        self.counts = np.empty(0, dtype=np.int64)

    def add(self, keys: np.ndarray, old: int) -> np.ndarray:
        """Count keys but for the first `old`, which are known; return the number of each."""
        fresh, back = _distinct(keys)
        counts = np.bincount(back[old:], minlength=len(fresh))
        places = np.searchsorted(self.keys, fresh)
        known = np.zeros(len(fresh), dtype=bool)
        inside = places < len(self.keys)
        known[inside] = self.keys[places[inside]] == fresh[inside]
        numbers = np.empty(len(fresh), dtype=np.int64)
        numbers[known] = self.numbers[places[known]]
        new = ~known
        numbers[new] = len(self.counts) + np.arange(int(new.sum()))
        self.counts = np.concatenate([self.counts, np.zeros(int(new.sum()), dtype=np.int64)])
        self.counts[numbers] += counts
        self.keys = np.insert(self.keys, places[new], fresh[new])
        self.numbers = np.insert(self.numbers, places[new], numbers[new])
        found: np.ndarray = numbers[back]
        return found


def _distinct(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the different keys, rising, and for each key its place among them."""
    top = int(keys.max()) + 1 if len(keys) else 0
    if top > DENSE:
        fresh, back = np.unique(keys, return_inverse=True)
        return fresh, back
    there = np.zeros(top, dtype=bool)
    there[keys] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]


def _small(values: np.ndarray) -> np.ndarray:
    """Return whole numbers in the smallest type that holds them all."""
    top = int(values.max()) if len(values) else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if top <= np.iinfo(kind).max:
            return values.astype(kind)
    return values.astype(np.int64)
