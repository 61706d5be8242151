"""A plane through a latent space of any number of dimensions: down onto it, and back up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import Fault, InputError


@dataclass(frozen=True, eq=False)
class Projection:
    """A plane given by a point and two directions.

    Attributes
    ----------
    origin : (d,), the point of the plane that is shown at (0, 0).
    axes : (2, d), orthonormal; the second is zero where the latent space has one dimension only.
    share : part of the codes' variance that the plane shows, None where no codes were asked.
    """

    origin: np.ndarray
    axes: np.ndarray
    share: float | None = None

    def to_plane(self, codes: np.ndarray) -> np.ndarray:
        """Return where the codes (N, d), or one code (d,), lie on the plane: (N, 2) or (2,)."""
        return np.asarray((codes - self.origin) @ self.axes.T)

    def lift(self, code: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return `code` (d,) moved along the plane until it is shown at `at` (2,).

        What the plane does not show of it stays as it is.
        """
        return np.asarray(code + (at - self.to_plane(code)) @ self.axes)

    def ellipse(self, sigma: np.ndarray) -> np.ndarray:
        """Return the covariance (2, 2) that N(μ, diag σ²), σ = `sigma` (d,), has on the plane."""
        return np.asarray(self.axes * np.square(sigma) @ self.axes.T)


def by_dimensions(d: int, i: int, j: int) -> Projection:
    """Return the plane of dimensions `i` and `j` of `d`, through the origin.

    With d = 1 there is the line of dimension 0, whatever `j`.

    Raises
    ------
    InputError
        MISMATCH when i = j, or one of them is no dimension.
    """
    wanted = (i,) if d == 1 else (i, j)
    if len(set(wanted)) != min(d, 2) or not all(0 <= k < d for k in wanted):
        raise InputError("projection", Fault.MISMATCH, f"dimensions {i} and {j} of {d}")
    axes = np.zeros((2, d))
    axes[range(len(wanted)), wanted] = 1
    return Projection(np.zeros(d), axes)


def by_components(codes: np.ndarray) -> Projection:
    """Return the plane that shows most of the variance of `codes` (N, d): PCA (Pearson 1901).

    It goes through their mean, along the two leading eigenvectors of their covariance; the largest
    entry of each is positive, so that the same codes always look the same.

    Raises
    ------
    InputError
        MISMATCH without codes.
    """
    if not codes.size:
        raise InputError("projection", Fault.MISMATCH, f"codes {codes.shape}")
    origin = codes.mean(axis=0, dtype=np.float64)
    centred = codes - origin
    variances, vectors = np.linalg.eigh(centred.T @ centred / len(codes))  # ascending
    leading = vectors[:, ::-1][:, :2].T  # (1 or 2, d)
    largest = np.abs(leading).argmax(axis=1)
    leading = leading * np.sign(leading[range(len(leading)), largest])[:, None]
    axes = np.zeros((2, codes.shape[1]))
    axes[: len(leading)] = leading
    total = variances.sum()
    return Projection(origin, axes, float(variances[-2:].sum() / total) if total > 0 else 1.0)
