"""What the window and the training process say to each other: frozen values, no torch, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Generic

import numpy as np
from typing_extensions import TypeVar

from core.cards import Metrics, TextMetrics, TranslatorMetrics
from core.errors import Fault

Value = float | int | str
M = TypeVar("M", Metrics, TextMetrics, TranslatorMetrics, default=Metrics)


class Trouble(StrEnum):
    """What befalls a run itself, beside the faults of files, data and packages."""

    DIED = "died"  # the process ended without a word; `detail` has its exit code
    CRASHED = "crashed"  # an exception that nobody foresaw; `detail` says which
    EXPLODED = "exploded"  # the loss is no number any more, or far above where it began


@dataclass(frozen=True)
class DataSpec:
    """What to learn from.

    Attributes
    ----------
    named : a key of `core.data.table.DATA`; its own test split is the held-out part.
    own : instead, a path (folder, .npz, .csv, a picture) or "drawings:NAME"; of a text or of pairs
        their file.
    size : only so many items of a named set's splits, from the start.
    held_out : the share of `own` that is held out, always the same items.
    """

    named: str = ""
    own: str = ""
    size: int | None = None
    held_out: float = 0.1


# ---- to the child


@dataclass(frozen=True)
class Start:
    """Begin a run: a recipe from fresh weights, or a model (`base`) that learns on.

    Attributes
    ----------
    recipe : a name of the table; "" with a base.
    base : the model to start from; its own recipe gives what `changes` leave open.
    changes : fields of the recipe with their values, as in `core.training.changes.RANGES`.
    data : "" for both `named` and `own` is the recipe's own set.
    name : of the model that comes out; "" for one that is free.
    into : the folder to publish in; None for the user's own models.
    folder : where snapshots and the log go; None for a temporary one, the job's.
    resume : a snapshot to go on from; what is set here otherwise must be what made it.
    device : "auto", "cpu" or "cuda".
    paused : make ready and show the first preview, then wait.
    """

    recipe: str = ""
    base: str = ""
    changes: tuple[tuple[str, Value], ...] = ()
    data: DataSpec = field(default_factory=DataSpec)
    name: str = ""
    into: Path | None = None
    folder: Path | None = None
    resume: Path | None = None
    device: str = "auto"
    paused: bool = False


@dataclass(frozen=True)
class Pause:
    """Wait after this step."""


@dataclass(frozen=True)
class Resume:
    """Go on."""


@dataclass(frozen=True)
class StepOnce:
    """Make one step, then wait."""


@dataclass(frozen=True)
class Set:
    """Change a number from the next step on; fields as in `core.training.changes.LIVE`."""

    field: str
    value: Value


@dataclass(frozen=True)
class TakeSnapshot:
    """Keep the state as it is now."""


@dataclass(frozen=True)
class GoBack:
    """Go back to a snapshot and on from there, exactly as the first time."""

    number: int


@dataclass(frozen=True)
class Export:
    """Publish the network as it is, or as it was in a snapshot; `name` as in `Start`."""

    snapshot: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Stop:
    """End with this step, and the process with it."""


Command = Start | Pause | Resume | StepOnce | Set | TakeSnapshot | GoBack | Export | Stop


# ---- from the child


@dataclass(frozen=True)
class Ready:
    """All is imported and warm; a `Start` is answered by a first step at once."""

    device: str
    torch: str


@dataclass(frozen=True)
class Started:
    """What is being trained: sizes, and whether held-out items are the training items."""

    name: str
    device: str
    steps: int
    train_count: int
    held_out_count: int
    held_out_is_train: bool
    batch_size: int
    skipped: int = 0  # files of a folder that are no pictures; characters beyond what is read
    unknown: float = 0.0  # share of a text's tokens that the vocabulary does not know
    bare: int = 0  # lines of a file of pairs that have no second column
    long: int = 0  # pairs with more pieces than the model reads


@dataclass(frozen=True)
class Progress:
    """Where a run stands.

    Attributes
    ----------
    step, steps : done and in all.
    epoch : being worked on, from 1.
    loss : mean since the message before.
    held_out : loss on held-out items, where it was measured since; by the same β.
    parts : of `loss`, such as "reconstruction" and "kl", in its unit.
    seconds_left : at the pace of the last seconds; None before it is known.
    learning_rate, beta : as of the last step (the schedule's rate; β with its warm-up).
    losses : of every step since the message before, the last one's at the end.
    """

    step: int
    steps: int
    epoch: int
    loss: float
    held_out: float | None
    parts: tuple[tuple[str, float], ...]
    seconds_left: float | None
    learning_rate: float
    beta: float | None
    losses: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Preview:
    """What the network makes of the same inputs as always; pictures uint8 (n, H, W[, 3]).

    Attributes
    ----------
    originals, reconstructions : of a few held-out items, decoded at z = μ; where these are few,
        of training items too.
    decoded : of fixed points of the prior; none without a prior.
    codes : (m, d) float32 of some hundred items, chosen alike; `labels` (m,) index `classes`.
    """

    step: int
    originals: np.ndarray
    reconstructions: np.ndarray
    decoded: np.ndarray
    codes: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """What a network writes on after a beginning, always with the same throws of the die."""

    beginning: str
    text: str


@dataclass(frozen=True)
class TextPreview:
    """What the network writes at a step; the first is of the user's text, then of its old one.

    Of a translator: a held-out sentence and what it should be, each on a line, and what it is.
    """

    step: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Snapshot:
    """A state that can be gone back to; `dropped` are older ones that made room for it."""

    number: int
    step: int
    path: Path
    automatic: bool = True
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True)
class WentBack:
    """The run stands again where the snapshot was taken."""

    number: int
    step: int


@dataclass(frozen=True)
class Exported(Generic[M]):
    """A model is published.

    `before` (None without a base) and `after` are measured on the same held-out data.
    """

    name: str
    folder: Path
    parity: float
    before: M | None
    after: M


@dataclass(frozen=True)
class Failed:
    """Something went wrong.

    Attributes
    ----------
    fault, subject, detail : as in `core.errors.CoreError`.
    kind : the error's class, "DataError" and so on; "" for a `Trouble`.
    last_good : the newest snapshot whose numbers are numbers.
    alive : the child waits for commands (go back, export, stop); otherwise it is gone.
    """

    fault: Fault | Trouble
    subject: str
    detail: str = ""
    last_good: Snapshot | None = None
    kind: str = ""
    alive: bool = False


@dataclass(frozen=True)
class Rested:
    """The child waits after this step: what it has told is all there is."""

    step: int


@dataclass(frozen=True)
class Finished:
    """All steps are done; the child waits for commands (export, go back, stop)."""

    step: int


@dataclass(frozen=True)
class Stopped:
    """The child has ended as it was told to."""

    step: int


Message = (
    Ready
    | Started
    | Progress
    | Preview
    | TextPreview
    | Snapshot
    | WentBack
    | Exported[Metrics]
    | Exported[TextMetrics]
    | Exported[TranslatorMetrics]
    | Failed
    | Rested
    | Finished
    | Stopped
)
