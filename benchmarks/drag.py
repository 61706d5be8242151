"""How long the picture takes to follow the hand, beside the same decode in a notebook.

A thread lets a mouse move fall due every 1/hz s; the window's event loop sends what is due to the
plane, through the real presenter and the real worker. A move is over when a paint pass has ended,
and was handed to the screen, in which the output picture showed the decode of its position or of a
newer one. The clock runs from the time for which the move was scheduled, however late it was sent;
a move that was overtaken runs on until a newer picture is there. The handle is painted in the same
pass or in an earlier one.

Of a model with more than two dimensions the sliders are unfolded and follow every move; with
`--by slider` it is the handle of the most telling one that is dragged instead of the point.

Before the drag, the codes are handed to the plane five times, each until a paint pass has shown
them: the median is what a change of model costs the window. After it, the traversal grid is asked
for five times, each around another code and until a paint pass has shown it; and the pictures are
encoded and decoded once more: what the model itself makes one wait.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
    Slot,
)
from PySide6.QtWidgets import QWidget

from benchmarks.report import BenchmarkFailed, Budget, percentile
from benchmarks.window import WatchedWindow, open_window, output_picture, pad_of
from core.data.table import DATA
from core.errors import ModelError
from core.latent.chart import survey
from core.latent.explore import Draw, Point, draw
from core.latent.traversal import Traversal
from core.paths import shipped
from core.runtime.library import Library
from gui.tour_guide import Guide, StepFailed
from gui.widgets.pictures import to_bytes

SMALL: Budget = {"p50_ms": 4.0, "p99_ms": 10.0}  # of 28 × 28
LARGE: Budget = {"p99_ms": 16.0}  # of 64 × 64 in colour
ALWAYS: Budget = {"last_is_last": True, "open_ms": 1000.0, "grid_ms": 150.0}
PATIENCE_MS = 10_000  # longer than the moves themselves take
NOTEBOOK_PATIENCE = 300.0
OPENINGS = GRIDS = 5
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
        entry, plane = stage.shown[0], stage.planes[0]
        result: dict[str, object] = {"picture": "×".join(map(str, entry.model.card.image_shape))}
        result |= {"dimensions": entry.model.card.latent_size, "by": options.by}
        result["sliders"] = _unfold(guide, by_slider=options.by == "slider")
        hold = _slider(guide) if options.by == "slider" else _point(guide)
        result |= _drag(guide, hold, options.moves, options.hz) | opened
        result |= {"points": len(entry.chart.codes), "density": plane.cloud.dense}
        result |= _grid(guide) | {"survey_ms": _survey(guide)}
        result |= {"device": device.got if device else "", "torch_imported": "torch" in sys.modules}
    if not options.no_notebook:
        notebook = _notebook(options)
        result |= notebook
        p50 = result["p50_ms"]
        assert isinstance(p50, float)
        result["ratio"] = round(notebook["notebook_p50_ms"] / p50, 1)
    return result


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers: pictures of 64 × 64 in colour may take longer."""
    large = math.prod(map(int, str(measured["picture"]).split("×"))) > 28 * 28 * 3
    return {**(LARGE if large else SMALL), **ALWAYS}


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
    plane = guide.latent.view.stage.planes[0]
    assert plane.cast is not None
    fresh = replace(plane.cast, codes=plane.cast.codes.copy())
    return _until_painted(guide, plane.viewport(), lambda: plane.show_cast(fresh))


def _grid(guide: Guide) -> dict[str, object]:
    """Ask for the traversal grid, each time around another code, until it is painted."""
    latent, grid = guide.latent, guide.latent.view.grid
    begin = np.asarray(latent.presenter.points()[0])
    seconds = []
    for i in range(GRIDS):
        latent.presenter.place(begin * (1 + 0.1 * (i + 1)))
        latent.presenter.commit()
        guide.settle()
        show = partial(latent.dimensions.show_grid, True)
        seconds.append(_until_painted(guide, grid, show, latent.dimensions.gridChanged))
        latent.dimensions.show_grid(False)
    assert latent.dimensions.laid is not None
    rows = len(latent.dimensions.laid.order)
    pictures = rows * Traversal.steps
    return {"grid_ms": _ms(median(seconds)), "grid_pictures": pictures, "grid_rows": rows}


def _until_painted(
    guide: Guide, widget: QWidget, act: Callable[[], None], answered: SignalInstance | None = None
) -> float:
    """Return the seconds from `act` to the end of a paint pass with `widget`, once `answered`."""
    window, loop = guide.window, QEventLoop()
    assert isinstance(window, WatchedWindow)
    watch = PaintWatch(widget, answered)
    window.after_pass = lambda: loop.quit() if watch.painted else None
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    begin = time.perf_counter()
    act()
    loop.exec()
    seconds = time.perf_counter() - begin
    window.after_pass = None
    widget.removeEventFilter(watch)
    if not watch.painted:
        raise BenchmarkFailed(f"{widget.accessibleName() or 'the plane'} is not painted")
    return seconds


def _survey(guide: Guide) -> float:
    """Encode and decode all pictures once more; return the milliseconds."""
    entry = guide.latent.view.stage.shown[0]
    begin = time.perf_counter()
    survey(entry.model, entry.chart.data)
    return _ms(time.perf_counter() - begin)


class PaintWatch(QObject):
    """Notes that a widget was painted, at once or after a signal."""

    def __init__(self, widget: QWidget, after: SignalInstance | None = None) -> None:
        super().__init__()
        self.painted, self._awaits = False, after is not None
        widget.installEventFilter(self)
        if after is not None:
            after.connect(self._on_signal)

    @Slot()
    def _on_signal(self) -> None:
        self._awaits = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See that the widget is about to be painted."""
        if event.type() == QEvent.Type.Paint and not self._awaits:
            self.painted = True
        return False


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


def _unfold(guide: Guide, *, by_slider: bool) -> int:
    """Unfold the sliders of more than two dimensions, in sight; return how many there are."""
    panel = guide.latent.view.panel
    if guide.latent.presenter.card.latent_size <= 2 and not by_slider:
        return 0
    panel.dimensions.unfold()
    guide.rest(0.1)
    bank = panel.dimensions.bank
    body = panel.widget()
    assert body is not None
    panel.verticalScrollBar().setValue(bank.mapTo(body, QPoint()).y())
    guide.rest(0.1)
    return len(bank.values())


def _point(guide: Guide) -> Hold:
    """Hold the point, to be moved over all of the plane."""
    plane, pad = guide.latent.view.stage.planes[0], pad_of(guide)
    middle = QPointF(pad.rect().center())

    def at(turn: float) -> QPointF:
        x, y = math.sin(turn), math.sin(1.618 * turn + 0.5)
        return middle + QPointF(0.36 * pad.width() * x, 0.36 * pad.height() * y)

    return Hold(pad, guide.pixel(plane.point()) + QPointF(3, 2), at)


def _slider(guide: Guide) -> Hold:
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


def _drag(guide: Guide, hold: Hold, count: int, hz: int) -> dict[str, object]:
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
