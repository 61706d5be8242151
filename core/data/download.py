"""Fetches full data sets into the user's cache: with checksum and progress, whole files or none."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from urllib.parse import urlsplit

from core import paths
from core.data.entries import DataEntry, RemoteFile, entry_of
from core.data.find import sha256_of
from core.data.text_entries import TEXTS, TextEntry
from core.errors import DataError, Fault, writing_fault

Progress = Callable[[str, int, int], None]

CHUNK = 64 * 1024  # bytes between two words of progress
WAIT = 0.1  # seconds without news until the share is told once more
TIMEOUT = (10.0, 30.0)  # seconds to connect, seconds without a byte


def fetch(
    name: str, progress: Progress | None = None, *, base_url: str | None = None
) -> list[Path]:
    """Download a full set; files that are in the cache already are checked and kept.

    Parameters
    ----------
    name : key in `core.data.table.DATA` or `core.data.text_entries.TEXTS`; for a generated set
        there is nothing to do.
    progress : called with file name, bytes done and bytes of this file, after each 64 KB and once
        at each file's end. What it raises (no OSError or ValueError) ends the download and leaves
        no partial file.
    base_url : replaces everything before the file names, for a mirror.

    Returns
    -------
    The files in `core.paths.data_cache()`: train images, train labels, test images, test labels.

    Raises
    ------
    InputError
        MISSING for a name that doesn't exist.
    DataError
        OFFLINE (no network, no such host, nobody listening, silence, a broken transfer), REFUSED
        (an HTTP status, an address that is none), CHECKSUM (other content than the table's),
        DISK_FULL, READ_ONLY. `detail` of OFFLINE is the host; `path` is where the file would
        have gone. Files fetched before stay.
    """
    entry = TEXTS.get(name) or entry_of(name)
    return [_fetch_file(entry, file, progress, base_url) for file in entry.files]


def fetch_steps(name: str, *, base_url: str | None = None) -> Generator[float, None, list[Path]]:
    """Do as `fetch` does, in a thread; yields the share that is done, and can be left there.

    A download that is left ends at its next 64 KB, and leaves no partial file.
    """
    entry = TEXTS.get(name) or entry_of(name)
    told: queue.SimpleQueue[float | list[Path] | Exception] = queue.SimpleQueue()
    sizes, left = {file.file_name: 0 for file in entry.files}, threading.Event()
    whole = sum(file.bytes for file in entry.files)

    def tell(file: str, done: int, _total: int) -> None:
        if left.is_set():
            raise _Left
        sizes[file] = done
        told.put(sum(sizes.values()) / max(1, whole))

    def work() -> None:
        try:
            told.put(fetch(name, tell, base_url=base_url))
        except Exception as error:
            told.put(error)

    threading.Thread(target=work, name=f"fetch {name}", daemon=True).start()
    share = 0.0
    try:
        while True:
            try:
                found = told.get(timeout=WAIT)
            except queue.Empty:
                found = share
            if isinstance(found, Exception):
                raise found
            if not isinstance(found, float):
                return found
            share = found
            yield share
    finally:
        left.set()


class _Left(Exception):
    """Nobody waits for the download any more."""


def _fetch_file(
    entry: DataEntry | TextEntry, file: RemoteFile, progress: Progress | None, base_url: str | None
) -> Path:
    path = paths.data_cache() / entry.folder / file.file_name
    if sha256_of(path) != file.sha256:
        url = file.url if base_url is None else f"{base_url.rstrip('/')}/{file.file_name}"
        _retrieve(entry.name, url, file, path, progress)
    if progress:
        progress(file.file_name, file.bytes, file.bytes)
    return path


def _retrieve(name: str, url: str, file: RemoteFile, path: Path, progress: Progress | None) -> None:
    """Let pooch load one file into a temporary one, check it and move it into place."""
    import pooch  # slow to import, and only a download needs it
    import requests

    pooch.get_logger().setLevel(logging.WARNING)
    answers: list[requests.Response] = []  # pooch leaves one open that it doesn't read to its end
    downloader = pooch.HTTPDownloader(
        progressbar=_Meter(name, file, path, progress),
        chunk_size=CHUNK,
        timeout=TIMEOUT,
        headers={"Accept-Encoding": "identity"},  # the checksum is that of the packed file
        hooks={"response": lambda answer, **_: answers.append(answer)},
    )
    host = urlsplit(url).hostname or url
    try:
        pooch.retrieve(url, f"sha256:{file.sha256}", path.name, path.parent, downloader=downloader)
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else "an error"
        detail = f"{status} from {host}"
        raise DataError(name, Fault.REFUSED, detail, path) from error
    except (
        requests.ConnectionError,
        requests.Timeout,
        requests.exceptions.ChunkedEncodingError,
    ) as error:
        raise DataError(name, Fault.OFFLINE, host, path) from error
    except requests.RequestException as error:
        raise DataError(name, Fault.REFUSED, str(error), path) from error
    except OSError as error:
        fault = writing_fault(error)
        raise DataError(name, fault, str(error), path) from error
    except ValueError as error:  # pooch's word for another checksum
        raise DataError(name, Fault.CHECKSUM, str(error), path) from error
    finally:
        for answer in answers:
            answer.close()


class _Meter:
    """What pooch takes for a progress bar: passes numbers on, ends what is too long."""

    def __init__(self, name: str, file: RemoteFile, path: Path, progress: Progress | None) -> None:
        self.total = 0  # pooch sets it to the length that the server names, 0 if it doesn't
        self._name, self._file, self._path, self._progress = name, file, path, progress
        self._done = 0

    def update(self, amount: int) -> None:
        """Count bytes; pooch counts whole chunks, so the last one may reach beyond the end."""
        self._done += amount
        if self._done >= self._file.bytes + CHUNK:
            detail = f"over {self._file.bytes} bytes"
            raise DataError(self._name, Fault.CHECKSUM, detail, self._path)
        if self._progress and self._done < self._file.bytes:
            self._progress(self._file.file_name, self._done, self._file.bytes)

    def reset(self) -> None:
        """Start again; pooch does so at the end, to count the total once."""
        self._done = 0

    def close(self) -> None:
        """Nothing to close."""
