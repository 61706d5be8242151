"""Colours, type and spacing: one table of themes, one palette, one style sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from core.paths import shipped

BODY, EMPHASIS, TITLE = 10, 12, 15  # points, times the theme's scale
GRID = 8  # pixels

# Tol's "muted" set in an order that keeps neighbours apart, and a marker for each class.
MUTED = (
    "#CC6677", "#332288", "#DDCC77", "#117733", "#88CCEE",
    "#882255", "#44AA99", "#999933", "#AA4499", "#DDDDDD",
)  # fmt: skip
MARKERS = ("o", "s", "t1", "star", "+", "d", "p", "t", "h", "x")


@dataclass(frozen=True)
class Theme:
    """The colours by meaning, and the factor on every type size."""

    name: str
    background: str
    panel: str
    line: str
    text: str
    muted: str
    data: str
    generated: str
    point: str
    mu: str
    sigma: str
    epsilon: str
    good: str
    warn: str
    bad: str
    paper: str  # a picture's 0
    ink: str  # a picture's 1
    scale: float = 1.0

    @property
    def dark(self) -> bool:
        """Say whether text is lighter than its background."""
        return luminance(self.text) > luminance(self.background)

    def class_color(self, index: int) -> str:
        """Return the colour of class `index`, moved towards the text until it stands out."""
        return stand_out(
            MUTED[index % len(MUTED)], self.background, self.text, 4.5 if self.dark else 3.0
        )


THEMES = {
    theme.name: theme
    for theme in (
        Theme(
            "light", "#FAFAF8", "#F2F2EE", "#D3D3CC", "#1B1D21", "#55585E",
            data="#006BA6", generated="#B84A00", point="#C2266F",
            mu="#8A5A00", sigma="#00695C", epsilon="#B3261E",
            good="#2E7D32", warn="#8A5200", bad="#B3261E", paper="#FFFFFF", ink="#16181C",
        ),
        Theme(
            "dark", "#14161A", "#1D2026", "#363B44", "#ECEEF1", "#A9AFB9",
            data="#56B4E9", generated="#F0A050", point="#FF6FB5",
            mu="#E8B84B", sigma="#4DC9B4", epsilon="#FF8A80",
            good="#7BC67E", warn="#FFB74D", bad="#FF8A80", paper="#08090B", ink="#FFFFFF",
        ),
        Theme(
            "projector", "#0B0D10", "#15181D", "#3F4650", "#FFFFFF", "#C6CCD5",
            data="#7CC7F2", generated="#FFB066", point="#FF8CC6",
            mu="#F2C85B", sigma="#63DBC6", epsilon="#FFA199",
            good="#8FD694", warn="#FFC670", bad="#FFA199", paper="#000000", ink="#FFFFFF",
            scale=2.0,
        ),
    )
}  # fmt: skip
DEFAULT_THEME = "light"


def luminance(color: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def stand_out(color: str, background: str, towards: str, ratio: float) -> str:
    """Move `color` towards another until its contrast with the background reaches `ratio`."""
    for step in range(11):
        moved = mix(color, towards, step / 10)
        if contrast(moved, background) >= ratio:
            return moved
    return towards


def body_font(scale: float, points: float = BODY, *, bold: bool = False) -> QFont:
    """Return the system's sans at `points` × `scale`, with figures of equal width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(points * scale)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def apply(app: QApplication, theme: Theme, scale: float) -> None:
    """Give the application the theme's palette, type size and style sheet."""
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(theme))
    app.setFont(body_font(scale))
    app.setStyleSheet(_style_sheet(theme, scale))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, color in (
        (role.Window, theme.background), (role.WindowText, theme.text),
        (role.Base, theme.background), (role.AlternateBase, theme.panel),
        (role.Text, theme.text), (role.Button, theme.panel), (role.ButtonText, theme.text),
        (role.ToolTipBase, theme.panel), (role.ToolTipText, theme.text),
        (role.Highlight, theme.data), (role.HighlightedText, theme.background),
        (role.PlaceholderText, theme.muted), (role.Link, theme.data), (role.Mid, theme.line),
    ):  # fmt: skip
        palette.setColor(where, QColor(color))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.muted))
    return palette


def _style_sheet(theme: Theme, scale: float) -> str:
    text = shipped("resources", "styles", "app.qss").read_text(encoding="utf-8")
    values: dict[str, object] = {
        name: getattr(theme, name)
        for name in ("background", "panel", "line", "text", "muted", "data", "generated", "point",
                     "mu", "sigma", "good", "warn", "bad")
    }  # fmt: skip
    values |= {
        "hover": mix(theme.panel, theme.text, 0.08),
        "pressed": mix(theme.panel, theme.text, 0.16),
        "emphasis": EMPHASIS * scale,
        "title": TITLE * scale,
        "pad": round(4 * scale),
        "pad2": round(8 * scale),
        "mark": round(12 * scale),
        "round": round(6 * scale) + 2,
        "drop": round(22 * scale),
        "tip": round(8 * scale),
        "done": mix(theme.background, theme.data, 0.35),
        "knob": round(12 * scale),
        "overhang": round(6 * scale) - 1,
    }
    shade = "dark" if theme.dark else "light"
    values |= {
        name: shipped("resources", "icons", f"{name}-{shade}.svg").as_posix()
        for name in ("tick", "disc", "down", "up")
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", f"{value:g}" if isinstance(value, float) else str(value))
    return text
