"""The networks by hand against torch's autograd, and gradients against finite differences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch

from core.gan.losses import RULES, Loss
from core.gan.nets import Activation, Architecture, Network, Output, initial
from core.gan.optimisers import Stepper
from core.networks.plane_gan import (
    forger_loss,
    gradient_penalty,
    plane_network,
    police_loss,
)

SHAPES = [
    Architecture(sizes, activation, output, spectral)
    for sizes, activation, output, spectral in product(
        [(2, 8, 8, 1), (1, 5, 1), (3, 1)], Activation, Output, (False, True)
    )
]


def flat_of(network: torch.nn.Module, shape: Architecture) -> np.ndarray:
    """Gather torch's gradients in our order."""
    parts = []
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None, name
        grad = parameter.grad.numpy()
        parts.append((name, grad.T.ravel() if grad.ndim == 2 else grad))
    if shape.spectral:  # torch lists the bias first
        parts = [part for pair in zip(parts[1::2], parts[::2], strict=True) for part in pair]
    return np.concatenate([part for _, part in parts])


def points(shape: Architecture, count: int = 33, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, shape.sizes[0]), np.float32)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_forward_and_backward_are_torchs(shape: Architecture) -> None:
    flat = initial(shape, np.random.default_rng(1))
    ours, theirs = Network(shape, flat), plane_network(shape, flat)
    theirs.eval()  # no round of the power iteration
    x = points(shape)
    given = torch.from_numpy(x).requires_grad_()
    out = theirs(given)
    assert np.abs(ours.forward(x) - out.detach().numpy()).max() < 1e-5
    delta = np.random.default_rng(2).standard_normal(out.shape).astype(np.float32)
    back = ours.backward(delta, inputs=True)
    (out * torch.from_numpy(delta)).sum().backward()
    assert given.grad is not None
    assert np.abs(back - given.grad.numpy()).max() < 1e-5
    assert np.abs(ours.gradient - flat_of(theirs, shape)).max() < 1e-4


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.output is Output.LINEAR], ids=str)
@pytest.mark.parametrize("target", [None, 1.0])
def test_the_gradient_penalty_is_torchs(shape: Architecture, target: float | None) -> None:
    flat = initial(shape, np.random.default_rng(1)) * np.float32(2)
    ours, theirs = Network(shape, flat), plane_network(shape, flat)
    theirs.eval()
    x = points(shape)
    ours.gradient[:] = 7
    value = ours.penalise(x, 3.0, target)
    wanted = gradient_penalty(theirs, torch.from_numpy(x), 3.0, target)
    assert value == pytest.approx(wanted.item(), rel=1e-4)
    for parameter in theirs.parameters():
        parameter.grad = torch.zeros_like(parameter)
    wanted.backward()
    found = ours.gradient - 7
    expected = flat_of(theirs, shape)
    assert np.abs(found - expected).max() < 1e-3 * max(1.0, np.abs(expected).max())


@pytest.mark.parametrize("loss", Loss)
def test_losses_and_their_gradients_are_torchs(loss: Loss) -> None:
    rng = np.random.default_rng(0)
    real, fake = (4 * rng.standard_normal((2, 50, 1))).astype(np.float32)
    rules = RULES[loss]
    ours_real, ours_fake = (torch.from_numpy(s).requires_grad_() for s in (real, fake))
    j_d, by_real, by_fake = rules.police(real, fake)
    police = police_loss(loss, ours_real, ours_fake)
    police.backward()
    assert j_d == pytest.approx(police.item(), abs=1e-5)
    assert np.abs(by_real / 50 - ours_real.grad.numpy()).max() < 1e-6
    assert np.abs(by_fake / 50 - ours_fake.grad.numpy()).max() < 1e-6
    ours_fake.grad = None
    j_g, by_fake = rules.forger(real, fake)
    forger = forger_loss(loss, ours_real, ours_fake)
    forger.backward()
    assert j_g == pytest.approx(forger.item(), abs=1e-5)
    assert np.abs(by_fake / 50 - ours_fake.grad.numpy()).max() < 1e-6


def test_losses_stay_numbers_for_scores_out_of_all_reason() -> None:
    far = np.array([[-1e4], [1e4]], np.float32)
    for loss in Loss:
        j_d, *police = RULES[loss].police(far, far)
        j_g, forger = RULES[loss].forger(far, far)
        assert np.isfinite([j_d, j_g]).all(), loss
        assert all(np.isfinite(part).all() for part in (*police, forger)), loss


def test_the_gradient_by_the_inputs_is_the_slope() -> None:
    """Finite differences, without torch; tanh, since a kink has no slope."""
    shape = Architecture((2, 16, 16, 1), Activation.TANH, spectral=True)
    network = Network(shape, initial(shape, np.random.default_rng(3)))
    x, step = points(shape, 20), np.float32(1e-2)
    network.forward(x)
    slopes = network.backward(np.ones((20, 1), np.float32), weights=False, inputs=True)
    for axis in range(2):
        move = np.zeros(2, np.float32)
        move[axis] = step
        rise = (network.forward(x + move) - network.forward(x - move))[:, 0] / (2 * step)
        assert np.abs(slopes[:, axis] - rise).max() < 2e-4


@pytest.mark.parametrize("rounds", [1, 20])
def test_spectral_normalisation_follows_torchs_power_iteration(rounds: int) -> None:
    shape = Architecture((2, 8, 1), spectral=True)
    flat = initial(shape, np.random.default_rng(1))
    ours, theirs = Network(shape, flat), plane_network(shape, flat)
    theirs.train()
    for _ in range(rounds):
        ours.normalise(iterate=True)
    x = points(shape)
    theirs.eval()
    with torch.no_grad():
        theirs.train()
        for _ in range(rounds):
            theirs(torch.from_numpy(x))
        theirs.eval()
        expected = theirs(torch.from_numpy(x)).numpy()
    difference = np.abs(ours.forward(x) - expected).max()
    assert difference < (1e-5 if rounds > 1 else 0.2)  # they differ by who goes first, u or v


@pytest.mark.parametrize("kind", ["sgd", "momentum", "adam"])
def test_optimisers_step_as_torchs(kind: str) -> None:
    rng = np.random.default_rng(0)
    start, stepper = rng.standard_normal(10).astype(np.float32), Stepper(10)
    weights, theirs = start.copy(), torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimiser = {
        "sgd": lambda: torch.optim.SGD([theirs], lr=0.1),
        "momentum": lambda: torch.optim.SGD([theirs], lr=0.1, momentum=0.9),
        "adam": lambda: torch.optim.Adam([theirs], lr=0.1, betas=(0.5, 0.99)),
    }[kind]()
    for _ in range(25):
        gradient = rng.standard_normal(10).astype(np.float32)
        theirs.grad = torch.from_numpy(gradient.copy())
        optimiser.step()
        if kind == "adam":
            stepper.adam(weights, gradient, 0.1, 0.5, 0.99)
        else:
            stepper.sgd(weights, gradient, 0.1, 0.9 if kind == "momentum" else 0.0)
    assert np.abs(weights - theirs.detach().numpy()).max() < 1e-5
