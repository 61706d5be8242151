"""The Latent Explorer's decisions: what to ask of core, and what to show of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.cards import Kind, ModelCard
from core.errors import CoreError
from core.latent.explore import Draw, Drawn, Explorable, Point, draw, open_explorable
from core.latent.surroundings import Surroundings, look_around
from core.latent.tiles import SIDE, Window, tile_rows
from gui.context import AppContext
from gui.numbers import number
from gui.tabs.latent.sentences import (
    cloud_sentence,
    comparison_sentence,
    surroundings_sentence,
)
from gui.tabs.latent.view import LatentView
from gui.words import beta_text, data_name, error_sentence, model_about, model_name

FIRST = ("fashion-vae-2", "digits-vae-2", "shapes-vae-2")
COMPARED_BETAS = (0.0, 1.0, 4.0)
TILE_ROWS = 4  # decoded at once
CAPTION_MS = 60


@dataclass(frozen=True)
class State:
    """All that the user chose in this tab; enough to build the tab anew.

    `names` are the models shown, `item` the chosen picture, `offset` where the point is: away from
    the picture's code, in standard deviations of each cloud, so that one cursor serves them all.
    """

    names: tuple[str, ...] = ()
    comparison: str = ""
    item: int = 0
    offset: Point = (0.0, 0.0)
    background: str = "points"
    hidden: frozenset[int] = field(default_factory=frozenset)
    hint: bool = True


@dataclass(frozen=True)
class Load:
    """Open these models; `fly` when the points shall fly to their new places."""

    names: tuple[str, ...]
    comparison: str
    fly: bool


@dataclass(frozen=True)
class Glance:
    """Give back the item under the pointer."""

    item: int
    request: Draw


@dataclass(frozen=True)
class Carpet:
    """Decode the next rows of tiles of one plane."""

    plane: int
    model: Explorable
    window: Window
    row: int


@dataclass(frozen=True)
class Look:
    """Describe a point of one model."""

    entry: Explorable
    point: Point


class LatentPresenter(QObject):
    """Connects the view with core through the two workers of the context."""

    ready = Signal()  # models are shown
    answered = Signal(float)  # new pictures are shown; the seconds that the models took

    def __init__(self, context: AppContext, view: LatentView, state: State | None = None) -> None:
        super().__init__(view)
        self._context, self._view = context, view
        self.state = state or State()
        self._open: dict[str, Explorable] = {}
        self._shown: tuple[Explorable, ...] = ()
        self._stamp = 0
        self._carpets: dict[int, np.ndarray] = {}
        self._laid: dict[int, tuple[Window, int]] = {}
        self._last: Drawn | None = None
        self._caption = QTimer(self, singleShot=True, interval=CAPTION_MS)
        self._dim = QTimer(self, singleShot=True, interval=300)
        self._caption.timeout.connect(self._on_caption_due)
        self._dim.timeout.connect(self._on_dim)
        self._connect_view()
        for worker in (context.quick, context.slow):
            worker.answered.connect(self._on_answer)
            worker.failed.connect(self._on_failure)
        if not self.state.hint:
            view.hide_hint()

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
        self._connect_stage()

    @Slot()
    def _connect_stage(self) -> None:
        stage = self._view.stage
        stage.moved.connect(self.move)
        stage.released.connect(self._on_released)
        stage.picked.connect(self.choose_item)
        stage.hovered.connect(self.glance)
        stage.viewSettled.connect(self._on_view_settled)
        stage.explained.connect(self.explain)

    # choosing models

    def cards(self) -> dict[str, ModelCard]:
        """Return the cards of the models that this tab can show."""
        entries = self._context.library.entries()
        return {
            entry.name: entry.card
            for entry in entries
            if entry.card is not None and entry.card.latent_size == 2
        }

    def start(self) -> None:
        """Show what the state says, or the first model there is; name the damaged ones."""
        for entry in self._context.library.entries():
            if entry.error is not None:
                self._context.notices.post(error_sentence(entry.error), "bad")
        cards = self.cards()
        names = tuple(name for name in self.state.names if name in cards)
        if not names:
            names = tuple(name for name in (*FIRST, *cards) if name in cards)[:1]
        if names:
            self._load(names, self.state.comparison if len(names) > 1 else "")
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
        self._load((self._betas()[stop][1],), fly=True)

    @Slot(str)
    def compare(self, comparison: str) -> None:
        """Show the models of a ready-made comparison side by side; "" goes back to one model."""
        card = self._shown[0].model.card
        if comparison == "kinds":
            names = [self._find(card.data.name, kind) for kind in Kind]
        elif comparison == "betas":
            stops = dict(self._betas())
            names = [stops.get(beta) for beta in COMPARED_BETAS]
        else:
            names = [self._preferred()]
        found = tuple(name for name in names if name is not None)
        if found:
            self._load(found, comparison if len(found) > 1 else "")

    @Slot(object)
    def compare_models(self, names: tuple[str, ...]) -> None:
        """Show these two to four models side by side."""
        self._load(names, "own")

    def _preferred(self) -> str:
        """Return the model to go back to from a comparison."""
        names = [entry.name for entry in self._shown]
        return next((n for n in names if n.endswith("-vae-2")), names[0])

    def _find(self, data: str, kind: Kind) -> str | None:
        """Return the model of this data and kind; of several VAEs the one with β = 1."""
        for name, card in self.cards().items():
            if card.data.name == data and card.kind is kind and card.beta in (None, 1.0):
                return name
        return None

    def _betas(self) -> list[tuple[float, str]]:
        """Return the β stops of the data now shown, with their models."""
        if not self._shown:
            return []
        data = self._shown[0].model.card.data.name
        stops = [
            (card.beta, name)
            for name, card in self.cards().items()
            if card.kind is Kind.VAE and card.data.name == data and card.beta is not None
        ]
        return sorted(stops)

    def _load(self, names: Sequence[str], comparison: str = "", *, fly: bool = False) -> None:
        fly = fly and self._context.motion
        request = Load(tuple(names), comparison, fly)
        self._context.slow.ask("load", request, partial(self._open_all, request.names))

    def _open_all(self, names: Sequence[str]) -> tuple[tuple[Explorable, ...], list[CoreError]]:
        """Open what is not open yet (in the worker's thread); a damaged model is left out."""
        context, found, errors = self._context, [], []
        if context.device is None:
            from core.runtime.providers import best_device

            context.device = best_device(context.settings.text("device"))
        for name in names:
            try:
                if name not in self._open:
                    self._open[name] = open_explorable(
                        context.library, name, context.device, context.points
                    )
                found.append(self._open[name])
            except CoreError as error:
                errors.append(error)
        return tuple(found), errors

    def _on_loaded(
        self, request: Load, answer: tuple[tuple[Explorable, ...], list[CoreError]]
    ) -> None:
        shown, errors = answer
        for error in errors:
            self._context.notices.post(error_sentence(error), "bad")
        if not shown:
            if not self._shown:
                self._try_another(request.names)
            self._refresh_controls()
            return
        before = self._shown
        self._shown = shown
        same_data = bool(before) and before[0].chart.data.name == shown[0].chart.data.name
        self.state = replace(
            self.state,
            names=tuple(entry.name for entry in shown),
            comparison=request.comparison if len(shown) > 1 else "",
        )
        if not same_data:
            keep = not before and self.state.item < len(shown[0].chart.codes)
            item = self.state.item if keep and self.state.item else _telling_item(shown[0])
            offset = self.state.offset if keep else (0.0, 0.0)
            hidden = self.state.hidden if keep else frozenset()
            self.state = replace(self.state, item=item, offset=offset, hidden=hidden)
        self._view.use_stage(len(shown))
        self._view.stage.show_models(shown, fly=request.fly)
        self._refresh_controls()
        self._show_background()
        self._show_item()
        self._view.stage.set_lit(encoder=True, decoder=True)
        self._dim.start()
        self._last = None
        self._say(
            comparison_sentence(shown, self.state.item)
            if len(shown) > 1
            else cloud_sentence(shown[0])
        )
        self.ready.emit()

    def _try_another(self, failed: Sequence[str]) -> None:
        """Nothing is shown yet and the wanted model is damaged: take the next sound one."""
        rest = [name for name in self.cards() if name not in failed]
        if rest:
            self._load((rest[0],))

    def _refresh_controls(self) -> None:
        if not self._shown:
            return
        card, panel = self._shown[0].model.card, self._view.panel
        cards = self.cards()
        rows = [(n, f"{data_name(c.data.name)} · {model_name(c)}") for n, c in cards.items()]
        self._view.show_models(rows, self._shown[0].name)
        several = len(self._shown) > 1
        self._view.show_about("" if several else model_about(card))
        betas = [beta for beta, _ in self._betas()]
        panel.show_betas(betas, None if several else card.beta)
        panel.show_comparison(self.state.comparison)
        panel.show_background(self.state.background)
        same = [(n, model_name(c)) for n, c in cards.items() if c.data.name == card.data.name]
        panel.show_members(same, self.state.names)
        visible = [i not in self.state.hidden for i in range(len(card.classes))]
        panel.show_classes(card.classes, visible)
        self._show_visible(np.array(visible))

    # the point and the item

    @Slot(int, object)
    def move(self, plane: int, at: Point) -> None:
        """Put the cursor at `at` of one plane, and correspondingly in the others."""
        if not self._shown:
            return
        chart = self._shown[plane].chart
        away = (np.asarray(at) - chart.codes[self.state.item]) / chart.spread
        self.state = replace(self.state, offset=(float(away[0]), float(away[1])))
        points = self.points()
        self._view.stage.show_points(points)
        self._view.stage.set_lit(decoder=True)
        self._ask_pictures(points)
        if self.state.hint:
            self.state = replace(self.state, hint=False)
            self._view.hide_hint()

    @Slot(int)
    def choose_item(self, index: int) -> None:
        """Choose a data picture: the point jumps onto its code in every plane."""
        self.state = replace(self.state, item=index, offset=(0.0, 0.0))
        self._view.stage.set_lit(encoder=True, decoder=True)
        self._dim.start()
        self._show_item()

    @Slot()
    def go_home(self) -> None:
        """Put the point back onto the code of its picture."""
        self.choose_item(self.state.item)

    @Slot()
    def fit(self) -> None:
        """Show every code."""
        for plane in self._view.stage.planes:
            plane.fit()

    def points(self) -> tuple[Point, ...]:
        """Return where the cursor is in each plane."""
        offset = np.asarray(self.state.offset)
        found = []
        for entry in self._shown:
            x, y = entry.chart.codes[self.state.item] + entry.chart.spread * offset
            found.append((float(x), float(y)))
        return tuple(found)

    def is_settled(self) -> bool:
        """Say whether the shown pictures belong to the cursor's place."""
        return self._last is not None and self._last.points == self.points()

    def carpet_rows(self, plane: int) -> int:
        """Return how many rows of tiles lie under the plane's present view."""
        laid = self._laid.get(plane)
        return laid[1] if laid and laid[0] == self._view.stage.planes[plane].window() else 0

    def _show_item(self) -> None:
        stage = self._view.stage
        stage.show_item(self.state.item)
        points = self.points()
        stage.show_points(points)
        self._ask_pictures(points)
        code = tuple(map(float, self._shown[0].chart.codes[self.state.item]))
        home = Draw((self._shown[0].model,), (code,))
        self._context.quick.ask("home", ("home", home), partial(draw, home))

    def _ask_pictures(self, points: tuple[Point, ...]) -> None:
        self._stamp += 1
        request = Draw(tuple(entry.model for entry in self._shown), points, self._stamp)
        self._context.quick.ask("draw", request, partial(draw, request))

    @Slot()
    def _on_released(self) -> None:
        self._dim.start()

    @Slot()
    def _on_dim(self) -> None:
        self._view.stage.set_lit()

    @Slot(int)
    def glance(self, index: int) -> None:
        """Look at a data picture without choosing it: marked and given back in every plane."""
        self._view.stage.show_glance(index)
        if index < 0 or not self._shown:
            self._context.quick.forget("glance")
            return
        codes = tuple(tuple(map(float, e.chart.codes[index])) for e in self._shown)
        request = Draw(tuple(e.model for e in self._shown), codes)
        self._context.quick.ask("glance", Glance(index, request), partial(draw, request))

    # background and classes

    @Slot(str)
    def choose_background(self, key: str) -> None:
        """Show points, points on decoded tiles, or the pictures themselves."""
        self.state = replace(self.state, background=key)
        self._show_background()

    def _show_background(self) -> None:
        key = self.state.background
        for i, plane in enumerate(self._view.stage.planes):
            plane.set_thumbnails(key == "thumbnails")
            if key == "tiles":
                self._ask_tiles(i, plane.window())
            else:
                plane.show_tiles(None)

    @Slot(int, object)
    def _on_view_settled(self, plane: int, window: Window) -> None:
        if self.state.background == "tiles" and plane < len(self._shown):
            self._ask_tiles(plane, window)

    def _ask_tiles(self, plane: int, window: Window, row: int = 0) -> None:
        request = Carpet(plane, self._shown[plane], window, row)
        work = partial(tile_rows, request.model.model, window, row, TILE_ROWS)
        self._context.slow.ask(f"tiles {plane}", request, work)

    def _on_tiles(self, request: Carpet, rows: np.ndarray) -> None:
        """Add rows to the carpet and ask for the next; a carpet that was overtaken ends here."""
        plane = request.plane
        stale = plane >= len(self._shown) or self._shown[plane] is not request.model
        if stale or self.state.background != "tiles":
            return
        side = rows.shape[1] // SIDE
        if request.row == 0:
            self._carpets[plane] = np.zeros((SIDE * side, SIDE * side), dtype=np.float32)
        top = request.row * side
        self._carpets[plane][top : top + len(rows)] = rows
        self._view.stage.show_tiles(plane, self._carpets[plane], request.window)
        self._laid[plane] = (request.window, request.row + TILE_ROWS)
        if (
            request.row + TILE_ROWS < SIDE
            and self._view.stage.planes[plane].window() == request.window
        ):
            self._ask_tiles(plane, request.window, request.row + TILE_ROWS)

    @Slot(object)
    def show_classes(self, visible: np.ndarray) -> None:
        """Show the classes marked True."""
        self.state = replace(self.state, hidden=frozenset(np.flatnonzero(~visible).tolist()))
        self._show_visible(visible)

    def _show_visible(self, visible: np.ndarray) -> None:
        for plane in self._view.stage.planes:
            plane.set_visible_classes(visible)

    # words

    @Slot(str)
    def explain(self, part: str) -> None:
        """Unfold what is inside the encoder or the decoder."""
        card = self._shown[0].model.card
        sizes = card.layer_sizes if part == "encoder" else tuple(reversed(card.layer_sizes))
        title = (
            self.tr("Inside the encoder") if part == "encoder" else self.tr("Inside the decoder")
        )
        lines = [self.tr("Layers: {sizes}").format(sizes=" → ".join(map(str, sizes)))]
        if card.kind is Kind.PCA:
            lines.append(self.tr("One linear map: z = W (x − mean), x̂ = Wᵀ z + mean."))
        else:
            lines.append(self.tr("Each arrow: weights, then GELU; the last one is linear."))
        if card.kind is Kind.VAE:
            lines.append(self.tr("q(z|x) = N(μ, σ²), z = μ + σ·ε"))
            beta = beta_text(card.beta or 0.0)
            lines.append(
                self.tr("Loss: −log p(x|z) + β · KL(q(z|x) ‖ N(0, 1)), β = {beta}").format(
                    beta=beta
                )
            )
        elif card.kind is Kind.AE:
            lines.append(self.tr("Loss: Σ (x − x̂)²"))
        metrics = card.metrics
        lines.append(self.tr("Test error a pixel: {mse}").format(mse=number(metrics.mse)))
        if metrics.neg_elbo is not None:
            lines.append(
                self.tr("Test −ELBO: {elbo} nats").format(elbo=number(metrics.neg_elbo, 4))
            )
        self._view.panel.show_inside(title, "<br>".join(lines))

    def _say(self, text: str) -> None:
        self._view.show_caption(text)

    @Slot()
    def _on_caption_due(self) -> None:
        """Describe where the point is now; the newest position wins here too."""
        if len(self._shown) == 1 and self._last is not None:
            entry, drawn = self._shown[0], self._last
            look = Look(entry, drawn.points[0])
            work = partial(look_around, entry.chart, np.array(drawn.points[0]), drawn.pictures[0])
            self._context.slow.ask("look", look, work)

    # answers

    @Slot(object, object)
    def _on_answer(self, request: object, answer: object) -> None:
        handlers: dict[type, Callable[[object, object], None]] = {
            Load: self._on_loaded, Draw: self._on_drawn, Glance: self._on_glance,
            Carpet: self._on_tiles, Look: self._on_look, tuple: self._on_home,
        }  # fmt: skip
        handlers[type(request)](request, answer)

    def _on_drawn(self, request: Draw, answer: Drawn) -> None:
        if request.models != tuple(entry.model for entry in self._shown):
            return
        first = self._last is None
        self._last = answer
        self._view.stage.show_pictures(answer.pictures)
        self.answered.emit(answer.seconds)
        if len(self._shown) == 1 and not first and not self._caption.isActive():
            self._caption.start()

    def _on_home(self, request: tuple[str, Draw], answer: Drawn) -> None:
        if self._shown and request[1].models[0] is self._shown[0].model:
            self._view.stage.show_reconstruction(answer.pictures[0])

    def _on_glance(self, request: Glance, answer: Drawn) -> None:
        if request.request.models == tuple(entry.model for entry in self._shown):
            self._view.stage.show_glance(request.item, answer.pictures)

    def _on_look(self, request: Look, seen: Surroundings) -> None:
        if len(self._shown) == 1 and self._shown[0] is request.entry:
            self._say(surroundings_sentence(seen))
            if self._last is not None and self._last.points[0] != request.point:
                self._caption.start()

    @Slot(object, object)
    def _on_failure(self, _request: object, error: Exception) -> None:
        self._context.notices.post(error_sentence(error), "bad")


def _telling_item(entry: Explorable) -> int:
    """Return the picture nearest to the middle among those that are given back well."""
    chart = entry.chart
    away = np.linalg.norm((chart.codes - chart.centre) / chart.spread, axis=1)
    good = chart.errors <= np.quantile(chart.errors, 0.25)
    return int(np.where(good, away, np.inf).argmin())
