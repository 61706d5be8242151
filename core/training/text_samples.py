"""What a network writes while it learns: the same beginnings, the same throws of the die."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from core.cards import Unit
from core.networks.recurrent import Recurrent
from core.networks.text import TextNetwork
from core.text.vocabulary import UNKNOWN, Vocabulary
from core.training.messages import Sample

TEMPERATURE = 0.8
WRITTEN = {Unit.CHARACTERS: 140, Unit.PIECES: 45}  # tokens
READ = {Unit.CHARACTERS: 40, Unit.PIECES: 12}  # tokens of a text that it begins with


@torch.no_grad()
def write_samples(
    network: TextNetwork, vocabulary: Vocabulary, beginnings: Sequence[np.ndarray], count: int
) -> tuple[Sample, ...]:
    """Write `count` tokens after each of the beginnings (P,), all of one length.

    A token is the largest of logit / T + Gumbel noise: that draws from the softmax, and the same
    noise draws the same tokens as long as the logits are the same. The unknown token never comes.
    """
    was_training = network.training
    network.eval()
    device = next(network.parameters()).device
    read = torch.from_numpy(np.stack(beginnings)).to(device)  # (B, P)
    draw = torch.Generator().manual_seed(0)
    uniform = torch.rand(count, len(beginnings), len(vocabulary), generator=draw)
    noise = -(-uniform.clamp(1e-9, 1 - 1e-9).log()).log()
    logits, state = _begin(network, read)
    past, written = read.shape[1], []
    for place in range(count):
        logits[:, UNKNOWN] = -torch.inf
        chosen = (logits.float() / TEMPERATURE + noise[place].to(device)).argmax(-1)  # (B,)
        written.append(chosen)
        if place + 1 < count:
            logits, state = _go_on(network, chosen, past + place, state)
    tokens = torch.stack(written, dim=1).cpu().numpy()
    network.train(was_training)
    return tuple(
        Sample(vocabulary.decode(before.tolist()), vocabulary.decode(after.tolist()))
        for before, after in zip(beginnings, tokens, strict=True)
    )


def _begin(network: TextNetwork, tokens: Tensor) -> tuple[Tensor, Tensor]:
    """Read tokens (B, P); return the logits (B, V) of the next one, and what to hand in then."""
    if isinstance(network, Recurrent):
        logits, state = network(tokens, network.empty(len(tokens)))
    else:
        logits, state = network.go_on(tokens, 0, network.empty(len(tokens)))
    return logits[:, -1].clone(), state


def _go_on(network: TextNetwork, tokens: Tensor, past: int, state: Tensor) -> tuple[Tensor, Tensor]:
    """Do the same for one more token each (B,), after `past` others."""
    if isinstance(network, Recurrent):
        logits, state = network.step(tokens, state)
        return logits, state
    logits, rows = network.go_on(tokens[:, None], past, state)
    return logits[:, -1], torch.cat([state, rows], dim=3)


def beginning(vocabulary: Vocabulary, text: str, length: int) -> np.ndarray:
    """Return the first `length` tokens of a text, from the first beginning of a line on."""
    line = text.find("\n", 0, len(text) // 2)
    tokens = vocabulary.encode(text[line + 1 :].lstrip("\n"))[:length]
    if len(tokens) < length:
        tokens = np.resize(vocabulary.encode(text), length)
    return tokens
