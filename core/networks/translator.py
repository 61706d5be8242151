"""An encoder-decoder Transformer that translates, as in Vaswani et al. 2017, figure 1.

Each sublayer is Norm(x + Sublayer(x)), or x + Sublayer(Norm(x)) where the norm goes first. One
matrix reads tokens, writes them, and serves both languages (Press and Wolf 2017). Left out: biases
in the attention. Added, for looking at it: a factor on what each head writes, and on the positions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

BASE = 10_000.0  # of the positions: wavelengths from 2π to 2π · BASE
Norm = Literal["post", "pre", "none"]
ENCODER_PARTS = ("attended", "added", "normed", "fed", "added_fed", "out")
DECODER_PARTS = (
    "attended", "added", "normed", "crossed", "added_crossed", "normed_crossed", "fed", "added_fed",
    "out",
)  # fmt: skip


@dataclass(frozen=True)
class TranslatorSizes:
    """What makes a translator: `width` is d_model, `layers` on each side, `inner` d_ff."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: bool = True
    norm: Norm = "post"
    dropout: float = 0.0


@dataclass
class Look:
    """What one attention did: queries, keys, values (B, H, ·, D) and weights (B, H, T, S)."""

    queries: Tensor
    keys: Tensor
    values: Tensor
    weights: Tensor


class Attention(nn.Module):
    """softmax(QKᵀ/√d) V, `heads` times in parallel, joined by W_O."""

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query, self.key, self.value, self.write = (
            nn.Linear(sizes.width, sizes.width, bias=False) for _ in range(4)
        )

    def split(self, x: Tensor) -> Tensor:
        """Cut (B, T, C) into heads (B, H, T, D)."""
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def keys_values(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return what is looked at, of x (B, S, C): keys and values (B, H, S, D)."""
        return self.split(self.key(x)), self.split(self.value(x))

    def forward(self, x: Tensor, seen: Tensor, mask: Tensor) -> Tensor:
        """Let each of x (B, T, C) look at `seen` (B, S, C); mask (…, S) is 0 or −∞.

        Written out: for sentences this short faster than `scaled_dot_product_attention`.
        """
        keys, values = self.keys_values(seen)
        q = self.split(self.query(x)) * (x.shape[-1] // self.heads) ** -0.5
        scores = q @ keys.transpose(-1, -2) + mask.to(q.dtype)  # (B, H, T, S)
        y = scores.softmax(-1, dtype=torch.float32).to(q.dtype) @ values
        written: Tensor = self.write(y.transpose(1, 2).flatten(2))
        return written

    def look(
        self, x: Tensor, keys: Tensor, values: Tensor, factor: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Look]:
        """Do the same, each head times its `factor` (B, H); mask (T, S) is True where unseen.

        Returns what is written (B, T, C), and how it came about.
        """
        q = self.split(self.query(x))
        scores = q @ keys.transpose(-1, -2) / math.sqrt(q.shape[-1])  # (B, H, T, S)
        if mask is not None:
            scores = scores.masked_fill(mask, -math.inf)
        weights = scores.softmax(-1)
        y = (weights @ values) * factor[:, :, None, None]  # (B, H, T, D)
        return self.write(y.transpose(1, 2).flatten(2)), Look(q, keys, values, weights)


class FeedForward(nn.Module):
    """W₂ max(0, W₁ x + b₁) + b₂, for each word alone."""

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.widen = nn.Linear(sizes.width, sizes.inner)
        self.narrow = nn.Linear(sizes.inner, sizes.width)

    def forward(self, x: Tensor) -> Tensor:
        """Compute it for x (B, T, C)."""
        out: Tensor = self.narrow(self.widen(x).relu())
        return out


class Sublayer(nn.Module):
    """Add & Norm around a sublayer: where the norm stands, or that there is none."""

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.place = sizes.norm
        self.norm = nn.Identity() if sizes.norm == "none" else nn.LayerNorm(sizes.width)
        self.drop = nn.Dropout(sizes.dropout)

    def before(self, x: Tensor) -> Tensor:
        """Return what goes into the sublayer."""
        out: Tensor = self.norm(x) if self.place == "pre" else x
        return out

    def after(self, x: Tensor, y: Tensor) -> Tensor:
        """Return what comes out, of the input x and the sublayer's y."""
        added = x + self.drop(y)
        out: Tensor = self.norm(added) if self.place == "post" else added
        return out


class EncoderLayer(nn.Module):
    """Self-attention over the whole sentence, then the feed-forward network."""

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.attention, self.around_attention = Attention(sizes), Sublayer(sizes)
        self.feed, self.around_feed = FeedForward(sizes), Sublayer(sizes)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Compute the layer for x (B, S, C)."""
        y = self.around_attention.before(x)
        x = self.around_attention.after(x, self.attention(y, y, mask))
        return self.around_feed.after(x, self.feed(self.around_feed.before(x)))

    def look(self, x: Tensor, factor: Tensor) -> tuple[Tensor, Look, Tensor]:
        """Return the output (B, S, C), the attention, and all parts (6, B, S, C)."""
        y = self.around_attention.before(x)
        attended, look = self.attention.look(y, *self.attention.keys_values(y), factor)
        normed = self.around_attention.after(x, attended)
        fed = self.feed(self.around_feed.before(normed))
        out = self.around_feed.after(normed, fed)
        return out, look, torch.stack([attended, x + attended, normed, fed, normed + fed, out])


class DecoderLayer(nn.Module):
    """Self-attention over the words so far, attention to the encoder's, the feed-forward network.

    The second is called cross-attention.
    """

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.attention, self.around_attention = Attention(sizes), Sublayer(sizes)
        self.cross, self.around_cross = Attention(sizes), Sublayer(sizes)
        self.feed, self.around_feed = FeedForward(sizes), Sublayer(sizes)

    def forward(self, x: Tensor, encoded: Tensor, mask: Tensor) -> Tensor:
        """Compute the layer for x (B, T, C) beside the encoder's output (B, S, C)."""
        y = self.around_attention.before(x)
        ahead = torch.full((x.shape[1], x.shape[1]), -math.inf, device=x.device).triu(1)
        x = self.around_attention.after(x, self.attention(y, y, ahead))
        y = self.around_cross.before(x)
        x = self.around_cross.after(x, self.cross(y, encoded, mask))
        return self.around_feed.after(x, self.feed(self.around_feed.before(x)))

    def look(
        self, x: Tensor, past: Tensor, memory: Tensor, factors: Tensor, mask: Tensor
    ) -> tuple[Tensor, Look, Look, Tensor]:
        """Go on with x (B, T, C) after `past` (2, B, H, P, D), the keys and values before.

        memory : (2, B, H, S, D), keys and values of the encoder's output.
        factors : (B, 2, H), of the heads of self- and cross-attention.

        Returns the output (B, T, C), both attentions, and all parts (9, B, T, C).
        """
        y = self.around_attention.before(x)
        fresh = self.attention.keys_values(y)
        keys, values = (torch.cat([past[i], fresh[i]], dim=2) for i in range(2))
        attended, own = self.attention.look(y, keys, values, factors[:, 0], mask)
        normed = self.around_attention.after(x, attended)
        y = self.around_cross.before(normed)
        crossed, cross = self.cross.look(y, memory[0], memory[1], factors[:, 1])
        normed_2 = self.around_cross.after(normed, crossed)
        fed = self.feed(self.around_feed.before(normed_2))
        out = self.around_feed.after(normed_2, fed)
        added = (x + attended, normed + crossed, normed_2 + fed)
        parts = [attended, added[0], normed, crossed, added[1], normed_2, fed, added[2], out]
        return out, own, cross, torch.stack(parts)


class Translator(nn.Module):
    """Tokens of two languages in, the logits of each next token of the second out."""

    def __init__(self, sizes: TranslatorSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.embedding = nn.Embedding(sizes.vocabulary, sizes.width)
        self.drop = nn.Dropout(sizes.dropout)
        self.encoder = nn.ModuleList(EncoderLayer(sizes) for _ in range(sizes.layers))
        self.decoder = nn.ModuleList(DecoderLayer(sizes) for _ in range(sizes.layers))
        last = sizes.norm == "pre"
        self.encoder_norm = nn.LayerNorm(sizes.width) if last else nn.Identity()
        self.decoder_norm = nn.LayerNorm(sizes.width) if last else nn.Identity()
        nn.init.normal_(self.embedding.weight, std=sizes.width**-0.5)
        for side in (self.encoder, self.decoder):
            for weight in side.parameters():
                if weight.dim() == 2:
                    nn.init.xavier_uniform_(weight)

    def embed(self, tokens: Tensor, first: int = 0, factor: Tensor | None = None) -> Tensor:
        """Return √C · e + positions (B, T, C) of tokens (B, T), of which the first is `first`th.

        factor : (B,), what the positions are multiplied with: 1, or 0 to leave them out.
        """
        x: Tensor = self.embedding(tokens) * math.sqrt(self.sizes.width)
        if not self.sizes.positions:
            return x
        places = sinusoids(tokens.shape[1], first, self.sizes.width, tokens.device)
        return x + (places if factor is None else places * factor[:, None, None])

    def encode(self, source: Tensor, mask: Tensor) -> Tensor:
        """Return the encoder's output (B, S, C); mask (B, 1, 1, S) is 0, or −∞ on padding."""
        x = self.drop(self.embed(source))
        for layer in self.encoder:
            x = layer(x, mask)
        out: Tensor = self.encoder_norm(x)
        return out

    def forward(self, source: Tensor, mask: Tensor, target: Tensor) -> Tensor:
        """Return the decoder's output (B, T, C) at each of target (B, T), after all before it."""
        return self.decode(self.encode(source, mask), mask, target)

    def decode(self, encoded: Tensor, mask: Tensor, target: Tensor) -> Tensor:
        """Return the same, of the encoder's output (B, S, C)."""
        x = self.drop(self.embed(target))
        for layer in self.decoder:
            x = layer(x, encoded, mask)
        out: Tensor = self.decoder_norm(x)
        return out

    def logits(self, x: Tensor) -> Tensor:
        """Compare the decoder's output (…, C) with each token's vector."""
        return functional.linear(x, self.embedding.weight)

    def look_encoder(
        self, source: Tensor, factors: Tensor, positions: Tensor
    ) -> tuple[Tensor, Tensor, list[Look], Tensor]:
        """Encode source (B, S) without padding, keeping all that happens.

        factors : (B, L, H), of the heads; positions : (B,), of the positions.

        Returns the output (B, S, C), what went in, the attention of each layer, all parts
        (L, 6, B, S, C) as `ENCODER_PARTS` names them.
        """
        x = embedded = self.embed(source, 0, positions)
        looks, parts = [], []
        for index, layer in enumerate(self.encoder):
            assert isinstance(layer, EncoderLayer)
            x, look, part = layer.look(x, factors[:, index])
            looks.append(look)
            parts.append(part)
        return self.encoder_norm(x), embedded, looks, torch.stack(parts)

    def memory(self, encoded: Tensor) -> Tensor:
        """Return the cross-attention's keys and values (L, 2, B, H, S, D) of the encoder's output.

        They stay the same while a sentence is translated.
        """
        layers = [layer for layer in self.decoder if isinstance(layer, DecoderLayer)]
        return torch.stack([torch.stack(layer.cross.keys_values(encoded)) for layer in layers])

    def look_decoder(
        self, target: Tensor, past: Tensor, memory: Tensor, factors: Tensor, positions: Tensor
    ) -> tuple[Tensor, Tensor, list[Look], list[Look], Tensor]:
        """Go on with target (B, T) after `past`, keeping all that happens.

        past : (L, 2, B, H, P, D), keys and values of the P tokens before.
        memory : as `memory` gives it; factors : (B, L, 2, H), of the heads of self- and
            cross-attention; positions : (B,).

        Returns the output (B, T, C), what went in, self- and cross-attention of each layer, all
        parts (L, 9, B, T, C) as `DECODER_PARTS` names them.
        """
        before, count = past.shape[4], target.shape[1]
        x = embedded = self.embed(target, before, positions)
        here = torch.arange(count, device=target.device)[:, None] + before
        mask = torch.arange(before + count, device=target.device)[None] > here  # (T, P + T)
        owns, crosses, parts = [], [], []
        for index, layer in enumerate(self.decoder):
            assert isinstance(layer, DecoderLayer)
            x, own, cross, part = layer.look(x, past[index], memory[index], factors[:, index], mask)
            owns.append(own)
            crosses.append(cross)
            parts.append(part)
        return self.decoder_norm(x), embedded, owns, crosses, torch.stack(parts)


def sinusoids(count: int, first: int, width: int, device: torch.device | None = None) -> Tensor:
    """Return PE (T, C) of positions first …: sin and cos of pos / BASE^(2i/C) take turns."""
    speeds = BASE ** (-torch.arange(0, width, 2, device=device) / width)
    angles = (torch.arange(count, device=device) + first)[:, None] * speeds  # (T, C/2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
