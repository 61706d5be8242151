"""A person before the window: eyes that read what is shown, a hand on mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import (
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    QSignalBlocker,
    Qt,
    QVariantAnimation,
    Slot,
)
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.latent.chart import items
from core.latent.model import LatentModel
from core.runtime.library import Library
from core.runtime.providers import best_device
from gui.main_window import MainWindow
from gui.tabs.latent.tab import LatentTab
from gui.widgets.diagram import CodeBox
from gui.widgets.latent_plane import LatentPlane
from gui.widgets.pictures import Picture, to_bytes
from gui.widgets.plane_items import Spot
from gui.workers.latest import LatestWorker, Line

PATIENCE = 60_000  # ms until what does not come about has failed, on a busy machine too
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@lru_cache(maxsize=12)
def model(name: str) -> LatentModel:
    """The shipped model `name`, opened beside the window: what its pictures are compared with."""
    return LatentModel.open(Library().find(name), best_device("cpu"))


@lru_cache(maxsize=12)
def codes(name: str) -> np.ndarray:
    """μ of every picture that the window shows under the shipped model `name`."""
    return model(name).encode(items(model(name).card.data.name).floats()).mean


def decoded(name: str, point: Sequence[float] | np.ndarray) -> np.ndarray:
    """What the model `name` draws at `point`, as grey bytes."""
    return to_bytes(model(name).decode(np.array([point], dtype=np.float32))[0])


class Asked(QObject):
    """Asks `worker` for nothing: its answer comes after those to all that it was asked before."""

    def __init__(self, worker: LatestWorker) -> None:
        super().__init__()
        self.is_answered = False
        self._line = Line(worker, self)
        self._line.answered.connect(self._on_answered)
        self._line.ask(None, lambda: None)

    @Slot(object, object)
    def _on_answered(self, _request: object, _answer: object) -> None:
        self.is_answered = True


class Hand:
    """Uses the Latent Explorer of `window`."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    # what there is

    @property
    def tab(self) -> LatentTab:
        tab = self.window.tabs["latent"]
        assert isinstance(tab, LatentTab)
        return tab

    @property
    def view(self):
        return self.tab.view

    @property
    def stage(self):
        return self.tab.view.stage

    @property
    def state(self):
        return self.tab.presenter.state

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.stage.shown)

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.window.context.notices.history]

    def plane(self, index: int = 0) -> LatentPlane:
        return self.stage.planes[index]

    def chart(self, index: int = 0):
        return self.stage.shown[index].chart

    def item_code(self, index: int = 0) -> np.ndarray:
        return self.chart(index).codes[self.state.item]

    # eyes

    def output(self, index: int = 0) -> np.ndarray:
        pixels = self.stage.output_pixels()[index]
        assert pixels is not None
        return pixels

    def picture(self, tip: str) -> np.ndarray:
        """The pixels of the picture whose hover text begins with `tip`."""
        found = [p for p in self.stage.findChildren(Picture) if p.toolTip().startswith(tip)]
        assert len(found) == 1, tip
        pixels = found[0].shown_pixels()
        assert pixels is not None
        return pixels

    def numbers(self, symbol: str) -> tuple[str, ...]:
        """What the box of μ, σ or z says."""
        found = [b for b in self.stage.findChildren(CodeBox) if b.toolTip().startswith(symbol)]
        assert len(found) == 1, symbol
        return found[0].shown()

    def spots_at(self, code: Sequence[float] | np.ndarray, plane: int = 0) -> int:
        """How many marks (handle, anchor, glance) are seen at `code`."""
        pad = self.plane(plane)
        at = pad.pixel_of(np.asarray(code))
        spots = [s for s in pad.scene().items() if isinstance(s, Spot) and s.isVisible()]
        return sum((s.scenePos() - at).manhattanLength() < 1.5 for s in spots)

    def hint_is_seen(self) -> bool:
        return any(
            label.isVisible() and label.objectName() == "note"
            for label in self.view.findChildren(QLabel)
        )

    def card_words(self, plane: int = 0) -> list[str]:
        return [label.text() for label in self.stage.cards[plane].findChildren(QLabel)]

    def status(self) -> str:
        """What the status bar says."""
        return " | ".join(label.text() for label in self.window.statusBar().findChildren(QLabel))

    # waiting

    def until(self, met, timeout: int = PATIENCE) -> None:
        self.qtbot.waitUntil(met, timeout=timeout)

    def settle(self) -> None:
        """Wait until what was asked for is shown, its pictures too, and nothing flies any more."""
        QCoreApplication.processEvents()  # the layout first: pixels are read next
        self.until(lambda: self.tab.presenter.is_settled() and not self.flies())

    def flies(self) -> bool:
        """Say whether points are on their way: where they are seen is soon another place."""
        flights = [f for pad in self.stage.planes for f in pad.findChildren(QVariantAnimation)]
        return any(flight.state() == QAbstractAnimation.State.Running for flight in flights)

    def answered(self) -> None:
        """Wait until both workers have answered all that they were asked up to now."""
        context = self.window.context
        asked = [Asked(worker) for worker in (context.quick, context.slow)]
        self.until(lambda: all(one.is_answered for one in asked))

    def described(self) -> None:
        """Wait until a sentence about the picture has come, if one is to come."""
        self.until(lambda: not self.tab.presenter._caption.isActive())
        self.answered()

    def shows(self, *names: str) -> None:
        """Wait until these models are shown, with their pictures."""
        self.until(lambda: self.names == names)
        self.settle()

    # mouse

    def in_window(self, pad: QWidget, at: QPointF | QPoint) -> QPoint:
        point = at.toPoint() if isinstance(at, QPointF) else at
        return pad.mapTo(self.window, point)

    def press(self, at: QPointF, plane: int = 0, button=LEFT, modifier=Qt.NoModifier) -> None:
        place = self.in_window(self.plane(plane).viewport(), at)
        QTest.mousePress(self.window.windowHandle(), button, modifier, place)

    def move(self, at: QPointF, plane: int = 0) -> None:
        place = self.in_window(self.plane(plane).viewport(), at)
        QTest.mouseMove(self.window.windowHandle(), place)

    def glide(self, at: QPointF, plane: int = 0) -> None:
        """Move without a button held, letting nothing else happen meanwhile."""
        pad = self.plane(plane).viewport()
        place = QPointF(pad.mapToGlobal(at))
        kind, none = QEvent.Type.MouseMove, Qt.NoButton
        QCoreApplication.sendEvent(pad, QMouseEvent(kind, at, place, none, none, Qt.NoModifier))

    def leave(self) -> None:
        """Move the pointer to the panel."""
        panel = self.view.panel
        QTest.mouseMove(self.window.windowHandle(), self.in_window(panel, panel.rect().center()))

    def release(self, at: QPointF, plane: int = 0, button=LEFT, modifier=Qt.NoModifier) -> None:
        place = self.in_window(self.plane(plane).viewport(), at)
        QTest.mouseRelease(self.window.windowHandle(), button, modifier, place)

    def click(self, at: QPointF, plane: int = 0) -> None:
        self.press(at, plane)
        self.release(at, plane)

    def drag(
        self, start: QPointF, *path: QPointF, plane: int = 0, button=LEFT, modifier=Qt.NoModifier
    ) -> None:
        """Press at `start`, move along `path`, release at its end; pixels of the plane."""
        self.press(start, plane, button, modifier)
        for at in path:
            self.move(at, plane)
        self.release(path[-1], plane, button, modifier)

    def drag_at_once(self, start: QPointF, path: Sequence[QPointF], plane: int = 0) -> None:
        """The same, but every move arrives before the first is answered."""
        pad = self.plane(plane).viewport()
        kinds = [
            (QEvent.Type.MouseButtonPress, start, LEFT, LEFT),
            *((QEvent.Type.MouseMove, at, Qt.NoButton, LEFT) for at in path),
            (QEvent.Type.MouseButtonRelease, path[-1], LEFT, Qt.NoButton),
        ]
        for kind, at, button, held in kinds:
            place = QPointF(pad.mapToGlobal(at))
            event = QMouseEvent(kind, at, place, button, held, Qt.NoModifier)
            QCoreApplication.sendEvent(pad, event)

    def wheel(self, at: QPointF, notches: int, plane: int = 0) -> None:
        pad = self.plane(plane).viewport()
        event = QWheelEvent(
            at, QPointF(pad.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.NoButton,
            Qt.NoModifier, Qt.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(pad, event)

    def key(self, key: Qt.Key, modifier=Qt.NoModifier, plane: int = 0) -> None:
        self.qtbot.keyClick(self.plane(plane), key, modifier)

    # places, in pixels of a plane

    def handle(self, plane: int = 0) -> QPointF:
        return self.plane(plane).pixel_of(np.array(self.plane(plane).point()))

    def place(self, code: Sequence[float] | np.ndarray, plane: int = 0) -> QPointF:
        return self.plane(plane).pixel_of(np.asarray(code))

    def code_at(self, at: QPointF, plane: int = 0) -> np.ndarray:
        """Which point of the plane is seen at the pixel `at`."""
        pad = self.plane(plane)
        origin, ends = pad.pixel_of(np.zeros(2)), pad.pixel_of(np.ones(2))
        return np.array(
            [
                (at.x() - origin.x()) / (ends.x() - origin.x()),
                (at.y() - origin.y()) / (ends.y() - origin.y()),
            ]
        )

    def pixels(self, plane: int = 0) -> np.ndarray:
        """The pixels (N, 2) of all codes."""
        cast = self.plane(plane).cast
        assert cast is not None
        places = [self.place(code, plane) for code in cast.codes]
        return np.array([(at.x(), at.y()) for at in places])

    def room(self, plane: int = 0) -> tuple[float, float, float, float]:
        """Left, right, top and bottom of the part of a plane inside its axes, in pixels."""
        box = self.plane(plane).getPlotItem().getViewBox()
        area = box.mapRectToScene(box.boundingRect())
        return area.left() + 12, area.right() - 12, area.top() + 12, area.bottom() - 12

    def far_item(self, plane: int = 0, *, nth: int = 0) -> int:
        """An item in view, well away from the handle, with no other close to it."""
        spots, at = self.pixels(plane), self.handle(plane)
        left, right, top, bottom = self.room(plane)
        x, y = spots.T
        inside = (x > left) & (x < right) & (y > top) & (y < bottom)
        away = np.hypot(x - at.x(), y - at.y()) > 90
        alone = np.array([np.sort(np.hypot(x - px, y - py))[1] for px, py in spots[inside & away]])
        candidates = np.flatnonzero(inside & away)
        return int(candidates[np.argsort(-alone)[nth]])

    def empty_place(self, plane: int = 0) -> QPointF:
        """The pixel inside the axes that is farthest from every data point and the handle."""
        spots, at = self.pixels(plane), self.handle(plane)
        spots = np.vstack([spots, [(at.x(), at.y())]])
        left, right, top, bottom = self.room(plane)
        grid = np.stack(
            np.meshgrid(np.linspace(left, right, 30), np.linspace(top, bottom, 30)), axis=-1
        ).reshape(-1, 2)
        nearest = np.array([np.hypot(*(spots - g).T).min() for g in grid])
        assert nearest.max() > 40
        x, y = grid[nearest.argmax()].round()
        return QPointF(float(x), float(y))

    # controls

    def control(self, kind: type[QAbstractButton], text: str) -> QAbstractButton:
        """The visible button, box or radio button that says `text`."""
        everywhere = self.view.findChildren(kind)
        found = [b for b in everywhere if b.text() == text and b.isVisibleTo(self.view)]
        assert len(found) == 1, f"{text!r} among {[b.text() for b in everywhere]}"
        return found[0]

    def push(self, text: str, kind: type[QAbstractButton] = QPushButton) -> None:
        """Click the control that says `text`."""
        button = self.control(kind, text)
        self.qtbot.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))

    def tick(self, text: str) -> None:
        self.push(text, QCheckBox)

    def radio(self, text: str) -> None:
        self.push(text, QRadioButton)

    def more(self) -> None:
        self.push("More …", QToolButton)

    def slider(self) -> QSlider:
        return self.view.panel.findChild(QSlider)

    def choose(self, name: str) -> None:
        """Choose a model in the picker by keyboard, without waiting."""
        picker = self.view.picker
        index = picker.findData(name)
        assert index >= 0, f"{name} is not offered"
        picker.setFocus()
        key = Qt.Key.Key_Down if index > picker.currentIndex() else Qt.Key.Key_Up
        with_steps = abs(index - picker.currentIndex())
        if with_steps > 1:  # what lies between need not be opened
            picker.setCurrentIndex(index - (1 if key == Qt.Key.Key_Down else -1))
        self.qtbot.keyClick(picker, key)
        assert picker.currentData() == name

    def open_model(self, name: str) -> None:
        """Choose a model and wait until it is shown."""
        if self.names != (name,):
            self.choose(name)
        self.shows(name)

    def menu(self, text: str) -> None:
        """Choose what the ☰ menu calls `text`."""
        found = [a for a in self.menu_actions() if a.text().replace("&", "") == text]
        assert len(found) == 1, f"{text!r} among {[a.text() for a in self.menu_actions()]}"
        found[0].trigger()

    def menu_actions(self) -> list[QAction]:
        button = next(b for b in self.window.findChildren(QToolButton) if b.text() == "☰")
        return [a for a in button.menu().findChildren(QAction) if a.text()]

    # the sections of the panel

    def unfold(self, *questions: str) -> None:
        """Click open the sections under these questions."""
        for text in questions:
            header = self.control(QToolButton, text)
            if not header.isChecked():
                self.qtbot.mouseClick(header, LEFT)

    def pick(self, combo: QComboBox, value: object) -> None:
        """Choose the row of `value` by keyboard; the rows before it are passed over."""
        index = next(i for i in range(combo.count()) if combo.itemData(i) == value)
        down = index > combo.currentIndex()
        if abs(index - combo.currentIndex()) > 1:
            with QSignalBlocker(combo):
                combo.setCurrentIndex(index - 1 if down else index + 1)
        if combo.currentIndex() != index:
            self.qtbot.keyClick(combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        assert combo.currentData() == value

    def stroke(self, pad: QWidget, *path: QPointF, button=LEFT) -> None:
        """Press on `pad` at the first pixel, move along the others, release at the last."""
        window = self.window.windowHandle()
        QTest.mousePress(window, button, Qt.NoModifier, self.in_window(pad, path[0]))
        for at in path[1:]:
            QTest.mouseMove(window, self.in_window(pad, at))
        QTest.mouseRelease(window, button, Qt.NoModifier, self.in_window(pad, path[-1]))

    def after_deletions(self) -> None:
        """Let Qt delete what was sent away."""
        sweep()

    # files

    def file_menu(self, text: str) -> None:
        """Choose what the Open or the Save menu calls `text`."""
        view = self.view
        found = [
            action
            for menu in (view.open_menu, view.save_menu)
            for action in menu.actions()
            if action.text().rstrip(" …") == text
        ]
        assert len(found) == 1, text
        assert found[0].isEnabled()
        found[0].trigger()

    def drop(self, data: QMimeData) -> bool:
        """Drag `data` over the plane and let go; say whether it was welcome."""
        pad = self.plane().viewport()
        place, copy = QPoint(50, 50), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(place, copy, data, LEFT, Qt.NoModifier)
        enter.setAccepted(False)
        QCoreApplication.sendEvent(pad, enter)
        if enter.isAccepted():
            drop = QDropEvent(QPointF(place), copy, data, LEFT, Qt.NoModifier)
            QCoreApplication.sendEvent(pad, drop)
        return enter.isAccepted()

    def notice(self, part: str) -> str:
        """Wait for a notice with `part` in it and return it."""
        self.until(lambda: any(part in text for text in self.notices))
        return next(text for text in reversed(self.notices) if part in text)


def sweep(thing: QObject | None = None) -> None:
    """Carry out the deletions that wait."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(thing, QEvent.Type.DeferredDelete)
