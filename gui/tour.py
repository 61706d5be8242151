"""The tour: a scripted use of every tab, a picture a step; it passes if every step did its work.

A step that needs what is not installed is skipped, and says so.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from gui.main_window import MainWindow
from gui.tour_attention import ATTENTION_STEPS
from gui.tour_gan import GAN_STEPS
from gui.tour_guide import Guide, Step, StepFailed, StepSkipped
from gui.tour_more import LAST_STEPS, MORE_STEPS
from gui.tour_text import TEXT_STEPS
from gui.tour_training import TRAINING_STEPS

SIZE = (1920, 1080)
FAILED = "FAILED"


def play(window: MainWindow, folder: Path) -> int:
    """Play every step, save `NN-name.png` and print a line for each; 0 only if all succeeded."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        sys.stderr.write(f"The tour cannot write into {folder}: {problem.strerror}\n")
        return 1
    for old in folder.glob("[0-9][0-9]-*.png"):
        old.unlink()
    guide = Guide(window)
    window.setFixedSize(*SIZE)
    window.show()
    window.start()
    try:
        good = [_play_step(guide, step, f"{n:02d}", folder) for n, step in enumerate(STEPS, 1)]
    finally:
        window.close()
    sys.stdout.write(f"{sum(good)} of {len(STEPS)} steps ok, pictures in {folder}\n")
    return 0 if all(good) else 1


def _play_step(guide: Guide, step: Step, number: str, folder: Path) -> bool:
    """Play one step, save its picture, print its line."""
    start = time.monotonic()
    mark = _attempt(guide, step)
    took = time.monotonic() - start
    guide.window.grab().toImage().scaled(*SIZE).save(str(folder / f"{number}-{step.name}.png"))
    sys.stdout.write(f"{number} {step.name:<28} {took:6.2f} s  {mark}\n")
    sys.stdout.flush()
    return not mark.startswith(FAILED)


def _attempt(guide: Guide, step: Step) -> str:
    """Play a step; return how it went."""
    try:
        step.act(guide)
    except StepSkipped as reason:
        return f"skipped: {reason}"
    except StepFailed as problem:
        return f"{FAILED}: {problem}"
    except Exception as problem:
        return f"{FAILED}: {type(problem).__name__}: {problem}"
    bad = [notice.text for notice in guide.window.context.notices.history if notice.level == "bad"]
    return f"{FAILED}: {bad[-1]}" if bad else "ok"


# the Latent Explorer


def open_program(guide: Guide) -> None:
    """Open on a trained model, with a picture, ready to drag."""
    presenter = guide.latent.presenter
    guide.until(lambda: bool(presenter.state.names), "no model is shown")
    guide.settle()
    pixels = guide.latent.view.stage.output_pixels()[0]
    guide.check(pixels is not None and int(pixels.max()) > 100, "no picture is drawn")


def drag_point(guide: Guide) -> None:
    """Drag the point in a curve: the picture follows to the last position."""
    presenter, stage = guide.latent.presenter, guide.latent.view.stage
    before = stage.output_pixels()[0]
    start = guide.pixel(presenter.points()[0])
    guide.drag([start + QPointF(3 * t, 60 * np.sin(t / 12)) for t in range(0, 60, 2)])
    guide.settle()
    after = stage.output_pixels()[0]
    guide.check(after is not None and before is not None, "no picture is drawn")
    guide.check(bool(np.abs(after.astype(int) - before).max() > 20), "the picture did not change")
    guide.check(bool(guide.latent.view.caption()), "no sentence under the figure")


def hover_item(guide: Guide) -> None:
    """Point at a data item: a card shows it and its reconstruction."""
    presenter, stage = guide.latent.presenter, guide.latent.view.stage
    codes = stage.shown[0].chart.codes
    away = np.linalg.norm(codes - stage.shown[0].chart.centre, axis=1)
    item = int(np.argsort(away)[len(away) * 2 // 3])
    pad = stage.planes[0].viewport()
    guide.mouse(pad, QEvent.Type.MouseMove, guide.pixel(codes[item]), Qt.MouseButton.NoButton)
    guide.until(stage.cards[0].isVisible, "no card for the item under the pointer")
    guide.check(presenter.state.names == tuple(e.name for e in stage.shown), "another model")
    guide.rest(0.2)


def drag_item(guide: Guide) -> None:
    """Press on a data item, drag it away: original, reconstruction and difference."""
    presenter, stage = guide.latent.presenter, guide.latent.view.stage
    chart = stage.shown[0].chart
    item = int(np.argsort(chart.codes[:, 0])[len(chart.codes) // 8])
    start = guide.pixel(chart.codes[item])
    guide.drag([start + QPointF(5 * t, -2 * t) for t in range(25)])
    guide.settle()
    chosen = presenter.state.item
    near = np.linalg.norm(chart.codes[chosen] - chart.codes[item]) < 0.3 * chart.spread.max()
    guide.check(bool(near), "the item under the pointer was not chosen")
    guide.check(max(map(abs, presenter.state.offset)) > 0.05, "the point did not leave its item")


def choose_digits(guide: Guide) -> None:
    """Choose another model."""
    guide.choose("digits-vae-2")


def decoded_tiles(guide: Guide) -> None:
    """Lay decoded tiles under the points."""
    guide.latent.view.panel.choose_background("tiles")
    guide.until(lambda: guide.latent.presenter.rows_laid(0) == 20, "the tiles do not fill in")
    guide.rest(0.1)


def zoom_in(guide: Guide) -> None:
    """Zoom in with the wheel: the tiles follow the view."""
    plane = guide.latent.view.stage.planes[0]
    before = plane.window()
    at = guide.pixel((0.8, 0.6))
    for _ in range(6):
        event = QWheelEvent(
            at, QPointF(plane.mapToGlobal(at)), QPointF(0, 0).toPoint(), QPointF(0, 120).toPoint(),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(plane.viewport(), event)
        guide.rest(0.03)
    after = plane.window()
    guide.check(after.right - after.left < 0.7 * (before.right - before.left), "no zoom")
    guide.rest(0.2)
    guide.until(lambda: guide.latent.presenter.rows_laid(0) == 20, "the tiles do not follow")
    guide.rest(0.1)


def thumbnails(guide: Guide) -> None:
    """Show the pictures themselves instead of points, some classes off."""
    panel = guide.latent.view.panel
    guide.latent.presenter.fit()
    panel.choose_background("thumbnails")
    for index in (2, 5, 8):
        panel.set_class(index, False)
    guide.rest(0.3)
    guide.check(guide.latent.presenter.state.hidden == {2, 5, 8}, "the classes are still shown")


def compare_kinds(guide: Guide) -> None:
    """PCA, autoencoder and VAE side by side under one cursor."""
    panel, presenter = guide.latent.view.panel, guide.latent.presenter
    panel.choose_background("points")
    for index in (2, 5, 8):
        panel.set_class(index, True)
    panel.choose_comparison("kinds")
    guide.until(lambda: len(presenter.state.names) == 3, "not three models")
    guide.settle()
    planes = guide.latent.view.stage.planes
    start = guide.pixel(presenter.points()[2], 2)
    before = [plane.point() for plane in planes]
    guide.drag([start + QPointF(2 * t, t) for t in range(20)], 2)
    guide.settle()
    moved = [plane.point() != old for plane, old in zip(planes, before, strict=True)]
    guide.check(all(moved), "the cursor is not shared")


def undo_and_redo(guide: Guide) -> None:
    """Take back the last moves and do them again: the tab is as it was."""
    presenter, view = guide.latent.presenter, guide.latent.view
    after = presenter.state
    view.undoAsked.emit()
    view.undoAsked.emit()
    guide.until(lambda: presenter.state.names != after.names, "the choice is not taken back")
    guide.settle()
    view.redoAsked.emit()
    view.redoAsked.emit()
    guide.until(lambda: presenter.state == after, "it is not done again")
    guide.settle()


def open_shapes(guide: Guide) -> None:
    """Show the lecture's geometric symbols under a VAE."""
    guide.choose("shapes-vae-2")


def turn_beta_down(guide: Guide) -> None:
    """Move β from 1 to 0: every point flies to its place without regularisation."""
    panel, presenter = guide.latent.view.panel, guide.latent.presenter
    panel.set_beta(0)
    guide.until(lambda: presenter.state.names == ("shapes-vae-2-beta0",), "β = 0 is not shown")
    guide.settle()


def compare_betas(guide: Guide) -> None:
    """β = 0, 1 and 4 side by side; pointing at an item marks it in all."""
    panel, presenter = guide.latent.view.panel, guide.latent.presenter
    panel.choose_comparison("betas")
    guide.until(lambda: len(presenter.state.names) == 3, "not three models")
    guide.settle()
    panel.choose_background("tiles")
    for plane in range(3):
        guide.until(lambda i=plane: presenter.rows_laid(i) == 20, "the tiles do not fill in")
    stage = guide.latent.view.stage
    codes = stage.shown[1].chart.codes
    pad = stage.planes[1].viewport()
    guide.mouse(pad, QEvent.Type.MouseMove, guide.pixel(codes[7], 1), Qt.MouseButton.NoButton)
    guide.until(lambda: all(card.isVisible() for card in stage.cards), "not marked in all")
    guide.rest(0.2)


def open_encoder(guide: Guide) -> None:
    """Click the encoder: what is inside; decoded tiles under an unregularised cloud."""
    stage = guide.latent.view.stage
    stage.explained.emit("encoder")
    guide.choose("shapes-vae-2")
    stage = guide.latent.view.stage
    stage.explained.emit("encoder")
    guide.latent.view.panel.choose_background("tiles")
    guide.until(lambda: guide.latent.presenter.rows_laid(0) == 20, "the tiles do not fill in")
    guide.rest(0.2)


def other_language_and_theme(guide: Guide) -> None:
    """Switch to the other language and to the projector: the tab goes on where it was."""
    window, names = guide.window, guide.latent.presenter.state.names
    settings = window.context.settings
    window.choose("language", "de" if settings.text("language") == "en" else "en")
    window.choose("theme", "dark" if settings.text("theme") == "projector" else "projector")
    guide.until(lambda: bool(guide.latent.view.stage.shown), "nothing is shown after the switch")
    guide.settle()
    guide.until(lambda: guide.latent.presenter.rows_laid(0) == 20, "the tiles do not fill in")
    guide.rest(0.3)
    guide.check(guide.latent.presenter.state.names == names, "the tab did not go on")


STEPS = (
    Step("open", open_program),
    Step("drag-the-point", drag_point),
    Step("hover-an-item", hover_item),
    Step("drag-an-item-away", drag_item),
    Step("choose-digits", choose_digits),
    Step("decoded-tiles", decoded_tiles),
    Step("zoom-in", zoom_in),
    Step("pictures-as-points", thumbnails),
    Step("compare-pca-ae-vae", compare_kinds),
    Step("undo-and-redo", undo_and_redo),
    Step("shapes", open_shapes),
    Step("beta-down-to-zero", turn_beta_down),
    Step("compare-beta-0-1-4", compare_betas),
    Step("inside-the-encoder", open_encoder),
    *MORE_STEPS,
    *TRAINING_STEPS,
    *GAN_STEPS,
    *LAST_STEPS,
    *TEXT_STEPS,
    *ATTENTION_STEPS,
    Step("language-and-projector", other_language_and_theme),
)
