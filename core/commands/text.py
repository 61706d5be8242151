"""What `models`, `evaluate` and `verify` say of the Text Generator's models."""

from __future__ import annotations

import argparse
from typing import Any

from core.cards import OWN_DATA, TextCard, Unit
from core.commands.words import Answer, say
from core.data.texts import excerpt, load_text
from core.errors import DataError, Fault, InputError
from core.runtime.library import Entry
from core.runtime.providers import best_device
from core.text.chains import HIGHEST, chain_of, count_text_of
from core.text.evaluate import PROTOCOL, evaluate
from core.text.markov import MarkovModel, Smoothing
from core.text.model import TextModel
from core.text.opening import open_text
from core.text.probes import PROBES, probe

DISTANCES = (1, 2, 5, 10, 20, 50, 100, 200)


def evaluate_text(entry: Entry[TextCard], options: argparse.Namespace) -> Answer:
    """Measure a model on the held-out tail of its text, its card's numbers beside.

    With `orders`, chains of order 1 … 5 instead; with `probes`, what it still knows at a distance.
    """
    smoothing = Smoothing(options.smoothing)
    model = open_text(entry, best_device(), smoothing)
    if model.card.data.name == OWN_DATA:
        raise InputError(entry.name, Fault.REFUSED, "data unknown")
    if options.probes:
        return 0, {"model": entry.name, "probes": _probes(model, _filler(model.card.data.name))}
    text = load_text(model.card.data.name)
    if options.orders:
        return 0, {"model": entry.name, "orders": _orders(model, text.held_out, smoothing)}
    held_out = text.held_out[: model.card.metrics.characters]
    metrics = evaluate(model, held_out).model_dump()
    card = model.card.metrics.model_dump()
    say(f"{'':<16} {'measured':>10} {'card':>10}")
    for key, value in metrics.items():
        say(f"{key:<16} {value:>10.6g} {card[key]:>10.6g}")
    return 0, {"model": entry.name, **metrics, "card": card, "protocol": PROTOCOL}


def _orders(model: TextModel, held_out: str, smoothing: Smoothing) -> list[dict[str, Any]]:
    """Count the text up to the highest order, and measure every order with one smoothing."""
    if not isinstance(model, MarkovModel):
        raise InputError("--orders", Fault.REFUSED, "for a Markov chain")
    counts = count_text_of(model.card, model.vocabulary)
    growth = {each.order: each for each in counts.growth()}
    rows = []
    say(f"{smoothing}   bits a character   nats a token     contexts   single     MB")
    for order in range(1, HIGHEST + 1):
        metrics = evaluate(chain_of(model, counts, order, smoothing), held_out)
        grown = growth[order]
        say(
            f"order {order:<8} {metrics.bits_per_char:>12.4f} {metrics.nats_per_token:>14.4f} "
            f"{grown.contexts:>12} {grown.single:>8.1%} {grown.memory / 1e6:>6.1f}"
        )
        rows.append(
            {
                "order": order, "smoothing": smoothing, **metrics.model_dump(),
                "contexts": grown.contexts, "single": grown.single, "memory": grown.memory,
            }
        )  # fmt: skip
    return rows


def _filler(name: str) -> str:
    """Return the held-out tail where the text is here, else its beginning, which always is."""
    try:
        return load_text(name).held_out
    except DataError:
        return excerpt(name)


def _probes(model: TextModel, held_out: str) -> dict[str, list[dict[str, Any]]]:
    """Try what may be closed in this language, with stretches of the held-out tail between."""
    card = model.card
    kinds = {f"quote-{card.language}": card.unit, "bracket": card.unit}
    if card.known_data == "shakespeare-char":
        kinds["speaker"] = Unit.CHARACTERS
    found: dict[str, list[dict[str, Any]]] = {}
    say(f"{'':<10}" + "".join(f"{'d = ' + str(d):>10}" for d in DISTANCES))
    for name in kinds:
        rows = []
        for distance in DISTANCES:
            try:
                rows += list(probe(model, PROBES[name], held_out, [distance]))
            except InputError:  # no such sign in the vocabulary, or no stretch so long without it
                continue
        found[name] = [
            {"distance": r.distance, "right": r.right, "tries": r.tries, "log_odds": r.log_odds}
            for r in rows
        ]
        said = {r.distance: f"{r.right / r.tries:.0%}" for r in rows}
        say(f"{name:<10}" + "".join(f"{said.get(d, '-'):>10}" for d in DISTANCES))
    return found


def text_row(card: TextCard) -> tuple[str, dict[str, Any]]:
    """Return a line of the list of models, and its fields."""
    size = f"order {card.order}" if card.order else f"{card.layers} x {card.width}"
    metrics = card.metrics
    line = (
        f"{card.kind:<11} {size:<10} {card.vocabulary} {card.unit}  "
        f"{metrics.bits_per_char:.3f} bits a character  {metrics.nats_per_token:.3f} nats a token"
    )
    return line, {"kind": card.kind, "unit": card.unit, **metrics.model_dump()}
