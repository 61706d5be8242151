"""The two-parameter orbit: the Dirac GAN of Mescheder, Geiger and Nowozin (ICML 2018).

All data lie at 0, the forger puts all its mass at θ, the police is the line s(x) = ψ·x. The only
equilibrium is (0, 0). Unregularised, minimax, non-saturating and WGAN turn around it for ever; R1
and instance noise make it attract, WGAN-GP does not (sections 2 and 3 of the paper).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.gan.losses import RULES, Loss

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(31)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()  # E f(ε) = Σ w f(node) for ε ~ N(0, 1)
FAR = 1e6  # where a trajectory ends that runs away


class Turns(StrEnum):
    """How the players move."""

    SIMULTANEOUS = "simultaneous"  # both from where the other stood
    ALTERNATING = "alternating"  # the police first, then the forger from the new place
    CONTINUOUS = "continuous"  # the flow itself, by Runge and Kutta's fourth order


@dataclass(frozen=True)
class Orbit:
    """What is set about the game; `penalty` is γ of R1, of WGAN-GP λ with the slope 1 as target."""

    loss: Loss = Loss.NON_SATURATING
    penalty: float = 0.0
    instance_noise: float = 0.0
    rate: float = 0.1
    turns: Turns = Turns.SIMULTANEOUS


def pull(orbit: Orbit, theta: np.ndarray, psi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the vector field (−∂J_G/∂θ, −∂J_D/∂ψ) at points of any shape."""
    theta, psi = np.broadcast_arrays(np.asarray(theta, float), np.asarray(psi, float))
    rules = RULES[orbit.loss]
    if orbit.instance_noise:
        nodes, weights = orbit.instance_noise * _NODES, _WEIGHTS
    else:
        nodes, weights = np.zeros(1), np.ones(1)
    real_at = np.broadcast_to(nodes, (*theta.shape, len(nodes)))
    fake_at = theta[..., None] + nodes
    real, fake = psi[..., None] * real_at, psi[..., None] * fake_at
    _, by_real, by_fake = rules.police(real, fake)
    _, forged = rules.forger(real, fake)
    by_psi = ((by_real * real_at + by_fake * fake_at) * weights).sum(axis=-1)
    by_theta = (forged * psi[..., None] * weights).sum(axis=-1)
    if orbit.loss is Loss.WGAN_GP:
        by_psi = by_psi + 2 * orbit.penalty * (np.abs(psi) - 1) * np.sign(psi)
    else:
        by_psi = by_psi + orbit.penalty * psi
    return -by_theta, -by_psi


def vector_field(
    orbit: Orbit, reach: float = 2.0, side: int = 21
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return θ, ψ and their velocities on a grid, each (side, side)."""
    axis = np.linspace(-reach, reach, side)
    theta, psi = np.meshgrid(axis, axis)
    return theta, psi, *pull(orbit, theta, psi)


def trajectory(orbit: Orbit, theta: float, psi: float, steps: int = 500) -> np.ndarray:
    """Return (≤ steps + 1, 2) places (θ, ψ), the start first; it ends early where it runs away."""
    place = np.array([theta, psi], dtype=float)
    places = [place]
    for _ in range(steps):
        place = _moved(orbit, place)
        if not (np.abs(place) < FAR).all():
            break
        places.append(place)
    return np.stack(places)


def _moved(orbit: Orbit, place: np.ndarray) -> np.ndarray:
    rate = orbit.rate
    if orbit.turns is Turns.CONTINUOUS:
        first = _field(orbit, place)
        second = _field(orbit, place + rate / 2 * first)
        third = _field(orbit, place + rate / 2 * second)
        fourth = _field(orbit, place + rate * third)
        found: np.ndarray = place + rate / 6 * (first + 2 * second + 2 * third + fourth)
        return found
    if orbit.turns is Turns.ALTERNATING:
        police = place + rate * _field(orbit, place) * [0, 1]
        found = police + rate * _field(orbit, police) * [1, 0]
        return found
    found = place + rate * _field(orbit, place)
    return found


def _field(orbit: Orbit, place: np.ndarray) -> np.ndarray:
    return np.stack(pull(orbit, place[0], place[1]))


def eigenvalues(orbit: Orbit, step: float = 1e-4) -> np.ndarray:
    """Return the two eigenvalues of the flow's Jacobian at (0, 0), complex.

    A negative real part attracts, 0 turns for ever, a positive one repels; the imaginary part is
    the angle a unit of time. By the paper −γ/2 ± √(γ²/4 − f′(0)²), f′(0) = ½ for the logarithmic
    losses.
    """
    columns = [
        (_field(orbit, place) - _field(orbit, -place)) / (2 * step)
        for place in (np.array([step, 0.0]), np.array([0.0, step]))
    ]
    return np.linalg.eigvals(np.stack(columns, axis=1)).astype(complex)
