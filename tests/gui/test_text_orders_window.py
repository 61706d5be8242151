"""Orders 3 to 5 of a shipped corpus in the window: fetched, counted, chosen; and without a way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand import PATIENCE
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from writer import CHAIN, Writer

from core.data.entries import RemoteFile
from core.data.text_entries import TEXTS
from tests.core.serving import serve

CORPUS = "shakespeare-char"
TEXT = "ROMEO:\nO Romeo, what light is this? O Romeo, it is the east.\n\n" * 900


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The corpus' text is a small one on a server of our own, and nowhere on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "served"
    folder.mkdir()
    raw = TEXT.encode()
    (folder / "input.txt").write_bytes(raw)
    for url in serve(folder):
        sha256 = hashlib.sha256(raw).hexdigest()
        entry = replace(
            TEXTS[CORPUS], files=(RemoteFile(f"{url}/input.txt", sha256, len(raw)),),
            sha256=sha256, characters=len(TEXT), packed="nowhere.txt.gz",
        )  # fmt: skip
        monkeypatch.setitem(TEXTS, CORPUS, entry)
        yield folder


@pytest.fixture
def writer(open_window) -> Writer:
    return Writer(open_window(wait=False, device="cpu")).see()


def orders(writer: Writer) -> list[int]:
    combo = writer.view.panel.order
    return [combo.itemData(place) for place in range(combo.count())]


def counted(writer: Writer) -> list[str]:
    """Return the contexts of the growth table, order by order."""
    return [cells[2] for cells in writer.view.chain.growth.rows()]


def open_chain(writer: Writer) -> None:
    writer.presenter.look_into(CHAIN)
    writer.presenter.turn("chain")
    writer.qtbot.waitUntil(lambda: bool(writer.view.chain.growth.rows()), timeout=PATIENCE)


def done(writer: Writer) -> bool:
    return not writer.presenter.orders.is_running and writer.presenter.is_settled()


def test_without_the_text_the_window_says_so_and_offers_it(writer: Writer) -> None:
    assert orders(writer) == [1, 2]
    open_chain(writer)
    bar = writer.view.chain.orders
    assert bar.isVisible()
    assert "not on this machine" in bar.label.text()
    assert bar.button.text() == "Fetch it (0.056 MB)"
    assert counted(writer)[2:] == ["–"] * 3
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: "–" not in counted(writer), timeout=PATIENCE)
    writer.qtbot.waitUntil(lambda: done(writer), timeout=PATIENCE)
    assert not bar.isVisible()
    assert orders(writer) == [1, 2, 3, 4, 5]


def test_a_chain_of_order_four_writes_from_the_fetched_text(writer: Writer) -> None:
    open_chain(writer)
    QTest.mouseClick(writer.view.chain.orders.button, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: orders(writer)[-1] == 5 and done(writer), timeout=PATIENCE)
    combo = writer.view.panel.order
    combo.setCurrentIndex(combo.findData(4))
    combo.activated.emit(combo.currentIndex())
    writer.settle()
    page = writer.presenter.page_of(CHAIN)
    assert page is not None
    assert (page.card.order, page.visible) == (4, 4)
    assert writer.view.row(CHAIN).name.text() == "Markov chain (4 characters)"
    writer.presenter.turn("writing")
    writer.click(step=20)
    written = writer.text(CHAIN)[-24:]
    assert all(written[place : place + 5] in TEXT for place in range(len(written) - 4))


def test_a_text_that_is_here_is_counted_when_the_chain_is_opened(
    open_window, elsewhere: Path, own_home: Path
) -> None:
    folder = own_home / "data" / "text"
    folder.mkdir(parents=True)
    (folder / "input.txt").write_bytes((elsewhere / "input.txt").read_bytes())
    writer = Writer(open_window(wait=False, device="cpu")).see()
    assert orders(writer) == [1, 2, 3, 4, 5]
    assert not writer.presenter.orders.is_running
    open_chain(writer)
    writer.qtbot.waitUntil(lambda: "–" not in counted(writer), timeout=PATIENCE)


def test_without_a_network_it_says_a_sentence_and_the_rest_works(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = replace(TEXTS[CORPUS].files[0], url="http://nowhere.invalid/input.txt")
    monkeypatch.setitem(TEXTS, CORPUS, replace(TEXTS[CORPUS], files=(file,)))
    open_chain(writer)
    bar = writer.view.chain.orders
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: "Is there a network?" in bar.label.text(), timeout=PATIENCE)
    assert bar.label.text() == (
        "“Shakespeare, by character” cannot be fetched: nowhere.invalid does not answer. "
        "Is there a network? Orders 1 and 2 work as before."
    )
    assert bar.button.isVisible()  # it can be tried again
    assert not bar.progress.isVisible()
    assert orders(writer) == [1, 2]
    writer.presenter.turn("writing")
    writer.click(step=2)
    assert len(writer.text(CHAIN)) == len("O Romeo, ") + 2


def test_what_is_fetched_but_another_text_is_not_counted(writer: Writer, elsewhere: Path) -> None:
    (elsewhere / "input.txt").write_text(TEXT.replace("east", "west"), encoding="utf-8")
    open_chain(writer)
    bar = writer.view.chain.orders
    QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    writer.qtbot.waitUntil(lambda: "is not the text" in bar.label.text(), timeout=PATIENCE)
    assert orders(writer) == [1, 2]
