"""The panel: what the middle shows, which attention, and what may be switched off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.attention.state import KINDS, MEAN, PAGES, ROLLOUT
from gui.tabs.attention.words import KIND_HINTS, KIND_NAMES, head_name, layer_name, word
from gui.theme import body_font
from gui.widgets.section import Section, fill
from gui.widgets.train_panel import TrainPanel


class Panel(QScrollArea):
    """Asks; the presenter answers."""

    pageChosen = Signal(str)
    kindChosen = Signal(str)
    layerChosen = Signal(int)
    headChosen = Signal(int)
    positionsSet = Signal(bool)
    switchAsked = Signal()
    allOnAsked = Signal()

    def __init__(self, scale: float) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget(objectName="panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 8, 16)
        column.setSpacing(6)
        self.train = TrainPanel()
        for section in (self._look(), self._which(), self._change(), self.train):
            column.addWidget(section)
        column.addStretch()
        self.setWidget(body)
        wide = round(26 * QFontMetricsF(body_font(scale)).averageCharWidth()) + 40
        self.setFixedWidth(max(wide, body.sizeHint().width() + 16))

    def _look(self) -> Section:
        section = Section(self.tr("What do I look at?"), unfolded=True)
        texts = {
            "translate": (self.tr("Word for word"), self.tr(
                "Lines between the sentences, and what may come next"
            )),
            "matrix": (self.tr("As a matrix"), self.tr("Every weight, with its words")),
            "heads": (self.tr("All heads at once"), self.tr(
                "A row a layer, a column a head; the right button switches one off"
            )),
            "inside": (self.tr("Inside one head"), self.tr(
                "q · k, softmax and the weighted sum, in numbers"
            )),
            "retrieval": (self.tr("As a search to drag"), self.tr(
                "Attention as the lecture explains it: a question, keys and values"
            )),
            "beam": (self.tr("The search for the best"), self.tr(
                "The beam: what was tried, what was cut, and why"
            )),
            "two": (self.tr("One head or eight"), self.tr(
                "Two models on the same sentence; which head matters most"
            )),
            "order": (self.tr("The order of words"), self.tr(
                "Positions, and what is lost without them"
            )),
            "map": (self.tr("The whole figure"), self.tr(
                "The Transformer of 2017, every box with its numbers"
            )),
            "norm": (self.tr("What Norm is good for"), self.tr(
                "Two small trainings, with and without the normalisation of Add & Norm"
            )),
        }  # fmt: skip
        ctrl = self.tr("Ctrl")
        self._pages = QButtonGroup(self)
        for number, key in enumerate(PAGES):
            button = QRadioButton(texts[key][0])
            button.setToolTip(f"{texts[key][1]} ({ctrl}+{number + 1})")
            self._pages.addButton(button, number)
            section.column.addWidget(button)
        self._pages.button(0).setChecked(True)
        self._pages.idClicked.connect(self._on_page)
        return section

    def _which(self) -> Section:
        section = Section(self.tr("Who looks at whom?"), unfolded=True)
        self._kinds = QButtonGroup(self)
        for number, key in enumerate(reversed(KINDS)):
            button = QRadioButton(word(KIND_NAMES[key]))
            button.setToolTip(word(KIND_HINTS[key]))
            self._kinds.addButton(button, number)
            section.column.addWidget(button)
        self._kinds.idClicked.connect(self._on_kind)
        self.layer = section.combo(self.tr("layer"), self.tr("Each layer looks anew"))
        self.head = section.combo(
            self.tr("head"),
            self.tr("One head, the mean over all of the layer, or rollout: through all layers"),
        )
        self.layer.activated.connect(self._on_layer)
        self.head.activated.connect(self._on_head)
        section.column.addWidget(self.layer)
        section.column.addWidget(self.head)
        return section

    def _change(self) -> Section:
        section = Section(self.tr("What may I change?"), unfolded=True)
        self.positions = QCheckBox(self.tr("positions are added"))
        self.positions.setToolTip(
            self.tr("Without them the encoder cannot tell orders of words apart")
        )
        self.positions.setChecked(True)
        self.positions.toggled.connect(self.positionsSet)
        self.switch = section.button(
            self.tr("Switch this head off"),
            self.tr("The head that is chosen above; a right click does it among all heads"),
        )
        self.all_on = section.button(
            self.tr("All heads on"), self.tr("Switches every head on again")
        )
        self.off = section.label(name="hint")
        section.column.addWidget(self.positions)
        section.column.addWidget(self.switch)
        section.column.addWidget(self.all_on)
        section.column.addWidget(self.off)
        self.switch.clicked.connect(self.switchAsked)
        self.all_on.clicked.connect(self.allOnAsked)
        return section

    # showing

    def show_page(self, page: str) -> None:
        """Check a page's button."""
        self.page_button(page).setChecked(True)

    def page_button(self, page: str) -> QAbstractButton:
        """Return the button that turns to a page."""
        return self._pages.button(PAGES.index(page))

    def show_which(self, kind: str, layers: int, layer: int, heads: int, head: int) -> None:
        """Offer layers and heads, and show which are chosen."""
        self._kinds.button(list(reversed(KINDS)).index(kind)).setChecked(True)
        fill(self.layer, [(layer_name(n), n) for n in range(layers)], layer)
        rows = [MEAN, ROLLOUT, *range(heads)] if heads > 1 else [0, ROLLOUT]
        fill(self.head, [(head_name(n), n) for n in rows], head)
        self.layer.setEnabled(head != ROLLOUT)

    def show_off(
        self, heads: Sequence[str], *, positions: bool, has_positions: bool, one: bool | None
    ) -> None:
        """Name the heads that are off, and say whether positions are added.

        `one` says whether the head that is chosen is off; None where none is chosen.
        """
        on, off = self.tr("Switch this head on"), self.tr("Switch this head off")
        self.switch.setText(on if one else off)
        self.switch.setEnabled(one is not None)
        self.positions.setEnabled(has_positions)
        text = self.tr("off: {heads}").format(heads=", ".join(heads)) if heads else ""
        self.off.setText(text)
        self.off.setVisible(bool(text))
        self.all_on.setEnabled(bool(text))
        with QSignalBlocker(self.positions):
            self.positions.setChecked(positions)

    # asking

    def _on_page(self, number: int) -> None:
        self.pageChosen.emit(PAGES[number])

    def _on_kind(self, number: int) -> None:
        self.kindChosen.emit(list(reversed(KINDS))[number])

    def _on_layer(self, index: int) -> None:
        self.layerChosen.emit(self.layer.itemData(index))

    def _on_head(self, index: int) -> None:
        self.headChosen.emit(self.head.itemData(index))
