"""The tab's state as a small JSON file, read with suspicion."""

from __future__ import annotations

from gui.tabs.saved import SavedState
from gui.tabs.text.state import ORDERS, PAGES, SMOOTHINGS, State


def _wrong(state: State) -> str:
    known = state.page in PAGES and state.smoothing in SMOOTHINGS and state.order in ORDERS
    return "" if known else "page, smoothing or order"


SAVED = SavedState("text", State, _wrong)
dump, parse, load = SAVED.dump, SAVED.parse, SAVED.load
