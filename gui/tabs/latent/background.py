"""What lies under the points: nothing, a carpet of decoded tiles, or the pictures themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Slot

from core.latent.explore import Point
from core.latent.tiles import SIDE, Window, tile_rows
from gui.tabs.latent.stages import Scene, Stage
from gui.tabs.latent.state import Carpet
from gui.workers.latest import LatestWorker, Line

FLAT = 1e-6  # how far off its plane a code may go unnoticed
TILE_ROWS = 4  # decoded at once, so that the carpet fills in from the top


class Background(QObject):
    """Lays the chosen background under every plane and lets the tiles follow the view."""

    def __init__(self, worker: LatestWorker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._lines: dict[int, Line] = {}
        self._carpets: dict[int, np.ndarray] = {}
        self._laid: dict[int, tuple[Window, int]] = {}
        self._wanted: dict[int, Window] = {}  # the view that tiles were asked for last
        self._stage: Stage | None = None
        self._codes: tuple[Point, ...] = ()
        self._key = "points"

    def show(self, key: str, stage: Stage, codes: Sequence[Point]) -> None:
        """Show "points", "tiles" or "thumbnails" on `stage`; tiles lie on planes through codes."""
        self._key, self._stage, self._codes = key, stage, tuple(codes)
        self._laid.clear()
        for i, plane in enumerate(stage.planes):
            plane.set_thumbnails(key == "thumbnails")
            if key == "tiles":
                self._begin(i, plane.window())
            else:
                plane.show_tiles(None)

    @Slot(int, object)
    def follow(self, plane: int, window: Window) -> None:
        """Lay tiles over the rectangle that has come into view."""
        known = self._wanted.get(plane) == window
        if self._key == "tiles" and not known:
            self._begin(plane, window)

    def move_to(self, codes: Sequence[Point]) -> None:
        """Let the planes of the tiles go through `codes`, as far as that changes what they show."""
        if self._key != "tiles" or self._stage is None:
            return
        for i, scene in enumerate(self._stage.scenes):
            way = np.asarray(codes[i]) - np.asarray(self._codes[i])
            off = way - (way @ scene.projection.axes.T) @ scene.projection.axes
            if np.abs(off).max() > FLAT:
                self._codes = (*self._codes[:i], codes[i], *self._codes[i + 1 :])
                self._begin(i, self._stage.planes[i].window())

    def _begin(self, plane: int, window: Window) -> None:
        scenes: tuple[Scene, ...] = self._stage.scenes if self._stage else ()
        if plane < len(scenes):
            scene = scenes[plane]
            code = self._codes[plane]
            self._ask(Carpet(plane, scene.entry, scene.projection, code, window, 0))

    def rows_laid(self, plane: int) -> int:
        """Return how many rows of tiles lie under the plane's present view."""
        window, rows = self._laid.get(plane, (None, 0))
        return rows if self._stage and window == self._stage.planes[plane].window() else 0

    def _ask(self, request: Carpet) -> None:
        if request.plane not in self._lines:
            line = Line(self._worker, self)
            line.answered.connect(self._on_rows)
            self._lines[request.plane] = line
        self._wanted[request.plane] = request.window
        code = np.asarray(request.code)
        work = partial(
            tile_rows, request.entry.model, request.projection, code, request.window,
            request.row, TILE_ROWS,
        )  # fmt: skip
        self._lines[request.plane].ask(request, work)

    @Slot(object, object)
    def _on_rows(self, request: Carpet, rows: np.ndarray) -> None:
        """Add rows to the carpet and ask for the next; one that was overtaken ends here."""
        plane = request.plane
        scenes: tuple[Scene, ...] = self._stage.scenes if self._stage else ()
        if plane >= len(scenes) or self._key != "tiles" or self._stage is None:
            return
        scene = scenes[plane]
        if scene.projection is not request.projection or self._codes[plane] != request.code:
            return
        size = rows.shape[1]
        if request.row == 0:
            empty = np.zeros if rows.ndim == 2 else np.ones  # no ink, or white
            self._carpets[plane] = empty((size, size, *rows.shape[2:]), dtype=np.float32)
        top = request.row * (size // SIDE)
        self._carpets[plane][top : top + len(rows)] = rows
        self._stage.planes[plane].show_tiles(self._carpets[plane], request.window)
        done = request.row + TILE_ROWS
        self._laid[plane] = (request.window, done)
        if done < SIDE and self._stage.planes[plane].window() == request.window:
            self._ask(replace(request, row=done))
