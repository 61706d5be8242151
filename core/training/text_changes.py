"""What may be changed about a text network that learns on; needs no torch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from core.errors import Fault, InputError
from core.training.checked import checked_number
from core.training.text_recipes import TEXT_RANGES, TextRecipe

EPOCHS = "epochs"
# what may be set, from where to where; `epochs` is not of the recipe, which counts steps
FURTHER: dict[str, tuple[float, float]] = {
    EPOCHS: (1, 100_000),
    **{
        key: TEXT_RANGES[key]
        for key in (
            "batch_size", "context", "dropout", "largest_gradient", "learning_rate", "seed",
            "threads", "weight_decay",
        )
    },
}  # fmt: skip
TEXT_LIVE = ("learning_rate", "batch_size", "weight_decay", EPOCHS)


@dataclass(frozen=True)
class Numbers:
    """A recipe, and how many times the text is read."""

    recipe: TextRecipe
    epochs: int


def set_number(numbers: Numbers, key: str, value: float | int | str) -> Numbers:
    """Return `numbers` with one changed.

    Raises
    ------
    InputError
        REFUSED for what cannot be changed, MISMATCH for a value that is none or out of range.
    """
    if key not in FURTHER:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(FURTHER)}")
    whole = key == EPOCHS or get_type_hints(TextRecipe)[key] is int
    fresh: dict[str, Any] = {key: checked_number(key, value, int if whole else float, FURTHER[key])}
    if key == EPOCHS:
        return replace(numbers, epochs=fresh[key])
    return replace(numbers, recipe=replace(numbers.recipe, **fresh))


def set_live_number(numbers: Numbers, key: str, value: float | int | str) -> Numbers:
    """As `set_number`, for a run that has begun; REFUSED for what is settled by then."""
    if key not in TEXT_LIVE:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(TEXT_LIVE)}")
    return set_number(numbers, key, value)
