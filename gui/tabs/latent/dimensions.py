"""More than two dimensions: which are the plane, a slider for each, and what each one does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from core.latent.directions import CLASS, findings
from core.latent.explore import Explorable, Point
from core.latent.traversal import Traversal, codes, ranked, traverse
from gui.numbers import fixed, subscript
from gui.tabs.latent.dimensions_section import DimensionsSection
from gui.tabs.latent.keys import PoliteKey
from gui.tabs.latent.presenter import LatentPresenter
from gui.widgets.pictures import to_bytes
from gui.widgets.traversal_grid import TraversalGrid
from gui.words import attribute_name

TELLING = 0.5  # correlation from which on a dimension is said to find a factor


@dataclass(frozen=True)
class Varied:
    """The grid of one model around one code."""

    entry: Explorable
    code: Point
    order: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Scale:
    """Where the sliders of a model stand at 0, and how far one σ is; both (d,)."""

    centre: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True, eq=False)
class Found:
    """How strongly each dimension goes with each named thing, (d, names), 0 to 1."""

    names: tuple[str, ...]
    strength: np.ndarray


class Dimensions(QObject):
    """Keeps sliders, plane and grid at the state's code."""

    gridChanged = Signal()  # the grid shows what it was asked for

    def __init__(
        self, hub: LatentPresenter, section: DimensionsSection, grid: TraversalGrid
    ) -> None:
        super().__init__(hub)
        self._hub, self._section, self._grid = hub, section, grid
        self._entry: Explorable | None = None
        self._order: tuple[int, ...] = ()
        self._scale = Scale(np.zeros(0), np.ones(0))
        self._laid: Varied | None = None
        self._asked: Varied | None = None  # of the grid: on its way, or laid
        self._found: Found | None = None  # of the entry
        self._grids = hub.line(hub.context.slow, self._on_grid)
        PoliteKey("Ctrl+T", hub.view, self._on_key, users=())
        section.setEnabled(False)
        section.axesChosen.connect(hub.choose_axes)
        section.gridAsked.connect(self.show_grid)
        section.bank.changed.connect(self._on_slider)
        section.bank.released.connect(hub.commit)
        section.bank.chosen.connect(self._on_dimension)
        grid.chosen.connect(self._on_cell)
        hub.ready.connect(self.refresh)
        hub.changed.connect(self._on_changed)
        hub.pointMoved.connect(self._on_point_moved)

    @property
    def possible(self) -> bool:
        """Say whether one model is shown."""
        return len(self._hub.shown) == 1

    @property
    def laid(self) -> Varied | None:
        """Return what the grid shows."""
        return self._laid

    @Slot()
    def refresh(self) -> None:
        """Show the dimensions of the model that is shown now."""
        self._section.setVisible(self.possible)
        self._section.setEnabled(self.possible)
        if not self.possible:
            return
        entry = self._hub.shown[0]
        if entry is not self._entry:
            self._entry, self._laid, self._asked, self._found = entry, None, None, None
            self._scale, self._order = scale_of(entry), order_of(entry)
            kl = entry.chart.kl
            self._section.bank.show_dimensions(
                len(self._order), self._order, self._scale.centre, self._scale.spread, kl
            )
        self._on_changed()
        self._on_point_moved()

    @Slot()
    def _on_changed(self) -> None:
        """Let plane and grid follow the state."""
        if not self.possible or self._entry is not self._hub.shown[0]:
            return
        state = self._hub.state
        self._section.show_axes(state.axes, self._order)
        self._section.grid.setChecked(state.traversal)
        self._hub.view.show_grid(state.traversal)
        if state.traversal:
            self._ask()

    @Slot()
    def _on_point_moved(self) -> None:
        if self.possible and self._entry is self._hub.shown[0]:
            code = np.asarray(self._hub.points()[0])
            self._section.bank.show_values(code)
            if self._hub.state.traversal:
                self._grid.show_current(self._columns(code))

    @Slot(bool)
    def show_grid(self, on: bool) -> None:
        """Show the grid in place of the figure, or the figure again."""
        if self.possible:
            self._hub.update(traversal=on)

    @Slot()
    def _on_key(self) -> None:
        self.show_grid(not self._hub.state.traversal)

    @Slot(int)
    def _on_dimension(self, dimension: int) -> None:
        """Let a dimension be the plane's horizontal axis; what was there is the vertical one."""
        before = (*self._hub.state.axes, *self._order)
        other = next((k for k in before if k != dimension), None)
        if other is not None and self._hub.state.axes[:1] != (dimension,):
            self._hub.choose_axes((dimension, other))

    @Slot(int, float)
    def _on_slider(self, dimension: int, value: float) -> None:
        code = np.array(self._hub.points()[0])
        code[dimension] = value
        self._hub.place(code)

    @Slot(int, int)
    def _on_cell(self, row: int, column: int) -> None:
        """Take over the value of a cell."""
        if self._laid is None:
            return
        grid = codes(_request(self._laid), self._scale.spread, self._scale.centre)
        code = np.array(self._hub.points()[0])
        code[self._order[row]] = grid[row, column, self._order[row]]
        self._hub.place(code)
        self._hub.commit()

    def _ask(self) -> None:
        assert self._entry is not None
        request = Varied(self._entry, self._hub.points()[0], self._order)
        if self._asked is not None and request.code == self._asked.code:
            return
        self._asked = request
        self._grids.ask(request, partial(_answer, request, self._scale, self._found))

    @Slot(object, object)
    def _on_grid(self, request: Varied, answer: tuple[np.ndarray, Found]) -> None:
        if request is not self._asked:
            return
        pictures, self._found = answer
        self._laid = request
        labels = [f"z{subscript(k + 1)}" for k in request.order]
        current = self._columns(np.asarray(self._hub.points()[0]))
        self._grid.show_rows(labels, self._notes(self._found), pictures, current)
        self.gridChanged.emit()

    def _columns(self, code: np.ndarray) -> np.ndarray:
        """Return where `code` stands in each row, in columns."""
        rows = list(self._order)
        away = (code[rows] - self._scale.centre[rows]) / self._scale.spread[rows]
        varied = Traversal(code, self._order)
        return (away / varied.reach + 1) / 2 * (varied.steps - 1)

    def _notes(self, found: Found) -> list[str]:
        """Say what each dimension tells: its KL, and the factor that it finds."""
        assert self._entry is not None
        chart, strength = self._entry.chart, found.strength
        notes = []
        for k in self._order:
            lines = []
            if chart.kl is not None:
                lines.append(self.tr("KL {kl} nats").format(kl=fixed(float(chart.kl[k]))))
            best = int(strength[k].argmax())
            if strength[k, best] >= TELLING:
                name = attribute_name(found.names[best])
                lines.append(f"{name} {fixed(float(strength[k, best]))}")
            notes.append("\n".join(lines))
        return notes


def _answer(varied: Varied, scale: Scale, found: Found | None) -> tuple[np.ndarray, Found]:
    """Return the grid's pictures, uint8, and what is known of its rows (in the worker's thread).

    A row at a time, as few floats as possible are in hand: the processor's cache has room for them.
    """
    model, code = varied.entry.model, np.asarray(varied.code)
    rows = [
        to_bytes(traverse(model, Traversal(code, (k,)), scale.spread, scale.centre))
        for k in varied.order
    ]
    return np.concatenate(rows), found or _find(varied.entry)


def _find(entry: Explorable) -> Found:
    data = entry.chart.data
    found = findings(entry.chart.codes, data)
    categorical = [name == CLASS or name in data.attributes for name in found.names]
    return Found(found.names, np.where(categorical, np.sqrt(found.values), found.values))


def _request(varied: Varied) -> Traversal:
    return Traversal(np.asarray(varied.code), varied.order)


def scale_of(entry: Explorable) -> Scale:
    """Return centre and σ of the sliders: those of the prior, else those of the codes."""
    size = entry.chart.codes.shape[1]
    if entry.has_prior:
        return Scale(np.zeros(size), np.ones(size))
    return Scale(entry.chart.centre.astype(float), entry.chart.spread.astype(float))


def order_of(entry: Explorable) -> tuple[int, ...]:
    """Return the dimensions, those first that tell most: by KL, else by variance."""
    kl = entry.chart.kl
    return ranked(np.square(entry.chart.spread) if kl is None else kl)
