"""Help: the keys, the licences, and the report for a question to others."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

import PySide6
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from core.data.table import DATA
from gui.context import AppContext
from gui.words import data_name, device_sentence

LIBRARIES = {
    "PySide6 (Qt)": "LGPL-3.0",
    "pyqtgraph": "MIT",
    "NumPy": "BSD-3-Clause",
    "ONNX Runtime": "MIT",
    "PyTorch": "BSD-3-Clause",
    "safetensors": "Apache-2.0",
    "pydantic": "MIT",
    "scikit-learn": "BSD-3-Clause",
    "Pillow": "MIT-CMU",
    "pooch": "BSD-3-Clause",
}

KEYS = (
    (
        QT_TRANSLATE_NOOP("Help", "Drag"),
        QT_TRANSLATE_NOOP("Help", "move the point; anywhere in the plane puts it there"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Click a data point"),
        QT_TRANSLATE_NOOP("Help", "choose that picture"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Arrow keys, Shift"),
        QT_TRANSLATE_NOOP("Help", "nudge the point, ten times as far with Shift"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Page down, page up"),
        QT_TRANSLATE_NOOP("Help", "choose the next picture, or the one before"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Backspace"),
        QT_TRANSLATE_NOOP("Help", "put the point back onto the code of its picture"),
    ),
    (QT_TRANSLATE_NOOP("Help", "Ctrl Z, Ctrl Y"), QT_TRANSLATE_NOOP("Help", "undo, redo")),
    (QT_TRANSLATE_NOOP("Help", "Wheel, + −"), QT_TRANSLATE_NOOP("Help", "zoom the plane")),
    (
        QT_TRANSLATE_NOOP("Help", "Right button, Shift-drag"),
        QT_TRANSLATE_NOOP("Help", "move the plane"),
    ),
    (QT_TRANSLATE_NOOP("Help", "Home"), QT_TRANSLATE_NOOP("Help", "show all codes")),
    (
        QT_TRANSLATE_NOOP("Help", "Ctrl-arrow keys"),
        QT_TRANSLATE_NOOP("Help", "nudge the second point B"),
    ),
    (QT_TRANSLATE_NOOP("Help", "Space"), QT_TRANSLATE_NOOP("Help", "play the walk, or pause")),
    (QT_TRANSLATE_NOOP("Help", "Escape"), QT_TRANSLATE_NOOP("Help", "draw no path after all")),
    ("Ctrl T", QT_TRANSLATE_NOOP("Help", "vary each dimension")),
    ("Ctrl D", QT_TRANSLATE_NOOP("Help", "draw a picture of your own, or stop")),
    (
        QT_TRANSLATE_NOOP("Help", "E, [ ], Delete"),
        QT_TRANSLATE_NOOP("Help", "on the canvas: eraser, width of the brush, empty it"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "F2, Delete"),
        QT_TRANSLATE_NOOP("Help", "in the list of versions: rename one, delete one"),
    ),
    ("R", QT_TRANSLATE_NOOP("Help", "draw ε anew: z = μ + σ·ε")),
    (
        QT_TRANSLATE_NOOP("Help", "Space, Ctrl Enter"),
        QT_TRANSLATE_NOOP("Help", "in the Attention Viewer: the next German word, all the rest"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Backspace, Ctrl Home"),
        QT_TRANSLATE_NOOP("Help", "there: take the last word back, begin anew"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Ctrl 1 … Ctrl 9, Ctrl 0"),
        QT_TRANSLATE_NOOP("Help", "there: its pages"),
    ),
    (
        QT_TRANSLATE_NOOP("Help", "Arrow keys, Delete"),
        QT_TRANSLATE_NOOP("Help", "there: choose a word, a head, a box, a branch; switch a head"),
    ),
    ("F9", QT_TRANSLATE_NOOP("Help", "fold the panel away")),
    ("F11", QT_TRANSLATE_NOOP("Help", "full screen")),
    (
        QT_TRANSLATE_NOOP("Help", "Ctrl +, Ctrl −"),
        QT_TRANSLATE_NOOP("Help", "larger and smaller type"),
    ),
    ("F1", QT_TRANSLATE_NOOP("Help", "this page")),
)


class HelpPage(QDialog):
    """A page of text beside the window; it blocks nothing."""

    def __init__(self, parent: QWidget, title: str, html: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(parent.width() // 2, parent.height() * 2 // 3)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setHtml(html)
        QVBoxLayout(self).addWidget(self.text)


def keys_page(parent: QWidget) -> HelpPage:
    """List every key and gesture."""

    def say(text: str) -> str:
        return QCoreApplication.translate("Help", text)

    table = "".join(
        f"<tr><td><b>{say(key)}</b>&nbsp;&nbsp;</td><td>{say(what)}</td></tr>" for key, what in KEYS
    )
    title = QCoreApplication.translate("Help", "Keys")
    return HelpPage(parent, title, f"<table cellpadding='6'>{table}</table>")


def licences_page(parent: QWidget) -> HelpPage:
    """List the licences of data and libraries."""
    data = "".join(
        f"<li>{data_name(name)}: {entry.licence}. {entry.attribution}</li>"
        for name, entry in DATA.items()
    )
    libraries = "".join(f"<li>{name}: {licence}</li>" for name, licence in LIBRARIES.items())
    html = "<h3>{}</h3><ul>{}</ul><h3>{}</h3><ul>{}</ul>".format(
        QCoreApplication.translate("Help", "Data"), data,
        QCoreApplication.translate("Help", "Libraries"), libraries,
    )  # fmt: skip
    return HelpPage(parent, QCoreApplication.translate("Help", "Licences"), html)


def report(context: AppContext) -> str:
    """Return versions, device and notices as plain text; nothing leaves the machine."""
    device = context.latent.device
    lines = [
        f"Generatorium {_version('generatorium')}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"PySide6 {PySide6.__version__}",
        *(
            f"{name} {_version(name)}"
            for name in ("pyqtgraph", "numpy", "onnxruntime-gpu", "torch")
        ),
        f"device: {device_sentence(device) if device else '-'}",
        *(f"notice ({notice.level}): {notice.text}" for notice in context.notices.history),
    ]
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
