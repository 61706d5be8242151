"""The plane in which forger and police play: D's map, points, G's warped grid, arrows."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.gan.portrait import Warp
from gui.tabs.gan.figure import Figure, Portrayal
from gui.tabs.gan.items import Dots, FieldItem, WarpItem
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.plots import quiet_plot
from gui.widgets.steady import SteadyText

FAKE, REAL = {False: "#8E44AD", True: "#B07CC6"}, {False: "#2E8B57", True: "#4FB07A"}
LONGEST = 0.09  # of the extent that the longest arrow gets
HEAD = 0.35  # of an arrow's length
EDGE = 0.04  # of the extent that is drawn around it


class GamePlane(QWidget):
    """One game; data on a line are drawn as dots on it, with D's curve above."""

    drawn = Signal(object)  # (n, 2) points of a stroke of the mouse

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._title = SteadyText(body_font(scale, EMPHASIS, bold=True), theme.text)
        left, bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self._plot = quiet_plot(theme, scale, left, bottom)
        self._axes = {"left": left, "bottom": bottom}
        self._box = self._plot.getPlotItem().getViewBox()
        self._image = FieldItem(_table(theme))
        self._warp = WarpItem(theme.generated)
        size = 5 * scale**0.5
        self._points = {
            name: Dots(
                size=size, pen=pg.mkPen(theme.background, width=0.5), brush=color, pxMode=True
            )
            for name, color in (("real", theme.data), ("fake", theme.generated))
        }
        ink = "#FFFFFF" if theme.dark else "#000000"
        self._arrows = pg.PlotCurveItem(pen=pg.mkPen(ink, width=1), connect="pairs")
        self._curve = pg.PlotCurveItem(pen=pg.mkPen(theme.text, width=2))
        self._mark = pg.ScatterPlotItem(
            size=14 * scale**0.5, pen=pg.mkPen(theme.text, width=2), brush=theme.point
        )
        self._mark.hide()
        for item in (
            self._image, self._warp, self._points["real"], self._points["fake"],
            self._arrows, self._curve, self._mark,
        ):  # fmt: skip
            self._plot.addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._plot, 1)
        self._layers: frozenset[str] = frozenset(("field", "real", "fake", "grid", "arrows"))
        self._data: object = None
        self._reference = 0.0
        self._shown: Portrayal | None = None
        self._stroke: list[tuple[float, float]] | None = None
        self._draws = False
        self.flipped = False
        self._plot.setToolTip(
            self.tr(
                "Blue: real points. Orange: fakes, and the noise grid as the forger bends it; the "
                "denser, the less one sees through. Background: D(x), green for “real”, purple for "
                "“fake”. Arrows: the pull −∂J_G/∂x that each fake feels."
            )
        )
        self._plot.viewport().installEventFilter(self)
        self.set_title("")

    def set_title(self, text: str) -> None:
        """Write what tells this game from the one beside it."""
        self._title.set_text(text)
        self._title.setVisible(bool(text))

    def set_layers(self, layers: frozenset[str]) -> None:
        """Choose what is drawn."""
        self._layers = layers
        self._show_layers()

    def _show_layers(self) -> None:
        on = self._layers
        flat = self._shown is not None and self._shown.fakes.shape[1] == 1
        self._image.setVisible("field" in on and not flat)
        self._curve.setVisible("field" in on and flat)
        self._warp.setVisible("grid" in on and not flat)
        self._arrows.setVisible("arrows" in on)
        for name, item in self._points.items():
            item.setVisible(name in on)

    def begin(self) -> None:
        """Forget how long arrows were."""
        self._reference = 0.0

    def show_game(self, figure: Figure, side: int) -> None:
        """Draw one of the figure's games."""
        game = figure.games[side]
        fresh = self._data is not figure.data
        self._data, self._shown = figure.data, game
        low, high = figure.data.extent
        if figure.data.dim == 1:
            self._show_line(figure, game, fresh)
        else:
            size = [b - a for a, b in zip(low, high, strict=True)]
            rect = QRectF(low[0], low[1], size[0], size[1])
            if fresh:
                self._axis_names("x₁", "x₂")
                self._box.setAspectLocked(True)
                wide = rect.adjusted(*(EDGE * s * sign for sign in (-1, 1) for s in size))
                self._box.setRange(wide, padding=0)
                self._points["real"].setData(pos=figure.reals[: len(game.fakes)])
            self._image.show_values(_values(game), rect)
            self._warp.show_grid(game.warp.points, game.warp.density, rect)
            self._points["fake"].move(game.fakes)
            self._show_arrows(*game.arrows, max(size))
        self._show_layers()

    def _show_line(self, figure: Figure, game: Portrayal, fresh: bool) -> None:
        (low,), (high,) = figure.data.extent
        if fresh:
            self._axis_names("x", "D(x)")
            self._box.setAspectLocked(False)
            self._box.setRange(QRectF(low, -0.25, high - low, 1.3), padding=0)
            real = figure.reals[:200, 0]
            self._points["real"].setData(real, np.full(len(real), -0.08))
        fake = game.fakes[:200, 0]
        self._points["fake"].setData(fake, np.full(len(fake), -0.17))
        values = _values(game)[0]
        values = 1 - values if self.flipped else values
        places = low + (np.arange(len(values)) + 0.5) * (high - low) / len(values)
        self._curve.setData(places, values)
        starts, pulls = game.arrows
        flat = np.full(len(starts), -0.17)
        self._show_arrows(
            np.column_stack([starts[:, 0], flat]),
            np.column_stack([pulls[:, 0], np.zeros(len(pulls))]),
            high - low,
        )

    def _axis_names(self, bottom: str, left: str) -> None:
        for axis, name in (("bottom", bottom), ("left", left)):
            self._axes[axis].setLabel(name, color=self._theme.muted)
            self._axes[axis].label.setFont(body_font(self._scale))

    def _show_arrows(self, starts: np.ndarray, pulls: np.ndarray, size: float) -> None:
        """Draw arrows as long as the root of the pull, by the strongest of this run so far."""
        norms = np.hypot(pulls[:, 0], pulls[:, 1])
        good = np.isfinite(norms) & (norms > 0)
        starts, pulls, norms = starts[good], pulls[good], norms[good]
        if not len(norms):
            self._arrows.setData([], [])
            return
        self._reference = max(self._reference, float(np.percentile(norms, 90)))
        length = size * LONGEST * np.sqrt(np.minimum(norms / self._reference, 1.0))
        way = pulls / norms[:, None] * length[:, None]
        ends = starts + way
        side = np.column_stack([-way[:, 1], way[:, 0]]) * 0.5
        heads = [ends - HEAD * (way + sign * side) for sign in (1, -1)]
        pairs = np.stack([starts, ends, ends, heads[0], ends, heads[1]], axis=1).reshape(-1, 2)
        self._arrows.setData(pairs[:, 0], pairs[:, 1])

    def viewport(self) -> QWidget:
        """Return what is painted, and what the mouse reaches."""
        found: QWidget = self._plot.viewport()
        return found

    # the noise plane's hand

    def bend(self, share: float) -> None:
        """Show the grid on its way from noise (0) to where G puts it (1)."""
        if self._shown is None or self._shown.fakes.shape[1] == 1:
            return
        warp = self._shown.warp
        self._warp.show_grid(self._between(warp, share), warp.density, self._warp.boundingRect())

    def _between(self, warp: Warp, share: float) -> np.ndarray:
        box, noise = self._warp.boundingRect(), warp.noise[..., :2]
        reach = float(np.abs(noise).max())
        flat = (noise / reach * 0.45 + 0.5) if noise.shape[-1] == 2 else None
        if flat is None:
            across = noise[..., 0] / reach * 0.45 + 0.5
            flat = np.stack([across, np.full_like(across, 0.5)], axis=-1)
        corner, size = (box.x(), box.y()), (box.width(), box.height())
        start = np.array(corner) + flat * np.array(size)
        found: np.ndarray = start + share * (warp.points - start)
        return found

    def mark(self, point: np.ndarray | None) -> None:
        """Mark where G puts the noise that is pointed at."""
        if point is None or len(point) != 2:
            self._mark.hide()
        else:
            self._mark.show()
            self._mark.setData([float(point[0])], [float(point[1])])

    # drawing data of one's own

    def set_drawing(self, on: bool) -> None:
        """Let strokes of the mouse be points."""
        self._draws = on
        self._plot.viewport().setCursor(
            Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
        )

    def show_drawn(self, points: np.ndarray) -> None:
        """Show points that are being drawn as real ones."""
        self._points["real"].setData(pos=points[-500:])

    def eventFilter(self, watched: object, event: object) -> bool:
        """Gather strokes."""
        if self._draws and isinstance(event, QMouseEvent):
            kind = event.type()
            if kind == QMouseEvent.Type.MouseButtonPress:
                self._stroke = []
            if self._stroke is not None and kind in (
                QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseMove,
            ):  # fmt: skip
                at = self._box.mapSceneToView(event.position())
                self._stroke.append((at.x(), at.y()))
                self.drawn.emit(np.array(self._stroke[-1:], np.float32))
                return True
            if kind == QMouseEvent.Type.MouseButtonRelease:
                self._stroke = None
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]


def _values(game: Portrayal) -> np.ndarray:
    """Return D as 0 … 1: the probability, or the raw score between its own extremes."""
    if game.field.values is not None:
        return game.field.values
    scores = np.nan_to_num(game.field.scores)
    reach = float(np.percentile(np.abs(scores), 98)) or 1.0
    found: np.ndarray = np.clip(0.5 + 0.5 * scores / reach, 0, 1)
    return found


def _table(theme: Theme) -> np.ndarray:
    """Return 256 colours from fake (purple) over the background to real (green)."""
    rows = []
    for share in np.linspace(-1, 1, 256):
        end = REAL[theme.dark] if share > 0 else FAKE[theme.dark]
        color = QColor(mix(theme.background, end, 0.62 * abs(float(share))))
        rows.append((color.red(), color.green(), color.blue()))
    return np.array(rows, np.uint8)
