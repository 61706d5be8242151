"""Recurrent networks that continue text: the plain one and the long short-term memory.

Elman 1990, h_t = tanh(W x_t + b + U h_{t-1} + c), and Hochreiter and Schmidhuber 1997 with a
forget gate, in layers above one another. One matrix reads and writes tokens (Press and Wolf 2017).
Left out: peepholes and projections.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

RNN, LSTM = "rnn", "lstm"


@dataclass(frozen=True)
class RecurrentSizes:
    """What makes a recurrent network: `width` is the size of the state of one layer."""

    cell: str
    vocabulary: int
    width: int
    layers: int
    dropout: float = 0.0


class Recurrent(nn.Module):
    """Tokens in, the logits of each next token out, and a state that holds all it remembers."""

    def __init__(self, sizes: RecurrentSizes) -> None:
        super().__init__()
        self.sizes = sizes
        width, layers = sizes.width, sizes.layers
        between = sizes.dropout if layers > 1 else 0.0
        self.embedding = nn.Embedding(sizes.vocabulary, width)
        self.drop = nn.Dropout(sizes.dropout)
        kind = nn.LSTM if sizes.cell == LSTM else nn.RNN
        self.cells = kind(width, width, layers, dropout=between)
        self.bias = nn.Parameter(torch.zeros(sizes.vocabulary))
        nn.init.normal_(self.embedding.weight, std=width**-0.5)
        for name, weight in self.cells.named_parameters():
            if name.startswith("weight_hh") and sizes.cell == RNN:
                nn.init.orthogonal_(weight)
            elif name.startswith("bias"):
                nn.init.zeros_(weight)
                if name.startswith("bias_ih") and sizes.cell == LSTM:
                    weight.data[width : 2 * width] = 1.0  # the forget gates begin open

    @property
    def parts(self) -> int:
        """Return how many vectors make up the state: h of each layer; of an LSTM then c of each."""
        return self.sizes.layers * (2 if self.sizes.cell == LSTM else 1)

    def empty(self, batch: int) -> Tensor:
        """Return the state (S, B, C) before the first token."""
        return self.bias.new_zeros(self.parts, batch, self.sizes.width)

    def forward(self, tokens: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits (B, T, V) after each of `tokens` (B, T), and the state after the last."""
        x = self.drop(self.embed(tokens.T))  # (T, B, C)
        if self.sizes.cell == LSTM:
            y, parts = self.cells(x, tuple(part.contiguous() for part in state.chunk(2)))
            state = torch.cat(parts)
        else:
            y, state = self.cells(x, state)
        return self.logits(self.drop(y)).transpose(0, 1), state.float()

    def step(self, tokens: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """Do the same for one token (B,), with the equations written out: logits (B, V), state."""
        cell = self.lstm_cell if self.sizes.cell == LSTM else self.rnn_cell
        x, layers = self.embed(tokens), self.sizes.layers
        fresh: list[tuple[Tensor, ...]] = []
        for layer in range(layers):
            fresh.append(cell(layer, x, state[layer::layers]))
            x = fresh[-1][0]
        return self.logits(x), torch.stack(
            [part for parts in zip(*fresh, strict=True) for part in parts]
        )

    def rnn_cell(self, layer: int, x: Tensor, state: Tensor) -> tuple[Tensor, ...]:
        """Return h_t of a layer; state: h_{t-1} (1, B, C)."""
        return (self.mix(layer, x, state[0]).tanh(),)

    def lstm_cell(self, layer: int, x: Tensor, state: Tensor) -> tuple[Tensor, ...]:
        """Return h_t and c_t of a layer; state: h_{t-1} and c_{t-1} (2, B, C)."""
        i, f, g, o = self.mix(layer, x, state[0]).chunk(4, dim=-1)
        c = f.sigmoid() * state[1] + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c

    def mix(self, layer: int, x: Tensor, h: Tensor) -> Tensor:
        """Return W x_t + b + U h_{t-1} + c."""
        weights = dict(self.cells.named_parameters())
        read = functional.linear(x, weights[f"weight_ih_l{layer}"], weights[f"bias_ih_l{layer}"])
        keep = functional.linear(h, weights[f"weight_hh_l{layer}"], weights[f"bias_hh_l{layer}"])
        return read + keep

    def embed(self, tokens: Tensor) -> Tensor:
        """Return the vectors e_t that tokens are read as, of length about √C."""
        embedded: Tensor = self.embedding(tokens) * math.sqrt(self.sizes.width)
        return embedded

    def logits(self, h: Tensor) -> Tensor:
        """Compare the last layer's state with each token's vector."""
        return functional.linear(h, self.embedding.weight, self.bias)
