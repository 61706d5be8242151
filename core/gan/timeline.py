"""The time line of a run: which states are kept, and how to stand again at any picture, exactly.

Of the states every second one, then every fourth and so on is kept, to stay within a budget of
bytes; between two of them the turns are played again, with the same changes of the knobs, which
gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import Fault, InputError
from core.gan.game import Game, State
from core.gan.settings import Settings

BUDGET = 128_000_000  # bytes


@dataclass(frozen=True)
class Mark:
    """A picture of the time line: its number and the step it shows."""

    number: int
    step: int


@dataclass(eq=False)
class _Kept:
    mark: Mark
    states: tuple[State, ...] | None
    pinned: bool  # what lies before cannot be played again


class TimeLine:
    """Pictures numbered from 0, each with its step, some with the whole state of every game."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._kept: list[_Kept] = []
        self._changes: list[tuple[int, int, Settings]] = []  # step, side, settings from then on
        self._bytes = 0
        self._next = 0
        self._spacing = 1  # of the pictures whose states are kept

    @property
    def newest(self) -> Mark | None:
        """Return the last picture."""
        return self._kept[-1].mark if self._kept else None

    def add(self, games: tuple[Game, ...], *, pinned: bool = False) -> Mark:
        """Keep where the games stand, all at the same step; `pinned` after steps made by hand."""
        mark = Mark(self._next, games[0].step)
        self._next += 1
        if self._kept:
            self._drop_unless_kept(self._kept[-1])
        states = tuple(game.keep() for game in games)
        self._kept.append(_Kept(mark, states, pinned or not self._kept))
        self._bytes += sum(_size(state) for state in states)
        while self._bytes > self._budget and self._spacing < self._next:
            self._spacing *= 2
            for each in self._kept[:-1]:
                self._drop_unless_kept(each)
        return mark

    def note(self, step: int, side: int, settings: Settings) -> None:
        """Remember that a knob was changed after turn `step`."""
        self._changes.append((step, side, settings))

    def go_to(self, number: int, games: tuple[Game, ...]) -> Iterator[Mark | None]:
        """Bring the games to picture `number` and forget what came later; the mark comes last.

        Yields None while turns are played again. Raises InputError MISSING for an unknown number.
        """
        place = next((i for i, k in enumerate(self._kept) if k.mark.number == number), None)
        if place is None:
            raise InputError(f"picture {number}", Fault.MISSING)
        start = max(i for i in range(place + 1) if self._kept[i].states is not None)
        states, mark = self._kept[start].states, self._kept[place].mark
        assert states is not None
        for game, state in zip(games, states, strict=True):
            game.set(state.settings)
            game.restore(state)
        for step in range(self._kept[start].mark.step, mark.step):
            self._follow(step, games)
            for game in games:
                game.turn()
            yield None
        settings = self._settings_at(place, games)
        for game, one in zip(games, settings, strict=True):
            game.set(one)
        for later in self._kept[place + 1 :]:
            self._bytes -= sum(_size(state) for state in later.states or ())
        del self._kept[place + 1 :]
        self._changes = [change for change in self._changes if change[0] < mark.step]
        yield mark

    def _follow(self, step: int, games: tuple[Game, ...]) -> None:
        for at, side, settings in self._changes:
            if at == step:
                games[side].set(settings)

    def _settings_at(self, place: int, games: tuple[Game, ...]) -> tuple[Settings, ...]:
        states = self._kept[place].states
        if states is None:
            return tuple(game.settings for game in games)
        return tuple(state.settings for state in states)

    def _drop_unless_kept(self, each: _Kept) -> None:
        """Let go of a state that is neither pinned nor one of every `_spacing` pictures'."""
        if each.states is None or each.pinned or each.mark.number % self._spacing == 0:
            return
        self._bytes -= sum(_size(state) for state in each.states)
        each.states = None


def _size(state: State) -> int:
    return sum(array.nbytes for array in state.arrays.values()) + 2000
