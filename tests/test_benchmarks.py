"""The benchmarks measure: keys are there, pictures are right; times are not looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.memory import resident_mb
from benchmarks.report import judged, percentile

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False
    )


def result_of(*arguments: str) -> dict[str, object]:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(result["within_budget"], bool)
    return result


def test_startup_finds_a_window_that_answers_without_torch() -> None:
    result = result_of("startup", "--runs", "1")
    assert result["torch_imported"] is False
    assert 0 < result["window_s"] < result["ready_s"]
    assert result["budget"] == {"window_s": 1.5, "torch_imported": False}


def test_drag_ends_with_the_picture_of_the_last_position() -> None:
    result = result_of("drag", "--moves", "50", "--points", "500", "--no-notebook")
    assert result["last_is_last"] is True
    assert result["torch_imported"] is False
    assert result["points"] == 500
    assert result["pictures"] + result["dropped"] == result["moves"] == 50
    assert 0 < result["p50_ms"] <= result["p95_ms"] <= result["p99_ms"] <= result["longest_ms"]


def test_what_cannot_be_measured_is_an_error() -> None:
    done = run("drag", "--model", "no-such-model", "--moves", "5", "--no-notebook", "--json")
    assert done.returncode == 1
    assert "no-such-model" in json.loads(done.stdout.splitlines()[-1])["error"]


def test_help_names_every_benchmark() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("startup", "drag", "memory"))
    assert run("nonsense").returncode == 2


def test_resident_memory_is_told_in_mebibytes() -> None:
    assert 10 < resident_mb() < 100_000


def test_percentiles_are_values_that_occurred() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 3, 5, 5]


def test_a_budget_is_kept_by_smaller_numbers_and_equal_truths() -> None:
    budget = {"ms": 4.0, "right": True}
    assert judged({"ms": 4.0, "right": True}, budget)["within_budget"] is True
    assert judged({"ms": 4.1, "right": True}, budget)["within_budget"] is False
    assert judged({"ms": 1, "right": False}, budget)["within_budget"] is False
