"""Vocabularies, the table of texts, and what a model makes of a pasted text."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from core.cards import TextKind
from core.data.find import state
from core.data.texts import TEXTS, excerpt, load_text, shipped_vocabulary
from core.errors import DataError, Fault, InputError, ModelError
from core.runtime.providers import best_device
from core.text.model import log_softmax
from core.text.opening import open_text
from core.text.paths import state_plane
from core.text.probes import PROBES, Probe, probe
from core.text.reading import read_text, sounds_like
from core.text.vocabulary import UNKNOWN, Vocabulary, characters_of, pieces_of, words_of
from tests.core.text_fixtures import publish_small

ODD = "Ein »Löwe« aß\n\n  12 Äpfel, 'ne Birne –\tund\r\nschlief."


@pytest.mark.parametrize("name", list(TEXTS))
def test_a_shipped_vocabulary_gives_text_back(name: str) -> None:
    vocabulary = Vocabulary(shipped_vocabulary(name))
    text = excerpt(name)
    tokens = vocabulary.encode(text)
    assert vocabulary.decode(tokens) == text
    split = vocabulary.split(text)
    assert [token.number for token in split] == tokens.tolist()
    assert "".join(text[t.first : t.last] for t in split) == text
    assert len(text) == 2000


@pytest.mark.parametrize("make", [characters_of, words_of, lambda text: pieces_of(text, 60)])
def test_a_vocabulary_made_of_a_text_gives_it_back(make) -> None:
    vocabulary = make(ODD * 3)
    again = Vocabulary(vocabulary.json)
    assert again.decode(vocabulary.encode(ODD)) == ODD
    assert len(again) == len(vocabulary.tokens) == len(set(vocabulary.tokens))
    assert (vocabulary.encode("漢") == UNKNOWN).any()
    assert vocabulary.encode("").tolist() == []


def test_common_words_are_one_piece() -> None:
    vocabulary = Vocabulary(shipped_vocabulary("grimm-de"))
    pieces = [vocabulary.tokens[n] for n in vocabulary.encode("und der König sprach")]
    assert pieces == ["und", " der", " König", " sprach"]


def test_a_vocabulary_that_is_none_is_refused() -> None:
    with pytest.raises(ModelError) as refused:
        Vocabulary("{}", "somebody")
    assert (refused.value.fault, refused.value.subject) == (Fault.UNREADABLE, "somebody")


def test_a_text_is_the_one_that_was_trained_on_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError):
        load_text("nonsense")
    monkeypatch.setenv("GENERATORIUM_DATA", str(tmp_path))
    for name, entry in TEXTS.items():
        place = tmp_path / entry.folder / entry.packed
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"other")
        if state(name).folder:  # beside the checkout
            text = load_text(name)
            assert len(text.train) + len(text.held_out) == entry.characters
            assert text.held_out.startswith(excerpt(name))
            continue
        with pytest.raises(DataError) as refused:
            load_text(name)
        assert refused.value.fault is Fault.CHECKSUM


@pytest.fixture(scope="module", params=list(TextKind))
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    entry = publish_small(request.param, tmp_path_factory.mktemp("shelf"))
    return open_text(entry, best_device("cpu"))


def test_the_surprise_of_every_token(model) -> None:
    text = "Good morrow§"
    walk = read_text(model, text)
    shares = []
    while True:
        try:
            shares.append(next(walk))
        except StopIteration as end:
            found = end.value
            break
    assert shares[-1] == 1
    assert math.isnan(found.bits[0])
    assert len(found.bits) == len(found.tokens) == 12
    assert found.unknown == 1
    assert found.bits_per_char == pytest.approx(np.nansum(found.bits) / 11)
    numbers = np.array([token.number for token in found.tokens])
    reading = model.read(model.start(), numbers[:3])
    expected = -log_softmax(reading.logits)[-1, numbers[3]] / np.log(2)
    assert found.bits[3] == pytest.approx(expected, rel=1e-4)
    assert sounds_like([("a", found), ("b", found)]) == (
        ("a", found.bits_per_char),
        ("b", found.bits_per_char),
    )
    with pytest.raises(InputError):
        next(read_text(model, "x"))


def test_probes_count_how_often_a_model_is_right(model) -> None:
    filler = excerpt("shakespeare-char")
    rows = list(probe(model, Probe("(", ")"), filler, [1, 5], tries=6)) if known(model, ")") else []
    quotes = list(probe(model, PROBES["quote-en"], filler, [1, 5], tries=6))
    names = list(probe(model, PROBES["speaker"], filler, [3], tries=2))
    for row in (*rows, *quotes, *names):
        assert 0 <= row.right <= row.tries
    assert [row.distance for row in quotes] == [1, 5]
    with pytest.raises(InputError):
        list(probe(model, PROBES["quote-de"], filler, [1]))
    with pytest.raises(InputError):
        list(probe(model, PROBES["quote-en"], "short", [50]))


def known(model, sign: str) -> bool:
    return sign in model.vocabulary.tokens


@pytest.mark.parametrize("kind", [TextKind.RNN, TextKind.LSTM])
def test_the_plane_of_states_is_that_of_the_covariance(kind: TextKind, tmp_path: Path) -> None:
    model = open_text(publish_small(kind, tmp_path), best_device("cpu"))
    text = excerpt("shakespeare-char")[:300]
    plane = state_plane(model, text)
    states = model.path(model.start(), model.vocabulary.encode(text))
    flat = states.reshape(300, -1).astype(np.float64)
    sizes, vectors = np.linalg.eigh(np.cov(flat.T))
    np.testing.assert_allclose(plane.share, sizes[::-1][:2] / sizes.sum(), rtol=1e-6)
    for found, expected in zip(plane.directions, vectors.T[::-1], strict=False):
        assert abs(found @ expected) == pytest.approx(1, abs=1e-6)
        assert found[np.abs(found).argmax()] > 0
    places = plane.place(states)
    np.testing.assert_allclose(places.mean(axis=0), 0, atol=1e-6)
    with pytest.raises(InputError):
        state_plane(model, "ab")
