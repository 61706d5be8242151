"""Decisions on contexts of 3 to 5 tokens: counted from the corpus' text, which may have to come."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.data.download import fetch_steps
from core.data.text_entries import TEXTS
from core.errors import DataError
from gui.numbers import number
from gui.tabs.text.state import ORDERS
from gui.tabs.text.words import corpus_name, fetch_problem
from gui.workers.slices import Slices

if TYPE_CHECKING:
    from core.text.counts import Counts
    from gui.tabs.text.presenter import TextPresenter
    from gui.tabs.text.studio import Studio


class OrdersDesk(QObject):
    """Counts when somebody looks or asks for it; the presenter's command takes the tables over."""

    def __init__(self, presenter: TextPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._bars = (presenter.view.chain.orders, presenter.view.panel.orders)
        self._trouble: tuple[str, str] = ("", "")  # a corpus, and what is wrong with its text
        self._fetches, self._counts = (Slices(presenter.context.slow, self) for _ in range(2))
        for slices, done in ((self._fetches, self._on_fetched), (self._counts, self._on_counted)):
            slices.progressed.connect(self._on_progress)
            slices.done.connect(done)
            slices.failed.connect(self._on_failed)
        for bar in self._bars:
            bar.asked.connect(self._on_asked)

    @property
    def is_running(self) -> bool:
        """Say whether a text is being fetched or counted."""
        return self._fetches.is_running or self._counts.is_running

    def most(self) -> int:
        """Return the longest contexts that can be chosen."""
        studio = self._presenter.studio
        if studio is None:
            return 2
        return ORDERS[-1] if self._can_count(studio) else studio.most_order()

    def _can_count(self, studio: Studio) -> bool:
        return studio.text_here and self._trouble[0] != studio.corpus

    def begin(self) -> None:
        """Leave what belonged to another corpus."""
        self._fetches.stop()
        self._counts.stop()

    def show(self) -> None:
        """Say what there is to say; count where it is looked at."""
        studio, state = self._presenter.studio, self._presenter.state
        if studio is None:
            return
        shallow = studio.shallow()
        wanted = state.page == "chain" or state.order > studio.least_order()
        if shallow and wanted and self._can_count(studio) and not self.is_running:
            self._counts.start(partial(_count, studio))
            self._tell(0.0)
        elif not self.is_running:
            self._tell(None)

    def _tell(self, share: float | None) -> None:
        studio = self._presenter.studio
        text = button = ""
        if self._fetches.is_running:
            text, button = self.tr("The text is being fetched …"), self.tr("Stop")
        elif self._counts.is_running:
            text = self.tr("Contexts of 3 to 5 tokens are being counted …")
        elif studio is not None and studio.shallow() and not self._can_count(studio):
            text, button = self._need(studio)
        for bar in self._bars:
            bar.show_state(text, button, share)

    def _need(self, studio: Studio) -> tuple[str, str]:
        """Say what is missing, and what a button could do about it."""
        entry = TEXTS.get(studio.corpus)
        if self._trouble[0] == studio.corpus:
            text = self._trouble[1]
        elif entry is not None:
            text = self.tr(
                "Orders 3 to 5 are counted from the text itself, which is not on this machine."
            )
        else:
            return self.tr("“Learn from my text” counts up to order 5."), ""
        if entry is None or not entry.files:
            return text, ""
        size = number(sum(file.bytes for file in entry.files) / 1e6, 2)
        return text, self.tr("Fetch it ({mb} MB)").format(mb=size)

    @Slot()
    def _on_asked(self) -> None:
        """Fetch, or stop fetching."""
        studio = self._presenter.studio
        if self._fetches.is_running:
            self._fetches.stop()
        elif studio is not None:
            self._trouble = ("", "")
            self._fetches.start(partial(fetch_steps, studio.corpus))
        self._tell(0.0 if self._fetches.is_running else None)

    @Slot(object)
    def _on_progress(self, share: float) -> None:
        self._tell(share)

    @Slot(object)
    def _on_fetched(self, _files: object) -> None:
        studio = self._presenter.studio
        if studio is not None:
            studio.text_here = True
            self._counts.start(partial(_count, studio))
            self._tell(0.0)

    @Slot(object)
    def _on_counted(self, found: dict[str, Counts]) -> None:
        self._tell(None)
        self._presenter.take_counts(found)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        studio = self._presenter.studio
        if studio is not None and isinstance(error, DataError):
            told = fetch_problem(error, corpus_name(studio.corpus))
            self._trouble = (studio.corpus, told)
            self._presenter.context.notices.post(told, "bad")
            self._presenter.show_orders()
        else:
            self._presenter.tell_error(error)
        self._tell(None)


def _count(studio: Studio):  # type: ignore[no-untyped-def]
    """Count the shipped chains' text for longer contexts (the worker's part)."""
    from core.text.chains import count_steps

    return count_steps(studio.shallow())
