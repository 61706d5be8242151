"""The tour's part in the Attention Viewer: word by word, heads, one head inside, orders, figure."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QWidget

from gui.tabs.attention.figure_map import DECODER_STEPS, ENCODER_STEPS
from gui.tabs.attention.state import Scene
from gui.tabs.attention.tab import AttentionTab
from gui.tour_guide import Guide, Step, StepSkipped
from gui.tour_pairs import PAIR_STEPS

SENTENCE, GERMAN = "The dog bites the man.", "Der Hund beißt den Mann."
WORDS = 3  # that are added by the space bar
CLOSE = 1e-4  # within which numbers are the same but for rounding
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def _tab(guide: Guide) -> AttentionTab:
    tab = guide.window.tabs["attention"]
    assert isinstance(tab, AttentionTab)
    return tab


def _scene(guide: Guide) -> Scene:
    """Return the translation; the step is skipped where nothing translates."""
    tab = _tab(guide)
    guide.show("attention")
    guide.until(lambda: tab.presenter.studio is not None, "the tab does not open")
    _settle(guide)
    if tab.presenter.scene is None:
        raise StepSkipped("no translator is installed")
    return tab.presenter.scene


def _settle(guide: Guide) -> None:
    guide.until(_tab(guide).presenter.is_settled, "the translator does not answer")
    guide.rest(0.3)


def _turn(guide: Guide, page: str) -> None:
    _tab(guide).presenter.turn(page)
    _settle(guide)


def _click(guide: Guide, widget: QWidget, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
    guide.mouse(widget, QEvent.Type.MouseButtonPress, at, button)
    guide.mouse(widget, QEvent.Type.MouseButtonRelease, at, button)
    _settle(guide)


def word_by_word(guide: Guide) -> None:
    """Add German words one by one: each is the likeliest one, attention rows sum to one."""
    _scene(guide)
    tab = _tab(guide)
    tab.presenter.read(SENTENCE)
    _settle(guide)
    for count in range(WORDS):
        best = int(np.argmax(_scene(guide).steps.logits))
        tab.view.wordAsked.emit()
        _settle(guide)
        scene = _scene(guide)
        guide.check(best in scene.steps.tokens, f"word {count + 1} is not the likeliest one")
    guide.check(bool(scene.text), "nothing is translated")
    for weights in (scene.maps.encoder, scene.maps.decoder, scene.maps.cross):
        guide.check(bool(np.allclose(weights.sum(-1), 1, atol=CLOSE)), "a row sums to no 1")


def choose_another(guide: Guide) -> None:
    """Choose another word from the bars: the translation goes on from there."""
    scene = _scene(guide)
    tab = _tab(guide)
    bars = tab.view.translate.bars
    token = bars.tokens()[1]
    before = scene.steps.tokens.tolist()
    _click(guide, bars, bars.rect_of(1).center())
    guide.check(_scene(guide).steps.tokens.tolist() == [*before, token], "another word came")
    tab.view.endAsked.emit()
    _settle(guide)
    now = _scene(guide).steps
    guide.check(now.tokens.tolist()[: len(before) + 1] == [*before, token], "it was not kept")
    guide.check(now.log_p.sum() < 0, "it has no probability")


def as_matrix(guide: Guide) -> None:
    """Look at it as a matrix, and read a value under the pointer."""
    _scene(guide)
    tab = _tab(guide)
    tab.presenter.read(SENTENCE)
    tab.presenter.to_end()
    _turn(guide, "matrix")
    matrix = tab.view.matrix
    row = 1
    column = int(np.argmax(matrix.weights()[row]))
    guide.mouse(
        matrix, QEvent.Type.MouseMove, matrix.rect_of(row, column).center(), Qt.MouseButton.NoButton
    )
    guide.check(bool(matrix.reading()), "no value under the pointer")
    guide.rest(0.2)


def switch_heads(guide: Guide) -> None:
    """Switch heads off by the right button: the numbers change; all on, and they are as before."""
    before = _scene(guide)
    tab = _tab(guide)
    _turn(guide, "heads")
    heads = tab.view.heads
    layers, count = before.maps.cross.shape[:2]
    guide.check(heads.shown() == layers * count, "not every head is shown")
    for head in range(count - 1):
        _click(guide, heads, heads.rect_of(layers - 1, head).center(), RIGHT)
    after = _scene(guide)
    same = after.steps.logits.shape == before.steps.logits.shape and np.allclose(
        after.steps.logits, before.steps.logits, atol=CLOSE
    )
    guide.check(not same, "the numbers have not changed")


def inside_a_head(guide: Guide) -> None:
    """Look inside a head: q · k, softmax and the sum are what the model computes."""
    _scene(guide)
    tab = _tab(guide)
    tab.view.panel.allOnAsked.emit()
    _settle(guide)
    _turn(guide, "inside")
    guide.until(lambda: tab.presenter.looked.inside is not None, "nothing is inside")
    inside = tab.presenter.looked.inside
    assert inside is not None
    row = tab.presenter.row
    scores = inside.keys @ inside.queries[row] / np.sqrt(inside.queries.shape[1])
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    guide.check(bool(np.allclose(weights, inside.weights[row], atol=1e-3)), "not its softmax")
    found = inside.weights[row] @ inside.values
    guide.check(bool(np.allclose(found, inside.output[row], atol=CLOSE)), "not its sum")


def drag_a_question(guide: Guide) -> None:
    """Drag the question onto a key: its weight grows."""
    tab = _tab(guide)
    guide.show("attention")
    guide.until(lambda: tab.presenter.studio is not None, "the tab does not open")
    _turn(guide, "retrieval")
    page, plane = tab.view.retrieval, tab.view.retrieval.plane
    before = page.lookup().weights[-1]
    start, end = plane.pixel_of(plane.query), plane.pixel_of(plane.keys[-1])
    guide.stroke(plane, [start + (end - start) * (t / 10) for t in range(11)])
    guide.check(page.lookup().weights[-1] > before, "its weight does not grow")
    guide.rest(0.2)


def beam(guide: Guide) -> None:
    """Show the beam: the translation that it chose has the best score of all."""
    _scene(guide)
    tab = _tab(guide)
    _turn(guide, "beam")
    guide.until(lambda: tab.presenter.looked.found is not None, "nothing is searched")
    found = tab.presenter.looked.found
    assert found is not None
    scores = [each.score for each in found.translations]
    guide.check(found.best.score == max(scores), "another one has a better score")


def one_or_eight(guide: Guide) -> None:
    """Put two models side by side on the same sentence, and rank the heads."""
    _scene(guide)
    tab = _tab(guide)
    studio = tab.presenter.studio
    if studio is None or len(studio.entries) < 2:
        raise StepSkipped("only one translator is installed")
    _turn(guide, "two")
    guide.until(lambda: tab.presenter.asides.other is not None, "no second translation")
    tab.view.two.reference.setText(GERMAN)
    tab.view.two.rank.click()
    _settle(guide)
    drops = [row.drop for row in tab.view.two.ranking.rows()]
    guide.check(bool(drops) and drops == sorted(drops, reverse=True), "the heads are not ranked")


def order_of_words(guide: Guide) -> None:
    """Drag a word: with positions the model tells orders apart, without them it cannot."""
    _scene(guide)
    tab = _tab(guide)
    _turn(guide, "order")
    tab.view.order.classic.click()
    _settle(guide)
    words = tab.view.order.words
    start, end = words.rect_of(0).center(), words.rect_of(2).center()
    guide.stroke(words, [start, (start + end) / 2, end, end])
    _settle(guide)
    guide.check(words.words()[-1] == "dog", "the word was not moved")
    rows = {on: found for _, on, found in tab.presenter.asides.compared}
    guide.check(rows[False].texts[0] == rows[False].texts[1], "translations differ without them")
    gap = rows[False].gap
    guide.check(gap is not None and gap < CLOSE, f"encodings differ by {gap} without them")
    gap = rows[True].gap
    guide.check(gap is not None and gap > 1e-2, "positions make no difference")


def whole_figure(guide: Guide) -> None:
    """Play the lecture's steps on the figure; each box has numbers for this sentence."""
    _scene(guide)
    tab = _tab(guide)
    tab.presenter.read(SENTENCE)
    tab.presenter.to_end()
    _turn(guide, "map")
    page = tab.view.map
    for key in (*ENCODER_STEPS, *DECODER_STEPS):
        page.open_box(key, playing=True)
        values, words = page.tensor.shown()
        guide.check(values.shape[0] == len(words) > 0, f"{key} is empty")
        guide.check(bool(np.isfinite(values).all()), f"{key} is not finite")
    page.open_box("dec_crossed", playing=True)
    guide.rest(0.2)


def attention_again(guide: Guide) -> None:
    """Leave the tab as it was, and go on in the Latent Explorer."""
    _turn(guide, "translate")
    guide.show("latent")
    guide.rest(0.2)


ATTENTION_STEPS = (
    Step("attention-word-by-word", word_by_word),
    Step("attention-another-word", choose_another),
    Step("attention-matrix", as_matrix),
    Step("attention-heads-off", switch_heads),
    Step("attention-inside-a-head", inside_a_head),
    Step("attention-retrieval", drag_a_question),
    Step("attention-beam", beam),
    Step("attention-one-or-eight", one_or_eight),
    Step("attention-order", order_of_words),
    Step("attention-figure", whole_figure),
    *PAIR_STEPS,
    Step("attention-back", attention_again),
)
