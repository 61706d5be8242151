"""The plane in which forger and police play: D's map, points, G's warped grid, arrows."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.gan.data import Data
from core.gan.game import Batch
from core.gan.portrait import Warp
from gui.numbers import number
from gui.tabs.gan.figure import Figure, Portrayal
from gui.tabs.gan.instruments import Figures
from gui.tabs.gan.items import Dots, FieldItem, WarpItem
from gui.tabs.gan.number_line import (
    ARROW_ROW,
    BOTTOM,
    FAKE_ROW,
    HEAD_ON_LINE,
    ON_LINE,
    REAL_ROW,
    NumberLine,
)
from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.plane_items import NumberAxis
from gui.widgets.plots import quiet_plot
from gui.widgets.steady import SteadyText

FAKE, REAL = {False: "#8E44AD", True: "#B07CC6"}, {False: "#2E8B57", True: "#4FB07A"}
LONGEST = 0.09  # of the extent that the longest arrow gets
HEAD = 0.35  # of an arrow's length
EDGE = 0.04  # of the extent that is drawn around it
MOST_ARROWS = 60
MOST_DRAWN = 2000  # points of a drawing that are shown while one draws


class ScoreAxis(NumberAxis):
    """An axis of coordinates, or D's: 0 … 1, or the raw scores that are drawn there."""

    is_answer = False  # D's, not a coordinate's
    reach = 0.0  # the raw score at 1, its negative at 0; 0 where D is a probability

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write what lies between 0 and 1, as the score it stands for."""
        shown = super().tickStrings(values, scale, spacing)
        if not self.is_answer:
            return shown
        if self.reach:
            shown = [number((2 * value - 1) * self.reach, 2) for value in values]
        within = [-1e-6 <= value <= 1 + 1e-6 for value in values]
        return [text if inside else "" for text, inside in zip(shown, within, strict=True)]


class GamePlane(QWidget):
    """One game; data on a line are drawn as dots on it, with D's curve above."""

    drawn = Signal(object)  # (n, 2) points of a stroke of the mouse

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._title = SteadyText(body_font(scale, EMPHASIS, bold=True), theme.text)
        self._facts = Figures(body_font(scale, EMPHASIS))
        self._left = ScoreAxis("left")
        self._axes = {"left": self._left, "bottom": NumberAxis("bottom")}
        self._plot = quiet_plot(theme, scale, self._axes["left"], self._axes["bottom"])
        self._box = self._plot.getPlotItem().getViewBox()
        self._box.setMouseEnabled(True, True)
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
        self._line = NumberLine(theme, scale)
        self._mark = pg.ScatterPlotItem(
            size=14 * scale**0.5, pen=pg.mkPen(theme.text, width=2), brush=theme.point
        )
        self._mark.hide()
        for item in (
            self._image, self._warp, *self._line.items, self._points["real"],
            self._points["fake"], self._arrows, self._mark,
        ):  # fmt: skip
            self._plot.addItem(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._plot, 1)
        column.addWidget(self._facts)
        self._layers: frozenset[str] = frozenset(("field", "real", "fake", "grid", "arrows"))
        self._data: Data | None = None
        self._anew = False  # real points are to be shown again
        self._reference = 0.0
        self._shown: Portrayal | None = None
        self._whole = QRectF(0, 0, 1, 1)  # what is seen without zoom
        self._said: tuple[str, ...] = ()
        self._stroke: list[tuple[float, float]] | None = None
        self._draws = False
        self.flipped = False
        self._plot.setToolTip(
            self.tr(
                "Blue: real points. Orange: fakes, and the noise grid as the forger bends it; the "
                "denser, the less one sees through. Background: D(x), green for “real”, purple for "
                "“fake”. Arrows: the pull −∂J_G/∂x that each fake feels. Wheel: zoom; drag: move; "
                "double click: all of it."
            )
        )
        viewport = self._plot.viewport()
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)
        self.set_title("")

    def set_title(self, text: str) -> None:
        """Write what tells this game from the one beside it."""
        self._title.set_text(text)
        self._title.setVisible(bool(text))

    def tell(self, *texts: str) -> None:
        """Write how far the forger is, below the plane."""
        self._said = texts
        self._facts.set_parts([(text, self._theme.text) for text in texts])

    def told(self) -> str:
        """Return what is written below the plane."""
        return self._facts.text()

    def set_layers(self, layers: frozenset[str]) -> None:
        """Choose what is drawn."""
        self._layers = layers
        self._show_layers()

    def _show_layers(self) -> None:
        on = self._layers
        flat = self._shown is not None and self._shown.fakes.shape[1] == 1
        self._image.setVisible("field" in on and not flat and not self._draws)
        self._warp.setVisible("grid" in on and not flat and not self._draws)
        self._line.set_visible(flat and not self._draws, field="field" in on, grid="grid" in on)
        self._arrows.setVisible("arrows" in on and not self._draws)
        for name, item in self._points.items():
            item.setVisible(name in on or (self._draws and name == "real"))
        if self._draws:
            self._points["fake"].hide()

    def begin(self) -> None:
        """Forget how long arrows were."""
        self._reference = 0.0
        self._data = None
        self.tell()

    def show_game(self, figure: Figure, side: int) -> None:
        """Draw one of the figure's games."""
        game = figure.games[side]
        fresh = self._data is not figure.data
        self._data, self._shown = figure.data, game
        if figure.data.dim == 1:
            self._show_line(figure, game, fresh)
        else:
            self._show_plane(figure, game, fresh)
        self._anew = False
        self._show_layers()

    def _show_plane(self, figure: Figure, game: Portrayal, fresh: bool) -> None:
        low, high = figure.data.extent
        size = [b - a for a, b in zip(low, high, strict=True)]
        rect = QRectF(low[0], low[1], size[0], size[1])
        if fresh:
            self._left.is_answer = False
            self._axis_names("x₁", "x₂")
            self._box.setAspectLocked(True)
            self._see(rect.adjusted(*(EDGE * s * sign for sign in (-1, 1) for s in size)))
        if fresh or self._anew:
            self._points["real"].setData(pos=figure.reals[: len(game.fakes)])
        self._image.show_values(_values(game), rect)
        self._warp.show_grid(game.warp.points, game.warp.density, rect)
        self._points["fake"].move(game.fakes)
        self._show_arrows(*game.arrows, max(size))

    def _show_line(self, figure: Figure, game: Portrayal, fresh: bool) -> None:
        (low,), (high,) = figure.data.extent
        probability = game.field.values is not None
        self._left.is_answer, self._left.reach = True, 0.0 if probability else _reach(game)
        if fresh:
            self._box.setAspectLocked(False)
            self._see(QRectF(low, BOTTOM, high - low, 1.06 - BOTTOM))
        if fresh or self._anew:
            real = figure.reals[:ON_LINE, 0]
            self._points["real"].setData(real, np.full(len(real), REAL_ROW))
        name = "D(x)" if probability else "s(x)"
        self._axis_names("x", self.tr("{d}, 1: fake").format(d=name) if self.flipped else name)
        fake = game.fakes[:ON_LINE, 0]
        self._points["fake"].setData(fake, np.full(len(fake), FAKE_ROW))
        values = _values(game)[0]
        values = 1 - values if self.flipped else values
        places = low + (np.arange(len(values)) + 0.5) * (high - low) / len(values)
        self._line.show_line(places, values, game, (low, high))
        starts, pulls = game.arrows
        self._show_pulls(starts[::3, 0], pulls[::3, 0], high - low)

    def _see(self, whole: QRectF) -> None:
        self._whole = whole
        self._box.setLimits(
            maxXRange=4 * whole.width(), maxYRange=4 * whole.height(),
            minXRange=whole.width() / 200, minYRange=whole.height() / 200,
        )  # fmt: skip
        self._box.setRange(whole, padding=0)

    def _axis_names(self, bottom: str, left: str) -> None:
        for axis, name in (("bottom", bottom), ("left", left)):
            if self._axes[axis].labelText != name:
                self._axes[axis].setLabel(name, color=self._theme.muted)
                self._axes[axis].label.setFont(body_font(self._scale))

    def _lengths(self, norms: np.ndarray, size: float) -> np.ndarray:
        """Return lengths as the root of the pull, by the strongest of this run so far."""
        self._reference = max(self._reference, float(np.percentile(norms, 90)))
        shares = np.sqrt(np.minimum(norms / self._reference, 1.0))
        found: np.ndarray = size * LONGEST * shares
        return found

    def _show_arrows(self, starts: np.ndarray, pulls: np.ndarray, size: float) -> None:
        norms = np.hypot(pulls[:, 0], pulls[:, 1])
        good = np.isfinite(norms) & (norms > 0)
        starts, pulls, norms = starts[good], pulls[good], norms[good]
        if not len(norms):
            self._arrows.setData([], [])
            return
        way = pulls / norms[:, None] * self._lengths(norms, size)[:, None]
        self._draw_arrows(starts, way, np.column_stack([-way[:, 1], way[:, 0]]) * 0.5)

    def _show_pulls(self, starts: np.ndarray, pulls: np.ndarray, size: float) -> None:
        """Draw arrows along the line, with heads of the same height each."""
        good = np.isfinite(pulls) & (pulls != 0)
        starts, pulls = starts[good], pulls[good]
        if not len(pulls):
            self._arrows.setData([], [])
            return
        way = np.sign(pulls) * self._lengths(np.abs(pulls), size)
        flat = np.zeros(len(way))
        height = np.full(len(way), HEAD_ON_LINE)
        self._draw_arrows(
            np.column_stack([starts, flat + ARROW_ROW]), np.column_stack([way, flat]),
            np.column_stack([flat, height]),
        )  # fmt: skip

    def _draw_arrows(self, starts: np.ndarray, way: np.ndarray, side: np.ndarray) -> None:
        ends = starts + way
        heads = [ends - HEAD * (way + sign * side) for sign in (1, -1)]
        pairs = np.stack([starts, ends, ends, heads[0], ends, heads[1]], axis=1).reshape(-1, 2)
        self._arrows.setData(pairs[:, 0], pairs[:, 1])

    def show_batch(self, batch: Batch) -> None:
        """Show what one update of a slow step saw: the police points, the forger arrows."""
        if self._shown is None or self._draws:
            return
        flat = batch.fakes.shape[1] == 1
        for name, points, row in (
            ("real", batch.reals, REAL_ROW), ("fake", batch.fakes, FAKE_ROW),
        ):  # fmt: skip
            pos = np.column_stack([points[:, 0], np.full(len(points), row)]) if flat else points
            self._points[name].setData(pos=pos[: 2 * ON_LINE])
        self._anew = True
        if batch.arrows is None:
            self._arrows.setData([], [])
            return
        size = self._whole.width() / (1 + 2 * EDGE)
        fakes, arrows = batch.fakes[:MOST_ARROWS], batch.arrows[:MOST_ARROWS]
        if flat:
            self._show_pulls(fakes[:, 0], arrows[:, 0], size)
        else:
            self._show_arrows(fakes, arrows, size)

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
        if point is None:
            self._mark.hide()
        else:
            self._mark.show()
            height = float(point[1]) if len(point) == 2 else FAKE_ROW
            self._mark.setData([float(point[0])], [height])

    # drawing data of one's own

    def set_drawing(self, on: bool) -> None:
        """Let strokes of the mouse be points of the unit square, which is empty at first."""
        self._draws = on
        self._plot.viewport().setCursor(
            Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
        )
        self._box.setMouseEnabled(not on, not on)
        self._data = None  # what is shown next is shown anew
        if on:
            self._points["real"].setData([], [])
            self._left.is_answer = False
            self._axis_names("x₁", "x₂")
            self._box.setAspectLocked(True)
            self._see(QRectF(0, 0, 1, 1))
            self.tell()
        self._show_layers()

    def show_drawn(self, points: np.ndarray) -> None:
        """Show points that are being drawn as real ones."""
        self._points["real"].setData(pos=points[-MOST_DRAWN:])

    def eventFilter(self, watched: object, event: object) -> bool:
        """Gather strokes; else say what is under the pointer."""
        if isinstance(event, QMouseEvent):
            if self._draws:
                return self._on_stroke(event)
            if event.type() == QMouseEvent.Type.MouseMove:
                self._say(self._box.mapSceneToView(event.position()))
            elif event.type() == QMouseEvent.Type.MouseButtonDblClick:
                self._box.setRange(self._whole, padding=0)
                return True
        elif isinstance(event, QEvent) and event.type() == QEvent.Type.Leave:
            self.tell(*self._said)
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _on_stroke(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QMouseEvent.Type.MouseButtonPress:
            self._stroke = []
        if self._stroke is not None and kind in (
            QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseMove,
        ):  # fmt: skip
            at = self._box.mapSceneToView(event.position())
            self._stroke.append((at.x(), at.y()))
            self.drawn.emit(np.array(self._stroke[-1:], np.float32))
        if kind == QMouseEvent.Type.MouseButtonRelease:
            self._stroke = None
        return True

    def _say(self, at: QPointF) -> None:
        """Write where the pointer is, and what D says there."""
        data, game = self._data, self._shown
        if game is None or data is None:
            return
        low, high = np.array(data.extent)
        place = np.array([at.x(), at.y()])[: data.dim]
        text = "x = " + (
            number(at.x()) if data.dim == 1 else f"({number(at.x())}; {number(at.y())})"
        )
        share = (place - low) / (high - low)
        if ((share >= 0) & (share < 1)).all():
            grid = game.field.scores if game.field.values is None else game.field.values
            column = int(share[0] * grid.shape[1])
            value = float(grid[int(share[1] * grid.shape[0]) if data.dim == 2 else 0, column])
            if game.field.values is None:
                text += f"   s(x) = {number(value)}"
            else:
                text += f"   D(x) = {number(1 - value if self.flipped else value)}"
        self._facts.set_parts(((text, self._theme.text),))


def _reach(game: Portrayal) -> float:
    """Return the raw score that is drawn as certainly real."""
    return float(np.percentile(np.abs(np.nan_to_num(game.field.scores)), 98)) or 1.0


def _values(game: Portrayal) -> np.ndarray:
    """Return D as 0 … 1: the probability, or the raw score between its own extremes."""
    if game.field.values is not None:
        return game.field.values
    found: np.ndarray = np.clip(0.5 + 0.5 * np.nan_to_num(game.field.scores) / _reach(game), 0, 1)
    return found


def _table(theme: Theme) -> np.ndarray:
    """Return 256 colours from fake (purple) over the background to real (green)."""
    rows = []
    for share in np.linspace(-1, 1, 256):
        end = REAL[theme.dark] if share > 0 else FAKE[theme.dark]
        color = QColor(mix(theme.background, end, 0.62 * abs(float(share))))
        rows.append((color.red(), color.green(), color.blue()))
    return np.array(rows, np.uint8)
