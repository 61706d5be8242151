"""Keeps every test away from the user's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.data.avatars import avatars
from core.data.table import SAMPLE_SIZE, SEEDS


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("GENERATORIUM_HOME", str(home))
    return home


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
