"""A user's own text: encodings, what is no text, and reading it in parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError, Fault, InputError
from core.text.counts import count
from core.text.own import PART, count_file, count_text, known_share, open_text_file, read_parts
from core.text.vocabulary import characters_of
from tests.core.text_fixtures import small_vocabulary

GERMAN = "Es war einmal ein König, der hatte drei Töchter; die jüngste hieß Röschen.\n" * 40


def whole(path: Path) -> str:
    return "".join(part.text for part in read_parts(open_text_file(path)))


@pytest.mark.parametrize(
    ("encoding", "said", "certain"),
    [("utf-8", "utf-8", True), ("utf-8-sig", "utf-8-sig", True), ("utf-16", "utf-16", True),
     ("utf-32", "utf-32", True), ("cp1252", None, False)],
)  # fmt: skip
def test_any_encoding_is_read_and_said(
    tmp_path: Path, encoding: str, said: str | None, certain: bool
) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(GERMAN.encode(encoding))
    opened = open_text_file(path)
    assert opened.certain is certain
    assert said is None or opened.encoding == said
    assert whole(path) == GERMAN


def test_lines_end_alike(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"a" * (PART - 1) + b"\r\nb\rc\nd")  # the pair is cut in two
    assert whole(path) == "a" * (PART - 1) + "\nb\nc\nd"


@pytest.mark.parametrize(
    ("content", "detail"),
    [(b"", "empty"), (b" \n\t\n", "empty"), (bytes(range(256)) * 40, "binary"),
     (b"\x89PNG\r\n\x1a\n" + bytes(2000), "binary"), (b"text\0with\0zeros" * 50, "binary")],
)  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, detail: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(DataError) as refused:
        open_text_file(path)
    assert (refused.value.fault, refused.value.detail) == (Fault.MISMATCH, detail)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path, fault in ((tmp_path / "no", Fault.MISSING), (tmp_path, Fault.UNREADABLE)):
        with pytest.raises(DataError) as refused:
            open_text_file(path)
        assert refused.value.fault is fault


def test_a_large_file_is_counted_in_parts_and_can_be_left(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("abcab\n" * (3 * PART // 6), encoding="utf-8")
    vocabulary = characters_of("abc\n")
    walk = count_file(open_text_file(path), vocabulary, 2)
    assert 0 < next(walk) < 0.5
    walk.close()
    walk = count_file(open_text_file(path), vocabulary, 2)
    shares = []
    while True:
        try:
            shares.append(next(walk))
        except StopIteration as end:
            counts = end.value
            break
    assert shares == sorted(shares)
    assert shares[-1] == 1
    tokens = vocabulary.encode(path.read_text(encoding="utf-8"))
    expected = count(tokens, len(vocabulary), 2)
    assert counts.tokens == len(tokens)
    np.testing.assert_array_equal(counts.levels[2].counts, expected.levels[2].counts)


def test_one_word_repeated_and_a_script_nobody_knows() -> None:
    vocabulary = small_vocabulary()
    counts = count_text("ha " * 500, vocabulary, 2)
    assert [row.contexts for row in counts.growth()] == [3, 3]
    assert counts.growth()[1].single == 1
    foreign = vocabulary.encode("Жили-были")
    assert known_share(foreign) == pytest.approx(1 / 9)  # the hyphen
    assert vocabulary.decode(foreign) == "����-����"
    with pytest.raises(InputError):
        count_text(" \n", vocabulary, 2)
