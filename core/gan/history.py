"""What a game has shown so far: a row a turn, as many of the newest as memory should hold."""

from __future__ import annotations

import numpy as np

from core.gan.game import Turn

COLUMNS = ("j_d", "j_g", "d_norm", "g_norm", "d_real", "d_fake")
RECENT = 4096  # rows that `last` returns unless told otherwise
MOST = 2**20  # rows kept: 25 MB


def row_of(turn: Turn) -> tuple[float, ...]:
    """Return a turn as a row in the order of `COLUMNS`."""
    return turn.j_d, turn.j_g, turn.d_norm, turn.g_norm, turn.d_real, turn.d_fake


class History:
    """Rows (n, 6) float32 of successive turns; `step` counts all that were ever added.

    Attributes
    ----------
    highest_g_norm : the largest median of a window (`WINDOW` turns) of G's gradient norm so far.
    """

    WINDOW = 100

    def __init__(self) -> None:
        self.clear()

    def clear(self, step: int = 0) -> None:
        """Forget all; the next row is that of turn `step` + 1."""
        self._buffer = np.empty((RECENT, len(COLUMNS)), np.float32)
        self._count = 0
        self.step = step
        self._peaks: list[tuple[int, float]] = []  # step, the highest median up to there
        self._since = 0

    @property
    def highest_g_norm(self) -> float:
        """Return the largest median so far, 0 before the first window."""
        return self._peaks[-1][1] if self._peaks else 0.0

    def add(self, rows: np.ndarray) -> None:
        """Append rows (n, 6)."""
        for start in range(0, len(rows), self.WINDOW):
            part = rows[start : start + self.WINDOW]
            self._append(part)
            self.step += len(part)
            self._since += len(part)
            if self._since >= self.WINDOW:
                self._since = 0
                self._remember()

    def cut(self, step: int) -> None:
        """Forget what came after turn `step`, as far back as rows are kept."""
        later = self.step - step
        if later < 0 or later > self._count:
            self.clear(step)
            return
        self._count -= later
        self.step, self._since = step, 0
        self._peaks = [peak for peak in self._peaks if peak[0] <= step]

    def last(self, column: str, count: int = RECENT) -> np.ndarray:
        """Return the last `count` numbers of a column, fewer where there are fewer."""
        first = max(0, self._count - count)
        found: np.ndarray = self._buffer[first : self._count, COLUMNS.index(column)]
        return found

    def __len__(self) -> int:
        return self._count

    def _append(self, rows: np.ndarray) -> None:
        if self._count + len(rows) > len(self._buffer):
            if len(self._buffer) >= MOST:  # the older half goes
                half = len(self._buffer) // 2
                self._buffer[:half] = self._buffer[half:]
                self._count -= half
            else:
                wider = np.empty((2 * len(self._buffer), len(COLUMNS)), np.float32)
                wider[: self._count] = self._buffer[: self._count]
                self._buffer = wider
        self._buffer[self._count : self._count + len(rows)] = rows
        self._count += len(rows)

    def _remember(self) -> None:
        norms = self.last("g_norm", self.WINDOW)
        norms = norms[np.isfinite(norms)]
        if len(norms) and float(np.median(norms)) > self.highest_g_norm:
            self._peaks.append((self.step, float(np.median(norms))))
