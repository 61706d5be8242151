"""The window: tabs, menu, status bar; built anew when language, theme or type size change."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QTabWidget,
    QToolButton,
    QWidget,
)

from core.errors import CoreError
from core.latent.record import write_bytes
from core.runtime.providers import Device
from gui import theme
from gui.context import AppContext
from gui.help import HelpPage, keys_page, licences_page, report
from gui.notices import Notice
from gui.numbers import number
from gui.settings import TYPE_STEPS
from gui.words import device_sentence

TELL_MS = 250
GOOD_NEWS_MS = 6000
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
THEME_NAMES = {
    "light": QT_TRANSLATE_NOOP("MainWindow", "Light"),
    "dark": QT_TRANSLATE_NOOP("MainWindow", "Dark"),
    "projector": QT_TRANSLATE_NOOP("MainWindow", "Projector"),
}


class Tab(Protocol):
    """What the window asks of a tab."""

    view: QWidget

    def start(self) -> None:
        """Begin to load."""

    def state(self) -> object:
        """Return what a new tab needs to go on from here."""

    def dump(self) -> str:
        """Return the same as text, for the next start."""

    def on_answer(self, slot: Callable[[Device, float], None]) -> None:
        """Tell `slot` of each answer: the device that gave it, the seconds it took."""


@dataclass(frozen=True)
class TabRow:
    """A tab: key, title, and where its class and its reader are; imported when they are used."""

    key: str
    title: str
    maker: str
    reader: str

    def make(self, context: AppContext, state: object) -> Tab:
        """Build the tab, going on from an earlier state."""
        tab: Tab = resolve_name(self.maker)(context, state)
        return tab

    def load(self, path: Path) -> object:
        """Read what the tab's `dump` gave; raises CoreError."""
        return resolve_name(self.reader)(path)


TABS = (
    TabRow(
        "latent",
        QT_TRANSLATE_NOOP("MainWindow", "Latent Explorer"),
        "gui.tabs.latent.tab:LatentTab",
        "gui.tabs.latent.store:load",
    ),
    TabRow(
        "gan",
        QT_TRANSLATE_NOOP("MainWindow", "GAN Playground"),
        "gui.tabs.gan.tab:GanTab",
        "gui.tabs.gan.state:load",
    ),
    TabRow(
        "text",
        QT_TRANSLATE_NOOP("MainWindow", "Text Generator"),
        "gui.tabs.text.tab:TextTab",
        "gui.tabs.text.store:load",
    ),
    TabRow(
        "attention",
        QT_TRANSLATE_NOOP("MainWindow", "Attention Viewer"),
        "gui.tabs.attention.tab:AttentionTab",
        "gui.tabs.attention.state:SAVED.load",
    ),
)


class Tabs(dict[str, Tab]):
    """The tabs that were opened, by key; one that is asked for is opened."""

    def __init__(self, opened: Callable[[str], Tab]) -> None:
        super().__init__()
        self._opened = opened

    def __missing__(self, key: str) -> Tab:
        """Open a tab."""
        tab = self[key] = self._opened(key)
        return tab


class MainWindow(QMainWindow):
    """All tabs of the table above, built when they are opened, the ☰ menu and the status bar."""

    rebuilt = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.tabs = Tabs(self._open)
        self._started = self._ready = False
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self._telling.timeout.connect(self._on_tell)
        self._forget = QTimer(self, singleShot=True, interval=GOOD_NEWS_MS)
        self._forget.timeout.connect(self._on_forget)
        self.setWindowTitle("Generatorium")
        self.setMinimumSize(1000, 640)
        self._build(self._restored(), (TABS[0].key,))
        context.notices.posted.connect(self._on_notice)
        if context.notices.history:
            self._on_notice(context.notices.history[-1])

    def start(self) -> None:
        """Let every opened tab load its models, now that the window is seen."""
        self._started = True
        for tab in self.tabs.values():
            tab.start()

    def _restored(self) -> dict[str, object]:
        """Read where every tab was when the program was closed; what is damaged is left out."""
        states: dict[str, object] = {}
        for row in TABS if self.context.session is not None else ():
            path = self.context.session / f"{row.key}.json"
            if not os.path.exists(path):  # which raises nothing
                continue
            try:
                states[row.key] = row.load(path)
            except CoreError:
                text = self.tr("Where you were last time cannot be read; this is a fresh start.")
                self.context.notices.post(text)
        return states

    def _keep_session(self) -> None:
        """Write where every opened tab is, for the next start; what cannot be is forgotten."""
        folder = self.context.session
        for key, tab in self.tabs.items() if folder is not None and self._started else ():
            with contextlib.suppress(CoreError, OSError):
                folder.mkdir(parents=True, exist_ok=True)
                write_bytes(folder / f"{key}.json", tab.dump().encode())

    # building

    def _build(self, states: dict[str, object], opened: Sequence[str]) -> None:
        context = self.context
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, context.theme, context.scale)
        self._book = QTabWidget()
        self._book.setDocumentMode(True)
        self._book.tabBar().setExpanding(False)
        self._book.tabBar().setDrawBase(False)
        self.tabs, self._states, self._ready = Tabs(self._open), states, False
        for row in TABS:
            self._book.addTab(QWidget(), QCoreApplication.translate("MainWindow", row.title))
        for key in opened:
            self.tabs[key]  # opens it
        self._book.currentChanged.connect(self._on_turned)
        self._book.setCornerWidget(self._menu_button(), Qt.Corner.TopRightCorner)
        self.setCentralWidget(self._book)
        self._build_status()
        self._ready = True

    def _open(self, key: str) -> Tab:
        """Build a tab, which takes a tenth of a second, in the place that is kept for it."""
        index = [row.key for row in TABS].index(key)
        tab = TABS[index].make(self.context, self._states.get(key))
        tab.on_answer(self.show_answer)
        book = self._book
        place, title, current = book.widget(index), book.tabText(index), book.currentIndex()
        with QSignalBlocker(book):
            book.removeTab(index)
            book.insertTab(index, tab.view, title)
            book.setCurrentIndex(current)
        place.deleteLater()
        if self._ready and self._started:
            tab.start()
        return tab

    @Slot(int)
    def _on_turned(self, index: int) -> None:
        self.tabs[TABS[index].key]  # opens it

    def _build_status(self) -> None:
        bar = self.statusBar()
        for child in bar.findChildren(QLabel):
            bar.removeWidget(child)
            child.deleteLater()
        bar.setSizeGripEnabled(False)
        self._device = QLabel(self.tr("getting ready …"))
        self._device.setToolTip(self.tr("Where the models run, and why"))
        self._latency = QLabel("")
        self._latency.setToolTip(self.tr("Time that the model took for its last answer"))
        self._notice = QLabel("", objectName="notice")
        bar.addWidget(self._device)
        bar.addWidget(self._latency)
        bar.addWidget(self._notice, 1)

    def _menu_button(self) -> QToolButton:
        button = QToolButton(text="☰")
        button.setToolTip(self.tr("Language, theme, type size, help"))
        button.setAccessibleName(self.tr("Menu"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        settings = self.context.settings
        self._choices(menu, self.tr("Language"), "language", LANGUAGE_NAMES)
        names = {
            key: QCoreApplication.translate("MainWindow", text) for key, text in THEME_NAMES.items()
        }
        self._choices(menu, self.tr("Theme"), "theme", names)
        self._action(menu, self.tr("Larger type"), "Ctrl++", partial(self.step_type, 1))
        self._action(menu, self.tr("Smaller type"), "Ctrl+-", partial(self.step_type, -1))
        motion = self._action(menu, self.tr("Motion"), "", self._on_motion)
        motion.setCheckable(True)
        motion.setChecked(bool(settings.get("motion")))
        self._action(menu, self.tr("Full screen"), "F11", self._on_full_screen)
        menu.addSeparator()
        self._action(menu, self.tr("Keys"), "F1", partial(self._show_page, keys_page))
        self._action(menu, self.tr("Licences"), "", partial(self._show_page, licences_page))
        self._action(menu, self.tr("Copy report"), "", self._on_copy_report)
        button.setMenu(menu)
        return button

    def _choices(self, menu: QMenu, title: str, key: str, names: dict[str, str]) -> None:
        part = menu.addMenu(title)
        group = QActionGroup(part)
        for value, name in names.items():
            action = part.addAction(name)
            action.setCheckable(True)
            action.setChecked(self.context.settings.text(key) == value)
            group.addAction(action)
            action.triggered.connect(partial(self.choose, key, value))

    def _action(self, menu: QMenu, text: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._replace_shortcut(keys, action)
        action.triggered.connect(slot)
        return action

    def _replace_shortcut(self, keys: str, action: QAction) -> None:
        """Give the window this shortcut; the action of an earlier build lets go of it."""
        for old in self.actions():
            if old.shortcut() == QKeySequence(keys):
                self.removeAction(old)
        self.addAction(action)

    # what the menu does

    def choose(self, key: str, value: object, _checked: bool = False) -> None:
        """Keep a setting and build the window anew with it; the tabs go on where they were."""
        if self.context.settings.get(key) == value:
            return
        if not self.context.settings.set(key, value):
            text = self.tr("The setting holds for this session only: the folder cannot be written.")
            self.context.notices.post(text)
        if key == "language":
            self.context.retranslate()
        states = self._states | {name: tab.state() for name, tab in self.tabs.items()}
        old = self._book
        self._build(states, tuple(self.tabs))
        self._book.setCurrentIndex(old.currentIndex())
        old.deleteLater()
        if self._started:
            self.start()
        self.rebuilt.emit()

    def step_type(self, step: int) -> None:
        """Make all type one step larger or smaller."""
        now = self.context.settings.get("type_size")
        near = min(range(len(TYPE_STEPS)), key=lambda i: abs(TYPE_STEPS[i] - now))
        self.choose("type_size", TYPE_STEPS[max(0, min(len(TYPE_STEPS) - 1, near + step))])

    def _on_motion(self, checked: bool) -> None:
        self.context.settings.set("motion", checked)

    def _on_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_page(self, make: Callable[[QWidget], HelpPage]) -> None:
        make(self).show()

    def _on_copy_report(self) -> None:
        QGuiApplication.clipboard().setText(report(self.context))
        self.context.notices.post(self.tr("The report is on the clipboard."), "good")

    # status

    @Slot(object, float)
    def show_answer(self, device: Device, seconds: float) -> None:
        """Show the device got, and the milliseconds that its last answer took."""
        self._answer = (device, seconds)
        if not self._telling.isActive():
            self._telling.start()

    @Slot()
    def _on_tell(self) -> None:
        """Write the newest answer into the status bar, a few times a second."""
        device, seconds = self._answer
        self._device.setText(device_sentence(device))
        self._latency.setText(self.tr("model: {ms} ms").format(ms=number(seconds * 1000, 2)))

    @Slot(object)
    def _on_notice(self, notice: Notice) -> None:
        """Show the newest notice, with the number of others; good news goes by itself."""
        trouble = [old for old in self.context.notices.history if old.level != "good"]
        others = len(trouble) - 1 if notice.level != "good" else 0
        self._notice.setText(notice.text + (f"  (+{others})" if others > 0 else ""))
        self._notice.setToolTip("\n".join(old.text for old in trouble))
        self._notice.setProperty("level", notice.level)
        self._notice.style().polish(self._notice)
        if notice.level == "good":
            self._forget.start()
        else:
            self._forget.stop()

    @Slot()
    def _on_forget(self) -> None:
        self._notice.setText("")

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the workers before the window goes; what is open beside it goes too."""
        self._keep_session()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.context.close()
        super().closeEvent(event)
