"""Starts the application: arguments, settings, translation, theme, window."""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyqtgraph as pg
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from core.errors import Fault, StorageError
from core.latent.explore import Workbench
from core.paths import data_cache, home, shipped
from core.runtime.library import Library
from gui import theme
from gui.context import AppContext
from gui.main_window import MainWindow
from gui.notices import Notices
from gui.settings import DEVICES, LANGUAGES, Settings
from gui.words import error_sentence
from gui.workers.desk import Desk

TOUR_FOLDER = "generatorium-tour"


def run(arguments: Sequence[str]) -> int:
    """Start the program, or play its tour; returns the exit code."""
    options = _parse(arguments[1:])
    tour = options.tour
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if tour is None:
            tour = TOUR_FOLDER
            sys.stdout.write(f"No display here: playing the tour into ./{TOUR_FOLDER}\n")
    if tour is not None:
        leave_no_trace()
    app = make_application(arguments)
    context = make_context(options, tour=tour is not None)
    window = MainWindow(context)
    watch = Watch(context.notices)
    watch.install()
    if tour is not None:
        from gui.tour import play

        return play(window, Path(tour))
    window.resize(1600, 960)
    window.show()
    window.start()
    return app.exec()


def leave_no_trace() -> None:
    """Let what the tour draws and trains go into a folder that is gone with the program."""
    os.environ.setdefault("GENERATORIUM_DATA", str(data_cache()))
    folder = tempfile.mkdtemp(prefix="generatorium-tour-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GENERATORIUM_HOME"] = folder


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return the application, with pyqtgraph set up before any of its items."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    app.setApplicationName("Generatorium")
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar)
    pg.setConfigOptions(imageAxisOrder="row-major", antialias=False)
    return app


def make_context(options: argparse.Namespace, *, tour: bool = False) -> AppContext:
    """Make the one context; what is wrong with the user's folder becomes a notice."""
    notices = Notices()
    overrides = {
        key: value
        for key, value in (
            ("language", options.lang), ("theme", options.theme), ("device", options.device),
        )
        if value is not None
    }  # fmt: skip
    if tour:  # the same pictures whatever the user's own settings are
        overrides = {"language": "en", "theme": theme.DEFAULT_THEME, "type_size": 1.0} | overrides
    folder = home()
    problem = _prepare(folder)
    settings = Settings(folder / "settings.ini", overrides)
    workbench = Workbench(Library(), settings.text("device"), options.points)
    parts = ("training", "training-text", "training-pairs")
    desks = (Desk(folder / part, keep=not tour) for part in parts)
    context = AppContext(settings, notices, workbench, *desks)
    context.session = None if tour else folder / "session"
    language = Language(context)
    language.apply()
    context.retranslate = language.apply
    if problem is not None:
        notices.post(error_sentence(problem))
    for key in settings.problems:
        text = QApplication.translate(
            "App", "The setting “{key}” was damaged; its default is used."
        )
        notices.post(text.format(key=key))
    return context


def _prepare(folder: Path) -> StorageError | None:
    """Make the user's folder; return what stands in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return StorageError("Generatorium", Fault.READ_ONLY, str(error), path=folder)
    return None


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python main.py", description="A desktop laboratory for generative models."
    )
    parser.add_argument(
        "--tour", metavar="DIR", help="play a scripted use and save a picture a step"
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the window")
    parser.add_argument("--theme", choices=tuple(theme.THEMES), help="colours and type size")
    parser.add_argument("--device", choices=DEVICES, help="where models run")
    parser.add_argument(
        "--points", type=int, metavar="N", help="pictures in the plane (needs the full data set)"
    )
    return parser.parse_args(arguments)


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Language:
    """Loads the translation of the chosen language, and its number format."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._translators: list[QTranslator] = []

    def apply(self) -> None:
        """Use the language of the settings from now on."""
        app = QApplication.instance()
        assert app is not None
        for old in self._translators:
            app.removeTranslator(old)
        code = self._context.settings.text("language")
        QLocale.setDefault(QLocale(code))
        self._translators = []
        of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        ours = shipped("resources", "i18n")
        for file in (of_qt / f"qtbase_{code}.qm", ours / f"generatorium_{code}.qm"):
            translator = QTranslator(app)
            if translator.load(str(file)):
                app.installTranslator(translator)
                self._translators.append(translator)


class Watch(QObject):
    """Turns exceptions that nobody caught, in any thread, into notices."""

    _happened = Signal(object)

    def __init__(self, notices: Notices) -> None:
        super().__init__(notices)
        self._notices = notices
        self._happened.connect(self._on_happened)

    def install(self) -> None:
        """Take over the hooks of the interpreter."""
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread

    def _on_main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
        else:
            self._happened.emit(error)

    def _on_thread(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            self._on_main(failure.exc_type, failure.exc_value, failure.exc_traceback)

    @Slot(object)
    def _on_happened(self, error: Exception) -> None:
        self._notices.post(error_sentence(error), "bad")
