"""Which frames of a film have room in a row, and where each is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 4  # pixels between two pictures


@dataclass(frozen=True)
class Row:
    """`count` frames of the size `cell` in a row so wide, drawn from `top` down."""

    count: int
    cell: QSize
    width: int
    top: int

    @property
    def places(self) -> int:
        """How many frames are drawn."""
        return min(self.count, max(1, (self.width + GAP) // (self.cell.width() + GAP)))

    def place(self, index: int) -> int:
        """Return the place in which a frame is drawn when one looks at it."""
        return round(index * (self.places - 1) / max(1, self.count - 1))

    def drawn(self, looked_at: int) -> list[int]:
        """Return the frame in each place: evenly chosen, the one looked at in its nearest."""
        last = max(1, self.places - 1)
        frames = [round(k * (self.count - 1) / last) for k in range(self.places)]
        if frames:
            frames[self.place(looked_at)] = looked_at
        return frames

    def rect(self, place: int) -> QRect:
        """Return the pixels of a place."""
        left = place * (self.cell.width() + GAP)
        if 1 < self.places < self.count:  # the row is full: from edge to edge
            left = round(place * (self.width - self.cell.width()) / (self.places - 1))
        return QRect(QPoint(left, self.top), self.cell)

    def center(self, index: int) -> float:
        """Return the pixel column that stands for a frame: each has its share of the row."""
        if self.places == 1:
            first, last = 0.0, float(self.width)
        else:
            first, last = (self.rect(p).center().x() + 0.5 for p in (0, self.places - 1))
        return first + (last - first) * index / max(1, self.count - 1)

    def frame_at(self, x: float) -> int:
        """Return the frame nearest to the pixel column `x`."""
        first, last = self.center(0), self.center(self.count - 1)
        share = min(max((x - first) / max(1.0, last - first), 0.0), 1.0)
        return round(share * (self.count - 1))
