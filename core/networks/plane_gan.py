"""Forger and police in the plane as the paper writes them: the source of what `core.gan` computes.

G: z → x and D: x → raw score s; D(x) = σ(s) is the probability that x is real under the first two
losses. `core.gan.game` trains the same networks with gradients by hand, several times as fast;
tests hold its steps against `police_loss` and `forger_loss` with torch's autograd. Sources: see
`core.gan.losses` and `core.gan.nets`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

from core.gan.data import Frame
from core.gan.losses import Loss
from core.gan.nets import LEAK, Activation, Architecture, Output

BENDS: dict[Activation, Callable[[], nn.Module]] = {
    Activation.RELU: nn.ReLU,
    Activation.LEAKY_RELU: lambda: nn.LeakyReLU(float(LEAK)),
    Activation.TANH: nn.Tanh,
}


def plane_network(architecture: Architecture, flat: np.ndarray) -> nn.Sequential:
    """Build a network with the weights of `core.gan`'s flat vector; W is stored (out, in) here."""
    layers: list[nn.Module] = []
    values = torch.from_numpy(np.array(flat, dtype=np.float32))
    at, left = 0, architecture.trained
    for wide, narrow in pairwise(architecture.sizes):
        linear = nn.Linear(wide, narrow)
        with torch.no_grad():
            linear.weight.copy_(values[at : at + wide * narrow].view(wide, narrow).T)
            linear.bias.copy_(values[at + wide * narrow : at + (wide + 1) * narrow])
            at += (wide + 1) * narrow
        if architecture.spectral:
            linear = _normalised(linear, values[left : left + wide])
            left += wide
        layers += [linear, BENDS[architecture.activation]()]
    layers[-1:] = [nn.Tanh()] if architecture.output is Output.TANH else []
    return nn.Sequential(*layers)


def _normalised(linear: nn.Linear, left: Tensor) -> nn.Linear:
    """Divide W by σ = uᵀWv; torch's v is our u, since its W is transposed."""
    with torch.no_grad():
        other = functional.normalize(linear.weight @ left, dim=0)
    made: Any = spectral_norm(linear)
    parametrization = made.parametrizations.weight[0]
    parametrization._v.copy_(left)
    parametrization._u.copy_(other)
    return cast("nn.Linear", made)


def police_loss(loss: Loss, real: Tensor, fake: Tensor) -> Tensor:
    """J_D of raw scores (B, 1)."""
    if loss.is_probability:  # −E log D(x) − E log(1 − D(G(z)))
        return functional.softplus(-real).mean() + functional.softplus(fake).mean()
    if loss is Loss.LEAST_SQUARES:
        return 0.5 * (real - 1).square().mean() + 0.5 * fake.square().mean()
    if loss is Loss.HINGE:
        return functional.relu(1 - real).mean() + functional.relu(1 + fake).mean()
    return fake.mean() - real.mean()


def forger_loss(loss: Loss, real: Tensor, fake: Tensor) -> Tensor:
    """J_G of raw scores (B, 1); the reals' term of minimax has no gradient for G."""
    if loss is Loss.MINIMAX:  # E log D(x) + E log(1 − D(G(z)))
        return -functional.softplus(-real).mean() - functional.softplus(fake).mean()
    if loss is Loss.NON_SATURATING:  # −E log D(G(z))
        return functional.softplus(-fake).mean()
    if loss is Loss.LEAST_SQUARES:
        return 0.5 * (fake - 1).square().mean()
    return -fake.mean()


def gradient_penalty(police: nn.Module, x: Tensor, weight: float, target: float | None) -> Tensor:
    """Weight · E(‖∇ₓs‖ − target)², or R1, weight/2 · E‖∇ₓs‖², where `target` is None."""
    x = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(police(x).sum(), x, create_graph=True)
    square = slopes.square().sum(dim=1)  # (B,)
    if target is None:
        return 0.5 * weight * square.mean()
    return weight * ((square + 1e-12).sqrt() - target).square().mean()


class PlaneGan(nn.Module):
    """Both players, or the forger alone, as one set of weights."""

    def __init__(self, forger: nn.Sequential, police: nn.Sequential | None) -> None:
        super().__init__()
        self.forger = forger
        self.police = police


class Forger(nn.Module):
    """z (N, noise_size) → x (N, dim), in the data's coordinates."""

    def __init__(self, network: PlaneGan, frame: Frame) -> None:
        super().__init__()
        self.network = network
        self._scale = frame.scale
        self.register_buffer("centre", torch.tensor(frame.centre), persistent=False)

    def forward(self, z: Tensor) -> Tensor:
        """Return x."""
        made: Tensor = self.network.forger(z) * self._scale + self.centre
        return made


class Police(nn.Module):
    """x (N, packing · dim) → raw score s (N, 1), and D(x) = σ(s) where it is a probability."""

    def __init__(self, network: PlaneGan, frame: Frame, packing: int, probability: bool) -> None:
        super().__init__()
        self.network = network
        self._scale, self._probability = frame.scale, probability
        self.register_buffer("centre", torch.tensor(frame.centre * packing), persistent=False)

    def forward(self, x: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Return s, or s and D(x)."""
        assert self.network.police is not None
        assert isinstance(self.centre, Tensor)
        score: Tensor = self.network.police((x - self.centre) / self._scale)
        return (score, torch.sigmoid(score)) if self._probability else score
