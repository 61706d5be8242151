"""The GAN Playground's window while GAN Lab's work is trained at full speed in its process.

The window is the program's own, with the tab in sight. A frame falls due 60 times a second, as a
screen asks for one: a point of the window is painted anew, and the frame is there when the paint
pass that holds it is over. The frame gap is the time from one such end to the next; it is long
when the window computes, draws or waits instead. A picture is a paint pass in which the plane
showed a figure that it had not shown before. Each round is played and then watched once more with
the game paused: what the gaps are there is the machine's doing (`idle_`), not the window's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed, ms, percentile
from benchmarks.window import WatchedWindow, idle, open_window
from core.gan.presets import GAN_LAB
from gui.tabs.gan.state import State, dump
from gui.tabs.gan.tab import GanTab
from gui.tour_guide import Guide

FRAME_MS = 16  # as a screen of 60 pictures a second
WARM_UP = 1.5  # seconds that do not count
PATIENCE = 60.0


@dataclass(frozen=True)
class Watched:
    """What was seen in so many seconds: ends of frames and of pictures, turns made."""

    seconds: float
    frames: tuple[float, ...]
    pictures: tuple[float, ...]
    steps: int

    @property
    def gaps(self) -> list[float]:
        """Return the seconds from each frame to the next."""
        return [b - a for a, b in pairwise(self.frames)]

    @property
    def picture_gaps(self) -> list[float]:
        """Return the seconds from each picture to the next."""
        return [b - a for a, b in pairwise(self.pictures)]


@dataclass(frozen=True)
class Round:
    """The window while the game is played, and while it is paused."""

    played: Watched
    paused: Watched


def watched(data: str, seconds: float, rounds: int) -> list[Round]:
    """Train GAN Lab's work on `data` in the window and watch it, round by round."""
    with TemporaryDirectory(prefix="generatorium-") as folder:
        state = State(preset="", data=data, games=(GAN_LAB,))
        (Path(folder) / "gan.json").write_text(dump(state), encoding="utf-8")
        with open_window(session=Path(folder)) as guide:
            return _rounds(guide, seconds, rounds)


def _rounds(guide: Guide, seconds: float, rounds: int) -> list[Round]:
    tab = guide.window.tabs["gan"]
    assert isinstance(tab, GanTab)
    guide.show("gan")
    games = guide.window.context.games
    guide.until(lambda: bool(games.pictures), "there is no first picture", PATIENCE)
    if games.settings != (GAN_LAB,):
        raise BenchmarkFailed("the window plays another game")
    assert tab.page is not None
    found = []
    for _ in range(rounds):
        before = games.step
        tab.page.transport.toggle()
        guide.until(lambda step=before: games.step > step, "no turns are made", PATIENCE)
        idle(WARM_UP)
        played = _watch(guide, tab, seconds)
        tab.page.transport.toggle()
        idle(WARM_UP)
        found.append(Round(played, _watch(guide, tab, seconds / 2)))
    return found


def _watch(guide: Guide, tab: GanTab, seconds: float) -> Watched:
    frames, games = Frames(guide, tab), guide.window.context.games
    begin, first = perf_counter(), games.step
    idle(seconds)
    steps, passed = games.step - first, perf_counter() - begin
    frames.close()
    return Watched(passed, tuple(frames.ends), tuple(frames.pictures), steps)


def told(rounds: list[Round]) -> dict[str, object]:
    """Return medians over the rounds of steps, pictures and the 99 % gap; the longest of all."""
    played = [each.played for each in rounds]
    apart = [ms(percentile(each.picture_gaps, 0.99)) for each in played]
    return {
        "steps_per_s": round(median(each.steps / each.seconds for each in played)),
        "pictures_per_s": round(median(len(each.pictures) / each.seconds for each in played), 1),
        **_gaps("", played),
        **_gaps("idle_", [each.paused for each in rounds]),
        "picture_gap_p99_ms": median(apart),
        "frames": sum(len(each.frames) for each in played),
    }


def _gaps(prefix: str, parts: list[Watched]) -> dict[str, object]:
    p99 = [ms(percentile(each.gaps, 0.99)) for each in parts]
    return {
        f"{prefix}gap_p50_ms": median(ms(percentile(each.gaps, 0.5)) for each in parts),
        f"{prefix}gap_p99_ms": median(p99),
        f"{prefix}gap_longest_ms": ms(max(gap for each in parts for gap in each.gaps)),
        f"{prefix}gap_p99_ms_rounds": p99,
        f"{prefix}gap_longest_ms_rounds": [ms(max(each.gaps)) for each in parts],
    }


class Spot(QWidget):
    """A point of the window that is painted in every frame."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(parent.width() - 1, 0, 1, 1)
        self.painted = False
        self._number = 0
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint another colour each time."""
        self._number += 1
        color = Qt.GlobalColor.black if self._number % 2 else Qt.GlobalColor.white
        QPainter(self).fillRect(self.rect(), color)
        self.painted = True


class Frames(QObject):
    """Asks for a frame when one is due, and notes when frames and new pictures were there."""

    def __init__(self, guide: Guide, tab: GanTab) -> None:
        super().__init__()
        assert isinstance(guide.window, WatchedWindow)
        assert tab.page is not None
        assert tab.presenter is not None
        self.ends: list[float] = []
        self.pictures: list[float] = []
        self._window, self._spot = guide.window, Spot(guide.window)
        self._fresh = self._drawn = False
        self._plane = tab.page.planes[0].viewport()
        self._plane.installEventFilter(self)
        self._presenter = tab.presenter
        self._presenter.figureShown.connect(self._on_figure)
        self._window.after_pass = self._after_pass
        self._due = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._on_due)
        self._due.start()

    def close(self) -> None:
        """Ask and look no more."""
        self._due.stop()
        self._window.after_pass = None
        self._presenter.figureShown.disconnect(self._on_figure)
        self._plane.removeEventFilter(self)
        self._spot.deleteLater()

    @Slot()
    def _on_due(self) -> None:
        self._spot.update()

    @Slot(object)
    def _on_figure(self, _figure: object) -> None:
        self._fresh = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that the plane is about to be painted."""
        if event.type() == QEvent.Type.Paint and self._fresh:
            self._fresh, self._drawn = False, True
        return False

    def _after_pass(self) -> None:
        if self._spot.painted:
            self._spot.painted = False
            self.ends.append(perf_counter())
        if self._drawn:
            self._drawn = False
            self.pictures.append(perf_counter())
