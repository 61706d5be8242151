"""Decisions of the page on one's own text: count it in slices, let its chain write, forget it."""

from __future__ import annotations

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QFileDialog

from core.errors import CoreError
from gui.numbers import number
from gui.tabs.text.own_page import SHARED
from gui.tabs.text.words import UNITS, percent, text_problem, word
from gui.workers.slices import Slices

if TYPE_CHECKING:
    from core.text.learnt import Learnt
    from core.text.own import Opened
    from gui.tabs.text.presenter import TextPresenter
    from gui.tabs.text.studio import Studio

SHOWN = 2000  # characters of a file
Found = tuple["Opened | None", "Learnt", float]


class OwnDesk(QObject):
    """Holds what is counted; the presenter's commands let it write."""

    def __init__(self, presenter: TextPresenter) -> None:
        super().__init__(presenter)
        self._presenter, self._page = presenter, presenter.view.own
        self._work = Slices(presenter.context.slow, self)
        self._work.progressed.connect(self._on_progress)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)
        self._page.learnAsked.connect(self.learn)
        self._page.stopAsked.connect(self.stop)
        self._page.openAsked.connect(self._on_open)
        self._page.forgetAsked.connect(self.forget)

    @property
    def is_running(self) -> bool:
        """Say whether a text is being counted."""
        return self._work.is_running

    @Slot(str)
    def learn(self, text: str) -> None:
        """Count a pasted text."""
        self._start(text)

    def open_file(self, path: Path) -> None:
        """Count a file, however long."""
        self._start(path)

    def _start(self, source: str | Path) -> None:
        studio = self._presenter.studio
        if studio is None:
            return
        shared = self._page.unit.currentData() == SHARED
        self._page.show_progress(0.0)
        self._work.start(partial(_count, source, studio, shared))

    @Slot()
    def stop(self) -> None:
        """Leave the text where it is; what was learnt before stays."""
        self._work.stop()
        self._page.show_progress(None)

    @Slot()
    def forget(self) -> None:
        """Take the chain away."""
        self._presenter.take_own(None)

    def show(self) -> None:
        """Show what the studio has learnt."""
        studio = self._presenter.studio
        learnt = studio.own if studio is not None else None
        growth = studio.growth.get("own", ()) if studio is not None and learnt is not None else ()
        size = len(learnt.vocabulary) if learnt is not None else 0
        order = self._presenter.state.order
        about = self._tell(*studio.own_from, learnt) if studio and learnt is not None else ""
        self._page.show_learnt(about, size, growth, order, self._presenter.networks())

    @Slot(object)
    def _on_progress(self, share: float) -> None:
        self._page.show_progress(share)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._page.show_progress(None)
        if isinstance(error, CoreError) and (said := text_problem(error)):
            self._presenter.context.notices.post(said, "bad")
        else:
            self._presenter.tell_error(error)

    @Slot(object)
    def _on_done(self, found: Found) -> None:
        opened, learnt, seconds = found
        self._page.show_progress(None)
        if opened is not None:
            self._page.edit.setPlainText(learnt.text[:SHOWN])
        assert self._presenter.studio is not None
        self._presenter.studio.own_from = opened, seconds
        self._presenter.take_own(learnt)

    def _tell(self, opened: Opened | None, seconds: float, learnt: Learnt) -> str:
        local = QLocale()
        parts = []
        if opened is not None:
            text = (
                self.tr("{file}: {encoding} by its own mark or because all of it fits.")
                if opened.certain
                else self.tr("{file}: {encoding} assumed, the most likely one.")
            )
            parts.append(text.format(file=opened.path.name, encoding=opened.encoding))
        parts.append(
            self.tr("{n} {unit}, {k} different ones, counted in {s} s.").format(
                n=local.toString(learnt.tokens), unit=word(UNITS[learnt.unit]),
                k=local.toString(len(learnt.vocabulary)), s=number(seconds, 2),
            )
        )  # fmt: skip
        if learnt.known < 1:
            parts.append(
                self.tr("The vocabulary knows {p} of it; the rest is shown as “�”.").format(
                    p=percent(learnt.known)
                )
            )
        if not learnt.whole:
            parts.append(
                self.tr("Only the first {mb} MB: there the table was full.").format(
                    mb=number(learnt.done / 1e6)
                )
            )
        return " ".join(parts)

    @Slot()
    def _on_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Open a text"))
        if name:
            self.open_file(Path(name))


def _count(source: str | Path, studio: Studio, shared: bool) -> Generator[float, None, Found]:
    """Count a text or a file (the worker's part)."""
    from core.cards import Unit
    from core.text.learnt import learn
    from core.text.own import open_text_file, read_parts, text_parts

    begun, opened = time.perf_counter(), None
    if isinstance(source, Path):
        opened = open_text_file(source)
        parts, size = read_parts(opened), opened.bytes
    else:
        parts, size = text_parts(source), len(source)
    found = studio.shared_vocabulary() if shared else None
    vocabulary, unit = (found[0].vocabulary, found[1]) if found is not None else (None, Unit.WORDS)
    learnt = yield from learn(parts, size, vocabulary, unit)
    return opened, learnt, time.perf_counter() - begun
