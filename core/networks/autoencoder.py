"""Autoencoder and variational autoencoder whose layers narrow one by one, as in the lecture.

Left out on purpose: convolutions, normalisation, dropout. The window draws these very layers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

LOGIT_BOUND = 16.0  # sigmoid(±16) is as near to 0 and 1 as float32 can tell


@dataclass(frozen=True)
class AutoencoderConfig:
    """`layer_sizes` runs from the numbers of a picture to those of a code."""

    layer_sizes: tuple[int, ...] = (784, 512, 256, 128, 2)
    variational: bool = True
    image_shape: tuple[int, ...] = (28, 28)
    channels: tuple[int, ...] = ()  # of a convolutional network

    @property
    def latent_size(self) -> int:
        """Return the number of codes."""
        return self.layer_sizes[-1]


def narrowing(sizes: tuple[int, ...]) -> nn.Sequential:
    """Stack linear layers of the given sizes with a GELU between them (also the widening half)."""
    layers: list[nn.Module] = []
    for wide, narrow in pairwise(sizes):
        layers += [nn.Linear(wide, narrow), nn.GELU()]
    return nn.Sequential(*layers[:-1])


class Autoencoder(nn.Module):
    """x → encoder → z → decoder → x̂; variational when the encoder gives μ and log σ² instead of z.

    Source: Kingma and Welling, Auto-Encoding Variational Bayes (2014); β as in Higgins et al.
    (2017).
    """

    def __init__(self, config: AutoencoderConfig) -> None:
        super().__init__()
        self.config = config
        *hidden, latent = config.layer_sizes
        self.encoder = narrowing((*hidden, latent * (2 if config.variational else 1)))
        self.decoder = narrowing(tuple(reversed(config.layer_sizes)))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return μ and log σ² of q(z|x) (None for a plain autoencoder)."""  # (B, pixels) → (B, d)
        code = self.encoder(x)
        if not self.config.variational:
            return code, None
        mean, log_variance = code.chunk(2, dim=1)
        return mean, log_variance

    def logits(self, z: Tensor) -> Tensor:
        """Return the decoder's output before the sigmoid, softly kept within ±16."""
        out: Tensor = LOGIT_BOUND * torch.tanh(self.decoder(z) / LOGIT_BOUND)
        return out  # (B, d) → (B, pixels)


@torch.no_grad()
def scale_codes(network: Autoencoder, factor: float) -> None:
    """Make all codes `factor` times as large; what the network gives back stays the same.

    Nothing in a plain autoencoder's loss says how large its codes are.
    """
    last = [m for m in network.encoder.modules() if isinstance(m, nn.Linear)][-1]
    first = next(m for m in network.decoder.modules() if isinstance(m, nn.Linear))
    last.weight.mul_(factor)
    last.bias.mul_(factor)
    first.weight.div_(factor)


def reparameterise(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
    """Draw z = μ + σ·ε, so that the gradient reaches μ and σ past the random draw."""
    return mean + torch.exp(0.5 * log_variance) * noise


def kl_to_prior(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(q(z|x) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − log σ²), in nats a picture."""  # (B, d) → (B,)
    return 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance).sum(dim=1)


def bernoulli_cross_entropy(logits: Tensor, x: Tensor) -> Tensor:
    """−Σ x log p + (1 − x) log(1 − p), in nats a picture."""  # (B, pixels) → (B,)
    return functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=1)


def gaussian_cross_entropy(logits: Tensor, x: Tensor, deviation: float) -> Tensor:
    """−log N(x; x̂, s²), s = `deviation`, in nats a picture."""  # (B, values) → (B,)
    constant = math.log(deviation * math.sqrt(2 * math.pi)) * x.shape[1]
    return squared_error(logits, x) / (2 * deviation**2) + constant


def squared_error(logits: Tensor, x: Tensor) -> Tensor:
    """Σ (x − x̂)² a picture, x̂ = sigmoid(logits): the lecture's loss of a plain autoencoder."""
    return (torch.sigmoid(logits) - x).square().sum(dim=1)
