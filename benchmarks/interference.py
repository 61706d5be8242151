"""What a training costs the hand, and what the window costs the training.

The drag of `benchmarks.hand` in the real window, while a VAE is trained at full speed through the
train panel, its thread and its process; the same with the same training loop in a thread of the
window's process; and with no training.

The training's pace in steps a second: `alone`, its process with a plain process at the other end
that draws nothing; in the window that nobody touches, with the figure in sight and with the
training in sight (`window`, `shown`); and under a hand that drags (`dragging`). The ratios are to
`alone`. `bare` is a process that makes steps only: what previews, snapshots and the held-out data
take is the rest (`telling_ratio`).

All of it takes turns, in several rounds, each of which begins with another one; everything else
waits meanwhile. Latencies are those of all rounds together, ratios the medians of the rounds'.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from statistics import median

from benchmarks.alone import Alone
from benchmarks.hand import Drag, drag, latencies, point_of
from benchmarks.report import AtLeast, BenchmarkFailed, Budget, ms
from benchmarks.trainee import Trainee
from benchmarks.window import choose, open_window
from core.paths import shipped
from gui.tour_guide import Guide

BUDGET: Budget = {
    "p95_ms": 33.0,
    "longest_ms": 100.0,
    "window_idle_ratio": AtLeast(0.9),
    "dragging_ratio": AtLeast(0.6),
    "stop_ms": 200.0,
    "first_step_ms": 1000.0,
    "last_is_last": True,
    "torch_imported": False,
}
THREAD_PATIENCE = 300.0  # seconds beside the drag itself
STARTS = 3
RATIOS = {
    "window_idle_ratio": ("window", "alone"),
    "window_shown_ratio": ("shown", "alone"),
    "dragging_ratio": ("dragging", "alone"),
    "telling_ratio": ("alone", "bare"),
}


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Take turns, then stop and start a few times, then do it in a thread."""
    with open_window() as guide:
        choose(guide, options.model)
        trainee = Trainee(guide)
        trainee.prepare()
        with Alone(trainee.start_asked()) as alone:
            first_step = [trainee.start()]
            trainee.until(trainee.panel.look.isEnabled, "there is no first frame")
            trainee.pause()
            rounds = Rounds(guide, trainee, alone, options)
            for number in range(options.rounds):
                rounds.take_turns(number)
        stops = [trainee.stop()]
        while len(stops) < options.starts:
            trainee.prepare()
            first_step.append(trainee.start())
            stops.append(trainee.stop())
        assert trainee.run.started is not None
        device = guide.window.context.latent.device
        result = rounds.result() | {
            "stop_ms": ms(max(free for free, _ in stops)),
            "child_gone_ms": ms(max(gone for _, gone in stops)),
            "first_step_ms": ms(median(first_step)),
            "first_step_ms_runs": [ms(each) for each in first_step],
            "model": options.model,
            "device": device.got if device else "",
            "training_device": trainee.run.started.device,
            "batch_size": trainee.run.started.batch_size,
            "torch_imported": "torch" in sys.modules,
        }
    return result if options.no_thread else result | _in_thread(options)


def budget(_measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return BUDGET


class Rounds:
    """Every condition once a round."""

    def __init__(
        self, guide: Guide, trainee: Trainee, alone: Alone, options: argparse.Namespace
    ) -> None:
        self._guide, self._trainee, self._alone, self._options = guide, trainee, alone, options
        self._drags: dict[str, list[Drag]] = {"": [], "idle_": []}
        self._paces: dict[str, list[float]] = {
            key: [] for key in ("alone", "bare", "window", "shown", "dragging")
        }

    def take_turns(self, first: int) -> None:
        """Measure all, beginning with another one each time."""
        turns: list[Callable[[], None]] = [
            lambda: self._away("alone"),
            lambda: self._untouched("window", shown=False),
            self._dragged,
            lambda: self._untouched("shown", shown=True),
            self._undisturbed,
            lambda: self._away("bare"),
        ]
        first %= len(turns)
        for turn in (*turns[first:], *turns[:first]):
            turn()

    def _away(self, trainer: str) -> None:
        rate = self._alone.steps_per_s(trainer, self._options.seconds)
        self._paces[trainer].append(rate)

    def _untouched(self, key: str, *, shown: bool) -> None:
        with self._trainee.working(shown=shown):
            self._paces[key].append(self._trainee.steps_per_s(self._options.seconds))

    def _dragged(self) -> None:
        with self._trainee.working(shown=False):
            done = self._drag()
        self._paces["dragging"].append(self._trainee.pace(done.begin, done.end) or 0.0)
        self._drags[""].append(done)

    def _undisturbed(self) -> None:
        self._trainee.show(False)
        self._drags["idle_"].append(self._drag())

    def _drag(self) -> Drag:
        return drag(self._guide, point_of(self._guide), self._options.moves, self._options.hz)

    def result(self) -> dict[str, object]:
        """Return latencies of all rounds, median paces, medians of each round's ratios."""
        told: dict[str, object] = {}
        for prefix, drags in self._drags.items():
            told |= latencies([s for each in drags for s in each.seconds], prefix)
        told["last_is_last"] = all(each.last_is_last for each in self._drags[""])
        told["dropped"] = sum(each.dropped for each in self._drags[""])
        told["moves"] = sum(len(each.seconds) for each in self._drags[""])
        for key, paces in self._paces.items():
            told[f"{key}_steps_per_s"] = round(median(paces), 2)
        ratios = {
            key: [a / b for a, b in zip(self._paces[over], self._paces[under], strict=True)]
            for key, (over, under) in RATIOS.items()
        }
        told |= {key: round(median(each), 3) for key, each in ratios.items()}
        told["rounds_ratios"] = {k: [round(r, 3) for r in each] for k, each in ratios.items()}
        return told


def _in_thread(options: argparse.Namespace) -> dict[str, object]:
    """Drag while a thread of the same process trains: a process of its own, it imports torch."""
    command = [
        sys.executable, "-m", "benchmarks.in_thread", options.model, str(options.moves),
        str(options.hz),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=shipped(), capture_output=True, text=True, check=False,
            timeout=THREAD_PATIENCE + 2 * options.moves / options.hz,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BenchmarkFailed("the training in a thread does not end") from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BenchmarkFailed(f"the training in a thread: {last}")
    told = json.loads(done.stdout.splitlines()[-1])
    return {
        **latencies(told["seconds"], "thread_"),
        "thread_steps_per_s": round(told["steps_per_s"], 2),
        "thread_torch_imported": told["torch_imported"],
    }
