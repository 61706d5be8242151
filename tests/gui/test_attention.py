"""The Attention Viewer through its window, on small translators that the tests export."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hand import PATIENCE
from looker import RIGHT, Looker, close
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QScrollArea

from core.attention import maps, search, steps
from core.attention.importance import head_importance
from core.attention.model import KINDS, Switches
from core.attention.pieces import END
from gui.numbers import number
from gui.tabs.attention.figure_map import BOXES
from gui.tabs.attention.state import MEAN, PAGES, ROLLOUT
from gui.tabs.attention.words import KIND_NAMES

TEXT = "She did not come because she was tired."  # learnt by heart
GERMAN = "Sie kam nicht, weil sie müde war."


@pytest.fixture
def looker(translators: Path, open_window) -> Looker:
    """The tab on the model with four heads, before the first German word."""
    found = Looker(open_window(wait=False, device="cpu"), translators).see()
    found.read(TEXT)
    return found


def test_nothing_is_loaded_before_the_tab_is_seen(translators: Path, open_window) -> None:
    looker = Looker(open_window(wait=False, device="cpu"), translators)
    looker.window.start()
    looker.hand.answered()
    assert looker.presenter.studio is None
    looker.see()
    assert looker.presenter.state.model == "tiny"
    assert looker.scene.text


# translating


def test_the_space_bar_adds_the_likeliest_word(looker: Looker) -> None:
    model = looker.alone()
    state = steps.start(model, TEXT)
    assert looker.written == []
    for _ in range(2):
        before = len(looker.written)
        looker.key(Qt.Key.Key_Space)
        added = looker.written[before:]
        assert added
        for token in added:
            assert token == int(np.argmax(state.logits))
            state = steps.choose(model, state, token)
        texts = [model.vocabulary.tokens[token] for token in added]
        assert not any(text.startswith(" ") for text in texts[1:])
    assert looker.scene.text == steps.text_of(model, state)
    assert looker.view.translate.bars.tokens()[0] == int(np.argmax(state.logits))


def test_fast_presses_are_not_lost(looker: Looker) -> None:
    for _ in range(3):
        looker.key(Qt.Key.Key_Space)
    slow = looker.written
    looker.presenter.again()
    looker.settle()
    for _ in range(3):
        looker.presenter.next_word()
    looker.settle()
    assert looker.written == slow


def test_a_click_on_a_bar_writes_it_and_the_rest_goes_on_from_there(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    before = looker.written
    token = looker.click_bar(2)
    assert looker.written == [*before, token]
    model = looker.alone()
    state = steps.start(model, TEXT)
    for each in (*before, token):
        state = steps.choose(model, state, each)
    assert close(looker.scene.steps.logits, state.logits)
    looker.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    longest = search.longest_for(model, state.source.tokens.shape[1])
    assert looker.written == steps.finish(model, state, longest).tokens[1:].tolist()


def test_another_word_can_be_chosen_anywhere_in_the_translation(looker: Looker) -> None:
    for _ in range(3):
        looker.key(Qt.Key.Key_Space)
    before, lines = looker.written, looker.view.translate.lines
    looker.click(lines, lines.rect_of(1, above=False).center())
    bars = looker.view.translate.bars
    logits = looker.scene.maps.logits[1]
    assert bars.tokens()[0] == int(np.argmax(logits))
    other = next(i for i, token in enumerate(bars.tokens()) if token != before[1])
    token = looker.click_bar(other)
    assert looker.written == [before[0], token]


def test_word_back_undo_and_redo(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    one = looker.written
    looker.key(Qt.Key.Key_Space)
    two = looker.written
    looker.push(looker.view.back)
    assert looker.written == one
    looker.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert looker.written == two
    looker.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    looker.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert looker.written == []
    looker.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert looker.written == one
    looker.push(looker.view.again)
    assert looker.written == []


# what looks at what


def shown_by(looker: Looker) -> np.ndarray:
    return looker.view.matrix.weights()


def test_the_matrix_shows_what_the_model_computed(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    model = looker.alone()
    state = steps.start(model, TEXT)
    for token in looker.written:
        state = steps.choose(model, state, token)
    found = maps.maps(model, state)
    looker.turn("matrix")
    for kind in KINDS:
        looker.kind(KIND_NAMES[kind])
        for layer in range(model.card.layers):
            looker.pick(looker.view.panel.layer, layer)
            for head in range(model.card.heads):
                looker.pick(looker.view.panel.head, head)
                assert close(shown_by(looker), found.of(kind)[layer, head])
            looker.pick(looker.view.panel.head, MEAN)
            assert close(shown_by(looker), found.of(kind)[layer].mean(0))
        looker.pick(looker.view.panel.head, ROLLOUT)
        assert np.allclose(shown_by(looker).sum(-1), 1, atol=1e-5) or kind != "encoder"
    assert looker.presenter.sides()[0][-1] == "⟨next⟩"


def test_hovering_a_cell_tells_words_and_value(looker: Looker) -> None:
    looker.turn("matrix")
    matrix = looker.view.matrix
    looker.hover(matrix, matrix.rect_of(0, 1).center())
    asks, answers = looker.presenter.sides()
    value = number(float(matrix.weights()[0, 1]), 3)
    assert matrix.reading() == f"{asks[0].strip()} → {answers[1].strip()}: {value}"


def test_the_next_word_lights_up_with_both_attentions(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    looker.key(Qt.Key.Key_Space)
    lines, count = looker.view.translate.lines, len(looker.written)
    assert lines.asker == count  # the word that is to come
    layer = looker.presenter.layer
    cross = looker.scene.maps.cross[layer].mean(0)[count]
    own = looker.scene.maps.decoder[layer].mean(0)[count]
    wanted = {(count, j) for j in np.flatnonzero(cross >= 0.02)}
    assert set(lines.drawn()) == wanted
    assert dict(lines.looked_back()) == pytest.approx(
        {j - 1: own[j] for j in np.flatnonzero(own >= 0.02)}
    )
    looker.hover(lines, lines.rect_of(0, above=False).center())
    assert {i for i, _ in lines.drawn()} == {0}


def test_a_head_that_is_switched_off_changes_the_numbers_at_once(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    looker.turn("heads")
    looker.kind(KIND_NAMES["cross"])
    before, written = looker.scene, looker.written
    looker.click_head(0, 1, RIGHT)
    assert looker.written == written
    assert looker.presenter.state.off == (("cross", 0, 1),)
    model = looker.alone()
    state = steps.start(model, TEXT, Switches.all_on(model.card).off("cross", 0, 1))
    for token in written:
        state = steps.choose(model, state, token)
    assert close(looker.scene.steps.logits, state.logits)
    assert not np.allclose(looker.scene.steps.logits, before.steps.logits, atol=1e-6)
    looker.push(looker.view.panel.all_on)
    assert looker.presenter.state.off == ()
    assert close(looker.scene.steps.logits, before.steps.logits)


def test_a_whole_translation_changes_with_its_heads(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    looker.turn("heads")
    looker.click_head(1, 2)
    assert (looker.presenter.layer, looker.presenter.head) == (1, 2)
    looker.push(looker.view.panel.switch)
    model = looker.alone()
    switches = Switches.all_on(model.card).off("cross", 1, 2)
    state = steps.start(model, TEXT, switches)
    longest = search.longest_for(model, state.source.tokens.shape[1])
    assert looker.written == steps.finish(model, state, longest).tokens[1:].tolist()
    assert "Heads off: 1" in looker.view.caption()
    looker.push(looker.view.panel.switch)
    assert looker.presenter.state.off == ()


def test_inside_a_head_the_steps_lead_to_its_output(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    looker.turn("inside")
    looker.kind(KIND_NAMES["decoder"])
    looker.pick(looker.view.inside.asker, 0)
    inside = looker.presenter.looked.inside
    assert inside is not None
    size = inside.queries.shape[1]
    rows = looker.view.inside.table.rows()
    products = inside.keys @ inside.queries[0]
    assert [row[1] for row in rows] == pytest.approx(products.tolist(), abs=1e-4)
    assert rows[0][2] == pytest.approx(products[0] / np.sqrt(size), abs=1e-4)
    assert [row[2] for row in rows[1:]] == [-np.inf] * (len(rows) - 1)
    assert [row[3] for row in rows] == pytest.approx([1.0] + [0.0] * (len(rows) - 1))
    assert close(inside.output[0], inside.values[0])
    looker.push(looker.view.inside.steps.button(2))
    assert looker.view.inside.stage() == 2


# the search, two models, orders, the figure


def test_the_beam_is_that_of_the_search_and_a_click_takes_a_beginning(looker: Looker) -> None:
    looker.turn("beam")
    model = looker.alone()
    found = search.translate(model, looker.scene.steps.source.tokens[0])
    tree = looker.view.beam.tree
    best = tree.best()
    assert found.best.text == GERMAN
    assert search.path(found.tree, best[-1]) == [*found.best.tokens, END]
    assert found.best.text in looker.view.beam.line.text()
    cut = next(i for i, node in enumerate(found.tree) if node.fate is search.Fate.CUT)
    looker.hover(tree, tree.rect_of(cut).center())
    assert "cut: enough others were likelier" in looker.view.beam.line.text()
    second = next(i for i, n in enumerate(found.tree) if n.step == 2 and n.token != END)
    looker.click(tree, tree.rect_of(second).center())
    assert looker.written == search.path(found.tree, second)


def test_two_models_translate_side_by_side_and_heads_are_ranked(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    looker.turn("two")
    looker.pick(looker.view.two.other, "tiny-pre")
    other = looker.presenter.asides.other
    assert other is not None
    alone = looker.alone("tiny-pre")
    state = steps.start(alone, TEXT)
    state = steps.finish(alone, state, search.longest_for(alone, state.source.tokens.shape[1]))
    assert other[2].text == steps.text_of(alone, state)
    assert "1 head" in looker.view.two.titles[1].text()
    looker.view.two.reference.setText(GERMAN)
    looker.push(looker.view.two.rank)
    wanted = head_importance(looker.alone(), TEXT, GERMAN)
    rows = looker.view.two.ranking.rows()
    assert len(rows) == 3 * 2 * 4
    assert [r.drop for r in rows] == pytest.approx([r.drop for r in wanted], abs=1e-4)


def test_without_positions_the_order_of_words_is_gone_to_the_last_digit(looker: Looker) -> None:
    looker.turn("order")
    looker.push(looker.view.order.classic)
    with_them, without, trained = [row[2] for row in looker.presenter.asides.compared]
    names = [row[:2] for row in looker.presenter.asides.compared]
    assert names == [("tiny", True), ("tiny", False), ("tiny-nopos", False)]
    for found in (without, trained):
        assert found.texts[0] == found.texts[1]
        assert found.log_p[0] == pytest.approx(found.log_p[1], abs=1e-4)
        assert found.gap == pytest.approx(0, abs=1e-5)
    assert with_them.log_p[0] != pytest.approx(with_them.log_p[1], abs=1e-4)
    assert with_them.gap > 1e-3
    told = looker.view.order.told.text()
    assert "dog bites man" in told
    assert "man bites dog" in told


def test_words_are_dragged_into_another_order(looker: Looker) -> None:
    looker.turn("order")
    looker.push(looker.view.order.classic)
    words = looker.view.order.words
    start, end = (words.rect_of(i).center() for i in (0, 2))
    looker.drag(words, [start, (start + end) / 2, end, end + QPointF(2, 0)])
    assert words.words() == ["bites", "man", "dog"]
    assert looker.scene.steps.sentence.text == "bites man dog"
    assert looker.scene.text
    told = looker.view.order.told.text()
    assert "dog bites man" in told
    assert "bites man dog" in told
    looker.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert looker.scene.steps.sentence.text == "dog bites man"


def test_positions_can_be_switched_off(looker: Looker) -> None:
    before = looker.scene.steps.logits
    looker.push(looker.view.panel.positions)
    model = looker.alone()
    state = steps.start(model, TEXT, Switches.all_on(model.card).without_positions())
    assert close(looker.scene.steps.logits, state.logits)
    assert not np.allclose(looker.scene.steps.logits, before, atol=1e-6)


def test_times_are_measured_for_more_and_more_words(looker: Looker) -> None:
    looker.turn("order")
    looker.push(looker.view.order.measure)
    times = looker.presenter.asides.times
    assert [each.words for each in times] == [1, 2, 4, 8, 16, 32, 64, 96, 127]
    assert all(each.encoder_ms > 0 < each.recurrent_ms for each in times)
    assert looker.view.order.clock.isVisible()


def test_every_box_of_the_figure_opens_its_tensor(looker: Looker) -> None:
    looker.key(Qt.Key.Key_Space)
    looker.turn("map")
    found = maps.parts(looker.alone(), looker.scene.steps)
    page, figure = looker.view.map, looker.view.map.figure
    looker.click(figure, figure.rect_of("enc_fed").center())
    fed = maps.ENCODER_PARTS.index("fed")
    assert close(page.tensor.shown()[0], found.encoder[-1, fed])
    looker.pick(looker.view.panel.layer, 0)
    assert close(page.tensor.shown()[0], found.encoder[0, fed])
    looker.click(figure, figure.rect_of("dec_softmax").center())
    values, words = page.tensor.shown()
    assert len(words) == len(looker.written) + 1
    assert values.sum(-1).max() <= 1 + 1e-5
    looker.click(figure, figure.rect_of("dec_out").center())
    assert close(page.before.shown()[0], found.decoder[0, maps.DECODER_PARTS.index("added_fed")])
    looker.push(page.play_encoder)
    assert figure.lit() == "enc_words"
    looker.qtbot.waitUntil(lambda: figure.lit() == "enc_embedded", timeout=PATIENCE)


def test_on_a_small_projector_no_page_is_cut_or_scrolled(translators: Path, open_window) -> None:
    hand = open_window(wait=False, device="cpu", theme="projector", size=(1280, 720))
    looker = Looker(hand, translators).see()
    looker.read("The dog bites.")
    looker.push(looker.view.end)
    for page in PAGES:
        looker.presenter.turn(page)
        looker.settle()
        looker.qtbot.wait(50)  # until what was shown is laid out
        figure = looker.view.figure()
        for area in figure.findChildren(QScrollArea):
            assert area.verticalScrollBar().maximum() == 0, page
            inside = area.widget()
            assert inside.width() <= area.viewport().width() or page == "beam", page
        assert looker.view.rect().contains(
            figure.geometry().translated(figure.parentWidget().pos())
        ), page
    looker.presenter.turn("map")
    looker.settle()
    boxes = [looker.view.map.figure.rect_of(box.key) for box in BOXES]
    room = QRectF(looker.view.map.figure.rect())
    assert all(room.contains(box) for box in boxes)
    assert all(box.height() >= 0.9 * looker.view.fontMetrics().height() for box in boxes)
    looker.presenter.turn("order")
    looker.settle()
    order = looker.view.order
    assert order.told.isVisible()
    looker.push(order.leaves.button(1))
    assert order.heat.isVisible()
    assert not order.told.isVisible()


def test_a_legend_says_who_asks_and_who_answers(looker: Looker) -> None:
    looker.turn("matrix")
    assert "Row: German word asks" in looker.view.figure().told()
    looker.kind("English looks at English")
    assert "Row: English word asks" in looker.view.figure().told()


def test_the_retrieval_answers_to_the_hand(looker: Looker) -> None:
    looker.turn("retrieval")
    page, plane = looker.view.retrieval, looker.view.retrieval.plane
    key = plane.pixel_of(plane.keys[3])
    looker.drag(plane, [plane.pixel_of(plane.query), (plane.pixel_of(plane.query) + key) / 2, key])
    assert np.allclose(plane.query, plane.keys[3], atol=0.03)
    found = page.lookup()
    assert found.products == pytest.approx(plane.keys @ plane.query)
    assert int(np.argmax(found.weights)) == 3
    assert found.weights.sum() == pytest.approx(1)
    before = found.weights[3]
    page.temperature.setValue(0)
    assert page.lookup().weights[3] == pytest.approx(1, abs=1e-6)
    page.temperature.setValue(page.temperature.maximum())
    assert page.lookup().weights[3] < before


def test_a_sentence_of_128_pieces_is_shown_on_every_page(looker: Looker) -> None:
    looker.read("The old man gave the dog a book. " * 30)
    assert "Too long" in looker.notices[-1]
    looker.presenter.take([token % 100 + 10 for token in range(127)])
    looker.settle()
    assert looker.scene.maps.cross.shape[2:] == (128, 128)
    for page in PAGES:
        looker.turn(page)
        assert not looker.window.grab().isNull()
    assert not looker.view.next.isEnabled()
    assert looker.view.matrix.weights().shape == (128, 128)
