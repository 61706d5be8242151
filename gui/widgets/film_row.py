"""The frames of a film, which of them have room in a row, and where each is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage

GAP = 4  # pixels between two pictures


@dataclass
class Frame:
    """A step, its picture, and whether the training's state of then is kept."""

    step: int
    image: QImage
    can_go_on: bool


class Film(list[Frame]):
    """Frames in the order of their steps."""

    def index_of(self, step: int) -> int:
        """Return where the frame of `step` is, or would be."""
        return bisect_left(self, step, key=lambda frame: frame.step)

    def has(self, step: int) -> bool:
        """Say whether there is a frame of `step`."""
        at = self.index_of(step)
        return at < len(self) and self[at].step == step

    def put(self, frame: Frame) -> None:
        """Add a frame; one of that step is replaced."""
        at = self.index_of(frame.step)
        self[at : at + self.has(frame.step)] = [frame]

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Drop the frames whose step is not wanted."""
        self[:] = [frame for frame in self if wanted(frame.step)]


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
