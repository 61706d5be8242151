"""A light plane of codes that move while a network learns."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEasingCurve, QRectF, QVariantAnimation
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import EMPHASIS, Theme, body_font, mix
from gui.widgets.cloud import Cloud
from gui.widgets.plane_items import EdgedText, NumberAxis, ellipse
from gui.widgets.plots import quiet_plot
from gui.widgets.steady import SteadyText

NEAR = 2.6  # what is in view on either side at least, in σ of the prior
AIR = 1.12  # how much more than the codes is in view when the view grows
GROW_MS = 300


class CodesPlane(QWidget):
    """Some hundred codes on z₁ and z₂ by class, and the prior's circles; the view only grows."""

    def __init__(self, theme: Theme, scale: float) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        self._codes = np.empty((0, 2))
        self._reach = self._target = NEAR
        self._title = SteadyText(body_font(scale, EMPHASIS, bold=True), theme.text)
        self._plot = quiet_plot(theme, scale, NumberAxis("left"), NumberAxis("bottom"))
        self._plot.setAspectLocked(True)
        self._box = self._plot.getPlotItem().getViewBox()
        self._growth = QVariantAnimation(self, duration=GROW_MS)
        self._growth.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._growth.valueChanged.connect(self._on_grown)
        self._name_axes()
        self._plot.setToolTip(
            self.tr(
                "where the network puts some hundred held-out pictures, by class, as it learns; "
                "the circles: one and two σ of the prior N(0, 1)"
            )
        )
        self._cloud = Cloud(theme)
        self._rings = []
        for radius in (1, 2):
            ring = ellipse(mix(theme.muted, theme.background, 0.3), 1.5)
            ring.setRect(-radius, -radius, 2 * radius, 2 * radius)
            name = EdgedText(f"{radius} σ", body_font(scale), theme.muted, theme.background)
            name.setPos(0, radius)
            self._rings += [ring, name]
        for depth, item in enumerate((self._cloud, *self._rings)):
            item.setZValue(depth)
            self._box.addItem(item, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self._plot, 1)
        self.begin("")

    def _name_axes(self) -> None:
        style = {"font-size": f"{EMPHASIS * self._scale:g}pt", "color": self._theme.text}
        for side, name in (("bottom", "z₁"), ("left", "z₂")):
            self._plot.getAxis(side).setLabel(f"<i>{name}</i>", **style)

    def begin(self, title: str, *, prior: bool = True, reach: float | None = None) -> None:
        """Start anew with no codes: a title, the prior's circles or none, and how far one sees.

        `reach` is what is in view on either side of 0 at first, a little beyond 2 σ if not given.
        """
        self._title.set_text(title)
        self._title.setVisible(bool(title))
        for item in self._rings:
            item.setVisible(prior)
        self._growth.stop()
        self._reach = self._target = NEAR if reach is None else reach
        self._on_grown(self._reach)
        self.show_codes(np.empty((0, 2)), np.empty(0, dtype=np.int64))

    def show_codes(self, codes: np.ndarray, labels: np.ndarray) -> None:
        """Show `codes` (m, 2), each in colour and shape of its label (m,); no numbers: left out."""
        whole = np.isfinite(codes).all(axis=1)
        self._codes = np.asarray(codes[whole], dtype=float)
        self._cloud.set_points(self._codes, np.asarray(labels)[whole].astype(np.int64) % 10)
        self._tell()
        if len(self._codes):
            # nearly all: one stray code shall not squeeze the others
            most = float(np.quantile(np.abs(self._codes).max(axis=1), 0.98))
            if most > self._target:
                self.see(AIR * most)

    def see(self, reach: float) -> None:
        """Let the view grow until it shows as far as `reach` on either side; it never shrinks."""
        if reach <= self._target or not math.isfinite(reach):
            return
        self._target = reach
        self._growth.stop()
        self._growth.setStartValue(self._reach)
        self._growth.setEndValue(reach)
        self._growth.start()

    def reach(self) -> float:
        """Return how far the view shows on either side, or will when it has grown."""
        return self._target

    def seen_reach(self) -> float:
        """Return how far the view shows at this moment."""
        return self._reach

    def _on_grown(self, reach: float) -> None:
        self._reach = reach
        self._box.setRange(QRectF(-reach, -reach, 2 * reach, 2 * reach), padding=0)

    def _tell(self) -> None:
        title = self._title.text()
        name = self.tr("codes of held-out pictures") + (f": {title}" if title else "")
        self.setAccessibleName(name)
