"""Where the GAN Playground stands: what a new tab, or the next start, needs to go on."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from core.errors import CoreError, DataError, Fault, StorageError
from core.gan.data import Data
from core.gan.presets import PRESETS
from core.gan.settings import Settings, checked
from core.training.gan.messages import DataChoice, Weights
from core.training.gan.opening import chosen

FORMAT = 1
LARGEST = 20_000_000  # bytes
START = "ring"
LAYERS = ("field", "real", "fake", "grid", "arrows")


@dataclass(frozen=True)
class State:
    """Preset and data by name, own points, the games' knobs, what is drawn, both networks.

    `weights` are base64 of float32, forger then police, one pair a game; none: the beginning.
    """

    preset: str = START
    data: str = PRESETS[START].data
    points: tuple[tuple[float, ...], ...] = ()
    low: tuple[float, ...] = (0.0, 0.0)
    high: tuple[float, ...] = (1.0, 1.0)
    games: tuple[Settings, ...] = PRESETS[START].games
    layers: tuple[str, ...] = LAYERS
    fake_is_one: bool = False
    step: int = 0
    weights: tuple[tuple[str, str], ...] = ()

    @property
    def choice(self) -> DataChoice:
        """Return the data as the training process takes it."""
        if not self.points:
            return DataChoice(self.data)
        return DataChoice("", np.array(self.points, np.float32), (self.low, self.high))

    def trained(self) -> tuple[Weights, ...]:
        """Return the weights as arrays."""
        return tuple(Weights(_array(forger), _array(police)) for forger, police in self.weights)


_ADAPTER = TypeAdapter(State)


def packed(weights: tuple[Weights, ...]) -> tuple[tuple[str, str], ...]:
    """Return weights as `State` keeps them."""
    return tuple((_text(each.forger), _text(each.police)) for each in weights)


def _text(flat: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(flat, "<f4").tobytes()).decode()


def _array(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)


def dump(state: State) -> str:
    """Write `state` as JSON."""
    fields = json.loads(_ADAPTER.dump_json(state))
    return json.dumps({"generatorium": FORMAT, "tab": "gan", "state": fields})


def load(path: Path) -> State:
    """Read what `dump` wrote; CoreError with MISSING, UNREADABLE or MISMATCH."""
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(path.name, Fault.MISMATCH, "too large", path)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise StorageError(path.name, Fault.MISSING, str(error), path=path) from error
    except (OSError, ValueError) as error:
        raise DataError(path.name, Fault.UNREADABLE, str(error), path) from error
    return parse(text, path)


def parse(text: str, path: Path) -> State:
    """Read a state and hold it against what is possible."""
    try:
        whole = json.loads(text)
        if whole["generatorium"] != FORMAT or whole["tab"] != "gan":
            raise DataError(path.name, Fault.MISMATCH, "no state of this tab", path)
        state: State = _ADAPTER.validate_json(json.dumps(whole["state"]))
        _check(state)
    except CoreError:
        raise
    except (ValidationError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(path.name, Fault.MISMATCH, str(error)[:200], path) from error
    return state


def _check(state: State) -> None:
    if state.preset and state.preset not in PRESETS:
        raise ValueError("preset")
    data: Data = chosen(state.choice)
    if not 1 <= len(state.games) <= 2 or state.step < 0 or set(state.layers) - set(LAYERS):
        raise ValueError("games")
    if any(checked(game)[1] for game in state.games):
        raise ValueError("settings")
    if not state.weights:
        return
    for game, pair in zip(state.games, state.trained(), strict=True):
        shapes = (game.generator(data.dim), game.discriminator(data.dim))
        for shape, flat in zip(shapes, (pair.forger, pair.police), strict=True):
            if len(flat) != shape.length or not np.isfinite(flat).all():
                raise ValueError("weights")
