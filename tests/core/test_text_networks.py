"""The networks that continue text: torch, the published graph and the cache say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from core.cards import TextCard, TextKind
from core.commands.text import text_row
from core.errors import Fault, InputError, ModelError
from core.export.text import rebuild_text, verify_text
from core.networks.recurrent import Recurrent
from core.runtime.library import Entry
from core.runtime.providers import best_device
from core.text.evaluate import evaluate
from core.text.model import log_softmax
from core.text.network import open_network
from core.text.opening import open_text
from tests.core.text_fixtures import RECIPES, publish_small, small_text

NETWORKS = (TextKind.RNN, TextKind.LSTM, TextKind.TRANSFORMER)
TOKENS = np.random.default_rng(0).integers(1, 66, 40)


@pytest.fixture(scope="module", params=NETWORKS)
def entry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    return publish_small(request.param, tmp_path_factory.mktemp("shelf"))


def torch_logits(entry: Entry[TextCard], tokens: np.ndarray) -> np.ndarray:
    network = rebuild_text(entry)
    with torch.no_grad():
        batch = torch.from_numpy(tokens)[None]
        if isinstance(network, Recurrent):
            return network(batch, network.empty(1))[0][0].numpy()
        return network(batch)[0].numpy()


@pytest.mark.parametrize("parts", [[16], [1] * 16, [3, 1, 12], [15, 1]])
def test_in_whatever_parts_a_text_is_read_the_logits_are_torchs(
    entry: Entry[TextCard], parts: list[int]
) -> None:
    model = open_network(entry, best_device("cpu"))
    expected, state, rows, place = torch_logits(entry, TOKENS[:16]), model.start(), [], 0
    for part in parts:
        reading = model.read(state, TOKENS[place : place + part])
        rows.append(reading.logits)
        state, place = reading.state, place + part
    np.testing.assert_allclose(np.concatenate(rows), expected, atol=1e-5)


def test_a_state_can_be_left_in_two_directions(entry: Entry[TextCard]) -> None:
    model = open_network(entry, best_device("cpu"))
    here = model.read(model.start(), TOKENS[:5]).state
    left = model.read(here, TOKENS[5:8])
    right = model.read(here, TOKENS[20:23])
    on = model.read(left.state, TOKENS[8:9])
    again = model.read(here, TOKENS[5:8])
    np.testing.assert_array_equal(left.logits, again.logits)
    assert np.abs(left.logits - right.logits).max() > 1e-3
    expected = torch_logits(entry, np.concatenate([TOKENS[:5], TOKENS[20:23]]))
    np.testing.assert_allclose(right.logits, expected[5:], atol=1e-5)
    np.testing.assert_allclose(on.logits, torch_logits(entry, TOKENS[:9])[8:], atol=1e-5)


def test_a_transformer_reads_its_second_half_anew_when_it_is_full(tmp_path: Path) -> None:
    entry = publish_small(TextKind.TRANSFORMER, tmp_path)
    model = open_network(entry, best_device("cpu"))
    reading = model.read(model.start(), TOKENS[:20])
    expected = torch_logits(entry, TOKENS[8:20])  # 8 of 16 were kept, 4 came after
    np.testing.assert_allclose(reading.logits[16:], expected[8:], atol=1e-5)
    assert model.visible(reading.state) == 12
    one_by_one = model.start()
    for token in TOKENS[:20]:
        last = model.read(one_by_one, np.array([token]))
        one_by_one = last.state
    np.testing.assert_allclose(last.logits[0], expected[-1], atol=1e-5)


def test_evaluate_is_the_mean_surprise_of_the_tail(entry: Entry[TextCard]) -> None:
    model = open_text(entry, best_device("cpu"))
    text = small_text().held_out[:12]
    tokens = model.vocabulary.encode(text)
    expected = -log_softmax(torch_logits(entry, tokens[:-1]))[np.arange(11), tokens[1:]]
    measured = evaluate(model, text)
    assert measured.nats_per_token == pytest.approx(expected.mean(), abs=1e-5)
    assert measured.bits_per_char == pytest.approx(expected.mean() / np.log(2), abs=1e-5)


def test_the_card_says_what_was_measured(entry: Entry[TextCard]) -> None:
    card = entry.card
    assert card is not None
    assert (card.unit, card.vocabulary, card.language) == ("characters", 66, "en")
    assert card.weights == sum(w.numel() for w in rebuild_text(entry).parameters())
    assert card.metrics.tokens == 500
    assert (card.context == 16) is (card.kind is TextKind.TRANSFORMER)
    line, fields = text_row(card)
    assert fields["bits_per_char"] == card.metrics.bits_per_char
    assert f"{card.metrics.bits_per_char:.3f} bits" in line


def test_verify_passes_what_was_published(entry: Entry[TextCard]) -> None:
    row = verify_text(entry)
    assert row["ok"]
    assert row["parity"] <= 1e-4


def test_verify_refuses_weights_of_another_model(tmp_path: Path) -> None:
    entry = publish_small(TextKind.RNN, tmp_path)
    weights = entry.folder / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 0x40
    weights.write_bytes(content)
    with pytest.raises(ModelError) as refused:
        verify_text(entry)
    assert (refused.value.fault, refused.value.file) == (Fault.CHECKSUM, "weights.safetensors")


def test_tokens_that_there_are_not_are_refused(entry: Entry[TextCard]) -> None:
    model = open_network(entry, best_device("cpu"))
    for tokens, fault in (([], Fault.MISSING), ([66], Fault.MISMATCH), ([-1], Fault.MISMATCH)):
        with pytest.raises(InputError) as refused:
            model.read(model.start(), np.array(tokens, dtype=np.int64))
        assert refused.value.fault is fault


def test_names_of_models() -> None:
    assert [recipe.name for recipe in RECIPES.values()] == [
        "shakespeare-char-rnn",
        "shakespeare-char-lstm",
        "shakespeare-char-transformer",
        "shakespeare-char-markov-2",
    ]
