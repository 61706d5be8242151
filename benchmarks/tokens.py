"""How fast the Text Generator writes, redraws its bars and counts a text, beside PyTorch eager."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from statistics import median

import numpy as np

from benchmarks.memory import resident_mb
from benchmarks.report import AtLeast, BenchmarkFailed, Budget, percentile
from core.cards import TextCard, TextKind
from core.data.texts import excerpt
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.providers import best_device
from core.text.counts import Counts, count
from core.text.markov import MarkovModel
from core.text.model import TextModel
from core.text.opening import open_text
from core.text.sampling import Settings, draw, softmax_table

LENGTHS = (16, 512)
FLAT = 1.5  # times slower after the long text than after the short one
BARS_MS = 16.0
TABLE_S = 3.0
TABLE_BYTES = 5_000_000
SETTINGS = Settings(temperature=0.9, top_k=40, top_p=0.95, seed=1)


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Write tokens with every model of a text, and take the median of several rounds.

    `<kind>_16`, `<kind>_512`: tokens a second after a text of so many tokens, choosing included.
    `eager_…`: the same Transformer in PyTorch, without a cache (the window read anew for each
    token) and with one, in turns with ours. `bars_…`: from a slider's value to new probabilities.
    `table_…`: an order-2 table of 5 MB of text, from characters to counts.
    """
    library = Library(of=TextCard)
    found = {
        entry.card.kind: entry
        for entry in library.entries()
        if entry.card and entry.card.data.name == options.text and entry.card.unit != "words"
    }
    if TextKind.TRANSFORMER not in found or TextKind.MARKOV not in found:
        raise BenchmarkFailed(f"no models of {options.text}")
    result: dict[str, object] = {"text": options.text, "lengths": list(LENGTHS)}
    try:
        models = {kind: open_text(entry, best_device("cpu")) for kind, entry in found.items()}
    except CoreError as error:
        raise BenchmarkFailed(str(error)) from error
    tokens = _long(models[TextKind.MARKOV], max(LENGTHS))
    writers: dict[str, Callable[[], float]] = {}
    for kind, model in models.items():
        for length in LENGTHS:
            writers[f"{kind}_{length}"] = _writer(model, tokens[:length], options.tokens)
    for length in LENGTHS:
        for cached in (False, True):
            name = f"eager_{'cache' if cached else 'no_cache'}_{length}"
            writers[name] = _eager(found[TextKind.TRANSFORMER], tokens[:length], options, cached)
    rounds: dict[str, list[float]] = {name: [] for name in writers}
    for _ in range(options.rounds):
        for name, write in writers.items():
            rounds[name].append(write())
    speeds = {name: median(values) for name, values in rounds.items()}
    result |= {name: round(value, 1) for name, value in speeds.items()}
    result |= _ratios(speeds, found)
    result |= _bars(models[TextKind.TRANSFORMER], tokens, options.moves)
    result |= _table(models[TextKind.MARKOV], options.table_bytes)
    return result


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    flat = {key: FLAT for key in measured if key.endswith("_slowdown")}
    return {
        **flat,
        "times_no_cache": AtLeast(3),
        "times_cache": AtLeast(1),
        "bars_p99_ms": BARS_MS,
        "table_s": TABLE_S,
    }


def _ratios(
    speeds: Mapping[str, float], found: Mapping[TextKind, Entry[TextCard]]
) -> dict[str, object]:
    """Compare lengths, and ours with PyTorch's at the long one."""
    short, long = LENGTHS
    slower = {
        f"{kind}_slowdown": round(speeds[f"{kind}_{short}"] / speeds[f"{kind}_{long}"], 3)
        for kind in found
        if kind is not TextKind.MARKOV
    }
    ours = speeds[f"{TextKind.TRANSFORMER}_{long}"]
    without, with_cache = speeds[f"eager_no_cache_{long}"], speeds[f"eager_cache_{long}"]
    return {
        **slower,
        "times_no_cache": round(ours / without, 2),
        "times_cache": round(ours / with_cache, 2),
    }


def _long(model: TextModel, length: int) -> np.ndarray:
    """Return so many tokens of the text's excerpt, repeated where it is shorter."""
    return np.resize(model.vocabulary.encode(excerpt(model.card.data.name)), length)


def _writer(model: TextModel, tokens: np.ndarray, count_: int) -> Callable[[], float]:
    """Return a function that writes on after `tokens` and says how many tokens a second it made."""
    start = model.read(model.start(), tokens)

    def write() -> float:
        reading = start
        began = time.perf_counter()
        for place in range(count_):
            token = draw(softmax_table(reading.logits[-1], SETTINGS), SETTINGS, place)
            reading = model.read(reading.state, np.array([token]))
        return count_ / (time.perf_counter() - began)

    write()
    return write


def _eager(
    entry: Entry[TextCard], tokens: np.ndarray, options: argparse.Namespace, cached: bool
) -> Callable[[], float]:
    """Return the same for the network in PyTorch, its context cut or read anew as ours is."""
    import torch

    from core.export.text import rebuild_text
    from core.networks.transformer import Transformer

    network = rebuild_text(entry)
    assert isinstance(network, Transformer)
    torch.set_num_threads(2)
    sizes = network.sizes

    @torch.inference_mode()
    def write() -> float:
        seen = torch.from_numpy(tokens)[None, -sizes.context :]
        logits, cache = network.go_on(seen, 0, network.empty(1))
        began = time.perf_counter()
        for place in range(options.tokens):
            table = softmax_table(logits[0, -1].numpy(), SETTINGS)
            token = torch.tensor([[draw(table, SETTINGS, place)]])
            if not cached:
                seen = torch.cat([seen, token], dim=1)[:, -sizes.context :]
                logits = network(seen)
                continue
            fresh = token
            if cache.shape[3] == sizes.context:
                seen, cache = seen[:, -(sizes.context // 2) :], network.empty(1)
                fresh = torch.cat([seen, token], dim=1)
            seen = torch.cat([seen, token], dim=1)
            logits, rows = network.go_on(fresh, cache.shape[3], cache)
            cache = torch.cat([cache, rows], dim=3)
        return options.tokens / (time.perf_counter() - began)

    write()
    return write


def _bars(model: TextModel, tokens: np.ndarray, moves: int) -> dict[str, object]:
    """Move the temperature's slider: from its value to the table that the bars are drawn from."""
    logits = model.read(model.start(), tokens[:16]).logits[-1]
    times = []
    for temperature in np.linspace(0.1, 2.0, moves):
        began = time.perf_counter()
        softmax_table(logits, Settings(temperature=float(temperature), top_k=50, top_p=0.9))
        times.append(1000 * (time.perf_counter() - began))
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    return {"bars_p50_ms": round(p50, 4), "bars_p99_ms": round(p99, 4)}


def _table(model: TextModel, size: int) -> dict[str, object]:
    """Count `size` bytes of text that a chain of order 1 has made, all of it in one go."""
    assert isinstance(model, MarkovModel)
    text = model.vocabulary.decode(_drawn(model.counts, size // 3))
    text *= -(-size // len(text.encode()))  # only a text of characters is shorter
    text = text.encode()[:size].decode(errors="ignore")
    before, began = resident_mb(), time.perf_counter()
    tokens = model.vocabulary.encode(text)
    encoded = time.perf_counter()
    counts = count(tokens, len(model.vocabulary), 2)
    done = time.perf_counter()
    growth = counts.growth()[-1]
    return {
        "table_s": round(done - began, 3),
        "table_encoding_s": round(encoded - began, 3),
        "table_bytes_of_text": len(text.encode()),
        "table_tokens": len(tokens),
        "table_runs": growth.runs,
        "table_mb": round(growth.memory / 1e6, 1),
        "table_resident_mb": round(resident_mb() - before, 1),
    }


def _drawn(counts: Counts, size: int, streams: int = 2000) -> np.ndarray:
    """Draw tokens from the chain of order 1, many streams side by side, one after the other."""
    level = counts.levels[1]
    reached = np.concatenate([[0], np.cumsum(level.counts, dtype=np.int64)])
    random = np.random.default_rng(0)
    now = random.integers(0, len(level.starts) - 1, size=streams)
    rows = []
    for _ in range(size // streams + 1):
        first, end = level.starts[now], level.starts[now + 1]
        low, high = reached[first], reached[end]
        throw = low + (random.random(streams) * np.maximum(high - low, 1)).astype(np.int64)
        place = np.searchsorted(reached, throw, side="right") - 1
        rows.append(level.last[np.minimum(place, len(level.last) - 1)])
        numbers = np.searchsorted(counts.levels[0].last, rows[-1])
        now = np.minimum(numbers, len(level.starts) - 2)
    return np.stack(rows, axis=1).ravel()
