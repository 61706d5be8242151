"""Undo and redo over frozen states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")
LIMIT = 500


class History(Generic[S]):
    """The states that were, the one that is, and those that were undone."""

    def __init__(self, now: S) -> None:
        self._past: list[S] = []
        self._now = now
        self._undone: list[S] = []

    @property
    def now(self) -> S:
        """Return the state that is."""
        return self._now

    @property
    def can_undo(self) -> bool:
        """Say whether there is a state to go back to."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Say whether there is a state to go forward to."""
        return bool(self._undone)

    def keep(self, state: S) -> None:
        """Let `state` be the present one; what was undone is gone."""
        if state != self._now:
            self._past = [*self._past[-LIMIT:], self._now]
            self._now, self._undone = state, []

    def undo(self) -> S | None:
        """Go back one state and return it; None where there is none."""
        if not self._past:
            return None
        self._undone.append(self._now)
        self._now = self._past.pop()
        return self._now

    def redo(self) -> S | None:
        """Go forward again and return the state; None where there is none."""
        if not self._undone:
            return None
        self._past.append(self._now)
        self._now = self._undone.pop()
        return self._now

    def rewrite(self, change: Callable[[S], S]) -> None:
        """Say all states in other words: what they were about is called otherwise by now.

        Neighbours that have become the same are one step.
        """
        self._now = change(self._now)
        self._past = _without_repeats([change(s) for s in self._past], self._now)
        self._undone = _without_repeats([change(s) for s in self._undone], self._now)


def _without_repeats(states: list[S], end: S) -> list[S]:
    """Leave out each state that the one after it, or `end`, repeats."""
    following = [*states, end][1:]
    return [state for state, after in zip(states, following, strict=True) if state != after]
