"""Verify a model: its files, its graphs, parity with its PyTorch source, its card's metric."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from core.cards import ModelCard, PlaneGanCard, TextCard, TranslatorCard
from core.data.table import DATA, sample
from core.errors import Fault, ModelError
from core.export.parity import check_parity, max_difference, rebuild
from core.export.plane import verify_game
from core.export.text import verify_text
from core.export.translator import verify_translator
from core.latent.evaluate import sample_mean_squared_error
from core.latent.model import LatentModel
from core.runtime.library import Entry
from core.runtime.providers import best_device

METRIC_TOLERANCE = 1e-3  # relative: other processors add in another order


def verify_any(entry: Entry[ModelCard]) -> dict[str, Any]:
    """Check a model of whatever tab; see `verify`, and `verify_text` and the like beside it."""
    if isinstance(entry.card, TranslatorCard):
        return verify_translator(cast("Entry[TranslatorCard]", entry))
    if isinstance(entry.card, TextCard):
        return verify_text(cast("Entry[TextCard]", entry))
    if isinstance(entry.card, PlaneGanCard):
        return verify_game(cast("Entry[PlaneGanCard]", entry))
    return verify(cast("Entry", entry))


def verify(entry: Entry) -> dict[str, Any]:
    """Check one model and return its numbers: None for a model from elsewhere.

    Of such a model nothing is known to compare with: its files, card and graphs are checked, and
    that it draws numbers.

    The metric (mse) is checked where its data are known, and None where they are the user's own:
    then parity is that of pictures which the model draws itself.

    Raises
    ------
    ModelError
        CHECKSUM, MISSING, UNREADABLE or MISMATCH, with what did not hold.
    """
    model = LatentModel.open(entry, best_device())
    card = model.card
    if card.data is None or card.sample_mse is None:
        if not np.isfinite(model.decode(model.draw_codes(3))).all():
            raise ModelError(card.name, Fault.MISMATCH, "what it draws are no numbers")
        return {"name": card.name, "ok": True, "parity": None, "mse": None}
    known = card.data.name in DATA
    images = sample(card.data.name).floats() if known else _drawn(model)
    difference = max_difference(model, rebuild(entry), images[:256])
    check_parity(card.name, difference)
    mse = sample_mean_squared_error(model, images) if known else None
    if mse is not None and abs(mse - card.sample_mse) > METRIC_TOLERANCE * card.sample_mse:
        raise ModelError(card.name, Fault.MISMATCH, f"mse {mse:.5f}, card {card.sample_mse:.5f}")
    return {"name": card.name, "ok": True, "parity": difference, "mse": mse}


def _drawn(model: LatentModel) -> np.ndarray:
    """Return 256 pictures (256, H, W[, 3]) of the model's own."""
    return np.asarray(np.clip(model.decode(model.draw_codes(256)), 0, 1))
