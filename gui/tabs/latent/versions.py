"""The versions of the shown model: listed, gone back to, compared, renamed, deleted, given away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from core.errors import ModelError
from core.runtime.library import Entry, Library, Removed
from core.runtime.share import pack
from gui.tabs.latent.addresses import address_of, moved
from gui.tabs.latent.choices import MOST
from gui.tabs.latent.keeping import Keeping
from gui.tabs.latent.presenter import LatentPresenter
from gui.tabs.latent.versions_section import ACTIONS, Row, VersionsSection
from gui.tabs.latent.versions_sentences import (
    SHIPPED,
    about,
    hover,
    say,
    title_of,
    version_sentence,
)
from gui.words import version_text
from gui.workers.latest import Line


@dataclass(frozen=True)
class Listed:
    """All versions of a model, oldest first, and the number of the current one."""

    name: str
    entries: tuple[Entry, ...] = ()
    current: int | None = None

    def entry(self, version: int) -> Entry | None:
        """Return one of the versions."""
        return next((entry for entry in self.entries if entry.version == version), None)

    @property
    def shipped(self) -> bool:
        """Say whether the model came with the program."""
        return any(entry.shipped for entry in self.entries)


class Versions(QObject):
    """Connects the section with the library; what it changes is done in the worker's thread."""

    def __init__(self, hub: LatentPresenter, section: VersionsSection, keeping: Keeping) -> None:
        super().__init__(hub)
        self._hub, self._section, self._keeping = hub, section, keeping
        self._listed = Listed("")
        self._chosen = 0
        self._busy = False
        self._unasked = False  # unfolded by itself, and not used since
        self._lists = hub.line(hub.context.slow, self._on_listed)
        section.setVisible(False)
        section.header.clicked.connect(self._on_used_by_hand)
        section.chosen.connect(self.choose)
        section.useAsked.connect(self.use)
        section.compareAsked.connect(self.compare)
        section.renameAsked.connect(self.rename)
        section.deleteAsked.connect(self.delete)
        section.packAsked.connect(self.pack)
        section.restoreAsked.connect(self.restore)
        hub.ready.connect(self.refresh)

    @property
    def _library(self) -> Library:
        return self._hub.context.latent.library

    # the list

    @Slot()
    def refresh(self) -> None:
        """Look again which versions the shown model has."""
        if self._hub.shown:
            name = self._hub.card.name
            self._lists.ask(name, partial(_list, self._library, name))

    @Slot(object, object)
    def _on_listed(self, name: str, listed: Listed) -> None:
        if not self._hub.shown or name != self._hub.card.name:
            return  # another model is shown by now, whose versions are asked for
        before, self._listed = self._listed, listed
        if before.name != name or listed.entry(self._chosen) is None:
            self._chosen = self._hub.shown[0].version
        if (before.name, len(before.entries)) != (name, len(listed.entries)):
            self._fold(before, listed)
        self._section.setVisible(True)
        self._show()

    def _fold(self, before: Listed, listed: Listed) -> None:
        """Unfold the section where there are several; fold it again for a model of one version."""
        if len(listed.entries) > 1:
            self._unasked = self._unasked or not self._section.header.isChecked()
            self._section.unfold()
        elif before.name != listed.name and self._unasked:
            self._section.header.setChecked(False)

    def _show(self) -> None:
        """Fill the section."""
        listed = self._listed
        rows = [
            Row(entry.version, title_of(entry, listed.current or 0), about(entry), hover(entry))
            for entry in listed.entries
        ]
        self._section.show_versions(rows, self._chosen)
        self._show_actions()
        deleted = self._hub.context.deleted
        self._section.show_restore(self._called(deleted[-1][0]) if deleted else "")

    def _called(self, removed: Removed) -> str:
        number = version_text(removed.version)
        stem = next(iter(self._hub.asked_names), "").partition("@")[0]
        return number if removed.name == stem else f"“{removed.name}”, {number}"

    def _show_actions(self) -> None:
        entry = self._entry
        compared = self._beside and self._address in self._hub.asked_names
        gone = self.tr("It is not here any more.")
        reasons = dict.fromkeys(ACTIONS, gone)
        if entry is not None:
            broken = "" if entry.card else self.tr("It is damaged and cannot be used.")
            shipped = say(SHIPPED) if entry.shipped else ""
            reasons = {
                "use": broken or self._why_not_use(entry),
                "compare": broken or self._why_not_compare(entry),
                "rename": broken or shipped,
                "delete": shipped,
                "pack": broken,
            }
        self._section.show_actions(reasons, compared=compared)

    def _why_not_use(self, entry: Entry) -> str:
        alone = self._hub.asked_names == (entry.name,)
        current = entry.version == self._listed.current
        return self.tr("It is the current version already.") if current and alone else ""

    def _why_not_compare(self, entry: Entry) -> str:
        names = self._hub.asked_names
        if self._address in names:
            shown = self.tr("It is shown already: choose another version to compare it with.")
            return "" if self._beside else shown
        if len(names) >= MOST:
            return self.tr("Four models are shown already.")
        if self._address not in self._hub.choices.alike(self._hub.card, (self._address,)):
            return self.tr("It learned other pictures: there is none to compare them by.")
        return ""

    @property
    def _beside(self) -> bool:
        """Say whether models of the user's choice stand side by side."""
        return len(self._hub.asked_names) > 1 and self._hub.state.comparison == "own"

    @property
    def _entry(self) -> Entry | None:
        return self._listed.entry(self._chosen)

    @property
    def _address(self) -> str:
        """Return what states call the chosen version."""
        name, current = self._listed.name, self._chosen == self._listed.current
        return name if current else address_of(name, self._chosen)

    @Slot()
    def _on_used_by_hand(self) -> None:
        self._unasked = False

    @Slot(int)
    def choose(self, version: int) -> None:
        """Choose a version of the list."""
        self._chosen, self._unasked = version, False
        self._section.drop_name()
        self._show_actions()

    # showing

    @Slot()
    def use(self) -> None:
        """Make the chosen version the current one, and show it."""
        name, version = self._listed.name, self._chosen
        if version == self._listed.current:
            self._hub.choose(name)
        elif not self._busy:
            self._do(partial(self._library.use, name, version), self._on_used)

    @Slot(object, object)
    def _on_used(self, _request: object, entry: Entry) -> None:
        self._hub.adopt_version(entry.name, entry.version)
        self._end()

    @Slot(bool)
    def compare(self, on: bool) -> None:
        """Show the chosen version beside what is shown, or take it away again."""
        names = tuple(name for name in self._hub.asked_names if name != self._address)
        if on:
            names = self._in_order((*names, self._address))
        self._hub.compare_models(names)

    def _in_order(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Put versions of one model beside one another as they came about."""
        version = self._hub.choices.version
        one = {name.partition("@")[0] for name in names} == {self._listed.name}
        return tuple(sorted(names, key=lambda name: version(name) or 0)) if one else names

    # changing

    @Slot(str)
    def rename(self, new: str) -> None:
        """Give the chosen version a name of its own; a model of one's own as a whole."""
        if not new or self._entry is None or self._busy:
            return
        listed, version = self._listed, self._chosen
        whole = not listed.shipped
        work = partial(_rename, self._library, listed, new, None if whole else version)
        self._do(work, self._on_renamed, self._on_not_renamed)

    @Slot(object, object)
    def _on_renamed(self, _request: object, answer: tuple[dict[str, str], str, str]) -> None:
        table, old, new = answer
        self._section.drop_name()
        self._section.name.clear()
        self._hub.context.latent.renew(new)
        self._readdress(old, table)
        text = self.tr("It is called “{name}” now.").format(name=new)
        self._hub.context.notices.post(text, "good")
        self._end()

    @Slot(object, object)
    def _on_not_renamed(self, _request: object, error: Exception) -> None:
        self._end()
        self._section.show_trouble(version_sentence(error))

    @Slot()
    def delete(self) -> None:
        """Delete the chosen version; it can be brought back."""
        if self._entry is not None and not self._busy:
            self._do(partial(_delete, self._library, self._listed, self._chosen), self._on_deleted)

    @Slot(object, object)
    def _on_deleted(self, _request: object, answer: tuple[tuple[Removed, ...], int | None]) -> None:
        removed, after = answer
        self._hub.context.deleted.append(removed)
        name, version = removed[0].name, removed[0].version
        table = {address_of(name, version): ""}
        if version == self._listed.current:
            table |= {name: "", **({address_of(name, after): name} if after else {})}
        self._hub.choices.refresh()
        instead = name if after else next(iter(self._hub.choices.first(())), "")
        self._readdress(name, table, instead, again=version == self._listed.current)
        text = self.tr("Deleted: “{name}”, {version}. The button “Bring back” undoes it.")
        text = text.format(name=name, version=version_text(version))
        self._hub.context.notices.post(text, "good")
        self._end()

    def _readdress(
        self, name: str, table: dict[str, str], instead: str = "", *, again: bool = False
    ) -> None:
        """Call versions otherwise, and show what took the place of what is shown.

        again: the name `name` means another version now.
        """
        before = self._hub.asked_names
        self._hub.readdress(name, table, instead)
        now = self._hub.asked_names
        if now != before or (again and name in now):
            self._hub.show_again(now)
        else:
            self._hub.refresh_controls()

    @Slot()
    def restore(self) -> None:
        """Bring back what was deleted last."""
        deleted = self._hub.context.deleted
        if deleted and not self._busy:
            self._do(partial(_restore, self._library, deleted.pop()), self._on_restored)

    @Slot(object, object)
    def _on_restored(self, _request: object, answer: tuple[Removed, bool, int | None]) -> None:
        removed, done, current = answer
        if not done or current is None:
            text = self.tr("It cannot be brought back any more.")
            self._hub.context.notices.post(text)
        elif removed.name not in self._hub.choices.cards:
            self._hub.adopt(removed.name)
        else:
            self._hub.adopt_version(removed.name, current)
        self._end()

    @Slot()
    def pack(self) -> None:
        """Write the chosen version to one file."""
        entry = self._entry
        if entry is None or entry.card is None:
            return
        proposed = address_of(entry.name, entry.version).replace("@", "-version") + ".zip"
        path = self._keeping.where(proposed, "ZIP (*.zip)")
        if path is not None:
            self._keeping.write(path, partial(pack, entry, path))

    # one change at a time

    def _do(
        self,
        work: Callable[[], object],
        on_done: Callable[..., None],
        on_failed: Callable[..., None] | None = None,
    ) -> None:
        """Do something to the library in the worker's thread; nothing else is asked meanwhile."""
        self._busy, self._unasked = True, False
        line = Line(self._hub.context.slow, self, must=True)
        line.answered.connect(on_done)
        line.failed.connect(on_failed or self._on_failed)
        line.ask(None, work)

    @Slot(object, object)
    def _on_failed(self, _request: object, error: Exception) -> None:
        self._hub.context.notices.post(version_sentence(error), "bad")
        self._end()

    def _end(self) -> None:
        self._busy = False
        self._show()
        self.refresh()


def _list(library: Library, name: str) -> Listed:
    """List the versions of a model; none where it has gone."""
    try:
        entries = tuple(library.versions(name))
    except ModelError:
        return Listed(name)
    return Listed(name, entries, _current(library, name))


def _current(library: Library, name: str) -> int | None:
    """Return the number of the current version, None where no version can be used."""
    try:
        return library.find(name).version
    except ModelError:
        return None


def _delete(
    library: Library, listed: Listed, version: int
) -> tuple[tuple[Removed, ...], int | None]:
    removed = library.delete(listed.name, version)
    return removed, _current(library, listed.name)


def _restore(library: Library, removed: tuple[Removed, ...]) -> tuple[Removed, bool, int | None]:
    done = library.restore(removed)
    return removed[0], done, _current(library, removed[0].name)


def _rename(
    library: Library, listed: Listed, new: str, version: int | None
) -> tuple[dict[str, str], str, str]:
    """Rename one version, or all; return what states call them now, the old name and the new."""
    name = listed.name
    library.rename(name, new, version)
    if version is None:
        numbers = [entry.version for entry in listed.entries]
        table = {address_of(name, k): address_of(new, k) for k in numbers} | {name: new}
    else:
        table = {address_of(name, version): new}
        if version == listed.current:
            table = moved(name, None, _current(library, name)) | {name: new} | table
    return table, name, new
