"""A plane by itself, without a window or a model, and a mouse before it."""

from __future__ import annotations

import math

import numpy as np
from hand import PATIENCE
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.widgets.latent_plane import Cast, LatentPlane

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
THEME = THEMES["light"]
PAPER = QColor(THEME.background)
CORNERS = np.array([(-2.0, -2.0), (2.0, -2.0), (2.0, 2.0), (-2.0, 2.0)])


def cast(count: int) -> Cast:
    """Four round classes, one a corner of a square."""
    rng = np.random.default_rng(3)
    labels = np.arange(count) % 4
    codes = (CORNERS[labels] + 0.25 * rng.standard_normal((count, 2))).astype(np.float32)
    return Cast(codes, labels, np.full((count, 28, 28), 255, dtype=np.uint8), prior=False)


class BarePlane:
    """A plane of its own on the screen; its signals are kept in the order they came."""

    def __init__(self, qtbot: QtBot, shown: Cast) -> None:
        self.qtbot = qtbot
        self.plane = plane = LatentPlane(THEME, 1.0)
        self.box = plane.getPlotItem().getViewBox()
        self.said: list[tuple[str, object]] = []
        for name in ("moved", "picked", "hovered", "secondMoved", "pathDrawn"):
            getattr(plane, name).connect(lambda value, name=name: self.said.append((name, value)))
        for name in ("released", "secondReleased"):
            getattr(plane, name).connect(lambda name=name: self.said.append((name, None)))
        qtbot.addWidget(plane)
        plane.resize(700, 680)
        with qtbot.waitExposed(plane, timeout=PATIENCE):
            plane.show()
        with self.settles():
            plane.show_cast(shown)
        self.shot()  # the axes take their final place with the first paint

    def settles(self):
        return self.qtbot.waitSignal(self.plane.viewSettled, timeout=PATIENCE)

    def values(self, name: str) -> list:
        return [value for said, value in self.said if said == name]

    # mouse

    def press(self, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self._send(QEvent.Type.MouseButtonPress, at, button, button)

    def move(self, at: QPointF, held: Qt.MouseButton = LEFT) -> None:
        self._send(QEvent.Type.MouseMove, at, NONE, held)

    def release(self, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self._send(QEvent.Type.MouseButtonRelease, at, button, NONE)

    def click(self, at: QPointF) -> None:
        self.press(at)
        self.release(at)

    def drag(self, path: list[QPointF], button: Qt.MouseButton = LEFT) -> None:
        self.press(path[0], button)
        for at in path[1:]:
            self.move(at, button)
        self.release(path[-1], button)

    def _send(
        self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        pad = self.plane.viewport()
        event = QMouseEvent(
            kind, at, QPointF(pad.mapToGlobal(at)), button, held, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(pad, event)

    # eyes

    def pixel(self, *code: float) -> QPointF:
        return self.plane.pixel_of(np.array(code))

    def codes_of(self, pixels: list[QPointF]) -> np.ndarray:
        """Which points of the plane are seen at `pixels`."""
        places = [self.box.mapSceneToView(at) for at in pixels]
        return np.array([(at.x(), at.y()) for at in places])

    def shot(self) -> QImage:
        return self.plane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def color(self, *code: float) -> QColor:
        return self.shot().pixelColor(self.pixel(*code).toPoint())

    def tint(self, *code: float) -> QColor:
        """The purest colour around `code`."""
        image, at = self.shot(), self.pixel(*code).toPoint()
        around = [(at.x() + x, at.y() + y) for x in range(-4, 5) for y in range(-4, 5)]
        return max((image.pixelColor(*place) for place in around), key=QColor.saturation)

    def paint_is_near(self, color: str, *code: float) -> bool:
        """Whether `color` is seen within two pixels of `code`."""
        image, at = self.shot(), self.pixel(*code).toPoint()
        around = [(at.x() + x, at.y() + y) for x in range(-2, 3) for y in range(-2, 3)]
        return min(distance(image.pixelColor(*place), color) for place in around) < 40

    def changed(self, before: QImage) -> int:
        """How many pixels are not as they were."""
        after = self.shot()  # held: its pixels go with it
        one, other = (np.frombuffer(im.constBits(), np.uint32) for im in (before, after))
        return int((one != other).sum())


def distance(one: QColor, other: QColor | str) -> float:
    return math.dist(one.getRgb()[:3], QColor(other).getRgb()[:3])
