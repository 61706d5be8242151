"""The GAN Playground's panel: what to look at, what to change, what to test."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.gan.data import DATA
from core.gan.optimisers import Optimiser
from core.gan.settings import Settings
from gui.tabs.gan.sentences import (
    ACTIVATION_NAMES,
    DATA_NAMES,
    KNOBS,
    LOSS_NAMES,
    NOISE_NAMES,
    OPTIMISER_NAMES,
    PRESET_NAMES,
    formulas,
    say,
    value_text,
)
from gui.tabs.gan.state import LAYERS
from gui.theme import Theme, body_font
from gui.widgets.section import Section, fill

LETTERS = 24
SCROLLBAR = 12
RATES = (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3)
STEPS = (0, 1, 2, 3, 5, 10)
OFFERS: dict[str, tuple[object, ...]] = {
    "g_rate": RATES, "d_rate": RATES, "g_steps": STEPS, "d_steps": STEPS,
    "batch": (16, 64, 128, 256, 512), "instance_noise": (0.0, 0.05, 0.1, 0.2, 0.5),
    "penalty": (0.0, 0.001, 0.01, 0.1, 1.0, 10.0), "packing": (1, 2, 3, 4),
    "momentum": (0.0, 0.5, 0.9), "beta1": (0.0, 0.5, 0.9), "beta2": (0.9, 0.99, 0.999),
    "noise_size": (1, 2, 8), "zoom": (0.0, 1.0, 3.0), "seed": tuple(range(10)),
    "g_layers": ((), (8,), (8, 8), (32, 32), (64, 64), (32, 32, 32)),
    "d_layers": ((), (8,), (8, 8), (32, 32), (64, 64), (32, 32, 32)),
}  # fmt: skip
FIRST = ("loss", "g_rate", "d_rate", "g_steps", "d_steps")
MORE = (
    "optimiser", "momentum", "beta1", "beta2", "batch", "instance_noise", "penalty", "spectral",
    "packing",
)  # fmt: skip
NETS = ("noise", "noise_size", "g_layers", "d_layers", "activation", "zoom", "seed")
OF_OPTIMISER = {"momentum": Optimiser.SGD, "beta1": Optimiser.ADAM, "beta2": Optimiser.ADAM}
SHOWN = (
    "ring",
    "collapse",
    "police-too-strong",
    "oscillates",
    "cured-by-wgan-gp",
    "cured-by-packing",
)  # the presets with a button each


class Panel(QScrollArea):
    """Controls in groups, each under a question."""

    presetChosen = Signal(str)
    layersChosen = Signal(object)  # frozenset of names
    conventionChosen = Signal(bool)
    knobTurned = Signal(str, object)  # field, value as text or as it is
    dataChosen = Signal(str)
    drawToggled = Signal(bool)
    csvAsked = Signal()
    pairAsked = Signal(bool)
    sideChosen = Signal(int)
    nashAsked = Signal()
    homeAsked = Signal(bool)  # with the police
    shelfAsked = Signal()
    orbitAsked = Signal()

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(objectName="panel")
        width = QFontMetricsF(body_font(scale)).horizontalAdvance("n") * LETTERS + 48
        self.setFixedWidth(round(width) + SCROLLBAR)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.knobs: dict[str, QComboBox | QCheckBox] = {}
        self._labels: dict[str, QLabel] = {}
        body = QWidget(objectName="panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 8, 16)
        column.setSpacing(6)
        for section in (
            self._presets(), self._rules(), self._data_section(), self._look(),
            self._knob_section(self.tr("How do they learn?"), MORE),
            self._knob_section(self.tr("Who plays?"), NETS, restart=True),
            self._compare(), self._test(), self._home(),
        ):  # fmt: skip
            column.addWidget(section)
        column.addStretch()
        self.setWidget(body)

    # groups

    def _presets(self) -> Section:
        section = Section(self.tr("What can happen?"), unfolded=True)
        buttons = []
        for name in SHOWN:
            tip = self.tr("Plays this game from its seed")
            button = section.button(say(PRESET_NAMES[name]), tip)
            button.clicked.connect(partial(self.presetChosen.emit, name))
            buttons.append(button)
        section.row(*buttons)
        return section

    def _rules(self) -> Section:
        """Offer loss, rates and steps, under the loss its formulas and their convention."""
        section = self._knob_section(self.tr("What may I change?"), FIRST[:1], unfolded=True)
        self._formulas = section.label(name="aside")
        section.column.addWidget(self._formulas)
        self._flip = QCheckBox(self.tr("D = 1 means fake"))
        self._flip.setToolTip(
            self.tr(
                "The other convention of the course notes: formulas and axes are relabelled, D "
                "becomes 1 − D. The game is the same."
            )
        )
        self._flip.toggled.connect(self.conventionChosen)
        section.column.addWidget(self._flip)
        for field in FIRST[1:]:
            self._add_knob(section, field)
        return section

    def _look(self) -> Section:
        section = Section(self.tr("What do I look at?"))
        texts = (
            (self.tr("Police’s map D(x)"), self.tr("Green: taken for real, purple: for fake")),
            (self.tr("Real points"), self.tr("Samples of the data")),
            (self.tr("Fakes"), self.tr("What the forger makes of noise")),
            (self.tr("Forger’s grid"), self.tr("The noise grid, bent; opacity is density")),
            (self.tr("Pull on fakes"), self.tr("−∂J_G/∂x at each fake")),
        )
        self._layers = {}
        for name, (text, tip) in zip(LAYERS, texts, strict=True):
            box = QCheckBox(text)
            box.setToolTip(tip)
            box.setChecked(True)
            box.toggled.connect(self._on_layers)
            self._layers[name] = box
            section.column.addWidget(box)
        return section

    def _data_section(self) -> Section:
        section = Section(self.tr("What shall be forged?"), unfolded=True)
        self.data = section.combo(self.tr("Data"), self.tr("What the forger imitates"))
        self.data.setPlaceholderText(self.tr("Own points"))
        fill(self.data, [(say(DATA_NAMES[name]), name) for name in DATA], "ring")
        self.data.activated.connect(self._on_data)
        section.column.addWidget(self.data)
        self._draw = section.button(
            self.tr("Draw my own"),
            self.tr("Draw points with the mouse in the plane; click again to start with them"),
            checkable=True,
        )
        self._csv = section.button(
            self.tr("Open CSV …"), self.tr("Points from one or two columns of numbers of a table")
        )
        self._draw.toggled.connect(self.drawToggled)
        self._csv.clicked.connect(self.csvAsked)
        section.row(self._draw, self._csv)
        return section

    def _knob_section(
        self,
        question: str,
        fields: tuple[str, ...],
        *,
        unfolded: bool = False,
        restart: bool = False,
    ) -> Section:
        section = Section(question, unfolded=unfolded)
        for field in fields:
            self._add_knob(section, field)
        if restart:
            text = self.tr("These and packing start the run anew from its seed.")
            section.column.addWidget(section.label(text, name="aside"))
        return section

    def _add_knob(self, section: Section, field: str) -> None:
        name, tip = (say(text) for text in KNOBS[field])
        if field == "spectral":
            box = QCheckBox(name)
            box.setToolTip(tip)
            box.toggled.connect(partial(self._on_tick, field))
            section.column.addWidget(box)
            self.knobs[field] = box
            return
        combo = section.combo(name, tip)
        names = {
            "loss": LOSS_NAMES, "noise": NOISE_NAMES,
            "optimiser": {each.value: OPTIMISER_NAMES.get(each.value, each.value)
                          for each in Optimiser},
            "activation": ACTIVATION_NAMES,
        }.get(field)  # fmt: skip
        if names is not None:
            fill(combo, [(say(text), value) for value, text in names.items()], None)
            combo.activated.connect(partial(self._on_choice, field))
        else:
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            combo.setCompleter(None)  # type: ignore[arg-type]
            fill(combo, [(value_text(value), value) for value in OFFERS[field]], None)
            combo.activated.connect(partial(self._on_written, field))
            combo.lineEdit().editingFinished.connect(partial(self._on_written, field))
        label = QLabel(name)
        label.setToolTip(tip)
        label.setBuddy(combo)
        self._labels[field] = label
        if names is not None:
            section.column.addWidget(label)
            section.column.addWidget(combo)
        else:
            label.setWordWrap(True)
            line = QHBoxLayout()
            line.addWidget(label, 1)
            line.addWidget(combo, 1)
            section.column.addLayout(line)
        self.knobs[field] = combo

    def _compare(self) -> Section:
        section = Section(self.tr("What if?"))
        self._pair = QCheckBox(self.tr("Two runs side by side"))
        self._pair.setToolTip(
            self.tr("The same seed twice; then change one setting of one of them")
        )
        self._pair.toggled.connect(self.pairAsked)
        self._side = section.combo(
            self.tr("Knobs turn"), self.tr("Which run the knobs above belong to")
        )
        fill(
            self._side,
            [(self.tr("Both runs"), -1), (self.tr("Left run"), 0), (self.tr("Right run"), 1)],
            -1,
        )
        self._side.activated.connect(self._on_side)
        self._side.setEnabled(False)
        section.column.addWidget(self._pair)
        section.column.addWidget(self._side)
        self._orbit = section.button(
            self.tr("Two-parameter orbit"),
            self.tr("The smallest GAN there is: why they turn around each other"),
        )
        self._orbit.clicked.connect(self.orbitAsked)
        section.column.addWidget(self._orbit)
        return section

    def _test(self) -> Section:
        section = self.test = Section(self.tr("Is it an equilibrium?"))
        self.nash = section.button(
            self.tr("Nash test"),
            self.tr("Freezes one player and trains a copy of the other alone: what would it gain?"),
        )
        self.nash.clicked.connect(self.nashAsked)
        self._gains = section.label(name="aside")
        section.column.addWidget(self.nash)
        section.column.addWidget(self._gains)
        return section

    def _home(self) -> Section:
        section = Section(self.tr("Keep the forger"))
        self._send: QPushButton = section.button(
            self.tr("Send the police home"),
            self.tr("Keeps G as an ONNX model: noise in, points out"),
        )
        self._with = QCheckBox(self.tr("Keep D too"))
        self._with.setToolTip(self.tr("Stores the police beside the forger"))
        shelf = section.button(
            self.tr("Kept forgers …"), self.tr("Opens the forgers that were kept, without police")
        )
        shelf.clicked.connect(self.shelfAsked)
        self._send.clicked.connect(self._on_home)
        for widget in (self._send, self._with, shelf):
            section.column.addWidget(widget)
        return section

    # what is shown

    def show_settings(self, settings: Settings) -> None:
        """Put every knob where it stands."""
        for field, widget in self.knobs.items():
            value = getattr(settings, field)
            with QSignalBlocker(widget):
                if isinstance(widget, QCheckBox):
                    widget.setChecked(bool(value))
                elif widget.isEditable():
                    widget.setEditText(value_text(value))
                else:
                    widget.setCurrentIndex(widget.findData(str(value)))
        for field, optimiser in OF_OPTIMISER.items():
            for part in (self.knobs[field], self._labels[field]):
                part.setVisible(settings.optimiser is optimiser)

    def show_formulas(self, settings: Settings, *, flipped: bool) -> None:
        """Write the objectives, and why a convention may mean nothing here."""
        loss = settings.loss
        text = formulas(loss, flipped=flipped and loss.is_probability)
        if not loss.is_probability:
            text += "\n" + self.tr(
                "Here D gives a score s, no probability: there is nothing to turn round."
            )
        self._flip.setEnabled(loss.is_probability)
        self._formulas.setText(text)

    def show_choices(self, *, layers: frozenset[str], flipped: bool, pair: bool) -> None:
        """Tick what is chosen, telling nobody."""
        for name, box in self._layers.items():
            with QSignalBlocker(box):
                box.setChecked(name in layers)
        for box, on in ((self._flip, flipped), (self._pair, pair)):
            with QSignalBlocker(box):
                box.setChecked(on)
        self._side.setEnabled(pair)
        if not pair:
            self._side.setCurrentIndex(0)

    def choose_side(self, side: int) -> None:
        """Let the knobs belong to a run, or with −1 to both, telling nobody."""
        with QSignalBlocker(self._side):
            self._side.setCurrentIndex(self._side.findData(side))

    def show_data(self, name: str) -> None:
        """Choose the data; none for points of one's own."""
        with QSignalBlocker(self.data):
            self.data.setCurrentIndex(self.data.findData(name))

    def show_drawing(self, on: bool) -> None:
        """Press the button, or let it go, telling nobody."""
        with QSignalBlocker(self._draw):
            self._draw.setChecked(on)
        self._draw.setText(self.tr("Forge these") if on else self.tr("Draw my own"))

    def show_gains(self, text: str, *, busy: bool = False) -> None:
        """Write what the Nash test found."""
        self._gains.setText(text)
        self.nash.setEnabled(not busy)

    def show_sending(self, busy: bool) -> None:
        """Wait for the forger that is being written."""
        self._send.setEnabled(not busy)

    def side(self) -> int | None:
        """Return which game the knobs belong to; None for both."""
        side = self._side.currentData()
        return None if side is None or side < 0 else int(side)

    # what is asked

    def _on_layers(self, _on: bool) -> None:
        on = frozenset(name for name, box in self._layers.items() if box.isChecked())
        self.layersChosen.emit(on)

    def _on_data(self, index: int) -> None:
        self.dataChosen.emit(self.data.itemData(index))

    def _on_tick(self, field: str, on: bool) -> None:
        self.knobTurned.emit(field, on)

    def _on_choice(self, field: str, index: int) -> None:
        combo = self.knobs[field]
        assert isinstance(combo, QComboBox)
        self.knobTurned.emit(field, combo.itemData(index))

    def _on_written(self, field: str, *_: object) -> None:
        combo = self.knobs[field]
        assert isinstance(combo, QComboBox)
        self.knobTurned.emit(field, combo.currentText())

    def _on_side(self, index: int) -> None:
        self.sideChosen.emit(int(self._side.itemData(index)))

    def _on_home(self) -> None:
        self.homeAsked.emit(self._with.isChecked())
