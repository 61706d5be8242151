"""One training of a text model from the command line: recipe, checkpoints, publication."""

from __future__ import annotations

import dataclasses
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from core import paths
from core.cards import TextCard, TextKind
from core.data.texts import load_text, shipped_vocabulary
from core.errors import DataError, Fault, InputError
from core.export.publish import check_shelf
from core.export.text import publish_chain, publish_text
from core.text.vocabulary import Vocabulary
from core.training.checkpoints import read_kept, write_kept
from core.training.loops import Kept
from core.training.text_loop import TextRun
from core.training.text_recipes import TEXT_RECIPES, TextRecipe, change_text

KEEP_SECONDS = 60.0  # between two checkpoints, each with a look at held-out text
SHOWN = 50  # the last steps whose mean loss is told


@dataclass(frozen=True)
class TextTrained:
    """What was published, and the held-out losses (step, nats a token) on the way."""

    card: TextCard
    losses: tuple[tuple[int, float], ...]


def checkpoint_of(name: str) -> Path:
    """Return where the state of a training that is under way is kept."""
    return paths.home() / "runs" / "text" / f"{name}.safetensors"


def train_text(
    name: str, changes: Sequence[str], shelf: Path, *, resume: bool = False
) -> TextTrained:
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
    place = checkpoint_of(name)
    kept = read_kept(place) if resume else None
    text = load_text(recipe.data)
    if recipe.kind is TextKind.MARKOV:
        return TextTrained(publish_chain(recipe, text, shelf), ())
    vocabulary = Vocabulary(shipped_vocabulary(recipe.data), name)
    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
    logging.getLogger("lightning.fabric").setLevel(logging.WARNING)
    run = TextRun(recipe, vocabulary.encode(text.train), len(vocabulary))
    if kept:
        _resume(run, kept, place)
    losses = _follow(run, vocabulary.encode(text.held_out), place)
    command = " ".join(["python -m core train", name, *(f"--set {one}" for one in sorted(changes))])
    card = publish_text(run.network, recipe, text, vocabulary, shelf, command)
    place.unlink(missing_ok=True)
    return TextTrained(card, losses)


def _resume(run: TextRun, kept: Kept, place: Path) -> None:
    if kept.rest.get("recipe") != dataclasses.asdict(run.recipe):
        raise InputError(run.recipe.name, Fault.MISMATCH, "kept by a recipe with other numbers")
    try:
        run.restore(kept)
    except (KeyError, RuntimeError) as error:
        raise DataError(place.name, Fault.UNREADABLE, str(error), place) from error


def _follow(run: TextRun, held_out: np.ndarray, place: Path) -> tuple[tuple[int, float], ...]:
    """Make all steps with a bar on stderr; keep the state and look at held-out text on the way."""
    recipe: TextRecipe = run.recipe
    recent: list[float] = []
    losses: list[tuple[int, float]] = []
    kept_at = time.monotonic()
    pause = 0.1 if sys.stderr.isatty() else KEEP_SECONDS / 2
    with tqdm(desc=recipe.name, total=recipe.steps, initial=run.step, mininterval=pause) as bar:
        for step in run:
            recent = [*recent[1 - SHOWN :], step.loss]
            bar.update()
            last = step.step == recipe.steps
            if last or time.monotonic() - kept_at > KEEP_SECONDS:
                write_kept(run.keep(), place)
                losses.append((step.step, run.held_out_loss(held_out)))
                kept_at = time.monotonic()
                mean = sum(recent) / len(recent)
                bar.set_postfix(train=f"{mean:.3f}", held_out=f"{losses[-1][1]:.3f}", refresh=False)
    return tuple(losses)
