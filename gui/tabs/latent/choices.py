"""Which models there are to choose from, and which belong together."""

from __future__ import annotations

from core.cards import Kind, ModelCard
from core.errors import CoreError
from core.runtime.library import Library

FIRST = ("fashion-vae-2", "digits-vae-2", "shapes-vae-2")
COMPARED_BETAS = (0.0, 1.0, 4.0)


class Choices:
    """The two-dimensional models of a library, by name; `errors` are the damaged ones'."""

    def __init__(self, library: Library) -> None:
        entries = library.entries()
        self.errors: list[CoreError] = [entry.error for entry in entries if entry.error is not None]
        self.cards: dict[str, ModelCard] = {
            entry.name: entry.card
            for entry in entries
            if entry.card is not None and entry.card.latent_size == 2
        }

    def first(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `wanted` that there are, or the model to begin with, or nothing."""
        found = tuple(name for name in wanted if name in self.cards)
        return found or tuple(n for n in (*FIRST, *self.cards) if n in self.cards)[:1]

    def betas(self, data: str) -> list[tuple[float, str]]:
        """Return the trained β of the VAEs of `data` in ascending order, with their models."""
        stops = [
            (card.beta, name)
            for name, card in self.cards.items()
            if card.kind is Kind.VAE and card.data.name == data and card.beta is not None
        ]
        return sorted(stops)

    def comparison(self, key: str, data: str) -> tuple[str, ...]:
        """Return the models of a ready-made comparison ("kinds", "betas") on `data`."""
        if key == "betas":
            stops = dict(self.betas(data))
            return tuple(stops[beta] for beta in COMPARED_BETAS if beta in stops)
        found = (self._of_kind(data, kind) for kind in Kind)
        return tuple(name for name in found if name is not None)

    def _of_kind(self, data: str, kind: Kind) -> str | None:
        """Return the model of this data and kind; of several VAEs the one with β = 1."""
        for name, card in self.cards.items():
            if card.data.name == data and card.kind is kind and card.beta in (None, 1.0):
                return name
        return None
