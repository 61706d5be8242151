"""Undo and redo over frozen states."""

from __future__ import annotations

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
