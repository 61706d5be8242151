"""A text that a model writes, with all its branches: a tree of tokens, and a place in it.

Each node is one token, with the logits of the next one and the model's state after it; a chain's
logits are made again from its table, for they would need more room than the text. Going back and
choosing another token adds a branch; nothing is ever lost, so undo is a step to the parent.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np

from core.errors import Fault, InputError
from core.text.markov import MarkovModel
from core.text.model import State, TextModel, log_softmax
from core.text.sampling import Settings, SoftmaxTable, draw, softmax_table

OPENING = "\n"  # what an empty prompt is read as


@dataclass(eq=False)
class Node:
    """A token of the tree.

    Attributes
    ----------
    number : index of the node.
    token : None for the root, before any token.
    depth : how many tokens the text has up to here.
    written : by the model (or by a click on an alternative); False in the prompt.
    kept : logits of the token after this one (V,); None where the model makes them again.
    """

    number: int
    model: TextModel
    token: int | None
    parent: Node | None
    depth: int
    written: bool
    kept: np.ndarray | None
    state: State
    children: list[Node] = field(default_factory=list)

    @property
    def logits(self) -> np.ndarray | None:
        """Return the logits (V,) of the token after this one; None before any token."""
        if self.kept is None and self.token is not None and isinstance(self.model, MarkovModel):
            return self.model.logits(self._end(self.model.order))
        return self.kept

    @property
    def chosen_from(self) -> np.ndarray | None:
        """Return the logits (V,) of this token; None at the first one, which nothing foretells."""
        return None if self.parent is None else self.parent.logits

    def probability(self) -> float | None:
        """Return p(this token | those before it) at temperature 1; None where nothing is known."""
        logits = self.chosen_from
        if logits is None or self.token is None:
            return None
        return float(np.exp(log_softmax(logits)[self.token]))

    def _end(self, most: int) -> tuple[int, ...]:
        """Return the last tokens up to here."""
        node: Node | None = self
        found: list[int] = []
        while node is not None and node.token is not None and len(found) < most:
            found.append(node.token)
            node = node.parent
        return tuple(reversed(found))


@dataclass(frozen=True, eq=False)
class Version:
    """One branch of a text to its end.

    Attributes
    ----------
    end : its last node.
    fork : how many tokens it shares with the older version `beside`; 0 of the oldest.
    text : what is its own, after the fork.
    """

    end: Node
    fork: int
    beside: int
    text: str


class TextTree:
    """What one model has written from a prompt.

    Attributes
    ----------
    here : the node that the text ends with.
    """

    def __init__(self, model: TextModel, prompt: str) -> None:
        """Read the prompt; an empty one is read as a new line (`opened` says so)."""
        self.model = model
        self.root = Node(0, model, None, None, 0, False, None, model.start())
        self._nodes = [self.root]
        self.opened = not prompt
        tokens = model.vocabulary.encode(prompt or OPENING)
        if not len(tokens):
            raise InputError("prompt", Fault.MISMATCH, "no tokens")
        self.here = self._add(self.root, tokens, written=False)
        self._prompt_end = self.here

    def path(self, end: Node | None = None) -> list[Node]:
        """Return the nodes from the first token to `end` (to `here` without one)."""
        node, found = end or self.here, []
        while node.parent is not None:
            found.append(node)
            node = node.parent
        return found[::-1]

    def text(self) -> str:
        """Return the text up to `here`; what an empty prompt was read as is left out."""
        nodes = self.path()[1:] if self.opened else self.path()
        return self.model.vocabulary.decode(n.token for n in nodes if n.token is not None)

    def table(self, settings: Settings) -> SoftmaxTable:
        """Return the softmax table of the next token; the model does not run."""
        logits = self.here.logits
        assert logits is not None
        return softmax_table(logits, settings)

    def step(self, settings: Settings) -> Node:
        """Let the model write one token."""
        return self.choose(draw(self.table(settings), settings, self.here.depth))

    def run(self, settings: Settings, count: int) -> Generator[Node, None, None]:
        """Write `count` tokens one by one; can be left after each."""
        for _ in range(count):
            yield self.step(settings)

    def choose(self, token: int) -> Node:
        """Go on with `token`; where it has been written before, along the branch there is."""
        for child in self.here.children:
            if child.token == token:
                self.here = child
                return child
        self.here = self._add(self.here, np.array([token]), written=True)
        return self.here

    def branch(self, node: Node, token: int) -> Node:
        """Put `token` in the place of `node`: a new branch beside it, or one there is."""
        if node.parent is None or node.parent is self.root:
            raise InputError("branch", Fault.REFUSED, "nothing foretells the first token")
        self.here = node.parent
        return self.choose(token)

    def go(self, number: int) -> Node:
        """Go to a node; raises InputError MISSING."""
        if not 0 < number < len(self._nodes):
            raise InputError("node", Fault.MISSING, str(number))
        self.here = self._nodes[number]
        return self.here

    def undo(self) -> Node:
        """Take one written token back; the prompt stays."""
        if self.here.written and self.here.parent is not None:
            self.here = self.here.parent
        return self.here

    def ends(self) -> list[Node]:
        """Return the last node of every branch: the versions of the text, oldest first."""
        return [node for node in self._nodes if not node.children]

    def versions(self) -> tuple[tuple[Version, ...], int]:
        """Return every branch with where it leaves an older one, and which of them is here."""
        owner: dict[int, int] = {}
        found: list[Version] = []
        for place, end in enumerate(self.ends()):
            node, own = end, []
            while node.parent is not None and node.number not in owner:
                owner[node.number] = place
                own.append(node.token)
                node = node.parent
            text = self.model.vocabulary.decode(t for t in reversed(own) if t is not None)
            found.append(Version(end, node.depth, owner.get(node.number, 0), text))
        return tuple(found), owner.get(self.here.number, 0)

    def visible(self) -> int | None:
        """Return how many of the last tokens count for the next one; None: all, in a state."""
        return self.model.visible(self._state(self.here))

    def _state(self, node: Node) -> State:
        """Return the model's state after `node`; inside a prompt it is made again."""
        if node.state is None:
            known, between = node, []
            while known.state is None and known.parent is not None:
                between.append(known.token)
                known = known.parent
            node.state = self.model.read(known.state, np.array(between[::-1])).state
        return node.state

    def _add(self, node: Node, tokens: np.ndarray, *, written: bool) -> Node:
        """Read tokens after `node`: one node each. In a prompt only the last one keeps a state."""
        reading = self.model.read(self._state(node), tokens)
        again = isinstance(self.model, MarkovModel)
        for place, token in enumerate(tokens.tolist()):
            last = place == len(tokens) - 1
            child = Node(
                len(self._nodes), self.model, token, node, node.depth + 1, written,
                None if again else reading.logits[place], reading.state if last else None,
            )  # fmt: skip
            node.children.append(child)
            self._nodes.append(child)
            node = child
        return node
