"""The Latent Explorer's decisions: what to ask of core, and what to show of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.cards import Kind, LatentCard
from core.errors import CoreError
from core.latent.explore import Draw, Drawn, Explorable, Point, draw
from core.latent.model import LatentModel
from core.latent.surroundings import Surroundings, look_around
from core.runtime.providers import Why
from gui.context import AppContext
from gui.history import History
from gui.tabs.latent.addresses import address_of, called, moved, readdressed
from gui.tabs.latent.background import Background
from gui.tabs.latent.choices import Choices
from gui.tabs.latent.scenery import Scenery, colours_of, default_axes
from gui.tabs.latent.sentences import (
    cloud_sentence,
    comparison_sentence,
    inside_text,
    own_sentence,
    surroundings_sentence,
)
from gui.tabs.latent.stages import Chosen
from gui.tabs.latent.state import Glance, Home, Load, Look, Own, Read, State
from gui.tabs.latent.view import LatentView
from gui.words import (
    class_name,
    data_name,
    device_sentence,
    error_sentence,
    model_about,
    model_name,
    short_name,
    told_apart,
    version_text,
)
from gui.workers.latest import LatestWorker, Line

CAPTION_MS = 60  # the sentence may lag behind the picture
LIT_MS = 300
PATIENT_MS = 400  # without a word about what is being opened

Opened = tuple[tuple[Explorable, ...], tuple[Home, ...], list[CoreError]]


class LatentPresenter(QObject):
    """Holds the state; connects the view with core through the two workers of the context."""

    ready = Signal()  # models are shown
    answered = Signal(object, float)  # new pictures are shown: the device, the seconds it took
    pointMoved = Signal()  # the cursor is somewhere else
    changed = Signal()  # there is a new state to come back to

    def __init__(self, context: AppContext, view: LatentView, state: State | None = None) -> None:
        super().__init__(view)
        self.context, self.view = context, view
        self.state = state or State()
        self.choices = Choices(context.latent.library)
        self.shown: tuple[Explorable, ...] = ()
        self.homes: tuple[Home, ...] = ()  # of what is chosen, one a model
        self._walker: Point | None = None  # the code that is looked at on a walk, away from A
        self._history: History[State] | None = None  # begins with the first model
        self._scenery = Scenery()
        self._wanted: Load | None = None
        self._reading: Read | None = None  # one's own picture that is not encoded yet
        self._commit_due = False  # let go before that was done
        self._last: Drawn | None = None
        self._glanced = -1
        self._describe = False
        self._looking: Look | None = None  # the place that is to be described
        self._caption = self._timer(CAPTION_MS, self._on_caption_due)
        self._dim = self._timer(LIT_MS, self._on_dim)
        self._patience = self._timer(PATIENT_MS, self._on_waiting)
        self._background = Background(context.slow, self)
        self._make_lines()
        self._connect_view()

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _make_lines(self) -> None:
        quick, slow = self.context.quick, self.context.slow
        self._loads = Line(slow, self)
        self._loads.answered.connect(self._on_loaded)
        self._loads.failed.connect(self._on_load_failed)
        self._draws = self.line(quick, self._on_drawn)
        self._homes = self.line(quick, self._on_home)
        self._reads = self.line(quick, self._on_read)
        self._reads.failed.connect(self._on_read_failed)
        self._glances = self.line(quick, self._on_glance)
        self._looks = self.line(slow, self._on_look)

    def line(self, worker: LatestWorker, on_answer: object) -> Line:
        """Return a line to `worker` whose failures become notices."""
        line = Line(worker, self)
        line.answered.connect(on_answer)
        line.failed.connect(self._on_failure)
        return line

    def _connect_view(self) -> None:
        view, panel = self.view, self.view.panel
        view.modelChosen.connect(self.choose)
        view.stageChanged.connect(self._connect_stage)
        panel.backgroundChosen.connect(self.choose_background)
        panel.classesChosen.connect(self.show_classes)
        panel.colourChosen.connect(self.colour_by)
        panel.dataChosen.connect(self.choose_data)
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
        stage = self.view.stage
        stage.moved.connect(self.move)
        stage.released.connect(self.commit)
        stage.picked.connect(self.choose_item)
        stage.stepped.connect(self.step_item)
        stage.hovered.connect(self.glance)
        stage.viewSettled.connect(self._background.follow)
        stage.explained.connect(self.explain)

    # choosing models and data

    def start(self) -> None:
        """Show what the state says, or the first model there is; name the damaged ones once."""
        told = self.context.told
        self.tell([error for error in self.choices.errors if error.subject not in told])
        told.update(error.subject for error in self.choices.errors)
        gone = [n for n in self.state.names if self.choices.card(n) is None and n not in told]
        for name in gone:
            text = self.tr("The model “{name}” of last time is not here any more.")
            self.context.notices.post(text.format(name=name))
        self._begin(exact=True)

    def _begin(self, *, exact: bool) -> None:
        """Show the models of the state, or the first there is; `exact`ly, or with a picture new."""
        wanted, names = self.state.names, self.choices.first(self.state.names)
        if not set(names) & set(wanted):
            self.state, exact = State(hint=self.state.hint), False
        elif names != wanted:
            comparison = "own" if len(names) > 1 else ""
            self.state = replace(self.state, names=names, comparison=comparison)
        if names:
            self._ask_models(Load(replace(self.state, names=names), exact))
        else:
            self.view.show_caption(
                self.tr("No model can be opened. The models belong into the folder models_onnx.")
            )

    def tell(self, errors: Sequence[Exception]) -> None:
        """Post what went wrong."""
        for error in errors:
            self.context.notices.post(error_sentence(error), "bad")

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show one model."""
        self._load((name,))

    def adopt(self, name: str) -> None:
        """Show a model that has just come into the library."""
        self._look_again()
        self.context.latent.renew(name)
        self.choose(name)

    def adopt_version(self, name: str, version: int) -> None:
        """Let `version` be what `name` means from now on: it is current in the library already.

        For whoever has published a version or gone back to one. Where the model is shown, or is
        being opened, the new version takes the place of the old one with everything as it is:
        cursor, plane, item, other models beside it; the old picture stays until the new one is
        there. Earlier states mean the version that was shown then, so that Undo brings it back.
        """
        asked = self.asked_names
        self._look_again()
        if {name, address_of(name, version)} <= set(asked):
            self.show_again(self.asked_names)  # both are shown: they change names, not places
        elif {name, address_of(name, version)} & set(asked):
            self.show_again(called(asked, {address_of(name, version): name}))
        else:
            self.refresh_controls()

    def _look_again(self) -> None:
        """Look which models there are; where another version is current, states keep theirs."""
        before = self.choices.current
        self.choices.refresh()
        for name, version in self.choices.current.items():
            if before.get(name, version) != version:
                self.readdress(name, moved(name, before[name], version))

    def readdress(self, name: str, table: Mapping[str, str], instead: str = "") -> None:
        """Look anew which versions the model `name` has; states call them as `table` says.

        What it calls "" is no more: `instead` stands where nothing else is left. Nothing else is
        shown by that alone.
        """
        self.choices.refresh()
        self.context.latent.renew(name)
        change = partial(readdressed, table=table, instead=instead)
        self.state = change(self.state)
        if self._wanted is not None and change(self._wanted.state) is not self._wanted.state:
            self._wanted = replace(self._wanted, state=change(self._wanted.state))
        if self._history is not None:
            self._history.rewrite(change)
            self.view.show_history(self._history.can_undo, self._history.can_redo)

    @property
    def asked_names(self) -> tuple[str, ...]:
        """Return the models that are shown, or are to be as soon as they are open."""
        return (self.state if self._wanted is None else self._wanted.state).names

    def show_again(self, names: tuple[str, ...]) -> None:
        """Show these models in the place of those that are shown, with all else as it is."""
        names = self.choices.first(names)
        if names:
            asked = self._wanted or Load(self.state)
            comparison = asked.state.comparison if len(names) > 1 else ""
            comparison = comparison or ("own" if len(names) > 1 else "")
            state = replace(asked.state, names=names, comparison=comparison)
            self._ask_models(replace(asked, state=state, fly=len(names) == 1))

    @Slot(str)
    def choose_data(self, data: str) -> None:
        """Show the user's own pictures under the models; "" for the models' own data."""
        if self.shown and data != self.state.data:
            self._ask_models(Load(_of_other_data(self.state, data)))

    def reopen_data(self, data: str) -> None:
        """Read the user's own pictures, anew where they were read before, and show them."""
        if self.shown:
            self.context.latent.forget(data)
            self._ask_models(Load(_of_other_data(self.state, data)))

    @Slot(int)
    def choose_beta(self, stop: int) -> None:
        """Show the network trained with the β of this stop; the points fly there."""
        self._load((self.choices.betas(self.card)[stop][1],), fly=True)

    @Slot(str)
    def compare(self, comparison: str) -> None:
        """Show the models of a ready-made comparison side by side; "" goes back to one model."""
        if comparison:
            self._load(self.choices.comparison(comparison, self.card), comparison)
        else:
            names, vae = self.state.names, self.choices.of_kind(self.card, Kind.VAE)
            others = (n for n in names if (c := self.choices.card(n)) and c.kind is Kind.VAE)
            self._load((vae if vae in names else next(others, names[0]),))

    @Slot(object)
    def compare_models(self, names: tuple[str, ...]) -> None:
        """Show these two to four models side by side."""
        self._load(names, "own")

    @property
    def card(self) -> LatentCard:
        """Return the card of the first model shown."""
        return self.shown[0].model.card

    def _load(self, names: tuple[str, ...], comparison: str = "", *, fly: bool = False) -> None:
        state = replace(self.state, names=names, comparison=comparison)
        if names != self.state.names:
            state = replace(state, second=None, path=(), traversal=False)
        cards = [self.choices.card(name) for name in names]
        if state.data and not all("encoder" in card.graphs for card in cards if card):
            state = _of_other_data(state, "")
            text = self.tr("This model has no encoder: it shows what it draws, not your pictures.")
            self.context.notices.post(text)
        self._ask_models(Load(state, fly=fly))

    def go_to(self, state: State) -> None:
        """Show everything as `state` says, as a new state."""
        names = self.choices.first(state.names)
        self._ask_models(Load(replace(state, names=names, hint=False), exact=True))

    def _ask_models(self, request: Load) -> None:
        self._wanted = request
        self._patience.start()
        self._loads.ask(request, partial(self._open_all, request.state))

    def _open_all(self, state: State) -> Opened:
        """Open what is not open yet (in the worker's thread); a damaged model is left out."""
        found, errors = [], []
        for name in state.names:
            try:
                found.append(self.context.latent.open(name, state.data))
            except CoreError as error:
                errors.append(error)
        homes: tuple[Home, ...] = ()
        if state.own is not None and all(_can_read(entry.model, state.own) for entry in found):
            homes = _read(Read(state.own, tuple(entry.model for entry in found)))
        return tuple(found), homes, errors

    @Slot(object, object)
    def _on_loaded(self, request: Load, answer: Opened) -> None:
        if request is not self._wanted:
            return  # overtaken by a newer choice
        self._wanted = None
        self._patience.stop()
        if self._drawn_since(request):
            self._ask_models(replace(request, state=replace(request.state, own=self.state.own)))
            return
        shown, homes, errors = answer
        self.tell(errors)
        if not shown:
            self._keep_what_is_shown(request.state)
            return
        self._take_over(shown, homes, request)
        if request.exact and not errors and self.state != request.state:
            text = self.tr("Not all of it fits any more; what did not was left out.")
            self.context.notices.post(text)
        stage = self.view.use_stage(len(shown))
        scenes = self._scenery.scenes(shown, self.state)
        stage.show_models(scenes, fly=request.fly and self.context.motion)
        self.refresh_controls()
        self._last = self._walker = None
        self._show_chosen()
        self._background.show(self.state.background, stage, self.codes())
        self._describe = any(self.state.offset) or self.state.own is not None
        self.view.show_caption(self._first_words())
        self.view.show_hint(self.state.hint)
        self.ready.emit()

    def _drawn_since(self, request: Load) -> bool:
        """Say whether the user's own picture has changed since these models were asked for."""
        same = not request.exact and request.state.data == self.state.data
        return same and self.state.own is not None and self.state.own != request.state.own

    def _first_words(self) -> str:
        """Say what the cloud shows, or how the models differ."""
        if len(self.shown) > 1:
            item = None if self.state.own else self.state.item
            return comparison_sentence(self.shown, item)
        return cloud_sentence(self.shown[0])

    @Slot(object, object)
    def _on_load_failed(self, request: Load, error: Exception) -> None:
        """Tell of what nobody expected."""
        self.tell([error])
        if request is self._wanted:
            self._wanted = None
            self._patience.stop()
            self._keep_what_is_shown(request.state)

    def _keep_what_is_shown(self, asked: State) -> None:
        """Nothing could be opened: stay, or begin anew: on the model's own data, or the next."""
        if self.shown:
            self.refresh_controls()
            return
        if asked.data:
            self.state = State(names=asked.names, hint=self.state.hint)
        else:
            for name in asked.names:
                self.choices.cards.pop(name, None)
            self.state = State(hint=self.state.hint)
        self._begin(exact=False)

    def _take_over(
        self, shown: tuple[Explorable, ...], homes: tuple[Home, ...], request: Load
    ) -> None:
        """Make the request's state the present one, as far as its models could be opened."""
        if self.shown[:1] != shown[:1]:
            self.view.panel.hide_inside()
        before = self.shown[0].chart.data if self.shown else None
        size = self.shown[0].model.card.latent_size if self.shown else 0
        self.shown = shown
        now, card = shown[0].chart.data, shown[0].model.card
        names = tuple(entry.name for entry in shown)
        comparison = request.state.comparison if len(shown) > 1 else ""
        base = request.state if request.exact else _only_models(self.state, request.state)
        state = replace(base, names=names, comparison=comparison, hint=self.state.hint)
        if not request.exact and card.latent_size != size:
            state = replace(state, axes=default_axes(card), offset=())
        if not homes:
            state = replace(state, own=None)
        if state.item >= len(now) or not (now is before or request.exact):
            state = replace(state, item=shown[0].chart.telling, own=None, offset=())
            state = replace(state, hidden=frozenset(), colour_by="class")
        self.homes = homes if state.own is not None else self._item_homes(state.item)
        self._change(_fitting(state, shown[0]))

    def _item_homes(self, item: int) -> tuple[Home, ...]:
        charts = [entry.chart for entry in self.shown]
        return tuple(
            Home(c.codes[item], None if c.sigma is None else c.sigma[item]) for c in charts
        )

    @Slot()
    def _on_waiting(self) -> None:
        if self._wanted is not None:
            names = self._wanted.state.names
            card = self.choices.card(names[0])
            data = data_name(card.known_data) if card and card.known_data else names[0]
            self.view.show_caption(
                self.tr("Opening “{data}” … The first time its pictures are drawn, too.").format(
                    data=data
                )
            )

    # undo

    def update(self, **changes: Any) -> None:
        """Change fields of the state, to come back to."""
        self._change(replace(self.state, **changes))

    def _change(self, state: State) -> None:
        """Make `state` the present one, to come back to."""
        self.state = state
        if self._history is None:
            self._history = History(state)
        self._history.keep(state)
        self.view.show_history(self._history.can_undo, self._history.can_redo)
        self.changed.emit()

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
            self.view.show_history(self._history.can_undo, self._history.can_redo)
            self._ask_models(Load(state, exact=True, fly=len(state.names) == 1))

    def refresh_controls(self) -> None:
        """Let picker and panel say what is shown."""
        if not self.shown:
            return
        panel, several = self.view.panel, len(self.shown) > 1
        self.view.show_models(self._rows(), self.shown[0].name)
        self.view.show_about("" if several else model_about(self.card))
        betas = [beta for beta, _ in self.choices.betas(self.card)]
        panel.show_betas(betas, self.card.beta, several=several)
        kinds = self.choices.comparison("kinds", self.card)
        panel.show_comparison(self.state.comparison, possible=len(kinds) > 1)
        panel.show_background(self.state.background)
        panel.show_members(self._members(), self.state.names)
        panel.show_data(self.state.data, self.context.latent.own_data())
        self._show_legend()

    def _rows(self) -> list[tuple[str, str]]:
        """Name all models for the picker; an earlier version among them while it is shown."""
        rows = [(name, self._row(name, card)) for name, card in self.choices.cards.items()]
        entry, names = self.shown[0], list(self.choices.cards)
        if entry.name not in names:
            card = entry.model.card
            at = names.index(card.name) + 1 if card.name in names else len(names)
            rows.insert(at, (entry.name, self._row(entry.name, card)))
        return rows

    def _row(self, name: str, card: LatentCard) -> str:
        version = self.choices.version(name)
        parts = [data_name(card.known_data), model_name(card)] if card.known_data else [card.name]
        if card.known_data and card.name in self.choices.own:
            parts.append(short_name(card.name))
        if version is not None and (version > 1 or "@" in name):
            parts.append(version_text(version))
        return " · ".join(parts)

    def _members(self) -> list[tuple[str, str]]:
        """Name the models alike, and the versions that are shown."""
        alike = self.choices.alike(self.card, self.state.names)
        order = {name: place for place, name in enumerate(self.choices.cards)}
        rows = [(card, self.choices.version(name) or 1, name) for name, card in alike.items()]
        rows.sort(key=lambda row: (order.get(row[0].name, len(order)), row[1]))
        texts = [model_name(card) for card, _, _ in rows]
        labels = told_apart(texts, [(card, version) for card, version, _ in rows])
        return [(name, label) for (_, _, name), label in zip(rows, labels, strict=True)]

    def _show_legend(self) -> None:
        data, state = self.shown[0].chart.data, self.state
        colours = colours_of(data, state.colour_by)
        self.view.panel.show_colours((*data.attributes, *data.factors), state.colour_by)
        visible = np.array([i not in state.hidden for i in range(len(colours.values))])
        self.view.panel.show_classes(colours.values, visible)
        self._show_visible(visible)

    # the point and what is chosen

    def codes(self) -> tuple[Point, ...]:
        """Return the code of the cursor, A, in each model."""
        offset, found = np.asarray(self.state.offset), []
        for entry, home in zip(self.shown, self.homes, strict=True):
            away = entry.chart.spread * offset if len(offset) == len(home.mean) else 0.0
            found.append(tuple(map(float, home.mean + away)))
        return tuple(found)

    @property
    def walker(self) -> Point | None:
        """Return the code that is looked at on a walk, None while it is that of the cursor."""
        return self._walker

    def points(self) -> tuple[Point, ...]:
        """Return the code that is looked at in each model: on a walk, that of the walker."""
        return self.codes() if self._walker is None else (self._walker,)

    @Slot(int, object)
    def move(self, plane: int, at: Point) -> None:
        """Put the cursor at `at` of one plane, and correspondingly in the others."""
        if self.shown:
            projection = self.view.stage.scenes[plane].projection
            code = np.asarray(self.codes()[plane])
            self.place(projection.lift(code, np.asarray(at)), plane)

    def place(self, code: np.ndarray, index: int = 0) -> None:
        """Put the cursor onto a code (d,) of one model, and correspondingly in the others."""
        self._walker = None
        away = (code - self.homes[index].mean) / self.shown[index].chart.spread
        self.state = replace(self.state, offset=tuple(map(float, away)))
        self.view.stage.set_lit(decoder=True)
        self._show_points()
        if self.state.hint:
            self.state = replace(self.state, hint=False)
            self.view.show_hint(False)

    def look_from(self, code: Point | None) -> None:
        """Look at a code away from the cursor, as on a walk; None goes back to the cursor."""
        self._walker = code
        self.view.stage.set_lit(decoder=code is not None)
        self._show_points()

    @Slot(int)
    def choose_item(self, index: int) -> None:
        """Choose a data picture: the point jumps onto its code in every plane."""
        self._walker = None
        self.homes = self._item_homes(index)
        self.update(item=index, offset=(), own=None)
        self._show_chosen()

    def read(self, pixels: np.ndarray) -> None:
        """Let a picture of the user's own, uint8, take the place of the chosen one."""
        own = Own.of(pixels)
        models = self._models()
        if all(_can_read(model, own) for model in models):
            request = self._reading = Read(own, models)
            self._reads.ask(request, partial(_read, request))

    @Slot(object, object)
    def _on_read(self, request: Read, homes: tuple[Home, ...]) -> None:
        if request is self._reading:
            self._reading = None
        if request.models != self._models():  # others have come since: they read it, too
            self.read(request.own.array())
            return
        self._walker = None
        self.homes = homes
        self.state = replace(self.state, own=request.own, offset=())
        self._show_chosen()
        if self._commit_due and self._reading is None:
            self.commit()

    @Slot(object, object)
    def _on_read_failed(self, request: Read, _error: Exception) -> None:
        if request is self._reading:
            self._reading = None

    @Slot(int)
    def step_item(self, step: int) -> None:
        """Choose the next data picture, or the one before, among the classes shown."""
        if not self.shown:
            return
        labels = colours_of(self.shown[0].chart.data, self.state.colour_by).labels
        seen = np.flatnonzero(~np.isin(labels, list(self.state.hidden)))[::step]
        beyond = seen[(seen - self.state.item) * step > 0]
        if len(seen):
            self.choose_item(int((beyond if len(beyond) else seen)[0]))

    @Slot()
    def go_home(self) -> None:
        """Put the point back onto the code of its picture."""
        if self.shown:
            self._walker = None
            self.update(offset=())
            self._show_chosen()

    @Slot()
    def fit(self) -> None:
        """Show every code."""
        for plane in self.view.stage.planes:
            plane.fit()

    def is_settled(self) -> bool:
        """Say whether what was asked for is shown, with the pictures of where the cursor is."""
        if self._wanted is not None or self._reading is not None:
            return False
        return self._last is not None and self._last.points == self.points()

    def rows_laid(self, plane: int) -> int:
        """Return how many rows of tiles lie under the plane's present view."""
        return self._background.rows_laid(plane)

    def _show_chosen(self) -> None:
        stage, first = self.view.stage, self.shown[0]
        if self.state.own is None:
            pixels = first.chart.data.images[self.state.item]
            stage.show_chosen(Chosen(pixels, self.class_of(self.state.item), self.homes))
        else:
            name = self.tr("yours")
            stage.show_chosen(Chosen(self.state.own.array(), name, self.homes))
        stage.set_lit(encoder=True, decoder=True)
        self._dim.start()
        self._show_points()
        home = Draw((first.model,), (tuple(map(float, self.homes[0].mean)),))
        self._homes.ask(home, partial(draw, home))

    def class_of(self, item: int) -> str:
        """Name the class of the data picture `item`."""
        data = self.shown[0].chart.data
        return class_name(data.classes[data.labels[item]])

    def _show_points(self) -> None:
        """Show where the cursor is, and ask what the decoders draw there."""
        request = Draw(self._models(), self.points())
        self.view.stage.show_points(self.codes(), self._walker)
        self._draws.ask(request, partial(draw, request))
        self.pointMoved.emit()

    def _models(self) -> tuple[LatentModel, ...]:
        return tuple(entry.model for entry in self.shown)

    @Slot()
    def commit(self) -> None:
        """Let go: the present state is one to come back to."""
        self._commit_due = self._reading is not None
        if self.shown and not self._commit_due:
            self._change(self.state)
            self._background.move_to(self.codes())
            self._dim.start()

    @Slot()
    def _on_dim(self) -> None:
        self.view.stage.set_lit()

    @Slot(int)
    def glance(self, index: int) -> None:
        """Look at a data picture without choosing it: marked and given back in every plane."""
        self._glanced = index
        self.view.stage.show_glance(index)
        if index < 0 or not self.shown:
            self._glances.forget()
            return
        codes = tuple(tuple(map(float, entry.chart.codes[index])) for entry in self.shown)
        request = Draw(self._models(), codes)
        self._glances.ask(Glance(index, request), partial(draw, request))

    # plane, background and classes

    def choose_axes(self, axes: tuple[int, ...]) -> None:
        """Let two dimensions be the plane, or the principal directions of the codes."""
        if self.shown:
            self.update(axes=axes)
            self._show_scenes()

    @Slot(str)
    def colour_by(self, key: str) -> None:
        """Let the class or another known attribute colour the points."""
        if self.shown:
            self.update(colour_by=key, hidden=frozenset())
            self._show_scenes()
            self._show_legend()

    def _show_scenes(self) -> None:
        stage = self.view.stage
        stage.show_models(self._scenery.scenes(self.shown, self.state), fly=self.context.motion)
        self._show_chosen()
        self._background.show(self.state.background, stage, self.codes())

    @Slot(str)
    def choose_background(self, key: str) -> None:
        """Show points, points on decoded tiles, or the pictures themselves."""
        if self.shown:
            self.update(background=key)
            self._background.show(key, self.view.stage, self.codes())

    @Slot(object)
    def show_classes(self, visible: np.ndarray) -> None:
        """Show the classes marked True."""
        self.update(hidden=frozenset(np.flatnonzero(~visible).tolist()))
        self._show_visible(visible)

    def _show_visible(self, visible: np.ndarray) -> None:
        for plane in self.view.stage.planes:
            plane.set_visible_classes(visible)

    # words

    @Slot(str)
    def explain(self, part: str) -> None:
        """Unfold what is inside the encoder or the decoder."""
        if self.shown:
            self.view.panel.show_inside(*inside_text(self.card, part))

    @Slot()
    def _on_caption_due(self) -> None:
        """Describe where the point is now; the newest position wins here too."""
        if len(self.shown) == 1 and self._last is not None:
            entry, point, picture = self.shown[0], self._last.points[0], self._last.pictures[0]
            work = partial(look_around, entry.chart, np.array(point), picture)
            self._looking = Look(entry, point)
            self._looks.ask(self._looking, work)

    # answers

    @Slot(object, object)
    def _on_drawn(self, request: Draw, answer: Drawn) -> None:
        if request.models != self._models():
            return
        describe, self._last = self._describe, answer
        self._describe = describe or request.points == self.points()
        self.view.stage.show_pictures(answer.pictures)
        self._tell_device(answer.seconds)
        if len(self.shown) == 1 and describe and not self._caption.isActive():
            self._caption.start()

    def describe(self) -> None:
        """Say again what the figure shows."""
        self.view.show_caption(self._first_words())

    def say(self, text: str) -> None:
        """Write the caption; the picture that is drawn next leaves it."""
        self._describe = False
        self._caption.stop()
        self._looking = None
        self.view.show_caption(text)

    def shown_picture(self) -> np.ndarray | None:
        """Return what the first decoder drew last, float32."""
        return None if self._last is None else self._last.pictures[0]

    def _tell_device(self, seconds: float) -> None:
        device = self.shown[0].model.device
        if device.why is Why.FAILED:
            self.context.notices.post(device_sentence(device))
        self.answered.emit(device, seconds)

    @Slot(object, object)
    def _on_home(self, request: Draw, answer: Drawn) -> None:
        if self.shown and request.models[0] is self.shown[0].model:
            self.view.stage.show_reconstruction(answer.pictures[0])

    @Slot(object, object)
    def _on_glance(self, request: Glance, answer: Drawn) -> None:
        if request.item == self._glanced and request.draw.models == self._models():
            name = self.class_of(request.item)
            self.view.stage.show_glance(request.item, answer.pictures, name)

    @Slot(object, object)
    def _on_look(self, request: Look, seen: Surroundings) -> None:
        known = request is self._looking  # nothing else was said since
        if known and len(self.shown) == 1 and self.shown[0] is request.entry:
            at_own = self.state.own is not None and not any(self.state.offset)
            sentence = own_sentence(seen) if at_own else surroundings_sentence(seen)
            self.view.show_caption(sentence)
            if self._last is not None and self._last.points[0] != request.point:
                self._caption.start()

    @Slot(object, object)
    def _on_failure(self, _request: object, error: Exception) -> None:
        self.tell([error])


def _can_read(model: LatentModel, own: Own) -> bool:
    return model.has_encoder and own.shape == model.card.image_shape


def _read(request: Read) -> tuple[Home, ...]:
    """Encode the picture by each model."""
    images = request.own.array()[None] / np.float32(255)
    found = [model.encode(images) for model in request.models]
    return tuple(Home(q.mean[0], None if q.sigma is None else q.sigma[0]) for q in found)


def _of_other_data(state: State, data: str) -> State:
    """Return `state` without what belongs to the pictures that were shown."""
    bare = replace(state, data=data, own=None, item=0, offset=(), second=None, path=())
    return replace(bare, hidden=frozenset(), colour_by="class")


def _only_models(now: State, asked: State) -> State:
    """Return the present state with what a choice of models or data brings along.

    The cursor may have moved since that was asked for.
    """
    if asked.data != now.data:
        return asked
    kept = {"second": now.second if asked.second else None, "path": now.path if asked.path else ()}
    return replace(now, traversal=now.traversal and asked.traversal, **kept)


def _fitting(state: State, entry: Explorable) -> State:
    """Let go of what does not fit the model: another number of dimensions, another attribute."""
    size, data = entry.model.card.latent_size, entry.chart.data
    if len(state.offset) not in (0, size):
        state = replace(state, offset=())
    known = [i for i in set(state.axes) if 0 <= i < max(2, size)]  # (0, 1) even of one dimension
    if state.axes and not len(state.axes) == len(known) == 2:
        state = replace(state, axes=default_axes(entry.model.card))
    if state.colour_by not in ("class", *data.attributes, *data.factors):
        state = replace(state, colour_by="class", hidden=frozenset())
    second = None if state.second is None or len(state.second) != size else state.second
    path = state.path if all(len(code) == size for code in state.path) else ()
    return replace(state, second=second, path=path)
