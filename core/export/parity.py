"""Parity: whether ONNX Runtime computes what the PyTorch source computes."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from core.cards import WEIGHTS_FILE, LatentCard, Likelihood
from core.errors import Fault, ModelError
from core.latent.model import LatentModel
from core.networks.autoencoder import Autoencoder
from core.networks.build import build_network
from core.networks.functions import Decoder, Encoder
from core.networks.pca import PCA
from core.runtime.library import Entry

N = TypeVar("N", bound=nn.Module)
PARITY = 1e-4  # what ONNX Runtime and torch may differ by


def rebuild(entry: Entry) -> Autoencoder | PCA:
    """Build the PyTorch source of a model from its card and its stored weights.

    Raises
    ------
    ModelError
        MISSING, UNREADABLE or, when the weights are not those of the card's network, MISMATCH.
    """
    assert entry.card is not None
    return with_weights(_empty(entry.card), entry)


def check_parity(name: str, difference: float) -> None:
    """Raise ModelError MISMATCH when ONNX Runtime and torch differ by more than `PARITY`."""
    if not difference <= PARITY:
        raise ModelError(name, Fault.MISMATCH, f"parity {difference:.2g} > {PARITY:g}")


def with_weights(network: N, entry: Entry[Any]) -> N:
    """Load the stored weights of a model into its network.

    Raises
    ------
    ModelError
        MISSING, UNREADABLE or, when the weights are not those of this network, MISMATCH.
    """
    weights = read_weights(entry)
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:  # torch's word for other names or shapes
        raise ModelError(entry.name, Fault.MISMATCH, str(error), WEIGHTS_FILE) from error
    return network.eval()


def read_weights(entry: Entry[Any]) -> dict[str, Tensor]:
    """Read the stored weights of a model as float32.

    Raises
    ------
    ModelError
        MISSING without the file, UNREADABLE when it is no safetensors file.
    """
    try:
        stored = load_file(entry.folder / WEIGHTS_FILE)
    except FileNotFoundError as error:
        raise ModelError(entry.name, Fault.MISSING, file=WEIGHTS_FILE) from error
    except (OSError, SafetensorError) as error:
        raise ModelError(entry.name, Fault.UNREADABLE, str(error), WEIGHTS_FILE) from error
    return {key: value.float() for key, value in stored.items()}


def max_difference(model: LatentModel, network: Autoencoder | PCA, images: np.ndarray) -> float:
    """Return max |ONNX Runtime − torch| over all outputs on `images` (N, H, W[, 3])."""
    encoder, decoder = Encoder(network), Decoder(network, model.card)
    posterior = model.encode(images)
    pairs = [
        *zip((posterior.mean, posterior.log_variance), _run(encoder, images), strict=False),
        *zip(_decoded(model, posterior.mean), _run(decoder, posterior.mean), strict=True),
    ]
    return max(float(np.abs(a - b).max()) for a, b in pairs if a is not None)


def _decoded(model: LatentModel, codes: np.ndarray) -> list[np.ndarray]:
    outputs = [model.decode(codes)]
    if model.card.likelihood is Likelihood.BERNOULLI:
        outputs.append(model.logits(codes))
    return outputs


def _run(function: nn.Module, array: np.ndarray) -> list[np.ndarray]:
    with torch.no_grad():
        out = function(torch.from_numpy(array))
    parts: tuple[Tensor, ...] = out if isinstance(out, tuple) else (out,)
    return [part.numpy() for part in parts]


def _empty(card: LatentCard) -> Autoencoder | PCA:
    return build_network(card.kind, card.layer_sizes, card.image_shape, card.channels)
