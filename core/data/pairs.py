"""The one way to sentence pairs: read whole, checked, and cut into learnt from and held out.

Sentences that differ only in case, punctuation or width are one. All pairs that hang together
through a sentence of either language stay on one side, so that none of the held-out sentences,
English or German, has been seen in training.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from core import paths
from core.data.find import sha256_of
from core.errors import DataError, Fault, InputError

FOLDER = "pairs"
_WORD = re.compile(r"\w+")

Pair = tuple[str, str]


@dataclass(frozen=True)
class PairEntry:
    """What is known about a file of pairs: one a line, with a tab between."""

    name: str
    file: str
    sha256: str
    languages: Pair
    count: int
    licence: str
    attribution: str
    homepage: str
    held_out: int = 2000  # sentences of the first language


PAIRS = {
    "tatoeba-en-de": PairEntry(
        name="tatoeba-en-de",
        file="tatoeba_en_de.tsv.gz",
        sha256="7ff272d6c470e3faef11477c0f15ed35621d231eb00abce658e0b15b0c8e7541",
        languages=("en", "de"),
        count=166_830,
        licence="CC BY 2.0 FR",
        attribution="Tatoeba (tatoeba.org), as collected by manythings.org/anki",
        homepage="https://www.manythings.org/anki",
    )
}


@dataclass(frozen=True)
class Sentence:
    """A held-out sentence and all translations of it that there are."""

    source: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """What is learnt from, and what is kept for measuring."""

    entry: PairEntry
    train: tuple[Pair, ...]
    held_out: tuple[Sentence, ...]


def pair_entry(name: str) -> PairEntry:
    """Return the table's row, or raise InputError (MISSING)."""
    if name not in PAIRS:
        raise InputError(name, Fault.MISSING, f"one of {', '.join(PAIRS)}")
    return PAIRS[name]


def load_pairs(name: str) -> Pairs:
    """Read the pairs from the first folder that has them, split.

    Raises
    ------
    InputError
        MISSING for a name that doesn't exist.
    DataError
        MISSING if the file is in none of `core.paths.data_folders()`; CHECKSUM if it is only there
        damaged.
    """
    entry = pair_entry(name)
    places = [folder / FOLDER / entry.file for folder in paths.data_folders()]
    good = next((path for path in places if sha256_of(path) == entry.sha256), None)
    if good is None:
        there = any(path.is_file() for path in places)
        raise DataError(name, Fault.CHECKSUM if there else Fault.MISSING, entry.file)
    pairs = []
    for line in gzip.decompress(good.read_bytes()).decode().splitlines():
        source, _, target = line.partition("\t")
        pairs.append((source, target))
    train, held_out = split(pairs, entry.held_out, entry.sha256)
    return Pairs(entry, tuple(train), tuple(held_out))


def split(pairs: list[Pair], count: int, key: str) -> tuple[list[Pair], list[Sentence]]:
    """Hold out `count` sentences of the first language with all their translations.

    Which ones follows from `key` alone; every sentence is as likely as any other.
    """
    groups = _groups(pairs)
    order = sorted(groups, key=lambda name: hashlib.sha256(f"{key} {name}".encode()).digest())
    held: dict[str, list[str]] = {}
    taken: set[int] = set()
    for name in order:
        sources = {pairs[index][0] for index in groups[name]}
        if len(held) + len(sources) > count:
            continue  # the next one that fits
        for index in groups[name]:
            held.setdefault(pairs[index][0], []).append(pairs[index][1])
        taken.update(groups[name])
        if len(held) == count:
            break
    train = [pair for index, pair in enumerate(pairs) if index not in taken]
    return train, [Sentence(source, tuple(found)) for source, found in held.items()]


def normalised(sentence: str) -> str:
    """Return the words of a sentence alone: what is left when case and punctuation are not."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", sentence).casefold()))


def _groups(pairs: list[Pair]) -> dict[str, list[int]]:
    """Return the pairs that hang together, by the first sentence of each group."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    keys = [(f"0 {normalised(a)}", f"1 {normalised(b)}") for a, b in pairs]
    for source, target in keys:
        parent[root(target)] = root(source)
    groups: dict[str, list[int]] = defaultdict(list)
    for index, (source, _) in enumerate(keys):
        groups[root(source)].append(index)
    return {min(keys[index][0] for index in group): group for group in groups.values()}


def fingerprint(pairs: tuple[Pair, ...]) -> str:
    """Return a sha256 over all sentences in order."""
    text = "\n".join("\t".join(pair) for pair in pairs)
    return hashlib.sha256(text.encode()).hexdigest()


def shipped_pieces(name: str) -> str:
    """Return the JSON of the vocabulary that all translators of these pairs share.

    Raises DataError MISSING or UNREADABLE.
    """
    path = paths.shipped("resources", "text", f"{pair_entry(name).name}.json")
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(name, Fault.MISSING, path=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(name, Fault.UNREADABLE, str(error), path) from error
