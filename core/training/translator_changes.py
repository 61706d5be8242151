"""What may be changed about a translator that learns on; needs no torch."""

from __future__ import annotations

from core.errors import Fault, InputError
from core.training.text_changes import EPOCHS, Numbers, Range, set_among
from core.training.translator_recipes import TRANSLATOR_RANGES, TranslatorRecipe

FURTHER: dict[str, Range] = {
    EPOCHS: (1, 100_000),
    **{
        key: TRANSLATOR_RANGES[key]
        for key in (
            "batch_tokens", "dropout", "label_smoothing", "largest_gradient", "learning_rate",
            "seed", "threads", "weight_decay",
        )
    },
}  # fmt: skip
TRANSLATOR_LIVE = ("learning_rate", "weight_decay", EPOCHS)


def set_pairs_number(
    numbers: Numbers[TranslatorRecipe], key: str, value: float | int | str
) -> Numbers[TranslatorRecipe]:
    """Return `numbers` with one changed; raises as `core.training.text_changes.set_number`."""
    return set_among(numbers, key, value, FURTHER)


def set_live_pairs_number(
    numbers: Numbers[TranslatorRecipe], key: str, value: float | int | str
) -> Numbers[TranslatorRecipe]:
    """As `set_pairs_number`, for a run that has begun; REFUSED for what is settled by then."""
    if key not in TRANSLATOR_LIVE:
        raise InputError(key, Fault.REFUSED, f"fields: {', '.join(TRANSLATOR_LIVE)}")
    return set_pairs_number(numbers, key, value)
