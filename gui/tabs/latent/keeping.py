"""Copies and saves what is shown: views, pictures, walks in motion, codes, the state."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import chain, count
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QLocale, QObject, QPoint, QSize, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.errors import CoreError
from core.latent import record
from core.latent.explore import Explorable
from core.latent.model import LatentModel
from gui.tabs.latent import store
from gui.tabs.latent.between import Between
from gui.tabs.latent.presenter import LatentPresenter
from gui.widgets.pictures import png_of, to_bytes
from gui.words import error_sentence, fault_sentence
from gui.workers.latest import Line

FRAMES, SECONDS = 48, 0.08  # of a walk's animation, and for each of its pictures
GIF_SIDE = 256  # pixels, at least


class Keeping(QObject):
    """Fills the Save menu and does what it says."""

    def __init__(self, hub: LatentPresenter, between: Between, menu: QMenu) -> None:
        super().__init__(hub)
        self._hub, self._between = hub, between
        self._folder: Path | None = None  # where something was saved last
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
        actions = [menu.addSeparator() if row is None else self._add(menu, *row) for row in rows]
        self._walk_actions = actions[6:8]  # strip and animation
        menu.aboutToShow.connect(self._on_about_to_show)

    def _add(self, menu: QMenu, text: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = menu.addAction(text)
        if keys:
            action.setShortcut(keys)
            self._hub.view.addAction(action)
        action.triggered.connect(lambda: slot())  # without "checked"
        return action

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
        QGuiApplication.clipboard().setPixmap(self._widget("stage").grab())
        self._say(self.tr("The view is on the clipboard."))

    @Slot()
    def copy_picture(self) -> None:
        """Put the picture that is drawn onto the clipboard, pixel for pixel."""
        picture = self._hub.shown_picture()
        if picture is not None:
            QGuiApplication.clipboard().setImage(_image(to_bytes(picture)))
            self._say(self.tr("The picture is on the clipboard."))

    # saving

    def save_view(self, path: Path, what: str = "stage") -> None:
        """Save the "stage", the "plane" or the "strip" as PNG or SVG, as the name ends."""
        widget = self._widget(what)
        svg = path.suffix.lower() == ".svg"
        content = _svg(widget) if svg else png_of(widget.grab().toImage())
        self.write(path, partial(record.write_bytes, path, content))

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

    def write(self, path: Path, work: object) -> None:
        """Write in the worker's thread; by a line of its own, so that nothing overtakes it."""
        line = Line(self._hub.context.slow, self, must=True)
        line.answered.connect(self._on_written)
        line.failed.connect(self._on_not_written)
        line.ask(path, work)  # type: ignore[arg-type]

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        self._say(self.tr("Saved: {name}").format(name=path.name))

    @Slot(object, object)
    def _on_not_written(self, path: Path, error: Exception) -> None:
        text = self.tr("{name} is not saved: {why} What was there before is as it was.")
        why = error_sentence(error) if not isinstance(error, CoreError) else fault_sentence(error)
        self._hub.context.notices.post(text.format(name=path.name, why=why), "bad")

    def _say(self, text: str) -> None:
        self._hub.context.notices.post(text, "good")

    # asking where to

    def _ask(self, ending: str, kinds: str, save: Callable[[Path], None]) -> None:
        path = self.where(self._name() + ending, kinds)
        if path is not None:
            save(path)

    def _ask_view(self, what: str) -> None:
        self._ask(f"-{what}.png", "PNG (*.png);;SVG (*.svg)", partial(self.save_view, what=what))

    def _name(self) -> str:
        return (
            self._hub.state.names[0].replace("@", "-version") if self._hub.state.names else "latent"
        )

    def where(self, name: str, kinds: str) -> Path | None:
        """Ask where to save; `name` is proposed, `kinds` are those of a file dialog."""
        if not self._hub.shown:
            return None
        proposed = str(self._folder / name) if self._folder else name
        chosen, kind = QFileDialog.getSaveFileName(self._hub.view, self.tr("Save"), proposed, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = path.parent
        if path.suffix.lower() in _endings(kinds):
            return path
        return _unused(path, next(iter(_endings(kind)), _endings(kinds)[0]))


def _endings(kinds: str) -> list[str]:
    """Return the endings of a file dialog's kinds: "PNG (*.png);;SVG (*.svg)"."""
    return re.findall(r"\*(\.\w+)", kinds)


def _unused(path: Path, ending: str) -> Path:
    """Return `path` with an ending that nobody was asked about: no file there is overwritten."""
    names = chain([path.name], (f"{path.name}-{i}" for i in count(2)))
    return next(p for n in names if not (p := path.with_name(n + ending)).exists())


def _svg(widget: QWidget) -> bytes:
    """Draw a widget as vectors; pictures inside stay pixels."""
    content = QByteArray()
    buffer = QBuffer(content)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older one cannot clip
    generator.setResolution(widget.logicalDpiX())
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(widget.rect())
    generator.setTitle("Generatorium")
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), widget.palette().window())
    QWidget.render(widget, painter, QPoint())  # a plane's own render shows its scene alone
    painter.end()
    return bytes(content.data())


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
