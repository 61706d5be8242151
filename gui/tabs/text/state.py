"""What the Text Generator remembers, and the answers that its worker gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pydantic import ConfigDict

from core.text.sampling import Settings

if TYPE_CHECKING:
    from core.cards import TextCard
    from core.text.model import TextModel
    from core.text.tree import Node, TextTree, Version

SMOOTHINGS = ("counts", "back-off", "kneser-ney")
PAGES = ("writing", "softmax", "chain", "memory", "reading", "own")
ORDERS = (1, 2, 3, 4, 5)  # of a chain; as far as its text was counted


@dataclass(frozen=True)
class State:
    """All that the user chose in this tab; enough to write the same texts again.

    `written` has for each model the tokens that follow the prompt; `seen` says whether a prompt has
    been chosen (an empty one is a choice too).
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid", allow_inf_nan=False)
    corpus: str = ""
    prompt: str | None = None  # None: the one that belongs to the corpus
    settings: Settings = field(default_factory=Settings)
    model: str = ""  # the row that is looked into
    page: str = "writing"
    smoothing: str = "counts"  # of the Markov chains
    order: int = 2
    written: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, eq=False)
class Page:
    """What one model has written: the nodes of its text, and what it thinks comes next.

    Attributes
    ----------
    visible : how many of the last tokens count for the next one; None: all, in a state.
    opened : the prompt is empty; the first token is what it was read as.
    versions : all branches of the text; `version` is the one that the text ends in.
    """

    name: str
    card: TextCard
    model: TextModel
    tree: TextTree
    nodes: tuple[Node, ...]
    visible: int | None
    opened: bool
    text: str
    versions: tuple[Version, ...]
    version: int

    @property
    def here(self) -> Node:
        """Return the node that the text ends with."""
        return self.nodes[-1]


@dataclass(frozen=True, eq=False)
class Place:
    """Where every model's text ends: what undo comes back to."""

    prompt: str
    ends: tuple[tuple[str, TextTree, int], ...]


@dataclass(frozen=True, eq=False)
class Live:
    """A state with the trees that belong to it, for a tab that is built anew."""

    state: State
    studio: object
    history: tuple[list[Place], list[Place]]
