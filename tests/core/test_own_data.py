"""What users bring: pictures of every kind, folders, arrays; and what is refused, and why."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.data import own, pictures
from core.data.own import read_arrays, read_folder, read_own
from core.data.pictures import plain, read_picture
from core.data.table import Source
from core.errors import DataError, Fault, InputError

GREY, COLOUR = (28, 28), (28, 28, 3)


def drawing(height: int = 28, width: int = 28) -> np.ndarray:
    """White on black: a soft blob in the upper left quarter."""
    y, x = np.mgrid[:height, :width]
    far = np.hypot((y - 0.3 * height) / height, (x - 0.3 * width) / width)
    return (255 * np.clip(1.2 - 5 * far, 0, 1)).astype(np.uint8)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(values: np.ndarray) -> bytes:
    return saved(Image.fromarray(values), "PNG")


def fault_of(path: Path | bytes, shape: tuple[int, ...] = GREY) -> DataError:
    with pytest.raises(DataError) as caught:
        read_picture(path, shape)
    return caught.value


def close(left: np.ndarray, right: np.ndarray) -> float:
    return float(np.abs(left.astype(int) - right.astype(int)).mean())


# ---- one picture


def test_a_picture_of_the_right_size_keeps_every_pixel() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    noise[0] = noise[-1] = noise[:, 0] = noise[:, -1] = 0
    assert np.array_equal(read_picture(png(noise), GREY), noise)
    rgb = np.random.default_rng(1).integers(0, 256, (28, 28, 3), dtype=np.uint8)
    assert np.array_equal(read_picture(png(rgb), COLOUR), rgb)


ALPHA = {"LA", "La", "PA", "RGBA", "RGBa"}
MODES = ["1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "HSV"]


@pytest.mark.parametrize("mode", [*MODES, "LAB", "I", "I;16", "I;16B", "I;16L", "F"])
def test_every_mode_shows_the_same_drawing(mode: str) -> None:
    grey = Image.fromarray(drawing())
    if mode.startswith("I;16"):
        kind = ">u2" if mode == "I;16B" else "<u2"
        values = (drawing().astype(np.uint16) * 257).astype(kind)
        image = Image.frombytes(mode, grey.size, values.tobytes())
    elif mode == "LAB":
        image = grey.convert("RGB").convert("LAB")
    elif mode in ("La", "RGBa"):
        image = grey.convert(mode.upper() if mode == "La" else "RGBA").convert(mode)
    elif mode == "PA":
        image = grey.convert("RGBA").convert("PA")
    else:
        image = grey.convert("RGB").convert(mode) if mode == "HSV" else grey.convert(mode)
    assert image.mode == mode
    simple = plain(image)
    assert simple.mode in ("L", "LA", "RGB", "RGBA")
    assert simple.mode.endswith("A") == (mode in ALPHA)
    want = np.asarray(grey.convert("1").convert("L")) if mode == "1" else drawing()
    assert close(np.asarray(simple.convert("L")), want) < 3
    assert close(pictures.fitted(simple, GREY), want) < 3
    assert close(pictures.fitted(simple, COLOUR)[..., 1], want) < 3


SAVED = [
    *[("PNG", mode) for mode in ("1", "L", "LA", "I;16", "P", "RGB", "RGBA")],
    *[("TIFF", mode) for mode in ("1", "L", "LA", "P", "I", "I;16", "I;16B", "F")],
    *[("TIFF", mode) for mode in ("RGB", "RGBX", "RGBA", "CMYK", "YCbCr", "LAB")],
    *[("JPEG", mode) for mode in ("L", "RGB", "CMYK")],
    *[("GIF", mode) for mode in ("1", "L", "P", "RGBA")],
    *[("WEBP", mode) for mode in ("L", "RGB", "RGBA")],
    *[("BMP", mode) for mode in ("1", "L", "P", "RGB")],
    *[("TGA", mode) for mode in ("L", "LA", "RGB", "RGBA")],
    *[("PPM", mode) for mode in ("1", "L", "I;16", "RGB", "F")],
    *[("ICO", "RGBA"), ("PCX", "L"), ("SGI", "RGB"), ("JPEG2000", "RGB"), ("QOI", "RGB")],
]


@pytest.mark.parametrize(("kind", "mode"), SAVED)
def test_every_format_shows_the_same_drawing(kind: str, mode: str, tmp_path: Path) -> None:
    grey = Image.fromarray(drawing(64, 64))
    if mode.startswith("I;16"):
        values = (drawing(64, 64).astype(np.uint16) * 257).astype(">u2" if "B" in mode else "<u2")
        image = Image.frombytes(mode, grey.size, values.tobytes())
    elif mode == "LAB":
        image = grey.convert("RGB").convert("LAB")
    else:
        image = grey.convert(mode)
    path = tmp_path / "drawing.bin"  # the content says what it is, not the name
    path.write_bytes(saved(image, kind))
    want = np.asarray(Image.fromarray(drawing(64, 64)).resize((28, 28), Image.Resampling.LANCZOS))
    got = read_picture(path, GREY)
    assert (got.shape, got.dtype) == (GREY, np.uint8)
    assert close(got, want) < (12 if mode == "1" else 4)
    assert np.array_equal(read_picture(path.read_bytes(), GREY), got)
    assert close(read_picture(path, COLOUR).mean(axis=2), want) < (12 if mode == "1" else 4)


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (-1, 1), (0, 255), (0, 65535), (-300.5, 12.25), (0, 2e9)]
)
def test_floats_are_scaled_by_their_range(low: float, high: float) -> None:
    values = (low + drawing() / 255 * (high - low)).astype(np.float32)
    tiff = saved(Image.fromarray(values), "TIFF")
    assert np.abs(read_picture(tiff, GREY).astype(int) - drawing()).max() <= 1


def test_nan_in_a_float_picture_is_an_error() -> None:
    values = drawing().astype(np.float32)
    values[3, 3] = np.nan
    assert fault_of(saved(Image.fromarray(values), "TIFF")).fault is Fault.UNREADABLE


def test_dark_ink_on_white_paper_is_inverted_and_white_on_black_is_not() -> None:
    ink = drawing()
    paper = png(255 - ink)
    assert np.array_equal(read_picture(paper, GREY), ink)
    assert np.array_equal(read_picture(png(ink), GREY), ink)
    assert np.array_equal(read_picture(paper, GREY, ink_on_paper=False), 255 - ink)
    assert np.array_equal(read_picture(png(ink), GREY, ink_on_paper=True), 255 - ink)
    assert np.array_equal(read_picture(paper, COLOUR)[..., 0], 255 - ink)  # colour stays


def test_dim_paper_is_judged_by_the_middle_of_its_own_greys() -> None:
    dim = (110 - 0.4 * drawing()).astype(np.uint8)  # grey paper at 110, ink down to 8
    assert read_picture(png(dim), GREY)[8, 8] > read_picture(png(dim), GREY)[27, 27]


def test_blank_paper_has_no_ink() -> None:
    assert not read_picture(png(np.full(GREY, 255, np.uint8)), GREY).any()
    assert not read_picture(png(np.zeros(GREY, np.uint8)), GREY).any()


@pytest.mark.parametrize("ink", [0, 255])
def test_transparent_is_background_in_grey_whatever_the_ink(ink: int) -> None:
    values = np.dstack([np.full((28, 28, 3), ink, np.uint8), drawing()])
    assert np.abs(read_picture(png(values), GREY).astype(int) - drawing()).max() <= 1


def test_what_hides_under_transparency_has_no_say() -> None:
    paper = np.full((28, 28, 2), (90, 255), np.uint8)
    paper[4:10, 4:10, 0] = 40  # ink
    paper[15:20, 15:20] = (255, 0)  # a hole, brighter than the paper if it could be seen
    got = read_picture(saved(Image.fromarray(paper), "PNG"), GREY)
    assert (got[5, 5], got[0, 0], got[17, 17]) == (215, 165, 0)


def test_transparent_is_white_in_colour() -> None:
    values = np.zeros((28, 28, 4), np.uint8)
    values[8:20, 8:20] = (200, 10, 20, 255)
    got = read_picture(png(values), COLOUR)
    assert got[0, 0].tolist() == [255, 255, 255]
    assert got[14, 14].tolist() == [200, 10, 20]
    palette = Image.fromarray(values).quantize(4)
    assert "transparency" in palette.info or palette.palette.mode == "RGBA"
    assert read_picture(saved(palette, "PNG"), COLOUR)[0, 0].tolist() == [255, 255, 255]
    keyed = Image.fromarray(values[..., :3])
    content = saved(keyed, "PNG", transparency=(0, 0, 0))
    assert read_picture(content, COLOUR)[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_camera_was_held_upright(kind: str) -> None:
    values = np.zeros((60, 60, 3), np.uint8)
    values[:20, :20] = 255  # upper left
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned clockwise by 90°
    got = read_picture(saved(Image.fromarray(values), kind, exif=exif), COLOUR)
    assert got[3, -4].min() > 240  # upper right
    assert got[3, 3].max() < 15


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (28, 28), colour) for colour in ("red", "lime", "blue")]
    for kind in ("GIF", "WEBP", "PNG", "TIFF"):
        options = {"lossless": True} if kind == "WEBP" else {}
        content = saved(frames[0], kind, save_all=True, append_images=frames[1:], **options)
        with Image.open(io.BytesIO(content)) as image:
            assert image.n_frames == 3
        assert read_picture(content, COLOUR)[14, 14].tolist() == [255, 0, 0]


def test_the_aspect_ratio_is_kept_and_the_rest_is_background() -> None:
    wide = np.full((50, 100, 3), (10, 20, 30), np.uint8)
    got = read_picture(png(wide), COLOUR)
    assert (got[:7] == 255).all()
    assert (got[7:21] == (10, 20, 30)).all()
    assert (got[21:] == 255).all()
    tall = np.full((100, 50), 255, np.uint8)
    tall[40:60, 20:30] = 0  # ink on paper
    got = read_picture(png(tall), GREY)
    assert not got[:, :7].any()
    assert got[14, 14] > 200
    assert read_picture(png(np.full((1, 500, 3), 9, np.uint8)), COLOUR).min() == 9  # one thin line


def test_a_shape_need_not_be_square() -> None:
    assert read_picture(png(drawing()), (10, 40)).shape == (10, 40)


def test_a_huge_jpeg_is_not_decoded_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(Image.fromarray(drawing(4000, 3000)), "JPEG")
    sizes = []
    monkeypatch.setattr(pictures, "plain", lambda image: sizes.append(image.size) or plain(image))
    got = read_picture(content, GREY)
    assert max(sizes[0]) <= 500
    want = np.asarray(Image.fromarray(drawing(4000, 3000)).resize((21, 28)))
    assert close(got[:, 3:24], want) < 4


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def zeros_png(width: int, height: int) -> bytes:
    """A 1-bit PNG whose pixels are all there, packed to a few dozen kilobytes."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", packed), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def no_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(self: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", load)


@pytest.mark.parametrize("limit", [None, Image.MAX_IMAGE_PIXELS])
def test_a_bomb_is_refused_before_it_is_decoded(
    limit: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(zeros_png(20_000, 20_000))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)  # it is refused without Pillow's help too
    no_decoding(monkeypatch)
    start = time.perf_counter()
    error = fault_of(path)
    assert (error.fault, error.path) == (Fault.REFUSED, path)
    assert error.detail
    assert time.perf_counter() - start < 1
    assert Image.MAX_IMAGE_PIXELS == limit


def test_a_picture_just_above_the_limit_is_refused_and_one_below_is_read() -> None:
    assert fault_of(zeros_png(8901, 10_000)).fault is Fault.REFUSED
    assert read_picture(zeros_png(8900, 10_000), GREY).shape == GREY


def test_a_picture_cut_off_is_truncated(tmp_path: Path) -> None:
    values = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    for kind in ("PNG", "JPEG", "BMP", "GIF"):
        content = saved(Image.fromarray(values), kind)
        path = tmp_path / f"cut.{kind}"
        path.write_bytes(content[: len(content) // 2])
        error = fault_of(path, COLOUR)
        assert (error.fault, error.path) == (Fault.TRUNCATED, path), kind
        assert error.detail


def test_what_is_no_picture(tmp_path: Path) -> None:
    text = tmp_path / "text.png"
    text.write_text("not a picture\n" * 50)
    empty = tmp_path / "empty.png"
    empty.touch()
    loop = tmp_path / "loop.png"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    for path, fault in (
        (text, Fault.UNREADABLE),
        (empty, Fault.TRUNCATED),
        (tmp_path, Fault.UNREADABLE),
        (tmp_path / "nothing.png", Fault.MISSING),
        (text / "inside.png", Fault.MISSING),
        (tmp_path / ("x" * 300), Fault.UNREADABLE),
        (loop, Fault.UNREADABLE),
        (pipe, Fault.UNREADABLE),  # opening it would wait for ever
    ):
        error = fault_of(path)
        assert (error.fault, error.path) == (fault, path)
        assert error.detail
    assert fault_of(b"").fault is Fault.TRUNCATED


def test_a_picture_of_no_pixels() -> None:
    for width, height in ((0, 5), (5, 0)):
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")
        assert fault_of(content).fault is Fault.UNREADABLE
    assert fault_of(b"P5 0 0 255\n").fault is Fault.UNREADABLE


def test_postscript_is_never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    content = saved(Image.fromarray(drawing()), "EPS")
    monkeypatch.setattr("PIL.EpsImagePlugin.Ghostscript", lambda *given: called.append(given))
    assert fault_of(content).fault is Fault.UNREADABLE
    assert not called


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP", "ICO", "TGA"])
def test_damaged_bytes_give_a_picture_or_a_typed_error(kind: str) -> None:
    random = np.random.default_rng(0)
    content = saved(Image.fromarray(drawing(40, 40)).convert("RGB"), kind)
    errors = 0
    for _ in range(60):
        damaged = bytearray(content)
        for place in random.integers(0, min(len(content), 400), 4):
            damaged[place] = random.integers(256)
        try:
            assert read_picture(bytes(damaged), COLOUR).shape == COLOUR
        except DataError:
            errors += 1
    assert errors


@pytest.mark.parametrize("shape", [(28,), (28, 28, 4), (0, 28), (28, 28, 3, 1)])
def test_a_shape_that_is_none(shape: tuple[int, ...], tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(drawing()))
    for read in (read_picture, read_own):
        with pytest.raises(InputError) as caught:
            read(tmp_path / "a.png", shape)
        assert caught.value.fault is Fault.MISMATCH


# ---- folders


def put(folder: Path, *names: str, values: np.ndarray | None = None) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(drawing() if values is None else values))
    return folder


def test_subfolders_are_classes_in_an_order_that_never_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "animals"
    names = ["dog/b.png", "Cat/B.png", "dog/a.png", "Cat/a.png", "ant/1.png", "Cat/c.png"]
    for number, name in enumerate(names):
        values = drawing()
        values[14, 14] = 100 + number
        put(folder, name, values=values)
    data = read_folder(folder, GREY).data
    assert (data.name, data.split, data.source) == ("animals", "own", Source.OWN)
    assert data.classes == ("ant", "Cat", "dog")
    assert data.labels.tolist() == [0, 1, 1, 1, 2, 2]
    assert data.labels.dtype == np.int64
    assert (data.images[:, 14, 14] - 100).tolist() == [4, 3, 1, 5, 2, 0]
    listdir = os.listdir
    monkeypatch.setattr(own.os, "listdir", lambda path: sorted(listdir(path), reverse=True))
    assert np.array_equal(read_folder(folder, GREY).data.images, data.images)


def test_pictures_beside_class_folders_are_of_no_class(tmp_path: Path) -> None:
    put(tmp_path, "b/1.png", "loose.png", "a/1.png")
    data = read_folder(tmp_path, GREY).data
    assert data.classes == ("", "a", "b")
    assert data.labels.tolist() == [0, 1, 2]


def test_a_folder_without_class_folders_is_one_class(tmp_path: Path) -> None:
    folder = put(tmp_path / "mine", "1.png", "2.png")
    (folder / "notes").mkdir()
    (folder / "notes" / "todo.txt").write_text("no picture")
    data = read_folder(folder, GREY).data
    assert (data.classes, data.labels.tolist()) == (("mine",), [0, 0])


def test_a_folder_of_one_and_a_single_picture(tmp_path: Path) -> None:
    folder = put(tmp_path / "one", "only.png")
    for path, name in ((folder, "one"), (folder / "only.png", "only")):
        found = read_own(path, GREY)
        assert (found.data.name, found.data.classes) == (name, (name,))
        assert np.array_equal(found.data.images, drawing()[None])
        assert (found.data.source, found.skipped) == (Source.OWN, ())


def test_what_is_no_picture_is_listed_and_does_no_harm(tmp_path: Path) -> None:
    put(tmp_path, "a/good.png", "b/good.png", "a/.hidden.png", ".git/x.png", "a/deep/er.png")
    (tmp_path / "b" / "notes.txt").write_text("nothing to see")
    (tmp_path / "b" / "cut.png").write_bytes(png(drawing())[:200])
    (tmp_path / "b" / "gone.png").symlink_to(tmp_path / "nowhere")
    found = read_folder(tmp_path, GREY)
    assert len(found.data) == 2
    assert {(item.path.name, item.fault) for item in found.skipped} == {
        ("notes.txt", Fault.UNREADABLE),
        ("cut.png", Fault.TRUNCATED),
        ("gone.png", Fault.MISSING),
        ("deep", Fault.REFUSED),
    }
    assert all(item.detail for item in found.skipped)


def test_folders_without_a_picture(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("text")
    for folder in (empty, texts, tmp_path / "nowhere"):
        with pytest.raises(DataError) as caught:
            read_folder(folder, GREY)
        assert (caught.value.fault, caught.value.path) == (Fault.MISSING, folder)


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path, "a/1.png")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "here").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    found = read_folder(tmp_path, GREY)
    assert (len(found.data), found.data.classes) == (1, ("a",))
    assert {"up", "itself"} <= {item.path.name for item in found.skipped}


def test_of_too_many_files_all_classes_keep_some(tmp_path: Path) -> None:
    put(tmp_path, *[f"{name}/{n}.png" for name in "abc" for n in range(10)])
    found = read_folder(tmp_path, GREY, limit=6)
    assert np.bincount(found.data.labels).tolist() == [2, 2, 2]
    (skipped,) = found.skipped
    assert (skipped.path, skipped.fault, skipped.detail) == (
        tmp_path,
        Fault.REFUSED,
        "6 of 30 files",
    )


def test_a_folder_is_ink_on_paper_as_a_whole(tmp_path: Path) -> None:
    """A shirt that fills its picture to the border must not be turned over among others."""
    put(tmp_path, "1.png", "2.png", "3.png")
    full = np.full(GREY, 250, np.uint8)
    full[14, 14] = 0
    put(tmp_path, "4.png", values=full)
    assert np.array_equal(read_folder(tmp_path, GREY).data.images[3], full)
    assert read_picture(tmp_path / "4.png", GREY)[0, 0] == 5  # alone it would be
    forced = read_folder(tmp_path, GREY, ink_on_paper=True).data
    assert np.array_equal(forced.images[0], 255 - drawing())


def test_progress_counts_files_and_may_stop(tmp_path: Path) -> None:
    put(tmp_path, "1.png", "2.png", "3.png")
    told: list[tuple[int, int]] = []
    read_folder(tmp_path, GREY, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, _: int) -> None:
        if done == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read_folder(tmp_path, GREY, progress=stop)


# ---- arrays


def many(count: int = 6) -> np.ndarray:
    images = np.stack([drawing()] * count)
    images[:, 14, 14] = 100 + np.arange(count)
    return images


def npz(path: Path, **arrays: object) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def array_fault(path: Path, shape: tuple[int, ...] = GREY) -> DataError:
    with pytest.raises(DataError) as caught:
        read_own(path, shape)
    assert caught.value.path == path
    assert caught.value.detail
    return caught.value


LAYOUTS = {
    "images": many(),
    "x": many()[..., None],
    "X": many()[:, None],
    "data": many().reshape(6, -1),
    "x_train": many().astype(np.float32) / 255,
    "arr_0": many() / 127.5 - 1,
    "anything": many().astype(np.int64),
    "Images": many().astype(np.uint16) * 257,
}


@pytest.mark.parametrize("key", LAYOUTS)
def test_arrays_of_every_layout_and_range(key: str, tmp_path: Path) -> None:
    found = read_own(npz(tmp_path / "mine.npz", **{key: LAYOUTS[key]}), GREY)
    assert np.array_equal(found.data.images, many())
    assert (found.data.name, found.data.classes) == ("mine", ("mine",))
    assert (found.data.source, found.data.split) == (Source.OWN, "own")


def test_colour_arrays(tmp_path: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (5, 28, 28, 3), dtype=np.uint8)
    for images in (rgb, np.moveaxis(rgb, 3, 1), rgb.reshape(5, -1)):
        got = read_arrays(npz(tmp_path / "rgb.npz", x=images), COLOUR).data.images
        assert np.array_equal(got, rgb)
    grey = read_arrays(npz(tmp_path / "rgb.npz", x=rgb), GREY).data.images
    assert grey.shape == (5, 28, 28)
    clear = np.zeros((2, 28, 28, 4), np.uint8)
    assert (read_arrays(npz(tmp_path / "rgba.npz", x=clear), COLOUR).data.images == 255).all()


def test_two_values_are_black_and_white(tmp_path: Path) -> None:
    binary = (many() > 127).astype(np.uint8)
    data = read_arrays(npz(tmp_path / "b.npz", x=binary), GREY).data
    assert np.array_equal(data.images, binary * 255)


def test_other_sizes_are_fitted_like_pictures(tmp_path: Path) -> None:
    large = drawing(56, 112)
    got = read_arrays(npz(tmp_path / "large.npz", x=large[None]), GREY).data.images[0]
    assert np.array_equal(got, read_picture(png(large), GREY))
    flat = read_arrays(npz(tmp_path / "flat.npz", x=drawing(20, 20).reshape(1, -1)), GREY)
    assert np.array_equal(flat.data.images[0], read_picture(png(drawing(20, 20)), GREY))


def test_arrays_on_paper_are_inverted(tmp_path: Path) -> None:
    path = npz(tmp_path / "paper.npz", x=255 - many())
    assert np.array_equal(read_arrays(path, GREY).data.images, many())
    kept = read_arrays(path, GREY, ink_on_paper=False).data.images
    assert np.array_equal(kept, 255 - many())


@pytest.mark.parametrize(
    ("labels", "classes", "want", "names"),
    [
        ([3, 7, 3, 7, 9, 3], None, [0, 1, 0, 1, 2, 0], ("3", "7", "9")),
        ([2.0, 10.0, 2.0, 2.0, 2.0, 2.0], None, [0, 1, 0, 0, 0, 0], ("2", "10")),
        (list("bAbAbA"), None, [1, 0, 1, 0, 1, 0], ("A", "b")),
        ([2, 0, 2, 0, 2, 0], ["x", "y", "z"], [2, 0, 2, 0, 2, 0], ("x", "y", "z")),
    ],
)
def test_labels(
    labels: list, classes: list | None, want: list, names: tuple[str, ...], tmp_path: Path
) -> None:
    arrays = {"y": np.array(labels)} | ({"classes": np.array(classes)} if classes else {})
    data = read_arrays(npz(tmp_path / "l.npz", x=many(), **arrays), GREY).data
    assert (data.labels.tolist(), data.classes) == (want, names)
    assert data.labels.dtype == np.int64


BAD = {
    "rank": ({"x": np.zeros((2, 2, 2, 2, 2))}, Fault.MISMATCH),
    "scalar": ({"x": np.array(3)}, Fault.MISMATCH),
    "channels": ({"x": np.zeros((2, 9, 9, 7))}, Fault.MISMATCH),
    "length": ({"x": np.zeros((2, 785))}, Fault.MISMATCH),
    "no pixels": ({"x": np.zeros((2, 0, 28))}, Fault.MISMATCH),
    "no pictures": ({"x": np.zeros((0, 28, 28))}, Fault.MISSING),
    "no images": ({"a": np.zeros(3), "b": np.zeros(3)}, Fault.MISSING),
    "text": ({"x": np.array([["a"] * 784])}, Fault.MISMATCH),
    "complex": ({"x": np.zeros((2, 28, 28), complex)}, Fault.REFUSED),
    "range": ({"x": many() * 3.5 - 200}, Fault.MISMATCH),
    "few labels": ({"x": many(), "y": np.zeros(5)}, Fault.MISMATCH),
    "one-hot labels": ({"x": many(), "y": np.zeros((6, 10))}, Fault.MISMATCH),
    "labels between": ({"x": many(), "y": np.full(6, 0.5)}, Fault.MISMATCH),
    "label of no class": (
        {"x": many(), "y": np.arange(6), "classes": np.array(list("abcde"))},
        Fault.MISMATCH,
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_arrays_that_do_not_fit(case: str, tmp_path: Path) -> None:
    arrays, fault = BAD[case]
    assert array_fault(npz(tmp_path / "bad.npz", **arrays)).fault is fault


def test_nan_is_found_and_its_picture_named(tmp_path: Path) -> None:
    images = many() / 255
    images[4, 3, 3] = np.nan
    error = array_fault(npz(tmp_path / "nan.npz", x=images))
    assert error.fault is Fault.UNREADABLE
    assert "picture 5" in error.detail


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("key", ["x", "y", "classes"])
def test_pickled_objects_are_refused_and_never_run(key: str, tmp_path: Path) -> None:
    trace = tmp_path / "was-here"
    arrays = {"x": many()} | {key: np.array([Trap(trace)] * 6, dtype=object)}
    error = array_fault(npz(tmp_path / "trap.npz", **arrays))
    assert error.fault is Fault.REFUSED
    assert not trace.exists()


def npy(shape: tuple[int, ...], content: bytes) -> bytes:
    file = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue() + content


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "MAX_BYTES", 1_000_000)
    path = npz(tmp_path / "bomb.npz", x=np.zeros((2000, 28, 28), np.uint8))
    assert path.stat().st_size < 10_000

    def unpacked(*_: object, **__: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    assert array_fault(path).fault is Fault.REFUSED


def test_a_header_that_promises_more_than_there_is(tmp_path: Path) -> None:
    path = tmp_path / "lie.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", npy((10**9, 28, 28), bytes(784)))
    error = array_fault(path)
    assert error.fault is Fault.UNREADABLE
    assert "1000000000" in error.detail


@pytest.mark.parametrize(
    ("count", "declared", "fault", "word"),
    [
        (1, 784, Fault.UNREADABLE, "CRC"),  # the array fits the lie, what is packed does not
        (5, 784, Fault.UNREADABLE, "CRC"),
        (10, 7840, Fault.TRUNCATED, "x.npy"),
        (5, 4_000_000_000, Fault.REFUSED, "4000000128 bytes"),
    ],
)
def test_a_zip_that_lies_about_its_sizes(
    count: int, declared: int, fault: Fault, word: str, tmp_path: Path
) -> None:
    """5 pictures, declared as 1, as 10 or as 4 GB, in both places where a zip says so."""
    path = tmp_path / "lie.npz"
    content = npy((count, 28, 28), bytes(5 * 784))
    header = len(content) - 5 * 784
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", content)
    raw = path.read_bytes()
    true, lie = struct.pack("<I", len(content)), struct.pack("<I", header + declared)
    assert raw.count(true) == 2
    path.write_bytes(raw.replace(true, lie))
    error = array_fault(path)
    assert error.fault is fault
    assert word in error.detail


def test_npz_files_that_are_none(tmp_path: Path) -> None:
    whole = npz(tmp_path / "whole.npz", x=np.random.default_rng(0).random((9, 28, 28)))
    content = whole.read_bytes()
    damaged = bytearray(content)
    damaged[len(content) // 2] ^= 255
    for made, fault in (
        (content[: len(content) // 2], Fault.TRUNCATED),
        (b"", Fault.TRUNCATED),
        (bytes(damaged), Fault.UNREADABLE),
        (b"neither zip nor arrays", Fault.UNREADABLE),
    ):
        path = tmp_path / "bad.npz"
        path.write_bytes(made)
        assert array_fault(path).fault is fault
    assert array_fault(tmp_path / "nowhere.npz").fault is Fault.MISSING


# ---- CSV


def csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def line(image: np.ndarray, separator: str = ",") -> str:
    return separator.join(str(value) for value in image.ravel())


COUNTED = ",".join(str(number) for number in range(784))
NAMED = ",".join(f"pixel{number}" for number in range(784))


@pytest.mark.parametrize(
    "made",
    [
        lambda images: [line(image) for image in images],
        lambda images: [NAMED, *[line(image) for image in images]],
        lambda images: [COUNTED, *[line(image) for image in images]],
        lambda images: ["", *[line(image) + "\r" for image in images], " ", ""],
        lambda images: [line(image, "\t") for image in images],
        lambda images: ['"' + line(image, '","') + '"' for image in images],
    ],
)
def test_a_csv_of_pixels(made: object, tmp_path: Path) -> None:
    found = read_own(csv(tmp_path / "mine.CSV", *made(many())), GREY)
    assert np.array_equal(found.data.images, many())
    assert (found.data.name, found.data.classes) == ("mine", ("mine",))


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("header", [None, "label", "Class", "digit", "counted"])
@pytest.mark.parametrize("names", [["7", "3", "7", "7", "3", "7"], ["cat", "ant"] * 3])
def test_a_csv_with_labels(
    first: bool, header: str | None, names: list[str], tmp_path: Path
) -> None:
    def row(label: str, rest: str) -> str:
        return f"{label},{rest}" if first else f"{rest},{label}"

    lines = [row(name, line(image)) for name, image in zip(names, many(), strict=True)]
    if header:
        top = row("x", COUNTED) if header == "counted" else row(header, NAMED)
        lines.insert(0, top)
    data = read_own(csv(tmp_path / "l.csv", *lines), GREY).data
    assert np.array_equal(data.images, many())
    assert data.classes == tuple(sorted(set(names)))
    assert [data.classes[label] for label in data.labels] == names


def test_a_named_label_column_beside_pictures_of_another_size(tmp_path: Path) -> None:
    small = drawing(20, 20)
    path = csv(tmp_path / "s.csv", "label," + ",".join(["p"] * 400), "5," + line(small))
    data = read_own(path, GREY).data
    assert data.classes == ("5",)
    assert np.array_equal(data.images[0], read_picture(png(small), GREY))


def test_a_german_csv(tmp_path: Path) -> None:
    header = "Größe;" + ";".join(f"Bildpunkt{number}" for number in range(784))
    rows = [
        "Fuß;" + ";".join(f"{value / 255:.5f}".replace(".", ",") for value in image.ravel())
        for image in many()
    ]
    for encoding in ("latin-1", "utf-8", "utf-8-sig"):
        data = read_own(csv(tmp_path / "de.csv", header, *rows, encoding=encoding), GREY).data
        assert np.array_equal(data.images, many())
        assert data.classes == ("Fuß",)
    without_header = read_own(csv(tmp_path / "de.csv", *rows, encoding="utf-8-sig"), GREY).data
    assert without_header.classes == ("Fuß",)


def test_what_is_wrong_in_a_csv_is_named_by_its_row(tmp_path: Path) -> None:
    good = line(drawing())
    cells = good.split(",")
    cases = {
        ",".join([*cells[:9], "oops", *cells[10:]]): (Fault.UNREADABLE, "oops"),
        ",".join([*cells[:9], "", *cells[10:]]): (Fault.UNREADABLE, "''"),
        ",".join([*cells[:9], "nan", *cells[10:]]): (Fault.UNREADABLE, "NaN"),
        ",".join([*cells[:9], "1e99", *cells[10:]]): (Fault.UNREADABLE, "infinite"),
        ",".join(cells[:-1]): (Fault.MISMATCH, "783"),
    }
    for broken, (fault, word) in cases.items():
        error = array_fault(csv(tmp_path / "bad.csv", NAMED, good, "", broken, good))
        assert error.fault is fault
        assert "row 4" in error.detail
        assert word in error.detail


def test_csv_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bad.csv"
    for content, fault in (
        (b"", Fault.TRUNCATED),
        (b"\n \n", Fault.MISSING),
        (NAMED.encode(), Fault.MISSING),
        (b"1,7,3,4,5,6,7\n", Fault.MISMATCH),
        (b"Dear reader,\nthis is a letter.\n", Fault.MISMATCH),
        (bytes(range(256)) * 4, Fault.MISMATCH),
        (line(many()[0].astype(int) * 400).encode(), Fault.MISMATCH),
    ):
        path.write_bytes(content)
        assert array_fault(path).fault is fault, content[:20]
    monkeypatch.setattr(own, "MAX_TEXT", 100)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    assert array_fault(path).fault is Fault.REFUSED


def test_no_own_data_error_is_of_an_unknown_kind(tmp_path: Path) -> None:
    """Any file under any of the names that are told apart: a set or an error of this project."""
    random = np.random.default_rng(0)
    contents = [random.bytes(500), png(drawing()), b"PK\x03\x04" + bytes(99), b"{}", b"\xff" * 9]
    for suffix in (".npz", ".csv", ".png", ""):
        for content in contents:
            path = tmp_path / f"file{suffix}"
            path.write_bytes(content)
            with contextlib.suppress(DataError):
                assert len(read_own(path, GREY).data) == 1
