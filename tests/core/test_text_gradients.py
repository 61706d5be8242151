"""The networks' derivatives, against finite differences of what the networks say."""

from __future__ import annotations

import numpy as np
import pytest

from core.cards import TextCard, TextKind
from core.errors import Fault, InputError, ModelError
from core.runtime.library import Entry
from core.runtime.providers import best_device
from core.text.gradients import Gradients, StateGradients
from core.text.model import log_softmax
from core.text.network import open_network
from tests.core.text_fixtures import publish_small

NETWORKS = (TextKind.RNN, TextKind.LSTM, TextKind.TRANSFORMER)
TOKENS, TARGET, STEP = np.array([5, 17, 40, 5, 9, 60]), 23, 1e-5


@pytest.fixture(scope="module", params=NETWORKS)
def entry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    return publish_small(request.param, tmp_path_factory.mktemp("shelf"))


def test_the_equations_are_those_of_the_graph(entry: Entry[TextCard]) -> None:
    gradients = Gradients.open(entry)
    model = open_network(entry, best_device("cpu"))
    expected = log_softmax(model.read(model.start(), TOKENS).logits[-1])[TARGET]
    found = gradients.log_probability(gradients.embed(TOKENS), TARGET)
    assert found == pytest.approx(expected, abs=1e-5)


def test_the_gradient_by_each_embedding_is_the_slope(entry: Entry[TextCard]) -> None:
    gradients = Gradients.open(entry)
    embedded = gradients.embed(TOKENS)
    found = gradients.embedding_gradient(TOKENS, TARGET)
    expected = np.zeros_like(embedded)
    for place in np.ndindex(embedded.shape):
        for sign in (1, -1):
            moved = embedded.copy()
            moved[place] += sign * STEP
            expected[place] += sign * gradients.log_probability(moved, TARGET) / (2 * STEP)
    np.testing.assert_allclose(found, expected, atol=1e-8)
    norms = gradients.by_token(TOKENS, TARGET)
    np.testing.assert_allclose(norms, np.sqrt((found**2).sum(axis=1)))


@pytest.mark.parametrize("kind", NETWORKS[:2])
def test_how_the_last_state_depends_on_earlier_ones(kind: TextKind, tmp_path) -> None:
    entry = publish_small(kind, tmp_path)
    model = open_network(entry, best_device("cpu"))
    states = model.path(model.start(), TOKENS)  # (T, S, C): h of two layers, then c
    found = follow(Gradients.open(entry), TOKENS)
    assert found.hidden[-1] == pytest.approx(np.sqrt(12))  # ∂h_T/∂h_T of 12 units
    step, last = 1e-2, slice(1, 2)
    for place in range(len(TOKENS) - 1):
        for parts, norm in ((slice(0, 2), found.hidden), (slice(2, 4), found.cell)):
            columns = []
            for index in np.ndindex(states[place, parts].shape):
                ends = []
                for sign in (1, -1):
                    moved = states[place].astype(np.float64)
                    moved[parts][index] += sign * step
                    state = type(model.start())(moved.astype(np.float32))
                    ends.append(model.path(state, TOKENS[place + 1 :])[-1, last])
                columns.append((ends[0] - ends[1]).ravel() / (2 * step))
            if columns:
                assert norm is not None
                assert norm[place] == pytest.approx(np.linalg.norm(columns), rel=2e-3)
    assert (found.cell is None) is (kind is TextKind.RNN)


def follow(gradients: Gradients, tokens: np.ndarray) -> StateGradients:
    walk = gradients.by_state(tokens)
    left = []
    while True:
        try:
            left.append(next(walk))
        except StopIteration as end:
            assert left == list(range(len(tokens)))[::-1]
            return end.value


def test_a_transformer_knows_nothing_of_what_is_cut(tmp_path) -> None:
    gradients = Gradients.open(publish_small(TextKind.TRANSFORMER, tmp_path))
    tokens = np.arange(1, 21)  # its context is 16
    norms = gradients.by_token(tokens, TARGET)
    assert (norms[:4] == 0).all()
    assert (norms[4:] > 0).all()
    with pytest.raises(InputError) as refused:
        next(gradients.by_state(tokens))
    assert refused.value.fault is Fault.REFUSED


def test_a_chain_has_no_derivatives(tmp_path) -> None:
    with pytest.raises(ModelError) as refused:
        Gradients.open(publish_small(TextKind.MARKOV, tmp_path))
    assert refused.value.fault is Fault.REFUSED
