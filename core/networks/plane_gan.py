"""Forger and police in the plane as the paper writes them: the source of what `core.gan` computes.

G: z → x and D: x → raw score s; D(x) = σ(s) is the probability that x is real under the first two
losses. `core.gan.game` trains the same networks with gradients by hand, several times as fast;
tests hold its steps against `police_loss` and `forger_loss` with torch's autograd. Sources: see
`core.gan.losses` and `core.gan.nets`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

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
    made: nn.Linear = spectral_norm(linear)
    parametrization = made.parametrizations.weight[0]  # type: ignore[union-attr, index]
    parametrization._v.copy_(left)
    parametrization._u.copy_(other)
    return made


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


class PlaneFunction(nn.Module):
    """A network between data coordinates: what is exported. G: z → x; D: x → s and D(x)."""

    def __init__(
        self, network: nn.Module, frame: Frame, *, into: bool, probability: bool = False
    ) -> None:
        super().__init__()
        self.network = network
        self._into, self._probability = into, probability
        self._scale = frame.scale
        self.register_buffer("centre", torch.tensor(frame.centre), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return points (N, dim) of noise, or scores (N, 1) of points."""
        assert isinstance(self.centre, Tensor)
        if not self._into:
            made: Tensor = self.network(x) * self._scale + self.centre
            return made
        score: Tensor = self.network((x - self.centre) / self._scale)
        return torch.sigmoid(score) if self._probability else score
