"""From logits to the next token: temperature, top-k, top-p, and a die with a seed.

One softmax table holds every step on the way: logit → ÷ T → exp → probability → kept or cut. It is
computed from logits alone, so that a slider redraws it without running the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError


@dataclass(frozen=True)
class Settings:
    """How to choose the next token.

    Attributes
    ----------
    temperature : T > 0; the logits are divided by it. Greedy takes the most probable one instead.
    top_k : only the k most probable tokens; 0: all.
    top_p : only the most probable ones that together reach p (the one that reaches it is kept;
        Holtzman et al. 2020); 1: all. Of what top-k has kept.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    greedy: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        good = self.temperature > 0 and np.isfinite(self.temperature) and self.top_k >= 0
        if not good or not 0 < self.top_p <= 1 or self.seed < 0:
            raise InputError("settings", Fault.MISMATCH, str(self))


@dataclass(frozen=True, eq=False)
class SoftmaxTable:
    """The way from logits to probabilities, token by token, (V,) each.

    Attributes
    ----------
    logits : as the model gave them.
    scaled : logits / T.
    exponentials : exp(scaled − max scaled).
    probabilities : exponentials / their sum.
    kept : whether top-k and top-p leave the token in.
    final : the probabilities of those kept, which sum to one; of a greedy choice one 1.
    order : numbers of the tokens, the most probable first; of equals the lower number.
    """

    logits: np.ndarray
    scaled: np.ndarray
    exponentials: np.ndarray
    probabilities: np.ndarray
    kept: np.ndarray
    final: np.ndarray
    order: np.ndarray

    def rank(self, token: int) -> int:
        """Return a token's place in `order`, from 0."""
        p = self.probabilities
        higher = int((p > p[token]).sum())
        return higher + int((p[:token] == p[token]).sum())


def softmax_table(logits: np.ndarray, settings: Settings) -> SoftmaxTable:
    """Compute the table of one next token's logits (V,)."""
    logits = logits.astype(np.float64)
    scaled = logits / settings.temperature
    exponentials = np.exp(scaled - scaled.max())
    probabilities = exponentials / exponentials.sum()
    order = _by_rank(probabilities)
    keep = len(order)
    if settings.greedy:
        keep = 1
    else:
        if settings.top_k:
            keep = min(keep, settings.top_k)
        if settings.top_p < 1:
            reached = np.cumsum(probabilities[order[:keep]])
            wanted = settings.top_p * reached[-1]
            keep = min(keep, int(np.searchsorted(reached, wanted, side="left")) + 1)
    kept = np.zeros(len(order), dtype=bool)
    kept[order[:keep]] = probabilities[order[:keep]] > 0
    final = np.where(kept, probabilities, 0.0)
    final = final / final.sum()
    return SoftmaxTable(logits, scaled, exponentials, probabilities, kept, final, order)


def _by_rank(probabilities: np.ndarray) -> np.ndarray:
    """Return the tokens, the most probable first; those with none at all need no sorting."""
    possible = probabilities > 0
    some = np.flatnonzero(possible)
    ranked = some[np.argsort(-probabilities[some], kind="stable")]
    return np.concatenate([ranked, np.flatnonzero(~possible)])


def draw(table: SoftmaxTable, settings: Settings, place: int) -> int:
    """Throw the die for the token at `place` of a text: the same seed and place, the same throw.

    The throw falls on the tokens in the order of their probability, so that small changes of the
    probabilities change few choices.
    """
    if settings.greedy:
        return int(table.order[0])
    throw = np.random.default_rng((settings.seed, place)).random()
    reached = np.cumsum(table.final[table.order])
    found = int(np.searchsorted(reached, throw * reached[-1], side="right"))
    last = int(np.flatnonzero(table.final[table.order])[-1])
    return int(table.order[min(found, last)])
