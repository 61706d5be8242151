"""One step at a time: changed, kept, taken back, frozen, shared among processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch.optim.lr_scheduler import OneCycleLR

from core.cards import Kind
from core.data.table import DataSet, load
from core.errors import DataError, Fault, InputError
from core.training.checkpoints import Shelf, read_kept, write_kept
from core.training.loops import ExplodedError, Run, one_cycle, train
from core.training.recipes import RECIPES, Recipe

Tiny = tuple[Recipe, DataSet, DataSet]


def weights(run: Run) -> torch.Tensor:
    return torch.cat([value.flatten().clone() for value in run.network.state_dict().values()])


def steps(run: Run, count: int) -> list[float]:
    return [next(run).loss for _ in range(count)]


@pytest.mark.parametrize("whole", [7, 48, 400])
def test_the_rate_is_that_of_torchs_one_cycle(whole: int) -> None:
    optimiser = torch.optim.AdamW([torch.zeros(1, requires_grad=True)], 0.01)
    reference = OneCycleLR(optimiser, 0.01, total_steps=whole, pct_start=0.05)
    for step in range(whole):
        group = optimiser.param_groups[0]
        assert one_cycle(step, whole, 0.01) == (group["lr"], group["betas"][0])
        optimiser.step()
        if step < whole - 1:
            reference.step()


@pytest.mark.parametrize("whole", [1, 20])  # where torch divides by zero
def test_the_rate_of_short_runs_is_a_rate(whole: int) -> None:
    for step in range(whole):
        assert 0 < one_cycle(step, whole, 0.01)[0] <= 0.01


@pytest.mark.parametrize("kind", [Kind.AE, Kind.VAE])
def test_what_follows_a_snapshot_follows_it_again(tiny: Tiny, kind: Kind, tmp_path: Path) -> None:
    recipe = replace(tiny[0], kind=kind, beta=1.0 if kind is Kind.VAE else None, epochs=4)
    run = Run(recipe, tiny[1])
    steps(run, 8)  # in the middle of the second epoch
    path = tmp_path / "kept.safetensors"
    write_kept(run.keep(), path)
    first, made = steps(run, 10), weights(run)
    run.restore(read_kept(path))
    assert run.step == 8
    assert steps(run, 10) == first
    assert torch.equal(weights(run), made)
    other = Run(recipe, tiny[1])
    other.restore(read_kept(path))
    assert steps(other, 10) == first


def test_a_snapshot_brings_the_numbers_back_too(tiny: Tiny) -> None:
    run = Run(replace(tiny[0], epochs=4), tiny[1])
    steps(run, 3)
    kept = run.keep()
    first = steps(run, 5)
    run.restore(kept)
    run.set("learning_rate", 0.05)
    run.set("beta", 7.0)
    run.set("batch_size", 30)
    assert steps(run, 5) != first
    run.restore(kept)
    assert (run.recipe.learning_rate, run.recipe.beta) == (tiny[0].learning_rate, 1.0)
    assert steps(run, 5) == first


def test_a_changed_batch_size_changes_the_steps_left(tiny: Tiny) -> None:
    run = Run(tiny[0], tiny[1])
    assert run.steps == 12
    steps(run, 2)  # 100 of 300 items
    run.set("batch_size", 100)
    assert run.steps == 2 + 2 + 3
    made = list(run)
    assert (made[-1].step, made[-1].epoch) == (7, 2)
    assert [step.ends_epoch for step in made] == [False, True, False, False, True]


@pytest.mark.parametrize(
    ("frozen", "still"),
    [
        ("encoder", {"encoder.0", "encoder.2"}),
        ("decoder.0", {"decoder.0"}),
        ("3", {"encoder.0", "encoder.2", "decoder.0"}),
    ],
)
def test_frozen_layers_do_not_learn(tiny: Tiny, frozen: str, still: set[str]) -> None:
    run = Run(tiny[0], tiny[1])
    run.set("frozen", frozen)
    before = {key: value.clone() for key, value in run.network.state_dict().items()}
    steps(run, 3)
    moved = {
        key.rpartition(".")[0]
        for key, value in run.network.state_dict().items()
        if not torch.equal(value, before[key])
    }
    assert moved == {"encoder.0", "encoder.2", "decoder.0", "decoder.2"} - still
    run.set("frozen", "")
    steps(run, 1)
    assert all(not torch.equal(v, before[k]) for k, v in run.network.state_dict().items())


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("learning_rate", "much", Fault.MISMATCH),
        ("learning_rate", 1e9, Fault.MISMATCH),
        ("learning_rate", float("nan"), Fault.MISMATCH),
        ("batch_size", 301, Fault.MISMATCH),
        ("frozen", "decoder.77", Fault.MISSING),
        ("frozen", "middle", Fault.MISMATCH),
        ("seed", 3, Fault.REFUSED),
        ("data", "digits", Fault.REFUSED),
    ],
)
def test_what_cannot_be_set_is_refused(
    tiny: Tiny, key: str, value: float | str, fault: Fault
) -> None:
    run = Run(tiny[0], tiny[1])
    with pytest.raises(InputError) as caught:
        run.set(key, value)
    assert caught.value.fault is fault
    assert run.recipe == tiny[0]


def test_measuring_held_out_data_changes_nothing(tiny: Tiny) -> None:
    recipe, data, held_out = tiny
    first, second = Run(recipe, data), None
    losses = steps(first, 6)
    second = Run(recipe, data)
    told = []
    seen = []
    for _ in range(6):
        seen.append(second.held_out_loss(torch.from_numpy(held_out.images)))
        told.append(next(second).loss)
    assert told == losses
    assert seen[-1] < seen[0]


def test_an_exploding_rate_is_noticed_at_its_step(tiny: Tiny) -> None:
    run = Run(replace(tiny[0], learning_rate=1e30), tiny[1])
    with pytest.raises(ExplodedError) as caught:
        list(run)
    assert "step" in caught.value.detail


def test_damaged_snapshots_are_refused(tiny: Tiny, tmp_path: Path) -> None:
    path = tmp_path / "kept.safetensors"
    write_kept(Run(tiny[0], tiny[1]).keep(), path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(DataError) as caught:
        read_kept(path)
    assert caught.value.fault is Fault.UNREADABLE
    with pytest.raises(DataError) as caught:
        read_kept(tmp_path / "none.safetensors")
    assert caught.value.fault is Fault.MISSING


def test_the_shelf_thins_out_what_lies_close(tiny: Tiny, tmp_path: Path) -> None:
    run = Run(tiny[0], tiny[1])
    kept = run.keep()
    write_kept(kept, tmp_path / "one")
    size = (tmp_path / "one").stat().st_size
    shelf = Shelf(tmp_path / "shelf", budget=int(4.5 * size))
    dropped = [
        shelf.add(kept, step, automatic=step != 11).dropped for step in (0, 10, 11, 40, 50, 60, 90)
    ]
    assert dropped == [(), (), (), (), (1,), (4,), (3,)]
    assert len(list((tmp_path / "shelf").iterdir())) == 4
    assert shelf.find(2).step == 11  # taken by hand
    with pytest.raises(DataError):
        shelf.find(4)


TOGETHER = """
import json, sys
from dataclasses import replace
from core.__main__ import main
from core.data.table import load
from core.training import run
from core.training.loops import open_fabric, train
from core.training.recipes import RECIPES
few = lambda name, split: load(name, split, size=200)
recipe = replace(RECIPES["shapes-vae-2"], epochs=2, batch_size=50, start_from=None)
fabric = open_fabric(recipe)
losses = [step.loss for step in train(recipe, few("shapes", "train"), None, fabric)]
if fabric.global_rank == 0:
    print(json.dumps({"processes": fabric.world_size, "losses": losses}), flush=True)
run.load = few  # seconds instead of minutes
sys.exit(main(["train", "shapes-ae-2", "--set", "epochs=2", "--set", "batch_size=50",
               "--into", sys.argv[1], "--json"]))
"""


def test_two_processes_do_what_one_does(tmp_path: Path) -> None:
    """The global batch is the same, and so are the losses, but for the order of additions.

    For the deterministic autoencoder through the command line, whose first process publishes; for
    the variational one, whose noise is shared out as the pictures are, through the loop.
    """
    script, shelf = tmp_path / "together.py", tmp_path / "shelf"
    script.write_text(TOGETHER)
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    done = subprocess.run(
        [*launcher, "--nproc-per-node", "2", str(script), str(shelf)],
        capture_output=True, text=True, check=False, timeout=240,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(said) == 2  # the first process speaks for both
    assert said[0]["processes"] == 2
    assert [path.name for path in shelf.iterdir()] == ["shapes-ae-2"]
    data = load("shapes", "train", size=200)
    for name, answer in zip(("shapes-vae-2", "shapes-ae-2"), said, strict=True):
        recipe = replace(RECIPES[name], epochs=2, batch_size=50, start_from=None)
        alone = [step.loss for step in train(recipe, data)]
        assert answer["losses"] == pytest.approx(alone, rel=1e-5)
