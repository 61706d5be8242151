"""The panel: what the middle shows, and how the next token is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.text.sampling import Settings
from gui.numbers import fixed
from gui.tabs.text.state import ORDERS, PAGES
from gui.theme import Theme, body_font
from gui.widgets.section import Section, fill
from gui.widgets.steady import SteadyText
from gui.widgets.train_panel import TrainPanel

TOP_K = (0, 1, 2, 3, 5, 8, 10, 20, 40, 100)


class Panel(QScrollArea):
    """Asks; the presenter answers."""

    pageChosen = Signal(str)
    settingsChanged = Signal(object)  # Settings
    chainChanged = Signal(str, int)  # smoothing, order

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(round(26 * QFontMetricsF(body_font(scale)).averageCharWidth()) + 40)
        body = QWidget(objectName="panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 8, 16)
        column.setSpacing(6)
        self.train = TrainPanel()
        for section in (self._look(), self._choose(), self._chain(), self.train):
            column.addWidget(section)
        column.addStretch()
        self.setWidget(body)
        self.setFixedWidth(max(self.width(), body.sizeHint().width() + 16))

    def _look(self) -> Section:
        section = Section(self.tr("What do I look at?"), unfolded=True)
        texts = {
            "writing": (self.tr("All models writing"), self.tr("One prompt, continued by each")),
            "softmax": (self.tr("From logit to choice"), self.tr("The softmax table of one model")),
            "chain": (self.tr("Inside the Markov chain"), self.tr("Counts, contexts, growth")),
            "memory": (self.tr("How far they remember"), self.tr(
                "The gradient of the next token by each token before it"
            )),
            "reading": (self.tr("Read my text"), self.tr("Bits a character, by each model")),
            "own": (self.tr("Learn from my text"), self.tr("A Markov chain of your own text")),
        }  # fmt: skip
        self._pages = QButtonGroup(self)
        for number, key in enumerate(PAGES):
            button = QRadioButton(texts[key][0])
            button.setToolTip(texts[key][1])
            self._pages.addButton(button, number)
            section.column.addWidget(button)
        self._pages.button(0).setChecked(True)
        self._pages.idToggled.connect(self._on_page)
        return section

    def _choose(self) -> Section:
        section = Section(self.tr("What may I change?"), unfolded=True)
        self.temperature = self._slider(5, 300, self.tr(
            "Temperature T: logits are divided by it; small is safe and dull, large is wild"
        ))  # fmt: skip
        self.top_k = self._slider(0, len(TOP_K) - 1, self.tr(
            "Only the k most probable tokens may come"
        ))  # fmt: skip
        self.top_p = self._slider(1, 100, self.tr(
            "Only the most probable tokens that together reach p may come"
        ))  # fmt: skip
        font, left = body_font(self._scale), Qt.AlignmentFlag.AlignLeft
        self._labels = [SteadyText(font, self._theme.text, align=left) for _ in range(3)]
        names = (self.tr("Temperature"), self.tr("Top k"), self.tr("Top p"))
        for label, slider, name in zip(
            self._labels, (self.temperature, self.top_k, self.top_p), names, strict=True
        ):
            slider.setAccessibleName(name)
            section.column.addWidget(label)
            section.column.addWidget(slider)
            slider.valueChanged.connect(self._on_changed)
        self.greedy = QCheckBox(self.tr("Always the most probable"))
        self.greedy.setToolTip(self.tr("Greedy: no die is thrown"))
        self.greedy.toggled.connect(self._on_changed)
        section.column.addWidget(self.greedy)
        name = QLabel(self.tr("Seed of the die"))
        self.seed = QSpinBox(minimum=0, maximum=999_999)
        self.seed.setToolTip(self.tr("The same seed writes the same text again"))
        self.seed.setAccessibleName(name.text())
        name.setBuddy(self.seed)
        self.seed.valueChanged.connect(self._on_changed)
        section.column.addWidget(name)
        section.column.addWidget(self.seed)
        self.show_settings(Settings())
        return section

    def _chain(self) -> Section:
        section = Section(self.tr("Which chain?"))
        self.smoothing = section.combo(
            self.tr("smoothing"), self.tr("What becomes of what was never seen")
        )
        self.order = section.combo(
            self.tr("order"), self.tr("How many tokens before the next one the chain looks at")
        )
        fill(
            self.smoothing,
            (
                (self.tr("Counts alone"), "counts"),
                (self.tr("Back-off"), "back-off"),
                (self.tr("Kneser-Ney"), "kneser-ney"),
            ),
            "counts",
        )
        self.show_orders(2)
        for combo in (self.smoothing, self.order):
            section.column.addWidget(combo)
            combo.activated.connect(self._on_chain)
        return section

    def _slider(self, low: int, high: int, tip: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setToolTip(tip)
        return slider

    def settings(self) -> Settings:
        """Return what the controls say."""
        return Settings(
            temperature=self.temperature.value() / 100,
            top_k=TOP_K[self.top_k.value()],
            top_p=self.top_p.value() / 100,
            greedy=self.greedy.isChecked(),
            seed=self.seed.value(),
        )

    def show_settings(self, settings: Settings) -> None:
        """Put the controls where the settings are; tells nobody."""
        near = min(range(len(TOP_K)), key=lambda i: abs(TOP_K[i] - settings.top_k))
        for control, value in (
            (self.temperature, round(100 * settings.temperature)),
            (self.top_k, near),
            (self.top_p, round(100 * settings.top_p)),
            (self.seed, settings.seed),
        ):
            with QSignalBlocker(control):
                control.setValue(value)
        with QSignalBlocker(self.greedy):
            self.greedy.setChecked(settings.greedy)
        self._name()

    def show_page(self, page: str) -> None:
        """Choose a page; tells nobody."""
        with QSignalBlocker(self._pages):
            self._pages.button(PAGES.index(page)).setChecked(True)

    def show_orders(self, most: int) -> None:
        """Offer the orders that some chain has counted; tells nobody."""
        rows = [
            (self.tr("1 token") if n == 1 else self.tr("{n} tokens").format(n=n), n)
            for n in ORDERS
            if n <= most
        ]
        if self.order.count() != len(rows):
            now = self.order.currentData() or 2
            with QSignalBlocker(self.order):
                self.order.clear()
                fill(self.order, rows, min(now, most))

    def show_chain(self, smoothing: str, order: int) -> None:
        """Choose how the chain counts; tells nobody."""
        for combo, value in ((self.smoothing, smoothing), (self.order, order)):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(value))

    def _name(self) -> None:
        settings = self.settings()
        k = str(settings.top_k) if settings.top_k else self.tr("all")
        texts = (
            self.tr("Temperature T = {t}").format(t=fixed(settings.temperature)),
            self.tr("Top k: {k}").format(k=k),
            self.tr("Top p: {p}").format(p=fixed(settings.top_p)),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.set_text(text)
        for control in (self.temperature, self.top_k, self.top_p, self.seed):
            control.setEnabled(not settings.greedy)

    def _on_changed(self) -> None:
        self._name()
        self.settingsChanged.emit(self.settings())

    def _on_page(self, number: int, on: bool) -> None:
        if on:
            self.pageChosen.emit(PAGES[number])

    def _on_chain(self) -> None:
        self.chainChanged.emit(self.smoothing.currentData(), self.order.currentData())
