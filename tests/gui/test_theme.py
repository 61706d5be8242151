"""Can the last row read it? Contrast, type sizes, and nothing cut off, in every theme."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Opener
from hand import Hand
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from gui.theme import THEMES, contrast
from gui.widgets.section import Section
from gui.widgets.steady import SteadyText

TEXT_COLORS = (
    "text", "muted", "data", "generated", "point", "mu", "sigma", "epsilon", "good", "warn", "bad",
)  # fmt: skip
FULL_HD = (1920, 1080)


# colours


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#FF0000", "#0000FF") == pytest.approx(2.149, abs=0.001)


@pytest.mark.parametrize("name", THEMES)
def test_text_stands_out(name: str) -> None:
    theme, needed = THEMES[name], 7.0 if name == "projector" else 4.5
    ratios = {
        f"{color} on {ground}": contrast(getattr(theme, color), getattr(theme, ground))
        for color, ground in itertools.product(TEXT_COLORS, ("background", "panel"))
    }
    assert {pair: round(r, 2) for pair, r in ratios.items() if r < needed} == {}


@pytest.mark.parametrize("name", THEMES)
def test_classes_stand_out_from_the_plane_and_from_each_other(name: str) -> None:
    theme = THEMES[name]
    colors = [theme.class_color(i) for i in range(10)]
    assert min(contrast(color, theme.background) for color in colors) >= 3
    assert len(set(colors)) == 10


def test_projector_type_is_twice_as_large() -> None:
    assert THEMES["projector"].scale * 10 >= 20


# sizes and room, on a full-HD screen


def views(open_window: Opener, lang: str, theme: str) -> Iterator[tuple[str, Hand]]:
    """The window in everything it can show, one after the other."""
    hand = open_window(lang=lang, theme=theme, size=FULL_HD)
    for name in ("fashion-vae-2", "digits-vae-2", "shapes-vae-2-beta0.25"):
        hand.open_model(name)
        yield f"{name}, opened", hand
        before = hand.view.caption()
        hand.click(hand.empty_place())
        hand.until(lambda seen=before: hand.view.caption() != seen)
        hand.move(hand.place(hand.chart().codes[hand.far_item()]))
        hand.until(hand.stage.cards[0].isVisible)
        hand.stage.explained.emit("encoder")
        yield f"{name}, used", hand
    hand.view.panel.choose_comparison("kinds")
    hand.until(lambda: len(hand.names) == 3)
    hand.settle()
    yield "three models", hand
    more = [b for b in hand.view.panel.findChildren(QToolButton) if b.text().endswith("…")]
    more[0].click()
    hand.tick("VAE β = 0")
    hand.until(lambda: len(hand.names) == 4)
    hand.settle()
    hand.move(hand.place(hand.chart(3).codes[hand.far_item(3)], 3), 3)
    hand.until(lambda: all(card.isVisible() for card in hand.stage.cards))
    yield "four models", hand
    for what in many_dimensions(hand):
        yield what, hand


def many_dimensions(hand: Hand) -> Iterator[str]:
    """What a model of 20 dimensions adds: grid, walk, canvas, and every section unfolded."""
    hand.open_model("fashion-vae-20")
    for section in hand.view.panel.findChildren(Section):
        section.unfold()
    yield "20 dimensions"
    hand.tab.dimensions.show_grid(True)
    hand.until(lambda: hand.tab.dimensions.laid is not None)
    yield "grid"
    hand.tab.dimensions.show_grid(False)
    hand.tab.between.show_second(True)
    hand.tab.between.look(0.4)
    hand.settle()
    assert hand.view.strip.isVisible()
    assert hand.view.transport.isVisible()
    yield "walk"
    hand.tab.between.show_second(False)
    hand.tab.drawing.draw(True)
    hand.until(hand.stage.canvas.isVisible)
    hand.settle()
    yield "canvas"
    hand.tab.drawing.draw(False)


def speaking(hand: Hand) -> list[QWidget]:
    """The visible widgets that carry text."""
    kinds = (QLabel, QAbstractButton, QComboBox, SteadyText)
    widgets = [w for w in hand.window.findChildren(QWidget) if isinstance(w, kinds)]
    return [w for w in widgets if w.isVisible() and said(w).strip()]


def said(widget: QWidget) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def wanted(widget: QWidget) -> QSize:
    """The room that a widget's text needs."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        return QSize(widget.minimumSizeHint().width(), needed)
    if isinstance(widget, SteadyText):
        wrapped = QFontMetricsF(widget.fitting_font()).boundingRect(
            QRectF(0, 0, widget.width(), 1e6), Qt.TextFlag.TextWordWrap, widget.text()
        )
        return wrapped.size().toSize()
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = widget.style().subControlRect(kind, option, part, widget)
        text = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return QSize(widget.width() - room.width() + text, widget.fontMetrics().height())
    return widget.sizeHint()


def cut_off(hand: Hand) -> list[str]:
    """What has less room than it needs, or stands outside what can be seen."""
    hand.after_deletions()  # and after what is still to be laid out
    problems = []
    for widget in speaking(hand):
        need, has = wanted(widget), widget.size()
        if need.width() > has.width() + 1 or need.height() > has.height() + 1:
            size = f"{need.width()}×{need.height()} in {has.width()}×{has.height()}"
            problems.append(f"{said(widget)!r} needs {size}")
        place = QRect(widget.mapTo(hand.window, QPoint()), has)
        areas = [a for a in hand.window.findChildren(QScrollArea) if a.isAncestorOf(widget)]
        ground = areas[0].viewport() if areas else hand.window
        room = QRect(ground.mapTo(hand.window, QPoint()), ground.size())
        sideways = place.left() < room.left() or place.right() > room.right()
        below = not areas and (place.top() < room.top() or place.bottom() > room.bottom())
        if sideways or below:
            problems.append(f"{said(widget)!r} stands at {place} outside {room}")
    return problems


@pytest.mark.parametrize(("lang", "theme"), list(itertools.product(("en", "de"), THEMES)))
def test_nothing_is_cut_off(open_window: Opener, lang: str, theme: str) -> None:
    found = [
        f"{what}: {problem}"
        for what, hand in views(open_window, lang, theme)
        for problem in cut_off(hand)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(1000, 640), (1280, 720)])
def test_a_small_window_keeps_the_row_above_and_the_plane(
    open_window: Opener, theme: str, size: tuple[int, int]
) -> None:
    hand = open_window(lang="de", theme=theme, size=size)
    for what in many_dimensions(hand):
        hand.after_deletions()
        row = [hand.view.picker, *hand.view.findChildren(QToolButton)]
        row = sorted(
            (w for w in row if w.isVisible() and w.parent() is hand.view), key=lambda w: w.x()
        )
        assert len(row) >= 4, what
        assert all(a.geometry().right() < b.x() for a, b in itertools.pairwise(row)), what
        assert row[-1].geometry().right() < hand.view.width(), what
        assert all(w.width() >= w.minimumSizeHint().width() for w in row[1:]), what
        if what == "walk":
            share = hand.plane().height() / hand.window.height()
            assert share >= (0.5 if theme != "projector" else 0.35), share


def painted_sizes(window: QWidget, path: Path) -> dict[str, float]:
    """Every text that is painted, with its points: from the window drawn as SVG."""
    picture = QSvgGenerator()
    picture.setFileName(str(path))
    picture.setSize(window.size())
    picture.setResolution(72)
    window.render(picture)
    svg = path.read_text(encoding="utf-8")
    found = {}
    for group, body in re.findall(r"<g ([^>]*)>(.*?)</g>", svg, flags=re.DOTALL):
        size = re.search(r'font-size="([\d.]+)"', group)
        for line in re.findall(r"<text ([^>]*)>([^<]*)", body):
            own = re.search(r'font-size="([\d.]+)"', line[0]) or size
            if own and line[1].strip():
                found[line[1].strip()] = min(found.get(line[1].strip(), 1e9), float(own[1]))
    return found


def test_no_type_is_under_twenty_points_on_the_projector(
    open_window: Opener, tmp_path: Path
) -> None:
    small: set[str] = set()
    letters: set[str] = set()
    for what, hand in views(open_window, "en", "projector"):
        hand.after_deletions()
        sizes = painted_sizes(hand.window, tmp_path / "window.svg")
        letters |= {letter for text in sizes for letter in text}
        assert "z" in letters, what
        sizes |= {said(widget): widget.font().pointSizeF() for widget in speaking(hand)}
        small |= {f"{text!r} {size:g} pt" for text, size in sizes.items() if size < 20}
    assert "σ" in letters
    assert not small, "\n".join(sorted(small))
