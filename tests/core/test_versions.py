"""Versions: published on top, gone back to, renamed, deleted; nothing is ever written over."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from copied import Copied
from shelf import add_version

from core.cards import CARD_FILE, OWN_DATA, WEIGHTS_FILE, Training, read_card
from core.data.table import DataSet, Source
from core.errors import Fault, InputError, ModelError, StorageError
from core.export.parity import rebuild
from core.export.publish import publish
from core.export.verify import verify
from core.export.versions import lineage, publish_version
from core.latent.explore import Workbench
from core.paths import shipped
from core.runtime import shelves
from core.runtime.library import Entry, Library, check_files
from core.runtime.shelves import STALE_SECONDS
from core.training.loops import build
from core.training.recipes import Recipe

NAME = "shapes-pca-2"
Tiny = tuple[Recipe, DataSet, DataSet]


@pytest.fixture
def library(copied: Copied, tmp_path: Path) -> Library:
    """One shipped model, nothing of one's own."""
    return Library((copied.folder.parent, tmp_path / "shelf"))


@pytest.fixture
def original(copied: Copied) -> Path:
    return copied.folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def numbers(library: Library, name: str = NAME) -> list[int]:
    return [entry.version for entry in library.versions(name)]


def current(library: Library, name: str = NAME) -> int:
    (listed,) = [entry for entry in library.entries() if entry.name == name]
    found = library.find(name)
    assert found == listed
    return found.version


def age(path: Path) -> None:
    """Make all of `path` look as if nobody had touched it for long."""
    then = time.time() - 2 * STALE_SECONDS
    for each in (*path.rglob("*"), path):
        os.utime(each, (then, then))


# which there are, and which is current


def test_what_is_published_is_current_and_the_shipped_one_stays(
    library: Library, original: Path
) -> None:
    before = content(original)
    assert (current(library), library.find(NAME).shipped) == (1, True)
    first = add_version(library, original, NAME, seed=11)
    second = add_version(library, original, NAME, seed=12)
    assert (first.version, second.version) == (2, 3)
    assert library.find(NAME) == second
    assert not second.shipped
    assert second.card is not None
    assert second.card.seed == 12
    assert numbers(library) == [1, 2, 3]
    assert library.find(first.address) == first
    assert content(original) == before
    assert library.shipped() == [library.find(f"{NAME}@1")]


def test_a_name_of_ones_own_begins_with_a_plain_folder(library: Library, original: Path) -> None:
    first = add_version(library, original, "mine")
    second = add_version(library, original, "mine")
    assert (first.folder.name, second.folder.name) == ("mine", "mine@2")
    assert numbers(library, "mine") == [1, 2]


def test_going_back_holds_until_something_newer_comes(library: Library, original: Path) -> None:
    for _ in range(3):
        add_version(library, original, NAME)
    assert library.use(NAME, 2).version == 2
    assert current(library) == 2
    assert current(Library(library.folders)) == 2  # another program sees it
    assert library.use(NAME, 1).shipped
    assert current(library) == 1
    add_version(library, original, NAME)
    assert current(library) == 5


@pytest.mark.parametrize("name", [f"{NAME}@7", f"{NAME}@x", f"{NAME}@", "nobody@2"])
def test_a_version_that_is_not_there(library: Library, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        library.find(name)
    assert caught.value.fault is Fault.MISSING


def test_using_what_is_not_there_changes_nothing(library: Library, original: Path) -> None:
    add_version(library, original, NAME)
    with pytest.raises(ModelError) as caught:
        library.use(NAME, 9)
    assert caught.value.fault is Fault.MISSING
    assert current(library) == 2


def test_a_damaged_version_does_not_take_the_model_away(library: Library, original: Path) -> None:
    add_version(library, original, NAME)
    newest = add_version(library, original, NAME)
    (newest.folder / CARD_FILE).write_bytes(b"{")
    assert current(library) == 2
    assert [entry.error is None for entry in library.versions(NAME)] == [True, True, False]
    with pytest.raises(ModelError) as caught:
        library.use(NAME, 3)
    assert caught.value.fault is Fault.UNREADABLE


def test_a_chosen_version_that_goes_is_no_longer_current(library: Library, original: Path) -> None:
    for _ in range(3):
        add_version(library, original, NAME)
    library.use(NAME, 2)
    shutil.rmtree(library.find(NAME).folder)  # another program deleted it
    assert current(library) == 4


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"version": "2", "newest": 3}', b"\xff\0"])
def test_a_damaged_choice_means_the_newest(library: Library, original: Path, junk: bytes) -> None:
    for _ in range(2):
        add_version(library, original, NAME)
    library.use(NAME, 2)
    (library.shelf / f"{NAME}@current.json").write_bytes(junk)
    assert current(library) == 3


def test_a_choice_that_cannot_be_noted(library: Library) -> None:
    library.shelf.write_text("a file, no folder")
    with pytest.raises(StorageError) as caught:
        library.use(NAME, 1)
    assert caught.value.fault is Fault.READ_ONLY


# deleting and renaming


def test_all_of_ones_own_can_be_deleted_to_get_the_shipped_one_back(
    library: Library, original: Path
) -> None:
    for _ in range(2):
        add_version(library, original, NAME)
    assert [each.version for each in library.delete(NAME)] == [2, 3]
    assert (numbers(library), current(library)) == ([1], 1)
    with pytest.raises(InputError) as caught:
        library.delete(NAME)
    assert caught.value.fault is Fault.REFUSED
    with pytest.raises(InputError):
        library.delete(NAME, 1)
    assert original.is_dir()


def test_one_version_is_deleted_and_its_number_is_not_given_again(
    library: Library, original: Path
) -> None:
    for _ in range(3):
        add_version(library, original, NAME)
    library.use(NAME, 2)
    library.delete(NAME, 4)
    assert (numbers(library), current(library)) == ([1, 2, 3], 2)
    for gone in library.shelf.glob(".gone-*"):
        shutil.rmtree(gone)
    assert add_version(library, original, NAME).version == 5
    with pytest.raises(ModelError) as caught:
        library.delete(NAME, 4)
    assert caught.value.fault is Fault.MISSING


def test_deleting_can_be_undone_for_an_hour(library: Library, original: Path) -> None:
    for _ in range(2):
        add_version(library, original, NAME)
    before = content(library.shelf)
    removed = library.delete(NAME)
    add_version(library, original, "other")  # sweeps, but not what is fresh
    assert library.restore(removed)
    assert numbers(library) == [1, 2, 3]
    assert before.items() <= content(library.shelf).items()

    removed = library.delete(NAME, 3)
    age(removed[0].where)
    add_version(library, original, "other")
    assert not removed[0].where.exists()
    assert not library.restore(removed)
    assert numbers(library) == [1, 2]


def test_a_folder_that_cannot_be_moved_is_removed_all_the_same(
    library: Library, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under Windows, where a session has mapped its weights."""
    entry = add_version(library, original, NAME)

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", held)
        removed = library.delete(NAME, 2)
    assert entry.folder.is_dir()
    assert numbers(library) == [1]
    assert library.restore(removed)
    assert numbers(library) == [1, 2]
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", held)
        library.delete(NAME, 2)
    assert add_version(library, original, NAME).version == 3  # its number is still taken
    age(entry.folder)
    add_version(library, original, NAME)
    assert not entry.folder.exists()


def test_renaming_moves_ones_own_versions(library: Library, original: Path) -> None:
    for seed in (1, 2):
        add_version(library, original, NAME, seed)
    library.use(NAME, 2)
    assert [entry.version for entry in library.rename(NAME, "ours")] == [2, 3]
    assert numbers(library) == [1]
    assert current(library, "ours") == 2
    for entry in library.versions("ours"):
        assert entry.card is not None
        assert entry.card.name == "ours"
        assert entry.card.seed == entry.version - 1
        check_files(entry.card, entry.folder)
    assert add_version(library, original, "ours").version == 4


def test_one_version_gets_a_name_of_its_own(library: Library, original: Path) -> None:
    for _ in range(2):
        add_version(library, original, NAME)
    (renamed,) = library.rename(NAME, "second", version=2)
    assert (renamed.version, renamed.folder.name) == (1, "second")
    assert numbers(library) == [1, 3]


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (NAME, Fault.REFUSED),
        ("taken", Fault.REFUSED),
        ("Ours", Fault.MISMATCH),
        ("../ours", Fault.MISMATCH),
        ("a@2", Fault.MISMATCH),
        ("con", Fault.MISMATCH),
        ("", Fault.MISMATCH),
    ],
)
def test_a_name_that_cannot_be_had(
    library: Library, original: Path, new: str, fault: Fault
) -> None:
    add_version(library, original, "taken")
    add_version(library, original, NAME)
    before = content(library.shelf)
    with pytest.raises(InputError) as caught:
        library.rename(NAME, new)
    assert (caught.value.subject, caught.value.fault) == (new, fault)
    assert content(library.shelf) == before


def test_a_shipped_model_keeps_its_name(library: Library) -> None:
    with pytest.raises(InputError) as caught:
        library.rename(NAME, "ours")
    assert caught.value.fault is Fault.REFUSED


# atomic


PUBLISH = """
import sys
from pathlib import Path
sys.path.insert(0, "tests/core")
from shelf import add_version
from core.runtime.library import Library
shipped, shelf, times = sys.argv[1:]
library = Library((Path(shipped), Path(shelf)))
print("ready", flush=True)
for seed in range(int(times)):
    add_version(library, Path(shipped) / "shapes-pca-2", "shapes-pca-2", seed)
"""


def program(library: Library, times: int) -> subprocess.Popen[str]:
    """Start a program that publishes so many versions, and wait until it does."""
    folders = [str(folder) for folder in library.folders]
    started = subprocess.Popen(
        [sys.executable, "-c", PUBLISH, *folders, str(times)],
        cwd=shipped(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def all_sound(library: Library) -> list[Entry]:
    entries = library.versions(NAME)
    for entry in entries:
        assert entry.card is not None, entry.error
        check_files(entry.card, entry.folder)
    return entries


def test_two_programs_publish_into_one_folder_while_a_third_reads(library: Library) -> None:
    programs = [program(library, 25) for _ in range(2)]
    seen = 0
    while any(each.poll() is None for each in programs):
        newest = library.find(NAME).version
        assert newest >= seen
        seen = newest
        all_sound(library)
    for each in programs:
        assert each.wait() == 0
        each.communicate()
    assert numbers(library) == list(range(1, 52))


def test_whoever_looked_too_early_takes_the_next_number(
    library: Library, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs saw the same last version; only one of them can have the number after it."""
    monkeypatch.setattr(shelves, "next_version", lambda *_: 2)
    found = [add_version(library, original, NAME, seed) for seed in (1, 2, 3)]
    assert [entry.version for entry in found] == [2, 3, 4]
    assert [read_card(entry.folder).seed for entry in found] == [1, 2, 3]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_a_killed_program_leaves_whole_versions_and_nothing_for_long(
    library: Library, original: Path
) -> None:
    rng = np.random.default_rng(0)
    for _ in range(5):
        doomed = program(library, 100_000)
        time.sleep(float(rng.uniform(0, 0.15)))
        doomed.kill()
        doomed.communicate()
        all_sound(library)
    half = library.shelf / ".work-half"  # whatever the moments were
    (half / "model").mkdir(parents=True)
    (half / "model" / WEIGHTS_FILE).write_bytes(b"\0")
    add_version(library, original, NAME)
    assert half.exists()  # it might be somebody's at work
    for left in library.shelf.glob(".work-*"):
        age(left)
    add_version(library, original, NAME)
    assert list(library.shelf.glob(".*")) == []


# publishing a network


@pytest.fixture(scope="module")
def base(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Entry:
    """A model with graphs, as if it had been shipped."""
    recipe, data, held_out = tiny
    shelf = tmp_path_factory.mktemp("shipped")
    publish(build(recipe), recipe, data, held_out, shelf)
    return Library((shelf,)).find(recipe.name)


def on_top(base: Entry, tmp_path: Path) -> Library:
    return Library((base.folder.parent, tmp_path / "shelf"))


def changed(base: Entry) -> torch.nn.Module:
    """Return the base's network, its weights moved a little."""
    network = rebuild(base)
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(1.05)
    return network


def own(data: DataSet) -> DataSet:
    return replace(data, name="my pictures", source=Source.OWN, classes=("cat",) * 5)


def test_a_network_becomes_the_next_version(
    base: Entry, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def traced(*_: object, **__: object) -> None:
        raise AssertionError("the base's graphs would have done")

    monkeypatch.setattr(torch.onnx, "export", traced)
    library = on_top(base, tmp_path)
    _, data, held_out = tiny
    training = Training(base=lineage(base), data="shapes", steps=40, settings={"beta": 2.0})
    entry = publish_version(changed(base), base, training, data, held_out, library)
    assert (entry.name, entry.version, entry.shipped) == (base.name, 2, False)
    assert library.find(base.name) == entry
    card, old = entry.card, base.card
    assert card is not None
    assert old is not None
    assert (card.beta, card.graphs, card.licence) == (2.0, old.graphs, old.licence)
    assert card.training is not None
    assert card.training.base is not None
    assert (card.training.base.name, card.training.base.version) == (base.name, 1)
    assert card.training.after == card.metrics != old.metrics
    for graph in card.graphs.values():
        assert (entry.folder / graph.file).read_bytes() == (base.folder / graph.file).read_bytes()
    assert card.files[WEIGHTS_FILE] != old.files[WEIGHTS_FILE]
    assert verify(entry)["mse"] == pytest.approx(card.sample_mse, rel=1e-5)


def test_pictures_of_ones_own(base: Entry, tiny: Tiny, tmp_path: Path) -> None:
    library = on_top(base, tmp_path)
    data, held_out = own(tiny[1]), own(tiny[2])
    training = Training(base=lineage(base), data="pictures", steps=1)
    entry = publish_version(changed(base), base, training, data, held_out, library)
    card = entry.card
    assert card is not None
    assert card.data is not None
    assert (card.data.name, card.data.test_count) == (OWN_DATA, 300)
    assert (card.known_data, card.classes[0]) == ("shapes", "cat")
    assert "300 held-out pictures" in card.metrics_protocol
    assert card.metrics is not None
    assert card.sample_mse == pytest.approx(card.metrics.mse)
    answer = verify(entry)
    assert (answer["ok"], answer["mse"]) == (True, None)
    again = replace(entry, card=card.model_copy(update={"layer_sizes": (784, 32, 2)}))
    with pytest.raises(ModelError):
        verify(again)
    explorable = Workbench(library, "cpu").open(base.name)  # charted by what its base knows
    assert explorable.model.card == card


@pytest.mark.parametrize("damage", ["none", "other", "lying"])
def test_graphs_that_do_not_fit_are_exported_again(
    base: Entry, tiny: Tiny, tmp_path: Path, damage: str
) -> None:
    """No graphs, weights stored otherwise, and graphs that compute something else."""
    folder = tmp_path / "shipped" / base.name
    shutil.copytree(base.folder, folder)
    if damage == "none":
        (folder / "decoder.onnx").unlink()
    elif damage == "other":
        (folder / WEIGHTS_FILE).write_bytes(b"\0" * 100)
    else:
        shutil.copy(folder / "encoder.onnx", folder / "decoder.onnx")
    library = Library((folder.parent, tmp_path / "shelf"))
    training = Training(base=lineage(base), data="shapes", steps=1)
    entry = publish_version(
        changed(base), replace(base, folder=folder), training, tiny[1], tiny[2], library
    )
    assert verify(entry)["ok"]


def test_a_full_disk_leaves_the_old_version_and_no_temporary_files(
    base: Entry, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = on_top(base, tmp_path)
    training = Training(base=lineage(base), data="shapes", steps=1)
    publish_version(changed(base), base, training, tiny[1], tiny[2], library)
    before = content(library.shelf)

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError) as caught:
        publish_version(changed(base), base, training, tiny[1], tiny[2], library)
    assert caught.value.fault is Fault.DISK_FULL
    assert content(library.shelf) == before
    assert [path.name for path in library.shelf.iterdir()] == [f"{base.name}@2"]


def test_weights_that_are_no_numbers_are_not_published(
    base: Entry, tiny: Tiny, tmp_path: Path
) -> None:
    library, network = on_top(base, tmp_path), changed(base)
    with torch.no_grad():
        next(iter(network.parameters())).fill_(float("inf"))
    training = Training(base=lineage(base), data="shapes", steps=1)
    with pytest.raises(ModelError) as caught:
        publish_version(network, base, training, tiny[1], tiny[2], library)
    assert caught.value.fault is Fault.MISMATCH
    assert (library.find(base.name).version, list(library.shelf.iterdir())) == (1, [])


def test_an_open_model_is_opened_afresh_when_another_version_is_current(
    library: Library, original: Path
) -> None:
    bench = Workbench(library, "cpu")
    before = bench.open(NAME).model.card
    after = add_version(library, original, NAME, seed=99)
    assert bench.open(NAME).model.card == before
    bench.renew(NAME)
    assert bench.open(NAME).model.card == after.card == read_card(after.folder)
    assert bench.open(f"{NAME}@1").model.card == before


def test_an_address_opens_that_version_and_what_is_the_same_is_opened_once(
    library: Library, original: Path
) -> None:
    bench = Workbench(library, "cpu")
    first = bench.open(NAME)
    assert (first.name, first.version) == (NAME, 1)
    again = bench.open(f"{NAME}@1")
    assert (again.name, again.version) == (f"{NAME}@1", 1)
    assert again.model is first.model
    assert again.chart is first.chart
    add_version(library, original, NAME, seed=99)
    bench.renew(NAME)
    assert bench.open(f"{NAME}@1") is again
    second = bench.open(NAME)
    assert (second.version, second.model.card.seed) == (2, 99)
    assert second.chart.data is first.chart.data
    assert bench.open(f"{NAME}@2").model is second.model
    with pytest.raises(ModelError):
        bench.open(f"{NAME}@3")


def test_a_number_that_was_given_anew_is_another_model(library: Library, original: Path) -> None:
    bench = Workbench(library, "cpu")
    add_version(library, original, "mine", seed=1)
    assert bench.open("mine@1").model.card.seed == 1
    library.delete("mine")
    add_version(library, original, "mine", seed=2)
    bench.renew("mine")
    assert bench.open("mine@1").model.card.seed == 2
