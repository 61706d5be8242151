"""The page of the figure: the lecture's steps play on the live sentence; boxes open."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.attention.maps import DECODER_PARTS, ENCODER_PARTS, Parts
from gui.numbers import fixed
from gui.tabs.attention.figure_map import DECODER_STEPS, ENCODER_STEPS, FigureMap
from gui.tabs.attention.tensor_view import TensorView
from gui.theme import BODY, EMPHASIS, Theme, body_font
from gui.widgets.section import Row

STEP_MS = 1400
BEST = 24  # columns of the softmax that are shown: the likeliest pieces


class MapPage(QWidget):
    """Figure on the left, the open box's tensor on the right."""

    opened = Signal(str)
    trainingAsked = Signal()  # what normalising does to training

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self.figure = FigureMap(theme, scale)
        self.tensor = TensorView(theme, scale)
        self.before = TensorView(theme, scale)
        short = scale >= 1.5
        self.told = QLabel()
        self.told.setFont(body_font(scale, BODY if short else EMPHASIS))
        self.told.setWordWrap(True)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.play_encoder = QPushButton("▶ Encoder" if short else self.tr("▶ Encoder, 7 steps"))
        self.play_decoder = QPushButton("▶ Decoder" if short else self.tr("▶ Decoder, 8 steps"))
        self.play_encoder.setToolTip(self.tr("The lecture's seven steps, on this sentence"))
        self.play_decoder.setToolTip(self.tr("The lecture's eight steps, on this sentence"))
        self.training = QPushButton(self.tr("And in training?"))
        self.training.setToolTip(self.tr("Two small trainings, with and without Norm"))
        self.training.clicked.connect(self.trainingAsked)
        kept = self.training.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing jumps while steps play
        self.training.setSizePolicy(kept)
        buttons = Row(6)
        for button in (self.play_encoder, self.play_decoder, self.training):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(buttons)
        right.addWidget(self.told)
        right.addWidget(self.before, 1)
        right.addWidget(self.tensor, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.figure, 2 if short else 4)
        row.addLayout(right, 3 if short else 5)
        scroll = QScrollArea(objectName="figure")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._parts: Parts | None = None
        self._asked: tuple[str, ...] = ()
        self._answered: tuple[str, ...] = ()
        self._layer, self._open = 0, "enc_out"
        self._names: list[str] = []
        self._queue: list[str] = []
        self._beat = QTimer(self, interval=STEP_MS)
        self._beat.timeout.connect(self._on_beat)
        self.figure.chosen.connect(self._on_chosen)
        self.play_encoder.clicked.connect(self._on_play_encoder)
        self.play_decoder.clicked.connect(self._on_play_decoder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the longest text, whatever is told: nothing jumps."""
        super().resizeEvent(event)
        metrics = QFontMetricsF(self.told.font())
        lines = 3 if 0.6 * self.width() > 48 * metrics.averageCharWidth() else 4
        self.told.setFixedHeight(round((lines + 0.3) * metrics.height()))

    def show_parts(
        self, parts: Parts, layer: int, asked: tuple[str, ...], answered: tuple[str, ...],
        names: Sequence[str],
    ) -> None:  # fmt: skip
        """Show the boxes of a sentence; `names` has the text of every piece."""
        self._parts, self._layer = parts, layer
        self._asked, self._answered, self._names = asked, answered, list(names)
        self.figure.set_layers(len(parts.encoder))
        self.open_box(self._open)

    def open_box(self, key: str, *, playing: bool = False) -> None:
        """Show the numbers of a box."""
        self._open = key
        self.figure.light(key, playing=playing)
        if self._parts is None:
            return
        before, values, words = self._tensors(key)
        self.told.setText(f"{self._title(key)}: {escape(self._explain(key))}")
        self.before.setVisible(before is not None)
        self.training.setVisible(before is not None)
        if before is not None:
            self.before.show_tensor(before, words)
        self.tensor.show_tensor(values, words, spreads=key != "dec_softmax")
        self.opened.emit(key)

    def _title(self, key: str) -> str:
        name = self.figure.name_of(key)
        inside = key[4:] in (*ENCODER_PARTS, *DECODER_PARTS)
        if not inside:
            return f"<b>{name}</b>"
        layer = self.tr("layer {n}").format(n=self._layer + 1)
        return f"<b>{name}</b>, {layer}"

    def _tensors(self, key: str) -> tuple[np.ndarray | None, np.ndarray, tuple[str, ...]]:
        """Return what goes into an Add & Norm (else None), what comes out of the box, its words."""
        parts = self._parts
        assert parts is not None
        encoder = key.startswith("enc")
        words = self._answered if encoder else self._asked
        part = key[4:]
        names = ENCODER_PARTS if encoder else DECODER_PARTS
        if part in names:
            layers = (parts.encoder if encoder else parts.decoder)[self._layer]
            inputs = {"normed": "added", "normed_crossed": "added_crossed", "out": "added_fed"}
            before = layers[names.index(inputs[part])] if part in inputs else None
            return before, layers[names.index(part)], words
        if part == "linear":
            return None, parts.logits[:, self._likeliest()], words
        if part == "softmax":
            chances = np.exp(parts.logits - parts.logits.max(-1, keepdims=True))
            chances /= chances.sum(-1, keepdims=True)
            return None, chances[:, self._likeliest()], words
        return None, parts.source_embedded if encoder else parts.target_embedded, words

    def _likeliest(self) -> np.ndarray:
        """Return the pieces that are likeliest to come next."""
        assert self._parts is not None
        return np.argsort(-self._parts.logits[-1], kind="stable")[:BEST]

    def _explain(self, key: str) -> str:
        """Say in a sentence what the box does with this sentence."""
        words = self._answered if key.startswith("enc") else self._asked
        texts = {
            "words": self.tr("Read as pieces, {n} in all: {words}"),
            "embedded": self.tr("Each piece becomes a vector; it is learnt, the same everywhere."),
            "positions": self.tr("Sines and cosines of its place are added to each vector."),
            "attended": self.tr("Each word asks the others and takes in what they answer."),
            "crossed": self.tr("Each German word asks the English ones: the encoder's values."),
            "fed": self.tr("Two layers of neurons, for each word by itself."),
            "linear": self.tr("A logit for each piece of the vocabulary; the {best} highest here."),
            "softmax": self.tr("Probabilities that sum to 1. The likeliest: {word}"),
        }
        text = texts.get(key[4:])
        if text is None:
            return self._norm_sentence(key)
        best = self._names[int(self._likeliest()[0])] if self._names else ""
        return text.format(
            n=len(words), words=" ".join(w.strip() for w in words[:8]), best=BEST, word=best
        )

    def _norm_sentence(self, key: str) -> str:
        """Say what adding and normalising did to the spread."""
        before, after, _ = self._tensors(key)
        assert before is not None
        return self.tr(
            "Above: what is added to what came in; spread {before} a word. Below: normalised, "
            "then scaled as learnt; spread {after}."
        ).format(
            before=fixed(float(before.std(-1).mean())), after=fixed(float(after.std(-1).mean()))
        )

    # playing

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._beat.stop()
        self.open_box(key)

    @Slot()
    def _on_play_encoder(self) -> None:
        self._play(ENCODER_STEPS)

    @Slot()
    def _on_play_decoder(self) -> None:
        self._play(DECODER_STEPS)

    def _play(self, steps: Sequence[str]) -> None:
        self._queue = list(steps)
        self._on_beat()
        self._beat.start()

    @Slot()
    def _on_beat(self) -> None:
        if self._queue and self.isVisible():
            self.open_box(self._queue.pop(0), playing=True)
        else:
            self._beat.stop()
            self.figure.light(self._open)
