"""The form of a training: what the panel offers for a model, and the start that it describes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from core.cards import LatentCard
from core.data.table import DATA
from core.errors import CoreError
from core.training.changes import find_recipe
from core.training.messages import DataSpec, Start
from core.training.plan import plan
from core.training.recipes import RECIPES, Recipe
from gui.tabs.latent.presenter import LatentPresenter
from gui.widgets.train_panel import TrainPanel
from gui.words import data_name, own_name

NAMED = "named"  # before a data set's name, where the path of one's own pictures could stand
FURTHER, ANEW = "further", "anew"
SMALL = 784  # values of a picture that a network from random weights learns while one watches
OWN_PREFIX = "my-"  # of models from random weights


class TrainingForm(QObject):
    """Keeps the form at the model that is shown; it does not change while something is trained."""

    def __init__(self, hub: LatentPresenter, panel: TrainPanel) -> None:
        super().__init__(hub)
        self._hub, self._panel = hub, panel
        self._name = ""  # the model whose numbers are shown
        self._data = ""
        self._seen = "", ""  # the model and the pictures for which data were suggested last
        panel.folderAsked.connect(self._on_folder)
        panel.data.activated.connect(self._on_data)
        panel.origin.activated.connect(self._on_origin)

    @Slot()
    def refresh(self) -> None:
        """Let the form fit the model that is shown."""
        entry = self._hub.shown[0]
        card = entry.model.card
        origins = [(self.tr("This model, further"), FURTHER)]
        if card.name in RECIPES and RECIPES[card.name].layer_sizes[0] == SMALL:
            origins.append((self.tr("Anew, random weights"), ANEW))
        recipe = self._recipe(entry.name)
        self._panel.setEnabled(recipe is not None)
        if recipe is None:
            self._panel.tell(self.tr("This model has no network to train."))
        elif self._name != entry.name:
            self._panel.tell("")
        self._panel.show_origins(origins)
        if recipe is None:
            return
        self._fill_data(card)
        if self._name != entry.name:
            self._name = entry.name
            self._on_origin()

    def _recipe(self, name: str) -> Recipe | None:
        """Return how the model would learn on; None where it cannot."""
        try:
            return plan(Start(base=name), self._hub.context.latent.library).recipe
        except CoreError:
            return None

    @Slot()
    def _on_origin(self) -> None:
        """Show the numbers that go with where it begins."""
        card = self._hub.card
        anew = self._panel.origin.currentData() == ANEW
        recipe = find_recipe(card.name) if anew else self._recipe(self._name)
        if recipe is not None:
            numbers = {
                "epochs": recipe.epochs or 1, "beta": recipe.beta, "batch_size": recipe.batch_size,
                "learning_rate": recipe.learning_rate, "weight_decay": recipe.weight_decay,
                "seed": recipe.seed, "frozen": recipe.frozen,
            }  # fmt: skip
            self._panel.show_numbers(numbers)

    def _fill_data(self, card: LatentCard) -> None:
        alike = [n for n, each in DATA.items() if each.image_shape == card.image_shape]
        rows = [(data_name(name), f"{NAMED}:{name}") for name in alike]
        rows += [(own_name(own), own) for own in self._hub.context.latent.own_data()]
        if self._data and self._data not in [key for _, key in rows]:
            rows.append((own_name(self._data), self._data))
        rows.append((self.tr("A folder of pictures …"), None))
        shown = self._hub.state.data
        usual = shown or f"{NAMED}:{card.known_data or alike[0]}"
        known = [key for _, key in rows]
        now = self._hub.shown[0].name, shown
        if now != self._seen or self._data not in known:
            self._data = usual  # another model, or other pictures in the plane
        self._seen = now
        self._panel.show_data(rows, self._data)

    @Slot()
    def _on_data(self) -> None:
        chosen = self._panel.data.currentData()
        if chosen is not None:
            self._data = chosen

    @Slot()
    def _on_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._hub.view, self.tr("Learn from"))
        if folder:
            self.learn_from(folder)
        else:
            self._fill_data(self._hub.card)

    def learn_from(self, own: str) -> None:
        """Choose pictures of the user's own: a path, or a collection of drawings."""
        self._data = own
        self._fill_data(self._hub.card)

    def asked(self) -> Start:
        """Return the start that the form describes."""
        panel, card = self._panel, self._hub.card
        changes: dict[str, float | int | str] = panel.numbers()
        changes["epochs"] = panel.epochs()
        if not changes["frozen"]:
            del changes["frozen"]
        kind, _, name = self._data.partition(":")
        data = DataSpec(named=name) if kind == NAMED else DataSpec(own=self._data)
        anew = panel.origin.currentData() == ANEW
        return Start(
            recipe=card.name if anew else "",
            base="" if anew else self._hub.shown[0].name,
            changes=tuple(changes.items()),
            data=data,
            name=f"{OWN_PREFIX}{card.name}" if anew else "",
            device=panel.device.currentData(),
        )

    def beside(self, start: Start) -> Start | None:
        """Return the same without KL where that was asked for."""
        panel = self._panel
        if not panel.beside.isChecked() or not panel.beside.isVisibleTo(panel):
            return None
        rest = tuple((key, value) for key, value in start.changes if key != "beta")
        return replace(start, changes=(*rest, ("beta", 0.0)))
