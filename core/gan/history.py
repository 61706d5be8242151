"""What a game has shown so far: a row a turn, the newest kept whole, older ones thinned out."""

from __future__ import annotations

import numpy as np

from core.gan.game import Turn

COLUMNS = ("j_d", "j_g", "d_norm", "g_norm", "d_real", "d_fake")
RECENT = 4096  # rows kept whole


def row_of(turn: Turn) -> tuple[float, ...]:
    """Return a turn as a row in the order of `COLUMNS`."""
    return turn.j_d, turn.j_g, turn.d_norm, turn.g_norm, turn.d_real, turn.d_fake


class History:
    """Rows (n, 6) float32 of successive turns; `steps` counts all that were ever added.

    Attributes
    ----------
    highest_g_norm : the largest median of a window (`WINDOW` turns) of G's gradient norm so far.
    """

    WINDOW = 100

    def __init__(self) -> None:
        self.clear()

    def clear(self, step: int = 0) -> None:
        """Forget all; the next row is that of turn `step` + 1."""
        self._rows = np.empty((0, len(COLUMNS)), np.float32)
        self.step = step
        self.highest_g_norm = 0.0
        self._since = 0

    def add(self, rows: np.ndarray) -> None:
        """Append rows (n, 6)."""
        for start in range(0, len(rows), self.WINDOW):
            part = rows[start : start + self.WINDOW]
            self._rows = np.concatenate([self._rows, part])
            self.step += len(part)
            self._since += len(part)
            if self._since >= self.WINDOW:
                self._since = 0
                self._remember()
        if len(self._rows) > 2 * RECENT:
            self._rows = self._rows[-RECENT:]

    def last(self, column: str, count: int = RECENT) -> np.ndarray:
        """Return the last `count` numbers of a column, fewer where there are fewer."""
        found: np.ndarray = self._rows[-count:, COLUMNS.index(column)]
        return found

    def __len__(self) -> int:
        return len(self._rows)

    def _remember(self) -> None:
        norms = self.last("g_norm", self.WINDOW)
        norms = norms[np.isfinite(norms)]
        if len(norms):
            self.highest_g_norm = max(self.highest_g_norm, float(np.median(norms)))
