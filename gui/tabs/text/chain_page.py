"""The Markov chain opened: its fraction of counts, the row it looks up, its graph, its growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.tabs.text.grid import Grid
from gui.tabs.text.growth import GrowthView, is_low
from gui.tabs.text.orders_bar import OrdersBar
from gui.tabs.text.words import percent, shown
from gui.theme import BODY, EMPHASIS, TITLE, Theme, body_font
from gui.widgets.steady import SteadyText

if TYPE_CHECKING:
    from gui.tabs.text.studio import Opening

ROWS = 14
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's word for no limit


class ContextGraph(QWidget):
    """Contexts that lead here, the one that is here, and those that come next."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._sides: tuple[list[tuple[str, int]], str, list[tuple[str, int]]] = ([], "", [])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(self.tr("Each box is a context; the wider a line, the more often"))

    def minimumSizeHint(self) -> QSize:
        """Ask for two boxes above one another."""
        return QSize(240, round(2 * (self._metrics.height() + 8)))

    def show_graph(
        self, before: Sequence[tuple[str, int]], here: str, after: Sequence[tuple[str, int]]
    ) -> None:
        """Show contexts with how often each is passed."""
        self._sides = (list(before), here, list(after))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint boxes and arrows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        before, here, after = self._sides
        third = self.width() / 3
        high = self._metrics.height() + 8
        middle = QRectF(third * 1.1, self.height() / 2 - high / 2, third * 0.8, high)
        most = max([count for _, count in (*before, *after)], default=1)
        for rows, left, forward in ((before, 0.0, False), (after, third * 2.2, True)):
            fit = rows[: max(1, int(self.height() // (high + 4)))]
            for place, (text, count) in enumerate(fit):
                y = (place + 0.5) * self.height() / len(fit) - high / 2
                box = QRectF(left, y, third * 0.8, high)
                ends = (
                    (
                        QPointF(middle.right(), middle.center().y()),
                        QPointF(box.left(), box.center().y()),
                    )
                    if forward
                    else (
                        QPointF(box.right(), box.center().y()),
                        QPointF(middle.left(), middle.center().y()),
                    )
                )
                painter.setPen(QPen(QColor(self._theme.muted), 1 + 7 * count / most))
                painter.drawLine(*ends)
                self._box(painter, box, f"{text}  {count}", self._theme.line)
        self._box(painter, middle, here, self._theme.point)

    def _box(self, painter: QPainter, box: QRectF, text: str, color: str) -> None:
        painter.setPen(QPen(QColor(color), 2))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self.font())
        cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, box.width() - 12)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cut)


class ChainPage(QWidget):
    """The chain at the end of its text."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._scale = scale
        self.told = ""  # the same in a sentence
        points = TITLE if scale < 1.5 else BODY
        self.formula = SteadyText(body_font(scale, points), theme.text, lines=2)
        self.grid, self.view = Grid(theme, scale, EMPHASIS), GrowthView(theme, scale)
        self.growth = self.view.table
        self.graph = ContextGraph(theme, scale)
        self.orders = OrdersBar(stacked=False)
        self._middle = QWidget()
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(24)
        middle.addWidget(self.grid, 2)
        middle.addWidget(self.graph, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.formula)
        column.addWidget(self._middle, 3)
        column.addWidget(self.view, 4)
        column.addWidget(self.orders)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out by the height there is: the table of growth is to be seen whole."""
        super().resizeEvent(event)
        low = is_low(self.height(), self._scale)
        self.view.share(low=low)
        least = self.grid.minimumSizeHint().height()
        self._middle.setMaximumHeight(least if low else QWIDGETSIZE_MAX)

    def show_chain(self, opening: Opening, networks: Mapping[str, int]) -> None:
        """Show the row that a chain looks up now; networks by name with their bytes."""
        model, row, asked = opening.model, opening.row, opening.asked
        tokens = model.vocabulary.tokens
        text = lambda run: shown("".join(tokens[t] for t in run))  # noqa: E731
        best, count = int(row.tokens[0]), int(row.counts[0])
        formula = self.tr(
            "p({next} | {context}) = count({context}{next}) / count({context})"
            " = {n} / {total} = {p}"
        ).format(
            next=shown(tokens[best]), context=text(row.context), n=count, total=row.total,
            p=percent(count / row.total),
        )  # fmt: skip
        if len(row.context) < len(asked):
            formula += "  " + self.tr("(“{long}” was never seen)").format(long=text(asked))
        self.formula.set_text(formula)
        self.told = self.tr(
            "In its text “{context}” is followed {total} ×, different tokens: {k}; "
            "the most frequent is “{next}”, {n} ×."
        ).format(
            context=text(row.context), total=row.total, k=len(row.tokens),
            next=shown(tokens[best]), n=count,
        )  # fmt: skip
        pairs = list(zip(row.tokens[:ROWS].tolist(), row.counts[:ROWS].tolist(), strict=True))
        self.grid.show_rows(
            (self.tr("next"), self.tr("count"), self.tr("share")),
            [(shown(tokens[t]), str(c), percent(c / row.total)) for t, c in pairs],
            lit=(0,),
        )
        self.graph.show_graph(
            [(text(n.context), n.count) for n in opening.before],
            text(row.context) or "·",
            [(text(n.context), n.count) for n in opening.after],
        )
        self.growth.show_growth(len(tokens), opening.growth, model.order)
        self.view.show_remark(self.growth.of_networks(networks))
