"""What `models`, `evaluate` and `verify` say of the GAN Playground's forgers."""

from __future__ import annotations

from typing import Any

from core.cards import PlaneGanCard
from core.commands.words import Answer, say
from core.errors import Fault, InputError
from core.gan.evaluate import data_of_card, evaluate
from core.gan.sampler import Sampler
from core.runtime.library import Entry
from core.runtime.providers import best_device

MEASURED = ("js", "modes_covered", "modes_total", "good_share")


def plane_row(card: PlaneGanCard) -> tuple[str, dict[str, Any]]:
    """Return a line of the list of models, and its fields."""
    parts = [f"{card.kind:<9} {card.noise_size} dimensions of noise to {card.dim}"]
    parts.append(f"{card.data}, {card.steps} steps")
    if card.js is not None:
        parts.append(f"JS {card.js:.3f} bits")
    if card.modes_total is not None:
        parts.append(f"{card.modes_covered} of {card.modes_total} modes")
    fields = {key: getattr(card, key) for key in MEASURED}
    return "  ".join(parts), {"kind": card.kind, "data": card.data, "steps": card.steps, **fields}


def evaluate_plane(entry: Entry[PlaneGanCard]) -> Answer:
    """Measure a forger by the protocol of its card, the card's numbers beside."""
    sampler = Sampler.open(entry, best_device())
    if data_of_card(sampler.card) is None:
        raise InputError(entry.name, Fault.REFUSED, "data unknown")
    metrics = evaluate(sampler)
    card = {key: getattr(sampler.card, key) for key in MEASURED}
    say(f"{'':<16} {'measured':>10} {'card':>10}")
    for key, value in metrics.items():
        say(f"{key:<16} {number(value):>10} {number(card[key]):>10}")
    protocol = sampler.card.metrics_protocol
    return 0, {"model": entry.name, **metrics, "card": card, "protocol": protocol}


def plane_check(row: dict[str, Any]) -> str:
    """Return what a line of `verify` says of a forger that is in order."""
    parity = "-" if row["parity"] is None else f"{row['parity']:.1e}"
    return f"parity {parity}  JS {number(row['js'])} bits"


def number(value: float | None) -> str:
    """Write a number, or that there is none."""
    return "-" if value is None else f"{value:.5g}"
