"""Publish a forger from the GAN Playground, with or without its police; check a published one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from core.cards import (
    OWN_DATA,
    Graph,
    Kind,
    Licence,
    PlaneGanCard,
)
from core.cards import Tensor as Slot
from core.errors import Fault, ModelError
from core.export.folders import add_version, hashes, packages
from core.export.graphs import store_weights, write_graph
from core.export.parity import check_parity, with_weights
from core.gan import divergence, modes
from core.gan.data import DATA, Data
from core.gan.evaluate import data_of_card, evaluate, settings_of
from core.gan.game import Game
from core.gan.history import History
from core.gan.presets import Outcome, outcome_of
from core.gan.sampler import Sampler
from core.networks.plane_gan import Forger, PlaneGan, Police, plane_network
from core.runtime.library import Entry, Library, open_graphs
from core.runtime.providers import best_device

JS_TOLERANCE = 5e-3  # bits: another processor's rounding moves a point into another cell
CHECKED = 500  # points on which ONNX Runtime, torch and the game are compared


def publish_game(
    game: Game, data: Data, library: Library[PlaneGanCard], name: str, *, with_police: bool = False
) -> Entry[PlaneGanCard]:
    """Export the forger of `game` as it stands as the next version of the model `name`.

    Raises
    ------
    ModelError
        MISMATCH when ONNX Runtime and torch, or the game itself, differ by more than 1e-4 (for
        coordinates and scores beyond 1, of their largest), or a weight is no number.
    StorageError
        READ_ONLY or DISK_FULL when the shelf cannot be written.
    """
    functions = _functions(game, with_police)
    network = functions["forger"].network
    assert isinstance(network, PlaneGan)

    def write(work: Path) -> PlaneGanCard:
        store_weights(name, network, work, torch.float32)
        draft = _draft(game, data, name, with_police)
        for role, function in functions.items():
            graph = draft.graphs[role]
            width = graph.inputs[0].shape[1]
            assert isinstance(width, int)
            write_graph(function, torch.randn(2, width), graph, work)
        parity = _parity(draft, work, functions, game)
        check_parity(name, parity)
        return draft.model_copy(update={"parity": parity, "files": hashes(work)})

    return add_version(library, name, write)


def verify_game(entry: Entry[PlaneGanCard]) -> dict[str, Any]:
    """Check a published forger: files, graphs, parity with torch, its JS where data are known.

    Of points of the user's own no card keeps the frame, so there is nothing to compare with: parity
    and JS are None, and it is checked that what it forges are numbers.

    Raises
    ------
    ModelError
        CHECKSUM, MISSING, UNREADABLE or MISMATCH, with what did not hold.
    """
    sampler = Sampler.open(entry, best_device("cpu"))
    card, data = sampler.card, data_of_card(sampler.card)
    told = {"name": card.name, "ok": True, "parity": None, **evaluate(sampler)}
    noise = sampler.noise(CHECKED, np.random.default_rng(0))
    forged = sampler.forge(noise)
    if not np.isfinite(forged).all():
        raise ModelError(card.name, Fault.MISMATCH, "what it forges are no numbers")
    if data is None:
        return told
    network, frame = _rebuilt(entry, card), data.frame.zoomed(settings_of(card).zoom)
    with torch.no_grad():
        parity = _difference(forged, Forger(network, frame)(torch.from_numpy(noise)).numpy())
        if sampler.has_police:
            packs = np.resize(forged, (CHECKED // card.packing, card.dim * card.packing))
            score = Police(network, frame, card.packing, False)(torch.from_numpy(packs))
            assert isinstance(score, torch.Tensor)
            parity = max(parity, _difference(sampler.score(packs), score[:, 0].numpy()))
    check_parity(card.name, parity)
    js = told["js"]
    if card.js is not None and isinstance(js, float) and abs(js - card.js) > JS_TOLERANCE:
        raise ModelError(card.name, Fault.MISMATCH, f"JS {js:.4f}, card {card.js:.4f}")
    return told | {"parity": parity}


def _rebuilt(entry: Entry[PlaneGanCard], card: PlaneGanCard) -> PlaneGan:
    """Build both players from the card, with the stored weights; ModelError MISMATCH."""
    settings = settings_of(card)
    shapes = [settings.generator(card.dim), settings.discriminator(card.dim)]
    shapes = [replace(shape, spectral=False) for shape in shapes]  # stored with W/σ for W
    forger, police = (plane_network(s, np.zeros(s.length, np.float32)) for s in shapes)
    return with_weights(PlaneGan(forger, police if "police" in card.graphs else None), entry)


def _functions(game: Game, with_police: bool) -> dict[str, nn.Module]:
    police = plane_network(*game.police.plain()) if with_police else None
    network = PlaneGan(plane_network(*game.forger.plain()), police)
    functions: dict[str, nn.Module] = {"forger": Forger(network, game.frame)}
    if with_police:
        settings = game.settings
        functions["police"] = Police(
            network, game.frame, settings.packing, settings.loss.is_probability
        )
    return functions


def _parity(
    card: PlaneGanCard, work: Path, functions: Mapping[str, nn.Module], game: Game
) -> float:
    """Return the largest difference between ONNX Runtime, torch and the game's own networks."""
    sessions = open_graphs(card, work, best_device("cpu"))
    rng = np.random.default_rng(0)
    worst = 0.0
    for role, function in functions.items():
        graph = card.graphs[role]
        x = rng.standard_normal((CHECKED, int(graph.inputs[0].shape[1])), np.float32)
        if role == "police":
            x = _points(game, x)
        with torch.no_grad():
            made = function(torch.from_numpy(x))
        wanted = [part.numpy() for part in (made if isinstance(made, tuple) else (made,))]
        found = sessions[role].run({graph.inputs[0].name: x}, [t.name for t in graph.outputs])
        for one, other in zip(found, wanted, strict=True):
            worst = max(worst, _difference(one, other))
        worst = max(worst, _difference(found[0], _own(game, role, x)))
    return worst


def _points(game: Game, spread: np.ndarray) -> np.ndarray:
    """Return points about where the data lie."""
    flat: np.ndarray = game.frame.out(spread.reshape(-1, game.dim)).reshape(spread.shape)
    return flat


def _own(game: Game, role: str, x: np.ndarray) -> np.ndarray:
    if role == "forger":
        return game.frame.out(game.forger.forward(x))
    inside = game.frame.into(x.reshape(-1, game.dim)).reshape(x.shape)
    return game.police.forward(inside)


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max() / max(1.0, np.abs(other).max()))


def _draft(game: Game, data: Data, name: str, with_police: bool) -> PlaneGanCard:
    """Fill in the card but for the parity and the checksums."""
    settings = game.settings
    own = data.name not in DATA
    found: Outcome = outcome_of(game, data, History(), settings.seed)
    graphs = _graphs(game, with_police)
    return PlaneGanCard(
        name=name,
        kind=Kind.PLANE_GAN,
        graphs=graphs,
        metrics_protocol=f"{divergence.PROTOCOL}. {modes.PROTOCOL}",
        parity=None,
        parent=None,
        seed=settings.seed,
        command="GAN Playground",
        versions=packages(),
        licence=Licence(model="MIT", data=OWN_DATA if own else "generated", attribution=""),
        files={graph.file: "" for graph in graphs.values()},
        data=OWN_DATA if own else data.name,
        data_fingerprint=_fingerprint(data) if own else "",
        dim=data.dim,
        extent=data.extent,
        noise=settings.noise.value,
        noise_size=settings.noise_size,
        probability=settings.loss.is_probability,
        packing=settings.packing,
        settings=asdict(settings),
        steps=game.step,
        js=found.js,
        modes_covered=found.coverage.covered if found.coverage else None,
        modes_total=found.coverage.total if found.coverage else None,
        good_share=found.coverage.good if found.coverage else None,
    )


def _graphs(game: Game, with_police: bool) -> dict[str, Graph]:
    settings, dim = game.settings, game.dim
    law = "N(0, 1)" if settings.noise.value == "gaussian" else "even in [−1, 1]"
    z = Slot(name="z", shape=("batch", settings.noise_size), meaning=f"noise, {law} a dimension")
    x = Slot(name="x", shape=("batch", dim), meaning="a point in the data's coordinates")
    graphs = {"forger": Graph(file="forger.onnx", inputs=(z,), outputs=(x,))}
    if with_police:
        packed = x.model_copy(update={"shape": ("batch", dim * settings.packing)})
        outputs = [Slot(name="score", shape=("batch", 1), meaning="raw score s, high for real")]
        if settings.loss.is_probability:
            said = "D(x) = 1/(1 + exp(−s)): the probability that x is real"
            outputs.append(Slot(name="probability", shape=("batch", 1), meaning=said))
        graphs["police"] = Graph(file="police.onnx", inputs=(packed,), outputs=tuple(outputs))
    return graphs


def _fingerprint(data: Data) -> str:
    points = data.sample(np.random.default_rng(0), 10_000)
    return hashlib.sha256(points.tobytes()).hexdigest()[:16]
