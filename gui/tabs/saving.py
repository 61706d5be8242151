"""Saves what is shown: asks where to, writes in the worker, says whether it worked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QLocale, QObject, QPoint, QSize, Slot
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import CoreError
from core.latent import record
from gui.context import AppContext
from gui.widgets.pictures import png_of
from gui.words import error_sentence, fault_sentence
from gui.workers.latest import Line

PICTURES = "PNG (*.png);;SVG (*.svg)"


class Saving(QObject):
    """What every tab's Save menu needs.

    Parameters
    ----------
    context : its notices and its slow worker.
    over : the widget that the file dialog stands over.
    """

    def __init__(self, context: AppContext, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._over = context, over
        self._folder: Path | None = None  # where something was saved last

    # asking where to

    def where(self, name: str, kinds: str) -> Path | None:
        """Ask where to save; `name` is proposed, `kinds` are those of a file dialog."""
        proposed = str(self._folder / name) if self._folder else name
        chosen, kind = QFileDialog.getSaveFileName(self._over, self.tr("Save"), proposed, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = path.parent
        if path.suffix.lower() in _endings(kinds):
            return path
        return _unused(path, next(iter(_endings(kind)), _endings(kinds)[0]))

    # copying and saving

    def copy_view(self, widget: QWidget) -> None:
        """Put a widget's picture onto the clipboard."""
        QGuiApplication.clipboard().setPixmap(widget.grab())
        self.say(self.tr("The view is on the clipboard."))

    def save_view(self, path: Path, widget: QWidget) -> None:
        """Save a widget as PNG or SVG, as the name ends."""
        svg = path.suffix.lower() == ".svg"
        content = svg_of(widget) if svg else png_of(widget.grab().toImage())
        self.write(path, partial(record.write_bytes, path, content))

    def save_table(
        self, path: Path, columns: Sequence[str], rows: Iterable[Iterable[record.Cell]]
    ) -> None:
        """Save a table as CSV; with a decimal comma where people use one."""
        comma = QLocale().decimalPoint() == ","
        self.write(path, partial(record.write_codes_csv, path, columns, rows, decimal_comma=comma))

    def write(self, path: Path, work: Callable[[], object]) -> None:
        """Write in the worker's thread; by a line of its own, so that nothing overtakes it."""
        line = Line(self._context.slow, self, must=True)
        line.answered.connect(self._on_written)
        line.failed.connect(self._on_not_written)
        line.ask(path, work)

    @Slot(object, object)
    def _on_written(self, path: Path, _answer: object) -> None:
        self.say(self.tr("Saved: {name}").format(name=path.name))

    @Slot(object, object)
    def _on_not_written(self, path: Path, error: Exception) -> None:
        text = self.tr("{name} is not saved: {why} What was there before is as it was.")
        why = error_sentence(error) if not isinstance(error, CoreError) else fault_sentence(error)
        self._context.notices.post(text.format(name=path.name, why=why), "bad")

    def say(self, text: str) -> None:
        """Tell good news."""
        self._context.notices.post(text, "good")


def _endings(kinds: str) -> list[str]:
    """Return the endings of a file dialog's kinds: "PNG (*.png);;SVG (*.svg)"."""
    return re.findall(r"\*(\.\w+)", kinds)


def _unused(path: Path, ending: str) -> Path:
    """Return `path` with an ending that nobody was asked about: no file there is overwritten."""
    names = chain([path.name], (f"{path.name}-{i}" for i in count(2)))
    return next(p for n in names if not (p := path.with_name(n + ending)).exists())


def svg_of(widget: QWidget) -> bytes:
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
