"""One graph at work in ONNX Runtime, on the device that was got."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.cards import Graph, Tensor
from core.errors import Fault, InputError, ModelError
from core.runtime.providers import Device, Why

if TYPE_CHECKING:
    import onnxruntime

_TYPES = {"float32": "tensor(float)", "int64": "tensor(int64)"}
_PROVIDERS: dict[str, list[Any]] = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": [
        ("CUDAExecutionProvider", {"cudnn_conv_algo_search": "HEURISTIC"}),
        "CPUExecutionProvider",
    ],
}


class ModelSession:
    """A graph that answers: `run` takes named arrays and gives the named outputs.

    Raises
    ------
    ModelError
        MISSING without the file or its weights, UNREADABLE when it is no ONNX graph or is cut off,
        FOREIGN_PATH when its weights lie outside its folder, MISMATCH when it is not what `graph`
        says.
    """

    def __init__(self, path: Path, graph: Graph, device: Device) -> None:
        self._path, self._graph = path, graph
        self.device = device
        self._session = self._open(device.got)
        self._check()
        if device.got == "cuda":
            self._settle()

    def run(
        self, inputs: Mapping[str, np.ndarray], outputs: Sequence[str], *, only: bool = False
    ) -> list[np.ndarray]:
        """Compute `outputs`; arrays are cast to the graph's types, a failing GPU is left.

        only: leave out what no asked-for output needs; for a graph with many others.

        Raises
        ------
        InputError
            MISSING when an input is not given or an output does not exist, MISMATCH when a shape or
            a type does not fit.
        """
        self._check_names(inputs, outputs)
        feed = {t.name: _fit(t, inputs[t.name]) for t in self._graph.inputs}
        try:
            return list(self._session.run(list(outputs), feed, _lean() if only else None))
        except Exception as error:
            if self.device.got == "cpu":
                raise ModelError(
                    self._path.parent.name, Fault.UNREADABLE, str(error), self._path.name
                ) from error
            self.device = replace(self.device, got="cpu", why=Why.FAILED, detail=first_line(error))
            self._session = self._open("cpu")
            return self.run(inputs, outputs, only=only)

    def _open(self, got: str) -> onnxruntime.InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # what goes wrong is raised, not printed
        options.intra_op_num_threads = 2
        options.enable_cpu_mem_arena = False  # as fast at these sizes, 8 MB less for each graph
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(str(self._path), options, _PROVIDERS[got])
        except Exception as error:  # its exception classes share no public base
            detail = first_line(error)
            fault = fault_of(detail) if self._path.exists() else Fault.MISSING
            raise ModelError(self._path.parent.name, fault, detail, self._path.name) from error

    def _check(self) -> None:
        """Compare names, ranks, sizes and types with the card."""
        pairs = (
            (self._graph.inputs, self._session.get_inputs()),
            (self._graph.outputs, self._session.get_outputs()),
        )
        for said, found in pairs:
            want = [(t.name, tuple(t.shape), _TYPES[t.dtype]) for t in said]
            have = [(t.name, axes(t.shape), t.type) for t in found]
            if want != have:
                detail = f"card {want}, graph {have}"
                raise ModelError(self._path.parent.name, Fault.MISMATCH, detail, self._path.name)

    def _settle(self) -> None:
        """Warm the GPU up; under "auto" keep whichever of GPU and CPU answers one item faster."""
        if self._session.get_providers()[0] != "CUDAExecutionProvider":
            self.device = replace(self.device, got="cpu", why=Why.FAILED)
            return
        gpu, cuda = self._session, self._median_seconds()
        if self.device.asked != "auto":
            return
        self._session = self._open("cpu")
        if self._median_seconds() < cuda:
            self.device = replace(self.device, got="cpu", why=Why.FASTER)
        else:
            self._session = gpu

    def _median_seconds(self) -> float:
        one = {
            t.name: np.zeros([1 if isinstance(n, str) else n for n in t.shape], t.dtype)
            for t in self._graph.inputs
        }
        times = []
        for _ in range(7):
            start = time.perf_counter()
            self._session.run(None, one)
            times.append(time.perf_counter() - start)
        return float(np.median(times))

    def _check_names(self, inputs: Mapping[str, np.ndarray], outputs: Sequence[str]) -> None:
        wanted, known = {t.name for t in self._graph.inputs}, {t.name for t in self._graph.outputs}
        for name in (*(wanted - set(inputs)), *(set(outputs) - known)):
            raise InputError(name, Fault.MISSING, f"{self._path.parent.name}/{self._path.name}")


def _lean() -> Any:
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.only_execute_path_to_fetches = True
    return options


def axes(shape: Sequence[int | str | None]) -> tuple[int | str, ...]:
    """Return a shape as ONNX Runtime tells it, with "?" for an axis that has no name either."""
    return tuple("?" if n is None else n for n in shape)


def _fit(tensor: Tensor, array: np.ndarray) -> np.ndarray:
    """Cast `array` to the type of `tensor`; its shape must fit as it is."""
    fits = len(tensor.shape) == array.ndim and all(
        isinstance(want, str) or want == have
        for want, have in zip(tensor.shape, array.shape, strict=True)
    )
    if not fits:
        raise InputError(tensor.name, Fault.MISMATCH, f"{array.shape} for {tensor.shape}")
    try:
        return np.ascontiguousarray(array, dtype=tensor.dtype)
    except (TypeError, ValueError) as error:
        raise InputError(tensor.name, Fault.MISMATCH, str(error)) from error


def fault_of(message: str) -> Fault:
    """Read ONNX Runtime's refusal: it has one class of error for all of them."""
    if "External data path" not in message:
        return Fault.UNREADABLE
    return Fault.MISSING if "does not exist" in message else Fault.FOREIGN_PATH


def first_line(error: Exception) -> str:
    """Return the first line of what `error` says, or its class's name."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
