"""Which processor the models run on, and why: asked, got, reason."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a model runs where it runs."""

    ASKED = "asked"  # the user chose it
    FASTER = "faster"  # auto: measured at warm-up
    NO_BUILD = "no-build"  # this ONNX Runtime has no CUDA
    NO_DRIVER = "no-driver"  # no NVIDIA driver answers
    NO_LIBRARY = "no-library"  # a CUDA library is missing; detail names it
    FAILED = "failed"  # the GPU gave an error; detail quotes it


@dataclass(frozen=True)
class Device:
    """What was asked for ("auto", "cpu", "cuda"), what was got ("cpu", "cuda"), and why."""

    asked: str
    got: str
    why: Why
    detail: str = ""


_LINUX = (
    "libcudart.so.13",
    "libcublas.so.13",
    "libcublasLt.so.13",
    "libcufft.so.12",
    "libcudnn.so.9",
)
_WINDOWS = (
    "cudart64_13.dll",
    "cublas64_13.dll",
    "cublasLt64_13.dll",
    "cufft64_12.dll",
    "cudnn64_9.dll",
)


def best_device(asked: str = "auto") -> Device:
    """Say whether CUDA can be used, trying every library that it needs.

    ONNX Runtime lists CUDA even where its libraries are missing and then silently takes the CPU; so
    they are looked for first. With "auto" and a usable GPU each session's warm-up chooses.
    """
    if asked == "cpu":
        return Device(asked, "cpu", Why.ASKED)
    import onnxruntime

    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return Device(asked, "cpu", Why.NO_BUILD, f"onnxruntime {onnxruntime.__version__}")
    driver = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    if not _loads(driver):
        return Device(asked, "cpu", Why.NO_DRIVER, driver)
    onnxruntime.preload_dlls()
    for library in _WINDOWS if sys.platform == "win32" else _LINUX:
        if not _loads(library):
            return Device(asked, "cpu", Why.NO_LIBRARY, library)
    return Device(asked, "cuda", Why.ASKED if asked == "cuda" else Why.FASTER)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
