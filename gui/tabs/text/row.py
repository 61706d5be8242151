"""One model's row: what it is, its text, the bars of what may come next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.text.sampling import Settings, SoftmaxTable, softmax_table
from gui.tabs.text.bars import Bars
from gui.tabs.text.flow import Bit, TokenFlow
from gui.tabs.text.state import Page
from gui.tabs.text.words import kind_name, sees, shown
from gui.theme import Theme, body_font
from gui.widgets.steady import SteadyText

if TYPE_CHECKING:
    from core.text.tree import Node

UNKNOWN = 0


class ModelRow(QWidget):
    """Shows a page; hovering a token shows what else it could have been."""

    chosen = Signal(str)  # the model is to be looked into
    tokenChosen = Signal(str, int)  # go on with a token
    branched = Signal(str, int, int)  # put a token in the place of a node

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.page: Page | None = None
        self.table: SoftmaxTable | None = None
        self._shares: dict[Node, float | None] = {}
        self._settings = Settings()
        self._span: tuple[int, int] | None = None
        self._pinned = self._over = -1
        self.name = QToolButton(checkable=True)
        self.name.setToolTip(self.tr("Look into this model"))
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.about = SteadyText(body_font(scale), theme.muted, align=left)
        self.flow, self.bars = TokenFlow(theme, scale), Bars(theme, scale)
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addWidget(self.about, 1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.flow, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 4)
        whole.setSpacing(16)
        whole.addLayout(column, 5)
        whole.addWidget(self.bars, 3)
        self.name.clicked.connect(self._on_name)
        self.flow.hovered.connect(self._on_hovered)
        self.flow.clicked.connect(self._on_clicked)
        self.bars.chosen.connect(self._on_bar)

    def show_page(self, page: Page, settings: Settings, *, chosen: bool) -> None:
        """Show what a model has written."""
        if self.page is None or page.here is not self.page.here:
            self._pinned, self._span = -1, None
        if self.page is None or page.tree is not self.page.tree:
            self._shares = {}
        self.page, self._settings = page, settings
        self.name.setText(kind_name(page.card))
        self.name.setChecked(chosen)
        self._tell()
        self._show_text()
        self.show_settings(settings)

    def mark_copied(self, words: int, span: tuple[int, int] | None) -> None:
        """Mark the longest run of words that the text shares with the corpus."""
        self._span = span
        self._tell(words)
        self._show_text()

    def show_settings(self, settings: Settings) -> None:
        """Show the bars under other settings; the model does not run."""
        self._settings = settings
        self._show_bars()

    def _tell(self, words: int = 0) -> None:
        assert self.page is not None
        page = self.page
        length = len(page.nodes)
        rest = short = ""
        if unknown := sum(node.token == UNKNOWN for node in page.nodes):
            rest = " · " + self.tr("{n} unknown").format(n=unknown)
            short = rest
        if words:
            rest += " · " + self.tr("{n} words copied").format(n=words)
            short += " · " + self.tr("{n} copied").format(n=words)
        text = sees(page.card, page.visible, length) + rest
        seen = self.tr("state") if page.visible is None else f"{page.visible} / {length}"
        self.about.set_texts(text, seen + rest, seen + short)
        explained = self.tr(
            "Underlined: what the model sees. Line above: the longest run of words that stands in "
            "its corpus word for word. Tinted: the probability of each token at temperature 1."
        )
        self.about.setToolTip(f"{text}\n{explained}")

    def _show_text(self) -> None:
        assert self.page is not None
        page, tokens = self.page, self.page.model.vocabulary.tokens
        nodes = page.nodes[1:] if page.opened else page.nodes
        first = 0 if page.visible is None else len(nodes) - page.visible
        bits, place = [], 0
        for index, node in enumerate(nodes):
            assert node.token is not None
            text = tokens[node.token]
            inside = self._span is not None and self._span[0] <= place < self._span[1]
            bits.append(
                Bit(
                    text, self._share(node) if node.written else None, index >= first, inside,
                    node.token == UNKNOWN,
                )
            )  # fmt: skip
            place += len(text)
        self.flow.show_bits(bits, state=page.visible is None, pinned=self._pinned)

    def _share(self, node: Node) -> float | None:
        """Return a token's probability; computed once, for every step shows all of them."""
        if node not in self._shares:
            self._shares[node] = node.probability()
        return self._shares[node]

    def _node_index(self, index: int) -> int:
        """Return the place among all nodes of a token that is shown."""
        assert self.page is not None
        return index + (1 if self.page.opened else 0)

    def _show_bars(self) -> None:
        if self.page is None:
            return
        page, tokens = self.page, self.page.model.vocabulary.tokens
        assert page.here.logits is not None
        self.table = softmax_table(page.here.logits, self._settings)
        at = self._over if self._over >= 0 else self._pinned
        node = (
            page.nodes[self._node_index(at)]
            if 0 <= self._node_index(at) < len(page.nodes)
            else None
        )
        if at >= 0 and node is not None and node.chosen_from is not None and node.token is not None:
            table = softmax_table(node.chosen_from, self._settings)
            self.bars.show_table(table, tokens.__getitem__, node.token)
        else:
            self.bars.show_table(self.table, tokens.__getitem__)

    def told(self) -> str:
        """Return the most probable next token, to be seen."""
        assert self.page is not None
        assert self.table is not None
        return shown(self.page.model.vocabulary.tokens[int(self.table.order[0])])

    def _on_name(self) -> None:
        if self.page is not None:
            self.name.setChecked(True)
            self.chosen.emit(self.page.name)

    def _on_hovered(self, index: int) -> None:
        self._over = index
        self._show_bars()

    def _on_clicked(self, index: int) -> None:
        if self.page is None:
            return
        self._pinned = -1 if index == self._pinned else index
        self._show_text()
        self._show_bars()

    def _on_bar(self, token: int) -> None:
        if self.page is None:
            return
        at = self._node_index(self._pinned)
        if self._pinned >= 0 and at < len(self.page.nodes):
            self.branched.emit(self.page.name, self.page.nodes[at].number, token)
        else:
            self.tokenChosen.emit(self.page.name, token)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look into this model."""
        super().mousePressEvent(event)
        self._on_name()
