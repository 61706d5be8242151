"""The tour's part in the Text Generator: writing, branching, counts, memory, reading, own text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt

from core.cards import TextKind
from gui.tabs.text.tab import TextTab
from gui.tour_guide import Guide, Step

if TYPE_CHECKING:
    from gui.tabs.text.state import Page

TALE = (
    "Once there was a king who had three sons. The first son went into the wood, and the second "
    "son went into the wood, and the third son stayed with the king. The king said to the third "
    "son: go into the wood and look for your brothers. And the third son went into the wood.\n"
)
STEPS_WRITTEN = 24


def _tab(guide: Guide) -> TextTab:
    tab = guide.window.tabs["text"]
    assert isinstance(tab, TextTab)
    return tab


def _settle(guide: Guide) -> None:
    guide.until(_tab(guide).presenter.is_settled, "the models do not answer")
    guide.rest(0.3)


def _turn(guide: Guide, page: str) -> None:
    _tab(guide).presenter.turn(page)
    _settle(guide)


def _network(guide: Guide) -> Page:
    """Return the page of the Transformer."""
    pages = _tab(guide).presenter.pages
    page = next((p for p in pages if p.card.kind is TextKind.TRANSFORMER), None)
    guide.check(page is not None, "there is no Transformer")
    assert page is not None
    return page


def open_text_tab(guide: Guide) -> None:
    """Open the tab: every model of the corpus has read the prompt, its bars sum to one."""
    tab = _tab(guide)
    guide.window._book.setCurrentWidget(tab.view)
    guide.until(lambda: bool(tab.presenter.pages), "no model is open")
    _settle(guide)
    for row in tab.view.rows:
        total = float(row.table.final.sum()) if row.table is not None else math.nan
        guide.check(abs(total - 1) < 1e-9, f"probabilities sum to {total}")


def write(guide: Guide) -> None:
    """Let every model write, and look what the last token could have been."""
    tab = _tab(guide)
    tab.view.transport.set_speed(10.0)
    tab.view.transport.toggle()
    guide.until(lambda: _written(_network(guide)) >= STEPS_WRITTEN, "nobody writes")
    tab.view.transport.toggle()
    _settle(guide)
    for page in tab.presenter.pages:
        guide.check(_written(page) >= STEPS_WRITTEN, f"{page.name} does not write")
    tab.view.transport.set_speed(1.0)


def temperature(guide: Guide) -> None:
    """Turn the temperature down: the most probable token becomes more probable."""
    tab = _tab(guide)
    row = tab.view.row(_network(guide).name)
    assert row is not None
    assert row.table is not None
    before = float(row.table.final.max())
    logits = row.table.logits
    tab.view.panel.temperature.setValue(50)
    half = np.exp((logits - logits.max()) / 0.5)
    guide.check(row.table is not None, "no bars")
    after = float(row.table.final.max())
    guide.check(abs(after - float((half / half.sum()).max())) < 1e-9, "not the softmax at T = 0.5")
    guide.check(after >= before, "a lower temperature does not sharpen")
    _turn(guide, "softmax")


def branch(guide: Guide) -> None:
    """Click a token, then an alternative: a second version, and the first one is still there."""
    tab = _tab(guide)
    tab.view.panel.temperature.setValue(100)
    _turn(guide, "writing")
    page = _network(guide)
    row = tab.view.row(page.name)
    assert row is not None
    index = next(i for i, n in enumerate(page.nodes) if n.written) + 4
    place = row.flow.rect_of(index).center() - QPointF(0, 2)
    left = Qt.MouseButton.LeftButton
    guide.mouse(row.flow, QEvent.Type.MouseButtonPress, place, left)
    guide.rest(0.2)
    other = next(i for i, t in enumerate(row.bars.tokens()) if t != page.nodes[index].token)
    guide.mouse(row.bars, QEvent.Type.MouseButtonPress, row.bars.rect_of(other).center(), left)
    _settle(guide)
    for _ in range(8):
        tab.presenter.step()
    _settle(guide)
    now = _network(guide)
    guide.check(len(now.versions) == 2, f"{len(now.versions)} versions instead of two")
    guide.check(now.versions[0].end is page.here, "the first version is lost")
    guide.check(tab.view.branches.isVisible(), "the branches are not shown")


def open_chain(guide: Guide) -> None:
    """Open the Markov chain: its fraction is that of the counts."""
    tab = _tab(guide)
    _turn(guide, "chain")
    guide.until(lambda: bool(tab.view.chain.grid.rows()), "no row of the table")
    page = next(p for p in tab.presenter.pages if p.card.kind is TextKind.MARKOV)
    model = page.model
    run = tuple(n.token for n in page.nodes[-2:])
    row = model.row(run)  # type: ignore[attr-defined]
    fraction = f"{row.counts[0]} / {row.total}"
    guide.check(fraction in tab.view.chain.formula.text(), f"not {fraction}")


def learn_own(guide: Guide) -> None:
    """Count a text of one's own up to order 5: its chain writes beside the others."""
    tab = _tab(guide)
    _turn(guide, "own")
    tab.view.own.edit.setPlainText(TALE * 3)
    tab.view.own.learn.click()
    guide.until(lambda: tab.presenter.page_of("own") is not None, "the text is not learnt")
    _settle(guide)
    seen = [int(cells[2]) for cells in tab.view.own.growth.rows()]
    guide.check(len(seen) == 5, "not five orders")
    guide.check(seen == sorted(seen), f"longer contexts are fewer: {seen}")


def own_writes(guide: Guide) -> None:
    """Let it write with order 3: what it copies from its text is marked."""
    tab = _tab(guide)
    order = tab.view.panel.order
    order.setCurrentIndex(order.findData(3))
    order.activated.emit(order.currentIndex())
    tab.presenter.look_into("own")
    tab.view.prompt.setText("Once there was a king")
    tab.view.prompt.returnPressed.emit()
    _turn(guide, "writing")
    for _ in range(16):
        tab.presenter.step()
    _settle(guide)
    row = tab.view.row("own")
    assert row is not None
    guide.until(lambda: any(bit.copied for bit in row.flow.bits()), "nothing is marked as copied")
    guide.check(row.page is not None and row.page.visible == 3, "it does not see three words")


def gradients(guide: Guide) -> None:
    """Measure how far the networks remember, by token and by state."""
    tab = _tab(guide)
    _turn(guide, "memory")
    networks = [p for p in tab.presenter.pages if p.card.kind is not TextKind.MARKOV]
    page = tab.view.memory
    guide.until(lambda: len(page.curves) == len(networks), "no gradients")
    guide.check(all(np.isfinite(c).all() for c in page.curves.values()), "not finite")
    page.modes.button(1).click()
    recurrent = [p for p in networks if p.card.kind is not TextKind.TRANSFORMER]
    guide.until(lambda: len(page.curves) == len(recurrent), "no gradients of the states")
    norms = next(iter(page.curves.values())) if page.curves else np.array([1.0, 0.0])
    guide.check(bool(norms[-1] < norms[0]), "the gradient does not fade")
    guide.until(lambda: not tab.presenter.memory.is_running, "it goes on measuring")
    guide.rest(0.2)


def probe(guide: Guide) -> None:
    """Test whether the networks remember who spoke; a few distances are enough here."""
    tab = _tab(guide)
    page = tab.view.memory
    page.modes.button(2).click()
    guide.until(lambda: page.kind.count() > 0, "no probes")
    page.probe.click()
    guide.until(
        lambda: bool(page.probed) and all(len(rows) >= 3 for rows in page.probed.values()),
        "nothing is probed",
    )
    page.stop.click()
    tries = {row.tries for rows in page.probed.values() for row in rows}
    guide.check(bool(tries) and min(tries) > 0, f"no tries: {tries}")
    guide.rest(0.2)


def read_text(guide: Guide) -> None:
    """Let every model read a sentence: it sounds German, and the reading says so."""
    tab = _tab(guide)
    _turn(guide, "reading")
    page = tab.view.reading
    page.edit.setPlainText("Es war einmal ein König, der hatte eine Tochter.")
    page.read.click()
    guide.until(lambda: bool(page.flows), "nobody reads")
    guide.check(len(page.flows) == len(tab.presenter.pages), "not every model reads")
    bits = [bit for flow in page.flows for bit in flow.bits()]
    guide.check(any(bit.unknown for bit in bits), "Shakespeare's models should not know the ö")
    guide.rest(0.2)


def text_again(guide: Guide) -> None:
    """Forget the own text, and go on in the Latent Explorer."""
    tab = _tab(guide)
    tab.presenter.own.forget()
    _settle(guide)
    guide.check(tab.presenter.page_of("own") is None, "the own text is still there")
    _turn(guide, "writing")
    tab.view.prompt.setText("O Romeo, ")
    tab.view.prompt.returnPressed.emit()
    _settle(guide)
    guide.window._book.setCurrentWidget(guide.latent.view)
    guide.rest(0.2)


def _written(page: Page) -> int:
    return sum(node.written for node in page.nodes)


TEXT_STEPS = (
    Step("text-one-prompt", open_text_tab),
    Step("text-writing", write),
    Step("text-softmax", temperature),
    Step("text-branches", branch),
    Step("text-markov-chain", open_chain),
    Step("text-own-table", learn_own),
    Step("text-own-writing", own_writes),
    Step("text-gradients", gradients),
    Step("text-probe", probe),
    Step("text-reading", read_text),
    Step("text-back", text_again),
)
