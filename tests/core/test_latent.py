"""What the Latent Explorer computes, against numbers from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from core.latent.explore import Draw, Explorable, Workbench, draw
from core.latent.projection import by_dimensions
from core.latent.surroundings import Place, look_around
from core.latent.tiles import SIDE, Window, tile_rows
from core.runtime.library import Library


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench(Library(), "cpu")


@pytest.fixture
def shapes(bench: Workbench) -> Explorable:
    return bench.open("shapes-vae-2")


def test_a_model_is_opened_once_and_data_are_shared(bench: Workbench) -> None:
    assert bench.open("shapes-vae-2") is bench.open("shapes-vae-2")
    assert bench.open("shapes-pca-2").chart.data is bench.open("shapes-vae-2").chart.data


def test_points_are_drawn_each_by_its_model(bench: Workbench) -> None:
    models = tuple(bench.open(name).model for name in ("shapes-vae-2", "shapes-ae-2"))
    points = ((0.5, -0.5), (1.0, 2.0))
    answer = draw(Draw(models, points))
    for model, point, picture in zip(models, points, answer.pictures, strict=True):
        assert np.array_equal(picture, model.decode(np.array([point], dtype=np.float32))[0])


def test_errors_and_explained_variance_are_those_of_the_reconstructions(shapes: Explorable) -> None:
    images, chart = shapes.chart.data.floats(), shapes.chart
    rebuilt = shapes.model.decode(chart.codes)
    np.testing.assert_allclose(chart.errors, ((images - rebuilt) ** 2).mean(axis=(1, 2)), rtol=1e-4)
    around_mean = ((images - images.mean(axis=0)) ** 2).mean()
    assert chart.explained == pytest.approx(
        1 - ((images - rebuilt) ** 2).mean() / around_mean, 1e-4
    )


def test_the_share_within_a_radius_is_counted(shapes: Explorable) -> None:
    lengths = np.hypot(*shapes.chart.codes.T)
    assert shapes.chart.share_within(1.5) == pytest.approx((lengths <= 1.5).mean())


def test_data_resemble_data_and_noise_does_not(shapes: Explorable) -> None:
    noise = np.random.default_rng(3).random((50, 28, 28), dtype=np.float32)
    assert shapes.chart.share_unlike(shapes.chart.data.floats()[:200]) < 0.05
    assert shapes.chart.share_unlike(noise) == 1


def test_lookalikes_are_the_nearest_by_pixels(shapes: Explorable) -> None:
    images = shapes.chart.data.floats()
    found, furthest = shapes.chart.lookalikes(images[11])
    squares = ((images - images[11]) ** 2).sum(axis=(1, 2))
    assert found[0] == 11
    assert furthest == pytest.approx(np.sort(squares)[4], abs=1e-3)


def test_regularisation_makes_the_space_complete(bench: Workbench) -> None:
    names = ("shapes-vae-2-beta0", "shapes-vae-2", "shapes-vae-2-beta4")
    without, some, much = (bench.open(name).unlike for name in names)
    assert without > 2 * some
    assert some > much
    assert bench.open("shapes-ae-2").unlike is None


def seen(
    entry: Explorable, point: tuple[float, float]
) -> tuple[Place, tuple[str, ...], str | None]:
    picture = draw(Draw((entry.model,), (point,))).pictures[0]
    around = look_around(entry.chart, np.array(point), picture)
    return around.place, around.classes, around.resembles


def test_the_surroundings_of_a_code_are_its_class(bench: Workbench) -> None:
    entry = bench.open("fashion-vae-2")
    data, codes = entry.chart.data, entry.chart.codes
    bag = data.labels == data.classes.index("bag")
    distances = np.linalg.norm(codes[bag][:, None] - codes, axis=2)
    reach = np.where(bag, np.inf, distances).min(axis=1)  # to the nearest that is no bag
    inside = np.sort(distances, axis=1)[:, 15] < reach  # all of 15 neighbours are bags
    around = np.where(inside, np.sort(distances, axis=1)[:, 15], np.inf)
    x, y = map(float, codes[bag][around.argmin()])
    assert seen(entry, (x, y)) == (Place.WITHIN, ("bag",), "bag")


def test_a_gap_without_regularisation_gives_nothing_that_resembles_data(bench: Workbench) -> None:
    place, _, resembles = seen(bench.open("shapes-vae-2-beta0"), (-22.0, -16.0))
    assert (place, resembles) == (Place.GAP, None)


def test_far_away_is_outside(shapes: Explorable) -> None:
    assert seen(shapes, (40.0, 40.0))[0] is Place.OUTSIDE


def test_a_tile_is_what_the_decoder_draws_at_its_middle(shapes: Explorable) -> None:
    plane = by_dimensions(2, 0, 1)
    rows = tile_rows(shapes.model, plane, np.zeros(2), Window(-2.0, 2.0, -3.0, 3.0), 5, 2)
    assert rows.shape == (2 * 28, SIDE * 28)
    middle = np.array([[-2 + 3.5 * 0.2, 3 - 6.5 * 0.3]], dtype=np.float32)  # column 3, row 6
    np.testing.assert_allclose(rows[28:, 84:112], shapes.model.decode(middle)[0], atol=1e-5)
