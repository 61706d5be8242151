"""Where the GAN Playground stands: what a new tab, or the next start, needs to go on."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np

from core.gan.data import Data
from core.gan.presets import PRESETS
from core.gan.settings import Settings, checked
from core.training.gan.messages import DataChoice, Weights
from core.training.gan.opening import chosen
from gui.tabs.saved import SavedState

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


def packed(weights: tuple[Weights, ...]) -> tuple[tuple[str, str], ...]:
    """Return weights as `State` keeps them."""
    return tuple((_text(each.forger), _text(each.police)) for each in weights)


def _text(flat: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(flat, "<f4").tobytes()).decode()


def _array(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)


def _wrong(state: State) -> str:
    if state.preset and state.preset not in PRESETS:
        raise ValueError("preset")
    data: Data = chosen(state.choice)
    if not 1 <= len(state.games) <= 2 or state.step < 0 or set(state.layers) - set(LAYERS):
        raise ValueError("games")
    if any(checked(game)[1] for game in state.games):
        raise ValueError("settings")
    if not state.weights:
        return ""
    for game, pair in zip(state.games, state.trained(), strict=True):
        shapes = (game.generator(data.dim), game.discriminator(data.dim))
        for shape, flat in zip(shapes, (pair.forger, pair.police), strict=True):
            if len(flat) != shape.length or not np.isfinite(flat).all():
                raise ValueError("weights")
    return ""


SAVED = SavedState("gan", State, _wrong, LARGEST)
dump, parse, load = SAVED.dump, SAVED.parse, SAVED.load
