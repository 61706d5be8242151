"""The table of translator recipes: all that is needed to train each of them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.errors import Fault, InputError
from core.training.text_recipes import changed

# what may be set, from where to where; what is not here makes a recipe what it is
TRANSLATOR_RANGES: dict[str, tuple[float, float]] = {
    "batch_tokens": (64, 1_000_000),
    "dropout": (0, 0.95),
    "fall": (0, 1),
    "inner": (2, 32768),
    "label_smoothing": (0, 0.9),
    "largest_gradient": (1e-8, 1e12),
    "layers": (1, 64),
    "learning_rate": (1e-8, 10),
    "rise": (1, 1_000_000),
    "seed": (0, 2**31 - 1),
    "steps": (1, 100_000_000),
    "threads": (1, 1024),
    "weight_decay": (0, 100),
    "width": (2, 8192),
}


@dataclass(frozen=True)
class TranslatorRecipe:
    """How one model is made."""

    name: str
    data: str = "tatoeba-en-de"
    heads: int = 8
    positions: bool = True
    norm: Literal["post", "pre", "none"] = "post"
    pieces: int = 6000
    width: int = 256
    layers: int = 3  # on each side
    inner: int = 1024
    dropout: float = 0.1
    batch_tokens: int = 4096  # of the longer side, with padding
    steps: int = 3000
    learning_rate: float = 2e-3
    rise: int = 300  # steps in which the learning rate rises
    fall: float = 0.3  # the share of the steps, at the end, in which it falls to nothing
    weight_decay: float = 0.1
    largest_gradient: float = 1.0
    label_smoothing: float = 0.1
    seed: int = 0
    threads: int = 1
    half: bool = True  # compute in bfloat16 where precision allows


_EIGHT = TranslatorRecipe("en-de-transformer-8")
_ALL = (
    _EIGHT,
    replace(_EIGHT, name="en-de-transformer-1", heads=1),
    replace(_EIGHT, name="en-de-transformer-8-nopos", positions=False),
)
TRANSLATOR_RECIPES = {recipe.name: recipe for recipe in _ALL}


def change_translator(recipe: TranslatorRecipe, changes: Sequence[str]) -> TranslatorRecipe:
    """Apply "field=value" changes; raises as `core.training.text_recipes.change_text`."""
    recipe = changed(recipe, changes, TRANSLATOR_RANGES)
    if recipe.width % (2 * recipe.heads):
        raise InputError("width", Fault.MISMATCH, f"{recipe.width} for {recipe.heads} heads")
    return recipe
