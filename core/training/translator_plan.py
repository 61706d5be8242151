"""From what was asked to what is done, for a translator that learns on; needs no torch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.cards import WEIGHTS_FILE, TranslatorCard
from core.data.pairs import PAIRS, pair_entry
from core.errors import Fault, InputError
from core.runtime.library import Entry, Library
from core.training.messages import DataSpec, Start, Value
from core.training.plan import CAUTION
from core.training.text_changes import EPOCHS, Numbers
from core.training.translator_changes import FURTHER, set_pairs_number
from core.training.translator_recipes import TRANSLATOR_RECIPES, TranslatorRecipe

PASSES = 10  # through the pairs
BATCH = 1024  # pieces in a step: own pairs are few
RISE = 20  # steps


@dataclass(frozen=True)
class TranslatorPlan:
    """A training before any of it is done; `name` is the model whose next version comes out."""

    numbers: Numbers[TranslatorRecipe]
    data: DataSpec
    base: Entry[TranslatorCard]
    name: str


def plan_translator(start: Start, library: Library[TranslatorCard]) -> TranslatorPlan:
    """Work out what `start` asks for.

    Raises
    ------
    InputError
        A field that is none, a value out of range; MISSING for pairs that are not in the table;
        REFUSED for a model without its weights.
    ModelError
        The base is not here or damaged.
    """
    base = library.find(start.base)
    card = base.card
    assert card is not None
    if WEIGHTS_FILE not in card.files:
        raise InputError(base.name, Fault.REFUSED, "no network to train")
    numbers = Numbers(_learning_on(card), PASSES)
    for key, value in start.changes:
        numbers = set_pairs_number(numbers, key, value)
    usual = card.known_data or next(iter(PAIRS))
    named = start.data.named or ("" if start.data.own else usual)
    if named:
        pair_entry(named)
    data = replace(start.data, named=named)
    return TranslatorPlan(numbers, data, base, start.name or base.name)


def _learning_on(card: TranslatorCard) -> TranslatorRecipe:
    """Return the base's recipe, more cautious: it has something to lose.

    Labels are not smoothed, so that the losses on both sides are in nats.
    """
    recipe = TRANSLATOR_RECIPES.get(card.name, TranslatorRecipe(card.name))
    return replace(
        recipe,
        name=card.name,
        heads=card.heads,
        positions=card.positions,
        norm=card.norm,
        pieces=card.vocabulary,
        width=card.width,
        layers=card.layers,
        inner=card.inner,
        batch_tokens=BATCH,
        learning_rate=recipe.learning_rate / CAUTION,
        rise=RISE,
        label_smoothing=0.0,
        seed=0,
    )


def translator_settings(
    start: Start, plan: TranslatorPlan, numbers: Numbers[TranslatorRecipe]
) -> dict[str, Value | bool | None]:
    """Return what a card must say for the run to be made again; see `core.training.plan`."""
    recipe = numbers.recipe
    said: dict[str, Value | bool | None]
    said = {key: getattr(recipe, key) for key in FURTHER if key != EPOCHS}
    said[EPOCHS] = numbers.epochs
    said |= {f"start.{key}": value for key, value in start.changes}
    said |= {"recipe": start.recipe, "device": start.device}
    said |= {f"data.{key}": value for key, value in vars(plan.data).items()}
    assert plan.base.card is not None
    said["base_weights"] = plan.base.card.files[WEIGHTS_FILE]
    return said
