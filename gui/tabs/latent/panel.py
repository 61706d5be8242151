"""The Latent Explorer's panel: what to look at, what to change, what to compare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.tabs.latent.between_section import BetweenSection
from gui.tabs.latent.dimensions_section import DimensionsSection
from gui.tabs.latent.drawing_section import DrawingSection
from gui.tabs.latent.versions_section import VersionsSection
from gui.theme import Theme, body_font
from gui.widgets.cloud import marker
from gui.widgets.section import Section, fill
from gui.widgets.train_panel import TrainPanel
from gui.words import attribute_name, beta_text, class_name, own_name

BACKGROUNDS = ("points", "tiles", "thumbnails")
LETTERS = 24
SCROLLBAR = 12  # pixels


class Panel(QScrollArea):
    """Controls in groups, each under a question; the rarer ones under More."""

    backgroundChosen = Signal(str)
    classesChosen = Signal(object)  # (classes,) bool
    betaChosen = Signal(int)  # which stop
    comparisonChosen = Signal(str)  # "kinds", "betas" or "" for one model
    membersChosen = Signal(object)  # names
    homeAsked = Signal()
    fitAsked = Signal()
    colourChosen = Signal(str)  # "class", an attribute or a factor
    dataChosen = Signal(str)  # as `State.data`

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__(objectName="panel")
        self._theme, self._scale = theme, scale
        width = QFontMetricsF(body_font(scale)).horizontalAdvance("n") * LETTERS + 48
        self.setFixedWidth(round(width) + SCROLLBAR)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget(objectName="panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 8, 8, 16)
        column.setSpacing(6)
        self.drawing, self.between = DrawingSection(), BetweenSection()
        self.dimensions = DimensionsSection(theme, scale)
        self.train = TrainPanel()
        for build in (self._look, self._change, self._compare):
            section = build()
            self._column.setContentsMargins(0, 0, 0, 8)
            column.addWidget(section)
        self.versions = VersionsSection()
        for section in (self.dimensions, self.between, self.drawing, self.versions, self.train):
            column.addWidget(section)
        self._column = column
        self._inside()
        column.addStretch()
        self.setWidget(body)
        self._keep_focus_in_the_plane()

    # groups

    def _question(self, text: str, *, unfolded: bool = True) -> Section:
        """Begin a section; what is added next goes into it."""
        section = Section(text, unfolded=unfolded)
        self._column = section.column
        return section

    def _look(self) -> Section:
        section = self._question(self.tr("What do I look at?"))
        self._data = section.combo(
            self.tr("pictures"),
            self.tr("Whose pictures the points are: the data, or yours"),
        )
        self._data.activated.connect(self._on_data)
        self._column.addWidget(self._data)
        texts = {
            "points": (self.tr("Points"), self.tr("Each point is the code μ of one picture")),
            "tiles": (self.tr("Points on decoded tiles"), self.tr(
                "Behind the points: what the decoder draws at the middle of each tile"
            )),
            "thumbnails": (self.tr("The pictures themselves"), self.tr(
                "Data pictures at their codes, as many as find room"
            )),
        }  # fmt: skip
        self._backgrounds = QButtonGroup(self)
        for i, key in enumerate(BACKGROUNDS):
            button = QRadioButton(texts[key][0])
            button.setToolTip(texts[key][1])
            self._backgrounds.addButton(button, i)
            self._column.addWidget(button)
        self._backgrounds.button(0).setChecked(True)
        self._backgrounds.idToggled.connect(self._on_background)
        self._colours = section.combo(self.tr("colours"), self.tr("What the colours tell"))
        self._colours.activated.connect(self._on_colours)
        self._column.addWidget(self._colours)
        self._legend = QGridLayout()
        self._legend.setVerticalSpacing(0)
        self._column.addLayout(self._legend)
        self._boxes: list[QCheckBox] = []
        return section

    def _change(self) -> Section:
        section = self._question(self.tr("What may I change?"))
        self._beta_name = QLabel()
        self._beta = QSlider(Qt.Orientation.Horizontal)
        self._beta.setPageStep(1)
        self._beta.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._beta.setToolTip(
            self.tr(
                "β: weight of the KL term. Loss = reconstruction + β · KL(q(z|x) ‖ N(0, 1)). Each "
                "stop is a network trained with this β."
            )
        )  # fmt: skip
        self._beta.setAccessibleName("β")
        self._beta.valueChanged.connect(self._on_beta)
        self._column.addWidget(self._beta_name)
        self._column.addWidget(self._beta)
        self._home = self._button(
            self.tr("Back to its code"),
            self.tr("Puts the point back onto the code of its picture (Backspace)"),
        )
        self._home.clicked.connect(self.homeAsked)
        self._fit = self._button(
            self.tr("Show all"), self.tr("Zooms out until every code is seen (Home)")
        )
        self._fit.clicked.connect(self.fitAsked)
        return section

    def _compare(self) -> Section:
        section = self._question(self.tr("What is different?"))
        self._kinds = self._button(
            "PCA | AE | VAE", self.tr("Three models of the same data, one cursor"), checkable=True
        )
        self._betas = self._button(
            "β = 0 | 1 | 4",
            self.tr("Without, with and with much regularisation, one cursor"),
            checkable=True,
        )
        self._kinds.clicked.connect(self._on_compare)
        self._betas.clicked.connect(self._on_compare)
        self._more = QToolButton(text=self.tr("More …"), checkable=True)
        self._more.setToolTip(self.tr("Choose two to four models yourself"))
        self._column.addWidget(self._more)
        self._members = QWidget()
        self._member_column = QVBoxLayout(self._members)
        self._member_column.setContentsMargins(0, 0, 0, 0)
        self._member_boxes: dict[str, QCheckBox] = {}
        self._members.hide()
        self._more.toggled.connect(self._members.setVisible)
        self._column.addWidget(self._members)
        return section

    def _inside(self) -> None:
        self._inside_title = QLabel(objectName="question")
        self._inside_text = QLabel(objectName="hint")
        self._inside_text.setWordWrap(True)
        self._inside_text.setTextFormat(Qt.TextFormat.RichText)
        for label in (self._inside_title, self._inside_text):
            label.hide()
            self._column.addWidget(label)

    def _button(self, text: str, tip: str, *, checkable: bool = False) -> QPushButton:
        button = QPushButton(text, checkable=checkable)
        button.setToolTip(tip)
        self._column.addWidget(button)
        return button

    def _keep_focus_in_the_plane(self) -> None:
        """Let a click leave the keys to the plane; Tab still comes here."""
        for widget in self.findChildren(QAbstractButton) + self.findChildren(QSlider):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # what it shows

    def show_classes(self, classes: Sequence[str], visible: Sequence[bool]) -> None:
        """Fill the legend: marker, name, on or off."""
        while self._legend.count():
            self._legend.takeAt(0).widget().deleteLater()
        self._boxes = []
        side = round(12 * max(1.0, self._scale * 0.8))
        for i, key in enumerate(classes):
            box = QCheckBox(class_name(key))
            box.setIcon(QIcon(marker(self._theme, i, side)))
            box.setIconSize(QSize(side + 3, side + 3))
            box.setChecked(bool(visible[i]))
            box.setToolTip(self.tr("Shows or hides this class"))
            box.toggled.connect(self._on_class)
            self._legend.addWidget(box, i // 2, i % 2)
            self._boxes.append(box)
        self._keep_focus_in_the_plane()

    def show_background(self, key: str) -> None:
        """Check the background without asking for it."""
        self._backgrounds.blockSignals(True)
        self._backgrounds.button(BACKGROUNDS.index(key)).setChecked(True)
        self._backgrounds.blockSignals(False)

    def show_betas(self, betas: Sequence[float], current: float | None, *, several: bool) -> None:
        """Offer these stops: greyed in a comparison, hidden where β has no meaning."""
        usable = len(betas) > 1 and current in betas and not several
        for widget in (self._beta_name, self._beta):
            widget.setVisible(usable or (several and len(betas) > 1))
            widget.setEnabled(usable)
        self._betas.setVisible(len(betas) > 1)
        if usable:
            self._beta_values = tuple(betas)
            self._beta.blockSignals(True)
            self._beta.setRange(0, len(betas) - 1)
            self._beta.setValue(self._beta_values.index(current))
            self._beta.blockSignals(False)
            self._name_beta()

    def show_data(self, data: str, known: Sequence[str]) -> None:
        """Offer the model's own pictures and the user's, and choose `data`."""
        names = list(dict.fromkeys([*known, *([data] if data else [])]))
        rows: list[tuple[str, object]] = [(self.tr("Pictures of the test data"), "")]
        fill(self._data, [*rows, *((own_name(name), name) for name in names)], data)
        self._data.setVisible(bool(names))

    def show_colours(self, known: Sequence[str], key: str) -> None:
        """Offer what the colours can tell, and choose `key`."""
        rows: list[tuple[str, object]] = [
            (self.tr("Colours: {what}").format(what=attribute_name(name)), name)
            for name in ("class", *known)
        ]
        fill(self._colours, rows, key)
        self._colours.setVisible(bool(known))

    def show_comparison(self, key: str, *, possible: bool = True) -> None:
        """Check the comparison that is on."""
        self._kinds.setEnabled(possible)
        self._kinds.setChecked(key == "kinds")
        self._betas.setChecked(key == "betas")

    def show_members(self, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Offer models by (name, label) for a comparison of one's own."""
        while self._member_column.count():
            self._member_column.takeAt(0).widget().deleteLater()
        self._member_boxes = {}
        for name, label in choices:
            box = QCheckBox(label)
            box.setChecked(name in chosen)
            box.toggled.connect(self._on_member)
            self._member_column.addWidget(box)
            self._member_boxes[name] = box
        self._limit_members()
        self._keep_focus_in_the_plane()

    def show_inside(self, title: str, text: str) -> None:
        """Explain one box of the figure."""
        self._inside_title.setText(title)
        self._inside_text.setText(text)
        self._inside_title.show()
        self._inside_text.show()

    def hide_inside(self) -> None:
        """Take away what was said of another model."""
        self._inside_title.hide()
        self._inside_text.hide()

    # the same from a script

    def choose_background(self, key: str) -> None:
        """Click a background."""
        self._backgrounds.button(BACKGROUNDS.index(key)).click()

    def choose_comparison(self, key: str) -> None:
        """Click a comparison."""
        (self._kinds if key == "kinds" else self._betas).click()

    def set_class(self, index: int, on: bool) -> None:
        """Click a class on or off."""
        if self._boxes[index].isChecked() != on:
            self._boxes[index].click()

    def set_beta(self, stop: int) -> None:
        """Move the β slider to a stop."""
        self._beta.setValue(stop)

    # what it asks

    def _on_data(self, index: int) -> None:
        self.dataChosen.emit(self._data.itemData(index))

    def _on_colours(self, index: int) -> None:
        self.colourChosen.emit(self._colours.itemData(index))

    def _on_background(self, index: int, on: bool) -> None:
        if on:
            self.backgroundChosen.emit(BACKGROUNDS[index])

    def _on_class(self) -> None:
        self.classesChosen.emit(np.array([box.isChecked() for box in self._boxes]))

    def _on_beta(self, stop: int) -> None:
        self._name_beta()
        self.betaChosen.emit(stop)

    def _name_beta(self) -> None:
        beta = beta_text(self._beta_values[self._beta.value()])
        self._beta_name.setText(self.tr("Weight of the KL term: β = {beta}").format(beta=beta))

    def _on_compare(self) -> None:
        on = self.sender().isChecked()
        key = "kinds" if self.sender() is self._kinds else "betas"
        self.comparisonChosen.emit(key if on else "")

    def _on_member(self) -> None:
        self._limit_members()
        chosen = [name for name, box in self._member_boxes.items() if box.isChecked()]
        if chosen:
            self.membersChosen.emit(tuple(chosen))

    def _limit_members(self) -> None:
        count = sum(box.isChecked() for box in self._member_boxes.values())
        for box in self._member_boxes.values():
            box.setEnabled(count > 1 if box.isChecked() else count < 4)
