"""Menus whose keys are those of the whole tab."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

Row = tuple[str, str, Callable[[], object]]  # text, keys or "", what it does


def fill_menu(menu: QMenu, view: QWidget, rows: Iterable[Row | None]) -> list[QAction]:
    """Add an action for each row, None being a line between; keys are those of the whole `view`."""
    actions = []
    for row in rows:
        if row is None:
            actions.append(menu.addSeparator())
            continue
        text, keys, work = row
        action = menu.addAction(text)
        if keys:
            action.setShortcut(keys)
            view.addAction(action)
        action.triggered.connect(lambda _checked=False, work=work: work())
        actions.append(action)
    return actions
