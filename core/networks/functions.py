"""The functions of a network that become graphs, as modules with one input each."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn

from core.cards import Likelihood
from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA


class Described(Protocol):
    """A card or a recipe, as far as the decoder's outputs go."""

    @property
    def image_shape(self) -> tuple[int, ...]:
        """(H, W) or (H, W, 3)."""

    @property
    def likelihood(self) -> Likelihood | None:
        """How reconstructions are scored."""


class Encoder(nn.Module):
    """Pictures → μ, and log σ² where the network is variational."""

    def __init__(self, network: Autoencoder | PCA) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Encode."""  # (B, H, W[, 3]) → (B, d), (B, d)
        mean, log_variance = self.network.encode(image.flatten(1))
        return mean if log_variance is None else (mean, log_variance)


class Decoder(nn.Module):
    """Codes → pictures, and their logits where the likelihood is Bernoulli."""

    def __init__(self, network: Autoencoder | PCA, described: Described) -> None:
        super().__init__()
        self.network, self.image_shape = network, described.image_shape
        self.gives_logits = described.likelihood is Likelihood.BERNOULLI

    def forward(self, z: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Decode."""  # (B, d) → (B, H, W[, 3]), the same
        if isinstance(self.network, PCA):
            return self.network.reconstruct(z).view(-1, *self.image_shape)
        logits = self.network.logits(z).view(-1, *self.image_shape)
        image = torch.sigmoid(logits)
        return (image, logits) if self.gives_logits else image
