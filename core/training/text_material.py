"""The text of a run: what is learnt from and the tail that is held out, as tokens; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.texts import load_text
from core.errors import DataError, Fault
from core.text.own import known_share, open_text_file, read_parts
from core.text.vocabulary import Vocabulary
from core.training.messages import DataSpec

LEAST = 400  # tokens that there must be
MOST = 20_000_000  # characters that are read of a file
STRANGE = 0.5  # the share of unknown tokens from which on there is nothing to learn


@dataclass(frozen=True, eq=False)
class TextMaterial:
    """A text in two parts, and both as tokens.

    Attributes
    ----------
    beyond : bytes of the file that were not read.
    """

    train: str
    held_out: str
    train_tokens: np.ndarray
    held_out_tokens: np.ndarray
    beyond: int = 0

    @property
    def unknown(self) -> float:
        """Return the share of tokens that the vocabulary does not know."""
        return 1.0 - known_share(self.train_tokens)


def read_text_material(spec: DataSpec, vocabulary: Vocabulary) -> TextMaterial:
    """Read what `spec` names; the tail is held out, the same of the same text always.

    Raises
    ------
    DataError
        The text cannot be had; MISMATCH with the detail "empty", "binary", "short: …" or
        "unknown: …", the last two with numbers.
    InputError
        MISSING for a text that is not in the table.
    """
    beyond = 0
    if spec.own:
        text, beyond = _own(Path(spec.own))
        name, cut = Path(spec.own).name, round(len(text) * (1 - spec.held_out))
        train, held_out = text[:cut], text[cut:]
    else:
        known = load_text(spec.named)
        name, train, held_out = spec.named, known.train, known.held_out
        train = train[: spec.size] if spec.size else train
    parts = vocabulary.encode(train), vocabulary.encode(held_out)
    material = TextMaterial(train, held_out, *parts, beyond)
    count = len(parts[0]) + len(parts[1])
    if count < LEAST or len(parts[1]) < 2:
        raise DataError(name, Fault.MISMATCH, f"short: {count} < {LEAST}")
    if material.unknown > STRANGE:
        raise DataError(name, Fault.MISMATCH, f"unknown: {100 * material.unknown:.0f} %")
    return material


def _own(path: Path) -> tuple[str, int]:
    """Return the first characters of a file, and how many bytes follow them."""
    opened = open_text_file(path)
    text, done = "", 0
    parts = []
    for part in read_parts(opened):
        parts.append(part.text)
        done += len(part.text)
        if done >= MOST:
            text = "".join(parts)[:MOST]
            return text, max(0, opened.bytes - part.done)
    return "".join(parts), 0
