"""Vocabularies: text to the numbers of its tokens and back, by character or in pieces.

A piece is a whole common word with the space before it, a part of a rarer one, or a sign. What a
vocabulary does not know becomes the unknown token, number 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from core.errors import Fault, ModelError

UNKNOWN = 0
UNKNOWN_TOKEN = "\ufffd"
WORDS = r" ?[\p{L}\p{M}]+| ?\p{N}+|\s| ?[^\s\p{L}\p{M}\p{N}]"
CHARACTERS = r"[\s\S]"
VOCABULARY_FILE = "vocabulary.json"
RARE = 2  # a pair of pieces seen less often is not merged


@dataclass(frozen=True)
class Token:
    """One token of a text: its number and the characters first … last - 1 that it stands for."""

    number: int
    first: int
    last: int


class Vocabulary:
    """The tokens of a model, by number."""

    def __init__(self, json: str, name: str = "") -> None:
        """Read what `json` holds; raises ModelError UNREADABLE."""
        try:
            self._tokenizer = Tokenizer.from_str(json)
            self._tokenizer.no_padding()
            self._tokenizer.no_truncation()
        except Exception as error:  # the library's one class of error
            raise ModelError(name, Fault.UNREADABLE, str(error), VOCABULARY_FILE) from error
        self.json = json

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Return the text of every token, by number."""
        by_number = {number: text for text, number in self._tokenizer.get_vocab().items()}
        return tuple(by_number[number] for number in range(len(self)))

    @cached_property
    def _characters(self) -> np.ndarray | None:
        """Return the number of each character, by its code, where every token is one."""
        if any(len(token) != 1 for token in self.tokens):
            return None
        codes = [ord(token) for token in self.tokens]
        table = np.full(max(codes) + 2, UNKNOWN, dtype=np.int64)
        table[codes] = np.arange(len(codes))
        return table

    def encode(self, text: str) -> np.ndarray:
        """Return the numbers (T,) int64 of the tokens of `text`."""
        if self._characters is not None:
            codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
            return np.asarray(self._characters[np.minimum(codes, len(self._characters) - 1)])
        lines = text.splitlines(keepends=True)  # a token never goes beyond a line's end
        found = self._tokenizer.encode_batch_fast(lines, add_special_tokens=False)
        if not found:
            return np.empty(0, dtype=np.int64)
        return np.concatenate([np.array(line.ids, dtype=np.int64) for line in found])

    def split(self, text: str) -> tuple[Token, ...]:
        """Return the tokens of `text` with their places in it."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        return tuple(
            Token(number, first, last)
            for number, (first, last) in zip(found.ids, found.offsets, strict=True)
        )

    def decode(self, numbers: Iterable[int]) -> str:
        """Return the text of tokens; an unknown one is U+FFFD."""
        tokens = self.tokens
        return "".join(tokens[number] for number in numbers)


def characters_of(text: str) -> Vocabulary:
    """Make a vocabulary of the characters of `text`, in the order of Unicode."""
    known = [UNKNOWN_TOKEN, *sorted(set(text) - {UNKNOWN_TOKEN})]
    numbers = {token: number for number, token in enumerate(known)}
    tokenizer = Tokenizer(models.WordLevel(numbers, UNKNOWN_TOKEN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(CHARACTERS), "isolated")
    tokenizer.decoder = decoders.Fuse()
    return Vocabulary(tokenizer.to_str())


def words_of(text: str) -> Vocabulary:
    """Make a vocabulary of all words and signs of `text`, the most frequent first.

    A word after a space and the same at the beginning of a line are two: so text can be put
    together again.
    """
    splitter = pre_tokenizers.Split(Regex(WORDS), "isolated")
    found = Counter(
        word
        for line in text.splitlines(keepends=True)
        for word, _ in splitter.pre_tokenize_str(line)
    )
    ordered = sorted(found, key=lambda word: (-found[word], word))
    numbers = {word: number for number, word in enumerate([UNKNOWN_TOKEN, *ordered])}
    tokenizer = Tokenizer(models.WordLevel(numbers, UNKNOWN_TOKEN))
    tokenizer.pre_tokenizer = splitter
    tokenizer.decoder = decoders.Fuse()
    return Vocabulary(tokenizer.to_str())


def pieces_of(text: str, size: int, marks: tuple[str, ...] = ()) -> Vocabulary:
    """Make a vocabulary of `size` pieces: what occurs together most often is merged first.

    Byte-pair encoding (Sennrich et al. 2016) on characters, inside words only. `marks` are tokens
    that no text has, numbered from 1.
    """
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN_TOKEN))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORDS), "isolated")
    tokenizer.decoder = decoders.Fuse()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=RARE,
        special_tokens=[UNKNOWN_TOKEN, *marks],
        show_progress=False,
    )
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)
    return Vocabulary(tokenizer.to_str())
