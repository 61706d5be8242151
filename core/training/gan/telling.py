"""Tells what a run does: every turn's row some ten times a second, pictures up to thirty times."""

from __future__ import annotations

import time

import numpy as np

from core.gan.history import COLUMNS
from core.training.gan.messages import Picture, Turned
from core.training.gan.run import Rows, Run
from core.training.pipes import Outbox

PICTURE_SECONDS = 1 / 30
ROWS_SECONDS = 0.1


class Teller:
    """Gathers rows; nothing but pictures is ever left out."""

    def __init__(self, run: Run, outbox: Outbox) -> None:
        self._run, self._outbox = run, outbox
        self._rows: list[Rows] = []
        self._first = 0
        self._shown = -1  # the step of the last picture
        self._next_picture = self._next_rows = 0.0
        self.begin()

    def begin(self) -> None:
        """Go on from where the run stands."""
        self._rows, self._first, self._shown = [], self._run.step + 1, self._run.step

    def add(self, rows: Rows) -> None:
        """Take in a turn."""
        self._rows.append(rows)

    def tell_if_due(self) -> None:
        """Send what it is time for."""
        now = time.monotonic()
        if now >= self._next_picture and self._shown != self._run.step:
            self.show()
            self._next_picture = max(self._next_picture + PICTURE_SECONDS, now)
        if now >= self._next_rows:
            self.flush()
            self._next_rows = now + ROWS_SECONDS

    def rest(self, *, pinned: bool = False) -> None:
        """Say all there is to say before waiting."""
        self.flush()
        if self._run.is_sound and (pinned or self._shown != self._run.step):
            self.show(pinned=pinned)

    def show(self, *, pinned: bool = False) -> None:
        """Send a picture, unless a weight is no number."""
        broken = self._run.broken_weights()
        if broken:
            return  # the next turn's losses say so
        mark, weights = self._run.mark(pinned=pinned)
        self._shown = mark.step
        self._outbox.put(Picture(mark.number, mark.step, weights))

    def flush(self) -> None:
        """Send the rows that wait."""
        if not self._rows:
            return
        table = np.array(self._rows, dtype=np.float32)  # (turns, games, columns)
        assert table.shape[2] == len(COLUMNS)
        rows = tuple(np.ascontiguousarray(table[:, side]) for side in range(table.shape[1]))
        self._outbox.put(Turned(self._first, rows))
        self._first += len(table)
        self._rows = []
