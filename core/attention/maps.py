"""What looks at what: the attention of all layers and heads, one head from within, and summaries.

Rows ask, columns answer. In "encoder" a word of the sentence asks the sentence's words; in
"decoder" a word of the translation asks those up to itself; in "cross" it asks the sentence's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.attention.model import Kind, TranslatorModel
from core.attention.steps import State


@dataclass(frozen=True, eq=False)
class Maps:
    """All attention of a sentence of S pieces (END counted) and T tokens (BEGIN counted).

    Attributes
    ----------
    encoder : (L, H, S, S); decoder : (L, H, T, T); cross : (L, H, T, S). Each row sums to 1.
    read, said : the T tokens that the decoder reads, and what it said after each of them, "" while
        that is not chosen yet; source : the S pieces. BEGIN is "⟨", END "⟩".
    logits : (T, V), from which each of them was chosen.
    """

    encoder: np.ndarray
    decoder: np.ndarray
    cross: np.ndarray
    read: tuple[str, ...]
    said: tuple[str, ...]
    source: tuple[str, ...]
    logits: np.ndarray

    def of(self, kind: Kind) -> np.ndarray:
        """Return one kind's weights (L, H, ·, ·)."""
        found: np.ndarray = getattr(self, kind)
        return found


@dataclass(frozen=True, eq=False)
class Inside:
    """One head: q · k / √d → mask → softmax → Σ weight · v.

    Attributes
    ----------
    queries : (T, D); keys, values : (S, D).
    products : (T, S), q · k; scores : divided by √D, −inf where it may not look.
    weights : (T, S), as the graph gives them; output : (T, D).
    """

    queries: np.ndarray
    keys: np.ndarray
    values: np.ndarray
    products: np.ndarray
    scores: np.ndarray
    weights: np.ndarray
    output: np.ndarray


@dataclass(frozen=True, eq=False)
class Parts:
    """What is in every box of the figure for one sentence.

    Attributes
    ----------
    source_embedded : (S, C), embedding and position; encoder : (L, 6, S, C), see `ENCODER_PARTS`.
    target_embedded : (T, C); decoder : (L, 9, T, C), see `DECODER_PARTS`.
    encoded, decoded : the last outputs; logits : (T, V).
    """

    source_embedded: np.ndarray
    encoder: np.ndarray
    encoded: np.ndarray
    target_embedded: np.ndarray
    decoder: np.ndarray
    decoded: np.ndarray
    logits: np.ndarray


ENCODER_PARTS = ("attended", "added", "normed", "fed", "added_fed", "out")
DECODER_PARTS = (
    "attended", "added", "normed", "crossed", "added_crossed", "normed_crossed", "fed", "added_fed",
    "out",
)  # fmt: skip
_MARKS = {1: "⟨", 2: "⟩"}  # BEGIN, END


def maps(model: TranslatorModel, state: State) -> Maps:
    """Return all attention of a state, and what else might have been said."""
    source = state.source.tokens
    (encoder,) = model.inside_encoder(source, [state.switches], ("attention",))
    names = ("attention", "cross_attention", "logits")
    decoder, cross, logits = model.inside_decoder(
        state.source, model.empty(1), reading(state)[None], names
    )
    count = decoder.shape[-1]
    said = (*labels(model, state.tokens[1:]), "")[:count]
    texts = (labels(model, reading(state)), said, labels(model, source[0]))
    return Maps(encoder[:, 0], decoder[:, 0], cross[:, 0], *texts, logits[0])


def reading(state: State) -> np.ndarray:
    """Return the tokens (T,) that the decoder reads: all but END, after which nothing comes."""
    return state.tokens[:-1] if state.ended else state.tokens


def labels(model: TranslatorModel, tokens: np.ndarray) -> tuple[str, ...]:
    """Return the texts of tokens (T,)."""
    texts = model.vocabulary.tokens
    return tuple(_MARKS.get(int(token), texts[int(token)]) for token in tokens)


def inside(model: TranslatorModel, state: State, kind: Kind, layer: int, head: int) -> Inside:
    """Return one head with all its numbers."""
    names: tuple[str, ...]
    if kind == "encoder":
        names = ("queries", "keys", "values", "attention")
        found = model.inside_encoder(state.source.tokens, [state.switches], names)
        q, k, v, weights = (each[layer, 0, head] for each in found)
    else:
        cross = kind == "cross"
        own = ("queries", "attention", "keys", "values")
        names = ("cross_queries", "cross_attention") if cross else own
        found = model.inside_decoder(state.source, model.empty(1), reading(state)[None], names)
        q, weights = (each[layer, 0, head] for each in found[:2])
        if cross:
            k, v = state.source.memory[layer, :, 0, head]
        else:
            k, v = (each[layer, 0, head] for each in found[2:])
    products = q @ k.T
    scores = products / math.sqrt(q.shape[-1])
    if kind == "decoder":
        scores = np.where(np.tri(len(q), dtype=bool), scores, -np.inf)
    return Inside(q, k, v, products, scores, weights, weights @ v)


def parts(model: TranslatorModel, state: State) -> Parts:
    """Return what is in every box."""
    embedded, layers, encoded = model.inside_encoder(
        state.source.tokens, [state.switches], ("embedded", "parts", "encoded")
    )
    names = ("embedded", "parts", "decoded", "logits")
    target, below, decoded, logits = model.inside_decoder(
        state.source, model.empty(1), reading(state)[None], names
    )
    return Parts(
        embedded[0], layers[:, :, 0], encoded[0], target[0], below[:, :, 0], decoded[0], logits[0]
    )


def entropy(weights: np.ndarray) -> np.ndarray:
    """Return −Σ p log₂ p of each row (…, T): 0 bits when it looks at one word only."""
    safe = np.where(weights > 0, weights, 1.0)
    found: np.ndarray = -(weights * np.log2(safe)).sum(-1)
    return found


def head_entropy(weights: np.ndarray) -> np.ndarray:
    """Return the mean entropy (L, H) in bits over the rows of weights (L, H, T, S)."""
    found: np.ndarray = entropy(weights).mean(-1)
    return found


def rollout(found: Maps) -> tuple[np.ndarray, np.ndarray]:
    """Follow attention through all layers (Abnar and Zuidema 2020), the mean over heads of each.

    Half of what a layer gives comes from itself, as the residual connection has it; in the decoder
    half of that from the sentence, by way of the encoder's.

    Returns
    -------
    of the encoder (S, S), of the decoder (T, T + S): its own tokens, then the sentence's. Each row
    sums to 1.
    """
    s, t = found.encoder.shape[-1], found.decoder.shape[-1]
    encoder = np.eye(s)
    for layer in found.encoder.mean(1):
        encoder = (encoder + layer @ encoder) / 2
    decoder = np.concatenate([np.eye(t), np.zeros((t, s))], axis=1)
    sentence = np.concatenate([np.zeros((s, t)), encoder], axis=1)
    for own, cross in zip(found.decoder.mean(1), found.cross.mean(1), strict=True):
        decoder = (decoder + own @ decoder) / 2
        decoder = (decoder + cross @ sentence) / 2
    return encoder, decoder
