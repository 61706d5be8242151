"""The Attention Viewer's view: model, sentence, buttons, a page, panel and caption."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.attention.beam_page import BeamPage
from gui.tabs.attention.heads import Heads
from gui.tabs.attention.inside_page import InsidePage
from gui.tabs.attention.legend import WithLegend
from gui.tabs.attention.map_page import MapPage
from gui.tabs.attention.norm_page import NormPage
from gui.tabs.attention.order_page import OrderPage
from gui.tabs.attention.panel import Panel
from gui.tabs.attention.retrieval_page import RetrievalPage
from gui.tabs.attention.state import PAGES
from gui.tabs.attention.translate_page import TranslatePage
from gui.tabs.attention.two_page import TwoPage
from gui.theme import BODY, TITLE, Theme, body_font
from gui.widgets.fold_button import FoldButton
from gui.widgets.matrix import Matrix
from gui.widgets.section import fill
from gui.widgets.steady import SteadyText

ROOM = 760  # pixels that the figure needs beside the panel, at a type of scale 1
LARGE = 1.5  # scale of the type from which on the room is small
ALONE = ("retrieval", "norm")  # pages that translate nothing
LOW = 22  # lines of text: a tab that is not higher has its caption beside the buttons


class AttentionView(QWidget):
    """One tab."""

    firstShown = Signal()
    modelChosen = Signal(str)
    sentenceGiven = Signal(str)
    wordAsked = Signal()
    endAsked = Signal()
    backAsked = Signal()
    againAsked = Signal()
    undoAsked = Signal()
    redoAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._seen = False
        self._low: bool | None = None
        self.models = QComboBox()
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.models.setToolTip(self.tr("Which Transformer translates"))
        self.models.setAccessibleName(self.tr("model"))
        self.sentence = QComboBox(editable=True)
        self.sentence.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sentence.setToolTip(self.tr("An English sentence; Enter reads it"))
        self.sentence.setAccessibleName(self.tr("English sentence"))
        self.next = QPushButton(self.tr("Next word"))
        self.next.setToolTip(self.tr("Adds the likeliest German word (space bar)"))
        self.end = QPushButton(self.tr("To the end"))
        self.end.setToolTip(self.tr("Translates the rest (Ctrl+Enter)"))
        self.back = QPushButton(self.tr("Word back"))
        self.back.setToolTip(self.tr("Takes the last German word back (Backspace)"))
        self.again = QPushButton(self.tr("From the start"))
        self.again.setToolTip(self.tr("Begins the translation anew (Ctrl+Home)"))
        self._save = QToolButton(text=self.tr("Save"))
        self._save.setToolTip(self.tr("Copies or saves what is shown, its numbers, this state"))
        self._save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_menu = QMenu(self._save)
        self._save.setMenu(self.save_menu)
        self._undo = QToolButton(text="↶")
        self._undo.setToolTip(self.tr("Takes the last change of words or heads back (Ctrl+Z)"))
        self._redo = QToolButton(text="↷")
        self._redo.setToolTip(self.tr("Does it again (Ctrl+Y)"))
        self.panel = Panel(scale)
        self._fold = FoldButton(self, ROOM, scale)
        self.translate = TranslatePage(theme, scale)
        self.matrix = Matrix(theme, scale)
        self.heads = Heads(theme, scale)
        self._legends = (
            WithLegend(
                self.matrix,
                self.tr(
                    "Row: {asks}\nColumn: {answers}\nA cell: how much the one takes from "
                    "the other; a row sums to 1"
                ),
                theme, scale, 1.3,
            ),
            WithLegend(
                self.heads,
                self.tr(
                    "Row: {asks}\nColumn: {answers}\nBits: how widely a head looks; 0 bits: at one "
                    "word alone"
                ),
                theme, scale, 2.3,
            ),
        )  # fmt: skip
        self.inside = InsidePage(theme, scale)
        self.retrieval = RetrievalPage(theme, scale)
        self.beam = BeamPage(theme, scale)
        self.two = TwoPage(theme, scale)
        self.order = OrderPage(theme, scale)
        self.map = MapPage(theme, scale)
        self.norm = NormPage(theme, scale)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        title = TITLE if scale < LARGE else BODY
        self._caption = SteadyText(body_font(scale, title), theme.text, lines=2, align=left)
        self._lay_out()
        self.show_can(go_on=False, back=False)
        self.show_history(False, False)
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.models)
        top.addWidget(self.sentence, 1)
        for button in (self._save, self._undo, self._redo, self._fold):
            top.addWidget(button)
        self._book = QStackedWidget()
        pages = {
            "translate": self.translate, "matrix": self._legends[0], "heads": self._legends[1],
            "inside": self.inside, "retrieval": self.retrieval, "beam": self.beam,
            "two": self.two, "order": self.order, "map": self.map, "norm": self.norm,
        }  # fmt: skip
        for page in PAGES:
            self._book.addWidget(pages[page])
        bar = QHBoxLayout()
        for button in self._steps():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(button.text())
            bar.addWidget(button)
        self._space = QSpacerItem(16, 0)
        bar.addItem(self._space)
        bar.addWidget(self._caption, 1)
        bar.addStretch()
        self._bar = bar
        self._left = left = QVBoxLayout()
        left.setContentsMargins(24, 8, 16, 8)
        left.setSpacing(6)
        left.addLayout(top)
        left.addWidget(self._book, 1)
        left.addLayout(bar)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)

    def _connect(self) -> None:
        self.models.activated.connect(self._on_model)
        self.sentence.activated.connect(self._on_sentence)
        self.sentence.lineEdit().returnPressed.connect(self._on_sentence)
        self.next.clicked.connect(self.wordAsked)
        self.end.clicked.connect(self.endAsked)
        self.back.clicked.connect(self.backAsked)
        self.again.clicked.connect(self.againAsked)
        self._undo.clicked.connect(self.undoAsked)
        self._redo.clicked.connect(self.redoAsked)
        self._fold.toggled.connect(self._on_folded)
        for keys, slot in (
            ("Space", self.wordAsked), ("Ctrl+Return", self.endAsked),
            ("Backspace", self.backAsked), ("Ctrl+Z", self.undoAsked),
            ("Ctrl+Y", self.redoAsked), ("Ctrl+Shift+Z", self.redoAsked),
            ("Ctrl+Home", self.againAsked),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for number, page in enumerate(PAGES, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number % 10}"), self)
            shortcut.activated.connect(partial(self.panel.pageChosen.emit, page))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the tab is seen for the first time: its models are to be loaded now."""
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            self.firstShown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the panel when the window becomes too narrow for both, unfold it when it is not."""
        super().resizeEvent(event)
        self._fold.fit(self.width() - self.panel.width())
        self._share_row()
        if self._scale >= LARGE:
            self._set_low(self.height() < LOW * QFontMetricsF(body_font(self._scale)).height())

    def _steps(self) -> tuple[QPushButton, ...]:
        return self.next, self.end, self.back, self.again

    def _set_low(self, low: bool) -> None:
        """Put the caption beside the buttons, which have signs for words there, or above them."""
        if low == self._low:
            return
        self._low = low
        for button, sign in zip(self._steps()[1:], ("⇥", "←", "⇤"), strict=True):
            button.setText(sign if low else button.accessibleName())
        self._bar.removeWidget(self._caption)
        self._left.removeWidget(self._caption)
        if low:
            self._bar.insertWidget(self._bar.count() - 1, self._caption, 1)
        else:
            self._left.insertWidget(self._left.count() - 1, self._caption)

    def _share_row(self) -> None:
        """Let go of what has a key where the sentence would have too little room."""
        beside = self.panel.width() if self._fold.isChecked() else 0
        buttons = (self._save, self._fold, self._undo, self._redo, self.models)
        needed = sum(each.sizeHint().width() + 8 for each in buttons)
        letters = 30 * QFontMetricsF(self.font()).averageCharWidth()
        enough = self.width() - beside - 40 - needed >= letters
        for button in (self._undo, self._redo):
            button.setVisible(enough)

    # showing

    def show_models(self, rows: Sequence[tuple[str, str]], current: str) -> None:
        """Offer models (name, key)."""
        fill(self.models, rows, current)

    def show_examples(self, sentences: Sequence[str]) -> None:
        """Offer sentences to begin with."""
        fill(self.sentence, [(text, text) for text in sentences], None)

    def show_sentence(self, text: str) -> None:
        """Write the sentence."""
        self.sentence.setEditText(text)
        self.sentence.lineEdit().home(False)

    def show_model(self, key: str) -> None:
        """Choose a model among those that are offered."""
        self.models.setCurrentIndex(self.models.findData(key))

    def show_history(self, can_undo: bool, can_redo: bool) -> None:
        """Say whether there is something to take back or to do again."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_can(self, *, go_on: bool, back: bool) -> None:
        """Say what makes sense now."""
        for button in (self.next, self.end):
            button.setEnabled(go_on)
        self.back.setEnabled(back)
        self.again.setEnabled(back)

    def turn(self, page: str) -> None:
        """Show one of the pages in the middle."""
        self._book.setCurrentIndex(PAGES.index(page))
        for button in self._steps():  # where nothing is translated, they would take room only
            button.setVisible(page not in ALONE)
        self._space.changeSize(0 if page in ALONE else 16, 0)
        self._bar.invalidate()
        self.panel.show_page(page)

    def add_page(self, page: QWidget) -> None:
        """Take one more page for the middle."""
        self._book.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page that was added, until one of the tab's own is turned to."""
        self._book.setCurrentWidget(page)

    def show_kind(self, kind: str) -> None:
        """Say under a matrix, or all of them, who asks and who answers."""
        for legend in self._legends:
            legend.show_kind(kind)

    def show_caption(self, text: str) -> None:
        """Write the line under the figure."""
        self._caption.set_text(text)

    def caption(self) -> str:
        """Return the line under the figure."""
        return self._caption.text()

    def figure(self) -> QWidget:
        """Return what the middle shows."""
        return self._book.currentWidget()

    def _on_folded(self, on: bool) -> None:
        self.panel.setVisible(on)
        self._share_row()

    def _on_model(self, index: int) -> None:
        self.modelChosen.emit(self.models.itemData(index))

    def _on_sentence(self) -> None:
        self.sentenceGiven.emit(self.sentence.currentText())
