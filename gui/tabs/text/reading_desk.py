"""Decisions of the page on reading: every model reads a text; which corpus it sounds like."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from core.errors import CoreError
from gui.numbers import number
from gui.tabs.text.flow import Bit
from gui.tabs.text.words import corpus_name, kind_name, shown, text_problem
from gui.workers.latest import Line
from gui.workers.slices import Slices

if TYPE_CHECKING:
    from core.text.own import Opened
    from core.text.reading import Surprise
    from gui.tabs.text.presenter import TextPresenter
    from gui.tabs.text.state import Page
    from gui.tabs.text.studio import Readings

MOST = 200_000  # characters of a text that is read


class ReadingDesk(QObject):
    """Reads what was pasted, or the beginning of a file."""

    def __init__(self, presenter: TextPresenter) -> None:
        super().__init__(presenter)
        self._presenter, self._page = presenter, presenter.view.reading
        self._text = ""
        self._work = Slices(presenter.context.slow, self)
        self._work.progressed.connect(self._on_progress)
        self._work.done.connect(self._on_done)
        self._work.failed.connect(self._on_failed)
        self._files = Line(presenter.context.slow, self)
        self._files.answered.connect(self._on_file)
        self._files.failed.connect(self._on_file_failed)
        self._page.readAsked.connect(self.read)
        self._page.stopAsked.connect(self.stop)
        self._page.openAsked.connect(self._on_open)
        self._page.hovered.connect(self._on_hovered)

    @property
    def is_running(self) -> bool:
        """Say whether a text is being read."""
        return self._work.is_running

    @Slot(str)
    def read(self, text: str) -> None:
        """Let every model read a text, of a very long one the beginning."""
        from gui.tabs.text.studio import read_by_all

        studio = self._presenter.studio
        if studio is None:
            return
        if len(text) > MOST:
            said = self.tr("Only the first {n} characters are read.").format(n=MOST)
            self._presenter.context.notices.post(said, "warn")
        self._text = text[:MOST]
        self._page.show_progress(0.0)
        self._work.start(partial(read_by_all, studio, self._text))

    @Slot()
    def stop(self) -> None:
        """Leave the text where it is."""
        self._work.stop()
        self._page.show_progress(None)

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

    @Slot(object, object)
    def _on_file_failed(self, _name: object, error: Exception) -> None:
        self._on_failed(error)

    @Slot(object)
    def _on_done(self, answer: Readings) -> None:
        found, sounds = answer
        self._page.show_progress(None)
        rows = [
            self._row(page, found[page.name])
            for page in self._presenter.pages
            if page.name in found
        ]
        parts = [
            self.tr("{corpus} {bits} bits").format(corpus=corpus_name(c), bits=number(b))
            for c, b in sounds
        ]
        text = self.tr("By one Markov chain each it sounds most like: {list} a character.")
        self._page.show_readings(rows, text.format(list=", ".join(parts)))
        self._presenter.show_caption()

    def _row(self, page: Page, surprise: Surprise) -> tuple[str, list[Bit]]:
        title = self.tr("{model}: {bits} bits a character, {n} unknown").format(
            model=kind_name(page.card), bits=number(surprise.bits_per_char), n=surprise.unknown
        )
        pairs = zip(surprise.tokens, surprise.bits.tolist(), strict=True)
        bits = [
            Bit(
                self._text[t.first : t.last],
                None if math.isnan(b) else 2.0**-b,
                unknown=t.number == 0,
            )
            for t, b in pairs
        ]
        return title, bits

    @Slot(str, object)
    def _on_hovered(self, title: str, bit: Bit | None) -> None:
        """Say how surprising the token under the pointer is."""
        if bit is None or bit.probability is None:
            self._presenter.show_caption()
            return
        text = self.tr("“{token}” has a surprise of {bits} bits; {model}{unknown}.").format(
            token=shown(bit.text), bits=number(-math.log2(bit.probability)),
            model=title.split(":")[0], unknown=self.tr(", which does not know it")
            if bit.unknown
            else "",
        )  # fmt: skip
        self._presenter.view.show_caption(text)

    @Slot()
    def _on_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Open a text"))
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Read the beginning of a file."""
        from gui.tabs.text.studio import open_part

        self._files.ask(path, partial(open_part, path, MOST))

    @Slot(object, object)
    def _on_file(self, path: Path, answer: tuple[Opened, str, bool]) -> None:
        opened, text, more = answer
        said = self.tr("{file}: read as {encoding}.").format(
            file=path.name, encoding=opened.encoding
        )
        if more:
            said += " " + self.tr("Only its first {n} characters.").format(n=MOST)
        self._presenter.context.notices.post(said, "good")
        self._page.edit.setPlainText(text)
        self.read(text)
