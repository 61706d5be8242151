"""Which models there are to choose from, and which belong together."""

from __future__ import annotations

from core.cards import Kind, LatentCard
from core.errors import CoreError
from core.runtime.library import Library

FIRST = ("fashion-vae-2", "digits-vae-2", "shapes-vae-2")
MOST = 4  # models side by side
COMPARED_BETAS = (0.0, 1.0, 4.0)


class Choices:
    """The models of a library, by name; `errors` are the damaged ones'."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.refresh()

    def refresh(self) -> None:
        """Look again which models there are."""
        entries = self._library.entries()
        self.errors: list[CoreError] = [entry.error for entry in entries if entry.error is not None]
        cards = [entry.card for entry in entries if entry.card is not None]
        self.cards: dict[str, LatentCard] = {card.name: card for card in sorted(cards, key=_order)}

    def first(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `wanted` that there are and go together, or one to begin with."""
        known = tuple(name for name in dict.fromkeys(wanted) if name in self.cards)
        alike = self.alike(self.cards[known[0]]) if known else {}
        found = tuple(name for name in known if name in alike)[:MOST]
        return found or tuple(n for n in (*FIRST, *self.cards) if n in self.cards)[:1]

    def alike(self, card: LatentCard) -> dict[str, LatentCard]:
        """Return the models of the same data and as many dimensions: what can share a cursor."""
        return {
            name: other
            for name, other in self.cards.items()
            if _data(other) == _data(card) and other.latent_size == card.latent_size
        }

    def betas(self, card: LatentCard) -> list[tuple[float, str]]:
        """Return the trained β of the VAEs alike in ascending order, with their models."""
        stops = [
            (other.beta, name)
            for name, other in self.alike(card).items()
            if other.kind is Kind.VAE and other.beta is not None
        ]
        return sorted(stops)

    def comparison(self, key: str, card: LatentCard) -> tuple[str, ...]:
        """Return the models alike of a ready-made comparison ("kinds", "betas")."""
        if key == "betas":
            stops = dict(self.betas(card))
            return tuple(stops[beta] for beta in COMPARED_BETAS if beta in stops)
        found = (self.of_kind(card, kind) for kind in (Kind.PCA, Kind.AE, Kind.VAE))
        return tuple(name for name in found if name is not None)

    def of_kind(self, card: LatentCard, kind: Kind) -> str | None:
        """Return the model alike of this kind; of several VAEs the one with β = 1."""
        for name, other in self.alike(card).items():
            if other.kind is kind and other.beta in (None, 1.0):
                return name
        return None


def _data(card: LatentCard) -> str:
    """Name the data of a model; that of somebody else's model is its own."""
    return card.name if card.data is None else card.data.name


def _order(card: LatentCard) -> tuple[str, int, str]:
    """Order models by data, then by how many dimensions they have, then by name."""
    return _data(card), card.latent_size, card.name
