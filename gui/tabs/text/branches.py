"""The versions of a text as branches: where each leaves an older one, and what it says there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import Theme, body_font, mix

if TYPE_CHECKING:
    from core.text.tree import Version

LINES = 4  # that are seen at once
BEFORE = 4  # tokens drawn before the first fork


class Branches(QWidget):
    """A line for each version; a click on one goes to its end."""

    chosen = Signal(int)  # number of the node that a version ends with

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(body_font(scale))
        self._metrics = QFontMetricsF(self.font())
        self._versions: tuple[Version, ...] = ()
        self._here, self._depth = 0, 0
        self._first, self._at = 0, -1
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Each line is a version of the text; a click goes to its end"))

    def _high(self) -> float:
        return self._metrics.height() + 6

    def sizeHint(self) -> QSize:
        """Ask for a line each, up to four."""
        return QSize(200, round(min(LINES, max(1, len(self._versions))) * self._high()))

    def versions(self) -> tuple[Version, ...]:
        """Return what is shown."""
        return self._versions

    def current(self) -> int:
        """Return which version the text is in."""
        return self._here

    def show_versions(self, versions: Sequence[Version], here: int, depth: int) -> None:
        """Show versions; the text is in number `here`, `depth` tokens long."""
        if len(versions) != len(self._versions):
            self._versions = tuple(versions)
            self.updateGeometry()
        self._versions, self._here, self._depth = tuple(versions), here, depth
        last = max(0, len(versions) - LINES)
        self._first = min(last, max(self._first, here - LINES + 1))
        self._first = min(self._first, here)
        self.update()

    def rect_of(self, version: int) -> QRectF:
        """Return where a version's line is."""
        return QRectF(0, (version - self._first) * self._high(), self.width(), self._high())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint lines, forks, texts and the place where the text ends now."""
        if not self._versions:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        painter.setClipRect(self.rect())
        for place, version in enumerate(self._versions):
            color = QColor(theme.point if place == self._here else theme.muted)
            painter.setPen(QPen(color, 2))
            y, left, right = self._y(place), self._x(version.fork), self._x(version.end.depth)
            if version.fork:
                painter.drawLine(QPointF(left, self._y(version.beside)), QPointF(left, y))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.point))
        painter.drawEllipse(QPointF(self._x(self._depth), self._y(self._here)), 5, 5)
        for place, version in enumerate(self._versions):
            self._write(painter, place, version)

    def _write(self, painter: QPainter, place: int, version: Version) -> None:
        box = self.rect_of(place)
        if place == self._at:
            painter.fillRect(box, QColor(mix(self._theme.background, self._theme.text, 0.08)))
        left = self._figure() + 16
        text = ("… " if version.fork else "") + version.text.replace("\n", "↵")
        room = QRectF(left, box.top(), self.width() - left, box.height())
        painter.setPen(QColor(self._theme.text if place == self._here else self._theme.muted))
        cut = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 4)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), cut)

    def _figure(self) -> float:
        """Return the width of what is drawn; the rest is for the texts."""
        return 0.4 * self.width()

    def _y(self, place: int) -> float:
        return (place - self._first + 0.5) * self._high()

    def _x(self, depth: int) -> float:
        forks = [version.fork for version in self._versions if version.fork]
        low = max(0, min(forks, default=0) - BEFORE)
        high = max(version.end.depth for version in self._versions)
        return 8 + (self._figure() - 16) * max(0, depth - low) / max(1, high - low)

    def _version_at(self, y: float) -> int:
        place = int(y // self._high()) + self._first
        return place if 0 <= place < len(self._versions) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the version under the pointer."""
        self._at = self._version_at(event.position().y())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Light none."""
        self._at = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a version."""
        place = self._version_at(event.position().y())
        if place >= 0:
            self.chosen.emit(self._versions[place].end.number)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show older or newer versions."""
        last = max(0, len(self._versions) - LINES)
        step = -1 if event.angleDelta().y() > 0 else 1
        self._first = max(0, min(last, self._first + step))
        self.update()
