"""Groups of the data, the ways between them, and what the dimensions have found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from core.data.table import Attribute, DataSet, load
from core.errors import Fault, InputError
from core.latent.directions import Group, direction, findings, groups, members
from core.latent.explore import Workbench
from core.runtime.library import Library


@pytest.fixture(scope="module")
def moved() -> DataSet:
    data = load("shapes-moved", "test", size=1000)
    hats = Attribute(np.arange(1000) % 2, ("none", "hat"))
    return replace(data, attributes={"headwear": hats})


def test_classes_attributes_and_thirds_of_factors_are_groups(moved: DataSet) -> None:
    listed = groups(moved)
    assert listed[:5] == tuple(Group("class", name) for name in moved.classes)
    assert listed[5:7] == (Group("headwear", "none"), Group("headwear", "hat"))
    thirds = {(group.attribute, group.value) for group in listed[7:]}
    assert thirds == {(name, end) for name in moved.factors for end in ("low", "high")}


def test_every_listed_group_has_members(moved: DataSet) -> None:
    assert all(members(moved, group).any() for group in groups(moved))


def test_the_thirds_are_the_smallest_and_the_largest(moved: DataSet) -> None:
    sizes = moved.factors["size"]
    low, high = (members(moved, Group("size", end)) for end in ("low", "high"))
    assert low.sum() == pytest.approx(333, abs=2)
    assert high.sum() == pytest.approx(333, abs=2)
    assert sizes[low].max() < sizes[~low].min()
    assert sizes[high].min() > sizes[~high].max()


def test_a_circle_is_in_no_group_of_rotation(moved: DataSet) -> None:
    circle = moved.labels == moved.classes.index("circle")
    for end in ("low", "high"):
        chosen = members(moved, Group("rotation", end))
        assert not (chosen & circle).any()
        assert chosen.sum() == pytest.approx(800 / 3, abs=2)


def test_a_direction_leads_from_mean_to_mean(moved: DataSet) -> None:
    codes = np.random.default_rng(0).standard_normal((1000, 3))
    way = direction(codes, moved, Group("class", "circle"), Group("headwear", "hat"))
    np.testing.assert_allclose(way.from_mean, codes[moved.labels == 0].mean(axis=0))
    np.testing.assert_allclose(way.to_mean, codes[1::2].mean(axis=0))
    np.testing.assert_allclose(way.from_mean + way.vector, way.to_mean)
    assert way.counts == (200, 500)


def test_from_small_to_large_makes_pictures_with_more_ink() -> None:
    entry = Workbench(Library(), "cpu").open("shapes-vae-2")
    codes, data = entry.chart.codes, entry.chart.data
    way = direction(codes, data, Group("size", "low"), Group("size", "high"))
    walk = way.from_mean + np.linspace(0, 1, 5)[:, None] * way.vector
    ink = entry.model.decode(walk).sum(axis=(1, 2))
    assert (np.diff(ink) > 0).all()
    assert ink[-1] > 1.5 * ink[0]


@pytest.mark.parametrize(
    ("group", "fault"),
    [
        (Group("hair", "red"), Fault.MISSING),
        (Group("class", "hexagon"), Fault.MISSING),
        (Group("size", "middle"), Fault.MISSING),
        (Group("class", "cross"), Fault.MISMATCH),  # known, but without an item here
    ],
)
def test_groups_without_items_are_refused(moved: DataSet, group: Group, fault: Fault) -> None:
    data = replace(moved, labels=np.minimum(moved.labels, 3))
    with pytest.raises(InputError) as caught:
        direction(np.zeros((1000, 2)), data, Group("class", "circle"), group)
    assert caught.value.fault is fault


def test_a_dimension_that_is_a_factor_finds_it_and_no_other(moved: DataSet) -> None:
    noise = np.random.default_rng(1).standard_normal(1000)
    bent = -(moved.factors["size"] ** 3)  # any monotone curve: ranks are compared
    table = findings(np.column_stack([bent, noise]), moved)
    assert table.names == ("class", "headwear", "size", "x", "y", "rotation")
    size = table.names.index("size")
    assert table.values[0, size] == pytest.approx(1)
    assert np.delete(table.values[0], size).max() < 0.15
    assert table.values[1].max() < 0.15


def test_equal_codes_share_their_rank(moved: DataSet) -> None:
    coarse = np.floor(moved.factors["x"] / 4)  # three or four values only
    table = findings(coarse[:, None], moved)
    expected = spearmanr(coarse, moved.factors["x"]).statistic
    assert table.values[0, table.names.index("x")] == pytest.approx(expected, abs=1e-9)


def test_rotation_is_found_though_circles_do_not_show_it(moved: DataSet) -> None:
    turned = np.where(moved.labels == moved.classes.index("circle"), 0, moved.factors["rotation"])
    table = findings(turned[:, None], moved)
    assert table.values[0, table.names.index("rotation")] == pytest.approx(1)


def test_the_correlation_ratio_is_the_variance_between_classes(moved: DataSet) -> None:
    noise = np.random.default_rng(2).standard_normal(1000)
    codes = np.column_stack([moved.labels, noise, (moved.labels == 0) * 2 + noise])
    ratio = findings(codes, moved).values[:, 0]
    within = sum(200 * codes[moved.labels == k].var(axis=0) for k in range(5)) / 1000
    np.testing.assert_allclose(ratio, 1 - within / codes.var(axis=0), atol=1e-9)
    assert ratio[0] == pytest.approx(1)
    assert ratio[1] < 0.05


def test_a_dimension_that_never_changes_has_found_nothing(moved: DataSet) -> None:
    assert not findings(np.full((1000, 2), 0.3, dtype=np.float32), moved).values.any()


def test_data_without_factors_tell_of_the_class_alone() -> None:
    plain = replace(load("shapes", "test", size=50), factors={})
    assert findings(np.ones((50, 4)), plain).names == ("class",)
    assert findings(np.ones((50, 4)), plain).values.shape == (4, 1)
