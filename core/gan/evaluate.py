"""Measure a published forger again, from its ONNX graph, as it was measured for its card."""

from __future__ import annotations

import numpy as np
from pydantic import TypeAdapter

from core.cards import OWN_DATA, PlaneGanCard
from core.gan import divergence, modes
from core.gan.data import Data, data_of
from core.gan.game import draw_noise
from core.gan.sampler import Sampler
from core.gan.settings import Settings

_SETTINGS = TypeAdapter(Settings)


def settings_of(card: PlaneGanCard) -> Settings:
    """Return the knobs that a card tells."""
    return _SETTINGS.validate_python(card.settings)


def data_of_card(card: PlaneGanCard) -> Data | None:
    """Return what a forger imitates; None for points of the user's own, which no card keeps."""
    return None if card.data == OWN_DATA else data_of(card.data)


def evaluate(sampler: Sampler) -> dict[str, float | int | None]:
    """Return `js`, `modes_covered`, `modes_total` and `good_share`, from the card's seed.

    None where there is nothing to measure against.
    """
    card, data = sampler.card, data_of_card(sampler.card)
    found: dict[str, float | int | None] = dict.fromkeys(
        ("js", "modes_covered", "modes_total", "good_share")
    )
    if data is None:
        return found
    reals = data.sample(np.random.default_rng((settings_of(card).seed, 21)), divergence.REALS)
    found["js"] = divergence.divergence(reals, _fakes(sampler, divergence.FAKES, 1), data).js
    if data.modes:
        reached = modes.coverage(_fakes(sampler, modes.SAMPLES, 2), data.modes)
        found |= {"modes_covered": reached.covered, "modes_total": reached.total}
        found["good_share"] = reached.good
    return found


def _fakes(sampler: Sampler, count: int, turn: int) -> np.ndarray:
    """Draw the fakes that `core.gan.presets.outcome_of` draws."""
    settings = settings_of(sampler.card)
    rng = np.random.default_rng((settings.seed + turn, 11))
    return sampler.forge(draw_noise(rng, settings, count))
