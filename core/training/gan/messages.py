"""What the window and the GAN's training process say to each other, beside the common messages.

Common to both trainings and taken from `core.training.messages`: `Pause`, `Resume`, `Stop`;
`Ready`, `Failed`, `Stopped`. A run holds one game or two that go side by side, step by step; what
belongs to a game is a tuple with one entry a game, `side` is 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from core.gan.game import Batch
from core.gan.settings import Limited, Settings, Value
from core.gan.states import Gains


@dataclass(frozen=True, eq=False)
class DataChoice:
    """A name of `core.gan.data.DATA`, or points (N, 1 or 2) of the user's own, drawn or read."""

    name: str = ""
    points: np.ndarray | None = None
    extent: tuple[tuple[float, ...], tuple[float, ...]] = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, eq=False)
class Weights:
    """Both players of a game as flat float32, as `core.gan.portrait.Portrait` takes them."""

    forger: np.ndarray
    police: np.ndarray


class Who(StrEnum):
    """Who learns in a step made by hand."""

    BOTH = "both"
    POLICE = "police"
    FORGER = "forger"


# ---- to the child


@dataclass(frozen=True, eq=False)
class StartGame:
    """Begin a run; one that is under way ends.

    Attributes
    ----------
    games : one or two settings; those out of range are limited, and `GameStarted` says so.
    weights, step : what to go on from, such as a picture of a process that died; optimisers forget.
    stop_at : pause there; None goes on for ever.
    pace : turns a second at most.
    """

    games: tuple[Settings, ...]
    data: DataChoice
    weights: tuple[Weights, ...] = ()
    step: int = 0
    stop_at: int | None = None
    pace: float | None = None
    paused: bool = False


@dataclass(frozen=True)
class MakeStep:
    """Make one turn, or one update of one player, then wait; `slow` tells all that was seen."""

    who: Who = Who.BOTH
    slow: bool = False


@dataclass(frozen=True)
class SetKnob:
    """Change a live field of `core.gan.settings`; `side` None changes both games."""

    field: str
    value: Value
    side: int | None = None


@dataclass(frozen=True)
class SetPace:
    """Make so many turns a second at most, and pause at `stop_at`; None for no such limit."""

    pace: float | None = None
    stop_at: int | None = None


@dataclass(frozen=True)
class GoTo:
    """Stand again at a picture, exactly, and wait there; later pictures are forgotten."""

    number: int


@dataclass(frozen=True)
class TestNash:
    """Train a copy of each player alone for `steps` updates; another one or `Pause` ends it."""

    __test__ = False  # no test class, for pytest
    steps: int = 500
    side: int = 0


@dataclass(frozen=True)
class ExportGame:
    """Publish the forger, and D with `with_police`, as it is; `into` None is the user's folder."""

    name: str
    side: int = 0
    with_police: bool = False
    into: Path | None = None


# ---- from the child


@dataclass(frozen=True)
class GameStarted:
    """The run stands; `games` as they are played, `limited` what had to be brought into range."""

    games: tuple[Settings, ...]
    limited: tuple[tuple[Limited, ...], ...]
    step: int


@dataclass(frozen=True, eq=False)
class Picture:
    """The weights after turn `step`; of those that wait to be sent only the newest is.

    Numbers rise; there are gaps where pictures were dropped. After `GoTo` they go on rising.
    """

    number: int
    step: int
    weights: tuple[Weights, ...]


@dataclass(frozen=True, eq=False)
class Turned:
    """What every turn showed: `rows` (n, 6) float32 a game, columns as in `core.gan.history`.

    first : step of the first row. None is ever left out; after `GoTo` steps begin there again.
    """

    first: int
    rows: tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Watched:
    """A step in slow motion: what each update saw, in order, one tuple a game; D's come first."""

    step: int
    batches: tuple[tuple[Batch, ...], ...]


@dataclass(frozen=True)
class KnobSet:
    """A knob was changed from turn `step` + 1 on; `limited` if not quite as asked."""

    field: str
    value: Value
    side: int
    step: int
    limited: Limited | None


@dataclass(frozen=True)
class WentTo:
    """The run stands at a picture and waits; `games` as they were set there."""

    number: int
    step: int
    games: tuple[Settings, ...]


@dataclass(frozen=True)
class NashResult:
    """What each player could gain alone at turn `step`."""

    side: int
    step: int
    gains: Gains


@dataclass(frozen=True)
class Exploded:
    """A number is none any more; the run waits, and can go to any picture.

    Attributes
    ----------
    step, side : where; quantity : a column of `core.gan.history`, or "forger", "police": weights.
    last_good : number of the newest picture, all of whose weights are numbers.
    """

    step: int
    side: int
    quantity: str
    last_good: int


@dataclass(frozen=True)
class Reached:
    """The run pauses where it was to stop."""

    step: int


@dataclass(frozen=True)
class GameExported:
    """A forger is published: name and folder, and max |ONNX Runtime − torch|."""

    name: str
    folder: Path
    parity: float
