"""Two small trainings, with and without normalisation: the same but for it, and told live."""

from __future__ import annotations

import math

import torch
from partner import Partner

from core.attention.phrases import phrases
from core.networks.translator import Translator
from core.training.job import Job
from core.training.messages import Finished, Pause, Resume, Stop, Stopped
from core.training.norm_messages import (
    CHILD,
    WITH,
    WITHOUT,
    PairCurves,
    PairStarted,
    PairSteps,
    StartPair,
)
from core.training.norm_pair import NormPair
from core.training.translator_loop import sizes_of

FEW = StartPair(layers=2, steps=8)


def test_the_language_has_each_sentence_once_in_german_order() -> None:
    pairs = phrases()
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs}) == 2016
    assert ("The dog sees the man today.", "Heute sieht der Hund den Mann.") in pairs
    assert ("The dog sees the man.", "Der Hund sieht den Mann.") in pairs


def test_the_two_differ_in_nothing_but_the_normalisation() -> None:
    pair = NormPair(FEW)
    one, two = (run.network for run in pair.runs)
    assert (one.sizes.norm, two.sizes.norm) == ("post", "none")
    shared = two.state_dict()
    assert {name for name in one.state_dict() if name not in shared} == {
        name for name in one.state_dict() if ".norm." in name
    }
    assert all(torch.equal(one.state_dict()[name], value) for name, value in shared.items())
    more = pair.started.weights[WITH] - pair.started.weights[WITHOUT]
    assert more == 2 * 64 * (2 * 2 + 3 * 2)  # γ and β of every Add & Norm
    steps = list(pair)
    assert [each.step for each in steps] == list(range(1, FEW.steps + 1))
    alone = NormPair(FEW)
    assert [next(alone).losses for _ in range(3)] == [each.losses for each in steps[:3]]


def test_what_was_trained_without_norm_is_loaded_again() -> None:
    run = NormPair(FEW).runs[WITHOUT]
    next(run)
    kept = run.keep()
    again = Translator(sizes_of(run.recipe, run.network.sizes.vocabulary))
    again.load_state_dict({key: kept.tensors[key] for key in again.state_dict()})
    assert kept.rest["recipe"]["norm"] == again.sizes.norm == "none"


def test_normalisation_keeps_gradients_small_and_learns_faster() -> None:
    curves = PairCurves.empty()
    for told in NormPair(StartPair(layers=4, steps=40)):
        curves.add(told)
    assert curves.largest_gradient(WITHOUT) > 20 * curves.largest_gradient(WITH)
    assert curves.losses[WITH][-1] < curves.losses[WITHOUT][-1]
    assert curves.broken_at(WITH) is None


def test_a_run_whose_numbers_are_none_breaks_alone() -> None:
    pair = NormPair(StartPair(layers=2, steps=4))
    with torch.no_grad():
        next(iter(pair.runs[WITHOUT].network.parameters())).fill_(math.nan)
    curves = PairCurves.empty()
    for told in pair:
        curves.add(told)
    assert curves.step == 4
    assert curves.broken_at(WITHOUT) == 1
    assert math.isnan(curves.largest_gradient(WITHOUT))
    assert all(map(math.isfinite, curves.losses[WITH]))
    reached = curves.reached_at(WITH, curves.losses[WITH][-1])
    assert reached is not None
    assert reached <= 4


def test_a_process_tells_of_both_and_waits_when_told_to() -> None:
    job = Job(entry=CHILD)
    try:
        partner = Partner(job)
        job.send(StartPair(layers=2, steps=30))
        started = partner.wait(PairStarted)
        assert started.pairs == len(phrases())
        partner.wait(PairSteps)
        job.send(Pause())
        job.send(Resume())
        assert partner.wait(Finished).step == 30
        told = partner.all(PairSteps)
        counts = [
            (len(each.losses[run]), len(each.gradients[run])) for run in (0, 1) for each in told
        ]
        assert sum(a for a, _ in counts) == sum(b for _, b in counts) == 60
        job.send(StartPair(layers=2, steps=1000))
        partner.wait(PairStarted)
        job.send(Stop())
        partner.wait(Stopped)
    finally:
        job.close()
