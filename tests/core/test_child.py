"""What a run is made of, without a process: its plan, its data, its previews, its pipe."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from copied import Copied
from partner import small

from core.cards import OWN_DATA
from core.data import drawings
from core.data.table import fingerprint
from core.errors import CoreError, DataError, Fault, InputError
from core.runtime.library import Library
from core.training.course import Course
from core.training.material import read
from core.training.messages import DataSpec, Preview, Progress, Start
from core.training.pipes import Inbox, Outbox
from core.training.plan import plan

SHAPE = (28, 28)


def scribbles(count: int) -> np.ndarray:
    rng = np.random.default_rng(count)
    return (rng.random((count, *SHAPE)) > 0.8).astype(np.uint8) * 255


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.npz"
    np.savez(path, images=scribbles(40), labels=np.arange(40) % 2, classes=np.array(["a", "b"]))
    return path


# ---- data


def test_a_tenth_of_own_data_is_held_out_always_the_same(own: Path) -> None:
    first, second = (read(DataSpec(own=str(own)), SHAPE) for _ in range(2))
    assert (len(first.train), len(first.held_out), first.same) == (36, 4, False)
    assert fingerprint(first.train) == fingerprint(second.train)
    assert fingerprint(first.held_out) == fingerprint(second.held_out)
    both = np.concatenate([first.train.images, first.held_out.images])
    assert len(np.unique(both.reshape(40, -1), axis=0)) == 40
    assert first.held_out.classes == ("a", "b")


@pytest.mark.parametrize(("count", "held_out"), [(2, 1), (3, 1), (14, 1), (16, 2)])
def test_small_collections_hold_out_one(count: int, held_out: int, own_home: Path) -> None:
    for picture in scribbles(count):
        drawings.add("mine", picture, "cat")
    found = read(DataSpec(own="drawings:mine"), SHAPE)
    assert (len(found.train), len(found.held_out)) == (count - held_out, held_out)
    assert not found.same


def test_one_drawing_is_both(own_home: Path) -> None:
    drawings.add("mine", scribbles(1)[0], "cat")
    found = read(DataSpec(own="drawings:mine"), SHAPE)
    assert found.same
    assert len(found.train) == len(found.held_out) == 1


def test_drawings_of_another_size_are_refused(own_home: Path) -> None:
    drawings.add("mine", np.zeros((9, 9), np.uint8), "")
    with pytest.raises(InputError) as caught:
        read(DataSpec(own="drawings:mine"), SHAPE)
    assert caught.value.fault is Fault.MISMATCH


# ---- plan


def test_a_base_learns_on_with_care() -> None:
    made = plan(Start(base="shapes-vae-2-beta4"), Library())
    assert (made.recipe.beta, made.recipe.kl_warm_up, made.recipe.epochs) == (4.0, 0, 20)
    assert made.recipe.learning_rate == 2e-3 / 4
    assert made.data.named == "shapes"
    assert made.recipe.name == "shapes-vae-2-beta4"


def test_from_scratch_is_the_recipe_without_its_neighbour() -> None:
    made = plan(Start(recipe="shapes-vae-2", changes=(("beta", 0.0),)), Library())
    assert (made.base, made.recipe.start_from) == (None, None)
    assert made.recipe.kl_warm_up == 500
    assert made.recipe.name == "shapes-vae-2-beta0"


def test_somebody_elses_model_has_no_network(copied: Copied) -> None:
    copied.change_card(lambda card: card.update(name="theirs", data=None))
    folder = copied.folder.rename(copied.folder.with_name("theirs"))
    library = Library((folder.parent / "none", folder.parent))
    with pytest.raises(InputError) as caught:
        plan(Start(base="theirs"), library)
    assert caught.value.fault is Fault.REFUSED


# ---- course


def test_a_version_trained_on_own_data(own: Path, tmp_path: Path) -> None:
    start = replace(
        small(tmp_path / "shelf"),
        data=DataSpec(own=str(own)),
        changes=(("batch_size", 20), ("epochs", 2), ("frozen", "encoder")),
        name="scribbles",
    )
    course = Course(start)
    assert list(course.run)[-1].step == 2
    done = course.export()
    entry = course.library.find("scribbles")
    card = entry.card
    assert card
    assert card.training
    assert card.data
    assert done.name == "scribbles@1"
    assert card.data.name == OWN_DATA
    assert card.known_data == "shapes"
    assert (card.data.train_count, card.data.test_count) == (36, 4)
    assert card.training.before == done.before != done.after == card.training.after
    assert card.training.base
    assert card.training.base.name == "shapes-vae-2"
    assert card.training.settings["frozen"] == "encoder"
    again = Course(replace(start, base="scribbles", name="", data=DataSpec()))  # and on from there
    assert again.plan.data.named == "shapes"


def test_a_model_from_scratch_on_own_data_can_learn_on(own: Path, tmp_path: Path) -> None:
    data = DataSpec(own=str(own))
    changes = (("epochs", 1), ("beta", 2.0))  # no model of this name is there
    course = Course(Start(recipe="shapes-vae-2", changes=changes, data=data, into=tmp_path))
    list(course.run)
    done = course.export()
    card = course.library.find(done.name).card
    assert card
    assert card.data
    assert card.training
    assert (done.before, card.beta, card.training.base) == (None, 2.0, None)
    assert (card.data.name, card.known_data, card.licence.data) == (OWN_DATA, None, OWN_DATA)
    again = Course(Start(base="shapes-vae-2-beta2", data=data, into=tmp_path))
    assert again.run.recipe.image_shape == SHAPE
    with pytest.raises(InputError) as caught:
        Course(Start(base="shapes-vae-2-beta2", into=tmp_path))
    assert caught.value.fault is Fault.MISSING


def test_a_pca_of_own_data_is_found_in_one_step(own: Path, tmp_path: Path) -> None:
    course = Course(Start(base="shapes-pca-2", data=DataSpec(own=str(own)), into=tmp_path))
    before = course.held_out_loss()
    taken = course.snapshot(automatic=True)
    assert taken
    assert [step.step for step in course.run] == [1]
    assert course.preview().decoded.shape == (0, 28, 28)
    assert course.held_out_loss() < before
    assert course.go_back(taken.number) == 0
    assert course.held_out_loss() == before
    with pytest.raises(InputError):
        course.set("learning_rate", 0.1)


def test_previews_show_the_same_inputs(tmp_path: Path) -> None:
    course = Course(small(tmp_path))
    first = course.preview()
    same = course.preview()
    assert np.array_equal(first.reconstructions, same.reconstructions)
    next(course.run)
    later = course.preview()
    assert (first.step, later.step) == (0, 1)
    assert np.array_equal(first.originals, later.originals)
    assert np.array_equal(first.labels, later.labels)
    assert not np.array_equal(first.codes, later.codes)


def test_previews_and_exports_change_nothing(tmp_path: Path) -> None:
    expected = [step.loss for step in Course(small(tmp_path / "a")).run]
    watched = Course(small(tmp_path / "b"))
    made = []
    for step in watched.run:
        made.append(step.loss)
        if step.step in (3, 9):
            watched.preview()
            watched.held_out_loss()
            watched.snapshot(automatic=True)
            watched.export()
    assert made == expected


def test_weights_that_are_no_numbers_are_not_kept(tmp_path: Path) -> None:
    course = Course(small(tmp_path, ("largest_gradient", 1e12)))
    good = course.snapshot(automatic=True)
    course.set("learning_rate", 10.0)
    with pytest.raises(CoreError):
        list(course.run)
    next(iter(course.run.network.parameters())).data[0] = float("nan")
    assert course.snapshot(automatic=True) is None
    assert course.newest == good


def test_a_snapshot_can_be_published(tmp_path: Path) -> None:
    course = Course(small(tmp_path))
    taken = course.snapshot(automatic=False)
    assert taken
    list(course.run)
    done = course.export(taken.number)
    assert done.before
    assert done.after.mse == pytest.approx(done.before.mse, rel=1e-3)  # step 0 is the base
    with pytest.raises(DataError):
        course.export(99)


# ---- pipe


def told(step: int) -> Progress:
    return Progress(step, 9, 1, 0.5, None, (), None, 0.1, None, (0.5,))


def shown(step: int) -> Preview:
    picture = np.zeros((64, 64, 64), np.uint8)
    return Preview(step, picture, picture, picture, picture, picture, ())


def test_a_full_pipe_drops_previews_never_losses() -> None:
    ours, theirs = multiprocessing.Pipe()
    outbox = Outbox(theirs)
    for step in range(300):
        outbox.put(told(step))
        outbox.put(shown(step))
    heard = []
    while not (heard and isinstance(heard[-1], Preview) and heard[-1].step == 299):
        heard.append(ours.recv())
    losses = [message.step for message in heard if isinstance(message, Progress)]
    previews = [message.step for message in heard if isinstance(message, Preview)]
    assert losses == [*range(300)]
    assert len(previews) < 30
    assert previews == sorted(previews)
    assert previews[-1] == 299
    outbox.close()
    ours.close()
    theirs.close()


def test_what_a_run_begins_with_gives_way_to_nothing() -> None:
    ours, theirs = multiprocessing.Pipe()
    outbox = Outbox(theirs)
    outbox.put(b" " * 10_000_000)  # more than a pipe holds: what follows waits
    outbox.put(shown(0), stays=True)
    for step in range(1, 5):
        outbox.put(shown(step))
    ours.recv()
    assert [ours.recv().step for _ in range(2)] == [0, 4]
    outbox.close()
    ours.close()
    theirs.close()


def test_commands_come_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("core.training.pipes.GRACE_SECONDS", 0.0)
    monkeypatch.setattr("core.training.pipes.os._exit", ended.append)
    ours, theirs = multiprocessing.Pipe()
    inbox = Inbox(theirs)
    ours.send(Start(base="a"))
    ours.send(Start(base="b"))
    assert [inbox.next(wait=True), inbox.next(wait=True)] == [Start(base="a"), Start(base="b")]
    assert inbox.next(wait=False) is None
    ours.close()
    with pytest.raises(EOFError):
        inbox.next(wait=True)
    deadline = time.monotonic() + 10
    while not ended and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ended == [1]
    theirs.close()
