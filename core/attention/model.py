"""A translator at work in ONNX Runtime: the encoder once a sentence, the decoder word by word.

Heads and positions can be switched off for each row of a batch. What a call keeps of all that
happens inside is what was asked for; the rest is not even computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.attention.pieces import BEGIN
from core.cards import Graph, TranslatorCard
from core.cards import Tensor as Slot
from core.errors import Fault, InputError
from core.runtime.session import ModelSession
from core.text.vocabulary import Vocabulary

ENCODER, DECODER = "encoder", "decoder"  # the roles of the graphs
CONTEXT = 128  # the most pieces of a sentence


@dataclass(frozen=True, eq=False)
class Switches:
    """What is switched on: 1 or 0 for each head, and whether positions are added.

    Attributes
    ----------
    encoder : (L, H) float32.
    decoder : (L, 2, H) float32, of self- and cross-attention.
    """

    encoder: np.ndarray
    decoder: np.ndarray
    positions: bool = True

    @staticmethod
    def all_on(card: TranslatorCard) -> Switches:
        """Return what the model was trained with."""
        one = np.ones((card.layers, 2, card.heads), dtype=np.float32)
        return Switches(one[:, 0], one)

    def off(self, kind: Kind, layer: int, head: int) -> Switches:
        """Return the same with one more head off."""
        encoder, decoder = self.encoder.copy(), self.decoder.copy()
        if kind == "encoder":
            encoder[layer, head] = 0
        else:
            decoder[layer, int(kind == "cross"), head] = 0
        return replace(self, encoder=encoder, decoder=decoder)

    def without_positions(self) -> Switches:
        """Return the same with the positions left out."""
        return replace(self, positions=False)


Kind = str  # of attention: one of KINDS
KINDS: tuple[Kind, ...] = ("encoder", "decoder", "cross")


@dataclass(frozen=True, eq=False)
class Source:
    """Sentences that the encoder has read: `memory` is all that the decoder sees of them.

    Attributes
    ----------
    tokens : (B, S) int64, with the END of each; memory : (L, 2, B, H, S, D).
    heads : (B, L, 2, H), the decoder's switches; positions : (B,).
    """

    tokens: np.ndarray
    memory: np.ndarray
    heads: np.ndarray
    positions: np.ndarray

    def rows(self, chosen: np.ndarray) -> Source:
        """Return some of the sentences, or one several times."""
        return Source(
            self.tokens[chosen],
            self.memory[:, :, chosen],
            self.heads[chosen],
            self.positions[chosen],
        )


class TranslatorModel:
    """Encoder and decoder of one model, with its pieces."""

    def __init__(
        self,
        card: TranslatorCard,
        vocabulary: Vocabulary,
        encoder: ModelSession,
        decoder: ModelSession,
    ) -> None:
        self.card, self.vocabulary = card, vocabulary
        self._encoder, self._decoder = encoder, decoder

    def encode(self, tokens: np.ndarray, switches: Sequence[Switches]) -> Source:
        """Read sentences (B, S) of one length; a row of switches each, or one for all.

        Raises InputError MISMATCH for an empty or too long one, or an unknown piece's number.
        """
        feed = self._feed(tokens, switches)
        (memory,) = self._encoder.run(feed, ("memory",), only=True)
        heads = np.stack([each.decoder for each in _spread(switches, len(tokens))])
        return Source(tokens, memory, heads, feed["positions"])

    def inside_encoder(
        self, tokens: np.ndarray, switches: Sequence[Switches], names: Sequence[str]
    ) -> list[np.ndarray]:
        """Return named outputs of the encoder's graph, as the card describes them."""
        return self._encoder.run(self._feed(tokens, switches), names, only=True)

    def go_on(
        self, source: Source, past: np.ndarray, tokens: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Read tokens (B, T) of the translation after `past` (L, 2, B, H, P, D).

        Returns the logits (B, T, V) of each next one, and the cache with them in it.
        """
        logits, rows = self.inside_decoder(source, past, tokens, ("logits", "rows"))
        return logits, np.concatenate([past, rows], axis=4)

    def inside_decoder(
        self, source: Source, past: np.ndarray, tokens: np.ndarray, names: Sequence[str]
    ) -> list[np.ndarray]:
        """Return named outputs of the decoder's graph, as the card describes them."""
        feed = {"target": tokens, "past": past, "memory": source.memory}
        feed |= {"heads": source.heads, "positions": source.positions}
        return self._decoder.run(feed, names, only=True)

    def empty(self, rows: int) -> np.ndarray:
        """Return the cache before any token of a translation."""
        card = self.card
        shape = (card.layers, 2, rows, card.heads, 0, card.width // card.heads)
        return np.zeros(shape, dtype=np.float32)

    def _feed(self, tokens: np.ndarray, switches: Sequence[Switches]) -> dict[str, np.ndarray]:
        if tokens.shape[1] < 1 or tokens.shape[1] > self.card.context:
            detail = f"{tokens.shape[1]} pieces, 1 … {self.card.context}"
            raise InputError("sentence", Fault.MISMATCH, detail)
        if tokens.min() < 0 or tokens.max() >= self.card.vocabulary:
            raise InputError("tokens", Fault.MISMATCH, f"not in 0 … {self.card.vocabulary - 1}")
        each = _spread(switches, len(tokens))
        positions = np.array([s.positions for s in each], dtype=np.float32)
        heads = np.stack([s.encoder for s in each])
        return {"source": tokens, "heads": heads, "positions": positions}


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return ln softmax over the last axis, in float32."""
    shifted: np.ndarray = logits - logits.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def begin(rows: int) -> np.ndarray:
    """Return what every translation starts from (B, 1)."""
    return np.full((rows, 1), BEGIN)


def describe(layers: int, heads: int, width: int, vocabulary: int) -> dict[str, Graph]:
    """Say what goes into the two graphs and what comes out."""
    size = width // heads

    def head(*axes: int | str) -> tuple[int | str, ...]:
        return (layers, "batch", heads, *axes)

    on = Slot(name="positions", shape=("batch",), meaning="1: positions are added, 0: they are not")
    memory = Slot(
        name="memory",
        shape=(layers, 2, "batch", heads, "words", size),
        meaning="keys and values of the encoder's output, for each layer's cross-attention",
    )
    asks, answers = "what each asks", "what each is asked by"
    encoder = Graph(
        file="encoder.onnx",
        inputs=(
            Slot(name="source", shape=("batch", "words"), dtype="int64", meaning="pieces and END"),
            Slot(name="heads", shape=("batch", layers, heads), meaning="a factor for each head"),
            on,
        ),
        outputs=(
            memory,
            Slot(name="encoded", shape=("batch", "words", width), meaning="the encoder's output"),
            Slot(name="embedded", shape=("batch", "words", width), meaning="what goes in"),
            Slot(name="attention", shape=head("words", "words"), meaning="weights; rows ask"),
            Slot(name="queries", shape=head("words", size), meaning=asks),
            Slot(name="keys", shape=head("words", size), meaning=answers),
            Slot(name="values", shape=head("words", size), meaning="what each answers"),
            Slot(name="parts", shape=(layers, 6, "batch", "words", width), meaning="every box"),
        ),
    )
    seen = "length + past"
    decoder = Graph(
        file="decoder.onnx",
        inputs=(
            Slot(
                name="target", shape=("batch", "length"), dtype="int64", meaning="BEGIN and pieces"
            ),
            Slot(
                name="past",
                shape=(layers, 2, "batch", heads, "past", size),
                meaning="keys and values of those before",
            ),
            memory,
            Slot(
                name="heads",
                shape=("batch", layers, 2, heads),
                meaning="a factor for each head of self- and cross-attention",
            ),
            on,
        ),
        outputs=(
            Slot(
                name="logits",
                shape=("batch", "length", vocabulary),
                meaning="ln p of each next token, up to a constant",
            ),
            Slot(
                name="rows",
                shape=(layers, 2, "batch", heads, "length", size),
                meaning="keys and values of these tokens",
            ),
            Slot(name="decoded", shape=("batch", "length", width), meaning="the decoder's output"),
            Slot(name="embedded", shape=("batch", "length", width), meaning="what goes in"),
            Slot(name="attention", shape=head("length", seen), meaning="weights; rows ask"),
            Slot(name="queries", shape=head("length", size), meaning=asks),
            Slot(name="keys", shape=head(seen, size), meaning=answers),
            Slot(name="values", shape=head(seen, size), meaning="what each answers"),
            Slot(
                name="cross_attention",
                shape=head("length", "words"),
                meaning="weights; the translation's words ask, the sentence's answer",
            ),
            Slot(name="cross_queries", shape=head("length", size), meaning=asks),
            Slot(name="parts", shape=(layers, 9, "batch", "length", width), meaning="every box"),
        ),
    )
    return {ENCODER: encoder, DECODER: decoder}


def _spread(switches: Sequence[Switches], rows: int) -> Sequence[Switches]:
    if len(switches) not in (1, rows):
        raise InputError("switches", Fault.MISMATCH, f"{len(switches)} for {rows} sentences")
    return switches if len(switches) == rows else list(switches) * rows
