"""One training of a translator from the command line: recipe, checkpoints, publication."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from core.attention.pieces import encode
from core.cards import TranslatorCard
from core.data.pairs import Sentence, load_pairs, shipped_pieces
from core.errors import Fault, InputError
from core.export.publish import check_shelf
from core.export.translator import publish_translator
from core.text.vocabulary import Vocabulary
from core.training.changes import command_of
from core.training.checkpoints import read_kept
from core.training.long_run import Trained, checkpoint_of, follow, take_up
from core.training.loops import Kept, quieten_fabric
from core.training.translator_loop import TokenPair, TranslatorRun
from core.training.translator_recipes import TRANSLATOR_RECIPES, change_translator

KEEP_SECONDS = 120.0  # between two checkpoints, each with a look at held-out pairs
LOOKED_AT = 500  # held-out sentences that are looked at


def train_translator(
    name: str, changes: Sequence[str], shelf: Path, *, resume: bool = False
) -> Trained[TranslatorCard]:
    """Train the translator recipe `name` with `changes` and publish the result on `shelf`.

    The whole state is kept every two minutes and at the end; `resume` goes on from there, also to
    another number of steps while the learning rate does not fall yet. It is removed once the model
    is published, and stays when that fails.

    Raises
    ------
    InputError
        An unknown field, a value out of range, a checkpoint of another recipe.
    DataError
        The pairs are not here; MISSING without a checkpoint to resume from.
    ModelError
        What was trained is no good.
    StorageError
        The shelf or the checkpoint cannot be written.
    """
    recipe = change_translator(TRANSLATOR_RECIPES[name], changes)
    check_shelf(name, shelf)
    place = checkpoint_of("translators", name)
    kept = read_kept(place) if resume else None
    pairs = load_pairs(recipe.data)
    vocabulary = Vocabulary(shipped_pieces(recipe.data), name)
    quieten_fabric()
    tokens = [(encode(vocabulary, a), encode(vocabulary, b)) for a, b in pairs.train]
    run = TranslatorRun(recipe, tokens, len(vocabulary))
    if kept:
        _resume(run, kept, place)
    looked_at = _looked_at(pairs.held_out, vocabulary)
    losses = follow(run, lambda: run.held_out_loss(looked_at), place, KEEP_SECONDS)
    command = command_of(name, changes)
    card = publish_translator(run.network, recipe, pairs, vocabulary, shelf, command)
    place.unlink(missing_ok=True)
    return Trained(card, losses)


def _looked_at(held_out: Sequence[Sentence], vocabulary: Vocabulary) -> list[TokenPair]:
    return [
        (encode(vocabulary, sentence.source), encode(vocabulary, sentence.references[0]))
        for sentence in held_out[:LOOKED_AT]
    ]


def _resume(run: TranslatorRun, kept: Kept, place: Path) -> None:
    was, now = kept.rest.get("recipe") or {}, dataclasses.asdict(run.recipe)
    level = min(was.get("steps", 0), now["steps"]) * (1 - now["fall"])  # the same up to here
    if was != now and (was != {**now, "steps": was.get("steps")} or kept.rest["step"] > level):
        raise InputError(run.recipe.name, Fault.MISMATCH, "kept by a recipe with other numbers")
    take_up(run, kept, place)
