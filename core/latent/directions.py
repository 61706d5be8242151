"""Directions that mean something: from one group of the data to another, found in the codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.table import Attribute, DataSet
from core.errors import Fault, InputError

CLASS = "class"
LOW, HIGH = "low", "high"


@dataclass(frozen=True)
class Group:
    """The items with one value of an attribute; of a factor, its "low" or "high" third."""

    attribute: str
    value: str


@dataclass(frozen=True, eq=False)
class Direction:
    """The way from the mean code of one group to that of another.

    Attributes
    ----------
    vector : (d,), `to_mean` − `from_mean`.
    from_mean, to_mean : (d,), mean codes of the groups.
    counts : how many items each mean is of.
    """

    vector: np.ndarray
    from_mean: np.ndarray
    to_mean: np.ndarray
    counts: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Findings:
    """How much each latent dimension tells of each attribute and factor, 0 nothing, 1 all.

    Attributes
    ----------
    names : what is told of: "class", then attributes, then factors.
    values : (d, len(names)).
    """

    names: tuple[str, ...]
    values: np.ndarray


def groups(data: DataSet) -> tuple[Group, ...]:
    """List the groups of `data`: its classes, its attributes' values, its factors' thirds."""
    named = [
        Group(name, value)
        for name, labelled in _labelled(data).items()
        for value in labelled.values
    ]
    return (*named, *(Group(name, third) for name in data.factors for third in (LOW, HIGH)))


def members(data: DataSet, group: Group) -> np.ndarray:
    """Return which items belong to `group`, (N,) bool.

    The thirds of a factor are those of the items that show it; ties can make them larger.

    Raises
    ------
    InputError
        MISSING when `data` knows no such attribute, or the attribute no such value.
    """
    labelled = _labelled(data).get(group.attribute)
    if labelled is not None and group.value in labelled.values:
        return np.asarray(labelled.labels == labelled.values.index(group.value))
    if group.attribute not in data.factors or group.value not in (LOW, HIGH):
        raise InputError(f"{group.attribute} {group.value}", Fault.MISSING, data.name)
    values, shown = data.factors[group.attribute], _shows(data, group.attribute)
    if not shown.any():
        return shown
    low, high = np.quantile(values[shown], (1 / 3, 2 / 3))
    return np.asarray(shown & (values <= low if group.value == LOW else values >= high))


def direction(codes: np.ndarray, data: DataSet, a: Group, b: Group) -> Direction:
    """Return the way from the mean of `codes` (N, d) over group `a` to that over group `b`.

    Class arithmetic as in Radford et al. 2016 ("smiling woman − neutral woman"); the attribute
    vectors of Larsen et al. 2016.

    Raises
    ------
    InputError
        MISSING as in `members`; MISMATCH when a group has no items.
    """
    chosen = [members(data, group) for group in (a, b)]
    for group, mask in zip((a, b), chosen, strict=True):
        if not mask.any():
            raise InputError(f"{group.attribute} {group.value}", Fault.MISMATCH, "no items")
    start, end = (codes[mask].mean(axis=0) for mask in chosen)
    return Direction(end - start, start, end, (int(chosen[0].sum()), int(chosen[1].sum())))


def findings(codes: np.ndarray, data: DataSet) -> Findings:
    """Measure what each dimension of `codes` (N, d) tells of the data's attributes and factors.

    Of factors: |ρ|, Spearman's rank correlation. Of "class" and attributes: the correlation ratio
    η², the part of the dimension's variance that lies between the values (Pearson 1905). Dimensions
    that never change tell nothing: 0.
    """
    columns = {name: _ratio(codes, labelled.labels) for name, labelled in _labelled(data).items()}
    for name, values in data.factors.items():
        shown = _shows(data, name)
        columns[name] = np.abs(_correlation(_ranks(codes[shown]), _ranks(values[shown, None])))
    empty = np.zeros((codes.shape[1], 0))
    return Findings(tuple(columns), np.column_stack([empty, *columns.values()]))


def _labelled(data: DataSet) -> dict[str, Attribute]:
    return {CLASS: Attribute(data.labels, data.classes), **data.attributes}


def _shows(data: DataSet, factor: str) -> np.ndarray:
    """Return of which items (N,) the picture shows `factor`."""
    if factor != "rotation" or "circle" not in data.classes:
        return np.ones(len(data), dtype=bool)
    # A circle turned by any angle is the same picture: its rotation is a number without an effect,
    # which no code can know and which would only blur what the other shapes' rotation does.
    return np.asarray(data.labels != data.classes.index("circle"))


def _ratio(codes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return η² (d,): variance of the groups' means over the variance of all."""
    centred = codes - codes.mean(axis=0, dtype=np.float64)
    between = np.zeros(codes.shape[1])
    for value in np.unique(labels):
        group = centred[labels == value]
        between += len(group) * np.square(group.mean(axis=0))
    return _divide(between, np.square(centred).sum(axis=0))


def _correlation(columns: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Return Pearson's r (d,) of each of `columns` (N, d) with `one` (N, 1)."""
    if not len(one):
        return np.zeros(columns.shape[1])
    left, right = columns - columns.mean(axis=0), one - one.mean(axis=0)
    scale = np.sqrt(np.square(left).sum(axis=0) * np.square(right).sum(axis=0))
    return _divide((left * right).sum(axis=0), scale)


def _ranks(columns: np.ndarray) -> np.ndarray:
    """Return the rank of each entry in its column (N, d), equal ones their mean rank."""
    return np.column_stack([_rank(column) for column in columns.T])


def _rank(values: np.ndarray) -> np.ndarray:
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[which])


def _divide(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part / whole, 0 where the whole is nothing."""
    return np.asarray(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 1e-12))
