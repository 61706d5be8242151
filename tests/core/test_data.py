"""The table: generated sets, samples that are always there, full sets where they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.data.shapes import SHAPES, render, shapes
from core.data.table import DATA, DataSet, Source, fingerprint, load, sample, state
from core.errors import DataError, Fault, InputError

NAMES = list(DATA)
FULL = [name for name in NAMES if not DATA[name].generated]


def full_set(name: str, split: str) -> DataSet:
    if state(name).folder is None:
        pytest.skip(f"the full {name} set is not on this machine")
    return load(name, split)


@pytest.mark.parametrize("name", ["shapes", "shapes-moved"])
def test_an_item_does_not_depend_on_how_many_are_asked_for(name: str) -> None:
    few, many = load(name, "test", size=1003), load(name, "test", size=2100)
    assert len(few) == 1003
    assert few.source is Source.GENERATED
    assert np.array_equal(few.images, many.images[:1003])
    assert np.array_equal(few.labels, many.labels[:1003])
    for factor, values in few.factors.items():
        assert np.array_equal(values, many.factors[factor][:1003])


def test_splits_and_sets_differ() -> None:
    prints = {
        fingerprint(load(name, split, size=100))
        for name in ("shapes", "shapes-moved")
        for split in ("train", "test")
    }
    assert len(prints) == 4


def test_a_fingerprint_stays_and_notices_one_pixel_and_one_label() -> None:
    data = load("shapes", size=50)
    before = fingerprint(data)
    assert before == fingerprint(load("shapes", size=50))
    data.images[7, 3, 3] ^= 1
    after = fingerprint(data)
    data.labels[7] = (data.labels[7] + 1) % 5
    assert len({before, after, fingerprint(data)}) == 3


@pytest.mark.parametrize("name", ["shapes", "shapes-moved"])
def test_shapes_lie_inside_the_picture(name: str) -> None:
    images = load(name, "train", size=5000).images
    assert images.max() == 255
    edge = [images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]]
    assert not any(side.any() for side in edge)


@pytest.mark.parametrize("label", range(len(SHAPES)))
def test_ink_grows_with_size(label: int) -> None:
    sizes = np.linspace(4, 12.5, 18)  # half a pixel apart
    ink = render(np.full(18, label), {"size": sizes}).sum(axis=(1, 2), dtype=np.int64)
    assert np.all(np.diff(ink) > 0)


def test_a_circle_has_its_area() -> None:
    sizes = np.linspace(4, 12.5, 20)
    ink = render(np.zeros(20, dtype=int), {"size": sizes}).sum(axis=(1, 2), dtype=float) / 255
    assert ink == pytest.approx(np.pi * sizes**2, rel=0.01)


def test_moved_shapes_are_where_their_factors_say() -> None:
    images, labels, factors = shapes(1000, seed=3, moved=True)
    assert set(factors) == {"size", "x", "y", "rotation"}
    line = np.arange(28) - 13.5
    whole = images.sum(axis=(1, 2), dtype=float)
    x = (images.sum(axis=1, dtype=float) @ line) / whole
    y = (images.sum(axis=2, dtype=float) @ line) / whole
    assert np.abs(x - factors["x"]).max() < 0.35
    assert np.abs(y - factors["y"]).max() < 0.35
    assert np.bincount(labels).tolist() == [200] * 5


def test_a_turn_is_clockwise_and_known() -> None:
    triangle = np.array([SHAPES.index("triangle")] * 2)
    upright, turned = render(triangle, {"size": np.full(2, 9.0), "rotation": np.array([0.0, 30.0])})
    assert np.array_equal(upright, upright[:, ::-1])  # a mirror image of itself
    top = np.flatnonzero(turned.any(axis=1))[0]
    assert np.flatnonzero(turned[top]).mean() > 14  # the tip went to the right


def test_classes_can_be_told_apart() -> None:
    from sklearn.neighbors import KNeighborsClassifier

    train, test = load("shapes", "train", size=2000), load("shapes", "test", size=500)
    judge = KNeighborsClassifier(1).fit(train.floats().reshape(2000, -1), train.labels)
    assert judge.score(test.floats().reshape(500, -1), test.labels) > 0.99


@pytest.mark.usefixtures("with_avatars")
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_always_there(name: str) -> None:
    data, entry = sample(name), DATA[name]
    assert data.images.shape == (2000, *entry.image_shape)
    assert data.images.dtype == np.uint8
    assert data.labels.dtype == np.int64
    assert data.classes == entry.classes
    assert np.bincount(data.labels, minlength=len(entry.classes)).min() > 150
    assert data.source is (Source.GENERATED if entry.generated else Source.SAMPLE)
    assert data.split == entry.sample_split
    floats = data.floats()
    assert floats.dtype == np.float32
    assert (floats.min(), floats.max()) == (0.0, 1.0)


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("split", ["train", "test"])
def test_a_full_set_loads(name: str, split: str) -> None:
    data = full_set(name, split)
    assert len(data) == {"train": 60_000, "test": 10_000}[split]
    assert data.source is Source.FULL
    assert data.images.shape[1:] == DATA[name].image_shape
    assert set(data.labels) == set(range(10))
    assert np.array_equal(load(name, split, size=7).images, data.images[:7])


@pytest.mark.parametrize("name", FULL)
def test_a_sample_is_part_of_the_split_it_names(name: str) -> None:
    small = sample(name)
    full = full_set(name, small.split)
    known = {image.tobytes(): label for image, label in zip(full.images, full.labels, strict=True)}
    assert all(
        known[image.tobytes()] == label
        for image, label in zip(small.images, small.labels, strict=True)
    )


@pytest.fixture
def copied_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled samples, where a test may damage them: as in a bundle of the program."""
    folder = tmp_path / "bundle" / "resources" / "data"
    shutil.copytree(paths.shipped("resources", "data"), folder)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    return folder


@pytest.mark.parametrize("name", FULL)
def test_a_damaged_sample_is_noticed(name: str, copied_samples: Path) -> None:
    path = copied_samples / str(DATA[name].sample)
    assert len(sample(name)) == 2000
    content = path.read_bytes()
    for damaged in (content[:-1000], content[:5000] + b"?" + content[5001:], b""):
        path.write_bytes(damaged)
        with pytest.raises(DataError) as caught:
            sample(name)
        assert (caught.value.fault, caught.value.path) == (Fault.CHECKSUM, path)
    path.unlink()
    with pytest.raises(DataError) as caught:
        sample(name)
    assert caught.value.fault is Fault.MISSING


@pytest.mark.parametrize(
    ("name", "split", "size", "fault"),
    [
        ("letters", "test", None, Fault.MISSING),
        ("shapes", "validation", None, Fault.MISSING),
        ("shapes", "test", 0, Fault.MISMATCH),
        ("digits", "test", 10_001, Fault.MISMATCH),
    ],
)
def test_what_cannot_be_asked_for(name: str, split: str, size: int | None, fault: Fault) -> None:
    with pytest.raises(InputError) as caught:
        load(name, split, size=size)
    assert caught.value.fault is fault


def test_the_table_is_light_to_import() -> None:
    heavy = "{'PIL', 'pooch', 'requests', 'scipy', 'torch', 'sklearn', 'PySide6'}"
    code = f"import sys, core.data.table; print(*sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=paths.shipped(),
    )
    assert answer.stdout.strip() == ""
