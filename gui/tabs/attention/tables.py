"""What the pages show as tables: a header and rows, for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.latent.record import Cell

if TYPE_CHECKING:
    from core.attention.clock import Times
    from core.attention.importance import Importance
    from core.attention.maps import Inside
    from core.attention.retrieval import Lookup
    from core.attention.search import Found
    from core.text.sampling import SoftmaxTable
    from core.training.norm_messages import PairCurves
    from gui.tabs.attention.state import Head, Scene

Table = tuple[list[str], Iterable[Sequence[Cell]]]


def weights_table(weights: np.ndarray, asks: Sequence[str], answers: Sequence[str]) -> Table:
    """Return a row for each piece that asks, a column for each that answers."""
    names = [f"{j + 1} {text.strip()}" for j, text in enumerate(answers)]
    rows = [[text.strip(), *row.tolist()] for text, row in zip(asks, weights, strict=True)]
    return ["asks", *names], rows


def all_weights_table(scene: Scene) -> Table:
    """Return a row for each weight of every head of the three kinds."""

    def rows() -> Iterator[Sequence[Cell]]:
        for kind in ("encoder", "decoder", "cross"):
            asks, answers = scene.sides(kind)
            for (layer, head, i, j), weight in np.ndenumerate(scene.maps.of(kind)):
                yield (
                    kind, layer + 1, head + 1, i + 1, asks[i].strip(), j + 1, answers[j].strip(),
                    float(weight),
                )  # fmt: skip

    return ["kind", "layer", "head", "row", "asks", "column", "answers", "weight"], rows()


def heads_table(scene: Scene, kind: str, off: Sequence[Head]) -> Table:
    """Return a row for each head: the entropy of its rows, on the mean, and whether it is on."""
    rows = [
        (kind, layer + 1, head + 1, float(value), int((kind, layer, head) not in off))
        for (layer, head), value in np.ndenumerate(scene.bits(kind))
    ]
    return ["kind", "layer", "head", "entropy_bits", "on"], rows


def next_table(table: SoftmaxTable, texts: Sequence[str]) -> Table:
    """Return every piece that may come next, the likeliest first."""
    order = np.lexsort((np.arange(len(table.probabilities)), -table.probabilities))
    rows = [
        (rank, int(token), texts[token], float(table.probabilities[token]))
        for rank, token in enumerate(order, start=1)
    ]
    return ["rank", "token", "piece", "probability"], rows


def inside_table(inside: Inside, row: int, asker: str, words: Sequence[str]) -> Table:
    """Return the steps of one head for one word that asks: q, a row a key, the sum."""
    size = inside.queries.shape[1]
    names = ["word", "q_k", "q_k_scaled", "weight"]
    names += [f"k{d + 1}" for d in range(size)] + [f"v{d + 1}" for d in range(size)]
    blank: list[Cell] = [None] * size
    rows: list[list[Cell]] = [
        [f"q: {asker.strip()}", None, None, None, *inside.queries[row].tolist(), *blank]
    ]
    for j, word in enumerate(words):
        scaled = float(inside.scores[row, j])
        rows.append(
            [
                word.strip(), float(inside.products[row, j]),
                scaled if np.isfinite(scaled) else None, float(inside.weights[row, j]),
                *inside.keys[j].tolist(), *inside.values[j].tolist(),
            ]
        )  # fmt: skip
    rows.append(["sum", None, None, None, *blank, *inside.output[row].tolist()])
    return names, rows


def retrieval_table(
    words: Sequence[str], keys: np.ndarray, query: np.ndarray, values: np.ndarray, found: Lookup
) -> Table:
    """Return a row for each key, then the question with what it finds."""
    rows: list[list[Cell]] = [
        [word, *key.tolist(), float(product), float(weight), float(value)]
        for word, key, product, weight, value in zip(
            words, keys, found.products, found.weights, values[:, 0], strict=True
        )
    ]
    rows.append(["q", *query.tolist(), None, None, float(found.found[0])])
    return ["key", "x", "y", "q_k", "weight", "value"], rows


def beam_table(found: Found, texts: Sequence[str]) -> Table:
    """Return every beginning that the search looked at, and what became of it."""
    rows = [
        (
            number, node.parent, node.step, node.rank + 1, texts[number], node.own_log_p,
            node.log_p, node.score, str(node.fate),
        )
        for number, node in enumerate(found.tree)
        if node.parent >= 0
    ]  # fmt: skip
    names = ["node", "parent", "step", "rank", "piece", "ln_p_piece", "ln_p", "score", "fate"]
    return names, rows


def ranking_table(rows: Sequence[Importance]) -> Table:
    """Return the heads as they are ranked."""
    cells = [(row.kind, row.layer + 1, row.head + 1, row.drop) for row in rows]
    return ["kind", "layer", "head", "drop_of_ln_p"], cells


def times_table(times: Sequence[Times]) -> Table:
    """Return the milliseconds for each number of words."""
    rows = [(each.words, each.encoder_ms, each.recurrent_ms) for each in times]
    return ["words", "encoder_ms", "lstm_ms"], rows


def norm_table(curves: PairCurves) -> Table:
    """Return a row for each step: loss and gradient norm of the runs with and without Norm."""
    names = ["step", "loss_with", "loss_without", "gradient_with", "gradient_without"]
    columns = zip(*curves.losses, *curves.gradients, strict=True)
    return names, [[step, *row] for step, row in enumerate(columns, start=1)]


def tensor_table(values: np.ndarray, words: Sequence[str]) -> Table:
    """Return a row for each word, a column for each dimension."""
    names = ["word", *(f"d{d + 1}" for d in range(values.shape[1]))]
    return names, [[w.strip(), *row.tolist()] for w, row in zip(words, values, strict=True)]
