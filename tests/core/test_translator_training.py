"""Training of translators: what is held out, that it learns, and that it goes on after a break."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from core.__main__ import main
from core.attention.evaluate import scores
from core.attention.examples import EXAMPLES
from core.attention.pieces import encode
from core.data.pairs import PAIRS, Pair, Sentence, load_pairs, normalised, shipped_pieces, split
from core.errors import DataError, Fault, InputError
from core.text.vocabulary import Vocabulary
from core.training.checkpoints import read_kept, write_kept
from core.training.smoothed_loss import smoothed_loss
from core.training.translator_loop import TokenPair, TranslatorRun, schedule
from core.training.translator_recipes import TRANSLATOR_RECIPES, change_translator
from tests.core.translator_fixtures import RECIPE, small_pairs, small_vocabulary


def token_pairs() -> list[TokenPair]:
    vocabulary = small_vocabulary()
    return [(encode(vocabulary, a), encode(vocabulary, b)) for a, b in small_pairs().train]


def test_no_sentence_of_either_language_is_on_both_sides() -> None:
    try:
        pairs = load_pairs("tatoeba-en-de")
    except DataError as error:
        pytest.skip(f"the pairs are not here: {error}")
    assert len(pairs.held_out) == 2000
    assert len({each.source for each in pairs.held_out}) == 2000
    english = {normalised(each.source) for each in pairs.held_out}
    german = {normalised(text) for each in pairs.held_out for text in each.references}
    assert not english & {normalised(a) for a, _ in pairs.train}
    assert not german & {normalised(b) for _, b in pairs.train}
    held = sum(len(each.references) for each in pairs.held_out)
    assert len(pairs.train) + held == pairs.entry.count
    assert max(len(each.references) for each in pairs.held_out) > 1


def test_pairs_that_hang_together_stay_together() -> None:
    chains: list[Pair] = [(f"Go {n}!", f"Geh {n}!") for n in range(50)]
    chains += [(f"go {n}", f"Lauf {n}") for n in range(50)]
    chains += [(f"Run {n}.", f"lauf, {n}") for n in range(50)]
    train, held_out = split(chains, 30, "key")
    assert sum(len(each.references) for each in held_out) == 30
    assert len(held_out) == 30
    seen = {normalised(text) for pair in train for text in pair}
    held = {normalised(text) for each in held_out for text in (each.source, *each.references)}
    assert not seen & held
    assert split(chains, 30, "key") == (train, held_out)
    assert split(chains, 30, "another") != (train, held_out)


def test_a_damaged_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "tatoeba_en_de.tsv.gz").write_bytes(b"no pairs")
    monkeypatch.setattr("core.paths.data_folders", lambda: (tmp_path,))
    with pytest.raises(DataError) as caught:
        load_pairs("tatoeba-en-de")
    assert caught.value.fault is Fault.CHECKSUM


def test_the_shipped_pieces_are_the_recipes() -> None:
    vocabulary = Vocabulary(shipped_pieces("tatoeba-en-de"))
    assert {recipe.pieces for recipe in TRANSLATOR_RECIPES.values()} == {len(vocabulary)}
    assert vocabulary.tokens[encode(vocabulary, "Dog")[0]].startswith(" ")


def test_the_three_models_differ_in_one_thing_each() -> None:
    eight = TRANSLATOR_RECIPES["en-de-transformer-8"]
    one = TRANSLATOR_RECIPES["en-de-transformer-1"]
    blind = TRANSLATOR_RECIPES["en-de-transformer-8-nopos"]
    assert one == replace(eight, name=one.name, heads=1)
    assert blind == replace(eight, name=blind.name, positions=False)
    assert (eight.heads, eight.positions) == (8, True)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_is_torchs(smoothing: float) -> None:
    torch.manual_seed(0)
    x, matrix = torch.randn(700, 8, requires_grad=True), torch.randn(30, 8, requires_grad=True)
    wanted = torch.randint(0, 30, (700,))
    ours = smoothed_loss(x, matrix, wanted, smoothing)
    grads = torch.autograd.grad(3 * ours, (x, matrix))
    theirs = functional.cross_entropy(x @ matrix.T, wanted, label_smoothing=smoothing)
    expected = torch.autograd.grad(3 * theirs, (x, matrix))
    assert ours.item() == pytest.approx(theirs.item(), abs=1e-5)
    for a, b in zip(grads, expected, strict=True):
        assert torch.allclose(a, b, atol=1e-6)


def test_every_pair_is_learnt_from_once_an_epoch() -> None:
    pairs = token_pairs()
    seen: list[int] = []
    places = {id(pair): index for index, pair in enumerate(pairs)}
    run = TranslatorRun(replace(RECIPE, steps=100), pairs, 200)
    loss = run._loss

    def watched(batch: list[TokenPair], smoothing: float) -> torch.Tensor:
        seen.extend(places[id(pair)] for pair in batch)
        return loss(batch, smoothing)

    run._loss = watched  # type: ignore[method-assign,assignment]
    while len(seen) < 3 * len(pairs):
        next(run)
    for epoch in range(3):
        part = seen[epoch * len(pairs) : (epoch + 1) * len(pairs)]
        assert sorted(part) == list(range(len(pairs)))


def test_a_run_that_is_resumed_goes_on_with_the_same_numbers(tmp_path: Path) -> None:
    recipe = replace(RECIPE, steps=20)
    through = TranslatorRun(recipe, token_pairs(), 200)
    losses = [step.loss for step in through]
    first = TranslatorRun(recipe, token_pairs(), 200)
    begun = [next(first).loss for _ in range(13)]
    write_kept(first.keep(), tmp_path / "kept")
    torch.manual_seed(99)
    second = TranslatorRun(recipe, token_pairs(), 200)
    second.restore(read_kept(tmp_path / "kept"))
    assert begun + [step.loss for step in second] == losses
    for a, b in zip(through.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(a, b)


def test_it_learns_to_translate() -> None:
    recipe = replace(RECIPE, steps=150, dropout=0.0, learning_rate=1e-2, rise=10)
    run = TranslatorRun(recipe, token_pairs(), 200)
    before = run.held_out_loss(token_pairs())
    for _ in run:
        pass
    assert run.held_out_loss(token_pairs()) < 0.8 < 3 < before


def test_the_learning_rate_rises_stays_and_falls() -> None:
    recipe = replace(RECIPE, steps=100, rise=10, fall=0.3)
    rates = [schedule(step, recipe) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9:71] == [1.0] * 62
    assert rates[71:] == sorted(rates[71:], reverse=True)
    assert 0 < rates[-1] < 0.05


def test_a_bad_change_is_refused() -> None:
    recipe = TRANSLATOR_RECIPES["en-de-transformer-8"]
    for change, fault in (
        ("heads=3", Fault.REFUSED),
        ("steps=0", Fault.MISMATCH),
        ("width=100", Fault.MISMATCH),
        ("steps=few", Fault.MISMATCH),
    ):
        with pytest.raises(InputError) as caught:
            change_translator(recipe, [change])
        assert caught.value.fault is fault


def test_the_scores_are_sacrebleus() -> None:
    held_out = [
        Sentence("A dog.", ("Ein Hund läuft heute durch den Park.", "Heute läuft ein Hund herum.")),
        Sentence("A cat.", ("Eine Katze schläft den ganzen Tag.",)),
    ]
    right = ["Ein Hund läuft heute durch den Park.", "Eine Katze schläft den ganzen Tag."]
    assert scores(right, held_out).bleu == pytest.approx(100)
    assert scores(right, held_out).chrf == pytest.approx(100)
    other = scores(["Heute läuft ein Hund herum.", "Eine Katze frisst den ganzen Tag."], held_out)
    assert 30 < other.bleu < 95
    assert other.bleu_low <= other.bleu_high


def test_the_command_trains_resumes_and_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A small file of pairs and a small recipe in the tables; all else is as always."""
    lines = "\n".join("\t".join(pair) for pair in EXAMPLES)
    content = gzip.compress(lines.encode(), mtime=0)
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "few.tsv.gz").write_bytes(content)
    few = replace(
        PAIRS["tatoeba-en-de"],
        name="few",
        file="few.tsv.gz",
        sha256=hashlib.sha256(content).hexdigest(),
        count=len(EXAMPLES),
        held_out=2,
    )
    monkeypatch.setenv("GENERATORIUM_DATA", str(tmp_path))
    monkeypatch.setitem(PAIRS, "few", few)
    monkeypatch.setattr(
        "core.training.translator_run.shipped_pieces", lambda _: small_vocabulary().json
    )
    monkeypatch.setitem(TRANSLATOR_RECIPES, "tiny", replace(RECIPE, data="few"))
    assert main(["train", "tiny", "--resume", "--json"]) == 2  # there is nothing to go on from
    capsys.readouterr()
    assert main(["train", "tiny", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["parity"] <= 1e-4
    assert main(["evaluate", "tiny", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert measured["sentences"] == 2
    for key in ("bleu", "bleu_low", "bleu_high", "chrf"):
        assert measured[key] == pytest.approx(told[key])
    assert main(["verify", "tiny"]) == 0
    assert main(["models"]) == 0
    assert "BLEU" in capsys.readouterr().out


def test_the_number_of_steps_may_change_while_the_rate_is_level(tmp_path: Path) -> None:
    from core.training.translator_run import _resume

    recipe = replace(RECIPE, steps=20)
    begun = TranslatorRun(recipe, token_pairs(), 200)
    for _ in range(8):
        next(begun)
    kept = begun.keep()
    for steps, allowed in ((12, True), (30, True), (10, False)):
        run = TranslatorRun(replace(recipe, steps=steps), token_pairs(), 200)
        if allowed:
            _resume(run, kept, tmp_path / "kept")
            assert run.step == 8
        else:
            with pytest.raises(InputError):
                _resume(run, kept, tmp_path / "kept")
    other = TranslatorRun(replace(recipe, seed=5), token_pairs(), 200)
    with pytest.raises(InputError):
        _resume(other, kept, tmp_path / "kept")
    assert np.isfinite(next(begun).loss)
