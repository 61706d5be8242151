"""The command `train`: recipe, progress bar, publication; or a run once more."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from core.commands.torch_side import import_torch_side
from core.commands.words import Answer, say
from core.errors import Fault, InputError
from core.paths import home
from core.training.recipes import RECIPES
from core.training.text_recipes import TEXT_RECIPES
from core.training.translator_recipes import TRANSLATOR_RECIPES


def train_model(options: argparse.Namespace) -> Answer:
    """Follow a recipe and publish what comes out; without a name, list the recipes."""
    if options.replay is not None:
        return _replay(options)
    if options.recipe is None:
        names = [*RECIPES, *TEXT_RECIPES, *TRANSLATOR_RECIPES]
        for name in names:
            say(name)
        return 0, {"recipes": names}
    shelf = Path(options.into) if options.into else home() / "models"
    if options.recipe in TEXT_RECIPES:
        return _train_text(options, shelf)
    if options.recipe in TRANSLATOR_RECIPES:
        return _train_translator(options, shelf)
    if options.resume:
        names = [*TEXT_RECIPES, *TRANSLATOR_RECIPES]
        raise InputError("--resume", Fault.REFUSED, f"recipes: {', '.join(names)}")
    run = import_torch_side("core.training.run")
    done = run.train_and_publish(options.recipe, options.set, shelf)
    if done is None:  # one of torchrun's other processes: the first one speaks
        raise SystemExit(0)
    card = done.card
    metrics = card.metrics.model_dump()
    for key, value in metrics.items():
        say(f"{key:<16} {'-' if value is None else f'{value:.5g}'}")
    say(f"{card.name} is in {shelf / card.name}; ONNX Runtime differs by {card.parity:.1e}")
    answer = {"name": card.name, "folder": str(shelf / card.name), "parity": card.parity}
    return 0, {**answer, **metrics, "losses": list(done.losses)}


def _train_text(options: argparse.Namespace, shelf: Path) -> Answer:
    """Follow a recipe of the Text Generator, or go on with it."""
    run = import_torch_side("core.training.text_run")
    done = run.train_text(options.recipe, options.set, shelf, resume=options.resume)
    return _told(done, shelf)


def _train_translator(options: argparse.Namespace, shelf: Path) -> Answer:
    """Follow a recipe of the Attention Viewer, or go on with it."""
    run = import_torch_side("core.training.translator_run")
    done = run.train_translator(options.recipe, options.set, shelf, resume=options.resume)
    return _told(done, shelf)


def _told(done: Any, shelf: Path) -> Answer:
    card = done.card
    metrics = card.metrics.model_dump()
    for key, value in metrics.items():
        say(f"{key:<16} {value:.5g}")
    say(f"{card.name} is in {shelf / card.name}")
    answer = {"name": card.name, "folder": str(shelf / card.name), "parity": card.parity}
    return 0, {**answer, **metrics, "losses": list(done.losses)}


def _replay(options: argparse.Namespace) -> Answer:
    """Make a run again; 1 when other weights come out."""
    if options.recipe is not None or options.set:
        raise InputError("--replay", Fault.REFUSED, "a recipe or --set beside it")
    side = import_torch_side("core.training.replay")
    into = Path(options.into) if options.into else None
    done = side.replay(options.replay, into, publish=into is not None)
    how = "the same weights" if done.identical else f"weights off by up to {done.difference:.2g}"
    say(f"{done.name}: {done.steps} steps, {how}")
    answer = {"name": done.name, "steps": done.steps, "identical": done.identical}
    if done.exported:
        say(f"{done.exported.name} is in {done.exported.folder}")
        answer["folder"] = str(done.exported.folder)
    return (0 if done.identical else 1), {**answer, "difference": done.difference}
