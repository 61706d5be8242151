"""Collections of drawings: kept in order, written whole or not at all, never mixed up."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from core.data import drawings
from core.data.drawings import add, collections, delete, load_collection, remove, rename
from core.data.table import Source
from core.errors import DataError, Fault, InputError, StorageError


def picture(value: int, shape: tuple[int, ...] = (28, 28)) -> np.ndarray:
    return np.full(shape, value, np.uint8)


def values(name: str) -> list[int]:
    return load_collection(name).images[:, 0, 0].tolist()


def test_drawings_stay_in_order_with_their_classes(own_home: Path) -> None:
    assert collections() == ()
    for value, kind in ((1, "house"), (2, "Baum"), (3, "house"), (4, "")):
        kept = add("My drawings", picture(value), kind)
    assert len(kept) == 4
    data = load_collection("My drawings")
    assert (data.name, data.split, data.source) == ("My drawings", "own", Source.OWN)
    assert data.images.shape == (4, 28, 28)
    assert (data.images.dtype, data.labels.dtype) == (np.uint8, np.int64)
    assert values("My drawings") == [1, 2, 3, 4]
    assert (data.classes, data.labels.tolist()) == (("house", "Baum", ""), [0, 1, 0, 2])
    assert [path.name for path in (own_home / "drawings").iterdir()] == ["My drawings.npz"]
    add("Äpfel_2-b", picture(1, (32, 32, 3)), "apple")
    assert load_collection("Äpfel_2-b").images.shape == (1, 32, 32, 3)
    assert collections() == ("My drawings", "Äpfel_2-b")


def test_a_removed_drawing_takes_its_class_along() -> None:
    for value, kind in ((1, "a"), (2, "b"), (3, "c"), (4, "b")):
        add("few", picture(value), kind)
    remove("few", 0)
    data = load_collection("few")
    assert values("few") == [2, 3, 4]
    assert (data.classes, data.labels.tolist()) == (("b", "c"), [0, 1, 0])
    for _ in range(3):
        remove("few", 0)
    assert len(load_collection("few")) == 0
    assert collections() == ("few",)
    add("few", picture(9, (8, 8)), "d")  # nothing is left that it could differ from
    assert load_collection("few").images.shape == (1, 8, 8)


@pytest.mark.parametrize("index", [-1, 2])
def test_what_is_not_there_cannot_be_removed(index: int) -> None:
    add("two", picture(1), "a")
    add("two", picture(2), "a")
    with pytest.raises(InputError) as caught:
        remove("two", index)
    assert caught.value.fault is Fault.MISMATCH
    assert values("two") == [1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        picture(1, (28, 27)),
        picture(1, (28, 28, 3)),
        picture(1, (28, 28, 4)),
        picture(1, (0, 28)),
        picture(1, (28,)),
        np.zeros((28, 28)),
    ],
)
def test_a_picture_of_another_shape_is_not_taken(wrong: np.ndarray) -> None:
    add("mine", picture(1), "a")
    with pytest.raises(InputError) as caught:
        add("mine", wrong, "a")
    assert caught.value.fault is Fault.MISMATCH
    assert values("mine") == [1]


NO_NAMES = [
    "",
    " ",
    "a ",
    "../up",
    "a/b",
    "a\\b",
    "a.b",
    ".",
    "x" * 41,
    "CON",
    "lpt1",
    "a\n",
    "a:b",
]


@pytest.mark.parametrize("name", [*NO_NAMES, "a\0b", "A\u0308pfel"])
def test_names_that_could_leave_the_folder_or_not_be_a_file(name: str, own_home: Path) -> None:
    add("good", picture(1), "a")
    for call in (
        lambda: add(name, picture(1), "a"),
        lambda: load_collection(name),
        lambda: remove(name, 0),
        lambda: delete(name),
        lambda: rename("good", name),
        lambda: rename(name, "other"),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.fault is Fault.REFUSED
    assert [path.name for path in own_home.rglob("*.*")] == ["good.npz"]


def test_names_as_long_as_they_may_be() -> None:
    add("ß" * 40, picture(1), "k" * 40)
    assert collections() == ("ß" * 40,)
    for kind in ("k" * 41, "two\nlines", "nul\0"):
        with pytest.raises(InputError):
            add("ß" * 40, picture(1), kind)


def test_a_new_name_and_an_end() -> None:
    add("one", picture(1), "a")
    add("two", picture(2), "a")
    with pytest.raises(InputError) as caught:
        rename("one", "two")
    assert caught.value.fault is Fault.REFUSED
    assert (values("one"), values("two")) == ([1], [2])
    rename("one", "three")
    assert (collections(), values("three")) == (("three", "two"), [1])
    rename("three", "three")
    delete("three")
    assert collections() == ("two",)


def test_what_is_missing() -> None:
    for call in (
        lambda: load_collection("none"),
        lambda: remove("none", 0),
        lambda: rename("none", "other"),
        lambda: delete("none"),
    ):
        with pytest.raises(DataError) as caught:
            call()
        assert caught.value.fault is Fault.MISSING


def damage(path: Path, **changes: np.ndarray) -> None:
    with np.load(path) as arrays:
        kept = dict(arrays)
    np.savez(path, **{**kept, **changes})


DAMAGES = {
    "labels": {"labels": np.array([0])},
    "label of no class": {"labels": np.array([0, 5])},
    "label below": {"labels": np.array([0, -1])},
    "float labels": {"labels": np.array([0.0, 0.0])},
    "floats": {"images": np.zeros((2, 28, 28))},
    "rank": {"images": np.zeros((2, 28), np.uint8)},
    "classes": {"classes": np.array([1, 2])},
    "objects": {"classes": np.array(["a", None], dtype=object)},
}


@pytest.mark.parametrize("case", [*DAMAGES, "cut", "text", "empty", "half the arrays"])
def test_a_damaged_file_is_an_error_and_stays_as_it_is(case: str, own_home: Path) -> None:
    path = own_home / "drawings" / "mine.npz"
    add("mine", picture(1), "a")
    add("mine", picture(2), "a")
    if case in DAMAGES:
        damage(path, **DAMAGES[case])
    elif case == "half the arrays":
        np.savez(path, images=np.zeros((2, 28, 28), np.uint8), labels=np.zeros(2, np.int64))
    else:
        content = {"cut": path.read_bytes()[:-90], "text": b"no zip at all", "empty": b""}[case]
        path.write_bytes(content)
    before = path.read_bytes()
    for call in (lambda: load_collection("mine"), lambda: add("mine", picture(3), "a")):
        with pytest.raises(DataError) as caught:
            call()
        assert caught.value.path == path
    assert path.read_bytes() == before
    assert collections() == ("mine",)
    delete("mine")
    assert collections() == ()


@pytest.mark.parametrize(
    ("number", "fault"), [(errno.ENOSPC, Fault.DISK_FULL), (errno.EROFS, Fault.READ_ONLY)]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_cannot_be_written_leaves_the_old_file(
    number: int, fault: Fault, step: str, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("mine", picture(1), "a")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(drawings.os, step, fail)
        with pytest.raises(StorageError) as caught:
            add("mine", picture(2), "a")
    assert caught.value.fault is fault
    assert caught.value.path == own_home / "drawings" / "mine.npz"
    assert values("mine") == [1]
    assert [path.name for path in (own_home / "drawings").iterdir()] == ["mine.npz"]


def test_a_folder_that_cannot_be_made(own_home: Path) -> None:
    own_home.write_text("a file where the folder should be")
    assert collections() == ()
    with pytest.raises(StorageError) as caught:
        add("mine", picture(1), "a")
    assert caught.value.fault is Fault.READ_ONLY


def test_strange_files_in_the_folder_are_no_collections(own_home: Path) -> None:
    add("mine", picture(1), "a")
    for name in ("notes.txt", "tmpabc.tmp", "a.b.npz", ".hidden.npz"):
        (own_home / "drawings" / name).touch()
    assert collections() == ("mine",)
