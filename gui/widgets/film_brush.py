"""Draws the frames of a film strip, and the words under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from gui.theme import Theme, body_font
from gui.widgets.film_row import Frame
from gui.widgets.pictures import shrunk

FRAME = 4  # pixels around a picture
NOTCH = 5  # pixels, half the width of the notch under a frame, times the type's scale
BESIDE = 8  # pixels between two words


@dataclass(frozen=True)
class Caption:
    """Words under a frame whose middle is at `x`, in a colour, bold or not."""

    x: float
    text: str
    color: str
    bold: bool


class FilmBrush:
    """Knows the theme and the type."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._theme, self._notch = theme, NOTCH * scale
        self._fonts = {bold: body_font(scale, bold=bold) for bold in (False, True)}
        self._line = round(QFontMetricsF(self._fonts[True]).height())
        self.foot = round(self._notch) + 2 + self._line  # pixels under the frames

    def draw_frame(
        self, painter: QPainter, outer: QRect, frame: Frame, tone: str | None, ratio: float
    ) -> None:
        """Draw a frame in `outer`, framed in `tone` if it is looked at, with its notch."""
        inner = outer.adjusted(FRAME, FRAME, -FRAME, -FRAME)
        edge = 1 if tone is None else FRAME
        line = QColor(tone or self._theme.line)
        painter.fillRect(inner.adjusted(-edge, -edge, edge, edge), line)
        if tone is not None:
            painter.fillRect(inner.adjusted(-1, -1, 1, 1), QColor(self._theme.background))
        painter.drawImage(inner, shrunk(frame.image, inner.size() * ratio))
        if frame.can_go_on:
            half, x, y = self._notch, outer.center().x() + 0.5, outer.bottom() + 1.0
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone or self._theme.muted))
            corners = [QPointF(x, y), QPointF(x + half, y + half), QPointF(x - half, y + half)]
            painter.drawPolygon(QPolygonF(corners))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def write(self, painter: QPainter, top: int, width: int, captions: Iterable[Caption]) -> None:
        """Write captions under frames that end at `top`, the first ones first, where they fit."""
        taken: list[QRectF] = []
        for caption in captions:
            font = self._fonts[caption.bold]
            wide = QFontMetricsF(font).horizontalAdvance(caption.text) + 2
            left = min(max(caption.x - wide / 2, 0.0), width - wide)
            room = QRectF(left, top + 1 + round(self._notch), wide, self._line)
            if any(room.adjusted(-BESIDE, 0, BESIDE, 0).intersects(other) for other in taken):
                continue
            taken.append(room)
            painter.setFont(font)
            painter.setPen(QColor(caption.color))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, caption.text)
