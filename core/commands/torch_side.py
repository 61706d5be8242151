"""The way to what needs torch: where a package is missing, its name instead of a traceback."""

from __future__ import annotations

import importlib
from typing import Any

from core.errors import Fault, PackageError

PACKAGES = {"torch", "onnx", "onnxscript", "safetensors", "sklearn", "lightning_fabric"}
INSTALLED_AS = {"sklearn": "scikit-learn", "lightning_fabric": "lightning-fabric"}


def import_torch_side(module: str) -> Any:
    """Import `module`; raises PackageError where torch or a package beside it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package not in PACKAGES:
            raise
        name = INSTALLED_AS.get(package, package)
        raise PackageError(name, Fault.NOT_INSTALLED) from error
