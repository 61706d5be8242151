"""A group of controls under a question that folds away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)


class Row(QLayout):
    """Widgets side by side that share the width; those that find no room begin a new line.

    With `share` False each has the width that it asks for.
    """

    def __init__(self, spacing: int, *, share: bool = True) -> None:
        super().__init__()
        self._share = share
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Say that lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        lines = self._lines(width)
        return sum(map(_height, lines)) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        seen = self._seen()
        width = sum(_need(item) for item in seen)
        return QSize(width + self.spacing() * max(0, len(seen) - 1), _height(seen))

    def minimumSize(self) -> QSize:
        """Ask for the widest of them."""
        seen = self._seen()
        return QSize(max((_need(item) for item in seen), default=0), _height(seen))

    def setGeometry(self, room: QRect) -> None:
        """Lay out line by line."""
        super().setGeometry(room)
        top = room.top()
        for line in self._lines(room.width()):
            widths = self._widths(line, room.width())
            left = room.left()
            for item, width in zip(line, widths, strict=True):
                item.setGeometry(QRect(QPoint(left, top), QSize(width, _height(line))))
                left += width + self.spacing()
            top += _height(line) + self.spacing()

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._seen():
            needed = _need(item) + self.spacing()
            if not lines or used + needed > width + self.spacing():
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += needed
        return lines

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        """Share the width evenly, or what is left of it where texts need more than that."""
        room = width - self.spacing() * (len(line) - 1)
        needed = [_need(item) for item in line]
        if not self._share:
            return [min(n, width) for n in needed]
        if max(needed) <= room // len(line):
            return [room // len(line)] * len(line)
        spare = (room - sum(needed)) // len(line)
        return [n + spare for n in needed]


def _need(item: QLayoutItem) -> int:
    """Return how wide an item must be; what takes any width has only a least one."""
    return max(item.sizeHint().width(), item.minimumSize().width())


def _height(line: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)


class Section(QWidget):
    """A question to click on, and under it what answers it."""

    def __init__(self, question: str, *, unfolded: bool = False) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.header = QToolButton(text=question, checkable=True, objectName="fold")
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.header.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        side = round(self.header.fontMetrics().height() * 0.6)
        self.header.setIconSize(QSize(4 * side // 3, side))  # with some air before the text
        self._arrows = [_arrow(side, down=down) for down in (False, True)]
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 8)
        self.column.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.header)
        whole.addWidget(self.body)
        self.header.toggled.connect(self._on_toggled)
        self.header.setChecked(unfolded)
        self._on_toggled(unfolded)

    def unfold(self) -> None:
        """Show what is inside."""
        self.header.setChecked(True)

    def _on_toggled(self, on: bool) -> None:
        self.body.setVisible(on)
        self.header.setIcon(self._arrows[on])

    # building

    def row(self, *widgets: QWidget) -> QLayout:
        """Put `widgets` side by side as far as they find room."""
        row = Row(6)
        for widget in widgets:
            row.addWidget(widget)
        self.column.addLayout(row)
        return row

    def button(self, text: str, tip: str, *, checkable: bool = False) -> QPushButton:
        """Make a button that leaves the keys to the plane; Tab still comes to it."""
        button = QPushButton(text, checkable=checkable)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def combo(self, name: str, tip: str) -> QComboBox:
        """Make a choice that never asks for more width than there is."""
        combo = QComboBox()
        combo.setToolTip(tip)
        combo.setAccessibleName(name)
        combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return combo

    def label(self, text: str = "", *, name: str = "") -> QLabel:
        """Make a text that wraps."""
        label = QLabel(text, objectName=name)
        label.setWordWrap(True)
        return label


def _arrow(side: int, *, down: bool) -> QIcon:
    """Draw an arrow in the colour of text: to the right, or down."""
    picture = QPixmap(4 * side, 3 * side)  # more pixels than it has room for: sharp anywhere
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(0.3 * side, 0.3 * side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QApplication.palette().text())
    corners = [(1, 3), (9, 3), (5, 8)] if down else [(3, 1), (3, 9), (8, 5)]
    painter.drawPolygon([QPoint(x, y) for x, y in corners])
    painter.end()
    return QIcon(picture)


def fill(combo: QComboBox, rows: Sequence[tuple[str, object]], current: object) -> None:
    """Offer (text, value) and choose `current`, without a signal."""
    with QSignalBlocker(combo):
        combo.clear()
        for text, value in rows:
            combo.addItem(text, value)
        index = next((i for i, (_, value) in enumerate(rows) if value == current), -1)
        combo.setCurrentIndex(index)
