"""Notices: the one place where what went wrong, or well, becomes a sentence on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Notice:
    """A sentence and its weight: "good", "warn" or "bad"."""

    text: str
    level: str = "warn"


class Notices(QObject):
    """Collects notices; the status bar shows the newest, "copy report" holds all."""

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: list[Notice] = []

    def post(self, text: str, level: str = "warn") -> None:
        """Show `text`, unless it is what was said last."""
        notice = Notice(text, level)
        if self.history and self.history[-1] == notice:
            return
        self.history.append(notice)
        self.posted.emit(notice)
