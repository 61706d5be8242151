"""The softmax table of one model: logit → ÷ T → exp → probability → kept or cut."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.text.sampling import Settings, SoftmaxTable
from gui.numbers import number
from gui.tabs.text.grid import Grid
from gui.tabs.text.state import Page
from gui.tabs.text.words import kind_name, percent, shown
from gui.theme import EMPHASIS, TITLE, Theme, body_font
from gui.widgets.steady import SteadyText

ROWS = 40


class SoftmaxPage(QWidget):
    """One line a token, the most probable first."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._title = SteadyText(body_font(scale, TITLE), theme.text)
        self.grid = Grid(theme, scale, EMPHASIS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self.grid, 1)

    def show_table(self, page: Page, table: SoftmaxTable, settings: Settings) -> None:
        """Show the first rows of a table."""
        self._title.set_text(
            self.tr("{model}: what comes after “{end}”?").format(
                model=kind_name(page.card), end=shown(page.text[-14:])
            )
        )
        heads = (
            self.tr("token"), self.tr("logit"), self.tr("÷ T = {t}").format(
                t=number(settings.temperature)
            ), self.tr("exp"), self.tr("p"), self.tr("kept or cut"),
        )  # fmt: skip
        tokens, rows, dim = page.model.vocabulary.tokens, [], []
        for row, token in enumerate(table.order[:ROWS].tolist()):
            if not table.probabilities[token] > 0:
                break
            kept = bool(table.kept[token])
            rows.append(
                (
                    shown(tokens[token]),
                    number(float(table.logits[token])),
                    number(float(table.scaled[token])),
                    number(float(table.exponentials[token])),
                    percent(float(table.probabilities[token])),
                    percent(float(table.final[token])) if kept else self.tr("cut"),
                )
            )
            if not kept:
                dim.append(row)
        self.grid.show_rows(heads, rows, dim=dim)
