"""What the Latent Explorer remembers, and what it asks its workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from pydantic import ConfigDict

from core.latent.explore import Draw, Explorable, Point
from core.latent.model import LatentModel
from core.latent.projection import Projection
from core.latent.tiles import Window

_STORED = ConfigDict(
    ser_json_bytes="base64", val_json_bytes="base64", extra="forbid", allow_inf_nan=False
)
COMPONENTS = ()  # as `axes`: the two principal directions of the codes


@dataclass(frozen=True)
class Own:
    """A picture of the user's own: its bytes, its shape (H, W) or (H, W, 3)."""

    __pydantic_config__: ClassVar = _STORED
    pixels: bytes
    shape: tuple[int, ...]

    @classmethod
    def of(cls, pixels: np.ndarray) -> Own:
        """Keep `pixels`, uint8."""
        return cls(pixels.tobytes(), pixels.shape)

    def array(self) -> np.ndarray:
        """Return the picture as uint8."""
        return np.frombuffer(self.pixels, np.uint8).reshape(self.shape)


@dataclass(frozen=True)
class State:
    """All that the user chose in this tab; enough to build the tab anew.

    `names` are the models shown, `item` the chosen picture (`own` takes its place), `offset` where
    the point is: away from the picture's code, in standard deviations of each cloud, one number a
    dimension, so that one cursor serves all models; () is on the code itself.
    """

    __pydantic_config__: ClassVar = _STORED
    names: tuple[str, ...] = ()
    comparison: str = ""  # "kinds", "betas", "own", or "" for one model
    data: str = ""  # the user's own pictures: a path, or the name of a collection of drawings
    item: int = 0
    own: Own | None = None
    offset: Point = ()
    axes: tuple[int, ...] = (0, 1)  # the dimensions that are the plane, or COMPONENTS
    background: str = "points"
    colour_by: str = "class"
    hidden: frozenset[int] = field(default_factory=frozenset)
    traversal: bool = False  # the grid of varied dimensions is shown instead of the figure
    second: Point | None = None  # the code of B
    path: tuple[Point, ...] = ()  # codes of a path drawn by hand, in place of the way to B
    spherical: bool = False
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


@dataclass(frozen=True, eq=False)
class Home:
    """Where a picture is under one model: μ (d,), and σ (d,) where the model has one."""

    mean: np.ndarray
    sigma: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Read:
    """Encode a picture of the user's own by each model shown."""

    own: Own
    models: tuple[LatentModel, ...]


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
    projection: Projection
    code: Point  # what the plane does not show of it is kept
    window: Window
    row: int


@dataclass(frozen=True)
class Look:
    """Describe a point of one model."""

    entry: Explorable
    point: Point
