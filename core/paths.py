"""Where things lie: what ships with the program, what belongs to the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

APP = "generatorium"


def shipped(*parts: str) -> Path:
    """Find a file or folder that ships with the program, from source and from a bundle alike.

    `shipped("models_onnx")` and `shipped("resources", "i18n")` are the usual calls.
    """
    root = getattr(sys, "_MEIPASS", None) or Path(__file__).resolve().parent.parent
    return Path(root).joinpath(*parts)


def home() -> Path:
    """Return the user's own folder; `GENERATORIUM_HOME` overrides the system's choice."""
    override = os.environ.get("GENERATORIUM_HOME")
    return Path(override) if override else Path(platformdirs.user_data_dir(APP, appauthor=False))


def model_folders() -> tuple[Path, ...]:
    """Return the folders that hold models: the shipped ones first, then the user's."""
    return shipped("models_onnx"), home() / "models"


def data_folders() -> tuple[Path, ...]:
    """Return the folders searched for full data sets, in order.

    `GENERATORIUM_DATA` where it is set, the user's download cache, and the `shared/data` folder
    beside a checkout. Downloads go to the cache.
    """
    override = os.environ.get("GENERATORIUM_DATA")
    beside = shipped().parent / "shared" / "data"
    return (*((Path(override),) if override else ()), data_cache(), beside)


def data_cache() -> Path:
    """Return the folder that downloads go to."""
    return home() / "data"
