"""The walls of the house: who may import whom, and what Qt binding can be trusted."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

EXPLORING = """
import importlib, pkgutil, sys
import core, core.data, core.gan, core.latent, core.runtime, core.text
names = ["core.cards", "core.errors", "core.paths", "core.training.gan.child"]
for package in (core.data, core.gan, core.latent, core.runtime, core.text):
    names += [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    importlib.import_module(name)
heavy = {"torch", "onnx", "onnxscript", "sklearn", "PySide6", "pyqtgraph", "gui"}
print(len(names), *sorted(heavy & set(sys.modules)))
"""

SIGNALS = """
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    told = Signal(bool)
heard = []
sender = Sender()
sender.told.connect(heard.append)
for _ in range(5000):
    sender.told.emit(True)
print(len(heard))
"""


def output_of(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_exploring_needs_neither_torch_nor_qt() -> None:
    count, *heavy = output_of(sys.executable, "-c", EXPLORING).split()
    assert int(count) > 15
    assert heavy == []


@pytest.mark.skipif(find_spec("importlinter") is None, reason="import-linter is not installed")
def test_the_contracts_of_import_linter_hold() -> None:
    lint = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    assert "0 broken" in output_of(sys.executable, "-c", lint)


def test_qt_survives_five_thousand_signals() -> None:
    """PySide6 6.12.0 drops a reference to True with each and aborts after some 570."""
    assert output_of(sys.executable, "-c", SIGNALS) == "5000\n"
