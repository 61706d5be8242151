"""The bars of the next tokens: the most probable first, what is cut stays as an outline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.text.sampling import SoftmaxTable
from gui.tabs.text.words import percent, shown
from gui.theme import Theme, body_font, mix

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Bars(QWidget):
    """One bar a token; a click on one chooses the token."""

    chosen = Signal(int)  # number of the token

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._table: SoftmaxTable | None = None
        self._name: Callable[[int], str] = str
        self._mark, self._at = -1, -1
        self._names: dict[tuple[str, int], tuple[str, float]] = {}
        self._least = 6 * self._metrics.averageCharWidth()
        self._figures = self._metrics.horizontalAdvance("< 0,1 % ")
        self._cut = self.tr("cut")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            self.tr("p(next token | text); the filled part is what temperature and cuts leave")
        )

    def sizeHint(self) -> QSize:
        """Ask for some fifteen letters and a bar."""
        return QSize(round(26 * self._metrics.averageCharWidth()), round(4 * self._high()))

    def minimumSizeHint(self) -> QSize:
        """Ask for two bars."""
        return QSize(round(16 * self._metrics.averageCharWidth()), round(2 * self._high()))

    def _high(self) -> float:
        return self._metrics.height() + 3

    def show_table(
        self, table: SoftmaxTable | None, name: Callable[[int], str], mark: int = -1
    ) -> None:
        """Show the most probable tokens of a table; `mark` is the one that was written."""
        self._table, self._name, self._mark = table, name, mark
        self.update()

    def tokens(self) -> list[int]:
        """Return the tokens whose bars are seen, from the top."""
        if self._table is None:
            return []
        count = max(1, int(self.height() // self._high()))
        best = [t for t in self._table.order[:count].tolist() if self._table.probabilities[t] > 0]
        if self._mark >= 0 and self._mark not in best:
            best[-1:] = [self._mark]
        return best

    def shown(self) -> list[tuple[str, float]]:
        """Return the bars that are seen: token and probability that it is written with."""
        table = self._table
        return (
            [] if table is None else [(self._name(t), float(table.final[t])) for t in self.tokens()]
        )

    def rect_of(self, index: int) -> QRectF:
        """Return where a bar is."""
        return QRectF(0, index * self._high(), self.width(), self._high())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        painter.setFont(self.font())
        table, theme = self._table, self._theme
        if table is None:
            return
        tokens = self.tokens()
        names = [self._short(token) for token in tokens]
        letters = max(self._least, *(width for _, width in names)) if names else self._least
        room = max(10, self.width() - letters - self._figures - 12)
        for row, (token, (name, _)) in enumerate(zip(tokens, names, strict=True)):
            box = self.rect_of(row)
            if token == self._at:
                painter.fillRect(box, QColor(mix(theme.background, theme.text, 0.08)))
            kept = bool(table.kept[token])
            painter.setPen(QColor(theme.text if kept else theme.muted))
            painter.drawText(QRectF(0, box.top(), letters, box.height()), RIGHT, name)
            bar = QRectF(letters + 6, box.top() + 3, room, box.height() - 6)
            whole, left = QRectF(bar), QRectF(bar)
            left.setWidth(bar.width() * float(table.final[token]))
            whole.setWidth(max(1.0, bar.width() * float(table.probabilities[token])))
            painter.fillRect(left, QColor(theme.generated))
            value = percent(float(table.final[token])) if kept else self._cut
            painter.drawText(
                QRectF(self.width() - self._figures, box.top(), self._figures - 4, box.height()),
                RIGHT, value,
            )  # fmt: skip
            painter.setPen(QPen(QColor(theme.muted), 1))
            painter.drawRect(whole)
            if token == self._mark:
                painter.setPen(QPen(QColor(theme.point), 2))
                painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _short(self, token: int) -> tuple[str, float]:
        """Return what a token is called in the room there is, and how wide that is."""
        name = self._name(token)
        most = min(16 * self._metrics.averageCharWidth(), 0.35 * self.width())
        key = (name, round(most))
        if key not in self._names:
            cut = self._metrics.elidedText(shown(name), Qt.TextElideMode.ElideRight, most)
            self._names[key] = cut, self._metrics.horizontalAdvance(cut) + 1
        return self._names[key]

    def _row_at(self, y: float) -> int:
        row, tokens = int(y // self._high()), self.tokens()
        return tokens[row] if 0 <= row < len(tokens) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the bar under the pointer."""
        self._at = self._row_at(event.position().y())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Light none."""
        self._at = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a token."""
        token = self._row_at(event.position().y())
        if token >= 0:
            self.chosen.emit(token)
