"""Write a network's functions as small ONNX graphs whose weights lie in one safetensors file.

Each initializer becomes external data that points into `weights.safetensors`; weights kept as
float16 get a Cast, which ONNX Runtime folds when it loads the graph.
"""

from __future__ import annotations

import json
import logging
import shutil
import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from inspect import signature
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import TensorProto, helper
from safetensors.torch import save
from torch import Tensor, nn

from core.cards import WEIGHTS_FILE, Graph
from core.errors import Fault, ModelError

_DTYPE = {"F32": torch.float32, "F16": torch.float16}
_REMARKS = "__metadata__"  # the one key of a safetensors header that is no weight
_ELEMENT = {"F32": TensorProto.FLOAT, "F16": TensorProto.FLOAT16}


def store_weights(
    name: str,
    network: nn.Module,
    folder: Path,
    dtype: torch.dtype = torch.float16,
    dtypes: Mapping[str, torch.dtype] | None = None,
) -> None:
    """Round the network's weights to `dtype` in place and write them as the folder's one copy.

    `dtypes` says otherwise for some of them. The network goes on in float32 with the rounded
    values: it is exactly what the files say. Raises ModelError MISMATCH when one is no number.
    """
    weights, dtypes = network.state_dict(), dtypes or {}
    stored = {
        key: value.detach().cpu().to(dtypes.get(key, dtype)).contiguous()
        for key, value in weights.items()
    }
    network.load_state_dict({key: value.float() for key, value in stored.items()})
    if not all(bool(weight.isfinite().all()) for weight in stored.values()):
        raise ModelError(name, Fault.MISMATCH, "a weight is no number")
    content = save(stored)  # its own writer hides that the disk is full
    (folder / WEIGHTS_FILE).write_bytes(content)


def stored_dtypes(folder: Path) -> dict[str, torch.dtype]:
    """Return how each weight of the model in `folder` is stored; nothing where nobody can tell."""
    try:
        header, _ = _read_header(folder / WEIGHTS_FILE)
        return {key: _DTYPE[entry["dtype"]] for key, entry in header.items() if key != _REMARKS}
    except (OSError, ValueError, KeyError, struct.error):
        return {}


def copy_graphs(graphs: Iterable[Graph], source: Path, folder: Path) -> bool:
    """Copy the graphs from `source` if their references hold for the weights in `folder`.

    They do where both weights files have the same header: names, shapes, types and so offsets.
    """
    try:
        if _read_header(source / WEIGHTS_FILE) != _read_header(folder / WEIGHTS_FILE):
            return False
        for graph in graphs:
            shutil.copyfile(source / graph.file, folder / graph.file)
    except (FileNotFoundError, ValueError, struct.error):
        return False
    return True


def write_graph(
    function: nn.Module, example: Tensor | tuple[Tensor, ...], graph: Graph, folder: Path
) -> None:
    """Export `function` (a wrapper whose `network` attribute owns the weights) as `graph` says.

    Parameters
    ----------
    function : a module with inputs and outputs as the card's graph names them.
    example : its input, or all of them; free axes (those with a name in `graph`) are 2 or longer.
    """
    free = {
        axis: torch.export.Dim(axis)
        for tensor in graph.inputs
        for axis in tensor.shape
        if isinstance(axis, str)
    }
    flat = tuple(
        {place: free[axis] for place, axis in enumerate(tensor.shape) if isinstance(axis, str)}
        for tensor in graph.inputs
    )
    named = sum(
        p.kind is p.POSITIONAL_OR_KEYWORD for p in signature(function.forward).parameters.values()
    )
    shapes = flat if named == len(flat) else (*flat[:named], flat[named:])  # *args are one
    with _quiet():
        program = torch.onnx.export(
            function.eval(),
            example if isinstance(example, tuple) else (example,),
            input_names=[tensor.name for tensor in graph.inputs],
            output_names=[tensor.name for tensor in graph.outputs],
            dynamic_shapes=shapes,
            dynamo=True,
            optimize=False,
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    _point_into_weights(model, folder)
    for node in model.graph.node:
        del node.metadata_props[:]  # where in torch's sources it came from: most of the file
    onnx.save_model(model, folder / graph.file)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence three remarks of torch's exporter that nobody here can act on.

    That torchvision, which nothing here needs, is not installed; that torch itself still calls a
    helper of its own which it has deprecated; and that two inputs share an axis, as they should.
    """
    logger = logging.getLogger("torch.onnx._internal.exporter._registration")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", r"`isinstance\(treespec, LeafSpec", FutureWarning)
            warnings.filterwarnings("ignore", r"# The axis name: \w+ will not be used", UserWarning)
            yield
    finally:
        logger.setLevel(level)


def _point_into_weights(model: onnx.ModelProto, folder: Path) -> None:
    """Replace every stored initializer by a reference into the folder's safetensors file."""
    header, start = _read_header(folder / WEIGHTS_FILE)
    casts = []
    for initializer in model.graph.initializer:
        key = initializer.name.removeprefix("network.")
        if key not in header:
            continue
        entry = header[key]
        kind = _ELEMENT[entry["dtype"]]
        if list(initializer.dims) != entry["shape"]:
            raise ModelError(folder.name, Fault.MISMATCH, f"{key}: {entry['shape']}", WEIGHTS_FILE)
        begin, end = entry["data_offsets"]
        if kind != TensorProto.FLOAT:
            casts.append(
                helper.make_node(
                    "Cast", [f"{initializer.name}.stored"], [initializer.name], to=TensorProto.FLOAT
                )
            )
            initializer.name += ".stored"
        _refer(initializer, kind, start + begin, end - begin)
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    del model.graph.value_info[:]


def _refer(initializer: onnx.TensorProto, kind: int, offset: int, length: int) -> None:
    initializer.ClearField("raw_data")
    initializer.data_type = kind
    initializer.data_location = TensorProto.EXTERNAL
    del initializer.external_data[:]
    for key, value in (("location", WEIGHTS_FILE), ("offset", offset), ("length", length)):
        initializer.external_data.add(key=key, value=str(value))


def _read_header(path: Path) -> tuple[dict[str, Any], int]:
    """Return the safetensors header and the position of the first byte of data."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        return json.loads(file.read(length)), 8 + length
