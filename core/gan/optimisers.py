"""Gradient steps on a flat vector of weights: SGD with momentum, and Adam, as torch makes them."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np


class Optimiser(StrEnum):
    """How a gradient becomes a step."""

    SGD = "sgd"
    ADAM = "adam"


EPSILON = np.float32(1e-8)


class Stepper:
    """Moves one vector of weights; keeps its moments, for either kind."""

    def __init__(self, count: int) -> None:
        self.first = np.zeros(count, np.float32)  # SGD's momentum or Adam's m
        self.second = np.zeros(count, np.float32)  # Adam's v
        self.made = 0

    def reset(self) -> None:
        """Forget all moments."""
        self.first[:], self.second[:], self.made = 0, 0, 0

    def sgd(
        self, weights: np.ndarray, gradient: np.ndarray, rate: float, momentum: float = 0.0
    ) -> None:
        """W ← w − η m with m ← μ m + g."""
        if momentum:
            self.first *= np.float32(momentum)
            self.first += gradient
            gradient = self.first
        weights -= np.float32(rate) * gradient
        self.made += 1

    def adam(
        self,
        weights: np.ndarray,
        gradient: np.ndarray,
        rate: float,
        beta1: float,
        beta2: float,
    ) -> None:
        """W ← w − η m̂ / (√v̂ + ε), m and v the running means of g and g² (Kingma and Ba 2015)."""
        self.made += 1
        self.first *= np.float32(beta1)
        self.first += np.float32(1 - beta1) * gradient
        self.second *= np.float32(beta2)
        self.second += np.float32(1 - beta2) * (gradient * gradient)
        root = np.sqrt(self.second)
        root *= np.float32(1 / math.sqrt(1 - beta2**self.made))
        root += EPSILON
        weights -= np.float32(rate / (1 - beta1**self.made)) * self.first / root
