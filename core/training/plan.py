"""From what was asked to what is done: the recipe of a run, its base, its data; needs no torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from core.cards import WEIGHTS_FILE, Kind, LatentCard, Lineage, ModelCard
from core.data.table import DATA
from core.errors import Fault, InputError, ModelError
from core.paths import model_folders
from core.runtime.library import Entry, Library
from core.training.changes import RANGES, find_recipe, set_field
from core.training.messages import DataSpec, Start, Value
from core.training.recipes import RECIPES, Recipe

C = TypeVar("C", bound=ModelCard)

EPOCHS = 20  # of a model that learns on
CAUTION = 4  # its learning rate is that of its recipe divided by this: it has something to lose
NUMBERS = (*RANGES, "frozen")


@dataclass(frozen=True)
class Plan:
    """A run before any of it is done.

    Attributes
    ----------
    base : the model that learns on; None for fresh weights.
    template : the model of the same structure whose next version comes out; None where there is
        none yet.
    """

    recipe: Recipe
    data: DataSpec
    base: Entry | None
    template: Entry | None


def plan(start: Start, library: Library) -> Plan:
    """Work out what `start` asks for.

    Raises
    ------
    InputError
        An unknown recipe or field, a value out of range; REFUSED for a model without a network to
        train: somebody else's.
    ModelError
        The base is not here or damaged.
    """
    base = library.find(start.base) if start.base else None
    recipe = _learning_on(base) if base else replace(find_recipe(start.recipe), start_from=None)
    for key, value in start.changes:
        recipe = set_field(recipe, key, value)
    usual = base.card.known_data if base and base.card else recipe.data
    if not (usual or start.data.named or start.data.own):
        raise InputError(recipe.name, Fault.MISSING, "data to learn from")
    named = start.data.named or ("" if start.data.own else str(usual))
    if named and named not in DATA:
        raise InputError(named, Fault.MISSING, f"one of {', '.join(DATA)}")
    data = replace(start.data, named=named)
    template = base or _find(library, recipe.name)
    called = start.name or (template.name if template else "")
    return Plan(replace(recipe, called=called), data, base, template)


def _learning_on(base: Entry) -> Recipe:
    card = base.card
    assert card is not None
    ours = card.known_data is not None or card.training is not None
    if not ours or card.kind is Kind.GENERATOR or WEIGHTS_FILE not in card.files:
        raise InputError(base.name, Fault.REFUSED, "no network to train")
    alike = (name for name, entry in DATA.items() if entry.image_shape == card.image_shape)
    data = card.known_data or next(alike)  # of what is the user's own, the shape counts
    known = RECIPES.get(card.name)
    recipe = known if known and _alike(known, card) else _described(card, data)
    return replace(
        recipe,
        beta=card.beta,
        epochs=min(EPOCHS, recipe.epochs or EPOCHS),
        learning_rate=recipe.learning_rate / CAUTION,
        kl_warm_up=0,
        start_from=None,
    )


def _alike(recipe: Recipe, card: LatentCard) -> bool:
    return (recipe.kind, recipe.layer_sizes, recipe.channels, recipe.deviation) == (
        card.kind, card.layer_sizes, card.channels, card.deviation,
    )  # fmt: skip


def _described(card: LatentCard, data: str) -> Recipe:
    return Recipe(
        data, card.kind, card.layer_sizes, card.beta, EPOCHS,
        channels=card.channels, deviation=card.deviation, seed=card.seed or 0,
    )  # fmt: skip


def _find(library: Library, name: str) -> Entry | None:
    try:
        return library.find(name)
    except ModelError:
        return None


# ---- as JSON, for snapshots and cards


def start_to_json(start: Start) -> dict[str, Any]:
    """Return what makes a run what it is, without places."""
    kept = asdict(start)
    for place in ("into", "folder", "resume", "paused"):
        del kept[place]
    return kept


def start_from_json(kept: dict[str, Any]) -> Start:
    """Undo `start_to_json`."""
    changes = tuple((str(key), value) for key, value in kept["changes"])
    return Start(**{**kept, "changes": changes, "data": DataSpec(**kept["data"])})


def settings_of(start: Start, recipe: Recipe, base: Entry | None) -> dict[str, Value | bool | None]:
    """Return what a card must say for the run to be made again."""
    said: dict[str, Value | bool | None] = {key: getattr(recipe, key) for key in NUMBERS}
    said |= {f"start.{key}": value for key, value in start.changes}
    said |= {"recipe": start.recipe, "device": start.device}
    said |= {f"data.{field.name}": getattr(start.data, field.name) for field in fields(DataSpec)}
    if base and base.card:
        said["base_weights"] = base.card.files[WEIGHTS_FILE]
    return said


def start_of(training: Lineage, name: str) -> Start:
    """Return the `Start` of the run that a card tells of.

    Raises
    ------
    ModelError
        MISSING when the card does not say enough.
    """
    said = training.settings
    if "recipe" not in said:
        raise ModelError(name, Fault.MISSING, "how it was trained")
    data: dict[str, Any] = {f.name: said[f"data.{f.name}"] for f in fields(DataSpec)}
    changes = tuple(
        (key.removeprefix("start."), value)
        for key, value in said.items()
        if key.startswith("start.") and value is not None
    )
    base = training.base
    return Start(
        recipe=str(said["recipe"]),
        base=f"{base.name}@{base.version}" if base else "",
        changes=changes,
        data=DataSpec(**data),
        device=str(said["device"]),
    )


def library_of(into: Path | None, of: type[C]) -> Library[C]:
    """Return the library whose shelf is `into`, the user's own without one."""
    folders = model_folders()
    return Library((*folders, into) if into else folders, of=of)
