"""The functions of a network that become graphs, as modules with one input each."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.networks.autoencoder import Autoencoder
from core.networks.pca import PCA


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

    def __init__(self, network: Autoencoder | PCA, image_shape: tuple[int, ...]) -> None:
        super().__init__()
        self.network, self.image_shape = network, image_shape

    def forward(self, z: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Decode."""  # (B, d) → (B, H, W[, 3]), the same
        if isinstance(self.network, PCA):
            return self.network.reconstruct(z).view(-1, *self.image_shape)
        logits = self.network.logits(z).view(-1, *self.image_shape)
        image = torch.sigmoid(logits)
        config = self.network.config
        return (image, logits) if config.variational and not config.deviation else image
