"""A few pairs, and small translators published from them: untrained, or learnt by heart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from core.attention.examples import EXAMPLES
from core.attention.model import TranslatorModel
from core.attention.opening import open_translator
from core.attention.pieces import encode, learn_pieces
from core.cards import TranslatorCard
from core.data.pairs import PAIRS, Pairs, Sentence
from core.export.translator import publish_translator, rebuild_translator
from core.networks.translator import Translator
from core.runtime.library import Entry, Library
from core.runtime.providers import best_device
from core.text.vocabulary import Vocabulary
from core.training.translator_loop import TranslatorRun, sizes_of
from core.training.translator_recipes import TranslatorRecipe

RECIPE = TranslatorRecipe(
    "tiny", width=16, heads=4, layers=2, inner=24, pieces=120, steps=6, batch_tokens=64, rise=3,
    half=False,
)  # fmt: skip
RECIPES = {
    "tiny": RECIPE,
    "tiny-nopos": replace(RECIPE, name="tiny-nopos", positions=False),
    "tiny-pre": replace(RECIPE, name="tiny-pre", norm="pre", heads=1),
}


def small_pairs() -> Pairs:
    """Return the examples but the last two, which are held out."""
    held_out = tuple(
        Sentence(a, (b, "Noch eine.")[: 1 + n]) for n, (a, b) in enumerate(EXAMPLES[-2:])
    )
    return Pairs(PAIRS["tatoeba-en-de"], EXAMPLES[:-2], held_out)


def small_vocabulary() -> Vocabulary:
    return learn_pieces((text for pair in small_pairs().train for text in pair), RECIPE.pieces)


def publish_small(recipe: TranslatorRecipe, shelf: Path, steps: int = 0) -> Entry[TranslatorCard]:
    """Publish a model that has learnt the pairs for so many steps, and find it on the shelf."""
    vocabulary = small_vocabulary()
    torch.manual_seed(3)
    network = Translator(sizes_of(recipe, len(vocabulary))).eval()
    if steps:
        pairs = [(encode(vocabulary, a), encode(vocabulary, b)) for a, b in small_pairs().train]
        eager = replace(
            recipe, steps=steps, rise=20, dropout=0.0, learning_rate=5e-3, batch_tokens=1000
        )
        run = TranslatorRun(eager, pairs, len(vocabulary))
        for _ in range(steps):
            next(run)
        network = run.network.eval()
    publish_translator(network, recipe, small_pairs(), vocabulary, shelf)
    return Library((shelf,), of=TranslatorCard).find(recipe.name)


def opened(entry: Entry[TranslatorCard]) -> tuple[TranslatorModel, Translator]:
    """Return a published model at work, and its source in PyTorch."""
    return open_translator(entry, best_device("cpu")), rebuild_translator(entry)
