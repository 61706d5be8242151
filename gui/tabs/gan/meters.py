"""The four instruments of the GAN Playground and what each draws of a run."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.gan.history import History
from core.gan.losses import Loss
from gui.numbers import number
from gui.tabs.gan.figure import Figure, Measured
from gui.tabs.gan.instruments import SHOWN, Instrument, span, thin
from gui.tabs.gan.items import Dots
from gui.tabs.gan.plane import REAL
from gui.tabs.gan.sentences import d_text
from gui.theme import Theme, body_font

EDGE = 0.004  # of D, left out at both ends of the curves
LEAST_BITS = 1e-4  # the lowest JS that a logarithmic axis shows
LEAST_STEPS = 20  # an axis of steps is at least so long


class Meters(QWidget):
    """Losses, D on the curves of the losses, gradient norms, JS and KL: two rows of two."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme = theme
        self._flipped = False
        self._figure: Figure | None = None
        self._make(theme, scale)
        self.all = (self.losses, self.logs, self.norms, self.distance)
        self._make_logs(scale)
        self._floors = {
            key: pg.InfiniteLine(angle=0, pen=pg.mkPen(color, width=1, style=Qt.PenStyle.DotLine))
            for key, color in (("js", theme.text), ("kl", theme.muted))
        }
        for line in self._floors.values():
            line.hide()
            self.distance.add(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._rows = []
        for pair in (self.all[:2], self.all[2:]):
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(12)
            for one in pair:
                line.addWidget(one, 1)
            column.addWidget(holder, 1)
            self._rows.append((holder, pair))

    def _make(self, theme: Theme, scale: float) -> None:
        steps = self.tr("step")
        self.losses = Instrument(
            theme, scale, self.tr("Losses J_D, J_G and their sum"),
            self.tr("Both players’ losses on a batch. Under minimax J_G + J_D = 0."), steps,
        )  # fmt: skip
        self.logs = Instrument(
            theme, scale, self.tr("D(x), D(G(z)) and their logarithms"),
            self.tr(
                "Dots: the mean of D on real points and on fakes. Curves: −log D, which a "
                "non-saturating forger descends, and log(1 − D), which is flat where D is small: "
                "there the minimax forger learns nothing."
            ), "D",
        )  # fmt: skip
        self.norms = Instrument(
            theme, scale, self.tr("Gradient norms of G and D"),
            self.tr("Length of each player’s gradient, on a logarithmic axis"), steps, log=True,
        )  # fmt: skip
        self.distance = Instrument(
            theme, scale, self.tr("JS and KL in bits"),
            self.tr(
                "How far fakes are from reals, on 30 × 30 cells, on a logarithmic axis. The dotted "
                "lines are the sampling floor: what two samples of the same data differ by."
            ), steps, log=True,
        )  # fmt: skip

    def _make_logs(self, scale: float) -> None:
        theme = self._theme
        self.logs.see(0, 1, -4, 4)
        self._dots = []
        for side in range(2):
            colors = (theme.data, theme.generated)
            dots = Dots(size=(10 - side) * scale**0.5)
            dots.setData(
                [0, 0], [0, 0], pen=[pg.mkPen(color, width=2) for color in colors],
                brush=[pg.mkBrush(theme.background if side else color) for color in colors],
            )  # fmt: skip
            dots.hide()
            self._dots.append(dots)
            self.logs.add(dots)
        self._labels = [pg.TextItem(color=color) for color in (theme.generated, theme.data)]
        for label in self._labels:
            label.setFont(body_font(scale))
            self.logs.add(label)
        self.set_flipped(False)

    # which are seen

    def choose(self, index: int | None) -> None:
        """Show one instrument, or all of them, or with −1 none."""
        for i, one in enumerate(self.all):
            one.setVisible(index is None or index == i)
            one.show_title(index is None)
        for holder, pair in self._rows:
            holder.setVisible(any(one.isVisibleTo(holder) for one in pair))
        self.setVisible(index is None or index >= 0)

    # what they show

    def clear(self) -> None:
        """Forget a run that ended."""
        for each in (self.losses, self.norms, self.distance):
            each.clear()
        for line in self._floors.values():
            line.hide()

    def mark(self, step: int | None) -> None:
        """Mark the step one looks back to."""
        for each in (self.losses, self.norms, self.distance):
            each.mark(step)

    def set_flipped(self, on: bool) -> None:
        """Relabel to the other convention: D = 1 means fake."""
        self._flipped = on
        theme, places = self._theme, np.linspace(EDGE, 1 - EDGE, 120)
        shown = 1 - places if on else places
        down, up = ("−log(1 − D)", "log D") if on else ("−log D", "log(1 − D)")
        self.logs.draw("down", 0, theme.generated, shown, -np.log(places), down)
        self.logs.draw("up", 0, theme.data, shown, np.log(1 - places), up)
        for label, text, height in zip(self._labels, (down, up), (1.3, -0.5), strict=True):
            label.setText(text)
            label.setAnchor((1 if on else 0, 1 if height > 0 else 0))  # above the curve, below it
            label.setPos(0.75 if on else 0.25, height)
        self.logs.set_unit(self.tr("D (1: fake)") if on else self.tr("D (1: real)"))
        if self._figure is not None:
            self.show_figure(self._figure)

    def show_figure(self, figure: Figure) -> None:
        """Put the dots where D stands in each game, as far as it is a probability."""
        self._figure = figure
        losses = [settings.loss for settings in figure.settings]
        parts: list[tuple[str, str]] = []
        for side, dots in enumerate(self._dots):
            if side >= len(losses) or not losses[side].is_probability:
                dots.hide()
                continue
            self._show_dots(dots, figure, side)
            parts += self._named_means(figure, side)
        if not parts:
            self.logs.fade(self.tr("no probability, so no logarithm"))
            return
        self.logs.fade("")
        self.logs.tell(parts)

    def _show_dots(self, dots: Dots, figure: Figure, side: int) -> None:
        standing = figure.games[side].standing
        real, fake = (float(np.clip(v, EDGE, 1 - EDGE)) for v in (standing.d_real, standing.d_fake))
        minimax = figure.settings[side].loss is Loss.MINIMAX
        height = np.log(1 - fake) if minimax else -np.log(fake)
        spots = np.array([(real, -np.log(real)), (fake, height)])
        if self._flipped:
            spots[:, 0] = 1 - spots[:, 0]
        dots.move(spots)
        dots.show()

    def _named_means(self, figure: Figure, side: int) -> list[tuple[str, str]]:
        standing, loss = figure.games[side].standing, figure.settings[side].loss
        a, b = (d_text(v, loss, flipped=self._flipped) for v in (standing.d_real, standing.d_fake))
        if side:
            return [(f"| {a}", self._theme.data), (b, self._theme.generated)]
        return [(f"D(x) = {a}", self._theme.data), (f"D(G(z)) = {b}", self._theme.generated)]

    def show_losses(self, histories: tuple[History, ...]) -> None:
        """Draw the losses and their sum."""
        theme, police, shown = self._theme, REAL[self._theme.dark], []
        left = right = 0
        for side, history in enumerate(histories):
            if not len(history):
                continue
            d, g = (history.last(name, SHOWN) for name in ("j_d", "j_g"))
            left, right = history.step - len(d) + 1, history.step
            lines = (("j_d", police, d, "J_D"),
                     ("j_g", theme.generated, g, "J_G"),
                     ("sum", theme.muted, d + g, "J_D + J_G"))  # fmt: skip
            for key, color, values, name in lines:
                at, means = thin(values)
                self.losses.draw(key, side, color, left + at, means, name)
                shown.append(means)
            if side == 0:
                last = [float(values[-1]) for _, _, values, _ in lines]
                sum_now = self.tr("sum {c}").format(c=number(last[2]))
                self.losses.tell(
                    (
                        (f"J_D {number(last[0])}", police),
                        (f"J_G {number(last[1])}", theme.generated),
                        (sum_now, theme.muted),
                    )
                )
        if shown:
            self.losses.see(left, right, *span(*shown), least=LEAST_STEPS)

    def show_norms(self, histories: tuple[History, ...]) -> None:
        """Draw the gradients' norms."""
        theme, police, shown = self._theme, REAL[self._theme.dark], []
        left = right = 0
        for side, history in enumerate(histories):
            if not len(history):
                continue
            lines = (
                ("d_norm", police, history.last("d_norm", SHOWN), "|∇D|"),
                ("g_norm", theme.generated, history.last("g_norm", SHOWN), "|∇G|"),
            )
            left, right = history.step - len(lines[0][2]) + 1, history.step
            for key, color, values, name in lines:
                with np.errstate(divide="ignore", invalid="ignore"):
                    at, means = thin(np.log10(values))
                self.norms.draw(key, side, color, left + at, means, name)
                shown.append(means)
            if side == 0:
                self.norms.tell(
                    tuple(
                        (f"{name} {number(float(values[-1]), 2)}", color)
                        for _, color, values, name in lines
                    )
                )
        if shown:
            low, high = span(*shown)
            self.norms.see(left, right, np.floor(low), np.ceil(high), least=LEAST_STEPS)

    def show_measured(self, measured: tuple[Measured, ...]) -> None:
        """Draw JS and KL above their floors."""
        theme, newest = self._theme, measured[-1]
        steps = np.array([each.step for each in measured], float)
        tops = [np.log10(max(newest.floor.js, LEAST_BITS)) * np.ones(1)]
        for side in range(len(newest.divergences)):
            for key, color, name in (("js", theme.text, "JS"), ("kl", theme.muted, "KL")):
                values = np.array([getattr(each.divergences[side], key) for each in measured])
                shown = np.log10(np.maximum(values, LEAST_BITS))
                self.distance.draw(key, side, color, steps, shown, name)
                tops.append(shown)
        for key, line in self._floors.items():
            line.setPos(np.log10(max(getattr(newest.floor, key), LEAST_BITS)))
            line.show()
        low, high = float(min(t.min() for t in tops)), float(max(t.max() for t in tops))
        self.distance.see(
            steps[0], steps[-1], np.floor(low), np.ceil(high), least=LEAST_STEPS
        )  # fmt: skip
        first = newest.divergences[0]
        self.distance.tell(
            (
                (f"JS {number(first.js, 2)}", theme.text),
                (f"KL {number(first.kl, 2)}", theme.muted),
                (self.tr("floor {b}").format(b=number(newest.floor.js, 2)), theme.text),
            )
        )

    def facts(self, measured: Measured, side: int) -> tuple[str, ...]:
        """Write how many modes a game reaches, how many samples are good, how far it is off."""
        reached = measured.coverages[side]
        js = self.tr("JS {a} bits").format(a=number(measured.divergences[side].js, 2))
        if reached is None:
            return (js,)
        return (
            self.tr("{n} of {k} modes").format(n=reached.covered, k=reached.total),
            self.tr("{g} % good").format(g=round(100 * reached.good)),
            js,
        )
