"""Decisions of the page on memory: what is measured when, and the sentence under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.cards import TextKind
from gui.tabs.text.memory_page import PROBE, STATE, TOKEN
from gui.tabs.text.words import PROBE_NAMES, kind_name, tiny, word
from gui.workers.latest import Line
from gui.workers.slices import Slices

if TYPE_CHECKING:
    import numpy as np

    from core.text.probes import Accuracy
    from gui.tabs.text.presenter import TextPresenter
    from gui.tabs.text.state import Page

MEMORY = 120  # tokens back that gradients by token are computed for
STATES = 80  # and those by state, which cost more
FAR = 50  # the distance that the sentence tells


class MemoryDesk(QObject):
    """Measures the newest text when the last measurement is done."""

    def __init__(self, presenter: TextPresenter) -> None:
        super().__init__(presenter)
        self._presenter, self._page = presenter, presenter.view.memory
        self._again = False
        self._measured: tuple[Page, ...] = ()  # the pages that the curves belong to
        slow = presenter.context.slow
        self._tokens, self._states = Slices(slow, self), Slices(slow, self)
        self._probes = Slices(slow, self)
        for slices, progressed, done in (
            (self._tokens, self._on_tokens, self._on_tokens_done),
            (self._states, self._on_share, self._on_states_done),
            (self._probes, self._on_probed, self._on_probes_done),
        ):
            slices.progressed.connect(progressed)
            slices.done.connect(done)
            slices.failed.connect(self._on_failed)
        self._paths = Line(slow, self)
        self._paths.answered.connect(self._on_path)
        self._paths.failed.connect(self._on_path_failed)
        self._page.modeChosen.connect(self._on_mode)
        self._page.probeAsked.connect(self.probe)
        self._page.stopAsked.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Say whether something is being measured."""
        return any(s.is_running for s in (self._tokens, self._states, self._probes))

    def show(self) -> None:
        """Measure the text as it is now."""
        from gui.tabs.text.measuring import probes_for, state_gradients, token_gradients
        from gui.tabs.text.studio import state_path

        studio, pages = self._presenter.studio, self._presenter.pages
        if studio is None:
            return
        kinds = probes_for(studio.corpus, studio.models)
        self._page.show_kinds([(key, word(PROBE_NAMES[key])) for key in kinds])
        recurrent = [p for p in pages if p.card.kind in (TextKind.RNN, TextKind.LSTM)]
        if recurrent:
            chosen = self._presenter.state.model
            page = next((p for p in recurrent if p.name == chosen), recurrent[-1])
            self._paths.ask(page, partial(state_path, studio.corpus, page))
        if pages == self._measured and self._page.curves:
            return
        if self._page.mode == TOKEN:
            if self._tokens.is_running:
                self._again = True
                return
            self._measured = pages
            self._tokens.start(partial(token_gradients, studio.entries, pages, MEMORY))
        elif self._page.mode == STATE:
            self._measured = pages
            self._page.show_progress(0.0)
            self._states.start(partial(state_gradients, studio.entries, pages, STATES))

    @Slot(str)
    def _on_mode(self, _mode: str) -> None:
        self.stop()
        self._measured = ()
        self.show()
        self._presenter.show_caption()

    @Slot(str)
    def probe(self, kind: str) -> None:
        """Probe every network."""
        from gui.tabs.text.measuring import probe_networks

        studio = self._presenter.studio
        if studio is not None:
            self._page.show_progress(0.0)
            networks = dict(studio.models)
            self._probes.start(partial(probe_networks, studio.corpus, networks, kind))

    @Slot()
    def stop(self) -> None:
        """Leave what is being measured."""
        self._again = False
        for slices in (self._tokens, self._states, self._probes):
            slices.stop()
        self._page.show_progress(None)

    def _named(self, found: dict[str, object]) -> dict[str, object]:
        """Return what belongs to models by what they are called."""
        pages = self._presenter.pages
        return {kind_name(page.card): found[page.name] for page in pages if page.name in found}

    @Slot(object)
    def _on_tokens(self, curves: dict[str, object]) -> None:
        self._page.show_curves(self._named(curves))  # type: ignore[arg-type]
        self._presenter.show_caption()

    @Slot(object)
    def _on_tokens_done(self, curves: dict[str, object]) -> None:
        self._on_tokens(curves)
        if self._again:
            self._again = False
            self.show()

    @Slot(object)
    def _on_share(self, share: float) -> None:
        self._page.show_progress(share)

    @Slot(object)
    def _on_states_done(self, curves: dict[str, object]) -> None:
        self._page.show_progress(None)
        self._on_tokens(curves)

    @Slot(object)
    def _on_probed(self, told: tuple[float, dict[str, object]]) -> None:
        share, found = told
        self._page.show_progress(share)
        self._page.show_probed(self._named(found))  # type: ignore[arg-type]
        self._presenter.show_caption()

    @Slot(object)
    def _on_probes_done(self, found: dict[str, object]) -> None:
        self._on_probed((1.0, found))
        self._page.show_progress(None)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._page.show_progress(None)
        self._presenter.tell_error(error)

    @Slot(object, object)
    def _on_path_failed(self, _page: object, error: Exception) -> None:
        self._presenter.tell_error(error)

    @Slot(object, object)
    def _on_path(self, page: Page, answer: tuple[str, np.ndarray, np.ndarray]) -> None:
        _, places, share = answer
        self._page.show_path(kind_name(page.card), places, share)

    # the line under the figure

    def caption(self) -> str:
        """Say in a sentence what the curves show."""
        if self._page.mode == PROBE:
            return self._probe_caption()
        if not self._page.curves:
            return self.tr("The gradients are being computed …")
        if not any(len(norms) >= 2 for norms in self._page.curves.values()):
            return self.tr("A gradient needs a text of two tokens and more.")
        parts = []
        for name, norms in self._page.curves.items():
            if len(norms) >= 2 and norms[0] > 0:
                far = min(len(norms), FAR)
                text = self.tr(
                    "{model}: at distance {d} it has {share} of the gradient at distance 1"
                )
                share = tiny(float(norms[far - 1] / norms[0]))
                parts.append(text.format(model=name, d=far, share=share))
        return "; ".join(parts) + ("." if parts else "")

    def _probe_caption(self) -> str:
        rows: dict[str, list[Accuracy]] = self._page.probed
        both = [name for name, found in rows.items() if found]
        if not both:
            return self.tr(
                "Something is opened, d tokens follow: is closing it now more probable than "
                "where nothing was opened?"
            )
        last = min(rows[name][-1].distance for name in both)
        parts = []
        for name in both:
            row = next(r for r in rows[name] if r.distance == last)
            text = self.tr("{model} {right} of {tries}")
            parts.append(text.format(model=name, right=row.right, tries=row.tries))
        said = self.tr("Right at distance {d}: {list}; guessing gives half.")
        return said.format(d=last, list=", ".join(parts))
