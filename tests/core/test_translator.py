"""Translators at work: what is exported is what was built, and every number on the way holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from core.attention import importance, maps, search, steps
from core.attention.clock import equal_lstm, time_words
from core.attention.model import KINDS, Switches, TranslatorModel
from core.attention.pieces import BEGIN, END, decode, encode
from core.cards import TranslatorCard
from core.errors import Fault, InputError, ModelError
from core.export.verify import verify_any
from core.networks.translator import DECODER_PARTS, ENCODER_PARTS, Translator
from core.runtime.library import Entry, Library
from tests.core.translator_fixtures import RECIPES, opened

TEXT = "The old man gave the dog a book."
TARGET = "Der alte Mann gab dem Hund ein Buch."


@pytest.fixture(scope="module")
def entries(translators: Path) -> dict[str, Entry[TranslatorCard]]:
    library = Library((translators,), of=TranslatorCard)
    return {name: library.find(name) for name in RECIPES}


@pytest.fixture(scope="module", params=list(RECIPES))
def both(
    request: pytest.FixtureRequest, entries: dict[str, Entry[TranslatorCard]]
) -> tuple[TranslatorModel, Translator]:
    return opened(entries[request.param])


@pytest.fixture(scope="module")
def model(entries: dict[str, Entry[TranslatorCard]]) -> TranslatorModel:
    return opened(entries["tiny"])[0]


def test_its_card_says_what_was_published(entries: dict[str, Entry[TranslatorCard]]) -> None:
    card = entries["tiny"].card
    assert card is not None
    assert (card.kind, card.heads, card.layers, card.positions) == ("translator", 4, 2, True)
    assert card.parity is not None
    assert card.parity <= 1e-4
    assert card.metrics.sentences == 2
    assert not entries["tiny-nopos"].card.positions  # type: ignore[union-attr]


@pytest.mark.parametrize("name", RECIPES)
def test_verify_compares_it_with_its_source(
    name: str, entries: dict[str, Entry[TranslatorCard]]
) -> None:
    row = verify_any(entries[name])  # type: ignore[arg-type]
    assert row["ok"]
    assert row["parity"] <= 1e-4


def test_verify_finds_other_weights(
    entries: dict[str, Entry[TranslatorCard]], tmp_path: Path
) -> None:
    import shutil
    from dataclasses import replace

    folder = tmp_path / "tiny"
    shutil.copytree(entries["tiny"].folder, folder)
    content = bytearray((folder / "weights.safetensors").read_bytes())
    content[-2] ^= 64
    (folder / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError) as caught:
        verify_any(replace(entries["tiny"], folder=folder))  # type: ignore[arg-type]
    assert caught.value.fault is Fault.CHECKSUM


def test_rows_sum_to_one(both: tuple[TranslatorModel, Translator]) -> None:
    found = maps.maps(both[0], steps.force(both[0], TEXT, TARGET))
    for kind in KINDS:
        assert np.allclose(found.of(kind).sum(-1), 1, atol=1e-5)
    for rolled in maps.rollout(found):
        assert np.allclose(rolled.sum(-1), 1, atol=1e-5)


def test_no_word_looks_at_a_later_one(both: tuple[TranslatorModel, Translator]) -> None:
    found = maps.maps(both[0], steps.force(both[0], TEXT, TARGET))
    count = found.decoder.shape[-1]
    ahead = np.triu(np.ones((count, count), dtype=bool), 1)
    assert (found.decoder[..., ahead] == 0).all()
    assert (found.decoder[..., ~ahead] > 0).all()


def test_what_comes_later_changes_nothing_before(model: TranslatorModel) -> None:
    source = model.encode(encode(model.vocabulary, TEXT)[None], [Switches.all_on(model.card)])
    target = np.array([[BEGIN, 5, 6, 7]])
    other = np.array([[BEGIN, 5, 6, 9]])
    one, _ = model.go_on(source, model.empty(1), target)
    two, _ = model.go_on(source, model.empty(1), other)
    assert np.allclose(one[:, :3], two[:, :3], atol=1e-6)
    assert not np.allclose(one[:, 3], two[:, 3], atol=1e-3)


def test_exported_maps_equal_those_of_the_training_network(
    both: tuple[TranslatorModel, Translator],
) -> None:
    model, network = both
    state = steps.force(model, TEXT, TARGET)
    found = maps.maps(model, state)
    source, target = (
        torch.from_numpy(state.source.tokens),
        torch.from_numpy(state.tokens[None, :-1]),
    )
    layers, heads = model.card.layers, model.card.heads
    with torch.no_grad():
        one = torch.ones(1)
        out, _, looks, _ = network.look_encoder(source, torch.ones(1, layers, heads), one)
        empty = torch.from_numpy(model.empty(1))
        ones = torch.ones(1, layers, 2, heads)
        read = network.look_decoder(target, empty, network.memory(out), ones, one)
        mask = torch.zeros(1, 1, 1, source.shape[1])
        trained = network.logits(network(source, mask, target))
    pairs = zip((found.encoder, found.decoder, found.cross), (looks, read[2], read[3]), strict=True)
    for exported, expected in pairs:
        assert np.allclose(exported, np.stack([look.weights[0] for look in expected]), atol=1e-5)
    # what is looked into is what was trained
    assert torch.allclose(network.logits(read[0]), trained, atol=1e-4)
    assert np.allclose(maps.parts(model, state).logits, trained[0].numpy(), atol=1e-4)


def test_padding_changes_nothing_in_training(both: tuple[TranslatorModel, Translator]) -> None:
    _, network = both
    source, target = torch.tensor([[5, 6, END]]), torch.tensor([[BEGIN, 7, 8]])
    mask = torch.zeros(1, 1, 1, 5)
    mask[..., 3:] = -torch.inf
    with torch.no_grad():
        alone = network(source, torch.zeros(1, 1, 1, 3), target)
        padded = network(torch.tensor([[5, 6, END, 9, 9]]), mask, target)
    assert torch.allclose(alone, padded, atol=1e-5)


def test_the_cache_changes_nothing(both: tuple[TranslatorModel, Translator]) -> None:
    model, _ = both
    on = [Switches.all_on(model.card)]
    source = model.encode(encode(model.vocabulary, TEXT)[None], on)
    tokens = np.array([[BEGIN, *encode(model.vocabulary, TARGET)]])
    whole, rows = model.go_on(source, model.empty(1), tokens)
    past, single = model.empty(1), []
    for place in range(tokens.shape[1]):
        logits, past = model.go_on(source, past, tokens[:, place : place + 1])
        single.append(logits)
    assert np.allclose(np.concatenate(single, axis=1), whole, atol=1e-4)
    assert np.allclose(past, rows, atol=1e-5)


@pytest.mark.parametrize("text", [TEXT, "She reads.", "dog"])
def test_a_beam_of_one_is_greedy(both: tuple[TranslatorModel, Translator], text: str) -> None:
    model, _ = both
    tokens = encode(model.vocabulary, text)
    found = search.translate(model, tokens, width=1)
    longest = search.longest_for(model, len(tokens)) + 1
    state = steps.finish(model, steps.start(model, text), longest)
    assert found.best.ended == state.ended
    assert found.best.tokens == tuple(state.tokens[1 : -1 if state.ended else None])
    assert found.best.log_p == pytest.approx(state.log_p.sum(), abs=1e-3)


def test_sentences_translated_together_are_as_if_alone(model: TranslatorModel) -> None:
    tokens = np.array([[7, 8, 9, END], [20, 8, 30, END], [7, 40, 9, END]])
    together = search.translate_all(model, tokens)
    for row, found in zip(tokens, together, strict=True):
        alone = search.translate(model, row)
        assert [each.tokens for each in found.translations] == [
            each.tokens for each in alone.translations
        ]
        assert found.best.score == pytest.approx(alone.best.score, abs=1e-4)


def test_the_beam_tree_says_what_was_cut_and_why(model: TranslatorModel) -> None:
    found = search.translate(model, encode(model.vocabulary, TEXT), width=3)
    assert found.tree[search.ROOT].parent == -1
    for step in range(1, found.tree[-1].step + 1):
        nodes = [node for node in found.tree if node.step == step]
        kept = [node for node in nodes if node.fate in (search.Fate.KEPT, search.Fate.LATE)]
        cut = [node for node in nodes if node.fate is search.Fate.CUT and node.token != END]
        assert 0 < len(kept) <= 3
        assert not cut or min(k.log_p for k in kept) >= max(c.log_p for c in cut)
    for node in found.tree[1:]:
        parent = found.tree[node.parent]
        assert node.log_p == pytest.approx(parent.log_p + node.own_log_p, abs=1e-3)
        assert node.step == parent.step + 1
    scores = [each.score for each in found.translations]
    assert scores == sorted(scores, reverse=True)


def test_a_wider_beam_finds_no_less_likely_a_first_piece(model: TranslatorModel) -> None:
    state = steps.start(model, TEXT)
    likeliest = {choice.token for choice in steps.choices(model, state, 4)}
    found = search.translate(model, encode(model.vocabulary, TEXT), width=4)
    first = {node.token for node in found.tree if node.step == 1 and node.rank < 4}
    assert first == likeliest


def test_heads_that_are_all_on_change_nothing(both: tuple[TranslatorModel, Translator]) -> None:
    model, _ = both
    plain = steps.force(model, TEXT, TARGET)
    masked = steps.force(model, TEXT, TARGET, Switches.all_on(model.card))
    assert np.array_equal(plain.logits, masked.logits)


@pytest.mark.parametrize("kind", KINDS)
def test_a_head_that_is_off_writes_nothing(kind: str, model: TranslatorModel) -> None:
    off = Switches.all_on(model.card).off(kind, 1, 2)
    plain, without = steps.start(model, TEXT), steps.start(model, TEXT, off)
    # the first word of the decoder looks at itself alone, which is much of what there is: not equal
    assert not np.allclose(plain.logits, without.logits, atol=1e-6)
    again = off.off(kind, 1, 2)
    assert np.array_equal(steps.start(model, TEXT, again).logits, without.logits)


def test_head_importance_is_what_switching_off_costs(model: TranslatorModel) -> None:
    ranked = importance.head_importance(model, TEXT, TARGET)
    assert len(ranked) == 3 * model.card.layers * model.card.heads
    drops = [each.drop for each in ranked]
    assert drops == sorted(drops, reverse=True)
    first = ranked[0]
    off = Switches.all_on(model.card).off(first.kind, first.layer, first.head)
    full = steps.force(model, TEXT, TARGET).log_p.sum()
    without = steps.force(model, TEXT, TARGET, off).log_p.sum()
    assert first.drop == pytest.approx(full - without, abs=1e-3)


def test_without_positions_the_encoder_cannot_tell_orders_apart(
    entries: dict[str, Entry[TranslatorCard]], model: TranslatorModel
) -> None:
    blind, _ = opened(entries["tiny-nopos"])
    words = ("dog bites man", "man bites dog")
    one, two = (encode(blind.vocabulary, text) for text in words)
    assert sorted(one) == sorted(two)
    assert list(one) != list(two)
    order = [list(two).index(token) if list(two).count(token) == 1 else -1 for token in one]
    if -1 in order:  # a piece that is there twice: equal pieces are encoded equally
        order = [int(np.flatnonzero(two == token)[0]) for token in one]
    on = [Switches.all_on(blind.card)]
    (a,) = blind.inside_encoder(one[None], on, ("encoded",))
    (b,) = blind.inside_encoder(two[None], on, ("encoded",))
    assert np.allclose(a[0], b[0][order], atol=1e-5)
    assert search.translate(blind, one).best.tokens == search.translate(blind, two).best.tokens
    (a,) = model.inside_encoder(one[None], on, ("encoded",))
    (b,) = model.inside_encoder(two[None], on, ("encoded",))
    assert not np.allclose(a[0], b[0][order], atol=1e-2)
    off = [on[0].without_positions()]
    (a,) = model.inside_encoder(one[None], off, ("encoded",))
    (b,) = model.inside_encoder(two[None], off, ("encoded",))
    assert np.allclose(a[0], b[0][order], atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_one_head_is_worked_out_to_its_weights(kind: str, model: TranslatorModel) -> None:
    state = steps.force(model, TEXT, TARGET)
    found = maps.inside(model, state, kind, 1, 3)
    shifted = np.exp(found.scores - found.scores.max(-1, keepdims=True))
    weights = shifted / shifted.sum(-1, keepdims=True)
    assert np.allclose(weights, found.weights, atol=1e-5)
    assert np.allclose(found.weights, maps.maps(model, state).of(kind)[1, 3], atol=1e-6)
    assert np.allclose(found.output, weights @ found.values, atol=1e-5)


def test_the_boxes_add_up(both: tuple[TranslatorModel, Translator]) -> None:
    model, network = both
    found = maps.parts(model, steps.force(model, TEXT, TARGET))
    encoder = dict(zip(ENCODER_PARTS, found.encoder[0], strict=True))
    assert np.allclose(encoder["added"], found.source_embedded + encoder["attended"], atol=1e-5)
    decoder = dict(zip(DECODER_PARTS, found.decoder[1], strict=True))
    assert np.allclose(decoder["added"], found.decoder[0, -1] + decoder["attended"], atol=1e-5)
    if model.card.norm == "post":
        added = decoder["added_fed"]
        plain = (added - added.mean(-1, keepdims=True)) / added.std(-1, keepdims=True)
        norm = network.decoder[1].around_feed.norm
        scale, shift = (each.detach().numpy() for each in (norm.weight, norm.bias))
        assert np.allclose(decoder["out"], scale * plain + shift, atol=1e-3)
        assert np.allclose(found.decoded, decoder["out"], atol=1e-5)


def test_entropy_is_between_one_word_and_all(model: TranslatorModel) -> None:
    found = maps.maps(model, steps.force(model, TEXT, TARGET))
    bits = maps.head_entropy(found.cross)
    assert bits.shape == (model.card.layers, model.card.heads)
    assert (bits >= 0).all()
    assert (bits <= np.log2(len(found.source)) + 1e-5).all()
    assert maps.entropy(np.array([1.0, 0.0])) == 0
    assert maps.entropy(np.array([0.25] * 4)) == 2


def test_another_word_can_be_chosen_and_it_goes_on_from_there(model: TranslatorModel) -> None:
    begun = steps.start(model, TEXT)
    first, second = steps.choices(model, begun, 2)
    assert first.probability >= second.probability
    other = steps.choose(model, begun, second.token)
    assert other.log_p[-1] == pytest.approx(np.log(second.probability), abs=1e-5)
    again = steps.choose(model, begun, first.token)  # the first state is as it was
    assert again.log_p[-1] == pytest.approx(np.log(first.probability), abs=1e-5)
    assert steps.probabilities(other).sum() == pytest.approx(1)
    ended = steps.choose(model, other, END)
    with pytest.raises(InputError) as caught:
        steps.choose(model, ended, first.token)
    assert caught.value.fault is Fault.REFUSED


def test_every_row_has_what_was_read_and_what_was_said(model: TranslatorModel) -> None:
    state = steps.force(model, TEXT, "Der Hund.")
    found = maps.maps(model, state)
    assert found.read[0] == "⟨"
    assert found.said[-1] == found.source[-1] == "⟩"
    assert found.read[1:] == found.said[:-1]
    begun = maps.maps(model, steps.start(model, TEXT))
    assert begun.said == ("",)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x03"])
def test_nothing_typed_is_refused(model: TranslatorModel, text: str) -> None:
    with pytest.raises(InputError) as caught:
        steps.start(model, text)
    assert caught.value.fault is Fault.MISSING


def test_too_long_a_sentence_is_cut_and_says_so(model: TranslatorModel) -> None:
    sentence = steps.read(model, "dog " * 500)
    assert len(sentence.pieces) == model.card.context - 1
    assert sentence.cut
    assert (
        sentence.text.split() + sentence.cut.split() == ["dog"] * 500 or " " not in sentence.cut[:1]
    )
    state = steps.start_with(model, sentence)
    assert state.source.tokens.shape[1] == model.card.context


def test_unknown_signs_are_named(model: TranslatorModel) -> None:
    sentence = steps.read(model, "The 🐕 bites the 男.")
    assert set("".join(sentence.unknown)) == {"🐕", "男"}
    assert np.isfinite(steps.start(model, "🐕").logits).all()


def test_pieces_have_their_places_in_the_sentence(model: TranslatorModel) -> None:
    sentence = steps.read(model, "  The   dog  bites\tthe man. ")
    assert sentence.text == "The dog bites the man."
    spelled = "".join(sentence.text[p.first : p.last] for p in sentence.pieces)
    assert spelled == sentence.text
    assert decode(model.vocabulary, encode(model.vocabulary, sentence.text)) == sentence.text


def test_end_and_begin_cannot_be_typed(model: TranslatorModel) -> None:
    assert list(encode(model.vocabulary, "a\x03b\x02c")) == list(encode(model.vocabulary, "abc"))


def test_both_clocks_run(model: TranslatorModel) -> None:
    lstm = equal_lstm(model)
    times = time_words(model, lstm, 12, rounds=1)
    assert times.words == 12
    assert times.encoder_ms > 0
    assert times.recurrent_ms > 0
    out = lstm.read(np.ones((3, lstm.width), dtype=np.float32))
    assert out.shape == (3, lstm.width)
    assert not np.allclose(out[0], out[2])  # it remembers what came before
