"""How far a network remembers: the derivatives of what it says by what it read, in NumPy.

The networks once more with their equations forwards and backwards, in float64, on the weights that
the graph reads too: ‖∂ log p(next) / ∂e_t‖ for all of them (e_t: the vector that token t is read
as), ‖∂h_T / ∂h_t‖ for the recurrent ones (Pascanu et al. 2013).
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load

from core.cards import WEIGHTS_FILE, TextCard, TextKind
from core.errors import Fault, InputError, ModelError
from core.runtime.library import Entry
from core.text.attention_gradients import transformer_gradient, transformer_log_probability

Weights = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class StateGradients:
    """‖∂h_T / ∂h_t‖_F, and of an LSTM ‖∂h_T / ∂c_t‖_F, for t = 1 … T (the last is T itself).

    h_T is the last layer's; h_t and c_t are those of all layers, each held fixed for the other.
    """

    hidden: np.ndarray
    cell: np.ndarray | None


class Gradients:
    """The derivatives of one network."""

    def __init__(self, card: TextCard, weights: Weights) -> None:
        self.card = card
        self._w = {name: value.astype(np.float64) for name, value in weights.items()}

    @staticmethod
    def open(entry: Entry[TextCard]) -> Gradients:
        """Read an entry's weights.

        Raises
        ------
        ModelError
            MISSING, UNREADABLE; REFUSED for a Markov chain, which has no derivatives.
        """
        if entry.card is None:
            raise entry.error or ModelError(entry.name, Fault.MISSING)
        if entry.card.kind is TextKind.MARKOV:
            raise ModelError(entry.name, Fault.REFUSED, entry.card.kind)
        try:
            return Gradients(entry.card, load((entry.folder / WEIGHTS_FILE).read_bytes()))
        except FileNotFoundError as error:
            raise ModelError(entry.name, Fault.MISSING, file=WEIGHTS_FILE) from error
        except (OSError, SafetensorError) as error:
            raise ModelError(entry.name, Fault.UNREADABLE, str(error), WEIGHTS_FILE) from error

    def by_token(self, tokens: np.ndarray, target: int) -> np.ndarray:
        """Return ‖∂ log p(target | tokens) / ∂e_t‖₂ for each of tokens (T,).

        A Transformer reads only the last of them that fit its context; those before count 0.
        """
        self._check(tokens)
        return np.asarray(np.linalg.norm(self.embedding_gradient(tokens, target), axis=-1))

    def embedding_gradient(self, tokens: np.ndarray, target: int) -> np.ndarray:
        """Return ∂ log p(target | tokens) / ∂e_t (T, C)."""
        self._check(tokens)
        embedded = self.embed(tokens)
        if self.card.kind is not TextKind.TRANSFORMER:
            tape = self._read(embedded)
            slope = self._slope(tape.outputs[-1], target) @ self._w["embedding.weight"]
            recurrent = np.zeros_like(embedded)
            for place, d_embedded, _, _ in self._walk(tape, slope[None]):
                recurrent[place] = d_embedded[0]
            return recurrent
        context = self.card.context or len(tokens)
        found = np.zeros_like(embedded)
        found[-context:] = transformer_gradient(
            self._w, self.card.layers or 0, self.card.heads or 1, embedded[-context:], target
        )
        return found

    def by_state(self, tokens: np.ndarray) -> Generator[int, None, StateGradients]:
        """Compute ‖∂h_T / ∂h_t‖ for tokens (T,); yields how many are still to be gone back."""
        self._check(tokens)
        if self.card.kind is TextKind.TRANSFORMER:
            raise InputError("by_state", Fault.REFUSED, "a Transformer has no state")
        tape = self._read(self.embed(tokens))
        width = self.card.width or 0
        walk = self._walk(tape, np.eye(width))
        hidden, cell = np.zeros(len(tokens)), np.zeros(len(tokens))
        for place, _, d_hidden, d_cell in walk:
            hidden[place] = math.sqrt(sum(float(np.square(d).sum()) for d in d_hidden))
            cell[place] = math.sqrt(sum(float(np.square(d).sum()) for d in d_cell))
            yield place
        return StateGradients(hidden, cell if self.card.kind is TextKind.LSTM else None)

    def embed(self, tokens: np.ndarray) -> np.ndarray:
        """Return the vectors e_t (T, C) that tokens are read as."""
        table = self._w["embedding.weight"]
        return np.asarray(table[tokens] * math.sqrt(table.shape[1]))

    def log_probability(self, embedded: np.ndarray, target: int) -> float:
        """Return log p(target) after the vectors (T, C): what the gradient is the gradient of."""
        if self.card.kind is TextKind.TRANSFORMER:
            layers, heads = self.card.layers or 0, self.card.heads or 1
            return transformer_log_probability(self._w, layers, heads, embedded, target)
        return float(self._log_softmax(self._read(embedded).outputs[-1])[target])

    def _check(self, tokens: np.ndarray) -> None:
        if not len(tokens):
            raise InputError("tokens", Fault.MISSING, "at least one")

    def _log_softmax(self, h: np.ndarray) -> np.ndarray:
        logits = self._w["embedding.weight"] @ h + self._w["bias"]
        shifted = logits - logits.max()
        return np.asarray(shifted - np.log(np.exp(shifted).sum()))

    def _slope(self, h: np.ndarray, target: int) -> np.ndarray:
        """Return ∂ log p(target) / ∂ logits (V,): one at the target less softmax."""
        slope: np.ndarray = -np.exp(self._log_softmax(h))
        slope[target] += 1.0
        return slope

    def _read(self, embedded: np.ndarray) -> _Tape:
        """Run the network over vectors (T, C) from an empty state, and note what it did."""
        layers, width = self.card.layers or 0, self.card.width or 0
        h, c = np.zeros((layers, width)), np.zeros((layers, width))
        steps: list[list[_Cell]] = []
        outputs = []
        for vector in embedded:
            x, row = vector, []
            for layer in range(layers):
                total = (
                    self._w[f"cells.weight_ih_l{layer}"] @ x
                    + self._w[f"cells.bias_ih_l{layer}"]
                    + self._w[f"cells.weight_hh_l{layer}"] @ h[layer]
                    + self._w[f"cells.bias_hh_l{layer}"]
                )
                before = c[layer].copy()
                if self.card.kind is TextKind.LSTM:
                    i, f, g, o = np.split(total, 4)
                    i, f, g, o = _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)
                    c[layer] = f * before + i * g
                    h[layer] = o * np.tanh(c[layer])
                    row.append(_Cell((i, f, g, o), before, c[layer].copy()))
                else:
                    h[layer] = np.tanh(total)
                    row.append(_Cell((h[layer].copy(),), before, before))
                x = h[layer]
            steps.append(row)
            outputs.append(x.copy())
        return _Tape(steps, np.array(outputs))

    def _walk(
        self, tape: _Tape, rows: np.ndarray
    ) -> Generator[tuple[int, np.ndarray, list[np.ndarray], list[np.ndarray]], None, None]:
        """Go back in time from the last output; yields t, ∂/∂e_t, and ∂/∂h_t, ∂/∂c_t by layer."""
        layers = self.card.layers or 0
        d_hidden = [np.zeros_like(rows) for _ in range(layers)]
        d_cell = [np.zeros_like(rows) for _ in range(layers)]
        d_hidden[-1] = rows
        for place in range(len(tape.steps) - 1, -1, -1):
            state = (list(d_hidden), list(d_cell))
            from_above = np.zeros_like(rows)
            for layer in range(layers - 1, -1, -1):
                slope = d_hidden[layer] + from_above
                gates, d_cell[layer] = self._cell_back(
                    tape.steps[place][layer], slope, d_cell[layer]
                )
                from_above = gates @ self._w[f"cells.weight_ih_l{layer}"]
                d_hidden[layer] = gates @ self._w[f"cells.weight_hh_l{layer}"]
            yield place, from_above, *state

    def _cell_back(
        self, cell: _Cell, slope: np.ndarray, d_cell: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return ∂/∂(what goes into the gates) and ∂/∂c_{t-1}, from ∂/∂h_t and ∂/∂c_t."""
        if self.card.kind is not TextKind.LSTM:
            return slope * (1 - cell.gates[0] ** 2), d_cell
        i, f, g, o = cell.gates
        bent = np.tanh(cell.after)
        d_cell = d_cell + slope * o * (1 - bent**2)
        gates = (
            d_cell * g * i * (1 - i),
            d_cell * cell.before * f * (1 - f),
            d_cell * i * (1 - g**2),
            slope * bent * o * (1 - o),
        )
        return np.concatenate(gates, axis=-1), d_cell * f


@dataclass(frozen=True, eq=False)
class _Cell:
    """What one cell did in one step: its gates (or h), c before and after."""

    gates: tuple[np.ndarray, ...]
    before: np.ndarray
    after: np.ndarray


@dataclass(frozen=True, eq=False)
class _Tape:
    """What a recurrent network did: cells by step and layer, and the last layer's h (T, C)."""

    steps: list[list[_Cell]]
    outputs: np.ndarray


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))
