"""The data of a run: items to learn from and items held out; read once, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.data.drawings import load_collection
from core.data.own import read_own
from core.data.table import DataSet, load
from core.errors import DataError, Fault, InputError
from core.latent.explore import DRAWINGS
from core.training.messages import DataSpec


@dataclass(frozen=True, eq=False)
class Material:
    """What is learned from, and what is measured on; the same items where there is only one."""

    train: DataSet
    held_out: DataSet
    same: bool = False
    skipped: int = 0


def read(spec: DataSpec, shape: tuple[int, ...]) -> Material:
    """Read what `spec` names as pictures of `shape`.

    Of the user's own data the share `held_out`, at least one item, is held out: always the same
    items of the same data.

    Raises
    ------
    DataError
        The data cannot be had.
    InputError
        MISSING for an unknown set, MISMATCH for pictures of another shape, REFUSED for a name that
        no collection can have.
    """
    if not spec.own:
        train, held_out = (_named(spec, split) for split in ("train", "test"))
        _check_shape(train, shape)
        return Material(train, held_out)
    data, skipped = _own(spec.own, shape)
    _check_shape(data, shape)
    if len(data) == 1:
        return Material(data, data, same=True, skipped=skipped)
    order = np.random.default_rng(0).permutation(len(data))
    count = min(len(data) - 1, max(1, round(spec.held_out * len(data))))
    return Material(
        _part(data, np.sort(order[count:])), _part(data, np.sort(order[:count])), skipped=skipped
    )


def _named(spec: DataSpec, split: str) -> DataSet:
    return load(spec.named, split, size=spec.size)


def _own(own: str, shape: tuple[int, ...]) -> tuple[DataSet, int]:
    if own.startswith(DRAWINGS):
        data = load_collection(own.removeprefix(DRAWINGS))
        if not len(data):
            raise DataError(data.name, Fault.MISSING, "no drawings")
        return data, 0
    found = read_own(Path(own), shape)
    return found.data, len(found.skipped)


def _check_shape(data: DataSet, shape: tuple[int, ...]) -> None:
    if data.images.shape[1:] != shape:
        detail = f"pictures {data.images.shape[1:]}, the model's {shape}"
        raise InputError(data.name, Fault.MISMATCH, detail)


def _part(data: DataSet, chosen: np.ndarray) -> DataSet:
    return replace(data, images=data.images[chosen], labels=data.labels[chosen])
