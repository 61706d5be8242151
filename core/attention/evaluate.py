"""Measure a translator: BLEU and chrF by sacrebleu on sentences that it never saw, beam 4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from core.attention.model import Switches, TranslatorModel
from core.attention.pieces import encode
from core.attention.search import translate_all
from core.cards import TranslatorMetrics
from core.data.pairs import Sentence

BEAM = 4
TOGETHER = 32  # sentences of one length that are translated at once
DRAWS = 1000  # samples of the bootstrap
PROTOCOL = (
    "beam 4 with length penalty 1 on the held-out sentences, each with all its references; "
    "sacrebleu's BLEU (13a, cased, 95 % interval of 1000 bootstrap samples) and chrF2"
)


def translations(
    model: TranslatorModel,
    sentences: Sequence[str],
    width: int = BEAM,
    switches: Switches | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Translate sentences, those of one length together; `progress` is told how many are done."""
    by_length: dict[int, list[tuple[int, np.ndarray]]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        tokens = encode(model.vocabulary, sentence)
        tokens = np.append(tokens[:-1][: model.card.context - 1], tokens[-1])
        by_length[len(tokens)].append((index, tokens))
    found = [""] * len(sentences)
    done = 0
    for group in by_length.values():
        for first in range(0, len(group), TOGETHER):
            some = group[first : first + TOGETHER]
            read = np.stack([tokens for _, tokens in some])
            for (index, _), result in zip(
                some, translate_all(model, read, switches, width), strict=True
            ):
                found[index] = result.best.text
            done += len(some)
            if progress:
                progress(done)
    return found


def evaluate(
    model: TranslatorModel,
    held_out: Sequence[Sentence],
    width: int = BEAM,
    progress: Callable[[int], None] | None = None,
) -> TranslatorMetrics:
    """Measure `model` on held-out sentences."""
    found = translations(model, [each.source for each in held_out], width, None, progress)
    return scores(found, held_out)


def scores(found: Sequence[str], held_out: Sequence[Sentence]) -> TranslatorMetrics:
    """Compare translations with all references of each sentence."""
    from sacrebleu.metrics import BLEU, CHRF  # slow to import, and only measuring needs it

    most = max(len(each.references) for each in held_out)
    streams = [
        [each.references[n] if n < len(each.references) else None for each in held_out]
        for n in range(most)
    ]
    bleu = BLEU().corpus_score(list(found), streams, n_bootstrap=DRAWS)
    chrf = CHRF().corpus_score(list(found), streams)
    mean, half = bleu._mean, bleu._ci
    return TranslatorMetrics(
        bleu=bleu.score,
        bleu_low=mean - half,
        bleu_high=mean + half,
        chrf=chrf.score,
        sentences=len(held_out),
    )
