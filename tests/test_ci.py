"""The scripts beside README: what a reader copies is what the checks run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX scripts")


@pytest.mark.parametrize("script", [".ci/run", ".ci/system-packages"])
def test_scripts_parse(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    subprocess.run([shell, "-n", script], cwd=ROOT, check=True)


def test_nothing_is_installed_where_there_is_no_apt(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    done = subprocess.run(
        [shell, ".ci/system-packages", "test"],
        env={"PATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("marker", "end"), [("start-command", "main.py"), ("test-command", "-m pytest")]
)
def test_readme_marks_its_two_commands(marker: str, end: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"<!-- {marker} -->\n+```sh\n(.+)\n```", text)
    assert len(found) == 1
    assert found[0].startswith("sh .ci/system-packages && python3 -m venv .venv && ")
    assert found[0].endswith(f".venv/bin/python {end}")
