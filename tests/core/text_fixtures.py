"""A small text, and small networks published from it, for the tests of the Text Generator."""

from __future__ import annotations

from pathlib import Path

import torch

from core.cards import TextCard, TextKind
from core.data.texts import Text, excerpt, shipped_vocabulary, text_entry
from core.export.text import publish_chain, publish_text
from core.networks.text import TextNetwork, build_text_network
from core.runtime.library import Entry, Library
from core.text.vocabulary import Vocabulary
from core.training.text_recipes import TextRecipe

NAME = "shakespeare-char"
RECIPES = {
    TextKind.RNN: TextRecipe(NAME, TextKind.RNN, width=12, layers=2, steps=1),
    TextKind.LSTM: TextRecipe(NAME, TextKind.LSTM, width=12, layers=2, steps=1),
    TextKind.TRANSFORMER: TextRecipe(
        NAME, TextKind.TRANSFORMER, width=12, layers=2, heads=3, context=16, steps=1
    ),
    TextKind.MARKOV: TextRecipe(NAME, TextKind.MARKOV, order=2),
}


def small_text() -> Text:
    """Return 1,500 characters to learn from and 500 to measure on."""
    whole = excerpt(NAME)
    return Text(text_entry(NAME), whole[:1500], whole[1500:])


def small_vocabulary() -> Vocabulary:
    return Vocabulary(shipped_vocabulary(NAME))


def small_network(kind: TextKind) -> TextNetwork:
    recipe = RECIPES[kind]
    torch.manual_seed(1)
    return build_text_network(
        kind, len(small_vocabulary()), recipe.width, recipe.layers, recipe.heads, recipe.context
    ).eval()


def publish_small(kind: TextKind, shelf: Path) -> Entry[TextCard]:
    """Publish an untrained model of a kind, or a counted chain, and find it on the shelf."""
    recipe = RECIPES[kind]
    if kind is TextKind.MARKOV:
        publish_chain(recipe, small_text(), shelf)
    else:
        publish_text(small_network(kind), recipe, small_text(), small_vocabulary(), shelf)
    return Library((shelf,), of=TextCard).find(recipe.name)
