"""The tour's third part: learn from drawings, keep it, compare, undo; watch a plane unfold."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF

from core.data.drawings import collections, load_collection
from gui.tour_guide import Guide, Step
from gui.workers.run import Phase, Run

PATIENT = 300.0  # seconds until the training process is ready, on a slow machine
MODEL, ANEW = "digits-vae-2", "shapes-vae-2"
DRAWINGS = 12
NAME = "zigzags"
EPOCHS, STEPS = 120, 300


def draw_a_collection(guide: Guide) -> None:
    """Draw a dozen zigzags and keep them: a class that the model has never seen."""
    guide.choose(MODEL)
    tab = guide.latent
    section = tab.view.panel.drawing
    section.unfold()
    section.draw.click()
    guide.rest(0.3)  # the canvas takes its place
    canvas, rng = tab.drawing.canvas, np.random.default_rng(0)
    section.collection.setEditText(NAME)
    section.class_name.setText("zigzag")
    for n in range(DRAWINGS):
        section.clear.click()
        side, height, phase = canvas.width(), rng.uniform(0.2, 0.3), rng.uniform(0, math.pi)
        path = [
            QPointF(side * t, side * (0.5 + height * math.asin(math.sin(14 * t + phase)) / 1.6))
            for t in np.linspace(0.18, 0.82, 24)
        ]
        guide.stroke(canvas, path)
        section.keep.click()
        guide.until(lambda n=n: _kept() == n + 1, "the drawing is not kept")
    section.draw.click()
    section.look.click()
    name = f"drawings:{NAME}"
    guide.until(lambda: tab.presenter.state.data == name, "the drawings are not shown")
    guide.settle()


def _kept() -> int:
    return len(load_collection(NAME)) if NAME in collections() else 0


def learn_from_drawings(guide: Guide) -> None:
    """Let the model learn on from the drawings: its curves, its plane, its probes, its film."""
    tab = guide.latent
    panel, run = tab.view.panel.train, _run(guide)
    panel.unfold()
    guide.until(lambda: run.phase is Phase.READY, "the process does not get ready", PATIENT)
    panel.amount.setValue(EPOCHS)
    panel.start.click()
    guide.until(lambda: run.phase is Phase.FINISHED, "the training does not end", PATIENT)
    guide.check(len(run.frames) > 1, "there is no film")
    guide.rest(0.5)
    tab.view.panel.ensureWidgetVisible(panel.keep)
    guide.rest(0.2)


def scrub_the_film(guide: Guide) -> None:
    """Scrub back to the first frame: what the model drew before."""
    run, stage = _run(guide), guide.latent.view.training
    step = run.frames[0].step
    stage.film.choose(step)
    stage.film.scrubbed.emit(step)
    guide.rest(0.4)
    stage.film.choose(None)
    stage.film.scrubbed.emit(None)


def keep_it(guide: Guide) -> None:
    """Export, compare with torch, measure; use the new version in the tab, be it worse or not."""
    tab = guide.latent
    panel, before = tab.view.panel.train, tab.presenter.shown[0].model
    panel.keep.click()
    guide.until(
        lambda: panel.adopt.isVisible() or panel.undo.isVisible(), "nothing is published", PATIENT
    )
    if panel.adopt.isVisible():  # on the one drawing that is held out
        panel.adopt.click()
    guide.until(lambda: tab.presenter.shown[0].model is not before, "no new version is shown")
    guide.settle()
    tab.view.panel.ensureWidgetVisible(panel.told)
    guide.rest(0.2)


def compare_versions(guide: Guide) -> None:
    """Compare the version before and the new one, on the same drawings."""
    tab = guide.latent
    section = tab.view.panel.versions
    section.unfold()
    section.chosen.emit(1)
    guide.rest(0.1)
    section.compare.click()
    guide.until(lambda: len(tab.presenter.shown) == 2, "not two versions are shown")
    guide.settle()


def undo_it(guide: Guide) -> None:
    """Go back to the version before."""
    tab = guide.latent
    guide.choose(MODEL)
    tab.view.panel.train.undo.click()
    guide.until(lambda: tab.presenter.choices.current[MODEL] == 1, "the old version is not used")
    guide.settle()


def unfold_the_plane(guide: Guide) -> None:
    """From random weights, with and without KL side by side, from the same seed."""
    guide.choose(ANEW)
    tab = guide.latent
    panel, run = tab.view.panel.train, _run(guide)
    tab.presenter.choose_data("")
    guide.until(lambda: not tab.presenter.state.data, "the test pictures are not shown")
    guide.settle()
    panel.origin.setCurrentIndex(panel.origin.findData("anew"))
    panel.origin.activated.emit(panel.origin.currentIndex())
    panel.more.setChecked(True)
    panel.beside.setChecked(True)
    panel.start.click()
    beside = guide.window.context.training.beside
    for each in (run, beside):
        guide.until(lambda each=each: _steps(each) >= STEPS, "no steps are made", PATIENT)
    panel.pause.click()
    guide.rest(0.5)


def back_to_the_figure(guide: Guide) -> None:
    """Stop, and back to the model's figure."""
    tab = guide.latent
    panel = tab.view.panel.train
    panel.stop.click()
    guide.check(panel.start.isEnabled(), "the panel is not free")
    panel.beside.setChecked(False)
    tab.training.show(False)
    tab.view.panel.verticalScrollBar().setValue(0)
    guide.settle()


def _run(guide: Guide) -> Run:
    return guide.window.context.training.run


def _steps(run: Run) -> int:
    return run.progress.step if run.progress else 0


TRAINING_STEPS = (
    Step("draw-a-collection", draw_a_collection),
    Step("learn-from-drawings", learn_from_drawings),
    Step("scrub-the-film", scrub_the_film),
    Step("keep-the-new-version", keep_it),
    Step("compare-versions", compare_versions),
    Step("undo", undo_it),
    Step("unfold-with-and-without-kl", unfold_the_plane),
    Step("back-to-the-figure", back_to_the_figure),
)
