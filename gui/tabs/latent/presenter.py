"""The Latent Explorer's decisions: what to ask of core, and what to show of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.errors import CoreError
from core.latent.explore import Draw, Drawn, Explorable, Point, draw
from core.latent.model import LatentModel
from core.latent.surroundings import Surroundings, look_around
from core.runtime.providers import Why
from gui.context import AppContext
from gui.history import History
from gui.tabs.latent.background import Background
from gui.tabs.latent.choices import Choices
from gui.tabs.latent.sentences import (
    cloud_sentence,
    comparison_sentence,
    inside_text,
    surroundings_sentence,
)
from gui.tabs.latent.state import Glance, Load, Look, State
from gui.tabs.latent.view import LatentView
from gui.words import data_name, device_sentence, error_sentence, model_about, model_name
from gui.workers.latest import LatestWorker, Line

CAPTION_MS = 60  # the sentence may lag behind the picture
LIT_MS = 300

Opened = tuple[tuple[Explorable, ...], list[CoreError]]


class LatentPresenter(QObject):
    """Connects the view with core through the two workers of the context."""

    ready = Signal()  # models are shown
    answered = Signal(object, float)  # new pictures are shown: the device, the seconds it took

    def __init__(self, context: AppContext, view: LatentView, state: State | None = None) -> None:
        super().__init__(view)
        self._context, self._view = context, view
        self.state = state or State()
        self._history: History[State] | None = None  # begins with the first model
        self._choices = Choices(context.latent.library)
        self._shown: tuple[Explorable, ...] = ()
        self._wanted: Load | None = None
        self._last: Drawn | None = None
        self._glanced = -1
        self._describe = False
        self._caption = QTimer(self, singleShot=True, interval=CAPTION_MS)
        self._dim = QTimer(self, singleShot=True, interval=LIT_MS)
        self._caption.timeout.connect(self._on_caption_due)
        self._dim.timeout.connect(self._on_dim)
        self._background = Background(context.slow, self)
        self._make_lines()
        self._connect_view()

    def _make_lines(self) -> None:
        quick, slow = self._context.quick, self._context.slow
        self._loads = self._line(slow, self._on_loaded)
        self._draws = self._line(quick, self._on_drawn)
        self._homes = self._line(quick, self._on_home)
        self._glances = self._line(quick, self._on_glance)
        self._looks = self._line(slow, self._on_look)

    def _line(self, worker: LatestWorker, on_answer: object) -> Line:
        line = Line(worker, self)
        line.answered.connect(on_answer)
        line.failed.connect(self._on_failure)
        return line

    def _connect_view(self) -> None:
        view, panel = self._view, self._view.panel
        view.modelChosen.connect(self.choose)
        view.stageChanged.connect(self._connect_stage)
        panel.backgroundChosen.connect(self.choose_background)
        panel.classesChosen.connect(self.show_classes)
        panel.betaChosen.connect(self.choose_beta)
        panel.comparisonChosen.connect(self.compare)
        panel.membersChosen.connect(self.compare_models)
        panel.homeAsked.connect(self.go_home)
        panel.fitAsked.connect(self.fit)
        view.undoAsked.connect(self.undo)
        view.redoAsked.connect(self.redo)
        self._connect_stage()

    @Slot()
    def _connect_stage(self) -> None:
        stage = self._view.stage
        stage.moved.connect(self.move)
        stage.released.connect(self._on_released)
        stage.picked.connect(self.choose_item)
        stage.stepped.connect(self.step_item)
        stage.hovered.connect(self.glance)
        stage.viewSettled.connect(self._background.follow)
        stage.explained.connect(self.explain)

    # choosing models

    def start(self) -> None:
        """Show what the state says, or the first model there is; name the damaged ones once."""
        if not self.state.names:
            for error in self._choices.errors:
                self._context.notices.post(error_sentence(error), "bad")
        names = self._choices.first(self.state.names)
        if names:
            exact = names == self.state.names
            self._ask_models(Load(replace(self.state, names=names), exact))
        else:
            self._view.show_caption(
                self.tr("No model can be opened. The models belong into the folder models_onnx.")
            )

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show one model."""
        self._load((name,))

    @Slot(int)
    def choose_beta(self, stop: int) -> None:
        """Show the network trained with the β of this stop; the points fly there."""
        self._load((self._choices.betas(self._data())[stop][1],), fly=True)

    @Slot(str)
    def compare(self, comparison: str) -> None:
        """Show the models of a ready-made comparison side by side; "" goes back to one model."""
        if comparison:
            self._load(self._choices.comparison(comparison, self._data()), comparison)
        else:
            names = [entry.name for entry in self._shown]
            self._load((next((n for n in names if n.endswith("-vae-2")), names[0]),))

    @Slot(object)
    def compare_models(self, names: tuple[str, ...]) -> None:
        """Show these two to four models side by side."""
        self._load(names, "own")

    def _data(self) -> str:
        return self._shown[0].chart.data.name

    def _load(self, names: tuple[str, ...], comparison: str = "", *, fly: bool = False) -> None:
        self._ask_models(Load(replace(self.state, names=names, comparison=comparison), fly=fly))

    def _ask_models(self, request: Load) -> None:
        self._wanted = request
        self._loads.ask(request, partial(self._open_all, request.state.names))

    def _open_all(self, names: Sequence[str]) -> Opened:
        """Open what is not open yet (in the worker's thread); a damaged model is left out."""
        found, errors = [], []
        for name in names:
            try:
                found.append(self._context.latent.open(name))
            except CoreError as error:
                errors.append(error)
        return tuple(found), errors

    @Slot(object, object)
    def _on_loaded(self, request: Load, answer: Opened) -> None:
        if request is not self._wanted:
            return  # overtaken by a newer choice
        shown, errors = answer
        for error in errors:
            self._context.notices.post(error_sentence(error), "bad")
        if not shown:
            self._keep_what_is_shown(request.state.names)
            return
        self._take_over(shown, request)
        self._view.use_stage(len(shown))
        self._view.stage.show_models(shown, fly=request.fly and self._context.motion)
        self._refresh_controls()
        self._background.show(self.state.background, self._view.stage, shown)
        self._last = None
        self._show_item()
        several = len(shown) > 1
        self._describe = self.state.offset != (0.0, 0.0)  # else the cloud has the first word
        self._view.show_caption(
            comparison_sentence(shown, self.state.item) if several else cloud_sentence(shown[0])
        )
        self._view.show_hint(self.state.hint)
        self.ready.emit()

    def _keep_what_is_shown(self, failed: Sequence[str]) -> None:
        """Nothing could be opened: stay, or begin with the next sound model."""
        if self._shown:
            self._refresh_controls()
            return
        for name in failed:
            self._choices.cards.pop(name, None)
        self.start()

    def _take_over(self, shown: tuple[Explorable, ...], request: Load) -> None:
        """Make the request's state the present one, as far as its models could be opened."""
        same_data = bool(self._shown) and self._data() == shown[0].chart.data.name
        self._shown = shown
        names = tuple(entry.name for entry in shown)
        comparison = request.state.comparison if len(shown) > 1 else ""
        base = request.state if request.exact else self.state
        state = replace(base, names=names, comparison=comparison, hint=self.state.hint)
        if state.item >= len(shown[0].chart.codes) or not (same_data or request.exact):
            item = _telling_item(shown[0])
            state = replace(state, item=item, offset=(0.0, 0.0), hidden=frozenset())
        self._change(state)

    # undo

    def _change(self, state: State) -> None:
        """Make `state` the present one, to come back to."""
        self.state = state
        if self._history is None:
            self._history = History(state)
        self._history.keep(state)
        self._view.show_history(self._history.can_undo, self._history.can_redo)

    @Slot()
    def undo(self) -> None:
        """Take back the last choice or move."""
        self._restore(self._history and self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self._restore(self._history and self._history.redo())

    def _restore(self, state: State | None) -> None:
        if state is not None and self._history is not None:
            self._view.show_history(self._history.can_undo, self._history.can_redo)
            self._ask_models(Load(state, exact=True, fly=len(state.names) == 1))

    def _refresh_controls(self) -> None:
        """Let picker and panel say what is shown."""
        card, cards, panel = self._shown[0].model.card, self._choices.cards, self._view.panel
        rows = [(n, f"{data_name(c.data.name)} · {model_name(c)}") for n, c in cards.items()]
        several = len(self._shown) > 1
        self._view.show_models(rows, self._shown[0].name)
        self._view.show_about("" if several else model_about(card))
        betas = [beta for beta, _ in self._choices.betas(self._data())]
        panel.show_betas(betas, card.beta, several=several)
        panel.show_comparison(self.state.comparison)
        panel.show_background(self.state.background)
        same = [(n, model_name(c)) for n, c in cards.items() if c.data.name == self._data()]
        panel.show_members(same, self.state.names)
        visible = np.array([i not in self.state.hidden for i in range(len(card.classes))])
        panel.show_classes(card.classes, visible)
        self._show_visible(visible)

    # the point and the item

    @Slot(int, object)
    def move(self, plane: int, at: Point) -> None:
        """Put the cursor at `at` of one plane, and correspondingly in the others."""
        if not self._shown:
            return
        chart = self._shown[plane].chart
        away = (np.asarray(at) - chart.codes[self.state.item]) / chart.spread
        self.state = replace(self.state, offset=(float(away[0]), float(away[1])))
        self._view.stage.set_lit(decoder=True)
        self._show_points()
        if self.state.hint:
            self.state = replace(self.state, hint=False)
            self._view.show_hint(False)

    @Slot(int)
    def choose_item(self, index: int) -> None:
        """Choose a data picture: the point jumps onto its code in every plane."""
        self._change(replace(self.state, item=index, offset=(0.0, 0.0)))
        self._show_item()

    @Slot(int)
    def step_item(self, step: int) -> None:
        """Choose the next data picture, or the one before, among the classes shown."""
        if not self._shown:
            return
        labels = self._shown[0].chart.data.labels
        seen = np.flatnonzero(~np.isin(labels, list(self.state.hidden)))[::step]
        beyond = seen[(seen - self.state.item) * step > 0]
        if len(seen):
            self.choose_item(int((beyond if len(beyond) else seen)[0]))

    @Slot()
    def go_home(self) -> None:
        """Put the point back onto the code of its picture."""
        if self._shown:
            self.choose_item(self.state.item)

    @Slot()
    def fit(self) -> None:
        """Show every code."""
        for plane in self._view.stage.planes:
            plane.fit()

    def points(self) -> tuple[Point, ...]:
        """Return where the cursor is in each plane."""
        offset, found = np.asarray(self.state.offset), []
        for entry in self._shown:
            x, y = entry.chart.codes[self.state.item] + entry.chart.spread * offset
            found.append((float(x), float(y)))
        return tuple(found)

    def is_settled(self) -> bool:
        """Say whether the shown pictures belong to the cursor's place."""
        return self._last is not None and self._last.points == self.points()

    def rows_laid(self, plane: int) -> int:
        """Return how many rows of tiles lie under the plane's present view."""
        return self._background.rows_laid(plane)

    def _show_item(self) -> None:
        self._view.stage.show_item(self.state.item)
        self._view.stage.set_lit(encoder=True, decoder=True)
        self._dim.start()
        self._show_points()
        first = self._shown[0]
        code = tuple(map(float, first.chart.codes[self.state.item]))
        home = Draw((first.model,), (code,))
        self._homes.ask(home, partial(draw, home))

    def _show_points(self) -> None:
        """Show where the cursor is, and ask what the decoders draw there."""
        request = Draw(self._models(), self.points())
        self._view.stage.show_points(request.points)
        self._draws.ask(request, partial(draw, request))

    def _models(self) -> tuple[LatentModel, ...]:
        return tuple(entry.model for entry in self._shown)

    @Slot()
    def _on_released(self) -> None:
        self._change(self.state)
        self._dim.start()

    @Slot()
    def _on_dim(self) -> None:
        self._view.stage.set_lit()

    @Slot(int)
    def glance(self, index: int) -> None:
        """Look at a data picture without choosing it: marked and given back in every plane."""
        self._glanced = index
        self._view.stage.show_glance(index)
        if index < 0 or not self._shown:
            self._glances.forget()
            return
        codes = tuple(tuple(map(float, entry.chart.codes[index])) for entry in self._shown)
        request = Draw(self._models(), codes)
        self._glances.ask(Glance(index, request), partial(draw, request))

    # background and classes

    @Slot(str)
    def choose_background(self, key: str) -> None:
        """Show points, points on decoded tiles, or the pictures themselves."""
        if self._shown:
            self._change(replace(self.state, background=key))
            self._background.show(key, self._view.stage, self._shown)

    @Slot(object)
    def show_classes(self, visible: np.ndarray) -> None:
        """Show the classes marked True."""
        hidden = frozenset(np.flatnonzero(~visible).tolist())
        self._change(replace(self.state, hidden=hidden))
        self._show_visible(visible)

    def _show_visible(self, visible: np.ndarray) -> None:
        for plane in self._view.stage.planes:
            plane.set_visible_classes(visible)

    # words

    @Slot(str)
    def explain(self, part: str) -> None:
        """Unfold what is inside the encoder or the decoder."""
        if not self._shown:
            return
        self._view.panel.show_inside(*inside_text(self._shown[0].model.card, part))

    @Slot()
    def _on_caption_due(self) -> None:
        """Describe where the point is now; the newest position wins here too."""
        if len(self._shown) == 1 and self._last is not None:
            entry, point, picture = self._shown[0], self._last.points[0], self._last.pictures[0]
            work = partial(look_around, entry.chart, np.array(point), picture)
            self._looks.ask(Look(entry, point), work)

    # answers

    @Slot(object, object)
    def _on_drawn(self, request: Draw, answer: Drawn) -> None:
        if request.models != self._models():
            return
        describe, self._describe, self._last = self._describe, True, answer
        self._view.stage.show_pictures(answer.pictures)
        self._tell_device(answer.seconds)
        if len(self._shown) == 1 and describe and not self._caption.isActive():
            self._caption.start()

    def _tell_device(self, seconds: float) -> None:
        device = self._shown[0].model.device
        if device.why is Why.FAILED:
            self._context.notices.post(device_sentence(device))
        self.answered.emit(device, seconds)

    @Slot(object, object)
    def _on_home(self, request: Draw, answer: Drawn) -> None:
        if self._shown and request.models[0] is self._shown[0].model:
            self._view.stage.show_reconstruction(answer.pictures[0])

    @Slot(object, object)
    def _on_glance(self, request: Glance, answer: Drawn) -> None:
        if request.item == self._glanced and request.draw.models == self._models():
            self._view.stage.show_glance(request.item, answer.pictures)

    @Slot(object, object)
    def _on_look(self, request: Look, seen: Surroundings) -> None:
        if len(self._shown) == 1 and self._shown[0] is request.entry:
            self._view.show_caption(surroundings_sentence(seen))
            if self._last is not None and self._last.points[0] != request.point:
                self._caption.start()

    @Slot(object, object)
    def _on_failure(self, _request: object, error: Exception) -> None:
        self._context.notices.post(error_sentence(error), "bad")


def _telling_item(entry: Explorable) -> int:
    """Return a picture to begin with: given back well for its contrast, and about 1 σ out."""
    chart = entry.chart
    away = np.linalg.norm((chart.codes - chart.centre) / chart.spread, axis=1)
    unexplained = chart.errors / chart.data.floats().var(axis=(1, 2))
    good = unexplained <= np.quantile(unexplained, 0.05)
    return int(np.where(good, abs(away - 1), np.inf).argmin())
