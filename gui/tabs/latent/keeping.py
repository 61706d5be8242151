"""Copies and saves what is shown: views, pictures, walks in motion, codes, the state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QWidget

from core.latent import record
from core.latent.explore import Explorable
from core.latent.model import LatentModel
from gui.tabs.latent import store
from gui.tabs.latent.between import Between
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.saving import PICTURES, Saving
from gui.widgets.menu import fill_menu
from gui.widgets.pictures import to_bytes

FRAMES, SECONDS = 48, 0.08  # of a walk's animation, and for each of its pictures
GIF_SIDE = 256  # pixels, at least


class Keeping(QObject):
    """Fills the Save menu and does what it says."""

    def __init__(self, hub: LatentPresenter, between: Between, menu: QMenu) -> None:
        super().__init__(hub)
        self._hub, self._between = hub, between
        self._saving = Saving(hub.context, hub.view, self)
        rows = (
            (self.tr("Copy the view"), "Ctrl+C", self.copy_view),
            (self.tr("Copy the drawn picture"), "Ctrl+Shift+C", self.copy_picture),
            None,
            (self.tr("Save the view …"), "Ctrl+S", partial(self._ask_view, "stage")),
            (self.tr("Save the plane …"), "", partial(self._ask_view, "plane")),
            (self.tr("Save the drawn picture …"), "",
             partial(self._ask, "-picture.png", "PNG (*.png)", self.save_picture)),
            (self.tr("Save the strip …"), "", partial(self._ask_view, "strip")),
            (self.tr("Save the walk as an animation …"), "",
             partial(self._ask, "-walk.gif", "GIF (*.gif)", self.save_walk)),
            None,
            (self.tr("Save the codes as a table …"), "",
             partial(self._ask, "-codes.csv", "CSV (*.csv)", self.save_codes)),
            (self.tr("Save codes and pictures …"), "",
             partial(self._ask, "-codes.npz", "NumPy (*.npz)", self.save_arrays)),
            None,
            (self.tr("Save this state …"), "Ctrl+Shift+S",
             partial(self._ask, ".json", "JSON (*.json)", self.save_state)),
        )  # fmt: skip
        actions = fill_menu(menu, hub.view, rows)
        self._walk_actions = actions[6:8]  # strip and animation
        menu.aboutToShow.connect(self._on_about_to_show)

    @Slot()
    def _on_about_to_show(self) -> None:
        for action in self._walk_actions:
            action.setEnabled(self._between.walk is not None)

    # what there is

    def _widget(self, what: str) -> QWidget:
        view = self._hub.view
        if what == "strip":
            return view.strip
        return view.stage.planes[0] if what == "plane" else view.figure()

    def _entry(self) -> Explorable:
        return self._hub.shown[0]

    # copying

    @Slot()
    def copy_view(self) -> None:
        """Put the figure onto the clipboard."""
        self._saving.copy_view(self._widget("stage"))

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture that is drawn onto the clipboard, pixel for pixel."""
        picture = self._hub.shown_picture()
        if picture is not None:
            QGuiApplication.clipboard().setImage(_image(to_bytes(picture)))
            self._saving.say(self.tr("The picture is on the clipboard."))

    # saving

    def save_view(self, path: Path, what: str = "stage") -> None:
        """Save the "stage", the "plane" or the "strip" as PNG or SVG, as the name ends."""
        self._saving.save_view(path, self._widget(what))

    def save_picture(self, path: Path) -> None:
        """Save the drawn picture, pixel for pixel."""
        picture = self._hub.shown_picture()
        if picture is not None:
            self.write(path, partial(record.write_png, path, picture))

    def save_walk(self, path: Path) -> None:
        """Save the walk there and back as an animation."""
        walk = self._between.walk
        if walk is not None:
            some = walk[np.linspace(0, len(walk) - 1, FRAMES).round().astype(int)]
            self.write(path, partial(_write_walk, self._entry().model, some, path))

    def save_codes(self, path: Path) -> None:
        """Save the codes of all pictures as a table; with a decimal comma where people use one."""
        comma = QLocale().decimalPoint() == ","
        self.write(path, partial(_write_codes, self._entry(), path, comma))

    def save_arrays(self, path: Path) -> None:
        """Save codes, labels and pictures as arrays."""
        self.write(path, partial(_write_arrays, self._entry(), self._hub.codes()[0], path))

    def save_state(self, path: Path) -> None:
        """Save all that was chosen."""
        self.write(path, partial(store.save, self._hub.state, path))

    def write(self, path: Path, work: Callable[[], object]) -> None:
        """Write in the worker's thread."""
        self._saving.write(path, work)

    # asking where to

    def _ask(self, ending: str, kinds: str, save: Callable[[Path], None]) -> None:
        path = self.where(self._name() + ending, kinds)
        if path is not None:
            save(path)

    def _ask_view(self, what: str) -> None:
        self._ask(f"-{what}.png", PICTURES, partial(self.save_view, what=what))

    def _name(self) -> str:
        return (
            self._hub.state.names[0].replace("@", "-version") if self._hub.state.names else "latent"
        )

    def where(self, name: str, kinds: str) -> Path | None:
        """Ask where to save; `name` is proposed, `kinds` are those of a file dialog."""
        return self._saving.where(name, kinds) if self._hub.shown else None


def _image(pixels: np.ndarray) -> QImage:
    colour = np.ascontiguousarray(pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=-1))
    height, width = colour.shape[:2]
    return QImage(colour.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _write_walk(model: LatentModel, codes: np.ndarray, path: Path) -> None:
    frames = to_bytes(model.decode(codes.astype(np.float32)))
    scale = max(1, -(-GIF_SIDE // frames.shape[1]))
    record.write_gif(path, np.concatenate([frames, frames[-2:0:-1]]), SECONDS, scale)


def _write_codes(entry: Explorable, path: Path, comma: bool) -> None:
    chart, data = entry.chart, entry.chart.data
    size = chart.codes.shape[1]
    names = ["item", "class", *data.attributes, *data.factors]
    names += [f"z{k + 1}" for k in range(size)]
    columns: list[object] = [range(len(data)), [data.classes[k] for k in data.labels]]
    columns += [[a.values[k] for k in a.labels] for a in data.attributes.values()]
    columns += list(data.factors.values())
    columns += list(chart.codes.T)
    if chart.sigma is not None:
        names += [f"sigma{k + 1}" for k in range(size)]
        columns += list(chart.sigma.T)
    names.append("mse")
    columns.append(chart.errors)
    record.write_codes_csv(path, names, zip(*columns, strict=True), decimal_comma=comma)  # type: ignore[call-overload]


def _write_arrays(entry: Explorable, code: tuple[float, ...], path: Path) -> None:
    chart = entry.chart
    picture = entry.model.decode(np.array([code], dtype=np.float32))[0]
    arrays = {
        "codes": chart.codes, "labels": chart.data.labels, "images": chart.data.images,
        "classes": np.array(chart.data.classes), "errors": chart.errors,
        "point": np.array(code), "picture": picture,
    }  # fmt: skip
    if chart.sigma is not None:
        arrays["sigma"] = chart.sigma
    record.write_npz(path, **arrays)
