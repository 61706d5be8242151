"""One training of a text model from the command line: recipe, checkpoints, publication."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from core.cards import TextCard, TextKind
from core.data.texts import load_text, shipped_vocabulary
from core.errors import Fault, InputError
from core.export.publish import check_shelf
from core.export.text import publish_chain, publish_text
from core.text.vocabulary import Vocabulary
from core.training.changes import command_of
from core.training.checkpoints import read_kept
from core.training.long_run import Trained, checkpoint_of, follow, take_up
from core.training.loops import Kept, quieten_fabric
from core.training.text_loop import TextRun
from core.training.text_recipes import TEXT_RECIPES, change_text

KEEP_SECONDS = 60.0  # between two checkpoints, each with a look at held-out text


def train_text(
    name: str, changes: Sequence[str], shelf: Path, *, resume: bool = False
) -> Trained[TextCard]:
    """Train the text recipe `name` with `changes` and publish the result on `shelf`.

    The whole state is kept every minute and at the end; `resume` goes on from there. It is removed
    once the model is published, and stays when that fails.

    Raises
    ------
    InputError
        An unknown field, a value out of range, a checkpoint of another recipe, too short a text.
    DataError
        The text is not here; MISSING without a checkpoint to resume from.
    ModelError
        What was trained is no good.
    StorageError
        The shelf or the checkpoint cannot be written.
    """
    recipe = change_text(TEXT_RECIPES[name], changes)
    check_shelf(name, shelf)
    place = checkpoint_of("text", name)
    kept = read_kept(place) if resume else None
    text = load_text(recipe.data)
    if recipe.kind is TextKind.MARKOV:
        return Trained(publish_chain(recipe, text, shelf), ())
    vocabulary = Vocabulary(shipped_vocabulary(recipe.data), name)
    quieten_fabric()
    run = TextRun(recipe, vocabulary.encode(text.train), len(vocabulary))
    if kept:
        _resume(run, kept, place)
    tail = vocabulary.encode(text.held_out)
    losses = follow(run, lambda: run.held_out_loss(tail), place, KEEP_SECONDS)
    command = command_of(name, changes)
    card = publish_text(run.network, recipe, text, vocabulary, shelf, command)
    place.unlink(missing_ok=True)
    return Trained(card, losses)


def _resume(run: TextRun, kept: Kept, place: Path) -> None:
    if kept.rest.get("recipe") != dataclasses.asdict(run.recipe):
        raise InputError(run.recipe.name, Fault.MISMATCH, "kept by a recipe with other numbers")
    take_up(run, kept, place)
