"""Keeps every test away from the user's own folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from core.data.avatars import avatars
from core.data.table import SAMPLE_SIZE, SEEDS

LEARNT = 150  # steps: enough to know eight sentences by heart


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("GENERATORIUM_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def translators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small translators, learnt and exported once for all tests and processes."""
    base = tmp_path_factory.getbasetemp()
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    shelf = (base if alone else base.parent) / "translators"
    lock = QLockFile(f"{shelf}.lock")
    lock.setStaleLockTime(0)
    lock.lock()
    try:
        if not (shelf / "done").exists():
            from tests.core.translator_fixtures import RECIPES, publish_small

            for recipe in RECIPES.values():
                publish_small(recipe, shelf, LEARNT)
            (shelf / "done").touch()
    finally:
        lock.unlock()
    return shelf


@pytest.fixture(scope="session")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample of avatars, drawn once for all tests, as a data folder."""
    folder = tmp_path_factory.mktemp("avatars")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENERATORIUM_HOME", str(folder))
        avatars(SAMPLE_SIZE, seed=SEEDS["test"])
    return folder / "data"


@pytest.fixture
def with_avatars(drawn_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Avatars need not be drawn again."""
    monkeypatch.setenv("GENERATORIUM_DATA", str(drawn_once))
