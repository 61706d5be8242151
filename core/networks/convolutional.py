"""Convolutional autoencoder for square colour pictures: 4 × 4 patches, then halved twice.

The encoder is a row of strided convolutions (LeCun et al. 1989); the decoder mirrors it and lays
its last channels out as pixels (Shi et al. 2016): a tenth of the cost of convolving at full size.
"""

from __future__ import annotations

from torch import Tensor, nn

from core.networks.autoencoder import Autoencoder, AutoencoderConfig

PATCH = 4  # pixels a side
COLOURS = 3


class FromRows(nn.Module):
    """Flat pictures to channels first."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        """Unfold."""  # (B, side · side · 3) → (B, 3, side, side)
        return x.view(-1, self.side, self.side, COLOURS).permute(0, 3, 1, 2)


class ToRows(nn.Module):
    """Channels first to flat pictures."""

    def forward(self, x: Tensor) -> Tensor:
        """Fold."""  # (B, 3, side, side) → (B, side · side · 3)
        return x.permute(0, 2, 3, 1).flatten(1)


class ConvolutionalAutoencoder(Autoencoder):
    """`Autoencoder` with convolutions; `config.channels` are those of its three sizes."""

    def __init__(self, config: AutoencoderConfig) -> None:
        nn.Module.__init__(self)
        self.config = config
        wide, middle, deep = config.channels
        side, (hidden, latent) = config.image_shape[0], config.layer_sizes[-2:]
        low = side // PATCH // 4  # pixels a side of the deepest layer
        self.encoder = nn.Sequential(
            FromRows(side),
            nn.Conv2d(COLOURS, wide, PATCH, PATCH), nn.GELU(),
            nn.Conv2d(wide, middle, 4, 2, 1), nn.GELU(),
            nn.Conv2d(middle, deep, 4, 2, 1), nn.GELU(),
            nn.Flatten(), nn.Linear(deep * low * low, hidden), nn.GELU(),
            nn.Linear(hidden, latent * (2 if config.variational else 1)),
        )  # fmt: skip
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.GELU(),
            nn.Linear(hidden, deep * low * low), nn.GELU(), nn.Unflatten(1, (deep, low, low)),
            nn.ConvTranspose2d(deep, middle, 4, 2, 1), nn.GELU(),
            nn.ConvTranspose2d(middle, wide, 4, 2, 1), nn.GELU(),
            nn.Conv2d(wide, wide, 3, 1, 1), nn.GELU(),
            nn.Conv2d(wide, COLOURS * PATCH * PATCH, 3, 1, 1), nn.PixelShuffle(PATCH),
            ToRows(),
        )  # fmt: skip
