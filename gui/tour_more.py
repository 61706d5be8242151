"""The tour's second part: more dimensions, what lies between, pictures of one's own."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF

from core.latent.directions import Group
from gui.tour_guide import Guide, Step

DRAWING_SECONDS = 120.0  # until avatars are drawn for the first time, on a slow machine
MIDDLE = 0.5  # of a walk


def vary_each_dimension(guide: Guide) -> None:
    """Vary ten dimensions of shapes with five known factors, a row each."""
    guide.choose("shapes-moved-vae-10")
    tab = guide.latent
    tab.view.panel.dimensions.unfold()
    tab.view.panel.dimensions.grid.click()
    guide.until(lambda: tab.dimensions.laid is not None, "no grid of varied dimensions")
    guide.rest(0.3)
    guide.check(tab.view.figure() is tab.view.grid, "the grid is not shown")


def drag_a_slider(guide: Guide) -> None:
    """One dimension of ten by its slider: the picture follows."""
    tab = guide.latent
    panel = tab.view.panel
    panel.dimensions.grid.click()
    bank, before = panel.dimensions.bank, tab.presenter.points()[0]
    panel.ensureWidgetVisible(bank)
    guide.rest(0.2)
    dimension = bank.dimension()
    start = bank.handle_at(dimension)
    guide.stroke(bank, [start + QPointF(2 * t, 0) for t in range(12)])
    guide.settle()
    after = tab.presenter.points()[0]
    moved = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if abs(a - b) > 1e-6]
    guide.check(moved == [dimension], f"not dimension {dimension} alone has moved: {moved}")


def twenty_dimensions(guide: Guide) -> None:
    """Fashion in twenty dimensions, seen in the two directions in which the codes differ most."""
    guide.choose("fashion-vae-20")
    guide.latent.view.panel.verticalScrollBar().setValue(0)
    guide.rest(0.2)


def go_a_direction(guide: Guide) -> None:
    """Class arithmetic: a sneaker plus (boot − sneaker) is a boot; halfway there."""
    tab = guide.latent
    data = guide.latent.view.stage.shown[0].chart.data
    sneaker = int(np.flatnonzero(data.labels == data.classes.index("sneaker"))[3])
    tab.presenter.choose_item(sneaker)
    section = tab.view.panel.between
    section.unfold()
    section.choose_direction(Group("class", "sneaker"), Group("class", "ankle-boot"))
    section.go.click()
    guide.until(lambda: tab.between.walk is not None, "there is no way to B")
    guide.rest(0.3)
    tab.between.look(1.0)
    guide.settle()
    guide.check(tab.view.strip.isVisible(), "no strip of what lies between")


def walk_to_b(guide: Guide) -> None:
    """Walk along the sphere to a second point B, and stop half of the way."""
    tab = guide.latent
    section = tab.view.panel.between
    if section.second.isChecked():
        section.second.click()
    section.second.click()
    section.sphere.click()
    guide.until(lambda: tab.presenter.state.second is not None, "there is no B")
    tab.between.play(True)
    guide.until(lambda: tab.view.strip.position() > MIDDLE, "nobody walks")
    tab.between.play(False)
    guide.settle()


def draw_a_path(guide: Guide) -> None:
    """Draw a path through the plane of the digits, and let the point follow it."""
    guide.choose("digits-vae-2")
    tab = guide.latent
    tab.view.panel.between.path.click()
    middle = guide.pixel((0.0, 0.0))
    reach = guide.pixel((2.0, 0.0)).x() - middle.x()
    guide.drag(
        [
            middle + reach * (1 - t / 200) * QPointF(math.cos(t / 12), -math.sin(t / 12))
            for t in range(130)
        ]
    )
    guide.until(lambda: bool(tab.presenter.state.path), "the path is not taken")
    guide.until(lambda: tab.view.strip.position() > MIDDLE, "nobody follows the path")
    tab.between.play(False)
    guide.settle()


def draw_a_digit(guide: Guide) -> None:
    """Draw a three on the canvas: its μ and σ, its reconstruction, and z = μ + σ·ε."""
    tab = guide.latent
    tab.view.panel.between.path.click()
    guide.choose("digits-vae-20")
    section = tab.view.panel.drawing
    section.unfold()
    section.draw.click()
    canvas = tab.drawing.canvas
    side = canvas.width()
    for centre in (0.36, 0.61):
        arc = [
            QPointF(side * (0.47 + 0.13 * math.sin(a)), side * (centre - 0.125 * math.cos(a)))
            for a in np.linspace(-1.1, math.pi + 0.6, 40)
        ]
        guide.stroke(canvas, arc)
    guide.until(lambda: tab.presenter.state.own is not None, "the drawing is not read")
    section.resample.click()
    guide.settle()
    tab.view.panel.ensureWidgetVisible(section)
    guide.rest(0.2)


def avatars(guide: Guide) -> None:
    """Avatars, in colour, in 32 dimensions: put glasses on."""
    tab = guide.latent
    if tab.view.panel.drawing.draw.isChecked():
        tab.view.panel.drawing.draw.click()
    guide.choose("avatars-vae-32", DRAWING_SECONDS)
    section = tab.view.panel.between
    data = tab.view.stage.shown[0].chart.data
    plain = data.attributes["glasses"].labels == 0
    tab.presenter.choose_item(int(np.flatnonzero(plain)[8]))
    section.choose_direction(Group("glasses", "none"), Group("glasses", "sunglasses"))
    section.go.click()
    guide.until(lambda: tab.between.walk is not None, "there is no way to B")
    guide.until(lambda: tab.presenter.rows_laid(0) == 20, "the tiles do not fill in")
    guide.rest(0.2)
    tab.between.look(1.0)
    guide.settle()


def avatars_grid(guide: Guide) -> None:
    """Look what each of the avatars' dimensions does."""
    tab = guide.latent
    tab.view.panel.dimensions.grid.click()
    guide.until(lambda: tab.dimensions.laid is not None, "no grid of varied dimensions")
    guide.rest(0.4)
    tab.view.panel.dimensions.grid.click()


def back_to_shapes(guide: Guide) -> None:
    """Back to the first tab and to shapes, tiles under the points."""
    guide.show("latent")
    guide.choose("shapes-vae-2")
    guide.latent.view.panel.choose_background("tiles")
    guide.until(lambda: guide.latent.presenter.rows_laid(0) == 20, "the tiles do not fill in")
    guide.rest(0.2)


MORE_STEPS = (
    Step("vary-each-dimension", vary_each_dimension),
    Step("drag-a-slider", drag_a_slider),
    Step("twenty-dimensions", twenty_dimensions),
    Step("sneaker-to-boot", go_a_direction),
    Step("walk-to-b", walk_to_b),
    Step("follow-a-path", draw_a_path),
    Step("draw-a-digit", draw_a_digit),
    Step("avatars-sunglasses-on", avatars),
    Step("avatars-each-dimension", avatars_grid),
)
LAST_STEPS = (Step("back-to-shapes", back_to_shapes),)
