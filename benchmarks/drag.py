"""How long the picture takes to follow the hand, beside the same decode in a notebook.

`benchmarks.hand` says what is a move, and when it is over.

Of a model with more than two dimensions the sliders are unfolded and follow every move; with
`--by slider` it is the handle of the most telling one that is dragged instead of the point.

Before the drag, the codes are handed to the plane five times, each until a paint pass has shown
them: the median is what a change of model costs the window. After it, the traversal grid is asked
for five times, each around another code and until a paint pass has shown it; and the pictures are
encoded and decoded once more: what the model itself makes one wait.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np
from PySide6.QtCore import QPoint

from benchmarks.hand import Drag, drag, latencies, point_of, slider_of
from benchmarks.report import BenchmarkFailed, Budget, ms, percentile
from benchmarks.window import choose, open_window, until_painted
from core.data.table import DATA
from core.errors import ModelError
from core.latent.chart import survey
from core.latent.traversal import Traversal
from core.paths import shipped
from core.runtime.library import Library
from gui.tour_guide import Guide

SMALL: Budget = {"p50_ms": 4.0, "p99_ms": 10.0}  # of 28 × 28
LARGE: Budget = {"p99_ms": 16.0}  # of 64 × 64 in colour
ALWAYS: Budget = {"last_is_last": True, "open_ms": 1000.0, "grid_ms": 150.0}
NOTEBOOK_PATIENCE = 300.0
OPENINGS = GRIDS = 5


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Drag in the real window, then do the same in a notebook's way."""
    _check_size(options.model, options.points)
    with open_window(options.points) as guide:
        choose(guide, options.model)
        device = guide.window.context.latent.device
        opened = {"open_ms": ms(median(_open(guide) for _ in range(OPENINGS)))}
        guide.settle()
        stage = guide.latent.view.stage
        entry, plane = stage.shown[0], stage.planes[0]
        result: dict[str, object] = {"picture": "×".join(map(str, entry.model.card.image_shape))}
        result |= {"dimensions": entry.model.card.latent_size, "by": options.by}
        result["sliders"] = _unfold(guide, by_slider=options.by == "slider")
        hold = slider_of(guide) if options.by == "slider" else point_of(guide)
        result |= _told(drag(guide, hold, options.moves, options.hz)) | opened
        result |= {"points": len(entry.chart.codes), "density": plane.cloud.dense}
        result |= _grid(guide) | {"survey_ms": _survey(guide)}
        result |= {"device": device.got if device else "", "torch_imported": "torch" in sys.modules}
    if not options.no_notebook:
        notebook = _notebook(options)
        result |= notebook
        p50 = result["p50_ms"]
        assert isinstance(p50, float)
        result["ratio"] = round(notebook["notebook_p50_ms"] / p50, 1)
    return result


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers: pictures of 64 × 64 in colour may take longer."""
    large = math.prod(map(int, str(measured["picture"]).split("×"))) > 28 * 28 * 3
    return {**(LARGE if large else SMALL), **ALWAYS}


def _check_size(model: str, points: int) -> None:
    """Refuse more pictures than the model's data set has; generated ones have no end."""
    try:
        card = Library().find(model).card
    except ModelError as error:
        raise BenchmarkFailed(str(error)) from error
    data = DATA.get(card.data.name) if card and card.data else None
    if data and not data.generated and points > data.test_size:
        raise BenchmarkFailed(f"{data.name} has {data.test_size} test pictures, not {points}")


def _open(guide: Guide) -> float:
    """Hand the plane its codes as if they were new; return the seconds until they are painted."""
    plane = guide.latent.view.stage.planes[0]
    assert plane.cast is not None
    fresh = replace(plane.cast, codes=plane.cast.codes.copy())
    return until_painted(guide, plane.viewport(), lambda: plane.show_cast(fresh))


def _grid(guide: Guide) -> dict[str, object]:
    """Ask for the traversal grid, each time around another code, until it is painted."""
    latent, grid = guide.latent, guide.latent.view.grid
    begin = np.asarray(latent.presenter.points()[0])
    seconds = []
    for i in range(GRIDS):
        latent.presenter.place(begin * (1 + 0.1 * (i + 1)))
        latent.presenter.commit()
        guide.settle()
        show = partial(latent.dimensions.show_grid, True)
        seconds.append(until_painted(guide, grid, show, latent.dimensions.gridChanged))
        latent.dimensions.show_grid(False)
    assert latent.dimensions.laid is not None
    rows = len(latent.dimensions.laid.order)
    pictures = rows * Traversal.steps
    return {"grid_ms": ms(median(seconds)), "grid_pictures": pictures, "grid_rows": rows}


def _survey(guide: Guide) -> float:
    """Encode and decode all pictures once more; return the milliseconds."""
    entry = guide.latent.view.stage.shown[0]
    begin = time.perf_counter()
    survey(entry.model, entry.chart.data)
    return ms(time.perf_counter() - begin)


def _unfold(guide: Guide, *, by_slider: bool) -> int:
    """Unfold the sliders of more than two dimensions, in sight; return how many there are."""
    panel = guide.latent.view.panel
    if guide.latent.presenter.card.latent_size <= 2 and not by_slider:
        return 0
    panel.dimensions.unfold()
    guide.rest(0.1)
    bank = panel.dimensions.bank
    body = panel.widget()
    assert body is not None
    panel.verticalScrollBar().setValue(bank.mapTo(body, QPoint()).y())
    guide.rest(0.1)
    return len(bank.values())


def _told(done: Drag) -> dict[str, object]:
    return {
        **latencies(done.seconds),
        "moves": len(done.seconds),
        "answers": done.answers,
        "pictures": done.pictures,
        "dropped": done.dropped,
        "backwards": done.backwards,
        "parts_p50_ms": done.parts_ms,
        "last_is_last": done.last_is_last,
    }


def _notebook(options: argparse.Namespace) -> dict[str, float]:
    """Run the notebook's way in a process of its own, which may import torch."""
    command = [
        sys.executable, "-m", "benchmarks.notebook", options.model, str(options.points),
        str(options.notebook_moves),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=shipped(), capture_output=True, text=True, check=False,
        timeout=NOTEBOOK_PATIENCE,
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BenchmarkFailed(f"the notebook's way (pip install -e '.[dev]'): {last}")
    seconds = json.loads(done.stdout.splitlines()[-1])
    return {
        "notebook_p50_ms": ms(percentile(seconds, 0.5)),
        "notebook_p99_ms": ms(percentile(seconds, 0.99)),
    }
