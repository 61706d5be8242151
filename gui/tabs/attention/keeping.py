"""Copies and saves what the Attention Viewer shows: views, tables, the state; opens a state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import CoreError
from core.latent.record import write_bytes
from core.text.sampling import Settings, softmax_table
from gui.tabs.attention import tables
from gui.tabs.attention.state import SAVED
from gui.tabs.saving import PICTURES, Saving
from gui.widgets.menu import fill_menu

if TYPE_CHECKING:
    from gui.tabs.attention.presenter import AttentionPresenter

TABLE = "CSV (*.csv)"
STATE = "JSON (*.json)"


class Keeping(QObject):
    """Fills the Save menu and does what it says."""

    def __init__(self, hub: AttentionPresenter) -> None:
        super().__init__(hub)
        self._hub = hub
        self._saving = Saving(hub.context, hub.view, self)
        menu = hub.view.save_menu
        rows = (
            (self.tr("Copy the view"), "Ctrl+C", self.copy_view),
            (self.tr("Save the view …"), "Ctrl+S", self._ask_view),
            None,
            (self.tr("Save its numbers as a table …"), "Ctrl+T", self._ask_table),
            (self.tr("Save what may come next …"), "", self._ask_next),
            (self.tr("Save the weights of all heads …"), "", self._ask_weights),
            (self.tr("Save the times …"), "", self._ask_times),
            None,
            (self.tr("Save this state …"), "Ctrl+Shift+S", self._ask_state),
            (self.tr("Open a state …"), "Ctrl+O", self._ask_open),
        )
        self._actions = fill_menu(menu, hub.view, rows)
        menu.aboutToShow.connect(self._on_about_to_show)

    @Slot()
    def _on_about_to_show(self) -> None:
        scene = self._hub.scene
        self._actions[3].setEnabled(self._table() is not None)
        self._actions[4].setEnabled(scene is not None and not scene.steps.ended)
        self._actions[5].setEnabled(scene is not None)
        self._actions[6].setEnabled(bool(self._hub.asides.times))

    # what there is

    def _widget(self) -> QWidget:
        """Return the page; of one that scrolls all that is in it."""
        view = self._hub.view
        whole = {"beam": view.beam.tree, "inside": view.inside.table}
        return whole.get(self._hub.state.page, view.figure())

    def _table(self) -> tables.Table | None:
        """Return what the page shows as a table; None where it shows nothing yet."""
        hub = self._hub
        page, scene = hub.state.page, hub.scene
        if page == "retrieval":
            return hub.view.retrieval.table_of()
        if page == "norm":
            curves = hub.context.norms.curves
            return tables.norm_table(curves) if curves.step else None
        if scene is None:
            return None
        if page in ("translate", "matrix"):
            return tables.weights_table(hub.weights(), *hub.sides())
        return getattr(self, f"_{page}_table")()

    def _heads_table(self) -> tables.Table:
        hub = self._hub
        assert hub.scene is not None
        kind = hub.state.kind
        return tables.heads_table(hub.scene, kind, hub.state.off)

    def _inside_table(self) -> tables.Table | None:
        hub = self._hub
        asks, answers = hub.sides()
        inside = hub.looked.inside
        return inside and tables.inside_table(inside, hub.row, asks[hub.row], answers)

    def _beam_table(self) -> tables.Table | None:
        hub = self._hub
        found = hub.looked.found
        return found and tables.beam_table(found, [hub.name_of(node.token) for node in found.tree])

    def _two_table(self) -> tables.Table | None:
        ranked = self._hub.asides.ranked
        return tables.ranking_table(ranked) if ranked else None

    def _order_table(self) -> tables.Table:
        return tables.tensor_table(*self._hub.view.order.heat.shown())

    def _map_table(self) -> tables.Table | None:
        values, words = self._hub.view.map.tensor.shown()
        return tables.tensor_table(values, words) if values.size else None

    # copying and saving

    @Slot()
    def copy_view(self) -> None:
        """Put the page onto the clipboard."""
        self._saving.copy_view(self._widget())

    def save_view(self, path: Path) -> None:
        """Save the page as PNG or SVG, as the name ends."""
        self._saving.save_view(path, self._widget())

    def _ask_view(self) -> None:
        self._ask(f"-{self._hub.state.page}.png", PICTURES, self.save_view)

    def _ask_table(self) -> None:
        table = self._table()
        if table is None:
            text = self.tr("This page has no numbers to save yet.")
            self._hub.context.notices.post(text, "warn")
            return
        self._save_table(f"-{self._hub.state.page}.csv", table)

    def _ask_next(self) -> None:
        hub = self._hub
        if hub.scene is not None and not hub.scene.steps.ended:
            shares = softmax_table(hub.scene.steps.logits, Settings())
            texts = [hub.name_of(token) for token in range(len(shares.logits))]
            self._save_table("-next.csv", tables.next_table(shares, texts))

    def _ask_weights(self) -> None:
        if self._hub.scene is not None:
            self._save_table("-weights.csv", tables.all_weights_table(self._hub.scene))

    def _ask_times(self) -> None:
        if self._hub.asides.times:
            self._save_table("-times.csv", tables.times_table(self._hub.asides.times))

    def _save_table(self, ending: str, table: tables.Table) -> None:
        columns, rows = table
        self._ask(ending, TABLE, lambda path: self._saving.save_table(path, columns, rows))

    def save_state(self, path: Path) -> None:
        """Save all that was chosen."""
        text = SAVED.dump(self._hub.state).encode()
        self._saving.write(path, partial(write_bytes, path, text))

    def _ask_state(self) -> None:
        self._ask(".json", STATE, self.save_state)

    def _ask(self, ending: str, kinds: str, save: Callable[[Path], None]) -> None:
        path = self._saving.where((self._hub.state.model or "attention") + ending, kinds)
        if path is not None:
            save(path)

    # opening

    def _ask_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._hub.view, self.tr("Open"), "", STATE)
        if chosen:
            self.open_state(Path(chosen))

    def open_state(self, path: Path) -> None:
        """Go on from a saved state."""
        hub = self._hub
        try:
            state = SAVED.load(path)
        except CoreError:
            text = self.tr("{file} is no saved state of this tab, or it is damaged.")
            hub.context.notices.post(text.format(file=path.name), "bad")
            return
        known = hub.studio.entries if hub.studio is not None else {}
        if state.model not in known or not state.sentence:
            text = self.tr("{file}: the model “{name}” is not here.")
            hub.context.notices.post(text.format(file=path.name, name=state.model or "?"), "bad")
            return
        hub.go_to(state)
