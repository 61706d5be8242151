"""The Latent Explorer's view: picker, stage, panel and caption. It shows and asks, no more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFontMetricsF,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.latent.compare_stage import CompareStage
from gui.tabs.latent.panel import Panel
from gui.tabs.latent.single_stage import SingleStage
from gui.tabs.latent.stages import Stage
from gui.tabs.latent.training_stage import TrainingStage
from gui.theme import BODY, TITLE, Theme, body_font
from gui.widgets.fold_button import FoldButton
from gui.widgets.steady import SteadyText
from gui.widgets.strip import LEAST_PICTURE, Strip
from gui.widgets.transport import Transport
from gui.widgets.traversal_grid import TraversalGrid

STRIP_SHARE = 0.19  # of the tab's height that the strip of pictures gets at most
ROOM = 900  # pixels that the figure needs beside the panel, at a type of scale 1


class LatentView(QWidget):
    """One tab."""

    modelChosen = Signal(str)
    stageChanged = Signal()
    undoAsked = Signal()
    redoAsked = Signal()
    pasteAsked = Signal()
    dropped = Signal(object)  # QMimeData, with a file or an image

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.picker = QComboBox()
        self.picker.setToolTip(self.tr("Which trained model to look at"))
        self.picker.setAccessibleName(self.tr("Model"))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._about = SteadyText(body_font(scale), theme.muted, align=left)
        self._undo = QToolButton(text="↶")
        self._undo.setToolTip(self.tr("Takes back the last choice or move (Ctrl+Z)"))
        self._redo = QToolButton(text="↷")
        self._redo.setToolTip(self.tr("Does again what was taken back (Ctrl+Y)"))
        self.show_history(False, False)
        self._undo.clicked.connect(self.undoAsked)
        self._redo.clicked.connect(self.redoAsked)
        self.open_menu, self._open = self._menu(
            self.tr("Open"), self.tr("Your own pictures, folders, models and saved states")
        )
        self.save_menu, self._save = self._menu(
            self.tr("Save"), self.tr("Copies or saves what is shown")
        )
        self.transport = Transport(theme, scale, stacked=True)
        self.transport.hide()
        self.strip = Strip(theme, scale)
        self.strip.hide()
        self.grid = TraversalGrid(theme, scale)
        self.training = TrainingStage(theme, scale)
        self.panel = Panel(theme, scale)
        self._fold = FoldButton(self, ROOM, scale)
        self._caption = SteadyText(body_font(scale, TITLE), theme.text, lines=2, align=left)
        self.stage: Stage = SingleStage(theme, scale)
        self._grid_on = self._trains = False
        self._picker_width = self.picker.sizeHint().width()
        self._lay_out()
        self.picker.activated.connect(self._on_activated)
        self._fold.toggled.connect(self._on_folded)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undoAsked)
        for keys in ("Ctrl+Y", "Ctrl+Shift+Z"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.redoAsked)
        QShortcut(QKeySequence("Backspace"), self).activated.connect(self.panel.homeAsked)
        QShortcut(QKeySequence("Ctrl+V"), self).activated.connect(self.pasteAsked)
        self.setAcceptDrops(True)

    def _menu(self, text: str, tip: str) -> tuple[QMenu, QToolButton]:
        button = QToolButton(text=text)
        button.setToolTip(tip)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        button.setMenu(menu)
        return menu, button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.picker)
        top.addWidget(self._about, 1000)
        top.addStretch(1)
        top.addWidget(self._open)
        top.addWidget(self._save)
        top.addWidget(self._undo)
        top.addWidget(self._redo)
        top.addWidget(self._fold)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addLayout(top)
        self._book = QStackedWidget()
        self._scroll = QScrollArea(objectName="figure")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.grid)
        self._book.addWidget(self.stage)
        self._book.addWidget(self._scroll)
        self._book.addWidget(self.training)
        left.addWidget(self._book, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(24, 0, 24, 0)
        middle.setSpacing(24)
        middle.addWidget(self.transport, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addWidget(self.strip, 1)
        left.addLayout(middle)
        below = QHBoxLayout()
        below.setContentsMargins(24, 4, 24, 8)
        below.addWidget(self._caption)
        left.addLayout(below)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.addLayout(left, 1)
        self._middle.addWidget(self.panel)
        self.setLayout(self._middle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the panel when the window becomes too narrow for both, unfold it when it is not."""
        super().resizeEvent(event)
        self._fold.fit(self.width() - self.panel.width())
        self._share_height()
        self._share_row()

    def _share_height(self) -> None:
        """Leave the figure its height: a low window has smaller type and pictures below it."""
        lines = 2 * QFontMetricsF(body_font(self._scale, TITLE)).lineSpacing()
        least = 2 * QFontMetricsF(body_font(self._scale, BODY)).lineSpacing()
        self._caption.setFixedHeight(round(min(lines, max(least, 0.09 * self.height()))) + 2)
        around = self.strip.minimumSizeHint().height() - LEAST_PICTURE
        times = round(STRIP_SHARE * self.height() - around) // 28
        self.strip.setFixedHeight(around + 28 * min(3, max(1, times)))

    def _share_row(self) -> None:
        """Let go of what has a key where the row above the figure is tight."""
        wide = self._fold.isChecked()
        room = self.width() - (self.panel.width() if wide else 0) - 40
        buttons = (self._open, self._save, self._fold, self._undo, self._redo)
        needed = sum(b.sizeHint().width() + 8 for b in buttons) + 8
        enough = room - needed >= self._picker_width
        for button in (self._undo, self._redo):
            button.setVisible(enough)
            needed -= 0 if enough else button.sizeHint().width() + 8
        picker = max(80, min(self._picker_width, room - needed))
        self.picker.setFixedWidth(picker)
        about = self._about.fontMetrics().horizontalAdvance(self._about.text()) + 16
        self._about.setVisible(about <= room - needed - picker)

    def show_models(self, rows: Sequence[tuple[str, str]], current: str) -> None:
        """Fill the picker with (name, label) and choose `current`."""
        with QSignalBlocker(self.picker):
            self.picker.clear()
            for name, label in rows:
                self.picker.addItem(label, name)
            self.picker.setCurrentIndex(self.picker.findData(current))
        wide = self.picker.sizeHint().width() + 8  # hints fall short
        self._picker_width = wide
        self._share_row()

    def show_about(self, text: str) -> None:
        """Write the six words beside the picker."""
        self._about.set_text(text)
        self._share_row()

    def show_caption(self, text: str) -> None:
        """Write the line under the figure."""
        self._caption.set_text(text)

    def caption(self) -> str:
        """Return the line under the figure."""
        return self._caption.text()

    def show_history(self, can_undo: bool, can_redo: bool) -> None:
        """Say whether there is something to take back or to do again."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_hint(self, on: bool) -> None:
        """Show the hint beside the point, or take it away once it was followed."""
        self.stage.planes[0].show_hint(self.tr("Drag me: the picture follows.") if on else "")

    def figure(self) -> QWidget:
        """Return what the middle shows: the stage, the grid, or the training."""
        now = self._book.currentWidget()
        return self.grid if now is self._scroll else self.training if self._trains else self.stage

    def show_grid(self, on: bool) -> None:
        """Show the grid of varied dimensions in place of the stage."""
        self._grid_on = on
        self._turn()

    def show_training(self, on: bool) -> None:
        """Show the training in the place of the stage and the grid."""
        self._trains = on
        self._turn()

    def _turn(self) -> None:
        page = self._scroll if self._grid_on else self.stage
        self._book.setCurrentWidget(self.training if self._trains else page)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and images."""
        found = event.mimeData()
        if found.hasImage() or any(url.isLocalFile() for url in found.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def use_stage(self, count: int) -> Stage:
        """Bring the stage for `count` models; a new one tells `stageChanged`."""
        if len(self.stage.planes) == count:
            return self.stage
        old = self.stage
        self.stage = (
            SingleStage(self._theme, self._scale)
            if count == 1
            else CompareStage(self._theme, self._scale, count)
        )
        self._book.insertWidget(0, self.stage)
        self._grid_on = False
        self._turn()
        self._book.removeWidget(old)
        old.hide()
        old.deleteLater()
        self.stageChanged.emit()
        return self.stage

    def _on_folded(self, on: bool) -> None:
        self.panel.setVisible(on)
        self._share_row()

    def _on_activated(self, index: int) -> None:
        self.modelChosen.emit(self.picker.itemData(index))
