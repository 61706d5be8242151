"""What forger and police want: the five losses on D's raw scores s, with their gradients.

D = 1 means real. Where D is a probability it is σ(s). Sources: minimax and non-saturating
(Goodfellow et al. 2014), least squares (Mao et al. 2017), hinge (Lim and Ye 2017), WGAN-GP
(Gulrajani et al. 2017).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

Array = np.ndarray


class Loss(StrEnum):
    """The game's rules."""

    MINIMAX = "minimax"
    NON_SATURATING = "non-saturating"
    LEAST_SQUARES = "least-squares"
    HINGE = "hinge"
    WGAN_GP = "wgan-gp"

    @property
    def is_probability(self) -> bool:
        """Say whether σ(s) is the probability that x is real; otherwise only s means something."""
        return self in (Loss.MINIMAX, Loss.NON_SATURATING)


@dataclass(frozen=True)
class Rules:
    """One loss: scores of reals and fakes (B, 1) in, J and ∂J/∂s (of the sum over the batch) out.

    police(real, fake) → J_D, B·∂J_D/∂real, B·∂J_D/∂fake; forger(real, fake) → J_G, B·∂J_G/∂fake.
    """

    police: Callable[[Array, Array], tuple[float, Array, Array]]
    forger: Callable[[Array, Array], tuple[float, Array]]


def sigmoid(s: Array) -> Array:
    """Return 1/(1 + e⁻ˢ) without overflow: ½ (1 + tanh(s/2))."""
    half: Array = np.tanh(s * np.float32(0.5))
    half += 1
    half *= np.float32(0.5)
    return half


def softplus(s: Array) -> Array:
    """Return log(1 + eˢ) without overflow; −log D = softplus(−s), −log(1 − D) = softplus(s)."""
    found: Array = np.log1p(np.exp(-np.abs(s)))
    found += np.maximum(s, 0)
    return found


def mean(values: Array) -> float:
    """Return the mean as a float, faster than NumPy's own for small arrays."""
    return float(np.add.reduce(values, axis=None)) / values.size


def _police_log(real: Array, fake: Array) -> tuple[float, Array, Array]:
    """J_D = −E log D(x) − E log(1 − D(G(z)))."""
    value = mean(softplus(-real)) + mean(softplus(fake))
    return value, sigmoid(real) - 1, sigmoid(fake)


def _forger_minimax(real: Array, fake: Array) -> tuple[float, Array]:
    """J_G = E log D(x) + E log(1 − D(G(z))) = −J_D; its first term does not depend on G."""
    return -mean(softplus(-real)) - mean(softplus(fake)), -sigmoid(fake)


def _forger_non_saturating(_: Array, fake: Array) -> tuple[float, Array]:
    """J_G = −E log D(G(z))."""
    return mean(softplus(-fake)), sigmoid(fake) - 1


def _police_squares(real: Array, fake: Array) -> tuple[float, Array, Array]:
    """J_D = ½ E (s(x) − 1)² + ½ E s(G(z))²."""
    off = real - 1
    return 0.5 * (mean(off * off) + mean(fake * fake)), off, fake


def _forger_squares(_: Array, fake: Array) -> tuple[float, Array]:
    """J_G = ½ E (s(G(z)) − 1)²."""
    off = fake - 1
    return 0.5 * mean(off * off), off


def _police_hinge(real: Array, fake: Array) -> tuple[float, Array, Array]:
    """J_D = E max(0, 1 − s(x)) + E max(0, 1 + s(G(z)))."""
    low, high = 1 - real, 1 + fake
    value = mean(np.maximum(low, 0)) + mean(np.maximum(high, 0))
    return value, -(low > 0).astype(np.float32), (high > 0).astype(np.float32)


def _police_critic(real: Array, fake: Array) -> tuple[float, Array, Array]:
    """J_D = E s(G(z)) − E s(x); the penalty comes on top."""
    return mean(fake) - mean(real), np.full_like(real, -1), np.ones_like(fake)


def _forger_critic(_: Array, fake: Array) -> tuple[float, Array]:
    """J_G = −E s(G(z))."""
    return -mean(fake), np.full_like(fake, -1)


RULES = {
    Loss.MINIMAX: Rules(_police_log, _forger_minimax),
    Loss.NON_SATURATING: Rules(_police_log, _forger_non_saturating),
    Loss.LEAST_SQUARES: Rules(_police_squares, _forger_squares),
    Loss.HINGE: Rules(_police_hinge, _forger_critic),
    Loss.WGAN_GP: Rules(_police_critic, _forger_critic),
}
