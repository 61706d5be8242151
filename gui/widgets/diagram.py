"""The parts of the lecture's figure: networks drawn as layers, and the numbers that leave them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.numbers import fixed, subscript
from gui.theme import EMPHASIS, Theme, body_font, mix

NARROWEST = 0.22  # height of the smallest layer, as a share of the largest


class NetworkBox(QWidget):
    """A network as the outline of its layers: a bar each, as tall as the logarithm of its size."""

    clicked = Signal()

    def __init__(self, theme: Theme, scale: float, name: str) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._name = name
        self._sizes: tuple[int, ...] = ()
        self._lit = False
        self._bar = round(QFontMetricsF(body_font(scale)).height()) + 2
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.show_sizes((784, 2))

    def show_sizes(self, sizes: Sequence[int], last: str = "") -> None:
        """Draw layers of these sizes, from left to right; `last` is written on the last one."""
        self._sizes = tuple(sizes)
        self._texts = [*map(str, self._sizes[:-1]), last or str(self._sizes[-1])]
        title = QFontMetricsF(body_font(self._scale, EMPHASIS, bold=True)).horizontalAdvance(
            self._name
        )
        bars = len(self._sizes) * (self._bar + self._gap) + 12
        self.setFixedWidth(round(max(title + 8, bars)))
        self.update()

    def set_lit(self, lit: bool) -> None:
        """Light up while data flows through."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    @property
    def _gap(self) -> float:
        return 4 if self._scale > 1.4 else 7

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Ask what is inside."""
        self.clicked.emit()

    def keyPressEvent(self, event: object) -> None:
        """Ask by keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw outline, layers and sizes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title = body_font(self._scale, EMPHASIS, bold=True)
        top = QFontMetricsF(title).height() + 8
        painter.setFont(title)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(0, 0, self.width(), top), Qt.AlignmentFlag.AlignHCenter, self._name)
        bars = self._bars(QRectF(0, top, self.width(), self.height() - top))
        edge = self._theme.point if self._lit else self._theme.line
        first, last = bars[0].adjusted(-5, -7, 5, 7), bars[-1].adjusted(-5, -7, 5, 7)
        outline = QPolygonF(
            [first.topLeft(), last.topRight(), last.bottomRight(), first.bottomLeft()]
        )
        painter.setPen(QPen(QColor(edge), 2.5 if self._lit else 1.5))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawPolygon(outline)
        self._draw_bars(painter, bars)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.data), 2, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _draw_bars(self, painter: QPainter, bars: list[QRectF]) -> None:
        shade = mix(self._theme.panel, self._theme.text, 0.22 if not self._lit else 0.4)
        font = body_font(self._scale)
        painter.setFont(font)
        for bar, text in zip(bars, self._texts, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(self._theme.text))
            painter.save()
            painter.translate(bar.center())
            if QFontMetricsF(font).horizontalAdvance(text) > bar.width() - 2:
                painter.rotate(-90)
            room = QRectF(-bar.height() / 2, -bar.height() / 2, bar.height(), bar.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()

    def _bars(self, room: QRectF) -> list[QRectF]:
        low, high = math.log2(min(self._sizes)), math.log2(max(self._sizes))
        step = (room.width() - 12) / len(self._sizes)
        bars = []
        for i, size in enumerate(self._sizes):
            share = (math.log2(size) - low) / max(high - low, 1e-6)
            bar = QRectF(
                0, 0, self._bar, (room.height() - 18) * (NARROWEST + (1 - NARROWEST) * share)
            )
            bar.moveCenter(QPointF(6 + (i + 0.5) * step, room.center().y()))
            bars.append(bar)
        return bars


class CodeBox(QWidget):
    """A symbol and its numbers, one row a dimension, in the symbol's colour everywhere."""

    def __init__(self, theme: Theme, scale: float, symbol: str, color: str, rows: int = 2) -> None:
        super().__init__()
        self._theme, self._symbol, self._color = theme, symbol, QColor(color)
        self._font, self._italic = body_font(scale, EMPHASIS), body_font(scale, EMPHASIS)
        self._italic.setItalic(True)
        self._values: tuple[str, ...] = ("–",) * rows
        self._names: tuple[str, ...] = tuple(subscript(i + 1) for i in range(rows))
        metrics = QFontMetricsF(self._font)
        self._line = metrics.height() + 2
        width = metrics.horizontalAdvance("z₁₂ ") + metrics.horizontalAdvance("−0.000") + 18
        self.setFixedSize(round(width), round(self._line * rows + 12))

    def set_symbol(self, symbol: str) -> None:
        """Call the numbers by another symbol."""
        self._symbol = symbol
        self.update()

    def set_names(self, names: Sequence[str]) -> None:
        """Tell the rows apart by `names`, such as ("₃", "₇")."""
        self._names = tuple(names)
        self.update()

    def show_values(self, values: Sequence[float] | None) -> None:
        """Show two decimals a dimension; None where there is no such number."""
        texts = ("–",) * len(self._values)
        if values is not None:
            texts = tuple(_short(float(v)) for v in values)
        if texts != self._values:
            self._values = texts
            self.update()

    def shown(self) -> tuple[str, ...]:
        """Return what is shown."""
        return self._values

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, 2))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 6, 6)
        for i, text in enumerate(self._values):
            row = QRectF(9, 6 + i * self._line, self.width() - 18, self._line)
            painter.setPen(self._color)
            painter.setFont(self._italic)
            name = self._symbol + self._names[i]
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(QColor(self._theme.text))
            painter.setFont(self._font)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _short(value: float) -> str:
    """Write two decimals; what is not zero is not shown as zero."""
    if abs(value) >= 1000:
        return "…"
    return f"< {fixed(0.01)}" if 0 < value < 0.005 else fixed(value)
