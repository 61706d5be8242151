"""The start as a person types it: `python main.py`, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "main.py"
WHOLE_TOUR = 1800  # seconds until a tour hangs: its networks train beside other tests

EXPLORE = """
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

BLOCKED = set(sys.argv[1:])
sys.meta_path.insert(0, Absent())

from gui.app import make_application, make_context
from gui.main_window import MainWindow
from gui.tour import Guide, drag_point, open_program
import argparse

app = make_application(["generatorium"])
options = argparse.Namespace(lang="en", theme="light", device=None, points=None, tour=None)
window = MainWindow(make_context(options))
window.resize(1600, 960)
window.show()
window.start()
guide = Guide(window)
open_program(guide)
drag_point(guide)
guide.choose("fashion-pca-2")
print(*(notice.text for notice in window.context.notices.history), sep="\\n")
window.close()
heavy = {"torch", "onnx", "onnxscript", "sklearn", "safetensors", "pooch", "tqdm"}
print("loaded:", *sorted(heavy & set(sys.modules)))
"""


def run(
    *arguments: str, cwd: Path = ROOT, display: bool = True, limit: int = 300
) -> subprocess.CompletedProcess[str]:
    """Run Python on `arguments`; without `display` as on a machine that has none."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd, env=environment(display=display), capture_output=True, encoding="utf-8",
        check=False, timeout=limit,
    )  # fmt: skip


def environment(*, display: bool) -> dict[str, str]:
    """Return the variables that the program is started with."""
    settings = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        settings.pop(name, None)
    if display:
        settings["QT_QPA_PLATFORM"] = "offscreen"
    return settings


def check_tour(done: subprocess.CompletedProcess[str], folder: Path) -> None:
    """Every step is said to be ok, or skipped for a reason, and has its picture in full HD."""
    assert done.returncode == 0, done.stdout + done.stderr
    steps = re.findall(
        r"^(\d\d) (\S+) +[\d.]+ s  (?:ok|skipped: .+)$", done.stdout, flags=re.MULTILINE
    )
    assert len(steps) >= 14
    assert [int(number) for number, _ in steps] == list(range(1, len(steps) + 1))
    assert sorted(p.name for p in folder.iterdir()) == [f"{n}-{name}.png" for n, name in steps]
    for number, name in steps:
        size = QImageReader(str(folder / f"{number}-{name}.png")).size()
        assert (size.width(), size.height()) == (1920, 1080)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a screen is always there")
def test_without_a_display_it_says_so_in_one_line_and_plays_the_tour(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(MAIN)],
        cwd=tmp_path, env=environment(display=False), stdout=subprocess.PIPE, encoding="utf-8",
    ) as program:  # fmt: skip
        assert program.stdout is not None
        first, one, two = (program.stdout.readline() for _ in range(3))
        program.terminate()  # the whole tour is another test's
    assert "display" in first
    assert "./generatorium-tour" in first
    assert re.match(r"01 open .* ok$", one)
    assert re.match(r"02 drag-the-point .* ok$", two)
    pictures = sorted(path.name for path in (tmp_path / "generatorium-tour").iterdir())
    assert pictures[:2] == ["01-open.png", "02-drag-the-point.png"]


def test_the_tour_passes_in_german_on_the_projector(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    options = ("--tour", str(folder), "--lang", "de", "--theme", "projector")
    check_tour(run(str(MAIN), *options, limit=WHOLE_TOUR), folder)


def test_exploring_never_loads_torch() -> None:
    done = run("-c", EXPLORE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_exploring_works_where_nothing_for_training_is_installed() -> None:
    done = run("-c", EXPLORE, "torch", "onnx", "onnxscript", "sklearn", "safetensors")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "loaded:"  # and no notice


def test_help_names_the_options() -> None:
    done = run(str(MAIN), "--help")
    assert done.returncode == 0
    for option in ("--tour", "--lang", "--theme", "--device"):
        assert option in done.stdout


@pytest.mark.parametrize("option", [("--lang", "fr"), ("--theme", "neon"), ("--device", "abacus")])
def test_an_unknown_choice_is_refused(option: tuple[str, str]) -> None:
    done = run(str(MAIN), *option)
    assert done.returncode == 2
    assert option[1] in done.stderr


def test_without_qt_one_sentence_says_what_to_install() -> None:
    block = (
        "import sys, runpy; sys.modules['PySide6'] = None; sys.argv = ['main.py'];"
        f"runpy.run_path({str(MAIN)!r}, run_name='__main__')"
    )
    done = run("-c", block)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "PySide6" in done.stderr
    assert "pip install" in done.stderr
