"""A translator that learns on: from the user's own pairs, through the training process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from partner import Partner

from core.attention.own import LONGEST_LINE, MOST_BYTES, read_own_pairs
from core.cards import OWN_DATA, TranslatorCard
from core.data.pairs import normalised
from core.errors import DataError, Fault
from core.export.translator import verify_translator
from core.runtime.library import Library
from core.text.vocabulary import Vocabulary
from core.training.job import Job
from core.training.messages import (
    DataSpec,
    Export,
    Exported,
    Failed,
    Finished,
    GoBack,
    Progress,
    Resume,
    Start,
    Started,
    TextPreview,
    Trouble,
    Value,
    WentBack,
)
from core.training.replay import replay
from core.training.translator_material import read_translator_material
from tests.core.translator_fixtures import RECIPE, publish_small, small_vocabulary

NOUNS = (("dog", "Hund"), ("man", "Mann"), ("garden", "Garten"), ("book", "Platz"))
VERBS = (("bites", "beißt"), ("wants", "will"), ("sees", "sieht"), ("has", "hat"))


def own_pairs() -> list[tuple[str, str]]:
    """Return 48 sentences that a small network can learn."""
    return [
        (f"The {a} {verb} the {b}.", f"Der {x} {tut} den {y}.")
        for a, x in NOUNS
        for verb, tut in VERBS
        for b, y in NOUNS
        if a != b
    ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_text("".join(f"{a}\t{b}\n" for a, b in own_pairs()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small translator that was not trained, as version 1."""
    shelf = tmp_path_factory.mktemp("shelf")
    publish_small(RECIPE, shelf)
    return shelf


@pytest.fixture(scope="module")
def spare() -> Iterator[Job]:
    job = Job()
    yield job
    job.close()


@pytest.fixture
def vocabulary() -> Vocabulary:
    return small_vocabulary()


def start(own: Path, into: Path, *changes: tuple[str, Value]) -> Start:
    few: tuple[tuple[str, Value], ...] = (("epochs", 12), ("batch_tokens", 256))
    data = DataSpec(own=str(own))
    return Start(base=RECIPE.name, changes=(*few, *changes), data=data, into=into)


def test_a_run_from_start_to_a_version(spare: Job, own: Path, shelf: Path) -> None:
    partner = Partner(spare)
    spare.send(start(own, shelf, ("learning_rate", 5e-3), ("dropout", 0.0)))
    started = partner.wait(Started)
    assert started.train_count + started.held_out_count == len(own_pairs())
    assert started.held_out_count == round(0.1 * len(own_pairs()))
    finished = partner.wait(Finished)
    told, previews = partner.all(Progress), partner.all(TextPreview)
    losses = [loss for each in told for loss in each.losses]
    assert finished.step == started.steps == len(losses)
    assert losses[-1] < 0.7 * losses[0]
    assert told[0].parts == (("nats", pytest.approx(told[0].loss)),)
    assert (previews[0].step, previews[-1].step) == (0, finished.step)
    source, target, _ = previews[0].samples[0].beginning.split("\n")
    assert (source, target) in own_pairs()
    assert previews[0].samples != previews[-1].samples

    spare.send(Export())
    done = partner.wait(Exported)
    assert done.name == f"{RECIPE.name}@2"
    assert done.parity <= 1e-4
    assert done.after.sentences == done.before.sentences == started.held_out_count
    assert done.after.chrf > done.before.chrf
    library = Library((shelf.parent / "none", shelf), of=TranslatorCard)
    entry = library.find(RECIPE.name)
    card = entry.card
    assert card is not None
    assert card.training is not None
    assert card.training.base is not None
    assert (entry.version, card.data.name) == (2, OWN_DATA)
    assert card.known_data == card.training.base.data == RECIPE.data
    assert (card.training.before, card.training.after) == (done.before, done.after)
    assert verify_translator(entry)["parity"] <= 1e-4
    assert replay(RECIPE.name, shelf).identical

    partner.forget()
    spare.send(GoBack(0))
    assert partner.wait(WentBack).step == 0
    spare.send(Resume())
    partner.wait(Finished)
    assert [loss for each in partner.all(Progress) for loss in each.losses] == losses
    library.use(RECIPE.name, 1)


def test_what_cannot_be_learnt_from_is_said(spare: Job, shelf: Path, tmp_path: Path) -> None:
    files = {
        "empty": b" \n ",
        "binary": bytes(range(256)) * 20,
        "columns": b"Only one column.\n" * 30,
        "pairs": b"The dog.\tDer Hund.\n" * 30,  # one pair, again and again
        "unknown": "".join(f"Жил{'ы' * n} был\tδοσ{'ς' * n} και\n" for n in range(30)).encode(),
    }
    partner = Partner(spare)
    for kind, content in files.items():
        path = tmp_path / f"{kind}.tsv"
        path.write_bytes(content)
        spare.send(start(path, shelf))
        failed = partner.wait(Failed)
        assert failed.detail.partition(":")[0] == kind
        assert (failed.fault, failed.kind) == (Fault.MISMATCH, "DataError")
        assert (failed.subject, failed.alive) == (path.name, True)
    spare.send(start(tmp_path / "nowhere.tsv", shelf))
    assert partner.wait(Failed).fault is Fault.MISSING
    spare.send(start(tmp_path / "columns.tsv", shelf, ("epochs", 0)))
    assert partner.wait(Failed).kind == "InputError"


def test_numbers_that_explode_stop_the_run(spare: Job, own: Path, shelf: Path) -> None:
    partner = Partner(spare)
    spare.send(start(own, shelf, ("learning_rate", 10.0), ("largest_gradient", 1e12)))
    failed = partner.wait(Failed)
    assert (failed.fault, failed.alive) == (Trouble.EXPLODED, True)
    assert failed.last_good is not None


def test_lines_of_all_kinds_are_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "mixed.tsv"
    good = [f"Number {n}.\tNummer {n}." for n in range(20)]
    lines = [
        *good, good[0], "no second column", "\tno first", "", "  ",
        "Three.\tDrei.\tCC-BY 2.0 (France) Attribution: tatoeba.org", "a " * 200 + "\tlang",
        "x" * (LONGEST_LINE + 1) + "\tviel zu lang",
    ]  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    found = read_own_pairs(path, vocabulary, 128)
    assert found.pairs == (*(tuple(line.split("\t")) for line in good), ("Three.", "Drei."))
    assert (found.bare, found.long, found.beyond) == (3, 1, 0)
    assert found.encoding.startswith("utf")

    path.write_bytes("\n".join([*good, "The girl.\tDas Mädchen."]).encode("cp1252"))
    assert read_own_pairs(path, vocabulary, 128).pairs[-1] == ("The girl.", "Das Mädchen.")


def test_a_huge_file_is_read_to_a_bound(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "huge.tsv"
    with path.open("wb") as file:
        file.write(b"".join(b"Number %d.\tNummer %d.\n" % (n, n) for n in range(50)))
        file.write(b"x" * 1_000_000)  # a line without an end
        file.truncate(2**30)  # the rest are zeros, which take no room on the disk
    found = read_own_pairs(path, vocabulary, 128)
    assert len(found.pairs) == 50
    assert found.beyond >= 2**30 - MOST_BYTES - 2**20


def test_no_sentence_is_on_both_sides(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "twice.tsv"
    lines = [f"Number {n // 2}!\tNummer {n}." for n in range(80)]  # two translations each
    path.write_text("\n".join(lines), encoding="utf-8")
    material = read_translator_material(DataSpec(own=str(path)), vocabulary, 128)
    assert sum(len(each.references) for each in material.held_out) + len(material.train) == 80
    learnt = {normalised(a) for a, _ in material.train}
    assert not learnt & {normalised(each.source) for each in material.held_out}
    assert all(len(each.references) == 2 for each in material.held_out)

    path.write_text("\n".join(f"Same.\tGleich {n}." for n in range(30)), encoding="utf-8")
    with pytest.raises(DataError, match="pairs") as caught:
        read_translator_material(DataSpec(own=str(path)), vocabulary, 128)
    assert caught.value.fault is Fault.MISMATCH
