"""Decides what happens in the GAN Playground: asks the training process and the workers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.errors import CoreError
from core.gan.data import Data, drawn
from core.gan.history import History
from core.gan.losses import Loss
from core.gan.presets import PRESETS
from core.gan.settings import LIVE, Limited, Settings, changed
from core.gan.start import PRESET, load_start
from core.gan.states import Evidence, Gains, state_of
from core.runtime.providers import Device
from core.training.gan.messages import (
    Exploded,
    ExportGame,
    GameExported,
    GameStarted,
    GoTo,
    KnobSet,
    MakeStep,
    NashResult,
    Picture,
    SetKnob,
    SetPace,
    StartGame,
    TestNash,
    Turned,
    Watched,
    Weights,
    WentTo,
    Who,
)
from core.training.gan.opening import chosen
from core.training.messages import Failed
from gui.context import AppContext
from gui.tabs.gan.figure import Figure, Measured, Painter, Question
from gui.tabs.gan.own import OwnPoints
from gui.tabs.gan.sentences import (
    KNOBS,
    LOSS_NAMES,
    gains_sentence,
    limit_sentence,
    parity_text,
    say,
    state_sentence,
    value_text,
)
from gui.tabs.gan.slow import SlowMotion
from gui.tabs.gan.state import State, packed
from gui.tabs.gan.view import ALONE, ORBIT, GanView
from gui.words import error_sentence, failure_sentence
from gui.workers.games import Phase
from gui.workers.latest import Line

MEASURE_SECONDS = 1.0
TELL_MS = 125  # between losses, and norms with the sentence: never all in one frame
KEPT = 400  # measurements
FASTEST = 1000.0  # turns a second just below the right end of the speed
MOST_POINTS = 20_000  # of the user's own
NASH_STEPS = 300
NASH_HOLDS = 500  # turns


class GanPresenter(QObject):
    """One tab's decisions."""

    answered = Signal(Device, float)
    figureShown = Signal(object)
    measuredShown = Signal(object)

    def __init__(self, context: AppContext, view: GanView, state: State) -> None:
        super().__init__(view)
        self._context, self._view, self._games = context, view, context.games
        self._state = state
        self._data: Data = chosen(state.choice)
        self._painter = Painter()
        self._drawing = Line(context.quick, self)
        self._measuring = Line(context.slow, self)
        self._own = OwnPoints(context, view)
        self._slow = SlowMotion(view)
        self._measured: list[Measured] = []
        self._asked_measure = -1e9
        self._back: int | None = None  # index of the picture that is looked at
        self._nash: NashResult | None = None
        self._shown: Picture | None = None
        self._sending = False  # a forger is being written
        self._plays_on = False  # after going back to a picture
        self._telling = QTimer(self, interval=TELL_MS)
        self._told_losses = False  # rather than norms, at the last beat
        self._telling.timeout.connect(self._on_beat)
        self._connect()

    def _connect(self) -> None:
        view, panel = self._view, self._view.panel
        self._games.told.connect(self._on_told)
        self._drawing.answered.connect(self._on_figure)
        self._drawing.failed.connect(self._on_trouble)
        self._measuring.answered.connect(self._on_measured)
        self._measuring.failed.connect(self._on_trouble)
        self._own.began.connect(self._on_drawing)
        self._own.chosen.connect(self.use_points)
        self._slow.turnWanted.connect(self._on_turn_wanted)
        self._slow.finished.connect(self._on_turn_shown)
        view.presetChosen.connect(self.choose_preset)
        view.transport.playToggled.connect(self._on_play)
        view.transport.stepped.connect(self._on_step)
        view.transport.wasReset.connect(self.restart)
        view.transport.speedChanged.connect(self._on_speed)
        view.steps.policeStepped.connect(self._on_police)
        view.steps.forgerStepped.connect(self._on_forger)
        view.steps.slowToggled.connect(self._on_slow)
        view.scrubbed.connect(self._on_scrub)
        view.goOnAsked.connect(self._on_go_on)
        panel.layersChosen.connect(self._on_layers)
        panel.conventionChosen.connect(self._on_convention)
        panel.knobTurned.connect(self.turn_knob)
        panel.dataChosen.connect(self._on_data)
        panel.pairAsked.connect(self._on_pair)
        panel.sideChosen.connect(self._on_side)
        panel.nashAsked.connect(self._on_nash)
        panel.homeAsked.connect(self._on_home)
        panel.presetChosen.connect(self.choose_preset)
        panel.shelfAsked.connect(self._on_shelf)
        panel.orbitAsked.connect(self._on_orbit)

    # beginning

    def start(self) -> None:
        """Show something beautiful at once, and get the process ready."""
        state, view = self._state, self._view
        view.panel.show_choices(
            layers=frozenset(state.layers), flipped=state.fake_is_one, pair=len(state.games) > 1
        )
        view.set_flipped(state.fake_is_one)
        for plane in view.planes:
            plane.set_layers(frozenset(state.layers))
        view.show_preset(state.preset)
        view.panel.show_data("" if state.points else state.data)
        if self._games.phase is not Phase.COLD and self._games.pictures:
            self._take_up()
        else:
            self._open()
        self._telling.start()

    def _take_up(self) -> None:
        """Go on with a run that outlived an earlier window."""
        self._show_games()
        self._view.begin(self._games.settings, self._titles())
        self._view.transport.set_playing(self._games.is_playing)
        self._show_picture(self._games.pictures[-1])
        self._on_tell()

    def _open(self) -> None:
        """Begin where the state says: at its networks, or at the shipped ones, or from the seed."""
        weights, step = self._state.trained(), self._state.step
        if not weights and self._state == State(layers=self._state.layers):
            weights, step = _shipped_start()
        self._begin(weights, step, paused=True)
        if weights:
            self._ask_figure(step, self._state.games, weights)

    def _begin(
        self, weights: tuple[Weights, ...] = (), step: int = 0, *, paused: bool = True
    ) -> None:
        state = self._state
        self._measured, self._nash, self._back, self._shown = [], None, None, None
        self._plays_on = False
        self._slow.end()
        self._own.forget()
        self._view.begin(state.games, self._titles())
        self._view.panel.show_gains("")
        self._view.transport.set_playing(not paused)
        self._show_games()
        self._games.start(
            StartGame(state.games, state.choice, weights, step, paused=paused, pace=self._pace())
        )
        if not weights:
            self._view.show_caption(self.tr("Getting the players ready …"))

    @Slot()
    def restart(self) -> None:
        """Begin again from the seed, with the knobs as they are."""
        self._begin(paused=not self._games.is_playing)

    @Slot(str)
    def choose_preset(self, name: str) -> None:
        """Play a preset from its seed."""
        preset = PRESETS[name]
        self._state = replace(
            self._state, preset=name, data=preset.data, points=(), games=preset.games,
            step=0, weights=(),
        )  # fmt: skip
        self._data = chosen(self._state.choice)
        self._view.show_preset(name)
        self._view.panel.show_data(preset.data)
        self._begin(paused=False)

    def state(self) -> State:
        """Return where the tab stands, with both networks."""
        picture = self._shown
        if picture is None or len(picture.weights) != len(self._state.games):
            return self._state
        return replace(self._state, step=picture.step, weights=packed(picture.weights))

    # the hand

    @Slot(bool)
    def _on_play(self, on: bool) -> None:
        self._plays_on = False
        self._slow.end()
        self._revive()
        if self._games.phase is Phase.BROKEN and self._back is None:
            self._view.transport.set_playing(False)
            return
        if on and self._back is not None:
            self._plays_on = True  # once the run stands there
            self._on_go_on()
        elif self._view.steps.slow.isChecked():
            self._stroll(on)
        else:
            self._games.play(on)

    def _stroll(self, on: bool) -> None:
        """Play in slow motion, or stop."""
        self._games.play(False)
        self._slow.goes_on = on
        if on:
            self._games.send(MakeStep(Who.BOTH, slow=True))

    @Slot(bool)
    def _on_slow(self, _on: bool) -> None:
        """Go over from full speed to single updates, or back."""
        if self._view.transport.is_playing():
            self._on_play(True)

    def _revive(self) -> None:
        """Where the process is gone, get another one and stand where the last picture was."""
        if self._games.phase is Phase.COLD:
            picture = self._shown
            if picture is None or len(picture.weights) != len(self._state.games):
                self._begin()
            else:
                self._begin(picture.weights, picture.step)

    @Slot()
    def _on_step(self) -> None:
        slow = self._view.steps.slow.isChecked()
        self._step(Who.BOTH, slow=slow)

    @Slot()
    def _on_police(self) -> None:
        self._step(Who.POLICE)

    @Slot()
    def _on_forger(self) -> None:
        self._step(Who.FORGER)

    def _step(self, who: Who, *, slow: bool = False) -> None:
        self._slow.end()
        self._revive()
        if self._back is not None:
            self._on_go_on()
        self._view.transport.set_playing(False)
        self._view.diagram.light("" if who is Who.BOTH else who.value)
        self._games.send(MakeStep(who, slow=slow))

    def _pace(self) -> float | None:
        speed = self._view.transport.speed()
        return None if speed > 0.99 else FASTEST * speed

    @Slot(float)
    def _on_speed(self, _speed: float) -> None:
        if self._games.phase is not Phase.COLD:
            self._games.send(SetPace(self._pace()))

    @Slot(object)
    def _on_layers(self, layers: frozenset[str]) -> None:
        self._state = replace(self._state, layers=tuple(sorted(layers)))
        for plane in self._view.planes:
            plane.set_layers(layers)

    @Slot(bool)
    def _on_convention(self, on: bool) -> None:
        self._state = replace(self._state, fake_is_one=on)
        self._view.set_flipped(on)
        self._show_games()
        self._on_tell()

    @Slot(str, object)
    def turn_knob(self, field: str, value: object) -> None:
        """Change a setting: live where that can be, else with a new start from the same seed."""
        side = self._view.panel.side()
        sides = range(len(self._state.games)) if side is None else (side,)
        games, limited = list(self._state.games), None
        for each in sides:
            if value_text(getattr(games[each], field)) == str(value):
                continue
            try:
                games[each], limited = changed(games[each], field, _parsed(field, value))
            except (CoreError, ValueError):
                self._view.show_caption(
                    self.tr("{name}: “{text}” is no value for this.").format(
                        name=say(KNOBS[field][0]), text=value
                    )
                )
                self._show_games()
                return
        self._set_games(tuple(games), field, sides)
        if limited is not None:
            self._tell_limit(limited)

    def _set_games(self, games: tuple[Settings, ...], field: str, sides: object) -> None:
        before, self._state = self._state.games, replace(self._state, games=games)
        self._show_games()
        if games == before:
            return
        self._state = replace(self._state, preset="")
        self._view.show_preset("")
        if field not in LIVE:
            self.restart()
            return
        self._revive()
        if self._back is not None:
            self._on_go_on()
        for side, (old, new) in enumerate(zip(before, games, strict=True)):
            if old != new:
                self._games.send(SetKnob(field, getattr(new, field), side))
        self._view.show_titles(self._titles())

    def _tell_limit(self, limited: Limited) -> None:
        self._context.notices.post(limit_sentence(limited))

    @Slot(str)
    def _on_data(self, name: str) -> None:
        self._state = replace(self._state, data=name, points=(), preset="", step=0, weights=())
        self._data = chosen(self._state.choice)
        self._view.show_preset("")
        self._begin(paused=not self._games.is_playing)

    @Slot()
    def _on_drawing(self) -> None:
        """Let the game stand while one draws."""
        self._slow.end()
        self._stop()

    @Slot(object)
    def use_points(self, points: np.ndarray) -> None:
        """Begin with points of the user's own, which lie in the unit square."""
        if len(points) > MOST_POINTS:  # what the state file should hold
            points = points[:: -(-len(points) // MOST_POINTS)]
        dim = points.shape[1]
        low, high = (0.0,) * dim, (1.0,) * dim
        try:
            drawn(points, (low, high))
        except CoreError:
            self._view.show_caption(
                self.tr("That is too little to imitate: draw a few points that differ.")
            )
            if self._shown is not None:
                self._show_picture(self._shown)
            return
        rows = tuple(tuple(float(v) for v in row) for row in points.round(4).tolist())
        self._state = replace(
            self._state, points=rows, low=low, high=high, preset="", step=0, weights=(),
        )  # fmt: skip
        self._data = chosen(self._state.choice)
        self._view.panel.show_data("")
        self._view.show_preset("")
        self._begin(paused=False)

    @Slot(bool)
    def _on_pair(self, on: bool) -> None:
        first = self._state.games[0]
        self._state = replace(
            self._state, games=(first, first) if on else (first,), preset="", step=0, weights=()
        )
        self._view.panel.show_choices(
            layers=frozenset(self._state.layers), flipped=self._state.fake_is_one, pair=on
        )
        self._view.panel.choose_side(1 if on else -1)  # one setting of the right run, say
        self._view.show_preset("")
        self._begin(paused=not self._games.is_playing)

    @Slot(int)
    def _on_side(self, _side: int) -> None:
        self._show_games()

    @Slot()
    def _on_nash(self) -> None:
        self._slow.end()
        self._revive()
        self._stop()
        self._view.panel.show_gains(self.tr("Training a copy of each …"), busy=True)
        self._games.send(TestNash(NASH_STEPS, self._view.panel.side() or 0))

    @Slot(bool)
    def _on_home(self, with_police: bool) -> None:
        """Publish the forger of the picture that is shown."""
        self._slow.end()
        self._revive()
        self._stop()
        if self._back is not None:
            self._on_go_on()
        self._sending = True
        self._view.panel.show_sending(True)
        self._view.show_caption(self.tr("The police goes home: writing the forger as ONNX …"))
        name = f"forger-{self._state.data if not self._state.points else 'own'}"
        self._games.send(ExportGame(name, self._view.panel.side() or 0, with_police))

    def _stop(self) -> None:
        self._games.play(False)
        self._view.transport.set_playing(False)

    @Slot()
    def _on_shelf(self) -> None:
        self._view.show_page(ALONE)

    @Slot()
    def _on_orbit(self) -> None:
        self._view.show_page(ORBIT)

    # the time line

    @Slot(int)
    def _on_scrub(self, index: int) -> None:
        pictures = self._games.pictures
        if not pictures:
            return
        self._slow.end()
        if self._games.is_playing:
            self._games.play(False)
        self._view.transport.set_playing(False)
        last = len(pictures) - 1
        at = last if index < 0 else min(index, last)
        self._back = None if at == last else at
        self._show_picture(pictures[at])
        if self._back is not None:
            self._view.show_caption(
                self.tr(
                    "Looking back at step {n}. Play, a step or another knob goes on from here and "
                    "forgets what came later."
                ).format(n=pictures[at].step)
            )

    @Slot()
    def _on_go_on(self) -> None:
        """Stand at the picture that is looked at, and forget what came after it."""
        self._revive()
        if self._back is not None and self._games.pictures:
            number = self._games.pictures[self._back].number
            self._back = None
            self._games.send(GoTo(number))

    # what comes

    @Slot(object)
    def _on_told(self, message: object) -> None:
        handlers: dict[type, Callable[..., None]] = {
            GameStarted: self._on_started, Picture: self._on_picture, Turned: self._on_turned,
            KnobSet: self._on_knob, WentTo: self._on_went, Exploded: self._on_exploded,
            NashResult: self._on_gains, Watched: self._on_watched, Failed: self._on_failed,
            GameExported: self._on_exported,
        }  # fmt: skip
        handler = handlers.get(type(message))
        if handler is not None:
            handler(message)

    def _on_started(self, message: GameStarted) -> None:
        self._state = replace(self._state, games=message.games)
        self._show_games()
        for limited in (one for side in message.limited for one in side):
            self._tell_limit(limited)

    def _on_picture(self, picture: Picture) -> None:
        if self._back is None and not self._own.is_drawing:
            self._show_picture(picture)

    def _show_picture(self, picture: Picture) -> None:
        self._shown = picture
        pictures = self._games.pictures
        at = len(pictures) - 1 if self._back is None else self._back
        self._view.show_pictures(len(pictures), at, picture.step, back=self._back is not None)
        self._ask_figure(picture.step, self._games.settings, picture.weights)

    def _ask_figure(
        self, step: int, games: tuple[Settings, ...], weights: tuple[Weights, ...]
    ) -> None:
        if len(games) != len(weights):
            return
        fine = not self._games.is_playing
        question = Question(step, games, weights, self._data, fine)
        self._drawing.ask(question, lambda: self._painter.figure(question))
        now = time.monotonic()
        if fine or (self._back is None and now - self._asked_measure > MEASURE_SECONDS):
            self._asked_measure = now
            self._measuring.ask(question, lambda: self._painter.measured(question))

    @Slot(object, object)
    def _on_figure(self, question: Question, figure: Figure) -> None:
        if question.data is self._data and not self._own.is_drawing:
            self._view.show_figure(figure)
            self.figureShown.emit(figure)

    @Slot(object, object)
    def _on_measured(self, question: Question, measured: Measured) -> None:
        if question.data is not self._data or self._own.is_drawing:
            return
        if len(measured.divergences) != len(self._state.games):
            return
        if self._back is not None:
            if self._shown is not None and measured.step == self._shown.step:
                self._view.show_facts(measured)
            return
        self._measured = [each for each in self._measured if each.step < measured.step][-KEPT:]
        self._measured.append(measured)
        self._view.show_measured(tuple(self._measured))
        self.measuredShown.emit(measured)

    def _on_turned(self, _message: Turned) -> None:
        """Nothing: what it shows is drawn a few times a second."""

    @Slot()
    def _on_tell(self) -> None:
        """Draw the curves, and say how the game stands."""
        if not self._view.isVisible():
            return
        self._view.show_losses(self._games.histories)
        self._tell_rest()

    @Slot()
    def _on_beat(self) -> None:
        """Draw the losses, or at every second beat the rest."""
        self._told_losses = not self._told_losses
        if not self._view.isVisible():
            return
        if self._told_losses:
            self._view.show_losses(self._games.histories)
        else:
            self._tell_rest()

    def _tell_rest(self) -> None:
        histories = self._games.histories
        self._view.show_norms(histories)
        own = self._own.is_drawing or self._own.is_reading
        busy = own or self._slow.is_on or self._sending or self._back is not None
        if not histories or busy or self._games.phase in (Phase.BROKEN, Phase.COLD):
            return
        if not (self._games.pictures or len(histories[0])):
            return
        sentences = []
        for side, (history, settings) in enumerate(
            zip(histories, self._games.settings, strict=True)
        ):
            evidence = Evidence(
                settings.loss,
                [each.coverages[side] for each in self._measured if each.coverages[side]],
                [each.divergences[side].js for each in self._measured],
                self._fresh_gains(side, history),
            )
            state = state_of(history, evidence)
            sentences.append(state_sentence(state, settings, flipped=self._state.fake_is_one))
        if len(sentences) > 1:
            sentences = [
                self.tr("Left: {text}").format(text=sentences[0]),
                self.tr("Right: {text}").format(text=sentences[1]),
            ]
        self._view.show_caption("  ".join(sentences))

    def _fresh_gains(self, side: int, history: History) -> Gains | None:
        """Return what the Nash test found, as long as the game is about what it was then."""
        nash = self._nash
        if nash is None or nash.side != side or abs(history.step - nash.step) > NASH_HOLDS:
            return None
        return nash.gains

    def _on_knob(self, message: KnobSet) -> None:
        self._state = replace(self._state, games=self._games.settings)
        self._show_games()
        if message.limited is not None:
            self._tell_limit(message.limited)

    def _on_went(self, message: WentTo) -> None:
        self._state = replace(self._state, games=message.games)
        self._measured = [each for each in self._measured if each.step <= message.step]
        self._show_games()
        if self._games.pictures:
            self._show_picture(self._games.pictures[-1])
        if self._plays_on:
            self._plays_on = False
            self._on_play(True)

    def _on_exploded(self, message: Exploded) -> None:
        self._view.transport.set_playing(False)
        text = self.tr(
            "At step {n} a number is none any more ({what}): training stands. The last good "
            "picture is kept; drag the time line back or reset, and take a smaller learning rate."
        ).format(n=message.step, what=message.quantity)
        self._context.notices.post(text, "bad")
        self._view.show_caption(text)
        pictures = self._games.pictures
        numbers = [each.number for each in pictures]
        if message.last_good in numbers:
            self._back = numbers.index(message.last_good)
            self._show_picture(pictures[self._back])

    def _on_gains(self, message: NashResult) -> None:
        self._nash = message
        self._view.panel.show_gains(gains_sentence(message.gains))
        self._view.show_caption(gains_sentence(message.gains))

    def _on_watched(self, message: Watched) -> None:
        self._slow.show_turn(message)

    @Slot()
    def _on_turn_wanted(self) -> None:
        self._games.send(MakeStep(Who.BOTH, slow=True))

    @Slot()
    def _on_turn_shown(self) -> None:
        if self._shown is not None and self._back is None:
            self._show_picture(self._shown)

    def _on_failed(self, message: Failed) -> None:
        self._slow.end()
        self._view.transport.set_playing(False)
        self._view.panel.show_gains("")
        self._sending = False
        self._view.panel.show_sending(False)
        self._context.notices.post(failure_sentence(message), "bad")

    def _on_exported(self, message: GameExported) -> None:
        text = self.tr("The forger works alone now: {folder} (ONNX agrees to {parity}).").format(
            folder=message.folder, parity=parity_text(message.parity)
        )
        self._sending = False
        self._view.panel.show_sending(False)
        self._context.notices.post(text, "good")
        self._view.show_caption(text)
        self._view.show_forger(message.name)

    @Slot(object, object)
    def _on_trouble(self, _request: object, error: Exception) -> None:
        self._context.notices.post(error_sentence(error), "bad")

    # words

    def _show_games(self) -> None:
        settings = self._state.games[min(self._view.panel.side() or 0, len(self._state.games) - 1)]
        self._view.panel.show_settings(settings)
        self._view.panel.show_formulas(settings, flipped=self._state.fake_is_one)
        self._view.panel.show_choices(
            layers=frozenset(self._state.layers), flipped=self._state.fake_is_one,
            pair=len(self._state.games) > 1,
        )  # fmt: skip

    def _titles(self) -> tuple[str, ...]:
        """Say in which setting two runs differ."""
        games = self._state.games
        if len(games) < 2:
            return ("",)
        names = [
            each.name for each in fields(Settings)
            if getattr(games[0], each.name) != getattr(games[1], each.name)
        ]  # fmt: skip
        if not names:
            return (self.tr("Left: as set"), self.tr("Right: the same"))
        return tuple(", ".join(_setting(name, game) for name in names[:2]) for game in games)


def _setting(field: str, settings: Settings) -> str:
    """Write a setting; a loss's name speaks for itself, and is long enough."""
    value = _value(field, settings)
    return value if field == "loss" else f"{_name(field)}: {value}"


def _name(field: str) -> str:
    return say(KNOBS[field][0]) if field in KNOBS else field


def _value(field: str, settings: Settings) -> str:
    value = getattr(settings, field)
    return say(LOSS_NAMES[value]) if isinstance(value, Loss) else value_text(value)


def _parsed(field: str, value: object) -> object:
    """Read what was written into a knob."""
    if not isinstance(value, str) or field in ("loss", "optimiser", "noise", "activation"):
        return value
    text = value.strip().replace("−", "-").replace(",", ".")
    if field in ("g_layers", "d_layers"):
        parts = [part for part in text.replace("–", "").split("-") if part.strip()]
        return tuple(int(part) for part in parts)
    return float(text)


def _shipped_start() -> tuple[tuple[Weights, ...], int]:
    """Return the trained networks of the preset that is seen first."""
    arrays = load_start()
    return (Weights(arrays["forger"], arrays["police"]),), PRESETS[PRESET].turns
