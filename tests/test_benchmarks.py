"""The benchmarks measure: keys are there, pictures are right; times are not looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.drag import budget
from benchmarks.memory import resident_mb
from benchmarks.report import AtLeast, judged, pace, percentile, table
from tests.core.translator_fixtures import RECIPE, publish_small

BENCHMARKS = ("startup", "drag", "memory", "interference", "export", "toygan", "attention")
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


@pytest.mark.parametrize("by", ["point", "slider"])
def test_drag_takes_all_sliders_along(by: str) -> None:
    options = ("--by", by, "--moves", "40", "--points", "500", "--no-notebook")
    result = result_of("drag", "--model", "shapes-moved-vae-10", *options)
    assert result["last_is_last"] is True
    assert result["pictures"] + result["dropped"] == result["moves"] == 40
    assert (result["by"], result["sliders"], result["dimensions"]) == (by, 10, 10)
    assert (result["grid_rows"], result["grid_pictures"]) == (10, 110)
    assert result["grid_ms"] > 0


def test_toygan_measures_the_frames_of_the_window_in_which_it_plays() -> None:
    options = ("--presets", "none", "--seconds", "2", "--rounds", "1")
    result = result_of("toygan", *options)
    assert result["torch_imported"] is False
    assert result["steps_per_s"] > 0
    assert result["torch_eager_steps_per_s"] > 0
    assert result["pictures_per_s"] > 0
    for prefix in ("", "idle_"):
        p50, p99, longest = (result[f"{prefix}gap_{key}_ms"] for key in ("p50", "p99", "longest"))
        assert 0 < p50 <= p99 <= longest
    assert result["budget"]["gap_p99_ms"] == 33.0


def test_toygan_plays_a_preset_by_its_protocol() -> None:
    result = result_of("toygan", "--seconds", "0", "--presets", "collapse", "--seeds", "1")
    assert "2500 samples" in result["modes_protocol"]
    (preset, took) = result["presets"]["collapse"]
    assert (preset["claim"], preset["modes"], len(preset["near"])) == ("Collapses", 2, 1)
    assert result["missed_collapse"] == 0
    assert took["seconds"] > 0


def test_interference_measures_hand_and_training_beside_each_other() -> None:
    options = ("--moves", "40", "--seconds", "1", "--rounds", "1", "--starts", "1")
    result = result_of("interference", *options)
    assert result["last_is_last"] is True
    assert (result["torch_imported"], result["thread_torch_imported"]) == (False, True)
    assert result["moves"] == 40
    assert result["training_device"] in ("cpu", "cuda:0")
    for prefix in ("", "idle_", "thread_"):
        p50, p95, p99, longest = (
            result[f"{prefix}{key}_ms"] for key in ("p50", "p95", "p99", "longest")
        )
        assert 0 < p50 <= p95 <= p99 <= longest
    for key in ("alone", "bare", "window", "shown"):
        assert result[f"{key}_steps_per_s"] > 0
    assert result["dragging_steps_per_s"] >= 0  # on a busy machine 40 moves may see no step
    for key in ("window_idle_ratio", "window_shown_ratio", "telling_ratio"):
        assert result[key] > 0
    assert 0 < result["stop_ms"] <= result["child_gone_ms"]
    assert len(result["first_step_ms_runs"]) == 1
    assert result["first_step_ms"] > 0


def test_export_measures_every_part_of_the_way_to_a_new_version() -> None:
    result = result_of("export", "--models", "shapes-vae-2", "--runs", "1")
    assert result["torch_imported"] is False
    assert result["slowest"] == "shapes-vae-2"
    assert result["publish_ms"] == pytest.approx(result["export_ms"] + result["reload_ms"], abs=0.1)
    model = result["models"]["shapes-vae-2"]
    assert model["weights"] == 485_396
    assert model["held_out"] == 10_000
    assert 0 < model["parity"] <= 1e-4
    assert 0 < model["publish_ms"] == result["publish_ms"]
    assert result["budget"]["publish_ms"] == 2000


def test_colour_may_take_longer() -> None:
    grey, colour = (budget({"picture": picture}) for picture in ("28×28", "64×64×3"))
    assert (grey["p99_ms"], colour["p99_ms"]) == (10.0, 16.0)
    assert grey["grid_ms"] == colour["grid_ms"] == 150.0
    assert grey["open_ms"] == colour["open_ms"] == 1000.0


def test_the_table_says_which_budgets_were_met() -> None:
    said = table(judged({"ms": 4.1, "right": True}, {"ms": 4.0, "right": True})).splitlines()
    assert "TOO MUCH" in said[0]
    assert said[-2].split() == ["budget", "met", "by", "right"]
    assert said[-1].split() == ["budget", "missed", "by", "ms"]


def test_what_cannot_be_measured_is_an_error() -> None:
    done = run("drag", "--model", "no-such-model", "--moves", "5", "--no-notebook", "--json")
    assert done.returncode == 1
    assert "no-such-model" in json.loads(done.stdout.splitlines()[-1])["error"]


def test_help_names_every_benchmark() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in BENCHMARKS)
    assert run("nonsense").returncode == 2


def test_a_pace_is_that_of_what_was_told_in_time() -> None:
    told = [(0.0, 1), (1.0, 11), (2.0, 31), (3.0, 100)]
    assert pace(told, 0.5, 2.5) == 20.0
    assert pace(told, 0.5, 1.5) is None


def test_resident_memory_is_told_in_mebibytes() -> None:
    assert 10 < resident_mb() < 100_000


def test_percentiles_are_values_that_occurred() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 3, 5, 5]


def test_a_budget_is_kept_by_smaller_numbers_and_equal_truths() -> None:
    limits = {"ms": 4.0, "right": True}
    assert judged({"ms": 4.0, "right": True}, limits)["within_budget"] is True
    assert judged({"ms": 4.1, "right": True}, limits)["within_budget"] is False
    assert judged({"ms": 1, "right": False}, limits)["within_budget"] is False


def test_tokens_compares_lengths_and_pytorch() -> None:
    options = ("--tokens", "4", "--rounds", "1", "--moves", "20", "--table-bytes", "60000",
               "--drags", "12")  # fmt: skip
    result = result_of("tokens", *options)
    for name in ("transformer", "markov", "eager_cache", "eager_no_cache"):
        assert result[f"{name}_16"] > 0
        assert result[f"{name}_512"] > 0
    assert result["table_bytes_of_text"] == 60_000
    assert 0 < result["bars_p50_ms"] <= result["bars_p99_ms"]
    assert (result["slider_moves"], result["slider_rows"]) == (12, 5)
    assert 0 < result["slider_p50_ms"] <= result["slider_p95_ms"]
    assert result["budget"]["slider_p95_ms"] == 16


def test_a_limit_from_below_is_kept_by_larger_numbers() -> None:
    limits = {"ratio": AtLeast(0.9)}
    assert judged({"ratio": 0.95}, limits)["within_budget"] is True
    assert "≥ 0.9  TOO LITTLE" in table(judged({"ratio": 0.8}, limits))
    assert json.loads(json.dumps(judged({"ratio": 0.8}, limits)))["budget"] == {"ratio": 0.9}


def test_translate_gives_what_pytorch_gives(own_home: Path) -> None:
    publish_small(RECIPE, own_home / "models")
    result = result_of("translate", "--model", RECIPE.name, "--rounds", "2")
    assert result["same_as_eager"] is True
    assert result["words"] == 10
    for name in ("", "greedy_", "eager_", "step_"):
        assert 0 < result[f"{name}ms_p50"] <= result[f"{name}ms_p95"]
    assert set(result["budget"]) == {"ms_p50", "step_ms_p50", "same_as_eager"}


def test_translate_says_when_there_is_no_such_model() -> None:
    done = run("translate", "--model", "nothing", "--json")
    assert done.returncode == 1
    assert "nothing" in done.stderr


def test_attention_goes_through_layers_heads_and_kinds() -> None:
    sizes = ("--layers", "2", "--heads", "4", "--tokens", "12")
    result = result_of("attention", *sizes, "--rounds", "1")
    assert (result["layers"], result["heads"], result["tokens"]) == (2, 4, 12)
    assert result["torch_imported"] is False
    kinds, layers, heads = 3, 2 * 1, 2 * 5  # up and down the lists; mean and rollout are in one
    assert result["switches"] == 2 * (kinds + layers + heads)
    for name in ("switch", "heads", "matrix", "translate"):
        p50, p95, longest = (result[f"{name}_{key}_ms"] for key in ("p50", "p95", "longest"))
        assert 0 < p50 <= p95 <= longest
    assert set(result["budget"]) == {"switch_p95_ms", "heads_p95_ms", "torch_imported"}
