"""The presets do what they say, for one seed, and the judge of their claims can say no."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.gan.data import DATA
from core.gan.history import COLUMNS, History
from core.gan.losses import Loss
from core.gan.modes import SAMPLES, Coverage, coverage
from core.gan.portrait import Portrait
from core.gan.presets import (
    GAN_LAB,
    PRESETS,
    Collapses,
    Covers,
    Outcome,
    Preset,
    Reaches,
    Stays,
    Vanishes,
    fulfilled,
    played,
    seeded,
)
from core.gan.settings import changed_live, checked
from core.gan.start import load_start, trained

QUICK = ("oscillates", "collapse")  # the benchmark plays them all, ten seeds each


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_preset_keeps_its_claim(name: str) -> None:
    for claim, outcome in played(PRESETS[name], seed=3):
        assert fulfilled(claim, outcome), (claim, outcome.coverage, outcome.js, outcome.fall)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_preset_can_be_played(preset: Preset) -> None:
    assert preset.data in DATA
    assert len(preset.games) == len(preset.claims) in (1, 2)
    assert preset.turns % 1000 == 0
    for settings in seeded(preset, 5):
        assert checked(settings) == (settings, ())
        assert settings.seed == 5


def test_two_games_of_a_preset_differ_in_one_setting() -> None:
    for preset in PRESETS.values():
        if len(preset.games) == 2:
            one, other = (vars(game) for game in preset.games)
            assert sum(one[key] != other[key] for key in one) == 1, preset.name


def test_gan_labs_work_is_as_it_ships_it() -> None:
    assert GAN_LAB.generator(2).sizes == (2, 8, 8, 2)
    assert GAN_LAB.discriminator(2).sizes == (2, 8, 8, 1)
    assert (GAN_LAB.batch, GAN_LAB.d_rate, GAN_LAB.g_rate) == (150, 0.1, 0.03)
    assert (GAN_LAB.d_steps, GAN_LAB.g_steps, GAN_LAB.zoom) == (2, 1, 0.0)
    assert changed_live(GAN_LAB, "loss", "hinge")[0] == replace(GAN_LAB, loss=Loss.HINGE)


def outcome(norms: list[float], covered: int = 8, near: int = 8, js: float = 0.1) -> Outcome:
    history = History()
    for norm in norms:
        rows = np.full((100, len(COLUMNS)), 0.5, np.float32)
        rows[:, COLUMNS.index("g_norm")] = norm
        history.add(rows)
    return Outcome(js, Coverage(covered, 8, 0.9, covered, near, ()), history, Loss.MINIMAX)


def test_claims_are_judged_at_their_limits() -> None:
    fell, stayed = outcome([0.5, 1.0, 0.01]), outcome([0.5, 1.0, 0.011])
    assert fulfilled(Vanishes(100), fell)
    assert not fulfilled(Vanishes(100), stayed)
    assert fulfilled(Stays(100), stayed)
    assert not fulfilled(Stays(100), fell)
    assert fulfilled(Covers(8), fell)
    assert not fulfilled(Covers(8), outcome([1.0], covered=7))
    assert fulfilled(Collapses(2), outcome([1.0], 2, 2))
    assert not fulfilled(Collapses(2), outcome([1.0], 2, 3))
    assert not fulfilled(Collapses(2), outcome([1.0], 3, 2))
    assert fulfilled(Reaches(0.1), fell)
    assert not fulfilled(Reaches(0.09), fell)


def test_the_networks_that_are_seen_first_are_what_their_command_makes() -> None:
    shipped, made = load_start(), trained(30)
    data, preset = DATA["ring"], PRESETS["ring"]
    assert {name: array.shape for name, array in shipped.items()} == {
        name: array.shape for name, array in made.items()
    }
    assert all((made[name] == array).all() for name, array in trained(30).items())
    portrait = Portrait(preset.games[0], data, shipped["forger"], shipped["police"])
    assert coverage(portrait.fakes(SAMPLES), data.modes).covered == 8
