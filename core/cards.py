"""Model cards: what a model is, as typed fields; written as card.json beside the model's graphs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from core.errors import Fault, ModelError

CARD_FILE = "card.json"
WEIGHTS_FILE = "weights.safetensors"
OWN_DATA = "own"  # the name of data that are the user's own


class Kind(StrEnum):
    """What sort of model it is."""

    PCA = "pca"
    AE = "ae"
    VAE = "vae"
    GENERATOR = "generator"  # a decoder alone: somebody's generator, without an encoder
    PLANE_GAN = "plane-gan"  # a forger of points on the line or in the plane, perhaps its police
    TRANSLATOR = "translator"  # an encoder-decoder Transformer


LatentKind = Literal[Kind.PCA, Kind.AE, Kind.VAE, Kind.GENERATOR]  # the Latent Explorer's


class TextKind(StrEnum):
    """What sort of model continues a text."""

    MARKOV = "markov"
    RNN = "rnn"
    LSTM = "lstm"
    TRANSFORMER = "transformer"  # a decoder alone


class Likelihood(StrEnum):
    """How a reconstruction is scored against its picture."""

    BERNOULLI = "bernoulli"  # cross-entropy on grey values, in nats; a habit, no normalised density
    GAUSSIAN = "gaussian"  # N(x̂, s²) a value with one s for all, in nats of density (σ-VAE)
    SQUARED_ERROR = "squared-error"  # mean squared error: no probability is claimed


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tensor(_Frozen):
    """One input or output of a graph; a string in `shape` names an axis of any length."""

    name: str
    shape: tuple[int | str, ...]
    dtype: Literal["float32", "int64"] = "float32"
    meaning: str


class Graph(_Frozen):
    """One function of the model: a file and what goes in and out."""

    file: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]


class DataUsed(_Frozen):
    """The data that a model was trained and measured on."""

    name: str
    train_count: int
    train_fingerprint: str
    test_count: int
    test_fingerprint: str


class Metrics(_Frozen):
    """What `python -m core evaluate` measured; None for what this kind of model has not.

    neg_elbo = reconstruction + kl, in nats a picture (one sample of z, seeded); mse per value, at
    z = μ; active_units: dimensions whose μ varies by more than 0.01 over the test set (Burda et al.
    2016).
    """

    neg_elbo: float | None
    reconstruction: float | None
    kl: float | None
    mse: float
    active_units: int


class Base(_Frozen):
    """The model that a training went on from; version 1 is the one without a number.

    data: the nearest data set of the table in its line of descent, None where there is none.
    """

    name: str
    version: int = 1
    data: str | None = None


class Logged(_Frozen):
    """A command that was given while the training ran, before the step with this number."""

    step: int
    command: str
    key: str = ""
    value: float | int | str | None = None


class TextMetrics(_Frozen):
    """What `python -m core evaluate` measured on a text's held-out tail.

    nats_per_token: mean −ln p(token | those before it); bits_per_char: the sum of −log₂ p over the
    number of characters, which compares models of different vocabularies.
    """

    bits_per_char: float
    nats_per_token: float
    tokens: int
    characters: int


class Lineage(_Frozen):
    """How a model came from another one: what `parent` is for a recipe, for a training by hand.

    data: a name of the table, or `OWN_DATA`.
    """

    base: Base | None  # None: from fresh weights
    data: str
    steps: int
    settings: dict[str, float | int | str | bool | None] = {}
    history: tuple[Logged, ...] = ()


class Training(Lineage):
    """Of a model of pictures; before, after: measured on the same held-out ones."""

    before: Metrics | None = None
    after: Metrics | None = None


class TextTraining(Lineage):
    """Of a model that continues text; before, after: measured on the same held-out tail."""

    before: TextMetrics | None = None
    after: TextMetrics | None = None


class TranslatorMetrics(_Frozen):
    """What `python -m core evaluate` measured with sacrebleu on held-out sentences, beam 4.

    bleu_low, bleu_high: between them lie 95 % of the values that other samples of as many
    sentences give (bootstrap).
    """

    bleu: float
    bleu_low: float
    bleu_high: float
    chrf: float
    sentences: int


class TranslatorTraining(Lineage):
    """Of a translator; before, after: measured on the same held-out sentences."""

    before: TranslatorMetrics | None = None
    after: TranslatorMetrics | None = None


class Licence(_Frozen):
    """Under which terms the weights and the data behind them stand."""

    model: str
    data: str
    attribution: str


class ModelCard(_Frozen):
    """What every tab's models have in common; each tab's card adds what its own are.

    `kind` says which card it is. A model of somebody else's has no data, metrics or parity.
    """

    format: Literal[1] = 1
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")
    kind: StrEnum
    graphs: dict[str, Graph]
    metrics_protocol: str
    parity: float | None  # max |ONNX Runtime − torch| when it was published
    parent: str | None
    seed: int | None
    command: str
    versions: dict[str, str]
    licence: Licence
    files: dict[str, str]  # sha256 of every other file of the folder

    @model_validator(mode="after")
    def _names_stay_inside(self) -> Self:
        """Refuse file names that leave the folder, and graphs without a checksum."""
        for name in self.files:
            if PureWindowsPath(name).name != name or name in ("", "..") or "\0" in name:
                raise ValueError(f"file name {name!r} leaves the folder")
        for role, graph in self.graphs.items():
            if graph.file not in self.files:
                raise ValueError(f"graph {role!r} has no checksum")
        return self


class LatentCard(ModelCard):
    """Everything there is to know about a model of the Latent Explorer without its graphs.

    A model of somebody else's has no likelihood, and layers unknown.
    Pictures are (H, W) grey or (H, W, 3) colour, as the program shows them; what a graph takes and
    gives may be laid out and scaled otherwise: `layout` and `value_range` say how.
    """

    kind: LatentKind
    data: DataUsed | None
    likelihood: Likelihood | None
    deviation: float | None = None  # s of a Gaussian likelihood
    beta: float | None
    latent_size: int = Field(gt=0, le=4096)
    image_shape: tuple[int, ...]
    layout: Literal["plain", "nchw", "nhwc"] = "plain"  # of the graphs' pictures; plain: no channel
    value_range: tuple[float, float] = (0.0, 1.0)  # of the graphs' pictures: black, white
    prior: Literal["normal", "uniform"] = "normal"  # N(0, 1), or even in [−1, 1], a dimension
    classes: tuple[str, ...]
    layer_sizes: tuple[int, ...]  # from pixels to codes; the decoder's are the reverse
    channels: tuple[int, ...] = ()  # of a convolutional network, from the picture inwards
    metrics: Metrics | None
    sample_mse: float | None  # mse on the bundled sample's beginning, for `verify`
    training: Training | None = None  # of a model that was trained further by hand

    @property
    def known_data(self) -> str | None:
        """Name the data set that its pictures are like and that the program knows.

        For a model trained on the user's own pictures that is the one its base was trained on.
        """
        if self.data is None or self.data.name != OWN_DATA:
            return self.data.name if self.data else None
        return self.training.base.data if self.training and self.training.base else None


class PlaneGanCard(ModelCard):
    """A forger from the GAN Playground: graph "forger", z → x, and perhaps "police", x → score.

    `settings` are the knobs as they stood at the end (`core.gan.settings`); `js` in bits and the
    modes are None where there is nothing to measure against.
    """

    kind: Literal[Kind.PLANE_GAN]
    data: str  # a name of `core.gan.data.DATA`, or `OWN_DATA`
    data_fingerprint: str  # of points of the user's own; "" of a density
    dim: int = Field(ge=1, le=2)
    extent: tuple[tuple[float, ...], tuple[float, ...]]
    noise: Literal["gaussian", "uniform"]
    noise_size: int = Field(gt=0, le=64)
    probability: bool  # whether "police" gives D(x) beside its raw score
    packing: int = 1  # points that "police" judges at once
    settings: dict[str, float | int | str | bool | tuple[int, ...]]
    steps: int
    js: float | None
    modes_covered: int | None
    modes_total: int | None
    good_share: float | None


class Unit(StrEnum):
    """What a token is."""

    CHARACTERS = "characters"
    PIECES = "pieces"
    WORDS = "words"


class TextCard(ModelCard):
    """Everything there is to know about a model of the Text Generator without its graph.

    `data` counts tokens. A Markov chain has an order and no layers. `context` is the most tokens
    before the next one that it can see; None: as many as there are, in a state.
    """

    kind: Literal[TextKind.MARKOV, TextKind.RNN, TextKind.LSTM, TextKind.TRANSFORMER]
    data: DataUsed
    language: str
    unit: Unit
    vocabulary: int = Field(gt=0)
    order: int | None = None
    width: int | None = None
    layers: int | None = None
    heads: int | None = None
    context: int | None
    weights: int  # how many numbers the network has, or how many counts the table
    metrics: TextMetrics
    sample_nats: float  # nats a token on the bundled excerpt: what `verify` can check anywhere
    steps: int | None = None
    training: TextTraining | None = None  # of a model that was trained further by hand

    @property
    def known_data(self) -> str | None:
        """Name the text that it comes from and that the program knows; as in `LatentCard`."""
        if self.data.name != OWN_DATA:
            return self.data.name
        return self.training.base.data if self.training and self.training.base else None


class TranslatorCard(ModelCard):
    """A model of the Attention Viewer: graphs "encoder" and "decoder", which goes on from a cache.

    `data` counts pairs learnt from and sentences held out. `context` is the most pieces of a
    sentence that it is meant for; `layers` on each side; `inner` the feed-forward network's width.
    """

    kind: Literal[Kind.TRANSLATOR]
    data: DataUsed
    languages: tuple[str, str]
    vocabulary: int = Field(gt=0)
    width: int = Field(gt=0)
    layers: int = Field(gt=0)
    heads: int = Field(gt=0)
    inner: int = Field(gt=0)
    positions: bool  # sinusoids are added, or nothing
    norm: Literal["post", "pre", "none"]
    context: int = Field(gt=0)
    weights: int
    metrics: TranslatorMetrics
    sample_nats: float  # nats a piece on the bundled examples: what `verify` can check anywhere
    steps: int | None = None
    training: TranslatorTraining | None = None  # of a model that was trained further by hand

    @property
    def known_data(self) -> str | None:
        """Name the pairs that it comes from and that the program knows; as in `LatentCard`."""
        if self.data.name != OWN_DATA:
            return self.data.name
        return self.training.base.data if self.training and self.training.base else None


# a tab's card joins here, told apart by `kind`
_ANY: TypeAdapter[LatentCard | PlaneGanCard | TextCard | TranslatorCard] = TypeAdapter(
    Annotated[LatentCard | PlaneGanCard | TextCard | TranslatorCard, Field(discriminator="kind")]
)


def read_card(folder: Path) -> ModelCard:
    """Read the card of the model in `folder`.

    Raises
    ------
    ModelError
        MISSING without a card, UNREADABLE when it is no JSON or does not have the fields.
    """
    path = folder / CARD_FILE
    try:
        return _ANY.validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise ModelError(folder.name, Fault.MISSING, file=CARD_FILE) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ModelError(
            folder.name, Fault.UNREADABLE, f"{where}: {first['msg']}".lstrip(": "), CARD_FILE
        ) from error
    except OSError as error:
        raise ModelError(folder.name, Fault.UNREADABLE, str(error), CARD_FILE) from error


def write_card(card: ModelCard, folder: Path) -> None:
    """Write `card` into `folder`, readable by people too."""
    text = card.model_dump_json(indent=2)
    (folder / CARD_FILE).write_text(text + "\n", encoding="utf-8")
