"""A window a test, opened as the program opens it, closed and swept up afterwards."""

from __future__ import annotations

import argparse
import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hand import PATIENCE, Hand, sweep
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.latent.explore import Workbench
from core.runtime.library import Library
from gui.app import make_application, make_context
from gui.main_window import MainWindow

OFFSCREEN_SAYS = ("This plugin does not support propagateSizeHints()",)
Opener = Callable[..., Hand]


@pytest.fixture
def open_window(qtbot: QtBot, qtlog: object) -> Iterator[Opener]:
    """Opens the window with the options of the command line; waits until a model is shown.

    Afterwards the window is closed, and no thread, top-level widget or Qt warning may be left.
    """
    app = make_application(["generatorium"])
    threads, tops = set(threading.enumerate()), set(app.topLevelWidgets())
    windows: list[MainWindow] = []

    def open_it(
        *,
        lang: str | None = "en",
        theme: str | None = "light",
        device: str | None = None,
        folders: tuple[Path, ...] | None = None,
        size: tuple[int, int] = (1600, 960),
        wait: bool = True,
    ) -> Hand:
        options = argparse.Namespace(lang=lang, theme=theme, device=device, points=None, tour=None)
        context = make_context(options)
        if folders is not None:
            context.latent = Workbench(Library(folders))
        window = MainWindow(context)
        windows.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
        hand = Hand(window, qtbot)
        if wait:
            with qtbot.waitSignal(hand.tab.presenter.ready, timeout=PATIENCE):
                window.start()
            hand.settle()
        return hand

    yield open_it
    for window in windows:
        shut(window)
    gc.collect()
    sweep()
    assert {thread for thread in threading.enumerate() if not _is_stand_in(thread)} <= threads
    left = [w for w in app.topLevelWidgets() if w not in tops and w.isVisible()]
    assert left == []
    said = [r.message for r in qtlog.records if r.type_name not in ("QtDebugMsg", "QtInfoMsg")]
    assert [message for message in said if message not in OFFSCREEN_SAYS] == []


def _is_stand_in(thread: threading.Thread) -> bool:
    """Say whether Python made `thread` up for one of Qt's, whose end it does not notice."""
    return isinstance(thread, threading._DummyThread)


def shut(window: MainWindow) -> None:
    """Close `window` as a person does; its workers must have ended, its language is unloaded."""
    if not isValid(window):
        return
    window.close()
    context = window.context
    assert not context.quick.isRunning()
    assert not context.slow.isRunning()
    context.settings.overrides["language"] = "en"
    context.retranslate()
    window.deleteLater()
    sweep()


@pytest.fixture(autouse=True)
def nobody_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    """File dialogs are closed without a choice, unless a test chooses."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_: ("", "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: ""))


@pytest.fixture
def hand(open_window: Opener) -> Hand:
    """The window on its first model, ready to drag."""
    return open_window()
