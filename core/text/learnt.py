"""A chain learnt from a user's own text: of its words, or of tokens that are given; in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from core.cards import DataUsed, TextCard, TextKind, Unit
from core.errors import Fault, InputError
from core.text.counts import Counting, Counts, Growth
from core.text.markov import MarkovModel, Smoothing
from core.text.own import Part, known_share
from core.text.vocabulary import UNKNOWN_TOKEN, WORDS, Vocabulary

OWN = "own"  # the name of its model and of its text
ORDER = 5  # the longest contexts that are counted
SHORT = 2  # those that are still counted when the table is full of longer ones
MOST_RUNS = 8_000_000  # different runs in memory at a time
MOST_WORDS = 1 << 22
PIECE = 1 << 14  # characters that are split into words at a time
LONGEST_WORD = 1 << 20  # characters; a longer one is cut
_PLAIN_WORDS = re.compile(r" ?[^\W\d_]+| ?\d+|\s| ?[^\s\w]| ?_")
KEPT = 5_000_000  # characters that are kept, to recognise what was copied


@dataclass(frozen=True, eq=False)
class Table:
    """What was counted of a text, or of its beginning.

    Attributes
    ----------
    done : how far it got, in bytes of a file or characters of a pasted text.
    """

    counts: Counts
    done: int


@dataclass(frozen=True, eq=False)
class Learnt:
    """What was counted of a text.

    Attributes
    ----------
    tables : one with contexts of up to five tokens; where it was full before the text's end, a
        second one of short contexts that got further.
    tokens : how many were counted; known : the share of them that the vocabulary knows.
    size : of the whole text, in what `done` of its tables is counted in.
    text : its first characters.
    """

    vocabulary: Vocabulary
    unit: Unit
    tables: tuple[Table, ...]
    tokens: int
    known: float
    size: int
    text: str

    @property
    def order(self) -> int:
        """Return the longest contexts that are counted."""
        return self.tables[0].counts.order

    @property
    def whole(self) -> bool:
        """Say whether all of the text was counted for contexts of every length."""
        return self.tables[0].done >= self.size

    def table(self, order: int) -> Table:
        """Return the table that got furthest of those with contexts of some length."""
        found = [table for table in self.tables if table.counts.order >= order]
        return max(found or self.tables[:1], key=lambda table: table.done)

    def growth(self) -> tuple[Growth, ...]:
        """Return how the table grows with the order, each from the most text there is for it."""
        return tuple(
            next(g for g in self.table(order).counts.growth() if g.order == order)
            for order in range(1, self.order + 1)
        )


def learn(
    parts: Iterable[Part],
    size: int,
    vocabulary: Vocabulary | None = None,
    unit: Unit = Unit.WORDS,
    *,
    most: int | None = None,
) -> Generator[float, None, Learnt]:
    """Count a text that comes in parts; yields the share that is done, and can be left there.

    `size` is what the parts' `done` ends with. When there are more than `most` different runs (some
    millions without it), what
    was counted is set aside, and only contexts of one and two tokens are counted on, from the
    beginning of the text to its end or until there are too many of them as well. Without a
    vocabulary the text's words are numbered as they come; with one, `unit` says what its tokens
    are.

    Raises
    ------
    InputError
        MISMATCH with the detail "empty" when there is no token in it.
    """
    words, most = _Words(), most or MOST_RUNS
    top = len(vocabulary) if vocabulary is not None else MOST_WORDS
    counting, order, aside = Counting(top, ORDER), ORDER, list[tuple[Counts, int]]()
    tokens, known, done, kept = 0, 0.0, 0, ""
    for text, end in _whole_words(parts):
        numbers = vocabulary.encode(text) if vocabulary is not None else words.encode(text)
        counting.add(numbers)
        tokens, known, done = tokens + len(numbers), known + _known(numbers), end
        kept += text[: KEPT - len(kept)]
        yield done / max(1, size)
        if counting.runs > most and done < size:
            if order == SHORT:
                break
            aside.append((counting.finish(), done))
            order = SHORT
            counting.shorten(order)
            if counting.runs > most:
                break
    if not tokens:
        raise InputError("text", Fault.MISMATCH, "empty")
    found = vocabulary or words.vocabulary()
    counted = [*aside, (counting.finish(), done)]
    tables = tuple(Table(Counts(len(found), c.levels), end) for c, end in counted)
    return Learnt(found, unit, tables, tokens, known / tokens, max(size, done), kept)


def own_model(learnt: Learnt, order: int, smoothing: Smoothing) -> MarkovModel:
    """Return the chain of some order; its card says what there is to say without a file."""
    counts = learnt.table(order).counts
    data = DataUsed(
        name=OWN, train_count=counts.tokens, train_fingerprint="", test_count=0,
        test_fingerprint="",
    )  # fmt: skip
    card = TextCard.model_construct(
        name=OWN, kind=TextKind.MARKOV, data=data, language="", unit=learnt.unit, order=order,
        vocabulary=len(learnt.vocabulary), context=order,
        weights=sum(len(level.last) for level in counts.levels[: order + 1]),
    )  # fmt: skip
    return MarkovModel(card, learnt.vocabulary, counts, order, smoothing)


class _Words:
    """Numbers words and signs as they first appear; 0 is the unknown one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {UNKNOWN_TOKEN: 0}

    def encode(self, text: str) -> np.ndarray:
        """Return the numbers (T,); a new word beyond the most that are numbered is unknown."""
        known = self._numbers
        found = _split(text)
        if len(known) + len(found) < MOST_WORDS:
            return np.array([known.setdefault(word, len(known)) for word in found], dtype=np.int64)
        return np.array([known.get(word, 0) for word in found], dtype=np.int64)

    def vocabulary(self) -> Vocabulary:
        """Return all of them as a vocabulary."""
        tokenizer = Tokenizer(models.WordLevel(self._numbers, UNKNOWN_TOKEN))
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORDS), "isolated")
        tokenizer.decoder = decoders.Fuse()
        return Vocabulary(tokenizer.to_str())


def _split(text: str) -> list[str]:
    """Split text as `WORDS` does; where its characters allow, six times as fast."""
    if all(_is_plain(character) for character in set(text)):
        return [word for piece in _pieces(text) for word in _PLAIN_WORDS.findall(piece)]
    splitter = pre_tokenizers.Split(Regex(WORDS), "isolated")
    lines = text.splitlines(keepends=True)
    return [word for line in lines for word, _ in splitter.pre_tokenize_str(line)]


def _pieces(text: str) -> Iterator[str]:
    """Cut a text before spaces, where words begin: one piece holds Python up for a millisecond."""
    first = 0
    while first < len(text):
        last = text.find(" ", first + PIECE)
        last = last if last > 0 else len(text)
        yield text[first:last]
        first = last


def _is_plain(character: str) -> bool:
    """Say whether Python's expressions take a character for what Unicode does."""
    odd = character.isnumeric() and not character.isdecimal()
    return character.isascii() or not (odd or unicodedata.category(character)[0] == "M")


def _whole_words(parts: Iterable[Part]) -> Generator[tuple[str, int], None, None]:
    """Yield texts that end where a word does, and how far they reach."""
    rest, done = "", 0
    for part in parts:
        text, done = rest + part.text, part.done
        cut = max(text.rfind(" "), text.rfind("\n"))
        if cut <= 0:
            cut = len(text) if len(text) > LONGEST_WORD else 0
        rest = text[cut:]
        if cut:
            yield text[:cut], done
    if rest:
        yield rest, done


def _known(numbers: np.ndarray) -> float:
    return known_share(numbers) * len(numbers)
