"""Forgers of the GAN Playground on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_cli import Call, call

from core.__main__ import main
from core.cards import CARD_FILE, WEIGHTS_FILE, PlaneGanCard, read_card, write_card
from core.export.plane import publish_game
from core.gan.data import data_of, drawn
from core.gan.game import Game
from core.gan.presets import GAN_LAB
from core.runtime.library import Entry, Library

__all__ = ["call"]  # the fixture
SETTINGS = replace(GAN_LAB, spectral=True, packing=2, seed=3)


@pytest.fixture
def forger(own_home: Path) -> Entry[PlaneGanCard]:
    """A forger of the ring among the user's own models, its police with it."""
    data = data_of("ring")
    game = Game(SETTINGS, data)
    for _ in range(50):
        game.turn()
    return publish_game(game, data, Library(of=PlaneGanCard), "forger", with_police=True)


def test_models_lists_a_forger_with_what_it_reaches(
    call: Call, forger: Entry[PlaneGanCard], capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = call("models")
    assert code == 0
    row = next(row for row in answer["models"] if row["name"] == "forger")
    assert forger.card
    assert (row["kind"], row["data"], row["steps"]) == ("plane-gan", "ring", 50)
    assert (row["js"], row["modes_total"], row["shipped"]) == (forger.card.js, 8, False)
    assert main(["models"]) == 0
    line = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("forger"))
    assert "ring, 50 steps" in line
    assert "of 8 modes" in line


def test_evaluate_measures_what_the_card_says(call: Call, forger: Entry[PlaneGanCard]) -> None:
    code, answer = call("evaluate", "forger")
    assert code == 0
    assert answer["js"] == pytest.approx(answer["card"]["js"], abs=5e-3)
    assert (answer["modes_covered"], answer["modes_total"]) == (forger.card.modes_covered, 8)
    assert "9000 fakes against 12000 reals" in answer["protocol"]


def test_verify_tells_a_sound_forger_from_others(call: Call, forger: Entry[PlaneGanCard]) -> None:
    code, answer = call("verify", "forger")
    (row,) = answer["models"]
    assert (code, row["ok"]) == (0, True)
    assert 0 < row["parity"] <= 1e-4
    card = read_card(forger.folder)
    assert isinstance(card, PlaneGanCard)
    wrong = card.model_copy(update={"js": (card.js or 0) + 0.1})
    write_card(wrong, forger.folder)
    code, answer = call("verify", "forger")
    assert code == 1
    assert "JS" in answer["models"][0]["detail"]
    write_card(card, forger.folder)
    weights = forger.folder / WEIGHTS_FILE
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    code, answer = call("verify", "forger")
    assert (code, answer["models"][0]["fault"]) == (1, "checksum")


def test_a_forger_of_own_points_is_listed_and_checked_but_not_measured(
    call: Call, own_home: Path
) -> None:
    rng = np.random.default_rng(0)
    data = drawn(rng.random((60, 2), np.float32), ((0.0, 0.0), (1.0, 1.0)))
    publish_game(Game(GAN_LAB, data), data, Library(of=PlaneGanCard), "mine")
    row = next(row for row in call("models")[1]["models"] if row["name"] == "mine")
    assert row["data"] == "own"
    code, answer = call("verify", "mine")
    assert code == 0
    assert answer["models"][0]["parity"] is None
    code, answer = call("evaluate", "mine")
    assert (code, answer["fault"]) == (2, "refused")


def test_versions_lists_those_of_a_forger(call: Call, forger: Entry[PlaneGanCard]) -> None:
    code, answer = call("versions", "forger")
    assert (code, [row["version"] for row in answer["versions"]]) == (0, [1])
    (forger.folder / CARD_FILE).write_bytes(b"\0")
    assert call("versions", "forger")[0] == 1
