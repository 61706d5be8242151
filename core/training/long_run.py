"""A training that takes hours, on the command line: a bar, checkpoints, and going on from one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from tqdm import tqdm

from core import paths
from core.cards import ModelCard
from core.errors import DataError, Fault
from core.training.checkpoints import write_kept
from core.training.loops import Kept
from core.training.token_run import TokenRun

C = TypeVar("C", bound=ModelCard)
SHOWN = 50  # the last steps whose mean loss is told


@dataclass(frozen=True)
class Trained(Generic[C]):
    """What was published, and the held-out losses (step, nats a token) on the way."""

    card: C
    losses: tuple[tuple[int, float], ...]


def checkpoint_of(kind: str, name: str) -> Path:
    """Return where the state of a training that is under way is kept."""
    return paths.home() / "runs" / kind / f"{name}.safetensors"


def take_up(run: TokenRun[Any, Any], kept: Kept, place: Path) -> None:
    """Go back to a checkpoint; raises DataError UNREADABLE when it is none of this network."""
    try:
        run.restore(kept)
    except (KeyError, RuntimeError) as error:
        raise DataError(place.name, Fault.UNREADABLE, str(error), place) from error


def follow(
    run: TokenRun[Any, Any], held_out_loss: Callable[[], float], place: Path, seconds: float
) -> tuple[tuple[int, float], ...]:
    """Make all steps with a bar on stderr; every `seconds` and at the end keep the state.

    Returns the held-out losses (step, nats a token) that were looked at then.
    """
    recipe = run.recipe
    recent: list[float] = []
    losses: list[tuple[int, float]] = []
    kept_at = time.monotonic()
    pause = 0.1 if sys.stderr.isatty() else seconds / 2
    with tqdm(desc=recipe.name, total=recipe.steps, initial=run.step, mininterval=pause) as bar:
        for step in run:
            recent = [*recent[1 - SHOWN :], step.loss]
            bar.update()
            last = step.step == recipe.steps
            if last or time.monotonic() - kept_at > seconds:
                write_kept(run.keep(), place)
                losses.append((step.step, held_out_loss()))
                kept_at = time.monotonic()
                mean = sum(recent) / len(recent)
                bar.set_postfix(train=f"{mean:.3f}", held_out=f"{losses[-1][1]:.3f}", refresh=False)
    return tuple(losses)
