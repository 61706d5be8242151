"""A chain learnt from a user's own text: of its words, or of tokens that are given; in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from core.cards import DataUsed, TextCard, TextKind, Unit
from core.errors import Fault, InputError
from core.text.counts import Counting, Counts
from core.text.markov import MarkovModel, Smoothing
from core.text.own import Part, known_share
from core.text.vocabulary import UNKNOWN_TOKEN, WORDS, Vocabulary

OWN = "own"  # the name of its model and of its text
ORDER = 5  # the longest contexts that are counted
MOST_RUNS = 8_000_000  # different runs in memory; from then on a text is read no further
MOST_WORDS = 1 << 22
LONGEST_WORD = 1 << 20  # characters; a longer one is cut
_PLAIN_WORDS = re.compile(r" ?[^\W\d_]+| ?\d+|\s| ?[^\s\w]| ?_")
KEPT = 5_000_000  # characters that are kept, to recognise what was copied


@dataclass(frozen=True, eq=False)
class Learnt:
    """What was counted of a text.

    Attributes
    ----------
    tokens : how many were counted; known : the share of them that the vocabulary knows.
    whole : False when there were too many different runs to read on; `done` says how far it got,
        in bytes of a file or characters of a pasted text.
    text : its first characters.
    """

    vocabulary: Vocabulary
    unit: Unit
    counts: Counts
    tokens: int
    known: float
    whole: bool
    done: int
    text: str


def learn(
    parts: Iterable[Part],
    size: int,
    vocabulary: Vocabulary | None = None,
    unit: Unit = Unit.WORDS,
    *,
    most: int = MOST_RUNS,
) -> Generator[float, None, Learnt]:
    """Count a text that comes in parts; yields the share that is done, and can be left there.

    `size` is what the parts' `done` ends with; from `most` different runs on it is left. Without a
    vocabulary its words are numbered as they come; with one, `unit` says what its tokens are.

    Raises
    ------
    InputError
        MISMATCH with the detail "empty" when there is no token in it.
    """
    words = _Words()
    top = len(vocabulary) if vocabulary is not None else MOST_WORDS
    counting, tokens, known, done, kept = Counting(top, ORDER), 0, 0.0, 0, ""
    for text, end in _whole_words(parts):
        numbers = vocabulary.encode(text) if vocabulary is not None else words.encode(text)
        counting.add(numbers)
        tokens, known, done = tokens + len(numbers), known + _known(numbers), end
        kept += text[: KEPT - len(kept)]
        yield done / max(1, size)
        if counting.runs > most:
            break
    if not tokens:
        raise InputError("text", Fault.MISMATCH, "empty")
    found = vocabulary or words.vocabulary()
    counts = Counts(len(found), counting.finish().levels)
    whole = done >= size
    return Learnt(found, unit, counts, tokens, known / tokens, whole, done, kept)


def own_model(learnt: Learnt, order: int, smoothing: Smoothing) -> MarkovModel:
    """Return the chain of some order; its card says what there is to say without a file."""
    data = DataUsed(
        name=OWN, train_count=learnt.tokens, train_fingerprint="", test_count=0,
        test_fingerprint="",
    )  # fmt: skip
    card = TextCard.model_construct(
        name=OWN, kind=TextKind.MARKOV, data=data, language="", unit=learnt.unit, order=order,
        vocabulary=len(learnt.vocabulary), context=order,
        weights=sum(len(level.last) for level in learnt.counts.levels[: order + 1]),
    )  # fmt: skip
    return MarkovModel(card, learnt.vocabulary, learnt.counts, order, smoothing)


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
        return _PLAIN_WORDS.findall(text)
    splitter = pre_tokenizers.Split(Regex(WORDS), "isolated")
    lines = text.splitlines(keepends=True)
    return [word for line in lines for word, _ in splitter.pre_tokenize_str(line)]


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
