"""What `models`, `evaluate` and `verify` say of the Text Generator's models."""

from __future__ import annotations

from typing import Any

from core.cards import OWN_DATA, TextCard
from core.commands.words import Answer, say
from core.data.texts import load_text
from core.errors import Fault, InputError
from core.runtime.library import Entry
from core.runtime.providers import best_device
from core.text.evaluate import PROTOCOL, evaluate
from core.text.opening import open_text


def evaluate_text(entry: Entry[TextCard]) -> Answer:
    """Measure a model on the held-out tail of its text, its card's numbers beside."""
    model = open_text(entry, best_device())
    if model.card.data.name == OWN_DATA:
        raise InputError(entry.name, Fault.REFUSED, "data unknown")
    held_out = load_text(model.card.data.name).held_out[: model.card.metrics.characters]
    metrics = evaluate(model, held_out).model_dump()
    card = model.card.metrics.model_dump()
    say(f"{'':<16} {'measured':>10} {'card':>10}")
    for key, value in metrics.items():
        say(f"{key:<16} {value:>10.6g} {card[key]:>10.6g}")
    return 0, {"model": entry.name, **metrics, "card": card, "protocol": PROTOCOL}


def text_row(card: TextCard) -> tuple[str, dict[str, Any]]:
    """Return a line of the list of models, and its fields."""
    size = f"order {card.order}" if card.order else f"{card.layers} x {card.width}"
    metrics = card.metrics
    line = (
        f"{card.kind:<11} {size:<10} {card.vocabulary} {card.unit}  "
        f"{metrics.bits_per_char:.3f} bits a character  {metrics.nats_per_token:.3f} nats a token"
    )
    return line, {"kind": card.kind, "unit": card.unit, **metrics.model_dump()}
