"""The controls of the way from A to B."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox

from core.latent.directions import Group
from gui.widgets.section import Section, fill


class BetweenSection(Section):
    """Second point, path by hand, sphere or straight, and a direction between two groups."""

    secondAsked = Signal(bool)
    pathAsked = Signal(bool)
    sphereAsked = Signal(bool)
    directionAsked = Signal(object, object)  # Group, Group

    def __init__(self) -> None:
        super().__init__("")
        self.header.setText(self.tr("What lies between?"))
        self.second = self.button(
            self.tr("Second point B"),
            self.tr("Puts a second point into the plane; below appears what lies between"),
            checkable=True,
        )
        self.path = self.button(
            self.tr("Draw a path"),
            self.tr("The next drag over the plane draws a path that the point can follow"),
            checkable=True,
        )
        self.row(self.second, self.path)
        self.sphere = QCheckBox(self.tr("Along the sphere"))
        self.sphere.setToolTip(
            self.tr(
                "Spherical instead of straight: the direction turns evenly and the distance from "
                "the origin goes evenly from A’s to B’s (slerp)"
            )
        )
        self.column.addWidget(self.sphere)
        self.heading = self.label(self.tr("A direction: from the mean of … to the mean of …"))
        self.column.addWidget(self.heading)
        tip = self.tr("Direction = mean code of the second group − mean code of the first")
        self.origin = self.combo(self.tr("from the mean of"), tip)
        self.target = self.combo(self.tr("to the mean of"), tip)
        self.column.addWidget(self.origin)
        self.column.addWidget(self.target)
        self.go = self.button(
            self.tr("Go that way from the point"),
            self.tr("B = A + (mean of the second group − mean of the first)"),
        )
        self.column.addWidget(self.go)
        for combo in (self.origin, self.target):
            combo.currentIndexChanged.connect(self._on_groups)
        self.second.clicked.connect(self.secondAsked)
        self.path.clicked.connect(self.pathAsked)
        self.sphere.clicked.connect(self.sphereAsked)
        self.go.clicked.connect(self._on_go)

    def show_groups(self, rows: list[tuple[str, object]]) -> None:
        """Offer groups by (text, Group); the choice stays where it can."""
        chosen = [self.origin.currentData(), self.target.currentData()]
        known = [group for _, group in rows]
        if any(group not in known for group in chosen):
            chosen = _telling(known)
        for combo, group in zip((self.origin, self.target), chosen, strict=True):
            fill(combo, rows, group)
        for widget in (self.heading, self.origin, self.target, self.go):
            widget.setVisible(len(rows) > 1)
        self._on_groups()

    def choose_direction(self, a: Group, b: Group) -> None:
        """Choose both groups, as by hand."""
        for combo, group in ((self.origin, a), (self.target, b)):
            combo.setCurrentIndex(_index(combo, group))

    @Slot()
    def _on_groups(self) -> None:
        """From a group to itself there is no direction."""
        self.go.setEnabled(self.origin.currentData() != self.target.currentData())

    def _on_go(self) -> None:
        self.directionAsked.emit(self.origin.currentData(), self.target.currentData())


def _telling(known: list[object]) -> list[object]:
    """Return two groups to begin with: without and with glasses, sneaker and boot, or any."""
    pairs = (
        (Group("glasses", "none"), Group("glasses", "glasses")),
        (Group("class", "sneaker"), Group("class", "ankle-boot")),
    )
    for pair in pairs:
        if all(group in known for group in pair):
            return list(pair)
    return [*known[:2], *([None] * (2 - len(known[:2])))]


def _index(combo: QComboBox, group: Group) -> int:
    return next((i for i in range(combo.count()) if combo.itemData(i) == group), -1)
