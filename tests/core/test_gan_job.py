"""The GAN's training process from the window's side: what it says, what it takes, how it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest
from partner import Partner

from core.cards import PlaneGanCard
from core.errors import Fault, ModelError
from core.gan.data import DATA
from core.gan.game import Game, Player
from core.gan.history import COLUMNS
from core.gan.losses import Loss
from core.gan.portrait import Portrait
from core.gan.sampler import Sampler
from core.gan.settings import Reason, Settings
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.training.gan.messages import (
    DataChoice,
    Exploded,
    ExportGame,
    GameExported,
    GameStarted,
    GoTo,
    KnobSet,
    MakeStep,
    NashResult,
    Picture,
    Reached,
    SetKnob,
    SetPace,
    StartGame,
    TestNash,
    Turned,
    Watched,
    WentTo,
    Who,
)
from core.training.gan.opening import open_game
from core.training.job import Job
from core.training.messages import Failed, Pause, Ready, Resume, Stopped, Trouble
from core.training.pipes import Outbox

SMALL = Settings(g_layers=(8,), d_layers=(8,), batch=16)
RING = DataChoice("ring")


@pytest.fixture(scope="module")
def spare() -> Iterator[Job]:
    job = open_game()
    Partner(job).wait(Ready)
    yield job
    job.close()


@pytest.fixture
def partner(spare: Job) -> Iterator[Partner]:
    partner = Partner(spare)
    yield partner
    spare.send(StartGame((SMALL,), DataChoice("gaussians"), paused=True))  # what ran ends
    partner.wait(Picture, lambda picture: picture.step == 0)


def begin(partner: Partner, *games: Settings, stop_at: int | None = None) -> GameStarted:
    partner.job.send(StartGame(games or (SMALL,), RING, stop_at=stop_at, paused=stop_at is None))
    return partner.wait(GameStarted)


def rows(partner: Partner, side: int = 0) -> np.ndarray:
    return np.concatenate([turned.rows[side] for turned in partner.all(Turned)])


def test_a_run_tells_every_turn_and_shows_its_weights(partner: Partner) -> None:
    begin(partner, stop_at=3000)
    reached = partner.wait(Reached)
    told, pictures = partner.all(Turned), partner.all(Picture)
    assert reached.step == 3000
    assert rows(partner).shape == (3000, len(COLUMNS))
    assert [each.first for each in told] == [
        1 + sum(len(each.rows[0]) for each in told[:i]) for i in range(len(told))
    ]
    assert np.isfinite(rows(partner)).all()
    assert pictures[-1].step == 3000
    assert [p.number for p in pictures] == sorted({p.number for p in pictures})


def test_the_process_plays_what_the_game_plays_here(partner: Partner) -> None:
    begin(partner, stop_at=50)
    partner.wait(Reached)
    game = Game(SMALL, DATA["ring"])
    for _ in range(50):
        game.turn()
    last = partner.all(Picture)[-1].weights[0]
    assert np.abs(last.forger - game.forger.flat).max() < 1e-5
    assert np.abs(last.police - game.police.flat).max() < 1e-5


def test_two_games_go_side_by_side_from_one_seed(partner: Partner) -> None:
    begin(partner, SMALL, replace(SMALL, loss=Loss.WGAN_GP))
    first = partner.wait(Picture).weights
    partner.job.send(SetPace(stop_at=20))
    partner.job.send(Resume())
    partner.wait(Reached)
    last = partner.all(Picture)[-1].weights
    assert (first[0].forger == first[1].forger).all()
    assert (last[0].forger != last[1].forger).any()
    assert rows(partner, 0).shape == rows(partner, 1).shape == (20, len(COLUMNS))


def test_knobs_turn_while_it_runs_and_absurd_ones_are_limited(partner: Partner) -> None:
    begin(partner)
    partner.job.send(SetKnob("g_rate", 50.0))
    made = partner.wait(KnobSet)
    assert made.limited is not None
    assert (made.value, made.limited.reason) == (1.0, Reason.TOO_LARGE)
    partner.job.send(SetKnob("loss", "hinge"))
    assert partner.wait(KnobSet).value is Loss.HINGE
    partner.job.send(SetKnob("packing", 2))
    failed = partner.wait(Failed)
    assert (failed.fault, failed.subject, failed.alive) == (Fault.REFUSED, "packing", True)


def test_going_back_goes_on_exactly_as_the_first_time(partner: Partner) -> None:
    begin(partner, stop_at=40)
    partner.wait(Reached)
    there = partner.all(Picture)[-1]
    partner.job.send(SetKnob("d_rate", 0.01))
    partner.job.send(SetPace(stop_at=80))
    partner.job.send(Resume())
    partner.wait(Reached)
    first = partner.all(Picture)[-1].weights[0]
    partner.job.send(GoTo(there.number))
    went = partner.wait(WentTo)
    assert (went.step, went.games[0].d_rate) == (40, SMALL.d_rate)
    partner.job.send(SetKnob("d_rate", 0.01))
    partner.job.send(SetPace(stop_at=80))
    partner.job.send(Resume())
    partner.wait(Reached)
    again = partner.all(Picture)[-1].weights[0]
    assert (first.forger == again.forger).all()
    assert (first.police == again.police).all()
    partner.job.send(GoTo(99_999))
    assert partner.wait(Failed).fault is Fault.MISSING


@pytest.mark.parametrize("who", Who)
def test_a_step_in_slow_motion_shows_what_was_seen(partner: Partner, who: Who) -> None:
    begin(partner, replace(SMALL, d_steps=2))
    before = partner.wait(Picture).weights[0]
    partner.job.send(MakeStep(who, slow=True))
    watched = partner.wait(Watched).batches[0]
    after = partner.wait(Picture).weights[0]
    players = {
        Who.BOTH: [Player.POLICE, Player.POLICE, Player.FORGER],
        Who.POLICE: [Player.POLICE],
        Who.FORGER: [Player.FORGER],
    }[who]
    assert [batch.player for batch in watched] == players
    assert (before.police == after.police).all() == (who is Who.FORGER)
    assert (before.forger == after.forger).all() == (who is Who.POLICE)
    for batch in watched:
        assert batch.fakes.shape == (16, 2)
        assert (batch.arrows is None) == (batch.player is Player.POLICE)


def test_what_is_no_number_stops_the_run_and_leaves_a_good_picture(partner: Partner) -> None:
    wild = replace(SMALL, loss=Loss.LEAST_SQUARES, optimiser="sgd", g_rate=1.0, d_rate=1.0)
    begin(partner, replace(wild, penalty=1000.0))
    partner.job.send(Resume())
    exploded = partner.wait(Exploded)
    pictures = {picture.number: picture for picture in partner.all(Picture)}
    good = pictures[exploded.last_good].weights[0]
    assert np.isfinite(good.forger).all()
    assert np.isfinite(good.police).all()
    assert exploded.quantity in (*COLUMNS, "forger", "police")
    partner.job.send(GoTo(exploded.last_good))
    assert partner.wait(WentTo).number == exploded.last_good


def test_a_nash_test_tells_gains_and_leaves_the_game_alone(partner: Partner) -> None:
    begin(partner)
    before = partner.wait(Picture).weights[0]
    partner.job.send(TestNash(steps=30))
    gains = partner.wait(NashResult).gains
    assert gains.steps == 30
    assert np.isfinite([gains.police, gains.forger]).all()
    partner.job.send(MakeStep(Who.FORGER))
    after = partner.wait(Picture).weights[0]
    assert (before.police == after.police).all()


def test_points_of_ones_own_are_played(partner: Partner) -> None:
    points = np.random.default_rng(0).standard_normal((50, 1)).astype(np.float32)
    choice = DataChoice(points=points, extent=((-3.0,), (3.0,)))
    partner.job.send(StartGame((SMALL,), choice, stop_at=5))
    partner.wait(Reached)
    partner.job.send(StartGame((SMALL,), DataChoice("nowhere")))
    assert partner.wait(Failed).subject == "nowhere"


def test_a_slow_pace_still_follows_commands(partner: Partner) -> None:
    partner.job.send(StartGame((SMALL,), RING, pace=0.1))
    partner.wait(Picture, lambda picture: picture.step == 1)
    partner.job.send(Pause())
    partner.job.send(MakeStep())
    partner.wait(Picture, lambda picture: picture.step == 2)


def test_a_killed_process_is_a_message_and_its_pictures_go_on_in_another() -> None:
    job = open_game()
    try:
        partner = Partner(job)
        partner.job.send(StartGame((SMALL,), RING))
        picture = partner.wait(Picture, lambda picture: picture.step > 100)
        assert job.pid
        os.kill(job.pid, signal.SIGKILL)
        assert partner.wait(Failed).fault is Trouble.DIED
    finally:
        job.close()
    job = open_game()
    try:
        partner = Partner(job)
        start = StartGame((SMALL,), RING, picture.weights, picture.step, paused=True)
        partner.job.send(start)
        shown = partner.wait(Picture)
        assert shown.step == picture.step
        assert (shown.weights[0].forger == picture.weights[0].forger).all()
        assert isinstance(job.stop()[-1], Stopped)
    finally:
        job.close()


def test_the_police_is_sent_home_and_the_forger_goes_on_alone(
    partner: Partner, tmp_path: Path
) -> None:
    begin(partner, replace(SMALL, spectral=True, packing=2))
    weights = partner.wait(Picture).weights[0]
    partner.job.send(ExportGame("My forger", with_police=True, into=tmp_path))
    exported = partner.wait(GameExported)
    assert exported.parity <= 1e-4
    (entry,) = [e for e in Library((tmp_path,), of=PlaneGanCard).entries() if e.card]
    assert entry.folder == exported.folder
    assert entry.card
    assert (entry.card.data, entry.card.packing, entry.card.modes_total) == ("ring", 2, 8)
    sampler = Sampler.open(entry, best_device("cpu"))
    portrait = Portrait(
        replace(SMALL, spectral=True, packing=2), DATA["ring"], weights.forger, weights.police
    )
    noise = portrait.noise(100)
    assert np.abs(sampler.forge(noise) - portrait.forge(noise)).max() < 1e-4
    reals = DATA["ring"].sample(np.random.default_rng(0), 20)
    scores = sampler.score(reals.reshape(10, 4))
    assert sampler.has_police
    assert np.isfinite(scores).all()
    assert Library((tmp_path,)).entries() == []  # the Latent Explorer's library passes it over
    partner.job.send(ExportGame("alone", into=tmp_path))
    partner.wait(GameExported)
    alone = Library((tmp_path,), of=PlaneGanCard).find("alone")
    assert alone.card
    assert alone.card.graphs.keys() == {"forger"}
    with pytest.raises(ModelError):
        Sampler.open(alone, best_device("cpu")).score(reals)


def test_a_full_pipe_drops_pictures_but_never_losses() -> None:
    ours, theirs = Pipe()
    outbox = Outbox(theirs, Picture)
    outbox.put(b" " * 10_000_000)  # more than a pipe holds: what follows waits
    row = (np.zeros((1, len(COLUMNS)), np.float32),)
    for step in range(50):
        outbox.put(Turned(step, row))
        outbox.put(Picture(step, step, ()))
    heard = []
    while not (heard and isinstance(heard[-1], Picture) and heard[-1].step == 49):
        heard.append(ours.recv())
    assert [each.first for each in heard if isinstance(each, Turned)] == list(range(50))
    assert len([each for each in heard if isinstance(each, Picture)]) <= 2
    outbox.close()
    ours.close()
