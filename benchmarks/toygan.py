"""GANs in the plane: turns, pictures and frames a second; PyTorch; what the presets come to.

GAN Lab's work (its nets, batch, updates and optimiser) is trained at full speed in its process
while the program's own window draws it (`benchmarks.gan_window`). PyTorch eager then does the same
work alone on one thread. The presets are played without a window.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import gan_window
from benchmarks.report import AtLeast, BenchmarkFailed, Budget
from core.gan import divergence, modes
from core.gan.data import data_of
from core.gan.game import POOL
from core.gan.presets import GAN_LAB, PRESETS, Covers, Outcome, Preset, Reaches, fulfilled, played

DATA = "gaussians"
WORK = "150 points, noise 2, G 2-8-8-2, D 2-8-8-1, SGD, 2 D and 1 G updates a step"
MEDIAN_MODES = {"ring": 8, "grid": 24}  # what the median over the seeds has to cover
PACE = {
    "steps_per_s": AtLeast(400),
    "pictures_per_s": AtLeast(20),
    "gap_p99_ms": 33.0,
    "torch_imported": False,
}


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Measure the pace, PyTorch's, and the presets over some seeds."""
    if options.presets not in ("all", "none") and options.presets not in PRESETS:
        raise BenchmarkFailed(f"no preset {options.presets}: {', '.join(PRESETS)}")
    result: dict[str, object] = {}
    if options.seconds:
        rounds = gan_window.watched(DATA, options.seconds, options.rounds)
        result |= gan_window.told(rounds)
        result |= {"work": WORK, "torch_imported": "torch" in sys.modules}
        result["torch_eager_steps_per_s"] = round(torch_pace(options.seconds))
    if options.presets != "none":
        chosen = [p for p in PRESETS.values() if options.presets in ("all", p.name)]
        result |= outcomes(chosen, options.seeds)
    return result


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers: pace, gaps, JS, modes, misses of the claims."""
    limits: dict[str, float] = dict(PACE) if "steps_per_s" in measured else {}
    for preset in PRESETS.values():
        claim = preset.claims[0]
        if isinstance(claim, Reaches) and f"js_{preset.name}" in measured:
            limits[f"js_{preset.name}"] = claim.js
    limits |= {key: 0.1 for key in measured if key.startswith("missed_")}
    modes_of = {f"modes_{name}": AtLeast(count) for name, count in MEDIAN_MODES.items()}
    limits |= {key: least for key, least in modes_of.items() if key in measured}
    return limits


def torch_pace(seconds: float) -> float:
    """Do the same work with torch's autograd, optimiser and loss, as anybody would write it."""
    import torch
    from torch import nn
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        forger = nn.Sequential(
            nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2), nn.Tanh()
        )
        police = nn.Sequential(
            nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1)
        )
        for_g = torch.optim.SGD(forger.parameters(), lr=GAN_LAB.g_rate)
        for_d = torch.optim.SGD(police.parameters(), lr=GAN_LAB.d_rate)
        pool = torch.from_numpy(data_of(DATA).sample(np.random.default_rng(0), POOL))
        real, fake = torch.ones(GAN_LAB.batch, 1), torch.zeros(GAN_LAB.batch, 1)
        steps, began = 0, time.monotonic()
        while time.monotonic() - began < seconds:
            for _ in range(GAN_LAB.d_steps):
                x = pool[torch.randint(POOL, (GAN_LAB.batch,))]
                with torch.no_grad():
                    made = forger(torch.randn(GAN_LAB.batch, 2))
                loss = bce(police(x), real) + bce(police(made), fake)
                for_d.zero_grad()
                loss.backward()
                for_d.step()
            loss = bce(police(forger(torch.randn(GAN_LAB.batch, 2))), real)
            for_g.zero_grad()
            loss.backward()
            for_g.step()
            steps += 1
        return steps / (time.monotonic() - began)
    finally:
        torch.set_num_threads(threads)


# ---- presets


def outcomes(presets: list[Preset], seeds: int) -> dict[str, object]:
    """Play every preset with `seeds` seeds: medians, and the share of seeds that miss the claim."""
    result: dict[str, object] = {"seeds": seeds, "js_protocol": divergence.PROTOCOL}
    result["modes_protocol"] = modes.PROTOCOL
    details: dict[str, object] = {}
    for preset in presets:
        runs = []
        for seed in range(seeds):
            began = time.monotonic()
            with threadpool_limits(1):
                runs.append((list(played(preset, seed)), time.monotonic() - began))
        kept = sum(all(fulfilled(c, o) for c, o in outcome) for outcome, _ in runs)
        result[f"missed_{preset.name}"] = round(1 - kept / seeds, 3)
        first = [outcome[0][1] for outcome, _ in runs]
        if isinstance(preset.claims[0], Reaches):
            result[f"js_{preset.name}"] = round(statistics.median(o.js for o in first), 4)
        if isinstance(preset.claims[0], Covers):
            covered = [o.coverage.covered for o in first if o.coverage]
            result[f"modes_{preset.name}"] = statistics.median(covered)
        seconds = statistics.median(seconds for _, seconds in runs)
        details[preset.name] = [*_details(preset, runs), {"seconds": round(seconds, 1)}]
        print(f"{preset.name}: {kept} of {seeds}, {seconds:.1f} s", file=sys.stderr, flush=True)
    return result | {"presets": details}


def _details(
    preset: Preset, runs: list[tuple[list[tuple[object, Outcome]], float]]
) -> Iterator[dict[str, object]]:
    for side, claim in enumerate(preset.claims):
        results = [outcome[side][1] for outcome, _ in runs]
        floor = divergence.sampling_floor(data_of(preset.data)).js
        yield {
            "claim": type(claim).__name__,
            **asdict(claim),
            "turns": preset.turns,
            "js": [round(o.js, 4) for o in results],
            "js_floor": round(floor, 4),
            "covered": [o.coverage.covered if o.coverage else None for o in results],
            "near": [o.coverage.near if o.coverage else None for o in results],
            "good": [round(o.coverage.good, 3) if o.coverage else None for o in results],
            "fall": [float(f"{o.fall:.3g}") for o in results],
        }
