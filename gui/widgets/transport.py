"""The one transport bar of every tab: play, step, reset, and how fast."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from gui.numbers import number
from gui.theme import Theme, body_font
from gui.widgets.steady import SteadyText

STEPS = 40  # of the slider
SHARPNESS = 3  # times the pixels, so that icons stay sharp on any screen


class Transport(QWidget):
    """Play or pause, step, reset, and the speed from `slowest` to `fastest` times the usual."""

    playToggled = Signal(bool)
    stepped = Signal()
    wasReset = Signal()
    speedChanged = Signal(float)

    def __init__(
        self,
        theme: Theme,
        scale: float,
        slowest: float = 0.1,
        fastest: float = 10.0,
        *,
        stacked: bool = False,
    ) -> None:
        super().__init__()
        self._stacked = stacked
        self._slowest, self._fastest = slowest, fastest
        self._playing = False
        font = body_font(scale)
        side = round(QFontMetricsF(font).height())
        self._icons = {
            name: icon(name, theme.text, theme.muted, side)
            for name in ("play", "pause", "step", "reset")
        }
        self._play = self._button("play", side)
        self._step = self._button("step", side)
        self._reset = self._button("reset", side)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, STEPS)
        self._slider.setPageStep(5)
        self._slider.setFixedWidth((5 if stacked else 7) * side)
        self._factor = SteadyText(font, theme.text, align=Qt.AlignmentFlag.AlignLeft)
        self._factor.setFixedWidth(math.ceil(QFontMetricsF(font).horizontalAdvance("0.00×")) + 4)
        self._lay_out()
        self._explain()
        self.set_speed(1.0)
        self._play.clicked.connect(self.toggle)
        self._step.clicked.connect(self._on_step)
        self._reset.clicked.connect(self.wasReset)
        self._slider.valueChanged.connect(self._on_speed)

    def _lay_out(self) -> None:
        """Put everything in a row; stacked, the speed comes under the buttons, without its name."""
        whole = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if self._stacked else QBoxLayout.Direction.LeftToRight,
            self,
        )
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4 if self._stacked else 16)
        buttons, speed = QHBoxLayout(), QHBoxLayout()
        for button in (self._play, self._step, self._reset):
            buttons.addWidget(button, 1)
        if not self._stacked:
            name = QLabel(self.tr("Speed"), objectName="aside")
            name.setBuddy(self._slider)
            speed.addWidget(name)
        speed.addWidget(self._slider)
        speed.addWidget(self._factor, 0, Qt.AlignmentFlag.AlignVCenter)
        for row in (buttons, speed):
            row.setSpacing(8)
            whole.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _explain(self) -> None:
        for widget, name, tip in (
            (self._step, self.tr("Step"), self.tr("One step, then stand still")),
            (self._reset, self.tr("Reset"), self.tr("Back to the beginning")),
            (self._slider, self.tr("Speed"), self.tr("How fast it plays; 1× is the usual speed")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)
        self._show_state()

    def _button(self, name: str, side: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icons[name])
        button.setIconSize(QSize(side, side))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _show_state(self) -> None:
        self._play.setIcon(self._icons["pause" if self._playing else "play"])
        self._play.setAccessibleName(self.tr("Pause") if self._playing else self.tr("Play"))
        self._play.setToolTip(
            self.tr("Pause (Space)") if self._playing else self.tr("Play (Space)")
        )

    def is_playing(self) -> bool:
        """Say whether it plays."""
        return self._playing

    def set_playing(self, playing: bool) -> None:
        """Show that it plays or stands; tells nobody."""
        if playing != self._playing:
            self._playing = playing
            self._show_state()

    def toggle(self) -> None:
        """Play or pause, as a click on the button does."""
        self.set_playing(not self._playing)
        self.playToggled.emit(self._playing)

    def speed(self) -> float:
        """Return the factor on the usual speed."""
        share = self._slider.value() / STEPS
        return float(self._slowest * (self._fastest / self._slowest) ** share)

    def set_speed(self, speed: float) -> None:
        """Put the slider at the factor `speed`; tells nobody."""
        share = math.log(speed / self._slowest) / math.log(self._fastest / self._slowest)
        blocked = self._slider.blockSignals(True)
        self._slider.setValue(round(STEPS * share))
        self._slider.blockSignals(blocked)
        self._write_speed()

    def _write_speed(self) -> None:
        self._factor.set_text(f"{number(self.speed(), 2)}×")

    def _on_step(self) -> None:
        if self._playing:
            self.toggle()
        self.stepped.emit()

    def _on_speed(self, _value: int) -> None:
        self._write_speed()
        self.speedChanged.emit(self.speed())


def icon(name: str, color: str, muted: str, side: int) -> QIcon:
    """Draw the icon `name` (play, pause, step, reset), and a muted one for when it is disabled."""
    both = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, muted)):
        picture = QPixmap(side * SHARPNESS, side * SHARPNESS)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(picture.width() / 16, picture.height() / 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade))
        _draw(painter, name, QColor(shade))
        painter.end()
        both.addPixmap(picture, mode)
    return both


def _draw(painter: QPainter, name: str, color: QColor) -> None:
    """Draw on a square of 16 × 16."""
    if name == "play":
        painter.drawPolygon(QPolygonF([QPointF(3.5, 2), QPointF(14, 8), QPointF(3.5, 14)]))
    elif name == "pause":
        painter.drawRect(QRectF(3, 2, 3.6, 12))
        painter.drawRect(QRectF(9.4, 2, 3.6, 12))
    elif name == "step":
        painter.drawRect(QRectF(2, 2, 2.4, 12))
        painter.drawPolygon(QPolygonF([QPointF(6, 2), QPointF(14.5, 8), QPointF(6, 14)]))
    else:  # an arrow that runs back to where it began
        painter.setPen(QPen(color, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(2.6, 2.8, 10.8, 10.8), 16 * 130, 16 * 290)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(1.4, 1.2), QPointF(7.6, 3.4), QPointF(2.8, 7.6)]))
