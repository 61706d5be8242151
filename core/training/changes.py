"""What may be changed about a recipe, before a run and while it runs; needs no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_type_hints

from core.cards import Kind
from core.errors import Fault, InputError
from core.training.checked import checked_number
from core.training.recipes import RECIPES, Recipe

# what may be set, from where to where; what is not here makes a recipe what it is
RANGES: dict[str, tuple[float, float]] = {
    "batch_size": (1, 1_000_000),
    "beta": (0, 1000),
    "epochs": (1, 100_000),
    "kl_warm_up": (0, 1_000_000_000),
    "largest_gradient": (1e-8, 1e12),
    "learning_rate": (1e-8, 10),
    "seed": (0, 2**63 - 1),
    "threads": (1, 1024),
    "weight_decay": (0, 100),
}
LIVE = ("learning_rate", "beta", "batch_size", "weight_decay", "frozen", "epochs")
FROZEN = "'', 'encoder', 'decoder', a name such as 'encoder.0', or a number of layers"


def find_recipe(name: str) -> Recipe:
    """Return the recipe `name`; InputError MISSING with the known names."""
    if name not in RECIPES:
        raise InputError(name, Fault.MISSING, f"known: {', '.join(RECIPES)}")
    return RECIPES[name]


def change(recipe: Recipe, changes: Sequence[str]) -> Recipe:
    """Apply "field=value" changes; the recipe's identity stays.

    Raises
    ------
    InputError
        REFUSED for a field that cannot be changed, MISMATCH for a value that is none.
    """
    for text in changes:
        key, _, value = text.partition("=")
        recipe = set_field(recipe, key, value)
    return recipe


def command_of(name: str, changes: Sequence[str]) -> str:
    """Return the command that follows the recipe `name` with these changes."""
    return " ".join(["python -m core train", name, *(f"--set {one}" for one in sorted(changes))])


def set_field(recipe: Recipe, key: str, value: float | int | str) -> Recipe:
    """Return `recipe` with one field changed; raises what `change` raises."""
    if key == "frozen":
        return replace(recipe, frozen=_checked_frozen(str(value)))
    if key not in RANGES or (key == "beta" and recipe.kind is not Kind.VAE):
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join((*RANGES, 'frozen'))}")
    kind = int if get_type_hints(Recipe)[key] is int else float
    fresh: dict[str, Any] = {key: checked_number(key, value, kind, RANGES[key])}
    return replace(recipe, **fresh)


def set_live(recipe: Recipe, key: str, value: float | int | str) -> Recipe:
    """As `set_field`, for a run that has begun; REFUSED for what is settled by then."""
    if key not in LIVE:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(LIVE)}")
    return set_field(recipe, key, value)


def _checked_frozen(value: str) -> str:
    if value == "" or value.isdecimal() or value.partition(".")[0] in ("encoder", "decoder"):
        return value
    raise InputError("frozen", Fault.MISMATCH, f"{value!r} is none of {FROZEN}")
