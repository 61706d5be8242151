"""Asks about somebody else's model what its graph does not say, beside the window."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.runtime.foreign import (
    RANGES,
    Answers,
    Encodes,
    Findings,
    Prior,
    Question,
    Range,
    Reason,
    Unfit,
    inspect,
    proper_name,
)
from gui.theme import GRID, Theme
from gui.widgets.pictures import Picture
from gui.words import error_sentence
from gui.workers.latest import LatestWorker, Line

LETTERS = 44  # width of the dialog in letters
SIDE = 112  # pixels of a preview, times the scale
PRIORS: tuple[Prior, ...] = ("normal", "uniform")
DETAIL = 120  # letters of a library's own remark that are shown

REASONS = {
    Reason.EMPTY: QT_TRANSLATE_NOOP("ForeignDialog", "The file is empty."),
    Reason.LARGE_FILE: QT_TRANSLATE_NOOP(
        "ForeignDialog", "The model is larger than 2 GB: too large to be opened here."
    ),
    Reason.SEVERAL_INPUTS: QT_TRANSLATE_NOOP(
        "ForeignDialog", "The model must have exactly one input."
    ),
    Reason.NOT_FLOAT: QT_TRANSLATE_NOOP(
        "ForeignDialog",
        "The model does not compute in float32. Export it with float32 inputs and outputs.",
    ),
    Reason.NO_POINTS: QT_TRANSLATE_NOOP(
        "ForeignDialog",
        "Its input is no list of points (N, d). If this is an encoder, open its decoder first.",
    ),
    Reason.LARGE_LATENT: QT_TRANSLATE_NOOP(
        "ForeignDialog", "Its points have more than 4096 dimensions: too many to be shown here."
    ),
    Reason.NO_PICTURE: QT_TRANSLATE_NOOP(
        "ForeignDialog", "None of its outputs is a picture, grey or in three colours."
    ),
    Reason.SEVERAL_PICTURES: QT_TRANSLATE_NOOP(
        "ForeignDialog", "Several of its outputs are pictures: name the right one “image”."
    ),
    Reason.LARGE_PICTURE: QT_TRANSLATE_NOOP(
        "ForeignDialog", "Its pictures are larger than 1024 × 1024: too large to be shown here."
    ),
    Reason.BATCH: QT_TRANSLATE_NOOP(
        "ForeignDialog",
        "It takes neither one point nor any number of points. Export it with a free first axis.",
    ),
    Reason.NOT_FINITE: QT_TRANSLATE_NOOP("ForeignDialog", "What it computes are no numbers (NaN)."),
    Reason.ENCODER_INPUT: QT_TRANSLATE_NOOP(
        "ForeignDialog", "This encoder does not take the pictures that the decoder draws."
    ),
    Reason.ENCODER_OUTPUT: QT_TRANSLATE_NOOP(
        "ForeignDialog", "This encoder does not give the codes that the decoder takes."
    ),
    Reason.WEIGHTS_PLACE: QT_TRANSLATE_NOOP(
        "ForeignDialog",
        "Its weights must lie beside the file, under names of their own, or inside it.",
    ),
}


def foreign_sentence(error: Exception) -> str:
    """Say what is wrong with somebody's model, and with which of its numbers."""
    if not isinstance(error, Unfit) or error.reason is None:
        return error_sentence(error)
    said = QCoreApplication.translate("ForeignDialog", REASONS[error.reason])
    detail = f" ({error.detail[:DETAIL]})" if error.detail else ""
    return f"{error.subject}: {said}{detail}"


class ForeignDialog(QDialog):
    """Shows what is found in the model at `path`, and asks what is not.

    `accepted_answers` carries the `Answers`; `findings` is what they are about. The dialog stays
    until whoever answers closes it, or has it show an error.
    """

    accepted_answers = Signal(object)
    found = Signal()  # the files are read, or found to be no model

    def __init__(
        self,
        path: Path,
        theme: Theme,
        scale: float,
        parent: QWidget | None = None,
        worker: LatestWorker | None = None,
    ) -> None:
        super().__init__(parent)
        self.findings: Findings | None = None
        self._path, self._theme, self._scale = path, theme, scale
        self._own = None if worker else LatestWorker()
        self._line = Line(worker or self._own, self)  # type: ignore[arg-type]
        self._line.answered.connect(self._on_findings)
        self._line.failed.connect(self._on_failed)
        if self._own:
            self.destroyed.connect(partial(LatestWorker.end, self._own))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle(self.tr("Open a model"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("n") * LETTERS)
        self._build()
        self._read(None)

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        title = QLabel(self._path.name, objectName="figureTitle")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        self.told = self._text("aside")
        self.problem = self._text("notice")
        self.problem.setProperty("level", "bad")
        self._pictures = [
            Picture(self._theme, self._theme.generated, round(SIDE * self._scale)) for _ in range(3)
        ]
        row = QHBoxLayout()
        for picture in self._pictures:
            picture.setToolTip(self.tr("What the decoder draws at a point drawn from its prior"))
            row.addWidget(picture)
        row.addStretch()
        self.range_question, self.ranges = self._question(
            self.tr("Which values are black and white?"), ["0 … 1", "−1 … 1", "0 … 255"]
        )
        self.prior_question, self.priors = self._question(
            self.tr("From which points does it draw?"),
            [self.tr("normal: N(0, 1)"), self.tr("uniform: from −1 to 1")],
        )
        tips = (
            self.tr("As in a VAE: each dimension normal with mean 0 and standard deviation 1"),
            self.tr("As in some GANs: each dimension anywhere between −1 and 1"),
        )
        for button, tip in zip(self.priors.buttons(), tips, strict=True):
            button.setToolTip(tip)
        self._name_label = QLabel(self.tr("&Name"), objectName="question")
        self.name = QLineEdit()
        self.name.setMaxLength(64)
        self.name.setToolTip(self.tr("What the model is called here: a to z, figures, hyphens"))
        self._name_label.setBuddy(self.name)
        self.encoder = QPushButton()
        self.encoder.setToolTip(
            self.tr("The other half: with it pictures can be read too, not only drawn")
        )
        self.open_button = QPushButton(self.tr("Open"), default=True)
        self.close_button = QPushButton(self.tr("Close"), autoDefault=False)
        self.encoder.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.encoder)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.open_button)
        for widget in (title, self.told):
            column.addWidget(widget)
        column.addLayout(row)
        for widget in (self.range_question, self.prior_question, self._name_label, self.name):
            column.addWidget(widget)
        column.addWidget(self.problem)
        column.addStretch()
        column.addLayout(buttons)
        stops = (*self.ranges.buttons(), *self.priors.buttons(), self.name)
        stops = (*stops, self.encoder, self.close_button, self.open_button)
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)
        self.ranges.idToggled.connect(self._preview)
        self.priors.idToggled.connect(self._preview)
        self.encoder.clicked.connect(self._on_encoder)
        self.open_button.clicked.connect(self._on_open)
        self.close_button.clicked.connect(self.reject)

    def _text(self, name: str) -> QLabel:
        label = QLabel(objectName=name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _question(self, text: str, choices: list[str]) -> tuple[QWidget, QButtonGroup]:
        """Put radio buttons under a question."""
        whole, group = QWidget(), QButtonGroup(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QLabel(text, objectName="question"))
        for index, choice in enumerate(choices):
            button = QRadioButton(choice)
            button.setAccessibleDescription(text)
            group.addButton(button, index)
            column.addWidget(button)
        group.button(0).setChecked(True)
        return whole, group

    # reading

    def _read(self, encoder: Path | None) -> None:
        """Look into the files beside the window's own work."""
        self._busy(self.tr("Reading …"))
        self._line.ask(encoder, partial(inspect, self._path, encoder))

    def _busy(self, text: str) -> None:
        self._show_problem("")
        self._show_found()
        self.open_button.setEnabled(False)
        self.encoder.setEnabled(False)
        self._tell(text)

    @Slot(object, object)
    def _on_findings(self, _encoder: object, findings: Findings) -> None:
        first, self.findings = self.findings is None, findings
        if first:
            self.name.setText(findings.name)
            self.priors.button(PRIORS.index(_prior(findings))).setChecked(True)
            self.ranges.button(_likely_range(findings)).setChecked(True)
        self._show_found()
        self._preview()
        if first:
            asked = (self.range_question, self.ranges), (self.prior_question, self.priors)
            group = next((g for question, g in asked if question.isVisibleTo(self)), None)
            first_stop = group.checkedButton() if group else None
            (first_stop or self.name).setFocus()
        self.found.emit()

    @Slot(object, object)
    def _on_failed(self, _encoder: object, error: Exception) -> None:
        self.show_error(error)
        self.found.emit()

    def show_error(self, error: Exception) -> None:
        """Say what went wrong; what was found before still stands."""
        self._show_found()
        self._show_problem(foreign_sentence(error))

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self._fit()

    def _show_found(self) -> None:
        """Show what the files say, and the questions that they leave open."""
        findings = self.findings
        asked = findings.questions if findings else ()
        self.range_question.setVisible(Question.VALUE_RANGE in asked)
        self.prior_question.setVisible(Question.PRIOR in asked)
        for widget in (self._name_label, self.name, *self._pictures, self.encoder):
            widget.setVisible(findings is not None)
        self.open_button.setEnabled(findings is not None)
        self.encoder.setEnabled(findings is not None)
        self._tell(self._description(findings) if findings else "")
        without = findings is None or findings.encoder is None
        text = self.tr("&Encoder … (optional)") if without else self.tr("Without its &encoder")
        self.encoder.setText(text)
        self._fit()

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """Take the height that the text needs at this width, no less than the width needs."""
        layout = self.layout()
        layout.activate()
        width = max(self.width(), layout.totalMinimumSize().width())
        self.resize(width, layout.totalHeightForWidth(width))

    def _description(self, findings: Findings) -> str:
        height, width, *colors = findings.image_shape
        text = (
            self.tr("{d} numbers become a picture of {width} × {height} in colour.")
            if colors
            else self.tr("{d} numbers become a grey picture of {width} × {height}.")
        )
        lines = [text.format(d=findings.latent_size, width=width, height=height)]
        if findings.value_range:
            low, high = (f"{value:g}".replace("-", "−") for value in findings.value_range)
            lines.append(self.tr("Its values go from {low} to {high}.").format(low=low, high=high))
        if findings.encodes is Encodes.CODE:
            lines.append(self.tr("Its encoder turns a picture into a code."))
        elif findings.encodes is Encodes.DISTRIBUTION:
            lines.append(self.tr("Its encoder turns a picture into μ and σ."))
        if findings.fixed_batch:
            lines.append(self.tr("It draws one picture at a time, which takes longer."))
        return "\n".join(lines)

    # answering

    @property
    def answers(self) -> Answers:
        """Return what is chosen now, and what the files say themselves."""
        assert self.findings is not None
        name = proper_name(self.name.text().strip() or self.findings.name)
        return Answers(self._range(self.findings), self._chosen_prior(self.findings), name)

    def _range(self, findings: Findings) -> Range:
        return findings.value_range or RANGES[self.ranges.checkedId()]

    def _chosen_prior(self, findings: Findings) -> Prior:
        asked = Question.PRIOR in findings.questions
        return PRIORS[self.priors.checkedId()] if asked else _prior(findings)

    @Slot()
    def _preview(self) -> None:
        if self.findings is None or self.ranges.checkedId() < 0 or self.priors.checkedId() < 0:
            return
        prior, values = self._chosen_prior(self.findings), self._range(self.findings)
        for picture, pixels in zip(
            self._pictures, self.findings.pictures(prior, values), strict=True
        ):
            picture.show_pixels(pixels)

    @Slot()
    def _on_open(self) -> None:
        if self.findings is not None:
            answers = self.answers
            self._busy(self.tr("Copying …"))
            self.accepted_answers.emit(answers)

    @Slot()
    def _on_encoder(self) -> None:
        if self.findings is not None and self.findings.encoder is not None:
            self._read(None)
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("The encoder"), str(self._path.parent), "ONNX (*.onnx)"
        )
        if chosen:
            self._read(Path(chosen))


def _prior(findings: Findings) -> Prior:
    """Return the prior that the file names, or the usual one."""
    return findings.card.prior if findings.card else "normal"


def _likely_range(findings: Findings) -> int:
    """Return which of the usual ranges is the likeliest; the user sees it and may correct it."""
    values = findings.raw["normal"]
    if values.max() > RANGES[2][1] / 8:
        return 2
    return 1 if values.min() < RANGES[1][0] / 4 else 0
