"""A user's CSV: columns, scaling, and every fault said with its row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError, Fault, InputError
from core.gan.data import drawn
from core.gan.tables import MOST_ROWS, layout_of, read_table


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "points.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_german_and_english_files_say_the_same(tmp_path: Path) -> None:
    german = "Länge;Name;Breite\n1,5;a;10\n2,5;b;30\n2,0;c;20\n"
    english = german.replace(",", ".").replace(";", ",")
    tables = []
    for text in (german.encode("utf-8-sig"), german.encode("latin-1"), english, english + "\n\n"):
        path = written(tmp_path, text)
        layout = layout_of(path)
        assert [column.name for column in layout.columns] == ["Länge", "Name", "Breite"]
        assert [column.is_numeric for column in layout.columns] == [True, False, True]
        tables.append(read_table(path, (0, 2)))
    for table in tables:
        assert np.allclose(table.points, [[0.05, 0.05], [0.95, 0.95], [0.5, 0.5]])
        first, second = table.scaling
        assert (first.low, first.high, second.low, second.high) == (1.5, 2.5, 10, 30)
        assert (1.5 - first.offset) * first.factor == pytest.approx(0.05)
        assert (table.rows, table.taken) == (3, 3)
        assert drawn(table.points).dim == 2


def test_a_file_without_a_header_and_with_windows_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "1\t2\r\n3\t4\r\n")
    assert [column.name for column in layout_of(path).columns] == ["", ""]
    assert read_table(path, (1, 0)).rows == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [("x,3", "row 3: 'x'"), (",3", "row 3: ''"), ("3", "row 3: ''"), ("3,inf", "row 3: 'inf'"),
     ("3,nan", "row 3: 'nan'"), ("3,-1e999", "row 3: '-1e999'")],
)  # fmt: skip
def test_rows_that_are_no_numbers_are_left_out_and_counted(
    tmp_path: Path, row: str, said: str
) -> None:
    table = read_table(written(tmp_path, f"a,b\n1,2\n{row}\n4,5\n{row}\n"), (0, 1))
    assert (table.rows, table.taken, table.left_out, table.first_fault) == (4, 2, 2, said)
    assert np.allclose(table.points, [[0.05, 0.05], [0.95, 0.95]])


@pytest.mark.parametrize(
    ("text", "fault", "said"),
    [
        ("a,b\n1,2\n", Fault.MISSING, "1 rows"),
        ("a,b\n1,2\nx,3\n", Fault.MISSING, "1 rows of numbers; row 3: 'x'"),
        ("a,b\n1,2\n1,3\n", Fault.MISMATCH, "column 1: 1 … 1"),
        ("", Fault.TRUNCATED, "0 bytes"),
        ("\n\n", Fault.MISSING, "no rows"),
        (b"\x00\x01\x02", Fault.UNREADABLE, "no text"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str | bytes, fault: Fault, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_table(written(tmp_path, text), (0, 1))
    assert caught.value.fault is fault
    assert said in caught.value.detail


def test_a_column_with_gaps_may_be_chosen_and_one_of_words_not(tmp_path: Path) -> None:
    path = written(tmp_path, "name,size\nada,1\nbob,\neve,3\ndan,4\n")
    assert [column.is_numeric for column in layout_of(path).columns] == [False, True]


def test_columns_that_cannot_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, "1,2\n3,4\n")
    with pytest.raises(InputError, match="column 7"):
        read_table(path, (0, 7))
    with pytest.raises(InputError):
        read_table(path, (0, 1, 1))
    with pytest.raises(DataError):
        read_table(tmp_path / "nowhere.csv", (0, 1))


def test_of_a_long_file_evenly_spaced_rows_are_taken_and_counted(tmp_path: Path) -> None:
    count = 1_000_000
    path = written(tmp_path, "x,y\n" + "".join(f"{i:07d},{-i:08d}\n" for i in range(count)))
    table = read_table(path, (0, 1))
    assert table.rows == count
    assert 0.5 * MOST_ROWS < table.taken <= MOST_ROWS
    gaps = np.diff(table.points[:, 0])
    assert gaps.max() < 1.01 * gaps.min() + 1e-6
    assert table.points[0, 0] == pytest.approx(0.05)
