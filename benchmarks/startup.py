"""How long it takes from the start of a process to a window that answers, and to a picture."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from statistics import median

from benchmarks.report import BenchmarkFailed, Budget
from benchmarks.window import offscreen_home
from core.paths import shipped

BUDGET: Budget = {"window_s": 1.5, "torch_imported": False}
PATIENCE = 120.0  # seconds for one process


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Start the program `runs` times and take medians.

    `window_s`: the window is shown, its first paint is over, and a mouse move on the plane was
    processed. `ready_s`: the first model is loaded and its first decoded picture painted.
    `stall_s`: the longest time between these two in which the window did not answer.
    """
    with offscreen_home():
        runs = [_start() for _ in range(options.runs)]
    return {
        "window_s": round(median(run["window_s"] for run in runs), 3),
        "ready_s": round(median(run["ready_s"] for run in runs), 3),
        "stall_s": round(median(run["stall_s"] for run in runs), 3),
        "torch_imported": any(run["torch_imported"] for run in runs),
        "modules": runs[-1]["modules"],
        "window_s_runs": [round(run["window_s"], 3) for run in runs],
        "ready_s_runs": [round(run["ready_s"], 3) for run in runs],
    }


def budget(_measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return BUDGET


def _start() -> dict[str, float]:
    """Start one process; its clock is this one's (monotonic, the same for the whole machine)."""
    command = [sys.executable, "-m", "benchmarks.startup_child"]
    begin = time.monotonic()
    with subprocess.Popen(command, cwd=shipped(), stdout=subprocess.PIPE, text=True) as process:
        try:
            said, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise BenchmarkFailed(f"no first picture after {PATIENCE:g} s") from None
    if process.returncode != 0 or not said.strip():
        raise BenchmarkFailed(f"the program ended with exit code {process.returncode}")
    times = json.loads(said.splitlines()[-1])
    return {**times, "window_s": times["window"] - begin, "ready_s": times["ready"] - begin}
