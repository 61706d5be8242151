"""One training of a translator from the command line: recipe, checkpoints, publication."""

from __future__ import annotations

import dataclasses
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from core import paths
from core.attention.pieces import encode
from core.cards import TranslatorCard
from core.data.pairs import Sentence, load_pairs, shipped_pieces
from core.errors import DataError, Fault, InputError
from core.export.publish import check_shelf
from core.export.translator import publish_translator
from core.text.vocabulary import Vocabulary
from core.training.checkpoints import read_kept, write_kept
from core.training.loops import Kept
from core.training.translator_loop import TokenPair, TranslatorRun
from core.training.translator_recipes import TRANSLATOR_RECIPES, change_translator

KEEP_SECONDS = 120.0  # between two checkpoints, each with a look at held-out pairs
LOOKED_AT = 500  # held-out sentences that are looked at
SHOWN = 50  # the last steps whose mean loss is told


@dataclass(frozen=True)
class TranslatorTrained:
    """What was published, and the held-out losses (step, nats a piece) on the way."""

    card: TranslatorCard
    losses: tuple[tuple[int, float], ...]


def checkpoint_of(name: str) -> Path:
    """Return where the state of a training that is under way is kept."""
    return paths.home() / "runs" / "translators" / f"{name}.safetensors"


def train_translator(
    name: str, changes: Sequence[str], shelf: Path, *, resume: bool = False
) -> TranslatorTrained:
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
    place = checkpoint_of(name)
    kept = read_kept(place) if resume else None
    pairs = load_pairs(recipe.data)
    vocabulary = Vocabulary(shipped_pieces(recipe.data), name)
    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
    logging.getLogger("lightning.fabric").setLevel(logging.WARNING)
    tokens = [(encode(vocabulary, a), encode(vocabulary, b)) for a, b in pairs.train]
    run = TranslatorRun(recipe, tokens, len(vocabulary))
    if kept:
        _resume(run, kept, place)
    losses = _follow(run, _looked_at(pairs.held_out, vocabulary), place)
    command = " ".join(["python -m core train", name, *(f"--set {one}" for one in sorted(changes))])
    card = publish_translator(run.network, recipe, pairs, vocabulary, shelf, command)
    place.unlink(missing_ok=True)
    return TranslatorTrained(card, losses)


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
    try:
        run.restore(kept)
    except (KeyError, RuntimeError) as error:
        raise DataError(place.name, Fault.UNREADABLE, str(error), place) from error


def _follow(
    run: TranslatorRun, held_out: Sequence[TokenPair], place: Path
) -> tuple[tuple[int, float], ...]:
    """Make all steps with a bar on stderr; keep the state and look at held-out pairs."""
    recipe = run.recipe
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
