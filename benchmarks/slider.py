"""How long the bars take to follow the temperature's slider, in the real window, hand to frame.

The handle is dragged with the mouse, one move at a time: a move is over when a paint pass has
ended, and was handed to the screen, in which the last row's bars were painted; all rows' bars are
painted in it. Every model of the text is shown, after some tokens that it wrote.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from benchmarks.hand import latencies
from benchmarks.report import BenchmarkFailed
from benchmarks.window import idle, open_window, until_painted
from core.text.sampling import softmax_table
from gui.tabs.text.tab import TextTab
from gui.tour_guide import Guide

WRITTEN = 30  # tokens before the slider is touched
LEFT = Qt.MouseButton.LeftButton
TOLERANCE = 1e-12


def slider_to_bars(text: str, moves: int) -> dict[str, object]:
    """Drag the temperature's handle; return the latencies and how many rows were redrawn.

    Raises
    ------
    BenchmarkFailed
        When the text is not to be had or the bars are not those of the slider's last value.
    """
    with open_window() as guide:
        tab = _open(guide, text)
        slider, rows = tab.view.panel.temperature, tab.view.rows
        last = [row for row in rows if row.bars.visibleRegion().boundingRect().height() > 0][-1]
        begin = _handle(slider)
        guide.mouse(slider, QEvent.Type.MouseButtonPress, begin, LEFT)
        seconds = []
        for number in range(moves):
            at = QPointF(_x(slider, _way(number)), begin.y())
            move = partial(guide.mouse, slider, QEvent.Type.MouseMove, at, LEFT)
            seconds.append(until_painted(guide, last.bars, move))
            idle(0.002)  # a hand rests too
        guide.mouse(slider, QEvent.Type.MouseButtonRelease, begin, LEFT)
        _check(tab)
        return {
            **latencies(seconds, "slider_"),
            "slider_moves": len(seconds),
            "slider_rows": len(rows),
        }


def _open(guide: Guide, text: str) -> TextTab:
    """Show the text's models, each with some tokens that it wrote."""
    tab = guide.window.tabs["text"]
    assert isinstance(tab, TextTab)
    guide.show("text")
    presenter = tab.presenter
    guide.until(lambda: bool(presenter.pages), "no model is open")
    if presenter.state.corpus != text:
        presenter.choose_corpus(text)
        guide.until(lambda: presenter.state.corpus == text, f"{text} is not shown")
    for _ in range(WRITTEN):
        presenter.step()
    guide.until(presenter.is_settled, "nobody writes")
    guide.rest(0.5)
    return tab


def _handle(slider: QSlider) -> QPointF:
    """Return the middle of the handle."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    box = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider)
    return QPointF(box.center())


def _way(number: int) -> float:
    """Return where a move goes: to and fro, each time at least some values on."""
    return (1 if number % 2 else -1) * (0.1 + 0.8 * abs(math.sin(number / 7.7)))


def _x(slider: QSlider, way: float) -> float:
    """Return a pixel of the track, from its beginning (-1) to its end (1)."""
    return slider.width() * (0.5 + 0.42 * way)


def _check(tab: TextTab) -> None:
    """See that every row shows what the slider says."""
    settings = tab.view.panel.settings()
    for row in tab.view.rows:
        assert row.page is not None
        assert row.page.here.logits is not None
        wanted = softmax_table(row.page.here.logits, settings).final
        if row.table is None or not np.allclose(row.table.final, wanted, atol=TOLERANCE):
            raise BenchmarkFailed(f"{row.page.name} shows other bars")
