"""A Transformer's equations forwards and backwards in NumPy: ∂ log p(next) / ∂e_t."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

EPSILON = 1e-6  # as in core.networks.transformer
BASE = 10_000.0
Weights = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class _Layer:
    """What one block did: its input, and what goes back needs again."""

    x: np.ndarray  # (T, C)
    heads: tuple[np.ndarray, np.ndarray, np.ndarray]  # q, k turned, v (H, T, D)
    attention: np.ndarray  # (H, T, T)
    middle: np.ndarray  # x after attention (T, C)
    active: np.ndarray  # relu(widen(norm(middle))) (T, 4C)


def transformer_gradient(
    w: Weights, layers: int, heads: int, embedded: np.ndarray, target: int
) -> np.ndarray:
    """Return ∂ log p(target | e_1 … e_T) / ∂e_t (T, C) for vectors (T, C)."""
    x, tape = _forward(w, layers, heads, embedded)
    slope = -np.exp(_log_softmax(w, x))
    slope[target] += 1.0
    back = np.zeros_like(x)
    back[-1] = _norm_back(x[-1], w["norm.gain"], slope @ w["embedding.weight"])
    for index in range(layers - 1, -1, -1):
        back = _block_back(w, f"blocks.{index}.", tape[index], back)
    return back


def transformer_log_probability(
    w: Weights, layers: int, heads: int, embedded: np.ndarray, target: int
) -> float:
    """Return log p(target | e_1 … e_T): what the gradient is the gradient of."""
    x, _ = _forward(w, layers, heads, embedded)
    return float(_log_softmax(w, x)[target])


def _forward(w: Weights, layers: int, heads: int, x: np.ndarray) -> tuple[np.ndarray, list[_Layer]]:
    """Return the last layer's output (T, C), and what every block did."""
    tape = []
    for index in range(layers):
        name = f"blocks.{index}."
        read = _norm(x, w[f"{name}norm_attention.gain"]) @ w[f"{name}attention.read.weight"].T
        q, k, v = (_split(part, heads) for part in np.split(read, 3, axis=-1))
        q, k = _turn(q, 1), _turn(k, 1)
        scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
        scores[:, np.triu(np.ones(scores.shape[1:], dtype=bool), 1)] = -np.inf
        attention = np.exp(scores - scores.max(axis=-1, keepdims=True))
        attention /= attention.sum(axis=-1, keepdims=True)
        middle = x + _join(attention @ v) @ w[f"{name}attention.write.weight"].T
        wide = _norm(middle, w[f"{name}norm_mlp.gain"]) @ w[f"{name}widen.weight"].T
        active = np.maximum(wide, 0.0)
        tape.append(_Layer(x, (q, k, v), attention, middle, active))
        x = middle + active**2 @ w[f"{name}narrow.weight"].T
    return x, tape


def _block_back(w: Weights, name: str, layer: _Layer, back: np.ndarray) -> np.ndarray:
    """Carry ∂/∂(a block's output) (T, C) to its input."""
    wide = (back @ w[f"{name}narrow.weight"]) * 2 * layer.active
    d_mlp = wide @ w[f"{name}widen.weight"]
    back = back + _norm_back(layer.middle, w[f"{name}norm_mlp.gain"], d_mlp)
    q, k, v = layer.heads
    d_mixed = _split(back @ w[f"{name}attention.write.weight"], len(q))
    d_attention = d_mixed @ v.swapaxes(-1, -2)
    a = layer.attention
    d_scores = a * (d_attention - (a * d_attention).sum(axis=-1, keepdims=True))
    d_scores /= math.sqrt(q.shape[-1])
    d_q, d_k = _turn(d_scores @ k, -1), _turn(d_scores.swapaxes(-1, -2) @ q, -1)
    parts = [_join(part) for part in (d_q, d_k, a.swapaxes(-1, -2) @ d_mixed)]
    d_read = np.concatenate(parts, axis=-1) @ w[f"{name}attention.read.weight"]
    return np.asarray(back + _norm_back(layer.x, w[f"{name}norm_attention.gain"], d_read))


def _log_softmax(w: Weights, x: np.ndarray) -> np.ndarray:
    logits = w["embedding.weight"] @ _norm(x[-1], w["norm.gain"])
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def _norm(x: np.ndarray, gain: np.ndarray) -> np.ndarray:
    return np.asarray(x / np.sqrt(np.square(x).mean(-1, keepdims=True) + EPSILON) * gain)


def _norm_back(x: np.ndarray, gain: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Carry ∂/∂norm(x) to x: with r = 1/√(mean x² + ε), r (b − x r² mean(b x)), b = back · gain."""
    r = 1 / np.sqrt(np.square(x).mean(-1, keepdims=True) + EPSILON)
    b = back * gain
    return np.asarray(r * (b - x * r**2 * (b * x).mean(-1, keepdims=True)))


def _split(x: np.ndarray, heads: int) -> np.ndarray:
    """(T, C) → (H, T, D)."""
    return x.reshape(len(x), heads, -1).swapaxes(0, 1)


def _join(x: np.ndarray) -> np.ndarray:
    """(H, T, D) → (T, C)."""
    return x.swapaxes(0, 1).reshape(x.shape[1], -1)


def _turn(x: np.ndarray, way: int) -> np.ndarray:
    """Turn the pairs of x (H, T, D) by their positions, or back (way −1)."""
    half = x.shape[-1] // 2
    speeds = BASE ** (-np.arange(half) / half)
    angles = np.arange(x.shape[1])[:, None] * speeds
    cos, sin = np.cos(angles), way * np.sin(angles)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1)
