"""The beam as a tree: a column a step, the likeliest beginning on top; what was cut stays grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy

from core.attention.search import ROOT, Fate, Found, Node, path
from gui.numbers import fixed
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.pointed import Pointed

LETTERS = 9  # of a piece at most
FEWEST = 4  # where steps are many


class BeamTree(Pointed[int]):
    """Shows a search; hovering a node tells what became of it, a click takes its beginning.

    With the keys: left and right follow a branch, up and down choose within a step, Enter takes.
    """

    chosen = Signal(object)  # the pieces up to a node

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(-1)
        self._theme = theme
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._tree: Sequence[Node] = ()
        self._best: frozenset[int] = frozenset()
        self._name: Callable[[int], str] = str
        self._steps = self._ranks = 1
        self._high, self._wide = self._least_high(), self._width_of(LETTERS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.MinimumExpanding)

    def _cell(self) -> tuple[float, float]:
        """Return width and height of a node with its gap."""
        return self._wide, self._high

    def _width_of(self, letters: int) -> float:
        return (letters + 1.5) * self._metrics.averageCharWidth() + 14

    def _least_high(self) -> float:
        """Return the height of a node with its piece alone; ln p stands below it in higher ones."""
        return self._metrics.height() + 10

    def _full_high(self) -> float:
        return 2 * self._metrics.height() + 12

    def _gap(self) -> float:
        """Return the room between two steps, in which the branches are drawn."""
        return 12.0 + 0.08 * self._wide

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Share the page among ranks and steps."""
        self._spread()

    def _spread(self) -> None:
        share = (self.height() - 8) / self._ranks
        self._high = min(2 * self._full_high(), max(self._least_high(), share))
        share = (self.width() - 16) / self._steps
        self._wide = min(self._width_of(LETTERS), max(self._width_of(FEWEST), share))

    def minimumSizeHint(self) -> QSize:
        """Ask for all steps and all ranks, as narrow as can be read: then the page scrolls."""
        wide, high = self._width_of(FEWEST), self._least_high()
        return QSize(round(wide * self._steps + 16), round(high * self._ranks + 8))

    def show_search(self, found: Found, name: Callable[[int], str]) -> None:
        """Show a search; `name` gives the text of a piece."""
        self._tree, self._name = found.tree, name
        self._best = self._way_of(found)
        self._steps = max((node.step for node in found.tree), default=0) + 1
        self._ranks = max((node.rank for node in found.tree), default=0) + 1
        self._at = -1
        self.setMinimumSize(self.minimumSizeHint())
        self._spread()
        self.update()

    def _way_of(self, found: Found) -> frozenset[int]:
        """Return the nodes on the way to the translation that was chosen."""
        ends = [i for i, node in enumerate(found.tree) if node.score == found.best.score]
        way: set[int] = set()
        node = ends[0] if ends else -1
        while node >= 0:
            way.add(node)
            node = found.tree[node].parent
        return frozenset(way)

    def best(self) -> list[int]:
        """Return the nodes on the way to the chosen translation, the first one first."""
        return sorted(self._best)

    def rect_of(self, index: int) -> QRectF:
        """Return where a node is."""
        node, (wide, high) = self._tree[index], self._cell()
        tall = min(high, self._full_high()) - (10 if self._values() else 6)
        top = 4 + node.rank * high + (high - 10 - tall) / 2
        return QRectF(8 + node.step * wide, top, wide - self._gap(), tall)

    def _values(self) -> bool:
        """Say whether nodes are high enough for ln p."""
        return self._high >= self._full_high()

    def reading(self) -> str:
        """Say what became of the node under the pointer."""
        if self._at < 0:
            return ""
        node = self._tree[self._at]
        texts = {
            Fate.KEPT: self.tr("kept: among the likeliest beginnings of its length"),
            Fate.ENDED: self.tr("a whole translation, with score {score}"),
            Fate.CUT: self.tr("cut: enough others were likelier"),
            Fate.LATE: self.tr("left: enough translations had ended"),
        }
        text = texts[node.fate].format(score=fixed(node.score or 0.0))
        said = "".join(map(self._name, path(self._tree, self._at))).strip()
        return f"{said}   ln p = {fixed(node.log_p)}   {text}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint branches, then nodes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for index, node in enumerate(self._tree):
            if node.parent >= 0:
                on = index in self._best
                color = self._theme.point if on else self._theme.line
                painter.setPen(QPen(QColor(color), 3 if on else 1.2))
                a, b = self.rect_of(node.parent), self.rect_of(index)
                painter.drawLine(
                    QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
                )
        for index, node in enumerate(self._tree):
            self._paint_node(painter, index, node)

    def _paint_node(self, painter: QPainter, index: int, node: Node) -> None:
        theme, box = self._theme, self.rect_of(index)
        lost = node.fate in (Fate.CUT, Fate.LATE)
        painter.setOpacity(0.6 if lost else 1.0)
        back = mix(theme.background, theme.good, 0.25) if node.fate is Fate.ENDED else theme.panel
        painter.setBrush(QColor(back))
        on = index in self._best
        edge = theme.point if on else theme.text if index == self._at else theme.line
        pen = QPen(QColor(edge), 2.5 if on else 1)
        if lost:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(theme.muted if lost else theme.text))
        text = "⟨⟩" if index == ROOT else self._name(node.token).strip()[:LETTERS] or "␣"
        text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - 2)
        if not self._values():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            painter.setOpacity(1.0)
            return
        upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, text)
        value = node.score if node.score is not None else node.log_p
        lower = upper.translated(0, box.height() / 2)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, "" if index == ROOT else fixed(value))
        painter.setOpacity(1.0)

    # the pointer

    def _part_at(self, at: QPointF) -> int:
        return next((i for i in range(len(self._tree)) if self.rect_of(i).contains(at)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a beginning over into the translation."""
        index = self._part_at(event.position())
        if index > ROOT:
            self.chosen.emit(path(self._tree, index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from node to node, or take one."""
        key, now = Qt.Key(event.key()), max(ROOT, self._at)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at > ROOT:
            self.chosen.emit(path(self._tree, self._at))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._look(self._neighbour(now, key))
        else:
            super().keyPressEvent(event)

    def _neighbour(self, index: int, key: Qt.Key) -> int:
        """Return the node before or after, above or below; the same where there is none."""
        node, tree = self._tree[index], self._tree
        if key == Qt.Key.Key_Left:
            return max(ROOT, node.parent)
        if key == Qt.Key.Key_Right:
            after = [i for i, other in enumerate(tree) if other.parent == index]
            liked = [i for i in after if i in self._best] or after
            return liked[0] if liked else index
        rank = node.rank + (1 if key == Qt.Key.Key_Down else -1)
        same = (i for i, o in enumerate(tree) if o.step == node.step and o.rank == rank)
        return next(same, index)
