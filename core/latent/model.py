"""A latent-variable model at work: pictures to codes, codes to pictures, by ONNX Runtime."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.cards import CARD_FILE, Graph, Kind, LatentCard, Likelihood, Tensor
from core.errors import Fault, InputError, ModelError
from core.runtime.layout import UNUSED, role, takes_one, to_graph, to_shown
from core.runtime.library import Entry, open_model
from core.runtime.providers import Device
from core.runtime.session import ModelSession

BATCH = 500
BATCH_VALUES = 2**19  # pictures in hand at a time, in values


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
    """Encoder and decoder of one model, or a decoder alone.

    Pictures are float32, (N, H, W) with 0 = background and 1 = ink or (N, H, W, 3) with red, green
    and blue from 0 to 1, however the graphs lay them out and scale them; codes are float32 (N, d).

    Raises
    ------
    ModelError
        MISMATCH when the card's graphs are not an encoder and a decoder of its kind and sizes.
    """

    def __init__(self, card: LatentCard, sessions: Mapping[str, ModelSession]) -> None:
        _check_roles(card)
        self.card = card
        self._decoder, self._encoder = sessions["decoder"], sessions.get("encoder")
        decoder = card.graphs["decoder"]
        self._point = decoder.inputs[0].name
        self._outputs = {role(t): t.name for t in decoder.outputs}
        self._as_shown = _as_shown(card, decoder)
        self.batch = min(BATCH, max(1, BATCH_VALUES // math.prod(card.image_shape)))

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

    @property
    def has_encoder(self) -> bool:
        """Say whether pictures can be encoded: not by a generator."""
        return self._encoder is not None

    def encode(self, images: np.ndarray) -> Posterior:
        """Return q(z|x) of `images` (N, H, W[, 3]); raises InputError MISSING without encoder."""
        if self._encoder is None:
            raise InputError(self.card.name, Fault.MISSING, "encoder")
        graph = self.card.graphs["encoder"]
        names = {role(t): t.name for t in graph.outputs}
        wanted = [names[r] for r in ("mean", "log_variance") if r in names]
        image, as_shown, step = graph.inputs[0], _as_shown(self.card, graph), self.batch
        if takes_one(graph):
            step = 1
        parts = []
        for i in range(0, max(len(images), 1), step):
            part = images[i : i + step]
            if not as_shown:
                part = to_graph(self._in_graph_values(part), image, self.card.layout)
            parts.append(self._encoder.run({image.name: part}, wanted))
        arrays = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return Posterior(arrays[0], arrays[1] if len(arrays) > 1 else None)

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Return the pictures (N, H, W[, 3]) of `codes` (N, d); a linear model's may leave [0, 1].

        Those of somebody else's model may leave it too.
        """
        if self._as_shown:
            return self._decoder.run({self._point: codes}, [self._outputs["image"]])[0]
        pictures = self._arranged(codes, self._outputs["image"])
        low, high = self.card.value_range
        if (low, high) != (0.0, 1.0):
            pictures -= np.float32(low)
            pictures /= np.float32(high - low)
        return pictures

    def logits(self, codes: np.ndarray) -> np.ndarray:
        """Return log(p / (1 − p)) of each value (N, H, W[, 3]), if the likelihood is Bernoulli.

        Raises InputError MISSING where it is not.
        """
        if "logits" not in self._outputs:
            raise InputError(self.card.name, Fault.MISSING, "logits")
        if self._as_shown:
            return self._decoder.run({self._point: codes}, [self._outputs["logits"]])[0]
        return self._arranged(codes, self._outputs["logits"])

    def draw_codes(self, count: int, seed: int = 0) -> np.ndarray:
        """Draw `count` codes (count, d) from the prior, the same ones for the same seed."""
        rng, shape = np.random.default_rng(seed), (count, self.card.latent_size)
        drawn = (
            rng.uniform(-1, 1, shape)
            if self.card.prior == "uniform"
            else rng.standard_normal(shape)
        )
        return drawn.astype(np.float32)

    def _arranged(self, codes: np.ndarray, output: str) -> np.ndarray:
        """Decode by as many points as the graph takes; lay the pictures out as they are shown."""
        card = self.card
        points = np.asarray(codes, dtype=np.float32)
        pictures = np.empty((len(points), *card.image_shape), np.float32)
        step = 1 if takes_one(card.graphs["decoder"]) else min(self.batch, 64)
        for i in range(0, len(points), step):
            (array,) = self._decoder.run({self._point: points[i : i + step]}, [output])
            part = pictures[i : i + step]
            if array.size != part.size:
                detail = f"{output} {array.shape} of {len(part)} points"
                raise ModelError(card.name, Fault.MISMATCH, detail, card.graphs["decoder"].file)
            part[:] = to_shown(array.reshape(len(part), -1), card.image_shape, card.layout)
        return pictures

    def _in_graph_values(self, images: np.ndarray) -> np.ndarray:
        low, high = self.card.value_range
        return images * np.float32(high - low) + np.float32(low)


def _as_shown(card: LatentCard, graph: Graph) -> bool:
    """Say whether a graph's pictures are as they are shown, so that nothing is to be done."""
    images = [t for t in (*graph.inputs, *graph.outputs) if role(t) == "image"]
    return (
        card.value_range == (0.0, 1.0)
        and not takes_one(graph)
        and all(t.shape[1:] == card.image_shape for t in images)
        and (card.layout != "nchw" or len(card.image_shape) == 2)
    )


def _check_roles(card: LatentCard) -> None:
    """Compare the card's graphs with what its kind, latent size and picture shape call for."""
    low, high = card.value_range
    shape = card.image_shape
    if not (low < high and len(shape) in (2, 3) and min(shape) > 0 and shape[2:] in ((), (3,))):
        detail = f"pictures {shape} from {low} to {high}"
        raise ModelError(card.name, Fault.MISMATCH, detail, CARD_FILE)
    expected = {"decoder": ["z", "image"]}
    if card.likelihood is Likelihood.BERNOULLI:
        expected["decoder"].append("logits")
    if card.kind is not Kind.GENERATOR:
        expected["encoder"] = ["image", "mean"]
    if card.kind is Kind.VAE:
        expected["encoder"].append("log_variance")
    for name, wanted in expected.items():
        graph = card.graphs.get(name)
        tensors = [t for t in (*graph.inputs, *graph.outputs) if role(t) != UNUSED] if graph else []
        if [role(t) for t in _in_order(tensors, wanted)] != wanted or not _fit(card, tensors):
            found = [(t.name, t.shape[1:]) for t in tensors]
            detail = f"{name} {found}, a {card.kind} has {wanted}"
            raise ModelError(card.name, Fault.MISMATCH, detail, CARD_FILE)


def _in_order(tensors: list[Tensor], wanted: list[str]) -> list[Tensor]:
    """Put tensors in the order of the roles wanted, those of no such role behind them."""
    order = {each: i for i, each in enumerate(wanted)}
    return sorted(tensors, key=lambda tensor: order.get(role(tensor), len(order)))


def _fit(card: LatentCard, tensors: list[Tensor]) -> bool:
    """Say whether the axes of the card's tensors can be those of its codes and pictures."""
    for tensor in tensors:
        codes = role(tensor) in ("z", "mean", "log_variance")
        size = card.latent_size if codes else math.prod(card.image_shape)
        stated = tensor.shape[1:]
        if any(isinstance(n, str) for n in stated) or not tensor.shape:
            continue
        if math.prod(int(n) for n in stated) != size or (codes and len(stated) != 1):
            return False
        plain = not codes and card.layout == "plain" and len(stated) == len(card.image_shape)
        if plain and stated != card.image_shape:
            return False
    return True
