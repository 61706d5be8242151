"""What the Latent Explorer remembers, and what it asks its workers."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.latent.explore import Draw, Explorable, Point
from core.latent.tiles import Window


@dataclass(frozen=True)
class State:
    """All that the user chose in this tab; enough to build the tab anew.

    `names` are the models shown, `item` the chosen picture, `offset` where the point is: away from
    the picture's code, in standard deviations of each cloud, so that one cursor serves them all.
    """

    names: tuple[str, ...] = ()
    comparison: str = ""  # "kinds", "betas", "own", or "" for one model
    item: int = 0
    offset: Point = (0.0, 0.0)
    background: str = "points"
    hidden: frozenset[int] = field(default_factory=frozenset)
    hint: bool = field(default=True, compare=False)  # the hint is still to be followed


@dataclass(frozen=True)
class Load:
    """Open the models of `state`.

    `exact`: everything shall be as `state` says; otherwise other data begin with a picture of their
    own. `fly`: the points shall fly to their new places.
    """

    state: State
    exact: bool = False
    fly: bool = False


@dataclass(frozen=True)
class Glance:
    """Give back the item under the pointer."""

    item: int
    draw: Draw


@dataclass(frozen=True)
class Carpet:
    """Decode the next rows of tiles of one plane."""

    plane: int
    entry: Explorable
    window: Window
    row: int


@dataclass(frozen=True)
class Look:
    """Describe a point of one model."""

    entry: Explorable
    point: Point
