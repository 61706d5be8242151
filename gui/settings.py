"""What the user chose last: an ini file that can never stop the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QLocale, QSettings

from gui.theme import DEFAULT_THEME, THEMES

LANGUAGES = ("en", "de")
DEVICES = ("auto", "cpu", "cuda")
TYPE_STEPS = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5)


def _system_language() -> str:
    return "de" if QLocale.system().language() == QLocale.Language.German else "en"


def _one_of(values: tuple[str, ...]) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and value in values else None


def _truth(value: object) -> bool | None:
    return {"true": True, "false": False, True: True, False: False}.get(value)  # type: ignore[call-overload]


def _type_size(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if TYPE_STEPS[0] <= number <= TYPE_STEPS[-1] else None


# key: (how a stored value is read, None if it is no good; the default)
TABLE: dict[str, tuple[Callable[[object], object | None], Callable[[], object]]] = {
    "language": (_one_of(LANGUAGES), _system_language),
    "theme": (_one_of(tuple(THEMES)), lambda: DEFAULT_THEME),
    "device": (_one_of(DEVICES), lambda: "auto"),
    "type_size": (_type_size, lambda: 1.0),
    "motion": (_truth, lambda: True),
}


@dataclass
class Settings:
    """Typed access to the ini file; `problems` names what was damaged and set to its default.

    `overrides` (from the command line) win and are not written.
    """

    path: Path
    overrides: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._values = {key: self._read(key) for key in TABLE}
        if self._store.status() == QSettings.Status.FormatError or _is_binary(self.path):
            self.problems = [self.path.name]

    def get(self, key: str) -> object:
        """Return the value of `key`, one of TABLE."""
        return self.overrides.get(key, self._values[key])

    def text(self, key: str) -> str:
        """Return a value that is a word."""
        return str(self.get(key))

    def set(self, key: str, value: object) -> bool:
        """Keep `value`; False where it cannot be written (it holds for this session anyway)."""
        self.overrides.pop(key, None)
        self._values[key] = value
        self._store.setValue(key, value)
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError

    def _read(self, key: str) -> object:
        read, default = TABLE[key]
        raw = self._store.value(key)
        if raw is None:
            return default()
        value = read(raw)
        if value is None:
            self.problems.append(key)
            return default()
        return value


def _is_binary(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False
