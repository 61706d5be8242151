"""A published forger at work in ONNX Runtime: noise in, points out; its police if kept."""

from __future__ import annotations

import numpy as np

from core.cards import PlaneGanCard
from core.errors import Fault, ModelError
from core.runtime.library import Entry, open_model
from core.runtime.providers import Device
from core.runtime.session import ModelSession


class Sampler:
    """Draws what a forger has learned."""

    def __init__(self, card: PlaneGanCard, sessions: dict[str, ModelSession]) -> None:
        self.card = card
        self._sessions = sessions

    @classmethod
    def open(cls, entry: Entry[PlaneGanCard], device: Device) -> Sampler:
        """Open a model of `Library(of=PlaneGanCard)`; raises what `open_model` raises."""
        sessions = open_model(entry, device)
        assert entry.card is not None
        return cls(entry.card, sessions)

    @property
    def has_police(self) -> bool:
        """Say whether D was kept."""
        return "police" in self._sessions

    def noise(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Draw z (count, noise_size) float32."""
        shape = (count, self.card.noise_size)
        if self.card.noise == "gaussian":
            return rng.standard_normal(shape, np.float32)
        return rng.uniform(-1, 1, shape).astype(np.float32)

    def forge(self, noise: np.ndarray) -> np.ndarray:
        """Return G(z) (N, dim) in the data's coordinates."""
        (points,) = self._sessions["forger"].run({"z": noise}, ["x"])
        return points

    def score(self, points: np.ndarray) -> np.ndarray:
        """Return D's raw scores (N,) of packs (N, packing · dim); ModelError MISSING without D."""
        if not self.has_police:
            raise ModelError(self.card.name, Fault.MISSING, "police")
        (scores,) = self._sessions["police"].run({"x": points}, ["score"])
        found: np.ndarray = scores[:, 0]
        return found
