"""Keys that act in the whole tab, but not on a control that uses them itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

TYPING = (QComboBox, QLineEdit, QAbstractItemView)  # take letters
PRESSING = (*TYPING, QAbstractButton)  # take Space


class PoliteKey(QShortcut):
    """A key of the tab that is left to the control in focus where that is one of `users`."""

    def __init__(
        self,
        keys: str,
        view: QWidget,
        act: Callable[[], None],
        users: tuple[type[QWidget], ...] = TYPING,
    ) -> None:
        super().__init__(QKeySequence(keys), view)
        self._users = users
        self.activated.connect(act)
        app = QGuiApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._on_focus(None, app.focusWidget())

    @Slot("QWidget*", "QWidget*")
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        self.setEnabled(not isinstance(now, self._users))


def leave_choice(plane: QWidget) -> None:
    """Let the plane have the keys that a list would take, where one was chosen from last."""
    now = QApplication.focusWidget()
    if isinstance(now, QComboBox) and not now.isEditable() and now.window() is plane.window():
        plane.setFocus()
