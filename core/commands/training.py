"""The command `train`: recipe, progress bar, publication."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.commands.torch_side import import_torch_side
from core.commands.words import Answer, say
from core.paths import home


def train_model(options: argparse.Namespace) -> Answer:
    """Follow a recipe and publish what comes out; without a name, list the recipes."""
    if options.recipe is None:
        from core.training.recipes import RECIPES

        for name in RECIPES:
            say(name)
        return 0, {"recipes": list(RECIPES)}
    shelf = Path(options.into) if options.into else home() / "models"
    run = import_torch_side("core.training.run")
    card = run.train_and_publish(options.recipe, options.set, shelf)
    metrics = card.metrics.model_dump()
    for key, value in metrics.items():
        say(f"{key:<16} {'-' if value is None else f'{value:.5g}'}")
    say(f"{card.name} is in {shelf / card.name}; ONNX Runtime differs by {card.parity:.1e}")
    folder = str(shelf / card.name)
    return 0, {"name": card.name, "folder": folder, "parity": card.parity, **metrics}
