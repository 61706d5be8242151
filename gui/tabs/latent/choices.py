"""Which models there are to choose from, and which belong together."""

from __future__ import annotations

from collections.abc import Iterable

from core.cards import Kind, LatentCard
from core.errors import CoreError
from core.runtime.library import Entry, Library
from core.runtime.shelves import FIRST as FIRST_VERSION

FIRST = ("fashion-vae-2", "digits-vae-2", "shapes-vae-2")
MOST = 4  # models side by side
COMPARED_BETAS = (0.0, 1.0, 4.0)


class Choices:
    """The models of a library, by name; `errors` are the damaged ones'.

    A name means the model's current version; an address, "name@2", one version of it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self.refresh()

    def refresh(self) -> None:
        """Look again which models there are, and which of their versions are current."""
        entries = self._library.entries()
        self.errors: list[CoreError] = [entry.error for entry in entries if entry.error is not None]
        self.current = {entry.name: entry.version for entry in entries if entry.card is not None}
        self.own = {entry.name for entry in entries if not self._is_shipped(entry)}
        cards = [entry.card for entry in entries if entry.card is not None]
        cards.sort(key=lambda card: _order(card, own=card.name in self.own))
        self.cards: dict[str, LatentCard] = {card.name: card for card in cards}
        self._others: dict[str, Entry | None] = {}  # what was looked up by an address

    def _is_shipped(self, entry: Entry) -> bool:
        """Say whether the model came with the program, though perhaps not this version of it."""
        if entry.shipped or entry.version == FIRST_VERSION:
            return entry.shipped
        try:
            return self._library.versions(entry.name)[0].shipped
        except CoreError:
            return False  # gone meanwhile

    def card(self, address: str) -> LatentCard | None:
        """Return the card of a model by its name, or of one version; None where there is none."""
        if address in self.cards:
            return self.cards[address]
        entry = self._find(address)
        return entry.card if entry is not None else None

    def version(self, address: str) -> int | None:
        """Return the number of the version that a name or an address means."""
        if address in self.cards:
            return self.current[address]
        entry = self._find(address)
        return entry.version if entry is not None else None

    def plain(self, address: str) -> str:
        """Return an address in the one way it is written here: a current version by its name."""
        entry = None if address in self.cards else self._find(address)
        if entry is None:
            return address
        return entry.name if self.current.get(entry.name) == entry.version else entry.address

    def _find(self, address: str) -> Entry | None:
        if "@" not in address:
            return None
        if address not in self._others:
            try:
                self._others[address] = self._library.find(address)
            except CoreError:
                self._others[address] = None
        return self._others[address]

    def first(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `wanted` that there are and go together, or one to begin with."""
        cards = {self.plain(name): card for name in wanted if (card := self.card(name))}
        lead = next(iter(cards.values()), None)
        found = [name for name, card in cards.items() if lead and _are_alike(card, lead)][:MOST]
        return tuple(found) or tuple(n for n in (*FIRST, *self.cards) if n in self.cards)[:1]

    def alike(self, card: LatentCard, also: Iterable[str] = ()) -> dict[str, LatentCard]:
        """Return the models of the same data and as many dimensions: what can share a cursor.

        also: addresses of versions that are to be among them where they are alike, too.
        """
        cards = dict(self.cards)
        cards |= {name: other for name in also if (other := self.card(name)) is not None}
        return {name: other for name, other in cards.items() if _are_alike(other, card)}

    def betas(self, card: LatentCard) -> list[tuple[float, str]]:
        """Return the trained β of the VAEs alike in ascending order, with their models.

        Of several with one β the card's own model comes before others, what is shipped before what
        is not.
        """
        stops: dict[float, str] = {}
        for name, other in self._nearest(card):
            if other.kind is Kind.VAE and other.beta is not None:
                stops.setdefault(other.beta, name)
        return sorted(stops.items())

    def _nearest(self, card: LatentCard) -> list[tuple[str, LatentCard]]:
        """Return the models alike, the card's own first, then the shipped ones."""
        alike = self.alike(card).items()
        return sorted(alike, key=lambda row: (row[0] != card.name, row[0] in self.own))

    def comparison(self, key: str, card: LatentCard) -> tuple[str, ...]:
        """Return the models alike of a ready-made comparison ("kinds", "betas")."""
        if key == "betas":
            stops = dict(self.betas(card))
            return tuple(stops[beta] for beta in COMPARED_BETAS if beta in stops)
        found = (self.of_kind(card, kind) for kind in (Kind.PCA, Kind.AE, Kind.VAE))
        return tuple(name for name in found if name is not None)

    def of_kind(self, card: LatentCard, kind: Kind) -> str | None:
        """Return the model alike of this kind; of several VAEs one with β = 1."""
        for name, other in self._nearest(card):
            if other.kind is kind and other.beta in (None, 1.0):
                return name
        return None


def _are_alike(one: LatentCard, other: LatentCard) -> bool:
    return _data(one) == _data(other) and one.latent_size == other.latent_size


def _data(card: LatentCard) -> str:
    """Name the data whose pictures a model is shown with; of a model from elsewhere, its own."""
    return card.known_data or card.name


def _order(card: LatentCard, *, own: bool) -> tuple[str, int, bool, str]:
    """Order models by data, then by dimensions, what is shipped before what is not, by name."""
    return _data(card), card.latent_size, own, card.name
