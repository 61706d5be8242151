"""What a translation takes: beam 4 on a sentence of ten words, one step, beside PyTorch eager."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.report import BenchmarkFailed, Budget, percentile
from core.attention import maps, search, steps
from core.attention.importance import head_importance
from core.attention.model import Source, Switches, TranslatorModel
from core.attention.opening import open_translator
from core.attention.pieces import encode
from core.cards import TranslatorCard
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.providers import best_device

if TYPE_CHECKING:
    from core.networks.translator import Translator

SENTENCE = "Yesterday I saw her brother with a dog at home."
BEAM = 4
BEAM_MS, STEP_MS = 150.0, 10.0


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Translate one sentence again and again, ours and PyTorch's in turns.

    `ms_…`: encoder and beam search. `greedy_…`: the same with one branch. `step_…`: from a chosen
    word to the next one's probabilities. `eager_…`: the beam search in PyTorch, with a cache.
    `maps_ms`: all attention of the whole translation; `ranking_ms`: the importance of all heads.
    """
    try:
        entry = Library(of=TranslatorCard).find(options.model)
        model = open_translator(entry, best_device("cpu"))
    except CoreError as error:
        raise BenchmarkFailed(str(error)) from error
    eager = _eager(entry, model)
    tokens = encode(model.vocabulary, SENTENCE)
    found = search.translate(model, tokens, width=BEAM)
    works: dict[str, Callable[[], object]] = {
        "": lambda: search.translate(model, tokens, width=BEAM),
        "greedy_": lambda: search.translate(model, tokens, width=1),
        "eager_": lambda: search.translate(eager, tokens, width=BEAM),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(options.rounds):
        for name, work in works.items():
            times[name].append(_ms(work))
    taken = _steps(model, options.rounds)
    state = steps.force(model, SENTENCE, found.best.text)
    result: dict[str, object] = {
        "model": entry.name,
        "words": len(SENTENCE.split()),
        "pieces": len(tokens),
        "translation": found.best.text,
        "said_pieces": len(found.best.tokens),
        "same_as_eager": search.translate(eager, tokens, width=BEAM).best.tokens
        == found.best.tokens,
    }
    for name, values in (*times.items(), ("step_", taken)):
        result[f"{name}ms_p50"] = round(percentile(values, 0.5), 2)
        result[f"{name}ms_p95"] = round(percentile(values, 0.95), 2)
    result["times_eager"] = round(percentile(times["eager_"], 0.5) / percentile(times[""], 0.5), 2)
    result["maps_ms"] = round(_median(lambda: maps.maps(model, state)), 2)
    reference = found.best.text
    result["ranking_ms"] = round(_median(lambda: head_importance(model, SENTENCE, reference)), 1)
    return result


def budget(measured: Mapping[str, object]) -> Budget:
    """Return what is held against these numbers."""
    return {"ms_p50": BEAM_MS, "step_ms_p50": STEP_MS, "same_as_eager": True}


def _steps(model: TranslatorModel, rounds: int) -> list[float]:
    """Choose the likeliest word until the end, some times over."""
    taken = []
    for _ in range(rounds):
        state = steps.start(model, SENTENCE)
        longest = search.longest_for(model, state.source.tokens.shape[1])
        while not state.ended and len(state.tokens) < longest:
            token = int(np.argmax(state.logits))
            began = time.perf_counter()
            state = steps.choose(model, state, token)
            steps.choices(model, state, 10)
            taken.append(1e3 * (time.perf_counter() - began))
    return taken


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - began)


def _median(work: Callable[[], object], rounds: int = 5) -> float:
    work()
    return percentile([_ms(work) for _ in range(rounds)], 0.5)


def _eager(entry: Entry[TranslatorCard], model: TranslatorModel) -> TranslatorModel:
    """Return a model that is asked like ours and computes in PyTorch, on two cores."""
    import torch

    from core.export.translator import rebuild_translator

    torch.set_num_threads(2)
    network: Translator = rebuild_translator(entry)

    class Eager(TranslatorModel):
        def __init__(self) -> None:
            self.card, self.vocabulary = model.card, model.vocabulary

        @torch.inference_mode()
        def encode(self, tokens: np.ndarray, switches: Sequence[Switches]) -> Source:
            (on,) = switches
            rows = len(tokens)
            heads = torch.from_numpy(on.encoder)[None].expand(rows, -1, -1)
            positions = torch.full((rows,), float(on.positions))
            out, *_ = network.look_encoder(torch.from_numpy(tokens), heads, positions)
            decoder = np.repeat(on.decoder[None], rows, axis=0)
            return Source(tokens, network.memory(out).numpy(), decoder, positions.numpy())

        @torch.inference_mode()
        def go_on(
            self, source: Source, past: np.ndarray, tokens: np.ndarray
        ) -> tuple[np.ndarray, np.ndarray]:
            arrays = (tokens, past, source.memory, source.heads, source.positions)
            out, _, owns, _, _ = network.look_decoder(*map(torch.from_numpy, arrays))
            cache = torch.stack([torch.stack([look.keys, look.values]) for look in owns])
            return network.logits(out).numpy(), cache.numpy()

    return Eager()
