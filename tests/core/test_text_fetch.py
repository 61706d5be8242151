"""Texts that a user fetches: cleaned to the character, counted further than what is shipped."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from core import paths
from core.__main__ import main
from core.cards import TextCard
from core.data.download import fetch, fetch_steps
from core.data.entries import RemoteFile
from core.data.find import state
from core.data.text_cleaning import english_tales, german_tales
from core.data.text_entries import TEXTS
from core.data.texts import load_text
from core.errors import DataError, Fault
from core.runtime.library import Library
from core.runtime.providers import best_device
from core.text.chains import count_steps
from core.text.counts import count
from core.text.markov import MarkovModel
from core.text.opening import open_text
from tests.core.serving import serve

T = TypeVar("T")
RAW_GERMAN = (
    "1. Der Froschkönig\n\nIn den alten  Zeiten rief ihr  jemand zu: \n»Was hast du  vor?« Sie sah "
    "sich um. \n»Ach,«  sagte sie, \n»ich weine.« \n»Sei still,« rief er, \n»und schweig.«\n"
    "Da dachte es \n»Nun bin ich allein.«\n\n"
)
GERMAN = (
    "1. Der Froschkönig\n\nIn den alten Zeiten rief ihr jemand zu: »Was hast du vor?« Sie sah "
    "sich um.\n»Ach,« sagte sie, »ich weine.«\n»Sei still,« rief er, »und schweig.«\n"
    "Da dachte es\n»Nun bin ich allein.«\n"
)
RAW_ENGLISH = (
    "\ufeffThe Project Gutenberg EBook\n\nCONTENTS:\n\n     THE GOLDEN BIRD\n     HANS IN LUCK\n"
    "\n\n\n"
    "THE GOLDEN BIRD\n\nA certain king had a beautiful garden, and in the garden stood a tree\n"
    "which bore golden apples.\n\n 'Turn back,\n  turn back.'\n\n\n\n\nHANS IN LUCK\n\n"
    "Some men are born\nto good luck.\n\n\n*****\n\n\nThe Brothers Grimm were born\n"
    "in Hanau.\n\n*****\n"
)
ENGLISH = (
    "THE GOLDEN BIRD\n\nA certain king had a beautiful garden, and in the garden stood a tree "
    "which bore golden apples.\n\n'Turn back, turn back.'\n\nHANS IN LUCK\n\nSome men are "
    "born to good luck.\n"
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The German tales as a small file on a server of our own, nowhere else to be found."""
    folder = tmp_path / "served"
    folder.mkdir()
    raw = (RAW_GERMAN * 400).encode()
    (folder / "tales.txt").write_bytes(raw)
    for url in serve(folder):
        file = RemoteFile(f"{url}/tales.txt", hashlib.sha256(raw).hexdigest(), len(raw))
        text = german_tales([raw.decode()])
        row = replace(
            TEXTS["grimm-de"], files=(file,), characters=len(text), packed="nowhere.txt.gz",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        monkeypatch.setitem(TEXTS, "grimm-de", row)
        yield url


def followed(steps: Generator[float, None, T]) -> tuple[list[float], T]:
    """Return the shares that were told, and what came of it."""
    shares: list[float] = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return shares, end.value


@pytest.mark.parametrize(
    ("clean", "raw", "text"),
    [(german_tales, RAW_GERMAN, GERMAN), (english_tales, RAW_ENGLISH, ENGLISH)],
    ids=["german", "english"],
)
def test_a_download_becomes_the_text(clean: object, raw: str, text: str) -> None:
    assert clean([raw]) == text  # type: ignore[operator]


@pytest.mark.parametrize("name", ["grimm-de", "grimm-en"])
def test_the_text_itself_is_clean_already(name: str) -> None:
    if state(name).folder is None:
        pytest.skip(f"{name} is not on this machine")
    text = load_text(name)
    whole = text.train + text.held_out
    assert TEXTS[name].clean([whole]) == whole


def test_fetched_cleaned_and_loaded(served: str) -> None:
    with pytest.raises(DataError) as caught:
        load_text("grimm-de")
    assert caught.value.fault is Fault.MISSING
    assert state("grimm-de").bytes_to_fetch == len((RAW_GERMAN * 400).encode())
    fetch("grimm-de")
    text = load_text("grimm-de")
    assert text.train.startswith(GERMAN[:200])
    assert "  " not in text.train


def test_a_download_that_gives_another_text_is_not_used(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TEXTS, "grimm-de", replace(TEXTS["grimm-de"], clean="".join))
    fetch("grimm-de")
    with pytest.raises(DataError) as caught:
        load_text("grimm-de")
    assert caught.value.fault is Fault.CHECKSUM


def test_a_download_in_steps_tells_its_share(served: str) -> None:
    shares, files = followed(fetch_steps("grimm-de"))
    assert [path.name for path in files] == ["tales.txt"]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(0 < share < 1 for share in shares)


def test_a_download_that_fails_says_so_in_steps(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = replace(TEXTS["grimm-de"].files[0], url="http://nowhere.invalid/tales.txt")
    monkeypatch.setitem(TEXTS, "grimm-de", replace(TEXTS["grimm-de"], files=(file,)))
    with pytest.raises(DataError) as caught:
        list(fetch_steps("grimm-de"))
    assert (caught.value.fault, caught.value.detail) == (Fault.OFFLINE, "nowhere.invalid")


def test_without_a_network_the_command_line_says_a_sentence(
    served: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["data", "fetch", "grimm-de", "--base-url", "http://nowhere.invalid"])
    said = capsys.readouterr()
    told = (said.out + said.err).strip()
    assert code == 2
    assert "nowhere.invalid" in told
    assert "Is there a network?" in told
    assert len(told) < 160
    assert not (paths.data_cache() / "text" / "tales.txt").exists()


def test_longer_contexts_are_counted_from_the_text_part_by_part(served: str) -> None:
    fetch("grimm-de")
    library = Library(of=TextCard)
    names = ("grimm-de-markov-2", "grimm-de-words-markov-2")
    models = {name: open_text(library.find(name), best_device("cpu")) for name in names}
    chains = {name: model for name, model in models.items() if isinstance(model, MarkovModel)}
    shares, found = followed(count_steps(chains))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    text = load_text("grimm-de").train
    for name, model in chains.items():
        whole = count(model.vocabulary.encode(text), len(model.vocabulary), 5)
        assert found[name].order == 5
        for one, other in zip(whole.levels, found[name].levels, strict=True):
            assert np.array_equal(one.last, other.last)
            assert np.array_equal(one.counts, other.counts)
