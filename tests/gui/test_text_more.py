"""The Text Generator's further pages through the window: versions, memory, reading, own text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hand import PATIENCE
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from writer import CHAIN, NETWORK, Writer

from core.cards import TextKind
from core.data.text_entries import TEXTS
from core.data.texts import excerpt
from core.text import learnt
from core.text.gradients import Gradients
from core.text.probes import PROBES, probe
from gui.workers.slices import Slices

TALE = (
    "Es war einmal ein König, der hatte drei Söhne. Der erste Sohn ging in den Wald, und der "
    "zweite Sohn ging in den Wald, und der dritte Sohn blieb bei dem König.\n"
)


@pytest.fixture
def writer(open_window) -> Writer:
    return Writer(open_window(wait=False, device="cpu")).see()


def choose_page(writer: Writer, page: str) -> None:
    writer.presenter.turn(page)
    writer.settle()


def learn(writer: Writer, text: str) -> None:
    """Paste a text, and wait until its chain writes."""
    choose_page(writer, "own")
    writer.view.own.edit.setPlainText(text)
    QTest.mouseClick(writer.view.own.learn, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: not writer.presenter.own.is_running, timeout=PATIENCE)
    writer.settle()


def open_own(writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a file on the page of one's own text."""
    choose_page(writer, "own")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))
    QTest.mouseClick(writer.view.own.open, Qt.MouseButton.LeftButton)


def notices(writer: Writer) -> list[str]:
    return [notice.text for notice in writer.window.context.notices.history]


def branch_at(writer: Writer, index: int) -> None:
    """Put the best other token in the place of one that was written."""
    text = writer.text(NETWORK)
    writer.click_token(NETWORK, index)
    names = [name for name, _ in writer.bars(NETWORK)]
    writer.click_bar(NETWORK, next(i for i, name in enumerate(names) if name != text[index]))


# versions


def test_versions_are_drawn_and_a_click_on_one_goes_there(writer: Writer) -> None:
    writer.click(step=8)
    first, branches = writer.text(NETWORK), writer.view.branches
    assert not branches.isVisible()
    branch_at(writer, 12)
    writer.click(step=2)
    second = writer.text(NETWORK)
    branch_at(writer, 10)
    third = writer.text(NETWORK)
    assert branches.isVisible()
    assert len(branches.versions()) == 3
    assert branches.current() == 2
    for place, text in ((0, first), (1, second), (2, third)):
        where = branches.rect_of(place).center().toPoint()
        QTest.mouseClick(branches, Qt.MouseButton.LeftButton, pos=where)
        writer.settle()
        assert writer.text(NETWORK) == text
        assert branches.current() == place
    writer.button("↶").click()
    writer.settle()
    assert writer.text(NETWORK) == second


def test_each_model_has_its_own_versions(writer: Writer) -> None:
    writer.click(step=4)
    branch_at(writer, 10)
    row = writer.view.row(CHAIN)
    assert row is not None
    QTest.mouseClick(row.name, Qt.MouseButton.LeftButton)
    assert not writer.view.branches.isVisible()
    row = writer.view.row(NETWORK)
    assert row is not None
    QTest.mouseClick(row.name, Qt.MouseButton.LeftButton)
    assert len(writer.view.branches.versions()) == 2


# memory


def test_a_chain_keeps_no_logits(writer: Writer) -> None:
    writer.click(step=3)
    for page in writer.presenter.pages:
        kept = [node.kept is not None for node in page.nodes]
        assert any(kept) == (page.card.kind is not TextKind.MARKOV)
        assert all(node.logits is not None for node in page.nodes)


def test_state_gradients_are_those_of_the_recurrent_networks(writer: Writer) -> None:
    choose_page(writer, "memory")
    memory = writer.view.memory
    QTest.mouseClick(memory.modes.button(1), Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: bool(memory.curves), timeout=PATIENCE)
    recurrent = [p for p in writer.presenter.pages if p.card.kind in (TextKind.RNN, TextKind.LSTM)]
    assert len(memory.curves) == len(recurrent) > 0
    for page, curve in zip(recurrent, memory.curves.values(), strict=True):
        walk = Gradients.open(writer.presenter.studio.entries[page.name]).by_state(
            np.array([node.token for node in page.nodes])
        )
        while True:
            try:
                next(walk)
            except StopIteration as end:
                wanted = end.value.hidden
                break
        assert curve == pytest.approx(wanted[-2::-1])


def test_probing_can_be_stopped_and_shows_what_the_probes_found(writer: Writer) -> None:
    choose_page(writer, "memory")
    memory = writer.view.memory
    QTest.mouseClick(memory.modes.button(2), Qt.MouseButton.LeftButton)
    assert memory.kind.currentData() == "speaker"
    QTest.mouseClick(memory.probe, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(
        lambda: bool(memory.probed) and all(memory.probed.values()), timeout=2 * PATIENCE
    )
    QTest.mouseClick(memory.stop, Qt.MouseButton.LeftButton)
    assert not writer.presenter.memory.is_running
    assert not memory.progress.isVisible()
    model = writer.presenter.studio.models[NETWORK]
    wanted = list(probe(model, PROBES["speaker"], excerpt("shakespeare-char"), (1,)))
    assert memory.probed["Transformer"][:1] == wanted
    assert f"{wanted[0].right} of {wanted[0].tries}" in writer.view.caption()


# reading


def test_pointing_at_a_token_that_was_read_says_its_bits(writer: Writer) -> None:
    choose_page(writer, "reading")
    reading = writer.view.reading
    reading.edit.setPlainText("To be, or not to be")
    QTest.mouseClick(reading.read, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: bool(reading.flows), timeout=PATIENCE)
    verdict = writer.view.caption()
    flow = reading.flows[1]  # the chain of characters
    writer.qtbot.waitUntil(lambda: flow.width() > 300, timeout=PATIENCE)
    QTest.mouseMove(flow, (flow.rect_of(3).center() - QPointF(0, 2)).toPoint())
    share = flow.bits()[3].probability
    said = re.search(r"([\d.]+) bits", writer.view.caption())
    assert said is not None
    assert float(said.group(1)) == pytest.approx(-np.log2(share), abs=0.01)
    flow.leaveEvent(None)
    assert writer.view.caption() == verdict


@pytest.mark.parametrize("text", ["", "x"])
def test_what_is_too_short_to_read_is_refused(writer: Writer, text: str) -> None:
    choose_page(writer, "reading")
    writer.view.reading.edit.setPlainText(text)
    QTest.mouseClick(writer.view.reading.read, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(
        lambda: any("short" in said for said in notices(writer)), timeout=PATIENCE
    )
    assert writer.view.reading.read.isEnabled()


# own text


def test_an_own_text_is_counted_to_order_five_and_writes_too(writer: Writer) -> None:
    learn(writer, TALE)
    words = re.findall(r" ?\w+|\s| ?[^\w\s]", TALE)
    rows = writer.view.own.growth.rows()
    for order, cells in enumerate(rows, 1):
        contexts = {tuple(words[i : i + order]) for i in range(len(words) - order)}
        assert cells[0] == str(order)
        assert int(cells[2]) == len(contexts)
    assert len(rows) == 5
    order = writer.view.panel.order
    order.setCurrentIndex(order.findData(3))
    order.activated.emit(order.currentIndex())
    writer.settle()
    writer.prompt("Es war einmal ein König")
    writer.click(step=9)
    assert writer.text("own") in TALE
    row = writer.view.row("own")
    assert row is not None
    assert [bit.seen for bit in row.flow.bits()].count(True) == 3
    writer.qtbot.waitUntil(lambda: any(bit.copied for bit in row.flow.bits()), timeout=PATIENCE)
    assert row.name.text() == "My text (3 words)"


def test_the_chain_of_an_own_text_is_opened_with_its_counts(writer: Writer) -> None:
    learn(writer, TALE)
    writer.prompt("Es war einmal ein König, der")
    writer.presenter.look_into("own")
    choose_page(writer, "chain")
    formula = writer.view.chain.formula
    writer.qtbot.waitUntil(lambda: "der" in formula.text(), timeout=PATIENCE)
    after = Counter(re.findall(r", der( \w+)", TALE))
    assert f"1 / {sum(after.values())}" in formula.text()
    assert len(writer.view.chain.grid.rows()) == len(after)


def test_forgetting_an_own_text_brings_the_order_back(
    open_window, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = replace(TEXTS["shakespeare-char"], packed="nowhere.txt.gz")
    monkeypatch.setitem(TEXTS, "shakespeare-char", row)
    writer = Writer(open_window(wait=False, device="cpu")).see()
    learn(writer, TALE)
    order = writer.view.panel.order
    order.setCurrentIndex(order.findData(5))
    order.activated.emit(order.currentIndex())
    writer.settle()
    QTest.mouseClick(writer.view.own.forget, Qt.MouseButton.LeftButton)
    writer.settle()
    assert writer.presenter.page_of("own") is None
    assert order.currentData() == 2
    assert order.count() == 2


def test_an_own_text_goes_along_to_another_corpus_and_language(writer: Writer) -> None:
    learn(writer, TALE)
    writer.view.corpora.setCurrentIndex(writer.view.corpora.findData("grimm-de"))
    writer.view.corpora.activated.emit(writer.view.corpora.currentIndex())
    writer.qtbot.waitUntil(lambda: writer.presenter.state.corpus == "grimm-de", timeout=PATIENCE)
    writer.settle()
    assert writer.presenter.page_of("own") is not None
    writer.window.choose("language", "de")
    again = Writer(writer.hand).see()
    again.qtbot.waitUntil(lambda: again.presenter.page_of("own") is not None, timeout=PATIENCE)
    assert "verschiedene" in again.view.own.about.text()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_file_of_any_encoding_says_which_was_assumed(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    path = tmp_path / "tale.txt"
    path.write_bytes((TALE * 9).encode(encoding))
    open_own(writer, path, monkeypatch)
    writer.qtbot.waitUntil(lambda: writer.presenter.page_of("own") is not None, timeout=PATIENCE)
    writer.settle()
    said = writer.view.own.about.text()
    assert ("assumed" in said) == (encoding == "cp1252")
    assert encoding.removeprefix("cp1252") in said
    page = writer.presenter.page_of("own")
    assert " König" in page.model.vocabulary.tokens


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "no text in it"), (b"\0\1\2" * 999, "no text:")]
)
def test_files_without_text_are_refused(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str
) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    open_own(writer, path, monkeypatch)
    writer.qtbot.waitUntil(lambda: any(said in n for n in notices(writer)), timeout=PATIENCE)
    assert writer.presenter.page_of("own") is None
    assert writer.view.own.learn.isEnabled()


def test_a_long_file_shows_how_far_it_is_and_can_be_stopped(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(TALE * 300_000, encoding="utf-8")
    open_own(writer, path, monkeypatch)
    own = writer.view.own
    writer.qtbot.waitUntil(lambda: 0 < own.progress.value() < 100, timeout=PATIENCE)
    QTest.mouseClick(own.stop, Qt.MouseButton.LeftButton)
    assert not writer.presenter.own.is_running
    assert not own.progress.isVisible()
    writer.click(step=1)
    assert writer.presenter.page_of("own") is None


def test_a_script_that_the_networks_do_not_know_is_said(writer: Writer) -> None:
    unit = writer.view.own.unit
    unit.setCurrentIndex(unit.findData("shared"))
    learn(writer, "жжж and")
    assert "57.1 %" in writer.view.own.about.text().replace("\u00a0", " ")
    writer.prompt("ж")
    row = writer.view.row("own")
    assert row is not None
    assert [bit.unknown for bit in row.flow.bits()] == [True]


def test_one_word_repeated_is_a_table_of_one_context(writer: Writer) -> None:
    learn(writer, "ja " * 5000)
    rows = writer.view.own.growth.rows()
    assert [int(cells[2]) for cells in rows] == [2, 2, 2, 2, 2]


# slices


def test_slices_tell_what_is_done_and_end_once(writer: Writer) -> None:
    slices = Slices(writer.window.context.slow, writer.window)
    told: list[object] = []
    slices.progressed.connect(told.append)

    def work():
        yield from range(3)
        return "end"

    with writer.qtbot.waitSignal(slices.done, timeout=PATIENCE) as done:
        slices.start(work)
    assert told[-1] == 2
    assert done.args == ["end"]
    assert not slices.is_running


def test_stopped_slices_tell_nothing_more(writer: Writer) -> None:
    slices = Slices(writer.window.context.slow, writer.window)
    told: list[object] = []

    def stop(what: object) -> None:
        told.append(what)
        slices.stop()

    def work():
        while True:
            yield 1

    slices.progressed.connect(stop)
    slices.done.connect(told.append)
    slices.start(work)
    writer.qtbot.waitUntil(lambda: told == [1], timeout=PATIENCE)
    writer.hand.answered()
    assert told == [1]


def test_what_fails_in_a_slice_is_told(writer: Writer) -> None:
    slices = Slices(writer.window.context.slow, writer.window)

    def work():
        yield 1
        raise ValueError("broken")

    with writer.qtbot.waitSignal(slices.failed, timeout=PATIENCE) as failed:
        slices.start(work)
    assert str(failed.args[0]) == "broken"


# what is seen


def test_a_text_that_is_too_long_says_what_each_order_knows(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(0)
    path = tmp_path / "long.txt"
    words = np.array([f" {a}{b}" for a in "abcde" for b in "uvwxyz"])
    path.write_text("".join(words[random.integers(0, 30, 900_000)]), encoding="utf-8")
    monkeypatch.setattr(learnt, "MOST_RUNS", 300_000)
    choose_page(writer, "own")
    writer.presenter.own.open_file(path)
    writer.qtbot.waitUntil(lambda: not writer.presenter.own.is_running, timeout=4 * PATIENCE)
    writer.settle()
    said = writer.view.own.about.text()
    found = re.search(
        r"The table was full: orders 3 to 5 know the first ([\d.]+) MB only\. "
        r"Orders 1 and 2 know all ([\d.]+) MB\.",
        said,
    )
    assert found is not None, said
    size = path.stat().st_size / 1e6
    assert 0 < float(found.group(1)) < size
    assert float(found.group(2)) == pytest.approx(size, rel=0.01)
    contexts = [cells[2] for cells in writer.view.own.growth.rows()]
    assert contexts[1] == "900"  # pairs of 30 words: all of them were seen


@pytest.mark.parametrize(("lang", "comma"), [("de", ","), ("en", ".")])
def test_every_plot_has_the_decimal_sign_of_the_language(
    open_window, lang: str, comma: str
) -> None:
    writer = Writer(open_window(wait=False, device="cpu", lang=lang)).see()
    page = writer.view.memory
    writer.presenter.turn("memory")
    writer.qtbot.waitUntil(lambda: bool(page.curves), timeout=4 * PATIENCE)
    left = page.plot.getAxis("left")
    assert left.tickStrings([-2, -1, 0, 1], 1, 1) == [f"0{comma}01", f"0{comma}1", "1", "10"]
    assert left.tickStrings([-7], 1, 1) == ["10⁻⁷"]
    QTest.mouseClick(page.modes.button(2), Qt.MouseButton.LeftButton)
    assert left.tickStrings([0, 0.5], 1, 0.5) == [f"0{comma}0", f"0{comma}5"]
    for axis in (page.path.plot.getAxis("left"), page.path.plot.getAxis("bottom")):
        assert axis.tickStrings([-0.5, 0.5], 1, 0.5) == [f"−0{comma}5", f"0{comma}5"]


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("size", [(1600, 960), (1280, 720)])
def test_what_a_model_sees_and_copies_is_not_cut_on_a_projector(
    open_window, lang: str, size: tuple[int, int]
) -> None:
    writer = Writer(
        open_window(wait=False, device="cpu", lang=lang, theme="projector", size=size)
    ).see()
    writer.presenter.choose_corpus("grimm-de")
    corpus = lambda: writer.presenter.state.corpus == "grimm-de"  # noqa: E731
    writer.qtbot.waitUntil(lambda: corpus() and writer.presenter.is_settled(), timeout=PATIENCE)
    writer.click(step=30)
    rows = writer.view.rows
    marked = lambda: all("·" in row.about.text() for row in rows)  # noqa: E731
    writer.qtbot.waitUntil(marked, timeout=PATIENCE)
    for row in rows:
        assert not row.about.shown().endswith("…")
        assert row.about.shown().rpartition("·")[2].strip()[0].isdigit()


@pytest.mark.parametrize("size", [(1600, 960), (1280, 720)])
def test_all_orders_of_the_growth_are_seen_on_a_projector(
    open_window, size: tuple[int, int]
) -> None:
    writer = Writer(open_window(wait=False, device="cpu", theme="projector", size=size)).see()
    learn(writer, TALE)
    for page, table in (("chain", writer.view.chain.growth), ("own", writer.view.own.growth)):
        choose_page(writer, page)
        settled = lambda: not writer.presenter.orders.is_running and bool(table.rows())  # noqa: B023, E731
        writer.qtbot.waitUntil(settled, timeout=PATIENCE)
        if page == "chain" and writer.presenter.orders.most() < 5:
            continue  # the text is not here: the offer of it takes the room of the empty lines
        enough = lambda: table.height() >= table.sizeHint().height() - 8  # noqa: B023, E731
        writer.qtbot.waitUntil(enough, timeout=PATIENCE)


def test_a_text_that_was_read_is_seen_from_its_beginning(writer: Writer) -> None:
    choose_page(writer, "reading")
    reading = writer.view.reading
    reading.edit.setPlainText("To be, or not to be, that is the question. " * 40)
    QTest.mouseClick(reading.read, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: bool(reading.flows), timeout=PATIENCE)
    flow = reading.flows[0]
    writer.qtbot.waitUntil(lambda: flow.width() > 300, timeout=PATIENCE)
    assert flow.rect_of(0).top() == 0
    assert flow.rect_of(len(flow.bits()) - 1).top() > flow.height()
