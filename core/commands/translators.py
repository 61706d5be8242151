"""What `models`, `evaluate` and `verify` say of the Attention Viewer's models."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from core.attention.evaluate import PROTOCOL, evaluate
from core.attention.opening import open_translator
from core.cards import OWN_DATA, TranslatorCard
from core.commands.words import Answer, say
from core.data.pairs import load_pairs
from core.errors import Fault, InputError
from core.runtime.library import Entry
from core.runtime.providers import best_device


def evaluate_translator(entry: Entry[TranslatorCard]) -> Answer:
    """Measure a model on the held-out sentences of its pairs, its card's numbers beside."""
    model = open_translator(entry, best_device())
    if model.card.data.name == OWN_DATA:
        raise InputError(entry.name, Fault.REFUSED, "data unknown")
    held_out = load_pairs(model.card.data.name).held_out
    with tqdm(total=len(held_out), desc=entry.name, disable=None, leave=False) as bar:
        metrics = evaluate(model, held_out, progress=lambda done: _advance(bar, done))
    found, card = metrics.model_dump(), model.card.metrics.model_dump()
    say(f"{'':<16} {'measured':>10} {'card':>10}")
    for key, value in found.items():
        say(f"{key:<16} {value:>10.6g} {card[key]:>10.6g}")
    return 0, {"model": entry.name, **found, "card": card, "protocol": PROTOCOL}


def translator_row(card: TranslatorCard) -> tuple[str, dict[str, Any]]:
    """Return a line of the list of models, and its fields."""
    metrics = card.metrics
    heads = f"{card.heads} head{'s' if card.heads > 1 else ''}"
    line = (
        f"{card.kind:<11} {card.layers} + {card.layers} x {card.width}, {heads}  "
        f"BLEU {metrics.bleu:.1f} ({metrics.bleu_low:.1f} … {metrics.bleu_high:.1f})  "
        f"chrF {metrics.chrf:.1f}"
    )
    return line, {"kind": card.kind, "heads": card.heads, **metrics.model_dump()}


def _advance(bar: Any, done: int) -> None:
    bar.update(done - bar.n)
