"""The commands that look at models: `models`, `evaluate`, `verify`."""

from __future__ import annotations

import argparse
from typing import Any

from core.cards import OWN_DATA, LatentCard, ModelCard, PlaneGanCard, TextCard, TranslatorCard
from core.commands.plane import evaluate_plane, number, plane_check, plane_row
from core.commands.text import evaluate_text, text_row
from core.commands.torch_side import import_torch_side
from core.commands.translators import evaluate_translator, translator_row
from core.commands.words import Answer, say, sentence
from core.data.table import load
from core.errors import CoreError, Fault, InputError
from core.latent.evaluate import PROTOCOL, evaluate
from core.latent.model import LatentModel
from core.runtime.library import Entry, Library
from core.runtime.providers import best_device
from core.runtime.shelves import FIRST


def list_models(_: argparse.Namespace) -> Answer:
    """List every entry of the library with its headline metrics; 1 when one is damaged."""
    rows = [_row(entry) for entry in Library(of=ModelCard).entries()]
    return (1 if any("error" in row for row in rows) else 0), {"models": rows}


def evaluate_model(options: argparse.Namespace) -> Answer:
    """Measure one model on the full test set of its data, its card's numbers beside."""
    entry = Library(of=ModelCard).find(options.model)
    if isinstance(entry.card, TextCard):
        return evaluate_text(Library(of=TextCard).find(options.model), options)
    if options.orders or options.probes:
        raise InputError("--orders, --probes", Fault.REFUSED, "for a model that continues text")
    if isinstance(entry.card, PlaneGanCard):
        return evaluate_plane(Library(of=PlaneGanCard).find(options.model))
    if isinstance(entry.card, TranslatorCard):
        return evaluate_translator(Library(of=TranslatorCard).find(options.model))
    model = LatentModel.open(Library().find(options.model), best_device())
    if model.card.data is None or model.card.metrics is None or model.card.data.name == OWN_DATA:
        raise InputError(options.model, Fault.REFUSED, "data unknown")
    metrics = evaluate(model, load(model.card.data.name, "test").floats()).model_dump()
    card = model.card.metrics.model_dump()
    say(f"{'':<16} {'measured':>10} {'card':>10}")
    for key, value in metrics.items():
        say(f"{key:<16} {number(value):>10} {number(card[key]):>10}")
    return 0, {"model": options.model, **metrics, "card": card, "protocol": PROTOCOL}


def verify_models(options: argparse.Namespace) -> Answer:
    """Check models one by one; a check that fails gives 1, a name that does not exist 2."""
    library = Library(of=ModelCard)
    entries = library.entries()
    known = {entry.name: entry for entry in entries}
    named = [known[name] if name in known else library.find(name) for name in options.models]
    chosen = named or library.shipped()
    verify = import_torch_side("core.export.verify").verify_any
    rows = [_verified(verify, entry) for entry in chosen]
    good = bool(rows) and all(row["ok"] for row in rows)
    say(f"{sum(row['ok'] for row in rows)} of {len(rows)} models are in order")
    return (0 if good else 1), {"ok": good, "models": rows}


def row_of(card: TextCard | PlaneGanCard | TranslatorCard) -> tuple[str, dict[str, Any]]:
    """Return a line on a model that no picture comes out of, and its fields."""
    if isinstance(card, TranslatorCard):
        return translator_row(card)
    return text_row(card) if isinstance(card, TextCard) else plane_row(card)


def _row(entry: Entry[ModelCard]) -> dict[str, Any]:
    """Print and return one line of the list."""
    row = {"name": entry.name, "shipped": entry.shipped, "version": entry.version}
    if entry.card is None:
        assert entry.error is not None
        say(f"{entry.name:<26} damaged: {sentence(entry.error)}")
        return {**row, "error": str(entry.error)}
    own = "" if entry.shipped else "  (your own)"
    own = own if entry.version == FIRST else f"  (your own, version {entry.version})"
    if isinstance(entry.card, TextCard | PlaneGanCard | TranslatorCard):
        line, numbers = row_of(entry.card)
        say(f"{entry.name:<26} {line}{own}")
        return {**row, **numbers}
    assert isinstance(entry.card, LatentCard)
    card, metrics = entry.card, entry.card.metrics
    if metrics is None:
        shape = " x ".join(map(str, card.image_shape))
        say(f"{entry.name:<26} {card.kind}, {card.latent_size} dimensions to {shape}  (your own)")
        return {**row, "kind": card.kind}
    elbo = "" if metrics.neg_elbo is None else f"-ELBO {metrics.neg_elbo:.1f} nats"
    sizes = "-".join(map(str, card.layer_sizes))
    say(f"{entry.name:<26} {card.kind:<4} {sizes:<18} mse {metrics.mse:.2g}  {elbo}".rstrip() + own)
    numbers = metrics.model_dump()
    return {**row, "kind": card.kind, **numbers}


def _verified(verify: Any, entry: Entry[ModelCard]) -> dict[str, Any]:
    """Check one entry; print and return its line of the report."""
    try:
        row: dict[str, Any] = verify(entry)
    except CoreError as error:
        say(f"{entry.name:<26} BAD  {sentence(error)}")
        where = {"name": entry.name, "ok": False, "file": getattr(error, "file", "")}
        return {**where, "fault": error.fault, "detail": error.detail}
    if "nats_per_token" in row:
        parity = "-" if row["parity"] is None else f"{row['parity']:.1e}"
        say(f"{entry.name:<26} ok   parity {parity}  nats a token {row['nats_per_token']:.4f}")
        return row
    if "js" in row:
        say(f"{entry.name:<26} ok   {plane_check(row)}")
        return row
    if row["parity"] is None:
        say(f"{entry.name:<26} ok   files and graphs as the card says (nothing to compare with)")
        return row
    say(f"{entry.name:<26} ok   parity {row['parity']:.1e}  mse {number(row['mse'])}")
    return row
