"""The game drawn as the lecture draws it: noise → G → fake; real, fake → D → losses."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.tabs.gan.plane import REAL
from gui.theme import Theme, body_font

SHORT = {"z": "z", "J": "J"}  # what is written where there is no room for more
DIM = 0.35  # of what does not take part in the running step


class GameDiagram(QWidget):
    """Boxes and arrows; `light` dims what takes no part."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._font = theme, body_font(scale)
        self._lit = ""
        height = QFontMetricsF(self._font).height()
        self.setFixedHeight(round(3.4 * height))
        self.setMinimumWidth(round(18 * height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            self.tr(
                "Noise z goes through the forger G and becomes a fake; the police D sees real "
                "points and fakes; from its answers come both losses"
            )
        )

    def light(self, player: str) -> None:
        """Light what takes part in a step: "police", "forger", or "" for all."""
        if player != self._lit:
            self._lit = player
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        theme, width, height = self._theme, self.width(), self.height()
        step, box = width / 5, height * 0.4
        upper, lower = height * 0.27, height * 0.73
        middle = height / 2
        metrics = QFontMetricsF(self._font)
        police, forger = self._lit in ("", "police"), self._lit in ("", "forger")
        both = police or forger
        places = {
            "z": (0.45 * step, lower, self.tr("noise z"), theme.point, both),
            "G": (1.45 * step, lower, "G", theme.generated, forger),
            "fake": (2.45 * step, lower, self.tr("fake"), theme.generated, both),
            "real": (2.45 * step, upper, self.tr("real"), theme.data, police),
            "D": (3.45 * step, middle, "D", REAL[theme.dark], both),
            "J": (4.45 * step, middle, "J_D, J_G", theme.text, both),
        }
        for one, other in (
            ("z", "G"), ("G", "fake"), ("fake", "D"), ("real", "D"), ("D", "J"),
        ):  # fmt: skip
            on = places[one][4] and places[other][4]
            self._arrow(painter, places[one][:2], places[other][:2], step * 0.4, on=on)
        for key, (x, y, text, color, on) in places.items():
            painter.setOpacity(1.0 if on else DIM)
            painter.setPen(QPen(QColor(color), 2))
            painter.setBrush(QColor(theme.background))
            room = QRectF(x - step * 0.4, y - box / 2, step * 0.8, box)
            if key in "GD":
                painter.drawPolygon(_trapezoid(room, widening=key == "G"))
            else:
                painter.drawRoundedRect(room, 6, 6)
            if metrics.horizontalAdvance(text) > room.width():
                text = SHORT.get(key, text)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _arrow(
        self,
        painter: QPainter,
        start: tuple[float, float],
        end: tuple[float, float],
        gap: float,
        *,
        on: bool,
    ) -> None:
        painter.setOpacity(1.0 if on else DIM)
        painter.setPen(QPen(QColor(self._theme.muted), 1.5))
        a, b = QPointF(start[0] + gap, start[1]), QPointF(end[0] - gap, end[1])
        painter.drawLine(a, b)
        painter.setBrush(QColor(self._theme.muted))
        painter.drawPolygon(QPolygonF([b, b + QPointF(-6, -4), b + QPointF(-6, 4)]))


def _trapezoid(room: QRectF, *, widening: bool) -> QPolygonF:
    cut = room.height() * 0.22
    left, right = (cut, 0.0) if widening else (0.0, cut)
    return QPolygonF(
        [
            QPointF(room.left(), room.top() + left),
            QPointF(room.right(), room.top() + right),
            QPointF(room.right(), room.bottom() - right),
            QPointF(room.left(), room.bottom() - left),
        ]
    )  # fmt: skip
