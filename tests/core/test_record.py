"""What the user keeps is written whole, or not at all, and reads back as it was."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import Fault, InputError, StorageError
from core.latent.record import write_codes_csv, write_gif, write_npz, write_png

RANDOM = np.random.default_rng(0)
GREY = RANDOM.integers(0, 256, (4, 5, 6), dtype=np.uint8)  # frames of 5 rows, 6 columns
COLOUR = RANDOM.integers(0, 256, (4, 5, 6, 3), dtype=np.uint8)


def read_back(path: Path, frame: int = 0, mode: str = "L") -> np.ndarray:
    with Image.open(path) as image:
        image.seek(frame)
        return np.array(image.convert(mode))


def test_numbers_of_a_csv_read_back_to_the_bit(tmp_path: Path) -> None:
    codes = RANDOM.standard_normal((20, 2)).astype(np.float32)
    rows = [("bag, red", i, *code, 1 / 3) for i, code in enumerate(codes)]
    write_codes_csv(tmp_path / "codes.csv", ("class", "item", "z1", "z2", "third"), rows)
    with (tmp_path / "codes.csv").open(newline="", encoding="utf-8") as file:
        header, *lines = csv.reader(file)
    assert header == ["class", "item", "z1", "z2", "third"]
    assert np.array_equal(np.array([line[2:4] for line in lines], dtype=np.float32), codes)
    assert lines[3][:2] == ["bag, red", "3"]
    assert float(lines[0][4]) == 1 / 3


def test_with_decimal_comma_it_is_as_german_spreadsheets_want_it(tmp_path: Path) -> None:
    rows = [("v1.5", np.float32(0.1), -2, None)]
    write_codes_csv(tmp_path / "codes.csv", ("Größe", "z1", "n", "σ"), rows, decimal_comma=True)
    text = (tmp_path / "codes.csv").read_bytes()
    assert text == b"\xef\xbb\xbf" + "Größe;z1;n;σ\r\nv1.5;0,1;-2;\r\n".encode()


def test_arrays_come_back_by_name(tmp_path: Path) -> None:
    write_npz(tmp_path / "codes.npz", path=GREY, codes=COLOUR)
    with np.load(tmp_path / "codes.npz", allow_pickle=False) as arrays:
        assert np.array_equal(arrays["path"], GREY)
        assert np.array_equal(arrays["codes"], COLOUR)


def test_a_picture_comes_back_to_the_pixel(tmp_path: Path) -> None:
    write_png(tmp_path / "grey.png", GREY[0])
    write_png(tmp_path / "colour.png", COLOUR[0])
    assert np.array_equal(read_back(tmp_path / "grey.png"), GREY[0])
    assert np.array_equal(read_back(tmp_path / "colour.png", mode="RGB"), COLOUR[0])


def test_floats_are_scaled_and_clipped(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", np.array([[-0.5, 0.0, 0.5, 1.0, 1.5, np.nan]], dtype=np.float32))
    assert read_back(tmp_path / "a.png").tolist() == [[0, 0, 128, 255, 255, 0]]


def test_a_gif_has_its_frames_enlarged_and_loops(tmp_path: Path) -> None:
    write_gif(tmp_path / "walk.gif", GREY, seconds=0.25, scale=3)
    with Image.open(tmp_path / "walk.gif") as gif:
        assert (gif.n_frames, gif.size) == (4, (18, 15))
        assert (gif.info["duration"], gif.info["loop"]) == (250, 0)
    for i, frame in enumerate(GREY):
        enlarged = np.kron(frame, np.ones((3, 3), dtype=np.uint8))
        assert np.array_equal(read_back(tmp_path / "walk.gif", i), enlarged)


def test_a_gif_of_colour_keeps_its_colours(tmp_path: Path) -> None:
    write_gif(tmp_path / "walk.gif", COLOUR)
    assert np.array_equal(read_back(tmp_path / "walk.gif", 2, "RGB"), COLOUR[2])


def test_a_gif_of_floats_is_that_of_the_same_bytes(tmp_path: Path) -> None:
    write_gif(tmp_path / "a.gif", GREY / 255)
    write_gif(tmp_path / "b.gif", GREY)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


def test_a_picture_that_stays_is_shown_for_as_long(tmp_path: Path) -> None:
    write_gif(tmp_path / "still.gif", GREY[[0, 0, 0, 1]], seconds=0.1)
    with Image.open(tmp_path / "still.gif") as gif:
        assert gif.info["duration"] == 300


@pytest.mark.parametrize(
    "picture",
    [np.zeros((5, 5, 4)), np.zeros(5), np.zeros((0, 5)), np.zeros((5, 5), dtype=np.int64)],
)
def test_what_is_no_picture_is_refused(picture: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_png(tmp_path / "a.png", picture)
    assert caught.value.fault is Fault.MISMATCH
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("frames", "scale"), [(GREY[:0], 1), (GREY, 0)])
def test_what_is_no_walk_is_refused(frames: np.ndarray, scale: int, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_gif(tmp_path / "a.gif", frames, scale=scale)
    assert os.listdir(tmp_path) == []


def write_each(folder: Path) -> None:
    """Write one file of each kind, and say who raised nothing."""
    for name, write in (
        ("a.csv", lambda path: write_codes_csv(path, ("z1",), [(0.5,)])),
        ("a.npz", lambda path: write_npz(path, codes=GREY)),
        ("a.png", lambda path: write_png(path, GREY[0])),
        ("a.gif", lambda path: write_gif(path, GREY)),
    ):
        with pytest.raises(StorageError) as caught:
            write(folder / name)
        assert caught.value.path == folder / name
        assert caught.value.fault is Fault.READ_ONLY


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        write_each(tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file, no folder")
    write_each(tmp_path / "folder")


@pytest.mark.parametrize(
    ("number", "fault"), [(errno.ENOSPC, Fault.DISK_FULL), (errno.EROFS, Fault.READ_ONLY)]
)
def test_a_disk_that_fails_leaves_the_earlier_file(
    number: int, fault: Fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_png(tmp_path / "a.png", GREY[0])

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError) as caught:
        write_png(tmp_path / "a.png", GREY[1])
    assert caught.value.fault is fault
    assert np.array_equal(read_back(tmp_path / "a.png"), GREY[0])
    assert os.listdir(tmp_path) == ["a.png"]


def test_an_earlier_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    for picture in GREY[:2]:
        write_png(tmp_path / "a.png", picture)
    assert np.array_equal(read_back(tmp_path / "a.png"), GREY[1])
    assert os.listdir(tmp_path) == ["a.png"]
