"""One run of the GAN Playground: one or two games on the same data, and their time line."""

from __future__ import annotations

import math

import numpy as np

from core.errors import Fault, InputError
from core.gan.game import Batch, Game
from core.gan.history import COLUMNS, row_of
from core.gan.settings import changed_live, checked
from core.gan.timeline import Mark, TimeLine
from core.training.gan.messages import (
    Exploded,
    GameStarted,
    KnobSet,
    SetKnob,
    StartGame,
    Weights,
    Who,
)
from core.training.gan.opening import chosen

MOST_GAMES = 2
Rows = tuple[tuple[float, ...], ...]


class Run:
    """The games of a run; `is_sound` until a number is none any more."""

    def __init__(self, start: StartGame) -> None:
        if not 1 <= len(start.games) <= MOST_GAMES:
            raise InputError("games", Fault.MISMATCH, f"{len(start.games)} games")
        self.data = chosen(start.data)
        made = [checked(settings) for settings in start.games]
        self.games = tuple(Game(settings, self.data) for settings, _ in made)
        if start.weights:
            self._load(start)
        settings = tuple(game.settings for game in self.games)
        self.started = GameStarted(settings, tuple(limits for _, limits in made), start.step)
        self.line = TimeLine()
        self.is_sound = True
        self._rows: Rows = ()

    @property
    def step(self) -> int:
        """Return how many turns have been made."""
        return self.games[0].step

    def game(self, side: int) -> Game:
        """Return a game; InputError MISSING where there is none."""
        if not 0 <= side < len(self.games):
            raise InputError(f"game {side}", Fault.MISSING)
        return self.games[side]

    def turn(self) -> Rows:
        """Play a turn in every game and return its row of each."""
        self._rows = tuple(row_of(game.turn()) for game in self.games)
        return self._rows

    def make_step(self, who: Who) -> tuple[Rows, tuple[tuple[Batch, ...], ...]]:
        """Play a turn, or let one player make an update; return rows and all that was seen."""
        rows, batches = [], []
        for game in self.games:
            seen: list[Batch] = []
            game.watched = seen.append
            if who is Who.BOTH:
                turn = game.turn()
            else:
                turn = game.teach_police() if who is Who.POLICE else game.teach_forger()
            game.watched = None
            rows.append(row_of(turn))
            batches.append(tuple(seen))
        self._rows = tuple(rows)
        return self._rows, tuple(batches)

    def set(self, command: SetKnob) -> list[KnobSet]:
        """Change a live knob in one game or all; raises what `changed_live` raises."""
        sides = range(len(self.games)) if command.side is None else (command.side,)
        told = []
        for side in sides:
            game = self.game(side)
            settings, limited = changed_live(game.settings, command.field, command.value)
            game.set(settings)
            self.line.note(self.step, side, settings)
            value = getattr(settings, command.field)
            told.append(KnobSet(command.field, value, side, self.step, limited))
        return told

    def mark(self, *, pinned: bool = False) -> tuple[Mark, tuple[Weights, ...]]:
        """Add a picture to the time line."""
        mark = self.line.add(self.games, pinned=pinned)
        return mark, tuple(
            Weights(game.forger.flat.copy(), game.police.flat.copy()) for game in self.games
        )

    def broken(self) -> Exploded | None:
        """Say which number is none any more, if one is; the run is not sound then."""
        for side, row in enumerate(self._rows):
            for name, value in zip(COLUMNS, row, strict=True):
                missing = name.endswith("_norm") and math.isnan(value)  # nobody learned
                if not math.isfinite(value) and not missing:
                    return self._exploded(side, name)
        return None

    def broken_weights(self) -> Exploded | None:
        """As `broken`, of the weights: asked before each picture."""
        for side, game in enumerate(self.games):
            for name, network in (("forger", game.forger), ("police", game.police)):
                if not np.isfinite(network.flat).all():
                    return self._exploded(side, name)
        return None

    def _exploded(self, side: int, quantity: str) -> Exploded:
        self.is_sound = False
        newest = self.line.newest
        return Exploded(self.step, side, quantity, newest.number if newest else 0)

    def _load(self, start: StartGame) -> None:
        if len(start.weights) != len(self.games):
            raise InputError("weights", Fault.MISMATCH, f"{len(start.weights)} games")
        for game, weights in zip(self.games, start.weights, strict=True):
            for network, flat in ((game.forger, weights.forger), (game.police, weights.police)):
                if np.shape(flat) != network.flat.shape or not np.isfinite(flat).all():
                    raise InputError("weights", Fault.MISMATCH, f"{np.shape(flat)}")
            game.load(weights.forger, weights.police, start.step)
