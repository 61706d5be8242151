"""The program's own window for a benchmark: offscreen, 1920 × 1080, in a throw-away home."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QTimer,
    SignalInstance,
    Slot,
)
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed
from core.paths import home
from gui.app import make_application, make_context
from gui.context import AppContext
from gui.main_window import MainWindow
from gui.tabs.latent.stages import Stage
from gui.tour import SIZE, Guide, StepFailed
from gui.widgets.pictures import Picture

PATIENCE = 10.0  # seconds until what is not painted never will be


class WatchedWindow(MainWindow):
    """The program's window; calls `after_pass` when a paint pass is over and flushed.

    One UpdateRequest of the window paints every widget that needs it into the backing store and
    hands that to the screen before it returns: what a pass painted can be seen when it is over.
    """

    after_pass: Callable[[], None] | None = None

    def event(self, event: QEvent) -> bool:
        """Handle the event as ever, then tell."""
        handled = super().event(event)
        if self.after_pass is not None and event.type() == QEvent.Type.UpdateRequest:
            self.after_pass()
        return handled


@contextmanager
def offscreen_home() -> Iterator[None]:
    """Set up the environment: no screen, an empty home; data fetched by the user is still found."""
    earlier = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="generatorium-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("GENERATORIUM_DATA", str(home() / "data"))
        os.environ["GENERATORIUM_HOME"] = folder
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(earlier)


@contextmanager
def open_window(points: int | None = None, session: Path | None = None) -> Iterator[Guide]:
    """Open the program with its first model and hand out the hands and eyes of the tour.

    `session` holds where its tabs shall stand, one file a tab; none: where a new user's do.
    """
    with offscreen_home():
        make_application(["generatorium"])
        window = WatchedWindow(_context(points, session))
        window.setFixedSize(*SIZE)
        window.show()
        window.start()
        guide = Guide(window)
        try:
            guide.until(lambda: bool(guide.latent.presenter.state.names), "no model is shown")
            guide.settle()
            yield guide
        except StepFailed as failure:
            raise BenchmarkFailed(str(failure)) from failure
        finally:
            window.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def choose(guide: Guide, name: str) -> None:
    """Show the model, or tell what the window says instead."""
    try:
        guide.choose(name)
    except StepFailed as failure:
        said = [n.text for n in guide.window.context.notices.history if n.level == "bad"]
        raise BenchmarkFailed(": ".join([str(failure), *said[-1:]])) from failure


def until_painted(
    guide: Guide,
    widget: QWidget,
    act: Callable[[], None],
    answered: SignalInstance | None = None,
    met: Callable[[], bool] = lambda: True,
    patience: float = PATIENCE,
) -> float:
    """Return the seconds from `act` to the end of a paint pass with `widget`.

    Only a pass counts that comes after `answered`, where that is given, and when it is `met`.
    """
    window, loop = guide.window, QEventLoop()
    assert isinstance(window, WatchedWindow)
    watch = PaintWatch(widget, answered, met)
    window.after_pass = lambda: loop.quit() if watch.painted else None
    QTimer.singleShot(round(1000 * patience), loop, loop.quit)
    begin = time.perf_counter()
    act()
    loop.exec()
    seconds = time.perf_counter() - begin
    window.after_pass = None
    widget.removeEventFilter(watch)
    if not watch.painted:
        name = widget.accessibleName() or type(widget).__name__
        raise BenchmarkFailed(f"{name} is not painted as it should be")
    return seconds


def idle(seconds: float) -> None:
    """Let the window's event loop wait, without anybody asking it whether it does."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop, loop.quit)
    loop.exec()


class PaintWatch(QObject):
    """Notes that a widget was painted: at once, after a signal, or when something holds."""

    def __init__(
        self,
        widget: QWidget,
        after: SignalInstance | None = None,
        met: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self.painted, self._awaits, self._met = False, after is not None, met
        widget.installEventFilter(self)
        if after is not None:
            after.connect(self._on_signal)

    @Slot()
    def _on_signal(self) -> None:
        self._awaits = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that the widget is about to be painted."""
        if event.type() == QEvent.Type.Paint and not self._awaits and self._met():
            self.painted = True
        return False


def output_picture(stage: Stage) -> Picture:
    """Return the widget that shows what the first decoder draws."""
    pixels = stage.output_pixels()[0]
    found = [p for p in stage.findChildren(Picture) if p.shown_pixels() is pixels]
    if pixels is None or len(found) != 1:
        raise BenchmarkFailed("the output picture is not there")
    return found[0]


def pad_of(guide: Guide) -> QWidget:
    """Return the viewport of the first plane: what the mouse events of a drag reach."""
    return guide.latent.view.stage.planes[0].viewport()


def _context(points: int | None, session: Path | None) -> AppContext:
    context = make_context(argparse.Namespace(lang="en", theme=None, device=None, points=points))
    context.session = session  # else every run begins alike
    return context
