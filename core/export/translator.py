"""Publish a translator: two graphs, one copy of the weights, its pieces; measured and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core.attention.evaluate import PROTOCOL, evaluate
from core.attention.examples import EXAMPLES
from core.attention.importance import mean_surprise
from core.attention.model import CONTEXT, DECODER, ENCODER, Switches, TranslatorModel, describe
from core.attention.opening import open_translator
from core.attention.pieces import BEGIN, encode
from core.cards import DataUsed, Kind, Licence, TranslatorCard, TranslatorMetrics
from core.data.pairs import Pairs, fingerprint
from core.errors import Fault, ModelError
from core.export.folders import hashes, packages, put_on_shelf
from core.export.graphs import copy_graphs, store_weights, write_graph
from core.export.parity import check_parity, with_weights
from core.networks.translator import Look, Translator, TranslatorSizes
from core.runtime.library import Entry, open_graphs
from core.runtime.providers import best_device
from core.text.vocabulary import VOCABULARY_FILE, Vocabulary
from core.training.translator_recipes import TranslatorRecipe

METRIC_TOLERANCE = 1e-3  # relative: other processors add in another order
NOTHING = TranslatorMetrics(bleu=0.0, bleu_low=0.0, bleu_high=0.0, chrf=0.0, sentences=0)


class EncoderGraph(nn.Module):
    """A sentence → the decoder's memory, and all that happens in the encoder."""

    def __init__(self, network: Translator) -> None:
        super().__init__()
        self.network = network

    def forward(self, source: Tensor, heads: Tensor, positions: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs in the order of `core.attention.model.describe`."""
        out, embedded, looks, parts = self.network.look_encoder(source, heads, positions)
        memory = self.network.memory(out)
        return memory, out, embedded, *_stacked(looks), parts


class DecoderGraph(nn.Module):
    """The words so far → the logits of the next one, and all that happens in the decoder."""

    def __init__(self, network: Translator) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, target: Tensor, past: Tensor, memory: Tensor, heads: Tensor, positions: Tensor
    ) -> tuple[Tensor, ...]:
        """Return the outputs in the order of `core.attention.model.describe`."""
        out, embedded, owns, crosses, parts = self.network.look_decoder(
            target, past, memory, heads, positions
        )
        weights, queries, keys, values = _stacked(owns)
        rows = torch.stack([keys, values], dim=1)[:, :, :, :, past.shape[4] :]
        cross_weights = torch.stack([look.weights for look in crosses])
        cross_queries = torch.stack([look.queries for look in crosses])
        logits = self.network.logits(out)
        own = (weights, queries, keys, values)
        return logits, rows, out, embedded, *own, cross_weights, cross_queries, parts


def _stacked(looks: list[Look]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return weights, queries, keys and values of all layers."""
    return (
        torch.stack([look.weights for look in looks]),
        torch.stack([look.queries for look in looks]),
        torch.stack([look.keys for look in looks]),
        torch.stack([look.values for look in looks]),
    )


def publish_translator(
    network: Translator,
    recipe: TranslatorRecipe,
    pairs: Pairs,
    vocabulary: Vocabulary,
    shelf: Path,
    command: str = "",
) -> TranslatorCard:
    """Export `network`, measure it on the held-out sentences, put it on `shelf`.

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
    count = sum(weight.numel() for weight in network.parameters())
    draft = draft_card(recipe, pairs, vocabulary, count)

    def write(work: Path) -> TranslatorCard:
        model = write_translator(network, draft, vocabulary, work)
        difference = translator_difference(model, network)
        check_parity(recipe.name, difference)
        return draft.model_copy(
            update={
                "parity": difference,
                "metrics": evaluate(model, pairs.held_out),
                "sample_nats": mean_surprise(model, EXAMPLES),
                "command": command or draft.command,
                "files": hashes(work),
            }
        )

    return put_on_shelf(recipe.name, shelf, write)


def translator_difference(model: TranslatorModel, network: Translator) -> float:
    """Return max |ONNX Runtime − torch| over all outputs of both graphs, on an example.

    ONNX Runtime's decoder reads word by word, torch's all at once; one head is off.
    """
    source_text, target_text = max(EXAMPLES, key=lambda pair: len(pair[0]))
    source = encode(model.vocabulary, source_text)[None]
    target = np.concatenate([[BEGIN], encode(model.vocabulary, target_text)[:-1]])[None]
    on = Switches.all_on(model.card)
    switches = on.off("encoder", 0, 0).off("cross", 0, 0) if model.card.heads > 1 else on
    graphs = model.card.graphs
    names = [slot.name for slot in graphs[ENCODER].outputs]
    heads = torch.from_numpy(switches.encoder[None])
    with torch.no_grad():
        one = torch.ones(1)
        expected = EncoderGraph(network)(torch.from_numpy(source), heads, one)
        memory, past = expected[0], torch.from_numpy(model.empty(1))
        factors = torch.from_numpy(switches.decoder[None])
        decoded = DecoderGraph(network)(torch.from_numpy(target), past, memory, factors, one)
    found = model.inside_encoder(source, [switches], names)
    worst = _worst(found, expected)
    read = model.encode(source, [switches])
    names = [slot.name for slot in graphs[DECODER].outputs]
    worst = max(worst, _worst(model.inside_decoder(read, past.numpy(), target, names), decoded))
    rows, cache = [], model.empty(1)
    for place in range(target.shape[1]):
        logits, cache = model.go_on(read, cache, target[:, place : place + 1])
        rows.append(logits)
    return max(worst, _worst([np.concatenate(rows, axis=1)], decoded[:1]))


def _worst(found: list[np.ndarray], expected: tuple[Tensor, ...]) -> float:
    pairs = zip(found, expected, strict=True)
    return max(float(np.abs(a - b.numpy()).max()) for a, b in pairs)


def verify_translator(entry: Entry[TranslatorCard]) -> dict[str, Any]:
    """Check one model: files, graphs, parity with its source, its surprise at the examples.

    Raises
    ------
    ModelError
        CHECKSUM, MISSING, UNREADABLE or MISMATCH, with what did not hold.
    """
    model = open_translator(entry, best_device())
    card = model.card
    difference = translator_difference(model, rebuild_translator(entry))
    check_parity(card.name, difference)
    nats = mean_surprise(model, EXAMPLES)
    if abs(nats - card.sample_nats) > METRIC_TOLERANCE * card.sample_nats:
        raise ModelError(card.name, Fault.MISMATCH, f"nats {nats:.5f}, card {card.sample_nats:.5f}")
    return {"name": card.name, "ok": True, "parity": difference, "nats_per_token": nats}


def rebuild_translator(entry: Entry[TranslatorCard]) -> Translator:
    """Build the PyTorch source of a model from its card and its stored weights.

    Raises
    ------
    ModelError
        MISSING, UNREADABLE or, when the weights are not those of the card's network, MISMATCH.
    """
    card = entry.card
    assert card is not None
    sizes = TranslatorSizes(
        card.vocabulary, card.width, card.layers, card.heads, card.inner, card.positions, card.norm
    )
    return with_weights(Translator(sizes), entry)


def draft_card(
    recipe: TranslatorRecipe, pairs: Pairs, vocabulary: Vocabulary, weights: int
) -> TranslatorCard:
    """Fill in the card but for what is still to be measured."""
    entry = pairs.entry
    graphs = describe(recipe.layers, recipe.heads, recipe.width, len(vocabulary))
    measured = tuple((each.source, " ".join(each.references)) for each in pairs.held_out)
    return TranslatorCard(
        name=recipe.name,
        kind=Kind.TRANSLATOR,
        graphs=graphs,
        data=DataUsed(
            name=recipe.data,
            train_count=len(pairs.train),
            train_fingerprint=fingerprint(pairs.train)[:16],
            test_count=len(pairs.held_out),
            test_fingerprint=fingerprint(measured)[:16],
        ),
        languages=entry.languages,
        vocabulary=len(vocabulary),
        width=recipe.width,
        layers=recipe.layers,
        heads=recipe.heads,
        inner=recipe.inner,
        positions=recipe.positions,
        norm=recipe.norm,
        context=CONTEXT,
        weights=weights,
        metrics=NOTHING,
        sample_nats=0.0,
        steps=recipe.steps,
        metrics_protocol=PROTOCOL,
        parity=None,
        parent=None,
        seed=recipe.seed,
        command=f"python -m core train {recipe.name}",
        versions=packages(),
        licence=Licence(model="MIT", data=entry.licence, attribution=entry.attribution),
        files={graph.file: "" for graph in graphs.values()},  # filled in later
    )


def write_translator(
    network: Translator,
    card: TranslatorCard,
    vocabulary: Vocabulary,
    work: Path,
    like: Path | None = None,
) -> TranslatorModel:
    """Write weights, graphs and pieces to `work`, and open them.

    `like` is a model of the same structure: its graphs are copied where they hold for these
    weights. Raises ModelError MISMATCH when a weight is no number.
    """
    store_weights(card.name, network, work)
    (work / VOCABULARY_FILE).write_text(vocabulary.json, encoding="utf-8")
    if not (like and copy_graphs(card.graphs.values(), like, work)):
        _write_graphs(network, card, work)
    sessions = open_graphs(card, work, best_device("cpu"))
    return TranslatorModel(card, vocabulary, sessions[ENCODER], sessions[DECODER])


def _write_graphs(network: Translator, card: TranslatorCard, work: Path) -> None:
    """Trace both graphs."""
    sizes = {"batch": 2, "words": 5, "length": 3, "past": 4}
    functions: dict[str, nn.Module] = {
        ENCODER: EncoderGraph(network),
        DECODER: DecoderGraph(network),
    }
    for role, function in functions.items():
        graph = card.graphs[role]
        example = tuple(
            torch.ones(
                [n if isinstance(n, int) else sizes[n] for n in slot.shape],
                dtype=torch.int64 if slot.dtype == "int64" else torch.float32,
            )
            for slot in graph.inputs
        )
        write_graph(function, example, graph, work)
