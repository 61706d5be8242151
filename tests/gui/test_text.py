"""The Text Generator through its window, on the shipped models of Shakespeare."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from writer import CHAIN, NETWORK, Writer

from core.cards import TextCard
from core.errors import DataError
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.text.markov import Smoothing
from core.text.opening import open_text
from core.text.sampling import Settings, softmax_table
from core.text.tree import TextTree
from gui.tabs.text.state import State
from gui.tabs.text.store import dump, load, parse
from gui.tabs.text.tab import TextTab


@pytest.fixture
def writer(open_window) -> Writer:
    return Writer(open_window(wait=False, device="cpu")).see()


def alone(name: str, prompt: str) -> TextTree:
    """A model beside the window, with a prompt."""
    entry = Library(of=TextCard).find(name)
    return TextTree(open_text(entry, best_device("cpu"), Smoothing.COUNTS), prompt)


def test_nothing_is_loaded_before_the_tab_is_seen(open_window) -> None:
    writer = Writer(open_window(wait=False, device="cpu"))
    writer.window.start()
    writer.hand.answered()
    assert writer.presenter.studio is None
    writer.see()
    assert [p.name for p in writer.presenter.pages][-1] == NETWORK


def test_a_step_writes_what_each_model_writes_alone(writer: Writer) -> None:
    writer.click(step=6)
    for name in (NETWORK, CHAIN):
        tree = alone(name, "O Romeo, ")
        for _ in tree.run(Settings(), 6):
            pass
        assert writer.text(name) == tree.text()
    row = writer.view.row(NETWORK)
    assert row is not None
    shares = [bit.probability for bit in row.flow.bits()]
    assert shares[:9] == [None] * 9
    wanted = [node.probability() for node in tree.path()][9:]
    chain = writer.view.row(CHAIN)
    assert chain is not None
    assert [bit.probability for bit in chain.flow.bits()][9:] == pytest.approx(wanted)


def test_play_writes_until_it_is_stopped(writer: Writer) -> None:
    play = writer.view.transport._play
    writer.view.transport.set_speed(10.0)
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: len(writer.text(NETWORK)) > 15, timeout=PATIENCE)
    QTest.mouseClick(play, Qt.MouseButton.LeftButton)
    writer.settle()
    text = writer.text(NETWORK)
    writer.qtbot.wait(100)
    assert writer.text(NETWORK) == text


def test_a_slider_redraws_the_bars_and_no_model_runs(writer: Writer, monkeypatch) -> None:
    writer.click(step=2)
    page = writer.presenter.page_of(NETWORK)
    assert page is not None
    logits = page.here.logits
    assert logits is not None

    def never(*_: object) -> None:
        raise AssertionError("a model ran")

    for model in writer.presenter.studio.models.values():
        monkeypatch.setattr(model, "read", never, raising=True)
    monkeypatch.setattr(writer.presenter._commands, "ask", never)
    writer.view.panel.temperature.setValue(50)
    table = softmax_table(logits, Settings(temperature=0.5))
    shown = [share for _, share in writer.bars(NETWORK)]
    assert shown == pytest.approx(table.final[table.order[: len(shown)]].tolist())
    writer.view.panel.top_k.setValue(2)
    assert sum(share > 0 for _, share in writer.bars(NETWORK)) == 2
    writer.view.panel.greedy.setChecked(True)
    assert writer.bars(NETWORK)[0][1] == 1.0


def test_a_click_on_a_bar_writes_its_token_and_undo_takes_it_back(writer: Writer) -> None:
    before = writer.text(NETWORK)
    others = writer.text(CHAIN)
    token = writer.click_bar(NETWORK, 2)
    assert writer.text(NETWORK) == before + token
    assert writer.text(CHAIN) == others
    writer.button("↶").click()
    writer.settle()
    assert writer.text(NETWORK) == before
    writer.button("↷").click()
    writer.settle()
    assert writer.text(NETWORK) == before + token


def test_a_click_on_an_alternative_branches_there(writer: Writer) -> None:
    writer.click(step=5)
    text = writer.text(NETWORK)
    writer.click_token(NETWORK, 11)
    names = [name for name, _ in writer.bars(NETWORK)]
    assert text[11] in names
    other = next(i for i, name in enumerate(names) if name != text[11])
    token = writer.click_bar(NETWORK, other)
    assert writer.text(NETWORK) == text[:11] + token
    writer.button("↶").click()
    writer.settle()
    assert writer.text(NETWORK) == text


def test_hovering_a_token_shows_what_else_it_could_have_been(writer: Writer) -> None:
    writer.click(step=3)
    row, now = writer.view.row(CHAIN), writer.bars(CHAIN)
    assert row is not None
    QTest.mouseMove(row.flow, (row.flow.rect_of(10).center() - QPointF(0, 2)).toPoint())
    node = row.page.nodes[10]
    table = softmax_table(node.chosen_from, Settings())
    tokens = row.page.model.vocabulary.tokens
    assert writer.bars(CHAIN)[0] == (tokens[table.order[0]], pytest.approx(table.final.max()))
    row.flow.leaveEvent(None)
    assert writer.bars(CHAIN) == now


def test_the_same_seed_writes_the_same_text_and_another_one_does_not(writer: Writer) -> None:
    writer.click(step=20)
    first = writer.texts()
    writer.prompt("O Romeo, ")
    writer.click(step=20)
    assert writer.texts() == first
    writer.view.panel.seed.setValue(7)
    writer.prompt("O Romeo, ")
    writer.click(step=20)
    assert writer.texts() != first


def test_the_window_that_a_model_sees_is_marked(writer: Writer) -> None:
    writer.click(step=4)
    row = writer.view.row(CHAIN)
    assert row is not None
    assert [bit.seen for bit in row.flow.bits()] == [False] * 11 + [True] * 2


@pytest.mark.parametrize("prompt", ["", "ж", "日本 ↵", "a" * 3000])
def test_odd_prompts_are_read(writer: Writer, prompt: str) -> None:
    writer.prompt(prompt)
    writer.click(step=2)
    row = writer.view.row(NETWORK)
    assert row is not None
    unknown = sum(bit.unknown for bit in row.flow.bits())
    assert unknown == sum(c in "ж日本" for c in prompt)
    assert ("unknown" in row.about.text()) == bool(unknown)
    assert len(row.flow.bits()) == len(prompt) + 2
    page = row.page
    lost = len(page.nodes) - page.visible
    assert (str(lost) in writer.view.caption()) == (lost > 0)
    assert (lost > 0) == (len(prompt) > 256)


def test_the_softmax_table_is_that_of_the_chosen_row(writer: Writer) -> None:
    row = writer.view.row(CHAIN)
    assert row is not None
    QTest.mouseClick(row.name, Qt.MouseButton.LeftButton)
    writer.hand.qtbot.wait(1)
    writer.presenter.turn("softmax")
    page = writer.presenter.page_of(CHAIN)
    table = softmax_table(page.here.logits, Settings())
    cells = writer.view.softmax.grid.rows()
    assert cells[0][0] == page.model.vocabulary.tokens[table.order[0]]
    assert len(cells) == min(40, int((table.probabilities > 0).sum()))


def test_the_chain_shows_its_counts(writer: Writer) -> None:
    writer.presenter.turn("chain")
    page = writer.presenter.pages[0]
    row = page.model.row(tuple(n.token for n in page.nodes[-2:]))
    writer.qtbot.waitUntil(lambda: bool(writer.view.chain.grid.rows()), timeout=PATIENCE)
    cells = writer.view.chain.grid.rows()
    assert [int(c[1]) for c in cells] == row.counts[: len(cells)].tolist()
    assert f"{row.counts[0]} / {row.total}" in writer.view.chain.formula.text()
    grown = writer.view.chain.growth.rows()
    assert [cells[0] for cells in grown] == ["1", "2", "3", "4", "5"]
    counted = page.model.counts.growth()
    assert [cells[2] != "–" for cells in grown] == [True] * len(counted) + [False] * 3
    assert all(n in writer.view.chain.view.remark() for n in ("RNN", "LSTM", "Transformer"))


def test_gradients_are_measured(writer: Writer) -> None:
    writer.presenter.turn("memory")
    writer.qtbot.waitUntil(lambda: bool(writer.view.memory.curves), timeout=PATIENCE)
    assert {len(c) for c in writer.view.memory.curves.values()} == {9}
    writer.qtbot.waitUntil(lambda: len(writer.view.memory.path.places) == 9, timeout=PATIENCE)
    assert np.isfinite(writer.view.memory.path.places).all()
    assert writer.view.memory.path_title.text().endswith("LSTM")
    assert all(np.isfinite(c).all() for c in writer.view.memory.curves.values())


def test_a_text_is_read_and_its_corpus_found(writer: Writer) -> None:
    radio = next(b for b in writer.view.findChildren(QRadioButton) if b.text() == "Read my text")
    radio.click()
    writer.view.reading.edit.setPlainText("Es war einmal ein König, der hatte eine Tochter.")
    writer.view.reading.read.click()
    writer.qtbot.waitUntil(lambda: bool(writer.view.reading.flows), timeout=2 * PATIENCE)
    said = writer.view.caption()
    assert said.index("German") < said.index("Shakespeare")
    assert "8 unknown" in writer.view.reading.titles[0].text()


def test_language_and_theme_keep_the_texts_and_their_branches(writer: Writer) -> None:
    writer.click(step=3)
    texts = writer.texts()
    writer.window.choose("theme", "projector")
    again = Writer(writer.hand)
    again.see()
    assert again.texts() == texts
    again.button("↶").click()
    again.settle()
    assert [len(t) for t in again.texts()[1:]] == [len(t) - 1 for t in texts[1:]]


def test_the_next_start_goes_on_where_this_one_ended(writer: Writer, tmp_path: Path) -> None:
    writer.click(step=3)
    path = tmp_path / "text.json"
    path.write_text(writer.tab.dump(), encoding="utf-8")
    state = load(path)
    tab = TextTab(writer.window.context, state)
    writer.qtbot.addWidget(tab.view)
    tab.view.show()
    writer.qtbot.waitUntil(lambda: bool(tab.presenter.pages), timeout=PATIENCE)
    assert [page.text for page in tab.presenter.pages] == [p.text for p in writer.presenter.pages]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"generatorium": 1, "tab": "latent"}', dump(State()).replace("1.0", "-1")],
)
def test_a_damaged_state_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        parse(text, Path("text.json"))
