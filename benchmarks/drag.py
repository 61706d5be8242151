"""How long the picture takes to follow the hand, beside the same decode in a notebook.

A thread lets a mouse move fall due every 1/hz s; the window's event loop sends what is due to the
plane, through the real presenter and the real worker. A move is over when a paint pass has ended,
and was handed to the screen, in which the output picture showed the decode of its position or of a
newer one. The clock runs from the time for which the move was scheduled, however late it was sent;
a move that was overtaken runs on until a newer picture is there. The handle is painted in the same
pass or in an earlier one.

Before the drag, the codes are handed to the plane five times, each until a paint pass has shown
them: the median is what a change of model costs the window. After it, the pictures are encoded and
decoded once more: what the model itself makes one wait.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed, percentile
from benchmarks.window import WatchedWindow, open_window, output_picture, pad_of
from core.data.table import DATA
from core.errors import ModelError
from core.latent.chart import survey
from core.latent.explore import Draw, Point, draw
from core.paths import shipped
from core.runtime.library import Library
from gui.tour import Guide, StepFailed
from gui.widgets.pictures import to_bytes

BUDGET = {"p50_ms": 4.0, "p99_ms": 10.0, "last_is_last": True}
PATIENCE_MS = 10_000  # longer than the moves themselves take
NOTEBOOK_PATIENCE = 300.0
OPENINGS = 5
LEFT = Qt.MouseButton.LeftButton


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Drag in the real window, then do the same in a notebook's way."""
    _check_size(options.model, options.points)
    with open_window(options.points) as guide:
        _choose(guide, options.model)
        device = guide.window.context.latent.device
        opened = {"open_ms": _ms(median(_open(guide) for _ in range(OPENINGS)))}
        guide.settle()
        stage = guide.latent.view.stage
        result = _drag(guide, options.moves, options.hz) | opened
        result |= {"points": len(stage.shown[0].chart.codes)}
        result |= {"density": stage.planes[0].cloud.dense, "survey_ms": _survey(guide)}
        result |= {"device": device.got if device else "", "torch_imported": "torch" in sys.modules}
    if not options.no_notebook:
        notebook = _notebook(options)
        result |= notebook
        result["ratio"] = round(notebook["notebook_p50_ms"] / result["p50_ms"], 1)
    return result


def _check_size(model: str, points: int) -> None:
    """Refuse more pictures than the model's data set has; generated ones have no end."""
    try:
        card = Library().find(model).card
    except ModelError as error:
        raise BenchmarkFailed(str(error)) from error
    data = DATA.get(card.data.name) if card and card.data else None
    if data and not data.generated and points > data.test_size:
        raise BenchmarkFailed(f"{data.name} has {data.test_size} test pictures, not {points}")


def _choose(guide: Guide, name: str) -> None:
    """Show the model, or tell what the window says instead."""
    try:
        guide.choose(name)
    except StepFailed as failure:
        said = [n.text for n in guide.window.context.notices.history if n.level == "bad"]
        raise BenchmarkFailed(": ".join([str(failure), *said[-1:]])) from failure


def _open(guide: Guide) -> float:
    """Hand the plane its codes as if they were new; return the seconds until they are painted."""
    plane, window = guide.latent.view.stage.planes[0], guide.window
    assert plane.cast is not None
    assert isinstance(window, WatchedWindow)
    fresh, loop = replace(plane.cast, codes=plane.cast.codes.copy()), QEventLoop()
    watch = PaintWatch(plane.viewport())
    window.after_pass = lambda: loop.quit() if watch.painted else None
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    begin = time.perf_counter()
    plane.show_cast(fresh)
    loop.exec()
    seconds = time.perf_counter() - begin
    window.after_pass = None
    if not watch.painted:
        raise BenchmarkFailed("the plane is not painted")
    return seconds


def _survey(guide: Guide) -> float:
    """Encode and decode all pictures once more; return the milliseconds."""
    entry = guide.latent.view.stage.shown[0]
    begin = time.perf_counter()
    survey(entry.model, entry.chart.data)
    return _ms(time.perf_counter() - begin)


class PaintWatch(QObject):
    """Notes that a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.painted = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that the widget is about to be painted."""
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return False


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


class Eyes(QObject):
    """Notes every paint pass in which the output picture was painted with new pixels."""

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
        assert isinstance(guide.window, WatchedWindow)
        guide.window.after_pass = self._after_pass

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

    def shown(self) -> object:
        """Return the image of the output picture, every pixel as painted."""
        return self._output.grab().toImage()

    def shown_if(self, picture: np.ndarray) -> object:
        """Return the image that the output picture has when it shows `picture`."""
        self._output.show_pixels(picture)
        return self.shown()


class Hand(QObject):
    """Presses beside the point, moves it along a path at exactly 1/hz s, lets go."""

    _due = Signal()
    finished = Signal()

    def __init__(self, guide: Guide, path: list[QPointF], hz: int) -> None:
        super().__init__()
        self.moves: list[Move] = []
        self._guide, self._path = guide, path
        self._pad, self._presenter = pad_of(guide), guide.latent.presenter
        self._period = 1 / hz
        self._begin, self._released = 0.0, False
        self._clock = threading.Thread(target=self._tick, daemon=True)
        self._due.connect(self._on_due)

    def start(self) -> None:
        """Take hold of the point."""
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


def _path(guide: Guide, count: int) -> list[QPointF]:
    """Return a smooth path of `count` pixels, from beside the point over all of the plane."""
    plane, pad = guide.latent.view.stage.planes[0], pad_of(guide)
    begin = guide.pixel(plane.point()) + QPointF(3, 2)
    middle = QPointF(pad.rect().center())
    path = []
    for i in range(count):
        turn = 2 * math.pi * i / 347.3  # a round in about three seconds
        x = middle.x() + 0.36 * pad.width() * math.sin(turn)
        y = middle.y() + 0.36 * pad.height() * math.sin(1.618 * turn + 0.5)
        path.append(begin + (QPointF(x, y) - begin) * min(1.0, i / 60))
    return path


def _drag(guide: Guide, count: int, hz: int) -> dict[str, object]:
    eyes, hand = Eyes(guide), Hand(guide, _path(guide, count), hz)
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
    model = guide.latent.view.stage.shown[0].model
    pictures = [draw(Draw((model,), (move.point,))).pictures[0] for move in hand.moves]
    result = _evaluate(hand.moves, eyes, [to_bytes(picture) for picture in pictures])
    return result | {"last_is_last": bool(eyes.shown() == eyes.shown_if(pictures[-1]))}


def _evaluate(moves: list[Move], eyes: Eyes, pictures: list[np.ndarray]) -> dict[str, object]:
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
    latencies = [over[i].end - move.due for i, move in enumerate(moves)]
    return {
        "p50_ms": _ms(percentile(latencies, 0.5)),
        "p95_ms": _ms(percentile(latencies, 0.95)),
        "p99_ms": _ms(percentile(latencies, 0.99)),
        "longest_ms": _ms(max(latencies)),
        "moves": len(moves),
        "answers": eyes.answers,
        "pictures": len(own),
        "dropped": len(moves) - len(own),
        "backwards": backwards,
        "parts_p50_ms": _parts([(moves[i], over[i]) for i in own]),
    }


def _parts(shown: list[tuple[Move, Pass]]) -> dict[str, float]:
    """Return where the time went of the moves whose own picture was shown (medians)."""
    columns = {
        "until_sent": [move.sent - move.due for move, _ in shown],
        "dealt_with": [move.done - move.sent for move, _ in shown],
        "decode": [one.decode for _, one in shown],
        "until_answer": [one.answered - move.done for move, one in shown],
        "until_painted": [one.end - one.answered for _, one in shown],
    }
    return {key: _ms(median(values)) for key, values in columns.items()}


def _notebook(options: argparse.Namespace) -> dict[str, float]:
    """Run the notebook's way in a process of its own, which may import torch."""
    command = [
        sys.executable, "-m", "benchmarks.notebook", options.model, str(options.points),
        str(options.notebook_moves),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=shipped(), capture_output=True, text=True, check=False,
        timeout=NOTEBOOK_PATIENCE,
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BenchmarkFailed(f"the notebook's way (pip install -e '.[dev]'): {last}")
    seconds = json.loads(done.stdout.splitlines()[-1])
    return {
        "notebook_p50_ms": _ms(percentile(seconds, 0.5)),
        "notebook_p99_ms": _ms(percentile(seconds, 0.99)),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
