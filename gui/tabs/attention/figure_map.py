"""The Transformer's figure of 2017 (Vaswani et al., figure 1), drawn to be clicked on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy

from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.pointed import Pointed

ROWS = 13.4  # of the taller column, from the bottom up
DIM = 0.35
GAP = 46.0  # between the columns


@dataclass(frozen=True)
class Box:
    """A box of the figure: column 0 (encoder) or 1 (decoder), the row it stands on, its colour."""

    key: str
    column: int
    row: float
    color: str  # a colour of the theme


BOXES = (
    Box("enc_words", 0, 0, "panel"),
    Box("enc_embedded", 0, 1.2, "mu"),
    Box("enc_positions", 0, 2.4, "sigma"),
    Box("enc_attended", 0, 4.6, "data"),
    Box("enc_normed", 0, 5.8, "point"),
    Box("enc_fed", 0, 7.0, "generated"),
    Box("enc_out", 0, 8.2, "point"),
    Box("dec_words", 1, 0, "panel"),
    Box("dec_embedded", 1, 1.2, "mu"),
    Box("dec_positions", 1, 2.4, "sigma"),
    Box("dec_attended", 1, 4.6, "data"),
    Box("dec_normed", 1, 5.8, "point"),
    Box("dec_crossed", 1, 7.0, "data"),
    Box("dec_normed_crossed", 1, 8.2, "point"),
    Box("dec_fed", 1, 9.4, "generated"),
    Box("dec_out", 1, 10.6, "point"),
    Box("dec_linear", 1, 11.8, "mu"),
    Box("dec_softmax", 1, 13.0, "sigma"),
)
ENCODER_STEPS = (
    "enc_words", "enc_embedded", "enc_positions", "enc_attended", "enc_normed", "enc_fed",
    "enc_out",
)  # fmt: skip
DECODER_STEPS = (
    "dec_words", "dec_attended", "dec_normed", "dec_crossed", "dec_fed", "dec_out", "dec_linear",
    "dec_softmax",
)  # fmt: skip
STACKS = (("enc_attended", "enc_out"), ("dec_attended", "dec_out"))


class FigureMap(Pointed[str]):
    """Boxes from the words up to the probabilities; a click opens one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__("")
        self._theme, self._scale = theme, scale
        self.setFont(body_font(scale, EMPHASIS if scale < 1.5 else 10))
        self._metrics = QFontMetricsF(self.font())
        self._layers = 1
        self._lit = ""
        self._playing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The Transformer as a figure"))
        self._names = {
            "enc_words": self.tr("English sentence"),
            "enc_embedded": self.tr("Embedding"),
            "enc_positions": self.tr("+ position"),
            "enc_attended": self.tr("Multi-head attention"),
            "enc_normed": self.tr("Add & norm"),
            "enc_fed": self.tr("Feed forward"),
            "enc_out": self.tr("Add & norm"),
            "dec_words": self.tr("German so far"),
            "dec_embedded": self.tr("Embedding"),
            "dec_positions": self.tr("+ position"),
            "dec_attended": self.tr("Masked attention"),
            "dec_normed": self.tr("Add & norm"),
            "dec_crossed": self.tr("Cross-attention"),
            "dec_normed_crossed": self.tr("Add & norm"),
            "dec_fed": self.tr("Feed forward"),
            "dec_out": self.tr("Add & norm"),
            "dec_linear": self.tr("Linear"),
            "dec_softmax": self.tr("Softmax"),
        }
        self._shorts = {
            "enc_words": self.tr("English"),
            "enc_attended": self.tr("Attention"),
            "enc_fed": self.tr("Feed fwd"),
            "dec_words": self.tr("German"),
            "dec_attended": self.tr("Masked"),
            "dec_crossed": self.tr("Cross"),
            "dec_fed": self.tr("Feed fwd"),
        }

    def minimumSizeHint(self) -> QSize:
        """Ask for boxes in which their names, or the short ones, can be read."""
        wide = 2 * max(self._metrics.horizontalAdvance(self._short(key)) for key in self._names)
        return QSize(
            round(wide + 4 * self._margin() + GAP),
            round((ROWS + 1.2) * 0.98 * self._metrics.height()),
        )

    def _short(self, key: str) -> str:
        """Return what is written in a box that is too narrow for its name."""
        return self._shorts.get(key, self._names[key])

    def _margin(self) -> float:
        """Return the room beside the boxes, in which the steps' numbers stand."""
        return 0.5 * self._metrics.height() + 8

    def name_of(self, key: str) -> str:
        """Return what is written in a box."""
        return self._names[key]

    def set_layers(self, layers: int) -> None:
        """Write how often a stack is repeated."""
        self._layers = layers
        self.update()

    def light(self, key: str, *, playing: bool = False) -> None:
        """Light one box, or none; while steps play the rest is dimmed."""
        self._lit, self._playing = key, playing
        self.update()

    def lit(self) -> str:
        """Return the box that is lit."""
        return self._lit

    def rect_of(self, key: str) -> QRectF:
        """Return where a box is."""
        box = next(box for box in BOXES if box.key == key)
        unit = self.height() / (ROWS + 1.2)
        tall = min(0.96 * unit, max(0.86 * unit, self._metrics.height() + 4))  # low: short arrows
        side = self._margin()
        wide = (self.width() - 2 * side - GAP) / 2
        left = side + box.column * (wide + GAP)
        top = self.height() - (box.row + 1.1) * unit
        return QRectF(left, top, wide, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint stacks, arrows, boxes and the lecture's step numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for first, last in STACKS:
            self._paint_stack(painter, first, last)
        self._paint_arrows(painter)
        for box in BOXES:
            self._paint_box(painter, box)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.data), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _paint_stack(self, painter: QPainter, first: str, last: str) -> None:
        room = self.rect_of(first).united(self.rect_of(last)).adjusted(-10, -7, 10, 9)
        painter.setPen(QPen(QColor(self._theme.line), 2))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(room, 10, 10)
        painter.setPen(QColor(self._theme.muted))
        gap = self.rect_of(f"{first[:3]}_positions").top() - room.bottom()
        below = QRectF(room.left() + 4, room.bottom(), room.width() / 2, gap)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, middle | Qt.TextFlag.TextDontClip, f"{self._layers} ×")

    def _paint_arrows(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1.6))
        for low, high in pairwise(BOXES):
            if low.column == high.column:
                a, b = self.rect_of(low.key), self.rect_of(high.key)
                self._arrow(painter, [a.center() - QPointF(0, a.height() / 2), _foot(b)])
        start, end = self.rect_of("enc_out"), self.rect_of("dec_crossed")
        rise = start.top() - 14
        middle = (start.right() + end.left()) / 2
        self._arrow(
            painter,
            [
                QPointF(start.center().x(), start.top()), QPointF(start.center().x(), rise),
                QPointF(middle, rise), QPointF(middle, end.center().y()),
                QPointF(end.left(), end.center().y()),
            ],
        )  # fmt: skip

    def _arrow(self, painter: QPainter, path: list[QPointF]) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(path))
        tip, before = path[-1], path[-2]
        across = abs(tip.x() - before.x()) > abs(tip.y() - before.y())
        back = QPointF(-6, 0) if across else QPointF(0, 6)
        side = QPointF(0, 4) if across else QPointF(4, 0)
        painter.setBrush(QColor(self._theme.muted))
        painter.drawPolygon(QPolygonF([tip, tip + back + side, tip + back - side]))

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        theme, room = self._theme, self.rect_of(box.key)
        lit = box.key == self._lit
        painter.setOpacity(DIM if self._playing and not lit else 1.0)
        color = getattr(theme, box.color)
        back = mix(theme.background, color, 0.9 if box.color == "panel" else 0.28)
        painter.setBrush(QColor(mix(back, color, 0.35) if lit else back))
        edge = theme.point if lit else theme.text if box.key == self._at else theme.line
        painter.setPen(QPen(QColor(edge), 3 if lit else 1.4))
        painter.drawRoundedRect(room, 6, 6)
        painter.setPen(QColor(theme.text))
        numbered = self._margin() if box.key in (*ENCODER_STEPS, *DECODER_STEPS) else 0.0
        name = self._names[box.key]
        if self._metrics.horizontalAdvance(name) > room.width() - 2 * numbered:
            name = self._short(box.key)
        shifted = room.adjusted(0.5 * numbered, 0, 0, 0)
        painter.drawText(shifted, Qt.AlignmentFlag.AlignCenter, name)
        steps = DECODER_STEPS if box.column else ENCODER_STEPS
        if box.key in steps:
            self._paint_number(painter, room, steps.index(box.key) + 1)
        painter.setOpacity(1.0)

    def _paint_number(self, painter: QPainter, room: QRectF, number: int) -> None:
        """Write the number of the lecture's step at the box's corner."""
        radius = 0.5 * self._metrics.height()
        at = QPointF(room.left() + 1, room.center().y())
        painter.setPen(QPen(QColor(self._theme.background), 1))
        painter.setBrush(QColor(self._theme.text))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QColor(self._theme.background))
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    # the pointer and the keys

    def _part_at(self, at: QPointF) -> str:
        return next((box.key for box in BOXES if self.rect_of(box.key).contains(at)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open a box."""
        key = self._part_at(event.position())
        if key:
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from box to box with the arrows."""
        keys = [box.key for box in BOXES]
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        now = keys.index(self._lit) if self._lit in keys else -step
        self.chosen.emit(keys[max(0, min(len(keys) - 1, now + step))])


def _foot(box: QRectF) -> QPointF:
    return QPointF(box.center().x(), box.bottom())
