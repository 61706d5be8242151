"""How a chain's table grows with its order, beside the constant size of the networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from gui.numbers import fixed, number
from gui.tabs.text.grid import Grid
from gui.tabs.text.state import ORDERS
from gui.tabs.text.words import percent
from gui.theme import BODY, Theme

if TYPE_CHECKING:
    from core.text.counts import Growth

NONE = "–"


def power(value: int) -> str:
    """Write a large number with a power of ten."""
    if value < 100_000:
        return QLocale().toString(value)
    digits = len(str(value)) - 1
    exponent = str(digits).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{fixed(value / 10**digits, 1)} · 10{exponent}"


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
