"""From what was asked to what is done, for a text network that learns on; needs no torch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.cards import WEIGHTS_FILE, TextCard, TextKind
from core.data.texts import TEXTS
from core.errors import Fault, InputError, ModelError
from core.runtime.library import Entry, Library
from core.training.messages import DataSpec, Start, Value
from core.training.plan import CAUTION
from core.training.text_changes import EPOCHS, FURTHER, Numbers, set_number
from core.training.text_recipes import TEXT_RECIPES, TextRecipe

Said = Value | bool | None
PASSES = 5  # through the text, of a model that learns on


@dataclass(frozen=True)
class TextPlan:
    """A training before any of it is done: what learns on, from what, with which numbers.

    Attributes
    ----------
    name : of the model whose next version comes out.
    corpus : the text of the table that the base comes from.
    """

    numbers: Numbers[TextRecipe]
    data: DataSpec
    base: Entry[TextCard]
    name: str
    corpus: str


def plan_text(start: Start, library: Library[TextCard]) -> TextPlan:
    """Work out what `start` asks for.

    Raises
    ------
    InputError
        A field that is none, a value out of range; REFUSED for a chain, which is counted; MISSING
        for a text that is not in the table.
    ModelError
        The base is not here or damaged.
    """
    base = library.find(start.base)
    card = base.card
    assert card is not None
    if card.kind is TextKind.MARKOV or WEIGHTS_FILE not in card.files:
        raise InputError(base.name, Fault.REFUSED, "no network to train")
    corpus = card.known_data
    if corpus not in TEXTS:
        raise ModelError(base.name, Fault.MISSING, "the text it comes from")
    numbers = Numbers(_learning_on(card, corpus), PASSES)
    for key, value in start.changes:
        numbers = set_number(numbers, key, value)
    if start.data.named and start.data.named not in TEXTS:
        raise InputError(start.data.named, Fault.MISSING, f"one of {', '.join(TEXTS)}")
    named = start.data.named or ("" if start.data.own else corpus)
    return TextPlan(
        numbers, replace(start.data, named=named), base, start.name or base.name, corpus
    )


def _learning_on(card: TextCard, corpus: str) -> TextRecipe:
    """Return the base's recipe, more cautious: it has something to lose."""
    kind = TextKind(card.kind)
    known = (r for r in TEXT_RECIPES.values() if (r.data, r.kind) == (corpus, kind))
    recipe = next(known, TextRecipe(corpus, kind))
    return replace(
        recipe,
        width=card.width or 0,
        layers=card.layers or 0,
        heads=card.heads or 0,
        context=card.context or recipe.context,
        learning_rate=recipe.learning_rate / CAUTION,
        seed=0,
    )


def text_settings(start: Start, plan: TextPlan, numbers: Numbers[TextRecipe]) -> dict[str, Said]:
    """Return what a card must say for the run to be made again; see `core.training.plan`."""
    recipe = numbers.recipe
    said: dict[str, Said] = {k: getattr(recipe, k) for k in FURTHER if k != EPOCHS}
    said[EPOCHS] = numbers.epochs
    said |= {f"start.{key}": value for key, value in start.changes}
    said |= {"recipe": start.recipe, "device": start.device}
    said |= {f"data.{key}": value for key, value in vars(plan.data).items()}
    assert plan.base.card is not None
    said["base_weights"] = plan.base.card.files[WEIGHTS_FILE]
    return said
