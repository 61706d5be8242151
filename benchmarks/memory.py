"""How much memory the program holds: after its start, over many drags, with everything open.

Resident memory in MiB. The drags come before everything else is opened: memory that was freed by
then could hide what leaks.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt

from benchmarks.report import BenchmarkFailed, Budget
from benchmarks.window import open_window, pad_of
from gui.help import keys_page, licences_page
from gui.theme import THEMES
from gui.tour_guide import Guide

BUDGET: Budget = {"start_mb": 250, "all_mb": 500, "growth_mb": 10}
PATIENCE = 10.0  # seconds for one drag
STEP = 9.0  # pixels a move


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Start, drag, open everything."""
    with open_window() as guide:
        start = _settled(guide)
        guide.choose(options.model)
        drag_often(guide, options.warm_up)
        before = _settled(guide)
        begin = time.monotonic()
        drag_often(guide, options.drags)
        seconds = time.monotonic() - begin
        after = _settled(guide)
        steps = {name: _after(guide, act) for name, act in EVERYTHING.items()}
        return {
            "start_mb": start,
            "all_mb": list(steps.values())[-1],
            "growth_mb": round(after - before, 1),
            "before_drags_mb": before,
            "after_drags_mb": after,
            "drags": options.drags,
            "drags_seconds": round(seconds, 1),
            "steps_mb": steps,
        }


def budget(_measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return BUDGET


def drag_often(guide: Guide, count: int) -> None:
    """Press beside the point, move it three times, let go, wait for the picture; `count` times."""
    pad, plane, left = pad_of(guide), guide.latent.view.stage.planes[0], Qt.MouseButton.LeftButton
    middle = QPointF(pad.rect().center())
    for i in range(count):
        at = guide.pixel(plane.point()) + QPointF(3, 2)
        to_middle = middle - at
        step = QPointF(math.copysign(STEP, to_middle.x()), math.copysign(STEP, to_middle.y()))
        step += QPointF(i % 7, i % 5)  # not to and fro between two places
        guide.mouse(pad, QEvent.Type.MouseButtonPress, at, left)
        for _ in range(3):
            at += step
            guide.mouse(pad, QEvent.Type.MouseMove, at, left)
        guide.mouse(pad, QEvent.Type.MouseButtonRelease, at, left)
        _wait(guide)


def _wait(guide: Guide) -> None:
    end = time.monotonic() + PATIENCE
    while not guide.latent.presenter.is_settled():
        if time.monotonic() > end:
            raise BenchmarkFailed("the picture does not follow")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QCoreApplication.processEvents()


# everything there is to open


def open_themes(guide: Guide) -> None:
    """Build the window in every theme, in German too, and as it was."""
    window = guide.window
    for name in (*THEMES, str(window.context.settings.get("theme"))):
        window.choose("theme", name)
        guide.settle()
    for language in ("de", "en"):
        window.choose("language", language)
        guide.settle()


def open_help(guide: Guide) -> None:
    """Show both pages of help, and leave them open."""
    for make in (keys_page, licences_page):
        make(guide.window).show()
    guide.rest(0.1)


def open_models(guide: Guide) -> None:
    """Choose each model once, with a drag and a data picture under the pointer."""
    for name in _models(guide):
        guide.choose(name)
        stage = guide.latent.view.stage
        code = stage.shown[0].chart.codes[0]
        at = guide.pixel(stage.scenes[0].projection.to_plane(code))
        guide.mouse(pad_of(guide), QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
        guide.until(stage.cards[0].isVisible, f"no card over {name}")
        drag_often(guide, 5)


def open_backgrounds(guide: Guide) -> None:
    """Lay tiles and pictures into every plane there is."""
    latent = guide.latent
    latent.view.panel.choose_background("tiles")
    for plane in range(len(latent.view.stage.planes)):
        guide.until(lambda plane=plane: latent.presenter.rows_laid(plane) == 20, "no tiles")
    guide.rest(0.1)
    for background in ("thumbnails", "points"):
        latent.view.panel.choose_background(background)
        guide.rest(0.3)


def open_dimensions(guide: Guide) -> None:
    """Open sliders, a walk to B and the grid: of the grey model and the coloured one of most."""
    library = guide.window.context.latent.library
    most: dict[int, tuple[int, str]] = {}  # axes of a picture: dimensions, name
    for name in _models(guide):
        card = library.find(name).card
        if card is not None and card.latent_size > 2:
            axes = len(card.image_shape)
            most[axes] = max(most.get(axes, (0, "")), (card.latent_size, name))
    for size, name in most.values():
        guide.choose(name)
        _walk_and_vary(guide, size)


def _walk_and_vary(guide: Guide, size: int) -> None:
    latent, view = guide.latent, guide.latent.view
    view.panel.dimensions.unfold()
    guide.rest(0.1)
    drag_often(guide, 5)
    latent.between.show_second(True)
    guide.until(view.strip.isVisible, "no strip")
    drag_often(guide, 5)
    latent.between.play(True)
    guide.rest(1.0)
    latent.between.play(False)
    latent.dimensions.show_grid(True)
    guide.until(lambda: len(view.grid.current_cells()) == size, "no grid")
    guide.rest(0.3)
    latent.dimensions.show_grid(False)
    latent.between.show_second(False)


def open_comparison(guide: Guide) -> None:
    """Put four models side by side."""
    presenter = guide.latent.presenter
    names = tuple(name for name in _models(guide) if name.startswith("shapes"))[:4]
    presenter.compare_models(names)
    guide.until(lambda: presenter.state.names == names, "not four models")
    guide.settle()
    drag_often(guide, 5)


EVERYTHING = {
    "themes": open_themes,
    "help": open_help,
    "models": open_models,
    "backgrounds": open_backgrounds,
    "dimensions": open_dimensions,
    "comparison": open_comparison,
    "its backgrounds": open_backgrounds,
}


def _models(guide: Guide) -> list[str]:
    """Return the models that the picker offers."""
    picker = guide.latent.view.picker
    return [picker.itemData(i) for i in range(picker.count())]


def _after(guide: Guide, act: Callable[[Guide], None]) -> float:
    act(guide)
    return _settled(guide)


def _settled(guide: Guide) -> float:
    """Return the resident memory when nothing is under way."""
    guide.rest(0.8)
    # what `deleteLater` was told waits for the event loop, which only `exec` brings to an end
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return round(resident_mb(), 1)


def resident_mb() -> float:
    """Return the resident memory of this process in MiB."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    if sys.platform == "win32":
        return _resident_on_windows()
    said = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return int(said.stdout) / 1024


def _resident_on_windows() -> float:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD), ("PageFaultCount", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in (
                "PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage",
                "QuotaPagedPoolUsage", "QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage",
                "PagefileUsage", "PeakPagefileUsage",
            )),
        ]  # fmt: skip

    counters = Counters(cb=ctypes.sizeof(Counters))
    query = ctypes.windll.kernel32.K32GetProcessMemoryInfo
    query.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    if not query(wintypes.HANDLE(-1), ctypes.byref(counters), counters.cb):
        raise BenchmarkFailed("Windows does not tell the resident memory")
    return counters.WorkingSetSize / 2**20
