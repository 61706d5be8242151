"""A Transformer that continues text: blocks of causal attention, rotary positions, a key cache.

Vaswani et al. 2017 (the decoder without the encoder), as GPT-2 has it: normalise first (Radford et
al. 2019). Root-mean-square norms (Zhang and Sennrich 2019), rotary positions (Su et al. 2021),
squared ReLU (So et al. 2021), one matrix for reading and for writing tokens (Press and Wolf 2017).
Left out: biases, positions that are learned, and dropout inside the attention.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

Cache = tuple[Tensor, Tensor, Tensor]  # of a layer: keys, values (B, H, P, D), which do not count
EPSILON = 1e-6
BASE = 10_000.0  # of the rotary positions: wavelengths from 2π to nearly 2π · BASE


@dataclass(frozen=True)
class TransformerSizes:
    """What makes a Transformer: `width` is d_model, `context` the most tokens it can see."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    context: int
    dropout: float = 0.0


class RMSNorm(nn.Module):
    """x · g / √(mean(x²) + ε)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise the last axis, in float32."""
        return functional.rms_norm(x.float(), list(self.gain.shape), self.gain, EPSILON)


class Attention(nn.Module):
    """Softmax(QKᵀ/√d)V over what came before, `heads` times in parallel."""

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.read = nn.Linear(sizes.width, 3 * sizes.width, bias=False)
        self.write = nn.Linear(sizes.width, sizes.width, bias=False)

    def split(self, x: Tensor, turn: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return queries, keys, values (B, H, T, D), the first two turned to their positions."""
        q, k, v = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in self.read(x).chunk(3, dim=-1)
        )
        return rotate(q, *turn), rotate(k, *turn), v

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """Let each of x (B, T, C) look at itself and at what came before."""
        q, k, v = self.split(x, turn)
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        written: Tensor = self.write(y.transpose(1, 2).flatten(2))  # (B, T, C)
        return written

    def go_on(self, x: Tensor, turn: tuple[Tensor, Tensor], cache: Cache) -> tuple[Tensor, Tensor]:
        """Do the same for x (B, T, C) after a cache; see `Transformer.go_on`.

        Returns the output and the new keys and values (2, B, H, T, D).
        """
        keys, values, unseen = cache
        q, k, v = self.split(x, turn)
        count, room = q.shape[2], keys.shape[2]
        before = (q @ keys.transpose(-1, -2)).masked_fill(unseen, -math.inf)  # (B, H, T, P)
        ahead = torch.ones(count, count, dtype=torch.bool, device=x.device).triu(1)
        here = (q @ k.transpose(-1, -2)).masked_fill(ahead, -math.inf)  # (B, H, T, T)
        weights = (torch.cat([before, here], dim=-1) / math.sqrt(q.shape[-1])).softmax(-1)
        y = weights[..., :room] @ values + weights[..., room:] @ v  # (B, H, T, D)
        return self.write(y.transpose(1, 2).flatten(2)), torch.stack([k, v])


class Block(nn.Module):
    """One layer: x + attention(norm(x)), then x + mlp(norm(x))."""

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        width = sizes.width
        self.norm_attention, self.attention = RMSNorm(width), Attention(sizes)
        self.norm_mlp = RMSNorm(width)
        self.widen = nn.Linear(width, 4 * width, bias=False)
        self.narrow = nn.Linear(4 * width, width, bias=False)
        self.drop = nn.Dropout(sizes.dropout)

    def mlp(self, x: Tensor) -> Tensor:
        """Return narrow(relu(widen(x))²)."""
        active = self.widen(x).relu()
        narrowed: Tensor = self.narrow(active * active)
        return narrowed

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """Compute the layer for x (B, T, C)."""
        x = x + self.drop(self.attention(self.norm_attention(x), turn))
        x = x + self.drop(self.mlp(self.norm_mlp(x)))
        return x

    def go_on(self, x: Tensor, turn: tuple[Tensor, Tensor], cache: Cache) -> tuple[Tensor, Tensor]:
        """Do the same after a cache; see `Attention.go_on`."""
        y, fresh = self.attention.go_on(self.norm_attention(x), turn, cache)
        x = x + y
        return x + self.mlp(self.norm_mlp(x)), fresh


class Transformer(nn.Module):
    """Tokens in, the logits of each next token out."""

    def __init__(self, sizes: TransformerSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.embedding = nn.Embedding(sizes.vocabulary, sizes.width)
        self.drop = nn.Dropout(sizes.dropout)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.norm = RMSNorm(sizes.width)
        nn.init.normal_(self.embedding.weight, std=sizes.width**-0.5)
        for name, weight in self.blocks.named_parameters():
            if weight.dim() == 2:
                last = name.endswith(("write.weight", "narrow.weight"))
                shrink = (2 * sizes.layers) ** -0.5 if last else 1.0  # as in GPT-2
                nn.init.normal_(weight, std=shrink * sizes.width**-0.5)

    def forward(self, tokens: Tensor) -> Tensor:
        """Return logits (B, T, V) of the tokens after each of `tokens` (B, T)."""
        turn = self.turn(tokens.shape[1], 0, tokens.device)
        x = self.drop(self.embed(tokens))  # (B, T, C)
        for block in self.blocks:
            x = block(x, turn)
        return self.logits(x)

    def go_on(
        self, tokens: Tensor, past: Tensor | int, cache: Tensor | Sequence[Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Return logits (B, T, V) and new cache rows for tokens (B, T) after `past` others.

        Parameters
        ----------
        past : how many tokens there were before.
        cache : (2 L, B, H, P, D), or as many tensors: keys (already turned) and values of each
            layer in turn. There may be room for more than `past` of them, of whatever numbers; so
            the cache is never copied, and the new rows (2 L, B, H, T, D) are written into it.
        """
        turn = self.turn(tokens.shape[1], past, tokens.device)
        unseen = torch.arange(cache[0].shape[2], device=tokens.device) >= past  # (P,)
        x, rows = self.embed(tokens), []
        for index, block in enumerate(self.blocks):
            assert isinstance(block, Block)
            x, fresh = block.go_on(x, turn, (cache[2 * index], cache[2 * index + 1], unseen))
            rows.append(fresh)
        return self.logits(x), torch.cat(rows)

    def empty(self, batch: int) -> Tensor:
        """Return the cache (2 L, B, H, 0, D) before the first token."""
        sizes = self.sizes
        size = sizes.width // sizes.heads
        return self.embedding.weight.new_zeros(2 * sizes.layers, batch, sizes.heads, 0, size)

    def embed(self, tokens: Tensor) -> Tensor:
        """Return the vectors e_t (B, T, C) that tokens are read as, of length √C."""
        embedded: Tensor = self.embedding(tokens) * math.sqrt(self.sizes.width)
        return embedded

    def logits(self, x: Tensor) -> Tensor:
        """Compare the last layer's output with each token's vector."""
        return functional.linear(self.norm(x), self.embedding.weight)

    def turn(self, count: int, first: Tensor | int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Return cos and sin (T, D/2) of the angles of positions first … first + count - 1."""
        half = self.sizes.width // self.sizes.heads // 2
        speeds = BASE ** (-torch.arange(half, device=device) / half)
        angles = (torch.arange(count, device=device) + first)[:, None] * speeds
        return angles.cos(), angles.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn the pairs (x_i, x_{i + D/2}) of x (B, H, T, D) by the angle of their position."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1).to(x.dtype)
