"""The networks that continue text: built by kind, and their step as a module of its own."""

from __future__ import annotations

from torch import Tensor, nn

from core.cards import TextKind
from core.networks.recurrent import Recurrent, RecurrentSizes
from core.networks.transformer import Transformer, TransformerSizes

TextNetwork = Recurrent | Transformer


def build_text_network(
    kind: TextKind,
    vocabulary: int,
    width: int,
    layers: int,
    heads: int = 0,
    context: int = 0,
    dropout: float = 0.0,
) -> TextNetwork:
    """Make a network with fresh weights; heads and context are a Transformer's."""
    if kind is TextKind.TRANSFORMER:
        return Transformer(TransformerSizes(vocabulary, width, layers, heads, context, dropout))
    return Recurrent(RecurrentSizes(kind.value, vocabulary, width, layers, dropout))


class Next(nn.Module):
    """Tokens and what came before → the logits of the next token, and what to hand in then."""

    def __init__(self, network: TextNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, tokens: Tensor, before: Tensor, *cache: Tensor) -> tuple[Tensor, Tensor]:
        """Go on: tokens (B,) of a recurrent network after a state, (B, T) of a Transformer.

        Of a Transformer `before` (1,) is how many tokens there were; a tensor a layer for keys,
        and one for values: inputs of their own need not be taken apart.
        """
        if isinstance(self.network, Recurrent):
            return self.network.step(tokens, before)
        return self.network.go_on(tokens, before, cache)
