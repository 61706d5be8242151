"""The Text Generator's view: corpus, prompt, transport, a row a model, panel and caption."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.text.sampling import Settings
from gui.tabs.text.branches import Branches
from gui.tabs.text.chain_page import ChainPage
from gui.tabs.text.memory_page import MemoryPage
from gui.tabs.text.own_page import OwnPage
from gui.tabs.text.panel import Panel
from gui.tabs.text.reading_page import ReadingPage
from gui.tabs.text.row import ModelRow
from gui.tabs.text.softmax_page import SoftmaxPage
from gui.tabs.text.state import PAGES, Page
from gui.tabs.text.words import kind_name
from gui.theme import BODY, TITLE, Theme, body_font
from gui.widgets.fold_button import FoldButton
from gui.widgets.steady import SteadyText
from gui.widgets.transport import Transport

ROOM = 760  # pixels that the figure needs beside the panel, at a type of scale 1


class TextView(QWidget):
    """One tab."""

    firstShown = Signal()
    corpusChosen = Signal(str)
    promptGiven = Signal(str)
    undoAsked = Signal()
    redoAsked = Signal()
    modelChosen = Signal(str)
    tokenChosen = Signal(str, int)
    branched = Signal(str, int, int)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._seen = False
        self._chosen = ("", False)
        self.corpora = QComboBox()
        self.corpora.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.corpora.setToolTip(self.tr("Which text the models have learnt from"))
        self.corpora.setAccessibleName(self.tr("Corpus"))
        self.prompt = QLineEdit()
        self.prompt.setToolTip(
            self.tr("The text begins with it; Enter begins anew with every model")
        )
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setPlaceholderText(self.tr("Nothing: the models begin a new line"))
        self.transport = Transport(theme, scale, stacked=scale >= 1.5)
        self._undo = QToolButton(text="↶")
        self._undo.setToolTip(self.tr("Takes the last step or branch back (Ctrl+Z)"))
        self._redo = QToolButton(text="↷")
        self._redo.setToolTip(self.tr("Does it again (Ctrl+Y)"))
        self.panel = Panel(theme, scale)
        self._fold = FoldButton(self, ROOM, scale)
        self.rows: list[ModelRow] = []
        self.softmax = SoftmaxPage(theme, scale)
        self.chain = ChainPage(theme, scale)
        self.memory = MemoryPage(theme, scale)
        self.reading = ReadingPage(theme, scale)
        self.own = OwnPage(theme, scale)
        self.branches = Branches(theme, scale)
        self.branches_title = QLabel(objectName="figureTitle")
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        title, lines = (TITLE, 2) if scale < 1.5 else (BODY, 3)
        self._caption = SteadyText(body_font(scale, title), theme.text, lines=lines, align=left)
        self._lay_out()
        self.show_history(False, False)
        self.corpora.activated.connect(self._on_corpus)
        self.prompt.returnPressed.connect(self._on_prompt)
        self._undo.clicked.connect(self.undoAsked)
        self._redo.clicked.connect(self.redoAsked)
        self._fold.toggled.connect(self.panel.setVisible)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undoAsked)
        for keys in ("Ctrl+Y", "Ctrl+Shift+Z"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.redoAsked)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.corpora)
        top.addWidget(self.prompt, 1)
        for button in (self._undo, self._redo, self._fold):
            top.addWidget(button)
        body = QWidget()
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        self._scroll = scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        writing = QWidget()
        column = QVBoxLayout(writing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(scroll, 1)
        column.addWidget(self.branches_title)
        column.addWidget(self.branches)
        for widget in (self.branches_title, self.branches):
            widget.hide()
        self._book = QStackedWidget()
        for page in (writing, self.softmax, self.chain, self.memory, self.reading, self.own):
            self._book.addWidget(page)
        bar = QHBoxLayout()
        bar.addWidget(self.transport)
        bar.addSpacing(16)
        bar.addWidget(self._caption, 1)
        left = QVBoxLayout()
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

    def _share_row(self) -> None:
        wide = QFontMetricsF(self.corpora.font()).averageCharWidth()
        self.corpora.setFixedWidth(
            min(
                self.corpora.sizeHint().width() + 8,
                max(round(14 * wide), round(0.4 * self.width())),
            )
        )

    # showing

    def show_corpora(self, rows: Sequence[tuple[str, str]], current: str) -> None:
        """Offer corpora (key, name)."""
        with QSignalBlocker(self.corpora):
            self.corpora.clear()
            for key, name in rows:
                self.corpora.addItem(name, key)
            self.corpora.setCurrentIndex(self.corpora.findData(current))
        self._share_row()

    def show_prompt(self, prompt: str) -> None:
        """Write the prompt; the end of a line is a sign of its own."""
        self.prompt.setText(prompt.replace("\n", "↵"))
        self.prompt.setCursorPosition(0)  # its beginning is seen

    def show_pages(self, pages: Sequence[Page], settings: Settings, chosen: str) -> None:
        """Show a row for each model."""
        while len(self.rows) > len(pages):
            row = self.rows.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(pages):
            row = ModelRow(self._theme, self._scale)
            row.chosen.connect(self.modelChosen)
            row.tokenChosen.connect(self.tokenChosen)
            row.branched.connect(self.branched)
            self._rows.addWidget(row, 1)
            self.rows.append(row)
        for row, page in zip(self.rows, pages, strict=True):
            row.show_page(page, settings, chosen=page.name == chosen)
        self._reveal(chosen)

    def _reveal(self, chosen: str) -> None:
        """Bring the chosen row into view, when it is chosen or there is less room for it."""
        row, now = self.row(chosen), (chosen, len(self.branches.versions()) > 1)
        if row is not None and now != self._chosen:
            self._chosen = now
            QTimer.singleShot(0, row, partial(self._scroll.ensureWidgetVisible, row, 0, 0))

    def show_versions(self, page: Page) -> None:
        """Show the branches of a model's text, where there are two and more."""
        several = len(page.versions) > 1
        for widget in (self.branches_title, self.branches):
            widget.setVisible(several)
        if several:
            title = self.tr("{model}: {n} versions of the text")
            self.branches_title.setText(
                title.format(model=kind_name(page.card), n=len(page.versions))
            )
        self.branches.show_versions(page.versions, page.version, page.here.depth)
        self._reveal(page.name)

    def row(self, name: str) -> ModelRow | None:
        """Return the row of a model."""
        return next((r for r in self.rows if r.page is not None and r.page.name == name), None)

    def turn(self, page: str) -> None:
        """Show one of the pages in the middle."""
        self._book.setCurrentIndex(PAGES.index(page))
        self.panel.show_page(page)

    def add_page(self, page: QWidget) -> None:
        """Take one more page for the middle."""
        self._book.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page that was added, until one of the tab's own is turned to."""
        self._book.setCurrentWidget(page)

    def figure(self) -> QWidget:
        """Return the page that is shown."""
        return self._book.currentWidget()

    def show_history(self, can_undo: bool, can_redo: bool) -> None:
        """Say whether there is something to take back or to do again."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_caption(self, text: str) -> None:
        """Write the line under the figure."""
        self._caption.set_text(text)

    def caption(self) -> str:
        """Return the line under the figure."""
        return self._caption.text()

    def _on_corpus(self, index: int) -> None:
        self.corpusChosen.emit(self.corpora.itemData(index))

    def _on_prompt(self) -> None:
        self.promptGiven.emit(self.prompt.text().replace("↵", "\n"))
