"""The program as main.py starts it, telling when its window answers and when it is ready.

Nothing that `gui.app.run` does is replaced or left out. This only makes the application object,
whose `exec` gets to know the window just before the event loop begins.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from typing import Any

BEAT = 0.01  # seconds between two heartbeats


def main() -> int:
    """Do what main.py does."""
    from gui.app import run  # the program's own imports, and no others before them

    application = _watched_application(["main.py"])
    code = run(["main.py"])
    del application
    return code


def _watched_application(arguments: list[str]) -> object:
    """Return an application that watches its main window from the moment the event loop begins."""
    from PySide6.QtWidgets import QApplication

    class WatchedApplication(QApplication):
        def exec(self) -> int:
            watch = _watch_of(self)
            code = super().exec()
            print(json.dumps(watch.times))
            return code

    return WatchedApplication(arguments)


def _watch_of(application: Any) -> Any:
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer, Slot
    from PySide6.QtGui import QMouseEvent

    from gui.main_window import MainWindow
    from gui.widgets.pictures import Picture

    class Watch(QObject):
        """Notes when the plane was painted and answered, and when the first picture was painted."""

        def __init__(self, window: MainWindow) -> None:
            super().__init__(window)
            self.times: dict[str, object] = {}
            self._tab: Any = window.tabs["latent"]
            self._pad = self._tab.view.stage.planes[0].viewport()
            self._output: Picture | None = None
            self._beats = QTimer(self, interval=round(BEAT * 1000))
            self._beats.setTimerType(Qt.TimerType.PreciseTimer)
            self._beats.timeout.connect(self._on_beat)
            self._last, self._stall = 0.0, 0.0
            self._pad.installEventFilter(self)
            self._tab.presenter.answered.connect(self._on_drawn)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                # what is due at once is due when this paint pass is over
                QTimer.singleShot(0, self._on_seen if watched is self._pad else self._on_ready)
            return False

        @Slot()
        def _on_seen(self) -> None:
            at = QPointF(self._pad.rect().center())
            none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
            there = QPointF(self._pad.mapToGlobal(at))
            event = QMouseEvent(QEvent.Type.MouseMove, at, there, none, none, no_key)
            QCoreApplication.sendEvent(self._pad, event)
            self._last = self.times["window"] = time.monotonic()
            self._beats.start()

        @Slot()
        def _on_beat(self) -> None:
            now = time.monotonic()
            self._stall = max(self._stall, now - self._last - BEAT)
            self._last = now

        @Slot()
        def _on_drawn(self) -> None:
            stage = self._tab.view.stage
            pixels = stage.output_pixels()[0]
            if self._output is None and pixels is not None:
                pictures = stage.findChildren(Picture)
                self._output = next(p for p in pictures if p.shown_pixels() is pixels)
                self._output.installEventFilter(self)

        @Slot()
        def _on_ready(self) -> None:
            self._on_beat()
            self.times["ready"] = time.monotonic()
            self.times["stall_s"] = self._stall
            self.times["torch_imported"] = "torch" in sys.modules
            self.times["modules"] = len(sys.modules)
            self._tab.view.window().close()

    window = next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))
    window.resize(1920, 1080)
    return Watch(window)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
