"""Takes in what the user opens or drops: pictures, folders, arrays, models, saved states."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QMimeData,
    QObject,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu
from shiboken6 import isValid

from core.cards import LatentCard
from core.data.own import Skipped
from core.data.pictures import read_picture
from core.errors import DataError, Fault
from core.paths import home
from core.runtime.foreign import Answers, adopt
from core.runtime.share import unpack
from gui.tabs.latent import store
from gui.tabs.latent.foreign_dialog import ForeignDialog, foreign_sentence
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.state import State
from gui.tabs.latent.versions_sentences import packed_sentence
from gui.widgets.menu import fill_menu
from gui.widgets.pictures import png_of
from gui.words import FAULTS, word
from gui.workers.latest import Line

ARRAYS = (".npz", ".csv")
NAMED = 3  # of the files that were left out
WHY = {
    Fault.REFUSED: QT_TRANSLATE_NOOP("Opening", "is too much"),
    Fault.TRUNCATED: QT_TRANSLATE_NOOP("Opening", "is empty or cut off"),
}
IMAGES = "*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff *.ico *.ppm *.pgm"


class Opening(QObject):
    """Fills the Open menu, and takes what is dropped or pasted."""

    def __init__(self, hub: LatentPresenter, menu: QMenu) -> None:
        super().__init__(hub)
        self._hub = hub
        self._told: set[str] = set()  # the own pictures of which was said what was left out
        self._pictures = hub.line(hub.context.slow, self._on_picture)
        self._states = Line(hub.context.slow, self)
        self._states.answered.connect(self._on_state)
        self._states.failed.connect(self._on_no_state)
        hub.ready.connect(self._on_ready)
        rows = (
            (self.tr("A picture …"), "Ctrl+O", self.ask_picture),
            (self.tr("A folder of pictures …"), "", self.ask_folder),
            (self.tr("Arrays (NPZ, CSV) …"), "", self._ask_arrays),
            (self.tr("A model (ONNX) …"), "", self._ask_model),
            (self.tr("A model as one file (ZIP) …"), "", self._ask_packed),
            (self.tr("A saved state …"), "", self._ask_state),
        )
        fill_menu(menu, hub.view, rows)
        hub.view.dropped.connect(self.take)

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open whatever lies at `path`, by what it is."""
        ending = path.suffix.lower()
        if path.is_dir() or ending in ARRAYS:
            self.open_data(path)
        elif ending == ".onnx":
            self.open_model(path)
        elif ending == ".zip":
            self.open_packed(path)
        elif ending == ".json":
            self._states.ask(path, partial(store.load, path))
        else:
            self.open_picture(path)

    # data

    def open_data(self, path: Path) -> None:
        """Show a folder of pictures or a file of arrays as the points of the plane."""
        data = str(path.absolute())  # the program may be started elsewhere next time
        self._told.discard(data)
        self._hub.reopen_data(data)

    @Slot()
    def _on_ready(self) -> None:
        """Name what was left out of one's own pictures, once each time that they are read."""
        data = self._hub.state.data
        if not data or data in self._told:
            return
        self._told.add(data)
        skipped = self._hub.context.latent.skipped(data)
        if skipped:
            some = [f"{each.path.name} {_why(each)}" for each in skipped[:NAMED]]
            more = ", …" if len(skipped) > NAMED else ""
            text = self.tr("{count} of {all} files were left out: {names}")
            everything = len(skipped) + len(self._hub.shown[0].chart.data)
            self._hub.context.notices.post(
                text.format(count=len(skipped), all=everything, names=", ".join(some) + more)
            )

    # pictures

    def open_picture(self, source: Path | bytes) -> None:
        """Encode a picture of the user's own."""
        hub = self._hub
        if not hub.shown:
            return
        if not all(entry.model.has_encoder for entry in hub.shown):
            hub.context.notices.post(self.tr("This model has no encoder: it cannot read pictures."))
            return
        shape = hub.card.image_shape
        self._pictures.ask(source, partial(read_picture, source, shape))

    @Slot(object, object)
    def _on_picture(self, _source: object, pixels: np.ndarray) -> None:
        if self._hub.shown and pixels.shape == self._hub.card.image_shape:
            self._hub.read(pixels)
            self._hub.commit()  # as soon as it is read

    @Slot()
    def paste(self) -> None:
        """Take a picture or a file from the clipboard."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._hub.context.notices.post(self.tr("There is no image on the clipboard."))

    @Slot(object)
    def take(self, found: QMimeData) -> bool:
        """Open the first file or the picture that was dropped or copied; say whether there is."""
        files = [Path(url.toLocalFile()) for url in found.urls() if url.isLocalFile()]
        if files:
            self.open_path(files[0])
        elif found.hasImage():
            self.open_picture(png_of(QImage(found.imageData())))
        return bool(files) or found.hasImage()

    # models

    def open_model(self, path: Path) -> None:
        """Ask about somebody's model what its graph does not say."""
        context = self._hub.context
        dialog = ForeignDialog(path, context.theme, context.scale, self._hub.view, context.slow)
        dialog.accepted_answers.connect(self._on_answers)
        dialog.show()

    @Slot(object)
    def _on_answers(self, answers: Answers) -> None:
        """Copy the model into the user's folder; several may be on their way at once."""
        dialog = self.sender()
        if isinstance(dialog, ForeignDialog) and dialog.findings is not None:
            line = Line(self._hub.context.slow, self, must=True)
            line.answered.connect(self._on_adopted)
            line.failed.connect(self._on_refused)
            line.ask(dialog, partial(adopt, dialog.findings, answers, home() / "models"))

    @Slot(object, object)
    def _on_adopted(self, dialog: ForeignDialog, card: LatentCard) -> None:
        """Show the model that has come into the library."""
        if isValid(dialog):
            dialog.close()
        self._hub.adopt(card.name)

    @Slot(object, object)
    def _on_refused(self, dialog: ForeignDialog, error: Exception) -> None:
        if isValid(dialog):
            dialog.show_error(error)
        else:
            self._hub.context.notices.post(foreign_sentence(error), "bad")

    def open_packed(self, path: Path) -> None:
        """Take in a model that somebody has packed into one file."""
        line = Line(self._hub.context.slow, self, must=True)
        line.answered.connect(self._on_unpacked)
        line.failed.connect(self._on_not_unpacked)
        line.ask(path, partial(unpack, path, self._hub.context.latent.library.shelf))

    @Slot(object, object)
    def _on_unpacked(self, path: Path, card: LatentCard) -> None:
        text = self.tr("{file} holds a model: it is called “{name}” here.")
        self._hub.context.notices.post(text.format(file=path.name, name=card.name), "good")
        self._hub.adopt(card.name)

    @Slot(object, object)
    def _on_not_unpacked(self, _path: Path, error: Exception) -> None:
        self._hub.context.notices.post(packed_sentence(error), "bad")

    # states

    @Slot(object, object)
    def _on_state(self, path: Path, state: State) -> None:
        missing = next((n for n in state.names if self._hub.choices.card(n) is None), None)
        if missing is not None or not state.names:
            text = self.tr("{file}: the model “{name}” is not here.")
            missing = missing or "?"
            self._hub.context.notices.post(text.format(file=path.name, name=missing), "bad")
            return
        self._hub.go_to(state)

    @Slot(object, object)
    def _on_no_state(self, path: Path, error: Exception) -> None:
        if isinstance(error, DataError):
            told = self.tr("{file} is no saved state of this program, or it is damaged.")
            self._hub.context.notices.post(told.format(file=path.name), "bad")
        else:
            self._hub.tell([error])

    # asking

    @Slot()
    def ask_picture(self) -> None:
        """Ask for a picture."""
        self._ask(self.tr("Images ({kinds})").format(kinds=IMAGES) + ";;*")

    @Slot()
    def ask_folder(self) -> None:
        """Ask for a folder of pictures; folders in it are classes."""
        chosen = QFileDialog.getExistingDirectory(self._hub.view, self.tr("Open"))
        if chosen:
            self.open_data(Path(chosen))

    @Slot()
    def _ask_arrays(self) -> None:
        self._ask("NPZ, CSV (*.npz *.csv)")

    @Slot()
    def _ask_model(self) -> None:
        self._ask("ONNX (*.onnx)")

    @Slot()
    def _ask_packed(self) -> None:
        self._ask("ZIP (*.zip)")

    @Slot()
    def _ask_state(self) -> None:
        self._ask("JSON (*.json)")

    def _ask(self, kinds: str) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._hub.view, self.tr("Open"), "", kinds)
        if chosen:
            self.open_path(Path(chosen))


def _why(skipped: Skipped) -> str:
    if skipped.fault in WHY:
        return QCoreApplication.translate("Opening", WHY[skipped.fault])
    return word(FAULTS[skipped.fault])
