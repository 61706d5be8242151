"""The pairs of a run: what is learnt from and what is held out, as pieces too; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.attention.own import LEAST, OwnPairs, read_own_pairs
from core.attention.pieces import encode
from core.data.pairs import Pair, Sentence, load_pairs, split
from core.errors import DataError, Fault
from core.text.vocabulary import Vocabulary
from core.training.messages import DataSpec

JUDGED = 200  # held-out sentences that a version is measured on, at most
KEY = "own"  # which sentences are held out follows from it alone

TokenPair = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class TranslatorMaterial:
    """Pairs in two parts; `own` tells of the file, where they are the user's own."""

    train: tuple[Pair, ...]
    held_out: tuple[Sentence, ...]
    train_tokens: tuple[TokenPair, ...]
    held_out_tokens: tuple[TokenPair, ...]
    own: OwnPairs | None = None


def read_translator_material(
    spec: DataSpec, vocabulary: Vocabulary, context: int
) -> TranslatorMaterial:
    """Read what `spec` names; no sentence of either language is on both sides.

    Raises
    ------
    DataError
        The pairs cannot be had; MISMATCH as `core.attention.own.read_own_pairs`, and with "pairs:"
        where all hang together, so that none can be held out.
    InputError
        MISSING for pairs that are not in the table.
    """
    own = None
    if spec.own:
        own = read_own_pairs(Path(spec.own), vocabulary, context)
        count = min(JUDGED, max(1, round(spec.held_out * len(own.pairs))))
        learnt, kept = split(list(own.pairs), count, KEY)
        if not learnt or not kept:
            name = Path(spec.own).name
            raise DataError(name, Fault.MISMATCH, f"pairs: {len(own.pairs)} < {LEAST}")
        train, held_out = tuple(learnt), tuple(kept)
    else:
        known = load_pairs(spec.named)
        train, held_out = known.train[: spec.size], known.held_out[:JUDGED]
    tokens = tuple((encode(vocabulary, a), encode(vocabulary, b)) for a, b in train)
    judged = tuple(
        (encode(vocabulary, each.source), encode(vocabulary, each.references[0]))
        for each in held_out
    )
    return TranslatorMaterial(train, held_out, tokens, judged, own)
