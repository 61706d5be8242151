"""The form of a translator's training: which model, which pairs, which numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from core.cards import TranslatorCard
from core.errors import CoreError
from core.runtime.library import Library
from core.training.messages import DataSpec, Start
from core.training.translator_changes import TRANSLATOR_LIVE
from core.training.translator_plan import TranslatorPlan, plan_translator
from gui.tabs.attention.presenter import AttentionPresenter
from gui.tabs.attention.words import model_name
from gui.widgets.train_panel import TrainPanel

NUMBERS = ("learning_rate", "weight_decay", "seed")  # of the form that a translator has


class TrainingForm(QObject):
    """Keeps the form at the models of the tab; it does not change while something is trained."""

    def __init__(self, hub: AttentionPresenter, panel: TrainPanel) -> None:
        super().__init__(hub)
        self._hub, self._panel = hub, panel
        self._name = ""  # the model whose numbers are shown
        self._path = ""
        panel.film.hide()
        panel.leave_out("batch_size")
        panel.folderAsked.connect(self.choose_file)
        panel.origin.activated.connect(self._on_origin)
        self._fill_data()

    @Slot()
    def refresh(self) -> None:
        """Offer the translators, the one that is shown first."""
        studio = self._hub.studio
        entries = list(studio.entries.values()) if studio else []
        rows = [(model_name(entry.card), entry.name) for entry in entries if entry.card]
        self._panel.setEnabled(bool(rows))
        if not rows:
            return
        shown = self._hub.state.model
        rows.sort(key=lambda row: row[1] != shown)
        self._panel.show_origins(rows)
        self._on_origin()

    @Slot()
    def _on_origin(self) -> None:
        """Show the numbers that go with the model."""
        name = self._panel.origin.currentData() or ""
        planned = self._plan(name)
        if planned is None or name == self._name:
            return
        self._name = name
        recipe = planned.numbers.recipe
        self._panel.show_numbers({
            "epochs": planned.numbers.epochs, "beta": None, "seed": recipe.seed,
            "learning_rate": recipe.learning_rate, "weight_decay": recipe.weight_decay,
        })  # fmt: skip

    def _plan(self, name: str) -> TranslatorPlan | None:
        """Return how a model would learn on; None where it cannot."""
        try:
            return plan_translator(Start(base=name), Library(of=TranslatorCard))
        except CoreError:
            return None

    def _fill_data(self) -> None:
        rows: list[tuple[str, str | None]] = [(self.tr("A file of sentence pairs …"), None)]
        if self._path:
            rows.insert(0, (Path(self._path).name, self._path))
        self._panel.show_data(rows, self._path)  # type: ignore[arg-type]
        if not self._path:
            self._panel.data.setPlaceholderText(self.tr("English, tab, German"))
            self._panel.data.setCurrentIndex(-1)

    def has_file(self) -> bool:
        """Say whether a file was chosen."""
        return bool(self._path)

    @Slot()
    def choose_file(self) -> bool:
        """Ask for a file; say whether there is one now."""
        path, _ = QFileDialog.getOpenFileName(
            self._hub.view,
            self.tr("Sentence pairs"),
            "",
            self.tr("Pairs: English, tab, German (*.tsv *.txt *.tab *.csv);;All files (*)"),
        )
        self.learn_from(path or self._path)
        return bool(self._path)

    def learn_from(self, path: str) -> None:
        """Choose a file of the user's own."""
        self._path = path
        self._fill_data()

    def asked(self) -> Start:
        """Return the start that the form describes."""
        panel, said = self._panel, self._panel.numbers()
        changes: dict[str, float | int | str] = {key: said[key] for key in NUMBERS}
        changes["epochs"] = panel.epochs()
        return Start(
            base=panel.origin.currentData(),
            changes=tuple(changes.items()),
            data=DataSpec(own=self._path),
            device=panel.device.currentData(),
        )


def is_live(field: str) -> bool:
    """Say whether a number may change while a translator trains."""
    return field in TRANSLATOR_LIVE
