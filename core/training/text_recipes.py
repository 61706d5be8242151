"""The table of text recipes: all that is needed to train each model of the Text Generator again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from core.cards import TextKind, Unit
from core.data.texts import text_entry
from core.errors import Fault, InputError
from core.training.checked import checked_number

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")

# what may be set, from where to where; what is not here makes a recipe what it is
TEXT_RANGES: dict[str, tuple[float, float]] = {
    "batch_size": (1, 100_000),
    "context": (2, 100_000),
    "dropout": (0, 0.95),
    "heads": (1, 64),
    "largest_gradient": (1e-8, 1e12),
    "layers": (1, 64),
    "learning_rate": (1e-8, 10),
    "seed": (0, 2**31 - 1),
    "steps": (1, 100_000_000),
    "threads": (1, 1024),
    "weight_decay": (0, 100),
    "width": (2, 8192),
}


@dataclass(frozen=True)
class TextRecipe:
    """How one model is made; the name is `<text>-<kind>`, with the order of a Markov chain."""

    data: str
    kind: TextKind
    width: int = 0
    layers: int = 0
    heads: int = 0
    context: int = 128  # tokens in a training window; a Transformer never sees more
    dropout: float = 0.0
    batch_size: int = 32  # windows in a step
    steps: int = 0
    learning_rate: float = 2e-3
    weight_decay: float = 0.1
    largest_gradient: float = 1.0
    seed: int = 0
    threads: int = 1
    half: bool = True  # compute in bfloat16 where precision allows
    order: int = 0  # of a Markov chain
    unit: Unit | None = None  # where it is not the text's own

    @property
    def name(self) -> str:
        """Return the model's name."""
        text = f"{text_entry(self.data).stem}-{self.unit}" if self.unit else self.data
        return f"{text}-{self.kind}-{self.order}" if self.order else f"{text}-{self.kind}"

    @property
    def language(self) -> str:
        """Return the language of the text."""
        return text_entry(self.data).language


_SHAKESPEARE = "shakespeare-char"
_GRIMM_DE = "grimm-de"
_GRIMM_EN = "grimm-en"
_DRAMA = "drama-de-char"
_TRANSFORMER = TextRecipe(
    _SHAKESPEARE, TextKind.TRANSFORMER, width=192, layers=4, heads=3, context=256, dropout=0.1,
    batch_size=16, steps=4000, learning_rate=3e-3,
)  # fmt: skip
_LSTM = TextRecipe(
    _SHAKESPEARE, TextKind.LSTM, width=320, layers=2, dropout=0.2, steps=5000, learning_rate=3e-3,
    weight_decay=0.02,
)  # fmt: skip
_RNN = replace(_LSTM, kind=TextKind.RNN, dropout=0.1, steps=6000, learning_rate=1e-3)
_MARKOV = TextRecipe(_SHAKESPEARE, TextKind.MARKOV, order=2)

_ALL = (
    *(
        replace(_MARKOV, data=data, unit=unit)
        for data in (_SHAKESPEARE, _GRIMM_DE)
        for unit in (None, Unit.WORDS)
    ),
    replace(_MARKOV, data=_GRIMM_EN),
    _TRANSFORMER,
    _LSTM,
    _RNN,
    replace(_TRANSFORMER, data=_GRIMM_DE, layers=3, dropout=0.3, steps=1200),
    replace(_LSTM, data=_GRIMM_DE, width=256, dropout=0.5, steps=1800),
    replace(_RNN, data=_GRIMM_DE, width=256, dropout=0.4, steps=1800),
    replace(_TRANSFORMER, data=_GRIMM_EN, width=128, heads=2, layers=3, dropout=0.3, steps=700),
    replace(_LSTM, data=_GRIMM_EN, width=192, dropout=0.5, steps=900),
    replace(_RNN, data=_GRIMM_EN, width=192, dropout=0.4, steps=900),
    replace(_MARKOV, data=_DRAMA),
    replace(_TRANSFORMER, data=_DRAMA, width=64, heads=2, layers=3, dropout=0, batch_size=32),
    replace(_LSTM, data=_DRAMA, width=72, dropout=0, weight_decay=0, steps=12_000),
    replace(_RNN, data=_DRAMA, width=96, dropout=0, weight_decay=0, steps=4000),
)
TEXT_RECIPES = {recipe.name: recipe for recipe in _ALL}


def change_text(recipe: TextRecipe, changes: Sequence[str]) -> TextRecipe:
    """Apply "field=value" changes.

    Raises
    ------
    InputError
        REFUSED for a field that cannot be changed, MISMATCH for a value that is none.
    """
    recipe = changed(recipe, changes, {} if recipe.kind is TextKind.MARKOV else TEXT_RANGES)
    if recipe.kind is TextKind.TRANSFORMER and recipe.width % (2 * recipe.heads):
        raise InputError("width", Fault.MISMATCH, f"{recipe.width} for {recipe.heads} heads")
    return recipe


def changed(recipe: R, changes: Sequence[str], ranges: Mapping[str, tuple[float, float]]) -> R:
    """Apply "field=value" changes to the numbers in `ranges`; raises as `change_text`."""
    for text in changes:
        key, _, value = text.partition("=")
        if key not in ranges:
            raise InputError(key, Fault.REFUSED, f"fields: {', '.join(ranges or TEXT_RANGES)}")
        kind = int if get_type_hints(type(recipe))[key] is int else float
        fresh: dict[str, Any] = {key: checked_number(key, value, kind, ranges[key])}
        recipe = replace(recipe, **fresh)
    return recipe
