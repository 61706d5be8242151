"""Publish a network that continues text: graph, weights, vocabulary, measured and checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save

from core.cards import (
    DataUsed,
    Graph,
    Licence,
    TextCard,
    TextKind,
    TextMetrics,
    Unit,
)
from core.cards import Tensor as Slot
from core.data.texts import TEXTS, Text, excerpt, shipped_vocabulary
from core.errors import Fault, ModelError
from core.export.folders import hashes, packages, put_on_shelf
from core.export.graphs import copy_graphs, store_weights, write_graph
from core.export.parity import check_parity, with_weights
from core.networks.recurrent import Recurrent
from core.networks.text import Next, TextNetwork, build_text_network
from core.runtime.library import Entry, open_graphs
from core.runtime.providers import best_device
from core.text.counts import count
from core.text.evaluate import PROTOCOL, evaluate
from core.text.markov import MarkovModel, Smoothing
from core.text.model import TextModel
from core.text.network import STEP, NetworkModel, cache_names, network_of
from core.text.opening import COUNTS_FILE, open_text
from core.text.vocabulary import VOCABULARY_FILE, Vocabulary, words_of
from core.training.text_recipes import TextRecipe

METRIC_TOLERANCE = 1e-3  # relative: other processors add in another order
COMPARED = 96  # tokens that ONNX Runtime and torch both read
NOTHING = TextMetrics(bits_per_char=0.0, nats_per_token=0.0, tokens=0, characters=0)


def publish_text(
    network: TextNetwork,
    recipe: TextRecipe,
    text: Text,
    vocabulary: Vocabulary,
    shelf: Path,
    command: str = "",
) -> TextCard:
    """Export `network`, measure it on the held-out tail, put it on `shelf` by the recipe's name.

    The folder appears whole or not at all; an earlier one of that name is replaced. Weights are
    stored as float16, and measured so.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch differ by more than 1e-4, or a weight is no number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    network = network.cpu().eval()
    draft = draft_card(recipe, text, vocabulary, sum(w.numel() for w in network.parameters()))

    def write(work: Path) -> TextCard:
        model = write_text_network(network, draft, vocabulary, work)
        difference = text_difference(model, network, vocabulary.encode(text.held_out[:4000]))
        check_parity(recipe.name, difference)
        card = _measured(draft, model, text, work, command)
        return card.model_copy(update={"parity": difference})

    return put_on_shelf(recipe.name, shelf, write)


def publish_chain(recipe: TextRecipe, text: Text, shelf: Path, command: str = "") -> TextCard:
    """Count `text`, measure the chain as Kneser-Ney has it, put it on `shelf`; raises StorageError.

    Its vocabulary is the text's own, or all its words.
    """
    if recipe.unit is Unit.WORDS:
        vocabulary = words_of(text.train)
    else:
        vocabulary = Vocabulary(shipped_vocabulary(recipe.data), recipe.name)
    counts = count(vocabulary.encode(text.train), len(vocabulary), recipe.order)
    draft = draft_card(recipe, text, vocabulary, sum(len(v.last) for v in counts.levels))

    def write(work: Path) -> TextCard:
        (work / VOCABULARY_FILE).write_text(vocabulary.json, encoding="utf-8")
        (work / COUNTS_FILE).write_bytes(save(counts.arrays()))
        model = MarkovModel(draft, vocabulary, counts, recipe.order, Smoothing.KNESER_NEY)
        return _measured(draft, model, text, work, command)

    return put_on_shelf(recipe.name, shelf, write)


def _measured(draft: TextCard, model: TextModel, text: Text, work: Path, command: str) -> TextCard:
    """Return the card of what lies in `work`, measured on the held-out tail and the excerpt."""
    return draft.model_copy(
        update={
            "metrics": evaluate(model, text.held_out),
            "sample_nats": evaluate(model, excerpt(text.entry.name)).nats_per_token,
            "command": command or draft.command,
            "files": hashes(work),
        }
    )


def text_difference(model: TextModel, network: TextNetwork, tokens: np.ndarray) -> float:
    """Return max |ONNX Runtime − torch| of the logits while both read the first of tokens (N,).

    ONNX Runtime reads them one by one after the first third, torch all at once.
    """
    assert model.card.context is None or model.card.context > 1
    tokens = tokens[: min(COMPARED, model.card.context or COMPARED)]
    third = max(1, len(tokens) // 3)
    reading = model.read(model.start(), tokens[:third])
    rows = [reading.logits]
    for place in range(third, len(tokens)):
        reading = model.read(reading.state, tokens[place : place + 1])
        rows.append(reading.logits)
    with torch.no_grad():
        batch = torch.from_numpy(tokens)[None]
        if isinstance(network, Recurrent):
            expected, _ = network(batch, network.empty(1))
        else:
            expected = network(batch)
    return float(np.abs(np.concatenate(rows) - expected[0].numpy()).max())


def verify_text(entry: Entry[TextCard]) -> dict[str, Any]:
    """Check one model: files, graph, parity with its source, its surprise at the bundled excerpt.

    Raises
    ------
    ModelError
        CHECKSUM, MISSING, UNREADABLE or MISMATCH, with what did not hold.
    """
    model = open_text(entry, best_device())
    card = model.card
    known = card.known_data if card.known_data in TEXTS else None
    sample = excerpt(known) if known else "".join(model.vocabulary.tokens[1:200])
    difference = None
    if card.kind is not TextKind.MARKOV:
        tokens = model.vocabulary.encode(sample)
        difference = text_difference(model, rebuild_text(entry), tokens)
        check_parity(card.name, difference)
    nats = evaluate(model, sample).nats_per_token
    if known and abs(nats - card.sample_nats) > METRIC_TOLERANCE * card.sample_nats:
        raise ModelError(card.name, Fault.MISMATCH, f"nats {nats:.5f}, card {card.sample_nats:.5f}")
    return {"name": card.name, "ok": True, "parity": difference, "nats_per_token": nats}


def rebuild_text(entry: Entry[TextCard]) -> TextNetwork:
    """Build the PyTorch source of a model from its card and its stored weights.

    Raises
    ------
    ModelError
        MISSING, UNREADABLE or, when the weights are not those of the card's network, MISMATCH.
    """
    card = entry.card
    assert card is not None
    network = build_text_network(
        card.kind, card.vocabulary, card.width or 0, card.layers or 0, card.heads or 0,
        card.context or 0,
    )  # fmt: skip
    return with_weights(network, entry)


def draft_card(recipe: TextRecipe, text: Text, vocabulary: Vocabulary, weights: int) -> TextCard:
    """Fill in the card but for what is still to be measured."""
    entry, transformer = text.entry, recipe.kind is TextKind.TRANSFORMER
    graphs = (
        {} if recipe.kind is TextKind.MARKOV else {STEP: describe_step(recipe, len(vocabulary))}
    )
    return TextCard(
        name=recipe.name,
        kind=recipe.kind,
        graphs=graphs,
        data=DataUsed(
            name=recipe.data,
            train_count=len(vocabulary.encode(text.train)),
            train_fingerprint=text_fingerprint(text.train),
            test_count=len(vocabulary.encode(text.held_out)),
            test_fingerprint=text_fingerprint(text.held_out),
        ),
        language=entry.language,
        unit=recipe.unit or entry.unit,
        vocabulary=len(vocabulary),
        order=recipe.order or None,
        width=recipe.width or None,
        layers=recipe.layers or None,
        heads=recipe.heads or None,
        context=recipe.order or (recipe.context if transformer else None),
        weights=weights,
        metrics=NOTHING,
        sample_nats=0.0,
        steps=recipe.steps or None,
        metrics_protocol=PROTOCOL,
        parity=None,
        parent=None,
        seed=recipe.seed,
        command=f"python -m core train {recipe.name}",
        versions=packages(),
        licence=Licence(model="MIT", data=entry.licence, attribution=entry.attribution),
        files={graph.file: "" for graph in graphs.values()},  # filled in later
    )


def describe_step(recipe: TextRecipe, vocabulary: int) -> Graph:
    """Say what goes into a network's graph and what comes out."""
    tokens, logits = "numbers of tokens", "ln p of each next token, up to a constant"
    if recipe.kind is not TextKind.TRANSFORMER:
        parts = recipe.layers * (2 if recipe.kind is TextKind.LSTM else 1)
        shape = (parts, "batch", recipe.width)
        return Graph(
            file="next.onnx",
            inputs=(
                Slot(name="tokens", shape=("batch",), dtype="int64", meaning=tokens),
                Slot(name="state", shape=shape, meaning="h of each layer, of an LSTM then c"),
            ),
            outputs=(
                Slot(name="logits", shape=("batch", vocabulary), meaning=logits),
                Slot(name="state_after", shape=shape, meaning="the state with these tokens read"),
            ),
        )
    heads, size = recipe.heads, recipe.width // recipe.heads
    cache = tuple(
        Slot(
            name=name,
            shape=("batch", heads, "room", size),
            meaning=f"the {name.replace('_', ' of layer ')} at those before; then room for more",
        )
        for name in cache_names(recipe.layers)
    )
    return Graph(
        file="next.onnx",
        inputs=(
            Slot(name="tokens", shape=("batch", "length"), dtype="int64", meaning=tokens),
            Slot(name="past", shape=(1,), dtype="int64", meaning="how many tokens were before"),
            *cache,
        ),
        outputs=(
            Slot(name="logits", shape=("batch", "length", vocabulary), meaning=logits),
            Slot(
                name="rows",
                shape=(2 * recipe.layers, "batch", heads, "length", size),
                meaning="keys and values of each layer in turn at these tokens",
            ),
        ),
    )


def text_fingerprint(text: str) -> str:
    """Tell a text from others, as cards do."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_text_network(
    network: TextNetwork,
    card: TextCard,
    vocabulary: Vocabulary,
    work: Path,
    like: Path | None = None,
) -> NetworkModel:
    """Write weights, graph and vocabulary to `work`, and open them.

    `like` is a model of the same structure: its graph is copied where it holds for these weights.
    Raises ModelError MISMATCH when a weight is no number.
    """
    store_weights(card.name, network, work)
    (work / VOCABULARY_FILE).write_text(vocabulary.json, encoding="utf-8")
    if like and copy_graphs(card.graphs.values(), like, work):
        return network_of(card, vocabulary, open_graphs(card, work, best_device("cpu"))[STEP])
    graph = card.graphs[STEP]
    write_graph(Next(network), _examples(graph), graph, work)
    return network_of(card, vocabulary, open_graphs(card, work, best_device("cpu"))[STEP])


def _examples(graph: Graph) -> tuple[torch.Tensor, ...]:
    """Return inputs of a step, of two texts and several tokens."""
    sizes = {"batch": 2, "length": 3, "room": 5}
    shapes = ([n if isinstance(n, int) else sizes[n] for n in slot.shape] for slot in graph.inputs)
    kinds = (torch.int64 if slot.dtype == "int64" else torch.float32 for slot in graph.inputs)
    return tuple(torch.zeros(s, dtype=kind) for s, kind in zip(shapes, kinds, strict=True))
