"""What may be changed about a text network that learns on; needs no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

from core.errors import Fault, InputError
from core.training.checked import checked_number
from core.training.text_recipes import TEXT_RANGES, TextRecipe

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

EPOCHS = "epochs"
Range = tuple[float, float]
R = TypeVar("R", bound="DataclassInstance")
# what may be set, from where to where; `epochs` is not of the recipe, which counts steps
FURTHER: dict[str, Range] = {
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
class Numbers(Generic[R]):
    """A recipe, and how many times the data are gone through."""

    recipe: R
    epochs: int


def set_number(
    numbers: Numbers[TextRecipe], key: str, value: float | int | str
) -> Numbers[TextRecipe]:
    """Return `numbers` with one changed.

    Raises
    ------
    InputError
        REFUSED for what cannot be changed, MISMATCH for a value that is none or out of range.
    """
    return set_among(numbers, key, value, FURTHER)


def set_among(
    numbers: Numbers[R], key: str, value: float | int | str, ranges: Mapping[str, Range]
) -> Numbers[R]:
    """As `set_number`, for a recipe of any kind, whose numbers have these ranges."""
    if key not in ranges:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(ranges)}")
    whole = key == EPOCHS or get_type_hints(type(numbers.recipe))[key] is int
    fresh: dict[str, Any] = {key: checked_number(key, value, int if whole else float, ranges[key])}
    if key == EPOCHS:
        return replace(numbers, epochs=fresh[key])
    return replace(numbers, recipe=replace(numbers.recipe, **fresh))


def set_live_number(
    numbers: Numbers[TextRecipe], key: str, value: float | int | str
) -> Numbers[TextRecipe]:
    """As `set_number`, for a run that has begun; REFUSED for what is settled by then."""
    if key not in TEXT_LIVE:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(TEXT_LIVE)}")
    return set_number(numbers, key, value)
