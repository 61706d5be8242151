"""What a translator says while it learns: the likeliest piece of the same sentences, always."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from core.attention.pieces import BEGIN, END, decode
from core.networks.translator import Translator
from core.text.vocabulary import Vocabulary
from core.training.translator_loop import padded

ROOM = 1.5  # times as many pieces as the sentence has, and some, may be said
MORE = 10


@torch.no_grad()
def translate_greedily(
    network: Translator, vocabulary: Vocabulary, sentences: Sequence[np.ndarray]
) -> tuple[str, ...]:
    """Translate sentences, given as pieces with their END, all at once."""
    was_training = network.training
    network.eval()
    device = next(network.parameters()).device
    source, mask, *_ = (t.to(device) for t in padded([(tokens, tokens) for tokens in sentences]))
    encoded = network.encode(source, mask)
    said = torch.full((len(sentences), 1), BEGIN, device=device)
    for _ in range(round(ROOM * source.shape[1]) + MORE):
        logits = network.logits(network.decode(encoded, mask, said)[:, -1])
        said = torch.cat([said, logits.argmax(-1, keepdim=True)], dim=1)
        if bool((said == END).any(dim=1).all()):
            break
    network.train(was_training)
    return tuple(decode(vocabulary, row) for row in said[:, 1:].tolist())
