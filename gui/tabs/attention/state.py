"""What the Attention Viewer remembers, and the answers that its worker gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict

from gui.tabs.saved import SavedState

if TYPE_CHECKING:
    import numpy as np

    from core.attention.maps import Inside, Maps, Parts
    from core.attention.search import Found
    from core.attention.steps import State as Steps
    from core.cards import TranslatorCard
    from gui.history import History
    from gui.tabs.attention.studio import Studio

KINDS = ("encoder", "decoder", "cross")
PAGES = (
    "translate",
    "matrix",
    "heads",
    "inside",
    "retrieval",
    "beam",
    "two",
    "order",
    "map",
    "norm",
)
MEAN, ROLLOUT = -1, -2  # in the place of a head
MOST_TOKENS = 200
Head = tuple[str, int, int]  # kind, layer, number


@dataclass(frozen=True)
class State:
    """All that the user chose in this tab; enough to translate the same again.

    `written` has the numbers of the pieces chosen so far; `off` the heads that are switched off.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")
    model: str = ""
    sentence: str = ""
    written: tuple[int, ...] = ()
    kind: str = "cross"
    layer: int = -1  # −1: the last
    head: int = MEAN
    page: str = "translate"
    off: tuple[Head, ...] = ()
    positions: bool = True


def _wrong(state: State) -> str:
    sound = {
        "kind": state.kind in KINDS,
        "page": state.page in PAGES,
        "layer": -1 <= state.layer < 100,
        "head": ROLLOUT <= state.head < 100,
        "written": len(state.written) <= MOST_TOKENS and all(0 <= n < 10**6 for n in state.written),
        "off": all(kind in KINDS and 0 <= a < 100 and 0 <= b < 100 for kind, a, b in state.off),
    }
    return next((name for name, fine in sound.items() if not fine), "")


SAVED = SavedState("attention", State, _wrong)


@dataclass(frozen=True, eq=False)
class Scene:
    """A translation so far, with all that looks at what.

    Attributes
    ----------
    steps : the state of the model, from which it can go on.
    maps : attention of all layers and heads.
    text : the translation so far.
    milliseconds : of the last thing that was asked for.
    longest : tokens at which a translation is stopped that does not end.
    texts : of every piece that the model knows.
    """

    card: TranslatorCard
    steps: Steps
    maps: Maps
    text: str
    milliseconds: float
    longest: int
    texts: tuple[str, ...]
    _bits: dict[str, np.ndarray] = field(default_factory=dict, init=False, repr=False)

    def bits(self, kind: str) -> np.ndarray:
        """Return the entropy (L, H) of each head of a kind, computed when it is first asked for."""
        if kind not in self._bits:
            from core.attention.maps import head_entropy

            self._bits[kind] = head_entropy(self.maps.of(kind))
        return self._bits[kind]

    @cached_property
    def rolled(self) -> dict[str, np.ndarray]:
        """Return rollout through all layers, by kind."""
        from core.attention.maps import rollout

        encoder, decoder = rollout(self.maps)
        own = len(self.maps.read)
        return {"encoder": encoder, "decoder": decoder[:, :own], "cross": decoder[:, own:]}

    def sides(self, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the pieces that ask and those that answer.

        A German piece asks while it is being written; "" is the one that is to come. What answers
        it in German are the pieces before it, the mark of the beginning first.
        """
        maps = self.maps
        asks = maps.source if kind == "encoder" else maps.said
        return asks, maps.read if kind == "decoder" else maps.source

    @property
    def too_long(self) -> bool:
        """Say whether the translation should have ended by now."""
        return not self.steps.ended and len(self.steps.tokens) >= self.longest

    @property
    def can_go_on(self) -> bool:
        """Say whether there is room for one more piece."""
        return not self.steps.ended and len(self.steps.tokens) < self.card.context


@dataclass(frozen=True, eq=False)
class Looked:
    """What one page alone needs of the scene."""

    inside: Inside | None = None
    parts: Parts | None = None
    found: Found | None = None


@dataclass(frozen=True)
class Place:
    """What is translated, with what, and how far: what undo comes back to."""

    model: str
    sentence: str
    written: tuple[int, ...]
    off: tuple[Head, ...]
    positions: bool

    @staticmethod
    def of(state: State) -> Place:
        """Return the place of a state."""
        return Place(state.model, state.sentence, state.written, state.off, state.positions)


@dataclass(frozen=True, eq=False)
class Live:
    """A state with the open models and the way back, for a tab that is built anew."""

    state: State
    studio: Studio | None
    history: History[Place] | None
