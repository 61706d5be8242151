"""A latent-variable model at work: pictures to codes, codes to pictures, by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.cards import CARD_FILE, Kind, ModelCard
from core.errors import Fault, ModelError
from core.runtime.library import Entry, open_model
from core.runtime.providers import Device
from core.runtime.session import ModelSession

BATCH = 500


@dataclass(frozen=True)
class Posterior:
    """q(z|x) of N pictures: means (N, d) and log variances (N, d), or codes without the latter."""

    mean: np.ndarray
    log_variance: np.ndarray | None

    @property
    def sigma(self) -> np.ndarray | None:
        """Return the standard deviations (N, d), where there are any."""
        return None if self.log_variance is None else np.exp(0.5 * self.log_variance)


class LatentModel:
    """Encoder and decoder of one model.

    Pictures are float32 (N, 28, 28) with 0 = background and 1 = ink; codes are float32 (N, d).

    Raises
    ------
    ModelError
        MISMATCH when the card's graphs are not an encoder and a decoder of its kind and sizes.
    """

    def __init__(self, card: ModelCard, sessions: Mapping[str, ModelSession]) -> None:
        _check_roles(card)
        self.card = card
        self._encoder, self._decoder = sessions["encoder"], sessions["decoder"]

    @classmethod
    def open(cls, entry: Entry, device: Device) -> LatentModel:
        """Open the entry's checked files; raises ModelError as `open_model` does."""
        sessions = open_model(entry, device)
        assert entry.card is not None
        return cls(entry.card, sessions)

    @property
    def device(self) -> Device:
        """Return the device got for the decoder."""
        return self._decoder.device

    def encode(self, images: np.ndarray) -> Posterior:
        """Return q(z|x) of `images` (N, 28, 28)."""
        names = ["mean", "log_variance"][: len(self.card.graphs["encoder"].outputs)]
        parts = [
            self._encoder.run({"image": images[i : i + BATCH]}, names)
            for i in range(0, max(len(images), 1), BATCH)
        ]
        arrays = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return Posterior(arrays[0], arrays[1] if len(arrays) > 1 else None)

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Return the pictures (N, 28, 28) of `codes` (N, d); those of PCA may leave [0, 1]."""
        return self._decoder.run({"z": codes}, ["image"])[0]

    def logits(self, codes: np.ndarray) -> np.ndarray:
        """Return log(p / (1 − p)) of each pixel (N, 28, 28), where the likelihood is Bernoulli."""
        return self._decoder.run({"z": codes}, ["logits"])[0]


def _check_roles(card: ModelCard) -> None:
    """Compare the card's graphs with what its kind, latent size and picture shape call for."""
    image, codes, variational = card.image_shape, (card.latent_size,), card.kind is Kind.VAE
    expected = {
        "encoder": [
            ("image", image),
            ("mean", codes),
            *([("log_variance", codes)] if variational else []),
        ],
        "decoder": [
            ("z", codes),
            ("image", image),
            *([("logits", image)] if variational else []),
        ],
    }
    for role, wanted in expected.items():
        graph = card.graphs.get(role)
        found = [(t.name, t.shape[1:]) for t in (*graph.inputs, *graph.outputs)] if graph else None
        if found != wanted:
            detail = f"{role} {found}, a {card.kind} has {wanted}"
            raise ModelError(card.name, Fault.MISMATCH, detail, CARD_FILE)
