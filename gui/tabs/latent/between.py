"""The way from A to B: a second point, a path by hand, a direction; as a strip and in motion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtGui import QShortcut

from core.data.table import DataSet
from core.latent import walks
from core.latent.directions import Group, direction, groups, members
from core.latent.explore import Explorable, Point
from core.latent.model import LatentModel
from core.latent.projection import Projection
from gui.tabs.latent.between_section import BetweenSection
from gui.tabs.latent.keys import PRESSING, PoliteKey, leave_choice
from gui.tabs.latent.presenter import LatentPresenter
from gui.widgets.strip import Strip
from gui.widgets.transport import Transport
from gui.words import attribute_name, class_name

PICTURES = 11  # of the strip
STEPS = 241  # codes of a walk: smooth enough for the eye; its tenths are among them
SECONDS = 4.0  # from A to B at the usual speed
TICK_MS = 16
STRIP_MS = 33  # between two strips while A or B is dragged
CURVE = 25  # points of a curve on the plane
STEP = 0.1  # of the way


@dataclass(frozen=True)
class Strolled:
    """The pictures along a walk, asked of one model."""

    model: LatentModel
    codes: np.ndarray  # (PICTURES, d)


class Between(QObject):
    """Keeps the walk that the state tells of on the stage, in the strip and in motion."""

    def __init__(
        self, hub: LatentPresenter, section: BetweenSection, strip: Strip, transport: Transport
    ) -> None:
        super().__init__(hub)
        self._hub, self._section, self._strip, self._transport = hub, section, strip, transport
        self._walk: np.ndarray | None = None  # (STEPS, d), from A to B
        self._along, self._way = 0.0, 1
        self._drawing = False  # the next drag draws a path
        self._projection: Projection | None = None  # of the plane on which the walk is drawn
        self._groups: tuple[DataSet | None, list[tuple[str, object]]] = (None, [])
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._due = QTimer(self, singleShot=True, interval=STRIP_MS)
        self._due.timeout.connect(self._on_due)
        self._behind = False  # the strip shows a walk that has moved since
        self._strolls = hub.line(hub.context.quick, self._on_strolled)
        PoliteKey("Space", hub.view, self._on_space, PRESSING)
        self._escape = QShortcut(Qt.Key.Key_Escape, hub.view, enabled=False)
        self._escape.activated.connect(self._leave_drawing)
        section.setEnabled(False)
        section.secondAsked.connect(self.show_second)
        section.pathAsked.connect(self.draw_path)
        section.sphereAsked.connect(self._on_sphere)
        section.directionAsked.connect(self.go)
        strip.chosen.connect(self._on_chosen)
        transport.playToggled.connect(self.play)
        transport.stepped.connect(self._on_step)
        transport.wasReset.connect(self.reset)
        hub.ready.connect(self.refresh)
        hub.changed.connect(self._on_changed)
        hub.pointMoved.connect(self._on_point_moved)
        hub.view.stageChanged.connect(self._connect_stage)
        self._connect_stage()

    @Slot()
    def _connect_stage(self) -> None:
        plane = self._hub.view.stage.planes[0]
        plane.secondMoved.connect(self._on_second_moved)
        plane.secondReleased.connect(self._hub.commit)
        plane.pathDrawn.connect(self._on_path)
        self._set_drawing(False)

    @property
    def possible(self) -> bool:
        """Say whether there is one model, on which a walk makes sense."""
        return len(self._hub.shown) == 1

    @property
    def walk(self) -> np.ndarray | None:
        """Return the codes (STEPS, d) of the walk, or None."""
        return self._walk

    # what the hand asks

    @Slot(bool)
    def show_second(self, on: bool) -> None:
        """Put B onto a picture of another class, or take it away."""
        if not self.possible:
            return
        self._begin_anew()
        point = _elsewhere(self._hub.shown[0], self._hub.codes()[0]) if on else None
        self._hub.update(second=point, path=())
        self.refresh()

    @Slot(bool)
    def draw_path(self, on: bool) -> None:
        """Let the next drag draw a path; off takes a drawn one away."""
        if not self.possible:
            return
        self._begin_anew()
        self._set_drawing(on)
        if not on and self._hub.state.path:
            self._hub.update(path=())
            self.refresh()

    @Slot()
    def _leave_drawing(self) -> None:
        """Let the left button move the points again."""
        self._set_drawing(False)
        self._show_section()

    def _set_drawing(self, on: bool) -> None:
        self._drawing = on
        self._escape.setEnabled(on)
        self._hub.view.stage.planes[0].set_drawing(on)

    @Slot(object, object)
    def go(self, a: Group, b: Group) -> None:
        """Put B where A leads in the direction from group `a` to group `b`."""
        if not self.possible:
            return
        self._begin_anew()
        entry = self._hub.shown[0]
        way = direction(entry.chart.codes, entry.chart.data, a, b)
        target = np.asarray(self._hub.codes()[0]) + way.vector
        self._hub.update(second=tuple(map(float, target)), path=())
        self.refresh()
        text = self.tr("B = A + mean “{b}” (pictures: {to}) − mean “{a}” (pictures: {of})")
        self._hub.look_from(None)  # B and A are shown, the picture is that of A
        self._hub.say(
            text.format(a=group_name(a), b=group_name(b), of=way.counts[0], to=way.counts[1])
        )

    @Slot(object)
    def _on_second_moved(self, at: Point) -> None:
        hub = self._hub
        if hub.state.second is None or not self.possible:
            return
        plane = hub.view.stage.scenes[0].projection
        code = plane.lift(np.asarray(hub.state.second), np.asarray(at))
        self.play(False)
        hub.state = replace(hub.state, second=tuple(map(float, code)))
        self._lay_walk()

    @Slot(object)
    def _on_path(self, points: np.ndarray) -> None:
        hub = self._hub
        if not self.possible:
            return
        self._begin_anew()
        plane, code = hub.view.stage.scenes[0].projection, np.asarray(hub.codes()[0])
        codes = [tuple(map(float, plane.lift(code, at))) for at in points]
        hub.update(path=tuple(codes), second=None)
        self.refresh()
        self.play(True)

    @Slot(bool)
    def _on_sphere(self, on: bool) -> None:
        self._hub.update(spherical=on)
        self.refresh()

    # what is shown of it

    @Slot()
    def _on_changed(self) -> None:
        self._show_section()

    @Slot()
    def _on_point_moved(self) -> None:
        """Let the walk begin where A is now, and lie on the plane that is shown now."""
        hub = self._hub
        at_a = hub.walker is None
        if at_a:
            self._stop()
        scenes = hub.view.stage.scenes
        turned = bool(scenes) and scenes[0].projection is not self._projection
        if turned or (at_a and hub.state.second is not None):
            self._lay_walk()

    @Slot()
    def refresh(self) -> None:
        """Show the walk that the state tells of, and what can be done about it."""
        if self._hub.shown:
            self._lay_walk()
            self._show_section()

    def _lay_walk(self) -> None:
        """Draw the walk that the state tells of, and ask for its pictures."""
        hub, state = self._hub, self._hub.state
        self._walk = self._codes() if self.possible else None
        on = self._walk is not None
        scene, plane = hub.view.stage.scenes[0], hub.view.stage.planes[0]
        self._projection = scene.projection
        second = state.second if on and not state.path else None
        plane.show_second(None if second is None else scene.projection.to_plane(np.asarray(second)))
        plane.show_walk(None if self._walk is None else scene.projection.to_plane(self._curve()))
        self._strip.setVisible(on)
        self._transport.setVisible(on)
        if on:
            self._behind = self._due.isActive()
            if not self._behind:
                self._ask_pictures()
        if hub.walker is not None:  # it stays on its walk, or goes with it
            if on:
                self.look(self._along)
            else:
                hub.look_from(None)

    def _curve(self) -> np.ndarray:
        """Return as much of the walk as its line needs: it is laid anew with every move."""
        assert self._walk is not None
        if self._hub.state.path:
            return self._walk
        few = 2 if not self._hub.state.spherical else CURVE
        return self._walk[np.linspace(0, len(self._walk) - 1, few).round().astype(int)]

    @Slot()
    def _on_due(self) -> None:
        if self._behind:
            self._ask_pictures()

    def _ask_pictures(self) -> None:
        """Ask for the pictures along the walk, as it lies now; then not for a while."""
        self._behind = False
        if self._walk is None or not self.possible:
            return
        self._due.start()
        codes = self._walk[np.linspace(0, len(self._walk) - 1, PICTURES).round().astype(int)]
        request = Strolled(self._hub.shown[0].model, codes.astype(np.float32))
        self._strolls.ask(request, partial(request.model.decode, request.codes))

    def _codes(self) -> np.ndarray | None:
        state = self._hub.state
        if state.path:
            return walks.resample(np.array(state.path), STEPS)
        if state.second is None:
            return None
        a, b = np.asarray(self._hub.codes()[0]), np.asarray(state.second)
        return (walks.spherical if state.spherical else walks.straight)(a, b, STEPS)

    def _show_section(self) -> None:
        state, section = self._hub.state, self._section
        section.setEnabled(self.possible)
        section.second.setChecked(state.second is not None)
        section.path.setChecked(bool(state.path) or self._drawing)
        with QSignalBlocker(section.sphere):
            section.sphere.setChecked(state.spherical)
        section.sphere.setEnabled(state.second is not None)
        if self._hub.shown:
            section.show_groups(self._known_groups(self._hub.shown[0].chart.data))

    def _known_groups(self, data: DataSet) -> list[tuple[str, object]]:
        """Return the groups that have members, with their names; looked for once."""
        known, rows = self._groups
        if known is not data:
            rows = [(group_name(g), g) for g in groups(data) if members(data, g).any()]
            self._groups = data, rows
        return rows

    @Slot(object, object)
    def _on_strolled(self, request: Strolled, pictures: np.ndarray) -> None:
        if self._hub.shown and request.model is self._hub.shown[0].model:
            self._strip.show_pictures(list(pictures))

    # motion

    @Slot(bool)
    def play(self, on: bool) -> None:
        """Walk to and fro between A and B, or stand."""
        self._transport.set_playing(on and self._walk is not None)
        if on and self._walk is not None:
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def reset(self) -> None:
        """Go back to A."""
        self._stop()
        self._hub.look_from(None)

    @Slot()
    def _on_space(self) -> None:
        if self._walk is not None:
            self._transport.toggle()

    def _begin_anew(self) -> None:
        """Stand on A; what was about to be drawn is not."""
        leave_choice(self._hub.view.stage.planes[0])
        self._set_drawing(False)
        self._stop()
        if self._hub.walker is not None:
            self._hub.look_from(None)

    def _stop(self) -> None:
        self.play(False)
        self._along, self._way = 0.0, 1
        self._strip.show_position(0.0)

    @Slot()
    def _on_tick(self) -> None:
        step = TICK_MS / 1000 / SECONDS * self._transport.speed()
        along = self._along + self._way * step
        if not 0 <= along <= 1:
            self._way = -self._way
            along = min(1.0, max(0.0, along))
        self.look(along)

    @Slot()
    def _on_step(self) -> None:
        self.play(False)
        self.look(0.0 if self._along > 1 - STEP / 2 else min(1.0, self._along + STEP))

    @Slot(float)
    def _on_chosen(self, t: float) -> None:
        self.play(False)
        self.look(t)

    def look(self, along: float) -> None:
        """Look at the part `along`, 0 … 1, of the way."""
        if self._walk is None:
            return
        self._along = along
        self._strip.show_position(along)
        before, part = divmod(along * (STEPS - 1), 1)  # as the pictures of the strip are counted
        start, end = self._walk[int(before)], self._walk[min(int(before) + 1, STEPS - 1)]
        self._hub.look_from(tuple(map(float, start + part * (end - start))))


def group_name(group: Group) -> str:
    """Name a group: the class, or "glasses: none"."""
    if group.attribute == "class":
        return class_name(group.value)
    return f"{attribute_name(group.attribute)}: {class_name(group.value)}"


def _elsewhere(entry: Explorable, code: Point) -> Point:
    """Return the code of a picture of another class, in the middle of its class."""
    chart = entry.chart
    away = np.linalg.norm(chart.codes - np.asarray(code), axis=1)
    own = chart.data.labels[int(away.argmin())]
    means = [
        (float(np.linalg.norm(chart.codes[chart.data.labels == k].mean(axis=0) - code)), k)
        for k in np.unique(chart.data.labels)
        if k != own
    ]
    if not means:
        return tuple(map(float, chart.codes[int(away.argmax())]))
    _, other = max(means)
    chosen = np.flatnonzero(chart.data.labels == other)
    middle = chart.codes[chosen].mean(axis=0)
    nearest = chosen[np.linalg.norm(chart.codes[chosen] - middle, axis=1).argmin()]
    return tuple(map(float, chart.codes[nearest]))
