"""Principal component analysis as a network: one linear layer down, its transpose up."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

PARTS = 64  # of a large picture's values, added by themselves first


class PCA(nn.Module):
    """z = (x − mean) Wᵀ, x̂ = z W + mean, with the d leading directions as rows of W.

    Source: Hotelling (1933); `core.training.loops` takes W from scikit-learn.
    """

    def __init__(self, pixels: int, latent_size: int) -> None:
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(pixels), requires_grad=False)
        self.directions = nn.Parameter(torch.zeros(latent_size, pixels), requires_grad=False)
        # Adding 12,288 products one after the other in float32 is off by 5e-4: add them in parts.
        self._parts = PARTS if pixels % PARTS == 0 else 1

    def set(self, mean: np.ndarray, directions: np.ndarray) -> None:
        """Take over a fitted mean (pixels,) and directions (d, pixels)."""
        self.mean.data = torch.from_numpy(mean.astype(np.float32))
        self.directions.data = torch.from_numpy(directions.astype(np.float32))

    def encode(self, x: Tensor) -> tuple[Tensor, None]:
        """Project onto the directions."""  # (B, pixels) → (B, d)
        away, parts = x - self.mean, self._parts
        if parts == 1:
            return away @ self.directions.T, None
        rows, directions = (
            x.reshape(-1, parts, x.shape[1] // parts) for x in (away, self.directions)
        )
        return torch.einsum("bkp,dkp->bkd", rows, directions).sum(dim=1), None

    def reconstruct(self, z: Tensor) -> Tensor:
        """Go back to pixels; not confined to [0, 1]."""  # (B, d) → (B, pixels)
        return z @ self.directions + self.mean
