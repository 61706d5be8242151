"""What looking at attention takes in the window: another layer, head or kind, and all heads."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from benchmarks.report import BenchmarkFailed, Budget, ms, percentile
from benchmarks.window import idle, open_window, until_painted
from core.attention.examples import EXAMPLES
from core.attention.pieces import END, decode, encode
from core.data.pairs import PAIRS, Pairs, Sentence, shipped_pieces
from core.errors import CoreError
from core.paths import home
from core.text.vocabulary import Vocabulary
from gui.tabs.attention.state import SAVED, State
from gui.tabs.attention.tab import AttentionTab
from gui.tabs.attention.words import KIND_NAMES, word
from gui.tour_guide import Guide

DATA = "tatoeba-en-de"
NAME = "attention-benchmark"
SWITCH_MS, HEADS_MS = 16.0, 50.0
REST = 0.03  # seconds between two clicks: the next one comes to a window at rest
PAGES = ("matrix", "translate")  # where layer, head and kind are switched


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Click through layers, heads and kinds in the program's own window, page by page.

    Shipped models may be smaller than what is promised: a model of `--layers` × `--heads` with
    random weights is exported for this, in a process of its own, into the throw-away home. Its
    weights do not matter for the time; both sentences have `--tokens` tokens, marks counted.

    `switch_…`: from the click (or the arrow key in a list) to the end of the paint pass with the
    new weights, over layers, heads and kinds, in the matrix and in the lines between the sentences;
    `matrix_…` and `translate_…` have each page alone. `heads_…`: the same for the page of all heads
    as thumbnails: turned to, and given another kind. `first_ms`: from showing the tab to the first
    painted figure, models loaded.
    """
    with TemporaryDirectory(prefix="generatorium-") as folder:
        state = SAVED.dump(_state(options.tokens))
        (Path(folder) / "attention.json").write_text(state, encoding="utf-8")
        with open_window(session=Path(folder)) as guide:
            _export(options.layers, options.heads)
            return _measured(guide, options)


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return {"switch_p95_ms": SWITCH_MS, "heads_p95_ms": HEADS_MS, "torch_imported": False}


def export_random(layers: int, heads: int, shelf: Path) -> None:
    """Publish a translator with random weights, of the usual width, on `shelf`."""
    import torch

    from core.export.translator import publish_translator
    from core.networks.translator import Translator
    from core.training.translator_loop import sizes_of
    from core.training.translator_recipes import TranslatorRecipe

    torch.manual_seed(0)
    vocabulary = _vocabulary()
    recipe = TranslatorRecipe(NAME, layers=layers, heads=heads, steps=0)
    few = Pairs(PAIRS[DATA], EXAMPLES[1:], (Sentence(EXAMPLES[0][0], EXAMPLES[0][1:]),))
    network = Translator(sizes_of(recipe, len(vocabulary)))
    publish_translator(network, recipe, few, vocabulary, shelf)


def _export(layers: int, heads: int) -> None:
    """Have it published where the window looks for models, by a process that may import torch."""
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            pool.submit(export_random, layers, heads, home() / "models").result()
    except (BrokenProcessPool, CoreError, ImportError) as error:
        raise BenchmarkFailed(f"no model for the measurement: {error}") from error


def _vocabulary() -> Vocabulary:
    return Vocabulary(shipped_pieces(DATA), DATA)


def _state(tokens: int) -> State:
    """Return a state whose sentence and translation have so many tokens, marks counted."""
    vocabulary = _vocabulary()
    english, german = (" ".join(pair[side] for pair in EXAMPLES) for side in range(2))
    sentence = decode(vocabulary, encode(vocabulary, english)[: tokens - 1])
    written = encode(vocabulary, german)
    written = written[written != END][: tokens - 1]
    if len(encode(vocabulary, sentence)) != tokens or len(written) != tokens - 1:
        raise BenchmarkFailed(f"no sentence of {tokens} tokens")
    return State(model=NAME, sentence=sentence, written=tuple(map(int, written)))


def _measured(guide: Guide, options: argparse.Namespace) -> dict[str, object]:
    tab = guide.window.tabs["attention"]
    assert isinstance(tab, AttentionTab)
    view, presenter = tab.view, tab.presenter
    first = until_painted(
        guide, view.translate.lines, lambda: guide.show("attention"),
        met=lambda: presenter.scene is not None, patience=60.0,
    )  # fmt: skip
    scene = presenter.scene
    assert scene is not None
    shape = scene.maps.cross.shape
    if shape != (options.layers, options.heads, options.tokens, options.tokens):
        raise BenchmarkFailed(f"the window shows attention of {shape}")
    hand = _Hand(guide, tab)
    pages: dict[str, list[float]] = {}
    for page in PAGES:
        hand.turn(page)
        hand.round()  # what is done once is done
        pages[page] = [took for _ in range(options.rounds) for took in hand.round()]
    hand.all_heads()
    heads = [took for _ in range(options.rounds) for took in hand.all_heads()]
    result: dict[str, object] = {
        "layers": shape[0],
        "heads": shape[1],
        "tokens": shape[2],
        "first_ms": ms(first),
        "switches": sum(map(len, pages.values())),
        **_told("switch", [took for page in PAGES for took in pages[page]]),
        **_told("heads", heads),
    }
    for page in PAGES:
        result |= _told(page, pages[page])
    return result | {"torch_imported": "torch" in sys.modules}


def _told(name: str, seconds: list[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms": ms(percentile(seconds, 0.5)),
        f"{name}_p95_ms": ms(percentile(seconds, 0.95)),
        f"{name}_longest_ms": ms(max(seconds)),
    }


class _Hand:
    """Clicks and presses keys as a person does, and waits for the painted figure."""

    def __init__(self, guide: Guide, tab: AttentionTab) -> None:
        self._guide, self._panel = guide, tab.view.panel
        self._presenter, self._view = tab.presenter, tab.view
        buttons = self._panel.findChildren(QAbstractButton)
        self._kinds = [  # the last one is checked at first
            next(b for b in buttons if b.text() == word(KIND_NAMES[kind]))
            for kind in ("decoder", "encoder", "cross")
        ]
        self._figures: dict[str, QWidget] = {
            "matrix": tab.view.matrix, "translate": tab.view.translate.lines,
            "heads": tab.view.heads,
        }  # fmt: skip

    def turn(self, page: str) -> float:
        """Click on a page."""
        return self._timed(page, lambda: self._click(self._panel.page_button(page)))

    def round(self) -> list[float]:
        """Go through all kinds, layers and heads on the page that is shown."""
        page, panel, took = self._presenter.state.page, self._panel, []
        for button in self._kinds:
            took.append(self._timed(page, partial(self._click, button)))
        for combo in (panel.layer, panel.head):
            combo.setFocus()
            here, count = combo.currentIndex(), combo.count()
            keys = [Qt.Key.Key_Up] * here + [Qt.Key.Key_Down] * (count - 1)
            for key in keys:
                press = partial(self._press, combo, key)
                took.append(self._timed(page, press))
        return took

    def all_heads(self) -> list[float]:
        """Turn to the page of all heads, and through the kinds there."""
        self.turn("matrix")
        took = [self.turn("heads")]
        for button in self._kinds:
            took.append(self._timed("heads", partial(self._click, button)))
        return took

    def _timed(self, page: str, act: Callable[[], None]) -> float:
        idle(REST)
        before = self._presenter.state
        took = until_painted(self._guide, self._figures[page], act, self._presenter.shown)
        if self._presenter.state == before:
            raise BenchmarkFailed(f"{page}: nothing was switched")
        return took

    def _click(self, widget: QWidget) -> None:
        at = QPointF(min(20.0, widget.width() / 2), widget.height() / 2)
        left = Qt.MouseButton.LeftButton
        self._guide.mouse(widget, QEvent.Type.MouseButtonPress, at, left)
        self._guide.mouse(widget, QEvent.Type.MouseButtonRelease, at, left)

    def _press(self, widget: QComboBox, key: Qt.Key) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(widget, event)
