"""The plagiarism meter: what was copied is found, what was not is not."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.texts import TEXTS
from core.errors import Fault, InputError
from core.text.copied import BYTES, CopyIndex
from core.text.opening import shipped_index

WORDS = [f"word{n}" for n in np.random.default_rng(0).integers(0, 300, 5000)]
INDEX = CopyIndex.of_array(CopyIndex.of(" ".join(WORDS)).array())


def longest_by_hand(text: list[str]) -> int:
    best = 0
    for start in range(len(text)):
        for place in range(len(WORDS)):
            length = 0
            while (
                start + length < len(text)
                and place + length < len(WORDS)
                and text[start + length] == WORDS[place + length]
            ):
                length += 1
            best = max(best, length)
    return best


@pytest.mark.parametrize("seed", range(8))
def test_the_longest_run_is_that_of_a_search_by_hand(seed: int) -> None:
    random = np.random.default_rng(seed)
    text: list[str] = []
    for _ in range(4):
        start = int(random.integers(0, 4900))
        text += WORDS[start : start + int(random.integers(1, 9))]
        text.append(f"word{int(random.integers(0, 300))}")
    found = INDEX.longest(" ".join(text))
    assert (found.words if found else 1) == max(1, longest_by_hand(text))


def test_runs_stand_where_they_were_found_whatever_their_case() -> None:
    text = f"Neu: {' '.join(WORDS[70:75]).upper()}, neu; {' '.join(WORDS[10:13])}"
    runs = INDEX.runs(text)
    assert [run.words for run in runs] == [5, 3]
    assert text[runs[0].first : runs[0].last] == " ".join(WORDS[70:75]).upper()
    assert text[runs[1].first : runs[1].last] == " ".join(WORDS[10:13])


@pytest.mark.parametrize("text", ["", "word1", "!!", "nothing here is known"])
def test_what_is_new_is_not_found(text: str) -> None:
    assert INDEX.runs(text) == ()
    assert INDEX.longest(text) is None


@pytest.mark.parametrize("name", list(TEXTS))
def test_shipped_indexes_take_less_than_one_pair_in_a_million_for_another(name: str) -> None:
    pairs = shipped_index(name).pairs
    assert len(pairs) > 80_000
    assert len(pairs) / 2 ** (8 * BYTES) < 1e-6
    foreign = CopyIndex.of(" ".join(f"q{n}x" for n in range(20_000))).pairs
    assert not np.isin(foreign, pairs).any()


def test_an_index_of_another_form_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        CopyIndex.of_array(np.zeros((3, 5), dtype=np.uint8))
    assert refused.value.fault is Fault.MISMATCH
