"""How a chain's table grows with its order, beside the constant size of the networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.numbers import fixed, number, superscript
from gui.tabs.text.grid import Grid
from gui.tabs.text.state import ORDERS
from gui.tabs.text.words import percent
from gui.theme import BODY, EMPHASIS, Theme, body_font
from gui.widgets.steady import SteadyText

if TYPE_CHECKING:
    from core.text.counts import Growth

NONE = "–"
LINES = 16  # of body type that a page with the table asks for


def power(value: int) -> str:
    """Write a large number with a power of ten."""
    if value < 100_000:
        return QLocale().toString(value)
    digits = len(str(value)) - 1
    return f"{fixed(value / 10**digits, 1)} · 10{superscript(digits)}"


class GrowthTable(Grid):
    """A line for each order from 1 to 5."""

    def __init__(self, theme: Theme, scale: float, points: float = BODY) -> None:
        super().__init__(theme, scale, points)
        self.setToolTip(
            self.tr(
                "n: tokens that the chain looks back; |V|ⁿ⁺¹: runs that V tokens allow; contexts: "
                "how many were seen; one follower: after how many of them only one token came"
            )
        )

    def show_growth(self, vocabulary: int, growth: Sequence[Growth], order: int) -> None:
        """Show what was counted, the line of `order` lit; what was not is left open."""
        heads = (
            self.tr("n"), self.tr("|V|ⁿ⁺¹"), self.tr("contexts"), self.tr("one follower"),
            self.tr("memory"),
        )  # fmt: skip
        known = {g.order: g for g in growth}
        rows = [
            (
                str(n), power(g.possible), QLocale().toString(g.contexts), percent(g.single),
                self._size(g.memory),
            )
            if (g := known.get(n)) is not None
            else (str(n), power(vocabulary ** (n + 1)), NONE, NONE, NONE)
            for n in ORDERS
        ]  # fmt: skip
        dim = [i for i, n in enumerate(ORDERS) if n not in known]
        self.show_rows(heads, rows, lit=[i for i, n in enumerate(ORDERS) if n == order], dim=dim)

    def of_networks(self, networks: Mapping[str, int]) -> str:
        """Say what the networks need instead: bytes by name."""
        if not networks:
            return ""
        sizes = ", ".join(f"{name}\u00a0{self._size(size)}" for name, size in networks.items())
        return self.tr("The networks need the same for every n: {sizes}.").format(sizes=sizes)

    def _size(self, size: int) -> str:
        return self.tr("{mb} MB").format(mb=number(size / 1e6, 2)).replace(" ", "\u00a0")


class GrowthView(QWidget):
    """The table under its title, and a remark below it; beside it where there is little height."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.title = QLabel(self.tr("How the table grows with its order"), objectName="figureTitle")
        self.table = GrowthTable(theme, scale, EMPHASIS)
        left = Qt.AlignmentFlag.AlignLeft
        self._below = SteadyText(body_font(scale), theme.text, align=left, lines=2)
        self._beside = SteadyText(body_font(scale), theme.text, align=left, lines=6)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.table, 5)
        middle.addWidget(self._beside, 2, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addLayout(middle, 1)
        column.addWidget(self._below)
        self.share(low=False)

    def share(self, *, low: bool) -> None:
        """Lay out by the height there is."""
        self.title.setHidden(low)
        self._below.setHidden(low)
        self._beside.setVisible(low)

    def remark(self) -> str:
        """Return the remark."""
        return self._below.text()

    def show_remark(self, text: str) -> None:
        """Write the remark."""
        for place in (self._below, self._beside):
            place.set_text(text)


def is_low(height: int, scale: float) -> bool:
    """Say whether a page of some height has no room for all of the table under a title."""
    return height < LINES * QFontMetricsF(body_font(scale)).lineSpacing()
