"""The game, its portrait, the time line, the Nash test and the two-parameter orbit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.errors import Fault, InputError
from core.gan.data import DATA, Mixture
from core.gan.dirac import Orbit, Turns, eigenvalues, pull, trajectory, vector_field
from core.gan.game import Batch, Game, Player
from core.gan.losses import Loss
from core.gan.nash import nash_test
from core.gan.nets import Output
from core.gan.optimisers import Optimiser
from core.gan.portrait import Portrait
from core.gan.settings import (
    LIVE,
    RANGES,
    RESTART,
    Noise,
    Reason,
    Settings,
    changed,
    changed_live,
    checked,
    needs_restart,
)
from core.gan.states import Gains
from core.gan.timeline import TimeLine
from core.networks.plane_gan import forger_loss, gradient_penalty, plane_network, police_loss

SMALL = Settings(g_layers=(8,), d_layers=(8,), batch=20)
RING = DATA["ring"]


def portrait_of(game: Game, name: str = "ring") -> Portrait:
    return Portrait(game.settings, DATA[name], game.forger.flat, game.police.flat)


@pytest.mark.parametrize("loss", Loss)
@pytest.mark.parametrize("more", [{}, {"packing": 2}, {"penalty": 2.0, "zoom": 2.0}], ids=str)
def test_an_update_is_what_torch_makes_of_the_same_batch(loss: Loss, more: dict) -> None:
    settings = replace(SMALL, loss=loss, optimiser=Optimiser.SGD, g_rate=0.1, d_rate=0.1, **more)
    game = Game(settings, RING)
    g_shape, d_shape = settings.generator(2), settings.discriminator(2)
    seen: list[Batch] = []
    game.watched = seen.append
    frame = game.frame
    police = plane_network(d_shape, game.police.flat)
    forger = plane_network(g_shape, game.forger.flat)
    if loss is not Loss.WGAN_GP:  # whose penalty draws its own random points
        game.teach_police()
        batch = seen.pop()
        real, fake = (
            torch.from_numpy(frame.into(x)).reshape(-1, 2 * settings.packing)
            for x in (batch.reals, batch.fakes)
        )
        value = police_loss(loss, police(real), police(fake))
        assert batch.loss == pytest.approx(value.item(), abs=1e-4)
        if settings.penalty:
            value = value + gradient_penalty(police, real, settings.penalty, None)
        step(police, value)
        expected = flattened(police)
        assert np.abs(game.police.flat - expected).max() < 1e-4
    game.teach_forger()
    batch = seen.pop()
    police = plane_network(d_shape, game.police.flat)
    fakes = forger(torch.from_numpy(batch.noise))
    scores = police(fakes.reshape(-1, 2 * settings.packing))
    step(forger, forger_loss(loss, torch.zeros(1, 1), scores))
    assert np.abs(game.forger.flat - flattened(forger)).max() < 1e-4


def step(network: torch.nn.Module, value: torch.Tensor) -> None:
    value.backward()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter -= 0.1 * parameter.grad


def flattened(network: torch.nn.Module) -> np.ndarray:
    return np.concatenate(
        [(p.T if p.ndim == 2 else p).detach().numpy().ravel() for p in network.parameters()]
    )


def test_under_minimax_the_losses_sum_to_zero_every_turn_and_under_others_not() -> None:
    for loss in Loss:
        game = Game(replace(SMALL, loss=loss), RING)
        sums = [turn.j_d + turn.j_g for turn in (game.turn() for _ in range(30))]
        assert (np.abs(sums).max() < 1e-6) == (loss is Loss.MINIMAX), loss
        standing = portrait_of(game).standing(
            RING.sample(np.random.default_rng(0), 100), portrait_of(game).fakes(100)
        )
        assert (abs(standing.j_d + standing.j_g) < 1e-6) == (loss is Loss.MINIMAX)
        assert standing.is_probability == loss.is_probability


@pytest.mark.parametrize("loss", Loss)
@pytest.mark.parametrize("packing", [1, 3])
def test_the_arrows_point_downhill(loss: Loss, packing: int) -> None:
    """A fake moved along its arrow lowers J_G by the arrow's length, to first order."""
    settings = replace(SMALL, loss=loss, packing=packing, d_layers=(16, 16), spectral=True)
    game = Game(settings, RING)
    for _ in range(100):
        game.turn()
    portrait = portrait_of(game)
    fakes, arrows = portrait.arrows(portrait.noise(30 * packing))
    step = 1e-3
    moved = fakes + step * arrows / np.linalg.norm(arrows, axis=1, keepdims=True).clip(1e-6)
    j = [portrait.standing(fakes[:3], x).j_g for x in (fakes, moved)]
    # one pack of m fakes weighs m/N in the mean
    expected = step * np.linalg.norm(arrows, axis=1).sum() / (len(fakes) / packing)
    assert j[0] - j[1] == pytest.approx(expected, rel=0.05)


def test_the_warped_grid_carries_the_density_of_the_fakes() -> None:
    """An affine forger makes a Gaussian whose density is known."""
    settings = replace(SMALL, g_layers=(), zoom=0.0)
    game = Game(settings, RING)
    flat = np.array([0.5, 0.2, -0.1, 0.8, 0.3, -0.4], np.float32)  # W (2, 2), b
    portrait = Portrait(settings, RING, flat, game.police.flat)
    warp = portrait.warp(9)
    matrix = flat[:4].reshape(2, 2)
    z = warp.noise.reshape(-1, 2)
    assert np.abs(warp.points.reshape(-1, 2) - (z @ matrix + flat[4:])).max() < 1e-6
    prior = np.exp(-0.5 * (z**2).sum(axis=1)) / (2 * np.pi)
    assert warp.density is not None
    assert np.allclose(warp.density.ravel(), prior / abs(np.linalg.det(matrix)), rtol=1e-2)
    even = Portrait(replace(settings, noise=Noise.UNIFORM), RING, flat, game.police.flat).warp(5)
    assert even.density is not None
    assert np.allclose(even.density, 0.25 / abs(np.linalg.det(matrix)), rtol=1e-2)
    assert np.abs(even.noise).max() == 1


@pytest.mark.parametrize(("size", "shape"), [(1, (20,)), (2, (20, 20)), (8, (20, 20))])
def test_every_kind_of_noise_has_its_grid(size: int, shape: tuple[int, ...]) -> None:
    game = Game(replace(SMALL, noise_size=size), RING)
    warp = portrait_of(game).warp()
    assert warp.points.shape == (*shape, 2)
    assert (warp.density is None) == (size == 8)


def test_the_field_is_d_in_the_middle_of_the_cells() -> None:
    game = Game(SMALL, RING)
    portrait = portrait_of(game)
    field = portrait.field(30)
    corner = portrait.judge(np.array([[-1.45, -1.45], [1.45, -1.45], [-1.45, 1.45]]))
    assert corner is not None
    assert field.values is not None
    assert np.allclose([field.values[0, 0], field.values[0, -1], field.values[-1, 0]], corner)
    hinge = portrait_of(Game(replace(SMALL, loss=Loss.HINGE), RING))
    assert hinge.field().values is None
    assert hinge.judge(np.zeros((1, 2))) is None
    line = Portrait(SMALL, DATA["number-line"], *weights(Game(SMALL, DATA["number-line"])))
    assert line.field(40).scores.shape == (1, 40)


def weights(game: Game) -> tuple[np.ndarray, np.ndarray]:
    return game.forger.flat, game.police.flat


def test_under_packing_d_is_the_mean_over_real_partners() -> None:
    game = Game(replace(SMALL, packing=2), RING)
    portrait = portrait_of(game)
    x = np.array([[0.3, -0.2]], np.float32)
    partners = game.frame.into(RING.sample(np.random.default_rng(12), 8))
    pairs = np.concatenate([np.repeat(game.frame.into(x), 8, axis=0), partners], axis=1)
    expected = game.police.forward(pairs).mean()
    assert portrait.score(x)[0] == pytest.approx(expected, abs=1e-5)


def test_two_games_of_one_seed_are_the_same_and_of_two_are_not() -> None:
    first, again, other = (Game(replace(SMALL, seed=s), RING) for s in (0, 0, 1))
    turns = [[game.turn() for _ in range(20)] for game in (first, again, other)]
    assert turns[0] == turns[1]
    assert turns[0] != turns[2]


@pytest.mark.parametrize("spectral", [False, True])
def test_the_time_line_goes_back_exactly_even_where_states_were_dropped(spectral: bool) -> None:
    settings = replace(SMALL, spectral=spectral)
    game, line = Game(settings, RING), TimeLine(budget=40_000)
    seen = {}
    for step in range(200):
        if step == 90:
            made, _ = changed_live(game.settings, "d_rate", 0.02)
            game.set(made)
            line.note(game.step, 0, made)
        seen[line.add((game,)).number] = [flat.copy() for flat in weights(game)]
        game.turn()
    for number in (150, 97, 90, 89, 33, 0):
        *_, mark = line.go_to(number, (game,))
        assert mark is not None
        assert mark.step == game.step == number
        for now, then in zip(weights(game), seen[number], strict=True):
            assert (now == then).all(), number
        assert game.settings.d_rate == (0.02 if number > 90 else settings.d_rate) or number == 90
    with pytest.raises(InputError):
        next(line.go_to(150, (game,)))


def test_a_nash_test_finds_nothing_to_gain_at_an_equilibrium_and_much_elsewhere() -> None:
    """G affine, D a straight line: with equal means and D flat nobody gains by moving alone."""
    cloud = Mixture("one", np.array([[1.0, 2.0]]), np.array([[0.5, 0.5]]), ((-9, -9), (9, 9)))
    settings = Settings(
        loss=Loss.MINIMAX, g_layers=(), d_layers=(), batch=512, zoom=0.0, penalty=0.0,
        optimiser=Optimiser.SGD, g_rate=0.02, d_rate=0.02,
    )  # fmt: skip
    still = np.array([0.5, 0, 0, 0.5, 1.0, 2.0], np.float32)
    flat, tilted = np.zeros(3, np.float32), np.array([1.0, 0, -1.0], np.float32)
    away = np.array([0.5, 0, 0, 0.5, -1.0, 2.0], np.float32)

    def gains(forger: np.ndarray, police: np.ndarray) -> Gains:
        game = Game(settings, cloud)
        game.load(forger, police, 0)
        *_, found = nash_test(game, cloud, 300)
        assert found is not None
        assert (game.forger.flat == forger).all()
        return found

    calm = gains(still, flat)
    assert abs(calm.police) < 0.01
    assert calm.forger == 0
    assert gains(away, flat).police > 0.3  # D only has to look which side x lies on
    assert gains(still, tilted).forger > 0.3  # G walks to where D says real
    assert gains(still, tilted).police > 0.02  # D flattens


def test_slow_motion_shows_arrows_in_the_datas_unit() -> None:
    game = Game(replace(SMALL, zoom=3.0), RING)
    seen: list[Batch] = []
    game.watched = seen.append
    before = [flat.copy() for flat in weights(game)]
    game.teach_forger()
    (batch,) = seen
    portrait = Portrait(game.settings, RING, *before)
    fakes, arrows = portrait.arrows(batch.noise)
    assert batch.player is Player.FORGER
    assert np.allclose(batch.fakes, fakes, atol=1e-5)
    assert np.allclose(batch.arrows, arrows, atol=1e-5)


# ---- settings


def test_absurd_values_are_limited_with_a_reason() -> None:
    for field, value, taken, reason in (
        ("g_rate", 1e9, 1.0, Reason.TOO_LARGE),
        ("d_rate", -1, 0.0, Reason.TOO_SMALL),
        ("batch", 0, 1, Reason.TOO_SMALL),
        ("batch", 10**12, 2048, Reason.TOO_LARGE),
        ("penalty", float("nan"), 0.0, Reason.NO_NUMBER),
        ("penalty", float("inf"), 1000.0, Reason.TOO_LARGE),
        ("g_layers", (8,) * 99, (8,) * 6, Reason.TOO_MANY_LAYERS),
        ("d_layers", (10_000,), (256,), Reason.TOO_LARGE),
        ("d_layers", (0, 8), (1, 8), Reason.TOO_SMALL),
    ):
        made, limited = changed(SMALL, field, value)
        assert getattr(made, field) == taken
        assert limited is not None
        assert (limited.field, limited.reason, limited.taken) == (field, reason, taken)
    idle, limited = changed(replace(SMALL, g_steps=0), "d_steps", 0)
    assert idle.d_steps == SMALL.d_steps
    assert limited is not None
    assert limited.reason is Reason.NOBODY_LEARNS


def test_values_of_the_wrong_kind_are_refused() -> None:
    for field, value in (("g_rate", "fast"), ("loss", "fair"), ("g_layers", ("a",)), ("nose", 1)):
        with pytest.raises(InputError):
            changed(SMALL, field, value)  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        changed_live(SMALL, "g_layers", (8, 8))
    assert caught.value.fault is Fault.REFUSED


def test_sound_settings_stay_as_they_are() -> None:
    assert checked(SMALL) == (SMALL, ())
    assert set(LIVE) | set(RESTART) >= set(RANGES)
    assert needs_restart(SMALL, replace(SMALL, g_rate=0.5, output=Output.TANH)) == ("output",)


# ---- the two-parameter orbit


def test_without_a_regulariser_the_orbit_goes_round_for_ever() -> None:
    flow = Orbit(Loss.WGAN_GP, turns=Turns.CONTINUOUS, rate=0.05)
    path = trajectory(flow, 1.0, 0.0, 1000)
    assert np.allclose(np.hypot(*path.T), 1, atol=1e-3)  # θ² + ψ² stays
    both = trajectory(replace(flow, turns=Turns.SIMULTANEOUS), 1.0, 0.0, 100)
    assert np.hypot(*both[-1]) == pytest.approx((1 + 0.05**2) ** 50)  # √(1 + h²) a step
    turns = trajectory(replace(flow, turns=Turns.ALTERNATING), 1.0, 0.0, 5000)
    assert 0.9 < np.hypot(*turns.T).min() < np.hypot(*turns.T).max() < 1.1
    for loss in (Loss.MINIMAX, Loss.NON_SATURATING):
        assert np.allclose(eigenvalues(Orbit(loss)).real, 0, atol=1e-6)
        assert np.allclose(np.abs(eigenvalues(Orbit(loss)).imag), 0.5, atol=1e-4)


@pytest.mark.parametrize("gamma", [0.2, 0.8, 3.0])
def test_the_zero_centred_penalty_attracts_with_the_papers_eigenvalues(gamma: float) -> None:
    orbit = Orbit(Loss.NON_SATURATING, penalty=gamma, turns=Turns.CONTINUOUS)
    root = np.sqrt(complex(gamma**2 / 4 - 0.25))
    expected = sorted([-gamma / 2 + root, -gamma / 2 - root], key=lambda v: (v.real, v.imag))
    found = sorted(eigenvalues(orbit), key=lambda v: (round(v.real, 3), v.imag))
    assert np.allclose(found, expected, atol=1e-3)
    assert np.hypot(*trajectory(orbit, 1.0, 1.0, 2000)[-1]) < 1e-3


def test_instance_noise_attracts_and_the_wgan_penalty_does_not() -> None:
    noisy = Orbit(Loss.NON_SATURATING, instance_noise=0.7, turns=Turns.CONTINUOUS)
    assert (eigenvalues(noisy).real < -0.05).all()
    assert np.hypot(*trajectory(noisy, 1.0, 1.0, 3000)[-1]) < 1e-2
    wgan = Orbit(Loss.WGAN_GP, penalty=1.0, turns=Turns.SIMULTANEOUS, rate=0.05)
    tail = trajectory(wgan, 1.0, 0.5, 4000)[-1000:]
    assert np.hypot(*tail.T).max() > 0.3


def test_the_field_is_the_gradient_of_the_losses() -> None:
    theta, psi, by_theta, by_psi = vector_field(Orbit(Loss.MINIMAX), 2.0, 5)
    value = lambda t, p: -np.logaddexp(0, 0) - np.logaddexp(0, p * t)  # noqa: E731
    step = 1e-5
    assert np.allclose(
        by_theta, -(value(theta + step, psi) - value(theta - step, psi)) / (2 * step), atol=1e-6
    )
    assert np.allclose(
        by_psi, (value(theta, psi + step) - value(theta, psi - step)) / (2 * step), atol=1e-6
    )
    for loss in Loss:
        assert np.allclose(pull(Orbit(loss), np.array(0.0), np.array(0.0)), 0)
    runaway = trajectory(Orbit(Loss.WGAN_GP, rate=5.0), 1.0, 1.0, 500)
    assert len(runaway) < 500
    assert np.isfinite(runaway).all()
