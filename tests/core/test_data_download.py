"""Downloads from a server of our own: a small set, and the real files where they are."""

from __future__ import annotations

import gzip
import hashlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.data.download import fetch
from core.data.table import DATA, DataEntry, RemoteFile, Source, load, state
from core.errors import DataError, Fault, InputError
from tests.core.serving import serve

Served = tuple[str, Path]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def write(path: Path, array: np.ndarray) -> RemoteFile:
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    content = gzip.compress(header + array.tobytes())
    path.write_bytes(content)
    url = f"http://example.invalid/{path.name}"
    return RemoteFile(url, hashlib.sha256(content).hexdigest(), len(content))


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A row of the table whose files lie on a local server; the images are longer than a chunk."""
    folder = tmp_path / "served"
    folder.mkdir()
    random = np.random.default_rng(0)
    files = tuple(
        write(
            folder / f"{split}-{kind}.gz",
            random.integers(0, 250 if shape else 2, (count, *shape), dtype=np.uint8),
        )
        for split, count in (("train", 2000), ("test", 200))
        for kind, shape in (("images", (28, 28)), ("labels", ()))
    )
    row = DataEntry(
        "tiny", ("a", "b"), False, 2000, 200, "CC0-1.0", files=files, folder="tiny-folder"
    )
    monkeypatch.setitem(DATA, "tiny", row)
    for url in serve(folder):
        yield url, folder


def fault_of(**how: str) -> DataError:
    with pytest.raises(DataError) as caught:
        fetch("tiny", **how)  # type: ignore[arg-type]
    assert caught.value.subject == "tiny"
    return caught.value


def leftovers() -> set[str]:
    folder = paths.data_cache() / "tiny-folder"
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def test_fetched_then_loaded(served: Served) -> None:
    with pytest.raises(DataError) as caught:
        load("tiny", "train")
    assert caught.value.fault is Fault.MISSING
    before = state("tiny")
    assert before.folder is None
    assert before.bytes_to_fetch == sum(file.bytes for file in DATA["tiny"].files)

    said: list[tuple[str, int, int]] = []
    files = fetch("tiny", lambda *word: said.append(word), base_url=served[0])

    assert [path.name for path in files] == [file.file_name for file in DATA["tiny"].files]
    assert leftovers() == {path.name for path in files}
    assert state("tiny").folder == files[0].parent == paths.data_cache() / "tiny-folder"
    assert state("tiny").bytes_to_fetch == 0
    data = load("tiny", "train")
    assert (len(data), data.source) == (2000, Source.FULL)
    for file in DATA["tiny"].files:
        done = [word[1] for word in said if word[0] == file.file_name]
        assert done == sorted(set(done))  # it grows, and comes to its end once
        assert done[-1] == file.bytes
    assert len([word for word in said if word[0] == "train-images.gz"]) > 2


def test_what_is_there_is_checked_and_kept(served: Served) -> None:
    files = fetch("tiny", base_url=served[0])
    times = [path.stat().st_mtime_ns for path in files]
    for path in served[1].iterdir():
        path.unlink()
    assert fetch("tiny", base_url=served[0]) == files
    assert [path.stat().st_mtime_ns for path in files] == times


def test_a_damaged_file_in_the_cache_is_named_and_fetched_again(served: Served) -> None:
    images, *_ = fetch("tiny", base_url=served[0])
    images.write_bytes(images.read_bytes()[:-10])
    with pytest.raises(DataError) as caught:
        load("tiny", "train")
    assert (caught.value.fault, caught.value.path) == (Fault.CHECKSUM, images)
    assert [file.file_name for file in state("tiny").missing] == [images.name]
    fetch("tiny", base_url=served[0])
    assert len(load("tiny", "train")) == 2000


@pytest.mark.parametrize("change", [-1, 0, 300_000], ids=["shorter", "same length", "longer"])
def test_other_content_is_not_kept(change: int, served: Served) -> None:
    path = served[1] / "train-images.gz"
    path.write_bytes(bytes(path.stat().st_size + change))
    assert fault_of(base_url=served[0]).fault is Fault.CHECKSUM
    assert leftovers() == set()


def test_an_http_status(served: Served) -> None:
    (served[1] / "test-images.gz").unlink()
    error = fault_of(base_url=served[0])
    assert error.fault is Fault.REFUSED
    assert error.detail == "404 from 127.0.0.1"
    assert leftovers() == {"train-images.gz", "train-labels.gz"}


def test_nobody_listens(served: Served) -> None:
    with socket.socket() as reserved:  # bound, not listening: a port that refuses
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        assert fault_of(base_url=url).fault is Fault.OFFLINE
    assert leftovers() == set()


def test_no_such_host(served: Served) -> None:
    assert fault_of(base_url="http://nowhere.invalid").fault is Fault.OFFLINE


def test_a_transfer_that_breaks_off(served: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_half() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                head = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"
                connection.sendall(head + bytes(4000))

        thread = threading.Thread(target=answer_half)
        thread.start()
        assert (
            fault_of(base_url=f"http://127.0.0.1:{server.getsockname()[1]}").fault is Fault.OFFLINE
        )
        thread.join()
    assert leftovers() == set()


def test_an_address_that_is_none(served: Served) -> None:
    assert fault_of(base_url="no address").fault is Fault.REFUSED


def test_a_folder_that_cannot_be_written(served: Served, own_home: Path) -> None:
    own_home.write_bytes(b"a file where the folder should be")
    assert fault_of(base_url=served[0]).fault is Fault.READ_ONLY


def test_stopped_in_the_middle(served: Served) -> None:
    class Stop(Exception):
        pass

    def stop(file: str, done: int, whole: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        fetch("tiny", stop, base_url=served[0])
    assert leftovers() == set()


def test_nothing_to_fetch() -> None:
    assert fetch("shapes") == []
    assert state("shapes").generated
    with pytest.raises(InputError):
        fetch("letters")


def test_the_real_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The official test files, served from where they lie; the checksums are those of the table."""
    source = state("digits").folder
    if source is None:
        pytest.skip("the full digits set is not on this machine")
    row = replace(DATA["digits"], name="again", files=DATA["digits"].files[2:], folder="again")
    monkeypatch.setitem(DATA, "again", row)
    for url in serve(source):
        images, labels = fetch("again", base_url=url)
    assert images.read_bytes() == (source / images.name).read_bytes()
    assert labels.stat().st_size == DATA["digits"].files[3].bytes
