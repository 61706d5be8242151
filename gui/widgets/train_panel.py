"""The train panel: what to learn from, for how long, with which numbers; what came of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QSpinBox,
    QToolButton,
    QWidget,
)

from core.training.changes import LIVE, RANGES
from gui.widgets.section import Section, fill

MOST_EPOCHS = 10_000
UNENDING = 1000  # epochs, where minutes are counted instead
TENTH_STEPS = (1.0, 2.0, 5.0)


class RateBox(QDoubleSpinBox):
    """A positive number over many powers of ten; the arrows go 1, 2, 5, 10."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self.setDecimals(12)
        self.setRange(low, high)

    def textFromValue(self, value: float) -> str:
        """Write three digits, with a power of ten where that is shorter."""
        return f"{value:.3g}".replace("-", "−").replace(".", QLocale().decimalPoint())

    def valueFromText(self, text: str) -> float:
        """Read a number with a point or a comma."""
        return float(text.replace("−", "-").replace(",", "."))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:  # type: ignore[override]
        """Take what is a number, or may become one."""
        try:
            good = self.minimum() <= self.valueFromText(text) <= self.maximum()
        except ValueError:
            good = False
        state = QValidator.State.Acceptable if good else QValidator.State.Intermediate
        return state, text, position

    def fixup(self, _text: str) -> str:
        """Go back to the last good number."""
        return self.textFromValue(self.value())

    def stepBy(self, steps: int) -> None:
        """Go to the next of 1, 2, 5 times a power of ten."""
        for _ in range(abs(steps)):
            self.setValue(_neighbour(self.value(), up=steps > 0) or (1e-6 if steps > 0 else 0.0))


def _neighbour(value: float, *, up: bool) -> float:
    if value <= 0:
        return 0.0
    power = math.floor(math.log10(value) + 1e-9)
    stops = [m * 10.0 ** (power + k) for k in (-1, 0, 1) for m in TENTH_STEPS]
    if up:
        return next(stop for stop in stops if stop > value * 1.001)
    return next(stop for stop in reversed(stops) if stop < value * 0.999)


@dataclass(frozen=True)
class Shown:
    """What the buttons allow; texts are the presenter's."""

    start: bool = True
    pause: bool = False
    paused: bool = False  # then the button goes on
    step: bool = True
    stop: bool = False
    live: bool = False  # it runs: only what may change while it does can be changed
    keep: bool = False


class TrainPanel(Section):
    """Asks for a training and shows how far it is; every tab's models can use it."""

    opened = Signal()  # it is unfolded: the process may be got ready
    startAsked = Signal()
    pauseAsked = Signal()
    stepAsked = Signal()
    stopAsked = Signal()
    keepAsked = Signal()
    adoptAsked = Signal()  # the version that was only offered
    undoAsked = Signal()  # back to the version before
    goOnAsked = Signal()  # with what an earlier session left
    forgetAsked = Signal()
    folderAsked = Signal()
    filmAsked = Signal()
    curvesAsked = Signal()
    shownAsked = Signal(bool)  # the training in the place of the figure
    changed = Signal(str, object)  # field, value, while it runs

    def __init__(self) -> None:
        super().__init__("")
        self.header.setText(self.tr("Train it further?"))
        self._offer()
        self._what()
        self._buttons()
        self._results()
        self._has_beta = self._has_frozen = True
        self._knobs()
        self._more()
        self.header.toggled.connect(self._on_unfolded)
        self._keep_quiet()
        self.show_state(Shown())

    # building

    def _offer(self) -> None:
        self._left = QWidget()
        inner = Section("", unfolded=True)
        inner.header.hide()
        self.left_text = inner.label()
        inner.column.addWidget(self.left_text)
        self.go_on = inner.button(
            self.tr("Go on"), self.tr("Goes on from the last state of that training")
        )
        self.forget = inner.button(self.tr("Forget it"), self.tr("Deletes what that training left"))
        inner.row(self.go_on, self.forget)
        self.go_on.clicked.connect(self.goOnAsked)
        self.forget.clicked.connect(self.forgetAsked)
        self._left = inner
        self.column.addWidget(inner)
        inner.hide()

    def _what(self) -> None:
        self.origin = self.combo(
            self.tr("where it begins"),
            self.tr("Begins with the weights of the model that is shown, or with random ones"),
        )
        self.data = self.combo(
            self.tr("data to learn from"),
            self.tr(
                "What it learns from. A tenth of what is your own is held out: it is never "
                "learnt, and tells whether it gets better."
            ),
        )
        self.data.activated.connect(self._on_data)
        self.amount = QSpinBox(minimum=1, maximum=MOST_EPOCHS, value=10)
        self.amount.setToolTip(
            self.tr("How long it learns; an epoch shows it all of the data once")
        )
        self.amount.setAccessibleName(self.tr("how long"))
        self.unit = self.combo(self.tr("epochs or minutes"), self.amount.toolTip())
        fill(
            self.unit,
            [(self.tr("epochs"), "epochs"), (self.tr("minutes"), "minutes")],
            "epochs",
        )
        self.amount.valueChanged.connect(self._on_amount)
        for widget in (self.origin, self.data):
            self.column.addWidget(widget)
        self._length = QGridLayout()
        self._length.addWidget(self.amount, 0, 0)
        self._length.addWidget(self.unit, 0, 1)
        self._length.setColumnStretch(0, 2)
        self._length.setColumnStretch(1, 3)
        self.column.addLayout(self._length)

    def _knobs(self) -> None:
        self.beta = self._rate("beta", 0.0, 100.0)
        self.learning_rate = self._rate("learning_rate", *RANGES["learning_rate"])
        self.batch_size = QSpinBox(minimum=1, maximum=8192)
        self.frozen = self.combo("", "")
        fill(
            self.frozen,
            [
                (self.tr("nothing"), ""),
                (self.tr("the encoder"), "encoder"),
                (self.tr("the decoder"), "decoder"),
            ],
            "",
        )
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._names: dict[str, QLabel] = {}
        rows: list[tuple[str, str, str, QWidget]] = [
            ("beta", "β", self.tr(
                "β: weight of the KL term. Loss = reconstruction + β · KL(q(z|x) ‖ N(0, 1)). It "
                "may be moved while it trains."
            ), self.beta),
            ("learning_rate", self.tr("learning rate"), self.tr(
                "How far one step goes, at its height: it rises at first and falls to zero at the "
                "end"
            ), self.learning_rate),
            ("batch_size", self.tr("batch size"), self.tr(
                "How many pictures, or windows of text, one step looks at"
            ), self.batch_size),
            ("frozen", self.tr("does not learn"), self.tr(
                "Frozen layers keep their weights; with a frozen encoder the codes stay"
            ), self.frozen),
        ]  # fmt: skip
        for key, text, tip, widget in rows:
            self._add_knob(key, text, tip, widget)
        self.column.addLayout(self._grid)
        self.batch_size.valueChanged.connect(self._on_batch)
        self.frozen.activated.connect(self._on_frozen)

    def _more(self) -> None:
        self.more = QToolButton(text=self.tr("More …"), checkable=True)
        self.more.setToolTip(self.tr("Shows what one needs less often"))
        self.column.addWidget(self.more)
        self.weight_decay = self._rate("weight_decay", *RANGES["weight_decay"])
        self.seed = QSpinBox(minimum=0, maximum=2**31 - 1)
        self.device = self.combo("", "")
        fill(
            self.device, [(self.tr("automatic"), "auto"), ("CPU", "cpu"), ("CUDA", "cuda")], "auto"
        )
        self.beside = QCheckBox(self.tr("beside it: without KL"))
        self.beside.setToolTip(
            self.tr("Trains the same with β = 0 at the same time, from the same seed")
        )
        rows: list[tuple[str, str, str, QWidget]] = [
            ("weight_decay", self.tr("weight decay"), self.tr(
                "Draws all weights towards zero with every step (AdamW)"
            ), self.weight_decay),
            ("seed", self.tr("seed"), self.tr(
                "The same seed gives the same numbers, on the same machine"
            ), self.seed),
            ("device", self.tr("device"), self.tr(
                "Where it trains: on the GPU where there is one, or on the processor"
            ), self.device),
        ]  # fmt: skip
        for key, text, tip, widget in rows:
            self._add_knob(key, text, tip, widget)
        self.column.addWidget(self.beside)
        self._rare = ("weight_decay", "seed", "device")
        self.more.toggled.connect(self._on_more)
        self._on_more(False)

    def _buttons(self) -> None:
        self.start = self.button(self.tr("Start"), self.tr("Begins the training (Ctrl+R)"))
        self.pause = self.button(self.tr("Pause"), self.tr("Waits after this step, or goes on"))
        self.step = self.button(self.tr("Step"), self.tr("Makes a single step"))
        self.stop = self.button(
            self.tr("Stop"), self.tr("Ends the training; what it has learnt can still be kept")
        )
        self.row(self.start, self.pause, self.step, self.stop)
        self.progress = QProgressBar()
        self.progress.setToolTip(self.tr("Steps done and in all, and the time left at this pace"))
        self.progress.setAccessibleName(self.tr("progress of the training"))
        self.column.addWidget(self.progress)
        self.start.clicked.connect(self.startAsked)
        self.pause.clicked.connect(self.pauseAsked)
        self.step.clicked.connect(self.stepAsked)
        self.stop.clicked.connect(self.stopAsked)

    def _results(self) -> None:
        self.look = self.button(
            self.tr("Show the training"),
            self.tr("The training in the place of the figure (Ctrl+L)"),
            checkable=True,
        )
        self.keep = self.button(
            self.tr("Keep it"),
            self.tr(
                "Publishes what is shown as a new version: exported to ONNX, compared with torch, "
                "measured on held-out data"
            ),
        )
        self.adopt = self.button(
            self.tr("Use it anyway"), self.tr("Shows the new version although it is worse")
        )
        self.undo = self.button(
            self.tr("Undo"), self.tr("Goes back to the version before; the new one stays listed")
        )
        self.film = self.button(self.tr("Film …"), self.tr("Saves the film as an animated GIF"))
        self.curves = self.button(self.tr("Curves …"), self.tr("Saves the curves as CSV"))
        self.row(self.look)
        self.row(self.keep, self.adopt, self.undo)
        self.row(self.film, self.curves)
        self.told = self.label(name="hint")
        self.column.addWidget(self.told)
        self.adopt.hide()
        self.undo.hide()
        self.told.hide()
        self.look.clicked.connect(self.shownAsked)
        self.keep.clicked.connect(self.keepAsked)
        self.adopt.clicked.connect(self.adoptAsked)
        self.undo.clicked.connect(self.undoAsked)
        self.film.clicked.connect(self.filmAsked)
        self.curves.clicked.connect(self.curvesAsked)

    def _rate(self, field: str, low: float, high: float) -> RateBox:
        box = RateBox(low, high)
        box.setObjectName(field)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(self._on_rate)
        return box

    def _add_knob(self, key: str, text: str, tip: str, widget: QWidget) -> None:
        name = QLabel(text)
        name.setBuddy(widget)
        for each in (name, widget):
            each.setToolTip(tip)
        widget.setAccessibleName(text)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(widget, row, 1)
        self._names[key] = name

    def _keep_quiet(self) -> None:
        """Let numbers ignore the wheel: it scrolls the panel."""
        for box in self.findChildren(QAbstractSpinBox):
            box.setFocusPolicy(box.focusPolicy().StrongFocus)
            box.setMinimumWidth(40)

    # what it shows

    def show_origins(self, rows: Sequence[tuple[str, str]]) -> None:
        """Offer (text, key) to begin with."""
        current = self.origin.currentData()
        keys = [key for _, key in rows]
        fill(self.origin, rows, current if current in keys else keys[0])

    def show_data(self, rows: Sequence[tuple[str, str]], current: str) -> None:
        """Offer (text, key) to learn from."""
        fill(self.data, rows, current)

    def show_numbers(self, numbers: dict[str, float | int | str | None]) -> None:
        """Show these settings without asking for them; no β where it has no meaning."""
        with self._blocked():
            for key, value in numbers.items():
                widget = getattr(self, "amount" if key == "epochs" else key)
                if key == "frozen":
                    self.frozen.setCurrentIndex(max(0, self.frozen.findData(value)))
                elif value is not None:
                    widget.setValue(value)
        self._has_frozen = "frozen" in numbers
        self._names["frozen"].setVisible(self._has_frozen)
        self.frozen.setVisible(self._has_frozen)
        self._has_beta = numbers.get("beta") is not None
        self._names["beta"].setVisible(self._has_beta)
        self.beta.setVisible(self._has_beta)
        self._on_more(self.more.isChecked())

    def leave_out(self, *keys: str) -> None:
        """Hide numbers that have no meaning for what is trained."""
        for key in keys:
            self._names[key].hide()
            getattr(self, key).hide()

    def show_state(self, shown: Shown) -> None:
        """Allow what makes sense now."""
        self.start.setEnabled(shown.start)
        self.pause.setEnabled(shown.pause)
        self.pause.setText(self.tr("Go on") if shown.paused else self.tr("Pause"))
        self.step.setEnabled(shown.step)
        self.stop.setEnabled(shown.stop)
        for widget in (self.keep, self.film, self.curves, self.look):
            widget.setEnabled(shown.keep)
        for key in (*self._names, "origin", "data", "amount", "unit", "beside"):
            live = key in LIVE or (key == "amount" and self.unit.currentData() == "epochs")
            getattr(self, key).setEnabled(live or not shown.live)

    def show_progress(self, done: int, everything: int, text: str) -> None:
        """Say how far it is."""
        self.progress.setRange(0, max(1, everything))
        self.progress.setValue(done)
        self.progress.setFormat(text)

    def show_busy(self, text: str) -> None:
        """Say that something takes a moment of unknown length."""
        self.progress.setRange(0, 0)
        self.progress.setFormat(text)

    def tell(self, text: str) -> None:
        """Write what came of it under the buttons."""
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def show_left(self, text: str) -> None:
        """Offer to go on with what an earlier session left; "" takes the offer away."""
        self.left_text.setText(text)
        self._left.setVisible(bool(text))

    def show_verdict(self, *, adopt: bool = False, undo: bool = False) -> None:
        """Offer to use a version that is worse, or to go back from one that is used."""
        self.adopt.setVisible(adopt)
        self.undo.setVisible(undo)

    # what it says

    def numbers(self) -> dict[str, float | int | str]:
        """Return the settings of the form, without how long."""
        said: dict[str, float | int | str] = {
            "learning_rate": self.learning_rate.value(),
            "batch_size": self.batch_size.value(),
            "weight_decay": self.weight_decay.value(),
            "seed": self.seed.value(),
        }
        said |= {"frozen": self.frozen.currentData()} if self._has_frozen else {}
        return said | ({"beta": self.beta.value()} if self._has_beta else {})

    def epochs(self) -> int:
        """Return for how many epochs; without end where minutes are counted instead."""
        return self.amount.value() if self.minutes() is None else UNENDING

    def minutes(self) -> float | None:
        """Return for how many minutes; None where epochs are counted."""
        return None if self.unit.currentData() == "epochs" else float(self.amount.value())

    # what it asks

    @contextmanager
    def _blocked(self) -> Iterator[None]:
        boxes = self.findChildren(QAbstractSpinBox)
        blockers = [QSignalBlocker(box) for box in boxes]
        try:
            yield
        finally:
            for blocker in blockers:
                blocker.unblock()

    @Slot(bool)
    def _on_unfolded(self, on: bool) -> None:
        if on:
            self.opened.emit()

    @Slot(bool)
    def _on_more(self, on: bool) -> None:
        for key in self._rare:
            self._names[key].setVisible(on)
            getattr(self, key).setVisible(on)
        self.beside.setVisible(on and self._has_beta)

    @Slot(int)
    def _on_data(self, index: int) -> None:
        if self.data.itemData(index) is None:
            self.folderAsked.emit()

    @Slot(int)
    def _on_amount(self, value: int) -> None:
        if self.unit.currentData() == "epochs":
            self.changed.emit("epochs", value)

    @Slot(float)
    def _on_rate(self, value: float) -> None:
        self.changed.emit(self.sender().objectName(), value)

    @Slot(int)
    def _on_batch(self, value: int) -> None:
        self.changed.emit("batch_size", value)

    @Slot(int)
    def _on_frozen(self, index: int) -> None:
        self.changed.emit("frozen", self.frozen.itemData(index))
