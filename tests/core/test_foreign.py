"""Somebody else's ONNX files: what is found in them, what is refused, and the copy that works."""

from __future__ import annotations

import json
import math
import os
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from core.cards import CARD_FILE, Kind, LatentCard
from core.data.table import Source
from core.errors import Fault, InputError, ModelError, StorageError
from core.latent.chart import Chart, survey_drawn
from core.latent.explore import Workbench
from core.latent.model import LatentModel
from core.paths import shipped
from core.runtime import foreign
from core.runtime.foreign import (
    CARD_KEY,
    Answers,
    Encodes,
    Findings,
    Question,
    Reason,
    Unfit,
    adopt,
    inspect,
    proper_name,
)
from core.runtime.library import Library
from core.runtime.providers import best_device

NORMAL = Answers((0.0, 1.0), "normal", "theirs")
Shape = Sequence[int | str | None]


def weights(rows: int, columns: int) -> np.ndarray:
    """Return a smooth matrix, the same for the same size."""
    rng = np.random.default_rng(rows * columns)
    return (rng.standard_normal((rows, columns)) / math.sqrt(rows)).astype(np.float32)


def build(
    inputs: dict[str, Shape],
    outputs: dict[str, tuple[Shape, str]],
    dtypes: dict[str, int] | None = None,
    fixed: int = -1,
) -> ModelProto:
    """Build a graph: from its first input a matrix product, an end function and a shape an output.

    The end "Sigmoid", "Tanh", "Identity", "255" (Sigmoid times 255) or "NaN" makes the values.
    """
    dtypes = dtypes or {}
    first = next(iter(inputs))
    size = math.prod(n for n in inputs[first][1:] if isinstance(n, int))
    nodes, stored = [], []

    def constant(name: str, array: np.ndarray) -> str:
        stored.append(numpy_helper.from_array(array, name))
        return name

    source = constant("rows", np.array([fixed, size], np.int64))
    nodes.append(helper.make_node("Reshape", [first, source], ["flat"]))
    for name, (shape, end) in outputs.items():
        sizes = [n for n in shape[1:] if isinstance(n, int)]
        matrix = constant(f"{name}/w", weights(size, math.prod(sizes)))
        nodes.append(helper.make_node("MatMul", ["flat", matrix], [f"{name}/product"]))
        at = f"{name}/product"
        if end == "NaN":
            nodes.append(helper.make_node("Log", [at], [f"{name}/end"]))
        else:
            kind = "Sigmoid" if end == "255" else end
            nodes.append(helper.make_node(kind, [at], [f"{name}/end"]))
        at = f"{name}/end"
        if end == "255":
            factor = constant(f"{name}/255", np.array(255, np.float32))
            nodes.append(helper.make_node("Mul", [at, factor], [f"{name}/scaled"]))
            at = f"{name}/scaled"
        to = constant(f"{name}/shape", np.array([fixed, *sizes], np.int64))
        typed = dtypes.get(name, TensorProto.FLOAT)
        last = name if typed == TensorProto.FLOAT else f"{name}/shaped"
        nodes.append(helper.make_node("Reshape", [at, to], [last]))
        if last != name:
            nodes.append(helper.make_node("Cast", [last], [name], to=typed))
    made = helper.make_graph(
        nodes,
        "theirs",
        [
            helper.make_tensor_value_info(n, dtypes.get(n, TensorProto.FLOAT), s)
            for n, s in inputs.items()
        ],
        [
            helper.make_tensor_value_info(n, dtypes.get(n, TensorProto.FLOAT), s)
            for n, (s, _) in outputs.items()
        ],
        stored,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def decoder(shape: Shape, end: str = "Sigmoid", latent: int = 2, **options: int) -> ModelProto:
    return build({"z": [shape[0], latent]}, {"out": (shape, end)}, **options)


def saved(model: ModelProto, folder: Path, name: str = "theirs.onnx") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / name)
    return folder / name


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


def opened(card: LatentCard, shelf: Path) -> LatentModel:
    library = Library((shelf.parent / "nothing-shipped", shelf))
    return LatentModel.open(library.find(card.name), best_device("cpu"))


def expected(latent: int, points: np.ndarray, values: int, end: str = "Sigmoid") -> np.ndarray:
    """What `build` computes, flat."""
    product = points.astype(np.float32) @ weights(latent, values)
    return np.tanh(product) if end == "Tanh" else 1 / (1 + np.exp(-product))


POINTS = np.random.default_rng(5).standard_normal((7, 2)).astype(np.float32)


# shapes and layouts


@pytest.mark.parametrize(
    ("shape", "image_shape", "layout"),
    [
        (["N", 1, 16, 12], (16, 12), "nchw"),
        (["N", 3, 16, 12], (16, 12, 3), "nchw"),
        (["N", 16, 12, 3], (16, 12, 3), "nhwc"),
        (["N", 16, 12, 1], (16, 12), "nhwc"),
        (["N", 16, 12], (16, 12), "plain"),
        (["N", 784], (28, 28), "plain"),
        (["N", 3072], (32, 32, 3), "nchw"),
        ([None, 1, 8, 8], (8, 8), "nchw"),
        (["", 28, 28], (28, 28), "plain"),
        ([1, 3, 16, 12], (16, 12, 3), "nchw"),
        ([1, 28, 28], (28, 28), "plain"),
    ],
)
def test_each_layout_is_read_copied_and_shown_alike(
    shape: Shape, image_shape: tuple[int, ...], layout: str, tmp_path: Path, shelf: Path
) -> None:
    fixed = 1 if shape[0] == 1 else -1
    findings = inspect(saved(decoder(shape, fixed=fixed), tmp_path))
    assert (findings.latent_size, findings.image_shape) == (2, image_shape)
    assert (findings.layout, findings.fixed_batch) == (layout, shape[0] == 1)
    assert (findings.value_range, findings.questions) == ((0.0, 1.0), (Question.PRIOR,))
    assert findings.pictures("uniform", (0.0, 1.0)).shape == (3, *image_shape)

    model = opened(adopt(findings, NORMAL, shelf), shelf)
    flat = expected(2, POINTS, math.prod(image_shape))
    if layout == "nchw" and len(image_shape) == 3:
        wanted = flat.reshape(-1, 3, *image_shape[:2]).transpose(0, 2, 3, 1)
    else:
        wanted = flat.reshape(-1, *image_shape)
    np.testing.assert_allclose(model.decode(POINTS), wanted, atol=1e-5)
    assert model.decode(POINTS[:0]).shape == (0, *image_shape)


def test_the_card_says_what_is_known_and_no_more(tmp_path: Path, shelf: Path) -> None:
    path = saved(decoder(["N", 1, 28, 28], "Tanh", latent=5), tmp_path, "Meine Gänse (2).onnx")
    findings = inspect(path)
    assert (findings.name, findings.value_range) == ("meine-ganse-2", (-1.0, 1.0))
    card = adopt(findings, Answers((-1.0, 1.0), "uniform", findings.name), shelf)
    assert sorted(p.name for p in (shelf / card.name).iterdir()) == [CARD_FILE, "decoder.onnx"]
    assert [p.name for p in shelf.iterdir()] == [card.name]
    assert (card.kind, card.latent_size, card.prior) == (Kind.GENERATOR, 5, "uniform")
    assert (card.data, card.likelihood, card.metrics, card.parity, card.seed) == (None,) * 5
    assert (card.licence.model, card.command) == ("unknown", "")
    assert (shelf / card.name / "decoder.onnx").read_bytes() == path.read_bytes()

    model = opened(card, shelf)
    points = np.random.default_rng(1).standard_normal((3, 5))
    wanted = (expected(5, points, 784, "Tanh") + 1) / 2
    np.testing.assert_allclose(model.decode(points).reshape(3, -1), wanted, atol=1e-5)
    assert not model.has_encoder
    with pytest.raises(InputError) as caught:
        model.encode(np.zeros((1, 28, 28), np.float32))
    assert caught.value.fault is Fault.MISSING


def test_odd_names_of_tensors_do_no_harm(tmp_path: Path, shelf: Path) -> None:
    names = ("", "input 1:0", "image", "out/ü?.0")
    theirs = build({names[1]: ["N", 2]}, {names[3]: (["N", 8, 8], "Sigmoid")})
    crossed = build({"image": ["N", 2]}, {"z": (["N", 8, 8], "Sigmoid")})
    for model in (theirs, crossed):
        card = adopt(inspect(saved(model, tmp_path)), NORMAL, shelf)
        assert opened(card, shelf).decode(POINTS).shape == (7, 8, 8)
    assert card.name == "theirs-2"


def test_free_axes_of_the_picture_are_found_by_decoding(tmp_path: Path, shelf: Path) -> None:
    model = decoder(["N", 1, 16, 16])
    for axis in model.graph.output[0].type.tensor_type.shape.dim[1:]:
        axis.ClearField("dim_value")
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_param = "height"
    findings = inspect(saved(model, tmp_path))
    assert findings.image_shape == (16, 16)
    assert opened(adopt(findings, NORMAL, shelf), shelf).decode(POINTS).shape == (7, 16, 16)


@pytest.mark.parametrize(
    ("end", "value_range"),
    [("Sigmoid", (0.0, 1.0)), ("Tanh", (-1.0, 1.0)), ("255", (0.0, 255.0)), ("Identity", None)],
)
def test_the_range_is_asked_for_where_the_values_do_not_tell(
    end: str, value_range: tuple[float, float] | None, tmp_path: Path, shelf: Path
) -> None:
    findings = inspect(saved(decoder(["N", 8, 8], end, latent=4), tmp_path))
    assert findings.value_range == value_range
    asked = (Question.PRIOR,) if value_range else (Question.VALUE_RANGE, Question.PRIOR)
    assert findings.questions == asked
    card = adopt(findings, Answers(value_range or (-1.0, 1.0), "normal", "x"), shelf)
    pictures = opened(card, shelf).decode(np.random.default_rng(0).standard_normal((9, 4)))
    inside = (pictures >= -1e-5) & (pictures <= 1 + 1e-5)
    assert inside.all() == bool(value_range)


# what is refused


def odd(**changes: object) -> ModelProto:
    inputs = {"z": changes.get("z", ["N", 2])}
    outputs = {"out": (changes.get("out", ["N", 8, 8]), changes.get("end", "Sigmoid"))}
    return build(inputs, outputs, changes.get("dtypes"))  # type: ignore[arg-type]


def with_two_inputs() -> ModelProto:
    model = odd()
    model.graph.input.append(helper.make_tensor_value_info("noise", TensorProto.FLOAT, ["N", 2]))
    return model


REFUSED = {
    "two inputs": (with_two_inputs, Reason.SEVERAL_INPUTS),
    "an image for an input": (lambda: odd(z=["N", 1, 2, 1]), Reason.NO_POINTS),
    "one axis": (lambda: odd(z=[2]), Reason.NO_POINTS),
    "a free latent size": (lambda: odd(z=["N", "d"]), Reason.NO_POINTS),
    "integers out": (lambda: odd(dtypes={"out": TensorProto.INT64}), Reason.NOT_FLOAT),
    "bytes out": (lambda: odd(dtypes={"out": TensorProto.UINT8}), Reason.NOT_FLOAT),
    "float16 out": (lambda: odd(dtypes={"out": TensorProto.FLOAT16}), Reason.NOT_FLOAT),
    "4097 dimensions": (lambda: odd(z=["N", 4097]), Reason.LARGE_LATENT),
    "ten logits": (lambda: odd(out=["N", 10]), Reason.NO_PICTURE),
    "a thousand logits": (lambda: odd(out=["N", 1000]), Reason.NO_PICTURE),
    "sixteen features": (lambda: odd(out=["N", 16]), Reason.NO_PICTURE),
    "two channels": (lambda: odd(out=["N", 2, 8, 8]), Reason.NO_PICTURE),
    "alpha": (lambda: odd(out=["N", 4, 16, 16]), Reason.NO_PICTURE),
    "a volume": (lambda: odd(out=["N", 1, 8, 8, 8]), Reason.NO_PICTURE),
    "a line": (lambda: odd(out=["N", 1, 2000]), Reason.NO_PICTURE),
    "1025 pixels": (lambda: odd(out=["N", 1, 8, 1025]), Reason.LARGE_PICTURE),
    "four at a time": (lambda: odd(z=[4, 2], out=[4, 8, 8]), Reason.BATCH),
    "no numbers": (lambda: odd(end="NaN"), Reason.NOT_FINITE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_decoder_is_refused_with_its_reason(case: str, tmp_path: Path) -> None:
    make, reason = REFUSED[case]
    with pytest.raises(Unfit) as caught:
        inspect(saved(make(), tmp_path))
    assert caught.value.reason is reason
    large = reason in (Reason.LARGE_LATENT, Reason.LARGE_PICTURE)
    assert caught.value.fault is (Fault.REFUSED if large else Fault.MISMATCH)
    assert caught.value.subject == "theirs.onnx"
    assert caught.value.detail


def test_a_huge_picture_is_refused_before_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = odd(out=["N", 1])
    model.graph.initializer.append(numpy_helper.from_array(np.array([1, 90_000]), "huge"))
    model.graph.node.append(helper.make_node("Expand", ["out", "huge"], ["picture"]))
    model.graph.output[0].name = "picture"
    shape = model.graph.output[0].type.tensor_type.shape
    shape.dim[1].dim_value = 90_000 * 90_000
    model.graph.initializer[-1].CopyFrom(numpy_helper.from_array(np.array([1, 90_000**2]), "huge"))
    monkeypatch.setattr(foreign, "_run", None)
    with pytest.raises(Unfit) as caught:
        inspect(saved(model, tmp_path))
    assert (caught.value.fault, caught.value.reason) == (Fault.REFUSED, Reason.LARGE_PICTURE)


def test_a_batch_that_is_fixed_inside_is_run_one_by_one(tmp_path: Path, shelf: Path) -> None:
    """The graph says that any number of points may come, but reshapes to one."""
    pair = (
        saved(build({"z": ["N", 2]}, {"o": (["N", 8, 8], "Sigmoid")}, fixed=1), tmp_path, "g.onnx"),
        saved(encoder(["N", 8, 8], fixed=1), tmp_path, "e.onnx"),
    )
    findings = inspect(*pair)
    assert findings.fixed_batch
    model = opened(adopt(findings, NORMAL, shelf), shelf)
    pictures = model.decode(POINTS)
    np.testing.assert_allclose(pictures.reshape(7, -1), expected(2, POINTS, 64), atol=1e-5)
    assert model.encode(pictures).mean.shape == (7, 2)


def test_two_pictures_are_told_apart_by_name_only(tmp_path: Path, shelf: Path) -> None:
    ends = {"logits": (["N", 8, 8], "Identity"), "p": (["N", 8, 8], "Sigmoid")}
    with pytest.raises(Unfit) as caught:
        inspect(saved(build({"z": ["N", 2]}, ends), tmp_path))
    assert caught.value.reason is Reason.SEVERAL_PICTURES
    ends["image"] = ends.pop("p")
    findings = inspect(saved(build({"z": ["N", 2]}, ends), tmp_path))
    model = opened(adopt(findings, NORMAL, shelf), shelf)
    wanted = expected(2, POINTS, 64).reshape(-1, 8, 8)
    np.testing.assert_allclose(model.decode(POINTS), wanted, atol=1e-5)
    with pytest.raises(InputError):
        model.logits(POINTS)


def test_files_that_are_no_models_are_named(tmp_path: Path) -> None:
    whole = saved(decoder(["N", 28, 28]), tmp_path).read_bytes()
    contents = {
        "empty": b"",
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "text": b"no model at all\n" * 20,
        "half": whole[: len(whole) // 2],
        "cut": whole[:-1],
        "head": whole[:10],
        # a field "graph" that claims 2 GB, of which 200 bytes follow
        "lie": b"\x08\x09\x3a\xff\xff\xff\xff\x07" + whole[:200],
    }
    for name, content in contents.items():
        path = tmp_path / f"{name}.onnx"
        path.write_bytes(content)
        with pytest.raises(ModelError) as caught:
            inspect(path)
        assert caught.value.fault is Fault.UNREADABLE, name
        assert caught.value.subject == path.name
    for place, fault in ((tmp_path / "no.onnx", Fault.MISSING), (tmp_path, Fault.UNREADABLE)):
        with pytest.raises(ModelError) as caught:
            inspect(place)
        assert caught.value.fault is fault


def test_weights_that_claim_to_be_huge_are_unreadable(tmp_path: Path) -> None:
    model = decoder(["N", 28, 28])
    matrix = next(each for each in model.graph.initializer if each.name == "out/w")
    matrix.dims[0], matrix.dims[1] = 2, 2**30
    with pytest.raises(ModelError) as caught:
        inspect(saved(model, tmp_path))
    assert caught.value.fault is Fault.UNREADABLE


def test_a_file_over_two_gigabytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.onnx"
    with path.open("wb") as file:
        file.truncate(2**31 + 1)
    with pytest.raises(Unfit) as caught:
        inspect(path)
    assert (caught.value.fault, caught.value.reason) == (Fault.REFUSED, Reason.LARGE_FILE)


# weights in files of their own


def with_weights(folder: Path, location: str, model: ModelProto | None = None) -> Path:
    """Save a decoder whose matrix lies in `weights.bin`, and let its graph say `location`."""
    folder.mkdir(parents=True, exist_ok=True)
    model = model or decoder(["N", 28, 28])
    path = folder / "theirs.onnx"
    onnx.save(model, path, save_as_external_data=True, location="weights.bin", size_threshold=1000)
    moved = onnx.load(path, load_external_data=False)
    for initializer in moved.graph.initializer:
        for entry in initializer.external_data:
            if entry.key == "location":
                entry.value = location
    path.write_bytes(moved.SerializeToString())
    return path


def test_weights_beside_the_graph_are_copied_with_it(tmp_path: Path, shelf: Path) -> None:
    path = with_weights(tmp_path / "theirs", "weights.bin")
    (path.parent / "unrelated.bin").write_bytes(b"private")
    card = adopt(inspect(path), NORMAL, shelf)
    assert sorted(card.files) == ["decoder.onnx", "weights.bin"]
    wanted = expected(2, POINTS, 784).reshape(-1, 28, 28)
    np.testing.assert_allclose(opened(card, shelf).decode(POINTS), wanted, atol=1e-5)


@pytest.mark.parametrize("location", ["../weights.bin", "/etc/hostname", "../../etc/passwd"])
def test_weights_outside_the_folder_are_refused(location: str, tmp_path: Path) -> None:
    path = with_weights(tmp_path / "theirs", location)
    (path.parent / "weights.bin").replace(tmp_path / "weights.bin")
    with pytest.raises(ModelError) as caught:
        inspect(path)
    assert (caught.value.fault, caught.value.subject) == (Fault.FOREIGN_PATH, "theirs.onnx")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_does_not_lead_outside(tmp_path: Path) -> None:
    path = with_weights(tmp_path / "theirs", "weights.bin")
    (path.parent / "weights.bin").replace(tmp_path / "elsewhere.bin")
    (path.parent / "weights.bin").symlink_to(tmp_path / "elsewhere.bin")
    with pytest.raises(ModelError) as caught:
        inspect(path)
    assert caught.value.fault is Fault.FOREIGN_PATH


def test_weights_that_are_gone_are_missing(tmp_path: Path, shelf: Path) -> None:
    path = with_weights(tmp_path / "theirs", "weights.bin")
    findings = inspect(path)
    (path.parent / "weights.bin").unlink()
    for act in (lambda: inspect(path), lambda: adopt(findings, NORMAL, shelf)):
        with pytest.raises(ModelError) as caught:
            act()
        assert caught.value.fault is Fault.MISSING
    assert list(shelf.iterdir()) == []


@pytest.mark.parametrize("place", ["below/weights.bin", "encoder.onnx", "card.json"])
def test_weights_that_cannot_lie_in_a_models_folder(
    place: str, tmp_path: Path, shelf: Path
) -> None:
    path = with_weights(tmp_path / "theirs", place)
    (path.parent / place).parent.mkdir(exist_ok=True)
    (path.parent / "weights.bin").replace(path.parent / place)
    if place.startswith("below"):
        (path.parent / "weights.bin").write_bytes((path.parent / place).read_bytes())
    findings = inspect(path)
    with pytest.raises(Unfit) as caught:
        adopt(findings, NORMAL, shelf)
    assert caught.value.reason is Reason.WEIGHTS_PLACE
    assert list(shelf.iterdir()) == []


# pairs


def encoder(
    image: Shape, outputs: Sequence[str] = ("code",), latent: int = 2, fixed: int = -1
) -> ModelProto:
    codes = {name: ([image[0], latent], "Identity") for name in outputs}
    return build({"x": image}, codes, fixed=fixed)


@pytest.mark.parametrize(
    ("image", "picture"),
    [
        (["N", 1, 16, 12], ["N", 16, 12]),
        (["N", 16, 12, 1], ["N", 1, 16, 12]),
        (["N", 192], ["N", 1, 16, 12]),
        (["N", 16, 12], ["N", 16, 12, 1]),
        (["N", 3, 16, 12], ["N", 3, 16, 12]),
        (["N", 16, 12, 3], ["N", 16, 12, 3]),
        (["N", 576], ["N", 3, 16, 12]),
        ([1, 3, 16, 12], ["N", 3, 16, 12]),
    ],
)
def test_a_pair_encodes_what_it_draws(
    image: Shape, picture: Shape, tmp_path: Path, shelf: Path
) -> None:
    fixed = 1 if image[0] == 1 else -1
    paths = (
        saved(decoder(picture, "Tanh"), tmp_path, "g.onnx"),
        saved(encoder(image, fixed=fixed), tmp_path, "e.onnx"),
    )
    findings = inspect(*paths)
    assert findings.encodes is Encodes.CODE
    card = adopt(findings, Answers((-1.0, 1.0), "normal", "pair"), shelf)
    assert card.kind is Kind.AE
    model = opened(card, shelf)
    assert model.has_encoder
    raw = expected(2, POINTS, math.prod(findings.image_shape), "Tanh")
    codes = model.encode(model.decode(POINTS)).mean
    np.testing.assert_allclose(codes, raw @ weights(raw.shape[1], 2), atol=1e-3)


@pytest.mark.parametrize(
    ("outputs", "mean", "log_variance"),
    [
        (("out0", "out1"), "out0", "out1"),
        (("mu", "logvar"), "mu", "logvar"),
        (("logvar", "mu"), "mu", "logvar"),
        (("z_mean", "z_log_var", "z_sampling"), "z_mean", "z_log_var"),
        (("mean", "std"), "mean", None),
        (("mean", "log_variance"), "mean", "log_variance"),
    ],
)
def test_mean_and_log_variance_are_told_by_name_or_order(
    outputs: tuple[str, ...], mean: str, log_variance: str | None, tmp_path: Path, shelf: Path
) -> None:
    pair = (
        saved(decoder(["N", 8, 8]), tmp_path, "g.onnx"),
        saved(encoder(["N", 8, 8], outputs), tmp_path, "e.onnx"),
    )
    findings = inspect(*pair)
    roles = {t.meaning: t.name for t in findings.graphs["encoder"].outputs}
    assert (roles["mean"], roles.get("log_variance")) == (mean, log_variance)
    card = adopt(findings, NORMAL, shelf)
    assert card.kind is (Kind.VAE if log_variance else Kind.AE)
    posterior = opened(card, shelf).encode(np.zeros((3, 8, 8), np.float32))
    assert (posterior.log_variance is not None) == bool(log_variance)


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (encoder(["N", 1, 9, 8]), Reason.ENCODER_INPUT),
        (encoder(["N", 3, 8, 8]), Reason.ENCODER_INPUT),
        (encoder(["N", 63]), Reason.ENCODER_INPUT),
        (encoder(["N", 8, 8], latent=3), Reason.ENCODER_OUTPUT),
        (encoder(["N", 8, 8], ("a", "b", "c")), Reason.ENCODER_OUTPUT),
        (encoder([4, 8, 8]), Reason.BATCH),
    ],
)
def test_an_encoder_of_something_else_is_refused(
    model: ModelProto, reason: Reason, tmp_path: Path
) -> None:
    path = saved(decoder(["N", 8, 8]), tmp_path, "g.onnx")
    with pytest.raises(Unfit) as caught:
        inspect(path, saved(model, tmp_path, "e.onnx"))
    assert (caught.value.reason, caught.value.subject) == (reason, "e.onnx")


def test_two_files_of_weights_of_one_name_are_refused(tmp_path: Path, shelf: Path) -> None:
    one = with_weights(tmp_path / "one", "weights.bin", decoder(["N", 28, 28]))
    other = with_weights(tmp_path / "other", "weights.bin", encoder(["N", 28, 28]))
    with pytest.raises(Unfit) as caught:
        adopt(inspect(one, other), NORMAL, shelf)
    assert caught.value.reason is Reason.WEIGHTS_PLACE


# our own card inside


def carrying(card: dict[str, object], folder: Path) -> Findings:
    model = decoder(["N", 28, 28], "Identity")
    helper.set_model_props(model, {CARD_KEY: json.dumps(card)})
    return inspect(saved(model, folder))


def test_a_card_inside_the_file_leaves_nothing_to_ask(tmp_path: Path, shelf: Path) -> None:
    text = shipped("models_onnx", "shapes-vae-2", CARD_FILE).read_text(encoding="utf-8")
    findings = carrying({**json.loads(text), "prior": "uniform"}, tmp_path)
    assert (findings.questions, findings.value_range) == ((), (0.0, 1.0))
    assert findings.name == "shapes-vae-2"
    card = adopt(findings, Answers((0.0, 1.0), "uniform", findings.name), shelf)
    assert card.name == "shapes-vae-2-2"  # a shipped model has that name
    assert card.licence.model == "MIT"


def test_a_card_of_another_model_is_not_believed(tmp_path: Path) -> None:
    text = shipped("models_onnx", "shapes-vae-2", CARD_FILE).read_text(encoding="utf-8")
    for change in ({"latent_size": 3}, {"image_shape": [14, 56]}, {"value_range": [1, 1]}):
        findings = carrying({**json.loads(text), **change}, tmp_path)
        assert findings.card is None
        assert Question.VALUE_RANGE in findings.questions
    assert carrying({"format": 7}, tmp_path).card is None


# the shelf


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("StyleGAN2 (final).v3", "stylegan2-final-.v3"),
        ("Größe", "groe"),
        ("日本", "model"),
        ("", "model"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "model-con"),
        ("NUL.x", "model-nul.x"),
        ("consul", "consul"),
        ("a" * 300, "a" * 56),
        ("-.-x", "x"),
    ],
)
def test_any_file_name_becomes_a_proper_name(text: str, name: str) -> None:
    assert proper_name(text) in (name, name.replace("groe", "grosse"))


def test_a_second_copy_gets_another_name(tmp_path: Path, shelf: Path) -> None:
    findings = inspect(saved(decoder(["N", 8, 8]), tmp_path))
    names = [adopt(findings, NORMAL, shelf).name for _ in range(3)]
    assert names == ["theirs", "theirs-2", "theirs-3"]


def test_an_adopted_model_that_is_changed_is_noticed(tmp_path: Path, shelf: Path) -> None:
    card = adopt(inspect(saved(decoder(["N", 8, 8]), tmp_path)), NORMAL, shelf)
    with (shelf / card.name / "decoder.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError) as caught:
        opened(card, shelf)
    assert caught.value.fault is Fault.CHECKSUM


def test_a_file_that_changed_since_it_was_looked_at_is_not_adopted(
    tmp_path: Path, shelf: Path
) -> None:
    findings = inspect(saved(decoder(["N", 8, 8]), tmp_path))
    saved(decoder(["N", 9, 9], latent=3), tmp_path)
    with pytest.raises(ModelError) as caught:
        adopt(findings, NORMAL, shelf)
    assert caught.value.fault is Fault.MISMATCH
    assert list(shelf.iterdir()) == []


def test_a_shelf_that_is_no_folder_is_a_storage_error(tmp_path: Path) -> None:
    findings = inspect(saved(decoder(["N", 8, 8]), tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        adopt(findings, NORMAL, tmp_path / "file" / "models")
    assert caught.value.fault is Fault.READ_ONLY


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = inspect(saved(decoder(["N", 8, 8]), tmp_path))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(foreign.shutil, "copyfileobj", full)
    with pytest.raises(StorageError) as caught:
        adopt(findings, NORMAL, shelf)
    assert caught.value.fault is Fault.DISK_FULL
    assert list(shelf.iterdir()) == []


def test_black_must_be_below_white(tmp_path: Path, shelf: Path) -> None:
    findings = inspect(saved(decoder(["N", 8, 8]), tmp_path))
    for values in ((1.0, 1.0), (0.0, math.inf), (math.nan, 1.0)):
        with pytest.raises(InputError):
            adopt(findings, Answers(values, "normal", "x"), shelf)


# charts


def charted(
    tmp_path: Path, shelf: Path, picture: Shape, image: Shape | None = None, prior: str = "normal"
) -> Chart:
    paths = [saved(decoder(picture, "Tanh", latent=3), tmp_path, "g.onnx")]
    if image:
        paths.append(saved(encoder(image, ("mu", "logvar"), latent=3), tmp_path, "e.onnx"))
    answers = Answers((-1.0, 1.0), prior, "theirs")  # type: ignore[arg-type]
    card = adopt(inspect(*paths), answers, shelf)
    bench = Workbench(Library((tmp_path / "nothing-shipped", shelf)), "cpu")
    entry = bench.open(card.name)
    assert entry.unlike is None
    return entry.chart


def test_a_generator_is_charted_by_what_it_draws(tmp_path: Path, shelf: Path) -> None:
    chart = charted(tmp_path, shelf, ["N", 3, 32, 32], prior="uniform")
    assert chart.drawn
    assert (chart.data.name, chart.data.split) == ("theirs", "drawn")
    assert (chart.data.source, chart.data.classes) == (Source.DRAWN, ("drawn",))
    assert chart.data.images.shape == (2000, 32, 32, 3)
    assert chart.data.images.dtype == np.uint8
    assert chart.codes.shape == (2000, 3)
    assert np.abs(chart.codes).max() <= 1
    assert np.abs(chart.codes).max() > 0.99
    assert chart.sigma is None
    assert chart.explained == 1
    pictures = chart.data.floats()
    found, furthest = chart.lookalikes(pictures[11])
    squares = np.square(pictures - pictures[11]).sum(axis=(1, 2, 3))
    assert set(found) == set(np.argsort(squares)[:5])
    assert furthest == pytest.approx(np.sort(squares)[4], rel=1e-3)
    assert chart.share_unlike(pictures[:100]) < 0.05
    noise = np.random.default_rng(0).random((9, 32, 32, 3), dtype=np.float32)
    assert chart.share_unlike(noise) == 1


def test_a_pair_is_charted_by_encoding_what_it_draws(tmp_path: Path, shelf: Path) -> None:
    chart = charted(tmp_path, shelf, ["N", 1, 16, 16], ["N", 1, 16, 16])
    assert chart.drawn
    assert chart.sigma is not None
    model = opened(chart.card, shelf)
    images = chart.data.floats()
    np.testing.assert_allclose(chart.codes, model.encode(images).mean, atol=1e-3)
    rebuilt = model.decode(chart.codes)
    np.testing.assert_allclose(
        chart.errors, np.square(images - rebuilt).mean(axis=(1, 2)), rtol=1e-3, atol=1e-6
    )
    wanted = 1 - chart.errors.mean() / images.var(axis=0).mean()
    assert chart.explained == pytest.approx(wanted, rel=1e-3)


def test_large_pictures_are_few_and_compared_by_blocks(tmp_path: Path, shelf: Path) -> None:
    chart = charted(tmp_path, shelf, ["N", 3, 200, 150])
    assert len(chart.data) == 2**26 // (200 * 150 * 3)
    found, furthest = chart.lookalikes(chart.data.images[3] / np.float32(255))
    assert found[0] == 3
    blocks = 29 * 30 * 3  # of 7 × 5 pixels
    assert furthest < blocks
    assert chart.unlike < blocks
    assert chart.share_unlike(chart.data.floats()[:20]) < 0.3


def test_a_chart_of_large_pictures_is_never_one_array_of_floats(
    tmp_path: Path, shelf: Path
) -> None:
    findings = inspect(saved(decoder(["N", 3, 64, 64]), tmp_path))
    model = opened(adopt(findings, NORMAL, shelf), shelf)
    tracemalloc.start()
    chart = survey_drawn(model)
    drawn, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    assert chart.unlike > 0
    assert chart.explained <= 1
    chart.share_unlike(chart.data.images[:100] / np.float32(255))
    chart.lookalikes(chart.data.images[0] / np.float32(255))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert chart.data.images.nbytes == 2000 * 64 * 64 * 3
    assert peak - drawn < 60e6


def test_the_same_pictures_are_drawn_each_time(tmp_path: Path, shelf: Path) -> None:
    model = opened(
        adopt(inspect(saved(decoder([1, 8, 8], fixed=1), tmp_path)), NORMAL, shelf), shelf
    )
    one, other = survey_drawn(model), survey_drawn(model)
    assert np.array_equal(one.data.images, other.data.images)
    assert np.array_equal(one.codes, other.codes)
    assert one.typical_gap > 0
