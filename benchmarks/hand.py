"""A hand that drags in the real window, and eyes that see when the picture has followed.

A thread lets a mouse move fall due every 1/hz s; the window's event loop sends what is due to the
plane, through the real presenter and the real worker. A move is over when a paint pass has ended,
and was handed to the screen, in which the output picture showed the decode of its position or of a
newer one. The clock runs from the time for which the move was scheduled, however late it was sent;
a move that was overtaken runs on until a newer picture is there. The handle is painted in the same
pass or in an earlier one.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed, ms, percentile
from benchmarks.window import WatchedWindow, output_picture, pad_of
from core.latent.explore import Draw, Point, draw
from gui.tour_guide import Guide
from gui.widgets.pictures import to_bytes

PATIENCE_MS = 10_000  # longer than the moves themselves take
LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class Hold:
    """What is dragged: the widget that gets the mouse, and the pixel of it at a turn."""

    pad: QWidget
    begin: QPointF
    at: Callable[[float], QPointF]  # radians


@dataclass(frozen=True)
class Move:
    """When a move was due, sent and dealt with (seconds), and the point it asked for."""

    due: float
    sent: float
    done: float
    point: Point


@dataclass(frozen=True)
class Pass:
    """When a new picture was answered, when its paint pass was over (seconds), its pixels."""

    answered: float
    decode: float  # seconds that the model took
    end: float
    pixels: np.ndarray


@dataclass(frozen=True)
class Drag:
    """What came of a drag.

    Attributes
    ----------
    begin, end : when its first move was due and its last one dealt with, by `time.perf_counter`.
    seconds : of each move, from the time it was due until it was over.
    answers : pictures that the worker has made.
    pictures : moves whose own picture was shown; the others were overtaken.
    backwards : pictures shown after a newer one.
    parts_ms : where the time went of the moves whose own picture was shown (medians).
    last_is_last : whether what is shown in the end is the last position's.
    """

    begin: float
    end: float
    seconds: tuple[float, ...]
    answers: int
    pictures: int
    backwards: int
    parts_ms: dict[str, float]
    last_is_last: bool = False

    @property
    def dropped(self) -> int:
        """Return how many moves were overtaken."""
        return len(self.seconds) - self.pictures


def latencies(seconds: Sequence[float], prefix: str = "") -> dict[str, float]:
    """Return p50, p95, p99 and the longest in milliseconds, their names after `prefix`."""
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "longest_ms": 1.0}
    return {f"{prefix}{key}": ms(percentile(seconds, share)) for key, share in shares.items()}


class Eyes(QObject):
    """Notes every paint pass in which the output picture was painted with new pixels; once."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self.passes: list[Pass] = []
        self.answers = 0
        self._answer = (0.0, 0.0)
        self._painted = False
        self._output = output_picture(guide.latent.view.stage)
        self._before = self._output.shown_pixels()
        self._output.installEventFilter(self)
        guide.latent.presenter.answered.connect(self._on_answered)
        self._guide = guide
        assert isinstance(guide.window, WatchedWindow)
        self._window = guide.window
        self._window.after_pass = self._after_pass

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that the picture is about to be painted."""
        if event.type() == QEvent.Type.Paint:
            self._painted = True
        return False

    def _after_pass(self) -> None:
        pixels = self._output.shown_pixels()
        if self._painted and pixels is not None and pixels is not self._before:
            self.passes.append(Pass(*self._answer, time.perf_counter(), pixels))
            self._before = pixels
        self._painted = False

    def _on_answered(self, *told: object) -> None:
        seconds = told[-1]
        assert isinstance(seconds, float)
        self.answers += 1
        self._answer = (time.perf_counter(), seconds)

    def close(self) -> None:
        """Look no more."""
        self._output.removeEventFilter(self)
        self._guide.latent.presenter.answered.disconnect(self._on_answered)
        self._window.after_pass = None

    def shown(self) -> object:
        """Return the image of the output picture, every pixel as painted."""
        return self._output.grab().toImage()

    def shown_if(self, picture: np.ndarray) -> object:
        """Return the image that the output picture has when it shows `picture`."""
        self._output.show_pixels(picture)
        return self.shown()


class Hand(QObject):
    """Takes hold of something, moves it along a path at exactly 1/hz s, lets go."""

    _due = Signal()
    finished = Signal()

    def __init__(self, guide: Guide, pad: QWidget, path: list[QPointF], hz: int) -> None:
        super().__init__()
        self.moves: list[Move] = []
        self._guide, self._path = guide, path
        self._pad, self._presenter = pad, guide.latent.presenter
        self._period = 1 / hz
        self._begin, self._released = 0.0, False
        self._clock = threading.Thread(target=self._tick, daemon=True)
        self._due.connect(self._on_due)

    def start(self) -> None:
        """Press."""
        self._guide.mouse(self._pad, QEvent.Type.MouseButtonPress, self._path[0], LEFT)
        self._begin = time.perf_counter() + 10 * self._period
        self._clock.start()

    def _tick(self) -> None:
        """Wake the window's event loop whenever a move is due (in the clock's own thread)."""
        for number in range(len(self._path)):
            time.sleep(max(0.0, self._begin + number * self._period - time.perf_counter()))
            self._due.emit()

    @Slot()
    def _on_due(self) -> None:
        """Send every move that is due by now; a late window gets several at once."""
        while (number := len(self.moves)) < len(self._path):
            due = self._begin + number * self._period
            sent = time.perf_counter()
            if due > sent:
                return
            self._guide.mouse(self._pad, QEvent.Type.MouseMove, self._path[number], LEFT)
            done = time.perf_counter()
            self.moves.append(Move(due, sent, done, self._presenter.points()[0]))
        if self._released:
            return  # the last ticks of the clock, overtaken
        self._released = True
        self._guide.mouse(self._pad, QEvent.Type.MouseButtonRelease, self._path[-1], LEFT)
        self.finished.emit()


def point_of(guide: Guide) -> Hold:
    """Hold the point, to be moved over all of the plane."""
    plane, pad = guide.latent.view.stage.planes[0], pad_of(guide)
    middle = QPointF(pad.rect().center())

    def at(turn: float) -> QPointF:
        x, y = math.sin(turn), math.sin(1.618 * turn + 0.5)
        return middle + QPointF(0.36 * pad.width() * x, 0.36 * pad.height() * y)

    return Hold(pad, guide.pixel(plane.point()) + QPointF(3, 2), at)


def slider_of(guide: Guide) -> Hold:
    """Hold the handle of the slider that is chosen, to be moved over nearly all of its track."""
    bank = guide.latent.view.panel.dimensions.bank
    begin = bank.handle_at(bank.dimension()) + QPointF(1, 1)
    left, right = bank.track()

    def at(turn: float) -> QPointF:
        return QPointF((left + right) / 2 + 0.45 * (right - left) * math.sin(turn), begin.y())

    return Hold(bank, begin, at)


def _path(hold: Hold, count: int) -> list[QPointF]:
    """Return a smooth path of `count` pixels; a round takes about three seconds."""
    ways = [(hold.at(2 * math.pi * i / 347.3) - hold.begin) for i in range(count)]
    return [hold.begin + way * min(1.0, i / 60) for i, way in enumerate(ways)]


def drag(guide: Guide, hold: Hold, count: int, hz: int) -> Drag:
    """Move what is held `count` times, `hz` times a second; raises BenchmarkFailed."""
    eyes, hand = Eyes(guide), Hand(guide, hold.pad, _path(hold, count), hz)
    loop, patience = QEventLoop(), QTimer(singleShot=True)
    patience.timeout.connect(loop.quit)
    hand.finished.connect(loop.quit)
    patience.setInterval(PATIENCE_MS + 1000 * count // hz)
    patience.start()
    hand.start()
    loop.exec()
    if len(hand.moves) < count:
        raise BenchmarkFailed("the window does not answer")
    guide.settle()
    eyes.close()
    model = guide.latent.view.stage.shown[0].model
    pictures = [draw(Draw((model,), (move.point,))).pictures[0] for move in hand.moves]
    done = _evaluate(hand.moves, eyes, [to_bytes(picture) for picture in pictures])
    return replace(done, last_is_last=bool(eyes.shown() == eyes.shown_if(pictures[-1])))


def _evaluate(moves: list[Move], eyes: Eyes, pictures: list[np.ndarray]) -> Drag:
    """Find out by its pixels whose picture each pass showed, and so when each move was over."""
    numbers: dict[bytes, list[int]] = {}
    for i, picture in enumerate(pictures):
        numbers.setdefault(picture.tobytes(), []).append(i)
    over: dict[int, Pass] = {}
    own: list[int] = []
    newest, backwards = -1, 0
    for one in eyes.passes:
        if one.answered < moves[0].sent:
            continue  # the press
        alike = numbers.get(one.pixels.tobytes())
        if alike is None:
            raise BenchmarkFailed("a painted picture belongs to none of the positions")
        number = next((i for i in alike if i > newest), alike[-1])
        backwards += number < newest
        if number > newest:
            own.append(number)
        for i in range(newest + 1, number + 1):
            over[i] = one
        newest = max(newest, number)
    if newest < len(moves) - 1:
        raise BenchmarkFailed("the picture of the last position never came")
    return Drag(
        begin=moves[0].due,
        end=moves[-1].done,
        seconds=tuple(over[i].end - move.due for i, move in enumerate(moves)),
        answers=eyes.answers,
        pictures=len(own),
        backwards=backwards,
        parts_ms=_parts([(moves[i], over[i]) for i in own]),
    )


def _parts(shown: list[tuple[Move, Pass]]) -> dict[str, float]:
    """Return where the time went of the moves whose own picture was shown (medians)."""
    columns = {
        "until_sent": [move.sent - move.due for move, _ in shown],
        "dealt_with": [move.done - move.sent for move, _ in shown],
        "decode": [one.decode for _, one in shown],
        "until_answer": [one.answered - move.done for move, one in shown],
        "until_painted": [one.end - one.answered for _, one in shown],
    }
    return {key: ms(median(values)) for key, values in columns.items()}
