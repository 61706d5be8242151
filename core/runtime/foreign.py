"""Somebody else's model: what its ONNX file says, what has to be asked, and a card beside a copy.

The graphs are read by ONNX Runtime alone, never parsed here. Weights may lie in files of their own:
ONNX Runtime refuses those outside the graph's folder, and names one that it misses. So a copy of
the graph is opened again and again in an empty folder, and what it misses is brought from beside
the original, until it opens: exactly the files that it uses are copied. They must lie directly
beside the graph, under names that nothing else in the folder of a model has.

What a graph will allocate when it runs cannot be known beforehand: sizes that it states are checked
first, what it does not state fails in ONNX Runtime as any lack of memory does.
"""

from __future__ import annotations

import hashlib
import math
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import ValidationError

from core.cards import CARD_FILE, Graph, Kind, LatentCard, LatentKind, Licence, Tensor, write_card
from core.errors import Fault, InputError, ModelError
from core.paths import model_folders
from core.runtime.layout import UNUSED, takes_one, to_graph, to_shown
from core.runtime.library import open_graphs
from core.runtime.providers import best_device
from core.runtime.session import axes, fault_of, first_line
from core.runtime.shelves import free_name, proper_name, take_place, workplace

if TYPE_CHECKING:
    import onnxruntime

CARD_KEY = "generatorium.card"  # where a self-contained file of ours carries its card
LARGEST_FILE = 2**31  # bytes, all files of a model together
LARGEST_LATENT, LARGEST_SIDE, SMALLEST_SIDE = 4096, 1024, 8
PREVIEWS, ROUNDS = 3, 4  # points decoded at once, and how often, to see the range of values
FILES = {"decoder": "decoder.onnx", "encoder": "encoder.onnx"}
RANGES = ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0))  # the usual ones

Range = tuple[float, float]
Prior = Literal["normal", "uniform"]
Layout = Literal["plain", "nchw", "nhwc"]


class Question(StrEnum):
    """What a graph does not say."""

    VALUE_RANGE = "value-range"
    PRIOR = "prior"


class Encodes(StrEnum):
    """What an encoder gives."""

    CODE = "code"
    DISTRIBUTION = "distribution"  # μ and log σ² of q(z|x)


class Reason(StrEnum):
    """Why a file cannot be used here though it exists; `detail` of the error has the numbers."""

    EMPTY = "empty"
    LARGE_FILE = "large-file"
    SEVERAL_INPUTS = "several-inputs"
    NOT_FLOAT = "not-float"  # an input or output is not float32
    NO_POINTS = "no-points"  # the input is not (N, d)
    LARGE_LATENT = "large-latent"
    NO_PICTURE = "no-picture"
    SEVERAL_PICTURES = "several-pictures"
    LARGE_PICTURE = "large-picture"
    BATCH = "batch"  # it takes neither one point nor any number of them
    NOT_FINITE = "not-finite"
    ENCODER_INPUT = "encoder-input"  # not the decoder's pictures
    ENCODER_OUTPUT = "encoder-output"  # not the decoder's codes
    WEIGHTS_PLACE = "weights-place"  # weights in a subfolder, or under a name that is taken


@dataclass
class Unfit(ModelError):
    """A file that is sound, and no model for us."""

    reason: Reason | None = None


@dataclass(frozen=True)
class Answers:
    """What the user says of a model: black and white in its values, its prior, its name."""

    value_range: Range
    prior: Prior
    name: str


@dataclass(frozen=True, eq=False)
class Findings:
    """What the files say.

    Attributes
    ----------
    image_shape : (H, W) or (H, W, 3), whatever the layout of the graphs.
    graphs : by role; the `meaning` of each tensor is its role: z, image, mean, log_variance.
    encodes : what the encoder gives, None without one.
    fixed_batch : whether the decoder takes one point at a time.
    value_range : black and white where the values tell, else None.
    card : the model's own card where the file carries one that fits.
    raw : three decoded pictures (3, H, W[, 3]) for each prior, in the graph's own values.
    """

    decoder: Path
    encoder: Path | None
    latent_size: int
    image_shape: tuple[int, ...]
    layout: Layout
    graphs: Mapping[str, Graph]
    encodes: Encodes | None
    fixed_batch: bool
    value_range: Range | None
    questions: tuple[Question, ...]
    card: LatentCard | None
    raw: Mapping[Prior, np.ndarray] = field(repr=False)

    @property
    def name(self) -> str:
        """Propose a name."""
        return self.card.name if self.card else proper_name(self.decoder.stem)

    def pictures(self, prior: Prior, value_range: Range) -> np.ndarray:
        """Return three pictures (3, H, W[, 3]) in [0, 1], as they are under these answers."""
        low, high = value_range
        return np.clip((self.raw[prior] - low) / (high - low), 0, 1)


def inspect(decoder: Path, encoder: Path | None = None) -> Findings:
    """Look into a decoder, or into a decoder and its encoder.

    Raises
    ------
    ModelError
        MISSING, UNREADABLE (no ONNX, cut off) or FOREIGN_PATH (weights outside the folder), with
        the file; as `Unfit` with its reason: UNREADABLE for an empty file, REFUSED for one that is
        too large, MISMATCH for one that is no decoder of pictures, or no encoder of this decoder.
    """
    session = _open(decoder)
    point = _input(session, decoder)
    latent = _latent_size(point, decoder)
    outputs = _outputs(session, decoder)
    image, shape, layout = _picture(session, point, outputs, decoder)
    graph = Graph(
        file=FILES["decoder"],
        inputs=(point.model_copy(update={"meaning": "z"}),),
        outputs=tuple(_meaning(t, {image.name: "image"}) for t in outputs),
    )
    _check_batch(graph, decoder)
    raw, low, high = _try_out(session, graph, (latent, shape, layout), decoder)
    graphs, encodes = {"decoder": graph}, None
    if encoder is not None:
        graphs["encoder"], encodes = _inspect_encoder(encoder, latent, raw["normal"], layout)
    card = _own_card(session, latent, shape)
    value_range = card.value_range if card else _guess(low, high)
    questions = [Question.VALUE_RANGE] if value_range is None else []
    return Findings(
        decoder=decoder,
        encoder=encoder,
        latent_size=latent,
        image_shape=shape,
        layout=layout,
        graphs=graphs,
        encodes=encodes,
        fixed_batch=takes_one(graph),
        value_range=value_range,
        questions=tuple(questions) if card else (*questions, Question.PRIOR),
        card=card,
        raw=raw,
    )


def adopt(findings: Findings, answers: Answers, shelf: Path) -> LatentCard:
    """Copy the files to a new folder on `shelf` and write a card beside them.

    The folder appears whole or not at all; its name is made unlike that of any other model.

    Raises
    ------
    InputError
        MISMATCH when white is not above black.
    ModelError
        As by `inspect`, when the files are no longer what they were; `Unfit` REFUSED when their
        weights lie where they cannot be copied from, or are more than 2 GB in all.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    low, high = answers.value_range
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError("value_range", Fault.MISMATCH, f"{low} to {high}")
    with workplace(answers.name, shelf) as scratch:
        name, taken = proper_name(answers.name), (shelf, *model_folders())
        work = scratch / "model"
        work.mkdir()
        digests = _gather(findings, scratch, work)
        while True:
            card = _card(findings, answers, free_name(name, taken), digests)
            write_card(card, work)
            open_graphs(card, work, best_device("cpu"))
            if take_place(work, shelf / card.name):
                break
    return card


# reading the files


def _open(path: Path) -> onnxruntime.InferenceSession:
    """Open a graph on the CPU after a look at its size."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise ModelError(path.name, Fault.MISSING) from error
    except OSError as error:
        raise ModelError(path.name, Fault.UNREADABLE, str(error)) from error
    if size == 0:
        raise Unfit(path.name, Fault.UNREADABLE, reason=Reason.EMPTY)
    if size > LARGEST_FILE:
        raise Unfit(path.name, Fault.REFUSED, f"{size / 2**30:.1f} GB", reason=Reason.LARGE_FILE)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 2
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    except Exception as error:  # its exception classes share no public base
        detail = first_line(error)
        raise ModelError(path.name, fault_of(detail), detail) from error


def _unfit(path: Path, reason: Reason, detail: str, fault: Fault = Fault.MISMATCH) -> Unfit:
    return Unfit(path.name, fault, detail, reason=reason)


def _input(session: onnxruntime.InferenceSession, path: Path) -> Tensor:
    """Return the only input."""
    found = session.get_inputs()
    if len(found) != 1:
        names = ", ".join(t.name for t in found)
        raise _unfit(path, Reason.SEVERAL_INPUTS, f"{len(found)}: {names}")
    return _tensor(found[0], path)


def _outputs(session: onnxruntime.InferenceSession, path: Path) -> tuple[Tensor, ...]:
    return tuple(_tensor(t, path) for t in session.get_outputs())


def _tensor(found: onnxruntime.NodeArg, path: Path) -> Tensor:
    if found.type != "tensor(float)":
        raise _unfit(path, Reason.NOT_FLOAT, f"{found.name}: {found.type}")
    return Tensor(name=found.name, shape=axes(found.shape), meaning="")


def _meaning(tensor: Tensor, roles: Mapping[str, str]) -> Tensor:
    return tensor.model_copy(update={"meaning": roles.get(tensor.name, UNUSED)})


def _latent_size(point: Tensor, path: Path) -> int:
    if len(point.shape) != 2 or not isinstance(point.shape[1], int) or point.shape[1] < 1:
        raise _unfit(path, Reason.NO_POINTS, f"{point.name} {point.shape}")
    if point.shape[1] > LARGEST_LATENT:
        raise _unfit(path, Reason.LARGE_LATENT, f"{point.shape[1]}", Fault.REFUSED)
    return point.shape[1]


def _check_batch(graph: Graph, path: Path) -> None:
    """Refuse a graph whose first axis is fixed to anything but 1."""
    for tensor in (*graph.inputs, *graph.outputs):
        if tensor.shape and tensor.shape[0] != 1 and isinstance(tensor.shape[0], int):
            raise _unfit(path, Reason.BATCH, f"{tensor.name} {tensor.shape}")


def _picture(
    session: onnxruntime.InferenceSession, point: Tensor, outputs: tuple[Tensor, ...], path: Path
) -> tuple[Tensor, tuple[int, ...], Layout]:
    """Find the output that is a picture by decoding the origin."""
    for tensor in outputs:  # what is stated is looked at before anything is computed
        stated = [n for n in tensor.shape[1:] if isinstance(n, int)]
        if math.prod(stated) > 3 * LARGEST_SIDE**2:
            raise _unfit(path, Reason.LARGE_PICTURE, f"{tensor.shape}", Fault.REFUSED)
    batch = point.shape[0] if isinstance(point.shape[0], int) else 1
    if batch != 1:
        raise _unfit(path, Reason.BATCH, f"{point.name} {point.shape}")
    arrays = _run(session, {point.name: np.zeros((1, _latent_size(point, path)), np.float32)}, path)
    found = []
    for tensor, array in zip(outputs, arrays, strict=True):
        told = _told(array.shape[1:]) if array.shape[:1] == (1,) else None
        if told:
            found.append((tensor, *told))
    shapes = ", ".join(f"{t.name} {a.shape}" for t, a in zip(outputs, arrays, strict=True))
    if not found:
        raise _unfit(path, Reason.NO_PICTURE, shapes)
    named = [each for each in found if each[0].name == "image"]
    if len(found) > 1 and len(named) != 1:
        raise _unfit(path, Reason.SEVERAL_PICTURES, shapes)
    image, shape, layout = (named or found)[0]
    if max(shape[:2]) > LARGEST_SIDE:
        raise _unfit(path, Reason.LARGE_PICTURE, shapes, Fault.REFUSED)
    return image, shape, layout


def _told(shape: tuple[int, ...]) -> tuple[tuple[int, ...], Layout] | None:
    """Read (H, W[, 3]) and the layout from one picture's axes; None where it is no picture.

    A flat one must be square: grey, or else in colour with a plane a colour, as PyTorch flattens.
    """
    found: tuple[tuple[int, ...], Layout] | None = None
    if len(shape) == 1:
        side, third = math.isqrt(shape[0]), math.isqrt(shape[0] // 3)
        if side * side == shape[0]:
            found = (side, side), "plain"
        elif 3 * third * third == shape[0]:
            found = (third, third, 3), "nchw"
    elif len(shape) == 2:
        found = shape, "plain"
    elif len(shape) == 3 and shape[0] in (1, 3):
        found = (*shape[1:], *shape[:1]), "nchw"
    elif len(shape) == 3 and shape[2] in (1, 3):
        found = shape, "nhwc"
    if found is None or min(found[0][:2]) < SMALLEST_SIDE:
        return None
    picture, layout = found
    return picture[:2] if picture[2:] == (1,) else picture, layout


def _run(
    session: onnxruntime.InferenceSession, feed: dict[str, np.ndarray], path: Path
) -> list[np.ndarray]:
    try:
        return list(session.run(None, feed))
    except Exception as error:
        detail = first_line(error)
        if all(len(array) == 1 for array in feed.values()):
            raise ModelError(path.name, Fault.UNREADABLE, detail) from error
        raise _unfit(path, Reason.BATCH, detail) from error


def _try_out(
    session: onnxruntime.InferenceSession,
    graph: Graph,
    form: tuple[int, tuple[int, ...], Layout],
    path: Path,
) -> tuple[dict[Prior, np.ndarray], float, float]:
    """Decode three points of each prior; also the least and the greatest value of twelve."""
    latent, shape, layout = form
    one = takes_one(graph)
    rng = np.random.default_rng(0)
    at = next(i for i, tensor in enumerate(graph.outputs) if tensor.meaning == "image")

    def decode(points: np.ndarray) -> np.ndarray:
        parts = [
            _run(session, {graph.inputs[0].name: part.astype(np.float32)}, path)[at]
            for part in _batches(points, one=one)
        ]
        array = np.concatenate(parts)
        if array.size != len(points) * math.prod(shape):
            raise _unfit(path, Reason.BATCH, f"{array.shape} of {len(points)} points")
        if not np.isfinite(array).all():
            raise _unfit(path, Reason.NOT_FINITE, graph.outputs[at].name)
        return to_shown(array.reshape(len(points), -1), shape, layout)

    normal = decode(rng.standard_normal((PREVIEWS, latent)))
    low, high = float(normal.min()), float(normal.max())
    for _ in range(ROUNDS - 1):
        more = decode(rng.standard_normal((PREVIEWS, latent)))
        low, high = min(low, float(more.min())), max(high, float(more.max()))
    return {"normal": normal, "uniform": decode(rng.uniform(-1, 1, (PREVIEWS, latent)))}, low, high


def _batches(items: np.ndarray, *, one: bool) -> Iterator[np.ndarray]:
    step = 1 if one else max(1, len(items))
    return (items[i : i + step] for i in range(0, len(items), step))


def _guess(low: float, high: float) -> Range | None:
    """Tell black and white from the least and the greatest value; None where they do not tell."""
    slack = 1e-4
    if low >= -slack and high <= 1 + slack:
        return (0.0, 1.0) if high > 0.1 else None
    if low >= -1 - slack and high <= 1 + slack:
        return (-1.0, 1.0) if low < -0.5 else None
    if low >= -slack and 16 < high <= 255.5:
        return 0.0, 255.0
    return None


def _own_card(
    session: onnxruntime.InferenceSession, latent: int, shape: tuple[int, ...]
) -> LatentCard | None:
    """Return the card that a file of ours carries, if it is of this model."""
    text = session.get_modelmeta().custom_metadata_map.get(CARD_KEY)
    if not text:
        return None
    try:
        card = LatentCard.model_validate_json(text)
    except ValidationError:
        return None
    low, high = card.value_range
    fits = (card.latent_size, card.image_shape) == (latent, shape) and low < high
    return card if fits else None


def _inspect_encoder(
    path: Path, latent: int, pictures: np.ndarray, layout: Layout
) -> tuple[Graph, Encodes]:
    """Feed an encoder the decoder's pictures (3, H, W[, 3]); say what it gives."""
    session = _open(path)
    image, outputs = _input(session, path), _outputs(session, path)
    if not 2 <= len(image.shape) <= 4:
        raise _unfit(path, Reason.ENCODER_INPUT, f"{image.name} {image.shape}")
    feed = to_graph(pictures, image, layout)
    wanted, have = image.shape[1:], feed.shape[1:]
    if len(wanted) != len(have) or any(
        isinstance(n, int) and n != m for n, m in zip(wanted, have, strict=True)
    ):
        raise _unfit(path, Reason.ENCODER_INPUT, f"{image.name} {image.shape}, pictures {have}")
    codes = [t for t in outputs if len(t.shape) in (0, 2) and t.shape[1:] in _codes(t, latent)]
    if not codes:
        told = ", ".join(f"{t.name} {t.shape}" for t in outputs)
        raise _unfit(path, Reason.ENCODER_OUTPUT, f"{told}, codes ({latent},)")
    mean, log_variance = _mean_and_log_variance(codes, path)
    roles = {mean.name: "mean"} | ({log_variance.name: "log_variance"} if log_variance else {})
    graph = Graph(
        file=FILES["encoder"],
        inputs=(image.model_copy(update={"meaning": "image"}),),
        outputs=tuple(_meaning(t, roles) for t in outputs),
    )
    _check_batch(graph, path)
    one = takes_one(graph)
    parts = [
        _run(session, {image.name: np.ascontiguousarray(p)}, path) for p in _batches(feed, one=one)
    ]
    for at, tensor in enumerate(graph.outputs):
        array = np.concatenate([part[at] for part in parts]) if tensor.name in roles else None
        if array is not None and array.shape != (len(pictures), latent):
            raise _unfit(path, Reason.ENCODER_OUTPUT, f"{tensor.name} {array.shape}")
        if array is not None and not np.isfinite(array).all():
            raise _unfit(path, Reason.NOT_FINITE, tensor.name)
    return graph, Encodes.DISTRIBUTION if log_variance else Encodes.CODE


def _codes(tensor: Tensor, latent: int) -> tuple[tuple[int | str, ...], ...]:
    """Return what the axes of codes may be; an axis may be free, a rank unknown."""
    free = isinstance(tensor.shape[-1], str) if tensor.shape else False
    return ((), (latent,), tensor.shape[1:] if free else ())


def _mean_and_log_variance(codes: list[Tensor], path: Path) -> tuple[Tensor, Tensor | None]:
    """Tell μ, and log σ² where it is given, by name; two nameless ones are in this order.

    A σ or σ² that is not a logarithm is left unused, and so is a sample z.
    """
    words = {t.name: re.sub(r"[^a-z]", "", t.name.lower()) for t in codes}
    logs = [t for t in codes if re.search(r"log(var|sigma2|sigmasq|s2)|lvar", words[t.name])]
    other = re.compile(r"log|std|sigma|scale|var|sample|noise|eps")
    rest = [t for t in codes if t not in logs and not other.search(words[t.name])]
    means = [t for t in rest if re.search(r"mean|mu$|^mu|loc$", words[t.name])] or rest
    if len(codes) == 2 and not logs and means == codes:
        return codes[0], codes[1]
    if len(means) != 1 or len(logs) > 1:
        raise _unfit(path, Reason.ENCODER_OUTPUT, ", ".join(t.name for t in codes))
    return means[0], logs[0] if logs else None


# the copy


def _gather(findings: Findings, scratch: Path, work: Path) -> dict[str, str]:
    """Copy graphs and weights into `work`; return their sha256 by name."""
    digests: dict[str, str] = {}
    for role in findings.graphs:
        source = findings.decoder if role == "decoder" else findings.encoder
        assert source is not None
        stage = scratch / f"stage-{role}"
        stage.mkdir()
        for name, digest in _bring(source, stage, FILES[role]).items():
            if digests.setdefault(name, digest) != digest:
                raise _unfit(source, Reason.WEIGHTS_PLACE, name, Fault.REFUSED)
            (stage / name).replace(work / name)
    if sum(file.stat().st_size for file in work.iterdir()) > LARGEST_FILE:
        raise _unfit(findings.decoder, Reason.LARGE_FILE, "", Fault.REFUSED)
    return digests


def _bring(source: Path, stage: Path, name: str) -> dict[str, str]:
    """Copy a graph to `stage` as `name`, then each file that ONNX Runtime misses there."""
    digests = {name: _copy(source, stage / name)}
    while True:
        try:
            _open(stage / name)
        except ModelError as error:
            missed = re.search(r'does not exist: "?([^"]+)', error.detail)
            if error.fault is not Fault.MISSING or missed is None:
                raise ModelError(source.name, error.fault, error.detail) from error
            file = re.split(r"[\\/]+", missed[1])[-1]
        else:
            return digests
        taken = {*FILES.values(), CARD_FILE, *digests}
        if file.lower() in taken or file in ("", ".", ".."):
            raise _unfit(source, Reason.WEIGHTS_PLACE, missed[1], Fault.REFUSED)
        digests[file] = _copy(source.parent / file, stage / file)


def _copy(source: Path, target: Path) -> str:
    """Copy a file and return its sha256."""
    try:
        size, reader = source.stat().st_size, source.open("rb")
    except FileNotFoundError as error:
        raise ModelError(source.name, Fault.MISSING) from error
    except OSError as error:
        raise ModelError(source.name, Fault.UNREADABLE, str(error)) from error
    with reader:
        if size > LARGEST_FILE:
            raise _unfit(source, Reason.LARGE_FILE, f"{size / 2**30:.1f} GB", Fault.REFUSED)
        with target.open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
    with target.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _card(findings: Findings, answers: Answers, name: str, digests: dict[str, str]) -> LatentCard:
    kinds: dict[Encodes | None, LatentKind] = {
        None: Kind.GENERATOR,
        Encodes.CODE: Kind.AE,
        Encodes.DISTRIBUTION: Kind.VAE,
    }
    unknown = Licence(model="unknown", data="unknown", attribution="")
    return LatentCard(
        name=name,
        kind=kinds[findings.encodes],
        data=None,
        likelihood=None,
        beta=None,
        latent_size=findings.latent_size,
        image_shape=findings.image_shape,
        layout=findings.layout,
        value_range=answers.value_range,
        prior=answers.prior,
        classes=(),
        layer_sizes=(),
        graphs=dict(findings.graphs),
        metrics=None,
        metrics_protocol="",
        sample_mse=None,
        parity=None,
        parent=None,
        seed=None,
        command="",
        versions={},
        licence=findings.card.licence if findings.card else unknown,
        files=digests,
    )
