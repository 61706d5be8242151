"""English and German are complete: every text of the program is there, in the built file too."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Opener
from hand import Hand
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QTabWidget, QTextBrowser, QWidget

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "resources" / "i18n" / "generatorium_de.ts"
QM = TS.with_suffix(".qm")

# what reads the same in every language
NEUTRAL = {"English", "Deutsch", "PCA", "VAE", "MSE", "CPU", "CUDA"}


@dataclass(frozen=True)
class Message:
    """One text: where it is used, what it says, and its translation."""

    context: str
    source: str
    comment: str
    translation: str = ""
    finished: bool = True

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment


def messages(path: Path) -> dict[tuple[str, str, str], Message]:
    """Read a .ts file; texts that are no longer in the program are left out."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            if translation.get("type") in ("vanished", "obsolete"):
                continue
            one = Message(
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
                translation.text or "",
                translation.get("type") != "unfinished",
            )
            found[one.key] = one
    return found


@pytest.fixture(scope="module")
def committed() -> dict[tuple[str, str, str], Message]:
    return messages(TS)


@pytest.fixture(scope="module")
def in_sources(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Message]:
    """The texts of the sources, found by the tool of PySide6."""
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    assert tool, "pyside6-lupdate belongs to PySide6"
    fresh = tmp_path_factory.mktemp("i18n") / TS.name
    shutil.copy(TS, fresh)
    sources = sorted(map(str, (ROOT / "gui").rglob("*.py")))
    command = [tool, "-no-obsolete", "-locations", "none", *sources, "-ts", str(fresh)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return messages(fresh)


def test_every_text_of_the_sources_is_translated(in_sources, committed) -> None:
    assert len(in_sources) > 100
    assert sorted(set(in_sources) - set(committed)) == []
    assert [m.key for m in committed.values() if not m.finished or not m.translation] == []


def test_no_text_is_kept_that_the_program_no_longer_says(in_sources, committed) -> None:
    assert sorted(set(committed) - set(in_sources)) == []


def test_the_built_file_holds_every_translation(qapp, committed) -> None:
    translator = QTranslator()
    assert translator.load(str(QM))
    for message in committed.values():
        built = translator.translate(message.context, message.source, message.comment or None)
        assert built == message.translation, message.key


def test_placeholders_and_markup_survive_translation(committed) -> None:
    def parts(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}|</?\w+>", text))

    for message in committed.values():
        assert parts(message.source) == parts(message.translation), message.key


def test_keys_and_numbers_survive_translation(committed) -> None:
    for message in committed.values():
        for sign in ("F9", "F11", "μ", "σ", "β", "x̂", "N(0, 1)"):
            assert (sign in message.source) == (sign in message.translation), message.key


class Marker(QTranslator):
    """A language in which every text stands between brackets."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, _comment: str = "", _n: int = -1) -> str:
        return f"⟦{source}⟧"


def texts(widget: QWidget) -> list[str]:
    """What a widget says: on itself, in its hover text, to a screen reader."""
    said = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, (QLabel, QAbstractButton)):
        said.append(widget.text())
    if isinstance(widget, QComboBox):
        said += [widget.itemText(i) for i in range(widget.count())]
    if isinstance(widget, QTabWidget):
        said += [widget.tabText(i) for i in range(widget.count())]
    if isinstance(widget, QTextBrowser):
        said += widget.toPlainText().splitlines()
    return said


def foreign_to_the_translator(hand: Hand) -> list[str]:
    """Texts of the window with words in them that nobody translated."""
    window = hand.window
    said = [text for widget in window.findChildren(QWidget) for text in texts(widget)]
    said += [text for a in window.findChildren(QAction) for text in (a.text(), a.toolTip())]
    said += hand.notices
    bare = [re.sub(r"⟦.*⟧|<[^>]+>|lib\S+", "", text, flags=re.DOTALL) for text in said]
    return sorted({w for text in bare for w in re.findall(r"[^\W\d_]{3,}", text)} - NEUTRAL)


@pytest.fixture
def marked(open_window: Opener):
    """Opens a window in the bracketed language."""
    marker = Marker()

    def open_it(**options: object) -> Hand:
        QCoreApplication.installTranslator(marker)
        return open_window(**options)

    yield open_it
    QCoreApplication.removeTranslator(marker)


def test_every_text_of_the_window_goes_through_the_translator(marked) -> None:
    hand = marked()
    assert foreign_to_the_translator(hand) == []
    hand.click(hand.empty_place())
    hand.until(lambda: "⟦" in hand.view.caption() and "draws" in hand.view.caption())
    hand.move(hand.place(hand.chart().codes[hand.far_item()]))
    hand.until(hand.stage.cards[0].isVisible)
    hand.stage.explained.emit("encoder")
    assert foreign_to_the_translator(hand) == []
    hand.open_model("shapes-vae-2-beta0")
    hand.stage.explained.emit("decoder")
    assert foreign_to_the_translator(hand) == []
    hand.push("PCA | AE | VAE")
    hand.until(lambda: len(hand.names) == 3)
    assert foreign_to_the_translator(hand) == []


def test_notices_and_device_go_through_the_translator(marked, tmp_path: Path) -> None:
    (tmp_path / "models" / "broken-vae-2").mkdir(parents=True)
    (tmp_path / "models" / "broken-vae-2" / "card.json").write_text("{", encoding="utf-8")
    hand = marked(folders=(tmp_path / "models",), device="cuda", wait=False)
    hand.window.start()
    assert len(hand.notices) == 1
    assert "⟦" in hand.notices[0]
    assert "⟦" in hand.view.caption()
