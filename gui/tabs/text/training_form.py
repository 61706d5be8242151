"""The form of a text training: which network, which text, which numbers; the start it describes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from core.cards import TextCard, TextKind
from core.data.find import state
from core.data.text_entries import TEXTS
from core.errors import CoreError
from core.runtime.library import Library
from core.text.pasted import keep_pasted
from core.training.messages import DataSpec, Start
from core.training.text_changes import TEXT_LIVE
from core.training.text_plan import TextPlan, plan_text
from gui.tabs.text.presenter import TextPresenter
from gui.tabs.text.words import corpus_name, kind_name
from gui.widgets.train_panel import TrainPanel
from gui.words import error_sentence
from gui.workers.latest import Line

NAMED = "named:"  # before a text of the table, where the path of one's own could stand
CLIPBOARD = "clipboard:"


class TrainingForm(QObject):
    """Keeps the form at the models of the tab; it does not change while something is trained."""

    def __init__(self, hub: TextPresenter, panel: TrainPanel) -> None:
        super().__init__(hub)
        self._hub, self._panel = hub, panel
        self._name = ""  # the model whose numbers are shown
        self._data = ""
        self._suggested = ""  # the model for which data were suggested
        self._pastes = Line(hub.context.slow, self)
        self._pastes.answered.connect(self._on_pasted)
        self._pastes.failed.connect(self._on_problem)
        panel.frozen.hide()
        panel.film.hide()
        panel.folderAsked.connect(self._on_file)
        panel.data.activated.connect(self._on_data)
        panel.origin.activated.connect(self._on_origin)

    @Slot()
    def refresh(self) -> None:
        """Offer the networks of the corpus, the one that is looked into first."""
        networks = [p for p in self._hub.pages if p.card.kind is not TextKind.MARKOV]
        self._panel.setEnabled(bool(networks))
        if not networks:
            self._panel.tell(self.tr("There is no network here to train; a chain is counted."))
            return
        rows = [(kind_name(page.card), page.name) for page in networks]
        names = [page.name for page in networks]
        chosen = self._hub.state.model
        if chosen in names and self._panel.origin.currentData() not in names:
            rows.sort(key=lambda row: row[1] != chosen)
        self._panel.show_origins(rows)
        self._on_origin()

    @Slot()
    def _on_origin(self) -> None:
        """Show the numbers that go with the network, and the texts."""
        name = self._panel.origin.currentData() or ""
        planned = self._plan(name)
        self._panel.setEnabled(planned is not None)
        if planned is None:
            self._panel.tell(self.tr("This model has no network to train."))
            return
        self._fill_data(planned.corpus, name)
        if name != self._name:
            self._name = name
            recipe = planned.numbers.recipe
            self._panel.show_numbers({
                "epochs": planned.numbers.epochs, "beta": None, "batch_size": recipe.batch_size,
                "learning_rate": recipe.learning_rate, "weight_decay": recipe.weight_decay,
                "seed": recipe.seed,
            })  # fmt: skip

    def _plan(self, name: str) -> TextPlan | None:
        """Return how a model would learn on; None where it cannot."""
        try:
            return plan_text(Start(base=name), Library(of=TextCard))
        except CoreError:
            return None

    def _fill_data(self, corpus: str, name: str) -> None:
        here = [key for key in TEXTS if state(key).folder is not None]
        rows: list[tuple[str, str | None]] = [(corpus_name(key), NAMED + key) for key in here]
        if self._data and not self._data.startswith(NAMED):
            rows.insert(0, (_own_name(self._data), self._data))
        rows += [
            (self.tr("The text on the clipboard"), CLIPBOARD), (self.tr("A text file …"), None),
        ]  # fmt: skip
        known = [key for _, key in rows if key]
        if self._data not in known or (self._suggested != name and not _is_own(self._data)):
            others = [NAMED + key for key in here if key != corpus]
            self._data = next(iter(others), CLIPBOARD)
        self._suggested = name
        self._panel.show_data(rows, self._data)  # type: ignore[arg-type]

    @Slot()
    def _on_data(self) -> None:
        chosen = self._panel.data.currentData()
        if chosen is not None:
            self._data = chosen

    @Slot()
    def _on_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._hub.view, self.tr("Learn from"))
        if path:
            self.learn_from(path)
        else:
            self._refill()

    def learn_from(self, path: str) -> None:
        """Choose a text of the user's own."""
        self._data = path
        self._refill()

    def _refill(self) -> None:
        planned = self._plan(self._panel.origin.currentData() or "")
        if planned is not None:
            self._fill_data(planned.corpus, self._suggested)

    def needs_paste(self) -> bool:
        """Say whether the clipboard has to be written to a file first."""
        return self._data == CLIPBOARD

    def paste(self, then: object) -> None:
        """Write the clipboard to a file, then call `then`, a slot."""
        text = QGuiApplication.clipboard().text()
        self._pastes.ask(then, partial(keep_pasted, text))

    @Slot(object, object)
    def _on_pasted(self, then: object, path: Path) -> None:
        self.learn_from(str(path))
        then()  # type: ignore[operator]

    @Slot(object, object)
    def _on_problem(self, _then: object, error: Exception) -> None:
        self._hub.context.notices.post(error_sentence(error), "bad")

    def asked(self) -> Start:
        """Return the start that the form describes."""
        panel = self._panel
        changes: dict[str, float | int | str] = dict(panel.numbers())
        changes["epochs"] = panel.epochs()
        named = self._data.startswith(NAMED)
        data = DataSpec(named=self._data.removeprefix(NAMED)) if named else DataSpec(own=self._data)
        return Start(
            base=panel.origin.currentData(),
            changes=tuple(changes.items()),
            data=data,
            device=panel.device.currentData(),
        )


def is_live(field: str) -> bool:
    """Say whether a number may change while a text network trains."""
    return field in TEXT_LIVE


def _is_own(data: str) -> bool:
    return bool(data) and not data.startswith(NAMED) and data != CLIPBOARD


def _own_name(data: str) -> str:
    return Path(data).name
