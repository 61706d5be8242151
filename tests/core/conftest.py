"""Models to take apart: a copy of a shipped one, and one trained in a second."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from copied import Copied

from core.data.table import DataSet, load
from core.paths import shipped
from core.training.recipes import RECIPES, Recipe


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    """A copy of the smallest shipped model."""
    folder = tmp_path / "copies" / "shapes-pca-2"
    shutil.copytree(shipped("models_onnx", folder.name), folder)
    return Copied(folder)


@pytest.fixture(scope="session")
def tiny() -> tuple[Recipe, DataSet, DataSet]:
    """A recipe of two seconds with its data."""
    recipe = replace(
        RECIPES["shapes-vae-2"],
        layer_sizes=(784, 16, 2),
        epochs=2,
        batch_size=50,
        kl_warm_up=0,
        seed=0,
        start_from=None,
    )
    return recipe, load("shapes", "train", size=300), load("shapes", "test", size=300)
