"""What the Attention Viewer keeps and what it is spared: files, states, languages, bad input."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from hand import PATIENCE
from looker import Looker, close
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog

from core.attention import search
from core.errors import DataError
from gui.tabs.attention.state import PAGES, SAVED, State
from gui.tabs.attention.tab import AttentionTab

TEXT = "She did not come because she was tired."
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def looker(translators: Path, open_window) -> Looker:
    """The tab after two German words."""
    found = Looker(open_window(wait=False, device="cpu"), translators).see()
    found.read(TEXT)
    for _ in range(2):
        found.key(Qt.Key.Key_Space)
    return found


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch):
    """Lets file dialogs choose a path."""

    def choose(path: Path) -> None:
        for name in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_: (str(path), "")))

    return choose


def menu(looker: Looker, text: str) -> None:
    """Choose what the Save menu calls `text`."""
    looker.view.save_menu.aboutToShow.emit()
    action = next(a for a in looker.view.save_menu.actions() if a.text().rstrip(" …") == text)
    assert action.isEnabled(), text
    action.trigger()


def saved(looker: Looker, text: str, path: Path, chosen) -> Path:
    """Choose it, and wait for the file."""
    chosen(path)
    count = len(looker.notices)
    menu(looker, text)
    looker.until(lambda: len(looker.notices) > count)
    assert looker.notices[-1] == f"Saved: {path.name}"
    return path


def table(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, rows


# files


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_saved_as_png_and_svg(
    looker: Looker, page: str, tmp_path: Path, chosen
) -> None:
    looker.turn(page)
    picture = QImage(str(saved(looker, "Save the view", tmp_path / "view.png", chosen)))
    across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
    assert len({picture.pixel(x, y) for x in across for y in down}) > 2
    drawing = saved(looker, "Save the view", tmp_path / "view.svg", chosen)
    assert QSvgRenderer(str(drawing)).isValid()


def test_the_view_is_copied(looker: Looker) -> None:
    QGuiApplication.clipboard().clear()
    looker.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().image().width() > 300


def test_the_matrix_is_saved_as_a_table(looker: Looker, tmp_path: Path, chosen) -> None:
    looker.turn("matrix")
    numbers = "Save its numbers as a table"
    head, rows = table(saved(looker, numbers, tmp_path / "matrix.csv", chosen))
    assert len(head) == 1 + len(looker.scene.maps.source)
    values = np.array([[float(cell) for cell in row[1:]] for row in rows])
    assert close(values, looker.view.matrix.weights())
    assert rows[-1][0] == "⟨next⟩"


def test_every_weight_of_every_head_is_saved(looker: Looker, tmp_path: Path, chosen) -> None:
    path = saved(looker, "Save the weights of all heads", tmp_path / "weights.csv", chosen)
    head, rows = table(path)
    found = looker.scene.maps
    assert len(rows) == found.encoder.size + found.decoder.size + found.cross.size
    row = next(r for r in rows if r[:4] == ["cross", "2", "3", "1"] and r[5] == "4")
    assert float(row[head.index("weight")]) == pytest.approx(found.cross[1, 2, 0, 3])


def test_heads_inside_beam_and_figure_are_saved_as_tables(
    looker: Looker, tmp_path: Path, chosen
) -> None:
    numbers = "Save its numbers as a table"
    looker.turn("heads")
    head, rows = table(saved(looker, numbers, tmp_path / "heads.csv", chosen))
    assert len(rows) == 2 * 4
    assert "entropy_bits" in head
    looker.turn("inside")
    inside = looker.presenter.looked.inside
    head, rows = table(saved(looker, numbers, tmp_path / "inside.csv", chosen))
    weights = [float(row[head.index("weight")]) for row in rows[1:-1]]
    assert weights == pytest.approx(inside.weights[looker.presenter.row].tolist())
    first = head.index("v1")
    assert [float(c) for c in rows[-1][first:]] == pytest.approx(
        inside.output[looker.presenter.row].tolist()
    )
    looker.turn("beam")
    found = search.translate(looker.alone(), looker.scene.steps.source.tokens[0])
    head, rows = table(saved(looker, numbers, tmp_path / "beam.csv", chosen))
    assert [row[head.index("fate")] for row in rows] == [str(n.fate) for n in found.tree[1:]]
    looker.turn("map")
    head, rows = table(saved(looker, numbers, tmp_path / "map.csv", chosen))
    values = np.array([[float(cell) for cell in row[1:]] for row in rows])
    assert close(values, looker.view.map.tensor.shown()[0])


def test_positions_choices_and_times_are_saved(looker: Looker, tmp_path: Path, chosen) -> None:
    looker.turn("order")
    numbers = "Save its numbers as a table"
    head, rows = table(saved(looker, numbers, tmp_path / "positions.csv", chosen))
    assert (len(head), len(rows)) == (1 + 16, 32)
    _, rows = table(saved(looker, "Save what may come next", tmp_path / "next.csv", chosen))
    shares = [float(row[3]) for row in rows]
    assert len(rows) == 120
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    looker.push(looker.view.order.measure)
    _, rows = table(saved(looker, "Save the times", tmp_path / "times.csv", chosen))
    assert [int(row[0]) for row in rows] == [t.words for t in looker.presenter.asides.times]


def test_german_tables_have_a_decimal_comma(looker: Looker, tmp_path: Path, chosen) -> None:
    looker.window.choose("language", "de")
    looker.hand.after_deletions()
    again = Looker(looker.hand).see()
    again.turn("matrix")
    chosen(tmp_path / "matrix.csv")
    again.key(Qt.Key.Key_T, CTRL)
    again.until(lambda: "Gesichert: matrix.csv" in again.notices)
    text = (tmp_path / "matrix.csv").read_text(encoding="utf-8-sig")
    assert ";0," in text


def test_what_cannot_be_written_is_said(looker: Looker, tmp_path: Path, chosen) -> None:
    chosen(tmp_path / "no folder" / "view.png")
    menu(looker, "Save the view")
    looker.until(lambda: any("view.png is not saved" in text for text in looker.notices))


# states


def test_a_state_is_saved_and_opened(looker: Looker, tmp_path: Path, chosen) -> None:
    written, page = looker.written, "heads"
    looker.turn(page)
    looker.click_head(0, 2)
    path = saved(looker, "Save this state", tmp_path / "state.json", chosen)
    looker.turn("translate")
    looker.read("The man bites the dog.")
    chosen(path)
    menu(looker, "Open a state")
    looker.settle()
    assert looker.written == written
    assert looker.presenter.state.page == page
    assert (looker.presenter.layer, looker.presenter.head) == (0, 2)


@pytest.mark.parametrize("text", ["", "{", '{"generatorium": 1, "tab": "text", "state": {}}'])
def test_what_is_no_state_changes_nothing(
    looker: Looker, text: str, tmp_path: Path, chosen
) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    before = looker.presenter.state
    chosen(path)
    menu(looker, "Open a state")
    looker.settle()
    assert "other.json is no saved state" in looker.notices[-1]
    assert looker.presenter.state == before
    with pytest.raises(DataError):
        SAVED.load(path)


def test_the_next_start_goes_on_where_this_one_ended(looker: Looker, tmp_path: Path) -> None:
    looker.turn("heads")
    looker.click_head(1, 1)
    looker.push(looker.view.panel.switch)
    path = tmp_path / "attention.json"
    path.write_text(looker.tab.dump(), encoding="utf-8")
    tab = AttentionTab(looker.window.context, SAVED.load(path))
    looker.qtbot.addWidget(tab.view)
    tab.view.resize(1200, 800)
    tab.view.show()
    looker.qtbot.waitUntil(lambda: tab.presenter.scene is not None, timeout=PATIENCE)
    assert tab.presenter.state == looker.presenter.state
    assert close(tab.presenter.scene.steps.logits, looker.scene.steps.logits)


def test_language_and_theme_keep_translation_and_history(looker: Looker) -> None:
    written = looker.written
    looker.window.choose("language", "de")
    looker.window.choose("theme", "projector")
    looker.hand.after_deletions()
    again = Looker(looker.hand).see()
    assert again.written == written
    assert "Wort" in again.view.next.text()
    assert again.presenter.studio is looker.presenter.studio
    again.key(Qt.Key.Key_Z, CTRL)
    assert again.written == written[: len(again.written)]
    assert len(again.written) < len(written)


def test_a_state_that_no_use_can_give_is_refused() -> None:
    for wrong in (State(page="nothing"), State(kind="sideways"), State(written=(-1,))):
        with pytest.raises(DataError):
            SAVED.parse(SAVED.dump(wrong), Path("attention.json"))


# what is missing or wrong


def test_without_any_translator_it_says_so_and_goes_on(open_window, tmp_path: Path) -> None:
    looker = Looker(open_window(wait=False, device="cpu"), tmp_path).see()
    assert "No translator is installed" in looker.view.caption()
    for page in PAGES:
        looker.turn(page)
    looker.key(Qt.Key.Key_Space)
    looker.read(TEXT)
    assert looker.presenter.scene is None
    looker.turn("retrieval")
    assert looker.view.retrieval.lookup().weights.sum() == pytest.approx(1)


def test_with_one_translator_there_is_none_beside_it(
    translators: Path, open_window, tmp_path: Path
) -> None:
    shutil.copytree(translators / "tiny", tmp_path / "tiny")
    looker = Looker(open_window(wait=False, device="cpu"), tmp_path).see()
    looker.turn("two")
    assert "No other model is installed" in looker.view.two.titles[1].text()
    looker.turn("order")
    assert "trained without positions is not installed" in looker.view.order.told.text()


def test_a_damaged_model_leaves_everything_as_it_was(
    translators: Path, open_window, tmp_path: Path
) -> None:
    for name in ("tiny", "tiny-pre"):
        shutil.copytree(translators / name, tmp_path / name)
    weights = tmp_path / "tiny-pre" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-8])
    looker = Looker(open_window(wait=False, device="cpu"), tmp_path).see()
    before, text = looker.presenter.state, looker.scene.text
    looker.pick(looker.view.models, "tiny-pre")
    assert "tiny-pre" in looker.notices[-1]
    assert looker.presenter.state == before
    assert looker.view.models.currentData() == "tiny"
    looker.key(Qt.Key.Key_Z, CTRL)
    assert looker.scene.text == text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "There is no sentence."),
        (" \t ", "There is no sentence."),
        ("dog " * 500, "words are cut"),
        ("The 🐕 bites the man.", "does not know 🐕"),
        ("Der Hund beißt den Mann nicht.", "looks like German"),
        ("Guten Morgen!", "looks like German"),
    ],
)
def test_odd_sentences_get_a_clear_sentence(looker: Looker, typed: str, said: str) -> None:
    before = looker.scene
    looker.read(typed)
    assert said in looker.notices[-1]
    if not typed.strip():
        assert looker.scene is before
        assert looker.view.sentence.currentText() == TEXT
    looker.key(Qt.Key.Key_Space)
    assert looker.scene.steps.tokens.size > 1


def test_five_hundred_words_say_how_many_are_cut(looker: Looker) -> None:
    looker.read("dog " * 500)
    kept = len(looker.scene.steps.sentence.text.split())
    assert f"the last {500 - kept} words are cut" in looker.notices[-1]
    assert looker.scene.maps.source[-1] == "⟩"
    assert len(looker.scene.maps.source) == 128
    looker.read("dog " * (kept + 1))
    assert "the last word, “dog”, is cut" in looker.notices[-1]
