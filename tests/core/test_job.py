"""The training process from the window's side: what it says, what it takes, how it may end."""

from __future__ import annotations

import os
import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from partner import PATIENCE, Partner, small
from PIL import Image

from core.errors import Fault
from core.export.verify import verify
from core.runtime.library import Library
from core.training.job import ENVIRONMENT, Job
from core.training.messages import (
    DataSpec,
    Export,
    Exported,
    Failed,
    Finished,
    GoBack,
    Pause,
    Preview,
    Progress,
    Ready,
    Resume,
    Set,
    Snapshot,
    Start,
    Started,
    StepOnce,
    Stopped,
    TakeSnapshot,
    Trouble,
    WentBack,
)


@pytest.fixture(scope="module")
def spare() -> Iterator[Job]:
    """A process that most tests here share: it is made to be started again and again."""
    job = Job()
    yield job
    job.close()
    assert not job.folder.exists()


@pytest.fixture(scope="module")
def ready(spare: Job) -> Ready:
    return Partner(spare).wait(Ready)


@pytest.fixture
def partner(spare: Job, ready: Ready) -> Partner:
    return Partner(spare, [ready])


def losses(partner: Partner) -> list[float]:
    return [loss for progress in partner.all(Progress) for loss in progress.losses]


def test_a_run_from_start_to_export(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path))
    started = partner.wait(Started)
    assert (started.name, started.steps, started.train_count) == ("shapes-vae-2", 24, 300)
    finished = partner.wait(Finished)
    told, previews = partner.all(Progress), partner.all(Preview)
    assert finished.step == told[-1].step == len(losses(partner)) == 24
    assert dict(told[0].parts).keys() == {"reconstruction", "kl"}
    assert told[0].held_out is not None
    assert told[-1].seconds_left == 0
    assert (previews[0].step, previews[-1].step) == (0, 24)
    assert previews[0].originals.shape == previews[0].decoded.shape == (8, 28, 28)
    assert previews[0].reconstructions.dtype == np.uint8
    assert previews[0].codes.shape == (300, 2)
    assert not np.array_equal(previews[0].reconstructions, previews[-1].reconstructions)
    numbers = [snapshot.number for snapshot in partner.all(Snapshot)]
    assert numbers == [*range(len(numbers))]
    first = losses(partner)

    partner.job.send(Export())
    exported = partner.wait(Exported)
    assert exported.name == "shapes-vae-2@2"
    assert exported.parity <= 1e-4
    assert exported.before is not None
    assert exported.before != exported.after
    entry = Library((tmp_path / "none", tmp_path)).find(exported.name)
    assert verify(entry)["ok"]
    assert entry.card
    assert entry.card.training
    assert entry.card.training.after == exported.after

    partner.forget()
    partner.job.send(GoBack(0))
    assert partner.wait(WentBack).step == 0
    partner.job.send(Resume())
    partner.wait(Finished)
    assert losses(partner) == first


def test_pause_step_and_set(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path, paused=True))
    assert partner.wait(Preview).step == 0
    for step in (1, 2):
        partner.job.send(StepOnce())
        told = partner.wait(Progress)
        assert (told.step, len(told.losses)) == (step, 1)
    partner.job.send(Set("beta", 3.0))
    partner.job.send(Set("batch_size", 100))
    partner.job.send(StepOnce())
    told = partner.wait(Progress)
    assert (told.step, told.beta, told.steps) == (3, 3.0, 3 + 1 + 9)
    partner.job.send(Set("beta", -1.0))
    failed = partner.wait(Failed)
    assert (failed.fault, failed.kind, failed.alive) == (Fault.MISMATCH, "InputError", True)
    partner.job.send(TakeSnapshot())
    assert not partner.wait(Snapshot, lambda taken: taken.step == 3).automatic
    partner.job.send(GoBack(77))
    assert partner.wait(Failed).fault is Fault.MISSING
    partner.job.send(Resume())
    partner.job.send(Pause())
    partner.job.send(Resume())
    assert partner.wait(Finished).step == 13


def test_what_cannot_be_started_is_said(partner: Partner, tmp_path: Path) -> None:
    for start, fault in (
        (Start(base="nobody", into=tmp_path), Fault.MISSING),
        (Start(recipe="nobody", into=tmp_path), Fault.MISSING),
        (small(tmp_path, ("data", "x")), Fault.REFUSED),
        (Start(base="shapes-vae-2", data=DataSpec(own=str(tmp_path / "no"))), Fault.MISSING),
        (Start(base="shapes-vae-2", data=DataSpec(own="drawings:no")), Fault.MISSING),
        (Start(resume=tmp_path / "no.safetensors"), Fault.MISSING),
    ):
        partner.job.send(start)
        failed = partner.wait(Failed)
        assert (failed.fault, failed.alive) == (fault, True)
    partner.job.send(Resume())
    assert partner.wait(Failed).fault is Fault.REFUSED


def test_a_rate_that_explodes_leaves_the_last_good_state(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path, ("largest_gradient", 1e12), paused=True))
    partner.wait(Preview)
    partner.job.send(Set("learning_rate", 10.0))
    partner.job.send(Resume())
    failed = partner.wait(Failed)
    assert (failed.fault, failed.alive) == (Trouble.EXPLODED, True)
    assert failed.last_good
    partner.job.send(GoBack(failed.last_good.number))
    partner.wait(WentBack)
    partner.job.send(Resume())
    assert partner.wait(Finished).step == 24
    assert np.isfinite(partner.all(Progress)[-1].loss)


def test_a_folder_may_vanish_in_mid_run(partner: Partner, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for index in range(12):
        ink = np.zeros((28, 28), np.uint8)
        ink[4 : 10 + index, 8:20] = 255
        Image.fromarray(ink).save(folder / f"{index}.png")
    (folder / "notes.txt").write_text("no picture")
    partner.job.send(
        Start(base="shapes-vae-2", data=DataSpec(own=str(folder)), into=tmp_path, paused=True)
    )
    started = partner.wait(Started)
    assert (started.train_count, started.held_out_count, started.skipped) == (11, 1, 1)
    assert started.batch_size == 11
    partner.job.send(StepOnce())
    partner.wait(Progress)
    shutil.rmtree(folder)
    partner.job.send(Resume())
    partner.wait(Finished)
    partner.job.send(Export())
    assert partner.wait(Exported).parity <= 1e-4


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="Linux alone can limit a process")
def test_a_full_disk_stops_no_training(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path, paused=True))
    partner.wait(Preview)
    assert partner.job.pid
    whole = resource.prlimit(partner.job.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(partner.job.pid, resource.RLIMIT_FSIZE, (50_000, whole[1]))
    try:
        for command in (TakeSnapshot(), Export()):
            partner.job.send(command)
            failed = partner.wait(Failed)
            assert (failed.kind, failed.alive) == ("StorageError", True)
            assert failed.fault in (Fault.DISK_FULL, Fault.READ_ONLY)
        assert failed.last_good
        assert failed.last_good.path.exists()
        assert list(tmp_path.glob("*shapes*")) == list(tmp_path.glob(".work-*")) == []
        partner.job.send(StepOnce())
        partner.wait(Progress)
    finally:
        resource.prlimit(partner.job.pid, resource.RLIMIT_FSIZE, whole)
    partner.job.send(Export())
    assert partner.wait(Exported).name == "shapes-vae-2@2"


def test_no_loss_is_lost_while_nobody_listens(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path, ("epochs", 30)))
    partner.wait(Started)
    time.sleep(1)
    partner.wait(Finished)
    assert len(losses(partner)) == 180


def test_killed_at_a_random_moment(tmp_path: Path) -> None:
    """No half model is ever there, and the next run goes on from the last snapshot."""
    jobs = [Job(tmp_path / f"run{index}") for index in range(2)]
    shelf = tmp_path / "shelf"
    try:
        partner = Partner(jobs[0])
        partner.job.send(small(shelf, ("epochs", 5000)))
        partner.wait(Progress)
        partner.job.send(TakeSnapshot())
        partner.job.send(Export())
        partner.wait(Snapshot, lambda taken: not taken.automatic)
        time.sleep(random.random())
        assert partner.job.pid
        os.kill(partner.job.pid, signal.SIGKILL)
        failed = partner.wait(Failed)
        assert (failed.fault, failed.alive) == (Trouble.DIED, False)
        assert failed.detail == "exit code -9"
        assert partner.job.ended
        assert not partner.job.is_alive
        assert failed.last_good
        for entry in Library((tmp_path / "none", shelf)).entries():
            assert entry.error is None
            assert verify(entry)["ok"]

        partner = Partner(jobs[1])
        partner.job.send(Start(resume=failed.last_good.path, into=shelf))
        assert partner.wait(Progress).step > failed.last_good.step
        check_stop(partner)
    finally:
        for job in jobs:
            job.close()
    assert partner.job.last_good
    assert partner.job.last_good.path.exists()  # the folder was ours


def check_stop(partner: Partner) -> None:
    """It ends with its step, and keeps it."""
    said = partner.job.stop(timeout=PATIENCE)
    assert isinstance(said[-1], Stopped)
    assert partner.job.exit_code == 0
    newest = [message for message in said if isinstance(message, Snapshot)][-1]
    assert newest.step == said[-1].step
    assert partner.job.last_good == newest
    partner.job.send(Resume())  # lost, and no error
    assert partner.job.poll() == []


def test_an_exception_in_the_child_is_a_message(tmp_path: Path) -> None:
    job = Job(entry="child_crashing")
    partner = Partner(job)
    job.send(small(tmp_path))
    failed = partner.wait(Failed)
    assert (failed.fault, failed.alive) == (Trouble.CRASHED, False)
    assert failed.detail == "MemoryError: nothing left"
    assert failed.last_good
    assert losses(partner)
    assert job.poll(0.1) == []
    job.close()


def test_who_does_not_stop_is_killed() -> None:
    job = Job(entry="child_deaf")
    Partner(job).wait(Ready)
    said = job.stop(timeout=0.3)
    assert isinstance(said[-1], Failed)
    assert said[-1].fault is Trouble.DIED
    assert job.exit_code == -signal.SIGKILL
    job.close()


def test_a_missing_package_is_named() -> None:
    job = Job(entry="torch_is_not_here.child")
    failed = Partner(job).wait(Failed)
    assert (failed.fault, failed.subject) == (Fault.NOT_INSTALLED, "torch_is_not_here")
    assert (failed.kind, failed.alive) == ("PackageError", False)
    job.close()


def test_the_environment_is_the_childs_alone() -> None:
    before = dict(os.environ)
    job = Job(entry="child_echo")
    assert dict(os.environ) == before
    expected = [ENVIRONMENT["MALLOC_MMAP_THRESHOLD_"], False]
    assert Partner(job).wait(Failed).detail == repr(expected)
    job.close()


ORPHAN = """
import os, signal, sys
from core.training.job import Job
from core.training.messages import Ready
if __name__ == "__main__":
    job = Job(entry="child_busy")
    while not any(isinstance(message, Ready) for message in job.poll(0.1)):
        pass
    print(job.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_child_ends_when_its_parent_dies(tmp_path: Path) -> None:
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN)
    here = Path(__file__).resolve().parent
    done = subprocess.run(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=False,
        env={**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parents[1]}"},
    )  # fmt: skip
    deadline = time.monotonic() + PATIENCE
    while running(int(done.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


LIGHT = """
import pickle, sys
import core.training.job, core.training.material, core.training.plan, core.training.changes
message = pickle.loads(bytes.fromhex(sys.stdin.read()))
print(sorted({"torch", "onnx", "lightning_fabric", "PySide6", "gui"} & set(sys.modules)))
"""


def test_no_message_brings_torch_along(partner: Partner, tmp_path: Path) -> None:
    partner.job.send(small(tmp_path, ("epochs", 1)))
    partner.wait(Finished)
    partner.job.send(Export())
    partner.wait(Exported)
    done = subprocess.run(
        [sys.executable, "-c", LIGHT],
        input=pickle.dumps(partner.heard).hex(),
        stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def running(pid: int) -> bool:
    """Say whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
